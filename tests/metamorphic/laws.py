"""What the laws compare: outcomes by how much they restrict, and what is better for an applicant."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from reasoner.model.kinds import Outcome
from reasoner.model.verdict import Verdict

WORST_FIRST: Final = (
    Outcome.CONFLICT,
    Outcome.BARRED,
    Outcome.PRESUMPTIVELY_BARRED,
    Outcome.NOT_ELIGIBLE,
    Outcome.STRICTLY_CONTROLLED,
)
"""Outcomes that restrict. The others (exempt, priority, may_proceed …) leave the applicant free to go on."""

UP, DOWN = 1, -1

BETTER: Final[Mapping[tuple[str, str], int]] = {
    ("申请", "床位数"): DOWN,
    ("申请", "步行15分钟内同类型定点机构数"): DOWN,
    ("申请", "所在镇街院护机构数"): DOWN,
    ("机构", "按卫生规划设立"): UP,
    ("机构", "符合定点条件"): UP,
    ("机构", "资质合规"): UP,
    ("机构", "管理规范"): UP,
    ("机构", "信誉良好"): UP,
    ("机构", "安全供应"): UP,
    ("机构", "布局合理"): UP,
    ("机构", "连锁"): UP,
    ("机构", "集团化"): UP,
    ("机构", "品牌化"): UP,
    ("所在医保管理区域", "床位使用率"): UP,
    ("本区县", "院护床位使用率"): UP,
    ("本区县", "医疗费用增长率"): DOWN,
    ("全市", "医疗费用增长率"): UP,
    ("全市", "医保购买住院床位数"): DOWN,
    ("全市", "医保购买康复床位数"): DOWN,
    ("全市", "医保购买中医床位数"): DOWN,
    ("全市", "医保购买精神床位数"): DOWN,
    ("全市", "精神科床位数"): DOWN,
    ("全市", "常住人口"): UP,
    ("全市", "院护床位数"): DOWN,
    ("全市", "预期享受长护险待遇人数"): UP,
    ("本区县", "院护床位数"): UP,
    ("本区县", "失智专区床位数"): DOWN,
    ("本统筹区", "定点医药机构数"): DOWN,
    ("本统筹区", "定点医药机构配置总量"): UP,
    ("本统筹区", "医保基金当期赤字"): DOWN,
    ("本统筹区", "医保基金动态监测赤字"): DOWN,
    ("本统筹区", "动态管理腾出名额"): UP,
    ("全市", "动态管理腾出名额"): UP,
    ("本区县", "医保定点医药机构资源薄弱区域"): UP,
    ("本区县", "照护资源相对充足"): DOWN,
    ("本区县", "照护资源不足地区"): UP,
    ("所在镇街", "服务盲点区域"): UP,
    ("所在镇街", "服务覆盖率相对较低镇街"): UP,
}
"""Which way a fact is better for the applicant, by role and term, read from the clauses: a fuller ward speaks for
more beds, a faster growth of cost against; for dementia beds the county's care beds are what 30% is taken of."""


def restricts(outcome: Outcome) -> int:
    """How much an outcome restricts: 0 for one that does not."""
    return len(WORST_FIRST) - WORST_FIRST.index(outcome) if outcome in WORST_FIRST else 0


def no_worse(before: Verdict, after: Verdict) -> bool:
    """Neither the worst nor the best that is still possible restricts more than before."""
    then, now = [[restricts(o) for o in v.possible] for v in (before, after)]
    return max(now) <= max(then) and min(now) <= min(then)


def improved(value: Any, direction: int, step: Decimal) -> Any:
    """A better value of a fact: further up or down, or the truth value that is better."""
    return direction == UP if isinstance(value, bool) else value + direction * step
