"""The speed of letters of this build beside that of another: a thousand Word letters, one from a cold start, and `verify`.

    python tests/benchmarks/letters.py OTHER [LETTERS] [ROUNDS]

OTHER is a work tree of another version with its own `.venv`. Each round goes through one build and then through the other.
Told are medians in seconds, of the clock and of the processors; nothing passes or fails by them. Compile the bytecode of
both trees first (`python -m compileall`), else what is measured is the compiler.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).parents[1]
Times = tuple[float, float]
"""Seconds of the clock, and of the processors."""


def timed(command: list[str]) -> Times:
    """How long a command takes, with the processes that it starts."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compared(name: str, here: Callable[[int], Times], there: Callable[[int], Times], rounds: int) -> None:
    """Tells the medians of both builds and the median of the ratios."""
    pairs = [(here(i), there(i)) for i in range(rounds)]
    for what, which in (("clock", 0), ("processors", 1)):
        own, other = (statistics.median(p[build][which] for p in pairs) for build in (0, 1))
        ratio = statistics.median(p[0][which] / p[1][which] for p in pairs)
        print(f"{name}, {what}: {own:.2f} s, the other {other:.2f} s: {ratio:.2f}", flush=True)


def main(other: Path, letters: int, rounds: int) -> None:
    """Measures both builds in turn."""
    examples = json.loads((TESTS / "conformance" / "examples.json").read_text(encoding="utf-8"))
    trees = (TESTS.parent, other)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many = [examples[i % len(examples)]["application"] | {"编号": f"例-{i}"} for i in range(letters)]
        (folder / "many.json").write_text(json.dumps(many, ensure_ascii=False), encoding="utf-8")
        (folder / "one.json").write_text(json.dumps(many[0], ensure_ascii=False), encoding="utf-8")

        def report(build: int, source: str, target: str) -> Callable[[int], Times]:
            command = [str(trees[build] / ".venv/bin/tiaoli"), "report", str(folder / source), "-o"]
            return lambda i: timed([*command, str(folder / f"{build}-{i}-{target}")])

        def verify(build: int) -> Callable[[int], Times]:
            letter = str(folder / f"{build}-0-one.docx")
            return lambda _: timed([str(trees[build] / ".venv/bin/tiaoli"), "verify", letter])

        compared("one Word letter", report(0, "one.json", "one.docx"), report(1, "one.json", "one.docx"), 4 * rounds)
        compared("verify of a letter", verify(0), verify(1), 4 * rounds)
        compared(f"{letters} Word letters", report(0, "many.json", "many/"), report(1, "many.json", "many/"), rounds)


if __name__ == "__main__":
    main(
        Path(sys.argv[1]).resolve(),
        int(sys.argv[2]) if len(sys.argv) > 2 else 1000,
        int(sys.argv[3]) if len(sys.argv) > 3 else 3,
    )
