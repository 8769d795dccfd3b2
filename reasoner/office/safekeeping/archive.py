"""The archive of an office: a zip file with a list of everything in it, each with its size and digest, and nothing else.

The digests tell what was damaged, cut or swapped by accident. Who may write the archive may also write its list: whether it was
made by somebody else is told by the record's own chain (`tiaoli audit`) and by the digest that `backup` prints.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final, NoReturn

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.os_errors import refusal

FORMAT: Final = "tiaoli-office-1"
LIST: Final = "清单.json"
TABLES: Final = "tables"
FILES: Final = "files"
_CHUNK: Final = 2**20
_MOST_LIST: Final = 64 * 2**20
"""Bytes of the list."""
_NAME: Final = re.compile(r"(?!/)(?!.*(?:^|/)\.{1,2}(?:/|$))(?!.*//)[^\\:\x00-\x1f]{1,1000}(?<!/)")
"""A path within, which leads nowhere else on any system."""


class Part(msgspec.Struct, frozen=True, rename={"name": "名称", "size": "字节", "sha256": "校验码"}):
    """A file in the archive."""

    name: str
    """Its path in the archive."""
    size: int
    """Its bytes."""
    sha256: str
    """Their digest, in hexadecimal digits."""


class Table(
    msgspec.Struct,
    frozen=True,
    rename={"part": "文件", "model": "数据", "fields": "字段", "rows": "行数", "last": "用到的序号"},
):
    """A table of the database."""

    part: str
    """The path of its rows in the archive: one JSON list a line."""
    model: str
    """The model: application and name."""
    fields: tuple[str, ...]
    """What stands in a row, in this order."""
    rows: int
    """How many."""
    last: int
    """The last number that was given to a row, whether or not it is still there; 0: none."""


class Contents(
    msgspec.Struct,
    frozen=True,
    rename={
        "format": "格式", "made": "时间", "version": "版本", "database": "数据库", "forms": "结构",
        "tables": "数据表", "parts": "内容", "left_out": "未收入",
    },
):  # fmt: skip
    """The list of an archive."""

    format: str
    """`FORMAT`."""
    made: str
    """When, ISO, by the clock of that machine."""
    version: str
    """The version of the program that made it."""
    database: str
    """Which database the rows come from: sqlite or postgresql. They go into either."""
    forms: tuple[tuple[str, str], ...]
    """The forms that its tables have had, the last ones as the rows stand: application and name of each migration."""
    tables: tuple[Table, ...]
    """The tables."""
    parts: tuple[Part, ...]
    """Every file but this one."""
    left_out: tuple[str, ...] = ()
    """What of the office is not in it, in words."""


class ArchiveWriter:
    """An archive that is being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self.parts: list[Part] = []
        """What has been added."""

    def add(self, name: str, chunks: Iterable[bytes]) -> Part:
        """Add a file."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(zipfile.ZipInfo(name), "w", force_zip64=True) as entry:
            for chunk in chunks:
                entry.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        part = Part(name, size, digest.hexdigest())
        self.parts.append(part)
        return part

    def abandon(self) -> None:
        """End without a list: what was written is no archive."""
        with contextlib.suppress(OSError, ValueError):
            self._zip.close()

    def close(self, contents: Contents) -> None:
        """Write the list, and end."""
        self._zip.writestr(LIST, msgspec.json.format(msgspec.json.encode(contents)))
        self._zip.close()


def chunks_of(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a file, piece by piece."""
    while chunk := file.read(_CHUNK):
        yield chunk


class Archive:
    """An archive of which every digest was found right."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, contents: Contents) -> None:
        self.path: Final = path
        self.contents: Final = contents
        self._zip = archive

    def open(self, name: str) -> IO[bytes]:
        """A file of it."""
        return self._zip.open(name)

    def close(self) -> None:
        """Let the file go."""
        self._zip.close()


def checked(path: Path) -> Archive:
    """An archive that holds exactly what its list says. Raises Faults (U233) with the first thing that it does not."""
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        _unfit(path, "不是备份文件,或者没有复制完整(不是完好的 zip)")
    except (OSError, ValueError) as error:
        _unfit(path, f"备份文件不能读取:{refusal(error)}")
    contents = _contents(path, archive)
    names = [i.filename for i in archive.infolist() if i.filename != LIST]
    listed = {p.name: p for p in contents.parts}
    extra, missing = sorted(set(names) - listed.keys()), sorted(listed.keys() - set(names))
    if extra or len(names) != len(set(names)) or len(listed) != len(contents.parts):
        _unfit(path, f"备份里有清单没有列出或者重复的文件:{'、'.join(extra[:3]) or '名称重复'}")
    if missing:
        _unfit(path, f"备份里缺少清单列出的文件:{'、'.join(missing[:3])}")
    for part in contents.parts:
        if not _NAME.fullmatch(part.name) or part.name.partition("/")[0] not in (TABLES, FILES):
            _unfit(path, f"备份里有不能采用的文件名:{part.name[:60]!r}")
        _check_part(path, archive, part)
    unlisted = [t.model for t in contents.tables if t.part not in listed]
    if unlisted:
        _unfit(path, f"备份里缺少数据表:{'、'.join(unlisted[:3])}")
    return Archive(path, archive, contents)


def _contents(path: Path, archive: zipfile.ZipFile) -> Contents:
    infos = [i for i in archive.infolist() if i.filename == LIST]
    if len(infos) != 1 or infos[0].file_size > _MOST_LIST:
        _unfit(path, f"不是 tiaoli office backup 写出的备份(里面没有 {LIST})")
    try:
        raw = archive.read(infos[0])
        head = msgspec.json.decode(raw, type=dict[str, object])
        if head.get("格式") != FORMAT:
            _unfit(path, f"备份的格式是「{str(head.get('格式'))[:40]}」,这个版本不认识", FORMAT)
        return msgspec.json.decode(raw, type=Contents)
    except (msgspec.MsgspecError, UnicodeDecodeError, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        _unfit(path, f"备份的 {LIST} 已经损坏")


def _check_part(path: Path, archive: zipfile.ZipFile, part: Part) -> None:
    """Read a file through. No more of it is read than the list says it has."""
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(part.name) as entry:
            for chunk in chunks_of(entry):
                size += len(chunk)
                if size > part.size:
                    break
                digest.update(chunk)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        _unfit(path, f"备份里的 {part.name} 已经损坏")
    except Exception as error:
        # zlib has an error of its own, and names no common one.
        if type(error).__module__ != "zlib":
            raise
        _unfit(path, f"备份里的 {part.name} 已经损坏")
    if size != part.size or digest.hexdigest() != part.sha256:
        _unfit(path, f"备份里的 {part.name} 与清单的校验码不符")


def _unfit(path: Path, message: str, allowed: str = "") -> NoReturn:
    hint = "换一份完好的备份;什么都没有恢复"
    raise Faults([Diagnostic("U233", str(path), message, allowed, hint)])


def digest_of(path: Path) -> str:
    """The digest of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(file: IO[bytes]) -> None:
    """Bring a file to the disk."""
    file.flush()
    os.fsync(file.fileno())
