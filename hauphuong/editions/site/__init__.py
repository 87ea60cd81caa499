"""The reading site: the whole course as pages that need no kernel, no server and no network (`make site`).

notebook   a stored notebook -> the body of a page: charts, numbers that lead to their rows, citations as footnotes
quizzes    what a page must hold to mark a quiz stop without a kernel
evidence   a page for every dataset and every source, linked both ways
search     the search index, a script rather than JSON so that it also loads from a folder
links      no page leads nowhere, none is too heavy, none asks anything of another host
build      all of it, written whole or not at all
"""
