"""What the README and the docs say is so: every command is run or proved elsewhere, every option exists, every link leads somewhere."""

import ast
import csv
import functools
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from docs_commands import DOCS, ROOT, RUN, TABLE, TARGETS, Proved, commands, every, how, target
from typer.main import get_command
from typer.testing import CliRunner

from hauphuong import text
from hauphuong.cli import app
from hauphuong.grading import demo
from hauphuong.grading.cage import Limits
from hauphuong.journal import Journal

ALL = every()
READ = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in DOCS}
ROLES = ("student", "teacher", "grader", "contributor")
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")
pages = pytest.mark.parametrize("doc", READ)


# -- each command is proved ------------------------------------------------------------------------------------------------


def test_every_command_is_run_or_says_how_it_is_proved():
    unproved = [str(c) for c in ALL if how(c.text) is None]
    assert not unproved, "say in tests/docs_commands.py how these are proved:\n" + "\n".join(unproved)


def test_a_new_command_would_be_noticed():
    page = "Text `make coffee` and `--x`.\n\n   ```sh\n   hauphuong brew --strong   # a cup\n   ```\n\n```python\nmake nothing\n```\n"
    assert [(c.text, how(c.text)) for c in commands(page)] == [("hauphuong brew --strong", None), ("make coffee", None)]


def test_nothing_in_the_tables_is_out_of_use():
    told = {c.text for c in ALL}
    assert [pattern for pattern, _ in TABLE if not any(re.fullmatch(pattern, t) for t in told)] == []


@functools.cache
def _tests_of(file: str) -> set[str]:
    return {node.name for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize("name", sorted({by for told in (*TARGETS.values(), *(told for _, told in TABLE)) if isinstance(told, Proved) for by in told.by}))
def test_the_tests_that_prove_them_exist(name):
    file, _, test = name.partition("::")
    assert (ROOT / file).is_file() and (test in _tests_of(file) if test else _tests_of(file))


# -- make ------------------------------------------------------------------------------------------------------------------


def _make(*arguments: str) -> str:
    env = {k: v for k, v in os.environ.items() if not k.startswith("MAKE") and k != "MFLAGS"}  # `make test` leaves its own
    done = subprocess.run(["make", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not shutil.which("make"), reason="no make")
@pytest.mark.parametrize("name", sorted({target(c.text) for c in ALL if target(c.text)} | {"help"}))
def test_a_target_of_make_leads_to_what_is_there(name):
    recipe = _make("-n", name)
    assert recipe.strip() and "Nothing to be done" not in recipe
    for module in re.findall(r" -m ([\w.]+)", recipe):
        assert importlib.util.find_spec(module), f"make {name} runs {module}, which is not there"
    if how(f"make {name}") is RUN:
        listed = _make(name)
        assert all(f"make {known}" in listed for known in TARGETS if known != "help")


@pytest.mark.parametrize("command", [c for c in ALL if target(c.text) or " make " in c.text], ids=str)
def test_variables_of_make_are_ones_that_something_reads(command):
    known = (ROOT / "Makefile").read_text("utf-8") + "".join(p.read_text("utf-8") for p in [*(ROOT / "hauphuong").rglob("*.py"), *(ROOT / "deploy").rglob("*.py")])
    for name in re.findall(r"\b([A-Z_]{3,})=", command.text):
        assert name in known, name


# -- what is run here --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """A small class: its submissions, its roster, its journals."""
    place = tmp_path_factory.mktemp("class")
    inbox, _ = demo.write(place, 8)
    (inbox / f"{demo.EXERCISE}--S006.ipynb").unlink()  # its endless loop would take a quarter of a minute
    Journal(place / "journal.jsonl").append("06-aid-in-tonnes", "06-lost-digit", "keep-and-note", 1, 1, 1)
    return place


@pytest.fixture
def desk(tmp_path, monkeypatch, classroom):
    """A folder as a teacher's might be, with the class under the names of both languages' pages."""
    place = tmp_path / "desk"
    for folder, table, journals in (("submissions", "class.csv", "journals"), ("bai-nop", "lop.csv", "nhat-ky")):
        shutil.copytree(classroom / "submissions", place / folder)
        shutil.copy(classroom / "roster.csv", place / table)
        (place / journals).mkdir()
        shutil.copy(classroom / "journal.jsonl", place / journals / "S001.jsonl")
    monkeypatch.chdir(place)
    monkeypatch.setattr(text, "_chosen", None)
    return place


def _ours(command) -> bool:
    return how(command.text) is RUN and command.text.startswith("hauphuong")


@needs_linux
@pytest.mark.parametrize("doc", sorted({c.doc for c in ALL if _ours(c)}))
def test_the_commands_of_a_page_run_one_after_the_other(doc, desk, monkeypatch):
    monkeypatch.setenv("HAUPHUONG_LANG", "en" if doc.startswith("docs/en/") else "vi")
    for command in ALL:
        if command.doc == doc and _ours(command):
            words = shlex.split(command.text)
            # a mention without arguments asks for help; the desk is written but JupyterLab stays shut
            more = ["--help"] if words in (["hauphuong"], ["hauphuong", "grade"]) else ["--no-open"] if "mark" in words else []
            done = CliRunner().invoke(app, words[1:] + more)
            assert done.exit_code == 0, f"{command}\n{done.output}\n{done.exception}"
    made = {"grader": _graded, "teacher": _taught}.get(Path(doc).stem)
    if made:
        made(desk, READ[doc])


@pytest.mark.parametrize("text_", sorted({c.text.removeprefix(".venv/bin/") for c in ALL if how(c.text) is RUN and " -m " in c.text}))
def test_a_module_runs(text_, tmp_path):
    words, more, place = shlex.split(text_), [], tmp_path
    module = words[2]
    if module == "pytest":  # those tests run beside this one anyway
        more, place = ["--collect-only", "-p", "no:cacheprovider"], ROOT
    elif module == "hauphuong.data":  # it writes
        more = [shutil.copytree(ROOT / "data", tmp_path / "data")]
    done = subprocess.run([sys.executable, *words[1:], *more], cwd=place, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{text_}\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}"
    if module == "hauphuong.quiz.moodle":
        assert "<quiz>" in (tmp_path / words[-1]).read_text("utf-8")


@needs_linux
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("make"), reason="no make")
def test_the_sample_class_from_one_command(tmp_path):
    """The very lines of `make grade-demo`, but in a folder of its own, and nothing is opened."""
    lines = _make("-n", "grade-demo", f"VENV={sys.executable}", "DEMO_ARGS=--no-open").splitlines()
    lines = [line for line in lines if "hauphuong." in line]
    assert len(lines) == 5
    done = subprocess.run(["sh", "-e"], input="\n".join(lines), cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    assert len(list((tmp_path / "my-work/demo/feedback").glob("audit-the-tonnage*.html"))) == demo.COUNT
    assert list((tmp_path / "my-work/demo/report").glob("*.html")) and list((tmp_path / "my-work/desk").glob("*.ipynb"))


def _graded(desk: Path, page: str) -> None:
    """What the page promises is there, and the options that it names in passing do what they say."""
    examples = [example for example in re.findall(r"`(--[a-z-]+ [^`]+)`", page) if "--unsafe" not in example]
    assert len(examples) == 5
    inbox = "bai-nop" if "bai-nop" in page else "submissions"
    for example in examples:
        words = shlex.split(example)
        begin = ["mark", demo.EXERCISE, "--no-open"] if set(words) & {"--marker", "--task"} else ["grade", inbox]
        done = CliRunner().invoke(app, begin + words)
        assert done.exit_code == 0, f"{begin} {example}\n{done.output}\n{done.exception}"
    named = set(re.findall(r"`((?:my-work|release)/[\w./-]*)`", page)) - {"my-work/demo"}
    assert named == {"my-work/feedback/", "my-work/report/", "release/"}
    for place in (*named, "my-work/gradebook.db", "my-work/desk", "my-work/feedback/index.html", "my-work/journals.csv", "my-work/journals-key.csv"):
        assert (desk / place).exists(), place
    assert len(list((desk / "my-work/feedback").glob("audit-the-tonnage*.html"))) == 7
    assert {p.name for p in (desk / "my-work").glob("grades*")} == {"grades.xlsx", "grades-moodle.csv", "grades-canvas.csv"}
    with (desk / "my-work/grades-moodle.csv").open(encoding="utf-8-sig", newline="") as file:
        assert any(re.fullmatch(r"(Bài|Homework) 3", column) for column in next(csv.reader(file)))


def _taught(desk: Path, page: str) -> None:
    assert "S001" not in (desk / "my-work/journals.csv").read_text("utf-8-sig")


# -- words of a command ------------------------------------------------------------------------------------------------------


@functools.cache
def _options(name: str = "") -> frozenset[str]:
    """The options of one command of `hauphuong`, or those of all."""
    program = get_command(app)
    asked = [program.commands[name]] if name else [program, *program.commands.values()]
    return frozenset(o for command in asked for p in command.params for o in (*p.opts, *p.secondary_opts) if o.startswith("--"))


@pytest.mark.parametrize("command", [c for c in ALL if re.search(r"\bhauphuong (?:--lang en )?\w", c.text)], ids=str)
def test_options_of_a_command_exist(command):
    after = re.search(r"\bhauphuong (?:--lang en )?(\w+)(.*)", command.text)
    assert set(re.findall(r"--[a-z][a-z-]*", after[2])) <= _options(after[1])


# options of other programs, and the file that understands each
FOREIGN = {"--values": "deploy/kubernetes/README.md", "--scale": "benchmarks/grading.py", "--rounds": "benchmarks/lite.py", "--megabits": "benchmarks/lite.py"}


@pages
def test_options_in_the_text_exist(doc):
    codes = [code for code in re.findall(r"`([^`\n]+)`", READ[doc]) if not re.match(r"(?:sudo |py |\.venv|jupyter )", code)]
    # not the name of a file: exercise--student.ipynb
    named = {option for code in codes for option in re.findall(r"(?<![\w>-])--[a-z][a-z-]*", code)}
    strange = {o for o in named - _options() if not (o in FOREIGN and o in (ROOT / FOREIGN[o]).read_text("utf-8"))}
    assert not strange


def test_files_and_extras_in_a_command_exist():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for command in ALL:
        for path in re.findall(r"(?:deploy|scripts|tests)[/\\][\w/\\-]+\.py|environment\.yml", command.text):
            assert (ROOT / path.replace("\\", "/")).is_file(), command
        for asked in re.findall(r"hauphuong\[([\w,]+)\]", command.text):
            assert set(asked.split(",")) <= extras.keys(), command
        for program in re.findall(r"apt install (bubblewrap|chromium)", command.text):
            assert program in (ROOT / ".ci/run").read_text("utf-8"), command


# -- links -------------------------------------------------------------------------------------------------------------------


def _slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    bare = re.sub(r"\[([^\]]*)\]\([^)]*\)|[*`]", lambda m: m[1] or "", heading)
    return re.sub(r"[^\w\- ]", "", bare.strip().lower()).replace(" ", "-")


def _anchors(path: Path) -> set[str]:
    said = re.sub(r"^( *)```.*?^\1```", "", path.read_text(encoding="utf-8"), flags=re.S | re.M)
    slugs: list[str] = []
    for heading in re.findall(r"^#+ (.+)$", said, re.M):
        slug = _slug(heading)
        slugs.append(f"{slug}-{n}" if (n := sum(re.sub(r"-\d+$", "", s) == slug for s in slugs)) else slug)
    return {*slugs, *re.findall(r'<a id="([^"]+)"', said)}


_LINK = re.compile(r"\[((?:[^\]\\]|\\.)*)\]\(([^)\s]+)\)")  # pictures too


@pages
def test_every_link_leads_somewhere(doc):
    here = ROOT / doc
    for shown, link in _LINK.findall(READ[doc]):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        file = (here.parent / path).resolve() if path else here
        assert file.exists() and file.is_relative_to(ROOT), f"[{shown}]({link})"
        assert not anchor or anchor in _anchors(file), f"[{shown}]({link}): there is no #{anchor}"


def test_a_broken_anchor_would_be_noticed():
    assert _slug("## 1 · Phát bài".lstrip("# ")) == "1--phát-bài" and _slug("Students' journals") == "students-journals"
    assert "các-cách-vào" in _anchors(ROOT / "README.md") and "english" in _anchors(ROOT / "README.md") and "nowhere" not in _anchors(ROOT / "README.md")


# -- the pages themselves ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_both_languages_are_one_page(role):
    vi, en = (READ[f"docs/{lang}/{role}.md"] for lang in ("vi", "en"))
    shape = lambda page: [re.match(r"#+|\||- |\d+\.|```", line.strip())[0] for line in page.splitlines() if re.match(r"#+ |\||- |\d+\.|```", line.strip())]  # noqa: E731
    assert shape(vi) == shape(en)
    assert len(vi.splitlines()) <= 120 and f"../en/{role}.md" in vi and f"../vi/{role}.md" in en


@pytest.mark.parametrize("lang", ("vi", "en"))
def test_the_readme_leads_to_all_of_them(lang):
    told = READ["README.md"]
    assert all(f"(docs/{lang}/{role}.md)" in told for role in ROLES)
    half = told.split('<a id="english">')[lang == "en"]
    assert half.count("](docs/pictures/") == 4
    start = next(m for m in re.finditer(r"```sh\n(.*?)```", half, re.S))[1]
    assert [line.split("#")[0].strip() for line in start.splitlines()] == ["make lab", "make test"]  # two commands


@pytest.mark.parametrize("lang", ("vi", "en"))
def test_the_teacher_s_table_has_the_lessons_own_minutes_and_exercises(lang):
    rows = re.findall(rf"^\| \[(\d\d)\]\(\.\./\.\./(lessons/{lang}/\S+\.ipynb)\) \|[^|]+\| (\d+) \| (\S+) \|$", READ[f"docs/{lang}/teacher.md"], re.M)
    assert [place for _, place, _, _ in rows] == sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "lessons" / lang).glob("[0-9]*.ipynb"))
    for number, place, minutes, exercise in rows:
        cells = json.loads((ROOT / place).read_text("utf-8"))["cells"]
        assert re.search(r"\*\* (\d+) (?:phút|minutes)", "".join(cells[0]["source"]))[1] == minutes and Path(place).name.startswith(number)
        if exercise != "–":
            told = (ROOT / "data/checks" / f"{exercise.strip('`')}.yaml").read_text("utf-8")
            assert re.search(rf"^lesson: {number}-", told, re.M)
    assert {e.strip("`") for *_, e in rows} - {"–"} == {p.stem for p in (ROOT / "data/checks").glob("*.yaml")}


@pytest.mark.parametrize("lang", ("vi", "en"))
def test_the_grader_s_page_has_the_sandbox_s_own_limits(lang):
    limits = Limits()
    wanted = {
        "vi": f"{limits.wall:g} giây, mỗi ô {limits.cell:g} giây, {text.number(limits.memory / 1e9, 'vi', 1)} GB bộ nhớ, {limits.disk // 10**6} MB đĩa",
        "en": f"{limits.wall:g} seconds, a cell {limits.cell:g}, and there are {text.number(limits.memory / 1e9, 'en', 1)} GB of memory and {limits.disk // 10**6} MB of disk",
    }
    assert wanted[lang] in READ[f"docs/{lang}/grader.md"]


def test_what_the_readme_says_of_the_kit_is_so():
    from hauphuong.editions import kit

    assert all((kit.STARTERS / name).is_file() for name in ("start.sh", "start.bat"))
    versions = kit.VERSIONS[0], kit.VERSIONS[-1]
    assert "Python {} đến {}".format(*versions) in READ["README.md"] and "Python {} to {}".format(*versions) in READ["README.md"]


@pytest.mark.parametrize("lang", ("vi", "en"))
def test_a_student_finds_the_words_that_the_course_says(lang):
    """A page that helps in trouble must quote what is really on the screen."""
    from hauphuong.quiz.words import WORDS

    page = READ[f"docs/{lang}/student.md"]
    assert WORDS["not-kept"][lang].split(".")[0] in page and f"**{WORDS['check'][lang]}**" in page
    landing = (ROOT / "lessons/index.ipynb").read_text("utf-8")
    for words in re.findall(r"\*\*((?:Mở|Open)[^*]+)\*\*|\*((?:Giữ|Keep)[^*]+)\*", page):
        assert "".join(words) in landing


@pytest.mark.parametrize("lang", ("vi", "en"))
def test_the_grader_s_page_names_each_outcome_as_the_grader_does(lang):
    from hauphuong.grading.words import OUTCOMES

    page = READ[f"docs/{lang}/grader.md"]
    assert re.findall(r"^\| ([^|]+?) \|", page, re.M)[1:] == [OUTCOMES[key][lang] for key in ("graded", "partly", "person", "unreadable")]
