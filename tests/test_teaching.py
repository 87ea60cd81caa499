"""The teacher's guide: its minutes are the lessons' own, it names every lesson and exercise, and its plans leave nothing out."""

import re

import pytest

from hauphuong import data, text
from hauphuong.data import banks
from hauphuong.editions import notebooks
from hauphuong.editions.lesson import words

GUIDE = notebooks.sources(only=["teaching"])[0]
LESSONS = sorted(code for kind, code in data.labels() if kind == "lesson")  # the whole course map, written or not
WRITTEN = {lesson.slug: lesson.raw["minutes"] for lesson in notebooks.sources() if lesson.slug in LESSONS}
EXERCISES = {  # and the lesson after which each is done
    "recognition-race": "03", "geneva-bargain": "05", "audit-the-tonnage": "06", "count-the-advisers": "07",
    "crowds-and-polls": "10", "against-the-grain": "11", "capstone-argument": "12",
}  # fmt: skip
WORDS = {
    "vi": {"lesson": "bài", "minutes": "phút", "exercise": "Bài tập:", "leave out": "Bỏ bớt:", "wrong": "Hay hiểu nhầm", "discuss": "Thảo luận"},
    "en": {"lesson": "lesson", "minutes": "minutes", "exercise": "Exercise:", "leave out": "Leave out:", "wrong": "Often misunderstood", "discuss": "To discuss"},
}
PLANS = (6, 10, 13)
both = pytest.mark.parametrize("lang", text.LANGUAGES)


def cells(lang: str) -> dict[str, str]:
    return {cell.id: cell.text for cell in GUIDE.cells(lang) if cell.kind == "markdown"}


def whole(lang: str) -> str:
    return "\n".join(cells(lang).values())


def plan(lang: str, meetings: int) -> list[list[str]]:
    """The rows of a plan: meeting, in class, at home, exercise."""
    lines = [line for line in cells(lang)[f"plan-{meetings}"].splitlines() if line.startswith("|")]
    return [[part.strip() for part in line.strip("|").split("|")] for line in lines[2:]]


def numbers(part: str, lang: str) -> set[str]:
    return set(re.findall(rf"{WORDS[lang]['lesson']} (\d\d)\b", part))


@both
def test_each_lesson_has_its_section_with_its_own_minutes(lang):
    told = cells(lang)
    for slug in LESSONS:
        heading = re.match(rf"### \w+ {slug[:2]} · .+ \((\d+) {WORDS[lang]['minutes']}\)$", told[f"lesson-{slug[:2]}"].splitlines()[0])
        assert heading, slug
        assert slug not in WRITTEN or int(heading[1]) == WRITTEN[slug], slug


def test_no_minutes_but_the_lessons_own():
    """Whatever else is said to last so and so long would be a number out of the air."""
    found = {lang: {} for lang in text.LANGUAGES}
    for lang in text.LANGUAGES:
        for number, minutes in re.findall(rf"(?i)\b{WORDS[lang]['lesson']} (\d\d)[^\n|]*?\((\d+) {WORDS[lang]['minutes']}\)", whole(lang)):
            assert found[lang].setdefault(number, minutes) == minutes, f"lesson {number} has two lengths"
        assert len(found[lang]) == len(LESSONS)
        everywhere = len(re.findall(rf"\d+[\s-]{WORDS[lang]['minutes']}", whole(lang)))
        assert everywhere == 2 * len(LESSONS)  # its section and the plan of thirteen meetings
    assert found["vi"] == found["en"]


@both
def test_each_section_has_what_a_teacher_needs(lang):
    for slug in LESSONS:
        section, say = cells(lang)[f"lesson-{slug[:2]}"], WORDS[lang]
        wrong, _, rest = section.partition(say["discuss"])
        assert 2 <= len(re.findall(r"^- \*", wrong.partition(say["wrong"])[2], re.M)) <= 3, slug
        assert 3 <= len(re.findall(r"^\d\. ", rest, re.M)) <= 4, slug
        assert say["exercise"] in rest and say["leave out"] in rest, slug
        assert re.search(rf"`{slug[:2]}-[a-z0-9-]+`", wrong), f"{slug}: no question of the lesson is named"


@both
def test_questions_named_in_a_section_exist(lang):
    for slug in WRITTEN:
        asked = {q["id"] for stop in banks.load("quizzes", slug)["stops"] for q in stop["questions"]}
        named = set(re.findall(r"`(\d\d-[a-z0-9-]+)`", cells(lang)[f"lesson-{slug[:2]}"]))
        assert named <= asked, slug


@both
def test_sections_to_leave_out_exist(lang):
    """What stands in quotation marks after “Leave out” is a heading of that lesson."""
    for lesson in notebooks.sources(only=list(WRITTEN)):
        headings = re.findall(r"^#+ (.+)$", "\n".join(c.text for c in lesson.cells(lang) if c.kind == "markdown"), re.M)
        advice = cells(lang)[f"lesson-{lesson.slug[:2]}"].partition(WORDS[lang]["leave out"])[2]
        for name in re.findall(r"“([^”]+)”", advice):
            assert name in headings, f"{lesson.slug}: {name}"


@both
def test_every_exercise_is_named_where_it_belongs(lang):
    for name, number in EXERCISES.items():
        assert f"`{name}`" in cells(lang)[f"lesson-{number}"].partition(WORDS[lang]["exercise"])[2], name
        for meetings in PLANS:
            assert f"`{name}`" in cells(lang)[f"plan-{meetings}"], f"{name} is not in the plan of {meetings}"


@both
def test_an_exercise_comes_with_its_lesson_in_each_plan(lang):
    for meetings in PLANS:
        for _, taught, _, exercise in plan(lang, meetings):
            for name in re.findall(r"`([a-z-]+)`", exercise):
                assert EXERCISES[name] in numbers(taught, lang), f"plan of {meetings}: {name}"


@both
@pytest.mark.parametrize("meetings", PLANS)
def test_a_plan_has_the_meetings_that_it_promises(lang, meetings):
    rows = plan(lang, meetings)
    assert [row[0] for row in rows] == [str(n) for n in range(1, meetings + 1)]
    taught = [number for row in rows for number in sorted(numbers(row[1], lang))]
    assert all(numbers(row[1], lang) for row in rows) and len(taught) == len(set(taught))
    seen = set(taught) | {number for row in rows for number in numbers(row[2], lang)}
    assert seen == {slug[:2] for slug in LESSONS}, "every lesson is taught, or read at home"
    if meetings == len(LESSONS):
        assert taught == [slug[:2] for slug in LESSONS]


@pytest.mark.parametrize("meetings", PLANS)
def test_plans_are_the_same_in_both_languages(meetings):
    for vi, en in zip(plan("vi", meetings), plan("en", meetings), strict=True):
        assert (vi[0], numbers(vi[1], "vi"), numbers(vi[2], "vi"), vi[3]) == (en[0], numbers(en[1], "en"), numbers(en[2], "en"), en[3])


def test_written_lessons_and_exercises_are_linked():
    written = {path.parent.name for path in (notebooks.LESSONS.parent / "exercises").glob("*/*/*.ipynb")}
    for lang in text.LANGUAGES:
        for name in [*(f"{slug}.ipynb" for slug in WRITTEN), *(f"{name}.ipynb" for name in written & set(EXERCISES))]:
            assert name in whole(lang), f"{name} ({lang})"


def test_both_languages_have_the_same_lists_and_links():
    vi, en = cells("vi"), cells("en")
    for name in vi:
        for pattern in (r"^\d\. ", r"^- ", r"^\|", r"^#+ ", r"\*\*.+?\*\*", r"\(https?://[^)]+\)", r"`[^`]+`"):
            one, other = (re.findall(pattern, told[name].replace("moodle vi", "moodle en"), re.M) for told in (vi, en))
            assert len(one) == len(other), f"{name}: {pattern}"
            if pattern.startswith((r"\(", "`")):
                assert one == other, f"{name}: {pattern}"


def test_long_enough_to_help_and_short_enough_to_read():
    assert 3500 <= words(whole("en")) <= 4500


def test_it_can_be_found():
    root = notebooks.LESSONS.parent
    for lang in text.LANGUAGES:
        assert f"({lang}/teaching.ipynb)" in (notebooks.LESSONS / "source" / "index.yaml").read_text("utf-8")
        assert f"(lessons/{lang}/teaching.ipynb)" in (root / "README.md").read_text("utf-8")
