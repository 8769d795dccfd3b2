"""Pictures, formulas, text boxes, notes, tables, breaks, blocks in controls: what has no words, and what stands where."""

from __future__ import annotations

import io

import docx
from word_files import packed, paragraph, row_of, text, word_file
from word_reading import held_against_the_second, out, read

from policy_dsl.ingest.archive_guard import read_parts
from policy_dsl.ingest.readers.word_document import read_word
from policy_dsl.ingest.readers.word_package import LIMITS

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
