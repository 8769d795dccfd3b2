"""What is reviewed and what is not: every rule in use with its quote, its back-translation and its last record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.review.records import STALE, Record, last_records, local_id, norm_digest, state

Data = dict[str, Any]


def listed(documents: Iterable[Document]) -> list[Data]:
    """Every rule in use with its state: unreviewed, reviewed, or stale (changed since it was reviewed).

    A record whose rule is gone is listed too, as stale, with `gone`: the review must not vanish silently.
    """
    return [entry for d in documents for entry in (*_rules(d), *_gone(d))]


def _rules(document: Document) -> Iterator[Data]:
    last = last_records(Record(**r) for r in document.reviews)
    for norm in document.data["norms"]:
        if norm["alternative_of"] is not None:
            continue
        clause = document.clauses[norm["clause"]]
        present, record = norm_digest(document.data, norm), last.get(local_id(norm["id"]))
        yield {
            "norm": norm["id"],
            "document": document.id,
            "clause": norm["clause"],
            "place": clause["place"],
            "state": state(present, record),
            "quote": clause["quote"],
            "words": words_of(clause, norm),
            "text": norm["text"],
            "readings": [_reading(r) for r in document.readings if r["name"] in norm["readings"]],
            "digest": present,
        } | _recorded(record)


def _reading(reading: Mapping[str, Any]) -> Data:
    return {k: reading[k] for k in ("name", "used", "alternative", "basis", "confirmed_by")}


def _recorded(record: Record | None) -> Data:
    if record is None:
        return {"reviewer": "", "date": "", "remark": ""}
    return {"reviewer": record.reviewer, "date": record.date, "remark": record.remark}


def _gone(document: Document) -> Iterator[Data]:
    present = {local_id(n["id"]) for n in document.data["norms"] if n["alternative_of"] is None}
    for name, record in last_records(Record(**r) for r in document.reviews).items():
        if name not in present and record.action == "sign":
            yield {
                "norm": f"{document.id}/{name}", "document": document.id, "state": STALE, "gone": True,
                "digest": record.digest,
            } | _recorded(record)  # fmt: skip


def words_of(clause: Mapping[str, Any], norm: Mapping[str, Any]) -> list[str]:
    """The words of the clause that a rule rests on, piece by piece."""
    return [clause["quote"][a - clause["start"] : b - clause["start"]] for a, b in norm["spans"]]


def rule_named(documents: Iterable[Document], query: str) -> Data:
    """The one rule that is meant by an id, an id without its document, an address or a name. Raises Faults (U132)."""
    rules = [e for e in listed(documents) if not e.get("gone")]
    asked = query.strip()
    for key in (
        lambda e: e["norm"],
        lambda e: local_id(e["norm"]),
        lambda e: e["norm"].partition("#")[2],
        lambda e: e["clause"],
        lambda e: local_id(e["clause"]),
    ):
        found = [e for e in rules if key(e) == asked]
        if len(found) == 1:
            return found[0]
        if found:
            names = "、".join(e["norm"] for e in found)
            raise Faults([Diagnostic("U132", query, f"「{query}」指{len(found)}条规则", names, "写出带文件标识的全名")])
    near = nearest(asked, [n for e in rules for n in (e["norm"], local_id(e["norm"]))])
    hint = f"是否要写 {near[0]}?" if near else "tiaoli review list 列出全部规则"
    raise Faults([Diagnostic("U132", query or "(空)", "没有这条规则", "文件标识/地址#规则名", hint)])
