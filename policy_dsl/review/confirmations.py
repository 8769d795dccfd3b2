"""Confirmations (确认) of readings: who, competent to say so, confirmed or doubted one, bound to a digest of its text.

They stand in `confirmations.toml`, beside a document's rules or, for a bureau's own, in its folder under the document's
id. They are only ever added; for each reading the last one counts:

    [[confirmation]]
    reading = "市本级三区"
    action = "confirm"         # or "doubt": it may have to be read otherwise
    digest = "…"               # of the reading's text; where it differs now, a confirmation is stale
    by = "张三"
    date = "2025-03-01"
    remark = ""

They change nothing of what a verdict says of a case. A verdict records how the readings it rests on stood when it was
made, and goes on holding when somebody confirms or doubts one later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from msgspec import convert
from msgspec.structs import asdict, replace

from policy_dsl.compiled import CompiledBase, Document
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.toml_text import BadToml, toml_tables
from policy_dsl.ir import digest
from policy_dsl.reading import Confirmation, ConfirmationAction, ConfirmationState, ConfirmationStatus, Reading
from policy_dsl.review.files import extend, read_text
from policy_dsl.review.records import MOST_NAME, MOST_REMARK, unfit
from policy_dsl.source_files import PACKAGE

FILE: Final = "confirmations.toml"
_FIELDS: Final = ("reading", "action", "digest", "by", "date", "remark")


def reading_digest(reading: Reading) -> str:
    """SHA-256 of what somebody who confirms a reading relies on: its text; who confirmed it is no part of that."""
    return digest(
        {
            "question": reading.question,
            "used": reading.used,
            "alternative": reading.alternative,
            "basis": reading.basis,
            "covers": reading.covers,
            "accounts": reading.accounts,
            "removes": reading.removes,
            "rests_on": reading.rests_on,
            "starts": reading.starts,
            "ends": reading.ends,
        }
    )


def last_status(reading: Reading, confirmations: Iterable[Confirmation]) -> ConfirmationStatus | None:
    """What the last statement on a reading comes to; None: there is none."""
    last = next((c for c in reversed(tuple(confirmations)) if c.reading == reading.name), None)
    if last is None:
        return None
    state = ConfirmationState.DOUBTED
    if last.action is ConfirmationAction.CONFIRM:
        same = last.digest == reading_digest(reading)
        state = ConfirmationState.CONFIRMED if same else ConfirmationState.STALE
    return ConfirmationStatus(state, last.by, last.date)


def confirmed(document: Document, confirmations: Sequence[Confirmation]) -> Document:
    """The document with these statements on its readings, in their order."""
    readings = []
    for reading in document.readings:
        now = last_status(reading, confirmations) or reading.status
        by = now.by if now is not None and now.state is ConfirmationState.CONFIRMED else ""
        readings.append(replace(reading, confirmed_by=by, status=now))
    return replace(document, readings=tuple(readings), confirmations=tuple(confirmations))


def with_confirmations(base: CompiledBase, own: Mapping[str, Sequence[Confirmation]]) -> CompiledBase:
    """The rule base with a bureau's own statements on readings (by document id) behind those it was compiled with."""
    documents = tuple(confirmed(d, (*d.confirmations, *own[d.id])) if own.get(d.id) else d for d in base.documents)
    return replace(base, documents=documents)


# --- files --------------------------------------------------------------------------------------------------


def own_confirmations(folder: Path | None) -> dict[str, tuple[Confirmation, ...]]:
    """The confirmations in a bureau's folder by document id; none where it does not exist. Raises Faults (U106, U131)."""
    confirmations: dict[str, tuple[Confirmation, ...]] = {}
    faults: list[Diagnostic] = []
    for path in sorted(folder.glob(f"*/{FILE}")) if folder is not None and folder.is_dir() else ():
        confirmations[path.parent.name], wrong = read_confirmations(str(path), read_text(path))
        faults += wrong
    if faults:
        raise Faults(faults)
    return confirmations


def confirmations_file(document: str, folder: Path | None) -> Path:
    """The file that takes the confirmations of a document."""
    return (folder if folder is not None else Path(PACKAGE, "corpus")) / document / FILE


def append(path: Path, confirmation: Confirmation) -> None:
    """Add a statement behind those of the file. Raises Faults: U106, U107, or U131 where it holds anything else."""

    def more(text: str) -> str:
        before, wrong = read_confirmations(str(path), text)
        if wrong:
            raise Faults(wrong)
        return write_confirmations([*before, confirmation])

    extend(path, more)


def read_confirmations(name: str, text: str) -> tuple[tuple[Confirmation, ...], list[Diagnostic]]:
    """The statements of a file in their order, and every fault in it (U131)."""
    hint = "用 tiaoli review confirm、doubt 写确认记录,不必手改"
    try:
        tables = toml_tables(text)
    except BadToml as error:
        return (), [Diagnostic("U131", error.at(name), f"TOML 无法读取:{error}", hint=hint)]
    rows = tables.get("confirmation", [])
    if set(tables) - {"confirmation"} or not isinstance(rows, list):
        return (), [Diagnostic("U131", name, "确认记录的写法不对", "每条记录一个 [[confirmation]]", hint)]
    confirmations: list[Confirmation] = []
    faults: list[Diagnostic] = []
    for number, row in enumerate(rows, 1):
        table: dict[str, object] = row if isinstance(row, dict) else {}
        wrong = _wrong(table)
        if wrong:
            faults.append(Diagnostic("U131", f"{name} 第{number}条", wrong, "、".join(_FIELDS), hint))
        else:
            confirmations.append(convert({k: table.get(k, "") for k in _FIELDS}, Confirmation))
    return tuple(confirmations), faults


def _wrong(table: Mapping[str, object]) -> str:
    """What is wrong with a table of the file; empty where nothing is."""
    if unknown := [k for k in table if k not in _FIELDS]:
        return f"不认识的字段:{'、'.join(unknown)}"
    values = {k: v for k, v in ((k, table.get(k, "")) for k in _FIELDS) if isinstance(v, str)}
    if len(values) < len(_FIELDS):
        return "各字段都应是加引号的文字"
    if not values["reading"] or values["action"] not in tuple(ConfirmationAction):
        return "缺少 reading,或 action 不是 confirm、doubt"
    if not (values["by"].strip() and re.fullmatch("[0-9a-f]{64}", values["digest"])):
        return "确认须有确认人和 64 位校验码"
    try:
        date.fromisoformat(values["date"])
    except ValueError:
        return f"日期「{values['date']}」不是 2025-03-01 这样的日期"
    return unfit(values["by"], MOST_NAME) or unfit(values["remark"], MOST_REMARK)


def write_confirmations(confirmations: Sequence[Confirmation]) -> str:
    """The text of a file with these statements; `read_confirmations` gives them back."""
    lines = ["# 解释的确认记录,由 tiaoli review confirm、doubt 写入;每条解释以最后一条记录为准。", ""]
    for confirmation in confirmations:
        lines.append("[[confirmation]]")
        # A JSON string of such text is a TOML string.
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in asdict(confirmation).items()]
        lines.append("")
    return "\n".join(lines)
