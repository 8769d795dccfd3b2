"""All checks of all rule sets: what is found, what was asked, what found no answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policy_dsl import ir
from reasoner.backends.smt.interrupt import undisturbed
from reasoner.backends.smt.solver import Budget
from reasoner.lint.clashes import clashes
from reasoner.lint.finding import LEVELS, Finding
from reasoner.lint.gaps import gaps
from reasoner.lint.lapsed import lapsed
from reasoner.lint.look import Look, Undecided
from reasoner.lint.masked import masked
from reasoner.lint.repeats import Explained, repeats
from reasoner.lint.sets import Day, RuleSet, days, rule_sets
from reasoner.lint.useless import useless
from reasoner.model.rule_base import RuleBase

SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks about: documents by id, a region by code, a matter; None: all. as_of: a day for all documents."""

    documents: frozenset[str] | None = None
    region: str | None = None
    matter: str | None = None
    as_of: str | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing was left out."""
        return self == Wanted()


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at of a rule set: documents by id, matters, rules, and how many cases."""

    rules: RuleSet
    documents: frozenset[str]
    matters: tuple[str, ...]
    norms: tuple[ir.Norm, ...]
    cases: int


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found in which rule sets; `open` are ids of rules that rest on a judgement."""

    wanted: Wanted
    days: tuple[Day, ...]
    findings: tuple[Finding, ...]
    checked: tuple[Checked, ...]
    norms: tuple[ir.Norm, ...]
    open: tuple[str, ...]
    undecided: tuple[Undecided, ...]
    asked: int


def lint(base: RuleBase, today: str, wanted: Wanted = Wanted(), seconds: float = SECONDS) -> Linted:
    """Check the rules. today: the day on which documents are looked at unless they have ended, or a day is asked for."""
    with undisturbed():
        return _lint(base, today, wanted, seconds)


def _lint(base: RuleBase, today: str, wanted: Wanted, seconds: float) -> Linted:
    budget = Budget(seconds)
    held = days(base.documents.values(), today, wanted.as_of)
    findings: dict[str, Finding] = {}
    checked: list[Checked] = []
    undecided: list[Undecided] = []
    for rules in rule_sets(base, held):
        asked_for = frozenset(d for d in rules.focus if _looked_at(base, wanted, d))
        if not _concerned(base, wanted, (d.id for d in rules.documents)):
            continue
        look = Look(rules, budget, _matters(base, rules, wanted))
        for found in _checks(look):
            if _asked_for(base, found, wanted):
                findings[found.hash] = found  # of the latest day
        mine = tuple(n for n in look.norms if n.document in asked_for and wanted.matter in (None, *n.matters))
        reached = {m for n in mine for m in n.matters if wanted.matter in (None, m)}
        cases = sum(len(look.cases[m]) for m in reached)
        if mine:
            matters = tuple(m for m in look.matters if m in reached)
            checked.append(Checked(rules, asked_for, matters, mine, cases))
        undecided += look.undecided
    for found in lapsed(base, held, wanted.as_of or today):
        if _asked_for(base, found, wanted):
            findings[found.hash] = found
    norms = tuple({n.id: n for c in checked for n in c.norms}.values())
    order = {n.id: i for i, n in enumerate(_all(base))}
    return Linted(
        wanted, held, tuple(sorted(findings.values(), key=lambda f: _place(f, order))), tuple(checked), norms,
        tuple(n.id for n in norms if base.rests_on_judgement(n)), tuple(undecided), budget.asked,
    )  # fmt: skip


def _checks(look: Look) -> Iterable[Finding]:
    explained = Explained()
    yield from repeats(look, explained)
    yield from masked(look, explained)
    yield from useless(look, explained)
    yield from clashes(look)
    yield from gaps(look)


def _matters(base: RuleBase, rules: RuleSet, wanted: Wanted) -> frozenset[str]:
    """The matters to look at: those asked about, and all that a rule reaches which reaches one of them."""
    asked = {
        m for n in rules.norms if _looked_at(base, wanted, n.document) for m in n.matters if wanted.matter in (None, m)
    }
    return frozenset(m for n in rules.norms if asked.intersection(n.matters) for m in n.matters)


def _concerned(base: RuleBase, wanted: Wanted, documents: Iterable[str]) -> bool:
    return any(_looked_at(base, wanted, d) for d in documents)


def _looked_at(base: RuleBase, wanted: Wanted, document: str) -> bool:
    """Whether a document is one of those asked for, and can govern in the region asked for."""
    if wanted.region is not None:
        there = base.documents[document].region
        chain = base.vocabulary.chain
        if there not in chain(wanted.region) and wanted.region not in chain(there):
            return False
    return wanted.documents is None or document in wanted.documents


def _asked_for(base: RuleBase, found: Finding, wanted: Wanted) -> bool:
    """Whether a finding concerns a document asked for, can arise in the region, and is about the matter."""
    region = Wanted(region=wanted.region)
    return (
        _concerned(base, wanted, found.documents)
        and all(_looked_at(base, region, d) for d in found.documents)
        and (wanted.matter is None or wanted.matter in found.matters)
    )


def _all(base: RuleBase) -> Iterable[ir.Norm]:
    return (n for d in base.documents.values() for m in d.regulates for n in d.norms(m))


def _place(found: Finding, order: dict[str, int]) -> tuple[int, bool, list[int], str, str]:
    """The worst first, what every set of rules has last, then in the order of the texts."""
    rules = [order[n.id] for n in found.rules]
    return [*LEVELS].index(found.level), found.code == "K09", rules, found.code, found.hash
