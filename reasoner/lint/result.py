"""What checks of the rules come to: findings with what people decided about them, what was looked at, how far it went.

Frozen data; its JSON form is what `tiaoli lint --json` prints (docs/json.md).
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from policy_dsl.formats import Day, RegionCode, ShortDigest
from reasoner.analysis.application_form import FormData, UnusualFact
from reasoner.analysis.rule_set import RuleIds
from reasoner.lint.lint_finding import Check, Code, Level
from reasoner.model.verdict import Verdict


class Acknowledgement(msgspec.Struct, frozen=True):
    """That a person looked at a finding and decided that nothing need be done."""

    by: str
    """Who decided."""
    reason: str
    """Why nothing need be done."""
    date: Day
    """When, an ISO date."""


class FindingWitness(msgspec.Struct, frozen=True):
    """An application that shows a finding."""

    application: FormData
    """The application, in the form that `tiaoli check` reads."""
    verdict: Verdict
    """Its verdict."""


class QuotedRule(msgspec.Struct, frozen=True):
    """The words on which a rule rests."""

    rule: str
    """The rule, by id."""
    clause: str
    """The clause in which it stands."""
    place: str
    """The place of the clause in words."""
    words: tuple[str, ...]
    """The pieces of the official text, verbatim."""


class FindingReport(msgspec.Struct, frozen=True, kw_only=True):
    """A finding."""

    code: Code
    """The check."""
    level: Level
    """How much it matters."""
    title: str
    """The title of the check."""
    sentence: str
    """What is found, and what to do about it."""
    documents: tuple[str, ...]
    """The documents concerned, by id."""
    clauses: tuple[str, ...]
    """The clauses concerned."""
    rules: tuple[str, ...]
    """The rules concerned, by id."""
    matter: str | None
    """The matter where it holds, by label; None: several, or none."""
    matters: tuple[str, ...]
    """All matters where it holds."""
    types: tuple[str, ...]
    """The kinds of institutions where it holds."""
    day: Day
    """The day of the rules looked at, an ISO date."""
    hash: ShortDigest
    """Twelve hexadecimal digits by which a decision about it is kept."""
    acknowledged: Acknowledgement | None
    """What a person decided about it; None: nothing."""
    witness: FindingWitness | None
    """An application that shows it; None: none can."""
    unusual: tuple[UnusualFact, ...]
    """The facts in which that is not as usual."""
    quotes: tuple[QuotedRule, ...]
    """The words of the rules."""
    readings: tuple[str, ...]
    """The readings on which they rest, by name."""


class StaleState(StrEnum):
    """What became of the finding of a record."""

    GONE = "gone"
    """There is none of its kind on its rules any more."""
    CHANGED = "changed"
    """There is another of its kind on its rules."""


class StaleRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A decision about a finding that is no more."""

    hash: ShortDigest
    """The hash of the finding."""
    code: str
    """The check."""
    finding: str
    """What the finding was about."""
    rules: tuple[str, ...]
    """The rules, by id."""
    state: StaleState
    """What became of the finding."""
    now: tuple[ShortDigest, ...]
    """The hashes of findings of that kind on its rules."""
    file: str
    """The file in which the record stands."""
    by: str
    """Who decided."""
    reason: str
    """Why nothing need be done."""
    date: Day
    """When, an ISO date."""


class UndecidedQuestion(msgspec.Struct, frozen=True):
    """A question that was not answered in time."""

    code: Code
    """The check."""
    title: str
    """Its title."""
    rules: tuple[str, ...]
    """The rules of which it was asked, by id."""
    matters: tuple[str, ...]
    """The matters of which it was asked, by label."""
    day: Day
    """The day of the rules looked at, an ISO date."""
    why: str
    """Why it was not answered."""


class CheckedSet(msgspec.Struct, frozen=True, kw_only=True):
    """Rules in force on one day in one region, and what was looked at of them."""

    region: RegionCode
    """The code of the region."""
    name: str
    """Its name."""
    day: Day
    """The day, an ISO date."""
    documents: tuple[str, ...]
    """The documents in force, by id."""
    looked_at: tuple[str, ...]
    """Those of them whose day it is and that were asked for."""
    matters: tuple[str, ...]
    """The matters looked at, by label."""
    rules: int
    """How many rules were looked at."""
    cases: int
    """How many cases: matters and groups of kinds that the rules cannot tell apart."""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at."""

    rules: int
    """How many rules."""
    cases: int
    """How many cases."""
    questions: int
    """How many questions the solver was asked."""
    sets: tuple[CheckedSet, ...]
    """The sets of rules."""
    without_rules: tuple[str, ...]
    """The documents that have no rules, by id."""
    undecided: tuple[UndecidedQuestion, ...]
    """The questions that were not answered in time."""


class DocumentDay(msgspec.Struct, frozen=True):
    """The day on which a document is looked at."""

    document: str
    """The document, by id."""
    title: str
    """Its title."""
    day: Day | None
    """The day, an ISO date; None: it is not in force on the day asked for."""
    basis: str
    """Why this day."""


class Limits(msgspec.Struct, frozen=True):
    """What alone was asked about."""

    documents: tuple[str, ...] | None
    """Documents by id; None: all."""
    region: RegionCode | None
    """A region by code; None: all."""
    matter: str | None
    """A matter by label; None: all."""


class LintResult(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that checks of the rules come to."""

    as_of: Day | None
    """The day asked for, an ISO date; None: none."""
    today: Day
    """The day on which it was checked."""
    limits: Limits = msgspec.field(name="asked")
    """What alone was asked about."""
    days: tuple[DocumentDay, ...]
    """The day on which each document is looked at."""
    findings: tuple[FindingReport, ...]
    """The findings, the worst first."""
    stale: tuple[StaleRecord, ...]
    """Decisions about findings that are no more."""
    checked: Coverage
    """What was looked at."""
    analysed: int
    """How many rules were looked at."""
    open: int
    """How many of them rest on a determination or a judgement."""
    timed_out: int
    """How many questions were not answered in time."""
    rules: RuleIds
    """The rules themselves."""
    checks: tuple[Check, ...]
    """The checks with what they look for."""

    @property
    def unfinished(self) -> bool:
        """Whether something is left to decide: a problem or a hint that nobody acknowledged, or a question without answer."""
        left = any(f.level is not Level.NOTE and f.acknowledged is None for f in self.findings)
        return bool(self.timed_out) or left
