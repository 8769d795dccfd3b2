"""A register as the engine has it: how its columns are read, where its rows may lie, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

import msgspec

from reasoner.backends.columnar.decisions import Decision
from reasoner.backends.columnar.statements import Written
from reasoner.model.application import SharedFacts, Value

Row = tuple[object, ...]


class Engine(Protocol):
    """What runs statements over tables."""

    @property
    def keeps_order(self) -> bool:
        """Whether a table keeps its rows in the order in which they came, and numbers them so (rowid)."""

    @property
    def keeps_lists(self) -> bool:
        """Whether a column may hold lists."""

    def run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        """Run a statement."""

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows that a statement gives."""

    def texts(self, of: Sequence[str]) -> str:
        """The type of a column that holds nothing but these texts."""

    def table(self, name: str, columns: Sequence[tuple[str, str]], rows: Sequence[Row]) -> None:
        """A temporary table of these columns (name and type) and rows."""


class Columns(msgspec.Struct, frozen=True):
    """How the columns of a register are to be read. Expressions speak of the table `a`.

    row: the number of the row. id, day: expressions. matters: by text the matter. places: by text the index of its place, -1
    where it is not known.
    """

    row: str
    id: str
    day: str
    matter: str
    matters: Mapping[str, str]
    place: str | None
    places: Mapping[str, int]
    classes: Mapping[str, Written]
    """By label the facts of a class."""
    flags: Mapping[str, Written]
    """By label the other facts of which a slot reads one at a time."""
    numbers: Mapping[str, str]
    """By label the numbers, as expressions of BIGINT that are null where nobody knows; negative where they were not read."""


class Bound(NamedTuple):
    """A place where rows may lie: its region, and what words for places mean there."""

    region: str
    roles: Mapping[str, str | None]


Contradiction = tuple[object, ...]
"""What is contradictory about a row: the same for all rows of which the same is to be said."""


Contradicts = Callable[[str, Mapping[str, Value | None]], Contradiction]
"""What of what is asked for and the facts of a class, as they are written, cannot stand beside each other; empty: nothing."""


class Said(NamedTuple):
    """What a row comes to, and the facts that are asked for."""

    decision: Decision
    missing: tuple[str, ...]


class Register(NamedTuple):
    """A register and what is held of places."""

    source: str
    """What stands behind `from`."""
    columns: Columns
    places: Sequence[Bound]
    facts: SharedFacts
    as_of: str | None
    sound: Sequence[str] = ()
    """Conditions of a row that is read here; none of them is ever null."""
    omits: str = "false"
    """The condition under which a row leaves out itself; never null."""
    contradicts: Contradicts = lambda _matter, _values: ()
    rows: tuple[int, int] | None = None
    """The numbers of the first row and of that behind the last; None: all."""
    received: str = ""
    """The condition of the rows received while the same versions of documents judge; empty: all."""

    @property
    def where(self) -> str:
        """The condition of the rows that are judged."""
        row = self.columns.row
        conditions = [] if self.rows is None else [f"{row} >= {self.rows[0]}", f"{row} < {self.rows[1]}"]
        conditions += [self.received] if self.received else []
        return f"where {' and '.join(conditions)}" if conditions else ""
