"""The open checks: sound banks, specific words for specific slips, and nothing a student can hand in that makes one raise."""

import copy
import json
import re
import shutil
import subprocess
import sys
import warnings
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from hauphuong import checks, data, text
from hauphuong.checks import expected
from hauphuong.checks.answers import Plain, plain, readings
from hauphuong.checks.feedback import Feedback
from hauphuong.checks.words import WORDS
from hauphuong.data import banks
from hauphuong.editions import exercises
from hauphuong.edition import Edition

NAMES = banks.names("checks")
ALL = [(name, task) for name in NAMES for task in banks.load("checks", name)["checks"]]


def verdict(name: str, answer):
    return checks.judge(checks.load(name), plain(answer))


def said(name: str, answer, lang: str = "en") -> str:
    spec = checks.load(name)
    seen = checks.judge(spec, plain(answer))
    return repr(Feedback(lang, seen, checks.points(spec, seen), spec["points"]))


def cell(expectation):
    return expectation["any"][0] if isinstance(expectation, dict) and "any" in expectation else expected.number(expectation)


def right_answer(spec: dict):
    """An answer that the specification itself calls right."""
    if spec["kind"] == "number":
        return expected.number(spec["expect"])
    if spec["kind"] == "one-of":
        return next(code for code, option in spec["options"].items() if option.get("share") == 1)
    if spec["kind"] == "set":
        return list(spec["expect"])
    if spec["kind"] == "table":
        return {**{n: cell(e) for n, e in spec["rows"].items()}, **dict.fromkeys(spec.get("others", ()), 1)}
    return spec["expect"]


# -- the banks -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_bank_is_sound(name):
    bank = exercises.bank(name)
    assert bank["exercise"] == name
    for spec in bank["checks"].values():
        checks.frozen(spec)  # every reference to a row or computed value resolves
        if spec["kind"] == "one-of":
            assert [o.get("share") for o in spec["options"].values()].count(1) == 1


@pytest.mark.parametrize(("name", "task"), ALL)
def test_the_right_answer_earns_everything_and_is_told_so(name, task):
    spec = banks.load("checks", name)["checks"][task]
    seen = verdict(f"{name}/{task}", right_answer(spec))
    assert (seen.share, seen.state) == (1, "right")
    for lang in text.LANGUAGES:
        assert said(f"{name}/{task}", right_answer(spec), lang).startswith({"vi": "✓ Đúng", "en": "✓ Right"}[lang])


@pytest.mark.parametrize(("name", "task"), ALL)
@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_slip_is_named(name, task, lang):
    """Each trap catches the answer it was written for, and says what was misunderstood."""
    spec = banks.load("checks", name)["checks"][task]
    place = f"{name}/{task}"
    if spec["kind"] == "number":
        slips = [(expected.number(t["when"]), t["says"], t.get("share", 0)) for t in spec.get("traps", ())]
    elif spec["kind"] == "one-of":
        slips = [(code, o["says"], o.get("share", 0)) for code, o in spec["options"].items()]
    elif spec["kind"] == "set":
        slips = [([*spec["expect"], extra], says, None) for extra, says in spec.get("traps", {}).items()]
    elif spec["kind"] == "table":
        slips = [({**right_answer(spec), **{n: cell(e) for n, e in t["rows"].items()}}, t["says"], None) for t in spec.get("traps", ())]
    else:
        slips = [(one, t["says"], t.get("share", 0)) for t in spec.get("traps", ()) for one in t["pattern"].split("|")]
    for answer, says, share in slips:
        seen = verdict(place, answer)
        assert seen.share < 1 or share == 1
        assert share is None or seen.share == share
        assert any(words is says for words, _ in seen.says), (place, answer)
        assert says[lang].split("{")[0].strip() in said(place, answer, lang)


@pytest.mark.parametrize(("name", "task"), ALL)
def test_what_is_said_can_be_filled_in(name, task):
    """A text may name a row; then the row must exist."""

    def texts(part):
        if isinstance(part, dict):
            if set(part) == {"vi", "en"}:
                yield part
            else:
                for inner in part.values():
                    yield from texts(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from texts(inner)

    for words in texts(banks.load("checks", name)["checks"][task]):
        named = [re.findall(r"\{([a-z][a-z0-9-]*)\}", words[lang]) for lang in text.LANGUAGES]
        assert named[0] == named[1]
        for name in set(named[0]) - {"answer"}:
            data.value(name, "vi")


def test_both_languages_fill_in_the_same():
    for key, words in WORDS.items():
        if key != "state":
            assert set(re.findall(r"\{(\w+)\}", words["vi"])) == set(re.findall(r"\{(\w+)\}", words["en"])), key


def test_the_key_follows_the_data(tmp_path, monkeypatch):
    """A changed tonne changes what is right; nothing was typed into the bank."""
    folder = tmp_path / "data"
    shutil.copytree(data.default().root, folder)
    table = folder / "aid_tonnes.csv"
    table.write_text(table.read_text("utf-8").replace("delivered,442,", "delivered,90,"), "utf-8")
    monkeypatch.setattr(data, "default", lambda package=data.Package(folder): package)
    assert verdict("audit-the-tonnage/gap", 0).state == "right"
    assert verdict("audit-the-tonnage/gap", 352).state == "wrong"


def test_the_names_in_the_recognition_race_follow_the_table():
    """Keys that are names cannot be computed; so they are held against the rows."""
    rows = data.default().table("recognitions")
    main = rows[rows.variant_of == ""]
    drv = main[(main.recognised == "drv") & (main.precision == "day")].sort_values("start")
    bank = banks.load("checks", "recognition-race")["checks"]
    assert [row["any"][0] for row in bank["first-four"]["rows"].values()] == list(drv.state[:4])
    assert drv.start[:5].is_unique  # and so the order of the first four is one
    assert set(bank["fifth"]["expect"]) == set(drv.state[drv.start == drv.start.iloc[4]])
    form = {"day": "A", "between": "B", "year": "C", "about": "C", "undated": "C"}
    known = {row.state: form[row.precision] for row in main.itertuples()}
    for state, row in exercises.keys("recognition-race")["hidden"]["axis"]["rows"].items():
        assert row == {"any": [known[state]]}, state
    for letter, row in (("A", "rc-yugoslavia-drv"), ("B", "rc-holy-see-state-of-vietnam"), ("C", "rc-uk-state-of-vietnam")):
        assert bank["backing"]["rows"][letter] == {"any": [data.default().find(row)[1]["source"]]}
    assert data.default().find("rc-australia-state-of-vietnam")[1]["precision"] == "undated"
    counts = exercises.keys("recognition-race")["hidden"]["by-month"]["rows"]
    assert {name: expected.number(row) for name, row in counts.items()} == {"drv_jan": 3, "drv_feb": 10, "baodai_jan": 0, "baodai_feb": 2}
    assert expected.number(bank["rivals"]["expect"]) == rows.variant_of[rows.variant_of != ""].nunique() == 7
    assert expected.number({"days": ["rc-uk-state-of-vietnam", "rc-usa-state-of-vietnam"]}) == 0


def test_days_are_counted_only_between_days(monkeypatch):
    assert expected.number({"days": ["1950-01-30", "1950-02-07"]}) == 8
    monkeypatch.setattr(text, "_chosen", "en")
    for row in ("rc-yugoslavia-drv", "rc-new-zealand-state-of-vietnam", "rc-iran-state-of-vietnam"):
        with pytest.raises(data.DataError, match=f"{row}.*not known to the day"):
            expected.number({"days": ["1950-01-01", row]})


# -- forms of one answer ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        2362581, 2362581.0, "2362581", "2.362.581", "2,362,581", "2 362 581", "2\u202f362\u202f581 tấn", "khoảng 2.362.581 tấn",
        (2, 362, 581), [2362581], np.int64(2362581), np.float64(2362581), np.array(2362581), np.array([2362581.0]), Decimal(2362581),
        pd.Series([2362581]), pd.Series([2362581.0], index=["x"]), pd.DataFrame({"value": [2362581]}), {"total": 2362581},
    ],
)  # fmt: skip
def test_a_number_may_be_written_in_many_ways(answer):
    assert verdict("audit-the-tonnage/total-by-periods", answer).state == "right"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1.000", [1000, 1]), ("1,000", [1000, 1]), ("67,5%", [67.5]), ("67.5", [67.5]), ("12.345,6", [12345.6]), ("12,345.6", [12345.6]),
        ("−352", [-352]), ("+352 tấn", [352]), ("1.2.3", []), ("một", []), ("", []), ("1,2,3,4", []),
    ],
)  # fmt: skip
def test_a_written_number_is_read_as_both_languages_write_it(written, meant):
    assert readings(written) == meant


@pytest.mark.parametrize("answer", ["1961-1964", "1961–1964", " 1961 – 1964 ", "1961-64", ["1961-1964"], pd.Series(["1961-1964"]), np.str_("1961−1964")])
def test_a_name_may_be_written_in_many_ways(answer):
    assert verdict("audit-the-tonnage/odd-period", answer).state == "right"


@pytest.mark.parametrize("form", ["dict", "series", "frame", "column", "pairs", "wide", "text"])
def test_a_small_table_may_be_built_in_many_ways(form):
    rows = right_answer(checks.load("audit-the-tonnage/per-year"))
    answer = {
        "dict": rows,
        "series": pd.Series(rows),
        "frame": pd.DataFrame({"tonnes": rows}),
        "column": pd.DataFrame({"period": list(rows), "tonnes": list(rows.values())}),
        "pairs": list(rows.items()),
        "wide": pd.DataFrame([rows]),
        "text": {n: f"{v:,.0f}" for n, v in rows.items()},
    }[form]
    assert verdict("audit-the-tonnage/per-year", answer).state == "right"


@pytest.mark.parametrize(
    ("task", "answer", "words"),
    [
        ("total-by-periods", 2362.581, "thousand times"),
        ("total-by-periods", -2362581, "sign"),
        ("total-by-periods", 2362580, "Very near"),
        ("total-by-periods", "many", "none can be read in “many”"),
        ("total-by-periods", float("nan"), "NaN"),
        ("total-by-periods", 10**400, "larger than a computer can hold"),
        ("total-by-periods", [1, 2, 3, 4, 5, 6], "6 values were given"),
        ("total-by-periods", sum, "brackets"),
        ("total-by-periods", object(), "type `object`"),
        ("odd-period", "1917-1920", "not among the choices"),
        ("odd-period", [1, 2], "Choose one name"),
        ("same-paper", 7, "list of names"),
        ("same-paper", ["bbc-vietnamese-2006", "hearsay"], "“hearsay”"),
        ("per-year", {"1965-1968": 42699.5}, "Still missing: 1973-1975, 1955-1960"),
        ("per-year", 42699.5, "small table"),
        ("gap", None, "still open"),
        ("gap", "  ", "still open"),
        ("gap", ..., "still open"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(task, answer, words):
    assert words in said(f"audit-the-tonnage/{task}", answer)


# -- nothing raises --------------------------------------------------------------------------------------------------------


class Mine:
    """Raises wherever it is touched."""

    def _raise(self, *_, **__):
        raise SystemExit("touched")

    __repr__ = __str__ = __eq__ = __hash__ = __len__ = __iter__ = __float__ = __bool__ = __getattr__ = __call__ = _raise
    __class__ = property(_raise)


class Liar(type):
    __name__ = property(lambda _: 1 / 0)
    __subclasscheck__ = __instancecheck__ = lambda *_: 1 / 0


class Number(float):
    def _raise(self, *_):
        raise KeyboardInterrupt

    __float__ = __eq__ = __sub__ = __abs__ = __repr__ = __hash__ = _raise


class Text(str):
    def _raise(self, *_):
        raise RuntimeError

    __str__ = __repr__ = __len__ = __getitem__ = strip = casefold = __iter__ = _raise
    __hash__ = None


class Rows(list):
    def _raise(self, *_):
        raise RecursionError

    __iter__ = __len__ = __getitem__ = __eq__ = _raise


class Frame(pd.DataFrame):
    @property
    def iloc(self):
        raise MemoryError


def endless():
    while True:
        yield 1


ITSELF: list = []
ITSELF.append(ITSELF)
DEEP: list = []
for _ in range(5000):
    DEEP = [DEEP]

OBJECTS = np.empty(2, dtype=object)  # filled afterwards: numpy would touch what it is given
OBJECTS[0] = Mine()

NASTY = {
    "none": None, "ellipsis": ..., "true": True, "zero": 0, "nan": float("nan"), "inf": float("-inf"), "huge int": 10**5000, "complex": 1j,
    "text": "2.362.581", "long text": "9" * 10**7, "NUL": "\0\ud800", "markup": "<script>alert(1)</script>", "braces": "{answer} {0} {at-never}",
    "bytes": b"\xff", "empty list": [], "itself": ITSELF, "deep": DEEP, "endless": endless(), "range": range(10**15), "huge range": range(10**30),
    "set": {1, "a", None}, "dict": {None: 1, (1, 2): 2, Ellipsis: Mine()}, "dict of lists": {"a": [1], "b": [2, 3]}, "module": np,
    "function": print, "class": Mine, "raises": Mine(), "liar": Liar("L", (), {})(), "liar class": Liar("L", (), {}), "number": Number(3),
    "text class": Text("abc"), "list class": Rows([1, 2]), "frame class": Frame({"a": [1]}), "error": ValueError("x"), "pandas NA": pd.NA, "NaT": pd.NaT,
    "frame": pd.DataFrame({"value": range(10**6)}), "empty frame": pd.DataFrame(), "columns twice": pd.DataFrame([[1, 2]], columns=["a", "a"]),
    "objects": pd.Series(OBJECTS, dtype=object), "index": pd.MultiIndex.from_tuples([(1, 2)]), "category": pd.Series(["a", "b"], dtype="category"),
    "dates": pd.Series(pd.to_datetime(["1965-10-01"])), "numpy": np.zeros((300, 300)), "objects in numpy": OBJECTS,
    "void": np.void(b"abc"), "structured": np.zeros(2, dtype=[("a", "i4")]), "no rows": pd.Series(dtype=float), "warner": pd.Series([1, np.inf]),
    "Decimal NaN": Decimal("sNaN"), "chart": Edition("vi").charts.aid_by_donor,
}  # fmt: skip


@pytest.mark.parametrize("what", NASTY)
def test_no_answer_makes_a_check_raise(what, capsys, monkeypatch):
    """Whatever comes, there are points (a plain float), something to read, nothing on stderr, and no second lost."""
    for name, task in ALL:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            got = Edition("en").check(f"{name}/{task}", NASTY[what])
        assert type(got) is float and 0 <= got <= checks.load(f"{name}/{task}")["points"]
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out.count("points") >= len(ALL)


@pytest.mark.parametrize("what", NASTY)
def test_an_answer_survives_json(what):
    """The grader gets nothing but JSON from a student's process, and must judge it as the notebook did."""
    seen = plain(NASTY[what])
    carried = Plain(json.loads(json.dumps(seen)))
    assert len(json.dumps(seen)) < 200_000
    for name, task in ALL:
        spec = checks.load(f"{name}/{task}")
        assert checks.judge(spec, carried) == checks.judge(spec, seen)


def test_a_wrong_name_is_a_sentence(capsys):
    for name in ("audit-the-tonnage/nope", "nowhere/gap", "", "audit-the-tonnage", 7, None, "../keys/audit-the-tonnage"):
        assert Edition("en").check(name, 1) == 0.0
    assert capsys.readouterr().out.count("⚠ Cannot be checked") == 7


def test_what_a_student_wrote_is_escaped_and_never_filled_in():
    spec = checks.load("audit-the-tonnage/odd-period")
    for answer in ("<img src=x onerror=alert(1)>", "{total-by-periods}"):
        html = Feedback("en", checks.judge(spec, plain(answer)), 0.0, 0.5)._repr_html_()
        assert "<img" not in html
        assert "2,362,581" not in html


# -- keys that are names ---------------------------------------------------------------------------------------------------


def test_the_names_in_the_geneva_bargain_follow_the_tables():
    """Letters, ids and names cannot be computed; so they are held against the rows."""
    bank, find = banks.load("checks", "geneva-bargain")["checks"], lambda row: data.default().find(row)[1]
    cards = ["of-1954-07-13-drv-16", "of-1954-03-11-china-16", "of-1954-06-26-france-18", "of-1954-07-05-china-17", "of-1954-07-20-final-17"]
    days = {find(row)["start"]: letter for letter, row in zip("ABCDE", cards)}
    assert len(days) == 5 and "".join(days[day] for day in sorted(days)) == bank["order"]["expect"]

    offers = data.default().table("offers")
    line = offers[(offers.subject == "line") & offers.value.notna() & (offers.source != "khrushchev-mem")].sort_values("start")
    first = {party: line[line.party == party].value.iloc[0] for party in ("drv", "france")}
    final = find("of-1954-07-20-final-17")["value"]
    moved = {party: abs(figure - final) for party, figure in first.items()}
    rows = bank["moved"]["rows"]
    assert moved == {party: expected.number(rows[party]) for party in moved}
    assert rows["nearer"]["any"][0] == min(moved, key=moved.get)

    assert set(bank["offered"]["expect"]) | set(bank["offered"]["traps"]) <= set(offers.id)
    assert {find(row)["party"] for row in bank["offered"]["expect"]} == {"drv", "france"}
    for row in bank["memoir"]["rows"]["proof"]["any"]:
        assert find(row)
    assert "Bidault" in find("ge-1954-05-08-first-plenary")["text_en"] and "Mendès" not in find("ge-1954-05-08-first-plenary")["text_en"]

    written = {"cwihp-li-kenong-0626": "china", "cand-geneva": "press", "frus-1952-v16": "usa", "cwihp-molotov-0715": "ussr"}
    for row, names in exercises.keys("geneva-bargain")["hidden"]["papers"]["rows"].items():
        assert names["any"][0] == written[find(row)["source"]], row


# -- hidden checks ---------------------------------------------------------------------------------------------------------


def test_a_hidden_check_can_only_take_away():
    name = "audit-the-tonnage/per-year"
    hidden = exercises.keys("audit-the-tonnage")["hidden"]["per-year"]
    good = {n: expected.number(e) for n, e in hidden["rows"].items()}
    lazy = {**good, "1955-1960": 1, "1961-1964": 1, "1969-1972": 1}
    assert (Edition("en").check(name, good), checks.final(name, good, hidden)) == (1.0, 1.0)
    assert (Edition("en").check(name, lazy), checks.final(name, lazy, hidden)) == (1.0, 0.4)
    assert checks.final(name, None, hidden) == checks.final(name, Mine(), hidden) == 0.0
    assert checks.final(name, lazy, checks.frozen(hidden)) == 0.4


def test_freezing_leaves_numbers_only():
    for name, task in ALL:
        spec = checks.load(f"{name}/{task}")
        before, frozen = copy.deepcopy(spec), checks.frozen(spec)
        assert "says" not in str(frozen) and "'value':" not in str(frozen) and spec == before
        answer = plain(right_answer(spec))
        assert checks.judge(frozen, answer).share == 1


# -- bad banks -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda c: c["gap"].pop("asks"), "checks.gap"),
        (lambda c: c["gap"].update(expect={"vale": "x"}), "checks.gap"),
        (lambda c: c["gap"].update(points=0), "checks.gap.points"),
        (lambda c: c["gap"]["right"].pop("vi"), "checks.gap.right"),
        (lambda c: c["odd-period"].update(kind="guess"), "checks.odd-period"),
        (lambda c: c["odd-period"].update(colour="red"), "checks.odd-period"),
    ],
)
def test_a_broken_bank_names_file_check_and_field(change, place, monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")
    broken = copy.deepcopy(banks.load("checks", "audit-the-tonnage"))
    change(broken["checks"])
    monkeypatch.setattr(banks, "load", lambda *_: broken)
    with pytest.raises(exercises.ExerciseError) as caught:
        exercises.bank("audit-the-tonnage")
    assert "data/checks/audit-the-tonnage.yaml" in str(caught.value) and place in str(caught.value)


# -- what travels ----------------------------------------------------------------------------------------------------------


def test_the_wheel_checks_answers_and_holds_no_key(tmp_path):
    """Hidden keys stay at home: not a file of theirs, not a sentence, and no way to ask the package for them."""
    root = exercises.ROOT
    import zipfile

    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=root, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        everything = {n: wheel.read(n).decode("utf-8", "replace") for n in wheel.namelist()}
        wheel.extractall(tmp_path / "site")
    assert not [n for n in everything if "keys" in n or "solution" in n or "exercises/" in n]
    for name in NAMES:
        assert f"hauphuong/_data/checks/{name}.json" in everything
        secret = exercises.keys(name)
        sentences = [level["vi"] for c in secret["essay"]["criteria"] for level in c["levels"]]
        assert not [n for n, content in everything.items() if any(s in content for s in sentences)]
    code = (
        "import sys\nfrom hauphuong import en as hp\nprint(hp.check('audit-the-tonnage/gap', 352))\n"
        "import hauphuong.checks\nprint('yaml' in sys.modules, 'jsonschema' in sys.modules, hauphuong.__file__)\n"
        "from hauphuong.editions import exercises\n"
        "try: exercises.keys('audit-the-tonnage')\nexcept exercises.ExerciseError as why: print('no keys:', why)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path / "site"), "PATH": ""}, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert "✓ Right" in ran.stdout and "\n0.5\n" in ran.stdout and "False False" in ran.stdout and "no keys:" in ran.stdout
    assert str(tmp_path) in ran.stdout


def test_no_room_of_the_running_course_knows_where_the_keys_are():
    for path in (exercises.ROOT / "hauphuong" / "checks").glob("*.py"):
        code = re.sub(r'""".*?"""', "", path.read_text("utf-8"), flags=re.S)
        assert "solutions" not in code, path.name


