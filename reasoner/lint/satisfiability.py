"""Whether formulas of a case can hold together. Models are kept: most questions are answered by one of them."""

from __future__ import annotations

from functools import cached_property

from reasoner.analysis.fewest_unusual import fewest
from reasoner.analysis.solver_cases import Matter
from reasoner.analysis.typical_facts import cost
from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.rule_formulas import Rule
from reasoner.backends.smt.solver import Budget, Session, Spent
from reasoner.lint.rule_cases import SETTLED, Alone


class CaseQuestions:
    """A case with its session, made when first something is asked; `members` are the kinds of institutions it stands for."""

    def __init__(self, matter: Matter, members: tuple[str, ...], budget: Budget) -> None:
        self.matter, self.members, self.budget = matter, members, budget
        self._models: list[frozenset[str]] = []
        self._answers: dict[frozenset[str], bool] = {}

    @cached_property
    def case(self) -> Alone:
        """The formulas."""
        return Alone(self.matter, self.members[0])

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rules by id."""
        return {r.norm.id: r for r in self.case.a.rules}

    @cached_property
    def _session(self) -> Session:
        if self.budget.left() <= 0:
            raise Spent("时间用尽")
        return Session(self.case.known, {**self.case.literals, **self.case.usual}, self.budget)

    def can(self, *literals: str) -> bool:
        """Whether an application is possible of which all these hold. Raises Spent."""
        question = frozenset(literals)
        if any(self.case.literals.get(x, t.FALSE) is t.FALSE for x in question):
            return False  # of a rule whose document governs nowhere here, nothing holds
        if any(question <= model for model in self._models):
            return True
        if question not in self._answers:
            self._answers[question] = self._session.ask(*literals)
            if self._answers[question]:
                self._keep(self._session.model())
        return self._answers[question]

    @cached_property
    def _formulas(self) -> t.Formulas:
        return t.Formulas([*self.case.known, *self.case.literals.values()])

    def _keep(self, values: t.Values) -> None:
        """Keep what holds in a model, where its values are all that is needed."""
        truths = self._formulas.truths(values)
        if all(self._formulas.holds(term, truths) for term in self.case.known):
            named = self.case.literals.items()
            self._models.append(frozenset(name for name, term in named if self._formulas.holds(term, truths)))

    def example(self, *literals: str) -> tuple[tuple[str, ...], dict[str, bool | int]] | None:
        """The plainest model of these in which no rule is open, and which facts are unusual in it. Raises Spent."""
        usual = {name: cost(name) for name in self.case.usual}
        return fewest(self._session, (SETTLED, *literals), usual)
