"""Confirmations (确认) of readings: who, competent to say so, confirmed or doubted one, bound to a digest of its text.

They stand in `confirmations.toml`, beside a document's rules or, for a bureau's own, in its folder under the document's
id. They are only ever added; for each reading the last one counts:

    [[confirmation]]
    reading = "市本级三区"
    action = "confirm"         # or "doubt": it may have to be read otherwise
    digest = "…"               # of the reading's text; where it differs now, a confirmation is stale
    by = "法制复核人"
    date = "2025-03-01"
    remark = ""

They change nothing of what a verdict says of a case. A verdict records how the readings it rests on stood when it was
made, and goes on holding when somebody confirms or doubts one later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from policy_dsl.compiled import CompiledBase, Document
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ir import digest
from policy_dsl.reading import Confirmation, ConfirmationAction, ConfirmationState, ConfirmationStatus, Reading
from policy_dsl.review.files import extend, read_own, sound
from policy_dsl.review.record_tables import Form, read_records, write_records

FILE: Final = "confirmations.toml"
_FORM: Final = Form(
    Confirmation, "confirmation", "解释的确认记录,由 tiaoli review confirm、doubt 写入;每条解释以最后一条记录为准。",
    "确认记录", "确认", "reading", "by", tuple(ConfirmationAction), always_signed=True, commands="tiaoli review confirm、doubt",
)  # fmt: skip


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
    return sound(read_own(folder, FILE, read_confirmations))


def confirmations_file(document: str, folder: Path) -> Path:
    """The file in a bureau's folder that takes the confirmations of a document."""
    return folder / document / FILE


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
    return read_records(name, text, _FORM)


def write_confirmations(confirmations: Iterable[Confirmation]) -> str:
    """The text of a file with these statements; `read_confirmations` gives them back."""
    return write_records(confirmations, _FORM)
