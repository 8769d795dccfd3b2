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


class RoomRow(msgspec.Struct, frozen=True):
    """What is left below a cap."""

    where: str
    """The document, place and address of the cap."""
    text: str
    """The cap told back."""
    of: str
    """The place whose stock it limits, with the districts that share it."""
    now: str
    """What is left by the rules in use."""
    supposed: str
    """What is left under the supposition."""
    figures: str
    """The figures of which it is made, or which of them are lacking."""


class SweepRow(msgspec.Struct, frozen=True):
    """At which values the applications of a district turn."""

    region: str
    """The district."""
    count: int
    """How many applications the rule can reach."""
    turns: tuple[str, ...]
    """A sentence for each value."""
    notes: tuple[str, ...]
    """Values that are left out, and what nobody knows."""
    first: int
    """Where in the drawing its least value lies."""
    last: int
    """Where its greatest lies."""
    dots: tuple[int, ...]
    """Where each value lies."""


class SweepChart(msgspec.Struct, frozen=True):
    """The values of a number at which districts turn."""

    heading: str
    """The rule and its number."""
    now: str
    """The number as it is."""
    now_at: int
    """Where in the drawing it lies."""
    supposed: str
    """The number that is supposed."""
    supposed_at: int
    """Where that lies."""
    rows: tuple[SweepRow, ...]
    """The districts."""

    @property
    def drawn(self) -> tuple[SweepRow, ...]:
        """The districts that turn at some value."""
        return tuple(r for r in self.rows if r.dots)

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return 34 + 26 * len(self.drawn)


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
    rooms_lead: str
    """On which day the room below caps is, and what it is."""
    rooms: tuple[RoomRow, ...]
    """What is left below caps."""
    sweeps: tuple[SweepChart, ...]
    """At which values of the numbers districts turn."""
    changes: tuple[ChangeRow, ...]
    """Who comes out otherwise."""
    otherwise_grounded: tuple[ChangeRow, ...]
    """Who comes to the same outcome on other grounds, or with other outcomes open."""
    unnamed: str
    """Why nobody is listed; empty: they are."""
    not_answered: tuple[str, ...]
    """What it does not answer."""
    notes: tuple[str, ...]
    """What was read otherwise than it is written."""
