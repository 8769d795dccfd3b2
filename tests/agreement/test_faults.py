"""Seeded faults are noticed, or nobody could see them; docs/smt-faults.md says which."""

from __future__ import annotations

import ast
import os
from collections import Counter

import pytest

from .checks import CHECKS, Laboratory
from .fault_list import CANNOT_BE_SEEN, FAULTS, MODULES, unknown_is
from .faults import PAGE, complaints, listed, noticed, page
from .seeded_fault import Exchange, exchanged

ALL = bool(os.environ.get("TIAOLI_REQUIRE_ALL"))
NTH = 1 if ALL else 6


@pytest.fixture(scope="module")
def laboratory() -> Laboratory:
    return Laboratory()


def test_every_fault_is_noticed_or_cannot_be_seen(laboratory: Laboratory) -> None:
    chosen = [f for i, f in enumerate(FAULTS) if i % NTH == 0 or f.what in CANNOT_BE_SEEN]
    by = noticed(laboratory, chosen)
    faults = list(complaints(chosen, by))
    assert not faults, "\n".join(faults)
    text = PAGE.read_text(encoding="utf-8")
    stale = [line for line in listed(chosen, by) if line not in text]
    assert not stale, "\n".join(["run: uv run --group dev python -m tests.agreement.faults --write", *stale])
    if ALL:
        assert text == page(chosen, by), "run: uv run --group dev python -m tests.agreement.faults --write"
        assert {n.check for n in by} - {""} == CHECKS.keys()


def test_the_program_as_it_is_has_no_fault(laboratory: Laboratory) -> None:
    """What notices a fault is the fault."""
    assert laboratory.notice().check == ""


def test_a_fault_is_gone_when_it_was_tried() -> None:
    for fault in FAULTS:
        before = {name: vars(fault.module)[name] for name in vars(fault.module)}
        with fault.seeded(MODULES, {"unknown_is": unknown_is}):
            pass
        assert vars(fault.module).keys() == before.keys()
        assert all(vars(fault.module)[name] is value for name, value in before.items())


def test_a_node_is_exchanged_by_its_structure_wherever_it_stands() -> None:
    """Layout, comments and quotes of the function do not matter; what stands twice or nowhere is refused."""
    (function,) = ast.parse("def f(a):\n    return g(\n        a,  # first\n        'x',\n    ) or g(a, 'y')\n").body
    assert isinstance(function, ast.FunctionDef)
    changed = exchanged(function, Exchange('g(a, "x")', "h(IT)"))
    assert ast.unparse(changed).endswith("return h(g(a, 'x')) or g(a, 'y')")
    assert "h(" not in ast.unparse(function)
    for old in ("g", "a + 1"):
        with pytest.raises(ValueError, match="not once"):
            exchanged(function, Exchange(old, "h"))


def test_each_fault_has_words_of_its_own() -> None:
    assert [what for what, n in Counter(f.what for f in FAULTS).items() if n > 1] == []
    assert CANNOT_BE_SEEN.keys() <= {f.what for f in FAULTS}


def test_the_page_lists_every_fault_once() -> None:
    text = PAGE.read_text(encoding="utf-8").splitlines()
    for fault in FAULTS:
        start = f"- `{fault.part}.{fault.where}` {fault.what}: "
        assert sum(line.startswith(start) for line in text) == 1, (
            "run: uv run --group dev python -m tests.agreement.faults --write"
        )
    assert sum(line.startswith("- `") for line in text) == len(FAULTS)
