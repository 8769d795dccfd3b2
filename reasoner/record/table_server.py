"""The record of an office whose database is PostgreSQL: the module of this room that imports psycopg.

It is read in one read-only transaction that sees one moment, with cursors of the server, so that no record is too long for the memory
of this machine. The address may hold a password: it stands in no message.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.record.table_record import TableRecord
from reasoner.record.working_tables import Row

if TYPE_CHECKING:
    from psycopg import Connection, Error

_SCHEMES: Final = ("postgresql://", "postgres://")
_COLUMNS: Final = (
    "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = %s"
)
_KEPT: Final = "SELECT content FROM office_recordkept WHERE kind = %s AND digest = %s"
_CONNECT_SECONDS: Final = 10
_AT_ONCE: Final = 500
"""Rows that are fetched together."""
_SETTING: Final = "数据库(TIAOLI_DATABASE,或者设置里的「数据库」)"
_NO_TABLE: Final = "42P01"
_REASONS: Final = {
    "28000": "用户不能登录", "28P01": "用户名或者密码不对", "3D000": "没有这个数据库", "42501": "这个用户没有权限", "53300": "连接太多",
    "57P03": "数据库正在启动或者关闭",
}  # fmt: skip


class _Server:
    """An open transaction."""

    def __init__(self, connection: Connection[Row]) -> None:
        self._connection = connection
        self._cursors = 0

    def rows(self, statement: str) -> Iterator[Row]:
        """What a statement answers."""
        self._cursors += 1
        cursor = self._connection.cursor(name=f"record_{self._cursors}")
        cursor.itersize = _AT_ONCE
        cursor.execute(statement.encode())
        return iter(cursor)

    def columns(self, table: str) -> frozenset[str]:
        """The columns of a table."""
        listed = self._connection.execute(_COLUMNS, (table,)).fetchall()
        return frozenset(str(name) for (name,) in listed)

    def kept(self, kind: str, digest: str) -> Row | None:
        """The row of what is kept under a digest."""
        return self._connection.execute(_KEPT, (kind, digest)).fetchone()


class TableServer(TableRecord):
    """The record in the database of an office on a server. address: as `serve` takes it."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    @staticmethod
    def as_column(text: str) -> str:
        """PostgreSQL keeps every character in a text but NUL, in whose place the window writes U+FFFD."""
        return text.replace("\x00", "\ufffd")

    @contextmanager
    def opened(self) -> Iterator[_Server]:
        """Its tables as of one moment. Raises Faults: U204 no record, U230 no such address, U231 it does not answer."""
        if not self._address.startswith(_SCHEMES):
            raise _unusable("数据库只能是 SQLite(不写这一项)或者 PostgreSQL")
        try:
            import psycopg
        except ImportError:
            raise _unusable("没有安装连接 PostgreSQL 的程序(psycopg)") from None
        try:
            connection = psycopg.connect(self._address, connect_timeout=_CONNECT_SECONDS, client_encoding="UTF8")
        except psycopg.ProgrammingError:
            # What it says of an address may repeat it with the password.
            raise _unusable("数据库的地址读不懂") from None
        except psycopg.Error as error:
            raise _unreadable(error) from None
        try:
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            yield _Server(connection)
        except psycopg.Error as error:
            raise _unreadable(error) from None
        finally:
            connection.close()


def _unusable(message: str) -> Faults:
    hint = "密码写在 PGPASSFILE 所指的文件里,或者写在地址里"
    return Faults([Diagnostic("U230", _SETTING, message, "postgresql://用户@主机:端口/数据库名", hint)])


def _unreadable(error: Error) -> Faults:
    if error.sqlstate == _NO_TABLE:
        message, hint = "这里没有记录:还没有用过有记录的版本", "用这一版打开一次窗口再核对"
        return Faults([Diagnostic("U204", "数据库", message, hint=hint)])
    why = _REASONS.get(error.sqlstate or "", "连接不上,或者连接中断")
    state = f"(SQLSTATE {error.sqlstate})" if error.sqlstate else ""
    hint = "核对数据库是否开着、地址和用户是否对;核对记录的用户要能读这个数据库的各张表"
    return Faults([Diagnostic("U231", "数据库", f"数据库没有答复:{why}{state}", hint=hint)])
