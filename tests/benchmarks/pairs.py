"""The speed of this build beside that of another, on the same work, in turn, by processor time.

    python tests/benchmarks/pairs.py OTHER [ROUNDS]

OTHER is a work tree of another version with its own `.venv`. Both builds run as processes of their own that stay warm;
each round goes through one and then through the other. Told is, for each kind of work, the median of a round and the
median of the ratios: above 1 this build is slower. Nothing passes or fails by the clock.
"""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
DAY = "2025-12-31"
REGIONS = {"青岛市": "370200", "河南省": "410000", "滨州市": "371600", "泉州市": "350500"}
PAIRS = [("青岛市", "河南省"), ("滨州市", "泉州市")]


Given = list[tuple[dict[str, Any], str | None]]
"""Applications as people write them, each with the day on which it is judged (None: on its own)."""


def real_applications() -> Given:
    """The applications of all case sets and of the shared examples, each with the day on which it is judged."""
    sys.path[:0] = [str(TESTS / "conformance"), str(TESTS)]
    from case_file import case_sets, plain_application

    cases = [(plain_application(c.application, "例"), c.as_of) for s in case_sets() for c in s.cases]
    examples = json.loads((TESTS / "conformance" / "examples.json").read_text(encoding="utf-8"))
    return [*cases, *((e["application"], None) for e in examples)]


def readable(applications: Given) -> list[int]:
    """The indexes of the applications that this version reads without fault."""
    from policy_dsl.diagnostics import Faults
    from reasoner.driver.current_rule_base import rule_base
    from reasoner.intake.application_parser import Reader

    reader = Reader(rule_base().vocabulary, rule_base().document_names)

    def reads(data: dict[str, Any], day: str | None) -> bool:
        try:
            return bool(reader.read(data, day))
        except Faults:
            return False

    return [i for i, (data, day) in enumerate(applications) if reads(data, day)]


def works(applications: Given) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is timed, by name; imports only what stands in older versions, too."""
    from reasoner.analysis.rule_set import Compared
    from reasoner.compare.comparison import compare
    from reasoner.driver.current_rule_base import rule_base
    from reasoner.explain import explain
    from reasoner.explain.background import background
    from reasoner.intake.application_parser import Reader
    from reasoner.interpreter.judge import judge
    from reasoner.model.verdict import encode

    base = rule_base()
    known = background(base)
    reader = Reader(base.vocabulary, base.document_names)
    read = [(data, application, day) for data, day in applications for application in reader.read(data, day)]
    yield "judge", lambda: [judge(base, a, day, advise=False) for _, a, day in read]
    yield "judge and advise", lambda: [judge(base, a, day) for _, a, day in read]
    yield "judge, advise, explain", lambda: [explain(judge(base, a, day), known) for _, a, day in read]
    yield (
        "read, judge, advise, write",
        lambda: [encode(judge(base, a, day)) for data, _, day in read for a in reader.read(data, day)],
    )
    for one, other in PAIRS:
        a, b = (Compared(name, base, REGIONS[name]) for name in (one, other))
        yield f"compare {one} {other}", lambda a=a, b=b: compare(a, b, DAY)


def work(applications: str) -> None:
    """Tells which applications it reads and, told which of them count, the names of its works; then answers each line that
    names one with the processor time that it took.
    """
    given: Given = json.loads(Path(applications).read_text(encoding="utf-8"))
    print(json.dumps(readable(given)), flush=True)
    timed = dict(works([given[i] for i in json.loads(sys.stdin.readline())]))
    print(json.dumps(list(timed)), flush=True)
    gc.disable()  # as the command line does
    for line in sys.stdin:
        start = time.process_time()
        timed[json.loads(line)]()
        print(time.process_time() - start, flush=True)
        gc.collect()


class Build:
    """A version at work in a process of its own."""

    def __init__(self, tree: Path, applications: Path) -> None:
        command = [str(tree / ".venv/bin/python"), str(Path(__file__).absolute()), "--work", str(applications)]
        self._process = subprocess.Popen(command, cwd=tree, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.reads: list[int] = self._told()

    def _told(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def ask(self, question: object) -> Any:
        """What it answers: to a list of applications the names of its works, to one of these its processor time."""
        assert self._process.stdin is not None
        print(json.dumps(question), file=self._process.stdin, flush=True)
        return self._told()

    def close(self) -> None:
        """Ends it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def main(other: Path, rounds: int) -> None:
    """Tells how fast this build is beside another."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        applications = Path(folder) / "applications.json"
        applications.write_text(json.dumps(real_applications()), encoding="utf-8")
        here, there = Build(TESTS.parent, applications), Build(other, applications)
        both = [i for i in here.reads if i in set(there.reads)]
        print(f"{len(both)} applications that both read")
        names: list[str] = here.ask(both)
        there.ask(both)
        for name in names:
            here.ask(name), there.ask(name)  # warm
            pairs = [(here.ask(name), there.ask(name)) for _ in range(rounds)]
            own, others = (statistics.median(p[i] for p in pairs) for i in (0, 1))
            ratio = statistics.median(a / b for a, b in pairs)
            print(f"{name}: {own:.3f} s, the other {others:.3f} s: {ratio:.2f}", flush=True)
        here.close()
        there.close()


if __name__ == "__main__":
    if sys.argv[1] == "--work":
        work(sys.argv[2])
    else:
        main(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 7)
