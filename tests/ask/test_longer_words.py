"""A name of a service inside a longer word of the texts asks for no contract: 分解住院 is forbidden, and no matter.

医疗保障基金使用监督管理条例 第十五条: 「不得分解住院、挂床住院」; 第三十八条 lists them among what is punished.
"""

from __future__ import annotations

import pytest

from reasoner.ask.enquiry import answers, knowledge, scope
from reasoner.ask.scope import Question
from reasoner.driver import current_rule_base


def asked(question: str) -> tuple[tuple[str | None, ...], set[str]]:
    """The matters that are answered for, and the clauses that are shown."""
    known = knowledge(current_rule_base.rule_base())
    wanted = Question(words=question, day="2024-05-01", home="370200")
    made = answers(known, wanted, scope(known, wanted))
    return tuple(a.matter for a in made), {t.clause for a in made for t in a.passages}


@pytest.mark.parametrize(
    "question", ["分解住院怎么处理", "分解住院", "挂床住院怎么罚", "城阳区医院分解住院会怎样", "医院能不能挂床住院"]
)
def test_a_forbidden_act_is_no_matter(question: str) -> None:
    matters, clauses = asked(question)
    assert matters == (None,)
    assert any(c.startswith("state-council-735/a15.p1") for c in clauses)


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("住院", "新增购买住院床位"),
        ("医院 住院", "新增购买住院床位"),
        ("住院定点怎么申请", "新增购买住院床位"),
        ("卫生服务站能不能纳入门诊统筹", "新增门诊统筹和门诊慢特病定点"),
        ("综合医院开展住院", "新增购买住院床位"),
    ],
)
def test_a_word_that_asks_for_a_contract_still_does(question: str, matter: str) -> None:
    assert matter in asked(question)[0]


def test_what_is_paid_for_a_service_is_no_contract() -> None:
    matters, _ = asked("住院报销比例")
    assert matters == (None,)
