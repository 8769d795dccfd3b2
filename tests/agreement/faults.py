"""Which check notices each seeded fault of the compiler of formulas, and the page that says so.

uv run --group dev python -m tests.agreement.faults            printed
uv run --group dev python -m tests.agreement.faults --write    and docs/smt-faults.md
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from .checks import CHECKS, Detection, Laboratory
from .fault_list import CANNOT_BE_SEEN, FAULTS, MODULES, unknown_is
from .seeded_fault import SeededFault

PAGE = Path(__file__).parents[2] / "docs" / "smt-faults.md"

NOTICED_IN = Path(__file__).with_name("noticed_in.json")
"""The world made by hand that noticed each fault when the page was written: asked first, it spares the others. What it does
not notice is asked of everything, as if nothing were written here."""

_laboratory: Laboratory | None = None
"""Made ready before the processes part, so that each has it for nothing."""


def _one(task: tuple[int, str]) -> Detection:
    assert _laboratory is not None
    number, first = task
    with FAULTS[number].seeded(MODULES, {"unknown_is": unknown_is}):
        return _laboratory.notice(first)


def noticed(laboratory: Laboratory, faults: Sequence[SeededFault]) -> list[Detection]:
    """What notices each fault, in their order."""
    global _laboratory
    _laboratory = laboratory
    workers = os.cpu_count() or 1
    first = json.loads(NOTICED_IN.read_text(encoding="utf-8"))
    tasks = [(FAULTS.index(f), first.get(f.what, "")) for f in faults]
    if workers == 1 or "fork" not in multiprocessing.get_all_start_methods():
        return [_one(t) for t in tasks]
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        return pool.map(_one, tasks, chunksize=1)


def complaints(faults: Sequence[SeededFault], by: Sequence[Detection]) -> Iterator[str]:
    """Faults that nothing notices and no reason excuses, and excuses that are none."""
    for fault, noticed_by in zip(faults, by, strict=True):
        if not noticed_by.check and fault.what not in CANNOT_BE_SEEN:
            yield f"nothing notices it, and no reason is given: {fault.part}: {fault.what}"
        if noticed_by.check and fault.what in CANNOT_BE_SEEN:
            yield f"said to be invisible, but {noticed_by.check} notices it: {fault.part}: {fault.what} ({noticed_by.text})"


def summary(by: Sequence[Detection]) -> str:
    """The score in one line."""
    caught = sum(bool(n.check) for n in by)
    return f"**{caught} of {len(by)} faults noticed; the other {len(by) - caught} change nothing that could be seen.**"


def rows(faults: Sequence[SeededFault], by: Sequence[Detection]) -> list[str]:
    """The table of parts; the last row sums up."""
    detected = [(f.part, bool(n.check)) for f, n in zip(faults, by, strict=True)]
    lines = ["| part | faults | noticed | cannot be seen |", "|---|---|---|---|"]
    for part in (*dict.fromkeys(p for p, _ in detected), "all"):
        own = [caught for p, caught in detected if part in (p, "all")]
        lines.append(f"| {part} | {len(own)} | {own.count(True)} | {own.count(False)} |")
    return lines


def listed(faults: Sequence[SeededFault], by: Sequence[Detection]) -> list[str]:
    """Every fault: noticed, or the reason why nothing can.

    Which check is the first to notice one is printed, not written: it turns on the random trials, and Hypothesis draws
    those from the constants of whatever modules a process happens to have imported.
    """
    return [
        f"- `{f.part}.{f.where}` {f.what}: {'noticed' if n.check else f'*not noticed*, because {CANNOT_BE_SEEN.get(f.what)}'}"
        for f, n in zip(faults, by, strict=True)
    ]


def page(faults: Sequence[SeededFault], by: Sequence[Detection]) -> str:
    """docs/smt-faults.md."""
    lines = [
        "# Seeded faults of the formulas",
        "",
        "Written by `uv run --group dev python -m tests.agreement.faults --write`; a test compares it with the program.",
        "",
        "Two rule sets are compared by formulas (`reasoner/backends/smt`), applications are judged by the interpreter. That",
        "both mean the same is tested in `tests/agreement`. Here each fault is one slip in the making of the formulas.",
        "",
        summary(by),
        "",
        *rows(faults, by),
        "",
        "What may notice one, in the order asked; the command prints which was the first:",
        "",
        *(f"- **{name}**: {what}" for name, what in CHECKS.items()),
        "",
        "## All faults",
        "",
        *listed(faults, by),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Seed the faults and print what noticed them; exit status 1 where something could be seen and nothing saw it."""
    parser = argparse.ArgumentParser(prog="python -m tests.agreement.faults", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/smt-faults.md")
    parser.add_argument("--only", default="", help="only faults whose words contain this")
    options = parser.parse_args()
    if options.write and options.only:
        parser.error("--write needs all faults")
    begun = time.monotonic()
    chosen = [f for f in FAULTS if options.only in f.what]
    by = noticed(Laboratory(), chosen)
    for fault, one in zip(chosen, by, strict=True):
        print(f"{one.check or '-':14} {fault.part}: {fault.what}    {' '.join(one.text.split())[:150]}")
    print(summary(by), f"{time.monotonic() - begun:.0f} s")
    if options.write:
        PAGE.write_text(page(chosen, by), encoding="utf-8")
        worlds = {fault.what: one.world for fault, one in zip(chosen, by, strict=True) if one.world}
        NOTICED_IN.write_text(json.dumps(worlds, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    faults = list(complaints(chosen, by))
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
