"""DESIGN §6: a final letter goes out where nothing is open; the law of which day is applied, and readings in doubt, are open."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from test_final_letters import APPLICATION, DECISION, own_base, report, review, settings  # noqa: F401

from reasoner.cli.main import main

# qingdao-2023-18-medical: 规划期 to 2025-12-31 (its own words, 「2023—2025年」).
AFTER, LAST = "2026-11-30", "2025-12-31"
LAST_WORDS = "2025年12月31日"
ASKED_FOR = "适用日期的理由尚待写明"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    settings(tmp_path, monkeypatch)
    review("qingdao-2023-18-medical/3.1.p2")
    capsys.readouterr()
    return tmp_path


def decide(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> None:
    for key, value in changed.items():
        monkeypatch.setitem(DECISION, key, value)


def test_no_final_letter_on_a_plan_that_has_ended_by_the_day_of_decision(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(monkeypatch, 决定日期=AFTER)
    code, path = report(desk, "--final")
    printed = capsys.readouterr().out
    assert (code, path.exists()) == (1, False)
    assert "T129" in printed
    assert ASKED_FOR in printed
    assert LAST_WORDS in printed


def test_a_reason_for_the_law_of_a_day_is_printed_and_the_item_is_gone(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(monkeypatch, 决定日期=AFTER, 适用日期=APPLICATION["日期"], 适用日期理由="申请在规划期内受理")
    code, path = report(desk, "--final")
    assert code == 0, capsys.readouterr().out
    assert "申请在规划期内受理" in path.read_text(encoding="utf-8").partition("<body")[2].partition("<script")[0]
    assert main(["verify", str(path)]) == 0, capsys.readouterr().out


def test_the_last_day_of_the_plan_asks_for_nothing(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(monkeypatch, 决定日期=LAST)
    assert report(desk, "--final")[0] == 0, capsys.readouterr().out


def test_a_draft_says_that_the_day_is_open(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(monkeypatch, 决定日期=AFTER)
    code, path = report(desk)
    assert code == 0, capsys.readouterr().out
    text = path.read_text(encoding="utf-8")
    assert "有文件在决定之日与所按之日效力不同" in text
    assert main(["verify", str(path)]) == 0, capsys.readouterr().out


def test_no_final_letter_while_somebody_doubts_a_reading_of_the_rule_that_decides(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Readings of 3.1.p2#低使用率原则不新增: whoever doubts one holds the letter back until it is confirmed."""
    names = [n for n in _readings() if n]
    assert names
    assert main(["review", "doubt", "qingdao-2023-18-medical", names[0], "--by", "复核人乙"]) == 0
    capsys.readouterr()
    code, path = report(desk, "--final")
    printed = capsys.readouterr().out
    today = datetime.date.today()
    assert (code, path.exists()) == (1, False)
    for words in ("T129", "存疑", names[0], "复核人乙", f"{today.year}年{today.month}月{today.day}日"):
        assert words in printed, words
    assert main(["review", "confirm", "qingdao-2023-18-medical", names[0], "--by", "复核人乙"]) == 0
    assert report(desk, "--final")[0] == 0, capsys.readouterr().out


def _readings() -> tuple[str, ...]:
    """The readings on which the rule of 3.1.p2 rests."""
    from reasoner.driver.current_rule_base import rule_base

    (document,) = (d for d in rule_base().compiled.documents if d.id == "qingdao-2023-18-medical")
    return tuple(n for norm in document.all_norms if norm.clause.endswith("/3.1.p2") for n in norm.readings)


def test_what_is_open_is_asked_for_once(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An exception not weighed, a fact without a source, a day without a reason: each one item, and no blank besides."""
    decide(monkeypatch, 决定日期=AFTER)
    monkeypatch.delitem(DECISION, "例外理由")
    kind = APPLICATION["机构"] | {"重点建设项目": {"数值": "无", "时点": "2024-04-20"}}
    monkeypatch.setitem(APPLICATION, "机构", kind)
    assert report(desk, "--final")[0] == 1
    printed = capsys.readouterr().out.replace("\n", "")
    for words in ("例外考量", "没有写明来源", "适用日期的理由"):
        assert printed.count(words) == 1, words
    assert "尚有空白" not in printed
