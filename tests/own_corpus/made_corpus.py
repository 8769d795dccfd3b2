"""A bureau's own corpus made for a test: nothing of it was ever issued by anybody (tests/versions/invented.py)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from invented import version

from reasoner.cli.main import main
from reasoner.driver import current_rule_base

CITY = "370700"
"""潍坊市: no document of it comes with the program."""
PLAN = "weifang-beds"
FOLDER = f"{CITY}/{PLAN}/2026-01-01"

Run = Callable[..., tuple[int, str, str]]


def plan(threshold: str = "60%", *, id_: str = PLAN, region: str = CITY, starts: str = "2026-01-01") -> dict[str, str]:
    """The files of an invented plan, by path below the corpus."""
    sources = version(1, threshold, starts, id_=id_, region=region)
    return {path.removeprefix("corpus/"): text for path, text in sources.items()}


def put(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())


def application(rate: str = "55%", place: str = "寿光市", **more: Any) -> dict[str, Any]:
    """A hospital's application for beds in a place that uses its beds at a rate."""
    return {
        "编号": "WF-1", "事项": "新增购买住院床位", "日期": "2026-05-01", "床位类别": "综合", "床位数": 10,
        "机构": {"名称": "虚拟医院", "类型": "综合医院", "等级": "二级", "所在地": place},
        "指标": [{"地区": place, "名称": "床位使用率", "数值": rate, "时点": "2026-03-31"}],
    } | more  # fmt: skip


def forget() -> None:
    """The rule base is read anew, as another start would."""
    for remembered in ("rule_base", "reader", "terms", "official_texts"):
        getattr(current_rule_base, remembered).cache_clear()


def verdict(run: Run, folder: Path, **more: Any) -> dict[str, Any]:
    """The verdict on an application, as `check --json` writes it."""
    file = folder / "申请.json"
    file.write_text(json.dumps(application(**more), ensure_ascii=False), encoding="utf-8")
    status, out, err = run("check", str(file), "--json")
    assert (status, err) == (0, ""), out
    written: dict[str, Any] = json.loads(out)
    return written


def runner(capsys: pytest.CaptureFixture[str]) -> Run:
    """What runs a command as another start would: its exit status, and what it wrote."""

    def run(*arguments: str) -> tuple[int, str, str]:
        forget()
        capsys.readouterr()
        status = main([*arguments])
        written = capsys.readouterr()
        return status, written.out, written.err

    return run
