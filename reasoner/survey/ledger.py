"""The clause ledger and the list of documents as plain data (CONTRACT §3), and one clause with all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from policy_dsl.compiled import Document
from reasoner.model.rule_base import RuleBase
from reasoner.survey.lookup import neighbours

Data = dict[str, Any]


def clauses(documents: Iterable[Document]) -> list[Mapping[str, Any]]:
    """Every clause of the documents, in document order."""
    return [c for d in documents for c in d.data["clauses"]]


def documents(base: RuleBase) -> list[Data]:
    """What each document is, its force, what the received text lacks, and what was stripped from it and why."""
    return [document_data(base, d) for d in base.documents.values()]


def document_data(base: RuleBase, document: Document) -> Data:
    """A document without its clauses, with their number."""
    kept = {k: v for k, v in document.data.items() if k not in ("clauses", "norms", "readings", "reviews")}
    region = base.vocabulary.regions.get(document.region)
    norms = [n for n in document.data["norms"] if n["alternative_of"] is None]
    return kept | {
        "region_name": region.name if region is not None else document.region,
        "clause_count": len(document.data["clauses"]),
        "rule_count": len(norms),
        "unreviewed_count": sum(not n["reviewed"] for n in norms),
        "reading_count": len(document.data["readings"]),
    }


def clause_data(base: RuleBase, clause: Mapping[str, Any]) -> Data:
    """A clause with its rules in full, the readings they rest on, and its neighbours."""
    document = base.documents[str(clause["clause"]).partition("/")[0]]
    norms = {(n["id"], n["alternative_of"]): n for n in document.data["norms"] if n["clause"] == clause["clause"]}
    before, after = neighbours(document, clause["clause"])
    below = [c for i, c in document.clauses.items() if i.startswith(f"{clause['clause']}.")]
    return dict(clause) | {
        "rules": [_rule(n) for n in norms.values()],
        "readings": list(_readings(document, clause, norms.values())),
        "below": [{"clause": c["clause"], "quote": c["quote"]} for c in below],
        "previous": None if before is None else {"clause": before["clause"], "quote": before["quote"]},
        "next": None if after is None else {"clause": after["clause"], "quote": after["quote"]},
    }


def _rule(norm: Mapping[str, Any]) -> Data:
    keys = ("id", "name", "effect", "strength", "matters", "text", "readings", "reviewed", "supports")
    rule = {k: norm[k] for k in keys if norm.get(k) not in (None, "", [])}
    if norm["alternative_of"] is not None:
        rule["alternative_of"] = norm["alternative_of"]
    return rule | {"reviewed": norm["reviewed"]}


def _readings(
    document: Document, clause: Mapping[str, Any], norms: Iterable[Mapping[str, Any]]
) -> Iterable[Mapping[str, Any]]:
    """The readings that the clause's rules and statements cite, each once."""
    cited = [r for n in norms for r in n["readings"]]
    for kind in ("judgements", "observations", "duties", "definitions", "standards", "targets"):
        cited += [r for s in clause.get(kind, ()) for r in s.get("readings", ())]
    wanted = dict.fromkeys(cited)
    return [r for r in document.data["readings"] if r["name"] in wanted]
