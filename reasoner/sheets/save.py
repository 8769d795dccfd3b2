"""Files written whole or not at all, and never over what was read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.atomic_write import write_file
from policy_dsl.os_errors import NO_FOLDER, refusal
from reasoner.render.xlsx.sheet_model import Sheet


def check_target(path: Path, sources: Iterable[Path], suffixes: tuple[str, ...] = (".xlsx",)) -> None:
    """Raise Faults before any work is done: S141 over a source, S142 another kind of file, S140 no such folder."""
    if path.suffix.lower() not in suffixes:
        raise Faults(
            [Diagnostic("S142", str(path), f"「{path.suffix or path.name}」不是可写的类型", "、".join(suffixes))]
        )
    for source in sources:
        with contextlib.suppress(OSError):
            if path.resolve() == source.resolve() or (path.exists() and path.samefile(source)):
                raise Faults([Diagnostic("S141", str(path), f"这是来源文件 {source}", hint="换一个文件名")])
    if path.is_dir() or not path.resolve().parent.is_dir():
        message = "这是目录" if path.is_dir() else "没有这个目录"
        raise Faults([Diagnostic("S140", str(path), message, hint="检查目录是否存在")])


def save(path: Path, content: bytes) -> None:
    """Replace a file; whoever reads it sees the old one or the new one. Raises Faults (S140)."""
    try:
        write_file(path, content)
    except OSError as error:
        raise _not_written(path, error.strerror or type(error).__name__) from None


def save_workbook(path: Path, sheets: Iterable[Sheet]) -> None:
    """Replace a workbook by one of these sheets; temporary files stand beside it meanwhile. Raises Faults (S140)."""
    from reasoner.render.xlsx.workbook_writer import workbook_bytes

    try:
        content = workbook_bytes(sheets, path.resolve().parent)
    except OSError as error:
        reason = NO_FOLDER if isinstance(error, FileNotFoundError) else refusal(error)
        raise _not_written(path, reason) from None
    save(path, content)


def _not_written(path: Path, reason: str) -> Faults:
    hint = "检查目录的写入权限和磁盘空间;文件正在 Excel、WPS 里打开的,先关闭"
    return Faults([Diagnostic("S140", str(path), f"文件不能写入:{reason}", hint=hint)])
