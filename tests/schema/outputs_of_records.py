"""Outputs of what was recorded: audits, packages, replays, and registers counted anew."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from corpus_folders import folder_of
from output_calls import CARE, HOSPITAL, MEDICAL, put, said, without_received, written


def recorded(folder: Path, *applications: Any) -> Path:
    """A record of applications."""
    said("check", put(folder / "记录的.json", [*applications]), "--record", folder / "记录", "--by", "张三")
    return folder / "记录"


def audit(folder: Path) -> list[Any]:
    """A record with heads of which one holds, a changed line, and a torn one."""
    record = recorded(folder, HOSPITAL, CARE)
    said("audit", record, "--export-head", folder / "一.json")
    recorded(folder, HOSPITAL)
    said("audit", record, "--head", folder / "一.json", "--export-head", folder / "二.json")
    whole = written("audit", record, "--head", folder / "二.json", "--json")
    log = record / "record.jsonl"
    content = log.read_bytes()
    log.write_bytes(content.replace(b"80%", b"70%", 1) + b"{")
    changed = written("audit", record, "--head", folder / "一.json", folder / "二.json", "--json")
    log.write_bytes(content)
    (rules,) = (record / "rules").iterdir()
    rules.unlink()
    return [whole, changed, written("audit", record, "--json"), written("audit", record, "--chain-only", "--json")]


def package(folder: Path) -> list[Any]:
    """A package that holds, beside a head, and one with a file too many."""
    import zipfile

    record = recorded(folder, HOSPITAL)
    said("report", folder / "记录的.json", "-o", folder / "信.docx", "--record", record)
    said("audit", record, "--export-head", folder / "存根.json")
    said("audit", record, "--package", "A", "-o", folder / "案.zip")
    honest = written("audit", folder / "案.zip", "--head", folder / "存根.json", "--json")
    with zipfile.ZipFile(folder / "案.zip", "a") as archive:
        archive.writestr("更多.txt", "x")
        archive.writestr("文书/另一份.docx", "x")
    return [honest, written("audit", folder / "案.zip", "--json")]


def replay(folder: Path) -> list[Any]:
    """What flips when a draft lowers the rate, what keeps its outcome by other words, and after the period."""
    path = folder / "草案"
    shutil.copytree(folder_of(MEDICAL), path)
    for file in (path / "text.txt", path / "rules.tiao", path / "meta.toml"):
        text = file.read_text(encoding="utf-8").replace("低于75%", "低于60%").replace("低于 75%", "低于 60%")
        put(file, "draft = true\n" + without_received(text) if file.name == "meta.toml" else text)
    used = HOSPITAL["指标"][0]
    rates = {"甲": "74%", "乙": "59%"}
    given = [HOSPITAL | {"编号": n, "指标": [used | {"数值": r}, *HOSPITAL["指标"][1:]]} for n, r in rates.items()]
    record = recorded(folder, *given)
    return [
        written("replay", record, "--as-of", "2026-06-01", "--since", "2020-01-01", "--until", "2099-01-01", "--json"),
        written("replay", record, "--after", path, "--json"),
    ]


def simulation(folder: Path) -> list[Any]:
    """What another number changes in a register with an alias, of institutions that hold a contract; and another day."""
    head = "编号,事项,日期,名称,类型,所在地,床位类别,床位数,已定点\n"
    rows = "甲,购买住院床位,2024-05-01,示例甲医院,综合医院,城阳区,综合,20,住院\n"
    rows += "乙,新增购买住院床位,2024-05-01,,综合医院,城阳区,综合,20,住院\n丙,新增购买住院床位,2024-05-01,,无,,,,\n"
    register, figures = folder / "名册.csv", folder / "指标.csv"
    register.write_text(head + rows, encoding="utf-8")
    figures.write_text("地区,名称,数值,时点\n城阳区,床位使用率,74%,2023\n", encoding="utf-8")
    number = ("--set", "qingdao-2023-18-medical/3.1.p2=70%", "--names")
    made = []
    for n, more in enumerate((number, ("--as-of", "2027-01-01"), ("--reading", "区市口径", "--as-of", "2024-06-01"))):
        out = folder / f"果{n}.json"
        said("simulate", register, "--indicators", figures, *more, "-o", out)
        made.append(json.loads(out.read_bytes()))
    return made
