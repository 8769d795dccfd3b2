"""What casework asks of verdicts: what decided, how many beds, by which day's law, whether a proposal may stand beside one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.casework.opinion import Proposal, agreement, proposal_faults
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.window import cases, letter_making, terms
from reasoner.letters.decision_objections import beds_asked
from reasoner.model.application import Application
from reasoner.model.kinds import Role
from reasoner.model.verdict import Verdict

Plain = Mapping[str, object]
REFUSED: Final = "不予"
PART: Final = "部分"
_YES: Final = {"是": True, "否": False}
_BEDS: Final = "床位"
_MOST_BEDS: Final = 10**9
"""More is no number of beds, and none that a plan counts."""
_PLACES: Final = "机构数"


MOST_CODE: Final = 32
"""Characters of a 统一社会信用代码 that are kept; it has 18."""


class MatterFacts(NamedTuple):
    """What casework keeps of the verdict on one matter."""

    district: str
    """The name of the place in which the institution lies."""
    facility: str
    credit_code: str
    """统一社会信用代码, of which no more is kept than one can have; the application has what was written."""
    beds: int | None
    """How many beds are asked for; None: none, or not said."""
    clauses: tuple[str, ...]
    """The addresses of the clauses that decide."""
    of_beds: bool
    """Whether the matter is one of beds."""
    figure_day: str
    """The earliest day of the figures of beds (else of institutions, else of any) that were used; empty: none has a day."""


def matter_facts(verdict: Verdict) -> MatterFacts:
    """What casework keeps of a verdict."""
    beds = beds_asked(verdict)
    beds = None if beds is None or beds > _MOST_BEDS else beds
    dated = [(f.fact, f.as_at) for f in verdict.facts if f.as_at and f.of not in ("申请", "机构")]
    chosen = (
        [d for name, d in dated if _BEDS in name]
        or [d for name, d in dated if _PLACES in name]
        or [d for _, d in dated]
    )
    return MatterFacts(
        terms.place_name(verdict.region),
        cases.facility_of(verdict, "名称"),
        cases.facility_of(verdict, "统一社会信用代码")[:MOST_CODE],
        beds,
        tuple(dict.fromkeys(c.clause for c in verdict.citations if c.role is Role.DECISIVE)),
        beds is not None or _BEDS in verdict.matter,
        min(chosen, default=""),
    )


def clause_places(verdict: Verdict) -> dict[str, str]:
    """The places in words of the clauses that decide, by address."""
    return {c.clause: f"《{c.document}》{c.place}" for c in verdict.citations if c.role is Role.DECISIVE}


# --- 拟办 -----------------------------------------------------------------------------------------------------


def proposal_of(data: Plain, verdict: Verdict) -> Proposal:
    """What a form proposes beside a verdict."""
    return Proposal(
        verdict.matter, verdict.outcome.value, verdict.label, str(data.get("处理", "")), _YES.get(str(data.get("例外", ""))),
        str(data.get("例外理由", "")), str(data.get("不一致理由", "")),
    )  # fmt: skip


def agreement_of(data: Plain, verdict: Verdict) -> str:
    """How a proposal stands to the verdict, in a word."""
    return agreement(proposal_of(data, verdict))


def check_proposal(data: Plain, verdict: Verdict, where: str) -> list[Diagnostic]:
    """What is wrong with a proposal: what it owes, and what contradicts the verdict."""
    faults = [*proposal_faults(proposal_of(data, verdict), where)]
    if data.get("处理"):
        with suppress(Faults):
            letter_making.decision_of(data, verdict)
            return faults
        faults += _contradictions(data, verdict, where, {f.where.rpartition(" · ")[2] for f in faults})
    return faults


def _contradictions(data: Plain, verdict: Verdict, where: str, named: set[str]) -> Iterator[Diagnostic]:
    try:
        letter_making.decision_of(data, verdict)
    except Faults as error:
        for fault in error.diagnostics:
            column = fault.where.rpartition(" · ")[2]
            if column not in named and not (column == "处理" and "不一致理由" in named):
                yield Diagnostic(fault.code, f"{where} · {column}", fault.message, fault.allowed, fault.hint)


def beds_granted(data: Plain, asked_for: int | None) -> int | None:
    """How many beds a decision lets go on; None: not known, or it is no matter of beds."""
    if data.get("处理") == REFUSED:
        return 0
    if data.get("处理") == PART:
        number = str(data.get("张数", ""))
        return int(number) if number.isascii() and number.isdecimal() and len(number) <= 9 else None
    return asked_for


# --- 适用日期 -------------------------------------------------------------------------------------------------


class LawDay(NamedTuple):
    """What the law of one day comes to."""

    name: str
    """Which day it is: 收件, 受理, 拟办."""
    day: str
    label: str
    """The label of the outcome; empty: it cannot be judged by that day."""
    documents: tuple[str, ...]
    """The titles of the documents that govern on that day."""


def law_days(read: Callable[[str], Application], days: Sequence[tuple[str, str]]) -> tuple[LawDay, ...]:
    """What an application comes to by the law of each day. read: it as it is read by a day. days: what each is, and the day."""
    return tuple(_law_day(read, name, day) for name, day in days)


def _law_day(read: Callable[[str], Application], name: str, day: str) -> LawDay:
    try:
        verdict = cases.verdict_on(read(day), day, readings=False)
    except Faults:
        return LawDay(name, day, "", ())
    titles = {d.id: d.title for d in rule_base().documents.values()}
    governing = {c.clause.partition("/")[0].partition("@")[0] for c in verdict.citations}
    return LawDay(name, day, verdict.label, tuple(sorted(titles.get(d, d) for d in governing)))


def days_differ(days: Sequence[LawDay]) -> bool:
    """Whether it matters which of the days is chosen: another outcome, or other documents."""
    return len({(d.label, d.documents) for d in days}) > 1


# --- 证据 -----------------------------------------------------------------------------------------------------

_LISTS: Final = {"指标": ("地区", "名称"), "认定": ("对象", "事项")}
"""The lists of an application, each with the keys that say of whom and which fact an item is."""


def stated_facts(data: Plain) -> tuple[str, ...]:
    """The facts that an application states, each as a form calls it: 床位数, 城阳区床位使用率."""
    return tuple(dict.fromkeys(name for name, _ in _stated(data)))


def with_evidence(data: Plain, fact: str, evidence: Mapping[str, str]) -> dict[str, object] | None:
    """An application with the paper on which a fact rests (依据: 名称, 编号, 页); None where it does not state that fact."""
    made: dict[str, object] = msgspec.json.decode(msgspec.json.encode(data), type=dict[str, object])
    places = [place for name, place in _stated(made) if name == fact]
    for table, key in places:
        if isinstance(table, dict) and key is not None:
            value = table[key]
            table[key] = {**(value if isinstance(value, dict) else {"数值": value}), "依据": {**evidence}}
        elif isinstance(table, dict):
            table["依据"] = {**evidence}
    return made if places else None


def _stated(data: Plain) -> Iterator[tuple[str, tuple[object, str | None]]]:
    """The facts that plain data state: what each is called, the table in which it stands and its key there; None: it is the table."""
    known = rule_base().vocabulary.facts
    facility = data.get("机构")
    for table in (data, facility if isinstance(facility, dict) else {}):
        yield from ((key, (table, key)) for key in table if key in known)
    for name, (of, label) in _LISTS.items():
        items = data.get(name)
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict) and item.get(label):
                yield f"{item.get(of) or ''}{item[label]}", (item, None)
