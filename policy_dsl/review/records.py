"""Reviews (复核): who found that a rule says what its clause says, bound to a digest of quote, rule and readings.

They stand in `reviews.toml`, beside a document's rules or, for a bureau's own reviews, in a folder of its own under the
document's id. Reviews are only ever added; for each rule the last one counts:

    [[review]]
    norm = "3.1.p2#低使用率区域不新增床位"
    action = "sign"            # or "reopen": the review no longer counts
    digest = "…"               # of what was reviewed; where it differs now, the review is stale
    reviewer = "法制复核人"
    date = "2025-03-01"
    remark = ""

A rule counts as reviewed only while its last review is a signature over its present digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from msgspec.structs import replace

from policy_dsl.compiled import CompiledBase, Document, Review, ReviewAction, rules_digest, with_content_digest
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.ir import Norm, digest, to_data
from policy_dsl.reading import Reading
from policy_dsl.review.record_tables import Form, read_records, write_records


class ReviewState(StrEnum):
    """Whether a rule is reviewed."""

    UNREVIEWED = "unreviewed"
    """Nobody has reviewed it, or its review was re-opened."""
    REVIEWED = "reviewed"
    """It is as it was when it was reviewed."""
    STALE = "stale"
    """It has changed since it was reviewed."""


def norm_digest(document: Document, norm: Norm) -> str:
    """SHA-256 over what a review is of: the clause's quote and the words the rule rests on, the rule, its readings.

    Offsets, the review itself and the wording of the back-translation are left out: they may change without the meaning.
    """
    clause = document.clauses[norm.clause]
    quote, start = clause.quote, clause.start
    readings = {r.name: _words(r) for r in document.readings if r.name in norm.readings}
    plain = to_data(norm)
    assert isinstance(plain, dict)
    rule = {k: v for k, v in plain.items() if k not in ("spans", "text", "reviewed")}
    words = [quote[a - start : b - start] for a, b in norm.spans]
    return digest({"quote": quote, "words": words, "rule": rule, "readings": readings})


def _words(reading: Reading) -> dict[str, str | tuple[str, ...]]:
    """What of a reading a reviewer relies on; who confirmed it does not change what it says."""
    return {
        "question": reading.question,
        "used": reading.used,
        "alternative": reading.alternative,
        "basis": reading.basis,
        "covers": reading.covers,
        "accounts": reading.accounts,
        "removes": reading.removes,
    }


def last_reviews(reviews: Iterable[Review]) -> dict[str, Review]:
    """The review that counts for each rule: the last one."""
    return {r.norm: r for r in reviews}


def state(present: str, review: Review | None) -> ReviewState:
    """Whether a rule of this present digest is unreviewed, reviewed or stale, going by its last review."""
    if review is None or review.action is ReviewAction.REOPEN:
        return ReviewState.UNREVIEWED
    return ReviewState.REVIEWED if review.digest == present else ReviewState.STALE


def reviewed_norms(document: Document, reviews: Iterable[Review]) -> tuple[Norm, ...]:
    """The norms of a document with `reviewed` as the reviews have it; alternatives of readings are never reviewed."""
    last = last_reviews(reviews)
    return tuple(
        replace(n, reviewed=n.alternative_of is None and _counts(document, n, last.get(local_id(n.id))))
        for n in document.all_norms
    )


def _counts(document: Document, norm: Norm, review: Review | None) -> bool:
    return review is not None and state(norm_digest(document, norm), review) is ReviewState.REVIEWED


def with_reviews(base: CompiledBase, own: Mapping[str, Sequence[Review]]) -> CompiledBase:
    """The rule base with a bureau's own reviews (by document id) behind those it was compiled with."""
    documents = []
    for document in base.documents:
        more = own.get(document.id, ())
        if more:
            reviews = (*document.reviews, *more)
            reviewed = document.with_norms(reviewed_norms(document, reviews))
            document = with_content_digest(replace(reviewed, reviews=reviews))
        documents.append(document)
    return replace(base, documents=tuple(documents), rules_digest=rules_digest(documents))


def local_id(norm: str) -> str:
    """The id of a rule without its document: 3.1.p2#低使用率区域不新增床位."""
    return norm.partition("/")[2]


# --- the file -----------------------------------------------------------------------------------------------

_FORM: Final = Form(
    Review, "review", "复核记录,由 tiaoli review 写入;每条规则以最后一条记录为准。", "复核记录", "复核",
    "norm", "reviewer", tuple(ReviewAction), always_signed=False, commands="tiaoli review",
)  # fmt: skip


def read_reviews(name: str, text: str) -> tuple[tuple[Review, ...], list[Diagnostic]]:
    """The reviews of a file in their order, and every fault in it (U131)."""
    return read_records(name, text, _FORM)


def write_reviews(reviews: Iterable[Review]) -> str:
    """The text of a file with these reviews; `read_reviews` gives them back."""
    return write_records(reviews, _FORM)
