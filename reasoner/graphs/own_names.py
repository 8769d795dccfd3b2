"""The names of a bureau's own rule base as resources, as the ontology writes its own: what shapes and corpus of that rule base
refer to and the files of the ontology do not hold.

Comes in: the vocabulary in use and the Turtle of the ontology's files.
Goes out: resources to be written after them; none where the rule base holds no names of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from policy_dsl.rdf_namespaces import GEO, OWL, OWN, RDFS, REGION, SCHEMES, SKOS, TL
from policy_dsl.vocabulary import EffectWord, Region, Term, Vocabulary
from reasoner.graphs.graph_builder import Iri, Resource, boolean, number, string, zh

_LEVELS: Final = {
    "nation": "Nation", "province": "Province", "prefecture": "Prefecture", "county": "County", "area": "ManagementArea",
}  # fmt: skip
_VALUES: Final = {"已定点": "Service", "床位类别": "BedCategory"}
"""The facts whose values a bureau can add to, and the class of their values."""


def own_names(vocabulary: Vocabulary, ontology: str) -> Iterator[Resource]:
    """Places and terms of the vocabulary that the ontology's files do not hold: each with its class, name and meaning."""
    written = set(re.findall(r"^r:(\S+) a ", ontology, re.MULTILINE))
    yield from (_place(r) for code, r in sorted(vocabulary.regions.items()) if code not in written)
    yield from (_term(t, vocabulary) for t in vocabulary.terms.values() if t.iri.startswith(OWN))
    yield from (_effect_word(w, vocabulary) for w in vocabulary.effect_words.values() if w.iri.startswith(OWN))


def _place(region: Region) -> Resource:
    resource = Resource(region.iri).a(TL + _LEVELS[region.level]).add(SKOS + "notation", string(region.code))
    resource.add(RDFS + "label", zh(region.name))
    if region.parent:
        resource.add(GEO + "sfWithin", Iri(REGION + region.parent))
    return resource.add(GEO + "sfContains", *(Iri(REGION + code) for code in region.members))


def _effect_word(word: EffectWord, vocabulary: Vocabulary) -> Resource:
    meant = next(c.iri for c in vocabulary.data.consequences if (c.effect, c.strength) == (word.effect, word.strength))
    resource = Resource(word.iri).a(TL + "EffectWord").add(RDFS + "label", zh(word.label))
    resource.add(TL + "hasConsequence", Iri(meant)).add(TL + "wording", *map(string, word.forms))
    resource.add(TL + "behindInPrinciple", boolean(True) if word.in_principle else None)
    resource.add(TL + "basis", string(word.basis)).add(TL + "otherMeaning", zh(word.alternative))
    return resource.add(TL + "confirmedBy", string(word.confirmed_by)).add(SKOS + "definition", zh(word.definition))


def _term(term: Term, vocabulary: Vocabulary) -> Resource:
    resource = Resource(term.iri)
    match term.kind:
        case "type":
            above = [c.iri for c in vocabulary.of_kind("class").values() if term.label in c.members]
            resource.a(OWL + "Class").add(RDFS + "subClassOf", Iri(TL + "Facility"), *(Iri(a) for a in above))
        case "matter":
            resource.a(TL + "Matter")
        case "fact" if term.subject in ("地区", "镇街"):
            resource.a(TL + "Indicator")
        case "fact":
            resource.a(OWL + "DatatypeProperty")
        case _:
            resource.a(TL + next((c for f, c in _VALUES.items() if term.label in vocabulary.facts[f].values), "Value"))
    resource.add(RDFS + "label", zh(term.label)).add(SKOS + "definition", zh(term.definition))
    resource.add(SKOS + "inScheme", Iri(SCHEMES[term.kind])).add(TL + "datatype", string(term.datatype))
    for name, bound in (("minimum", term.minimum), ("maximum", term.maximum)):
        resource.add(TL + name, number(Decimal(bound)) if bound else None)
    return resource
