"""The look at a workbook before its reader: a cell whose place cannot be told is damage, for the reader may see it anywhere."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.sheets.workbook import read_workbook
from reasoner.sheets.xlsx_prescan import _scan


@pytest.mark.parametrize("reference", ["D-1", "4D", "D 1", "ABCD1", "D"])
def test_a_reference_that_is_none_is_damage(reference: str) -> None:
    with pytest.raises(ValueError, match="no reference"):
        _scan(f'<worksheet><row r="1"><c r="{reference}"><v>1</v></c></row></worksheet>'.encode(), set())


def test_a_cell_without_a_reference_stands_behind_the_one_before() -> None:
    scanned = _scan(b'<worksheet><row r="2"><c r="a2"><v>1</v></c><c><v>1</v></c></row></worksheet>', set())
    assert (scanned.rows, scanned.columns) == (2, 2)


def test_a_part_in_an_encoding_that_does_not_exist_is_damage(tmp_path: Path) -> None:
    workbook = b'<?xml version="1.0" encoding="xl"?><workbook/>'
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", workbook)
    with pytest.raises(Faults) as caught:
        read_workbook(tmp_path / "a.xlsx")
    assert [d.code for d in caught.value.diagnostics] == ["S101"]
