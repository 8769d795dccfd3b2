"""`uv run --group dev python -m tests.mutation`: the score of all mutants; exit status 1 where one survives that is not listed."""

from __future__ import annotations

import argparse
import sys
import time

from .equivalents import disputes, equivalents
from .killers import Laboratory
from .run import fates
from .score import PAGE, alone, page, text


def main() -> int:
    """Try the mutants and print what noticed them."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/mutation.md")
    parser.add_argument("--apart", action="store_true", help="ask the cases also of what the compiler refuses")
    parser.add_argument("--only", default="", help="only mutants whose id contains this")
    parser.add_argument("--nth", type=int, default=1, help="only every nth")
    parser.add_argument("--list", action="store_true", help="print each mutant and what notices it")
    options = parser.parse_args()
    if options.write and (options.only or options.nth > 1):
        parser.error("--write needs all mutants")
    begun = time.monotonic()
    laboratory, listed = Laboratory(), equivalents()
    chosen = [m for m in laboratory.mutants() if options.only in m.id][:: options.nth]
    apart = options.apart or options.write
    found = fates(laboratory, chosen, apart=apart)
    if options.list:
        for fate in found:
            print(fate.mutant.id, *(f"    {k}: {w}" for k, w in fate.said.items()), sep="\n")
    print(text(found, listed))
    if apart:
        print(alone(found))
    print(f"{time.monotonic() - begun:.0f} s")
    if options.write:
        PAGE.write_text(page(found, listed), encoding="utf-8")
    faults = list(disputes(found, listed, whole=not options.only and options.nth == 1))
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
