"""A class read as a whole: points, tasks, mistakes and their misconceptions, whom to ask after, passages that read alike.

    from hauphuong.grading import report
    room = report.load("my-work/gradebook.db", lang="vi")
    report.distribution(room, "audit-the-tonnage")

Each function takes what `load` gave and returns a chart with caption, description, table and CSV, or a panel of words.
`hauphuong report` puts them into a notebook and a page.
"""

from .charts import class_map, common_mistakes, difficulty, discrimination, distribution, overview
from .classroom import Classroom, exercise_title, load, task_title
from .side_by_side import alike_code, alike_essays
from .tables import help_wanted, late, misconceptions, waiting

__all__ = [
    "Classroom", "alike_code", "alike_essays", "class_map", "common_mistakes", "difficulty", "discrimination", "distribution",
    "exercise_title", "help_wanted", "late", "load", "misconceptions", "overview", "task_title", "waiting",
]  # fmt: skip
