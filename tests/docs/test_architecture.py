"""docs/architecture.md is one page that matches the code: its drawing, its signposts, its passes, its contracts."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from pathlib import Path

import room_map

from policy_dsl.compile import PASSES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SOURCES = [p for root in ("policy_dsl", "reasoner") for p in sorted((ROOT / root).rglob("*.py"))]


def test_the_drawing_is_that_of_the_code() -> None:
    assert room_map.page() == PAGE


def test_it_is_one_page() -> None:
    assert len(PAGE.splitlines()) <= 140


def test_every_room_says_what_comes_in_and_out_and_who_may_import_it() -> None:
    for room in (*room_map.PACKAGES, *room_map.rooms()):
        assert all(room_map.says(room, key) for key in ("Comes in:", "Goes out:", "May import it:")), room


def test_every_contract_is_named() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = [c["name"] for c in settings["tool"]["importlinter"]["contracts"]]
    assert [c for c in contracts if f"- {c}\n" not in PAGE] == []


def test_the_passes_stand_in_their_order() -> None:
    assert " → ".join(f"`{step.__name__}`" for step in PASSES) in " ".join(PAGE.split())


def test_files_and_folders_that_are_named_exist() -> None:
    named = re.findall(r"`((?:policy_dsl|reasoner|ontology|shapes|tests|docs)/[\w./-]*)`", PAGE)
    assert named
    for path in named:
        assert (ROOT / path).exists() or "compiled.json" in path, path


def test_signposts_name_what_stands_there() -> None:
    """Each row of the signposts names a file and what in it answers the question."""
    rows = re.findall(r"^\| .+ \| `([\w/]+\.py)` `(\w+)` \|$", PAGE, re.MULTILINE)
    assert len(rows) >= 8
    for path, name in rows:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        named = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        named |= {n.target.id for n in tree.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)}
        assert name in named, (path, name)


def test_no_file_name_stands_in_more_than_two_folders() -> None:
    folders = defaultdict(list)
    for path in SOURCES:
        if path.name not in ("__init__.py", "__main__.py"):
            folders[path.name].append(path.parent.name)
    assert {name: where for name, where in folders.items() if len(where) > 2} == {}


def test_no_module_is_over_400_lines() -> None:
    assert [str(p) for p in SOURCES if len(p.read_text(encoding="utf-8").splitlines()) > 400] == []
