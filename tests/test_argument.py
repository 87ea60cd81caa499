"""An argument is held against its rows: each slip gets a remark of its own, and what is right gets none."""

import random
import re

import pytest

from hauphuong import argument, text
from hauphuong.argument import reading
from hauphuong.argument.samples import SAMPLES
from hauphuong.edition import Edition

en, vi = Edition("en"), Edition("vi")  # not the package's own: importing those chooses a language for every other test

GOOD = {
    "vi": """Tôi cho rằng hậu phương quốc tế là điều kiện cần. Năm 1969–1972 có 1.000.796 tấn hàng quân sự được gửi sang [at-1969-1972-all].
Tình báo Mỹ ước tính viện trợ quân sự năm 1972 là 750 triệu đô la [am-1972-all-military].

Phản biện: Ngay từ tháng 3-1968, quân Trung Quốc đã bắt đầu về nước [ev-1968-03-chinese-leave].""",
    "en": """I hold that the international rear was a necessary condition. In 1969–1972 some 1,000,796 tonnes of military goods were sent [at-1969-1972-all].
American intelligence put the military aid of 1972 at 750 million dollars [am-1972-all-military].

Against: As early as March 1968 the Chinese troops began to go home [ev-1968-03-chinese-leave].""",
}


def kinds(written, against=()):
    return [r.kind for r in argument.review(written, against).remarks]


def remark(kind, written, against=()):
    """The one remark of this kind."""
    (found,) = [r for r in argument.review(written, against).remarks if r.kind == kind]
    return found


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_sound_argument_gets_no_remark_and_numbered_notes(lang):
    shown = argument.Argument(GOOD[lang], lang)
    assert not shown.review.remarks
    assert shown.review.supporting == ["at-1969-1972-all", "am-1972-all-military"] and shown.review.against == ["ev-1968-03-chinese-leave"]
    assert len(shown.notes) == 3
    assert "[1]" in repr(shown) and "at-1969" not in repr(shown)
    assert "<sup>3</sup>" in shown._repr_html_() and f'lang="{lang}"' in shown._repr_html_()


def test_a_note_names_author_title_place_and_voice_and_a_weak_source():
    note = en.argue(GOOD["en"]).notes[0]
    for part in ("1,000,796", "1969–1972", "Wikipedia", "row 1969–1972", "volunteer", "○ weak source"):
        assert part in note
    assert "○" not in en.argue(GOOD["en"]).notes[1]
    assert "1.000.796" in vi.argue(GOOD["vi"]).notes[0] and "nguồn yếu" in vi.argue(GOOD["vi"]).notes[0]


def test_a_row_cited_twice_keeps_its_number():
    shown = en.argue("It grew [at-1969-1972-all]. It went on [am-1972-all-military]. It grew, as said [at-1969-1972-all].")
    assert len(shown.notes) == 2 and repr(shown).count("[1]") == 2


# -- the three of which each must be caught ----------------------------------------------------------------------------------


def test_a_wrong_id_is_named_with_the_nearest_real_ones():
    found = remark("unknown", "China sent troops [pe-1967-china-peek].")
    assert "`pe-1967-china-peek`" in found.en and "`pe-1967-china-peak`" in found.en and "`pe-1967-china-peak`" in found.vi
    assert found.must and found.sentence == 1
    assert "unknown" in kinds("Ok [at-1965-1968-all].", against=["ev-1968-03-chinese-leaves"])
    assert "`at-1965-1968-ussr`" in remark("unknown", "X [at-ussr-1965-1968].").en  # the parts in another order
    assert "unknown" not in kinds("He wrote it [sic] and [...] at once [at-1965-1968-all].")


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("Ngày 25-7-1965 tên lửa khai hỏa", "ev-1965-07-24-first-missiles"),
        ("Ngày 24 tháng 7 năm 1966 tên lửa khai hỏa", "ev-1965-07-24-first-missiles"),
        ("Tháng 8-1965 tên lửa khai hỏa", "ev-1965-07-24-first-missiles"),
        ("Ngày 24 tháng Tám năm 1965 tên lửa khai hỏa", "ev-1965-07-24-first-missiles"),
        ("Quý I năm 1965 tên lửa khai hỏa", "ev-1965-07-24-first-missiles"),
        ("Ngày 25-7, tên lửa khai hỏa", "ev-1965-07-24-first-missiles"),
        ("On 25 July 1965 missiles were fired", "ev-1965-07-24-first-missiles"),
        ("On July 24th, 1966 missiles were fired", "ev-1965-07-24-first-missiles"),
        ("On 25 July missiles were fired", "ev-1965-07-24-first-missiles"),
        ("In August 1965 missiles were fired", "ev-1965-07-24-first-missiles"),
        ("In 1966 missiles were fired", "ev-1965-07-24-first-missiles"),
        ("Before 1965 missiles were fired in 1964", "ev-1965-07-24-first-missiles"),
        ("Từ năm 1969 đến năm 1972 Liên Xô gửi hàng", "at-1965-1968-ussr"),
        ("From 1969 to 1972 the Soviet Union sent goods", "at-1965-1968-ussr"),
        ("In 1969–72 the Soviet Union sent goods", "at-1965-1968-ussr"),
        ("In the 1950s the Soviet Union sent goods", "at-1965-1968-ussr"),
        ("Những năm 1950 Liên Xô gửi hàng", "at-1965-1968-ussr"),
        ("After 1970 the Soviet Union sent goods", "at-1965-1968-ussr"),
    ],
)
def test_a_date_that_contradicts_its_row_is_named_with_the_row_s_own(said, row):
    found = remark("date", f"{said} [{row}].")
    assert f"`{row}`" in found.en and "1965" in found.en and found.must


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ("Ngày 24-7-1965 tên lửa khai hỏa", "ev-1965-07-24-first-missiles"),
        ("Ngày 24 tháng 7 năm 1965", "ev-1965-07-24-first-missiles"),
        ("Tháng 7-1965", "ev-1965-07-24-first-missiles"),
        ("Tháng 7 năm 1965", "ev-1965-07-24-first-missiles"),
        ("Ngày 24 tháng Bảy năm 1965", "ev-1965-07-24-first-missiles"),
        ("Quý 3 năm 1965", "ev-1965-07-24-first-missiles"),
        ("Trong 3 năm 1964, 1965, 1966, một tháng hai lần", "ev-1965-07-24-first-missiles"),
        ("Ngày 24-7", "ev-1965-07-24-first-missiles"),
        ("Ngày 24/7/1965", "ev-1965-07-24-first-missiles"),
        ("On 24 July 1965", "ev-1965-07-24-first-missiles"),
        ("July 24, 1965", "ev-1965-07-24-first-missiles"),
        ("1965-07-24", "ev-1965-07-24-first-missiles"),
        ("In July", "ev-1965-07-24-first-missiles"),
        ("In the 1960s", "ev-1965-07-24-first-missiles"),
        ("Since 1960", "ev-1965-07-24-first-missiles"),
        ("Trước năm 1970", "ev-1965-07-24-first-missiles"),
        ("Mười một năm sau 1954, vào năm 1965", "ev-1965-07-24-first-missiles"),
        ("In 1966 Soviet goods came", "at-1965-1968-ussr"),
        ("Từ tháng 4-1965 đến tháng 5-1966", "pe-1965-1966-ussr-air-defence"),
        ("Khoảng năm 1964", "ev-1965-07-24-first-missiles"),
    ],
)
def test_a_date_that_meets_its_row_gets_no_remark(said, row):
    assert "date" not in kinds(f"{said} [{row}].")


def test_a_day_is_too_sharp_for_a_row_known_to_the_month():
    found = remark("sharp", "On 12 February 1965 Kosygin came [ev-1965-02-kosygin-hanoi].")
    assert not found.must and "`ev-1965-02-kosygin-hanoi`" in found.en and "February 1965" in found.en


@pytest.mark.parametrize("said", ["Họ gọi đó là “trận thắng lớn”.", 'They called it "a great victory".', "Ils disaient «une grande victoire»."])
def test_a_quotation_without_a_source_is_asked_for_its_speaker(said):
    found = remark("quote-alone", said + " Then more came [at-1965-1968-all].")
    assert found.must and found.sentence == 1
    assert "quote-alone" not in kinds(said[:-1] + " [at-1965-1968-all].")


# -- the others --------------------------------------------------------------------------------------------------------------


def test_a_long_quotation():
    found = remark("quote-long", "It says “one two three four five six seven eight nine” [at-1965-1968-all].")
    assert "9" in found.en and "quote-long" not in kinds("It says “one two three four five six seven eight” [at-1965-1968-all].")


@pytest.mark.parametrize(
    "said",
    [
        "Cả phe gửi 517.393 tấn [at-1965-1968-all].",
        "The bloc sent 517,393 tonnes [at-1965-1968-all].",
        "The bloc sent 517 393 tonnes [at-1965-1968-all].",
        "About 520,000 tonnes came [at-1965-1968-all].",
        "Khoảng 0,5 triệu tấn [at-1965-1968-all].",
        "Hơn 517 nghìn tấn [at-1965-1968-all].",
        "Liên Xô và Trung Quốc gửi 397.767 tấn [at-1965-1968-ussr; at-1965-1968-china].",  # together
        "Hơn nhau 56.171 tấn [at-1965-1968-ussr, at-1965-1968-china].",  # the difference
        "Liên Xô gửi 43,9% [at-1965-1968-ussr; at-1965-1968-all].",
        "Trong năm 1966 hàng vẫn tới [at-1965-1968-all].",
        "Military aid was 750 million dollars [am-1972-all-military].",
        "Between 675 and 695 million came [am-1970-all-economic].",
        "Some 680 million came [am-1970-all-economic].",
        "Trung đoàn 236 bắn tên lửa SA-75 [at-1965-1968-all].",
    ],
)
def test_numbers_that_the_rows_bear(said):
    assert not {"number", "number-absent", "number-alone"} & set(kinds(said))


@pytest.mark.parametrize("said", ["Cả phe gửi 517.339 tấn", "The bloc sent 517,339 tonnes", "About 600,000 tonnes came", "Gần 2 triệu tấn"])
def test_a_number_that_is_not_its_row_s(said):
    found = remark("number", f"{said} [at-1965-1968-all].")
    assert "517.393" in found.vi and "517,393" in found.en


def test_a_number_that_no_cited_row_has():
    assert "`ev-1968-03-chinese-leave`" in remark("number-absent", "In 1968 some 88,000 men left [ev-1968-03-chinese-leave].").en


def test_a_number_without_a_source_unless_it_was_sourced_before():
    assert remark("number-alone", "There were 500 guns.").must
    assert "number-alone" not in kinds("The bloc sent 517,393 tonnes [at-1965-1968-all]. These 517,393 tonnes mattered.")
    assert "number-alone" not in kinds("In 1965, on 24 July, Regiment 236 fired SA-75s [ev-1965-07-24-first-missiles]. Lesson 07 has more of 1966.")


def test_a_source_is_not_a_row():
    assert "`am-" in remark("source", "Much was sent [cia-dia-1975].").en


def test_a_weak_source_alone_has_to_be_owned():
    row = next(i for i in argument.ids() if (r := argument._find(i)).get("source") and all(argument.data.weak_alone(k) for k in r["source"].split()))
    assert f"`{row}`" in remark("weak", f"So it was [{row}].").en
    assert "weak" not in kinds(f"A weak source says so [{row}].") and "weak" not in kinds(f"Một nguồn yếu kể vậy [{row}].")


def test_a_contested_event_is_not_told_as_if_all_agreed():
    assert "contested" in kinds("In 1965 Hà Nội declined [ev-1965-02-21-hanoi-declines-units].")
    assert "contested" not in kinds("In 1965 Hà Nội declined, though the sources differ [ev-1965-02-21-hanoi-declines-units].")
    assert "contested" not in kinds("Hà Nội từ chối, tuy các nguồn kể khác nhau [ev-1965-02-21-hanoi-declines-units].")


def test_a_thesis_is_not_cited_from_one_side_alone():
    row = next(r for r in argument.data.default().table("statements").to_dict("records") if r["claim"] and "one-sided" in kinds(f"So it was [{r['id']}]."))
    assert f"`{row['claim']}`" in remark("one-sided", f"So it was [{row['id']}].").en
    assert "one-sided" not in kinds(f"So it was [{row['id']}]. Others answer [{row['claim']}].")


def test_one_row_one_source_one_language():
    assert "one-row" in kinds("It grew [at-1965-1968-all].")
    assert "one-source" in kinds("It grew [at-1965-1968-all]. It grew [at-1965-1968-all-bbc].")  # a copy is no second voice
    assert "one-voice" in kinds("It grew [am-1972-all-military]. They stayed [pe-1967-china-peak].")
    assert not {"one-row", "one-source", "one-voice"} & set(kinds(GOOD["en"]))


def test_nothing_against():
    assert "no-against" in kinds("It grew [at-1965-1968-all].")
    for told in ("Phản biện: Quân về nước", "## Against\n\nThey left", "**Counter-evidence**\nThey left", "Against\n\nThey left"):
        assert argument.review(f"It grew [at-1965-1968-all].\n\n{told} [ev-1968-03-chinese-leave].").against == ["ev-1968-03-chinese-leave"], told
    assert "no-against" not in kinds("It grew [at-1965-1968-all]. They left [ev-1968-03-chinese-leave].", against=["ev-1968-03-chinese-leave"])
    assert "unused" in kinds("It grew [at-1965-1968-all].", against=["ev-1968-03-chinese-leave"])


def test_the_side_closes_again():
    found = argument.review("A [at-1965-1968-all].\n\nAgainst: B [ev-1968-03-chinese-leave].\n\nAnswer: C [am-1972-all-military].")
    assert found.against == ["ev-1968-03-chinese-leave"] and len(found.supporting) == 2


@pytest.mark.parametrize("written", ["", "   \n\n", "# Against", "..."])
def test_nothing_written_is_asked_for_kindly(written):
    assert set(kinds(written)) & {"empty", "no-cites"}
    assert "[at-1965-1968-all]" in repr(en.argue(written))


# -- the samples of lesson 12 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_both_openings_are_sound_and_the_draft_has_its_three_slips(lang):
    for name in ("help-was-needed", "strength-decided"):
        assert not argument.review(SAMPLES[name][lang]).remarks, name
    assert [(r.kind, r.sentence) for r in argument.review(SAMPLES["three-slips"][lang]).remarks] == [("unknown", 2), ("date", 3), ("quote-alone", 4)]


def test_both_languages_of_a_sample_cite_the_same_rows():
    for both in SAMPLES.values():
        cited = [[s.cites for s in argument.review(both[lang]).sentences if s.cites] for lang in text.LANGUAGES]
        assert cited[0] == cited[1]
    with pytest.raises(text.CourseError, match="three-slips"):
        en.sample("four-slips")


# -- sentences ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("One. Two! Three?", 3),
        ("It was 2.362.581 tonnes. It was 67,5 of them.", 2),
        ("U.S. aid came c. 1965 to TP. Hồ Chí Minh.", 1),
        ("They said “Go. Now.” and went.", 1),
        ("It came. [at-1965-1968-all] It went. [at-1969-1972-all]", 2),
        ("1. First thing.", 1),
        ("No stop at the end", 1),
    ],
)
def test_where_a_sentence_ends(said, count):
    (block,) = reading.blocks(said)
    assert len(block.sentences) == count


def test_a_citation_after_the_stop_belongs_to_the_sentence_before():
    (block,) = reading.blocks("It came. [at-1965-1968-all] It went. [at-1969-1972-all]")
    assert [s.cites for s in block.sentences] == [["at-1965-1968-all"], ["at-1969-1972-all"]]


# -- nothing breaks it ---------------------------------------------------------------------------------------------------------


class Nasty(str):
    def splitlines(self, *_):
        raise RuntimeError

    def encode(self, *_):
        raise RuntimeError


@pytest.mark.parametrize("written", [None, 3, [], {}, b"x", object(), "[[[[", "]" * 50, "“" * 50, "[a-b]" * 400, "\ud800 [st-\x00-1]", "x" * 30_000])
@pytest.mark.parametrize("against", [(), None, 3, "x", ["x", None, 3], [["a"]]])
def test_it_never_raises(written, against):
    shown = en.argue(written, against)
    assert repr(shown) and shown._repr_html_()


def test_a_text_that_redefines_itself_is_read_as_text():
    assert en.argue(Nasty("It grew [at-1965-1968-all].")).review.cited == ["at-1965-1968-all"]


def test_it_never_raises_on_noise():
    luck = random.Random(12)
    pieces = ["[", "]", "“", "”", '"', ".", "!", " ", "\n", "##", "Against:", "1965", "31-2-1965", "24-7-", "July", "ngày", "tháng 13", "2.362.581", "%", "[at-1965-1968-all]", "[ev-x-1]", "<b>", "`", "{x}", "từ", "đến", "–", "1965–", "00", "…"]
    for _ in range(300):
        written = "".join(luck.choice(pieces) for _ in range(luck.randint(1, 40)))
        shown = vi.argue(written)
        assert repr(shown) and shown._repr_html_()


def test_what_a_student_writes_is_shown_and_not_run():
    shown = en.argue('<script>alert(1)</script> “<img src=x onerror="alert(2)">” [<b>-1] {id} `x`. 500 <i>guns</i>.')._repr_html_()
    assert not re.search(r"<(script|img|b>-1|i>)", shown)


def test_a_long_text_takes_no_long_time():
    import time

    begun = time.perf_counter()
    argument.review("On 24 July 1965, 2,266 men “went home again” [ev-1965-07-24-first-missile]. " * 200)
    argument.review("1 " * 10_000), argument.review("“a" * 9_000), argument.review("[a" * 9_000)
    assert time.perf_counter() - begun < 20
