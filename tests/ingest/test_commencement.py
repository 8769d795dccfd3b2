"""When a document begins, as its own words say of itself; what says when one of its rules begins says nothing of it."""

from __future__ import annotations

from policy_dsl.drafting.metadata import propose
from policy_dsl.texts.segment import segment

TITLE = "某某市医疗保障定点资源配置规划"
OWN = "第一条 床位使用率低于75%的区(市),原则上不再新增购买住院床位,自2027年1月1日起执行。"
WHOLE = "第四条 本规划自2026年3月1日起施行。"


def starts(*lines: str) -> object:
    text = "\n".join((TITLE, *lines)) + "\n"
    return next(f.value for f in propose(text, segment(text), lambda _: ("", "")) if f.name == "force.starts")


def test_the_period_of_a_clause_is_not_the_commencement_of_its_document() -> None:
    assert starts(OWN, WHOLE) == "2026-03-01"
    assert starts(OWN) == ""
