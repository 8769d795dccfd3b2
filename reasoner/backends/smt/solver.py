"""Asking z3. One session holds the facts and the rules; each question is a set of formulas assumed on top.

Time and memory are bounded; a question that exceeds them is answered by `Spent`, never by a guess.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reasoner.backends.smt import terms as t
from reasoner.backends.smt.interrupt import due, patiently

_MEGABYTES: Final = 2048
"""Memory that the solver may take, beyond which it gives up."""


_LONGEST: Final = 1_000_000.0
"""Seconds; the solver counts its time in 32 bits of milliseconds."""


_SHORT: Final = 0.5
"""Seconds of a first try; nearly all questions take thousandths of one. What takes longer is asked so that Ctrl-C is heard."""


class Spent(Exception):
    """The solver gave no answer: why (time, memory, or what it said itself)."""


@dataclass
class Budget:
    """Time for many questions together, in seconds, and what was used."""

    seconds: float
    asked: int = 0
    started: float = 0.0

    def __post_init__(self) -> None:
        self.started = time.monotonic()

    def left(self) -> float:
        """Seconds that remain."""
        return self.seconds - (time.monotonic() - self.started)


class Session:
    """A solver that holds `asserted`; `named` formulas can be assumed by name, one question after the other."""

    def __init__(self, asserted: Iterable[t.Term], named: Mapping[str, t.Term], budget: Budget) -> None:
        import z3  # a fifth of a second that only comparisons pay

        asserted = list(asserted)
        self.budget = budget
        # A context of its own: what was asked before, of anything else, cannot sway an answer.
        context = z3.Context()
        self._solver = z3.Solver(ctx=context)
        self._solver.set("max_memory", _MEGABYTES)
        self._solver.set("ctrl_c", False)  # `interrupt` sees to that
        self._solver.from_string(t.script(asserted, named))
        self._literals = {name: z3.Bool(t.symbol(name), context) for name in named}
        self._names = {t.symbol(name): name for name in named}
        sorts = t.variables([*asserted, *named.values()])
        made = {"Bool": z3.Bool, "Int": z3.Int}
        self._constants = [made[sort](t.symbol(n), context) for n, sort in sorts.items()]
        self._declared = {n: c.decl().ast for n, c in zip(sorts, self._constants, strict=True)}
        self._failed, self._z3 = z3.Z3Exception, z3.z3core

    def ask(self, *assumed: str) -> bool:
        """Whether all that is assumed can hold together; raises Spent."""
        due()
        if self.budget.left() <= 0:
            raise Spent("时间用尽")
        self.budget.asked += 1
        literals = [self._literals[a] for a in assumed]
        try:
            answer = self._check(literals, min(_SHORT, self.budget.left()))
            if answer == self._z3.Z3_L_UNDEF and (left := self.budget.left()) > 0:
                answer = patiently(lambda: self._check(literals, left), self._solver.interrupt)
        except self._failed as error:
            raise Spent(_why(str(error))) from error
        if answer == self._z3.Z3_L_TRUE:
            return True
        if answer == self._z3.Z3_L_FALSE:
            return False
        raise Spent(_why(self._solver.reason_unknown()))

    def _check(self, assumed: Sequence[Any], seconds: float) -> int:
        """The plain call: the wrapper of z3 casts each literal anew, and there are thousands of questions."""
        self._solver.set("timeout", max(1, int(min(seconds, _LONGEST) * 1000)))
        z3 = self._z3
        literals = (z3.Ast * len(assumed))(*(literal.as_ast() for literal in assumed))
        answer: int = z3.Z3_solver_check_assumptions(
            self._solver.ctx.ref(), self._solver.solver, len(assumed), literals
        )
        return answer

    def why_not(self) -> frozenset[str]:
        """After a question answered no: names of assumed formulas that cannot hold together."""
        return frozenset(self._names[c.decl().name()] for c in self._solver.unsat_core())

    def model(self) -> dict[str, Any]:
        """After a question answered yes: values of all variables that matter."""
        # The plain calls: the wrappers of z3 take most of the time where many small models are read.
        z3, context = self._z3, self._solver.ctx.ref()
        model = self._solver.model()
        found: dict[str, Any] = {}
        for name, declared in self._declared.items():
            value = z3.Z3_model_get_const_interp(context, model.model, declared)
            if not value:
                continue
            truth = z3.Z3_get_bool_value(context, value)
            if truth == z3.Z3_L_UNDEF:
                found[name] = int(z3.Z3_get_numeral_string(context, value))
            else:
                found[name] = truth == z3.Z3_L_TRUE
        return found


def _why(reason: str) -> str:
    """What the solver says of itself when it gives up, for staff."""
    if "memory" in reason:
        return "内存用尽"
    if reason in ("timeout", "canceled"):
        return "时间用尽"
    return f"求解器未能回答({reason})"
