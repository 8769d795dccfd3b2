"""Tables on the command line: results, mappings, marked copies, ledgers, groups."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl

from .conftest import APPLICATION, Tiaoli

HEADERS = ["编号", "事项", "日期", "机构名称", "类型", "所在地", "床位类别", "床位数", "备注"]
ROW = ["QD-001", "新增购买住院床位", "2024-05-01", "示例医院", "综合医院", "城阳区", "综合", 100, "x"]


def table(path: Path, *rows: list[Any], headers: list[str] = HEADERS) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "申请"
    for row in (headers, *(rows or (ROW,))):
        sheet.append(row)
    book.save(path)
    return path


def test_a_table_is_checked_like_any_file(tiaoli: Tiaoli, tmp_path: Path) -> None:
    done = tiaoli("check", table(tmp_path / "申请.xlsx"), "--json")
    assert done.status == 0
    assert done.json()["application"] == "QD-001"
    assert "没有采用的列：备注" in done.err


def test_results_are_written(tiaoli: Tiaoli, tmp_path: Path) -> None:
    done = tiaoli("check", table(tmp_path / "申请.xlsx"), "-o", "结果.xlsx")
    assert done.status == 0
    assert "共1份申请" in done.out
    assert openpyxl.load_workbook(tmp_path / "结果.xlsx").sheetnames[0] == "研判结果"
    assert "█" not in done.err


def test_faults_by_cell_and_a_marked_copy(tiaoli: Tiaoli, tmp_path: Path) -> None:
    source = table(tmp_path / "申请.xlsx", [*ROW[:7], "一百"])
    done = tiaoli("check", source, "--marked", "副本.xlsx", "--json")
    assert done.status == 2
    assert [e["where"].rpartition(": ")[2] for e in done.json()["errors"]] == ["申请!H2"]
    assert openpyxl.load_workbook(tmp_path / "副本.xlsx")["申请"]["H2"].comment is not None


def test_a_mapping_is_shown_saved_and_used(tiaoli: Tiaoli, tmp_path: Path) -> None:
    source = table(tmp_path / "申请.xlsx", headers=[*HEADERS[:7], "床位", "备注"])
    assert tiaoli("check", source).status == 2
    shown = tiaoli("check", source, "--mapping")
    assert shown.status == 0
    assert "建议，请确认" in shown.out
    saved = tmp_path / "申请.列对应.json"
    mapping = json.loads(saved.read_text(encoding="utf-8"))
    mapping["申请"]["床位"] = "床位数"
    saved.write_text(json.dumps(mapping, ensure_ascii=False), encoding="utf-8")
    done = tiaoli("check", source, "--mapping", saved, "--json")
    assert {"subject": "申请", "fact": "床位数", "value": "100"} in done.json()["given"]


def test_a_ledger_and_groups(tiaoli: Tiaoli, tmp_path: Path) -> None:
    ledger = tmp_path / "台账.json"
    ledger.write_text(
        json.dumps({"指标": [i | {"确认人": "经办甲"} for i in APPLICATION["指标"]]}, ensure_ascii=False),
        encoding="utf-8",
    )
    source = table(tmp_path / "申请.xlsx", ROW, ["QD-002", *ROW[1:]])
    done = tiaoli("check", source, "--ledger", ledger, "--json", "--groups")
    assert [v["outcome"] for v in done.json()["verdicts"]] == ["presumptively_barred"] * 2
    assert done.json()["groups"] == []
    listed = tiaoli("indicators", "--ledger", ledger, "--date", "2024-05-01")
    assert "本单位台账5项" in listed.out
    verified = tmp_path / "研判.json"
    verified.write_bytes(tiaoli("check", source, "--ledger", ledger, "--json").raw)
    assert tiaoli("verify", verified).status == 0
    read = [
        f for v in json.loads(verified.read_text(encoding="utf-8")) for f in v["facts"] if f["fact"] == "床位使用率"
    ]
    assert read == [
        {
            "fact": "床位使用率", "of": "城阳区", "value": "74%", "as_at": "2024-03-31", "origin": "本局台账",
            "source": "结算数据", "confirmed_by": "经办甲",
        }
    ] * 2  # fmt: skip


def test_a_table_as_json_lines(tiaoli: Tiaoli, tmp_path: Path) -> None:
    source = table(tmp_path / "申请.xlsx", ROW, ["QD-002", *ROW[1:]])
    done = tiaoli("check", source, "--jsonl")
    assert done.status == 0
    assert [json.loads(line)["application"] for line in done.out.splitlines()] == ["QD-001", "QD-002"]
    verified = tmp_path / "研判.jsonl"
    verified.write_bytes(done.raw)
    assert tiaoli("verify", verified).out.count("校验无误") == 2
    wrong = tiaoli("check", table(tmp_path / "错.xlsx", [*ROW[:7], "一百"]), "--jsonl")
    assert wrong.status == 2
    assert len(wrong.out.splitlines()) == 1
    assert [e["where"].rpartition(": ")[2] for e in wrong.json()["errors"]] == ["申请!H2"]
    for other in (("--groups",), ("-o", "结果.xlsx")):
        refused = tiaoli("check", source, "--jsonl", *other)
        assert (refused.status, [e["code"] for e in refused.json()["errors"]]) == (2, ["U102"])
    assert not (tmp_path / "结果.xlsx").exists()


def test_the_form(tiaoli: Tiaoli, tmp_path: Path) -> None:
    assert tiaoli("template", "-o", "申请.xlsx").status == 0
    assert openpyxl.load_workbook(tmp_path / "申请.xlsx").sheetnames[:3] == ["申请", "指标", "认定"]
    assert tiaoli("template").status == 2


def test_results_go_with_no_other_form(tiaoli: Tiaoli, tmp_path: Path) -> None:
    done = tiaoli("check", table(tmp_path / "申请.xlsx"), "-o", "结果.xlsx", "--full")
    assert done.status == 2
    assert not (tmp_path / "结果.xlsx").exists()
