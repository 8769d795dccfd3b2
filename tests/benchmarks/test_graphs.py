"""What graphs cost beside JSON. Run with `uv run --group dev pytest tests/benchmarks/test_graphs.py --benchmark-enable -s`.

pySHACL takes some 5 ms for an application with its observations, the native checks of JSON a twentieth of one: JSON is checked
natively for that reason. Nothing here fails by the clock.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reasoner.driver import current_rule_base
from reasoner.graphs.application_nodes import applications
from reasoner.graphs.graph_files import load_graph
from reasoner.graphs.graph_reading import to_data
from reasoner.graphs.shapes import findings
from reasoner.graphs.triples import Triples
from reasoner.graphs.validate import native_findings
from reasoner.graphs.write import turtle
from reasoner.intake.loaded_data import Loaded

EXAMPLES = json.loads((Path(__file__).parent.parent / "conformance" / "examples.json").read_text(encoding="utf-8"))
PLAIN = [EXAMPLES[i % len(EXAMPLES)]["application"] | {"编号": f"A-{i:04}"} for i in range(1000)]


@pytest.fixture(scope="module")
def text(request: pytest.FixtureRequest) -> str:
    """A graph of 1,000 applications, each with observations of its own; of 10 where nothing is measured."""
    count = 1000 if request.config.getoption("benchmark_enable") else 10
    return turtle(applications(current_rule_base.reader().read(PLAIN[:count]), current_rule_base.terms()))


@pytest.fixture(scope="module")
def triples(text: str) -> Triples:
    return load_graph(text.encode(), "a.ttl")


def test_native_checks_of_json(benchmark: Any) -> None:
    found, count = benchmark(lambda: native_findings(Loaded(PLAIN, "a.json"), current_rule_base.reader()))
    assert (found, count) == ([], 1000)


def test_parsing_turtle(benchmark: Any, text: str) -> None:
    assert benchmark.pedantic(lambda: load_graph(text.encode(), "a.ttl"), rounds=3).subjects


def test_native_checks_of_a_graph(benchmark: Any, triples: Triples) -> None:
    found = benchmark(lambda: to_data(triples, current_rule_base.terms()).applications(current_rule_base.reader()))
    assert found


def test_shapes_by_pyshacl(benchmark: Any, triples: Triples) -> None:
    assert benchmark.pedantic(lambda: findings(triples, current_rule_base.terms()), rounds=2, warmup_rounds=0) == []


def test_a_check_of_json_loads_no_graph_library(tmp_path: Path) -> None:
    """What pySHACL and rdflib cost, only those pay who bring a graph."""
    source = tmp_path / "a.json"
    source.write_text(json.dumps(PLAIN[0], ensure_ascii=False), encoding="utf-8")
    code = (
        "import sys; from reasoner.cli.main import main; status = main(['check', sys.argv[1], '--json']); "
        "sys.exit(status or bool({'rdflib', 'pyshacl', 'reasoner.graphs.parse'} & sys.modules.keys()))"
    )
    current_rule_base.rule_base()
    assert subprocess.run([sys.executable, "-c", code, str(source)], capture_output=True, check=False).returncode == 0
