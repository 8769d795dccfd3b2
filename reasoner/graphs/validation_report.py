"""A validation as a standard report graph (sh:ValidationReport), in words that other tools show as they are."""

from __future__ import annotations

from collections.abc import Sequence

from reasoner.graphs import namespaces as n
from reasoner.graphs.graph_builder import Iri, Lit, Resource, boolean, string, zh
from reasoner.graphs.validate import Validation
from reasoner.graphs.validation_findings import Finding


def report(validation: Validation) -> list[Resource]:
    """The report and its results, in their order."""
    nodes = _blanks(validation.findings)
    whole = Resource("_:report").a(n.SH + "ValidationReport").add(n.SH + "conforms", boolean(validation.conforms))
    whole.add(n.DCTERMS + "source", string(validation.name))
    results = []
    for number, finding in enumerate(validation.findings, 1):
        result = Resource(f"_:result{number}").a(n.SH + "ValidationResult")
        whole.add(n.SH + "result", Iri(result.iri))
        result.add(
            n.SH + "focusNode", Iri(nodes.get(finding.node, finding.node)) if finding.node else Lit(finding.where)
        )
        result.add(n.SH + "resultPath", Iri(finding.predicate) if finding.predicate else None)
        result.add(n.SH + "value", string(finding.value))
        message = ";".join(t for t in (finding.message, finding.diagnostic().allowed_words(), finding.hint) if t)
        result.add(n.SH + "resultMessage", zh(f"{finding.code} {finding.where}:{message}"))
        result.add(n.SH + "resultSeverity", Iri(n.SH + "Violation"))
        component = n.SH + finding.component if finding.component else n.TL + "NativeConstraintComponent"
        result.add(n.SH + "sourceConstraintComponent", Iri(component))
        result.add(n.SH + "sourceShape", Iri(finding.shape) if finding.shape else None)
        result.add(n.TL + "askedBy", *(Iri(n.CLAUSE + c) for c in finding.asked_by))
        results.append(result)
    return [whole, *results]


def _blanks(findings: Sequence[Finding]) -> dict[str, str]:
    """Names for the blank nodes that findings speak of, the same for the same findings."""
    blanks = dict.fromkeys(f.node for f in findings if f.node.startswith("_:"))
    return {node: f"_:node{number}" for number, node in enumerate(blanks, 1)}
