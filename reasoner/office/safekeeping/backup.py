"""Backup: one state of the database, read while others write, then the files; and bringing the tables up to date after a backup."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from django.db import DatabaseError, Error, connection

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.atomic_write import sync_folder
from policy_dsl.os_errors import refusal
from reasoner import ENGINE
from reasoner.office.database import reached, unreachable
from reasoner.office.safekeeping import tables
from reasoner.office.safekeeping.archive import (
    FORMAT,
    TABLES,
    ArchiveWriter,
    Contents,
    Table,
    checked,
    digest_of,
    sync,
)
from reasoner.office.safekeeping.office_files import BACKUPS, add_files

_SNAPSHOT: Final = {"sqlite": "BEGIN", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


class Made(NamedTuple):
    """A backup that was made."""

    path: Path
    """The archive."""
    sha256: str
    """Its digest."""
    rows: int
    """Rows of the database in it."""
    files: int
    """Files in it."""
    left_out: tuple[str, ...]
    """What of the office is not in it, in words."""


def back_up(data: Path, target: Path) -> Made:
    """Write an archive of the office that Django is configured for, and read it through.

    Raises Faults: U231, U232 the database; U107, U109 the file cannot be written, or is there already; U234 a newer database.
    """
    if os.path.lexists(target):
        message = "这个文件已经存在,备份不覆盖别的文件"
        raise Faults([Diagnostic("U109", str(target), message, hint="换一个文件名")])
    reached(connection)
    unfinished = target.with_name(f"{target.name}.{os.urandom(4).hex()}.part")
    try:
        with open(unfinished, "xb") as file:
            if os.name == "posix":
                os.chmod(unfinished, 0o600)
            contents = _write(ArchiveWriter(file), data)
            sync(file)
        checked(unfinished).close()
        digest = digest_of(unfinished)
        _name_new(unfinished, target)
    except OSError as error:
        raise Faults([Diagnostic("U107", str(target), f"备份没有做成:{refusal(error)}", hint="另选一个目录")]) from None
    except (Error, DatabaseError) as error:
        raise unreachable(error) from None
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink()
    rows, listed = sum(t.rows for t in contents.tables), len(contents.tables)
    return Made(target, digest, rows, len(contents.parts) - listed, contents.left_out)


def _write(writer: ArchiveWriter, data: Path) -> Contents:
    """Write everything; what is in it."""
    made = datetime.now().isoformat(timespec="seconds")
    try:
        with _one_state():
            forms, listed = tables.applied(), _add_tables(writer)
        left_out = tuple(add_files(writer, data))
    except BaseException:
        writer.abandon()
        raise
    parts = tuple(writer.parts)
    contents = Contents(FORMAT, made, ENGINE, connection.vendor, forms, tuple(listed), parts, left_out)
    writer.close(contents)
    return contents


def _name_new(unfinished: Path, target: Path) -> None:
    """Give the archive its name, unless somebody else has taken it meanwhile. Raises OSError."""
    try:
        os.link(unfinished, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        os.rename(unfinished, target)
    sync_folder(os.fspath(target.parent))


@contextlib.contextmanager
def _one_state() -> Iterator[None]:
    """Everything that is read within is of one moment; whoever writes meanwhile neither waits nor is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(_SNAPSHOT[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _add_tables(writer: ArchiveWriter) -> list[Table]:
    newer = tables.unknown_applied()
    if newer:
        raise Faults([_newer("数据库", newer)])
    listed = []
    for model in tables.models_of(tables.applied()):
        label = model._meta.label_lower
        count = _Counted()
        part = writer.add(f"{TABLES}/{label}.jsonl", count.each(tables.lines_of(model)))
        listed.append(Table(part.name, label, tables.columns_of(model), count.number, tables.last_number(model)))
    return listed


def _newer(where: str, forms: tables.Forms) -> Diagnostic:
    message = f"数据是由更新的版本写的({forms[-1][1]}),这个版本({ENGINE})读不了"
    return Diagnostic("U234", where, message, hint="用写它的那个版本,或者更新的版本")


class _Counted:
    """How many lines went by."""

    def __init__(self) -> None:
        self.number = 0

    def each(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        for line in lines:
            self.number += 1
            yield line


# --- up to date -------------------------------------------------------------------------------------------------


class Upgraded(NamedTuple):
    """What bringing the tables up to date came to."""

    backup: Made | None
    """The backup that was made first; None: there was nothing to be done, or nothing in the database yet."""
    steps: tuple[str, ...]
    """The changes by name; none: the tables were as they should be."""


def bring_up_to_date(data: Path, backup: Path | None = None) -> Upgraded:
    """Make the tables, or change those of an earlier version after a backup.

    backup: where; None: in the folder 备份 of the data folder. Raises Faults as `back_up` does.
    """
    from django.db.migrations.executor import MigrationExecutor

    reached(connection)
    newer = tables.unknown_applied()
    if newer:
        raise Faults([_newer("数据库", newer)])
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    if not plan:
        return Upgraded(None, ())
    made = back_up(data, backup or _own_backup(data)) if executor.loader.applied_migrations else None
    executor.migrate(targets)
    return Upgraded(made, tuple(m.name for m, _ in plan))


def _own_backup(data: Path) -> Path:
    folder = data / BACKUPS
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Faults([Diagnostic("U107", str(folder), f"升级以前的备份没有做成:{refusal(error)}")]) from None
    return folder / f"升级以前-{datetime.now():%Y%m%d-%H%M%S}.zip"
