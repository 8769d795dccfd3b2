"""Where documents lie while they are brought into the bureau's own corpus, and when they are withdrawn or corrected.

<region>/<document>/draft/                  what is being transcribed, with 入库.json and the received file
<region>/<document>/<version>/              what is published, with the same
.withdrawn/<region>/<document>/<version>/   what is withdrawn: the compiler does not look there, people do
.earlier/<region>/<document>/<version>/<moment>/   what a correction took the place of
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from policy_dsl.corpus_folders import VERSION
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.atomic_write import NotWritten, make_folder, new_folder, sync_folder, write_files
from policy_dsl.ingest.own_corpus_folder import DEFAULT, KEY, VARIABLE, own_corpus_folder
from policy_dsl.ingest.text_decoding import NotText, utf8_text
from policy_dsl.os_errors import refusal
from policy_dsl.source_files import DRAFT, MOST_BYTES
from reasoner.driver.draft_record import FILE, DraftRecord, record_of, record_text

WITHDRAWN: Final = ".withdrawn"
EARLIER: Final = ".earlier"
TEXTS: Final = ("text.txt", "meta.toml", "rules.tiao", "readings.toml", "touching.toml", "cases.yaml")
"""The files of a document that people write."""
_REGION: Final = re.compile("[1-9][0-9]{5}")
_DOCUMENT: Final = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")


class Folder(NamedTuple):
    """The folder of one version of a document."""

    region: str
    document: str
    version: str
    path: Path
    withdrawn: bool = False


class Content(NamedTuple):
    """What lies in a folder."""

    texts: dict[str, str]
    """The files that people write, by name."""
    record: DraftRecord | None
    """None: nobody brought it in by the window."""


def corpus_root() -> Path:
    """The bureau's own corpus; that of the window may not be there yet. Raises Faults (U193) where none is named, T112."""
    root = own_corpus_folder() or os.environ.get(DEFAULT, "")
    if not root:
        hint = f'设环境变量 {VARIABLE},或者在设置里写 "{KEY}" = "目录"'
        raise Faults([Diagnostic("U193", "规则库", "没有指定本单位的规则库", "本单位自己的目录,不写进软件里", hint)])
    return Path(root)


def folders() -> list[Folder]:
    """Every version of every document of the corpus, drafts and what is withdrawn among them.

    Raises Faults: U193, U190 where it cannot be read.
    """
    root = corpus_root()
    try:
        return [*_below(root, withdrawn=False), *_below(root / WITHDRAWN, withdrawn=True)]
    except OSError as error:
        message = f"本单位规则库的目录不能读取:{refusal(error)}"
        raise Faults([Diagnostic("U190", str(root), message, "已有的、可以读取的目录", "核对目录名和权限")]) from None


def _below(root: Path, *, withdrawn: bool) -> Iterator[Folder]:
    if not root.is_dir():
        return
    for region in sorted(p for p in root.iterdir() if _REGION.fullmatch(p.name) and p.is_dir()):
        for document in sorted(p for p in region.iterdir() if _DOCUMENT.fullmatch(p.name) and p.is_dir()):
            for version in sorted(p for p in document.iterdir() if VERSION.fullmatch(p.name) and p.is_dir()):
                yield Folder(region.name, document.name, version.name, version, withdrawn)


def folder_of(document: str, version: str = DRAFT, *, withdrawn: bool = False) -> Folder | None:
    """A version of a document; None where there is none."""
    if not _DOCUMENT.fullmatch(document) or not VERSION.fullmatch(version):
        return None
    return next((f for f in folders() if (f.document, f.version, f.withdrawn) == (document, version, withdrawn)), None)


def draft_folder(region: str, document: str) -> Folder:
    """Where the draft of a document lies, or would."""
    return Folder(region, document, DRAFT, corpus_root() / region / document / DRAFT)


def content(folder: Folder) -> Content:
    """The files of a folder. Raises Faults (U106) with every one that cannot be read."""
    texts: dict[str, str] = {}
    faults: list[Diagnostic] = []
    for name in TEXTS:
        path = folder.path / name
        if path.is_file():
            try:
                texts[name] = utf8_text(_bytes(path)).replace("\r\n", "\n")
            except NotText:
                faults.append(Diagnostic("U106", str(path), "文件不是可读的文本", "UTF-8 编码", "另存为 UTF-8 编码"))
            except OSError as error:
                faults.append(Diagnostic("U106", str(path), f"文件不能读取:{refusal(error)}"))
    record = None
    if (folder.path / FILE).is_file():
        try:
            record = record_of((folder.path / FILE).read_bytes())
        except (OSError, ValueError):
            message = "入库的记录不能读取,或者不是条理写的"
            faults.append(Diagnostic("U106", str(folder.path / FILE), message, hint="从备份恢复这个文件"))
    if faults:
        raise Faults(faults)
    return Content(texts, record)


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Faults([Diagnostic("U106", str(path), "文件过大", f"不超过 {MOST_BYTES // 2**20} MB")])
    return raw


def received(folder: Folder, record: DraftRecord) -> bytes:
    """The received file as it came in. Raises Faults (U106)."""
    try:
        return (folder.path / Path(record.stored).name).read_bytes()
    except OSError as error:
        raise Faults([Diagnostic("U106", record.file, f"收到的文件不能读取:{refusal(error)}")]) from None


def make(folder: Folder, texts: Mapping[str, str], record: DraftRecord, raw: bytes) -> None:
    """Make the folder of a draft, whole or not at all. Raises Faults: U192 where there is one, U107."""
    if os.path.lexists(folder.path) and any(folder.path.iterdir()):
        raise Faults([_taken(folder)])
    files = {n: t.encode() for n, t in texts.items()} | {FILE: record_text(record)}
    files |= {record.stored: raw} if raw else {}  # of what came by the command line the received file lies elsewhere
    try:
        make_folder(folder.path.parent)
        new_folder(folder.path, files)
    except NotWritten as failure:
        raise _unwritten(failure.path, failure.error) from None
    except (OSError, ValueError) as error:
        raise _unwritten(folder.path, error) from None


def write(folder: Folder, texts: Mapping[str, str], record: DraftRecord, raw: bytes = b"") -> None:
    """Write files of a draft and its record, all or none; raw: the received file, where it is new. Raises Faults (U107)."""
    files = {folder.path / n: t.encode() for n, t in texts.items()} | {folder.path / FILE: record_text(record)}
    files |= {folder.path / record.stored: raw} if raw else {}
    try:
        write_files(files)
    except NotWritten as failure:
        raise _unwritten(failure.path, failure.error) from None


def move(folder: Folder, version: str, *, withdrawn: bool = False) -> Folder:
    """Put a folder in the place of a version; what stands there goes to the earlier ones. Raises Faults (U107)."""
    root = corpus_root()
    target = (root / WITHDRAWN if withdrawn else root) / folder.region / folder.document / version
    try:
        make_folder(target.parent)
        if os.path.lexists(target):
            put_aside(Folder(folder.region, folder.document, version, target, withdrawn))
        os.replace(folder.path, target)
        for above in (folder.path.parent, target.parent):
            sync_folder(str(above))
    except (OSError, ValueError) as error:
        raise _unwritten(target, error) from None
    return Folder(folder.region, folder.document, version, target, withdrawn)


def put_aside(folder: Folder) -> Path:
    """Move a folder to the earlier ones, under the moment. Raises OSError."""
    moment = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    place = corpus_root() / EARLIER / folder.region / folder.document / folder.version / moment
    make_folder(place.parent)
    os.replace(folder.path, place)
    return place


def earlier(document: str, version: str) -> list[Path]:
    """What corrections took the place of, the latest last."""
    root = corpus_root() / EARLIER
    return sorted(p for p in root.glob(f"*/{document}/{version}/*") if p.is_dir())


def copy(folder: Folder, target: Folder, record: DraftRecord) -> None:
    """Copy a folder with all its files, records beside it too, to begin a correction. Raises Faults: U192, U107, U106."""
    content(folder)  # what cannot be read is said before anything is written
    if os.path.lexists(target.path) and any(target.path.iterdir()):
        raise Faults([_taken(target)])
    try:
        files = {p.name: p.read_bytes() for p in folder.path.iterdir() if p.is_file() and not p.name.startswith(".")}
        make_folder(target.path.parent)
        new_folder(target.path, files | {FILE: record_text(record)})
    except NotWritten as failure:
        raise _unwritten(failure.path, failure.error) from None
    except (OSError, ValueError) as error:
        raise _unwritten(target.path, error) from None


def _taken(folder: Folder) -> Diagnostic:
    return Diagnostic("U192", str(folder.path), "目录已经在了,什么也没有写", "还没有用过的标识或版本")


def remove_draft(folder: Folder) -> None:
    """Take a draft away: it goes to the earlier ones, nothing is deleted. Raises Faults (U107)."""
    try:
        put_aside(folder)
        with_above = folder.path.parent
        if not any(with_above.iterdir()):
            shutil.rmtree(with_above)
    except (OSError, ValueError) as error:
        raise _unwritten(folder.path, error) from None


def _unwritten(path: Path, error: OSError | ValueError) -> Faults:
    hint = "检查目录的写入权限和磁盘空间"
    return Faults([Diagnostic("U107", str(path), f"文件不能写入:{refusal(error)},什么也没有改动", hint=hint)])
