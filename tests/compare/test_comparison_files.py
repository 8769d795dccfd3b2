"""The workbook and the document of a comparison: they open again, lose nothing, and hold no formula."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from compared import beds, decisive, flat, reading, silent, spoken, typed, witnesses

from policy_dsl.diagnostics import Faults
from reasoner.compare.report.document_building import comparison_document
from reasoner.compare.report.xlsx import comparison_sheet
from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.judge import judge
from reasoner.render.typeset import bare, on_screen
from reasoner.sheets.columns import Names
from reasoner.sheets.table_reading import read_table

SHEETS = ["结论", "总览", "说明", "差异", "申请", "指标", "认定", "条款"]


def workbook(data: Any, folder: Path) -> Any:
    comparison_sheet(typed(data), rule_base(), folder / "比较.xlsx")
    return openpyxl.load_workbook(folder / "比较.xlsx")


def rows(sheet: Any) -> list[dict[str, Any]]:
    head, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in others]


def document(data: Any, folder: Path) -> Any:
    comparison_document(typed(data), rule_base(), folder / "比较.docx")
    return docx.Document(str(folder / "比较.docx"))


def paragraphs(found: Any) -> list[str]:
    cells = [p.text for t in found.tables for r in t.rows for c in r.cells for p in c.paragraphs]
    return [p.text for p in found.paragraphs] + cells


# --- the workbook ---------------------------------------------------------------------------------------------


def test_the_overview_has_a_row_for_every_matter_and_kind(tmp_path: Path) -> None:
    data = beds()
    book = workbook(data, tmp_path)
    assert book.sheetnames == SHEETS
    found = rows(book["总览"])
    assert {(r["事项"], r["适用机构"], r["关系"]) for r in found} == {
        (r["matter"], r["type"], "互有宽严") for r in data["results"]
    }
    assert all("赤字地区不再增加机构" in r["说明"] for r in found)
    for name in ("总览", "差异", "条款"):
        assert book[name].freeze_panes == "A2"
        assert book[name].auto_filter.ref is not None
    assert all(isinstance(r["仅青岛市限制"], int) for r in found)


@pytest.mark.parametrize("data", [beds, reading])
def test_the_differences_have_a_row_for_every_witness(data: Any, tmp_path: Path) -> None:
    book, wanted = workbook(data(), tmp_path), witnesses(data())
    found = rows(book["差异"])
    assert len(found) == len(wanted)
    sides = {"a": data()["a"].partition("(")[0], "b": data()["b"].partition("(")[0]}
    for row, w in zip(found, wanted, strict=True):
        for side, name in sides.items():
            assert row[f"{name}结论"].startswith(on_screen(w[side]["label"]))
            for c in decisive(w, side):
                assert on_screen(f"「{''.join(c['quote'].splitlines())}」")[1:-1] in row[f"{name}条款原文"]
                assert on_screen(c["place"]) in row[f"{name}决定条款"]
        for entry in w["application"].get("指标", ()):
            assert entry["名称"] in row["全部事实"]
        told = {"已定点": "尚未定点", "步行15分钟内同类型定点机构数": "步行15分钟内有同类型定点机构"}
        assert all(told.get(u["fact"], u["fact"]) in row["差异在于（例）"] for u in w["unusual"])
    texts = {(c["clause"].partition("/")[2], c["quote"]) for w in wanted for s in "ab" for c in decisive(w, s)}
    assert {(r["条款地址"], r["条款原文"]) for r in rows(book["条款"]) if r["所据一方"] is not None} == {
        (a, on_screen(f"「{''.join(q.splitlines())}」")) for a, q in texts
    }


def test_the_workbook_can_be_judged_again(tmp_path: Path) -> None:
    base, data = rule_base(), beds()
    for given, wanted in ((data, witnesses(data)), ([data, data], [*witnesses(data), *witnesses(data)])):
        workbook(given, tmp_path)
        read = read_table(tmp_path / "比较.xlsx", Names(base.vocabulary))
        found = read.applications(Reader(base.vocabulary, base.document_names))
        assert read.faults == ()
        assert [judge(base, a).outcome for a in found] == [w["a"]["outcome"] for w in wanted]
        assert len({a.id for a in found}) == len(wanted)


def test_a_workbook_without_examples_says_that_nothing_is_compared(tmp_path: Path) -> None:
    book = workbook(silent(), tmp_path)
    assert book["差异"].max_row == 1
    told = "青岛市有规定；泉州市已收录文件中没有可供核对的规定；没有规定不等于可以办理，不作宽严比较；青岛市的限制有"
    assert all(r["说明"].startswith(told) for r in rows(book["总览"]))


def test_the_notes_have_day_figures_documents_and_definitions(tmp_path: Path) -> None:
    data = beds()
    told = flat(
        "".join(str(c) for row in workbook(data, tmp_path)["说明"].iter_rows(values_only=True) for c in row if c)
    )
    assert on_screen(f"适用日期:{data['as_of']}") in told
    assert f"涉及规则{data['analysed']}条，其中{data['open']}条" in told
    for name in ("限制", "互有宽严", "程度不同、方式不同", "假设值"):
        assert name in told
    for d in (*data["documents"]["a"], *data["documents"]["b"]):
        assert flat(f"《{d['title']}》") in told


def test_nothing_is_a_formula_and_long_names_wrap(tmp_path: Path) -> None:
    forged = json.loads(json.dumps(beds(), ensure_ascii=False).replace("河南省", "=HYPERLINK(1)" + "某" * 60))
    for r in forged["results"]:
        for w in r["witnesses"]:
            w["application"]["机构"]["名称"] = "+1+1"
    book = workbook(forged, tmp_path)
    for sheet in book:
        for row in sheet.iter_rows():
            for c in row:
                assert c.data_type != "f", (sheet.title, c.coordinate)
                if isinstance(c.value, str) and len(c.value) > 60 and c.row > 1 and sheet.title != "说明":
                    assert c.alignment.wrap_text, (sheet.title, c.coordinate)
                if isinstance(c.value, str) and c.value.startswith(("=", "+")):
                    assert c.quotePrefix


def test_the_workbook_opens_with_the_answer(tmp_path: Path) -> None:
    """One sentence a matter, before every sheet that shows it; where a side is silent, that this is no permission."""
    (row, last) = rows(workbook([beds(), silent()], tmp_path)["结论"])
    assert row["事项"] == "新增购买住院床位"
    assert row["结论"] == (
        "青岛市与河南省：互有宽严，仅青岛市限制的是增长率高于全市的区市从严控制（医疗费用增长率）、"
        "住院床位总量（超过7.5张/千常住人口）、康复床位（超过0.42张/千常住人口）等6项，"
        "仅河南省限制的是超过配置总量以调整存量为主（定点医药机构数）、赤字地区不再增加机构（医保基金当期赤字、医保基金动态监测赤字）；"
        "与泉州市：不可比（泉州市已收录文件中没有可供核对的规定），"
        "青岛市的限制有增长率高于全市的区市从严控制（医疗费用增长率）、住院床位总量（超过7.5张/千常住人口）、康复床位（超过0.42张/千常住人口）等6项。"
    )
    assert last["结论"] == "没有规定不等于可以办理。"


def test_several_pairs_begin_with_an_overview(tmp_path: Path) -> None:
    book = workbook([beds(), silent()], tmp_path)
    assert book.sheetnames == ["结论", "各对比较总览", *SHEETS[1:]]
    (row,) = rows(book["各对比较总览"])
    assert row["青岛市与河南省"].startswith("互有宽严。仅青岛市限制：")
    assert row["青岛市与泉州市"].startswith("不可比（泉州市已收录文件中没有可供核对的规定）。青岛市的限制有")


# --- the document ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [beds, reading])
def test_the_document_has_every_example_outcome_clause_and_quote(data: Any, tmp_path: Path) -> None:
    found = paragraphs(document(data(), tmp_path))
    whole, wanted = bare("".join(found)), witnesses(data())
    told = [p for p in found if p.startswith("例") and "申请新增" in p]
    assert len(told) == len(wanted)
    for n, w in enumerate(wanted):
        start = found.index(told[n])
        end = found.index(told[n + 1]) if n + 1 < len(told) else len(found)
        part, names = found[start:end], [bare(data()[s].partition("(")[0]) for s in "ab"]
        halves = [
            next(x for x in map(bare, part[1:]) if x.startswith(name) and x[len(name)] in "(:\uff08\uff1a")
            for name in names
        ]
        lines = [bare(part[0]), *halves]
        assert sum(p.startswith("理由") for p in part) == sum(bool(decisive(w, s)) for s in "ab")
        for line, side in zip(lines[1:], "ab", strict=True):
            assert bare(w[side]["label"]) in line
            for c in decisive(w, side):
                assert bare(c["place"]) in line
                assert bare(c["quote"]) in whole
        for entry in w["application"].get("指标", ()):
            assert bare(entry["名称"]) in lines[0]
            assert str(entry["数值"]) in lines[0] or isinstance(entry["数值"], bool)
        assert lines[0].count("※") == len(w["unusual"])


def test_the_document_begins_with_title_day_and_summary(tmp_path: Path) -> None:
    found = document(beds(), tmp_path)
    assert bare(found.paragraphs[0].text) == "各地规定效果比较:青岛市与河南省"
    assert bare(found.paragraphs[1].text).startswith(
        "新增购买住院床位:互有宽严,仅青岛市限制的是增长率高于全市的区市从严控制(医疗费用增长率)、住院床位总量(超过7.5张/千常住人口)"
    )
    assert "2025-12-31" in found.paragraphs[2].text
    summary = found.tables[0]
    assert [c.text for c in summary.rows[0].cells][:3] == ["事项", "机构", "关系"]
    assert len(summary.rows) == 3
    assert any(c.text.startswith("互有宽严") for c in summary.rows[1].cells)
    breaks = [p.paragraph_format.page_break_before for p in found.paragraphs if p.text.startswith("二、新增")]
    assert breaks[0] is True


def test_the_same_comparison_gives_the_same_bytes(tmp_path: Path) -> None:
    document(beds(), tmp_path)
    first = (tmp_path / "比较.docx").read_bytes()
    document(beds(), tmp_path)
    assert (tmp_path / "比较.docx").read_bytes() == first
    workbook(beds(), tmp_path)
    first = (tmp_path / "比较.xlsx").read_bytes()
    workbook(beds(), tmp_path)
    assert (tmp_path / "比较.xlsx").read_bytes() == first


def test_several_pairs_in_a_document(tmp_path: Path) -> None:
    found = paragraphs(document([beds(), silent()], tmp_path))
    text = bare("".join(found))
    assert "各对比较总览" in text
    assert "不可比(泉州市已收录文件中没有可供核对的规定)" in text
    assert text.count("申请新增购买住院床位:") == len(witnesses(beds()))


def test_strange_characters_do_not_break_the_files(tmp_path: Path) -> None:
    forged = json.loads(json.dumps(beds(), ensure_ascii=False).replace("河南省", "某\\u0001<省>&\\u202e"))
    assert document(forged, tmp_path).tables
    assert workbook(forged, tmp_path).sheetnames == SHEETS


@pytest.mark.parametrize("write", [comparison_sheet, comparison_document])
def test_a_folder_that_is_not_there_is_told(write: Any, tmp_path: Path) -> None:
    with pytest.raises(Faults) as error:
        write(typed(beds()), rule_base(), tmp_path / "无" / "比较")
    assert [d.code for d in error.value.diagnostics] == ["S140"]


def test_the_clauses_of_the_side_that_speaks_are_in_both_files(tmp_path: Path) -> None:
    (row,) = (r for r in rows(workbook(spoken(), tmp_path)["条款"]) if r["条款地址"] == "3.1.p2")
    assert row["条款原文"] == "“某原文。”"
    assert "某规则：某规则的意思（不及于康复医院）" in row["未作比较的事项及规则"]
    whole = bare("".join(paragraphs(document(spoken(), tmp_path))))
    assert "某原文。" in whole
    assert "某规则的意思(不及于康复医院)" in whole
    assert "所据条文理解" in whole


# --- printed, and read by programs ----------------------------------------------------------------------------


@pytest.mark.parametrize("data", [beds, lambda: [beds(), silent()]])
def test_every_sheet_is_printed_as_wide_as_its_paper_with_its_head(data: Any, tmp_path: Path) -> None:
    for sheet in workbook(data(), tmp_path):
        assert sheet.sheet_properties.pageSetUpPr.fitToPage is True, sheet.title
        # One page wide is what the format means where nothing is said.
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.page_setup.orientation == "landscape"
        # 9 is A4, 8 is A3 (ECMA-376, 18.3.1.63)
        assert str(sheet.page_setup.paperSize) == ("9" if sheet.title == "说明" else "8")
        assert sheet.print_title_rows == (None if sheet.title == "说明" else "$1:$1")


def test_empty_cells_have_borders_like_the_others(tmp_path: Path) -> None:
    book = workbook(beds(), tmp_path)
    empty = 0
    for name in ("总览", "差异", "条款", "申请", "指标"):
        for row in book[name].iter_rows(min_row=2):
            assert {c.border.left.style for c in row} == {"thin"}, name
            empty += sum(c.value is None for c in row)
    assert empty


def test_the_document_has_the_headings_that_word_knows_and_a_title(tmp_path: Path) -> None:
    found = document(beds(), tmp_path)
    assert bare(found.core_properties.title) == "各地规定效果比较:青岛市与河南省"
    headings = [(p.style.name, bare(p.text)) for p in found.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "各地规定效果比较:青岛市与河南省")
    assert ("Heading 2", "二、新增购买住院床位") in headings
    assert ("Heading 3", "双方都限制,结论不同") in headings
    annex = headings.index(("Heading 1", "附件:举例"))
    numbered = [text.partition("、")[0] for style, text in headings[:annex] if style == "Heading 2"]
    assert numbered == list("一二三四五")[: len(numbered)]
    assert headings[annex + 1 :]
    assert not [text for _, text in headings[annex + 1 :] if text[1:2] == "、"]
    for name in ("Heading 1", "Heading 2", "Heading 3"):
        assert found.styles[name].base_style.name.startswith("公文")
        assert found.styles[name].font.color.rgb is None
