"""DESIGN §6: 「A letter is made from a verdict **and a decision**」; what contradicts the record is named, nothing written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from edit_making import WordLetter, compared

from policy_dsl.diagnostics import Faults
from reasoner.cli.main import main
from reasoner.driver.current_rule_base import rule_base
from reasoner.letters.signing_organs import CLAUSE, INNER

# 3.1.p2 「城阳区…内床位使用率低于75%的,原则上不再新增购买住院床位。」: 74 % bars in principle.
APPLICATION: dict[str, Any] = {
    "编号": "D-1", "事项": "新增购买住院床位", "日期": "2024-05-06", "床位类别": "综合", "床位数": 100,
    "机构": {"名称": "甲医院", "类型": "综合医院", "所在地": "城阳区", "重点建设项目": "无", "统一社会信用代码": "123702140000000001"},
    "指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31", "来源": "住院结算数据"}],
}  # fmt: skip
# 3.2.p1.s1 of the medical plan asks nothing of a pharmacy but distance and growth: nothing bars this one.
FREE = APPLICATION | {
    "编号": "D-2",
    "指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": "80%", "时点": "2024-03-31", "来源": "结算"}],
}
DECISION: dict[str, Any] = {
    "编号": "D-1", "处理": "不予", "例外": False, "例外理由": "所述情形不属于个案例外",
    "决定机关": "青岛市城阳区医疗保障经办机构", "决定日期": "2024-05-20",
}  # fmt: skip


def write(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def report(
    folder: Path, decision: object, *options: str, applications: object = APPLICATION, suffix: str = ".html"
) -> tuple[int, Path]:
    target = folder / f"文书{suffix}"
    source, decided = write(folder / "a.json", applications), write(folder / "d.json", decision)
    try:
        return main(["report", str(source), "-o", str(target), "--decision", str(decided), *options]), target
    except Faults as error:  # pragma: no cover
        raise AssertionError from error


def words(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_a_decision_is_told_without_condition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, path = report(tmp_path, DECISION)
    assert code == 0
    text = words(path)
    assert "经青岛市城阳区医疗保障经办机构于2024年5月20日决定，本次不予新增购买住院床位。" in text
    assert "你单位没有应予例外的情形，理由是：所述情形不属于个案例外。" in text
    assert "审查结论：" not in text
    assert "关于不予新增购买住院床位的告知书" in text
    assert "尚无处理决定" not in text
    capsys.readouterr()
    assert main(["verify", str(path)]) == 0
    assert "不予" in capsys.readouterr().out


def test_part_of_what_was_asked(tmp_path: Path) -> None:
    code, path = report(tmp_path, DECISION | {"处理": "部分", "张数": 30})
    assert code == 0
    assert "你单位申请的100张中，30张可进入后续程序，仍须按规定评估；其余70张不予新增购买住院床位。" in words(path)
    assert "关于部分不予新增购买住院床位的告知书" in words(path)
    assert main(["verify", str(path)]) == 0


def test_an_exception_lets_it_go_on(tmp_path: Path, suffix: str) -> None:
    decision = DECISION | {"处理": "进入后续程序", "例外": True, "例外理由": "当地没有同类床位"}
    code, path = report(tmp_path, decision, suffix=suffix)
    assert code == 0
    assert main(["verify", str(path)]) == 0
    if suffix == ".html":
        assert "本告知不表示同意定点" in words(path)
        assert "你单位有应予例外的情形，理由是：当地没有同类床位。" in words(path)


def test_by_options_for_one_application(tmp_path: Path) -> None:
    source, target = write(tmp_path / "a.json", APPLICATION), tmp_path / "x.html"
    options = ["--handling", "不予", "--exception", "否", "--exception-reason", "不属于", "--decided-on", "2024-05-20"]
    assert main(["report", str(source), "-o", str(target), *options]) == 0
    assert "不予新增购买住院床位" in words(target)
    assert "经____________________于2024年5月20日决定" in words(target)
    assert main(["verify", str(target)]) == 0


CONTRADICTIONS = [
    ("T120", {"处理": "同意"}), ("T120", {"处理": ["不予"]}),
    ("T120", {"处理": {}}), ("T120", {"决定日期": "2024-13-01"}), ("T120", {"张数": "-1"}), ("T120", {"理由": "x"}),
    ("T121", {"编号": "D-9"}), ("T122", {"处理": "进入后续程序"}), ("T123", {"处理": "进入后续程序", "例外": True, "例外理由": None}),
    ("T123", {"例外": True}), ("T124", {"处理": "部分", "张数": 101}), ("T124", {"处理": "部分"}), ("T124", {"张数": 3}),
    ("T125", {"决定机关": "青岛市崂山区医疗保障经办机构"}), ("T125", {"决定机关": "甲医院"}), ("T125", {"决定机关": "青岛市财政局"}),
    ("T126", {"决定日期": "2024-05-05"}), ("T127", {"适用日期": "2024-04-01"}), ("T121", {"同件": ["D-9"]}), ("T128", {"同件": ["D-1"]}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "change"), CONTRADICTIONS)
def test_what_contradicts_the_record(
    code: str, change: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, path = report(tmp_path, {k: v for k, v in (DECISION | change).items() if v is not None})
    printed = capsys.readouterr()
    assert status == 2
    assert code in printed.out + printed.err
    assert not path.exists()


def test_a_refusal_where_nothing_bars_needs_a_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decision = {"编号": "D-2", "处理": "不予"}
    status, path = report(tmp_path, decision, applications=FREE)
    printed = capsys.readouterr()
    assert (status, path.exists()) == (2, False)
    assert "T122" in printed.out + printed.err


def test_the_law_of_another_day_needs_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = ("--as-of", "2024-05-20")
    status, path = report(tmp_path, DECISION, *day)
    printed = capsys.readouterr()
    assert status == 2
    assert "T127" in printed.out + printed.err
    status, path = report(tmp_path, DECISION | {"适用日期": "2024-05-20", "适用日期理由": "受理时规定未变"}, *day)
    assert status == 0
    assert "本次按2024年5月20日有效的规定审查，理由是：受理时规定未变。" in words(path)


def test_every_fault_of_the_file_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report(tmp_path, [DECISION | {"处理": "同意", "决定日期": "昨天"}, {"编号": ""}, 3])
    printed = capsys.readouterr()
    assert (printed.out + printed.err).count("T120") >= 5


def test_several_matters_of_one_receipt_in_one_letter(
    tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    second = APPLICATION | {"编号": "D-3", "床位类别": "康复", "床位数": 20}
    decisions = [
        DECISION | {"同件": ["D-3"]},
        DECISION | {"编号": "D-3", "处理": "部分", "张数": 5},
    ]
    code, path = report(tmp_path, {"决定": decisions}, applications=[APPLICATION, second], suffix=suffix)
    printed = capsys.readouterr()
    assert code == 0, printed
    assert main(["verify", str(path)]) == 0, capsys.readouterr()
    if suffix == ".html":
        text = words(path)
        assert "一并告知如下" in text
        assert "（一）关于新增购买住院床位的申请（编号：D-1）" in text
        assert "（二）关于新增购买住院床位的申请（编号：D-3）" in text
        assert "本次不予新增购买住院床位" in text
        assert "你单位申请的20张中，5张可进入后续程序" in text


def test_matters_of_several_receipts_are_not_joined(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = APPLICATION | {"编号": "D-3", "日期": "2024-05-07"}
    decisions = [DECISION | {"同件": ["D-3"]}, DECISION | {"编号": "D-3"}]
    status, path = report(tmp_path, decisions, applications=[APPLICATION, second])
    printed = capsys.readouterr()
    assert (status, path.exists()) == (2, False)
    assert "T128" in printed.out + printed.err


def test_an_edited_decision_is_a_fault(tmp_path: Path) -> None:
    code, path = report(tmp_path, DECISION, suffix=".docx")
    assert code == 0
    file = WordLetter(path.read_bytes())
    for old, new in (("本次不予", "本次同意"), ("青岛市城阳区医疗保障经办机构", "青岛市财政局"), ("5月20日决定", "5月21日决定"),
                     ("没有应予例外", "有应予例外")):  # fmt: skip
        assert compared(file.edited(old, new), ".docx").faults, old
    payload = "customXml/item9.xml"
    for old, new in (
        ('"handling":"\\u4e0d\\u4e88"', '"handling":"\\u8fdb\\u5165\\u540e\\u7eed\\u7a0b\\u5e8f"'),
        ('"day":"2024-05-20"', '"day":"2024-05-01"'),
    ):
        assert compared(file.edited(old, new, payload), ".docx").faults, old


def test_who_selects_in_the_care_plan_is_its_own_words() -> None:
    document, _, place = CLAUSE.partition("/")
    clause = rule_base().documents[document].clauses[CLAUSE]
    assert place == "4.1.p1.s2"
    assert "市医保经办机构根据规划科学制定全市年度受理计划,并负责市内三区新增定点遴选工作" in clause.quote
    assert "区(市)医保经办机构按照年度受理计划组织开展辖区内新增定点遴选工作" in clause.quote
    assert {rule_base().vocabulary.regions[c].name for c in INNER} == {"市南区", "市北区", "李沧区"}


# 3.2.p1.s1 「全市规划床位数原则上不超过1.2万张」: 11900 there leave 100; 3.2.p2 「总数的30%核定」: 300 there of 30 % × 1000 leave none.
CARE = {
    "编号": "D-4", "事项": "新增购买院护床位", "日期": "2024-06-03", "床位数": 200,
    "机构": {"名称": "甲养老院", "类型": "养老机构", "所在地": "城阳区", "已定点": "院护"},
    "指标": [{"地区": "青岛市", "名称": "院护床位数", "数值": 11900, "时点": "2024-05-31", "来源": "结算"},
             {"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": 70000, "时点": "2025", "来源": "结算"},
             {"地区": "城阳区", "名称": "院护床位使用率", "数值": "70%", "时点": "2024-05-31", "来源": "结算"}],
}  # fmt: skip
FULL = CARE | {
    "事项": "设置失智专区床位",
    "指标": [{"地区": "城阳区", "名称": "失智专区床位数", "数值": 300, "时点": "2024-05-31", "来源": "结算"},
             {"地区": "城阳区", "名称": "院护床位数", "数值": 1000, "时点": "2024-05-31", "来源": "结算"}],
}  # fmt: skip
PART = {"编号": "D-4", "处理": "部分", "决定日期": "2024-06-20"}


@pytest.mark.parametrize(
    ("application", "beds", "more", "told"),
    [
        (CARE, 100, {}, ""), (CARE, 101, {}, "只能容纳100张"), (CARE, 101, {"不一致理由": "另有考虑"}, "只能容纳100张"),
        (CARE, 101, {"例外": False, "例外理由": "无"}, "只能容纳100张"), (CARE, 101, {"例外": True, "例外理由": "当地没有同类床位"}, ""),
        (FULL, 1, {}, "已没有可以新增的床位"), (FULL, 1, {"例外": True, "例外理由": "当地没有同类床位"}, ""),
    ],
)  # fmt: skip
def test_a_part_is_no_more_than_the_strictest_cap_leaves(
    application: dict[str, Any],
    beds: int,
    more: dict[str, object],
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, path = report(tmp_path, PART | {"张数": beds} | more, applications=application)
    printed = capsys.readouterr()
    said = printed.out + printed.err
    assert (status, path.exists()) == ((2, False) if told else (0, True)), said
    assert told in said
    assert ("T124" in said) is bool(told)
