"""DESIGN §5.2: every outcome beside one document of unknown force, whose every effect is tried in force and not in force.

In force the document adds its norm to those of the others; not in force it says nothing, and where nothing else governs
the outcome is `out_of_force`, because it could reach the applicant. A document of exemptions or preferences alone governs
nobody (DESIGN §5.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pytest
from small_base import (
    BAR_FOR_NOW,
    CONTROL,
    EXEMPT,
    PERMIT,
    PREFER,
    PRESUMED,
    REQUIRE,
    Clause,
    Small,
    document,
    hospital,
)

from reasoner.model.kinds import Role

FAR: Final[Clause] = (
    "限制",
    "床位使用率低于50%的区(市),暂不新增购买住院床位。",
    "规则 极低使用率暂不新增\n 凡 事项 是 新增购买住院床位\n 若 本区县 的 床位使用率 低于 50%\n 则 暂不新增",
)
"""A deciding norm that does not come about at 74%: who is governed by it alone may proceed."""

ELSEWHERE: Final[Clause] = (
    "限制",
    "院护床位使用率低于60%的区(市),暂不新增购买院护床位。",
    "规则 低使用率暂不新增院护\n 凡 事项 是 新增购买院护床位\n 若 本区县 的 院护床位使用率 低于 60%\n 则 暂不新增",
)
"""A restriction of another matter, without which an exemption has nothing to exempt from."""

LIVING: Final[Mapping[str, tuple[tuple[Clause, ...], Mapping[str, Any]]]] = {
    "conflict": ((BAR_FOR_NOW, PERMIT), {"符合定点条件": True}),
    "barred": ((BAR_FOR_NOW,), {}),
    "presumptively_barred": ((PRESUMED,), {}),
    "not_eligible": ((REQUIRE,), {"管理规范": False}),
    "strictly_controlled": ((CONTROL,), {}),
    "exempt": ((BAR_FOR_NOW, EXEMPT), {"重点建设项目": "市级"}),
    "priority": ((FAR, PREFER), {"连锁": True}),
    "may_proceed": ((FAR,), {}),
    "out_of_force": ((FAR,), {}),
    "not_regulated": ((), {}),
}
"""By outcome: the clauses of a document whose force is known, and facts of the institution, that lead to it."""

FAVOURABLE: Final = ("may_proceed", "priority", "exempt")
"""The favourable outcomes, the weakest first."""
_PB, _NE, _SC, _OUT = "presumptively_barred", "not_eligible", "strictly_controlled", "out_of_force"

# By clause of the document of unknown force: by outcome without it, what is possible with it.
TABLE: Final[Mapping[str, tuple[tuple[Clause, ...], Mapping[str, set[str]]]]] = {
    "暂不": ((BAR_FOR_NOW,), {
        "conflict": {"conflict"}, "barred": {"barred"}, _PB: {"barred", _PB}, _NE: {"barred", _NE}, _SC: {"barred", _SC},
        "exempt": {"barred", "exempt"}, "priority": {"barred", "priority"}, "may_proceed": {"barred", "may_proceed"},
        _OUT: {"barred", _OUT}, "not_regulated": {"barred", _OUT},
    }),
    "原则上": ((PRESUMED,), {
        "conflict": {"conflict"}, "barred": {"barred"}, _PB: {_PB}, _NE: {_PB, _NE}, _SC: {_PB, _SC},
        "exempt": {_PB, "exempt"}, "priority": {_PB, "priority"}, "may_proceed": {_PB, "may_proceed"},
        _OUT: {_PB, _OUT}, "not_regulated": {_PB, _OUT},
    }),
    "要件": ((REQUIRE,), {
        "conflict": {"conflict"}, "barred": {"barred"}, _PB: {_PB}, _NE: {_NE}, _SC: {_NE, _SC},
        "exempt": {_NE, "exempt"}, "priority": {_NE, "priority"}, "may_proceed": {_NE, "may_proceed"},
        _OUT: {_NE, _OUT}, "not_regulated": {_NE, _OUT},
    }),
    "从严": ((CONTROL,), {
        "conflict": {"conflict"}, "barred": {"barred"}, _PB: {_PB}, _NE: {_NE}, _SC: {_SC},
        "exempt": {_SC, "exempt"}, "priority": {_SC, "priority"}, "may_proceed": {_SC, "may_proceed"},
        _OUT: {_SC, _OUT}, "not_regulated": {_SC, _OUT},
    }),
    "不成立的限制": ((FAR,), {
        **{o: {o} for o in LIVING}, _OUT: {"may_proceed", _OUT}, "not_regulated": {"may_proceed", _OUT},
    }),
    "豁免": ((EXEMPT, ELSEWHERE), {o: {o} for o in LIVING}),
    "优先": ((PREFER,), {o: {o} for o in LIVING}),
}  # fmt: skip

CASES: Final = [(name, outcome) for name, (_, row) in TABLE.items() for outcome in row]


def _unknown(*clauses: Clause) -> Any:
    return document("u", *clauses, issued="", starts="", starts_basis="不明", ends="", ends_basis="不明")


def _base(outcome: str, *clauses: Clause) -> Small:
    living, _ = LIVING[outcome]
    ended = {"ends": "2023-12-31", "ends_basis": "规划期"} if outcome == "out_of_force" else {}
    return Small(*([document("l", *living, **ended)] if living else []), *([_unknown(*clauses)] if clauses else []))


def _facility(outcome: str, name: str) -> dict[str, Any]:
    facts = dict(LIVING[outcome][1])
    return facts | ({"管理规范": False} if name == "要件" else {})


@pytest.mark.parametrize("outcome", LIVING)
def test_each_outcome_without_the_document_is_what_the_table_says(outcome: str) -> None:
    verdict = _base(outcome, *(() if LIVING[outcome][0] else (ELSEWHERE,))).judge(hospital("74%", **LIVING[outcome][1]))
    assert (verdict.outcome, verdict.possible) == (outcome, (outcome,))


@pytest.mark.parametrize(("name", "outcome"), CASES)
def test_each_outcome_beside_a_document_of_unknown_force(name: str, outcome: str) -> None:
    clauses, row = TABLE[name]
    verdict = _base(outcome, *clauses).judge(hospital("74%", **_facility(outcome, name)))
    assert set(verdict.possible) == row[outcome]
    assert verdict.outcome == _concluded(row[outcome])
    if row[outcome] == {outcome}:
        return
    assert any(m.fact == "文件效力" for m in verdict.missing)
    assert not any(c.clause.startswith("u/") and c.role in (Role.DECISIVE, Role.SUPPORTING) for c in verdict.citations)


def _concluded(outcomes: set[str]) -> str:
    """CONTRACT §2: the one; of bars the weakest; of favourable ones the weakest; else undetermined."""
    if len(outcomes) == 1:
        return next(iter(outcomes))
    if outcomes <= {"barred", _PB}:
        return _PB
    if outcomes <= set(FAVOURABLE):
        return next(o for o in FAVOURABLE if o in outcomes)
    return "undetermined"


@pytest.mark.parametrize(("value", "outcome"), [(True, "presumptively_barred"), (False, "may_proceed")])
def test_a_determination_of_its_force_closes_what_it_left_open(value: bool, outcome: str) -> None:
    made = {
        "事项": "文件效力", "对象": "u", "结论": value, "机关": "青岛市医疗保障局", "日期": "2026-01-05",
        "自": "2024-01-01", "至": "2024-12-31",
    }  # fmt: skip
    base = _base("may_proceed", PRESUMED)
    assert base.judge(hospital("74%") | {"认定": [made]}).outcome == outcome
    before, after = (base.judge(hospital("74%") | {"认定": [made], "日期": d}) for d in ("2023-12-31", "2025-01-01"))
    assert {before.outcome, after.outcome} == {"undetermined"}


def test_a_favourable_clause_of_unknown_force_is_told_and_does_not_decide() -> None:
    """DESIGN §5.9: where every completion is favourable, the outcome is the weakest of them."""
    base = Small(document("l", FAR), _unknown(FAR, PREFER))
    verdict = base.judge(hospital("74%", 连锁=True))
    assert (verdict.outcome, set(verdict.possible)) == ("may_proceed", {"may_proceed", "priority"})
    exempted = Small(document("l", FAR), _unknown(BAR_FOR_NOW, EXEMPT)).judge(hospital("74%", 重点建设项目="市级"))
    assert (exempted.outcome, set(exempted.possible)) == ("may_proceed", {"may_proceed", "exempt"})


def test_unknown_force_and_unknown_facts_multiply() -> None:
    verdict = _base("not_regulated", PRESUMED).judge(hospital(None))
    assert set(verdict.possible) == {"presumptively_barred", "may_proceed", "out_of_force"}


@pytest.mark.parametrize("day", ["2022-12-31", "2023-01-01"])
def test_no_document_is_in_force_before_the_year_of_its_number(day: str) -> None:
    verdict = _base("not_regulated", PRESUMED).judge(hospital("74%") | {"日期": day})
    assert set(verdict.possible) == ({"out_of_force"} if day < "2023" else {"presumptively_barred", "out_of_force"})
