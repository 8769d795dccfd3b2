"""Chinese fonts for PDF: found on the machine, or named by an option, the settings or TIAOLI_FONT."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policy_dsl.diagnostics import Diagnostic, Faults, nearest

if TYPE_CHECKING:
    import typst

BODY: Final[tuple[str, ...]] = (
    "FangSong", "FangSong_GB2312", "仿宋", "仿宋_GB2312", "STFangsong", "FZFangSong-Z02S", "Noto Serif CJK SC", "Noto Serif SC",
    "Source Han Serif SC", "Source Han Serif CN", "SimSun", "NSimSun", "STSong", "Songti SC", "AR PL UMing CN",
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "SimHei", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "Droid Sans Fallback", "AR PL UKai CN", "PingFang SC", "Heiti SC", "DengXian",
)  # fmt: skip
"""Families for the body, best first: 仿宋 as GB/T 9704 asks, then other Chinese faces that can stand in."""

TITLE: Final = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "STZhongsong", "SimSun", "STSong")
HEI: Final = ("SimHei", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei")
KAI: Final = ("KaiTi", "KaiTi_GB2312", "STKaiti", "AR PL UKai CN")

_WAYS: Final = (
    "用 --font 字体文件 指定一个中文字体(如 simfang.ttf),或者在设置文件写 字体、设环境变量 TIAOLI_FONT;"
    "也可安装字体(Debian、Ubuntu:apt-get install fonts-noto-cjk),或者改存 .docx、.html"
)


@dataclass(frozen=True, slots=True)
class Faces:
    """The fonts that typst may use, and the families for each purpose, in order of preference."""

    fonts: typst.Fonts
    body: tuple[str, ...]
    title: tuple[str, ...]
    hei: tuple[str, ...]
    kai: tuple[str, ...]


def faces(named: str = "") -> Faces:
    """The faces to set a letter in. named: a font file, a directory of fonts or a family; empty: found. Raises T108."""
    import typst

    path = Path(named) if named else None
    if path is not None and (os.path.exists(path) or path.suffix.lower() in (".ttf", ".otf", ".ttc", ".otc")):
        fonts, body = _of_path(path)
    else:
        fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
        known = fonts.families()
        if named:
            if named.casefold() not in {k.casefold() for k in known}:
                near = nearest(named, known)
                hint = f"是否要写 {near[0]}?" if near else _WAYS
                raise Faults([Diagnostic("T108", f"字体 {named}", "机器上没有这个字体", hint=hint)])
            body = (named,)
        else:
            body = _present(BODY, known)
    if not body:
        raise Faults([Diagnostic("T108", "PDF", "没有找到可用的中文字体,不能生成 PDF", hint=_WAYS)])
    known = fonts.families()
    rest = tuple(f for f in _present(BODY, known) if f not in body)
    body = (*body, *rest)
    title, hei, kai = (_present(names, known) for names in (TITLE, HEI, KAI))
    return Faces(fonts, body, (*title, *body), (*hei, *body), (*kai, *body))


def _of_path(path: Path) -> tuple[typst.Fonts, tuple[str, ...]]:
    import typst

    if not os.path.exists(path):
        raise Faults([Diagnostic("T108", f"字体 {path}", "没有这个字体文件", hint=_WAYS)])
    folder = path if os.path.isdir(path) else path.parent
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
    inside = [
        f
        for f in fonts.fonts()
        if os.path.isdir(path) or (f.path and os.path.realpath(f.path) == os.path.realpath(path))
    ]
    families = tuple(dict.fromkeys(f.family for f in inside))
    if not families:
        raise Faults([Diagnostic("T108", f"字体 {path}", "不是可用的字体文件(.ttf、.otf、.ttc)", hint=_WAYS)])
    chosen = [f for f in BODY if f in families] or [f for f in families if f.endswith((" SC", " CN"))]
    return fonts, tuple(chosen[:1]) or families[:1]


def _present(names: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    there = {k.casefold(): k for k in known}
    return tuple(there[n.casefold()] for n in names if n.casefold() in there)
