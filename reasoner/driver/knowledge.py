"""What can be asked of the rule base itself: who reviewed what, how regions differ by topic.

A part of the driver, with its conventions: functions give typed data, those whose name ends in `_text` give what people
read, and all raise Faults with every fault.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from policy_dsl.compiled import Document, Review, ReviewAction
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ir import JsonValue
from policy_dsl.reading import Confirmation, ConfirmationAction
from policy_dsl.review.confirmations import append as append_confirmation
from policy_dsl.review.confirmations import (
    confirmations_file,
    own_confirmations,
    reading_digest,
    with_confirmations,
)
from policy_dsl.review.files import append, file_of, own_records
from policy_dsl.review.record_tables import MOST_NAME, MOST_REMARK, unfit
from policy_dsl.review.records import ReviewState, local_id, with_reviews
from reasoner.driver import current_rule_base
from reasoner.driver.document_lookup import documents_named, not_held
from reasoner.driver.review_folder import folder_to_write, own_reviews
from reasoner.driver.version_folders import read_version
from reasoner.model.rule_base import RuleBase
from reasoner.survey.reading_states import ReadingState, reading_named, reading_states
from reasoner.survey.review_states import ReviewEntry, RuleReview, listed, rule_named
from reasoner.survey.rule_changes import RuleChange
from reasoner.survey.rule_changes import rule_changes as changes_of

if TYPE_CHECKING:
    from policy_dsl.ingest.output_guard import Overwriting
    from reasoner.topics.matrix import TopicMatrix

# --- reviews ------------------------------------------------------------------------------------------------


def reviews(documents: Sequence[str] = (), folder: Path | None = None) -> list[ReviewEntry]:
    """Every rule with its review. folder: a bureau's own reviews, instead of the one that TIAOLI_REVIEWS names.

    Raises Faults (U157) where the folder is not there; that of TIAOLI_REVIEWS is made by the first signature.
    """
    if folder is not None:
        own_reviews(folder)
    return listed(_documents(documents, folder))


def reviews_text(
    documents: Sequence[str] = (), folder: Path | None = None, *, width: int = 80, colour: bool = False
) -> str:
    """The rules by state of review, as a reviewer reads them."""
    from reasoner.render.terminal.review_list import review_list

    return review_list(reviews(documents, folder), width=width, colour=colour)


Noted: TypeAlias = Callable[[str, dict[str, JsonValue]], object]
"""Appends what is about to be signed or said to a record: of which kind it is, and what there is to say of it."""


def sign(
    rule: str,
    reviewer: str,
    remark: str = "",
    documents: Sequence[str] = (),
    folder: Path | None = None,
    noted: Noted | None = None,
) -> tuple[RuleReview, Path]:
    """Record that somebody reviewed a rule as it is now; the rule and the file written. Raises Faults (U111, U132, U133, U107).

    noted: is told before the file is written.
    """
    return _record(ReviewAction.SIGN, rule, reviewer, remark, documents, folder, noted)


def reopen(
    rule: str,
    reviewer: str = "",
    remark: str = "",
    documents: Sequence[str] = (),
    folder: Path | None = None,
    noted: Noted | None = None,
) -> tuple[RuleReview, Path]:
    """Record that the review of a rule no longer counts. Raises Faults (U132 for a rule that nobody reviewed, U133, U107)."""
    return _record(ReviewAction.REOPEN, rule, reviewer, remark, documents, folder, noted)


def _record(
    action: ReviewAction,
    rule: str,
    reviewer: str,
    remark: str,
    documents: Sequence[str],
    folder: Path | None,
    noted: Noted | None,
) -> tuple[RuleReview, Path]:
    who, why = reviewer.strip(), remark.strip()
    faults = [
        Diagnostic("U133", where, wrong)
        for where, wrong in (
            ("--by", "没有写明复核人" if action is ReviewAction.SIGN and not who else unfit(who, MOST_NAME)),
            ("--remark", unfit(why, MOST_REMARK)),
        )
        if wrong
    ]
    if faults:
        raise Faults(faults)
    entry = rule_named(_documents(documents, folder), rule)
    if action is ReviewAction.REOPEN and entry.state is ReviewState.UNREVIEWED:
        raise Faults(
            [Diagnostic("U132", rule, "这条规则没有复核记录可以重开", hint="tiaoli review list 列出各条的状态")]
        )
    path = file_of(entry.document, folder_to_write(folder))
    if noted is not None:
        kind = "签署规则复核" if action is ReviewAction.SIGN else "重开规则复核"
        noted(kind, {"规则": entry.norm, "摘要": entry.digest, "复核人": who, "意见": why})
    append(path, Review(local_id(entry.norm), action, entry.digest, who, date.today().isoformat(), why))
    current_rule_base.reload()
    return rule_named(_documents((entry.document,), folder), entry.norm), path


# --- what a correction changes --------------------------------------------------------------------------------


def rule_changes(before: str, after: str = "") -> list[RuleChange]:
    """The rules whose digest differs between two transcriptions or versions, each a folder or `id@version`.

    A folder is that of one document, or one with such folders, as `compare --before` takes it. after: none: the documents in
    use. Documents that only one of them has are left out. Raises Faults: U103, U106, U140, U145 to U148, and all that the
    compiler finds.
    """
    faults: list[Diagnostic] = []
    old = _transcribed(before, "以前", faults)
    new = _transcribed(after, "现在", faults) if after else dict(current_rule_base.rule_base().documents)
    if faults:
        raise Faults(dict.fromkeys(faults))
    return [change for name, document in old.items() if name in new for change in changes_of(document, new[name])]


def rule_changes_text(before: str, after: str = "", *, width: int = 80, colour: bool = False) -> str:
    """The same, as staff read it."""
    from reasoner.render.terminal.review_list import change_list

    return change_list(rule_changes(before, after), width=width, colour=colour)


def _transcribed(name: str, called: str, faults: list[Diagnostic]) -> dict[str, Document]:
    """The documents of a folder, or the one that is named, by id."""
    base = current_rule_base.rule_base()
    if "@" in name and not Path(name).exists():
        known = documents_named(base, name)
        if len(known) != 1:
            faults.append(not_held(base, name, name))
        return {d.id: d for d in known}
    from policy_dsl.compile import compile_document, finished_document

    documents: dict[str, Document] = {}
    for folder in read_version(called, called, Path(name), faults).documents.values():
        draft = compile_document(folder.id, folder.texts, base.vocabulary, folder.path)
        faults += draft.faults
        if not draft.faults:
            documents[folder.id] = finished_document(draft)
    return documents


# --- confirmations of readings ------------------------------------------------------------------------------


def readings(documents: Sequence[str] = (), folder: Path | None = None) -> list[ReadingState]:
    """Every registered reading with how it stands. folder: as in `reviews`. Raises Faults (U157)."""
    if folder is not None:
        own_reviews(folder)
    return reading_states(_documents(documents, folder))


def readings_text(
    documents: Sequence[str] = (), folder: Path | None = None, *, width: int = 80, colour: bool = False
) -> str:
    """The readings by how they stand, as those read them who confirm them."""
    from reasoner.render.terminal.reading_list import reading_list

    return reading_list(readings(documents, folder), width=width, colour=colour)


def confirm(
    document: str, reading: str, by: str, remark: str = "", folder: Path | None = None, noted: Noted | None = None
) -> tuple[ReadingState, Path]:
    """Record that somebody confirms a reading as it is now; the reading and the file written. noted: is told before.

    Raises Faults: U103 an unknown document, U158 an unknown reading, U133, U107.
    """
    return _say(ConfirmationAction.CONFIRM, document, reading, by, remark, folder, noted)


def doubt(
    document: str, reading: str, by: str, remark: str = "", folder: Path | None = None, noted: Noted | None = None
) -> tuple[ReadingState, Path]:
    """Record that somebody doubts a reading, so that no confirmation counts any more. Raises Faults as `confirm`."""
    return _say(ConfirmationAction.DOUBT, document, reading, by, remark, folder, noted)


def _say(
    action: ConfirmationAction,
    document: str,
    reading: str,
    by: str,
    remark: str,
    folder: Path | None,
    noted: Noted | None,
) -> tuple[ReadingState, Path]:
    who, why = by.strip(), remark.strip()
    faults = [
        Diagnostic("U133", where, wrong)
        for where, wrong in (
            ("--by", unfit(who, MOST_NAME) if who else "没有写明确认人"),
            ("--remark", unfit(why, MOST_REMARK)),
        )
        if wrong
    ]
    if faults:
        raise Faults(faults)
    (concerned,) = _documents((document,), folder)
    registered = reading_named(concerned, reading)
    path = confirmations_file(concerned.id, folder_to_write(folder))
    today, digest = date.today().isoformat(), reading_digest(registered)
    if noted is not None:
        kind = "确认条文理解" if action is ConfirmationAction.CONFIRM else "条文理解存疑"
        noted(kind, {"文件": concerned.id, "条文理解": registered.name, "摘要": digest, "姓名": who, "理由": why})
    append_confirmation(path, Confirmation(registered.name, action, digest, who, today, why))
    current_rule_base.reload()
    (concerned,) = _documents((concerned.id,), folder)
    return next(s for s in reading_states((concerned,)) if s.reading == registered.name), path


def _documents(names: Sequence[str], folder: Path | None) -> tuple[Document, ...]:
    """The documents with the reviews of a folder; without one, as the rule base in use has them.

    Raises Faults (U106, U131) where files of records cannot be read: who reviews must see all of them.
    """
    selected = {d.id for d in current_rule_base.chosen(names)}
    base = current_rule_base.rule_base()
    if folder is None and base.unread:
        raise Faults(base.unread)
    if folder is not None:
        compiled = with_reviews(current_rule_base.compiled_base(), own_records(folder))
        base = RuleBase(with_confirmations(compiled, own_confirmations(folder)))
    return tuple(d for d in base.documents.values() if d.id in selected)


# --- comparison ---------------------------------------------------------------------------------------------


def compare_topics(regions: Sequence[str]) -> TopicMatrix:
    """What the documents of several regions say, topic by topic. Raises Faults: U134 a region, U136 a document for one."""
    from reasoner.topics import compare_topics as matrix

    base = current_rule_base.rule_base()
    faults = [
        Diagnostic(
            "U136", name, "按主题比较(--topics)只比较地区,这是文件",
            "、".join(dict.fromkeys(base.vocabulary.regions[d.region].name for d in documents)),
            "写文件所属的地区;比较两份文件的实际效果,不用 --topics",
        )
        for name in regions
        if (documents := documents_named(base, name))
    ]  # fmt: skip
    if faults:
        raise Faults(faults)
    return matrix(base, regions)


def compare_topics_text(
    regions: Sequence[str], *, width: int = 80, colour: bool = False, today: str | None = None
) -> str:
    """The same as a table and its clauses, with what has expired by today."""
    from reasoner.render.terminal.topic_comparison import topic_text

    day = today or date.today().isoformat()
    return topic_text(compare_topics(regions), width=width, colour=colour, today=day)


def compare_topics_page(regions: Sequence[str], path: Path, overwriting: Overwriting) -> None:
    """The same as a page of HTML that needs nothing else; nothing is written where a region has a fault."""
    from reasoner.render.topic_page import topics_page

    write_file(path, topics_page(compare_topics(regions)), overwriting)


# --- files --------------------------------------------------------------------------------------------------


def write_file(path: Path, text: str, overwriting: Overwriting) -> None:
    """Write a file whole, or not at all. Raises Faults (U107, U109, U110)."""
    from policy_dsl.ingest import output_guard

    output_guard.write({path: text.encode()}, overwriting, unwritten)


def unwritten(path: Path, error: OSError | ValueError) -> Diagnostic:
    """The fault (U107) for a file that the system does not let us write."""
    from policy_dsl.ingest.output_guard import reason

    return Diagnostic("U107", str(path), f"文件不能写入:{reason(error)}", hint="检查目录是否存在、有没有写入权限")
