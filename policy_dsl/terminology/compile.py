"""The ontology (Turtle) to the plain data that `Vocabulary` wraps, checked: every fault is named at once.

rdflib is needed here and nowhere at run time. Nothing is fetched: the texts are all there is.
The result does not depend on the order of the texts or of a hash: terms stand in the order of their kinds, then of
`tl:order`, then of their labels; regions in that of their codes.
"""

from __future__ import annotations

from collections.abc import Mapping

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.rdf_namespaces import TL
from policy_dsl.terminology.effect_nodes import consequences, effect_words
from policy_dsl.terminology.figure_pairs import figure_pairs
from policy_dsl.terminology.graph import Ontology
from policy_dsl.terminology.organ_nodes import organ_kinds, organs
from policy_dsl.terminology.region_nodes import regions
from policy_dsl.terminology.term_nodes import terms
from policy_dsl.vocabulary import VocabularyData


def compile_vocabulary(texts: Mapping[str, str]) -> VocabularyData:
    """The vocabulary of Turtle texts, given by file name.

    Raises Faults: V100 for every text that is no Turtle, else every fault of the content (V101 and on).
    """
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    faults: list[Diagnostic] = []
    for name in sorted(texts):
        try:
            graph.parse(data=texts[name], format="turtle", publicID=TL)
        except Exception as error:  # the parser raises its own kind and, on broken terms, several of Python's
            line = getattr(error, "lines", -1) + 1  # of rdflib's BadSyntax
            where = f"{name}:{line}" if line else name
            faults.append(Diagnostic("V100", where, "不是有效的 Turtle", hint="检查这一处的标点、引号、括号和前缀"))
    if faults:
        raise Faults(faults)
    ontology = Ontology(graph, texts)
    vocabulary = VocabularyData(
        tuple(terms(ontology)),
        tuple(regions(ontology)),
        tuple(figure_pairs(ontology)),
        organ_kinds=tuple(organ_kinds(ontology)),
        organs=tuple(organs(ontology)),
        consequences=tuple(consequences(ontology)),
        effect_words=tuple(effect_words(ontology)),
    )
    if ontology.faults:
        unique = dict.fromkeys(ontology.faults)
        raise Faults(sorted(unique, key=lambda f: (f.where, f.code, f.message)))
    return vocabulary
