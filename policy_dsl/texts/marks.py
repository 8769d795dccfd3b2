"""The marks of official texts: parts 一、 items (一) ㈠ printed items 1. (1) ① 一是; articles 第一条, chapters 第一章."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from policy_dsl.numerals import parse_chinese

PART, ITEM, PRINTED, COUNTED = range(4)
"""Levels of marks outside articles; inside, an item is a 项 and a printed item a 目."""
COUNTED_RANK: Final = 4
NUMBER_CHARACTERS: Final = "零〇一二三四五六七八九十百千"
_MARKS: Final = (
    (PART, 0, re.compile(r"([一二三四五六七八九十]{1,3})、(?![一二三四五六七八九十]{1,2}[级类、])")),
    (ITEM, 0, re.compile(r"\(([一二三四五六七八九十]{1,3})\)|([\u3220-\u3229])")),
    (PRINTED, 1, re.compile(r"([0-9]{1,2})[.、](?![0-9])|([\u2488-\u249b])")),
    (PRINTED, 2, re.compile(r"\(?([0-9]{1,2})\)|([\u2474-\u2487])")),
    (PRINTED, 3, re.compile(r"()([\u2460-\u2473])")),
    (COUNTED, COUNTED_RANK, re.compile(r"([一二三四五六七八九十]{1,3})是")),
)
"""Level, rank among printed items (a higher rank nests in a lower one) and form of the marks."""

ARTICLE_MARK: Final = re.compile(
    rf"第\s?(?P<article>[{NUMBER_CHARACTERS}]{{1,7}}|[0-9]{{1,4}})\s?条(?:之(?P<inserted>[一二三四五六七八九十]{{1,3}}))?"
    rf"(?!(?:规定|所列|所称|所述|的|第[{NUMBER_CHARACTERS}(]|[、和至或,;]))"
)
"""What opens an article at the beginning of a line; a reference (第三条规定的…) opens none."""
CHAPTER_LINE: Final = re.compile(
    rf"第\s?(?P<number>[{NUMBER_CHARACTERS}]{{1,5}}|[0-9]{{1,3}})\s?(?P<kind>[章节编]|分编)(?:\s*(?P<title>[^。;:!?,]{{1,45}}))?"
)
"""A line that heads a 编, 分编, chapter or section. Its words may stand on the next line."""
CHAPTER_BEFORE_ARTICLE: Final = re.compile(
    rf"第\s?(?P<number>[{NUMBER_CHARACTERS}]{{1,5}}|[0-9]{{1,3}})\s?(?P<kind>[章节编]|分编)\s+(?P<title>[^。;:!?]{{1,60}}。?)"
)
"""The same right before an article or section: its words may have a comma, or end in a full stop."""
CAPTION: Final = re.compile(
    rf"\s*(?:【[^【】]{{1,30}}】|\((?![{NUMBER_CHARACTERS}0-9]+\))[^()。;:,]{{2,24}}\)(?=\s|$))"
)
"""The words that head an article behind its mark: 第一条 【立法目的】, 第一条(目的和依据) alone on its line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that begins a line or sentence: its level and rank, its number, where it ends."""

    level: int
    rank: int
    number: int
    end: int


def read_mark(text: str, start: int, end: int) -> Mark | None:
    """The mark at `start`; None where there is none, or none that is a number."""
    for level, rank, form in _MARKS:
        match = form.match(text, start, end)
        if match is not None:
            number = numbered(match[1] or match[2]) if match.lastindex else 0
            if number:
                return Mark(level, rank, number, match.end())
    return None


def numbered(text: str) -> int:
    """The number of a mark: 三, 12, ㈢, ⑶, ③; 0 for characters that are no numeral (十十)."""
    plain = unicodedata.normalize("NFKC", text).strip("().")
    return int(plain) if plain.isdecimal() else parse_chinese(plain) or 0
