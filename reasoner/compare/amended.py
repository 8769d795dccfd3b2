"""What an amendment changes in the texts: clauses and rules before and after, whom thresholds concern, places covered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from policy_dsl import ir
from policy_dsl.compiled import Document
from reasoner.backends.smt.places import counties
from reasoner.compare.clause_pairs import Clause, clause_pairs, same_text
from reasoner.compare.shifted import shift
from reasoner.compare.sides import Compared

Data = dict[str, Any]

AMENDED, REPEALED, ADDED = "amended", "repealed", "added"
"""What became of a document."""
STRUCK: Final = "struck"
"""What became of a clause that the later version lacks; else it is `amended` or `added`."""

KINDS: Final = {
    "prohibit": "限制", "cap": "限制", "control": "限制", "require": "条件", "prefer": "优先", "exempt": "豁免", "permit": "可纳入",
}  # fmt: skip
"""What kind of rule an effect makes."""

_FIELDS: Final = ("title", "number", "starts", "ends")


def amended(a: Compared, b: Compared, ids: Iterable[str]) -> list[Data]:
    """The documents among `ids` that govern somewhere in the region of the sides, and what becomes of each from A to B;
    one of which nothing changes is left out.

    clauses: those whose words or rules differ; of a document that one side lacks, those that have rules.
    """
    concerned = {d.id for side in (a, b) for d in side.documents}
    found = [_document(a, b, i) for i in ids if i in concerned]
    return [d for d in found if d["fields"] or d["clauses"] or "covers" in d or d["change"] != AMENDED]


def _document(a: Compared, b: Compared, name: str) -> Data:
    old, new = a.base.documents.get(name), b.base.documents.get(name)
    known = new or old
    assert known is not None
    both = old is not None and new is not None
    covers = _covers(a, b, old, new)
    return {
        "document": name,
        "title": known.title,
        "number": known.number,
        "change": AMENDED if both else REPEALED if new is None else ADDED,
        "fields": list(_fields(old, new)) if old is not None and new is not None else [],
        **({"covers": covers} if covers["lost"] or covers["gained"] else {}),
        "clauses": list(_clauses(old, new)),
    }


def _fields(old: Document, new: Document) -> Iterator[Data]:
    """What is known of the document and differs."""
    for field in _FIELDS:
        before, after = old.data[field], new.data[field]
        if before != after:
            yield {"field": field, "before": before or None, "after": after or None}


def _covers(a: Compared, b: Compared, old: Document | None, new: Document | None) -> Data:
    """The region of the document on each side, and the counties that only one of them has."""
    regions = {**b.base.vocabulary.regions, **a.base.vocabulary.regions}

    def named(codes: Iterable[str]) -> list[Data]:
        return [{"code": c, "name": regions[c].name} for c in codes]

    before, after = (
        counties(side.base.vocabulary, d.region) if d is not None else () for side, d in ((a, old), (b, new))
    )
    return {
        "before": named([old.region])[0] if old is not None else None,
        "after": named([new.region])[0] if new is not None else None,
        "lost": named(c for c in before if c not in after),
        "gained": named(c for c in after if c not in before),
    }


# --- clauses and rules ----------------------------------------------------------------------------------------


def _clauses(old: Document | None, new: Document | None) -> Iterator[Data]:
    rules = [_rules(d) for d in (old, new)]
    before, after = ([*d.clauses.values()] if d is not None else [] for d in (old, new))
    for one, other in clause_pairs(before, after):
        ours, theirs = (of.get(c["clause"], []) if c else [] for of, c in zip(rules, (one, other), strict=True))
        changed = list(_changed(ours, theirs))
        whole = old is None or new is None
        same = one is not None and other is not None and same_text(one, other)
        if changed or not (whole or same):
            yield _clause(one, other, changed)


def _clause(one: Clause | None, other: Clause | None, rules: Sequence[Data]) -> Data:
    known = other or one
    assert known is not None
    return {
        "clause": known["clause"],
        "place": known["place"],
        "change": STRUCK if other is None else ADDED if one is None else AMENDED,
        "before": one["quote"] if one is not None else None,
        "after": other["quote"] if other is not None else None,
        "rules": list(rules),
    }


def _rules(document: Document | None) -> dict[str, list[ir.Norm]]:
    """The rules in use by clause; alternatives of readings are left out."""
    found: dict[str, list[ir.Norm]] = {}
    for data in document.data["norms"] if document is not None else ():
        norm = ir.from_data(data)
        if norm.alternative_of is None:
            found.setdefault(norm.clause, []).append(norm)
    return found


def _changed(before: Sequence[ir.Norm], after: Sequence[ir.Norm]) -> Iterator[Data]:
    """The rules of a clause that differ: those of one name are one rule, and one that is left over on each side."""
    old, new = {n.name: n for n in before}, {n.name: n for n in after}
    gone, come = [n for n in before if n.name not in new], [n for n in after if n.name not in old]
    if len(gone) == len(come) == 1:
        new[gone[0].name] = come.pop()
    for one in before:
        other = new.get(one.name)
        if other is None or _says(one) != _says(other):
            yield _rule(one, other)
    yield from (_rule(None, other) for other in come)


def _says(norm: ir.Norm) -> tuple[Any, ...]:
    """What a rule says, wherever it stands."""
    supporting = norm.supports is not None
    return norm.effect, norm.strength, norm.matters, norm.scope, norm.condition, supporting


def _rule(one: ir.Norm | None, other: ir.Norm | None) -> Data:
    known = other or one
    assert known is not None
    moved = shift(one, other) if one is not None and other is not None else None
    return {
        "name": known.name,
        "kind": KINDS[known.effect],
        "matters": list(known.matters),
        "before": one.text if one is not None else None,
        "after": other.text if other is not None else None,
        **({"affected": moved} if moved is not None else {}),
    }
