"""Where a record stands: in a folder of its own, in a database file, or in the database that a setting names for an office."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.text_decoding import utf8_text
from policy_dsl.ingest.toml_text import toml_tables
from reasoner.letters.settings import DATABASE as DATABASE_SETTING
from reasoner.letters.settings import path_of_settings, read_settings
from reasoner.record.folder import FolderStore
from reasoner.record.store import Record
from reasoner.record.table_file import DATABASE, TableFile
from reasoner.record.table_file import is_table_file as is_table_file
from reasoner.record.table_server import TableServer

DATABASE_VARIABLE: Final = "TIAOLI_DATABASE"
SETTINGS_FILE: Final = "settings.toml"
"""The file of settings in the data folder of a window, where no other is named."""
LOCK: Final = "window.lock"
"""The file in it that a window holds while it runs."""


def database_address(data: Path | None = None) -> str:
    """The address of the database of a window: that of TIAOLI_DATABASE, or of the settings; empty: a file in its data folder.

    data: its data folder, whose own settings count where no others are named; None: `serve` has named them. The address may hold
    a password. Raises Faults (T112) where the settings cannot be read.
    """
    named = os.environ.get(DATABASE_VARIABLE, "").strip()
    path = path_of_settings() or (data / SETTINGS_FILE if data is not None else None)
    if named or path is None or not path.is_file():
        return named
    read_settings(file=path)
    return str(toml_tables(utf8_text(path.read_bytes())).get(DATABASE_SETTING, "")).strip()


def record_in(place: Path) -> tuple[Record, Path]:
    """The record in a folder, its own or that of an office (`tiaoli serve --data`), and where it stands, which is never written over.

    The database of an office is that which `serve` would use: PostgreSQL where the setting names it, else the file in the folder. A
    file that is named itself is what is read. Raises Faults: U204 where a file and a setting speak of two records, T112.
    """
    if is_table_file(place):
        return TableFile(place), place
    store, file = FolderStore(place), place / DATABASE
    if store.exists:
        return store, store.log
    address = database_address(place) if file.is_file() or _served(place) else ""
    if address and file.is_file():
        message = "这个目录里有数据库文件,设置又写明了另外的数据库:不能断定核对哪一份"
        hint = f"核对文件的,写 {file};核对设置里的数据库的,先把这个文件移到别处"
        raise Faults([Diagnostic("U204", str(place), message, hint=hint)])
    if address:
        return TableServer(address), place
    return (TableFile(file), file) if file.is_file() else (store, store.log)


def _served(folder: Path) -> bool:
    """Whether a folder is the data folder of a window, whose database may stand elsewhere."""
    return (folder / LOCK).is_file() or (folder / SETTINGS_FILE).is_file()
