"""The files of an office: what its data folder holds besides the database, and what lies elsewhere because somebody named it so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.os_errors import refusal
from reasoner.driver.record_places import LOCK, SETTINGS_FILE
from reasoner.driver.window.bureau_settings import CORPUS, corpus_folder, portable_settings, settings_path
from reasoner.office.data_folder import REVIEWS, REVIEWS_FOLDER
from reasoner.office.safekeeping.archive import FILES, ArchiveWriter
from reasoner.record.table_file import DATABASE

BACKUPS: Final = "备份"
"""The folder in the data folder for the backups that the program makes of itself."""
_TRIES: Final = 3
_NOT_KEPT: Final = (LOCK, ".tiaoli-probe", *(f"{DATABASE}{end}" for end in ("", "-wal", "-shm", "-journal")))


class OfficeFile(NamedTuple):
    """A file of the office."""

    path: Path
    """Where it is."""
    name: str
    """Where in a data folder it belongs, with slashes."""


def office_files(data: Path) -> tuple[list[OfficeFile], list[str]]:
    """The files of an office, and in words what is left out: links, for what they lead to is no part of the folder."""
    named = {
        REVIEWS_FOLDER: Path(os.environ.get(REVIEWS) or data / REVIEWS_FOLDER),
        CORPUS: corpus_folder() or data / CORPUS,
    }
    elsewhere = {name: folder for name, folder in named.items() if folder.resolve() != (data / name).resolve()}
    files, links = _below(data, "", {*_NOT_KEPT, BACKUPS, SETTINGS_FILE, *elsewhere})
    for name, folder in elsewhere.items():
        more, more_links = _below(folder, f"{name}/", set())
        files, links = files + more, links + more_links
    path = settings_path()
    if path is not None and path.is_file():
        files.append(OfficeFile(path, SETTINGS_FILE))
    return sorted(files, key=lambda f: f.name), links


def _below(folder: Path, prefix: str, without: set[str]) -> tuple[list[OfficeFile], list[str]]:
    files: list[OfficeFile] = []
    links: list[str] = []
    for here, folders, names in os.walk(folder):
        relative = Path(here).relative_to(folder)
        top = relative == Path()
        folders[:] = sorted(n for n in folders if not (top and n in without))
        for name in [*folders, *names]:
            path = Path(here, name)
            if path.is_symlink():
                links.append(f"{path}(链接)")
            elif name in names and not (top and name in without) and not _passing(name) and path.is_file():
                files.append(OfficeFile(path, prefix + (relative / name).as_posix()))
    return files, links


def _passing(name: str) -> bool:
    """Whether a file is one that is being written or sent."""
    return name.endswith((".upload", ".part")) or ".upload." in name or name.startswith(".tiaoli-")


def add_files(writer: ArchiveWriter, data: Path) -> list[str]:
    """Add the files of an office to an archive; in words what was left out. Raises Faults (U107) where one cannot be read."""
    files, left_out = office_files(data)
    for file in files:
        try:
            content = _whole(file.path)
        except FileNotFoundError:
            continue  # taken away since the folder was listed
        except OSError as error:
            message = f"备份没有做成:有一个文件不能读取:{refusal(error)}"
            raise Faults([Diagnostic("U107", str(file.path), message, hint="核对权限")]) from None
        if file.name == SETTINGS_FILE:
            content, dropped = portable_settings(content)
            left_out += [f"设置里的「{key}」(恢复到哪里由那里另设)" for key in dropped]
        writer.add(f"{FILES}/{file.name}", [content])
    return left_out


def _whole(path: Path) -> bytes:
    """The content of a file, not of two states of it: what was written meanwhile is read again."""
    content = path.read_bytes()
    for _ in range(_TRIES):
        before = path.stat()
        content = path.read_bytes()
        after = path.stat()
        if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size):
            return content
    return content


def write_files(data: Path, parts: Iterator[tuple[str, Iterator[bytes]]]) -> None:
    """Write the files of an archive into a new data folder, onto the disk. Raises OSError."""
    for name, chunks in parts:
        path = data.joinpath(*name.removeprefix(f"{FILES}/").split("/"))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(path, "xb") as file:
            if os.name == "posix":
                os.chmod(path, 0o600)
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
