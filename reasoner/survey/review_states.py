"""What is reviewed and what is not: every rule in use with its quote, its back-translation and its last review."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Final, Literal

import msgspec

from policy_dsl import ir
from policy_dsl.compiled import Clause, Document, Review, ReviewAction
from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.formats import Day, DayOrEmpty, Sha256
from policy_dsl.reading import ConfirmationStatus, Reading
from policy_dsl.review.records import ReviewState, last_reviews, local_id, norm_digest, state
from policy_dsl.statements import Statement


class ReadingWords(msgspec.Struct, frozen=True):
    """What a reviewer reads of a reading on which a rule rests."""

    name: str
    """Its name."""
    question: str
    """What the words leave open."""
    used: str
    """How the words are read."""
    alternative: str
    """How else they could be read."""
    basis: str
    """Why they are read as they are."""
    confirmed_by: str
    """Who confirmed it; empty: nobody has."""
    status: ConfirmationStatus | None
    """What the last statement on it comes to; None: there is none."""


class RuleReview(msgspec.Struct, frozen=True, kw_only=True):
    """A rule in use with its state of review."""

    norm: str
    """The rule's id."""
    document: str
    """The id of its document."""
    clause: str
    """The address of its clause."""
    place: str
    """The place of its clause in words."""
    state: ReviewState
    """Whether it is reviewed as it is now."""
    quote: str
    """The official text of its clause."""
    words: tuple[str, ...]
    """The words of the clause on which it rests, piece by piece."""
    text: str
    """The rule told back in one sentence."""
    readings: tuple[ReadingWords, ...]
    """The readings on which it rests."""
    digest: Sha256
    """SHA-256 of what a review is of, as it is now."""
    reviewer: str
    """Who made the last review; empty: there is none, or it names nobody."""
    date: DayOrEmpty
    """The ISO date of the last review; empty: there is none."""
    remark: str
    """Its remark."""


class GoneReview(msgspec.Struct, frozen=True, kw_only=True):
    """A review whose rule is gone: it is listed, so that it does not vanish silently."""

    norm: str
    """The id that the rule had."""
    document: str
    """The id of its document."""
    state: Annotated[ReviewState, msgspec.Meta(extra_json_schema={"const": "stale"})] = ReviewState.STALE
    """Stale."""
    gone: Literal[True] = True
    """That the rule is gone."""
    digest: Sha256
    """SHA-256 of what was reviewed."""
    reviewer: str
    """Who reviewed it."""
    date: Day
    """The ISO date of the review."""
    remark: str
    """Its remark."""


ReviewEntry = RuleReview | GoneReview


def listed(documents: Iterable[Document]) -> list[ReviewEntry]:
    """Every rule in use with its state: unreviewed, reviewed, or stale (changed since it was reviewed).

    A review whose rule is gone is listed too, as stale.
    """
    entries: list[ReviewEntry] = []
    for document in documents:
        entries += rule_reviews(document)
        entries += _gone(document)
    return entries


def rule_reviews(document: Document) -> Iterator[RuleReview]:
    """Every rule of a document that is in use, with its state of review."""
    last = last_reviews(document.reviews)
    for norm in document.norms_in_use:
        clause = document.clauses[norm.clause]
        present, review = norm_digest(document, norm), last.get(local_id(norm.id))
        yield RuleReview(
            norm=norm.id,
            document=document.id,
            clause=norm.clause,
            place=clause.place,
            state=state(present, review),
            quote=clause.quote,
            words=words_of(clause, norm),
            text=norm.text,
            readings=tuple(_reading(r) for r in document.readings if r.name in norm.readings),
            digest=present,
            reviewer="" if review is None else review.reviewer,
            date="" if review is None else review.date,
            remark="" if review is None else review.remark,
        )


def _reading(reading: Reading) -> ReadingWords:
    return ReadingWords(
        reading.name,
        reading.question,
        reading.used,
        reading.alternative,
        reading.basis,
        reading.confirmed_by,
        reading.status,
    )


def _gone(document: Document) -> Iterator[GoneReview]:
    present = {local_id(n.id) for n in document.norms_in_use}
    for name, review in last_reviews(document.reviews).items():
        if name not in present and review.action is ReviewAction.SIGN:
            yield _gone_review(document, name, review)


def _gone_review(document: Document, name: str, review: Review) -> GoneReview:
    return GoneReview(
        norm=f"{document.id}/{name}",
        document=document.id,
        digest=review.digest,
        reviewer=review.reviewer,
        date=review.date,
        remark=review.remark,
    )


def words_of(clause: Clause, anchored: ir.Norm | Statement) -> tuple[str, ...]:
    """The words of the clause that a rule or statement rests on, piece by piece."""
    return tuple(clause.quote[a - clause.start : b - clause.start] for a, b in anchored.spans)


_NAMES: Final[tuple[Callable[[RuleReview], str], ...]] = (
    lambda e: e.norm,
    lambda e: local_id(e.norm),
    lambda e: e.norm.partition("#")[2],
    lambda e: e.clause,
    lambda e: local_id(e.clause),
)
"""What a rule may be called, the surest first: id, id without the document, name, address with and without document."""


def rule_named(documents: Iterable[Document], query: str) -> RuleReview:
    """The one rule that is meant by an id, an id without its document, an address or a name. Raises Faults (U132)."""
    rules = [r for d in documents for r in rule_reviews(d)]
    name = query.strip()
    for name_of in _NAMES:
        matching = [r for r in rules if name_of(r) == name]
        if len(matching) == 1:
            return matching[0]
        if matching:
            names = "、".join(r.norm for r in matching)
            message = f"「{query}」指{len(matching)}条规则"
            raise Faults([Diagnostic("U132", query, message, names, "写出带文件代号的全名")])
    near = nearest(name, [n for r in rules for n in (r.norm, local_id(r.norm))])
    hint = f"是否要写 {near[0]}?" if near else "tiaoli review list 列出全部规则"
    raise Faults([Diagnostic("U132", query or "(空)", "没有这条规则", "文件代号/地址#规则名", hint)])
