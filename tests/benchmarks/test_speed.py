"""How fast things are. Run with `uv run --group dev pytest tests/benchmarks --benchmark-enable`; nothing here fails by the clock.

Budgets of the project: a cold `tiaoli check` at most 10 times a bare `python -c pass`; warm 3,000 explained verdicts a
second, 1,000 with changes; 3 ms to verify one; the whole corpus compiled from nothing in 3 s.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from reasoner.driver.current_rule_base import build, official_texts, rule_base
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Outcome
from reasoner.proof.check_proof import check_proof

EXAMPLES = json.loads((Path(__file__).parent.parent / "conformance" / "examples.json").read_text(encoding="utf-8"))
ONE = EXAMPLES[0]["application"]


@pytest.fixture(scope="module")
def reader() -> Reader:
    base = rule_base()
    return Reader(base.vocabulary, base.document_names)


def test_read_and_explain(benchmark: Any, reader: Reader) -> None:
    verdict = benchmark(lambda: judge(rule_base(), reader.read(ONE)[0], advise=False))
    assert verdict.outcome is Outcome.PRESUMPTIVELY_BARRED


def test_read_explain_and_advise(benchmark: Any, reader: Reader) -> None:
    verdict = benchmark(lambda: judge(rule_base(), reader.read(ONE)[0]))
    assert verdict.changes


def test_verify(benchmark: Any, reader: Reader) -> None:
    verdict = msgspec.json.decode(msgspec.json.encode(judge(rule_base(), reader.read(ONE)[0])))
    assert benchmark(lambda: check_proof(verdict, rule_base().plain, official_texts())) == []


def test_compile_from_nothing(benchmark: Any) -> None:
    compiled = benchmark.pedantic(build, rounds=3, iterations=1)
    assert compiled.documents


def test_cold_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The installed command against a bare interpreter, in turn, so that both see the same machine."""
    file = tmp_path / "one.json"
    file.write_text(json.dumps(ONE, ensure_ascii=False), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("tiaoli")), "check", str(file)]
    subprocess.run(command, check=True, capture_output=True)  # the rule base is compiled and cached

    def timed(arguments: list[str]) -> float:
        start = time.perf_counter()
        subprocess.run(arguments, check=True, capture_output=True)
        return time.perf_counter() - start

    pairs = [(timed(command), timed([sys.executable, "-c", "pass"])) for _ in range(7)]
    ratio = statistics.median(a / b for a, b in pairs)
    with capsys.disabled():
        print(
            f"\ncold check: {statistics.median(a for a, _ in pairs) * 1000:.0f} ms, {ratio:.1f} times a bare interpreter"
        )
    assert ratio > 1
