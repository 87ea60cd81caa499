"""The quiz banks as Moodle XML, so that a teacher can import them: `python -m hauphuong.quiz.moodle vi|en [FILE]`.

Moodle has no question for "put in order" that every version knows (`ordering` came into its core only with 4.4), and none for
"estimate, then see": the first becomes a matching question (which comes first, second, …), the second a numerical one whose
answers cover the band. Everything else has a twin. The words of a bank are plain text: they are escaped, never markup.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html import escape
from pathlib import Path

from .. import text
from ..data import banks
from .bank import KIND, ONE_OF, band, option_text, quantity, say, sources_of, width

_RESTS_ON = {"vi": "Nguồn:", "en": "Sources:"}


def quiz(lang: str) -> ET.ElementTree:
    """Every bank of the course, a category each. `lang`: "vi" or "en"."""
    root = ET.Element("quiz")
    for name in banks.names(KIND):
        bank = banks.load(KIND, name)
        category = ET.SubElement(root, "question", type="category")
        _text(category, "category", f"$course$/Hậu phương/{name}")
        for stop in bank["stops"]:
            for question in stop["questions"]:
                root.append(one(question, lang, tags=(name, stop["id"])))
    ET.indent(root, " ")
    return ET.ElementTree(root)


def one(question: dict, lang: str, tags: tuple[str, ...] = ()) -> ET.Element:
    """One question of a bank as Moodle's `question` element."""
    kind, fill = _KINDS[question["kind"]]
    node = ET.Element("question", type=kind)
    _text(node, "name", question["id"])
    asked = [say(question["ask"], lang)]
    if "passage" in question:
        asked.append(f"“{say(question['passage'], lang)}”")
    if "unit" in question:
        asked.append(f"({say(question['unit'], lang)})")
    _html(node, "questiontext", *asked)
    _html(node, "generalfeedback", say(question["why"], lang), f"{_RESTS_ON[lang]} {'; '.join(sources_of(question, lang))}")
    _plain(node, "defaultgrade", f"{float(question.get('points', 1)):.7f}")
    _plain(node, "penalty", "0.3333333")
    _plain(node, "hidden", "0")
    _plain(node, "idnumber", f"hauphuong-{question['id']}-{lang}")
    fill(node, question, lang)
    labels = ET.SubElement(node, "tags")
    for tag in (question["kind"], *tags):
        _text(labels, "tag", tag)
    return node


# -- Moodle's own kinds ------------------------------------------------------------------------------------------------------


def _multichoice(node: ET.Element, question: dict, lang: str) -> None:
    """Each right option counts for; where several are right, each wrong one counts against, as in the course."""
    single = question["kind"] in ONE_OF
    right = sum(o["right"] for o in question["options"])
    share = _fraction(100 / right)
    _plain(node, "single", "true" if single else "false")
    _plain(node, "shuffleanswers", "true")
    _plain(node, "answernumbering", "abc")
    _plain(node, "showstandardinstruction", "0")
    _combined(node)
    for option in question["options"]:
        worth = share if option["right"] else "0" if single else f"-{share}"
        _answer(node, worth, escape(option_text(option, lang), quote=False), say(option["feedback"], lang), form="html")


def _matching(node: ET.Element, question: dict, lang: str) -> None:
    """Right sides that belong to nothing become answers without a question, which Moodle mixes in. Feedback is one text: Moodle has none for a pair."""
    _plain(node, "shuffleanswers", "true")
    _combined(node, *[f"{say(p['left'], lang)}: {say(p['feedback'], lang)}" for p in question["pairs"]])
    for pair in question["pairs"]:
        _pair(node, say(pair["left"], lang), say(pair["right"], lang))
    for extra in question.get("extras", ()):
        _pair(node, "", say(extra["right"], lang))


def _order(node: ET.Element, question: dict, lang: str) -> None:
    _plain(node, "shuffleanswers", "true")
    _combined(node, *[f"{number}. {say(i['text'], lang)}: {say(i['feedback'], lang)}" for number, i in enumerate(question["items"], 1)])
    for number, item in enumerate(question["items"], 1):
        _pair(node, say(item["text"], lang), str(number))


def _numerical(node: ET.Element, question: dict, lang: str) -> None:
    wanted, feedback = quantity(question["answer"]), question["feedback"]
    _number(node, "100", wanted, width(question.get("tolerance", 0), wanted), say(feedback["right"], lang))
    for trap in question.get("traps", ()):
        near = quantity(trap["near"])
        _number(node, "0", near, width(trap.get("tolerance", 0), near), say(trap["feedback"], lang))
    _rest(node, f"{say(feedback['high'], lang)} / {say(feedback['low'], lang)}")
    _units(node)


def _estimate(node: ET.Element, question: dict, lang: str) -> None:
    """A band may reach further up than down, and Moodle's tolerance is the same both ways: a second answer covers the rest.
    The first stays the true value, which Moodle shows as the right answer."""
    wanted, feedback = quantity(question["answer"]), question["feedback"]
    low, high = band(question["band"], wanted)
    reach = min(wanted - low, high - wanted)
    _number(node, "100", wanted, reach, say(feedback["near"], lang))
    for near, far in ((wanted + reach, high), (low, wanted - reach)):
        if far - near > 1e-9 * abs(wanted):
            _number(node, "100", (near + far) / 2, (far - near) / 2, say(feedback["near"], lang))
    _rest(node, f"{say(feedback['high'], lang)} / {say(feedback['low'], lang)}")
    _units(node)


def _shortanswer(node: ET.Element, question: dict, lang: str) -> None:
    """Where marks on letters are optional, the plain letters are accepted beside the marked ones: Moodle does not know that they are the same."""
    _plain(node, "usecase", "0")
    accepted = [text.nfc(a) for a in question["accept"]]
    if question["diacritics"] == "optional":
        accepted += [text.fold(a) for a in accepted]
    for phrase in dict.fromkeys(accepted):
        _answer(node, "100", _literal(phrase), say(question["feedback"]["right"], lang))
    for trap in question.get("traps", ()):
        for phrase in trap["accept"]:
            _answer(node, "0", _literal(text.nfc(phrase)), say(trap["feedback"], lang))
    _rest(node, say(question["feedback"]["wrong"], lang))


_KINDS: dict[str, tuple[str, Callable]] = {
    **dict.fromkeys((*ONE_OF, "choices"), ("multichoice", _multichoice)),
    "match": ("matching", _matching),
    "order": ("matching", _order),
    "number": ("numerical", _numerical),
    "estimate": ("numerical", _estimate),
    "text": ("shortanswer", _shortanswer),
}


# -- its elements ------------------------------------------------------------------------------------------------------------


def _plain(node: ET.Element, name: str, said: str) -> None:
    ET.SubElement(node, name).text = said


def _text(node: ET.Element, name: str, said: str) -> ET.Element:
    child = ET.SubElement(node, name)
    _plain(child, "text", said)
    return child


def _html(node: ET.Element, name: str, *paragraphs: str) -> None:
    _text(node, name, "".join(f"<p>{escape(p, quote=False)}</p>" for p in paragraphs if p)).set("format", "html")


def _combined(node: ET.Element, *wrong: str) -> None:
    _html(node, "correctfeedback")
    _html(node, "partiallycorrectfeedback", *wrong)
    _html(node, "incorrectfeedback", *wrong)
    ET.SubElement(node, "shownumcorrect")


def _answer(node: ET.Element, fraction: str, said: str, feedback: str, form: str = "moodle_auto_format") -> ET.Element:
    answer = _text(node, "answer", said)
    answer.set("fraction", fraction)
    answer.set("format", form)
    _html(answer, "feedback", feedback)
    return answer


def _number(node: ET.Element, fraction: str, value: float, tolerance: float, feedback: str) -> None:
    _plain(_answer(node, fraction, f"{value:.10g}", feedback), "tolerance", f"{tolerance:.10g}")


def _rest(node: ET.Element, feedback: str) -> None:
    """What any other answer is told; Moodle's wildcard."""
    answer = _answer(node, "0", "*", feedback)
    if node.get("type") == "numerical":
        _plain(answer, "tolerance", "0")


def _units(node: ET.Element) -> None:
    """No unit is asked for: the question names it."""
    for name, said in (("unitgradingtype", "0"), ("unitpenalty", "0.1000000"), ("showunits", "3"), ("unitsleft", "0")):
        _plain(node, name, said)


def _pair(node: ET.Element, left: str, right: str) -> None:
    pair = _text(node, "subquestion", f"<p>{escape(left, quote=False)}</p>" if left else "")
    pair.set("format", "html")
    _text(pair, "answer", right)


def _literal(phrase: str) -> str:
    r"""A phrase in which a star is a star: alone it would match anything."""
    return phrase.replace("*", r"\*")


def _fraction(share: float) -> str:
    """Moodle takes only the fractions of its own list, to five decimals."""
    return f"{share:.5f}".rstrip("0").rstrip(".")


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in text.LANGUAGES or len(arguments) > 2:
        print("python -m hauphuong.quiz.moodle vi|en [FILE]", file=sys.stderr)
        return 2
    lang = arguments[0]
    path = Path(arguments[1] if len(arguments) == 2 else f"hauphuong-moodle-{lang}.xml")
    try:
        tree = quiz(lang)
        tree.write(path, encoding="UTF-8", xml_declaration=True)
    except text.CourseError as mistake:
        print(mistake, file=sys.stderr)
        return 1
    except OSError as mistake:
        print(f"{path}: {mistake.strerror}", file=sys.stderr)
        return 1
    asked = [q for q in tree.findall("question") if q.get("type") != "category"]
    print(f"{path}: {len(asked)} câu hỏi / questions")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
