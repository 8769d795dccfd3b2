"""Validation of a file of applications: data shapes for graphs, native checks for every form, each fault told once.

What `check` refuses, this finds. Where a shape and the native check find the same fault of the same property, the native
words are kept, since they name the nearest term; the shape is cited with them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.graphs import namespaces as n
from reasoner.graphs.graph_files import load_graph
from reasoner.graphs.relations import ShownExcess, excesses_in
from reasoner.graphs.term_iris import Terms
from reasoner.graphs.triples import Triples
from reasoner.graphs.validation_findings import SHAPE, Finding, Violation
from reasoner.intake.application_parser import Reader
from reasoner.intake.file_kind import FileKind, is_graph
from reasoner.intake.file_loading import load_bytes, read_bytes
from reasoner.intake.loaded_data import Loaded, is_json_ld
from reasoner.intake.provenance import KEYS
from reasoner.model.application import Application

_ANY_DAY = "2000-01-01"
"""Stands for a 日期 that is not given: a missing fact is no violation."""
_LABEL = re.compile(r"\([^()]*\)$")
_SPARQL = "SPARQLConstraintComponent"
_NOTHING_TO_READ = ("G110", "F111", "F140")
_BESIDE = frozenset(("数值", "结论", "时点", *KEYS))
"""Keys of a fact that is written as an object."""


class ValidationReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """What `tiaoli validate --json` writes."""

    file: str
    """The file that was looked at."""
    conforms: bool
    """Whether nothing was found."""
    applications: int
    """How many applications were read without a fault, or were given."""
    violations: tuple[Violation, ...]
    """What cannot be."""
    notes: tuple[str, ...] = ()
    """What of a graph was not read, a sentence each; no violation."""


class Validation(msgspec.Struct, frozen=True):
    """What was found in a file. applications: how many of them were read without a fault, or were given.

    notes: what of a graph was not read, a sentence each; no violation.
    """

    name: str
    findings: tuple[Finding, ...]
    applications: int
    notes: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def report(self) -> ValidationReport:
        """The form in which it is written as JSON."""
        violations = tuple(f.violation for f in self.findings)
        return ValidationReport(self.name, self.conforms, self.applications, violations, self.notes)


def validate(
    path: str | os.PathLike[str], reader: Reader, terms: Terms, clauses: Mapping[str, tuple[str, ...]]
) -> Validation:
    """Validate a file; `clauses` are those that ask for each fact. Raises Faults where it cannot be read at all."""
    notes: tuple[str, ...] = ()
    name = os.fspath(path)
    raw = None if is_graph(path) else read_bytes(path, name)
    loaded = None if raw is None else load_bytes(raw, name)
    if raw is not None and loaded is not None and not is_json_ld(loaded.data):
        findings, count = native_findings(loaded, reader)
    else:
        graph = load_graph(path) if raw is None else load_graph(raw, name, FileKind.JSON_LD)
        findings, count, notes = graph_findings(graph, reader, terms)
    cited = [replace(f, asked_by=clauses.get(f.fact) or f.asked_by) for f in findings]
    return Validation(name, tuple(cited), count, notes)


def native_findings(loaded: Loaded, reader: Reader) -> tuple[list[Finding], int]:
    """What the native checks find in plain data, and the number of applications."""
    try:
        applications = reader.read(loaded, _ANY_DAY)
    except Faults as error:
        if any(d.code in _NOTHING_TO_READ for d in error.diagnostics):
            raise
        data = loaded.data
        items: object = data.get("申请", [data]) if isinstance(data, dict) else data
        count = len(items) if isinstance(items, list) else 0
        return [_finding(d, _fact_at(loaded, d.where)) for d in error.diagnostics], count
    findings = [
        Finding("G119", applications[e.application].where, f"{e.excess.part[0]}:{e.message}", fact=e.excess.part[1])
        for e in excesses_in(applications, reader.vocabulary)
    ]
    return findings, len(applications)


def graph_findings(triples: Triples, reader: Reader, terms: Terms) -> tuple[list[Finding], int, tuple[str, ...]]:
    """What shapes and native checks find in a graph, the number of applications, and what of the graph was not read."""
    from reasoner.graphs.graph_reading import to_data
    from reasoner.graphs.shapes import fact_of, findings, node_iri

    native: list[Finding] = []
    count = 0
    notes: tuple[str, ...] = ()
    names = {triples.called(s): s for s in triples.subjects}
    try:
        graph = to_data(triples, terms)
        count, notes = len(graph.places.applications), graph.notes
        applications = graph.applications(reader, _ANY_DAY)
        native = [_excess(e, applications, triples, terms) for e in excesses_in(applications, terms.vocabulary)]
    except Faults as error:
        for diagnostic in error.diagnostics:
            if diagnostic.code in _NOTHING_TO_READ:
                continue
            node, predicate = _split(diagnostic.where, triples.name)
            subject = names.get(node)
            full = _whole(predicate)
            term = fact_of(subject, full, triples, terms) if subject is not None else None
            given = _finding(diagnostic, term.label if term is not None else "")
            native.append(replace(given, node=node_iri(subject) if subject is not None else "", predicate=full))
    # Where there are a thousand faults already, the shapes would only name more of them, and take minutes.
    shaped = findings(triples, terms) if not any(f.code == "F135" for f in native) else []
    return joined(shaped, native), count, notes


def joined(shaped: Sequence[Finding], native: Iterable[Finding]) -> list[Finding]:
    """Each fault of a node's property once: the native words, with the shape that finds it too."""
    by_place: dict[str, list[Finding]] = {}
    for finding in shaped:
        by_place.setdefault(_LABEL.sub("", finding.where), []).append(finding)
    merged: list[Finding] = []
    for finding in native:
        same = by_place.pop(_LABEL.sub("", finding.where), [])
        first = same[0] if same else None
        shape = finding.shape or (first.shape if first else "")
        component = finding.component or (first.component if first else "")
        merged.append(
            replace(finding, shape=shape, component=component, fact=finding.fact or (first.fact if first else ""))
        )
    merged += [f for rest in by_place.values() for f in rest]
    return sorted(merged, key=lambda f: (f.where, f.code, f.message))


def _finding(diagnostic: Diagnostic, fact: str) -> Finding:
    d = diagnostic
    finding = Finding(d.code, d.where, d.message, d.allowed, d.hint, fact)
    return replace(finding, shape=SHAPE + "once", component=_SPARQL) if d.code == "F131" else finding


def _split(where: str, name: str) -> tuple[str, str]:
    """Node and property of a place as `Places.where` writes it."""
    path = _LABEL.sub("", where.removeprefix(f"{name}: "))
    node, _, predicate = path.partition(" ")
    return node, predicate


def _whole(short: str) -> str:
    prefix, colon, local = short.partition(":")
    return n.PREFIXES[prefix] + local if colon and prefix in n.PREFIXES else short.strip("<>")


def _fact_at(loaded: Loaded, where: str) -> str:
    """The fact that a path of plain data gives: an indicator's name for an item of 指标 or 认定, else the last key."""
    path = where.removeprefix(f"{loaded.name}: ") if loaded.name else where
    node = loaded.data
    if loaded.roots:
        root = next((i for i, r in enumerate(loaded.roots) if path == r or path.startswith(r + ".")), None)
        if root is not None:
            path = f"[{root}]" + path.removeprefix(loaded.roots[root])
    key = ""
    for step in re.finditer(r"\[([0-9]+)\]|([^.\[\]]+)", path):
        if key and step[2] in _BESIDE:
            return key
        if step[2]:
            key = step[2]
            node = node.get(key) if isinstance(node, dict) else None
        elif isinstance(node, list) and int(step[1]) < len(node):
            node = node[int(step[1])]
            name: object = None
            if isinstance(node, dict) and key in ("指标", "认定"):
                name = node.get("名称") or node.get("事项")
            if isinstance(name, str):
                return name
    return key


def _excess(pair: ShownExcess, applications: Sequence[Application], triples: Triples, terms: Terms) -> Finding:
    """A part that is greater than its whole, at the observation that gives the part."""
    from reasoner.graphs.shapes import node_iri, place

    excess = pair.excess
    subject_of, label = excess.part
    part, whole = terms.fact(label), terms.fact(excess.whole[1])
    shape = f"{SHAPE}{part.iri.removeprefix(n.TL)}-within-{whole.iri.removeprefix(n.TL)}" if pair.of_one_place else ""
    region = terms.vocabulary.regions.get(subject_of)
    of = region.iri if region is not None else ""
    # Which of several applications it is, the figures tell.
    for subject, properties in triples.subjects.items():
        texts = {p: [str(v) for v in values] for p, values in properties.items()}
        if (
            part.iri in texts.get(n.INDICATOR, ())
            and of in texts.get(n.OF, ())
            and excess.as_at in texts.get(n.AS_AT, [""])
        ):
            where = place(triples, subject, n.VALUE, part.label)
            return Finding(
                "G119", where, pair.message, fact=part.label, node=node_iri(subject), predicate=n.VALUE,
                value=str(excess.value), shape=shape, component=_SPARQL if shape else "",
            )  # fmt: skip
    return Finding("G119", applications[pair.application].where, pair.message, fact=part.label, shape=shape)
