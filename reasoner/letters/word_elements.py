"""What a Word letter may hold: the elements of text and layout that our writer, Word, WPS or LibreOffice saves.

A list of what is allowed, not of tricks: an element that stands in none of these tables, or in another place than it
may, is named. Data only; the properties of text are in `word_properties`.
"""

from __future__ import annotations

import re
from typing import Final

WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"

_BLOCKS: Final = frozenset({"body", "tc", "hdr", "ftr"})
_ANYWHERE: Final = _BLOCKS | {"p", "tbl", "tr"}

PARENTS: Final[dict[str, frozenset[str]]] = {
    "body": frozenset({"document"}),
    "p": _BLOCKS,
    "tbl": _BLOCKS,
    "tr": frozenset({"tbl"}),
    "tc": frozenset({"tr"}),
    "sectPr": frozenset({"body", "pPr"}),
    "pPr": frozenset({"p"}),
    "r": frozenset({"p", "hyperlink", "fldSimple"}),
    "hyperlink": frozenset({"p"}),
    "fldSimple": frozenset({"p"}),
    "rPr": frozenset({"r", "pPr"}),
    "tblPr": frozenset({"tbl"}),
    "tblGrid": frozenset({"tbl"}),
    "gridCol": frozenset({"tblGrid"}),
    "trPr": frozenset({"tr"}),
    "tcPr": frozenset({"tc"}),
    **dict.fromkeys(
        ("t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "lastRenderedPageBreak", "fldChar", "instrText"),
        frozenset({"r"}),
    ),
    **dict.fromkeys(("bookmarkStart", "bookmarkEnd", "proofErr"), _ANYWHERE),
}
"""By name, the elements in which it may stand. Children of properties are judged by `word_properties`."""

PROPERTIES: Final = frozenset({"rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr"})

PARTS: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core|custom)\.xml"
    r"|word/(document|styles|stylesWithEffects|numbering|settings|webSettings|fontTable|footnotes|endnotes)\.xml"
    r"|word/(header|footer)\d*\.xml|word/theme/theme\d*\.xml|word/_rels/[a-z]+\d*\.xml\.rels"
    r"|customXml/(item|itemProps)\d+\.xml|customXml/_rels/item\d+\.xml\.rels"
)
"""The parts of a package that our writer or another program's save makes."""

FIELD: Final = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[\s\\*A-Za-z\"-]*")
"""The fields that a letter may hold: numbers of pages."""

NAMES: Final[dict[str, str]] = {
    "ins": "修订痕迹", "del": "修订痕迹", "moveFrom": "修订痕迹", "moveTo": "修订痕迹", "rPrChange": "修订痕迹",
    "pPrChange": "修订痕迹", "delText": "修订痕迹", "AlternateContent": "按程序不同而显示不同的内容", "txbxContent": "文本框",
    "drawing": "图形或者图片", "pict": "图形或者图片", "object": "嵌入对象", "sdt": "内容控件",
    "footnoteReference": "脚注", "endnoteReference": "尾注", "commentRangeStart": "批注", "commentReference": "批注",
    "altChunk": "并入的文件", "sym": "符号字体的字", "background": "页面底色",
    "vanish": "隐藏", "webHidden": "隐藏", "specVanish": "隐藏", "hidden": "隐藏", "strike": "删除线",
    "dstrike": "删除线", "color": "颜色与底色相近", "sz": "字号过小", "shd": "底纹过深", "highlight": "底纹过深",
    "rFonts": "不是文字用的字体", "spacing": "字距、行距或者段距异常", "position": "位置偏移", "w": "字宽异常",
    "ind": "缩进异常", "framePr": "图文框", "trHeight": "固定行高", "vMerge": "合并掉的单元格",
    "tblpPr": "浮动的表格", "tcW": "单元格过窄", "gridCol": "单元格过窄", "titlePg": "首页不同", "pgSz": "纸张大小异常",
    "pgMar": "页边距异常",
}  # fmt: skip
"""How staff call what is not allowed; others are called by their names in the file."""


def name_of(tag: object) -> str:
    """An element's name: bare for Word's own, with the last part of its namespace for others; empty for a comment."""
    if not isinstance(tag, str):
        return ""
    if tag.startswith(WORD):
        return tag[len(WORD) :]
    space, _, name = tag[1:].rpartition("}")
    return f"{space.rsplit('/', 1)[-1]}:{name}"


def called(name: str) -> str:
    """An element in words for staff."""
    return NAMES.get(name.rpartition(":")[2], name[:40])
