"""One rule set under examination: its cases, and the questions that found no answer in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from policy_dsl import ir
from policy_dsl.ir import Effect
from reasoner.backends.smt.solver import Budget, Spent
from reasoner.lint.finding_text import Words
from reasoner.lint.lint_finding import TITLES, Code
from reasoner.lint.result import UndecidedQuestion
from reasoner.lint.rule_sets import RuleSet
from reasoner.lint.satisfiability import CaseQuestions


class Look:
    """A rule set with its cases by matter: one for each group of kinds of institutions that its rules cannot tell apart.

    matters: those to look at.
    """

    def __init__(self, rules: RuleSet, budget: Budget, matters: frozenset[str]) -> None:
        self.rules, self.budget = rules, budget
        self.words = Words(rules.side.base)
        self.matters = tuple(m for m in rules.matters if m in matters)
        self.undecided: list[UndecidedQuestion] = []

    @cached_property
    def cases(self) -> dict[str, tuple[CaseQuestions, ...]]:
        """The cases by matter."""
        return {m: tuple(self._of(m)) for m in self.matters}

    def _of(self, name: str) -> Iterator[CaseQuestions]:
        matter = self.rules.matter(name)
        groups: dict[tuple[object, ...], list[str]] = {}
        for kind in matter.vocabulary.matters[name].members:
            groups.setdefault(matter.alike(kind), []).append(kind)
        for members in groups.values():
            yield CaseQuestions(matter, tuple(members), self.budget)

    def of(self, norm: ir.Norm) -> dict[str, tuple[CaseQuestions, ...]]:
        """The cases of the matters that a rule reaches; of a preference those alone on which its document decides something:
        what it encourages beside that is no rule that could be idle.
        """
        document = self.rules.side.base.documents[norm.document]
        return {
            m: self.cases[m]
            for m in self.matters
            if m in norm.matters and (norm.effect is not Effect.PREFER or any(n.decides for n in document.norms(m)))
        }

    def focused(self, *norms: ir.Norm) -> bool:
        """Whether this is the day of the document of one of these rules."""
        return any(n.document in self.rules.focus for n in norms)

    @property
    def norms(self) -> tuple[ir.Norm, ...]:
        """The rules that reach a matter looked at."""
        return tuple(n for n in self.rules.norms if set(self.matters).intersection(n.matters))

    def spent(self, code: Code, norms: Sequence[ir.Norm], matters: Sequence[str], why: Spent) -> None:
        """Note that a question found no answer."""
        rules = tuple(n.id for n in norms)
        self.undecided.append(UndecidedQuestion(code, TITLES[code], rules, tuple(matters), self.rules.day, str(why)))
