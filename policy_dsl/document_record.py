"""What is recorded of a document besides its words: the file as it came in, what it lacks, and that it was repealed."""

from __future__ import annotations

import msgspec

from policy_dsl.formats import Day, Sha256OrEmpty


class Received(msgspec.Struct, frozen=True, omit_defaults=True):
    """The file as it came in."""

    file: str
    """Its name."""
    sha256: Sha256OrEmpty
    """SHA-256 of its bytes; empty: a draft, which nobody has received."""
    length: int
    """Its length in characters."""
    typed_by: str = ""
    """Who typed its words from a scan; empty: a program read them."""
    proofread_by: str = ""
    """Who proofread what was typed, another person; empty: nothing was."""


class Mask(msgspec.Struct, frozen=True):
    """Characters [start, end) of the received file that are no part of the document."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset behind the last character."""
    reason: str
    """What they are."""


class Missing(msgspec.Struct, frozen=True):
    """A part that the received text lacks."""

    what: str
    """What is lacking."""
    where: str
    """The place where it belongs."""


class Repeal(msgspec.Struct, frozen=True):
    """The end that somebody put to a document."""

    on: Day
    """The first day on which it is no longer in force."""
    by: str
    """By what: the title and number of the text that repeals it."""
    words: str
    """The words of that text by which it does, verbatim."""
