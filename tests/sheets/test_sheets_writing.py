"""What is written: results, marked copies, the empty form; whole or not at all, the same bytes, nothing that executes."""

from __future__ import annotations

import os
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import workbooks_made as made
from xlsxwriter.worksheet import Worksheet

from policy_dsl.diagnostics import Faults
from reasoner.driver import current_rule_base, judging, workbooks
from reasoner.driver.batch_input import BatchOptions
from reasoner.render.xlsx.cell_styles import PLAIN
from reasoner.render.xlsx.sheet_model import Sheet, styled
from reasoner.render.xlsx.workbook_writer import workbook_bytes
from reasoner.sheets.workbook import workbook_of


def results(tmp_path: Path, book: openpyxl.Workbook, name: str = "源.xlsx") -> tuple[Path, Any]:
    source = made.write(tmp_path / name, book)
    target = tmp_path / "结果.xlsx"
    workbooks.check_to_workbook([source], target)
    return target, openpyxl.load_workbook(target)


def row(sheet: Any, number: int = 2) -> dict[str, Any]:
    return dict(zip([c.value for c in sheet[1]], [c.value for c in sheet[number]], strict=True))


def test_a_row_says_what_the_note_says(tmp_path: Path) -> None:
    _, book = results(tmp_path, made.plain_book())
    assert book.sheetnames == ["研判结果", "申请", "指标"]
    told = row(book["研判结果"])
    assert told["研判结论"] == "原则上不予新增"
    assert "床位使用率低于75%的，原则上不再新增购买住院床位" in told["条款原文"]
    assert "青医保发〔2023〕18号" in told["决定条款"]
    assert "市级" in told["结论可能变化的情形"]
    assert "医疗费用增长率" in told["由本单位查询"]
    assert told["来源"] == "申请!第2行"
    source = openpyxl.load_workbook(tmp_path / "源.xlsx")
    assert [[c.value for c in r] for r in book["申请"]] == [[c.value for c in r] for r in source["申请"]]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first = results(tmp_path, made.plain_book())[0].read_bytes()
    assert results(tmp_path, made.plain_book())[0].read_bytes() == first


@pytest.mark.parametrize("name", [
    '=HYPERLINK("http://x","点")', "+1+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "<b>医院</b>&amp;", "../../etc/passwd",
    "{{ 7*7 }}{% for %}", "]]></t>", "院'); DROP TABLE",
])  # fmt: skip
def test_names_stay_text(name: str, tmp_path: Path) -> None:
    book = made.plain_book()
    sheet = book["申请"]
    sheet["D2"].value = name
    sheet["D2"].data_type = "s"
    sheet["K1"], sheet["K2"] = "备注", "x"
    target, found = results(tmp_path, book)
    for cell in (found["研判结果"]["B2"], found["申请"]["D2"]):
        assert cell.value == name
        assert cell.data_type == "s"
        assert cell.quotePrefix is name.startswith(("=", "+", "-", "@"))
    with zipfile.ZipFile(target) as package:
        assert not any(b"<f" in package.read(n) for n in package.namelist() if n.startswith("xl/worksheets/sheet"))


def test_formulas_of_the_source_become_values(tmp_path: Path) -> None:
    raw = made.repacked(
        made.saved(made.plain_book()),
        lambda name, part: (
            part.replace(b"<v>100</v>", b"<f>50+50</f><v>100</v>") if name.endswith("sheet1.xml") else part
        ),
    )
    source = made.write(tmp_path / "源.xlsx", raw)
    workbooks.check_to_workbook([source], tmp_path / "结果.xlsx")
    assert openpyxl.load_workbook(tmp_path / "结果.xlsx")["申请"]["I2"].value == 100


def test_characters_that_xml_cannot_hold_are_shown_as_boxes(tmp_path: Path) -> None:
    texts = styled(["a\x0bb\ud800", "x" * 40000, "_x0041_"], PLAIN)
    raw = workbook_bytes([Sheet("a" * 40 + "[]:*?/\\", [texts]), Sheet("A" * 40, [])], tmp_path)
    book = openpyxl.load_workbook(__import__("io").BytesIO(raw))
    assert book.worksheets[0]["A1"].value == "a□b□"
    assert len(book.worksheets[0]["B1"].value) == 32767
    assert workbook_of(raw, "表.xlsx").grids[0].rows[0][2] == "_x0041_"
    assert len(set(map(str.casefold, book.sheetnames))) == 2


def test_the_marked_copy_shows_every_fault_at_its_cell(tmp_path: Path) -> None:
    book = made.plain_book()
    book["申请"]["I2"] = "一百"
    book["指标"]["C2"] = 740
    source = made.write(tmp_path / "源.xlsx", book)
    before = source.read_bytes()
    with pytest.raises(Faults):
        workbooks.check([source], BatchOptions(marked=tmp_path / "副本.xlsx"))
    copy = openpyxl.load_workbook(tmp_path / "副本.xlsx")
    assert source.read_bytes() == before
    assert copy.sheetnames == ["错误清单", "申请", "指标"]
    assert "汉字写法" in copy["申请"]["I2"].comment.text
    assert copy["申请"]["I2"].fill.fgColor.rgb == "FFFFD9A0"
    assert "740%" in copy["指标"]["C2"].comment.text
    assert copy["申请"]["H2"].comment is None
    assert len(list(copy["错误清单"].rows)) == 4


def test_targets_are_guarded(tmp_path: Path) -> None:
    source = made.write(tmp_path / "源.xlsx", made.plain_book())
    link = tmp_path / "链接.xlsx"
    os.link(source, link)
    for target, code in (
        (source, "S141"),
        (link, "S141"),
        (tmp_path / "a.docx", "S142"),
        (tmp_path / "无" / "a.xlsx", "S140"),
        (tmp_path, "S142"),
    ):
        with pytest.raises(Faults) as error:
            workbooks.check_to_workbook([source], target)
        assert error.value.diagnostics[0].code == code
    assert sorted(p.name for p in tmp_path.iterdir()) == ["源.xlsx", "链接.xlsx"]


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = made.write(tmp_path / "源.xlsx", made.plain_book())
    target = made.write(tmp_path / "结果.xlsx", b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Faults) as error:
        workbooks.check_to_workbook([source], target, BatchOptions(force=True))
    assert error.value.diagnostics[0].code == "S140"
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 2


def test_rows_that_cannot_be_written_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = made.write(tmp_path / "源.xlsx", made.plain_book())
    target = made.write(tmp_path / "结果.xlsx", b"old")
    beside: list[str] = []

    def full(*_: object) -> None:
        beside.extend(p.name for p in tmp_path.iterdir() if p.is_dir())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Worksheet, "write_string", full)
    with pytest.raises(Faults) as error:
        workbooks.check_to_workbook([source], target, BatchOptions(force=True))
    assert error.value.diagnostics[0].code == "S140"
    assert "磁盘已满" in error.value.diagnostics[0].message
    assert len(beside) == 1
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 2


def test_values_are_read_again_as_they_were(tmp_path: Path) -> None:
    # CONTRACT §1: a stored spreadsheet number counts with 15 significant digits
    texts = ["<r><t>x</t></r>", "<r></r>", "_x0041_x0042_", "a_x0041_", "  两端空格  ", "多行\n文字", "&amp; <b>"]
    numbers = [Decimal("0.300000000000004"), Decimal("-0.00000015"), 123456789012345, 0, True]
    sheet = Sheet("表", [list(texts), list(numbers), [date(2024, 5, 1)]])
    grid = workbook_of(workbook_bytes([sheet], tmp_path), "表.xlsx").grids[0]
    assert grid.rows[0][: len(texts)] == texts
    assert grid.rows[1][: len(numbers)] == numbers
    assert grid.rows[2][0] == date(2024, 5, 1)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_where_one_file_has_a_fault(tmp_path: Path) -> None:
    good = made.write(tmp_path / "好.xlsx", made.plain_book())
    book = made.plain_book()
    book["申请"]["I2"] = "一百"
    bad = made.write(tmp_path / "坏.xlsx", book)
    with pytest.raises(Faults):
        workbooks.check_to_workbook([good, bad], tmp_path / "结果.xlsx")
    assert not (tmp_path / "结果.xlsx").exists()


def test_the_form_has_the_contract_s_headers_and_notes(tmp_path: Path) -> None:
    path = tmp_path / "申请.xlsx"
    workbooks.write_template(path)
    first = path.read_bytes()
    workbooks.write_template(path)
    assert path.read_bytes() == first
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["申请", "指标", "认定", "说明", "选项"]
    facts = current_rule_base.rule_base().vocabulary.facts
    headers = [c.value for c in book["申请"][1]]
    assert {t.label for t in facts.values() if t.subject in ("申请", "机构")} <= set(headers)
    assert all(
        c.comment is not None and "提供方" in c.comment.text for n in ("申请", "指标", "认定") for c in book[n][1]
    )
    assert book["申请"].max_row == 1
    assert book["申请"].freeze_panes == "A2"
    beds = book["申请"].cell(1, headers.index("床位数") + 1).comment.text
    assert "申请人" in beds
    assert "第三部分第（一）项第一段第一句" in beds
    assert len(book["申请"].data_validations.dataValidation) > 10


def test_the_form_filled_in_is_read(tmp_path: Path) -> None:
    path = tmp_path / "申请.xlsx"
    workbooks.write_template(path)
    book = openpyxl.load_workbook(path)
    headers = [c.value for c in book["申请"][1]]
    for header, value in zip(made.HEADERS, made.ROW, strict=True):
        book["申请"].cell(2, headers.index(header) + 1, value)
    book.save(path)
    (verdict,) = judging.check(path)[0]
    assert verdict.application == "QD-001"
