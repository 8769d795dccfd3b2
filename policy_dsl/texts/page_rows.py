"""What a web page prints around an official text: its rows of metadata, and menus that are no part of the text.

A row 发文字号:… or 发布时间:… is read into the metadata that a person then confirms (`proposed_metadata`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from policy_dsl.numerals import canonical_period

_LABELS: Final[Mapping[str, str]] = {
    "发文字号": "number", "备注/文号": "number", "文件编号": "number", "文号": "number",
    "标题": "title", "名称": "title", "文件名称": "title",
    "成文日期": "issued", "成文时间": "issued", "印发日期": "issued", "发文日期": "issued",
    "发布日期": "published", "发布时间": "published", "公开日期": "published",
    "施行日期": "starts", "实施日期": "starts", "生效日期": "starts",
    "失效日期": "ends", "废止日期": "ends",
    "发文机关": "issuers", "发布机构": "issuers", "发文单位": "issuers", "制定机关": "issuers", "发布机关": "issuers",
    "索引号": "", "主题分类": "", "责任部门": "", "有效性": "", "效力状态": "", "时效性": "", "信息来源": "", "来源": "",
    "主题词": "", "体裁分类": "", "公开方式": "", "公开范围": "", "公开时限": "", "信息索引": "", "浏览次数": "", "阅读次数": "",
    "点击数": "", "统一登记号": "", "登记号": "", "关键词": "", "作者": "", "字体": "", "字号": "", "分类": "", "信息分类": "",
    "组配分类": "", "服务对象": "", "效力级别": "", "所属主题": "", "发布人": "", "有效期": "",
}  # fmt: skip
"""The labels of the rows that sites print, with the key of the metadata that each gives; empty: none."""
_ROW = re.compile(
    r"(?P<lead>[-·]?)\s*[【\[]?(?P<label>[\u4e00-\u9fff/][\u4e00-\u9fff/\s]{1,14}?)[】\]]?\s*(?P<mark>:|\t)\s*(?P<value>.*)"
)

FURNITURE: Final = re.compile(
    r"(?P<way>(?:(?:您?(?:现在|当前)?(?:的|所在)?的?位置|当前位置|网站首页|首页)\s*[:>»›/|].*|[^。;]{1,16}(?:\s*[>»›]\s*[^。;>»›]{1,24}){2,}))"
    r"|(?:\[?(?:打印本页|关闭窗口|打印|关闭|分享到?|收藏|字体|大|中|小|【|】|\[|\]|:|\s|\|)+)"
    r"|扫一扫[^。]{0,20}|(?:上一篇|下一篇|相关阅读|相关链接)\s*:?.{0,60}"
)
"""Ways to a page (首页 > 政务公开) and buttons: no part of a text."""


def page_row(words: str) -> tuple[str, str] | None:
    """Label and value of a row that sites print; None for any other line."""
    match = _ROW.fullmatch(words)
    if match is None:
        return None
    label = "".join(match["label"].split())
    if label in _LABELS or (match["lead"] and len(label) <= 14):
        return label, match["value"].strip()
    return None


def row_role(row: tuple[str, str]) -> str:
    """The part of the frame that a row is: the one with the number is its number, any other a note."""
    return "number" if "文号" in row[0] or _LABELS.get(row[0]) == "number" else "note"


def proposed_metadata(lines: Iterator[str]) -> dict[str, str]:
    """What the rows of a page say of its text, by key of meta.toml (number, title, issued, starts, ends, issuers), and
    `published`, the day on which the site put it up, which is no day of issue. Dates are ISO dates; a row whose value is
    no date gives none. The first row of a key counts.
    """
    proposed: dict[str, str] = {}
    for words in lines:
        for label, value in _rows(words):
            key = _LABELS[label]
            if key in ("issued", "published", "starts", "ends"):
                day = _DAY.match(value)
                value = canonical_period(day[0]) or "" if day else ""
            elif key == "number" and (number := _NUMBER.search(value)):
                value = number[0]
            if key and value:
                proposed.setdefault(key, value)
    return proposed


_DAY = re.compile(r"[0-9]{4}(?:[-/.][0-9]{1,2}[-/.][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}[〔\[(][0-9]{4}[〕\])][0-9]{1,4}号")
_NEXT = re.compile(r"[\s|]([\u4e00-\u9fff/](?:\s?[\u4e00-\u9fff/]){1,7})\s*:")


def _rows(words: str) -> Iterator[tuple[str, str]]:
    """The rows of a line, of which several may stand side by side, with a label that is known."""
    row = page_row(words)
    while row is not None and row[0] in _LABELS:
        label, value = row
        following = next((m for m in _NEXT.finditer(value) if "".join(m[1].split()) in _LABELS), None)
        yield label, (value[: following.start()] if following else value).strip()
        row = page_row(value[following.start() :].strip()) if following else None


def row_note(words: str) -> str:
    """What a person should put into the metadata for a row; empty for what gives nothing."""
    read = proposed_metadata(iter([words]))
    return "、".join(
        f"发布日期是网站所印,不是成文日期:{value}" if key == "published" else f'{key} = "{value}"'
        for key, value in read.items()
    )
