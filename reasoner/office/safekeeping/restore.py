"""Restore: an archive becomes an office in an empty folder and an empty database, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
from django.core.exceptions import ValidationError
from django.db import DatabaseError, Error, connection, transaction

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.atomic_write import sync_folder
from policy_dsl.os_errors import refusal
from reasoner.office.database import reached, unreachable
from reasoner.office.safekeeping import tables
from reasoner.office.safekeeping.archive import FILES, Archive, Contents, chunks_of
from reasoner.office.safekeeping.office_files import write_files


def empty_target(data: Path) -> None:
    """Whether a folder can become an office. Raises Faults (U235) where something is in it."""
    try:
        taken = os.path.lexists(data) and (not data.is_dir() or any(data.iterdir()))
        data.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Faults([Diagnostic("U107", f"--data {data}", f"数据目录不能写入:{refusal(error)}")]) from None
    if taken:
        message = "这个目录里已经有文件,恢复不覆盖任何东西"
        raise Faults([Diagnostic("U235", f"--data {data}", message, "没有的或者空的目录", "用 --data 另写一个目录")])


@contextlib.contextmanager
def folder_beside(data: Path) -> Iterator[Path]:
    """A folder beside that of an office, in which it is made before it has its name; taken away where it was not renamed."""
    beside = data.parent / f".tiaoli-{os.urandom(4).hex()}"
    beside.mkdir(mode=0o700)
    try:
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def take_in(archive: Archive, beside: Path, data: Path) -> Contents:
    """Restore an archive of which the digests are right. Django is configured for the database; `beside` becomes `data` at last.

    Raises Faults: U233 rows that are none of their tables, U234 an archive of a later version, U235 a database with something
    in it, U231 and U232 a database that does not serve, U107 a folder that cannot be written.
    """
    contents = archive.contents
    _check_forms(archive)
    reached(connection)
    taken = [t for t in connection.introspection.table_names() if t.startswith(("office_", "django_"))]
    if taken:
        message = f"这个数据库里已经有一个窗口的数据({taken[0]}),恢复不覆盖任何东西"
        raise Faults([Diagnostic("U235", "数据库", message, "空的数据库", "另建一个空的数据库")])
    own, named = connection.vendor == "sqlite", False
    try:
        # With PostgreSQL the tables and all that is in them stand at once, with the folder, or not at all.
        with contextlib.nullcontext() if own else transaction.atomic():
            _make_tables(contents)
            with transaction.atomic():
                _take_rows(archive)
            write_files(beside, _files(archive))
            if not own:
                _rename(beside, data)
                named = True
        if own:
            _to_latest()
            connection.close()
            _rename(beside, data)
        named = False
    except OSError as error:
        message = f"没有恢复:{refusal(error)}"
        raise Faults([Diagnostic("U107", f"--data {data}", message, hint="核对权限和磁盘空间")]) from None
    except (ValueError, TypeError, KeyError, msgspec.MsgspecError, ValidationError, Error, DatabaseError) as error:
        if isinstance(error, Error) and getattr(error.__cause__, "sqlstate", "22000")[:2] not in ("22", "23"):
            raise unreachable(error) from None
        message = "备份里的数据与它自己的结构不符"
        raise Faults([Diagnostic("U233", str(archive.path), message, hint="换一份完好的备份;什么都没有恢复")]) from None
    finally:
        if named:  # the database did not take it
            os.rename(data, beside)
    if not own:
        _to_latest()
    return contents


def _check_forms(archive: Archive) -> None:
    try:
        tables.last_of(archive.contents.forms)
    except KeyError as error:
        name = error.args[0][1] if isinstance(error.args[0], tuple) else str(error.args[0])
        message = f"备份是由更新的版本({archive.contents.version})写的(结构 {name}),这个版本读不了"
        hint = "用写它的那个版本,或者更新的版本"
        raise Faults([Diagnostic("U234", str(archive.path), message, hint=hint)]) from None


def _make_tables(contents: Contents) -> None:
    from django.db.migrations.executor import MigrationExecutor

    MigrationExecutor(connection).migrate(tables.last_of(contents.forms))


def _to_latest() -> None:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def _take_rows(archive: Archive) -> None:
    models = {m._meta.label_lower: m for m in tables.models_of(archive.contents.forms)}
    if models.keys() != {t.model for t in archive.contents.tables}:
        raise ValueError("tables")
    for model in models.values():
        model._default_manager.all().delete()  # what a migration wrote of its own is in the archive, too
    for table in archive.contents.tables:
        with archive.open(table.part) as lines:
            if tables.take_lines(models[table.model], table, lines) != table.rows:
                raise ValueError(table.model)
    connection.check_constraints()
    tables.set_last_numbers([(models[t.model], t.last) for t in archive.contents.tables])


def _files(archive: Archive) -> Iterator[tuple[str, Iterator[bytes]]]:
    for part in archive.contents.parts:
        if part.name.startswith(f"{FILES}/"):
            with archive.open(part.name) as file:
                yield part.name, chunks_of(file)


def _rename(beside: Path, data: Path) -> None:
    for here, _, _ in os.walk(beside):
        sync_folder(here)
    if data.is_dir():
        data.rmdir()
    os.rename(beside, data)
    sync_folder(os.fspath(data.parent))
