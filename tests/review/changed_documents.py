"""One document as it is, and with one thing changed of a rule, its clause or its readings."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict, Unpack

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.compiled import Document, raw
from reasoner.driver import in_use

RULE = "3.1.p2#低使用率区域不新增床位"
DOCUMENT = "qingdao-2023-18-medical"


def document() -> Document:
    return in_use.rule_base().documents[DOCUMENT]


def norm_of(document: Document, rule: str = RULE) -> ir.Norm:
    return rule_in(document.all_norms, rule)


def rule_in(norms: Sequence[ir.Norm], rule: str = RULE) -> ir.Norm:
    return next(n for n in norms if n.id == f"{DOCUMENT}/{rule}")


def changed(how: str) -> Document:
    """The document with one thing changed of the rule, its clause or its first reading."""
    before = document()
    norm = norm_of(before)
    (first, end), *spans = norm.spans
    match how:
        case "quote":
            return with_clause(before, quote=before.clauses[norm.clause].quote.replace("75%", "76%"))
        case "words":
            return with_norm(before, replace(norm, spans=((first + 1, end), *spans)))
        case "strength":
            return with_norm(before, replace(norm, strength=ir.Strength.FOR_NOW))
        case "threshold":
            assert isinstance(norm.condition, ir.Compare)
            assert isinstance(norm.condition.right, ir.Const)
            right = replace(norm.condition.right, value=Decimal("0.76"))
            return with_norm(before, replace(norm, condition=replace(norm.condition, right=right)))
        case "matters":
            return with_norm(before, replace(norm, matters=("新增个人账户定点",)))
        case "cites":
            return with_norm(before, replace(norm, readings=norm.readings[1:]))
        case "offsets":
            start = before.clauses[norm.clause].start + 7
            moved = with_clause(before, start=start, end=before.clauses[norm.clause].end + 7)
            return with_norm(moved, replace(norm, spans=tuple((a + 7, b + 7) for a, b in norm.spans)))
        case "wording":
            return with_norm(before, replace(norm, text="另一句话"))
        case "confirmed_by":
            return with_reading(before, norm.readings[0], confirmed_by="李四")
        case "another reading":
            return with_reading(before, "市政府", used="别的")
        case "covers":
            return with_reading(before, norm.readings[0], covers=("别的",))
        case "removes":
            return with_reading(before, norm.readings[0], removes=("别的",))
        case "used":
            return with_reading(before, norm.readings[0], used="别的")
        case "alternative":
            return with_reading(before, norm.readings[0], alternative="别的")
        case "basis":
            return with_reading(before, norm.readings[0], basis="别的")
    raise AssertionError(how)


def with_norm(document: Document, norm: ir.Norm) -> Document:
    return document.with_norms([norm if n.id == norm.id else n for n in document.all_norms])


class ClauseChanges(TypedDict, total=False):
    quote: str
    start: int
    end: int


def with_clause(document: Document, **changes: Unpack[ClauseChanges]) -> Document:
    clause = norm_of(document).clause
    clauses = [replace(c, **changes) if c.clause == clause else c for c in document.clauses.values()]
    return replace(document, clause_list=raw(clauses))


class ReadingChanges(TypedDict, total=False):
    used: str
    alternative: str
    basis: str
    confirmed_by: str
    covers: tuple[str, ...]
    removes: tuple[str, ...]


def with_reading(document: Document, name: str, **changes: Unpack[ReadingChanges]) -> Document:
    return replace(document, readings=tuple(replace(r, **changes) if r.name == name else r for r in document.readings))
