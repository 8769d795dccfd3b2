"""All checks of all rule sets: what is found, what was asked, what found no answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from policy_dsl import ir
from reasoner.backends.smt.interrupt import undisturbed
from reasoner.backends.smt.solver import Budget
from reasoner.lint.conflicts import clashes
from reasoner.lint.expired import lapsed
from reasoner.lint.gaps import gaps
from reasoner.lint.lint_finding import Code, Finding, Level
from reasoner.lint.redundant import Explained, repeats
from reasoner.lint.result import UndecidedQuestion
from reasoner.lint.rule_sets import IN_PERIOD, Day, RuleSet, days, rule_sets
from reasoner.lint.session import Look
from reasoner.lint.shadowed import masked
from reasoner.lint.unreachable import useless
from reasoner.lint.untranscribed import as_written, untranscribed
from reasoner.model.rule_base import RuleBase

SECONDS: Final = 60.0


class Scope(msgspec.Struct, frozen=True):
    """What somebody asks about."""

    documents: frozenset[str] | None = None
    """Documents by id; None: all."""
    region: str | None = None
    """A region by code; None: all."""
    matter: str | None = None
    """A matter by label; None: all."""
    as_of: str | None = None
    """A day for all documents, an ISO date; None: for each its own."""

    @property
    def everything(self) -> bool:
        """Whether nothing was left out."""
        return self == EVERYTHING


EVERYTHING: Final = Scope()


class SetRun(msgspec.Struct, frozen=True):
    """What was looked at of a rule set."""

    rules: RuleSet
    """The rule set."""
    documents: frozenset[str]
    """The documents looked at, by id."""
    matters: tuple[str, ...]
    """The matters, by label."""
    norms: tuple[ir.Norm, ...]
    """The rules."""
    cases: int
    """How many cases: matters and groups of kinds that the rules cannot tell apart."""


class Linted(msgspec.Struct, frozen=True):
    """What was found in which rule sets."""

    scope: Scope
    """What was asked about."""
    days: tuple[Day, ...]
    """The day on which each document is looked at."""
    findings: tuple[Finding, ...]
    """The findings, the worst first."""
    sets: tuple[SetRun, ...]
    """The rule sets looked at."""
    norms: tuple[ir.Norm, ...]
    """The rules looked at."""
    open: tuple[str, ...]
    """Those of them that rest on a determination or a judgement, by id."""
    undecided: tuple[UndecidedQuestion, ...]
    """The questions that were not answered in time."""
    questions: int
    """How many questions the solver was asked."""


def lint(base: RuleBase, today: str, scope: Scope = EVERYTHING, seconds: float = SECONDS) -> Linted:
    """Check the rules. today: the day on which documents are looked at unless they have ended, or a day is asked for."""
    with undisturbed():
        return _lint(base, today, scope, seconds)


def _lint(base: RuleBase, today: str, scope: Scope, seconds: float) -> Linted:
    budget = Budget(seconds)
    whole, base = base, as_written(base)
    listed = days(base.documents.values(), today, scope.as_of)
    findings: dict[str, Finding] = {}
    sets: list[SetRun] = []
    undecided: list[UndecidedQuestion] = []
    for rules in rule_sets(base, listed):
        asked_for = frozenset(d for d in rules.focus if _looked_at(base, scope, d))
        if not _concerned(base, scope, (d.id for d in rules.documents)):
            continue
        look = Look(rules, budget, _matters(base, rules, scope))
        for finding in _checks(look):
            if _asked_for(base, finding, scope):
                findings[finding.hash] = finding  # of the latest day
        mine = tuple(n for n in look.norms if n.document in asked_for and scope.matter in (None, *n.matters))
        reached = {m for n in mine for m in n.matters if scope.matter in (None, m)}
        cases = sum(len(look.cases[m]) for m in reached)
        if mine:
            matters = tuple(m for m in look.matters if m in reached)
            sets.append(SetRun(rules, asked_for, matters, mine, cases))
        undecided += look.undecided
    own = tuple(d for d in listed if d.basis != IN_PERIOD)
    for finding in (*lapsed(base, own, scope.as_of or today), *untranscribed(whole, own, scope.as_of or today)):
        if _asked_for(base, finding, scope):
            findings[finding.hash] = finding
    norms = tuple({n.id: n for s in sets for n in s.norms}.values())
    order = {n.id: i for i, n in enumerate(_all(base))}
    return Linted(
        scope,
        listed,
        tuple(sorted(findings.values(), key=lambda f: _place(f, order))),
        tuple(sets),
        norms,
        tuple(n.id for n in norms if base.rests_on_judgement(n)),
        tuple(undecided),
        budget.questions,
    )


def _checks(look: Look) -> Iterable[Finding]:
    explained = Explained()
    yield from repeats(look, explained)
    yield from masked(look, explained)
    yield from useless(look, explained)
    yield from clashes(look)
    yield from gaps(look)


def _matters(base: RuleBase, rules: RuleSet, scope: Scope) -> frozenset[str]:
    """The matters to look at: those asked about, and all that a rule reaches which reaches one of them."""
    matters = {
        m for n in rules.norms if _looked_at(base, scope, n.document) for m in n.matters if scope.matter in (None, m)
    }
    return frozenset(m for n in rules.norms if matters.intersection(n.matters) for m in n.matters)


def _concerned(base: RuleBase, scope: Scope, documents: Iterable[str]) -> bool:
    return any(_looked_at(base, scope, d) for d in documents)


def _looked_at(base: RuleBase, scope: Scope, document: str) -> bool:
    """Whether a document is one of those asked for, and can govern in the region asked for."""
    if scope.region is not None:
        there = base.documents[document].region
        chain = base.vocabulary.chain
        if there not in chain(scope.region) and scope.region not in chain(there):
            return False
    return scope.documents is None or document in scope.documents


def _asked_for(base: RuleBase, finding: Finding, scope: Scope) -> bool:
    """Whether a finding concerns a document asked for, can arise in the region, and is about the matter."""
    region = Scope(region=scope.region)
    return (
        _concerned(base, scope, finding.documents)
        and all(_looked_at(base, region, d) for d in finding.documents)
        and (scope.matter is None or scope.matter in finding.matters)
    )


def _all(base: RuleBase) -> Iterable[ir.Norm]:
    return (n for d in base.documents.values() for m in d.regulates for n in d.norms(m))


_LEVELS: Final = tuple(Level)


def _place(finding: Finding, order: dict[str, int]) -> tuple[int, bool, list[int], str, str]:
    """The worst first, what every set of rules has last, then in the order of the texts."""
    rules = [order[n.id] for n in finding.rules]
    last = finding.code is Code.UNRESTRAINED
    return _LEVELS.index(finding.level), last, rules, finding.code, finding.hash
