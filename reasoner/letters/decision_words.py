"""Words that decide: what no text of an office's own in a letter may say beside our lines, as data, and their search.

`verify` compares no meanings. It names the labels of outcomes, our headings and these words wherever they stand in
text that is none of our lines and no quotation from the clauses that the letter quotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from reasoner.letters.template_parts import PARTS
from reasoner.model.messages import LABELS, UNREGULATED, WORDED

DECISION_WORDS: Final = (
    "不予", "暂不", "暂缓", "缓办", "同意", "赞成", "准予", "准许", "允许", "批准", "核准", "照准", "获批", "许可", "予以", "应予", "可予",
    "纳入", "列入", "可新增", "可以新增", "不再新增", "不得新增", "可以增加", "给予", "通过审查", "审查通过", "驳回", "拒绝", "否决",
    "受限制", "不受限", "不受规划", "不受上述", "不受前述", "无限制", "未见限制", "不适用", "符合条件", "符合规定", "不符合", "满足条件", "不成立",
    "作废", "无效", "失效", "撤销", "撤回", "收回", "取消", "更正", "有误", "错误", "为准", "豁免", "例外情形", "不构成", "予办", "办结",
    "不再执行", "停止执行", "可行", "获通过", "已通过", "通过评估", "签订服务协议", "签订协议", "取得定点", "获得定点", "成为定点", "加入医保",
    "误发", "忽略", "不作数", "不算数", "改为", "实为", "实际为", "现为",
    "本局决定", "经研究决定", "决定如下", "审查结论", "审核结论", "研判结论", "最终结论", "审查意见", "处理决定",
)  # fmt: skip
"""Words by which a text decides, or takes a decision back."""

_INNOCENT: Final = ("同意见", "许可证")
"""Longer words in which one of them stands by chance."""
_SHORT: Final = 4
"""Headings of so many characters count only where they are a paragraph of their own."""
_QUOTATION: Final = re.compile("「([^「」]*)」|“([^“”]*)”")
_LEAST_QUOTED: Final = 12
_NUMERAL: Final = re.compile(r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]")


def letters_of(text: str) -> str:
    """Letters and figures alone, in their plain forms: no space or mark between two of them hides a word."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def headings() -> tuple[str, ...]:
    """The headings of every kind of letter."""
    return tuple(dict.fromkeys(heading for parts in PARTS.values() for _, heading, _ in parts))


def deciding_words(text: str, own_label: str, quoted: Iterable[str], *, filled: bool = False) -> Iterator[str]:
    """What of a text decides: the labels of outcomes, our headings and words of decision, a sentence each.

    own_label: the label of the letter's own outcome. quoted: the quotations of the letter. filled: the text stands where
    an office has to write what it found; there its own label and words of decision are no fault.
    """
    sources = [letters_of(q) for q in quoted]

    def unquoted(match: re.Match[str]) -> str:
        inner = letters_of(match[1] or match[2] or "")
        return "" if len(inner) >= _LEAST_QUOTED and any(inner in s for s in sources) else match[0]

    text = _QUOTATION.sub(unquoted, text)
    plain = letters_of(text)
    own = letters_of(own_label)
    if filled and own:
        plain = plain.replace(own, "")
    for label in dict.fromkeys((*LABELS.values(), *WORDED.values(), *UNREGULATED.values())):
        if letters_of(label) in plain:
            yield f"结论用语「{label}」"
    start = letters_of(_NUMERAL.sub("", text.strip()))
    for heading in headings():
        words = letters_of(heading)
        if start == words or (len(words) > _SHORT and words in plain):
            yield f"文书的标题「{heading}」"
    if filled:
        if "审查结论" in plain or "研判结论" in plain:
            yield "文书的标题「审查结论」"
        return
    for innocent in _INNOCENT:
        plain = plain.replace(innocent, "\n")
    for word in DECISION_WORDS:
        if word in plain:
            yield f"决定用语「{word}」"
