"""A drafted folder with proposals: it compiles as it is, decides nothing, and is right once a person has accepted them.

The document is invented; its expected outcomes are read from its own sentences.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reasoner.cli.main import main
from reasoner.driver import accepting, current_rule_base

TEXT = """潍坊市医疗保障定点资源配置规划(2026-2028年)
潍医保发〔2026〕5号
各县市区医疗保障局:
本规划自2026年2月1日起施行。
一、规划任务
(一)住院定点医疗机构
各县(市、区)床位使用率低于60%的,原则上不再新增购买住院床位。
在奎文区、潍城区,暂不新增购买院护床位。
(二)定点零售药店
拟新增定点周边步行15分钟范围内有同类型定点医药机构的,原则上不再新增定点。
二、组织实施
市医保经办机构应当建立定点机构台账。
潍坊市医疗保障局
2026年1月20日
"""


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Path]:
    """A corpus with the folder that `tiaoli ingest` writes for it, just as it is."""
    root = tmp_path / "规则库"
    root.mkdir()
    monkeypatch.setenv("TIAOLI_CORPUS", str(root))
    monkeypatch.delenv("TIAOLI_REVIEWS", raising=False)
    source = tmp_path / "来文.txt"
    source.write_text(TEXT, encoding="utf-8")
    forget()
    assert main(["ingest", str(source), "-o", str(root / "370700/weifang-2026-5/2026-02-01")]) == 0
    assert "拟写了4条" in capsys.readouterr().out
    forget()
    yield root
    forget()


def forget() -> None:
    for remembered in ("rule_base", "reader", "terms", "official_texts"):
        getattr(current_rule_base, remembered).cache_clear()


def verdict(tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str, **more: Any) -> dict[str, Any]:
    facility = {"名称": "虚拟医院", "类型": "综合医院", "等级": "二级", "所在地": place}
    asked: dict[str, Any] = {"编号": "W-1", "事项": "新增购买住院床位", "日期": "2026-05-01", "机构": facility, **more}
    file = tmp_path / "申请.json"
    file.write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
    assert main(["check", str(file), "--json"]) == 0
    judged: dict[str, Any] = json.loads(capsys.readouterr().out)
    return judged


def beds(rate: str) -> dict[str, Any]:
    figure = {"地区": "寿光市", "名称": "床位使用率", "数值": rate, "时点": "2026-03-31"}
    return {"床位类别": "综合", "床位数": 10, "指标": [figure]}


def test_what_is_drafted_decides_nothing_and_once_accepted_decides_as_the_text_does(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [s.faults for s in current_rule_base.rule_base().compiled.set_aside] == []
    before = verdict(tmp_path, capsys, "寿光市", **beds("55%"))
    assert before["outcome"] == "undetermined"
    assert {p["clause"] for p in before["pending"]} >= {"weifang-2026-5/1.1.p1"}
    for rule in accepting.proposed_rules():
        accepting.accept(rule.rule, "张三", digest=rule.digest)
    forget()
    # 低于60%的,原则上不再新增: 55% is below, 60% is not.
    assert verdict(tmp_path, capsys, "寿光市", **beds("55%"))["outcome"] == "presumptively_barred"
    assert verdict(tmp_path, capsys, "寿光市", **beds("60%"))["outcome"] == "may_proceed"
    # 在奎文区、潍城区,暂不新增购买院护床位; 寿光市 is neither.
    care: dict[str, Any] = {"事项": "新增购买院护床位", "床位数": 10}
    home = {"名称": "虚拟养老院", "类型": "养老机构"}
    assert verdict(tmp_path, capsys, "奎文区", **care, 机构=home | {"所在地": "奎文区"})["outcome"] == "barred"
    assert verdict(tmp_path, capsys, "寿光市", **care, 机构=home | {"所在地": "寿光市"})["outcome"] == "may_proceed"
    # 步行15分钟范围内有: one is there, none is there.
    shop = {"名称": "虚拟药房", "类型": "零售药店", "所在地": "寿光市"}
    for count, outcome in ((1, "presumptively_barred"), (0, "may_proceed")):
        judged = verdict(
            tmp_path, capsys, "寿光市", 事项="新增定点零售药店", 机构=shop, 步行15分钟内同类型定点机构数=count
        )
        assert judged["outcome"] == outcome
    assert {r.by for records in accepting.acceptances().values() for r in records} == {"张三"}
