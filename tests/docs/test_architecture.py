"""docs/architecture.md names every module once, nothing that is gone, the passes, and every contract of the layers."""

from __future__ import annotations

import ast
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from policy_dsl.compile import PASSES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

ROOMS = re.findall(r"^### `([\w/]+)/`$", PAGE, re.MULTILINE)


def rows(package: str) -> list[str]:
    """The modules (or families of them) that the table of a package names."""
    room = PAGE.partition(f"### `{package}/`")[2].partition("\n## ")[0].partition("\n### ")[0]
    return re.findall(r"^\| `([^`]+)` \| \S", room, re.MULTILINE)


def modules(package: str) -> list[str]:
    """The modules and subpackages of a package."""
    folder = ROOT / package
    found = [p.name for p in folder.glob("*.py") if p.name != "__init__.py"]
    return sorted(found + [f"{p.parent.name}/" for p in folder.glob("*/__init__.py")])


@pytest.mark.parametrize("package", ROOMS)
def test_every_module_has_its_line(package: str) -> None:
    named = rows(package)
    assert [m for m in modules(package) if not any(fnmatch(m, row) for row in named)] == []


@pytest.mark.parametrize("package", ROOMS)
def test_no_line_is_of_a_module_that_is_gone_or_stands_twice(package: str) -> None:
    named = rows(package)
    assert [row for row in named if not any(fnmatch(m, row) for m in modules(package))] == []
    assert len(named) == len(set(named))


def test_what_has_no_table_says_itself_what_it_is_for() -> None:
    assert {"policy_dsl", "reasoner"} <= set(ROOMS)
    found = [*(ROOT / "policy_dsl").rglob("__init__.py"), *(ROOT / "reasoner").rglob("__init__.py")]
    assert [p for p in found if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))] == []


def test_every_contract_is_named() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = [c["name"] for c in settings["tool"]["importlinter"]["contracts"]]
    assert [c for c in contracts if f"- {c}\n" not in PAGE] == []


def test_the_passes_stand_in_their_order() -> None:
    assert " → ".join(f"`{step.__name__}`" for step in PASSES) in PAGE


def test_files_and_folders_that_are_named_exist() -> None:
    named = re.findall(r"`((?:policy_dsl|reasoner|ontology|shapes|tests|docs)/[\w./-]*)`", PAGE)
    assert named
    for path in named:
        if "compiled.json" not in path:
            assert (ROOT / path).exists(), path
