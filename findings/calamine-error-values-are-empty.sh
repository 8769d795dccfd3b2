#!/usr/bin/env bash
# python-calamine gives an error value of a workbook as an empty cell.
#
# Versions: python-calamine 0.9.1, xlwt 1.3.0, openpyxl 3.1.5.
# Behaviour: a cell that shows #DIV/0! comes as '', as does a cell with nothing in it, from an .xls and from an .xlsx alike:
# whoever reads a table with it cannot tell what somebody left out from what a formula could not compute.
# Output seen: xls: ['', ''] / xlsx: ['', '']
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 xlwt==1.3.0 openpyxl==3.1.5
cat > "$folder/try.py" <<'PY'
import io

import openpyxl
import xlwt
from python_calamine import CalamineWorkbook


def old():
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("s")
    sheet.row(0).set_cell_error(0, "#DIV/0!")
    sheet.write(0, 2, "end")
    book.save(out)
    return out


def new():
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"], book.active["C1"] = "#DIV/0!", "end"
    assert book.active["A1"].data_type == "e"
    book.save(out)
    return out


for name, out in (("xls", old()), ("xlsx", new())):
    row = CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue())).get_sheet_by_index(0).to_python()[0]
    print(f"{name}: {row[:2]}")
    assert row == ["", "", "end"], "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"
