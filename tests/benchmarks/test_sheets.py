"""Tables of 5,000 rows: read, judged and written back. `uv run --group dev pytest tests/benchmarks/test_sheets.py --benchmark-enable`.

Budget: all of it in 10 s on two cores; nothing here fails by the clock. Peak memory and CPU time of a process of its own
stand among the extra information of the last benchmark.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reasoner.driver import workbooks

ROWS = 5000
PLACES = ("市南区", "市北区", "崂山区", "西海岸新区", "城阳区", "即墨区", "胶州市", "平度市", "莱西市")


def big_book() -> bytes:
    """As a district sends it: a title, usual headers, two kinds of applications, a total."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("申请")
    sheet.append(["2024年定点申请汇总表"])
    sheet.append(
        [
            "受理编号",
            "事项",
            "申请日期",
            "机构\n名称",
            "类型",
            "等级",
            "所在区县",
            "床位类别",
            "床位数（张）",
            "重点建设项目",
            "备注",
        ]
    )
    for n in range(ROWS):
        beds = n % 3 < 2
        sheet.append([
            f"QD-{n:05d}", "新增购买住院床位" if beds else "新增定点零售药店", date(2024, 1, 1) + timedelta(days=n % 300),
            f"示例机构{n}", ("综合医院", "中医医院", "康复医院")[n % 3] if beds else "零售药店", "二级" if beds else None,
            PLACES[n % len(PLACES)], ("综合", "康复", "中医", "精神")[n % 4] if beds else None, 20 + n % 80 if beds else None,
            "市级" if n % 7 == 0 else None, "备注",
        ])  # fmt: skip
    sheet.append(["合计", *[None] * 7, 123456])
    rates = book.create_sheet("指标")
    rates.append(["地区", "名称", "数值", "时点"])
    for number, place in enumerate((*PLACES, "市本级", "青岛市")):
        rates.append([place, "床位使用率", f"{70 + number}%", "2023-12-31"])
        rates.append([place, "医疗费用增长率", f"{number}%", "2023"])
    for name, value in (
        ("医保购买住院床位数", 71293),
        ("医保购买康复床位数", 3000),
        ("医保购买中医床位数", 7000),
        ("常住人口", 10342100),
    ):
        rates.append(["青岛市", name, value, "2022-12-31"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sheets") / "申请.xlsx"
    path.write_bytes(big_book())
    return path


def test_read(benchmark: Any, source: Path) -> None:
    batch = benchmark.pedantic(lambda: workbooks.gather([source]), rounds=2, iterations=1)
    assert len(batch.applications) == ROWS


def test_read_judge_and_write(benchmark: Any, source: Path, tmp_path: Path) -> None:
    target = tmp_path / "结果.xlsx"
    made = benchmark.pedantic(lambda: workbooks.check_to_workbook([source], target), rounds=1, iterations=1)
    assert sum(made.labels.values()) == ROWS


MEASURED = """
import json, resource, sys, time
from pathlib import Path
from reasoner.driver import workbooks
workbooks.check_to_workbook([Path(sys.argv[1])], Path(sys.argv[2]))
status = Path("/proc/self/status")
if status.exists():  # the peak of this program alone: that of getrusage begins with what its parent held
    (peak,) = (int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps([peak // 1024, time.process_time()]))
"""
"""Prints the peak memory in MB and the CPU time in seconds."""

MOST_MEGABYTES = 150
"""Of 50,000 rows it is below 300."""


@pytest.mark.skipif(sys.platform == "win32", reason="no peak of memory is told there")
def test_memory_and_processor(benchmark: Any, source: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", MEASURED, str(source), str(tmp_path / "结果.xlsx")]
    run = benchmark.pedantic(
        lambda: subprocess.run(command, capture_output=True, text=True, check=True), rounds=1, iterations=1
    )
    megabytes, seconds = json.loads(run.stdout)
    benchmark.extra_info |= {"megabytes": megabytes, "processor_seconds": seconds}
    assert megabytes < MOST_MEGABYTES
