"""What is recorded of a document while it is brought into the bureau's own corpus: the file as it came in, who settled what.

It lies beside the files of the document as 入库.json; the compiler does not read it. Everything in it was given by a person or
by `tiaoli ingest`; nothing is inferred here.
"""

from __future__ import annotations

from typing import Final

import msgspec

FILE: Final = "入库.json"
"""The name of the record in the folder of a document."""


class Proposal(msgspec.Struct, frozen=True):
    """A field of meta.toml as the received file has it."""

    name: str
    """Its key; of the table force with a dot."""
    value: str
    """Its value; of a list the items joined by 、."""
    basis: str
    """The words on which it rests, with their place; empty: it is blank."""
    state: str
    """所给, 拟 or 待填."""


class Difference(msgspec.Struct, frozen=True):
    """Where two readings of the received file differ."""

    place: str
    first: str
    second: str
    cause: str
    """Why, where that is known; empty: a person has to settle it."""


class Noted(msgspec.Struct, frozen=True):
    """Words with their place, and what is to be known of them."""

    place: str
    words: str
    note: str


class Masked(msgspec.Struct, frozen=True):
    """Characters [start, end) of the text that are no part of the document."""

    start: int
    end: int
    reason: str
    words: str = ""
    """The words that are hidden."""


class Settled(msgspec.Struct, frozen=True):
    """How a person settled a difference or filled a placeholder."""

    number: int
    """Which: its index among the differences, or among the placeholders."""
    words: str
    """The words that stand now."""
    by: str
    at: str
    proofread_by: str = ""
    """Of a placeholder: who proofread it; empty: nobody yet."""
    proofread_at: str = ""


class TypedPage(msgspec.Struct, frozen=True):
    """A page of a scan as somebody typed it."""

    text: str
    by: str
    at: str
    proofread_by: str = ""
    """Who proofread it, another person; empty: nobody yet."""
    proofread_at: str = ""


class Correction(msgspec.Struct, frozen=True):
    """A change of the text by a person. The received file stays as it is."""

    address: str
    """The clause; empty: the text as a whole."""
    before: str
    after: str
    reason: str
    by: str
    at: str


class Signature(msgspec.Struct, frozen=True):
    """Somebody's word that the draft says what the received file says."""

    name: str
    at: str
    digest: str
    """Of the draft as it was: `entry.draft_digest`."""


class Deed(msgspec.Struct, frozen=True):
    """Something that somebody did with the document."""

    at: str
    by: str
    what: str
    detail: str = ""


class DraftRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole record."""

    file: str
    """The name of the received file."""
    stored: str
    """Under which name it lies in the folder."""
    sha256: str
    """SHA-256 of its bytes."""
    received_at: str
    """When it was sent to the window."""
    form: str = ""
    """What it is, as a word for staff."""
    readers: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    differences: tuple[Difference, ...] = ()
    placeholders: tuple[Noted, ...] = ()
    left_out: tuple[Noted, ...] = ()
    notices: tuple[Noted, ...] = ()
    masked: tuple[Masked, ...] = ()
    scan_pages: int = 0
    """Of a file without words how many pages somebody types; 0: it has words."""
    typed: tuple[TypedPage, ...] = ()
    """The pages of a scan, in their order; empty text: not typed yet."""
    fields: dict[str, str] = {}
    """The fields of meta.toml as they stand, by key; of a list the items joined by 、."""
    confirmed_by: str = ""
    """Who went through the fields; empty: nobody yet."""
    confirmed_at: str = ""
    settled: tuple[Settled, ...] = ()
    """Differences that are settled."""
    filled: tuple[Settled, ...] = ()
    """Placeholders that are filled."""
    corrections: tuple[Correction, ...] = ()
    signatures: tuple[Signature, ...] = ()
    deeds: tuple[Deed, ...] = ()
    correcting: str = ""
    """Of a published document that is corrected: its version; empty: it is a new one."""
    corrected: tuple[str, ...] = ()
    """The versions of other days in the place of which corrections put it."""
    rest: str = ""
    """Tables of a meta.toml that was written by hand, as they stand there: repeal, lines, and what is missing."""
    published_at: str = ""
    withdrawn_at: str = ""

    @property
    def open_differences(self) -> tuple[int, ...]:
        """Differences without a known cause that nobody has settled, by index."""
        done = {s.number for s in self.settled}
        return tuple(i for i, d in enumerate(self.differences) if not d.cause and i not in done)

    @property
    def typists(self) -> tuple[str, ...]:
        """Who typed words of it."""
        return tuple(dict.fromkeys((*(t.by for t in self.typed if t.text), *(f.by for f in self.filled))))

    @property
    def proofreaders(self) -> tuple[str, ...]:
        """Who proofread what was typed."""
        pages, gaps = (t.proofread_by for t in self.typed), (f.proofread_by for f in self.filled)
        return tuple(dict.fromkeys(n for n in (*pages, *gaps) if n))

    @property
    def unproofread(self) -> int:
        """How much of what was typed nobody has proofread."""
        return sum(bool(t.text) and not t.proofread_by for t in self.typed) + sum(
            not f.proofread_by for f in self.filled
        )

    @property
    def untyped(self) -> bool:
        """Whether there is no text yet, because the scan is not wholly typed and proofread."""
        return bool(self.scan_pages) and (
            len(self.typed) < self.scan_pages or any(not t.text or not t.proofread_by for t in self.typed)
        )


def record_of(content: bytes) -> DraftRecord:
    """A record as it was kept. Raises ValueError where it is none."""
    return msgspec.json.decode(content, type=DraftRecord)


def record_text(record: DraftRecord) -> bytes:
    """A record to be kept."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"
