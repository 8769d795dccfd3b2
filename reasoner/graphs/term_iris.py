"""The terms of a vocabulary by IRI, as a graph uses them: facts of each subject, types, values, regions, documents."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.graphs.namespaces import DOCUMENT, RESULT, TL, VALUE
from reasoner.model.kinds import Origin

FRAME: Final = ("编号", "事项", "日期")
"""Facts of an application that are its frame: read and required by name."""

HOMONYMS: Final = {
    ("举办主体", "养老机构"): TL + "careHomeSponsor",
    ("已定点", "零售药店"): TL + "pharmacyService",
}
"""Values that bear the name of another term: the IRI of the value by fact and name."""


ORIGINS: Final = {
    TL + "fromApplication": Origin.APPLICATION,
    TL + "fromLedger": Origin.LEDGER,
    TL + "fromQuery": Origin.QUERY,
    TL + "fromOtherDepartment": Origin.OTHER_OFFICE,
    TL + "fromInspection": Origin.ON_SITE,
    TL + "fromDetermination": Origin.DETERMINATION,
}
"""The kinds of source by IRI; a test holds them to the ontology."""


class Terms:
    """What the IRIs of a graph mean in a vocabulary; `documents` are the ids of the documents held."""

    def __init__(self, vocabulary: Vocabulary, documents: Mapping[str, str] | None = None) -> None:
        self.vocabulary = vocabulary
        ids = dict.fromkeys((documents or {}).values())
        self.documents = {DOCUMENT + id_: id_ for id_ in ids}
        self.regions = {r.iri: code for code, r in vocabulary.regions.items()}
        self.by_iri = {t.iri: t for t in vocabulary.terms.values()}
        facts = vocabulary.facts.values()
        self.application = {t.iri: t for t in facts if t.subject == "申请"}
        self.facility = {t.iri: t for t in facts if t.subject == "机构"}
        self.observable = {t.iri: t for t in facts if t.label not in FRAME}

    def values(self, term: Term) -> Mapping[str, str]:
        """The names of a category's values by IRI."""
        return self._values[term.label]

    @cached_property
    def _values(self) -> dict[str, dict[str, str]]:
        terms = self.vocabulary.terms
        values_by_term: dict[str, dict[str, str]] = {}
        for fact in self.vocabulary.facts.values():
            names = fact.values or (tuple(self.vocabulary.matters) if fact.label == "事项" else ())
            iris = {HOMONYMS.get((fact.label, n)) or terms[n].iri: n for n in names if n in terms}
            values_by_term[fact.label] = iris
        return values_by_term

    @cached_property
    def types(self) -> dict[str, str]:
        """The names of the facility types by IRI."""
        return {t.iri: label for label, t in self.vocabulary.types.items()}

    @cached_property
    def classes(self) -> dict[str, frozenset[str]]:
        """The types in each class of facilities, by the IRI of the class."""
        return {t.iri: frozenset(t.members) for t in self.vocabulary.of_kind("class").values()}

    @cached_property
    def agents(self) -> dict[str, str]:
        """The names of the agents by IRI."""
        return {t.iri: label for label, t in self.vocabulary.of_kind("agent").items()}

    def result(self, term: Term) -> str:
        """The property by which an observation of a fact gives its value: an IRI is no simple result."""
        return RESULT if term.datatype == "category" or term.label in ("所在地", "镇街") else VALUE

    def fact(self, label: str) -> Term:
        """The fact of that name."""
        return self.vocabulary.facts[label]

    def iri_of(self, term: Term, value: str) -> str:
        """The IRI of a category's value."""
        return next(iri for iri, name in self.values(term).items() if name == value)
