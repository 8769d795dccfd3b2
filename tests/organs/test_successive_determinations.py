"""Two determinations of one thing on different days: the later counts, and that the earlier said otherwise is told.

The opinion 青医保字〔2023〕1号 has 「照护资源相对充足的区域,原则上控制长护险定点机构数量不再增长」 (qingdao-2023-1/5.i8.s2): whether 即墨区
is such an area may be determined anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reasoner.cli.main import main

CITY, FINANCE = "青岛市医疗保障局", "青岛市财政局"


def verdict(determinations: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    application = {
        "编号": "1", "事项": "新增居家照护定点", "日期": "2024-06-01",
        "机构": {"名称": "某站", "类型": "护理站", "所在地": "青岛市即墨区"}, "认定": determinations,
    }  # fmt: skip
    path = tmp_path / "application.json"
    path.write_text(json.dumps(application, ensure_ascii=False), encoding="utf-8")
    assert main(["check", str(path), "--json"]) == 0
    written = capsys.readouterr().out
    path = tmp_path / "verdict.json"
    path.write_text(written, encoding="utf-8")
    assert main(["verify", str(path)]) == 0  # the proof checker derives the same warnings on its own
    capsys.readouterr()
    made: dict[str, Any] = json.loads(written)
    return made


def of_area(answer: bool, day: str) -> dict[str, Any]:
    return {"事项": "照护资源相对充足", "对象": "即墨区", "结论": answer, "机关": CITY, "日期": day}


def of_force(answer: bool, day: str, starts: str) -> dict[str, Any]:
    both = [CITY, FINANCE]
    return {
        "事项": "文件效力",
        "对象": "qingdao-2023-1",
        "结论": answer,
        "机关": both,
        "日期": day,
        "自": starts,
        "至": "2027-12-31",
    }


def apart(made: dict[str, Any]) -> list[str]:
    return [w for w in made["warnings"] if w.startswith("认定先后不一")]


def test_the_later_counts_and_the_earlier_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = verdict([of_area(True, "2024-02-01"), of_area(False, "2024-03-01")], tmp_path, capsys)
    assert [f["value"] for f in made["facts"] if f["fact"] == "照护资源相对充足"] == ["否"]
    (warning,) = apart(made)
    assert f"以{CITY}2024-03-01认定的“否”为准" in warning
    assert f"此前{CITY}2024-02-01认定为“是”" in warning


def test_the_same_of_the_force_of_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pair = [of_force(True, "2024-01-01", "2023-01-01"), of_force(False, "2024-04-01", "2023-01-02")]
    (warning,) = apart(verdict(pair, tmp_path, capsys))
    assert f"以{CITY}、{FINANCE}2024-04-01认定的“否”为准" in warning


@pytest.mark.parametrize(
    "pair",
    [
        [of_area(True, "2024-02-01"), of_area(True, "2024-03-01")],  # the same conclusion
        [of_area(True, "2024-02-01"), of_area(False, "2025-03-01")],  # after the day: it does not count yet
    ],
)
def test_nothing_is_told_where_nothing_was_replaced(
    pair: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert apart(verdict(pair, tmp_path, capsys)) == []
