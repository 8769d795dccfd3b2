"""PostgreSQL, for a pass over a register: the module of this room that imports psycopg. It makes temporary tables and nothing else, which
are gone with the connection: whoever it connects as needs no right but that to make these.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reasoner.backends.columnar.elsewhere import ElsewhereFault, Kinds
from reasoner.backends.columnar.portable_sql import Dialect
from reasoner.backends.columnar.register_columns import Row
from reasoner.backends.columnar.statements import literal

if TYPE_CHECKING:
    from psycopg import Error

_WAIT: Final = 10
"""Seconds that a connection may take."""
_PIECE: Final = 1 << 20


class PostgreSQL:
    """A connection. address: as libpq takes it; empty: what the environment says (PGHOST, PGSERVICE, PGPASSFILE)."""

    dialect: Dialect = "postgres"
    title = "PostgreSQL"
    suffix = ".csv"

    def __init__(self, address: str) -> None:
        try:
            import psycopg
        except ImportError:
            raise ElsewhereFault("absent", self.title) from None
        self._psycopg = psycopg
        try:
            self._connection = psycopg.connect(address, autocommit=True, connect_timeout=_WAIT)
            # What statements turn on of the settings of a server: how a day is written, and what a text in quotation marks is.
            for setting in ("datestyle = 'ISO, YMD'", "client_encoding = 'UTF8'", "standard_conforming_strings = on"):
                self._connection.execute(f"set {setting}")
        except psycopg.Error as error:
            # What it says of an address may repeat it with the password.
            raise ElsewhereFault("address", self.title, type(error).__name__) from None

    def load(self, table: str, columns: Kinds, file: Path) -> None:
        """A temporary table of the rows of a CSV file."""
        declared = ", ".join(f"{_name(column)} {kind}" for column, kind in columns)
        try:
            self._drop(table)
            self._connection.execute(f"create temporary table {_name(table)} ({declared})")
            with (
                self._connection.cursor() as cursor,
                cursor.copy(f"copy {_name(table)} from stdin (format csv)") as copy,
                file.open("rb") as rows,
            ):
                while piece := rows.read(_PIECE):
                    copy.write(piece)
            self._connection.execute(f"analyze {_name(table)}")
        except self._psycopg.Error as error:
            raise self._fault(error) from None

    def make(self, table: str, query: str) -> Sequence[str]:
        """A temporary table of the rows of a query; its columns. The query may read the table that it replaces."""
        try:
            self._connection.execute("drop table if exists pg_temp.made")
            self._connection.execute(f"create temporary table made as {query}")
            self._drop(table)
            self._connection.execute(f"alter table made rename to {_name(table)}")
            self._connection.execute(f"analyze {_name(table)}")
            made = self._connection.execute(f"select * from {_name(table)} limit 0").description or []
        except self._psycopg.Error as error:
            raise self._fault(error) from None
        return [column.name for column in made]

    def extend(self, table: str, query: str) -> None:
        """Add the rows of a query to a table."""
        self.rows(f"insert into {_name(table)} {query}")

    def rows(self, query: str) -> list[Row]:
        """The rows of a query; none of what gives none."""
        try:
            cursor = self._connection.execute(query)
            return [] if cursor.description is None else cursor.fetchall()
        except self._psycopg.Error as error:
            raise self._fault(error) from None

    def save(self, query: str, target: Path) -> str:
        """Write the rows of a query as CSV."""
        file = target.with_suffix(".csv")
        try:
            described = self._connection.execute(f"select * from ({query}) saved limit 0").description or []
            with (
                self._connection.cursor() as cursor,
                cursor.copy(f"copy ({query}) to stdout (format csv)") as copy,
                file.open("wb") as rows,
            ):
                for piece in copy:
                    rows.write(piece)
        except self._psycopg.Error as error:
            raise self._fault(error) from None
        columns = ", ".join(f"'c{i}': 'BIGINT'" for i in range(len(described)))
        read = f"delim = ',', quote = '\"', header = false, auto_detect = false, columns = {{{columns}}}"
        return f"read_csv({literal(str(file))}, {read})"

    def close(self) -> None:
        """Give everything back: temporary tables are gone."""
        self._connection.close()

    def _drop(self, table: str) -> None:
        self._connection.execute(f"drop table if exists pg_temp.{_name(table)}")

    def _fault(self, error: Error) -> ElsewhereFault:
        errors = self._psycopg.errors
        words = (error.diag.message_primary or type(error).__name__).splitlines()[0]
        if isinstance(error, errors.InsufficientPrivilege | errors.ReadOnlySqlTransaction):
            return ElsewhereFault("right", self.title, words)
        if isinstance(error, errors.DiskFull | errors.OutOfMemory | errors.ConfigurationLimitExceeded):
            return ElsewhereFault("space", self.title, words)
        if isinstance(error, self._psycopg.OperationalError) or self._connection.broken:
            return ElsewhereFault("died", self.title, words)
        return ElsewhereFault("statement", self.title, words)


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
