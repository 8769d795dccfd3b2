"""Reviews (复核): who found that a rule says what its clause says, bound to a digest of quote, rule and readings.

They stand in `reviews.toml`, beside a document's rules or, for a bureau's own reviews, in a folder of its own under the
document's id. Reviews are only ever added; for each rule the last one counts:

    [[review]]
    norm = "3.1.p2#低使用率区域不新增床位"
    action = "sign"            # or "reopen": the review no longer counts
    digest = "…"               # of what was reviewed; where it differs now, the review is stale
    reviewer = "张三"
    date = "2025-03-01"
    remark = ""

A rule counts as reviewed only while its last review is a signature over its present digest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from msgspec import convert
from msgspec.structs import asdict, replace

from policy_dsl.compiled import CompiledBase, Document, Review, ReviewAction, rules_digest, with_content_digest
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.ingest.toml_text import BadToml, toml_tables
from policy_dsl.ir import Norm, digest, to_data
from policy_dsl.reading import Reading


class ReviewState(StrEnum):
    """Whether a rule is reviewed."""

    UNREVIEWED = "unreviewed"
    """Nobody has reviewed it, or its review was re-opened."""
    REVIEWED = "reviewed"
    """It is as it was when it was reviewed."""
    STALE = "stale"
    """It has changed since it was reviewed."""


MOST_NAME: Final = 60
MOST_REMARK: Final = 500
_FIELDS: Final = ("norm", "action", "digest", "reviewer", "date", "remark")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


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


def read_reviews(name: str, text: str) -> tuple[tuple[Review, ...], list[Diagnostic]]:
    """The reviews of a file in their order, and every fault in it (U131)."""
    try:
        tables = toml_tables(text)
    except BadToml as error:
        return (), [
            Diagnostic("U131", error.at(name), f"TOML 无法读取:{error}", hint="用 tiaoli review 写复核记录,不必手改")
        ]
    rows = tables.get("review", [])
    if set(tables) - {"review"} or not isinstance(rows, list):
        return (), [Diagnostic("U131", name, "复核记录的写法不对", allowed="每条记录一个 [[review]]")]
    reviews: list[Review] = []
    faults: list[Diagnostic] = []
    for number, row in enumerate(rows, 1):
        review = _review(row)
        if isinstance(review, Review):
            reviews.append(review)
        else:
            faults.append(Diagnostic("U131", f"{name} 第{number}条", review, allowed="、".join(_FIELDS)))
    return tuple(reviews), faults


def _review(row: object) -> Review | str:
    """The review that an item of the file records, or what is wrong with it."""
    if not isinstance(row, dict):
        return "不是一个表"
    table: dict[str, object] = row
    return _wrong(table) or convert({k: table.get(k, "") for k in _FIELDS}, Review)


def _wrong(table: Mapping[str, object]) -> str:
    """What is wrong with a table of the file; empty where nothing is."""
    if unknown := [k for k in table if k not in _FIELDS]:
        return f"不认识的字段:{'、'.join(unknown)}"
    values = {k: v for k, v in ((k, table.get(k, "")) for k in _FIELDS) if isinstance(v, str)}
    if len(values) < len(_FIELDS):
        return "各字段都应是加引号的文字"
    if not values["norm"] or values["action"] not in tuple(ReviewAction):
        return "缺少 norm,或 action 不是 sign、reopen"
    if values["action"] == ReviewAction.SIGN and not (
        values["reviewer"].strip() and re.fullmatch("[0-9a-f]{64}", values["digest"])
    ):
        return "复核须有复核人和 64 位校验码"
    try:
        date.fromisoformat(values["date"])
    except ValueError:
        return f"日期「{values['date']}」不是 2025-03-01 这样的日期"
    return unfit(values["reviewer"], MOST_NAME) or unfit(values["remark"], MOST_REMARK)


def unfit(text: str, most: int) -> str:
    """Why a name or remark cannot be recorded; empty where it can."""
    if _UNSEEN.search(text):
        return "文字中有看不见的字符或换行"
    return f"文字超过 {most} 字" if len(text) > most else ""


def write_reviews(reviews: Sequence[Review]) -> str:
    """The text of a file with these reviews; `read_reviews` gives them back."""
    lines = ["# 复核记录,由 tiaoli review 写入;每条规则以最后一条记录为准。", ""]
    for review in reviews:
        lines.append("[[review]]")
        # A JSON string of such text is a TOML string.
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in asdict(review).items()]
        lines.append("")
    return "\n".join(lines)
