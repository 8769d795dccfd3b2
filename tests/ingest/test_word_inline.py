"""Within a paragraph of a Word file: revisions, controls, fields, ruby, hidden words; how the second reading differs."""

from __future__ import annotations

import pytest
from word_files import level, lists, paragraph, text, word_file
from word_reading import CONTROL, DELETED, FIELD, INSERTED, RUBY, held_against_the_second, out, read

from policy_dsl.ingest.readers import word_second
from policy_dsl.ingest.readers.received_file import read_received
from policy_dsl.ingest.readers.reconciliation import reconcile

# --- revisions, controls, fields, ruby -------------------------------------------------------------------------------


def test_what_is_inserted_controlled_computed_or_spelt_out_is_in_and_what_is_deleted_is_out() -> None:
    body = f"<w:p>{text('不')}{INSERTED}{DELETED}{CONTROL}{FIELD}{RUBY}{text('增')}</w:p>"
    extraction = read(body)
    assert extraction.text == "不得原则上再新增"
    assert out(extraction) == [("修订删除的文字", "应当"), ("注音", "xīn")]
    assert not extraction.notices


def test_the_second_reading_lacks_the_verbs_and_each_lack_has_its_cause() -> None:
    raw = word_file(f"<w:p>{text('不')}{INSERTED}{DELETED}{CONTROL}{FIELD}{RUBY}{text('增')}</w:p>")
    (difference,) = held_against_the_second(raw).differences
    assert (difference.first, difference.second, difference.place) == ("得原则上再新", "", "正文第1段")
    for word in ("修订插入", "内容控件", "域", "拼音"):
        assert word in difference.cause


def test_a_difference_in_plain_words_has_no_cause() -> None:
    lines = read(paragraph("床位使用率低于75%的") + paragraph("乙")).lines
    result = reconcile(lines, ["床位使用率低于70%的", "乙"], ("甲", "乙"))
    assert [(d.first, d.second, d.place, d.cause) for d in result.open] == [("5", "0", "正文第1段", "")]
    gone = reconcile(lines, ["床位使用率低于75%的"], ("甲", "乙"))
    assert [(d.first, d.second, d.place, d.cause) for d in gone.open] == [("乙", "", "正文第2段", "")]
    more = reconcile(lines, ["床位使用率低于75%的", "乙", "丙"], ("甲", "乙"))
    assert [(d.first, d.second) for d in more.open] == [("", "丙")]


def test_a_second_reading_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_second, "second_lines", lambda _: None)
    reading = read_received(word_file(paragraph("甲")), "a.docx")
    assert reading.reconciliation is None
    assert [n.code for n in reading.extraction.notices] == ["R118"]


def test_lines_that_differ_in_their_numbers_alone_are_paired() -> None:
    many = "".join(
        paragraph(f"第{i}家机构的床位使用率低于75%的,原则上不再新增住院床位。", list_id=1) for i in range(400)
    )
    result = held_against_the_second(word_file(many, numbering=lists([level(0, "decimal", "%1.")])))
    assert len(result.differences) == 400
    assert not result.open
    assert [d.first for d in result.differences[:2]] == ["1.", "2."]


def test_moved_words_are_where_they_went() -> None:
    there = '<w:moveTo w:id="1" w:author="a"><w:r><w:t>甲</w:t></w:r></w:moveTo>'
    here = '<w:moveFrom w:id="2" w:author="a"><w:r><w:t>甲</w:t></w:r></w:moveFrom>'
    extraction = read(f"<w:p>{here}{text('乙')}{there}</w:p>")
    assert extraction.text == "乙甲"
    assert out(extraction) == [("修订移走的文字", "甲")]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    first = f'<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>{text("不得")}</w:p>'
    assert read(first + paragraph("新增")).text == "不得新增"


def test_hidden_words_are_out_also_by_style() -> None:
    styles = '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    by_style = '<w:r><w:rPr><w:rStyle w:val="h"/></w:rPr><w:t>丙</w:t></w:r>'
    shown = '<w:r><w:rPr><w:rStyle w:val="h"/><w:vanish w:val="0"/></w:rPr><w:t>丁</w:t></w:r>'
    body = f"<w:p>{text('甲')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r>{by_style}{shown}</w:p>"
    extraction = read(body, styles=styles)
    assert extraction.text == "甲丁"
    assert out(extraction) == [("隐藏的文字", "乙"), ("隐藏的文字", "丙")]


def complex_field(code: str, result: str, separate: bool = True) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    middle = mark("separate") + result if separate else ""
    return f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{middle}{mark('end')}"


def test_a_field_shows_its_result_and_not_its_code() -> None:
    inner = complex_field("REF x", text("内"))
    assert read(f"<w:p>{complex_field('IF ', text('甲') + inner)}</w:p>").text == "甲内"


def test_a_field_without_a_result_that_shows_something_is_a_mark() -> None:
    circled = complex_field("EQ \\o\\ac(○,1)", "", separate=False)
    extraction = read(f"<w:p>{text('第')}{circled}{text('项')}</w:p>")
    assert extraction.text == "第〔域1〕项"
    assert "EQ" in extraction.placeholders[0].what
    assert read(f"<w:p>{complex_field('XE 索引', '', separate=False)}{text('甲')}</w:p>").text == "甲"


def test_a_field_that_never_ends_is_told_and_its_words_are_kept() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    extraction = read(f"<w:p>{begin}{text('甲')}</w:p>{paragraph('乙')}")
    assert [w for _, w in out(extraction)] == ["甲", "乙"]
    assert [n.code for n in extraction.notices] == ["R114"]
