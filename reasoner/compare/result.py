"""What a comparison comes to: two sides on a day, a result for each matter and kind of institution, witnesses for it.

Frozen data; its JSON form is what `tiaoli compare --json` prints (docs/json.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Generic, TypeVar

import msgspec

from policy_dsl.formats import Day, DayOrEmpty, RegionCode
from policy_dsl.reading import ConfirmationStatus
from reasoner.analysis.application_form import FormData, UnusualFact
from reasoner.analysis.rule_set import AFTER, BEFORE, RuleIds
from reasoner.compare.amendment import DocumentChange
from reasoner.compare.relation_kinds import DifferenceKind, Party, Relation, RuleKind
from reasoner.model.verdict import Verdict

T = TypeVar("T")

BOTH_SILENT: Final = "双方"
"""How the label of a result begins where both sides are silent."""
PARTIES: Final = (Party.A, Party.B)


class Both(msgspec.Struct, Generic[T], frozen=True):
    """Something of each side."""

    a: T
    """Of the first side."""
    b: T
    """Of the second side."""

    def of(self, party: Party) -> T:
        """Of one side."""
        return self.a if party is Party.A else self.b

    @property
    def each(self) -> tuple[T, T]:
        """Of the first side, then of the second."""
        return self.a, self.b


class ComparedDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document that can govern somewhere in the region of a side."""

    id: str
    """Its identifier."""
    title: str
    """Its title."""
    number: str | None
    """Its number (发文字号); None where the received text has none."""
    kind: str
    """What kind of text it is: 规范性文件, 指导意见, 评估报告 …"""
    starts: DayOrEmpty
    """The first day of force, an ISO date; empty: not known."""
    ends: DayOrEmpty
    """The last day of force; empty: not stated."""
    in_force: bool | None
    """Whether it is in force on the day compared, where nobody determines anything of it; None: nobody knows."""
    matters: tuple[str, ...]
    """The matters that its rules reach, by label."""
    draft: bool = False
    """An amendment that nobody has issued yet."""
    of_nation: bool = False
    """Whether it covers the whole nation: what is held of the region itself is told without it."""
    notes: tuple[str, ...]
    """What is to be known of it where it governs: guidance, missing parts, a beginning that is not known."""


class ReadingChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reading whose alternative changes how the sides relate on a matter."""

    side: Party
    """The side that has its document; `both` where both have."""
    document: str
    """Its document, by id."""
    title: str
    """The title of the document."""
    reading: str
    """The reading, by name."""
    used: str
    """How the words are read."""
    alternative: str
    """How else they could be read."""
    confirmed_by: str
    """Who confirmed it; empty: nobody."""
    matter: str
    """The matter, by label."""
    types: tuple[str, ...]
    """The kinds of institutions of which the relation changes."""
    before: str = msgspec.field(name="from")
    """How the sides relate as the words are read, in words."""
    after: str = msgspec.field(name="to")
    """How they would relate under the alternative."""
    status: ConfirmationStatus | None = None
    """What the last statement on it comes to; None: there is none."""


class OpenReading(msgspec.Struct, frozen=True):
    """A reading of which was not found out in time whether its alternative changes how the sides relate on a matter."""

    side: Party
    """The side that has its document; `both` where both have."""
    document: str
    """Its document, by id."""
    title: str
    """The title of the document."""
    reading: str
    """The reading, by name."""
    matter: str
    """The matter, by label."""
    types: tuple[str, ...]
    """The kinds of institutions concerned."""


class ReadingBasis(msgspec.Struct, frozen=True, omit_defaults=True):
    """The registered readings on which the rules of both sides rest."""

    rests_on: int
    """How many they are."""
    unconfirmed: int
    """How many of them nobody has confirmed."""
    turning: tuple[ReadingChange, ...] | None = None
    """Those whose alternative changes a relation; None: not asked for."""
    unanswered: tuple[OpenReading, ...] | None = None
    """Those of which that was not found out in time; None: not asked for."""


class RuleOfSide(msgspec.Struct, frozen=True):
    """A rule of one side on a matter on which a side is silent."""

    rule: str
    """Its id: `document/clause#name`."""
    clause: str
    """The clause in which it stands."""
    document: str
    """The title of its document."""
    number: str | None
    """The document's number."""
    place: str
    """The place of the clause in words."""
    quote: str
    """The official text of the clause, verbatim."""
    text: str
    """The rule told back in one sentence."""
    reaches: bool
    """Whether it can reach this kind of institution."""
    kind: RuleKind
    """What kind of rule it is. One that only prefers or exempts governs nobody by itself."""


class Witness(msgspec.Struct, frozen=True):
    """An application on which the sides differ, with the verdict of each."""

    kind: DifferenceKind
    """How they differ."""
    rules: Both[str | None]
    """The rule that decides on each side, by id; None: nothing restrains and no rule decides."""
    clauses: Both[str | None]
    """The clauses of these rules."""
    unusual: tuple[UnusualFact, ...]
    """The facts that are not as usual."""
    places: Both[str]
    """Where the institution lies for each side, by name."""
    application: FormData
    """The application, in the form that `tiaoli check` reads."""
    a: Verdict
    """The verdict of the first side."""
    b: Verdict
    """The verdict of the second side."""

    def verdict(self, party: Party) -> Verdict:
        """The verdict of a side."""
        return self.a if party is Party.A else self.b


class SupposedForce(msgspec.Struct, frozen=True):
    """A document of which nobody knows whether it is in force on the day, and what is supposed of it."""

    document: str
    """Its identifier."""
    title: str
    """Its title."""
    number: str | None
    """Its number (发文字号); None where the received text has none."""
    in_force: bool
    """Whether it is taken as in force."""


class RelationByForce(msgspec.Struct, frozen=True):
    """How the sides relate where documents of unknown force are, or are not, in force."""

    supposed: tuple[SupposedForce, ...]
    """The documents, each with what is supposed of it."""
    relation: Relation
    """How the sides then relate."""
    label: str
    """The same in words."""
    why: str
    """Why nothing is then compared, and what else is to be known; may be empty."""
    silent: bool
    """Whether a side then governs nobody of the kind, so that nothing is compared."""


class Result(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the sides relate on one matter for one kind of institution."""

    matter: str
    """The matter, by label."""
    type: str
    """The kind of institution, by label."""
    relation: Relation
    """How the sides relate."""
    label: str
    """The same in words, with the name of the first side."""
    why: str
    """Why nothing is compared or nothing was found out, and what else is to be known; may be empty."""
    silent: bool
    """Whether a side has no rule in force on the matter that decides, or none that reaches the kind, so that nothing is
    compared.
    """
    complete: bool
    """Whether the solver answered everything in time."""
    unreached: tuple[Party, ...]
    """The sides that have rules in force on the matter of which none reaches this kind of institution."""
    partly: dict[Party, tuple[RegionCode, ...]]
    """For a side that has rules in force in some places only: the codes of the others."""
    speaking: Both[tuple[RuleOfSide, ...]] | None = None
    """Where a side is silent: what each says of the matter, encouragement among it; None where none is."""
    by_force: tuple[RelationByForce, ...] = ()
    """Where the relation depends on documents of unknown force: each way, first that all are in force; else none."""
    alike: int
    """The number of the group of kinds that the rules of this matter cannot tell apart."""
    witnesses: tuple[Witness, ...]
    """Every difference that is shown."""

    @property
    def both_silent(self) -> bool:
        """Whether neither side has a rule for the kind, for the same reason."""
        return self.silent and self.label.startswith(BOTH_SILENT)


class ReadingInQuestion(msgspec.Struct, frozen=True, omit_defaults=True):
    """The reading whose two ways are compared."""

    document: str
    """Its document, by id."""
    title: str
    """The title of the document."""
    name: str
    """Its name."""
    question: str
    """What is in question."""
    used: str
    """How the words are read."""
    alternative: str
    """How else they could be read."""
    basis: str
    """Why they are read as they are."""
    confirmed_by: str
    """Who confirmed it; empty: nobody."""
    status: ConfirmationStatus | None = None
    """What the last statement on it comes to; None: there is none."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Two sides on a day."""

    a: str
    """The name of the first side: a region, a document, 修改前, or a way of reading."""
    b: str
    """The name of the second side."""
    as_of: Day
    """The day whose rules are compared, an ISO date."""
    as_of_basis: str = ""
    """Why that day, where nobody named one."""
    one_place: bool
    """Whether both sides are rules for one place: versions, readings, documents of one region."""
    regions: Both[RegionCode]
    """The codes of the regions whose institutions are meant."""
    documents: Both[tuple[ComparedDocument, ...]]
    """The documents that can govern there."""
    readings: ReadingBasis
    """The readings on which the rules rest."""
    results: tuple[Result, ...]
    """A result for each matter and kind of institution, in the order of the ontology."""
    analysed: int
    """How many rules were looked at."""
    open: int
    """How many of them rest on a determination or a judgement."""
    timed_out: int
    """Of how many results the solver did not answer everything in time."""
    rules: RuleIds
    """The rules themselves."""
    questions: int
    """How many questions were answered, by the solver or by an application that was tried."""
    amended: tuple[DocumentChange, ...] | None = None
    """What differs in the texts; None: the sides are no versions."""
    reading: ReadingInQuestion | None = None
    """The reading whose two ways are compared; None: the sides are no readings."""

    @property
    def names(self) -> Both[str]:
        """The names of the sides."""
        return Both(self.a, self.b)

    @property
    def versions(self) -> bool:
        """Whether the sides are the rules of one region before and after an amendment."""
        return self.names.each == (BEFORE, AFTER)


def groups(results: Sequence[Result]) -> list[tuple[str, list[Result]]]:
    """Results by matter and group of kinds that the rules cannot tell apart, in their order.

    The first of each group has the witnesses that a person reads, the others are its like.
    """
    by_group: dict[tuple[str, int], list[Result]] = {}
    for result in results:
        by_group.setdefault((result.matter, result.alike), []).append(result)
    return [(matter, members) for (matter, _), members in by_group.items()]
