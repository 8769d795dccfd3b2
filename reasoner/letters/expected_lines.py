"""The lines of a letter made anew, and which line that a reader sees is which of them.

Blanks are fields: whatever an office writes there is captured, and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from policy_dsl.numerals import chinese
from reasoner.letters.phrases import NOTES_HEADING
from reasoner.letters.visible_text import VisibleText
from reasoner.render.letter_model import Letter
from reasoner.render.typeset import bare, typeset

_NOTE: Final = "[（(][^（()）]{0,12}由[^（()）]{1,20}填写[)）]"
_BLANK: Final = re.compile(f"_{{4,}}(?:{_NOTE}。?)?|\u3000{{2,}}| {{3,}}|{_NOTE}")
_LONG: Final = 20
"""A blank of so many strokes is for a finding or an opinion of the office."""
_TICKS: Final = str.maketrans(dict.fromkeys("☐☑☒■✓✔√", "□"))


class Capture(msgspec.Struct, frozen=True):
    """What stands in a blank."""

    text: str
    """The words."""
    finding: bool
    """Whether the blank is for a finding or an opinion of the office."""


class ExpectedLine(msgspec.Struct, frozen=True):
    """A line that stands in the letter made anew."""

    text: str
    """Its words, with blanks."""
    what: str
    """What it states where it must stand; empty: it may be left out."""
    parts: tuple[str, ...]
    """Its words between the blanks, bare."""
    blanks: tuple[str, ...]
    """The blanks as they stand while nobody has filled them, bare."""
    signature: bool = False
    """Whether it says who signs."""

    @property
    def weight(self) -> int:
        """How much it counts that this line is matched: what must stand before what may."""
        return 8 if self.what else 2 if len(self.parts) == 1 else 1

    def captures(self, line: str) -> tuple[Capture, ...] | None:
        """What the blanks hold where a line, bare, is this one; None: it is another."""
        return self.captures_of(line.translate(_TICKS))

    def captures_of(self, line: str) -> tuple[Capture, ...] | None:
        """The same of a line in which a box that is ticked stands as an empty one."""
        first, *rest = self.parts
        if not rest:
            return () if line == first else None
        last = rest.pop()
        if len(line) < len(first) + len(last) or not (line.startswith(first) and line.endswith(last)):
            return None
        at, end = len(first), len(line) - len(last)
        texts = []
        for part in rest:
            place = line.find(part, at, end)
            if place < 0:
                return None
            texts.append(line[at:place])
            at = place + len(part)
        texts.append(line[at:end])
        pairs = zip(texts, self.blanks, strict=True)
        return tuple(
            Capture(text, blank.count("_") >= _LONG) for text, blank in pairs if text != blank and text.strip("_")
        )


def expected_line(text: str, what: str = "", *, signature: bool = False) -> ExpectedLine:
    """A line from its words."""
    blanks = _BLANK.findall(text)
    parts = tuple(bare(part).translate(_TICKS) for part in _BLANK.split(text))
    return ExpectedLine(text, what, parts, tuple(bare(b) for b in blanks), signature)


def expected_lines(letter: Letter) -> Iterator[ExpectedLine]:
    """The lines of our own layout in order, the mark of a draft left out."""
    yield expected_line(letter.title, "标题")
    if letter.number:
        yield expected_line(letter.number)
    if letter.addressee:
        yield expected_line(letter.addressee, "主送")
    yield from (expected_line(n.text, n.what) for n in letter.opening)
    for number, section in enumerate(letter.sections, 1):
        stands = any(n.what for n in section.lines) or (section.table is not None and bool(section.table.what))
        yield expected_line(f"{chinese(number)}、{section.heading}", "标题" if stands else "")
        yield from (expected_line(n.text, n.what) for n in section.lines)
        if section.table is not None:
            yield from (expected_line(column) for column in section.table.columns)
            for cell in (c for row in section.table.rows for c in row if c.strip()):
                yield expected_line(cell, section.table.what if len(cell) > 1 else "")
    if letter.outward:
        ending = (letter.contact, letter.signed, letter.date)
        yield from (expected_line(text, signature=text == letter.signed) for text in ending if text)
    if letter.notes:
        yield expected_line(typeset(NOTES_HEADING))
        yield from (expected_line(n.text) for n in letter.notes)


def lines_of_template(letter: Letter, model: VisibleText) -> Iterator[ExpectedLine]:
    """The lines of the letter made anew from a template of an office's own, in its order."""
    needed = [(what, bare(words)) for what, words in letter.must_say() if len(bare(words)) > 1]
    for paragraph in model.paragraphs:
        words = bare(paragraph)
        signature = bool(letter.signed) and words == bare(letter.signed)
        yield expected_line(paragraph, next((what for what, part in needed if part in words), ""), signature=signature)


# --- which visible line is which expected one: the pairing in order that keeps the most, what must stand first

MOST_PAIRS: Final = 1_000_000
"""Above so many comparisons lines are paired greedily, in linear time."""


def aligned(expected: Sequence[ExpectedLine], lines: Sequence[str]) -> dict[int, int]:
    """By index of a visible line (bare), the index of its expected one."""
    lines = [line.translate(_TICKS) for line in lines]
    start, end = 0, 0
    shortest = min(len(expected), len(lines))
    while start < shortest and _literal(expected[start], lines[start]):
        start += 1
    while end < shortest - start and _literal(expected[-1 - end], lines[-1 - end]):
        end += 1
    pairs = {i: i for i in range(start)}
    pairs |= {len(lines) - 1 - i: len(expected) - 1 - i for i in range(end)}
    inner, visible = expected[start : len(expected) - end], lines[start : len(lines) - end]
    pairing = _best if len(inner) * len(visible) <= MOST_PAIRS else _greedy
    return pairs | {v + start: e + start for v, e in pairing(inner, visible)}


def _literal(expected: ExpectedLine, line: str) -> bool:
    return len(expected.parts) == 1 and expected.parts[0] == line


def _best(expected: Sequence[ExpectedLine], lines: Sequence[str]) -> list[tuple[int, int]]:
    """The heaviest pairing in order (weighted longest common subsequence)."""
    matches = [[e.captures_of(line) is not None for line in lines] for e in expected]
    weights = [[0] * (len(lines) + 1) for _ in range(len(expected) + 1)]
    for i in range(len(expected) - 1, -1, -1):
        row, below, weight = weights[i], weights[i + 1], expected[i].weight
        for j in range(len(lines) - 1, -1, -1):
            row[j] = max(below[j], row[j + 1], below[j + 1] + weight if matches[i][j] else 0)
    pairs = []
    i = j = 0
    while i < len(expected) and j < len(lines):
        if matches[i][j] and weights[i][j] == weights[i + 1][j + 1] + expected[i].weight:
            pairs.append((j, i))
            i, j = i + 1, j + 1
        elif weights[i][j] == weights[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _greedy(expected: Sequence[ExpectedLine], lines: Sequence[str]) -> list[tuple[int, int]]:
    """Each visible line paired with the next expected one that it is, if that is among the next few."""
    pairs, at = [], 0
    for index, line in enumerate(lines):
        for ahead in range(at, min(at + 40, len(expected))):
            if expected[ahead].captures_of(line) is not None:
                pairs.append((index, ahead))
                at = ahead + 1
                break
    return pairs
