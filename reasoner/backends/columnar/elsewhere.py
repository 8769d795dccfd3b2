"""Another engine as a pass needs it: statements are printed for it, tables handed over by DuckDB in files, and results taken back so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from reasoner.backends.columnar.portable_sql import Dialect, NotPortable, Portable, portable
from reasoner.backends.columnar.register_columns import Engine, Row
from reasoner.backends.columnar.statements import literal

Kinds = Sequence[tuple[str, str]]
"""Columns by name with their types: bigint, varchar or date."""


class ElsewhereFault(Exception):
    """Another engine could not do something. kind: a key of KINDS; engine: its name; words: in which it says why, in one line."""

    def __init__(self, kind: str, engine: str, words: str = "") -> None:
        super().__init__(kind, engine, words)
        self.kind, self.engine, self.words = kind, engine, words


KINDS: Final = ("absent", "address", "right", "died", "statement", "space")
"""What can go wrong: it is not installed; it does not answer at the address, or lets nobody in; no right to make a temporary table;
it died or the connection broke; a statement is wrong, or not portable; no room on its disk or in its memory.
"""


class Server(Protocol):
    """What keeps tables and answers queries elsewhere. Everything it raises is an ElsewhereFault."""

    dialect: Dialect
    title: str
    """How it is called."""
    suffix: str
    """In what files rows are handed over: .csv or .parquet."""

    def load(self, table: str, columns: Kinds, file: Path) -> None:
        """A temporary table, in place of one of that name, of the rows of a file."""

    def make(self, table: str, query: str) -> Sequence[str]:
        """A temporary table, in place of one of that name, of the rows of a query; its columns."""

    def extend(self, table: str, query: str) -> None:
        """Add the rows of a query to a table."""

    def rows(self, query: str) -> list[Row]:
        """The rows of a query."""

    def save(self, query: str, target: Path) -> str:
        """Write the rows of a query, all of them BIGINT; what stands behind `from` to read them in DuckDB: its columns are c0, c1…"""

    def close(self) -> None:
        """Give everything back; never raises."""


class Elsewhere:
    """An engine as a pass needs it, over a server. here: DuckDB, which writes the files that are handed over to scratch."""

    keeps_order: Final = False
    keeps_lists: Final = False

    def __init__(self, server: Server, here: Engine, scratch: Path) -> None:
        self.server, self.here, self._scratch = server, here, scratch
        self._columns: dict[str, Sequence[str]] = {}
        self._files = 0

    def run(self, statement: str, parameters: Sequence[object] = ()) -> None:
        """Run a statement that makes a table or extends one."""
        of = self._portable(statement, parameters)
        if of.makes:
            self._columns[of.makes] = self.server.make(of.makes, of.query)
        elif of.extends:
            self.server.extend(of.extends, of.query)
        else:
            self.server.rows(of.query)

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows that a statement gives."""
        return self.server.rows(self._portable(statement, parameters).query)

    def texts(self, of: Sequence[str]) -> str:
        """The type of a column of texts."""
        del of
        return "varchar"

    def table(self, name: str, columns: Sequence[tuple[str, str]], rows: Sequence[Row]) -> None:
        """A temporary table of these columns and rows; whole numbers have 64 bits."""
        kinds = [(column, "bigint" if kind == "integer" else kind) for column, kind in columns]
        self.here.table("handed_over", kinds, rows)
        self.take(name, kinds, "select * from handed_over")
        self.here.run("drop table handed_over")

    def take(self, table: str, columns: Kinds, statement: str) -> None:
        """Hand over the rows that a statement gives in DuckDB."""
        file = self._file(self.server.suffix)
        form = "parquet" if self.server.suffix == ".parquet" else "csv, header false"
        self.here.run(f"copy ({statement}) to {literal(str(file))} (format {form})")
        self.server.load(table, columns, file)
        self._columns[table] = [column for column, _ in columns]
        if self.server.suffix == ".csv":  # what the server reads when it wants is kept until the end
            file.unlink(missing_ok=True)

    def give(self, table: str, columns: Sequence[str], statement: str) -> None:
        """Take back what a statement gives, whole numbers, as a temporary table of DuckDB."""
        source = self.server.save(self._portable(statement, ()).query, self._file(""))
        kept = ", ".join(f"cast(c{i} as bigint) as {column}" for i, column in enumerate(columns))
        self.here.run(f"create or replace temp table {table} as select {kept} from {source}")

    def close(self) -> None:
        """Give everything back."""
        self.server.close()

    def _file(self, suffix: str) -> Path:
        self._files += 1
        return self._scratch / f"handed-{self._files}{suffix}"

    def _portable(self, statement: str, parameters: Sequence[object]) -> Portable:
        if parameters:
            raise ElsewhereFault("statement", self.server.title, "parameters")
        try:
            return portable(statement, self.server.dialect, self._columns)
        except NotPortable as refused:
            raise ElsewhereFault("statement", self.server.title, f"not portable: {refused.what}") from None
