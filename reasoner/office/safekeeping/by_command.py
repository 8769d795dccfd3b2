"""Backup, restore and upgrade as the command line asks for them: folder, settings, database, then the work itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver.record_places import SETTINGS_FILE, database_address
from reasoner.office.configuration import configure
from reasoner.office.data_folder import data_folder, locked, name_own_files, only_window, prepared
from reasoner.office.database import reached
from reasoner.record.table_file import DATABASE

if TYPE_CHECKING:
    from reasoner.office.safekeeping.archive import Contents
    from reasoner.office.safekeeping.backup import Made, Upgraded

_NOBODY: Final = "tiaoli_none"
"""The name of a cookie that is given to nobody: no window is opened here."""


class Restored(NamedTuple):
    """An office that was restored."""

    data: Path
    """Its folder."""
    contents: Contents
    """What the archive had."""
    database: str
    """Into which database: sqlite or postgresql."""


def back_up_office(data: Path | None, target: Path) -> Made:
    """Write an archive of an office, open or not. Raises Faults as `backup.back_up` does, and U236 where there is no office."""
    folder = _office(data)
    from reasoner.office.safekeeping.backup import back_up

    return back_up(folder, target)


def restore_office(archive: Path, data: Path) -> Restored:
    """Restore an archive into an empty folder and, where a setting names one, an empty database of PostgreSQL.

    Raises Faults as `archive.checked`, `restore.empty_target` and `restore.take_in` do.
    """
    from reasoner.office.safekeeping.archive import checked
    from reasoner.office.safekeeping.restore import empty_target, folder_beside, take_in

    empty_target(data)
    opened = checked(archive)
    folder = data.resolve()
    with folder_beside(folder) as beside:
        configure(beside, (), _NOBODY, database_address())
        from django.db import connection

        try:
            return Restored(folder, take_in(opened, beside, folder), connection.vendor)
        finally:
            connection.close()
            opened.close()


def upgrade_office(data: Path | None, target: Path | None) -> Upgraded:
    """Bring the tables of an office up to date, after a backup. Raises Faults as `backup.bring_up_to_date` does, U171 where it is open."""
    folder = _office(data)
    lock = locked(folder)
    try:
        from django.db import connection

        from reasoner.office.safekeeping.backup import bring_up_to_date

        reached(connection)
        only_window(connection)
        return bring_up_to_date(folder, target)
    finally:
        lock()


class Unlocked(NamedTuple):
    """An account that can sign in again."""

    name: str
    """Of the person."""
    password: str
    """A new password for the person, who changes it at the sign-in; empty: the old one stands."""


def unlock_account(data: Path | None, login: str, *, new_password: bool) -> Unlocked:
    """Let somebody sign in at once who would have to wait: the way back where no administrator can. Open or not.

    new_password: also give the account another password. Raises Faults: U236 where there is no office, U242 no such open account.
    """
    _office(data)
    from django.db import connection, transaction

    reached(connection)
    from reasoner.office import passwords, sessions
    from reasoner.office.account_models import Account
    from reasoner.office.accounts import login_of
    from reasoner.office.trail import note

    tables = connection.introspection.table_names()
    known = Account.objects.filter(login=login_of(login), closed="") if Account._meta.db_table in tables else None
    kept = known.first() if known is not None and login.isprintable() else None
    if kept is None:
        hint = "核对登录名;已经关闭的账号不能解锁"
        raise Faults([Diagnostic("U242", login[:40], "没有这个账号", hint=hint)])
    password = passwords.first_password() if new_password else ""
    with transaction.atomic():
        sessions.unlock(kept.login)
        if password:
            passwords.replace(kept, password, by_other=True)
            sessions.end_all(kept, "重置密码")
        note("本机解锁", {"登录名": kept.login, "重置密码": new_password}, "")
    return Unlocked(kept.name, password)


def _office(data: Path | None) -> Path:
    """The folder of an office that is there, with Django configured for it. Raises Faults (U236)."""
    place = data or data_folder()
    if (place / SETTINGS_FILE).is_file():
        name_own_files(place)
    address = database_address() if place.is_dir() else ""
    if not address and not (place / DATABASE).is_file():
        message = "这个目录里没有窗口的数据"
        hint = "用 --data 写明 tiaoli serve 所用的数据目录"
        raise Faults([Diagnostic("U236", f"--data {place}", message, hint=hint)])
    folder = prepared(place)
    name_own_files(folder)
    configure(folder, (), _NOBODY, address)
    return folder
