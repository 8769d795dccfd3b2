"""z3 with types: the only module that imports it.

z3 has no type stubs, so that each of its calls made here is declared as a protocol. Where thousands of questions are asked,
the plain calls of its C library are used: its own classes take most of the time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Final, Protocol

Handle = ctypes.c_void_p
"""An address inside z3."""


_NO_TIMEOUT: Final = 2**32 - 1
"""Milliseconds that stand for no limit."""

_NO_LIMIT: Final = 0
"""Of work, in units of the solver's own."""

_FIRST_TRY: Final = 1_500_000
"""The same: a second or two; hardly any question of a comparison takes a hundredth of it."""


class Declaration(Protocol):
    """What is declared in a script."""

    ast: Handle

    def name(self) -> str:
        """Its symbol."""
        ...


class Constant(Protocol):
    """A boolean or an integer variable of a script; it stays valid as long as this object lives."""

    def as_ast(self) -> Handle:
        """The address."""
        ...

    def decl(self) -> Declaration:
        """Its declaration."""
        ...


class Answer(IntEnum):
    """Whether formulas can hold together, as Z3_lbool numbers it."""

    NO = -1
    UNKNOWN = 0
    YES = 1


class SolverFailed(Exception):
    """z3 raised an error; the message is its own."""


class Solver:
    """A z3 solver with a context of its own, so that what was asked before, of anything else, cannot sway an answer."""

    def __init__(self, script: str, megabytes: int) -> None:
        self._z3 = _library()
        self._calls = self._z3.z3core
        self._context = self._z3.Context()
        self._solver = self._z3.Solver(ctx=self._context)
        self._solver.set("max_memory", megabytes)
        self._solver.set("ctrl_c", False)  # `interrupt` sees to that
        self._solver.from_string(script)
        self._limits = 0, 0

    def constant(self, symbol: str, sort: str) -> Constant:
        """A variable of the script by its symbol; its sort is Bool or Int."""
        made = self._z3.Bool if sort == "Bool" else self._z3.Int
        return made(symbol, self._context)

    def try_out(self, assumed: Sequence[Handle]) -> Answer:
        """The same as `check`, with as little work as nearly all questions take: a clock for each would take as long again.
        Raises SolverFailed.
        """
        return self._check(assumed, _NO_TIMEOUT, _FIRST_TRY)

    def check(self, assumed: Sequence[Handle], seconds: float) -> Answer:
        """Whether the script and the booleans at these addresses can hold together. Raises SolverFailed."""
        return self._check(assumed, max(1, int(seconds * 1000)), _NO_LIMIT)

    def _check(self, assumed: Sequence[Handle], milliseconds: int, work: int) -> Answer:
        try:
            if (milliseconds, work) != self._limits:
                self._limits = milliseconds, work
                self._solver.set("timeout", milliseconds)
                self._solver.set("rlimit", work)
            literals = (self._calls.Ast * len(assumed))(*assumed)
            return Answer(
                self._calls.Z3_solver_check_assumptions(
                    self._context.ref(), self._solver.solver, len(assumed), literals
                )
            )
        except self._z3.Z3Exception as error:
            raise SolverFailed(str(error)) from error

    def interrupt(self) -> None:
        """Call off a question that another thread asked."""
        self._solver.interrupt()

    def reason_unknown(self) -> str:
        """After UNKNOWN: why, in z3's words."""
        return self._solver.reason_unknown()

    def core(self) -> list[int | None]:
        """After NO: addresses of assumed booleans that cannot hold together; a constant has one address in its context."""
        calls, context = self._calls, self._context.ref()
        core = self._solver.unsat_core()
        size = calls.Z3_ast_vector_size(context, core.vector)
        return [calls.Z3_ast_vector_get(context, core.vector, n).value for n in range(size)]

    def values(self, declarations: Mapping[str, Declaration]) -> dict[str, bool | int]:
        """After YES: the values of those that matter, by the names given here."""
        calls, context = self._calls, self._context.ref()
        model = self._solver.model()
        values: dict[str, bool | int] = {}
        for name, declaration in declarations.items():
            value = calls.Z3_model_get_const_interp(context, model.model, declaration.ast)
            if not value:
                continue
            truth = calls.Z3_get_bool_value(context, value)
            if truth == Answer.UNKNOWN:  # not a boolean
                values[name] = int(calls.Z3_get_numeral_string(context, value))
            else:
                values[name] = truth == Answer.YES
        return values


# --- what z3 has ----------------------------------------------------------------------------------------------


class _Context(Protocol):
    def ref(self) -> Handle: ...


class _Model(Protocol):
    model: Handle


class _Vector(Protocol):
    vector: Handle


class _Solver(Protocol):
    solver: Handle

    def set(self, name: str, value: bool | int) -> None: ...
    def from_string(self, script: str) -> None: ...
    def interrupt(self) -> None: ...
    def reason_unknown(self) -> str: ...
    def unsat_core(self) -> _Vector: ...
    def model(self) -> _Model: ...


class _Calls(Protocol):
    Ast: type[Handle]

    def Z3_solver_check_assumptions(  # noqa: N802 - the name z3 gives it
        self, context: Handle, solver: Handle, count: int, literals: ctypes.Array[Handle]
    ) -> int: ...
    def Z3_model_get_const_interp(self, context: Handle, model: Handle, declared: Handle) -> Handle: ...  # noqa: N802 - the name z3 gives it
    def Z3_get_bool_value(self, context: Handle, value: Handle) -> int: ...  # noqa: N802 - the name z3 gives it
    def Z3_ast_vector_size(self, context: Handle, vector: Handle) -> int: ...  # noqa: N802 - the name z3 gives it
    def Z3_ast_vector_get(self, context: Handle, vector: Handle, place: int) -> Handle: ...  # noqa: N802 - the name z3 gives it
    def Z3_get_numeral_string(self, context: Handle, value: Handle) -> str: ...  # noqa: N802 - the name z3 gives it


class _Library(Protocol):
    z3core: _Calls
    Z3Exception: type[Exception]

    def Context(self) -> _Context: ...  # noqa: N802 - the name z3 gives it
    def Solver(self, *, ctx: _Context) -> _Solver: ...  # noqa: N802 - the name z3 gives it
    def Bool(self, name: str, ctx: _Context) -> Constant: ...  # noqa: N802 - the name z3 gives it
    def Int(self, name: str, ctx: _Context) -> Constant: ...  # noqa: N802 - the name z3 gives it


def _library() -> _Library:
    """The module, loaded when first needed: a fifth of a second that only comparisons pay."""
    import z3

    library: _Library = z3
    return library
