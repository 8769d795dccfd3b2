"""From two versions to what differs in their texts: documents, clauses before and after, rules, places covered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policy_dsl import ir
from policy_dsl.compiled import Clause, Document
from reasoner.analysis.rule_set import Compared
from reasoner.backends.smt.place_variables import counties
from reasoner.compare.amendment import (
    ClauseChange,
    CoverageChange,
    DocumentChange,
    FieldChange,
    RegionName,
    RuleChange,
)
from reasoner.compare.clause_pairs import clause_pairs, same_text
from reasoner.compare.relation_kinds import RULE_KINDS, TextChange
from reasoner.compare.threshold_change import shift


def amended(a: Compared, b: Compared, ids: Iterable[str]) -> tuple[DocumentChange, ...]:
    """The documents among `ids` that govern somewhere in the region of the sides, and what becomes of each from A to B;
    one of which nothing changes is left out.
    """
    concerned = {d.id for side in (a, b) for d in side.documents}
    changes = [_document(a, b, i) for i in ids if i in concerned]
    return tuple(
        c for c in changes if c.fields or c.clauses or c.covers is not None or c.change is not TextChange.AMENDED
    )


def _document(a: Compared, b: Compared, name: str) -> DocumentChange:
    old, new = a.base.documents.get(name), b.base.documents.get(name)
    known = new or old
    assert known is not None
    change = TextChange.AMENDED
    if old is None or new is None:
        change = TextChange.REPEALED if new is None else TextChange.ADDED
    covers = _covers(a, b, old, new)
    return DocumentChange(
        document=name,
        title=known.title,
        number=known.number,
        change=change,
        fields=tuple(_fields(old, new)) if old is not None and new is not None else (),
        covers=covers if covers.lost or covers.gained else None,
        clauses=tuple(_clauses(old, new)),
    )


def _fields(old: Document, new: Document) -> Iterator[FieldChange]:
    """What is known of the document and differs."""
    for field, before, after in (
        ("title", old.title, new.title),
        ("number", old.number, new.number),
        ("starts", old.starts, new.starts),
        ("ends", old.ends, new.ends),
    ):
        if before != after:
            yield FieldChange(field, before or None, after or None)


def _covers(a: Compared, b: Compared, old: Document | None, new: Document | None) -> CoverageChange:
    """The region of the document on each side, and the counties that only one of them has."""
    regions = {**b.base.vocabulary.regions, **a.base.vocabulary.regions}

    def named(codes: Iterable[str]) -> tuple[RegionName, ...]:
        return tuple(RegionName(c, regions[c].name) for c in codes)

    before, after = (
        counties(side.base.vocabulary, d.region) if d is not None else () for side, d in ((a, old), (b, new))
    )
    return CoverageChange(
        named([old.region])[0] if old is not None else None,
        named([new.region])[0] if new is not None else None,
        named(c for c in before if c not in after),
        named(c for c in after if c not in before),
    )


# --- clauses and rules ----------------------------------------------------------------------------------------


def _clauses(old: Document | None, new: Document | None) -> Iterator[ClauseChange]:
    rules = [_rules(d) for d in (old, new)]
    before, after = ([*d.clauses.values()] if d is not None else [] for d in (old, new))
    for one, other in clause_pairs(before, after):
        ours, theirs = (of.get(c.clause, []) if c else [] for of, c in zip(rules, (one, other), strict=True))
        changed = tuple(_changed(ours, theirs))
        whole = old is None or new is None
        same = one is not None and other is not None and same_text(one, other)
        if changed or not (whole or same):
            yield _clause(one, other, changed)


def _clause(one: Clause | None, other: Clause | None, rules: tuple[RuleChange, ...]) -> ClauseChange:
    known = other or one
    assert known is not None
    change = TextChange.STRUCK if other is None else TextChange.ADDED if one is None else TextChange.AMENDED
    return ClauseChange(
        known.clause,
        known.place,
        change,
        one.quote if one is not None else None,
        other.quote if other is not None else None,
        rules,
    )


def _rules(document: Document | None) -> dict[str, list[ir.Norm]]:
    """The rules in use by clause; alternatives of readings are left out."""
    rules: dict[str, list[ir.Norm]] = {}
    for norm in document.norms_in_use if document is not None else ():
        rules.setdefault(norm.clause, []).append(norm)
    return rules


def _changed(before: Sequence[ir.Norm], after: Sequence[ir.Norm]) -> Iterator[RuleChange]:
    """The rules of a clause that differ: those of one name are one rule, and one that is left over on each side."""
    old, new = {n.name: n for n in before}, {n.name: n for n in after}
    gone, come = [n for n in before if n.name not in new], [n for n in after if n.name not in old]
    if len(gone) == len(come) == 1:
        new[gone[0].name] = come.pop()
    for one in before:
        other = new.get(one.name)
        if other is None or _content(one) != _content(other):
            yield _rule(one, other)
    yield from (_rule(None, other) for other in come)


def _content(norm: ir.Norm) -> tuple[object, ...]:
    """What a rule says, wherever it stands."""
    supporting = norm.supports is not None
    return norm.effect, norm.strength, norm.matters, norm.scope, norm.condition, supporting


def _rule(one: ir.Norm | None, other: ir.Norm | None) -> RuleChange:
    known = other or one
    assert known is not None
    return RuleChange(
        known.name,
        RULE_KINDS[known.effect],
        known.matters,
        one.text if one is not None else None,
        other.text if other is not None else None,
        shift(one, other) if one is not None and other is not None else None,
    )
