"""The browser edition: JupyterLab and Python in a page, every byte of it beside the page (`make lite`).

`binaries` finds the runtime and the packages, each by its hash · `wheels` makes them small and quick to import ·
`runtime` lays them out as a Pyodide of our own · `contents` turns the course's notebooks into the browser's · `site`
puts all of it together and says what each megabyte is. What runs in the page stands in `page/`.
"""
