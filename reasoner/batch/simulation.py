"""A register judged twice, as `tiaoli simulate` writes it: what was supposed, how many come out otherwise, and who."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from policy_dsl.formats import Day, DayOrEmpty, PeriodOrEmpty
from reasoner.model.kinds import Outcome

WATERMARK: Final = "内部测算 不作依据"
"""What stands on every form of a simulation."""
APPLYING_ANEW: Final = "假设重新申请"
"""The heading of a simulation over institutions that hold a contract."""
NOT_ANSWERED: Final = (
    "不回答基金支出和费用:研判不涉及金额。",
    "不回答机构的质量和绩效:研判只看条文所问的事实。",
    "不回答办理快慢:何时申请、何时办结不在测算之内。",
    "不回答今年的名额够不够:各份申请分别研判,相互竞争、总量先后不在测算之内。",
    "不预告决定:研判结果不是决定,假设的规则没有效力。",
)
"""What a simulation does not answer."""


class SupposedRule(msgspec.Struct, frozen=True):
    """A rule of which a number is supposed to be another."""

    clause: str
    """The address of its clause: `document/3.1.p2`."""
    document: str
    """The title of the document."""
    place: str
    """The place of the clause in words."""
    quote: str
    """The official text of the clause, verbatim: it is not changed."""
    rule: str
    """The rule, by id."""
    value: str
    """The number as the rule writes it."""
    supposed_value: str
    """The number that is supposed."""
    text: str
    """The rule told back in one sentence."""
    supposed_text: str
    """The same with the number that is supposed, marked as a supposition."""
    version: str = ""
    """The version of the document whose rule it is; empty: it has but one."""


class GroundClause(msgspec.Struct, frozen=True):
    """A clause on which a result rests."""

    clause: str
    """Its address: `document/3.1.p2`."""
    document: str
    """The title of its document."""
    place: str
    """Its place in words."""
    quote: str
    """Its official text, verbatim."""
    part: Literal["decisive", "open"]
    """Whether it decides, or it is not known whether it applies."""
    supposed: bool
    """Whether a number of it is supposed to be another than its text has."""


class RegisterResult(msgspec.Struct, frozen=True):
    """What an application comes to on one side."""

    outcome: Outcome
    """Its outcome."""
    label: str
    """The outcome in words."""
    possible: tuple[Outcome, ...]
    """The outcomes that are still open."""
    as_of: Day
    """The day whose law was asked for."""
    clauses: tuple[GroundClause, ...]
    """The clauses that decide, then those that are open."""


class SimulatedChange(msgspec.Struct, frozen=True):
    """An application that comes out otherwise."""

    application: str
    """The number of the application (编号)."""
    institution: str
    """The name of the institution; empty: not given."""
    matter: str
    """What is asked for."""
    region: str
    """The name of the place; empty: unknown."""
    kind: str
    """The kind of institution; empty: unknown."""
    before: RegisterResult
    """What it comes to by the rules in use."""
    after: RegisterResult
    """What it comes to under the supposition."""
    by: tuple[str, ...]
    """The addresses of the clauses that play another part on the other side."""


class OutcomeTotal(msgspec.Struct, frozen=True):
    """How many come to an outcome on either side."""

    label: str
    """The outcome in words."""
    before: int
    """How many by the rules in use."""
    after: int
    """How many under the supposition."""


class ChangeCount(msgspec.Struct, frozen=True):
    """How many come out otherwise in one way."""

    before: str
    """The outcome before, in words."""
    after: str
    """The outcome after, in words."""
    count: int
    """How many."""


class NamedCount(msgspec.Struct, frozen=True):
    """How many come out otherwise of one district, kind or matter, or by one clause."""

    name: str
    """Its name; 不详 where it is not known. Of a clause its document and place."""
    count: int
    """How many."""
    clause: str = ""
    """The address of the clause; empty: it is none."""


class FigureRead(msgspec.Struct, frozen=True):
    """A figure of a place, as it counts on the day."""

    fact: str
    """The term, by label."""
    of: str
    """Whose it is: 青岛市, 城阳区."""
    value: str
    """The value as people write it; empty: unknown."""
    as_at: PeriodOrEmpty
    """The day or period that it speaks of; empty: undated, or unknown."""


class RoomLeft(msgspec.Struct, frozen=True):
    """What is left below a cap before anything is added, on one side."""

    text: str
    """The cap told back in one sentence; empty: there is none on this side."""
    room: str
    """The limit less what there is, exact: a decimal or a fraction (50/3); below zero where it is exceeded. Empty: not known."""
    fits: int | None
    """The most that one application may ask for without exceeding it; 0: nothing; null: not known."""
    figures: tuple[FigureRead, ...]
    """The figures of which it is made."""
    unknown: tuple[str, ...]
    """The figures that are unknown, or of no common day: why it is not known; empty: it is."""


class CapRoom(msgspec.Struct, frozen=True):
    """What is left below the cap of a clause in the place whose stock it limits."""

    clause: str
    """The address of the clause: `document/3.1.p1.s1`."""
    document: str
    """The title of the document."""
    place: str
    """The place of the clause in words."""
    rule: str
    """The rule, by id."""
    of: str
    """The place whose stock is limited: 青岛市, 城阳区."""
    districts: tuple[str, ...]
    """The districts of the register that share it."""
    now: RoomLeft
    """By the rules in use."""
    supposed: RoomLeft
    """Under the supposition."""


class TurningPoint(msgspec.Struct, frozen=True):
    """A value of the number at which applications turn."""

    value: str
    """The value, exact: as the clause writes such numbers (74%), a fraction where no decimal holds it (50/7张/千常住人口)."""
    below: bool
    """Whether the condition holds where the number is less."""
    at: bool
    """Whether it holds where the number is this very value."""
    above: bool
    """Whether it holds where the number is more."""
    count: int
    """How many applications turn there."""
    about: str
    """The same value as a decimal with four digits behind the point, for drawing."""


class PlaceTurning(msgspec.Struct, frozen=True):
    """The values at which the applications of a district turn."""

    region: str
    """The district; 不详 where it is not known."""
    count: int
    """How many applications of it the rule can reach."""
    points: tuple[TurningPoint, ...]
    """The values, rising; of many the least and the greatest of them."""
    more: int
    """How many values between them are left out."""
    unsure: int
    """Of how many nobody can say at which value they turn."""
    never: int
    """How many turn at no value above zero."""
    unknown: tuple[str, ...]
    """The figures that are unknown, or of no common day."""


class Sweep(msgspec.Struct, frozen=True):
    """Where the condition of a rule turns if one of its numbers were any other."""

    clause: str
    """The address of the clause."""
    document: str
    """The title of the document."""
    place: str
    """The place of the clause in words."""
    rule: str
    """The rule, by id."""
    value: str
    """The number as the rule writes it."""
    supposed_value: str
    """The number that is supposed."""
    about: tuple[str, str]
    """Both as decimals, for drawing."""
    places: tuple[PlaceTurning, ...]
    """By district."""
    version: str = ""
    """The version of the document whose rule it is; empty: it has but one."""


class Simulation(msgspec.Struct, frozen=True, kw_only=True):
    """A register judged by the rules in use and under a supposition."""

    watermark: str
    """What it is not: 内部测算 不作依据."""
    heading: str
    """假设重新申请 where institutions of the register hold a contract; else empty."""
    register: str
    """The name of the file of the register."""
    supposed: tuple[str, ...]
    """What is supposed, a sentence each."""
    rules: tuple[SupposedRule, ...]
    """The rules of which a number is supposed to be another."""
    as_of: DayOrEmpty
    """The day whose law is asked for on both sides; empty: that of each receipt, or each its own."""
    judged: int
    """How many applications were judged."""
    faulty: int
    """How many were not, because intake refuses them."""
    contracted: int
    """How many of the register hold a contract."""
    changed: int
    """How many come out otherwise."""
    other_grounds: int
    """How many come to the same outcome by other clauses, or with other outcomes open."""
    totals: tuple[OutcomeTotal, ...]
    """How many come to each outcome."""
    ways: tuple[ChangeCount, ...]
    """From what to what, the most frequent first."""
    clauses: tuple[NamedCount, ...]
    """By clause, the most frequent first."""
    regions: tuple[NamedCount, ...]
    """By district, the most frequent first."""
    kinds: tuple[NamedCount, ...]
    """By kind of institution, the most frequent first."""
    matters: tuple[NamedCount, ...]
    """By matter, the most frequent first."""
    named: bool
    """Whether the applications are listed (--names)."""
    explained: int
    """How many of those that differ were judged by the interpreter, too: all, or of each way to differ at least one."""
    rooms_on: DayOrEmpty
    """The day whose figures the room below caps rests on; empty: no day is known."""
    rooms: tuple[CapRoom, ...]
    """What is left below each cap."""
    sweeps: tuple[Sweep, ...]
    """For each number that is supposed the values at which districts turn."""
    changes: tuple[SimulatedChange, ...]
    """The applications that come out otherwise, in the order of the register; none unless `named`, and of very many the first."""
    otherwise_grounded: tuple[SimulatedChange, ...] = ()
    """Those that come to the same outcome by other clauses, or with other outcomes open, alike."""
    notes: tuple[str, ...]
    """What was written otherwise than it is read in the register, and in how many applications."""
    not_answered: tuple[str, ...]
    """What a simulation does not answer, a sentence each."""
