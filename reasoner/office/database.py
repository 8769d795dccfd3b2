"""The database of a window: a SQLite file in the data folder, or PostgreSQL where one setting names it.

The address may hold a password. It stands in no message, on no page and in no log; what is wrong is told without it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.record.table_file import DATABASE

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

SCHEMES: Final = ("postgresql://", "postgres://")
_BUSY_SECONDS: Final = 20
"""How long whoever writes waits for another who does."""
_CONNECT_SECONDS: Final = 10
_LEAST_VERSION: Final = 14
_PLACE: Final = "数据库(TIAOLI_DATABASE,或者设置里的「数据库」)"
_ALLOWED: Final = "postgresql://用户@主机:端口/数据库名"


def settings_of(address: str, data: Path) -> dict[str, object]:
    """The database as Django is told of it. address: of PostgreSQL; empty: the file in the data folder. Raises Faults (U230)."""
    if not address:
        return _sqlite(data)
    if not address.startswith(SCHEMES):
        raise _unusable_address("数据库只能是 SQLite(不写这一项)或者 PostgreSQL")
    try:
        from psycopg import Error
        from psycopg.conninfo import conninfo_to_dict
    except ImportError:
        hint = "随离线安装包装上 psycopg;暂时用本机的文件,不写这一项"
        raise Faults([Diagnostic("U230", _PLACE, "没有安装连接 PostgreSQL 的程序(psycopg)", hint=hint)]) from None
    try:
        parts = {k: str(v) for k, v in conninfo_to_dict(address).items() if v is not None}
    except Error:
        # What psycopg says may repeat the address with its password.
        raise _unusable_address("数据库的地址读不懂") from None
    name = parts.pop("dbname", "")
    if not name:
        raise _unusable_address("数据库的地址没有写数据库名")
    named = {"USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    first = {setting: parts.pop(key, "") for setting, key in named.items()}
    options = parts.pop("options", "")
    fixed = (
        f"-c synchronous_commit=on -c lock_timeout={_BUSY_SECONDS}s -c default_transaction_isolation=read\\ committed"
    )
    return {
        "ENGINE": "reasoner.office.postgresql",
        "NAME": name,
        **first,
        "CONN_MAX_AGE": None,
        # A connection that the server has closed meanwhile is opened anew at the next request.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": _CONNECT_SECONDS, **parts, "options": f"{options} {fixed}".strip()},
    }


def _sqlite(data: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / DATABASE,
        # Each of the few threads of the server keeps its connection: to open one is dearer than to answer from it.
        "CONN_MAX_AGE": None,
        # A writer takes its lock at once, so that no transaction fails half-way; what is answered is on the disk.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": _BUSY_SECONDS,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def reached(connection: BaseDatabaseWrapper) -> None:
    """Whether the database answers, and keeps what it says it has kept. Raises Faults (U231, U232)."""
    from django.db import DatabaseError, Error, NotSupportedError

    try:
        connection.ensure_connection()
        if connection.vendor == "postgresql":
            _check_server(connection)
    except NotSupportedError:
        message = f"PostgreSQL 的版本太旧,要 {_LEAST_VERSION} 以上的"
        raise Faults([Diagnostic("U232", _PLACE, message, hint="请管理员升级数据库")]) from None
    except (Error, DatabaseError) as error:
        raise unreachable(error) from None


def _check_server(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        values = {}
        for name in ("server_encoding", "fsync", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            (values[name],) = cursor.fetchone()
    if values["server_encoding"] != "UTF8":
        message = f"数据库的编码是 {values['server_encoding']},存不了全部汉字"
        hint = "请管理员另建一个 UTF8 编码的数据库:createdb --encoding=UTF8 --template=template0"
        raise Faults([Diagnostic("U232", _PLACE, message, "UTF8", hint)])
    off = [name for name in ("fsync", "full_page_writes") if values[name] != "on"]
    if off:
        message = f"数据库服务器关闭了 {'、'.join(off)},断电会丢失已经答复的内容"
        raise Faults([Diagnostic("U232", _PLACE, message, hint="请管理员在 postgresql.conf 中打开")])


def unreachable(error: Exception) -> Faults:
    """A database that does not answer (U231). What it says itself is English, and may hold the address: it is not repeated."""
    state = getattr(error.__cause__, "sqlstate", None)
    known = {
        "28000": "用户不能登录", "28P01": "用户名或者密码不对", "3D000": "没有这个数据库", "42501": "这个用户没有权限",
        "53300": "连接太多", "55P03": "等了二十秒,别的操作还没有写完", "57P03": "数据库正在启动或者关闭",
    }  # fmt: skip
    message = f"数据库没有答复:{known.get(str(state), '连接不上,或者连接中断')}" + (
        f"(SQLSTATE {state})" if state else ""
    )
    hint = "核对数据库是否开着、地址和用户是否对;已经答复的内容都在数据库里"
    return Faults([Diagnostic("U231", "数据库", message, hint=hint)])


def _unusable_address(message: str) -> Faults:
    return Faults([Diagnostic("U230", _PLACE, message, _ALLOWED, "密码写在 PGPASSFILE 所指的文件里,或者写在地址里")])
