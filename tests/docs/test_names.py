"""Names are nouns of what they hold: a participle (found, told …) says only that something happened to it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT = Path(__file__).parents[2]
EMPTY_WORDS: Final = frozenset(("found", "asked", "seen", "wanted", "held", "shown", "told", "said"))

KEPT: Final = {
    "A key of the compiled rules and of the proofs in a verdict: the words or the number as the text writes them.": (
        ("policy_dsl/ir.py", "Const", "shown"),
        ("policy_dsl/ir.py", "OneOf", "shown"),
        ("policy_dsl/ir.py", "Within", "shown"),
        ("policy_dsl/statements.py", "Figure", "shown"),
        ("policy_dsl/statements.py", "Standard", "shown"),
        ("reasoner/model/proof.py", "OneOf", "shown"),
        ("reasoner/model/proof.py", "Within", "shown"),
    ),
    "A key of `tiaoli indicators --json`.": (("reasoner/survey/figures.py", "IndicatorFigure", "shown"),),
    "A key of `tiaoli check --json --groups`.": (("reasoner/batch/mutual_exclusion.py", "GroupReport", "asked"),),
    "A key of `tiaoli validate --json`.": (("reasoner/graphs/validation_findings.py", "Violation", "found"),),
}


def _bound(node: ast.AST) -> str | None:
    """The name that a node gives to a parameter, a local, a field of an object, or something imported or caught."""
    match node:
        case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            return name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name
        case ast.MatchAs(name=name) | ast.MatchStar(name=name) | ast.ExceptHandler(name=name):
            return name
        case ast.alias(name=whole, asname=name):
            return name or whole
    return None


def _uses(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, str]]:
    """The empty words that a module binds, each with the class whose body it stands in, else the empty text."""
    for node in ast.iter_child_nodes(tree):
        name = _bound(node)
        if name in EMPTY_WORDS:
            yield inside, name
        yield from _uses(node, node.name if isinstance(node, ast.ClassDef) else inside)


def test_no_name_is_a_participle_that_says_nothing_but_for_keys_of_published_json() -> None:
    paths = [p for root in ("policy_dsl", "reasoner") for p in sorted((ROOT / root).rglob("*.py"))]
    used = [
        (path.relative_to(ROOT).as_posix(), *use)
        for path in paths
        for use in _uses(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert sorted(used) == sorted(entry for entries in KEPT.values() for entry in entries)
