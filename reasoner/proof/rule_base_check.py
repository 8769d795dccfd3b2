"""The rule base as the proof checker sees it: digests of its documents and words, and what its rules can read.

Each is worked out from the plain data once for a rule base, and held against what the base says of itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from reasoner.proof.applicability import documents_of
from reasoner.proof.plain_vocabulary import Data, Vocabulary, facts_in
from reasoner.proof.quoted_words import check_document_text
from reasoner.proof.versions import in_versions, version_of

OF_DOCUMENTS = ("规划延续执行", "文件效力")
"""The determinations that speak of a document."""


class CheckedBase:
    """A rule base and the official texts by document id; remembers what it has worked out."""

    def __init__(self, base: Data, texts: Mapping[str, str]) -> None:
        self.base, self.texts, self.vocabulary = base, texts, Vocabulary(base)
        self._views: dict[tuple[int, ...], CheckedBase] = {}
        self.documents = {d["id"]: d for d in base["documents"]}
        self.every: list[Data] = base.get("every") or base["documents"]
        """Every version of every document."""
        self._faults: dict[str, list[str]] = {}
        self._vocabularies: dict[tuple[str | None, tuple[str, ...], str], str] = {}
        self._readable: dict[tuple[tuple[str, ...], str], set[tuple[str, str]]] = {}

    def for_case(self, verdict: Data) -> CheckedBase:
        """The same rule base with each document in the version by which the application of a verdict is judged.

        All versions stand beside, under `every`. Nothing is taken for granted of the verdict.
        """
        every = self.base["documents"]
        day, received = (str(verdict.get(k, "")) for k in ("as_of", "received"))
        documents = in_versions(every, day, received, verdict.get("only"))
        if len(documents) == len(every):
            return self
        key = tuple(map(id, documents))
        if key not in self._views:
            texts = {d["id"]: self.texts[f"{d['id']}@{version_of(d)}"] for d in documents if d["id"] in self.texts}
            self._views[key] = CheckedBase(self.base | {"documents": documents, "every": every}, texts)
        return self._views[key]

    def several(self, name: str) -> bool:
        """Whether a document is held in several versions."""
        return len([d for d in self.every if d["id"] == name]) > 1

    def document_faults(self, name: str) -> list[str]:
        """What is wrong with a document: its digests, and its clauses against its text."""
        if name not in self._faults:
            document = self.documents[name]
            content = {k: v for k, v in document.items() if k not in ("reviews", "confirmations", "content_digest")}
            content["readings"] = [r | {"confirmed_by": "", "status": None} for r in document["readings"]]
            same = canonical_digest(content) == document["content_digest"]
            self._faults[name] = [] if same else [f"{name} 的内容与校验码不符"]
            self._faults[name] += check_document_text(document, self.texts[name])
        return self._faults[name]

    def readable(self, documents: list[Data], matter: str) -> set[tuple[str, str]]:
        """Role and term of every fact that rules on the matter, exemptions and standards of the documents can read."""
        key = (tuple(d["id"] for d in documents), matter)
        if key not in self._readable:
            norms = [n for d in documents for n in d["norms"] if matter in n["matters"] or n["effect"] == "exempt"]
            read = {(f.role, f.term) for n in norms for part in ("scope", "condition") for f in facts_in(n[part])}
            standards = [s for d in documents for c in d["clauses"] for s in c.get("standards", ())]
            read |= {(s[k]["subject"], s[k]["term"]) for s in standards for k in ("over", "under")}
            self._readable[key] = read
        return self._readable[key]

    def documents_of(self, region: str | None) -> dict[str, str]:
        """The digests of the documents whose region covers a place, by id; of all where it is not known."""
        return {d["id"]: d["content_digest"] for d in documents_of(self.base, self.vocabulary, region)}

    def organs(self) -> list[Data]:
        """The kinds of organs and the organs that the vocabulary holds as individuals."""
        return [self.base["vocabulary"].get(k, []) for k in ("organ_kinds", "organs")]

    def vocabulary_of(self, region: str | None, matter: str) -> str:
        """SHA-256 of the terms that can be read, of the matter, and of the regions above a city and within it."""
        city = self.vocabulary.city(region) or region
        documents = documents_of(self.base, self.vocabulary, region)
        key = (city, tuple(d["id"] for d in documents), matter)
        if key not in self._vocabularies:
            labels = {term for _, term in self.readable(documents, matter)} | {matter, *OF_DOCUMENTS}
            labels |= {label for pair in self.vocabulary.parts for label in pair if labels & {*pair}}
            terms = [t for t in self.base["vocabulary"]["terms"] if t["label"] in labels]
            chain, above = self.vocabulary.chain, self.vocabulary.chain(city)
            every = self.base["vocabulary"]["regions"]
            regions = [r for r in every if not city or r["code"] in above or city in chain(r["code"])]
            self._vocabularies[key] = canonical_digest([terms, regions, *self.organs()])
        return self._vocabularies[key]


def check_base(base: Data) -> list[str]:
    """The rules in use are those of the digest that the rule base carries; once for a rule base, not for each verdict."""
    same = canonical_digest([list(d["norms"]) for d in base["documents"]]) == base["rules_digest"]
    return [] if same else ["规则与规则库的校验码不符"]


def canonical_digest(data: object) -> str:
    """SHA-256 of plain data as JSON with sorted keys and no blanks."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
