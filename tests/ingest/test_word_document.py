"""A Word file read by walking it: what is seen on the page is in, what is not is out with its words, nothing is lost."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_files import converted, level, lists, office, packed, paragraph, row_of, text, word_file

from policy_dsl.error_codes.registry import CODES
from policy_dsl.ingest.archive_guard import Limits, read_parts
from policy_dsl.ingest.readers import word_package, word_second
from policy_dsl.ingest.readers.extraction import Extraction, ReadLine, Run, Unreadable
from policy_dsl.ingest.readers.received_file import read_received
from policy_dsl.ingest.readers.reconciliation import Reconciliation, reconcile
from policy_dsl.ingest.readers.word_document import read_word
from policy_dsl.ingest.readers.word_package import LIMITS
from policy_dsl.ingest.readers.word_second import second_lines

ROOT = Path(__file__).parents[2]
TEXTS = sorted([*(ROOT / "tests/corpus/statutes").glob("*.txt"), *(ROOT / "policy_dsl/corpus").rglob("text.txt")])


def read(body: str, **parts: str) -> Extraction:
    return read_word(word_file(body, **parts))


def out(extraction: Extraction) -> list[tuple[str, str]]:
    return [(x.kind, x.words) for x in extraction.left_out]


def held_against_the_second(raw: bytes) -> Reconciliation:
    second = second_lines(raw)
    assert second is not None
    return reconcile(read_word(raw).lines, second, ("甲", "乙"))


# --- whole texts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: f"{p.parent.name}-{p.stem}"[-40:])
def test_every_character_of_a_text_printed_by_python_docx_comes_back(path: Path) -> None:
    words = path.read_text(encoding="utf-8")
    document = docx.Document()
    for line in words.split("\n"):
        document.add_paragraph(line)
    stored = io.BytesIO()
    document.save(stored)
    again = read_word(stored.getvalue())
    assert again.text == words
    assert not again.notices
    assert not again.left_out
    assert not held_against_the_second(stored.getvalue()).differences


@pytest.mark.skipif(office() is None, reason="needs LibreOffice")
def test_every_character_of_texts_written_by_libreoffice_comes_back() -> None:
    # All in one file: LibreOffice takes seconds to start.
    words = "\n".join(path.read_text(encoding="utf-8") for path in TEXTS)
    raw = converted(word_file("".join(map(paragraph, words.split("\n")))), "a.docx", "docx:MS Word 2007 XML")
    again = read_word(raw)
    assert again.text == words
    assert not again.notices
    assert not held_against_the_second(raw).open


@pytest.mark.skipif(office() is None, reason="needs LibreOffice")
def test_lists_that_libreoffice_writes_are_numbered_as_it_prints_them() -> None:
    forms = ("chineseCountingThousand", "decimal", "decimalEnclosedCircle")
    defined = lists(
        [
            "".join(level(i, f, f"%{i + 1}、") for i, f in enumerate(forms)),
            level(0, "chineseLegalSimplified", "第%1章", start=3),
        ],
        [0, 1, 0],
        {3: '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'},
    )
    path = [(1, 0), (1, 1), (1, 2), (2, 0), (1, 2), (1, 1), (2, 0), (1, 0), (1, 1), (3, 0), (3, 1), (3, 0)]
    body = "".join(paragraph(f"甲{i}", list_id=n, level=at) for i, (n, at) in enumerate(path))
    raw = converted(word_file(body, numbering=defined), "a.docx", "docx:MS Word 2007 XML")
    printed = converted(raw, "a.docx", "txt:Text (encoded):UTF8").decode("utf-8-sig").split("\n")
    ours = read_word(raw).text.split("\n")
    assert ["".join(x.split()) for x in ours if x.strip()] == ["".join(x.split()) for x in printed if x.strip()]
    assert "七、甲9" in ours


# --- revisions, controls, fields, ruby -------------------------------------------------------------------------------

INSERTED = '<w:ins w:id="1" w:author="a"><w:r><w:t>得</w:t></w:r></w:ins>'
DELETED = '<w:del w:id="2" w:author="a"><w:r><w:delText>应当</w:delText></w:r></w:del>'
CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>原则上</w:t></w:r></w:sdtContent></w:sdt>"
FIELD = '<w:fldSimple w:instr="DOCPROPERTY x"><w:r><w:t>再</w:t></w:r></w:fldSimple>'
RUBY = (
    "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>xīn</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>新</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)


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


# --- what has no words -----------------------------------------------------------------------------------------------

DRAWING = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图章"/><a:graphic><a:graphicData uri="x"><pic:pic/></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r>"
)


def test_pictures_formulas_and_objects_are_marks_with_their_place() -> None:
    formula = "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"
    body = f"<w:p>{text('见')}{DRAWING}</w:p><w:p>{text('按')}{formula}{text('计算')}</w:p><w:p><w:r><w:object/></w:r></w:p>"
    extraction = read(body)
    assert extraction.text == "见〔图片1〕\n按〔公式1〕计算\n〔嵌入对象1〕"
    assert [(p.mark, p.place) for p in extraction.placeholders] == [
        ("〔图片1〕", "正文第1段"), ("〔公式1〕", "正文第2段"), ("〔嵌入对象1〕", "正文第3段"),
    ]  # fmt: skip
    assert "a+b" in extraction.placeholders[1].what
    assert "图章" in extraction.placeholders[0].what
    assert not extraction.notices


def test_text_boxes_are_read_once_behind_their_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('框里的字')}</w:txbxContent>"
    choice = (
        f"<mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
    )
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    body = (
        f"<w:p>{text('前')}<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>{text('后')}</w:p>"
    )
    extraction = read(body + paragraph("再后"))
    assert extraction.text == "前后\n框里的字\n再后"
    assert extraction.lines[1].place == "文本框1(正文第1段)"
    assert not extraction.notices


def test_symbols_of_fonts_are_marks_and_characters_of_unicode_themselves() -> None:
    body = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="宋体" w:char="25A1"/></w:r></w:p>'
    extraction = read(body)
    assert extraction.text == "〔符号1〕□"
    assert "Wingdings" in extraction.placeholders[0].what


def test_footnotes_stand_at_the_end_headers_footers_and_comments_are_out() -> None:
    reference = '<w:r><w:footnoteReference w:id="5"/></w:r>'
    extraction = read(
        f"<w:p>{text('甲')}{reference}</w:p>{paragraph('乙')}",
        footnotes=f'<w:footnote w:id="0">{paragraph()}</w:footnote><w:footnote w:id="5">{paragraph("注文")}</w:footnote>',
        header1=paragraph("某某文件"), footer1=paragraph("— 1 —"),
        comments=f'<w:comment w:id="1" w:author="a">{paragraph("请核")}</w:comment>',
    )  # fmt: skip
    assert extraction.text == "甲〔脚注1〕\n乙\n〔脚注1〕注文"
    assert sorted(out(extraction)) == sorted([("页眉", "某某文件"), ("页脚", "— 1 —"), ("批注", "请核")])


# --- tables, breaks --------------------------------------------------------------------------------------------------


def test_a_table_is_a_line_for_each_row_with_cells_apart_by_tabs() -> None:
    wide = f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("合计")}'
    below = f"<w:tcPr><w:vMerge/></w:tcPr>{paragraph()}"
    rows = (
        row_of(paragraph("指标"), paragraph("目标") + paragraph("值"), paragraph("单位")),
        row_of(below, paragraph("75%"), paragraph("个")),
        row_of(wide, paragraph("9")),
    )
    body = f"<w:tbl>{''.join(rows)}</w:tbl>"
    extraction = read(paragraph("表前") + body + paragraph("表后"))
    assert extraction.text == "表前\n指标\t目标 值\t单位\n\t75%\t个\n合计\t\t9\n表后"
    assert [line.place for line in extraction.lines] == ["正文第1段", "表1第1行", "表1第2行", "表1第3行", "正文第2段"]


def test_the_second_reading_has_each_merged_cell_once() -> None:
    document = docx.Document()
    table = document.add_table(6, 3)
    for i, cell in enumerate(cell for line in table.rows for cell in line.cells):
        cell.text = f"字{i}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).merge(table.cell(4, 0))
    stored = io.BytesIO()
    document.save(stored)
    for _ in range(5):
        assert not held_against_the_second(stored.getvalue()).differences


def test_a_table_of_one_cell_is_the_paragraphs_in_it() -> None:
    assert read(f"<w:tbl>{row_of(paragraph('甲') + paragraph('乙'))}</w:tbl>").text == "甲\n乙"


def test_a_table_in_a_table_loses_nothing() -> None:
    inner = f"<w:tbl>{row_of(paragraph('丙'), paragraph('丁'))}</w:tbl>"
    extraction = read(f"<w:tbl>{row_of(paragraph('甲') + inner, paragraph('乙'))}</w:tbl>")
    assert extraction.text == "甲 丙 丁\t乙"
    assert not [n for n in extraction.notices if n.code]


def test_a_deleted_row_is_out() -> None:
    gone = row_of(paragraph("删")).replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="1" w:author="a"/></w:trPr>')
    extraction = read(f"<w:tbl>{row_of(paragraph('甲'), paragraph('乙'))}{gone}</w:tbl>")
    assert extraction.text == "甲\t乙"
    assert out(extraction) == [("修订删除的文字", "删")]


def test_line_breaks_begin_lines_and_empty_paragraphs_stay() -> None:
    body = f"<w:p>{text('甲')}<w:r><w:br/></w:r>{text('乙')}</w:p>{paragraph()}{paragraph('丙')}"
    assert read(body).text == "甲\n乙\n\n丙"
    page = '<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:br w:type="page"/></w:r></w:p>'
    assert read(page + paragraph("乙")).text == "甲\n乙"


def test_blocks_in_controls_and_insertions_are_in() -> None:
    control = f"<w:sdt><w:sdtContent>{paragraph('甲')}</w:sdtContent></w:sdt>"
    assert read(control + f'<w:customXml w:element="x">{paragraph("乙")}</w:customXml>').text == "甲\n乙"


def test_the_strict_form_of_the_standard_is_read() -> None:
    raw = word_file(paragraph("甲"))
    parts = dict(read_parts(raw, LIMITS))
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert read_word(packed(parts)).text == "甲"


# --- nothing is lost -------------------------------------------------------------------------------------------------

_WRAPPERS = (INSERTED, CONTROL, FIELD, RUBY, DELETED, "<w:smartTag>{}</w:smartTag>", "<w:future>{}</w:future>")


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_nested_in_whatever_no_character_is_lost(seed: int) -> None:
    chance = random.Random(seed)
    count = iter(range(10_000))

    def inline(depth: int) -> str:
        kind = chance.randrange(9)
        inner = (
            text(f"字{next(count)};")
            if depth > 4 or kind < 4
            else "".join(inline(depth + 1) for _ in range(chance.randint(1, 3)))
        )
        return {
            4: f'<w:ins w:id="1" w:author="a">{inner}</w:ins>', 5: f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
            6: f"<w:future>{inner}</w:future>", 7: f"<w:hyperlink>{inner}</w:hyperlink>", 8: f'<w:del w:id="2" w:author="a">{inner}</w:del>',
        }.get(kind, inner)  # fmt: skip

    def block(depth: int) -> str:
        if depth > 3 or chance.random() < 0.6:
            return f"<w:p>{''.join(inline(0) for _ in range(chance.randint(1, 4)))}</w:p>"
        inner = "".join(block(depth + 1) for _ in range(chance.randint(1, 3)))
        return chance.choice(
            [
                f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
                f"<w:tbl>{row_of(inner, block(depth + 1))}</w:tbl>",
                f"<w:future>{inner}</w:future>",
            ]
        )

    body = "".join(block(0) for _ in range(5))
    extraction = read(body)
    assert not [n for n in extraction.notices if n.code]
    everything = extraction.text + "".join(x.words for x in extraction.left_out)
    assert sorted(re.findall("字[0-9]+;", everything)) == sorted(re.findall("字[0-9]+;", body))


# --- files that are not read -----------------------------------------------------------------------------------------


def refused(raw: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_word(raw)
    assert caught.value.hint
    return caught.value.code


@pytest.mark.parametrize("tag", ["w:r", "w:sdt", "w:ins", "mc:AlternateContent><mc:Choice"])
def test_deep_nesting_loses_nothing_or_is_refused(tag: str) -> None:
    closing = "".join(f"</{name}>" for name in reversed(tag.split("><")))
    for depth in (50, 110, 240, 3000):
        raw = word_file(f"<w:p>{f'<{tag}>' * depth}{text('甲')}{closing * depth}</w:p>")
        try:
            result = read_word(raw).text
        except Unreadable as error:
            result = error.code
        assert result in (("甲",) if depth <= 110 else ("甲", "R103"))


def test_damaged_hostile_and_other_archives_are_named() -> None:
    whole = word_file(paragraph("甲" * 1000))
    assert refused(whole[: len(whole) // 2]) == "R103"
    assert refused(packed({"a.txt": b"x"})) == "R102"
    assert refused(packed({"word/document.xml": b"<w:document"})) == "R103"
    declared = b'<?xml version="1.0"?><!DOCTYPE a><a/>'
    assert refused(packed({"word/document.xml": declared})) == "R105"
    locked = bytearray(whole)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = locked.find(sign)
        while start >= 0:
            locked[start + offset] |= 1
            start = locked.find(sign, start + 1)
    assert refused(bytes(locked)) == "R104"


def test_archives_beyond_the_limits_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = word_file(paragraph("甲" * 500))
    for limits in (
        Limits(2, 10**6, 10**6, (".xml",)),
        Limits(99, 1000, 10**6, (".xml",)),
        Limits(99, 10**6, 1000, (".xml",)),
    ):
        monkeypatch.setattr(word_package, "LIMITS", limits)
        assert refused(raw) == "R105"


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_every_change_between_two_readings_is_a_difference_and_nothing_else_is(data: st.DataObject) -> None:
    letters = st.text("甲乙丙丁,。1", min_size=1, max_size=12)
    ours = data.draw(st.lists(letters, min_size=1, max_size=12))
    theirs = data.draw(st.one_of(st.just(ours), st.lists(letters, min_size=1, max_size=12)))
    lines = [ReadLine((Run(words),), f"第{i}行") for i, words in enumerate(ours)]
    result = reconcile(lines, theirs, ("甲", "乙"))
    assert bool(result.differences) == ("".join(ours) != "".join(theirs))
    # What both have in common is what is left of each when its differences are taken away.
    assert len("".join(ours)) - sum(len(d.first) for d in result.differences) == len("".join(theirs)) - sum(
        len(d.second) for d in result.differences
    )


@pytest.mark.parametrize("seed", range(40))
def test_a_file_with_changed_bytes_is_read_or_refused_with_a_code(seed: int) -> None:
    chance = random.Random(seed)
    whole = word_file(
        paragraph("甲", list_id=1)
        + f"<w:p>{INSERTED}{RUBY}</w:p><w:tbl>{row_of(paragraph('乙'), paragraph('丙'))}</w:tbl>",
        numbering=lists([level(0, "chineseCounting", "%1、")]),
    )
    for _ in range(5):
        parts = dict(read_parts(whole, LIMITS))
        name = chance.choice(sorted(parts))
        changed = bytearray(parts[name])
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(changed))
            changed[at : at + chance.randint(0, 9)] = bytes(chance.choices(b"<>/w:=\"'0a ", k=chance.randint(0, 4)))
        parts[name] = bytes(changed)
        try:
            result = read_word(packed(parts)).form
        except Unreadable as error:
            result = error.code
        assert result == "Word 文档" or result in CODES
