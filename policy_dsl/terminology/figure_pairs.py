"""The pairs of figures that rules compare: what both must have in common before they may be compared.

A pair is an individual of `tl:FigurePair` that `tl:compares` two figures, or one where figures of two places are
compared, and names its `tl:likeness`. The compiler of rules refuses a comparison of figures that no pair declares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_dsl.ir import Likeness
from policy_dsl.rdf_namespaces import SKOS, TL
from policy_dsl.terminology.graph import Ontology
from policy_dsl.vocabulary import FigurePair

if TYPE_CHECKING:
    from rdflib.term import Node

ALLOWED = "、".join(Likeness)


def figure_pairs(ontology: Ontology) -> list[FigurePair]:
    """Every declared pair in the order of its figures; faults are recorded in the ontology."""
    pairs: dict[tuple[str, str], FigurePair] = {}
    for node in ontology.instances("FigurePair"):
        pair = _pair(ontology, node)
        if pair is None:
            continue
        if pair.figures in pairs:
            ontology.fault("V124", node, "、".join(dict.fromkeys(pair.figures)))
        pairs[pair.figures] = pair
    order = {ontology.label(node): ontology.rank(node) for node, kind in ontology.kinds.items() if kind == "fact"}
    return [pairs[key] for key in sorted(pairs, key=lambda key: [order[label] for label in key])]


def _pair(ontology: Ontology, node: Node) -> FigurePair | None:
    """The pair that an individual declares; None after a fault."""
    definition = ontology.text(node, SKOS + "definition", "zh")
    if not definition:
        ontology.fault("V102", node)
    nodes = {v for v in ontology.all(node, TL + "compares") if ontology.is_term(node, v, "fact")}
    numbers = {v for v in nodes if ontology.text(v, TL + "datatype") in ("ratio", "count")}
    labels = ontology.labels(numbers)
    if nodes != numbers or len(labels) not in (1, 2):
        ontology.fault("V122", node, "、".join(ontology.labels(nodes)))
        return None
    likeness = ontology.text(node, TL + "likeness")
    if likeness not in tuple(Likeness):
        ontology.fault("V123", node, likeness, ALLOWED)
        return None
    forecast = any(ontology.text(v, TL + "forecast") == "true" for v in numbers)
    if forecast is not (likeness == Likeness.NAMED):
        ontology.fault("V123", node, likeness, Likeness.NAMED if forecast else ALLOWED)
        return None
    return FigurePair(
        figures=(labels[0], labels[-1]),
        likeness=Likeness(likeness),
        definition=definition,
        source=ontology.clause(node),
    )
