"""nbgrader's settings for these exercises: `make exercises` reads them, and so does nbgrader when it is started in this folder:

    cd solutions
    nbgrader generate_assignment audit-the-tonnage --CourseDirectory.source_directory=vi

Each answer cell brings its unanswered line along (`total = None  # …`), so clearing it leaves nothing in its place.
"""

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor


class Tidy(NbGraderPreprocessor):
    """An answer cell is one line; clearing leaves an empty one under it."""

    def preprocess_cell(self, cell, resources, _):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = cell.source.strip()
        return cell, resources


c = get_config()  # noqa: F821  nbgrader provides it

c.ClearSolutions.code_stub = {"python": ""}
c.ClearSolutions.text_stub = ""

steps = list(GenerateAssignment.preprocessors.default_args[0])
steps.insert(steps.index(ClearSolutions) + 1, Tidy)
c.GenerateAssignment.preprocessors = steps
