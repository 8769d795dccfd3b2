"""The drawing of the code for docs/architecture.md: rooms with what comes in and goes out, and which room imports which.

`python -m tests.docs.room_map --write` makes the page's drawing anew; a test holds that it is the code's.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- rooms: begin -->\n", "<!-- rooms: end -->\n"
PACKAGES = ("policy_dsl", "reasoner")
COMPILER = "policy_dsl.compile"
"""The one module at a root that stands above the rooms beside it, and is drawn as a room of its own."""


def rooms() -> list[str]:
    """Every package below the two roots, by its dotted name; deeper ones count as part of their room."""
    packages = [f"{root}.{p.parent.name}" for root in PACKAGES for p in sorted((ROOT / root).glob("*/__init__.py"))]
    return packages if COMPILER in packages else [*packages, COMPILER]


def room_of(module: str) -> str:
    """The room in which a module stands; the root itself for modules that stand in none."""
    parts = module.split(".")
    room = ".".join(parts[:2])
    return room if room in rooms() else parts[0]


def imports(room: str) -> set[str]:
    """The other rooms that the modules of a room import, also where they import them only when needed."""
    folder = ROOT / room.replace(".", "/")
    files = [p for p in folder.glob("*.py") if p.stem != "compile"]
    if room not in PACKAGES:
        files = [*folder.rglob("*.py")] if folder.is_dir() else [folder.with_suffix(".py")]
    names: set[str] = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                names |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
            elif isinstance(node, ast.Import):
                names |= {a.name for a in node.names}
    return {room_of(n) for n in names if n.split(".")[0] in PACKAGES} - {room}


def says(room: str, key: str) -> str:
    """A line of a room's own account of itself."""
    folder = ROOT / room.replace(".", "/")
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return next((line.removeprefix(key).strip().rstrip(".") for line in text.splitlines() if line.startswith(key)), "")


def floors() -> list[list[str]]:
    """The rooms in floors: each imports only rooms of floors below its own."""
    below = {room: imports(room) - {"reasoner"} for room in (*PACKAGES, *rooms())}
    left, result = dict(below), []
    while left:
        floor = sorted(r for r, others in left.items() if not others & left.keys() - {r})
        if not floor:
            raise ValueError(f"a circle of imports among {sorted(left)}")
        result.append(floor)
        for room in floor:
            del left[room]
    return result


def drawing() -> Iterator[str]:
    """The lines of the drawing, outermost floor first."""
    yield "| floor | room | comes in | goes out | imports |\n|---|---|---|---|---|\n"
    for number, floor in reversed(list(enumerate(floors(), 1))):
        for room in floor:
            names = sorted(imports(room) - {"reasoner"})
            short = ", ".join(n.removeprefix("reasoner.") for n in names)
            yield f"| {number} | `{room}` | {says(room, 'Comes in:')} | {says(room, 'Goes out:')} | {short} |\n"


def page() -> str:
    """The page as it should be."""
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return head + BEGIN + "".join(drawing()) + END + tail


if __name__ == "__main__" and "--write" in sys.argv:
    PAGE.write_text(page(), encoding="utf-8")
