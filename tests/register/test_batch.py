"""`tiaoli batch`: forms of input and output, rows that intake refuses, bad input; nothing half-written."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.backends.columnar.duckdb_engine import Engine
from reasoner.cli.main import main
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.register import judge_register as judge_register_module
from reasoner.driver.register.judge_register import judge_register
from reasoner.driver.register.outputs import Done, Request
from tests.register import generated

ROW = {
    "编号": "A1",
    "事项": "新增购买住院床位",
    "日期": "2024-05-01",
    "类型": "综合医院",
    "所在地": "城阳区",
    "床位数": "100",
}


def written(folder: Path, rows: Sequence[Mapping[str, str]], name: str = "a.parquet", **types: str) -> str:
    engine = Engine(folder)
    generated.write(engine, folder / name, rows, types)
    engine.close()
    return str(folder / name)


def judged(folder: Path, register: str, **more: str) -> tuple[Done, list[tuple[object, ...]]]:
    out = str(folder / "out.parquet")
    done = judge_register(Request(register, out, **more))  # type: ignore[arg-type]
    engine = Engine(folder)
    rows = engine.rows(f"select * from '{out}'")
    engine.close()
    return done, rows


def faults_of(folder: Path) -> list[list[str]]:
    with (folder / "out.parquet.faults.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def codes(folder: Path, register: str, **more: str) -> list[str]:
    with pytest.raises(Faults) as raised:
        judged(folder, register, **more)
    assert not (folder / "out.parquet").exists()
    assert not (folder / "out.parquet.faults.csv").exists()
    return [d.code for d in raised.value.diagnostics]


def test_a_row_without_figures_is_open_and_says_what_is_missing(tmp_path: Path) -> None:
    """3.1 and 2.3 compare figures of the city and of the district, none of which is given."""
    _, ((id_, outcome, _, possible, decisive, open_, missing),) = judged(tmp_path, written(tmp_path, [ROW]))
    assert (id_, outcome, decisive) == ("A1", "undetermined", [])
    # 「暂不新增」 of psychiatric beds is open, too: nobody says of what category the beds are.
    assert possible == ["barred", "presumptively_barred", "strictly_controlled", "may_proceed"]
    assert "qingdao-2023-18-medical/3.1.p2" in str(open_)
    assert "床位使用率" in str(missing)


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"类型": "医务院"}, "类型", "F117"),
        ({"床位数": "-5"}, "床位数", "F126"),
        ({"床位数": "NaN"}, "床位数", "F122"),
        ({"床位数": "一百"}, "床位数", "F123"),
        ({"日期": "2024-02-30"}, "日期", "F128"),
        ({"所在地": "青岛市崂山县"}, "所在地", "F118"),
        ({"所在地": "山东省"}, "所在地", "F120"),
        ({"事项": "新增定点零售药店"}, "事项", "F121"),
        ({"类型": "康复医院", "床位类别": "综合"}, "床位类别", "F161"),
        ({"编号": ""}, "编号", "F114"),
        ({"重点建设项目": "市级,市级"}, "重点建设项目", "F130"),
    ],
)
def test_a_row_that_intake_refuses_is_named_and_left_out(
    changed: dict[str, str], column: str, code: str, tmp_path: Path
) -> None:
    wrong = {k: v for k, v in (ROW | {"编号": "A2"} | changed).items() if v}
    done, rows = judged(tmp_path, written(tmp_path, [ROW, wrong, ROW | {"编号": "A3"}]))
    assert [r[0] for r in rows] == ["A1", "A3"]
    assert (done.rows, done.faulty) == (2, 1)
    ((number, line, named, _, told, *_),) = faults_of(tmp_path)
    assert (number, line, told) == ("2", "3", code)
    assert named in (column, "")


def test_applications_of_one_number_are_all_left_out(tmp_path: Path) -> None:
    _, rows = judged(tmp_path, written(tmp_path, [ROW, ROW | {"编号": "A2"}, ROW]))
    assert [r[0] for r in rows] == ["A2"]
    assert [(f[0], f[4]) for f in faults_of(tmp_path)] == [("1", "F132"), ("3", "F132")]


def test_rows_keep_their_order_and_other_names_are_read_and_told(tmp_path: Path) -> None:
    rows = [
        ROW | {"编号": f"A{i}", "类型": "药店" if i % 3 else "零售药店", "事项": "新增定点零售药店"}
        for i in (5, 3, 9, 1)
    ]
    for row in rows:
        del row["床位数"]
    done, told = judged(tmp_path, written(tmp_path, rows))
    assert [r[0] for r in told] == ["A5", "A3", "A9", "A1"]
    assert any("药店" in note and note.endswith(":2份") for note in done.notes)


def test_doubles_are_read_by_their_shortest_decimal(tmp_path: Path) -> None:
    """0.75 is no rate below 75%, 0.7499999999999999 is one."""
    register = written(tmp_path, [ROW])
    for value, holds in (("0.75", False), ("0.7499999999999999", True)):
        figure = {"地区": "城阳区", "名称": "床位使用率", "数值": value, "时点": "2024-03"}
        figures = written(tmp_path, [figure], f"f{value}.parquet", 数值="double")
        out = tmp_path / f"{value}.parquet"
        judge_register(Request(register, str(out), figures))
        engine = Engine(tmp_path)
        ((decisive,),) = engine.rows(f"select decisive from '{out}'")
        assert ("qingdao-2023-18-medical/3.1.p2" in str(decisive)) is holds


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_either_encoding(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"{','.join(ROW)}\r\n{','.join(ROW.values())}\r\n", encoding=encoding, newline="")
    done, rows = judged(tmp_path, str(file))
    assert (done.rows, rows[0][0]) == (1, "A1")


def test_a_workbook_and_a_table_of_a_database(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("申请")
    for column, (label, value) in enumerate(ROW.items()):
        sheet.write(0, column, label)
        sheet.write(1, column, int(value) if label == "床位数" else value)
    book.close()
    _, of_book = judged(tmp_path, str(tmp_path / "a.xlsx"))
    engine = Engine(tmp_path)
    parquet = written(tmp_path, [ROW])
    engine.run(f"attach '{tmp_path}/b.duckdb' as b")
    engine.run(f"create table b.\"申请\" as select * from '{parquet}'")
    engine.run("detach b")
    (tmp_path / "out.parquet").unlink()
    _, of_database = judged(tmp_path, f"{tmp_path}/b.duckdb#申请")
    assert of_book == of_database
    judge_register(Request(f"{tmp_path}/b.duckdb#申请", f"{tmp_path}/b.duckdb#结果"))
    engine.run(f"attach '{tmp_path}/b.duckdb' as b (read_only)")
    assert engine.rows('select * from b."结果"') == of_database


def test_masks_say_which_bit_is_which_rule_and_which_document(tmp_path: Path) -> None:
    row = {"编号": "A1", "事项": "新增居家照护定点", "日期": "2024-05-01", "类型": "护理站", "所在地": "崂山区"}
    out = tmp_path / "m.parquet"
    judge_register(Request(written(tmp_path, [row]), str(out), masks=True))
    rules = json.loads((tmp_path / "m.parquet.rules.json").read_text(encoding="utf-8"))
    engine = Engine(tmp_path)
    ((true, unknown),) = engine.rows(f"select true_0, unknown_0 from '{out}'")
    assert isinstance(true, int)
    assert isinstance(unknown, int)
    named = {r.get("rule") or r["document"]: r["bit"] for r in rules}
    assert true >> named["qingdao-2023-18-ltc/3.1.p1.s2#四区不再新增居家照护定点"] & 1
    assert unknown >> named["qingdao-2023-1"] & 1, "the text received does not say until when it is in force"
    norms = {n.id for m in rule_base().vocabulary.matters for d in rule_base().documents.values() for n in d.norms(m)}
    assert {r["rule"] for r in rules if "rule" in r} == {i for i in norms if i in named}


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"编号": "A1", "床位使用率": "70%"}, "S110"),
        ({**{k: v for k, v in ROW.items() if k != "类型"}, "机构类形": "综合医院"}, "S111"),
        ({"编号": "A1", "事项": "新增购买住院床位", "类型": "综合医院"}, "S113"),
    ],
)
def test_wrong_headers_judge_nothing(columns: dict[str, str], code: str, tmp_path: Path) -> None:
    assert code in codes(tmp_path, written(tmp_path, [columns]))


def test_a_region_with_two_values_of_one_day_is_named_by_its_cell(tmp_path: Path) -> None:
    figure = {"地区": "城阳区", "名称": "床位使用率", "数值": "70%", "时点": "2024-03"}
    figures = written(tmp_path, [figure, figure | {"数值": "71%"}], "f.parquet")
    with pytest.raises(Faults) as raised:
        judged(tmp_path, written(tmp_path, [ROW]), indicators=figures)
    (fault,) = raised.value.diagnostics
    assert (fault.code, fault.where) == ("F131", f"{figures}: 指标!第3行")


def test_a_file_cut_short_is_named(tmp_path: Path) -> None:
    whole = Path(written(tmp_path, [ROW]))
    whole.write_bytes(whole.read_bytes()[:-40])
    assert codes(tmp_path, str(whole)) == ["B102"]
    assert codes(tmp_path, str(tmp_path / "none.parquet")) == ["U106"]
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    assert codes(tmp_path, str(tmp_path / "a.json")) == ["B101"]


def test_nothing_of_others_is_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = written(tmp_path, [ROW])
    (tmp_path / "out.csv").write_text("mine", encoding="utf-8")
    assert main(["batch", register, str(tmp_path / "out.csv")]) == 2
    assert "U109" in capsys.readouterr().err
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "mine"
    assert main(["batch", register, register]) == 2
    assert main(["batch", register, str(tmp_path / "out.csv"), "--force"]) == 0
    # Excel on a Chinese desk reads UTF-8 only where the file begins with its mark.
    for name in ("out.csv", "out.csv.faults.csv", "out.csv.notes.csv"):
        assert (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbf"), name
    first = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert first == "编号,outcome,label,possible,decisive,open,missing"


def test_a_workbook_says_of_its_rows_what_a_csv_says(tmp_path: Path) -> None:
    """The same rows in a CSV and in a workbook with a title above: which application, column, number and fault, and what is read as what."""
    import xlsxwriter

    rows = [
        ROW | {"编号": "A1", "事项": "加床"},
        ROW | {"编号": "A2", "床位数": "七十张"},
        ROW | {"编号": "A3", "类型": "医院"},
        ROW | {"编号": "A3"},
        ROW | {"编号": "A5", "所在地": "某某区"},
    ]
    with (tmp_path / "a.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(ROW))
        writer.writeheader()
        writer.writerows(rows)
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("申请")
    sheet.write(0, 0, "申请汇总表")
    for line, row in enumerate([dict(zip(ROW, ROW, strict=True)), *rows], 1):
        for column, value in enumerate(row.values()):
            sheet.write(line, column, value)
    book.close()
    of_csv, _ = judged(tmp_path, str(tmp_path / "a.csv"))
    plain = faults_of(tmp_path)
    of_book, _ = judged(tmp_path, str(tmp_path / "a.xlsx"), force=True)  # type: ignore[arg-type]
    in_book = faults_of(tmp_path)
    assert of_csv.rows == of_book.rows == 1
    assert of_csv.notes == of_book.notes == ("事项「加床」读作「新增购买住院床位」:1份",)
    which = [("2", "床位数", "A2", "F123"), ("3", "类型", "A3", "F157"), ("5", "所在地", "A5", "F118")]
    twice = [("3", "编号", "A3", "F132"), ("4", "编号", "A3", "F132")]

    def told(faults: list[list[str]]) -> set[tuple[str, ...]]:
        return {(row[0], *row[2:5]) for row in faults}

    assert told(plain) == {*which, *twice}
    assert {*which, twice[1]} <= told(in_book) <= {*which, *twice}
    assert [int(b[1]) - int(b[0]) for b in in_book] == [2] * len(
        in_book
    )  # the line of the sheet, below title and header


def test_no_row_is_good(tmp_path: Path) -> None:
    assert codes(tmp_path, written(tmp_path, [ROW | {"类型": "医务院"}])) == ["F117"]


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [ROW | {"编号": f"A{i}", **({"类型": "医务院"} if i == 1 else {})} for i in range(7)]
    register = written(tmp_path, rows)
    _, whole = judged(tmp_path, register)
    (tmp_path / "out.parquet").unlink()
    monkeypatch.setattr(judge_register_module, "CHUNK", 3)
    started: list[int] = []
    judge = judge_register_module.RegisterRun._judge

    def counted(run: object, *given: object) -> int:
        started.append(len(started))
        return judge(run, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(judge_register_module.RegisterRun, "_judge", counted)

    def interrupt(done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    request = Request(register, str(tmp_path / "out.parquet"))
    with pytest.raises(KeyboardInterrupt):
        judge_register(request, interrupt)
    assert not (tmp_path / "out.parquet").exists()
    done = judge_register(request)
    assert len(started) == 3, "of three parts the first is not judged again"
    engine = Engine(tmp_path)
    assert engine.rows(f"select * from '{tmp_path}/out.parquet'") == whole
    assert (done.rows, done.faulty) == (6, 1)
    assert [f[0] for f in faults_of(tmp_path)] == ["2"]
    assert not list(tmp_path.glob("*.parts"))


def test_no_word_of_the_engine_reaches_staff(tmp_path: Path) -> None:
    """A file that is cut short is told in Chinese, with no sentence of DuckDB."""
    file = tmp_path / "坏.parquet"
    file.write_bytes(b"PAR1 cut short")
    with pytest.raises(Faults) as raised:
        judged(tmp_path, str(file))
    (fault,) = raised.value.diagnostics
    assert (fault.code, fault.message) == ("B102", "文件读不出来:不是完整的 Parquet 文件")
