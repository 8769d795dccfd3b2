"""The compiled rule base as run time sees it: documents, their clauses, and norms indexed by matter.

Norm objects are made from plain data only when a matter is first asked for, so that a single check stays cheap.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from policy_dsl import ir
from policy_dsl.vocabulary import Vocabulary


@dataclass(frozen=True)
class Document:
    """A document of the rule base; `data` is its compiled form, `regulates` the matters its norms reach."""

    id: str
    data: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.data[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def doubtful(self) -> bool:
        """Whether nobody knows until when it is in force: its text breaks off before it says so."""
        return bool(self.data["ends_basis"] == "不明")

    @cached_property
    def clauses(self) -> dict[str, Mapping[str, Any]]:
        """The clauses by id, in document order."""
        return {c["clause"]: c for c in self.data["clauses"]}

    @cached_property
    def _norms(self) -> dict[str, tuple[ir.Norm, ...]]:
        found: dict[str, list[ir.Norm]] = {}
        for data in self.data["norms"]:
            if data["alternative_of"] is None:
                for matter in data["matters"]:
                    found.setdefault(matter, []).append(_norm(data))
        return {matter: tuple(norms) for matter, norms in found.items()}

    def norms(self, matter: str) -> tuple[ir.Norm, ...]:
        """The norms that reach a matter, in document order; alternatives of readings are left out."""
        return self._norms.get(matter, ())

    @cached_property
    def standards(self) -> tuple[Mapping[str, Any], ...]:
        """Planning standards: reported beside the actual ratios, never decisive."""
        return tuple({**s, "clause": c["clause"]} for c in self.data["clauses"] for s in c.get("standards", ()))

    def citation(self, clause: str) -> dict[str, Any]:
        """What a verdict cites of a clause (CONTRACT §2), without its role."""
        return self._citations[clause]

    @cached_property
    def _citations(self) -> dict[str, dict[str, Any]]:
        keys = ("clause", "document", "number", "heading", "place", "quote", "start", "end")
        return {name: {k: c[k] for k in keys} for name, c in self.clauses.items()}


def _norm(data: Mapping[str, Any]) -> ir.Norm:
    norm = ir.from_data(data)
    assert isinstance(norm, ir.Norm)
    return norm


def _terms(data: Any) -> Iterator[str]:
    """The terms of the facts in the data of conditions."""
    if isinstance(data, list):
        for one in data:
            yield from _terms(one)
    elif isinstance(data, dict):
        if data.get("node") == "Fact":
            yield data["term"]
        yield from _terms(list(data.values()))


def runnable(reading: Mapping[str, Any]) -> bool:
    """Whether the rules say what the alternative of a reading would be."""
    return bool(reading["without"] or reading["instead"])


def read_otherwise(document: Mapping[str, Any], reading: str) -> dict[str, Any]:
    """The data of a document with the alternative of one reading in use.

    The rules that the alternative does without are gone, those it has instead decide. One rule replaces another in its
    place, so that the order of the document stays.
    """
    known = {r["name"]: r for r in document["readings"]}
    turned = known[reading]
    if not runnable(turned):
        raise ValueError(f"{document['id']}: no form to run of the alternative of {reading}")
    instead = {n["id"]: {**n, "alternative_of": None} for n in document["norms"] if n["id"] in turned["instead"]}
    norms = [
        instead.get(n["id"], n)
        for n in document["norms"]
        if n["id"] in instead or (n["alternative_of"] is None and n["id"] not in turned["without"])
    ]
    matters = sorted({m for n in norms for m in n["matters"]})
    return {**document, "norms": norms, "regulates": matters}


class RuleBase:
    """All documents and the vocabulary they share."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.vocabulary = Vocabulary(data["vocabulary"])
        self.documents: dict[str, Document] = {d["id"]: Document(d["id"], d) for d in data["documents"]}
        self.digest: str = data["rules_digest"]
        self._variants: dict[tuple[str, str], RuleBase] = {}

    def variant(self, document: str, reading: str) -> RuleBase:
        """The same rule base with one reading of one document taken the other way; made once, the rest is shared.

        Raises KeyError where the document has no such reading, ValueError where its alternative has no form to run.
        """
        found = self._variants.get((document, reading))
        if found is None:
            turned = Document(document, read_otherwise(self.documents[document].data, reading))
            found = copy.copy(self)
            found.documents = self.documents | {document: turned}
            found.digest = f"{self.digest}@{document}/{reading}"
            documents = [d.data for d in found.documents.values()]
            found.data = {**self.data, "documents": documents, "rules_digest": found.digest}
            found._variants = {}
            self._variants[document, reading] = found
        return found

    def rests_on_judgement(self, norm: ir.Norm) -> bool:
        """Whether a rule reads what an authority determines, or its words leave something to the judgement of an office.

        What the rest of its clause leaves to judgement is no matter of this rule.
        """
        read = _terms([ir.to_data(norm.scope), ir.to_data(norm.condition)])
        if any(self.vocabulary.facts[label].provider == "有权机关认定" for label in read):
            return True
        document = self.documents.get(norm.document)
        clause = document.clauses.get(norm.clause, {}) if document is not None else {}
        judged = [span for judgement in clause.get("judgements", ()) for span in judgement["spans"]]
        return any(start < end_ and begin < end for begin, end_ in judged for start, end in norm.spans)

    @cached_property
    def document_names(self) -> dict[str, str]:
        """Every name by which a determination may call a document: id, title, number where only one has it."""
        names: dict[str, str] = {}
        numbers = [d.number for d in self.documents.values()]
        for document in self.documents.values():
            names |= {document.id: document.id, document.title: document.id}
            if document.number and numbers.count(document.number) == 1:
                names[document.number] = document.id
        return names
