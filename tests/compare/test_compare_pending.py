"""A side of which a clause is not yet written as rules (待写) is compared with nothing: 未定, never 等价."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "semantics"))

from small_base import BAR_FOR_NOW, BEDS, EXEMPT, Clause, Small, document

from reasoner.analysis.rule_set import Compared
from reasoner.compare.comparison import compare
from reasoner.compare.relation_kinds import Relation
from reasoner.compare.report.terminal_view import comparison_text
from reasoner.compare.result import Result

PENDING = ("限制", "床位利用不足的区(市),暂不新增购买住院床位。", f"待写 事项 {BEDS}")
ELSEWHERE = ("限制", "院护床位充足的区(市),暂不新增购买院护床位。", "待写 事项 新增购买院护床位")
DAY, CITY = "2024-05-01", "370200"


def side(name: str, *clauses: Clause) -> Compared:
    return Compared(name, Small(document("plan", *clauses)).base, CITY)


def results(a: Compared, b: Compared, *, together: bool) -> tuple[Result, ...]:
    return compare(a, b, DAY, matters=[BEDS], kinds=["综合医院", "诊所"], together=together).results


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((BAR_FOR_NOW, PENDING), (BAR_FOR_NOW,)),
        ((BAR_FOR_NOW,), (BAR_FOR_NOW, PENDING)),
        ((BAR_FOR_NOW, PENDING), (BAR_FOR_NOW, PENDING)),
        ((BAR_FOR_NOW, EXEMPT, PENDING), (BAR_FOR_NOW, EXEMPT)),
        ((PENDING,), (BAR_FOR_NOW,)),
    ],
)
def test_what_nobody_has_written_is_not_compared(a: tuple[Clause, ...], b: tuple[Clause, ...], together: bool) -> None:
    """Also where both say the same and lack the same: what the clause turns out to say may differ."""
    for result in results(side("甲", *a), side("乙", *b), together=together):
        assert (result.relation, result.label) == (Relation.OPEN, "未定")
        assert "《文件plan》" in result.why
        assert "尚未写成规则(待写)" in result.why
        assert result.witnesses == ()


def test_a_clause_that_concerns_another_matter_is_no_hindrance() -> None:
    found = results(side("甲", BAR_FOR_NOW, ELSEWHERE), side("乙", BAR_FOR_NOW), together=True)
    assert {r.relation for r in found} == {Relation.EQUAL}


def test_a_plan_that_has_ended_is_no_hindrance() -> None:
    ended = document("old", PENDING, ends="2023-12-31", ends_basis="规划期")
    a = Compared("甲", Small(document("plan", BAR_FOR_NOW), ended).base, CITY)
    assert all("待写" not in r.why for r in results(a, side("乙", BAR_FOR_NOW), together=False))


def test_a_reader_is_told_which_clause_it_is() -> None:
    a, b = side("甲", BAR_FOR_NOW, PENDING), side("乙", BAR_FOR_NOW)
    text = comparison_text(compare(a, b, DAY, matters=[BEDS], kinds=["综合医院"]), a.base, width=80, colour=False)
    assert "未定" in text
    assert "第一部分第二段" in text.replace("\n", "").replace(" ", "")
