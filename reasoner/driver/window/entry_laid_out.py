"""入库: what `tiaoli ingest` says of a file, taken into the record of a draft; and drafts that were laid out without the window.

A folder that the command line or a person laid out has no record: what is known stands in its meta.toml and in 报告.json. It is
opened at the step where it is; what is lacking is made where it can be made, else said on the page of that step.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from policy_dsl.source_files import MOST_BYTES
from reasoner.driver.draft_folders import Folder
from reasoner.driver.draft_meta import fields_of, masks_of, received_of, rest_of
from reasoner.driver.draft_record import Difference, DraftRecord, Masked, Noted, Proposal

REPORT: Final = "报告.json"
NO_CASES: Final = "情形: []\n"
TO_FILL: Final = "待填"
_TEXT, _META, _RULES, _READINGS, _CASES = "text.txt", "meta.toml", "rules.tiao", "readings.toml", "cases.yaml"


class _Report(msgspec.Struct, frozen=True):
    """What of 报告.json is taken over."""

    form: str
    readers: tuple[str, ...]
    differences: tuple[Difference, ...]
    placeholders: tuple[Noted, ...]
    left_out: tuple[Noted, ...]
    notices: tuple[Noted, ...]
    doubts: tuple[Noted, ...]
    fields: tuple[Proposal, ...]
    masked: tuple[Noted, ...]
    file: str
    sha256: str


def with_report(record: DraftRecord, files: Mapping[str, str]) -> DraftRecord:
    """The record with what ingestion proposes; fields are as proposed until somebody confirms them."""
    return _with(record, msgspec.json.decode(files[REPORT], type=_Report), files[_META])


def _with(record: DraftRecord, report: _Report, meta: str) -> DraftRecord:
    masks = masks_of(meta) or _masks(report.masked)
    proposals = tuple(
        p for p in report.fields if p.name != "draft"
    )  # every folder that the window opens is one of a draft
    fields = {p.name: p.value for p in proposals if p.state != TO_FILL}
    if "year" in fields and not fields["year"].isdecimal():
        del fields["year"]
    hidden = [w.words for w in report.masked] if len(report.masked) == len(masks) else [""] * len(masks)
    return replace(
        record,
        form=report.form,
        readers=report.readers,
        proposals=proposals,
        differences=report.differences,
        placeholders=report.placeholders,
        left_out=report.left_out,
        notices=report.notices,
        masked=tuple(replace(m, words=w) for m, w in zip(masks, hidden, strict=True)),
        fields={**fields, **{k: v for k, v in record.fields.items() if k == "region"}},
        confirmed_by="",
        confirmed_at="",
        rest=_rest(meta, report.placeholders),
    )


def _masks(noted: tuple[Noted, ...]) -> tuple[Masked, ...]:
    """The masked spans as the report places them: the meta.toml of a draft has none."""
    spans = [(m, re.fullmatch("第([0-9]+)字至第([0-9]+)字", m.place)) for m in noted]
    return tuple(Masked(int(at[1]), int(at[2]), m.note) for m, at in spans if at)


def _rest(meta: str, placeholders: tuple[Noted, ...]) -> str:
    """The tables that no form has, without what is missing where a placeholder says it."""
    parts = rest_of(meta).split("\n\n")
    return "\n\n".join(
        p for p in parts if not (p.strip().startswith("[[missing]]") and any(x.words in p for x in placeholders))
    )


# --- laid out without the window ------------------------------------------------------------------------------


class LaidOut(NamedTuple):
    """A folder without a record, as the window opens it."""

    record: DraftRecord
    made: dict[str, str]
    """The files that it lacks, as they are begun; written when something of it is first kept."""


def laid_out(folder: Folder, texts: Mapping[str, str]) -> LaidOut:
    """The record of a folder that has none, by its meta.toml and its report, and the files that it lacks.

    Nobody has confirmed its fields; of a field that is to be filled nothing is said.
    """
    meta, report = texts.get(_META, ""), _report(folder)
    file, digest = received_of(meta)
    record = DraftRecord(file=file, stored="", sha256=digest, received_at="", fields={"region": folder.region})
    masks = masks_of(meta)
    if report is not None:
        record = _with(replace(record, file=file or report.file, sha256=digest or report.sha256), report, meta)
    stated = fields_of(meta) or record.fields
    fields = {k: v for k, v in stated.items() if v and v != TO_FILL and not k.startswith("received")}
    if not fields.get("year", "0").isdecimal() or fields.get("year") == "0":
        fields.pop("year", None)
    return LaidOut(
        replace(
            record,
            file=record.file or "（没有登记）",
            stored=_stored(record.file),
            form=record.form or "不是在窗口里排出的",
            fields={**fields, "region": folder.region},
            masked=record.masked or masks,
            rest=rest_of(meta) if report is None else record.rest,
            notices=(*record.notices, *_lacking(texts)),
        ),
        _made(folder, texts, record.masked or masks),
    )


def _stored(file: str) -> str:
    suffix = f".{file.rpartition('.')[2].lower()}" if "." in file else ""
    return f"收到的文件{suffix[:8]}"


def _report(folder: Folder) -> _Report | None:
    """The report of ingestion; None where there is none that can be read."""
    try:
        with (folder.path / REPORT).open("rb") as file:
            return msgspec.json.decode(file.read(MOST_BYTES), type=_Report)
    except (OSError, msgspec.MsgspecError):
        return None


def _lacking(texts: Mapping[str, str]) -> list[Noted]:
    known = {
        _META: "登记事项空着，请对照原件填写",
        _RULES: "已经照正文逐条拟出，规则待写",
        _READINGS: "没有登记条文理解",
        _CASES: "还没有写情形",
    }
    meta = texts.get(_META, "")
    lacking = [Noted("", "", f"目录里没有 {name}：{what}") for name, what in known.items() if name not in texts]
    if meta.strip() and not fields_of(meta):
        lacking.append(Noted("", "", f"{_META} 不能读取：登记事项空着，请对照原件填写"))
    return lacking


def _made(folder: Folder, texts: Mapping[str, str], masks: tuple[Masked, ...]) -> dict[str, str]:
    made = {_READINGS: "", _CASES: NO_CASES}
    if texts.get(_TEXT) and _RULES not in texts:
        from reasoner.driver.draft_transcription import fresh_rules

        made[_RULES] = fresh_rules(folder.document, texts[_TEXT], masks)
    return {name: text for name, text in made.items() if name not in texts}
