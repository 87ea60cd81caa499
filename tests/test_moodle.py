"""The quiz banks as Moodle would read them: each question against what Moodle's documentation says of its kind."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml

from hauphuong import text
from hauphuong.data import banks
from hauphuong.quiz import moodle
from hauphuong.quiz.bank import band, quantity, say

DEMO = yaml.safe_load(Path(__file__).with_name("99-demo-bank.yaml").read_text(encoding="utf-8"))
# the shares that Moodle's importer knows, in per cent
FRACTIONS = {100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10, 5, 0}
COMMON = {"name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber", "tags"}
COMBINED = {"correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "shownumcorrect"}
FIELDS = {
    "multichoice": COMMON | COMBINED | {"single", "shuffleanswers", "answernumbering", "showstandardinstruction", "answer"},
    "matching": COMMON | COMBINED | {"shuffleanswers", "subquestion"},
    "numerical": COMMON | {"answer", "unitgradingtype", "unitpenalty", "showunits", "unitsleft"},
    "shortanswer": COMMON | {"usecase", "answer"},
}


def asked(lang):
    return [(bank, q) for bank in banks.names("quizzes") for stop in banks.load("quizzes", bank)["stops"] for q in stop["questions"]]


@pytest.fixture(params=text.LANGUAGES)
def written(request, tmp_path):
    """The file as a teacher gets it, parsed anew."""
    path = tmp_path / "quiz.xml"
    assert moodle.main([request.param, str(path)]) == 0
    assert path.read_bytes().startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    return request.param, ET.parse(path).getroot()


def test_every_question_is_there_under_its_lesson(written):
    lang, root = written
    assert root.tag == "quiz" and {child.tag for child in root} == {"question"}
    category, found = "", []
    for node in root:
        if node.get("type") == "category":
            category = node.findtext("category/text")
        else:
            found.append((category.removeprefix("$course$/Hậu phương/"), node.findtext("name/text")))
    assert found == [(bank, q["id"]) for bank, q in asked(lang)]


def test_every_field_is_one_that_moodle_knows(written):
    lang, root = written
    for node in (n for n in root if n.get("type") != "category"):
        kind = node.get("type")
        assert {child.tag for child in node} == FIELDS[kind], node.findtext("name/text")
        assert node.find("questiontext").get("format") == "html" and node.findtext("questiontext/text")
        assert float(node.findtext("defaultgrade")) > 0
        fractions = [float(a.get("fraction")) for a in node.findall("answer")]
        assert {abs(f) for f in fractions} <= FRACTIONS
        if kind == "multichoice":
            single = node.findtext("single") == "true"
            assert (fractions.count(100) == 1 and set(fractions) == {100, 0}) if single else sum(f for f in fractions if f > 0) == pytest.approx(100, abs=1e-3)
            assert all(a.findtext("feedback/text") for a in node.findall("answer"))
        elif kind == "matching":
            pairs = node.findall("subquestion")
            assert sum(bool(p.findtext("text")) for p in pairs) >= 2 and all(p.findtext("answer/text") for p in pairs)
        else:
            assert 100 in fractions and node.findall("answer")[-1].findtext("text") == "*"
            for answer in node.findall("answer"):
                assert (answer.find("tolerance") is not None) == (kind == "numerical")
                if kind == "numerical" and answer.findtext("text") != "*":
                    assert float(answer.findtext("text")) is not None and float(answer.findtext("tolerance")) >= 0


def test_its_words_are_the_bank_s(written):
    """Letters with their marks, in composed form, and no figure left as a reference."""
    lang, root = written
    by_id = {n.findtext("name/text"): n for n in root if n.get("type") != "category"}
    for _, question in asked(lang):
        node = by_id[question["id"]]
        shown = "".join(node.itertext())
        assert shown == text.nfc(shown) and "{" not in shown
        plain = node.findtext("questiontext/text").replace("<p>", "").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        assert say(question["ask"], lang) in plain
    if lang == "vi":
        assert "ệ" in "".join(root.itertext())


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("question", DEMO["stops"][0]["questions"], ids=lambda q: q["kind"])
def test_each_kind_has_a_twin(question, lang):
    node = moodle.one(question, lang)
    assert set(child.tag for child in node) == FIELDS[node.get("type")]
    if question["kind"] == "order":
        said = [p.findtext("answer/text") for p in node.findall("subquestion")]
        assert said == [str(n) for n in range(1, len(question["items"]) + 1)]
    if question["kind"] == "match":
        assert len(node.findall("subquestion")) == len(question["pairs"]) + len(question.get("extras", ()))
    if question["kind"] == "estimate":
        low, high = band(question["band"], quantity(question["answer"]))
        spans = sorted((float(a.findtext("text")) - float(a.findtext("tolerance")), float(a.findtext("text")) + float(a.findtext("tolerance"))) for a in node.findall("answer") if a.findtext("text") != "*")
        assert spans[0][0] == pytest.approx(low) and spans[-1][1] == pytest.approx(high)
        assert all(b[0] == pytest.approx(a[1]) for a, b in zip(spans, spans[1:]))
        assert float(node.find("answer").findtext("text")) == pytest.approx(quantity(question["answer"]))


def test_hostile_words_stay_words():
    question = {"id": "00-x", "kind": "text", "ask": {"vi": "<script>a</script> & ]]>", "en": "<script>a</script> & ]]>"}, "sources": ["cia-dia-1975"],
                "accept": ["*"], "diacritics": "required", "feedback": {k: {"vi": "<b>", "en": "<b>"} for k in ("right", "wrong")}, "why": {"vi": "v", "en": "e"}}  # fmt: skip
    node = ET.fromstring(ET.tostring(moodle.one(question, "en")))
    assert node.findtext("questiontext/text") == "<p>&lt;script&gt;a&lt;/script&gt; &amp; ]]></p>".replace("]]>", "]]&gt;")
    assert node.find("answer").findtext("text") == r"\*"


def test_the_command_says_how(capsys):
    assert moodle.main([]) == 2 and moodle.main(["fr"]) == 2
    assert "vi|en" in capsys.readouterr().err
    assert moodle.main(["vi", "/nowhere/at/all.xml"]) == 1
    assert "/nowhere/at/all.xml" in capsys.readouterr().err
