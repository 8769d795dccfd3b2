"""Two readings of one file held against each other, character by character, blanks apart; every difference with its place.

A difference that lies wholly in words which the second reader is known not to read (automatic numbers, insertions) has
that as its cause; any other has none, and a person compares the original.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Final, NamedTuple

from policy_dsl.ingest.readers.extraction import Origin, ReadLine

UNKNOWN: Final = ""
ORDER: Final = "这一页的字全都相同,两次读取的先后不同(多半是表格或者分栏),请看版面"
_MOST_CELLS: Final = 4_000_000
"""Characters of one side times those of the other, up to which a stretch is compared character by character."""
_LONGEST: Final = 300


class Difference(NamedTuple):
    """Words that one reading has and the other has not."""

    place: str
    """Where, in the first reading."""
    first: str
    second: str
    cause: str
    """Why the second reader differs, where that is known; empty where a person has to look."""


@dataclass(frozen=True)
class Reconciliation:
    """What came of it."""

    first: str
    """What read the first time."""
    second: str
    """What read the second time; empty where nothing could."""
    compared: int
    """Characters of the first reading, blanks apart."""
    differences: tuple[Difference, ...] = ()

    @property
    def open(self) -> tuple[Difference, ...]:
        """The differences without a known cause."""
        return tuple(d for d in self.differences if not d.cause)


_CAUSES: Final = {
    Origin.NUMBER: "自动编号不在文字里,第二次读取没有",
    Origin.INSERTED: "第二次读取不读修订插入的文字",
    Origin.CONTROL: "第二次读取不读内容控件",
    Origin.FIELD: "第二次读取不读这一类域",
    Origin.RUBY: "第二次读取不读注有拼音的文字",
    Origin.BOX: "第二次读取不读文本框",
    Origin.NOTE: "第二次读取不读脚注和尾注",
    Origin.PLACEHOLDER: "占位不是文字",
    Origin.LINK: "第二次读取不读智能标记",
    Origin.NESTED: "第二次读取把表中之表读在别处",
}


class _Line(NamedTuple):
    """A line without blanks: its words, the origin of each character, its place."""

    words: str
    origins: tuple[Origin, ...]
    place: str


def reconcile(
    first: Sequence[ReadLine], second: Sequence[str], readers: tuple[str, str], out: Mapping[str, str] | None = None
) -> Reconciliation:
    """Hold the lines of the first reading against those of the second, by whatever lines each has cut the text into.

    out: words, without blanks, that the first reading has left out, each with the cause.
    """
    ours = [line for line in map(_squeezed, first) if line.words]
    theirs = ["".join(line.split()) for line in second]
    theirs = [line for line in theirs if line]
    differences: list[Difference] = []
    matcher = SequenceMatcher(None, [line.words for line in ours], theirs, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag != "equal":
            differences += _numbers_aside(ours[start:end], theirs[other_start:other_end], _place(ours, start))
    caused = [_left_out(d, out or {}) for d in differences]
    return Reconciliation(*readers, sum(len(line.words) for line in ours), tuple(caused))


def _left_out(difference: Difference, out: Mapping[str, str]) -> Difference:
    """The difference with its cause where the second reading has what the first has left out, one or more in a row."""
    rest, causes = difference.second, []
    while not difference.first and rest:
        words = max((w for w in out if w and rest.startswith(w)), key=len, default="")
        if not words:
            return difference
        causes.append(out[words])
        rest = rest[len(words) :]
    return difference._replace(cause=";".join(dict.fromkeys(causes))) if causes else difference


def reconcile_pages(
    first: Sequence[Sequence[ReadLine]], second: Sequence[str], readers: tuple[str, str]
) -> Reconciliation:
    """The same page by page, where each reader may cut and order the lines of a page in its own way."""
    differences: list[Difference] = []
    compared = 0
    for number, page in enumerate(first, 1):
        ours = [line for line in map(_squeezed, page) if line.words]
        theirs = "".join(second[number - 1].split()) if number <= len(second) else ""
        compared += sum(len(line.words) for line in ours)
        whole = "".join(line.words for line in ours)
        if whole != theirs and Counter(whole) == Counter(theirs):
            differences.append(Difference(f"第{number}页", "", "", ORDER))
        elif whole != theirs:
            differences += _between(ours, theirs, f"第{number}页")
    return Reconciliation(*readers, compared, tuple(differences))


def _squeezed(line: ReadLine) -> _Line:
    pairs = [(char, run.origin) for run in line.runs for char in run.text if not char.isspace()]
    return _Line("".join(char for char, _ in pairs), tuple(origin for _, origin in pairs), line.place)


def _place(lines: Sequence[_Line], at: int) -> str:
    """The place of a line, or of the last one where something stands behind them all."""
    return lines[min(at, len(lines) - 1)].place if lines else ""


def _numbers_aside(ours: Sequence[_Line], theirs: Sequence[str], place: str) -> Iterator[Difference]:
    """The differences of a stretch; lines that differ in their automatic numbers alone, or in pairs, are paired."""
    plain = ["".join(c for c, o in zip(*line[:2], strict=True) if o != Origin.NUMBER) for line in ours]
    for _, start, end, other_start, other_end in SequenceMatcher(None, plain, theirs, autojunk=False).get_opcodes():
        if end - start == other_end - other_start:
            for line, other in zip(ours[start:end], theirs[other_start:other_end], strict=True):
                yield from _between([line], other, line.place)
        else:
            yield from _between(ours[start:end], "".join(theirs[other_start:other_end]), place)


def _between(ours: Sequence[_Line], theirs: str, place: str) -> Iterator[Difference]:
    """The differences of a stretch in which lines differ."""
    words = "".join(line.words for line in ours)
    origins = [origin for line in ours for origin in line.origins]
    starts = [0, *accumulate(len(line.words) for line in ours)]
    for start, end, other_start, other_end in _stretches(words, theirs):
        at = next(
            (line.place for line, last in zip(ours, starts[1:], strict=True) if start < last), _place(ours, len(ours))
        )
        first, second = words[start:end], theirs[other_start:other_end]
        cause = "" if second else _cause(origins[start:end])
        yield Difference(at or place, first[:_LONGEST], second[:_LONGEST], cause)


def _stretches(words: str, theirs: str) -> Iterator[tuple[int, int, int, int]]:
    """Where two texts differ, by offsets in each."""
    head = _common(words, theirs)
    tail = _common(words[head:][::-1], theirs[head:][::-1])
    first, second = words[head : len(words) - tail], theirs[head : len(theirs) - tail]
    if not first or not second or len(first) * len(second) > _MOST_CELLS:
        if first or second:
            yield head, head + len(first), head, head + len(second)
        return
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag != "equal":
            yield head + a, head + b, head + c, head + d


def _common(one: str, other: str) -> int:
    """How many characters two texts have alike at their beginning."""
    if one == other:
        return len(one)
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _cause(origins: Sequence[Origin]) -> str:
    """Why the second reading lacks words of these origins; none where plain text is among them."""
    causes = Counter(_CAUSES.get(origin, UNKNOWN) for origin in origins)
    return UNKNOWN if UNKNOWN in causes else ";".join(causes)
