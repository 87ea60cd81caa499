"""Quizzes without a browser: what a bank may say, what is understood, how it is marked, and the widget driven in Python."""

import copy
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import yaml

from hauphuong import text
from hauphuong.data import banks
from hauphuong.journal import Journal, JournalError
from hauphuong.quiz import __main__ as command
from hauphuong.quiz import typed
from hauphuong.quiz.bank import BankError, find
from hauphuong.quiz.check import check, check_together
from hauphuong.quiz.marking import KINDS, mark
from hauphuong.quiz.page import Page, html, plain
from hauphuong.quiz.stop import Stop
from hauphuong.quiz.words import WORDS

DEMO_FILE = Path(__file__).with_name("99-demo-bank.yaml")
DEMO = yaml.safe_load(DEMO_FILE.read_text(encoding="utf-8"))
QUESTIONS = {q["kind"]: q for q in DEMO["stops"][0]["questions"]}
REAL = {f"{name}.yaml": banks.load("quizzes", name) for name in banks.names("quizzes")}
GARBAGE = [None, True, 7, -1, 2.5, float("nan"), float("inf"), "", " \u200b", "x" * 100_000, "\ud800", [], [[]], [None], {}, {"a": {}}, b"bytes", object()]


@pytest.fixture
def bank():
    return copy.deepcopy(DEMO)


@pytest.fixture
def book(tmp_path):
    return Journal(tmp_path / "journal.jsonl")


@pytest.fixture
def stop(book):
    return Stop(DEMO, "all-kinds", "en", book)


def marked(kind, answer, lang="en"):
    return mark(QUESTIONS[kind], answer, lang)


# -- banks -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", REAL)
def test_the_real_banks_are_sound(file):
    assert [str(e) for e in check(REAL[file], file)] == []


def test_the_real_banks_belong_together():
    assert [str(e) for e in check_together(REAL)] == []
    assert {f.removesuffix(".yaml") for f in REAL} <= {p.stem for p in (Path(__file__).parents[1] / "lessons" / "source").glob("*.yaml")}


def test_the_demo_bank_has_every_kind():
    assert check(DEMO, DEMO_FILE.name) == [] and set(QUESTIONS) == set(KINDS)


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("file", REAL)
def test_every_real_question_can_be_answered_rightly(file, lang):
    for stop in REAL[file]["stops"]:
        for question in stop["questions"]:
            done = mark(question, right_answer(question), lang)
            assert done.right and done.points == done.max and done.feedback, question["id"]
            assert Page(question, lang).public["ask"]


def right_answer(question):
    if "options" in question:
        right = [o["id"] for o in question["options"] if o["right"]]
        return right if question["kind"] == "choices" else right[0]
    if "items" in question:
        return [i["id"] for i in question["items"]]
    if "pairs" in question:
        return {p["id"]: p["id"] for p in question["pairs"]}
    if "accept" in question:
        return question["accept"][0]
    from hauphuong.quiz.bank import quantity

    return quantity(question["answer"])


def change(path, value):
    """A change to the demo bank's first question of a kind; `value` None takes the field away."""

    def apply(raw):
        *way, last = path
        at = next(q for q in raw["stops"][0]["questions"] if q["kind"] == way[0])
        for step in way[1:]:
            at = at[step]
        if value is None:
            del at[last]
        else:
            at[last] = value

    return apply


TEXT = {"vi": "Chữ.", "en": "Text."}


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("choice", "ask"), None, ["99-choice", "ask", "missing"]),
        (("choice", "ask"), {"vi": "Chỉ một thứ tiếng"}, ["99-choice", "ask", "en"]),
        (("choice", "ask"), {"vi": " ", "en": "Blank"}, ["99-choice", "ask.vi"]),
        (("choice", "kind"), "riddle", ["99-choice", "kind", "riddle"]),
        (("choice", "hint"), TEXT, ["99-choice", "hint"]),
        (("choice", "points"), "many", ["99-choice", "points", "a number"]),
        (("choice", "points"), 0, ["99-choice", "points"]),
        (("choice", "why"), None, ["99-choice", "why"]),
        (("choice", "sources"), None, ["99-choice", "sources", "at least one source"]),
        (("choice", "sources"), ["hearsay"], ["99-choice", "sources", "hearsay"]),
        (("choice", "rows"), ["at-never"], ["99-choice", "rows", "at-never"]),
        (("choice", "ask"), {"vi": "{at-never}", "en": "x"}, ["99-choice", "ask", "at-never"]),
        (("choice", "ask"), {"vi": "Có 2.362.581 tấn", "en": "x"}, ["99-choice", "ask.vi", "2.362.581", "by hand"]),
        (("choice", "ask"), {"vi": "x", "en": "It was 21.7%"}, ["99-choice", "ask.en", "21.7"]),
        (("choice", "options"), [], ["99-choice", "options"]),
        (("choice", "options", 0, "feedback"), None, ["99-choice", "options.1", "feedback"]),
        (("choice", "options", 0, "text"), None, ["99-choice", "options.1", "text, row and source"]),
        (("choice", "options", 0, "right"), "yes", ["99-choice", "options.1.right", "true or false"]),
        (("choice", "options", 0, "right"), False, ["99-choice", "options", "here 0 are"]),
        (("choice", "options", 1, "right"), True, ["99-choice", "options", "here 2 are"]),
        (("choice", "options", 1, "id"), "red", ["99-choice", "options", "“red” is used twice"]),
        (("choice", "options", 1, "text"), {"vi": "Đỏ", "en": "Crimson"}, ["99-choice", "options", "“Đỏ”"]),
        (("choices", "options", 1, "right"), "no", ["99-choices", "options.2.right"]),
        (("evidence", "options", 0, "row"), "at-never", ["99-evidence", "options.1", "at-never"]),
        (("evidence", "options", 2, "source"), "hearsay", ["99-evidence", "options.3", "hearsay"]),
        (("anachronism", "passage"), None, ["99-anachronism", "passage"]),
        (("anachronism", "options", 0, "text"), {"vi": "rúp mới", "en": "gold"}, ["99-anachronism", "options.1.text", "(en)"]),
        (("number", "answer"), None, ["99-number", "answer"]),
        (("number", "answer"), {"value": "no-such"}, ["99-number", "answer", "no-such"]),
        (("number", "answer"), {"value": "at-1951-china-monthly"}, ["99-number", "answer", "no single value"]),
        (("number", "answer"), "1000", ["99-number", "answer", "a number or a group"]),
        (("number", "tolerance"), "a bit", ["99-number", "tolerance"]),
        (("number", "traps", 0, "near"), 1005, ["99-number", "traps.1.near", "counts as right"]),
        (("number", "feedback", "low"), None, ["99-number", "feedback", "low"]),
        (("estimate", "band"), "x1", ["99-estimate", "band"]),
        (("estimate", "answer"), 0, ["99-estimate", "answer"]),
        (("order", "items", 1, "id"), "dawn", ["99-order", "items", "“dawn”"]),
        (("match", "extras", 0, "id"), "one", ["99-match", "extras", "“one”"]),
        (("text", "diacritics"), "perhaps", ["99-text", "diacritics", "perhaps"]),
        (("text", "accept"), [], ["99-text", "accept"]),
        (("text", "traps", 0, "accept"), ["dien bien phu"], ["99-text", "traps.1.accept"]),
        (("text", "id"), "Text 1", ["Text 1", "id"]),
        (("text", "id"), "98-text", ["98-text", "id", "99-"]),
        (("text", "id"), "99-choice", ["99-choice", "id", "already"]),
    ],
)
def test_a_broken_bank_says_where(bank, monkeypatch, path, value, said):
    change(path, value)(bank)
    for lang in text.LANGUAGES:
        monkeypatch.setattr(text, "_chosen", lang)
        found = [str(e) for e in check(bank, DEMO_FILE.name)]
        assert len(found) == 1, found
        assert DEMO_FILE.name in found[0] and said[0] in found[0]
        if lang == "en":
            assert all(part in found[0] for part in said), found[0]


def test_a_bank_that_is_no_bank(bank):
    for raw in (None, [], "x", {}, {"lesson": "99-demo-bank"}, {"lesson": "99-demo-bank", "stops": {}}, {**bank, "stops": [None]}):
        assert check(raw, DEMO_FILE.name)
    assert "“99-demo-bank”" not in str(check(bank, DEMO_FILE.name))
    assert check(bank, "00-other.yaml")[0].en.count("lesson") == 1
    assert check_together({"a.yaml": bank, "b.yaml": bank})[0].en.count("a.yaml") == 1


def test_the_command(tmp_path, capsys, bank):
    assert command.main([]) == 0
    assert f"{len(REAL)} tệp" in capsys.readouterr().out
    broken = tmp_path / "99-demo-bank.yaml"
    change(("choice", "ask"), None)(bank)
    broken.write_text(yaml.safe_dump(bank, allow_unicode=True), encoding="utf-8")
    no_yaml = tmp_path / "bad.yaml"
    no_yaml.write_text("stops: [\n  - {", encoding="utf-8")
    assert command.main([str(DEMO_FILE), str(broken), str(no_yaml), str(tmp_path / "none.yaml")]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3 and "99-choice" in said[0] and "bad.yaml" in said[1] and "none.yaml" in said[2]


def test_a_stop_is_found_by_its_name(monkeypatch):
    assert find("adds-up")["lesson"] == "06-aid-in-tonnes"
    with pytest.raises(BankError, match="adds-up"):
        find("nowhere")


def test_at_run_time_a_broken_bank_is_one_sentence(bank, book):
    for path in (("choice", "options"), ("order", "items"), ("choice", "ask")):
        broken = copy.deepcopy(bank)
        change(path, None)(broken)
        with pytest.raises(BankError, match="hauphuong.quiz"):
            Stop(broken, "all-kinds", "en", book)
    for raw in ({}, {"lesson": "99"}, None, {"lesson": "99", "stops": 3}):
        with pytest.raises(BankError):
            Stop(raw, "all-kinds", "en", book)
    change(("choice", "ask"), {"vi": "{at-never}", "en": "{at-never}"})(bank)
    with pytest.raises(BankError, match="99-choice.*at-never"):
        Stop(bank, "all-kinds", "en", book)


def test_a_question_that_breaks_when_marked_leaves_nobody_waiting(bank, book):
    change(("number", "answer"), {"value": "at-never"})(bank)
    reply = Stop(bank, "all-kinds", "en", book).answer("99-number", "1000")
    assert reply["state"] == "unread" and "at-never" in reply["feedback"][0]
    assert book.read() == ([], [])


# -- what is typed ---------------------------------------------------------------------------------------------------------

THOUSAND = ["1000", "1 000", "1.000", "1,000", "1\u00a0000", "1\u202f000", "1\u2009000", "1’000", " 1000 ", "１０００", "１，０００", "1\u200b000"]
THOUSAND += ["1000 tấn", "khoảng 1.000 tấn", "~1,000", "+1000", "1000.0", "1.000,0", "1,000.0", "1 000,00", "1 nghìn", "1 ngàn", "1k", "1 thousand", "10 trăm"]


@pytest.mark.parametrize("written", THOUSAND)
@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_thousand_is_a_thousand(written, lang):
    assert marked("number", written, lang).right
    assert marked("number", unicodedata.normalize("NFD", written), lang).right


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("37,5", [37.5]), ("37.5", [37.5]), ("37,5%", [37.5]), ("0,352", [0.352]), ("0.352", [0.352]), ("1.016", [1016, 1.016]),
        ("1.234.567", [1234567]), ("1,234,567.5", [1234567.5]), ("1.234.567,5", [1234567.5]), ("12.3456", [12.3456]), ("1234.567", [1234.567]),
        ("-352", [-352]), ("−352", [-352]), ("– 352", [-352]), ("1,6 triệu", [1.6e6]), ("2.3 million", [2.3e6]), ("3 tỷ", [3e9]), ("0", [0]), ("000", [0]),
        (7, [7]), (2.5, [2.5]),
        ("", []), ("một nghìn", []), ("12.34.56", []), ("1.23.456", []), ("1 00", []), ("3 4", []), ("5-6", []), ("1e6", []), ("1/2", []), (".5", []), ("2 triệu rưỡi", []),
        ("1,000,00", []), ("9" * 400, []), ("1" * 40, []), (10**400, []), (True, []), (float("nan"), []), (float("inf"), []), (None, []), ("NaN", []), ("Infinity", []),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(written, read):
    assert typed.numbers(written) == pytest.approx(read)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKD"])
@pytest.mark.parametrize("written", ["Điện Biên Phủ", "điện biên phủ", "ĐIỆN BIÊN PHỦ", " Điện\u00a0 Biên  Phủ. ", "“Điện Biên Phủ”", "Điện Biên\u200b Phủ"])
def test_a_name_in_either_unicode_form(written, form):
    for diacritics in ("required", "optional"):
        question = {**QUESTIONS["text"], "diacritics": diacritics}
        assert mark(question, unicodedata.normalize(form, written), "vi").right


def test_a_name_without_diacritics_as_the_question_says():
    question = QUESTIONS["text"]
    for written in ("dien bien phu", "Dien Bien Phu", "Đien Bien Phủ"):
        assert mark({**question, "diacritics": "optional"}, written, "en").right
        strict = mark({**question, "diacritics": "required"}, written, "en")
        assert not strict.right and strict.understood and strict.feedback == [WORDS["diacritics"]["en"]]


def test_both_places_of_a_tone_mark_are_right():
    assert typed.same("Hoà bình", "Hòa bình", True) and typed.same("thuỷ", "THỦY", True)
    assert not typed.same("hoa bình", "hòa bình", True) and not typed.same("hỏa", "hòa", True)
    assert not typed.same("đâu", "đầu", True) and not typed.same("duong", "dương", True)


# -- marking ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "answer", "points", "said"),
    [
        ("choice", "red", 1, ["Red is right."]),
        ("choice", ["red"], 1, ["Red is right."]),
        ("choice", "blue", 0, ["Blue is a mix-up."]),
        ("choices", ["four", "two"], 2, ["“Two”: Two is even.", "“Four”: Four is even."]),
        ("choices", ["two"], 1, ["“Two”: Two is even.", WORDS["missing"]["en"]]),
        ("choices", ["two", "four", "five"], 1, ["“Two”: Two is even.", "“Four”: Four is even.", "“Five”: Five is odd."]),
        ("choices", ["two", "three"], 0, ["“Two”: Two is even.", "“Three”: Three is odd.", WORDS["missing"]["en"]]),
        ("choices", ["two", "three", "four", "five"], 0, None),
        ("evidence", "delivered", 1, ["Delivered."]),
        ("evidence", "promised", 0, ["That is a promise."]),
        ("anachronism", "rouble", 1, ["Not before 1961."]),
        ("anachronism", "cloth", 0, ["There was cloth."]),
        ("number", 1000, 1, ["A thousand it is."]),
        ("number", "1010", 1, ["A thousand it is."]),
        ("number", "1011", 0, ["Too many."]),
        ("number", "989,9", 0, ["Too few."]),
        ("number", "104", 0, ["A nought is missing."]),
        ("number", "-1000", 0, ["Too few."]),
        ("estimate", "226.969", 1, None),
        ("estimate", "80.000", 1, None),
        ("estimate", "600,000", 1, None),
        ("estimate", "75.000", 0, None),
        ("estimate", "1 triệu", 0, None),
        ("order", ["dawn", "noon", "dusk", "night"], 3, [WORDS["in-order"]["en"]]),
        ("order", ["dusk", "night", "dawn", "noon"], 2, ["Dusk: Dusk follows noon.", "Dawn: Dawn comes first."]),
        ("order", ["night", "dusk", "noon", "dawn"], 0, None),
        ("match", {"one": "one", "two": "two"}, 2, [WORDS["all-matched"]["en"]]),
        ("match", {"one": "one", "two": "one"}, 1, ["Two: Two is even."]),
        ("match", {"one": "none", "two": "two"}, 1, ["One: Both are numbers."]),
        ("match", {"one": "two", "two": "one"}, 0, ["One: One is odd.", "Two: Two is even."]),
        ("text", "dien bien phu", 1, ["That is the place."]),
        ("text", "geneve", 0, ["The conference was there."]),
        ("text", "Hà Nội", 0, ["A valley in the North-West."]),
    ],
)
def test_marking(kind, answer, points, said):
    done = marked(kind, answer)
    assert done.understood and done.points == pytest.approx(points)
    assert done.right == (points == done.max)
    assert done.feedback and (said is None or done.feedback == said)


def test_a_guess_is_told_how_far_off_it_was():
    assert marked("estimate", "100000").feedback[0] == "You guessed 100,000; the source has 226,969 tonnes: off by −126,969 (−56%)."
    assert marked("estimate", "300000", "vi").feedback[0] == "Bạn đoán 300.000; nguồn ghi 226.969 tấn: lệch +73.031 (+32%)."
    assert "exactly" in marked("estimate", 226969).feedback[0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_garbage_gets_a_kind_sentence(kind, lang):
    for answer in [*GARBAGE, "no-such-option", ["red", "red"], ["dawn"] * 4, {"one": 1, "two": 2}, {"one": "one"}, [1, "two"]]:
        done = marked(kind, answer, lang)
        assert done.feedback and all(isinstance(f, str) for f in done.feedback) and 0 <= done.points <= done.max
        if not done.understood:
            assert done.points == 0 and not done.right


def test_two_pairs_may_share_a_right_side(bank):
    question = copy.deepcopy(QUESTIONS["match"])
    question["pairs"].append({"id": "three", "left": {"vi": "Ba", "en": "Three"}, "right": {"vi": "số lẻ", "en": "odd"}, "feedback": TEXT})
    assert mark(question, {"one": "three", "two": "two", "three": "one"}, "en").right
    page = Page(question, "en")
    odd = page.public["right"].index("odd")
    assert page.public["right"].count("odd") == 1
    sent = [odd, page.public["right"].index("even"), odd]
    assert mark(question, page.to_bank(sent), "en").right and page.to_page({"one": "three", "two": "two", "three": "one"}) == sent


# -- what may be seen ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("raw", [DEMO, *REAL.values()])
def test_no_key_and_no_feedback_goes_to_the_page(raw, lang):
    for part in raw["stops"]:
        for question in part["questions"]:
            public = json.dumps(Page(question, lang).public, ensure_ascii=False)
            hidden = [o["feedback"] for key in ("options", "items", "pairs", "extras", "traps") for o in question.get(key, ())] + [question["why"]]
            assert not [h[lang] for h in hidden if h[lang] in public]
            shown = {"id", "kind", "form", "ask", "points", "passage", "unit", "options", "items", "left", "right"}
            assert set(json.loads(public)) <= shown and all(isinstance(o, str) for o in json.loads(public).get("options", []))


def test_the_order_on_the_page_is_stable_and_never_the_right_one():
    for number in range(200):
        question = {**QUESTIONS["order"], "id": f"99-{number}"}
        items = Page(question, "en").public["items"]
        assert items == Page(question, "en").public["items"] and items != ["Dawn", "Noon", "Dusk", "Night"]
        assert sorted(items) == sorted(["Dawn", "Noon", "Dusk", "Night"])


@pytest.mark.parametrize("kind", KINDS)
def test_answers_travel_to_the_page_and_back(kind):
    page, answer = Page(QUESTIONS[kind], "en"), right_answer(QUESTIONS[kind])
    assert page.to_bank(page.to_page(answer)) == answer
    for junk in GARBAGE:
        page.to_bank(junk), page.to_page(junk)


def test_a_page_without_a_kernel(stop):
    pages = list(stop.pages.values())
    still, words = html(pages, "en"), plain(pages, "en")
    assert "<img" not in still and "&lt;img src=x" in still and "<b>colour" not in still
    for said in ("Red", "Which are even?", "Dawn", "no number", "In 1956 the ledger"):
        assert said in still and said in words
    assert (still, words) == (html(pages, "en"), plain(pages, "en"))
    assert 'lang="en"' in still and "Run this cell" in still


# -- a stop and its journal ------------------------------------------------------------------------------------------------


def test_an_answer_is_kept_and_comes_back(stop, book):
    first = stop.answer("99-choice", "blue")
    assert (first["state"], first["attempt"], first["why"], first["sources"]) == ("wrong", 1, "", [])
    second = stop.answer("99-choice", "red")
    assert (second["state"], second["attempt"], second["note"]) == ("right", 2, WORDS["kept"]["en"])
    assert second["why"] == "Because it is red." and second["sources"] == ["Time 1967"]
    again = Stop(DEMO, "all-kinds", "vi", Journal(book.path))
    (reply,) = again.kept().values()
    assert (reply["state"], reply["attempt"], reply["answer"], reply["feedback"]) == ("right", 2, 0, ["Đỏ là đúng."])
    assert again.answer("99-choice", "blue")["attempt"] == 3
    assert [e["points"] for e in book.read()[0]] == [0, 1, 0] and book.verify() == []


def test_the_explanation_waits_for_a_second_try(stop):
    assert stop.answer("99-number", "5")["why"] == ""
    assert stop.answer("99-number", "6")["why"] != ""


def test_what_cannot_be_marked_is_no_attempt(stop, book):
    for name in stop.questions:
        reply = stop.answer(name, None)
        assert reply["state"] == "unread" and reply["attempt"] == 0 and reply["feedback"]
    assert not book.path.exists()


def test_a_guess_is_made_once(stop, book):
    first = stop.answer("99-estimate", "1000")
    second = stop.answer("99-estimate", "226969")
    assert first["final"] and first["state"] == "seen" and first["points"] == 0 and first["why"]
    assert second["points"] == 0 and second["answer"] == "1000" and len(book.read()[0]) == 1
    resumed = Stop(DEMO, "all-kinds", "en", book)
    resumed.kept()
    assert resumed.answer("99-estimate", "226969")["points"] == 0


def test_a_journal_that_cannot_be_written_does_not_stop_the_quiz(stop, book, monkeypatch):
    def refuse(*_):
        raise JournalError(vi="Đĩa đầy.", en="The disk is full.")

    monkeypatch.setattr(book, "append", refuse)
    reply = stop.answer("99-choice", "red")
    assert reply["state"] == "right" and "The disk is full." in reply["note"]
    assert stop.answer("99-choice", "red")["attempt"] == 2


def test_a_damaged_journal_is_told_and_used(stop, book):
    stop.answer("99-choice", "red")
    with book.path.open("ab") as file:
        file.write(b"rubbish\n")
    again = Stop(DEMO, "all-kinds", "en", book)
    assert set(again.kept()) == {"99-choice"}
    assert "1 line" in again.notice.replace("lines", "line") and "(2)" in again.notice
    book.path.unlink()
    book.path.mkdir()
    last = Stop(DEMO, "all-kinds", "en", book)
    assert last.kept() == {} and last.notice and last.answer("99-choice", "red")["state"] == "right"


def test_answers_that_no_longer_fit_are_passed_over(bank, book):
    for name, answer in (("99-choice", "green"), ("99-order", ["a"]), ("99-match", 3), ("99-number", {}), ("99-gone", "x"), ("99-text", "dien bien phu")):
        book.append("99-demo-bank", name, answer, 1, 1, 1)
    assert set(Stop(bank, "all-kinds", "en", book).kept()) == {"99-text"}


def test_unknown_questions_are_refused(stop):
    with pytest.raises(BankError):
        stop.answer("99-nothing", "x")


# -- the widget ------------------------------------------------------------------------------------------------------------


class Seen:
    """A widget with what it sent."""

    def __init__(self, stop, monkeypatch):
        from hauphuong.quiz.view import QuizView

        self.sent = []
        self.view = QuizView(stop)
        monkeypatch.setattr(self.view, "send", lambda content, buffers=None: self.sent.append(content))

    def hears(self, content):
        self.view._handle_custom_msg(content, [])
        return self.sent[-1] if self.sent else None


@pytest.fixture
def widget(stop, monkeypatch):
    return Seen(stop, monkeypatch)


def test_the_widget_marks_keeps_and_replies(widget, book):
    reply = widget.hears({"id": "m1", "question": "99-choice", "answer": 0})
    assert reply["id"] == "m1" and reply["state"] == "right" and reply["answer"] == 0
    assert [e["answer"] for e in book.read()[0]] == ["red"], "the journal keeps the bank's own ids"
    assert widget.view.kept["99-choice"]["state"] == "right"


def test_the_reply_comes_after_the_journal(widget, book, monkeypatch):
    order = []
    append = book.append
    monkeypatch.setattr(book, "append", lambda *a: (append(*a), order.append("kept"))[0])
    monkeypatch.setattr(widget.view, "send", lambda content, buffers=None: order.append("replied"))
    widget.view._handle_custom_msg({"id": "m", "question": "99-text", "answer": "Điện Biên Phủ"}, [])
    assert order == ["kept", "replied"]


def test_a_message_sent_twice_is_one_attempt(widget, book):
    message = {"id": "m1", "question": "99-number", "answer": "7"}
    assert widget.hears(message) == widget.hears(message)
    assert len(widget.sent) == 2 and len(book.read()[0]) == 1


def test_messages_that_make_no_sense(widget, book):
    for content in (None, [], "x", {}, {"id": 1}, {"question": "99-nothing", "id": 2}):
        widget.hears(content)
    assert widget.sent == []
    for name in widget.view._stop.questions:
        for junk in (None, -1, 99, "x" * 10_000, [], [99], [None, None], {}, True):
            assert widget.hears({"id": f"{name}{junk!r}", "question": name, "answer": junk})["feedback"]
    assert all(e["question"] in ("99-number", "99-estimate", "99-text") for e in book.read()[0])


def test_the_traits_hold_no_key(widget):
    state = json.dumps({k: v for k, v in widget.view.get_state().items() if k not in ("_esm", "_css", "words")}, ensure_ascii=False)
    for said in ("mix-up", "Because it is red", "Dawn comes first", "226", '"red"', "A thousand it is"):
        assert said not in state, said


def test_a_notebook_shows_it_and_can_be_compared(tmp_path):
    """In a real kernel: a widget, a still page and plain words in one bundle, the same in the next run."""
    import nbformat
    from nbclient import NotebookClient

    def run():
        cells = [nbformat.v4.new_code_cell(c) for c in ("from hauphuong import vi as hp\nhp.quiz('adds-up')", "hp.quiz('nowhere')")]
        book = nbformat.v4.new_notebook(cells=cells)
        NotebookClient(book, timeout=60, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(tmp_path)}}).execute()
        return [cell.outputs for cell in book.cells]

    (shown,), (error,) = run()
    assert set(shown.data) == {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"}
    assert "47.223" in shown.data["text/plain"] and 'lang="vi"' in shown.data["text/html"]
    assert len(error.traceback) == 1 and "adds-up" in error.traceback[0]
    (again,), _ = run()
    assert {k: again.data[k] for k in ("text/html", "text/plain")} == {k: shown.data[k] for k in ("text/html", "text/plain")}


def test_every_word_is_said_in_both_languages():
    for key, said in WORDS.items():
        assert set(said) == set(text.LANGUAGES), key
        names = [sorted(set(part.split("}")[0] for part in said[lang].split("{")[1:])) for lang in text.LANGUAGES]
        assert names[0] == names[1], key


def test_marking_needs_no_widget_and_no_schema():
    """The browser edition has no jsonschema, and a grader needs no widget."""
    code = (
        "import sys\nfrom hauphuong.quiz.bank import find\nfrom hauphuong.quiz.stop import Stop\nStop(find('adds-up'), 'adds-up', 'vi')\n"
        "print([m for m in ('anywidget', 'ipywidgets', 'jsonschema', 'plotly') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
