"""Where lines of a document begin: as the file has them, as a person recorded them, or as the machine proposes.

Web pages saved as text may lose line breaks, so that headings run into what follows (「一、发展基础“十三五”期间」).
Nothing in the characters says where such a heading ends. A person records it in meta.toml, as `Line`s; until then
`propose` guesses from the numbering and from words that headings end with and sentences begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import msgspec

from policy_dsl.numerals import parse_chinese
from policy_dsl.source_text import MASK, fold
from policy_dsl.texts.marks import NUMBER_CHARACTERS, numbered

HEADING, PARAGRAPH = "标题", "段"


class Line(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """The beginning of a line."""

    at: int
    """Offset in characters."""
    kind: str
    """标题 or 段."""
    words: str
    """The whole heading of a 标题, the first words of a 段 (as a check)."""


@dataclass(frozen=True, slots=True)
class Block:
    """A line of text without the white space around it. `adjacent`: it follows the line before without a blank line.

    row: it is a row of a table, whose cells stand apart by tabs.
    """

    start: int
    end: int
    heading: bool = False
    adjacent: bool = False
    guessed: bool = False
    row: bool = False


def blocks(text: str, lines: Sequence[Line] = ()) -> tuple[Block, ...]:
    """The lines of a document, masked text left out; long unbroken ones split where no `lines` are recorded."""
    folded = fold(text)
    broken = list(_blocks(folded, lines))
    if "\t" not in text:
        return tuple(broken)
    cells = [0 if b.heading else _cells(folded[b.start : b.end]) for b in broken]
    around = [max(cells[max(0, i - 1)] if i else 0, *cells[i + 1 : i + 2], 0) for i in range(len(cells))]
    # One line with one tab is a line with a wide blank; several together, or one with more, are a table.
    return tuple(
        replace(b, row=True) if n > 2 or (n == 2 and beside > 1) else b
        for b, n, beside in zip(broken, cells, around, strict=True)
    )


_LISTED = re.compile(r"(?:第[^\s\t]{1,7}条|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.、]|\([^()]{1,3}\))\s*\t")


def _cells(words: str) -> int:
    """How many cells a line has; a tab behind its mark (1.→甲) parts none."""
    return len(
        re.sub(r"\s*\t\s*", "\t", _LISTED.sub("", words, count=1) if _LISTED.match(words) else words).split("\t")
    )


def _blocks(text: str, lines: Sequence[Line]) -> Iterator[Block]:
    last = -1
    for match in re.finditer(rf"[^\n{MASK}]+", text):
        start, end = match.span()
        known = [x for x in lines if start <= x.at < end]
        split = known or (propose(text, start, end) if not lines else [])
        for first, stop, heading in _pieces(start, end, split):
            inner = text[first:stop]
            if not inner.strip():
                continue
            left, right = first + len(inner) - len(inner.lstrip()), first + len(inner.rstrip())
            yield Block(
                left, right, heading, text[last:left] == "\n" if last >= 0 else False, bool(split and not known)
            )
            last = right


def _pieces(start: int, end: int, lines: Sequence[Line]) -> Iterator[tuple[int, int, bool]]:
    """Cut [start, end) where a line starts and where a heading ends."""
    cuts = {start: False, end: False}
    for line in lines:
        cuts[line.at] = line.kind == HEADING
        if line.kind == HEADING:
            cuts.setdefault(min(end, line.at + len(line.words)), False)
    for (first, heading), (stop, _) in pairwise(sorted(cuts.items())):
        yield first, stop, heading


# --- proposals for unbroken text -------------------------------------------------------------------------

_UNBROKEN = 1000
"""Characters from which on a line is taken to have lost its breaks, if it has running part headings."""
_LONGEST_HEADING = 30
_TAILS = (
    "体系|机制|制度|发展|质量|建设|实施|氛围|目标|原则|思想|要求|形势|机遇|因素|基础|任务|保障|措施|工作|管理|服务|能力"
)
_STARTERS = (
    "坚持|以|发挥|聚焦|适应|衔接|加强|更好|当前|完善|促进|鼓励|贯彻|支持|强化|高标准|依法|围绕|按照|根据|建立|健全|推进|"
    "到20|“|《"
)
_HEADING_END = re.compile(rf"(?:{_TAILS})(?={_STARTERS})")
_MARK = re.compile(r"(?P<part>[一二三四五六七八九十]{1,3})、|\((?P<item>[一二三四五六七八九十]{1,3})\)")
_SIGNED = re.compile(
    r"(?<=。)(?P<sig>[^。,;:《》()]{4,20}?)(?P<date>[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日(?:印发)?)"
    r"(?P<note>\(此件[^()]*\))?(?P<title>[^。,;:]{4,40}?(?:规划|办法|意见|方案|细则)(?=“|为|根据))?"
)


def propose(text: str, start: int, end: int) -> list[Line]:
    """Lines guessed in text[start:end] where it seems to have lost its breaks; else none.

    It finds part and item headings by their running numbers, the end of each by its wording, and a notice's
    addressee, signature and date. It does not find bold phrases run into a paragraph (「加强医保定点管理。」):
    they look like any short sentence.
    """
    if articles := _running_articles(text, start, end) if end - start >= _UNBROKEN_ARTICLES else []:
        return articles
    marks = list(_running_marks(text, start, end)) if end - start >= _UNBROKEN else []
    if not marks:
        return []
    proposals: list[Line] = []
    for (at, body), (following, _) in pairwise([*marks, (end, end)]):
        stop = _heading_end(text, body, following)
        proposals.append(Line(at, HEADING, text[at:stop]))
    to = re.match(r"[^。:《》]{4,200}:", text[start : marks[0][0]])
    if to:
        proposals.append(Line(start + to.end(), PARAGRAPH, text[start + to.end()][:1]))
    for match in _SIGNED.finditer(text, start, end):
        proposals += [Line(match.start(g), PARAGRAPH, match[g]) for g in ("sig", "date", "note", "title") if match[g]]
        proposals.append(Line(match.end(), PARAGRAPH, text[match.end() : match.end() + 1]))
    return sorted({line.at: line for line in proposals if line.at < end}.values())


_UNBROKEN_ARTICLES = 120
"""Characters from which on a line with two articles that count on is taken to have lost its breaks."""
_DIVISION = re.compile(
    rf"第\s?([{NUMBER_CHARACTERS}]{{1,7}}|[0-9]{{1,4}})\s?([章节条编]|分编)(?!规定|所列|第|[、和至或款项的])"
)


_BEGIN_AGAIN = {"编": ("分编", "章", "节"), "分编": ("节",), "章": ("节",)}
"""What begins to count again in each of these."""


def _running_articles(text: str, start: int, end: int) -> list[Line]:
    """Lines at the chapters, sections and articles of text[start:end] that count on; none where fewer than two articles do.

    A chapter's words run to the next mark. Where a 款 begins nothing tells.
    """
    last = {"编": 0, "分编": 0, "章": 0, "节": 0, "条": 0}
    marks: list[tuple[int, str]] = []
    for match in _DIVISION.finditer(text, start, end):
        number, kind = numbered(match[1]), match[2]
        before = text[start : match.start()]
        behind_heading = (
            marks[-1][1] != "条" if marks else not re.search("[。;:,]", before)
        )  # a chapter's words, the title
        fresh = behind_heading or before[-1:] in ("", *"。;:” \u3000\xa0")
        first = kind == "条" and not last["条"]
        if fresh and number and (number == last[kind] + 1 or first):
            last[kind] = number
            last |= dict.fromkeys(_BEGIN_AGAIN.get(kind, ()), 0)
            marks.append((match.start(), kind))
    if sum(kind == "条" for _, kind in marks) < 2:
        return []
    lines = []
    for (at, kind), (following, _) in pairwise([*marks, (end, "")]):
        words = text[at:following].rstrip()
        if kind != "条" and len(words) <= _LONGEST_HEADING:
            lines.append(Line(at, HEADING, words))
        else:
            lines.append(Line(at, PARAGRAPH, text[at : at + 4]))
    return lines


def _running_marks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Marks of parts and items that count on from the last one, with where the heading's words begin."""
    part = item = 0
    ready = start
    for match in _MARK.finditer(text, start, end):
        number = parse_chinese(match["part"] or match["item"]) or 0
        fresh = match.start() == start or text[match.start() - 1] in "。!?”)"
        if match["part"] and number == part + 1 and fresh:
            part, item, ready = number, 0, match.end()
        elif match["item"] and part and number == item + 1 and (fresh or match.start() - ready <= _LONGEST_HEADING):
            item = number
        else:
            continue
        yield match.start(), match.end()


def _heading_end(text: str, start: int, limit: int) -> int:
    reach = min(limit, start + _LONGEST_HEADING)
    stop = re.compile("[。“,;]").search(text, start, reach)
    if stop is None and limit <= reach:
        return limit
    match = _HEADING_END.search(text, start, stop.start() + 1 if stop else reach)
    if match is not None:
        return match.end()
    if stop is None:
        return reach
    return stop.end() if stop[0] == "。" else stop.start()
