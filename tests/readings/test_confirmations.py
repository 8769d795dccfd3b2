"""Who confirmed a reading, and what becomes of verdicts: every place that names it shows it, older verdicts go on holding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from policy_dsl.compiled import CompiledBase, Document
from policy_dsl.reading import Confirmation, ConfirmationAction, ConfirmationState, status_words
from policy_dsl.review.confirmations import (
    own_confirmations,
    read_confirmations,
    reading_digest,
    with_confirmations,
    write_confirmations,
)
from reasoner.cli.main import main
from reasoner.driver import current_rule_base
from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.model.rule_base import RuleBase
from reasoner.proof.check_proof import check_verdict
from reasoner.proof.rule_base_check import CheckedBase

MEDICAL, READING = "qingdao-2023-18-medical", "分项各自为限"
# 3.1.p1.s1: 「中医类医院床位数0.85张」 of 10 million residents is 8500 beds; whether the brackets are caps is READING.
TCM = {
    "编号": "QD-1", "事项": "新增购买住院床位", "日期": "2024-05-01",
    "机构": {"类型": "中医医院", "所在地": "城阳区"}, "床位类别": "中医", "床位数": 100,
    "指标": [
        {"地区": "城阳区", "名称": "床位使用率", "数值": "80%"},
        {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 70000},
        {"地区": "青岛市", "名称": "医保购买中医床位数", "数值": 9000},
        {"地区": "青岛市", "名称": "常住人口", "数值": 10000000},
        {"地区": "城阳区", "名称": "医疗费用增长率", "数值": "4%", "时点": "2023"},
        {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023"},
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_base() -> Iterator[None]:
    current_rule_base.rule_base.cache_clear()
    yield
    current_rule_base.rule_base.cache_clear()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bureau's own folder of records, not there yet."""
    path = tmp_path / "复核"
    monkeypatch.setenv("TIAOLI_REVIEWS", str(path))
    return path


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(TCM, ensure_ascii=False), encoding="utf-8")
    return str(path)


def checked(file: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["check", file, "--json"]) == 0
    verdict: dict[str, Any] = json.loads(capsys.readouterr().out)
    return verdict


def faults(verdict: dict[str, Any]) -> list[str]:
    return check_verdict(verdict, CheckedBase(rule_base().plain, official_texts()))


def confirm(capsys: pytest.CaptureFixture[str], action: str = "confirm", by: str = "张三") -> None:
    assert main(["review", action, MEDICAL, READING, "--by", by]) == 0
    capsys.readouterr()


def test_a_confirmation_is_recorded_with_who_and_when_and_shown_everywhere(
    folder: Path, file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "confirm", MEDICAL, READING, "--by", "张三", "--remark", "局务会第3次"]) == 0
    assert f"“{READING}”由张三确认" in capsys.readouterr().out
    (record,) = own_confirmations(folder)[MEDICAL]
    assert (record.by, record.date, record.remark) == ("张三", date.today().isoformat(), "局务会第3次")
    today = date.today()
    words = f"由张三于{today.year}年{today.month}月{today.day}日确认"
    (entry,) = checked(file, capsys)["readings"]
    assert entry["confirmed_by"] == "张三"
    assert main(["check", file]) == 0
    assert f"“{READING}”（{words}）" in "".join(capsys.readouterr().out.split())
    assert main(["show", f"{MEDICAL}/3.1.p1.s1"]) == 0
    assert f"{READING}（{words}）" in "".join(capsys.readouterr().out.split())
    assert main(["review", "readings", "--document", MEDICAL]) == 0
    assert f"{READING}（{words}）" in "".join(capsys.readouterr().out.split())
    assert main(["review", "list", "--document", MEDICAL]) == 0
    assert f"{READING}（{words}）" in "".join(capsys.readouterr().out.split())
    assert (
        main(["compare", "--reading", f"{MEDICAL}/{READING}", "--matter", "新增购买住院床位", "--type", "中医医院"])
        == 0
    )
    assert words in "".join(capsys.readouterr().out.split())
    assert main(["report", file, "-o", str(tmp_path / "l.html"), "--kind", "内部审核意见"]) == 0
    assert words in (tmp_path / "l.html").read_text(encoding="utf-8")


def test_a_later_confirmation_leaves_an_older_verdict_true(
    folder: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says how its readings stood when it was made; the content of the document is the same."""
    before = checked(file, capsys)
    assert "confirmations" not in before
    confirm(capsys)
    after = checked(file, capsys)
    assert after["confirmations"] == [
        {"document": MEDICAL, "reading": READING, "state": "confirmed", "by": "张三", "date": date.today().isoformat()}
    ]
    assert before["receipt"] == after["receipt"]
    confirm(capsys, "doubt", "李四")
    doubted = checked(file, capsys)
    assert doubted["readings"][0]["confirmed_by"] == ""
    assert doubted["confirmations"][0] | {"date": ""} == {
        "document": MEDICAL, "reading": READING, "state": "doubted", "by": "李四", "date": "",
    }  # fmt: skip
    for verdict in (before, after, doubted):
        assert faults(verdict) == []


def test_an_older_letter_goes_on_holding(
    folder: Path, file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = str(tmp_path / "l.html")
    assert main(["report", file, "-o", letter, "--kind", "内部审核意见"]) == 0
    confirm(capsys)
    assert main(["verify", letter]) == 0


@pytest.mark.parametrize(
    "forged",
    [
        lambda v: v["confirmations"][0].update(by="王五"),
        lambda v: v["confirmations"][0].update(date="2020-01-01"),
        lambda v: v["confirmations"][0].update(state="doubted"),
        lambda v: v["confirmations"][0].update(reading="使用率的床位"),
        lambda v: v["confirmations"][0].update(reading="双通道对象"),
        lambda v: v["confirmations"].append(v["confirmations"][0]),
        lambda v: v["readings"][0].update(confirmed_by="王五"),
        lambda v: v["readings"][0].update(confirmed_by=""),
        lambda v: v["readings_not_run"][0].update(confirmed_by="张三"),
        lambda v: v.pop("confirmations"),
        lambda v: v["readings"][0].pop("confirmed_by"),
    ],
)
def test_what_no_record_bears_out_is_false(
    forged: Any, folder: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    confirm(capsys)
    verdict = checked(file, capsys)
    assert faults(verdict) == []
    forged(verdict)
    assert faults(verdict)


def test_a_verdict_of_a_bureau_whose_records_are_not_here_is_not_borne_out(
    folder: Path, file: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    confirm(capsys)
    verdict = checked(file, capsys)
    monkeypatch.delenv("TIAOLI_REVIEWS")
    current_rule_base.rule_base.cache_clear()
    assert any("没有「分项各自为限」的这条确认记录" in f for f in faults(verdict))


# --- stale ----------------------------------------------------------------------------------------------------------


def with_text(base: CompiledBase, **changed: Any) -> CompiledBase:
    """The rule base after somebody changed the text of the reading."""

    def other(document: Document) -> Document:
        readings = tuple(replace(r, **changed) if r.name == READING else r for r in document.readings)
        return replace(document, readings=readings)

    return replace(base, documents=tuple(other(d) if d.id == MEDICAL else d for d in base.documents))


@pytest.mark.parametrize("field", ["question", "used", "alternative", "basis"])
def test_a_change_of_the_text_makes_a_confirmation_stale(field: str) -> None:
    base = rule_base().compiled
    reading = rule_base().documents[MEDICAL].readings_by_name[READING]
    record = Confirmation(READING, ConfirmationAction.CONFIRM, reading_digest(reading), "张三", "2025-03-01")
    changed = RuleBase(with_confirmations(with_text(base, **{field: "别的"}), {MEDICAL: [record]}))
    stale = changed.documents[MEDICAL].readings_by_name[READING]
    assert stale.confirmed_by == ""
    assert stale.status is not None
    assert stale.status.state is ConfirmationState.STALE
    assert status_words(stale.status) == "张三于2025年3月1日确认之后文字有改动,须重新确认"


def test_the_last_statement_counts() -> None:
    reading = rule_base().documents[MEDICAL].readings_by_name[READING]
    digest = reading_digest(reading)
    records = [
        Confirmation(READING, ConfirmationAction.CONFIRM, digest, "张三", "2025-03-01"),
        Confirmation(READING, ConfirmationAction.DOUBT, digest, "李四", "2025-03-02"),
        Confirmation(READING, ConfirmationAction.CONFIRM, digest, "王五", "2025-03-03"),
    ]
    states = []
    for count in range(4):
        base = RuleBase(with_confirmations(rule_base().compiled, {MEDICAL: records[:count]}))
        states.append(base.documents[MEDICAL].readings_by_name[READING].confirmed_by)
    assert states == ["", "张三", "", "王五"]


# --- bad input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([MEDICAL, "分项各自为", "--by", "张三"], "U158"),
        (["没有的文件", READING, "--by", "张三"], "U103"),
        ([MEDICAL, READING, "--by", " "], "U133"),
        ([MEDICAL, READING, "--by", "张" * 61], "U133"),
        ([MEDICAL, READING, "--by", "张三", "--remark", "一\n二"], "U133"),
    ],
)
def test_what_cannot_be_recorded_says_why(
    arguments: list[str], code: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "confirm", *arguments]) == 2
    assert code in capsys.readouterr().err
    assert not folder.exists()


def test_a_near_name_is_suggested(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "doubt", MEDICAL, "分项各自为", "--by", "张三"]) == 2
    assert "是否要写 分项各自为限" in "".join(capsys.readouterr().err.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "confirmation = 1",
        "[[review]]\nnorm = 'x'",
        "[[confirmation]]\nreading = 'x'\naction = 'sign'\ndigest = ''\nby = '张三'\ndate = '2025-03-01'\nremark = ''",
        "[[confirmation]]\nreading = 'x'\naction = 'confirm'\ndigest = 'ab'\nby = '张三'\ndate = '2025-03-01'",
        f"[[confirmation]]\nreading = 'x'\naction = 'confirm'\ndigest = '{'a' * 64}'\nby = '张三'\ndate = '2025-02-30'",
        f"[[confirmation]]\nreading = 'x'\naction = 'confirm'\ndigest = '{'a' * 64}'\nby = ''\ndate = '2025-02-03'",
        "[[confirmation]]\nnorm = 'x'",
        "[[confirmation",
    ],
)
def test_a_file_that_was_spoilt_by_hand_is_refused(text: str) -> None:
    records, wrong = read_confirmations("confirmations.toml", text)
    assert records == ()
    assert {f.code for f in wrong} == {"U131"}


def test_records_are_read_as_they_were_written() -> None:
    records = (
        Confirmation("甲", ConfirmationAction.CONFIRM, "a" * 64, "张三", "2025-03-01", '有"引号"'),
        Confirmation("乙", ConfirmationAction.DOUBT, "b" * 64, "李四", "2025-03-02"),
    )
    assert read_confirmations("confirmations.toml", write_confirmations(records)) == (records, [])
