"""Which rules say or rest on something else after a text was corrected or transcribed anew, by the digests of reviews."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import msgspec

from policy_dsl.compiled import Document
from policy_dsl.formats import Sha256OrEmpty
from policy_dsl.ir import Norm, to_data
from policy_dsl.review.records import ReviewState, last_reviews, local_id, norm_digest, state


class Change(StrEnum):
    """What became of a rule."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class Part(StrEnum):
    """A part of what a review is of."""

    QUOTE = "原文"
    WORDS = "所据"
    RULE = "规则"
    READINGS = "条文理解"


class RuleChange(msgspec.Struct, frozen=True, kw_only=True):
    """A rule whose digest is another than before."""

    norm: str
    """The rule's id."""
    document: str
    """The id of its document."""
    place: str
    """The place of its clause in words."""
    change: Change
    """What became of it."""
    parts: tuple[Part, ...]
    """Of a changed rule, what of it is another: the clause's official text, the words it rests on, the rule, its readings."""
    before: Sha256OrEmpty
    """SHA-256 of what a review was of; empty: there was no such rule."""
    after: Sha256OrEmpty
    """SHA-256 of what a review is of now; empty: there is no such rule any more."""
    text_before: str
    """The rule told back as it was; empty: there was none."""
    text_after: str
    """The rule told back as it is; empty: there is none."""
    review: ReviewState
    """Whether it is reviewed as it is now; of a removed rule, whether it had been."""


_OF_RULE: Final = ("spans", "text", "reviewed", "id", "clause", "document")
"""What of a norm is no part of what it says."""


def rule_changes(before: Document | None, after: Document | None) -> Iterator[RuleChange]:
    """The rules whose digest is another in one transcription of a document than in another; None: it is not held there.

    In the order of the later one, then those that are gone.
    """
    old = {} if before is None else {local_id(n.id): n for n in before.norms_in_use}
    new = {} if after is None else {local_id(n.id): n for n in after.norms_in_use}
    for name in [*new, *(n for n in old if n not in new)]:
        one, other = old.get(name), new.get(name)
        first = "" if before is None or one is None else norm_digest(before, one)
        second = "" if after is None or other is None else norm_digest(after, other)
        if first != second:
            yield _change(name, (before, one, first), (after, other, second))


_Side = tuple[Document | None, Norm | None, str]


def _change(name: str, before: _Side, after: _Side) -> RuleChange:
    document, norm, _ = after if after[1] is not None else before
    assert document is not None
    assert norm is not None
    change = Change.ADDED if before[1] is None else Change.REMOVED if after[1] is None else Change.CHANGED
    digest = after[2] or before[2]
    return RuleChange(
        norm=norm.id,
        document=document.id,
        place=document.clauses[norm.clause].place,
        change=change,
        parts=tuple(_parts(before, after)) if change is Change.CHANGED else (),
        before=before[2],
        after=after[2],
        text_before="" if before[1] is None else before[1].text,
        text_after="" if after[1] is None else after[1].text,
        review=state(digest, last_reviews(document.reviews).get(name)),
    )


def _parts(before: _Side, after: _Side) -> Iterator[Part]:
    one, other = _words(before), _words(after)
    yield from (part for part in Part if one[part] != other[part])


def _words(side: _Side) -> dict[Part, object]:
    document, norm, _ = side
    assert document is not None
    assert norm is not None
    clause = document.clauses[norm.clause]
    plain = to_data(norm)
    assert isinstance(plain, dict)
    return {
        Part.QUOTE: clause.quote,
        Part.WORDS: [clause.quote[a - clause.start : b - clause.start] for a, b in norm.spans],
        Part.RULE: {k: v for k, v in plain.items() if k not in _OF_RULE},
        Part.READINGS: [
            (r.question, r.used, r.alternative, r.basis, r.covers, r.accounts, r.removes)
            for r in document.readings
            if r.name in norm.readings
        ],
    }
