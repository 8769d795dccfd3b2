"""Review records on disk: those beside the rules, or a bureau's own in a folder named by TIAOLI_REVIEWS.

An installed corpus may be read-only, and is replaced when the software is updated; a bureau's reviews are its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from policy_dsl.compiled import Review
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.atomic_write import write_if
from policy_dsl.ingest.text_decoding import NotText, utf8_text
from policy_dsl.ingest.toml_text import MOST_BYTES
from policy_dsl.os_errors import refusal
from policy_dsl.review.records import read_reviews, write_reviews
from policy_dsl.source_files import PACKAGE

VARIABLE: Final = "TIAOLI_REVIEWS"
_ATTEMPTS: Final = 20


def own_folder() -> Path | None:
    """The folder of a bureau's own reviews; None where none is named."""
    named = os.environ.get(VARIABLE, "").strip()
    return Path(named) if named else None


def own_records(folder: Path | None) -> dict[str, tuple[Review, ...]]:
    """The reviews in a bureau's folder by document id; none where it does not exist. Raises Faults (U106, U131)."""
    reviews: dict[str, tuple[Review, ...]] = {}
    faults: list[Diagnostic] = []
    for path in sorted(folder.glob("*/reviews.toml")) if folder is not None and folder.is_dir() else ():
        reviews[path.parent.name], wrong = read_reviews(str(path), _read(path) or "")
        faults += wrong
    if faults:
        raise Faults(faults)
    return reviews


def file_of(document: str, folder: Path | None) -> Path:
    """The file that takes the reviews of a document."""
    return (folder if folder is not None else Path(PACKAGE, "corpus")) / document / "reviews.toml"


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

    Whoever reads sees the old file or the new one, never a part. A writer who comes in between is not overwritten: `more`
    is then asked again with what that one wrote.
    """
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


def _replace(path: Path, text: str, unchanged: Callable[[], bool]) -> bool:
    """Write a file whole if it is still as it was when it was read; whether it was written. Raises Faults (U107)."""
    content = text.encode()
    if len(content) > MOST_BYTES:  # it could not be read again
        message = f"复核记录不能写入:文件将超过 {MOST_BYTES // 2**20} MB"
        raise Faults([Diagnostic("U107", str(path), message, hint="删去文件中不再有效的记录")])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_if(path, content, unchanged)
    except OSError as error:
        hint = f"设环境变量 {VARIABLE} 或用 --reviews 指定本单位存放复核记录的目录"
        raise Faults([Diagnostic("U107", str(path), f"复核记录不能写入:{refusal(error)}", hint=hint)]) from None
