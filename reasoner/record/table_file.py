"""The record of an office whose database is a SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.record.table_record import TableRecord
from reasoner.record.working_tables import Row

DATABASE: Final = "tiaoli.sqlite3"
"""The name of the file in the data folder of an office."""
_MAGIC: Final = b"SQLite format 3\x00"
_COLUMNS: Final = "SELECT name FROM pragma_table_info(?)"
_KEPT: Final = "SELECT content FROM office_recordkept WHERE kind = ? AND digest = ?"


def is_table_file(path: Path) -> bool:
    """Whether a file is a database of SQLite."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


class _File:
    """An open file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, statement: str) -> Iterator[Row]:
        """What a statement answers."""
        return self._connection.execute(statement)

    def columns(self, table: str) -> frozenset[str]:
        """The columns of a table."""
        return frozenset(str(name) for (name,) in self._connection.execute(_COLUMNS, (table,)))

    def kept(self, kind: str, digest: str) -> Row | None:
        """The row of what is kept under a digest."""
        row: Row | None = self._connection.execute(_KEPT, (kind, digest)).fetchone()
        return row


class TableFile(TableRecord):
    """The record in the database file of an office."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    @contextmanager
    def opened(self) -> Iterator[_File]:
        """Its tables as of one moment. Raises Faults (U204) where the file is no database with a record."""
        try:
            with closing(
                sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=20)
            ) as connection:
                connection.execute("BEGIN")
                yield _File(connection)
        except sqlite3.Error as error:
            raise self._unreadable(error) from None

    def _unreadable(self, error: sqlite3.Error) -> Faults:
        missing = "no such table" in str(error)
        message = "这里没有记录:还没有用过有记录的版本" if missing else "数据库不能读取,或者已经损坏"
        hint = "用这一版打开一次窗口再核对" if missing else "写 tiaoli serve --data 所用的目录,要有读取的权限"
        return Faults([Diagnostic("U204", str(self.path), message, hint=hint)])
