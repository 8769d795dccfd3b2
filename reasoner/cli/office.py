"""The commands that keep an office safe: office backup, restore, upgrade, unlock. Part of `cli`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from reasoner.cli.commands import Commands, Options
from reasoner.cli.console import write

if TYPE_CHECKING:
    from reasoner.office.safekeeping.backup import Made

DONE: Final = 0
_DATABASES: Final = {"sqlite": "数据目录里的文件(SQLite)", "postgresql": "PostgreSQL"}


class BackupOptions(Options):
    """`tiaoli office backup`."""

    output: str
    """The archive to write."""
    data: str | None = None
    """The folder of the office; else in the user's folder."""


class RestoreOptions(Options):
    """`tiaoli office restore`."""

    file: str
    """The archive."""
    data: str
    """The folder to make."""


class UpgradeOptions(Options):
    """`tiaoli office upgrade`."""

    data: str | None = None
    """The folder of the office; else in the user's folder."""
    output: str | None = None
    """The archive to write first; else in the folder of the office."""


class UnlockOptions(Options):
    """`tiaoli office unlock`."""

    login: str
    """By which the person signs in."""
    new_password: bool = False
    """Whether the account is to have another password."""
    data: str | None = None
    """The folder of the office; else in the user's folder."""


def add_office(commands: Commands) -> None:
    """Add the commands."""
    office = commands.add("office", "窗口的数据:备份、恢复、升级、解锁账号", Options, lambda _: DONE)
    actions = Commands(office, "动作", "动作", "tiaoli office")
    backup = actions.add(
        "backup", "把窗口的全部数据写成一个备份文件,窗口开着也可以", BackupOptions, _backup,
        "收入数据库某一时刻的全部内容、本单位的规则库、复核记录、设置;数据库的地址和密码不收入。不覆盖已有的文件。",
    )  # fmt: skip
    backup.add_argument("-o", "--output", required=True, metavar="备份.zip", help="备份写到这个文件")
    _add_data(backup)
    restore = actions.add(
        "restore", "把备份恢复到一个空的目录(和空的数据库)", RestoreOptions, _restore,
        "先核对每个文件的校验码,再恢复;不完整的不恢复,恢复不成的什么都不留下。设了 TIAOLI_DATABASE 的,数据进入那个 PostgreSQL "
        "数据库:SQLite 的备份也可以恢复到 PostgreSQL,反过来也可以。",
    )  # fmt: skip
    restore.add_argument("file", metavar="备份.zip", help="tiaoli office backup 写出的文件")
    restore.add_argument("--data", required=True, metavar="目录", help="没有的或者空的目录")
    upgrade = actions.add(
        "upgrade", "安装新版本以后,先备份、再把数据改成新版本的结构", UpgradeOptions, _upgrade,
        "先关闭窗口。不运行这条命令的,新版本第一次打开窗口时同样先备份、再改。",
    )  # fmt: skip
    upgrade.add_argument("-o", "--output", metavar="备份.zip", help="备份写到这个文件;默认在数据目录的「备份」里")
    _add_data(upgrade)
    unlock = actions.add(
        "unlock", "解锁一个登录不了的账号:密码错得太多、管理员自己也进不去的", UnlockOptions, _unlock,
        "在存放数据的电脑上运行,窗口开着也可以;记入记录。忘记密码的,加 --new-password 另给一个,本人登录时更改。",
    )  # fmt: skip
    unlock.add_argument("login", metavar="登录名", help="账号的登录名")
    unlock.add_argument("--new-password", action="store_true", help="同时另给一个密码,显示一次")
    _add_data(unlock)


def _add_data(parser: object) -> None:
    from reasoner.cli.usage import Parser

    assert isinstance(parser, Parser)
    parser.add_argument("--data", metavar="目录", help="数据所在的目录;默认在用户的数据目录里")


def _backup(options: BackupOptions) -> int:
    from reasoner.office.safekeeping.by_command import back_up_office

    made = back_up_office(Path(options.data) if options.data else None, Path(options.output))
    write(_told(made))
    return DONE


def _told(made: Made) -> str:
    lines = [
        f"已备份:{made.path}",
        f"  数据{made.rows}行,文件{made.files}份;写完以后已逐份核对",
        f"  校验码(SHA-256):{made.sha256}",
        "  备份里有申请人的资料,和数据一样保管;校验码抄在别处",
        *(f"  没有收入:{what}" for what in made.left_out),
    ]
    return "".join(f"{line}\n" for line in lines)


def _restore(options: RestoreOptions) -> int:
    from reasoner.office.safekeeping.by_command import restore_office

    restored = restore_office(Path(options.file), Path(options.data))
    contents = restored.contents
    rows = sum(t.rows for t in contents.tables)
    write(
        f"已恢复:{restored.data}\n"
        f"  {contents.made} 的备份(版本 {contents.version}),数据{rows}行,文件{len(contents.parts) - len(contents.tables)}份\n"
        f"  数据库:{_DATABASES[restored.database]}\n"
        f"  打开:tiaoli serve --data {options.data}\n"
    )
    for what in contents.left_out:
        write(f"  备份没有收入:{what}\n")
    return DONE


def _upgrade(options: UpgradeOptions) -> int:
    from reasoner.office.safekeeping.by_command import upgrade_office

    upgraded = upgrade_office(
        Path(options.data) if options.data else None, Path(options.output) if options.output else None
    )
    if not upgraded.steps:
        write("数据已经是这个版本的结构,不用改,也没有另作备份。\n")
        return DONE
    if upgraded.backup is not None:
        write(_told(upgraded.backup))
    write(f"已改成这个版本的结构,共{len(upgraded.steps)}步:{'、'.join(upgraded.steps)}\n")
    if upgraded.backup is not None:
        write(
            "要退回原来的版本:装回原来的版本,再用上面的备份恢复到一个新的目录:"
            f"tiaoli office restore {upgraded.backup.path} --data 新目录\n"
        )
    return DONE


def _unlock(options: UnlockOptions) -> int:
    from reasoner.office.safekeeping.by_command import unlock_account

    unlocked = unlock_account(
        Path(options.data) if options.data else None, options.login, new_password=options.new_password
    )
    write(f"已解锁:{unlocked.name}\n")
    if unlocked.password:
        write(f"  新密码:{unlocked.password}\n  只显示这一次;当面交给本人,登录时更改。登录着的浏览器都已退出。\n")
    return DONE
