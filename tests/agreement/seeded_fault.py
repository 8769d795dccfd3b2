"""A seeded fault: a function of the program with one node of its syntax tree exchanged, or another value of a name.

What is exchanged is written as Python, and compared as a syntax tree: layout, comments and quotes do not matter. `IT` in
the replacement stands for the node that was there.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from reasoner.interpreter import known_jurisdictions


@dataclass(frozen=True)
class Exchange:
    """The node `old` of a function, which stands there once, becomes `new`: expressions, or one statement each."""

    old: str
    new: str


@dataclass(frozen=True)
class Value:
    """A name gets this value: a constant of the module, or a function put in place of one."""

    value: Any


@dataclass(frozen=True)
class SeededFault:
    """A fault: in `where` (a function or constant of the module, with its class) something is changed."""

    what: str
    module: ModuleType
    where: str
    change: Exchange | Value

    @property
    def part(self) -> str:
        """The module, for the page."""
        return self.module.__name__.rpartition(".")[2]

    @contextmanager
    def seeded(self, modules: Sequence[ModuleType], extra: Mapping[str, Any]) -> Iterator[None]:
        """The program with the fault.

        modules: those that may have taken the name over by import, and get the fault too; extra: what replacements may
        call besides what the module knows.
        """
        owner: Any = self.module
        *path, name = self.where.split(".")
        for step in path:
            owner = getattr(owner, step)
        true = inspect.getattr_static(owner, name)
        false = self.change.value if isinstance(self.change, Value) else self._changed(self.change)
        holders = [owner] if path else [m for m in modules if getattr(m, name, None) is true]
        for holder in holders:
            setattr(holder, name, false)
        vars(self.module).update(extra)
        forget()
        try:
            yield
        finally:
            for added in extra:
                del vars(self.module)[added]
            for holder in holders:
                setattr(holder, name, true)
            forget()

    def _changed(self, change: Exchange) -> Any:
        tree = exchanged(_definition(self.module, self.where), change)
        body = ast.fix_missing_locations(ast.Module([tree], []))
        made: dict[str, Any] = {}
        exec(compile(body, str(self.module.__file__), "exec"), vars(self.module), made)
        return made[tree.name]


_REMEMBERING: Final = ("reasoner.interpreter.", "reasoner.explain.")


def forget() -> None:
    """Nothing is remembered that was worked out before, neither by the true program nor by a false one."""
    for module in [m for name, m in sys.modules.items() if name.startswith(_REMEMBERING)]:
        for value in [*vars(module).values()]:
            if hasattr(value, "cache_clear"):
                value.cache_clear()
    known_jurisdictions.forget()


def exchanged(function: ast.FunctionDef, change: Exchange) -> ast.FunctionDef:
    """A copy of the function with the change made; raises ValueError where `old` does not stand in it just once."""
    exchange = _Exchanger(_node(change.old), _node(change.new))
    changed = exchange.visit(deepcopy(function))
    if exchange.count != 1:
        raise ValueError(f"{change.old!r} stands {exchange.count} times in {function.name}, not once")
    assert isinstance(changed, ast.FunctionDef)
    return changed


class _Exchanger(ast.NodeTransformer):
    """Exchanges every node that is like `old`, and counts them."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = ast.dump(old), new
        self._kind = type(old)
        self.count = 0

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, self._kind) and ast.dump(node) == self._old:
            self.count += 1
            return _Original(node).visit(deepcopy(self._new))
        return self.generic_visit(node)


class _Original(ast.NodeTransformer):
    """Puts a node in place of the name IT."""

    def __init__(self, node: ast.AST) -> None:
        self._node = node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self._node if node.id == "IT" else node


def _node(code: str) -> ast.AST:
    """The syntax tree of an expression, or of the one statement."""
    (statement,) = ast.parse(code).body
    return statement.value if isinstance(statement, ast.Expr) else statement


@cache
def _tree(module: ModuleType) -> ast.Module:
    assert module.__file__ is not None
    return ast.parse(Path(module.__file__).read_text(encoding="utf-8"))


def _definition(module: ModuleType, where: str) -> ast.FunctionDef:
    """A function or method by its qualified name."""
    body = _tree(module).body
    *path, name = where.split(".")
    for step in path:
        (owner,) = [n for n in body if isinstance(n, ast.ClassDef) and n.name == step]
        body = owner.body
    (function,) = [n for n in body if isinstance(n, ast.FunctionDef) and n.name == name]
    return function
