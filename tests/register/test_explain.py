"""`tiaoli batch --explain`: the whole verdict on some rows, and a difference between engines is our fault, with both results."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from policy_dsl.diagnostics import Faults
from reasoner.backends.columnar.duckdb_engine import Engine
from reasoner.cli.main import main
from reasoner.driver import current_rule_base
from reasoner.driver.register import explained_rows
from reasoner.driver.register.explained_rows import MOST
from reasoner.driver.register.judge_register import judge_register
from reasoner.driver.register.outputs import Request
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Outcome
from reasoner.model.verdict import Verdict
from tests.register import generated
from tests.register.test_batch import ROW, codes, faults_of, judged, written


@pytest.mark.parametrize("masks", [False, True])
def test_the_verdict_of_a_row_is_that_of_check(masks: bool, tmp_path: Path) -> None:
    rows = [ROW | {"编号": f"A{i}", "床位类别": "综合"} for i in range(4)]
    done, came = judged(tmp_path, written(tmp_path, rows), explain=("A2", "A1", " A2"), masks=masks)  # type: ignore[arg-type]
    assert done.explained is not None
    assert [v.application for v in done.explained.verdicts] == ["A1", "A2"]
    (verdict, _) = done.explained.verdicts
    assert verdict.receipt.facts
    assert (str(verdict.outcome), verdict.label) == came[1][1:3]


def test_a_row_that_was_not_judged_says_what_is_wrong_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = ROW | {"编号": "A2", "类型": "医务院"}
    register = written(tmp_path, [ROW, wrong, ROW | {"编号": "A3"}, ROW | {"编号": "A3"}])
    assert main(["batch", register, str(tmp_path / "out.parquet"), "--explain", "A1", "A2", "A3"]) == 2
    text = capsys.readouterr().out
    assert "A2 没有研判：第2份，“类型”一列，F117" in text
    assert text.count("A3 没有研判") == 2
    assert "qingdao-2023-18-medical" in text
    assert len(faults_of(tmp_path)) == 3


@pytest.mark.parametrize("numbers", [("A9",), ("A1", "a1"), ("",), tuple(f"A{i}" for i in range(MOST + 1))])
def test_a_number_that_no_row_has_is_named_and_nothing_is_written(numbers: tuple[str, ...], tmp_path: Path) -> None:
    assert codes(tmp_path, written(tmp_path, [ROW]), explain=numbers) == ["B128"]  # type: ignore[arg-type]


def test_a_difference_between_columns_and_interpreter_is_our_fault_with_both_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def otherwise(*given: object) -> Verdict:
        return replace(judge(*given), outcome=Outcome.EXEMPT, label="不受规划限制")  # type: ignore[arg-type]

    monkeypatch.setattr(explained_rows, "judge", otherwise)
    with pytest.raises(Faults) as raised:
        judge_register(Request(written(tmp_path, [ROW]), str(tmp_path / "out.parquet"), explain=("A1",)))
    (fault,) = raised.value.diagnostics
    assert (fault.code, fault.where) == ("B124", "A1")
    assert "按列研判是「outcome undetermined" in fault.message
    assert "逐份研判是「outcome exempt;label 不受规划限制" in fault.message
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.parquet"]


def test_random_rows_are_explained_as_the_columns_have_them(tmp_path: Path) -> None:
    register = generated.register(current_rule_base.rule_base(), 900, 11)
    files = [str(p) for p in register.write(tmp_path)]
    done = judge_register(Request(files[0], f"{tmp_path}/out.csv", *files[1:]))
    engine = Engine(tmp_path)
    ids = [str(i) for (i,) in engine.rows(f"select 编号 from read_csv('{tmp_path}/out.csv') limit {MOST}")]
    engine.close()
    again = judge_register(Request(files[0], f"{tmp_path}/out.csv", *files[1:], force=True, explain=ids))
    assert again.explained is not None
    assert [v.application for v in again.explained.verdicts] == ids
    assert again.rows == done.rows


def test_a_row_of_a_workbook_is_explained(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("申请")
    for n, row in enumerate((ROW, ROW | {"编号": "A2", "类型": "医务院"})):
        for column, (header, value) in enumerate(row.items()):
            sheet.write_string(0, column, header)
            sheet.write_string(n + 1, column, value)
    book.close()
    done, _ = judged(tmp_path, str(tmp_path / "a.xlsx"), explain=("A1", "A2"))  # type: ignore[arg-type]
    assert done.explained is not None
    assert [v.application for v in done.explained.verdicts] == ["A1"]
    assert {f.id for f in done.explained.faults} == {"A2"}
