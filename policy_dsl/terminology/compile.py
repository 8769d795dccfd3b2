"""The ontology (Turtle) to the plain data that `Vocabulary` wraps, checked: every fault is named at once.

rdflib is needed here and nowhere at run time. Nothing is fetched: the texts are all there is.
The result does not depend on the order of the texts or of a hash: terms stand in the order of their kinds, then of
`tl:order`, then of their labels; regions in that of their codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.terminology.graph import TL, Ontology
from policy_dsl.terminology.regions import regions
from policy_dsl.terminology.terms import terms
from policy_dsl.vocabulary import Region, Term

Record = dict[str, str | bool | list[str]]
"""A term or region as JSON data, without its empty fields."""

_TERM_KEYS: Final = (
    "label", "iri", "kind", "definition", "words", "source", "basis", "note", "subject", "datatype", "unit", "provider",
    "authority", "proof", "burden", "multiple", "forecast", "changed_by", "values", "minimum", "maximum", "members",
    "code",
)  # fmt: skip
_REGION_KEYS: Final = (
    "code", "name", "level", "parent", "aliases", "members", "iri", "definition", "source", "note",
)  # fmt: skip


def compile_vocabulary(texts: Mapping[str, str]) -> dict[str, list[Record]]:
    """The vocabulary of Turtle texts, given by file name: {"terms": […], "regions": […]} as plain JSON data.

    Raises Faults: V100 for every text that is no Turtle, else every fault of the content (V101 and on).
    """
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    faults: list[Diagnostic] = []
    for name in sorted(texts):
        try:
            graph.parse(data=texts[name], format="turtle", publicID=TL)
        except Exception as error:  # the parser raises its own kind and, on broken terms, several of Python's
            reason = " ".join(str(error).split())[:300]
            faults.append(Diagnostic("V100", name, f"不是有效的 Turtle:{reason}"))
    if faults:
        raise Faults(faults)
    ontology = Ontology(graph, texts)
    data = {
        "terms": [_record(term, _TERM_KEYS) for term in terms(ontology)],
        "regions": [_record(region, _REGION_KEYS) for region in regions(ontology)],
    }
    if ontology.faults:
        unique = dict.fromkeys(ontology.faults)
        raise Faults(sorted(unique, key=lambda f: (f.where, f.code, f.message)))
    return data


def _record(row: Term | Region, keys: Sequence[str]) -> Record:
    """The fields of a term or region that are not empty, in the order of `keys`."""
    record = msgspec.convert(msgspec.to_builtins(row), Record)
    return {key: record[key] for key in keys if record[key] not in ("", [], False)}
