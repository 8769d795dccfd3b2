"""Files written whole or not at all, and never over what was read or what a person wrote."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest import output_guard
from policy_dsl.ingest.atomic_write import real_path, unwritable
from policy_dsl.ingest.output_guard import NEW_ONLY, Overwriting
from reasoner.render.xlsx.sheet_model import Sheet


def check_target(path: Path, overwriting: Overwriting, suffixes: tuple[str, ...] = (".xlsx",)) -> None:
    """Raise Faults before any work is done: S141 over a source, those of `check_place`, U109 over a file that is not our own
    unchanged output.
    """
    check_place(path, overwriting.sources, suffixes)
    output_guard.check([path], overwriting)


def check_place(path: Path, sources: Iterable[Path] = (), suffixes: tuple[str, ...] = (".xlsx",)) -> None:
    """Raise Faults: S142 another kind of file, S141 over a source, S140 no such folder."""
    if path.suffix.lower() not in suffixes:
        raise Faults(
            [Diagnostic("S142", str(path), f"「{path.suffix or path.name}」不是可写的类型", "、".join(suffixes))]
        )
    for source in output_guard.sources_among([path], sources).values():
        raise Faults([Diagnostic("S141", str(path), f"这是来源文件 {source}", hint="换一个文件名")])
    if why := unwritable(path):
        raise Faults([Diagnostic("S140", str(path), why, hint="检查目录是否存在")])


def save(path: Path, content: bytes, overwriting: Overwriting = NEW_ONLY) -> None:
    """Write or replace a file; whoever reads it sees the old one or the new one. Raises Faults (S140, U109, U110)."""
    output_guard.write({path: content}, overwriting, _not_written)


def save_workbook(path: Path, sheets: Iterable[Sheet], overwriting: Overwriting = NEW_ONLY) -> None:
    """Write or replace a workbook by one of these sheets; temporary files stand beside it meanwhile.

    Raises Faults (S140, U109, U110).
    """
    save(path, workbook_content(path, sheets), overwriting)


def workbook_content(path: Path, sheets: Iterable[Sheet]) -> bytes:
    """The bytes of a workbook that is to stand in a place. Raises Faults (S140)."""
    from reasoner.render.xlsx.workbook_writer import workbook_bytes

    try:
        return workbook_bytes(sheets, os.path.dirname(real_path(path)))
    except OSError as error:
        raise Faults([_not_written(path, error)]) from None


def _not_written(path: Path, error: OSError | ValueError) -> Diagnostic:
    hint = "检查目录的写入权限和磁盘空间;文件正在 Excel、WPS 里打开的,先关闭"
    return Diagnostic("S140", str(path), f"文件不能写入:{output_guard.reason(error)}", hint=hint)
