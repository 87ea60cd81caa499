"""Check banks before anyone meets them: the schema, and the rules that a schema cannot tell.

Needs jsonschema, so it belongs to the tests and to `python -m hauphuong.quiz`, not to a lesson.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

import jsonschema

from .. import data
from ..text import LANGUAGES, CourseError, nfc
from . import typed
from .bank import ONE_OF, BankError, option_text, quantity, references, width

_SCHEMA = Path(__file__).with_name("bank.schema.json")
_WRONG_TYPE = {
    "object": ("một nhóm trường", "a group of fields"),
    "array": ("một danh sách", "a list"),
    "string": ("chữ", "a text"),
    "number": ("số", "a number"),
    "boolean": ("true hoặc false", "true or false"),
}


def check(raw: dict, file: str) -> list[BankError]:
    """Everything wrong with one bank; each error names file, question and field."""
    wrong = sorted(_validator().iter_errors(raw), key=lambda e: (list(map(str, e.absolute_path)), e.validator != "required"))
    # a question that breaks one rule leaves all its fields “unevaluated”: that says nothing new
    broken = {tuple(e.absolute_path)[:4] for e in wrong if e.validator != "unevaluatedProperties"}
    wrong = [e for e in wrong if e.validator != "unevaluatedProperties" or tuple(e.absolute_path)[:4] not in broken]
    if wrong:
        first = {tuple(e.absolute_path): e for e in reversed(wrong)}  # one complaint for each place
        return [_told(raw, file, error) for error in reversed(first.values())]
    return [*_bank_rules(raw, file), *(e for q in _questions(raw) for e in _question_rules(q, file))]


def check_together(banks: dict[str, dict]) -> list[BankError]:
    """What binds sound banks, given by file name: the ids of stops and questions are unique in the course."""
    seen: dict[str, str] = {}
    found = []
    for file, raw in banks.items():
        named = [("stops", s["id"]) for s in raw["stops"]] + [("id", q["id"]) for q in _questions(raw)]
        for field, name in named:
            if name in seen:
                vi, en = f"mã này đã có trong {seen[name]}.", f"this id is already in {seen[name]}."
                found.append(_error(file, name, field, vi, en))
            seen.setdefault(name, file)
    return found


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))


def _error(file: str, question: str, field: str, vi: str, en: str) -> BankError:
    return BankError(
        vi=f"{file}, câu hỏi “{question}”, trường {field}: {vi}",
        en=f"{file}, question “{question}”, field {field}: {en}",
    )


def _told(raw: object, file: str, error: jsonschema.ValidationError) -> BankError:
    """A schema's complaint in the reader's words, with the question's id instead of its place in the file."""
    path = list(error.absolute_path)
    question, field = "–", path
    if len(path) > 3 and path[0] == "stops" and path[2] == "questions":
        at = raw["stops"][path[1]]["questions"][path[3]]  # type: ignore[index]
        question = str(at.get("id", f"#{path[3] + 1}")) if isinstance(at, dict) else f"#{path[3] + 1}"
        field = path[4:]
    where = ".".join(str(p + 1) if isinstance(p, int) else p for p in field)
    rule, told = error.validator, error.validator_value
    if rule == "required":
        lost = ", ".join(name for name in told if name not in error.instance)
        vi, en = f"còn thiếu {lost}.", f"{lost} is missing."
    elif rule in ("additionalProperties", "unevaluatedProperties"):
        extra = ", ".join(re.findall(r"'([^']+)'", error.message)) or "?"
        vi, en = f"không có trường nào tên {extra} ở đây.", f"no field named {extra} belongs here."
    elif rule == "type":
        kinds = [told] if isinstance(told, str) else told
        vi = "phải là " + " hoặc ".join(_WRONG_TYPE[k][0] for k in kinds) + f", không phải {error.instance!r}."
        en = "must be " + " or ".join(_WRONG_TYPE[k][1] for k in kinds) + f", not {error.instance!r}."
    elif rule == "enum":
        vi = f"“{error.instance}” không nằm trong: {', '.join(told)}."
        en = f"“{error.instance}” is not one of: {', '.join(told)}."
    elif rule in ("minProperties", "maxProperties") and "options" in path:
        vi, en = "cần đúng một trong ba trường text, row, source.", "needs exactly one of text, row and source."
    else:
        vi = f"không đúng luật {rule} của bank.schema.json ({error.message})."
        en = f"breaks the rule {rule} of bank.schema.json ({error.message})."
    return _error(file, question, where or "–", vi, en)


def _questions(raw: dict) -> list[dict]:
    return [q for stop in raw["stops"] for q in stop["questions"]]


def _bank_rules(raw: dict, file: str) -> Iterator[BankError]:
    if raw["lesson"] != Path(file).stem:
        stem = Path(file).stem
        yield _error(file, "–", "lesson", f"phải là tên tệp, “{stem}”.", f"must be the file's name, “{stem}”.")
    for question in _questions(raw):
        if not question["id"].startswith(raw["lesson"][:3]):
            yield _error(file, question["id"], "id", f"phải bắt đầu bằng {raw['lesson'][:3]}", f"must begin with {raw['lesson'][:3]}")
    yield from check_together({file: raw})


def _question_rules(question: dict, file: str) -> Iterator[BankError]:
    """The rules of one question that the schema cannot tell."""

    def wrong(field: str, vi: str, en: str) -> BankError:
        return _error(file, question["id"], field, vi, en)

    resolved = []
    for field, resolve in _resolutions(question):
        try:
            resolve()
        except CourseError as why:
            resolved.append(wrong(field, why.vi, why.en))
    if resolved:
        yield from resolved
        return  # what follows would only stumble over the same references
    if not question.get("rows") and not question.get("sources"):
        yield wrong(
            "sources",
            "câu hỏi nào cũng cần ít nhất một nguồn (rows hoặc sources).",
            "a question needs at least one source (rows or sources).",
        )
    for field, said in _texts(question):
        for figure in _by_hand(said):
            yield wrong(
                field,
                f"con số {figure} viết tay; hãy viết {{mã dòng}} để nó luôn khớp với dữ liệu.",
                f"the number {figure} is written by hand; write {{row id}}, so that it follows the data.",
            )
    yield from _kind_rules(question, wrong)


def _resolutions(question: dict) -> Iterator[tuple[str, object]]:
    """Every reference with the field it stands in, as a call that raises where it does not resolve."""
    for row_id in question.get("rows", ()):
        yield "rows", partial(data.default().find, row_id)
    for key in question.get("sources", ()):
        yield "sources", partial(data.source, key)
    for field, texts in _bilingual(question):
        for name in references(texts):
            yield field, partial(data.value, name, "vi")
    traps = [(f"traps.{n}.near", trap.get("near")) for n, trap in enumerate(question.get("traps", ()), 1)]
    for field, told in [("answer", question.get("answer")), *traps]:
        if told is not None:
            yield field, partial(quantity, told)
    for number, option in enumerate(question.get("options", ()), 1):
        if "text" not in option:
            yield f"options.{number}", partial(option_text, option, "vi")


def _kind_rules(question: dict, wrong) -> Iterator[BankError]:
    kind = question["kind"]
    for field in ("options", "items", "pairs", "extras"):
        ids = [thing["id"] for thing in question.get(field, ())]
        ids += [p["id"] for p in question.get("pairs", ())] if field == "extras" else []
        for name in {i for i in ids if ids.count(i) > 1}:
            yield wrong(field, f"mã “{name}” dùng hai lần.", f"the id “{name}” is used twice.")
    for lang in LANGUAGES:
        shown = [option_text(o, lang) for o in question.get("options", ())]
        shown += [i["text"][lang] for i in question.get("items", ())]
        for said in {s for s in shown if shown.count(s) > 1}:
            field = "options" if "options" in question else "items"
            yield wrong(field, f"“{said}” xuất hiện hai lần.", f"“{said}” stands there twice.")
    right = sum(o["right"] for o in question.get("options", ()))
    if kind in ONE_OF and right != 1:
        yield wrong("options", f"phải có đúng một phương án đúng, ở đây có {right}.", f"exactly one option must be right; here {right} are.")
    if kind == "choices" and not 0 < right < len(question["options"]):
        yield wrong("options", "phải có cả phương án đúng lẫn phương án sai.", "some options must be right and some wrong.")
    if kind == "evidence" and any("text" in o for o in question["options"]):
        yield wrong("options", "phương án phải là row hoặc source.", "its options must be rows or sources.")
    if kind == "anachronism":
        for number, option in enumerate(question["options"], 1):
            lost = [lang for lang in LANGUAGES if option.get("text", {}).get(lang, "\0") not in question["passage"][lang]]
            if lost:
                named = ", ".join(lost)
                yield wrong(f"options.{number}.text", f"không có trong passage ({named}).", f"is not in the passage ({named}).")
    if kind == "number":
        answer = quantity(question["answer"])
        reach = width(question.get("tolerance", 0), answer)
        for number, trap in enumerate(question.get("traps", ()), 1):
            if abs(quantity(trap["near"]) - answer) <= reach:
                yield wrong(f"traps.{number}.near", "nằm trong khoảng được coi là đúng.", "lies within what counts as right.")
    if kind == "estimate" and quantity(question["answer"]) == 0:
        yield wrong("answer", "không thể đoán quanh số 0.", "there is no band around 0.")
    if kind == "text":
        for number, trap in enumerate(question.get("traps", ()), 1):
            if any(typed.same(t, a, False) for t in trap["accept"] for a in question["accept"]):
                yield wrong(f"traps.{number}.accept", "trùng với một đáp án đúng.", "is the same as a right answer.")


def _bilingual(thing: object, field: str = "") -> Iterator[tuple[str, dict]]:
    """Every {vi, en} of a question with the name of its field."""
    if isinstance(thing, dict):
        if set(thing) == set(LANGUAGES):
            yield field, thing
        else:
            for name, part in thing.items():
                yield from _bilingual(part, f"{field}.{name}".lstrip("."))
    elif isinstance(thing, list):
        for number, part in enumerate(thing, 1):
            yield from _bilingual(part, f"{field}.{number}")


def _texts(question: dict) -> Iterator[tuple[str, str]]:
    for field, texts in _bilingual(question):
        for lang in LANGUAGES:
            yield f"{field}.{lang}", nfc(texts[lang])


def _by_hand(said: str) -> list[str]:
    """Figures of three digits or more, or with a separator, that are neither years nor dates."""
    plain = re.sub(r"\{[^}]*\}", " ", said)
    plain = re.sub(r"\b\d{1,2}([-/])(\d{1,2}\1)?\d{4}\b", " ", plain)  # 4-2006, 24-7-1965
    figures = re.findall(r"\d+(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+[.,]\d+|\d{3,}", plain)
    return [f for f in figures if not re.fullmatch(r"1[89]\d\d|20\d\d", f)]
