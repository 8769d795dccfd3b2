"""What people write for a matter: one that means a single matter is read and told, one that may mean several is asked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.ask.question_words import Kind, Names
from reasoner.driver.current_rule_base import official_texts, reader, rule_base
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import encode
from reasoner.proof.verify import verify

BEDS, CARE, DEMENTIA = "新增购买住院床位", "新增购买院护床位", "设置失智专区床位"
ONE = {
    # domain.ttl: 「包括新增住院定点和定点后增加床位」; 医保发〔2021〕28号: 「双通道」; the plans call 家护机构 and 院护机构 so.
    "加床": (BEDS, "综合医院"), "新增住院定点": (BEDS, "综合医院"), "门诊统筹定点": ("新增门诊统筹和门诊慢特病定点", "诊所"),
    "个账定点": ("新增个人账户定点", "诊所"), "药店定点": ("新增定点零售药店", "零售药店"), "双通道": ("纳入双通道管理", "零售药店"),
    "“双通道”": ("纳入双通道管理", "零售药店"), "家护": ("新增居家照护定点", "护理站"), "院护": (CARE, "养老机构"),
    "院护 定点": (CARE, "养老机构"), "失智床位": (DEMENTIA, "养老机构"),
}  # fmt: skip
SEVERAL = {"新增床位": (BEDS, CARE, DEMENTIA), "长护险定点": ("新增居家照护定点", CARE, DEMENTIA)}


def application(matter: str, kind: str = "综合医院") -> dict[str, Any]:
    return {"编号": "A-1", "事项": matter, "日期": "2024-05-01", "机构": {"类型": kind, "所在地": "城阳区"}}


def faults(matter: str) -> list[tuple[str, str, str]]:
    with pytest.raises(Faults) as error:
        reader().read(application(matter))
    return [(f.code, f.message, f.allowed) for f in error.value.diagnostics]


@pytest.mark.parametrize("name", ONE)
def test_a_name_of_one_matter_is_read_told_and_verified(name: str) -> None:
    matter, kind = ONE[name]
    written, plain = (reader().read(application(m, kind))[0] for m in (name, matter))
    verdict, same = judge(rule_base(), written), judge(rule_base(), plain)
    assert (verdict.matter, verdict.outcome, verdict.citations) == (matter, same.outcome, same.citations)
    assert verdict.matter_written == name
    assert verdict.warnings == (f"事项写的是「{name}」,按{matter}读,请核对。", *same.warnings)
    data = json.loads(encode(verdict))
    assert [c.faults for c in verify([("", data)], rule_base().plain, official_texts())] == [()]
    for forged in ("新增床位", "失智床位" if matter == BEDS else "加床", 7):
        (checked,) = verify([("", data | {"matter_written": forged})], rule_base().plain, official_texts())
        assert checked.faults


def test_a_name_of_its_own_is_not_told() -> None:
    (read,) = reader().read(application(BEDS))
    assert b"matter_written" not in encode(judge(rule_base(), read))


@pytest.mark.parametrize("name", SEVERAL)
def test_a_name_that_may_mean_several_is_asked_with_these_alone(name: str) -> None:
    assert faults(name) == [("F157", f"「事项」写的是「{name}」,可以指3个事项", "、".join(SEVERAL[name]))]


def test_what_is_no_matter_is_refused_and_only_a_slip_is_corrected() -> None:
    # 「新增床位→新增购买院护床位」 was suggested, which is another matter.
    assert [f[:2] for f in faults("迁址")] == [("F115", "没有事项「迁址」")]
    assert [f[:2] for f in faults("新增购卖住院床位")] == [
        ("F115", f"没有事项「新增购卖住院床位」;最接近的是「{BEDS}」")
    ]


def test_a_question_understands_what_an_application_may_write() -> None:
    vocabulary = rule_base().vocabulary
    names = Names(vocabulary)
    for matter, term in vocabulary.matters.items():
        for name in term.written:
            assert matter in {m.key for m in names.meanings(name) if m.kind is Kind.MATTER}, name
