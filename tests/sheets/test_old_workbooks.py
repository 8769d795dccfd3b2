"""Excel 97 to 2003: an error value and a formula without a value are no empty cells (errors.md S120, S124)."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import workbooks_made as made
import xlwt

from policy_dsl.diagnostics import Diagnostic
from reasoner.model.verdict import Verdict
from reasoner.sheets.xls_records import Unread, unread_cells

Verdicts = Callable[..., list[Verdict]]
Found = Callable[..., list[Diagnostic]]
BEDS = made.HEADERS.index("床位数")


def book(put: Callable[[Any], None], *, before: int = 0) -> bytes:
    """A workbook whose row of one application `put` changes; `before`: sheets that stand first."""
    whole = xlwt.Workbook(encoding="utf-8")
    for number in range(before):
        whole.add_sheet(f"说明{number}").write(0, 0, "填表说明")
    sheet = whole.add_sheet("申请", cell_overwrite_ok=True)
    for r, row in enumerate([made.HEADERS, made.ROW]):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    put(sheet)
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


ERRORS = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A!"]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("before", [0, 2])
def test_an_error_value_is_told(error: str, before: int, faults: Found) -> None:
    found = faults(book(lambda s: s.row(1).set_cell_error(BEDS, error), before=before), "表.xls")
    assert [(f.code, f.where.rpartition(": ")[2]) for f in found] == [("S120", "申请!I2")]


def test_a_formula_that_was_never_calculated_is_told(faults: Found) -> None:
    found = faults(book(lambda s: s.write(1, BEDS, xlwt.Formula("50+50"))), "表.xls")
    assert [(f.code, f.where.rpartition(": ")[2]) for f in found] == [("S124", "申请!I2")]


def test_a_formula_whose_result_is_an_error_is_told(faults: Found) -> None:
    """As Excel saves it: the result is of kind 2 where xlwt writes kind 3, an empty one."""
    raw = book(lambda s: s.write(1, BEDS, xlwt.Formula("1/0")))
    empty, error = bytes((3, 0, 0, 0, 0, 0, 0xFF, 0xFF)), bytes((2, 0, 7, 0, 0, 0, 0xFF, 0xFF))
    assert raw.count(empty) == 1
    found = faults(raw.replace(empty, error), "表.xls")
    assert [(f.code, f.where.rpartition(": ")[2]) for f in found] == [("S120", "申请!I2")]


def test_an_empty_cell_is_none(verdicts: Verdicts) -> None:
    """What the applicant did not write was not given; nobody says that the cell is wrong."""
    (verdict,) = verdicts(book(lambda s: s.write(1, BEDS, None)), "表.xls")
    assert {"类型", "等级"} <= {g.fact for g in verdict.given}
    assert "床位数" not in {g.fact for g in verdict.given}


def test_truth_values_and_numbers_are_left_alone() -> None:
    raw = book(lambda s: (s.row(1).set_cell_boolean(20, True), s.write(1, 21, 5)))
    assert unread_cells(raw) == [Unread()]


def test_each_sheet_has_its_own() -> None:
    raw = book(lambda s: (s.row(1).set_cell_error(3, "#N/A!"), s.write(7, 2, xlwt.Formula("A1"))), before=3)
    assert unread_cells(raw) == [Unread(), Unread(), Unread(), Unread(((1, 3),), ((7, 2),))]
