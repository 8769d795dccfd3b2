"""Automatic numbers of Word files: formats by the standard, counting by a plain model, and as LibreOffice prints them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_files import converted, level, lists, office, paragraph, text, word_file

from policy_dsl.ingest.readers.number_formats import numeral
from policy_dsl.ingest.readers.word_document import read_word


def lines(body: str, **parts: str) -> list[str]:
    return read_word(word_file(body, **parts)).text.split("\n")


# ECMA-376 part 1, 17.18.59: the sequences that it lists for each format.
@pytest.mark.parametrize(
    ("form", "numbers", "printed"),
    [
        ("decimal", (1, 10, 101), "1 10 101"),
        ("decimalZero", (1, 9, 10), "01 09 10"),
        ("decimalFullWidth", (1, 10), "１ １０"),
        ("chineseCounting", (1, 10, 11, 20, 99, 100, 105), "一 十 十一 二十 九十九 一〇〇 一〇五"),
        (
            "chineseCountingThousand",
            (1, 10, 19, 21, 100, 101, 110, 111, 1005, 1050),
            "一 十 十九 二十一 一百 一百零一 一百一十 一百一十一 一千零五 一千零五十",
        ),
        ("taiwaneseCountingThousand", (3, 12, 30, 205), "三 十二 三十 二百零五"),
        ("ideographTraditional", (1, 2, 10), "甲 乙 癸"),
        ("ideographZodiac", (1, 12), "子 亥"),
        ("ideographZodiacTraditional", (1, 11, 60), "甲子 甲戌 癸亥"),
        ("decimalEnclosedCircle", (1, 10, 20), "① ⑩ ⑳"),
        ("decimalEnclosedCircleChinese", (1, 10, 20), "① ⑩ ⑳"),
        ("decimalEnclosedParen", (1, 20), "⑴ ⒇"),
        ("decimalEnclosedFullstop", (1, 20), "⒈ ⒛"),
        ("ideographEnclosedCircle", (1, 10), "㊀ ㊉"),
        ("chineseLegalSimplified", (1, 10, 11, 20, 101), "壹 壹拾 壹拾壹 贰拾 壹佰零壹"),
        ("ideographDigital", (1, 10, 15), "一 一〇 一五"),
        ("upperRoman", (4, 9, 40), "IV IX XL"),
        ("lowerLetter", (1, 26, 27, 28), "a z aa bb"),
        ("numberInDash", (3,), "- 3 -"),
    ],
)
def test_a_format_prints_what_the_standard_lists(form: str, numbers: tuple[int, ...], printed: str) -> None:
    shown = [numeral(n, form) for n in numbers]
    assert all(n.exact for n in shown)
    assert " ".join(n.text for n in shown) == printed or (form == "numberInDash" and shown[0].text == printed)


@pytest.mark.parametrize(
    ("form", "number"), [("decimalEnclosedCircle", 21), ("ideographTraditional", 11), ("hebrew1", 3)]
)
def test_beyond_a_format_it_is_digits_and_told(form: str, number: int) -> None:
    assert numeral(number, form) == (str(number), False, False)
    read = read_word(word_file(paragraph("甲", list_id=1), numbering=lists([level(0, form, "%1、", start=number)])))
    assert read.text == f"{number}、甲"
    assert [(n.code, n.place) for n in read.notices] == [("R113", "正文第1段")]


def test_what_programs_print_differently_is_told() -> None:
    read = read_word(
        word_file(paragraph("甲", list_id=1), numbering=lists([level(0, "chineseCounting", "第%1条", start=100)]))
    )
    assert read.text == "第一〇〇条甲"
    assert "写法不一" in read.notices[0].message


PLAN = lists(
    [
        level(0, "chineseCountingThousand", "%1、")
        + level(1, "chineseCountingThousand", "(%2)")
        + level(2, "decimal", "%3.")
        + level(3, "decimal", "%1.%2.%4", more="<w:isLgl/>")
    ]
)


def test_levels_restart_behind_the_levels_above() -> None:
    body = "".join(paragraph("甲", list_id=1, level=at) for at in (0, 1, 1, 2, 2, 1, 2, 0, 1, 2, 3))
    assert lines(body, numbering=PLAN) == [
        "一、甲", "(一)甲", "(二)甲", "1.甲", "2.甲", "(三)甲", "1.甲", "二、甲", "(一)甲", "1.甲", "2.1.1甲",
    ]  # fmt: skip


def test_a_level_that_never_restarts_counts_on() -> None:
    defined = lists(
        [
            level(0, "chineseCounting", "第%1章")
            + level(1, "chineseCounting", "第%2条", more='<w:lvlRestart w:val="0"/>')
        ]
    )
    body = "".join(paragraph("甲", list_id=1, level=at) for at in (0, 1, 1, 0, 1))
    assert lines(body, numbering=defined) == ["第一章甲", "第一条甲", "第二条甲", "第二章甲", "第三条甲"]


def test_lists_of_one_definition_count_on_unless_one_says_where_it_starts() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    defined = lists([level(0, "decimal", "%1.")], [0, 0, 0], {3: override})
    body = "".join(paragraph("甲", list_id=n) for n in (1, 1, 2, 3, 3, 1))
    assert lines(body, numbering=defined) == ["1.甲", "2.甲", "3.甲", "1.甲", "2.甲", "3.甲"]


def test_a_style_numbers_its_paragraphs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2a"><w:basedOn w:val="H2"/></w:style>'
    )
    defined = lists([level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "(%2)")])
    none = '<w:p><w:pPr><w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>' + text("无号") + "</w:p>"
    body = paragraph("甲", style="H1") + paragraph("乙", style="H2a") + none + paragraph("丙", style="H2")
    assert lines(body, styles=styles, numbering=defined) == ["一、甲", "(一)乙", "无号", "(二)丙"]


def test_a_level_named_by_its_style_is_that_of_the_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H2"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    defined = lists([level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.", more='<w:pStyle w:val="H2"/>')])
    assert lines(paragraph("甲", list_id=1) + paragraph("乙", style="H2"), styles=styles, numbering=defined) == [
        "1.甲",
        "1.1.乙",
    ]


def test_a_level_before_the_one_above_it_is_told() -> None:
    read = read_word(
        word_file(
            paragraph("甲", list_id=1, level=1),
            numbering=lists([level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.")]),
        )
    )
    assert read.text == "1.1.甲"
    assert [(n.code, n.place) for n in read.notices] == [("R113", "正文第1段")]


def test_marks_without_a_number_are_no_text_and_are_counted() -> None:
    read = read_word(word_file(paragraph("甲", list_id=1), numbering=lists([level(0, "bullet", "\uf0b7")])))
    assert read.text == "甲"
    assert [out.kind for out in read.left_out] == ["项目符号"]


def test_a_number_that_ends_without_a_mark_stands_apart_from_the_words() -> None:
    spaced = lists([level(0, "chineseCounting", "第%1条", suffix="space")])
    tabbed = lists([level(0, "chineseCounting", "第%1条", suffix="tab")])
    closed = lists([level(0, "decimal", "%1.", suffix="tab")])
    assert lines(paragraph("甲", list_id=1), numbering=spaced) == ["第一条 甲"]
    assert lines(paragraph("甲", list_id=1), numbering=tabbed) == ["第一条 甲"]
    assert lines(paragraph("甲", list_id=1), numbering=closed) == ["1.甲"]


def test_a_deleted_paragraph_is_not_numbered() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>'
    )
    body = paragraph("甲", list_id=1) + gone + paragraph("乙", list_id=1)
    assert lines(body, numbering=lists([level(0, "decimal", "%1.")])) == ["1.甲", "2.乙"]


# --- random lists against a plain model -----------------------------------------------------------------------------

FORMS = ("decimal", "chineseCountingThousand", "ideographTraditional", "upperRoman", "decimalEnclosedCircle")


def model(starts: list[int], forms: list[str], path: list[int]) -> list[str]:
    """The numbers, by keeping for each level the list of what was counted since a level above it went on."""
    counted: list[int | None] = [None] * len(starts)
    printed = []
    for at in path:
        now = counted[at]
        counted = [*counted[:at], starts[at] if now is None else now + 1, *[None] * (len(starts) - at - 1)]
        values = [starts[i] if (c := counted[i]) is None else c for i in range(at + 1)]
        printed.append("-".join(numeral(v, f).text for v, f in zip(values, forms, strict=False)) + "、甲")
    return printed


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_random_lists_are_counted_as_the_model_counts(data: st.DataObject) -> None:
    depth = data.draw(st.integers(1, 5))
    starts = data.draw(st.lists(st.integers(1, 12), min_size=depth, max_size=depth))
    forms = data.draw(st.lists(st.sampled_from(FORMS), min_size=depth, max_size=depth))
    path = data.draw(st.lists(st.integers(0, depth - 1), min_size=1, max_size=25))
    inner = "".join(
        level(i, form, "-".join(f"%{j + 1}" for j in range(i + 1)) + "、", start=start)
        for i, (form, start) in enumerate(zip(forms, starts, strict=True))
    )
    body = "".join(paragraph("甲", list_id=1, level=at) for at in path)
    assert lines(body, numbering=lists([inner])) == model(starts, forms, path)


@pytest.mark.skipif(office() is None, reason="needs LibreOffice")
def test_numbers_are_those_that_libreoffice_prints() -> None:
    # One definition a format, with levels below; up to 20, where programs agree (see `disputed`); LibreOffice knows no isLgl.
    forms = ("chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "ideographTraditional",
             "decimalEnclosedCircle", "decimalEnclosedCircleChinese", "chineseLegalSimplified", "decimal")  # fmt: skip
    defined = lists([level(0, f, "第%1条") + level(1, f, "(%2)") + level(2, "decimal", "%1-%2-%3、") for f in forms])
    steps = (0, 1, 1, 2, 0, 0, 1, 2, 2, 0, *[0] * 5, 1, 1, 2)
    body = "".join(paragraph(f"甲{f}", list_id=f + 1, level=at) for f in range(len(forms)) for at in steps)
    raw = word_file(body, numbering=defined)
    printed = converted(raw, "a.docx", "txt:Text (encoded):UTF8").decode("utf-8-sig").strip().split("\n")
    assert ["".join(line.split()) for line in printed] == [
        "".join(line.split()) for line in read_word(raw).text.split("\n")
    ]
