"""Which readings are confirmed and which are not: every registered reading with what was last said of it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.reading import ConfirmationStatus, Reading
from policy_dsl.review.confirmations import reading_digest


class ReadingState(msgspec.Struct, frozen=True, kw_only=True):
    """A registered reading with how it stands."""

    document: str
    """The id of its document."""
    title: str
    """The title of its document."""
    reading: str
    """Its name, unique in the document."""
    kinds: tuple[str, ...]
    """The kinds of question that it answers."""
    question: str
    """What is in question."""
    used: str
    """How the words are read."""
    alternative: str
    """How else they could be read."""
    basis: str
    """Why they are read as they are."""
    runnable: bool
    """Whether rules, or days of force, say what the alternative would be."""
    confirmed_by: str
    """Who confirmed it as it is; empty: nobody."""
    status: ConfirmationStatus | None
    """What the last statement on it comes to; None: there is none."""
    digest: str
    """SHA-256 of its text as it is now."""


def reading_states(documents: Iterable[Document]) -> list[ReadingState]:
    """Every reading of some documents, in the order in which they are registered."""
    return [_state(document, reading) for document in documents for reading in document.readings]


def _state(document: Document, reading: Reading) -> ReadingState:
    return ReadingState(
        document=document.id,
        title=document.title,
        reading=reading.name,
        kinds=reading.kinds,
        question=reading.question,
        used=reading.used,
        alternative=reading.alternative,
        basis=reading.basis,
        runnable=reading.runnable,
        confirmed_by=reading.confirmed_by,
        status=reading.status,
        digest=reading_digest(reading),
    )


def reading_named(document: Document, name: str) -> Reading:
    """The reading of a document by its name. Raises Faults (U158)."""
    reading = document.readings_by_name.get(name.strip())
    if reading is None:
        near = nearest(name.strip(), document.readings_by_name)
        hint = f"是否要写 {near[0]}?" if near else "tiaoli review readings 列出全部条文理解"
        names = "、".join(document.readings_by_name) or "这份文件没有登记条文理解"
        raise Faults([Diagnostic("U158", f"{document.id} {name}", f"没有登记条文理解「{name}」", names, hint)])
    return reading
