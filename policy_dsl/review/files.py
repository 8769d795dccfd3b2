"""Review records on disk: those that come with the rules, and a bureau's own in a folder named by TIAOLI_REVIEWS.

An installed corpus may be read-only, and is replaced when the software is updated; a bureau's reviews are its own.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeVar

if sys.platform != "win32":
    import fcntl

from policy_dsl.compiled import Review
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.atomic_write import make_folder, real_path, write_if
from policy_dsl.ingest.own_corpus_folder import REVIEWS, own_corpus_folder
from policy_dsl.ingest.temporary_folder import remove_stale
from policy_dsl.ingest.text_decoding import NotText, utf8_text
from policy_dsl.ingest.toml_text import MOST_BYTES
from policy_dsl.os_errors import refusal
from policy_dsl.review.records import read_reviews, write_reviews

VARIABLE: Final = "TIAOLI_REVIEWS"
FILE: Final = "reviews.toml"
_WAIT: Final = 0.05
"""Seconds between two tries to lock a folder."""
_WAITS: Final = 200
_ATTEMPTS: Final = 20
_Read = TypeVar("_Read")


def own_folder() -> Path | None:
    """The folder of a bureau's own reviews: that of TIAOLI_REVIEWS, or `reviews` in its own corpus; None where neither is named."""
    named = os.environ.get(VARIABLE, "").strip()
    corpus = "" if named else own_corpus_folder()
    return Path(named) if named else Path(corpus, REVIEWS) if corpus else None


def read_own(
    folder: Path | None, name: str, read: Callable[[str, str], tuple[tuple[_Read, ...], list[Diagnostic]]]
) -> tuple[dict[str, tuple[_Read, ...]], list[Diagnostic]]:
    """The records in the files of one name in a bureau's folder, by document id, and every fault in them (U106, U131).

    A file with a fault gives no records, and keeps no other from giving its own. What killed runs left is taken away.
    """
    records: dict[str, tuple[_Read, ...]] = {}
    faults: list[Diagnostic] = []
    if folder is None or not os.path.isdir(folder):
        return records, faults
    remove_stale(os.fspath(folder))
    for path in sorted(folder.glob("*/")):
        remove_stale(os.fspath(path))
    for path in sorted(folder.glob(f"*/{name}")):
        try:
            there, wrong = read(str(path), _read(path) or "")
        except Faults as error:
            there, wrong = (), list(error.diagnostics)
        faults += wrong
        if not wrong:
            records[path.parent.name] = there
    return records, faults


def own_records(folder: Path | None) -> dict[str, tuple[Review, ...]]:
    """The reviews in a bureau's folder by document id; none where it does not exist. Raises Faults (U106, U131)."""
    return sound(read_own(folder, FILE, read_reviews))


def sound(read: tuple[dict[str, tuple[_Read, ...]], Iterable[Diagnostic]]) -> dict[str, tuple[_Read, ...]]:
    """The records that were read. Raises Faults with every fault in their files."""
    records, faults = read
    if faults := list(faults):
        raise Faults(faults)
    return records


def file_of(document: str, folder: Path) -> Path:
    """The file in a bureau's folder that takes the reviews of a document."""
    return folder / document / FILE


def append(path: Path, review: Review) -> None:
    """Add a review behind those of the file. Raises Faults: U106 or U107, or U131 where it holds anything else than reviews."""

    def more(text: str) -> str:
        reviews, wrong = read_reviews(str(path), text)
        if wrong:
            raise Faults(wrong)
        return _with(reviews, review)

    extend(path, more)


def extend(path: Path, more: Callable[[str], str]) -> None:
    """Make of the text of a file (empty where there is none) what `more` makes of it. Raises Faults: U106 or U107, or its own.

    Whoever reads sees the old file or the new one, never a part. Writers wait for each other; where the file system cannot
    make them, one who comes in between is not overwritten: `more` is then asked again with what that one wrote.
    """
    before = _read(path)
    more(before or "")  # what is wrong with a file is said before a folder is made
    with _alone(path):
        for _ in range(_ATTEMPTS):
            before = _read(path)
            if _replace(path, more(before or ""), lambda: _read(path) == before):  # noqa: B023 - called at once
                return
    raise Faults([Diagnostic("U107", str(path), "另一个程序一直在写这个文件", hint="稍后再试")])


def _with(reviews: Sequence[Review], review: Review) -> str:
    return write_reviews([*reviews, review])


def read_text(path: Path) -> str:
    """The text of a file, empty where there is none. Raises Faults (U106)."""
    return _read(path) or ""


def _read(path: Path) -> str | None:
    """The text of a file; None where there is none."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise Faults([Diagnostic("U106", str(path), "文件过大", f"不超过 {MOST_BYTES // 2**20} MB")])
        return utf8_text(raw).replace("\r\n", "\n")
    except FileNotFoundError:
        return None
    except (OSError, NotText) as error:
        reason = refusal(error) if isinstance(error, OSError) else "不是 UTF-8 编码的文本"
        raise Faults([Diagnostic("U106", str(path), f"文件不能读取:{reason}")]) from None


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Within, no other writer of this kind is at work in the folder of a file, which is made. Raises Faults (U107)."""
    try:
        make_folder(path.parent)
        target = real_path(path)
    except (OSError, ValueError) as error:
        raise _not_written(path, error) from None
    with contextlib.ExitStack() as lock:
        if sys.platform != "win32":
            with contextlib.suppress(OSError):  # a network drive may have no locks
                descriptor = os.open(os.path.dirname(target), os.O_RDONLY | os.O_DIRECTORY)
                lock.callback(os.close, descriptor)
                _wait_for(descriptor)
        yield


def _wait_for(descriptor: int) -> None:
    """Lock a folder; after some seconds it is left to `unchanged` to notice another writer. Raises OSError."""
    for _ in range(_WAITS):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_WAIT)
        else:
            return


def _replace(path: Path, text: str, unchanged: Callable[[], bool]) -> bool:
    """Write a file whole if it is still as it was when it was read; whether it was written. Raises Faults (U107)."""
    content = text.encode()
    if len(content) > MOST_BYTES:  # it could not be read again
        message = f"复核记录不能写入:文件将超过 {MOST_BYTES // 2**20} MB"
        raise Faults([Diagnostic("U107", str(path), message, hint="删去文件中不再有效的记录")])
    try:
        return write_if(path, content, unchanged)
    except (OSError, ValueError) as error:
        raise _not_written(path, error) from None


def _not_written(path: Path, error: OSError | ValueError) -> Faults:
    hint = f"设环境变量 {VARIABLE} 或用 --reviews 指定本单位存放复核记录的目录"
    return Faults([Diagnostic("U107", str(path), f"复核记录不能写入:{refusal(error)}", hint=hint)])
