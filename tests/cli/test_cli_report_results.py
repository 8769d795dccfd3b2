"""One command from a district's table to letters and a workbook of results."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import python_calamine

TIAOLI = str(Path(sys.executable).with_name("tiaoli"))
TABLE = """2024年第一批定点申请汇总表,,,,,,
编号,事项,日期,机构名称,机构类型,所在地,步行15分钟内同类型定点机构数
A1,新增定点零售药店,2024年5月2日,乙药店,零售药店,370203,2
A2,新增定点零售药店,2024-05-03,丙药店,零售药店,市北区,0
合计,,,,,,
"""


def test_letters_and_results_of_one_table(tmp_path: Path) -> None:
    table = tmp_path / "区市报送.csv"
    table.write_text(TABLE, encoding="gb18030")
    before = table.read_bytes()
    letters, results = tmp_path / "文书", tmp_path / "结果.xlsx"
    command = [TIAOLI, "report", str(table), "-o", str(letters), "--results", str(results)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in letters.iterdir()) == ["A1-不予新增告知书.docx", "A2-内部查询单.docx"]
    rows = python_calamine.load_workbook(str(results)).get_sheet_by_name("研判结果").to_python()
    told = "\n".join(str(cell) for row in rows for cell in row)
    assert "原则上不予新增" in told
    assert "事实或认定不足，暂不能判断" in told
    assert table.read_bytes() == before
    checked = subprocess.run([TIAOLI, "verify", *map(str, letters.iterdir())], capture_output=True, timeout=120)
    assert checked.returncode == 0
