"""Grade the hostile class in a folder and print what became of it as JSON: a program of its own, so that it can run as another user."""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from hauphuong.grading import intake, run  # noqa: E402
from hauphuong.grading.cage import Limits  # noqa: E402
from hauphuong.grading.gradebook import Gradebook  # noqa: E402
from hauphuong.grading.sandbox import Runner  # noqa: E402

LIMITS = Limits(wall=15, cell=3, cpu=12)

if __name__ == "__main__":
    os.environ["SECRET_OF_THE_TEACHER"] = "SECRET"
    folder = Path(sys.argv[1])
    with Gradebook(folder / "gradebook.db") as book, Runner(2) as runner:
        reports = run.grade(intake.find(folder / "submissions"), book, runner, limits=LIMITS)
        again = run.grade(intake.find(folder / "submissions"), book, runner, limits=LIMITS)
        shown = {a["student"]: a["shown"].get("odd-period-answer", {}).get("error") for a in book.attempts()}
        kept = {a["student"]: a["outcome"] for a in book.attempts()}
    told = [{"student": r.submission.student, "outcome": r.outcome, "points": r.points, "reason": r.reason, "notes": r.notes} for r in reports]
    print(json.dumps({"uid": os.getuid(), "reports": told, "again": len([r for r in again if r.outcome == "graded"]), "errors": shown, "kept": kept}))
