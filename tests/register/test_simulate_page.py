"""docs/simulate.md: its example, run as it stands there, comes to what the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from reasoner.backends.columnar.duckdb_engine import Engine
from reasoner.batch.simulation import NOT_ANSWERED, WATERMARK, RegisterResult, Simulation
from reasoner.cli.main import main
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.register.judge_register import judge_register
from reasoner.driver.register.outputs import Request

PAGE = Path(__file__).parents[2] / "docs" / "simulate.md"
CLAUSE = "qingdao-2023-18-medical/3.1.p2"


def example(folder: Path) -> Simulation:
    """The example of the page, run in a folder."""
    tables = re.findall(r"```csv\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    for name, table in zip(("名册.csv", "指标.csv"), tables, strict=True):
        (folder / name).write_text(table, encoding="utf-8")
    out = folder / "测算.json"
    figures = str(folder / "指标.csv")
    arguments = ["simulate", str(folder / "名册.csv"), "--indicators", figures, "--set", f"{CLAUSE}=70%", "--names"]
    assert main([*arguments, "-o", str(out)]) == 0
    return msgspec.json.decode(out.read_bytes(), type=Simulation)


def lines(made: Simulation) -> Iterator[str]:
    """The table of the page."""
    for change in made.changes:
        yield f"| {change.institution} | {change.region} | {told(change.before)} | {told(change.after)} |"


def told(result: RegisterResult) -> str:
    """An outcome with the clauses that decide."""
    deciding = "、".join(f"{c.place}({c.clause})" for c in result.clauses if c.part == "decisive")
    return f"{result.label}:{deciding}" if deciding else result.label


def test_the_example_comes_to_what_the_page_says(tmp_path: Path) -> None:
    made = example(tmp_path)
    page = PAGE.read_text(encoding="utf-8")
    assert (made.judged, made.changed, made.other_grounds) == (3, 2, 0)
    assert [line for line in page.splitlines() if line.startswith("| 示例")][:2] == list(lines(made))
    assert rule_base().documents["qingdao-2023-18-medical"].clauses[CLAUSE].quote in page
    assert WATERMARK in page
    for line in NOT_ANSWERED:
        assert f"- {line}\n" in page


def test_the_third_institution_keeps_its_outcome(tmp_path: Path) -> None:
    """69% is below 75% and below 70%: the page says that it stays as it was, and by which clause."""
    example(tmp_path)
    out = tmp_path / "果.parquet"
    judge_register(Request(str(tmp_path / "名册.csv"), str(out), str(tmp_path / "指标.csv")))
    engine = Engine(tmp_path)
    rows = engine.rows(f"select 编号, label, decisive from '{out}'")
    engine.close()
    id_, label, decisive = rows[2]
    (kept,) = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| 示例丙医院")]
    assert (id_, decisive) == ("例-3", [CLAUSE])
    assert kept.count(f"{label}:第三部分第(一)项第二段({CLAUSE})") == 2
