"""The verdict on an application (CONTRACT §2): typed, frozen, with its JSON form."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from policy_dsl.compiled import Clause
from policy_dsl.formats import ContentDigest, Day, DayOrEmpty, Period, RegionCode, Sha256
from policy_dsl.reading import ConfirmationState, ConfirmationStatus
from reasoner.model.application import GivenFact
from reasoner.model.kinds import Outcome, Power, Role
from reasoner.model.proof import AuthorityBasis, CitedFact, RuleProof, StandardReport
from reasoner.model.rule_base import RuleBase

SCHEMA: Final[Literal[2]] = 2
"""The version of the form of verdicts."""


class ClauseCitation(msgspec.Struct, frozen=True):
    """Where a clause stands, and its words."""

    clause: str
    """Its address: `document/3.1.p2`."""
    document: str
    """The title of its document."""
    number: str | None
    """The document's number (发文字号); None where the received text has none."""
    heading: tuple[str, ...]
    """The headings above it, outermost first."""
    place: str
    """Its place in words."""
    quote: str
    """Its official text, verbatim."""
    start: int
    """Offset of its first character in the official text."""
    end: int
    """Offset behind its last character."""


class Citation(ClauseCitation, frozen=True, kw_only=True, omit_defaults=True):
    """A clause that a verdict cites, with the part that it plays."""

    version: str
    """The version of the document: its first day of force, `undated-YEAR` or `draft`."""
    role: Role
    """The part that it plays."""
    rule: str
    """The rule for whose sake it is cited."""
    spans: tuple[tuple[int, int], ...] = ()
    """The offsets of the pieces on which the rule rests, where these are several."""


class Answer(msgspec.Struct, frozen=True):
    """What would follow if a missing fact were known."""

    value: str
    """The value, as people write it."""
    possible: tuple[Outcome, ...]
    """The outcomes that would still be open."""
    outcome: Outcome
    """What they come to."""


class MissingFact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact that is not known and on which an open rule turns."""

    fact: str
    """The term, by label."""
    of: str
    """Whose it is, as people call it."""
    period: Period = ""
    """Of a forecast: the period that the clause names. Of a figure that may not be compared: that of which it is asked for."""
    apart: str = ""
    """Of such a figure: the value that was given, undated or of another period."""
    as_at: Period = ""
    """The day or period of that value; empty: undated, and its date is asked for."""
    provider: str
    """Who provides it: 申请人, 本局, 其他部门, 现场核查 or 有权机关认定."""
    asked_by: tuple[str, ...]
    """The clauses that ask for it."""
    proof: str = ""
    """What proves it."""
    authority: AuthorityBasis | None = None
    """Of what an organ determines: which, and on what that rests."""
    record: str = ""
    """Of a determination on a document: how it is recorded."""
    answers: tuple[Answer, ...] | None = None
    """What would follow from each value that makes a difference; None where no advice was asked for."""
    closes: int | None = None
    """How many of the open outcomes every answer rules out; None where no advice was asked for."""


class PendingClause(msgspec.Struct, frozen=True, omit_defaults=True):
    """A clause that is not, or not wholly, written as rules (待写): of a governing document, or of another one in force that restricts
    nobody as far as its words say.
    """

    clause: str
    """Its address: `document/3.1.p2`."""
    document: str
    """The title of its document."""
    place: str
    """Its place in words."""
    quote: str
    """Its official text, verbatim."""
    concerns: bool
    """Whether it may concern the matter asked for: it then counts as an unknown restriction."""
    reason: str = ""
    """Why it is not yet written, as the transcriber says."""


class Assumption(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact that was not given, or not so that it counts, and was taken as not claimed."""

    fact: str
    """The term, by label."""
    of: str
    """Whose it is."""
    assumed: str
    """What it was taken for: 未主张, 尚未定点; or why what was given does not count: 主张未核实, 不详, 作出机关待确认 …"""
    proof: str = ""
    """What would prove the contrary."""
    provider: str = ""
    """Who holds it: 申请人, 本局, 其他部门, 现场核查 or 有权机关认定; the applicant is asked for nothing that another holds."""
    authority: AuthorityBasis | None = None
    """Of what an organ determines: which, and on what that rests."""


class ChangedFact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact that would have to be another."""

    fact: str
    """The term, by label."""
    of: str
    """Whose it is, as people call it."""
    before: str = msgspec.field(name="from")
    """Its value now, as people write it; 无 where there is none."""
    after: str = msgspec.field(name="to")
    """The value that it would have to have."""
    by: Power
    """Who could change it."""
    role: str
    """The role of its subject in the rules."""
    period: Period = ""
    """Of a forecast: the period that the clause names."""
    how: str = ""
    """By doing what (办法), in the words of the ontology; empty: nobody can do anything about it alone."""


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fewest facts whose change leads to a better outcome."""

    facts: tuple[ChangedFact, ...]
    """The facts, changed together."""
    outcome: Outcome
    """The outcome that they lead to."""
    by: Power
    """Who could bring it about: the one with the least power among those who change its facts."""
    others: tuple[str, ...] = msgspec.field(default=(), name="or")
    """Other places that would do as well."""


class Touching(msgspec.Struct, frozen=True):
    """A clause of a document that does not govern: it concerns the case without deciding it."""

    clause: str
    """Its address: `document/3.1.p2`."""
    quote: str
    """Its official text, verbatim."""
    place: str
    """Its place in words."""
    why: str
    """Why it decides nothing."""


class NotGoverning(msgspec.Struct, frozen=True):
    """A document of the region that does not govern the application."""

    document: str
    """Its title."""
    id: str
    """Its identifier."""
    why: str
    """Why it does not."""


class ReadingEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A reading as a verdict names it."""

    document: str
    """The document to which the reading belongs, by id."""
    reading: str
    """The reading, by name."""
    question: str
    """What is in question."""
    used: str
    """How the words are read."""
    alternative: str
    """How else they could be read."""
    basis: str
    """Why they are read as they are."""
    confirmed_by: str
    """Who had confirmed it when the verdict was made; empty: nobody."""


class ReadingOutcome(ReadingEntry, frozen=True, kw_only=True):
    """A reading with whose alternative the outcome of this verdict would be another."""

    outcome_if_alternative: Outcome
    """The outcome under the alternative."""
    label_if_alternative: str
    """Its label."""
    possible_if_alternative: tuple[Outcome, ...]
    """The outcomes open under it."""


class ReadingNotRun(ReadingEntry, frozen=True, kw_only=True):
    """A reading on which rules of a verdict rest, and of which no rule says what its alternative would be."""


class ReadingConfirmation(msgspec.Struct, frozen=True):
    """What was last said of a reading on which a verdict rests, as it was when the verdict was made."""

    document: str
    """The document to which the reading belongs, by id."""
    reading: str
    """The reading, by name."""
    state: ConfirmationState
    """Whether it was confirmed, doubted, or confirmed with another text."""
    by: str
    """Who said so."""
    date: DayOrEmpty
    """The ISO date; empty where the registered reading names none."""

    @property
    def status(self) -> ConfirmationStatus:
        """The same without the reading's name."""
        return ConfirmationStatus(self.state, self.by, self.date)


class Reasons(msgspec.Struct, frozen=True):
    """The proof tree of a verdict."""

    governing: tuple[str, ...]
    """The documents that govern, by id."""
    unsettled: tuple[str, ...]
    """The documents that would govern if they were in force, and of which nobody knows whether they are, by id."""
    rules: tuple[RuleProof, ...]
    """Every rule that was judged."""
    standards: tuple[StandardReport, ...]
    """Planning standards beside the actual ratios."""


class Receipt(msgspec.Struct, frozen=True):
    """Digests (SHA-256) of everything on which a verdict rests. It holds while these are unchanged."""

    engine: str
    """The version of the program."""
    documents: dict[str, ContentDigest]
    """The documents held for the region, by id, with the digest of their content; behind it `@` and the name of a reading
    where the rules of its alternative were tried."""
    vocabulary: Sha256
    """The digest of the terms and regions that their rules on the matter can read."""
    facts: Sha256
    """The digest of application, matter, day of receipt, region and the facts given."""
    advice: Sha256
    """The digest of missing facts and offered changes."""
    as_of: Day
    """The day whose law was asked for."""


class SetAsideDocument(msgspec.Struct, frozen=True):
    """A document of the bureau's own corpus that has faults and was not looked at, though it may concern the case."""

    document: str
    """Its id, or where its files lie below the corpus; empty: nothing of the corpus could be read."""
    title: str
    """Its title; empty: not known."""
    faults: int
    """How many faults it had."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The verdict on one application."""

    schema: Literal[2]
    """The version of this form."""
    application: str
    """The application's number (编号)."""
    matter: str
    """What is asked for, by label."""
    matter_written: str = ""
    """What was written for it, where it is read as another text: 加床 for 新增购买住院床位."""
    received: Day
    """The day on which the application was received, an ISO date."""
    received_written: str = ""
    """What was written for that day, where it is read as another text: a day with a time."""
    as_of: Day
    """The day whose law was asked for."""
    region: RegionCode | None
    """The code of the place where the institution lies; None: unknown."""
    outcome: Outcome
    """What it comes to."""
    label: str
    """The outcome in the words of the decisive clauses."""
    possible: tuple[Outcome, ...]
    """Every outcome that is still open."""
    why: str = ""
    """Where no document governs, or the place is unknown: why it comes to this."""
    citations: tuple[Citation, ...]
    """The clauses cited, by the part that they play."""
    facts: tuple[CitedFact, ...]
    """The known facts that were read."""
    reasons: Reasons
    """The proof."""
    missing: tuple[MissingFact, ...]
    """What is not known, with what decides most first."""
    pending: tuple[PendingClause, ...] = ()
    """The clauses of the governing documents that are not yet rules."""
    assumptions: tuple[Assumption, ...]
    """What was taken as not claimed."""
    changes: tuple[Change, ...]
    """What would lead to a better outcome."""
    not_governing: tuple[NotGoverning, ...]
    """The documents of its prefecture, its province and the nation that do not govern, and why."""
    touching: tuple[Touching, ...]
    """What documents that do not govern say of such an applicant without deciding."""
    warnings: tuple[str, ...]
    """What staff should know before they rely on it."""
    only: tuple[str, ...] | None = None
    """The documents that were looked at, by id, where not all were."""
    under: RegionCode = ""
    """The region in which the application was judged as if it lay there."""
    given: tuple[GivenFact, ...]
    """The facts that the rules on this matter can read, and those of the applicant itself."""
    receipt: Receipt
    """What it rests on."""
    readings: tuple[ReadingOutcome, ...] | None = None
    """The readings whose alternative would change the outcome, favourable or not; None: not asked for."""
    readings_not_run: tuple[ReadingNotRun, ...] | None = None
    """The readings on which its rules rest and whose alternative cannot be run; None: not asked for."""
    set_aside: tuple[SetAsideDocument, ...] = ()
    """The documents of the bureau's own corpus that may concern it and were not looked at, because they had faults."""
    confirmations: tuple[ReadingConfirmation, ...] = ()
    """What had been said of the readings on which it rests when it was made."""


def cited_clause(clause: Clause) -> ClauseCitation:
    """Where a clause stands, and its words."""
    return ClauseCitation(*clause_fields(clause))


def clause_fields(clause: Clause) -> tuple[str, str, str | None, tuple[str, ...], str, str, int, int]:
    """What every citation says of its clause, in the order of `ClauseCitation`."""
    return (
        clause.clause,
        clause.document,
        clause.number,
        clause.heading,
        clause.place,
        clause.quote,
        clause.start,
        clause.end,
    )


def in_its_versions(base: RuleBase, verdict: Verdict) -> RuleBase:
    """The rule base with the versions by which a verdict was made."""
    return base.for_case(verdict.as_of, verdict.received, verdict.only)[0]


def encode(verdict: Verdict) -> bytes:
    """A verdict as JSON in one line of UTF-8, without a newline."""
    return msgspec.json.encode(verdict)


def verdict_from_data(data: object) -> Verdict:
    """The verdict of plain JSON data; raises ValueError where it is none."""
    return msgspec.convert(data, Verdict)
