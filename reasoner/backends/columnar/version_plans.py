"""By which versions of documents rows are judged: a plan for each stretch of days of receipt in which the versions are the same.

The version is that of the interpreter (`RuleBase.for_case`): the latest that had begun on the day asked for, or, where it leaves to
the former rules what was received before its first day, the one that it replaces. Rules of all versions share one numbering of
bits: ids of rules name no version.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from reasoner.backends.columnar.compile_plan import compile_plan
from reasoner.backends.columnar.plan import Plan
from reasoner.model.rule_base import RuleBase

_FIRST: Final = "0001-01-01"


class VersionPlan(NamedTuple):
    """The plan by which is judged what was received on some days."""

    first: str
    """The first of the days; empty: from the beginning."""
    behind: str
    """The day behind the last; empty: there is none."""
    base: RuleBase
    """The rule base with the versions of these days."""
    only: frozenset[str] | None
    """The ids of the documents looked at; None: all."""
    plan: Plan

    def received(self, day: str) -> str:
        """The condition of a row that was received on one of these days. day: the expression of its day."""
        since = [f"{day} >= date '{self.first}'"] if self.first else []
        until = [f"{day} < date '{self.behind}'"] if self.behind else []
        return " and ".join([*since, *until]) or f"{day} is not null"


def version_plans(base: RuleBase, only: frozenset[str] | None, as_of: str | None) -> tuple[VersionPlan, ...]:
    """The plans of a rule base, the earliest days first.

    only: ids of the documents looked at, or `id@version`; None: all. as_of: the day on which all are judged; None: that of receipt.
    """
    stretches = list(_stretches(base, only, as_of))
    plans = []
    for view, ids in ((view, ids) for _, view, ids in stretches):
        documents = [d for d in view.documents.values() if ids is None or d.id in ids]
        plans.append(compile_plan(documents, base.vocabulary))
    behind = [*(first for first, _, _ in stretches[1:]), ""]
    return tuple(
        VersionPlan(first, until, view, ids, plan)
        for (first, view, ids), until, plan in zip(stretches, behind, numbered_together(plans), strict=True)
    )


def _stretches(
    base: RuleBase, only: frozenset[str] | None, as_of: str | None
) -> Iterator[tuple[str, RuleBase, frozenset[str] | None]]:
    """Each stretch of days of receipt by its first, with the rule base of these days and the ids of the documents looked at."""
    several = [d for each in base.several.values() for d in each]
    turns = {d.starts for d in several if d.starts and (as_of is None or d.transition)}
    before: RuleBase | None = None
    for turn in ("", *sorted(turns)):
        received = turn or _FIRST
        view, ids = base.for_case(as_of or received, received, only)
        if view is not before:
            yield turn, view, ids
            before = view


def numbered_together(plans: Sequence[Plan]) -> list[Plan]:
    """The same plans with one numbering of bits."""
    bits = tuple(dict.fromkeys(id_ for plan in plans for id_ in plan.bits))
    force = tuple(dict.fromkeys(id_ for plan in plans for id_ in plan.unknown_force))
    position = {id_: bit for bit, id_ in enumerate(bits)}
    return [
        replace(
            plan,
            bits=bits,
            unknown_force=force,
            rules=tuple((m, tuple(replace(r, bit=position[r.norm.id]) for r in own)) for m, own in plan.rules),
        )
        if len(plans) > 1
        else plan
        for plan in plans
    ]


def read_together(plans: Sequence[VersionPlan]) -> Plan:
    """The plan by which columns are read and bits are numbered: that of one of the stretches, with the facts of all."""
    flags = dict.fromkeys(label for of in plans for label in of.plan.flags)
    return replace(plans[0].plan, flags=tuple(flags))
