"""The look at a workbook before its reader: a cell whose place cannot be told is damage, for the reader may see it anywhere."""

from __future__ import annotations

import pytest

from reasoner.sheets.xlsx_prescan import _scan


@pytest.mark.parametrize("reference", ["D-1", "4D", "D 1", "ABCD1", "D"])
def test_a_reference_that_is_none_is_damage(reference: str) -> None:
    with pytest.raises(ValueError, match="no reference"):
        _scan(f'<worksheet><row r="1"><c r="{reference}"><v>1</v></c></row></worksheet>'.encode(), set())


def test_a_cell_without_a_reference_stands_behind_the_one_before() -> None:
    scanned = _scan(b'<worksheet><row r="2"><c r="a2"><v>1</v></c><c><v>1</v></c></row></worksheet>', set())
    assert (scanned.rows, scanned.columns) == (2, 2)
