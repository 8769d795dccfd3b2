"""Who decides on new contracts: answered by the duties that the documents of the place state, and never by asking for which matter."""

from __future__ import annotations

import pytest

from reasoner.ask.answer import Answer
from reasoner.ask.text_answer import PassageKind
from reasoner.driver.asking import ask

AFTER = "2026-11-30"
CARE, MEDICAL, HENAN = "qingdao-2023-18-ltc", "qingdao-2023-18-medical", "henan-2025"
CONTRACTS = f"{MEDICAL}/4.1.p1.s4"
"""「各级医保经办机构按属地原则与医药机构签订医保协议」."""
SELECTION = f"{CARE}/4.1.p1.s2"
"""「市医保经办机构……负责市内三区新增定点遴选工作;区(市)医保经办机构……组织开展辖区内新增定点遴选工作」."""


def first(question: str, region: str) -> Answer:
    return ask(question, region=region, as_of=AFTER)[0]


DUTIES = [
    # question, place, clauses of the duties
    ("新增定点由市里还是区里遴选", "城阳区", {CONTRACTS, SELECTION, f"{MEDICAL}/4.1.p1.s3"}),
    ("谁来批新药店,区里能定吗", "城阳区", {CONTRACTS, f"{MEDICAL}/4.1.p1.s3"}),
    ("药店定点归谁批", "城阳区", {CONTRACTS, f"{MEDICAL}/4.1.p1.s3"}),
    ("两个县交界的地方争定点归谁管", "洛阳市", {f"{HENAN}/4.p3.s2"}),
    ("县级医保局能不能自己批药店", "洛阳市", {f"{HENAN}/4.p3.s2", f"{HENAN}/4.p4"}),
    ("规划谁来编,县里要报什么", "洛阳市", {f"{HENAN}/4.p3.s1", f"{HENAN}/4.p4"}),
]


@pytest.mark.parametrize(("question", "region", "clauses"), DUTIES, ids=[q for q, *_ in DUTIES])
def test_who_decides_is_a_duty_of_the_documents_of_the_place(question: str, region: str, clauses: set[str]) -> None:
    answer = first(question, region)
    assert {p.clause for p in answer.passages} == clauses
    assert {p.kind for p in answer.passages} == {PassageKind.DUTY}


def test_a_dispute_at_the_border_is_the_city_s() -> None:
    """「处理相邻县域交界地区医保定点资源配置争议」: the bearer is that of the sentence before (reading 主体承前句)."""
    (passage,) = first("两个县交界的地方争定点归谁管", "洛阳市").passages
    assert passage.text.startswith("市级医保行政部门")


@pytest.mark.parametrize("question", ["新增定点由市里还是区里遴选", "谁来批新药店,区里能定吗"])
def test_no_text_speaks_of_approval_and_that_is_told(question: str) -> None:
    assert any("没有用“批准”一词" in n for n in first(question, "城阳区").notes)


def test_who_says_that_care_is_sufficient() -> None:
    """3.1.p1.s2 lists four districts without 城阳区, 3.2.p1.s3 five with it; neither is the determination 照护资源相对充足."""
    answer = first("城阳区照护资源算不算饱和,谁说了算", "城阳区")
    listed = {p.clause: p.lists_place for p in answer.passages}
    assert (listed[f"{CARE}/3.2.p1.s3"], listed[f"{CARE}/3.1.p1.s2"]) == (True, False)
    assert answer.passages[0].clause == f"{CARE}/3.2.p1.s3"
    assert [d.fact for d in answer.decided_by] == ["照护资源相对充足"]
