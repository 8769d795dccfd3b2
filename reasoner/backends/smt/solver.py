"""Asking z3. One session holds the facts and the rules; each question is a set of formulas assumed on top.

Time and memory are bounded; a question that exceeds them is answered by `Spent`, never by a guess.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Final

from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.interrupt import due, patiently
from reasoner.backends.smt.smt_lib import script, symbol
from reasoner.backends.smt.z3_solver import Answer, Solver, SolverFailed

_MEGABYTES: Final = 2048
"""Memory that the solver may take, beyond which it gives up."""


_LONGEST: Final = 1_000_000.0
"""Seconds; the solver counts its time in 32 bits of milliseconds."""


_SHORT: Final = 0.5
"""Seconds; where no more are left, the first try is bounded by the clock. What takes longer than it is asked so that Ctrl-C
is heard.
"""


class Spent(Exception):
    """The solver gave no answer: why (time, memory, or what it said itself)."""


class Budget:
    """Time for many questions together, and how many were asked. `seconds` is the time that there was in the beginning.

    Only the time that this process computes counts: what else runs on the machine changes no answer.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.questions = 0
        self.started = time.process_time()

    def left(self) -> float:
        """Seconds that remain."""
        return self.seconds - (time.process_time() - self.started)


class Session:
    """A solver that holds `asserted`; `named` formulas can be assumed by name, one question after the other."""

    def __init__(self, asserted: Iterable[t.Term], named: Mapping[str, t.Term], budget: Budget) -> None:
        asserted = list(asserted)
        self.budget = budget
        self._solver = Solver(script(asserted, named), _MEGABYTES)
        self._constants = [self._solver.constant(symbol(name), "Bool") for name in named]
        self._literals = dict(zip(named, (c.as_ast() for c in self._constants), strict=True))
        self._names = {literal.value: name for name, literal in self._literals.items()}
        sorts = t.variables([*asserted, *named.values()])
        self._declared = {name: self._solver.constant(symbol(name), sort).decl() for name, sort in sorts.items()}

    def ask(self, *assumed: str) -> bool:
        """Whether all that is assumed can hold together; raises Spent."""
        due()
        if self.budget.left() <= 0:
            raise Spent("时间用尽")
        self.budget.questions += 1
        literals = [self._literals[a] for a in assumed]
        try:
            left = self.budget.left()
            answer = self._solver.try_out(literals) if left > _SHORT else self._solver.check(literals, left)
            if answer is Answer.UNKNOWN and (left := min(_LONGEST, self.budget.left())) > 0:
                answer = patiently(lambda: self._solver.check(literals, left), self._solver.interrupt)
        except SolverFailed as error:
            raise Spent(_why(str(error))) from error
        if answer is Answer.YES:
            return True
        if answer is Answer.NO:
            return False
        raise Spent(_why(self._solver.reason_unknown()))

    def why_not(self) -> frozenset[str]:
        """After a question answered no: names of assumed formulas that cannot hold together."""
        return frozenset(self._names[a] for a in self._solver.core())

    def model(self) -> dict[str, bool | int]:
        """After a question answered yes: values of all variables that matter."""
        return self._solver.values(self._declared)


def _why(reason: str) -> str:
    """What the solver says of itself when it gives up, for staff."""
    if "memory" in reason:
        return "内存用尽"
    if reason in ("timeout", "canceled"):
        return "时间用尽"
    return "计算没有得出回答"
