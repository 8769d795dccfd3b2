"""Faulty entries of the ledger and clashes with it stop those rows that read them, and no others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .conftest import APPLICATION, Tiaoli
from .row_tables import FIGURES, RATES, beds, cells, table


def ledger(path: Path, rate: str = "很低") -> Path:
    items = [
        {"地区": "城阳区", "名称": "床位使用率", "数值": rate, "时点": "2024-03-31", "来源": "结算", "确认人": "张三", "有效期至": "2025-12-31"},
        {"地区": "崂山区", "名称": "床位使用率", "数值": "70%", "时点": "2024-03-31", "来源": "结算", "确认人": "张三", "有效期至": "2025-12-31"},
    ]  # fmt: skip
    if path.suffix == ".json":
        path.write_text(json.dumps({"指标": items}, ensure_ascii=False), encoding="utf-8")
        return path
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "指标"
    for row in (list(items[0]), *(list(i.values()) for i in items)):
        sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.json"])
def test_a_faulty_entry_of_the_ledger_stops_those_who_read_it(tiaoli: Tiaoli, tmp_path: Path, name: str) -> None:
    # 3.1.p2 reads the rate of the applicant's own area: 崂山区 and a pharmacy do not read that of 城阳区.
    pharmacy = ["P-1", "新增定点零售药店", "2024-05-01", "甲药店", "零售药店", "城阳区"]
    rows = [beds("A-0", asked="一百"), beds("A-1"), pharmacy, beds("A-3", "崂山区"), beds("A-4")]
    source, held = table(tmp_path / "申请.xlsx", rows), ledger(tmp_path / name)
    done = tiaoli("check", source, "--ledger", held, "--json")
    assert done.status == 2
    verdicts, errors = done.json()["verdicts"], done.json()["errors"]
    assert [(v["application"], v["outcome"]) for v in verdicts][1] == (
        "A-3",
        "presumptively_barred",
    )  # 70% is below 75%
    assert [v["application"] for v in verdicts] == ["P-1", "A-3"]
    assert [e["code"] for e in errors] == ["F123", "F122", "S127", "S127"]
    assert name in errors[1]["where"]
    assert all("床位使用率" in e["message"] and name in e["message"] for e in errors[2:])
    lines = [json.loads(line) for line in tiaoli("check", source, "--ledger", held, "--jsonl").out.splitlines()]
    assert [line.get("application") for line in lines] == [None, None, "P-1", "A-3", None]
    good = tiaoli(
        "check", table(tmp_path / "好.xlsx", rows[2:4]), "--ledger", ledger(tmp_path / f"好{name}", "74%"), "--json"
    )
    assert (good.status, [v["outcome"] for v in good.json()]) == (0, [v["outcome"] for v in verdicts])
    whole = tiaoli("check", source, "--ledger", held, "--json", "--all-or-nothing")
    assert (whole.status, list(whole.json())) == (2, ["errors"])


def test_a_file_that_is_judged_whole_is_stopped_by_an_entry_that_it_reads(tiaoli: Tiaoli, tmp_path: Path) -> None:
    held = ledger(tmp_path / "台账.json")
    plain = {k: v for k, v in APPLICATION.items() if k != "指标"}
    there = plain | {"编号": "X-2", "机构": plain["机构"] | {"所在地": "崂山区"}}
    source = tmp_path / "申请.json"
    for applications, judged in (([there], True), ([there, plain], False)):
        source.write_text(json.dumps(applications, ensure_ascii=False), encoding="utf-8")
        done = tiaoli("check", source, "--ledger", held, "--json")
        assert done.status == 2
        assert [e["code"] for e in done.json()["errors"]] == ["F122"]
        assert ("verdicts" in done.json()) is judged


def test_groups_say_that_faulty_rows_stand_in_none(tiaoli: Tiaoli, tmp_path: Path) -> None:
    near = [
        ["P-1", "新增定点零售药店", "2024-05-01", "甲药店", "零售药店", "城阳区"],
        ["P-2", "新增定点零售药店", "2024-05-01", "乙药店", "零售药店", "城阳区"],
    ]
    source = table(tmp_path / "申请.xlsx", [*near, beds("A-2", asked="一百")])
    book = openpyxl.load_workbook(source)
    for row, town in enumerate(("镇街", "流亭街道", "流亭街道"), 1):
        book["申请"].cell(row, 9, town)
    book.save(source)
    told = "有错没有研判的1份没有计入竞争分组"
    done = tiaoli("check", source, "--groups")
    assert "竞争分组1组" in done.out
    assert told in done.out
    assert told in tiaoli("check", source, "-o", "结果.xlsx").out
    assert told in str(openpyxl.load_workbook(tmp_path / "结果.xlsx")["竞争分组"]["A1"].value)


LEDGER: dict[str, Any] = {
    "指标": [
        {"地区": "城阳区", "名称": "床位使用率", "数值": "76%", "时点": "2024-03-31"},
        {"地区": "崂山区", "名称": "床位使用率", "数值": "80%", "时点": "2024-03-31"},
    ]
}


def stored(tmp_path: Path, data: dict[str, Any] = LEDGER) -> Path:
    path = tmp_path / "台账.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_clash_with_the_ledger_stops_those_who_read_it(tiaoli: Tiaoli, tmp_path: Path) -> None:
    # CONTRACT §1: "Of a table the good rows are judged and written, the bad ones marked and listed": 城阳区 is 74% in the table
    # and 76% in the ledger, 崂山区 80% in both; 3.1.p2 reads the rate of the own place only.
    source = table(tmp_path / "申请.xlsx", [beds("A-1"), beds("A-3", "崂山区"), beds("A-4")], RATES)
    done = tiaoli("check", source, "--ledger", stored(tmp_path), "--json", "--marked", "标.xlsx")
    assert done.status == 2
    assert [v["application"] for v in done.json()["verdicts"]] == ["A-3"]
    assert cells(done.json()["errors"]) == [("S131", "申请!第2行"), ("S131", "申请!第4行")]
    assert "74%" in done.json()["errors"][0]["message"]
    assert "76%" in done.json()["errors"][0]["message"]
    marked = openpyxl.load_workbook(tmp_path / "标.xlsx")["申请"]
    assert [marked[f"A{n}"].comment is not None for n in (2, 3, 4)] == [True, False, True]
    lines = tiaoli("check", source, "--ledger", "台账.json", "--jsonl").out.splitlines()
    assert ["errors" in json.loads(line) for line in lines] == [True, False, True]


def test_a_clash_with_the_ledger_stops_all_where_all_or_nothing_is_wanted(tiaoli: Tiaoli, tmp_path: Path) -> None:
    source = table(tmp_path / "申请.xlsx", [beds("A-1"), beds("A-3", "崂山区")], RATES)
    done = tiaoli("check", source, "--ledger", stored(tmp_path), "--json", "--all-or-nothing")
    assert (done.status, list(done.json())) == (2, ["errors"])
    assert cells(done.json()["errors"]) == [("S131", "申请!第2行")]


def test_a_clash_that_concerns_every_row_leaves_none(tiaoli: Tiaoli, tmp_path: Path) -> None:
    source = table(tmp_path / "申请.xlsx", [beds("A-1"), beds("A-2")], RATES)
    done = tiaoli("check", source, "--ledger", stored(tmp_path), "--json")
    assert (done.status, list(done.json())) == (2, ["errors"])
    assert cells(done.json()["errors"]) == [("S131", "申请!第2行"), ("S131", "申请!第3行")]


def test_a_clash_that_nobody_reads_is_told_and_stops_nobody(tiaoli: Tiaoli, tmp_path: Path) -> None:
    # A pharmacy of 城阳区 reads no rate of beds (3.2.p1.s2 asks for the walk alone).
    shop = ["P-1", "新增定点零售药店", "2024-05-01", "某药房", "零售药店", "城阳区"]
    done = tiaoli("check", table(tmp_path / "申请.xlsx", [shop], RATES), "--ledger", stored(tmp_path), "--json")
    assert done.status == 2
    assert [v["application"] for v in done.json()["verdicts"]] == ["P-1"]
    assert [c for c, _ in cells(done.json()["errors"])] == ["S131"]


def test_a_figure_of_one_row_that_clashes_stops_this_row(tiaoli: Tiaoli, tmp_path: Path) -> None:
    source = table(tmp_path / "申请.xlsx", [beds("A-1"), beds("A-2")])
    book = openpyxl.load_workbook(source)
    sheet = book.create_sheet("指标")
    for row in (["申请编号", *FIGURES], ["A-2", "城阳区", "床位使用率", "74%", "2024-03-31"]):
        sheet.append(row)
    book.save(source)
    done = tiaoli("check", source, "--ledger", stored(tmp_path), "--json")
    assert [v["application"] for v in done.json()["verdicts"]] == ["A-1"]
    assert cells(done.json()["errors"]) == [("S131", "申请!第3行")]


def test_letters_tell_how_a_table_was_read_as_check_does(tiaoli: Tiaoli, tmp_path: Path) -> None:
    # A title above the headers and a row of totals are passed over, and `check` says so; a letter rests on the same reading.
    source = table(tmp_path / "申请.xlsx", [beds("A-1"), beds("A-3", "崂山区"), ["合计", *[None] * 6, 100]], RATES)
    told = tiaoli("check", source).err
    assert "合计" in told
    assert tiaoli("report", source, "-o", "文书").err == told
