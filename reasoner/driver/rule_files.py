"""Files of rules: laid out, and started from a new text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from policy_dsl.diagnostics import Diagnostic, Faults


def format_files(paths: Sequence[Path], *, check_only: bool = False) -> list[Path]:
    """Rewrite `.tiao` files in the canonical layout and the present edition of the language; the files that differed.

    check_only: look, and write nothing. A file with a fault leaves every file as it is.
    """
    from policy_dsl.syntax.rewrite import Layout, formatted, write_whole

    layouts: list[Layout] = []
    faults: list[Diagnostic] = []
    for path in paths:
        try:
            layouts += [layout for layout in formatted(path) if layout.before != layout.after]
        except Faults as error:
            faults += error.diagnostics
    if faults:
        raise Faults(faults)
    if not check_only:
        for layout in layouts:
            write_whole(layout.path, layout.after)
    return [layout.path for layout in layouts]


def scaffold_text(path: Path, identifier: str) -> str:
    """A `.tiao` file to start from: every clause of a new text quoted, with address and proposed natures."""
    from policy_dsl.syntax.rewrite import scaffolded

    return scaffolded(path, identifier)
