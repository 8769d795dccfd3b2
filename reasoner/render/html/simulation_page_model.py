"""What the page of a simulation shows, block by block, before any markup: pure data, in the order of the page."""

from __future__ import annotations

import msgspec


class Bar(msgspec.Struct, frozen=True):
    """A bar of a chart."""

    name: str
    """What is counted."""
    count: int
    """How many."""
    length: int
    """Its length, up to 600."""


class Chart(msgspec.Struct, frozen=True):
    """Counts as bars, with the counts beside them."""

    heading: str
    """What is counted."""
    bars: tuple[Bar, ...]
    """The counts in their order."""

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return 42 * len(self.bars)


class SupposedText(msgspec.Struct, frozen=True):
    """A rule as it is and as it is supposed to be."""

    where: str
    """Its document, its place and its address."""
    quote: str
    """The official text of its clause."""
    text: str
    """The rule told back."""
    supposed_text: str
    """The same as it is supposed, marked so."""


class GroundLine(msgspec.Struct, frozen=True):
    """A clause on which a result rests."""

    where: str
    """Its document, its place, its address, and the part that it plays."""
    quote: str
    """Its official text."""
    supposed: str
    """That its number is supposed to be another; empty: it is not."""


class Side(msgspec.Struct, frozen=True):
    """What an application comes to on one side."""

    label: str
    """The outcome in words, with the outcomes that are open."""
    grounds: tuple[GroundLine, ...]
    """The clauses."""


class ChangeRow(msgspec.Struct, frozen=True):
    """An application that comes out otherwise."""

    who: str
    """Its number and institution."""
    what: str
    """District, kind and matter."""
    before: Side
    """By the rules in use."""
    after: Side
    """Under the supposition."""


class SimulationPage(msgspec.Struct, frozen=True, kw_only=True):
    """The page."""

    title: str
    """What it is."""
    watermark: str
    """What it is not."""
    heading: str
    """That institutions are taken to apply anew; empty: none holds a contract."""
    lines: tuple[str, ...]
    """What was supposed and how many were judged, a sentence each."""
    rules: tuple[SupposedText, ...]
    """The rules with another number."""
    totals: tuple[tuple[str, int, int], ...]
    """By outcome how many before and after."""
    charts: tuple[Chart, ...]
    """Charts of those who come out otherwise; one without bars is left out."""
    changes: tuple[ChangeRow, ...]
    """Who comes out otherwise."""
    unnamed: str
    """Why nobody is listed; empty: they are."""
    not_answered: tuple[str, ...]
    """What it does not answer."""
    notes: tuple[str, ...]
    """What was read otherwise than it is written."""
