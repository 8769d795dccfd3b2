"""The commands that keep an office, and what is compared of two offices."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.office.client import ROOT, Client, Window
from tests.office.postgresql_cluster import PASSWORD
from tests.office.test_to_a_final_letter import FRAME

LIST = "清单.json"


class Ended:
    """A command that has ended."""

    def __init__(self, *arguments: str, database: str = "") -> None:
        environment = {**os.environ, "TIAOLI_DATABASE": database}
        ran = subprocess.run(
            [sys.executable, "-m", "reasoner.cli.main", "office", *arguments],
            capture_output=True, text=True, cwd=ROOT, timeout=300, check=False, env=environment,
        )  # fmt: skip
        self.status, self.text = ran.returncode, ran.stdout + ran.stderr
        assert PASSWORD not in self.text
        assert "Traceback" not in self.text


def fill(window: Window) -> None:
    client = Client(window)
    client.post("/judge/new", client.get("/judge/new").form("/judge/new") | FRAME)
    listed = [
        {"编号": f"甲-{n}", "事项": "新增定点零售药店", "日期": "2024-05-01", "机构": {"名称": "甲药房", "类型": "零售药店", "所在地": "城阳区"}}
        for n in range(2)
    ]  # fmt: skip
    client.upload("两份.json", json.dumps({"申请": listed}, ensure_ascii=False).encode())
    settings = client.get("/settle/bureau")
    client.post("/settle/bureau", settings.form("/settle/bureau") | {"经办机构": "某某市医疗保障事业中心"})
    (window.data / "reviews").mkdir(exist_ok=True)
    (window.data / "reviews" / "记录.toml").write_text("# 复核\n", encoding="utf-8")
    (window.data / "规则库" / "某文件").mkdir(parents=True)
    (window.data / "规则库" / "某文件" / "text.txt").write_bytes(b"\x00\xff" * 10)


def contents(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a database file, but what Django notes of its own work."""
    with sqlite3.connect(data / "tiaoli.sqlite3") as file:
        names = [
            n for (n,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'office_%'")
        ]
        return {n: sorted(file.execute(f"SELECT * FROM {n}").fetchall(), key=repr) for n in sorted(names)}


def sequences(data: Path) -> dict[str, int]:
    with sqlite3.connect(data / "tiaoli.sqlite3") as file:
        return dict(file.execute("SELECT name, seq FROM sqlite_sequence WHERE name LIKE 'office_%'").fetchall())


def others(data: Path) -> dict[str, bytes]:
    """The files of an office beside its database."""
    return {
        p.relative_to(data).as_posix(): p.read_bytes()
        for p in data.rglob("*")
        if p.is_file() and not p.name.startswith(("tiaoli.sqlite3", "window.lock"))
    }
