"""`tiaoli batch` on what goes wrong: numbers and days of other forms, an interrupt, a full disk, an engine that dies. Nothing is
half-written, and an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.backends.columnar.duckdb_engine import Engine, EngineFault
from reasoner.backends.columnar.row_statements import RowStatements
from reasoner.driver.register import judge_register as judge_register_module
from reasoner.driver.register import reading
from reasoner.driver.register.judge_register import judge_register
from reasoner.driver.register.odd_rows import Looked
from reasoner.driver.register.outputs import Request
from reasoner.driver.register.tables import Relation
from tests.register.test_batch import ROW, codes, faults_of, judged, written

FIGURE = {"地区": "城阳区", "名称": "床位使用率", "数值": "74.9%", "时点": "2024-03"}
UNDER_75 = "qingdao-2023-18-medical/3.1.p2"
"""「床位使用率低于75%的区(市),原则上不再新增」: a rate of 74.9% is below."""


def of_sql(folder: Path, columns: str, name: str = "a.parquet") -> str:
    """A register of one row with these columns in place of those of ROW."""
    engine = Engine(folder)
    plain = {k: f"'{v}' as \"{k}\"" for k, v in ROW.items() if f'"{k}"' not in columns}
    engine.run(f"copy (select {', '.join([*plain.values(), columns])}) to '{folder / name}' (format parquet)")
    engine.close()
    return str(folder / name)


@pytest.mark.parametrize(
    ("beds", "code"),
    [
        ("'NaN'::double", "F122"),
        ("'Infinity'::double", "F122"),
        ("99.5::double", "F126"),
        ("(-5)::integer", "F126"),
        ("1e30::double", "F125"),
        ("170141183460469231731687303715884105727::hugeint", "F125"),
        ("99.5::decimal(38, 2)", "F126"),
        ("true", "F122"),
    ],
)
def test_a_number_that_is_no_count_of_beds_is_named(beds: str, code: str, tmp_path: Path) -> None:
    """CONTRACT §1: a number of beds is whole, at least one and bounded; what is none is named with its column, and the row left out."""
    with pytest.raises(Faults) as raised:
        judged(tmp_path, of_sql(tmp_path, f'{beds} as "床位数"'))
    assert [d.code for d in raised.value.diagnostics] == [code]
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize(
    "beds",
    [
        "100::tinyint",
        "100::double",
        "100::decimal(38, 0)",
        "100::hugeint",
        "'100'",
        "100::ubigint",
        "100.00::decimal(9, 2)",
    ],
)
def test_a_whole_number_is_read_whatever_its_type(beds: str, tmp_path: Path) -> None:
    _, rows = judged(tmp_path, of_sql(tmp_path, f'{beds} as "床位数"'))
    _, plain = judged(tmp_path, written(tmp_path, [ROW], "plain.parquet"), force=True)  # type: ignore[arg-type]
    assert rows == plain


@pytest.mark.parametrize(
    "day",
    ["date '2024-05-01'", "'2024-05-01'", "'2024年5月1日'", "'2024/5/1'", "timestamp '2024-05-01 00:00:00'"],
)
def test_a_day_is_read_as_a_day_and_as_text(day: str, tmp_path: Path) -> None:
    """The plan of 2023 ended on 2025-12-31: on a day that is not read, nothing would be barred."""
    figures = written(tmp_path, [FIGURE], "f.parquet")
    done, ((_, _, _, _, decisive, *_),) = judged(tmp_path, of_sql(tmp_path, f'{day} as "日期"'), indicators=figures)
    assert done.rows == 1
    assert UNDER_75 in str(decisive)


@pytest.mark.parametrize("day", ["'昨天'", "'2024-13-01'", "45413::integer * 1000", "interval 3 days"])
def test_what_is_no_day_is_named(day: str, tmp_path: Path) -> None:
    with pytest.raises(Faults) as raised:
        judged(tmp_path, of_sql(tmp_path, f'{day} as "日期"'))
    (fault,) = raised.value.diagnostics
    assert fault.code in ("F127", "F128", "B106")


@pytest.mark.parametrize("rate", ["'NaN'::double", "'-Infinity'::double"])
def test_a_figure_that_is_no_number_is_named(rate: str, tmp_path: Path) -> None:
    columns = ", ".join(f'{rate if k == "数值" else repr(v)} as "{k}"' for k, v in FIGURE.items())
    engine = Engine(tmp_path)
    engine.run(f"copy (select {columns}) to '{tmp_path}/f.parquet' (format parquet)")
    engine.close()
    assert codes(tmp_path, written(tmp_path, [ROW]), indicators=str(tmp_path / "f.parquet")) == ["F122"]


@pytest.mark.parametrize(("rate", "holds"), [("0.74" + "9" * 18, True), ("0.75" + "0" * 17 + "1", False)])
def test_a_figure_of_20_digits_is_not_rounded(rate: str, holds: bool, tmp_path: Path) -> None:
    """Rounded to the width of a column either would be 75%: the first is below it, the second above."""
    for value in (f"'{rate}'", f"{rate}::decimal(38, 20)"):
        columns = ", ".join(f'{value if k == "数值" else repr(v)} as "{k}"' for k, v in FIGURE.items())
        engine = Engine(tmp_path)
        engine.run(f"copy (select {columns}) to '{tmp_path}/f.parquet' (format parquet)")
        engine.close()
        figures = str(tmp_path / "f.parquet")
        _, ((_, _, _, _, decisive, *_),) = judged(tmp_path, written(tmp_path, [ROW]), indicators=figures, force=True)  # type: ignore[arg-type]
        assert (UNDER_75 in str(decisive)) is holds


def test_a_figure_beyond_all_widths_is_refused(tmp_path: Path) -> None:
    figures = written(tmp_path, [FIGURE | {"数值": "0." + "7" * 60}], "f.parquet")
    assert codes(tmp_path, written(tmp_path, [ROW]), indicators=figures) == ["F122"]


def test_a_place_that_is_not_read_is_never_taken_for_one_that_is_not_known(tmp_path: Path) -> None:
    """Also where something is held of a town, and a place is a region with its town."""
    town = ROW | {"编号": "A2", "镇街": "惜福镇街道"}
    determined = {
        "事项": "照护资源不足地区",
        "对象": "城阳区惜福镇街道",
        "结论": "是",
        "机关": "青岛市医疗保障局",
        "日期": "2024-01-10",
    }
    determinations = written(tmp_path, [determined | {"依据": "样本认定"}], "d.parquet")
    rows = [ROW, town, ROW | {"编号": "A3", "所在地": "某某区"}]
    done, judged_rows = judged(tmp_path, written(tmp_path, rows), determinations=determinations)
    assert [r[0] for r in judged_rows] == ["A1", "A2"]
    assert [(f[0], f[4]) for f in faults_of(tmp_path)] == [("3", "F118")]
    assert done.faulty == 1


def test_an_engine_that_dies_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register = written(tmp_path, [ROW])

    def dies(*_: object) -> int:
        raise EngineFault("Out of Memory Error: failed to allocate")

    monkeypatch.setattr(Engine, "written", dies)
    assert codes(tmp_path, register) == ["B104"]
    assert [p.name for p in tmp_path.iterdir()] == ["a.parquet"]


def test_an_output_that_nobody_may_write_is_named(tmp_path: Path) -> None:
    register = written(tmp_path, [ROW])
    for out in (f"{tmp_path}/none/out.parquet", "/proc/out.parquet", f"{register}/out.parquet"):
        with pytest.raises(Faults) as raised:
            judge_register(Request(register, out))
        (fault,) = raised.value.diagnostics
        assert fault.code in ("U107", "U108")
    assert [p.name for p in tmp_path.iterdir()] == ["a.parquet"]


_FULL = """
import resource, signal, sys
from reasoner.cli.main import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("room", [0, 20_000])
def test_a_full_disk_is_told_and_leaves_nothing(room: int, tmp_path: Path) -> None:
    """A file can grow no further, as on a disk that is full."""
    register = _large(tmp_path, 5000)
    out = tmp_path / "out.parquet"
    command = [sys.executable, "-c", _FULL, str(room), "batch", register, str(out)]
    # No module is kept as it is read: it would be cut short, too.
    plain = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=plain)
    assert done.returncode == 2, done.stderr
    assert "B104" in done.stderr or "U107" in done.stderr
    assert "Traceback" not in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["a.parquet"]


_SMALL_PARTS = """
import sys
from reasoner.cli.main import main
from reasoner.driver.register import judge_register
judge_register.CHUNK = 500
sys.exit(main(sys.argv[1:]))
"""


def test_control_c_ends_with_130_and_the_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    register = _large(tmp_path, 20_000)
    out, kept = tmp_path / "out.parquet", tmp_path / "out.parquet.parts"
    command = [sys.executable, "-c", _SMALL_PARTS, "batch", register, str(out)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 120
    while not list(kept.glob("*-done.json")) and running.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=120)
    assert running.returncode == 130, told
    assert "Traceback" not in told
    assert {p.name for p in tmp_path.iterdir()} == {"a.parquet", "out.parquet.parts"}
    done = len(list(kept.glob("*-done.json")))
    assert 0 < done < 40
    again = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert again.returncode == 0, again.stderr
    engine = Engine(tmp_path)
    rows = "select count(*), count(distinct 编号), min(编号), max(编号), bool_and(编号 = 'A' || lpad((n + 1)::varchar, 7, '0')) from "
    ((count, *more),) = engine.rows(
        f"{rows}(select *, file_row_number as n from read_parquet('{out}', file_row_number = true)) t"
    )
    engine.close()
    assert (count, *more) == (20_000, 20_000, "A0000001", "A0020000", True)
    assert not kept.exists()


def test_a_faulty_row_without_a_place_is_left_out_like_any_other(tmp_path: Path) -> None:
    """CONTRACT §5: each row is judged or named with its faults, never both; of one without a place regions are supposed."""
    nowhere = {k: v for k, v in ROW.items() if k != "所在地"}
    rows = [
        ROW | {"等级": "二级"},
        nowhere | {"编号": "A2", "等级": "胡写"},
        nowhere | {"编号": "A3", "所在地": "不详", "等级": "二级"},
        nowhere | {"编号": "A4", "等级": "二级", "名称": "甲&乙医院"},
    ]
    done, results = judged(tmp_path, written(tmp_path, rows))
    assert (done.rows, done.faulty) == (3, 1)
    assert [r[0] for r in results] == ["A1", "A3", "A4"]
    assert [(f[0], f[2], f[3], f[4]) for f in faults_of(tmp_path)] == [("2", "等级", "A2", "F117")]


@pytest.mark.parametrize("together", [2, 1 << 20])
@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        ({"名称": "甲&医院"}, ["A3"]),
        ({"编号": " A3"}, ["A3"]),
        ({"编号": "A3"}, ["A3"]),
        ({"名称": "甲\u200b医院"}, []),
        ({"名称": ""}, []),
    ],
)
def test_one_text_that_needs_a_look_among_many_that_do_not(
    wrong: dict[str, str], kept: list[str], together: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts are looked at together, but what intake reads of one is what it reads of it alone."""
    monkeypatch.setattr(reading, "_TOGETHER", together)
    looked_at: list[int] = []
    look = judge_register_module.look_at

    def counted(engine: Engine, of: Relation, rows: Sequence[int], *more: object) -> Iterator[Looked]:
        looked_at.extend(rows)
        return look(engine, of, rows, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(judge_register_module, "look_at", counted)
    rows = [ROW | {"编号": f"A{i + 1}", "名称": "甲医院"} for i in range(5)]
    rows[2] |= wrong
    done, results = judged(tmp_path, written(tmp_path, rows))
    assert (done.rows, done.faulty) == (4 + len(kept), 1 - len(kept))
    assert [r[0] for r in results] == ["A1", "A2", *kept, "A4", "A5"]
    assert looked_at == ([] if wrong == {"编号": "A3"} else [2])


def test_numbers_and_names_as_bureaus_write_them_are_read_in_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row is looked at for itself only where something in it may mislead; a number that says 不详 is none."""
    looked_at: list[int] = []
    look = judge_register_module.look_at

    def counted(engine: Engine, of: Relation, rows: Sequence[int], *more: object) -> Iterator[Looked]:
        looked_at.extend(rows)
        return look(engine, of, rows, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(judge_register_module, "look_at", counted)
    numbers = ["青医保〔2024〕1号", "城阳\uff08新\uff09-2", "不详", "甲-4"]
    rows = [ROW | {"编号": n, "名称": "甲医院\uff08东院\uff09\uff0c二部"} for n in numbers]
    done, results = judged(tmp_path, written(tmp_path, rows))
    assert (done.rows, done.faulty) == (3, 1)
    assert [r[0] for r in results] == [numbers[0], numbers[1], numbers[3]]
    assert looked_at == [2]


def test_a_row_without_a_number_among_many_is_named(tmp_path: Path) -> None:
    rows = [ROW | {"编号": f"A{i + 1}"} for i in range(4)]
    del rows[2]["编号"]
    done, results = judged(tmp_path, written(tmp_path, rows))
    assert done.rows + done.faulty == 4
    assert [r[0] for r in results if r[0] in ("A1", "A2", "A4")] == ["A1", "A2", "A4"]


def _large(folder: Path, rows: int) -> str:
    engine = Engine(folder)
    plain = ", ".join(f"'{v}' as \"{k}\"" for k, v in ROW.items() if k != "编号")
    number = "'A' || lpad((i + 1)::varchar, 7, '0') as \"编号\""
    engine.run(f"copy (select {number}, {plain} from range({rows}) t(i)) to '{folder}/a.parquet' (format parquet)")
    engine.close()
    return str(folder / "a.parquet")


def test_a_statement_that_is_wrong_is_our_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not told as a disk that is full."""
    monkeypatch.setattr(RowStatements, "coded", lambda *_, **__: "selct")
    assert codes(tmp_path, written(tmp_path, [ROW])) == ["B107"]
