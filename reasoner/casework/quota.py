"""年度受理计划: how much of a plan is used and left, by year, district, matter and batch. It stands beside a verdict and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic
from reasoner.casework.working_days import sheet_row

COLUMNS: Final = ("年度", "地区", "事项", "批次", "数量", "单位", "依据")
"""The columns of the table; 地区, 事项 and 批次 may be empty: all of them."""
BEDS: Final = "张"
PLACES: Final = "家"
_MOST: Final = 10_000_000


class Plan(NamedTuple):
    """A row of the plan."""

    year: int
    district: str
    """Empty: every district."""
    matter: str
    """Empty: every matter."""
    batch: str
    """The batch of assessment (评审批次); empty: the whole year."""
    amount: int
    unit: str
    """`BEDS` or `PLACES`."""
    basis: str
    """On what it rests, as the table says."""

    @property
    def title(self) -> str:
        """What it is a plan of, in words."""
        return "".join((f"{self.year}年", self.district or "各地区", self.matter or "各事项", self.batch))


class Use(NamedTuple):
    """What a signed decision takes of a plan."""

    number: str
    """The number of the case."""
    year: int
    district: str
    matter: str
    batch: str
    """Empty: no batch is known."""
    beds: int | None
    """So many beds were let go on; None: not known."""
    signed: str
    """The day on which it was signed, ISO."""


class PlanState(NamedTuple):
    """How a plan stands."""

    plan: Plan
    used: int
    """What is known to be used."""
    unknown: tuple[str, ...]
    """The numbers of cases of which it is not known how much they take, or in which batch they were."""
    cases: tuple[str, ...]
    """The numbers of cases that are counted."""

    @property
    def left(self) -> int:
        """What is left at most; below 0 where more was signed than planned."""
        return self.plan.amount - self.used

    @property
    def words(self) -> str:
        """The state in a sentence."""
        plan = self.plan
        at_most = "至多" if self.unknown else ""
        over = f"超出{-self.left}{plan.unit}" if self.left < 0 else f"{at_most}余{self.left}{plan.unit}"
        open_ones = f",另有{len(self.unknown)}件用了多少不详" if self.unknown else ""
        return f"{plan.title}:计划{plan.amount}{plan.unit},已用{self.used}{plan.unit},{over}{open_ones}"


class PlanReading(NamedTuple):
    """The plans of a table, and what is wrong with it."""

    plans: tuple[Plan, ...]
    faults: tuple[Diagnostic, ...]


def plans_of(
    rows: Sequence[Mapping[str, str]], districts: Iterable[str] = (), matters: Iterable[str] = ()
) -> PlanReading:
    """The plans of a table. districts, matters: the names that may be written. Faults K104."""
    faults: list[Diagnostic] = []
    plans: list[Plan] = []
    places, asked_for = frozenset(districts), frozenset(matters)
    lines: dict[tuple[str, ...], int] = {}
    for place, row in enumerate(rows, 1):
        number = sheet_row(row, place)
        where = f"受理计划 · 第{number}行"
        before = len(faults)
        year, amount = _number(row.get("年度", "").removesuffix("年")), _number(row.get("数量", ""))
        if year is None or not 1950 <= year <= 2200:
            faults.append(_fault(f"{where} · 年度", f"年度“{row.get('年度', '')[:20]}”不能识别", "如 2026"))
        if amount is None:
            faults.append(
                _fault(f"{where} · 数量", f"数量“{row.get('数量', '')[:20]}”不能识别", f"0 至 {_MOST} 的整数")
            )
        if row.get("单位", "") not in (BEDS, PLACES):
            faults.append(_fault(f"{where} · 单位", f"单位“{row.get('单位', '')[:20]}”不能识别", f"{BEDS}、{PLACES}"))
        for column, names in (("地区", places), ("事项", asked_for)):
            name = row.get(column, "")
            if name and names and name not in names:
                faults.append(
                    _fault(f"{where} · {column}", f"没有收录{column}“{name[:30]}”", "按本软件的名称写,或者不写(全部)")
                )
        key = tuple(row.get(c, "") for c in (*COLUMNS[:4], "单位"))
        if key in lines:
            faults.append(_fault(where, f"与第{lines[key]}行是同一项计划", "一项计划一行"))
        lines.setdefault(key, number)
        if len(faults) == before and year is not None and amount is not None:
            district, matter, batch = (row.get(c, "") for c in ("地区", "事项", "批次"))
            plans.append(Plan(year, district, matter, batch, amount, row["单位"], row.get("依据", "")))
    if not rows:
        faults.append(_fault("受理计划", "表里没有行", "、".join(COLUMNS)))
    return PlanReading(tuple(plans), tuple(faults))


def _fault(where: str, message: str, allowed: str) -> Diagnostic:
    return Diagnostic("K104", where, message, allowed)


def _number(text: str) -> int | None:
    plain = text.strip().removesuffix(".0")
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= 8 and int(plain) <= _MOST else None


def plan_states(plans: Iterable[Plan], uses: Sequence[Use]) -> tuple[PlanState, ...]:
    """How each plan stands after the decisions that were signed."""
    return tuple(_state(plan, uses) for plan in plans)


def _state(plan: Plan, uses: Sequence[Use]) -> PlanState:
    used, unknown, counted = 0, [], []
    for use in uses:
        if use.year != plan.year or plan.district not in ("", use.district) or plan.matter not in ("", use.matter):
            continue
        if plan.batch and use.batch and use.batch != plan.batch:
            continue
        amount = 1 if plan.unit == PLACES else use.beds
        if amount is None or (plan.batch and not use.batch):
            unknown.append(use.number)
            continue
        used += amount
        counted.append(use.number)
    return PlanState(plan, used, tuple(unknown), tuple(counted))


def plans_for(plans: Iterable[Plan], year: int, district: str, matter: str, batch: str) -> tuple[Plan, ...]:
    """The plans under which a case of these falls; of a case without a batch also those of each batch."""
    return tuple(
        p
        for p in plans
        if p.year == year
        and p.district in ("", district)
        and p.matter in ("", matter)
        and (not batch or p.batch in ("", batch))
    )


class Unpublished(NamedTuple):
    """What was signed and is not yet in a published figure."""

    beds: int
    places: int
    unknown: int
    """Cases with beds of which the number is not known."""
    numbers: tuple[str, ...]
    """The numbers of the cases."""

    @property
    def words(self) -> str:
        """In a sentence."""
        parts = [f"床位{self.beds}张"] if self.beds else []
        parts += [f"{self.places}家"] if self.places else []
        parts += [f"{self.unknown}件张数不详"] if self.unknown else []
        return "、".join(parts)


def unpublished(uses: Iterable[Use], district: str, matter: str, figure_day: str, *, in_beds: bool) -> Unpublished:
    """What was signed in a district on a matter behind the day of the figure by which it is judged.

    figure_day: the day of the latest figure, ISO; empty: none is known, then everything that was signed is told.
    """
    behind = [u for u in uses if u.district == district and u.matter == matter and u.signed > figure_day]
    beds = sum(u.beds or 0 for u in behind) if in_beds else 0
    unknown = sum(u.beds is None for u in behind) if in_beds else 0
    return Unpublished(beds, 0 if in_beds else len(behind), unknown, tuple(u.number for u in behind))
