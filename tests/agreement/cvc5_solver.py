"""A second solver: cvc5 reads the script that `smt_lib.script` prints and answers the same questions.

Nothing of z3 is used here, nor any way to cvc5 but its own reader of SMT-LIB 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import cvc5

from reasoner.backends.smt import formulas as t
from reasoner.backends.smt import smt_lib

_MILLISECONDS = 2000
"""For one question. Integers have no bounds here, and the search through them now and then does not end."""


class Cvc5Solver:
    """cvc5 holding a script; questions assume named formulas, as those of `solver.Session` do."""

    def __init__(
        self, asserted: Iterable[t.Term], named: Mapping[str, t.Term], milliseconds: int = _MILLISECONDS
    ) -> None:
        asserted = list(asserted)
        self._manager = cvc5.TermManager()
        self._solver = cvc5.Solver(self._manager)
        for option, value in (("incremental", "true"), ("produce-models", "true"), ("tlimit-per", str(milliseconds))):
            self._solver.setOption(option, value)
        self._symbols = cvc5.SymbolManager(self._manager)
        parser = cvc5.InputParser(self._solver, self._symbols)
        text = f"(set-logic QF_LIA)\n{smt_lib.script(asserted, named)}\n"
        parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "script")
        while True:
            command = parser.nextCommand()
            if command.isNull():
                break
            said = command.invoke(self._solver, self._symbols)
            assert "error" not in said, said
        declared = {str(c).strip("|"): c for c in self._symbols.getDeclaredTerms()}
        self._literals = {name: declared[name] for name in named}
        self._variables = {name: declared[name] for name in t.variables([*asserted, *named.values()])}

    def ask(self, *assumed: str) -> bool | None:
        """Whether all that is assumed can hold together; None where the time did not do."""
        answer = self._solver.checkSatAssuming(*[self._literals[a] for a in assumed])
        return None if answer.isUnknown() else bool(answer.isSat())

    def confirms(self, values: Mapping[str, Any], *assumed: str) -> bool | None:
        """Whether all that is assumed holds at these values of all variables."""
        fixed = []
        for name, variable in self._variables.items():
            value = values.get(name, False if variable.getSort().isBoolean() else 0)
            exact = self._manager.mkBoolean(value) if isinstance(value, bool) else self._manager.mkInteger(value)
            fixed.append(self._manager.mkTerm(cvc5.Kind.EQUAL, variable, exact))
        answer = self._solver.checkSatAssuming(*fixed, *[self._literals[a] for a in assumed])
        return None if answer.isUnknown() else bool(answer.isSat())

    def model(self) -> dict[str, Any]:
        """After a question answered yes: the values of all variables."""
        found: dict[str, Any] = {}
        for name, variable in self._variables.items():
            value = self._solver.getValue(variable)
            found[name] = value.getBooleanValue() if value.isBooleanValue() else int(value.getIntegerValue())
        return found
