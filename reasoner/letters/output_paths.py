"""Where letters go: names made safe, files whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest import output_guard
from policy_dsl.ingest.output_guard import NEW_ONLY, Overwriting, sources_among
from policy_dsl.os_errors import refusal

SUFFIXES: Final = (".docx", ".html", ".pdf")
NAMED: Final = ("编号", "机构", "事项", "文书")
"""What a name pattern may hold: {编号}-{文书}.docx."""

_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u2028\u2029]|\.{2,}')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST: Final = 150


def pattern_of(output: str, count: int) -> Path:
    """How the files of so many letters are named. Raises Faults (T109) where that is not usable."""
    where = f"-o {output}"
    pattern = _pattern(output, count)
    suffix = pattern.suffix.lower()
    if suffix not in SUFFIXES:
        hint = "写成 -o 告知书.docx,或者一个目录"
        raise Faults(
            [Diagnostic("T109", where, f"不能写出「{suffix or '没有扩展名'}」的文书", "、".join(SUFFIXES), hint)]
        )
    written: list[str] = re.findall(r"\{([^{}]*)\}", output)
    unknown = [n for n in written if n not in NAMED]
    if unknown:
        allowed = "、".join(f"{{{n}}}" for n in NAMED)
        raise Faults([Diagnostic("T109", where, f"文件名里没有「{{{unknown[0][:40]}}}」这一项", allowed)])
    if count > 1 and not re.search(r"\{(编号|机构)\}", str(pattern)):
        message = f"文件里有{count}份申请,一个文件名不够用"
        raise Faults([Diagnostic("T109", where, message, hint="写一个目录,或者写 {编号}-{文书}.docx")])
    return pattern


def plan(output: str, items: Sequence[Mapping[str, str]], sources: Sequence[Path]) -> list[Path]:
    """The file of each letter. Raises Faults (T109) where a name is not usable or would overwrite an application."""
    pattern = pattern_of(output, len(items))
    suffix = pattern.suffix.lower()
    paths: list[Path] = []
    for item in items:
        name = re.sub(r"\{([^{}]*)\}", partial(_filled_in, item), pattern.name)
        stem = name[: -len(suffix)][:_LONGEST]
        path, number = pattern.with_name(stem + suffix), 2
        while path in paths:
            path, number = pattern.with_name(f"{stem}-{number}{suffix}"), number + 1
        paths.append(path)
    for path in sources_among(paths, sources):
        raise Faults([Diagnostic("T109", f"-o {output}", f"{path} 是申请文件本身,不会改写它", hint="换一个文件名")])
    return paths


def _pattern(output: str, count: int) -> Path:
    path = Path(output)
    if os.path.isdir(path) or output.endswith(("/", os.sep)) or (count > 1 and not path.suffix):
        return path / "{编号}-{文书}.docx"
    if any("{" in part for part in path.parent.parts):
        raise Faults([Diagnostic("T109", f"-o {output}", "{…} 只能写在文件名里,不能写在目录里")])
    return path


def _filled_in(item: Mapping[str, str], match: re.Match[str]) -> str:
    return safe(item[match[1]])


def safe(name: str) -> str:
    """A name as part of a file name: no separators, no way up, nothing a system keeps for itself."""
    clean = _UNSAFE.sub("_", name).strip(" ._")[:60] or "未编号"
    return f"_{clean}" if _RESERVED.fullmatch(clean) else clean


def write_all(files: Mapping[Path, bytes], overwriting: Overwriting = NEW_ONLY) -> None:
    """Write every file or none; folders that are missing are made. Raises Faults (U107, U109, U110)."""
    protected = [path for path in files if os.path.isfile(path) and not os.access(path, os.W_OK)]
    if protected:
        raise Faults([_unwritable(path, PermissionError(13, "")) for path in protected])
    output_guard.write(files, overwriting, _unwritable, make_folders=True)


def _unwritable(path: Path, error: OSError | ValueError) -> Diagnostic:
    reasons = {
        28: "磁盘已满",
        13: "没有写入权限",
        30: "所在磁盘只读",
        36: "文件名过长",
        20: "所在的不是目录",
        17: "所在的不是目录",
    }
    number = error.errno if isinstance(error, OSError) else None
    why = reasons.get(number or 0) or refusal(error)
    return Diagnostic("U107", str(path), f"文书不能写入:{why}", hint="换一个目录或者文件名;没有写出任何文书")
