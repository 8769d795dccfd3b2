"""Is a record whole? Each digest, the chain, the order and the clock of its lines, in one pass and in bounded memory.

This is integrity: that nobody changed a line without making all that follow anew. Whether somebody made all anew, or cut
the end off, no record can say of itself: that is completeness, and takes a head that was exported before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from reasoner.record.head import Head
from reasoner.record.log_entry import BEGINNING, BadLine, Entry, read_line
from reasoner.record.merkle_tree import Frontier, Leaves, leaf_hash
from reasoner.record.store import FORM, OPENED, REPAIRED

MOST_FAULTS: Final = 1000
"""So many faults are listed; all are counted."""


class LineFault(msgspec.Struct, frozen=True):
    """What is wrong with a line, or is to be known of it."""

    line: int
    """The line, counted from 1."""
    n: int
    """The number of its entry; 0: it is none."""
    message: str
    """What, in Chinese."""


class HeadCheck(msgspec.Struct, frozen=True):
    """A head that was exported before, beside the record."""

    file: str
    """Its file."""
    size: int
    """How many entries it speaks of."""
    day: str
    """Its day."""
    holds: bool
    """Whether the record still begins with just these entries."""
    message: str
    """What, in Chinese."""


class Checked(NamedTuple):
    """A line with its entry; None: it is no entry."""

    line: int
    """Its number, counted from 1."""
    text: bytes
    """The line."""
    entry: Entry | None
    """The entry."""


class ChainCheck:
    """Goes through the lines of a record; the results are there when `entries` has ended."""

    def __init__(self, heads: Sequence[tuple[str, Head]] = ()) -> None:
        """heads: those exported before, with the names of their files."""
        self.faults: list[LineFault] = []
        self.fault_count = 0
        self.unread = 0
        """Lines that are no entries: what they said, nobody knows."""
        self.notes: list[LineFault] = []
        self.record = ""
        self.first_at = self.last_at = ""
        self.last_digest = BEGINNING
        self.lines = 0
        self.leaves: Final = Leaves()
        self._tree = Frontier()
        self._heads = list(heads)
        self._reached: dict[int, tuple[str, str]] = {}
        self._sizes = {head.size for _, head in heads}
        self._clock: datetime | None = None

    def entries(self, lines: Iterable[bytes]) -> Iterator[Checked]:
        """Each line with its entry, checked against those before it."""
        expected = 1
        for self.lines, line in enumerate(lines, 1):
            leaf = leaf_hash(line)
            self._tree.add(leaf)
            self.leaves.add(leaf)
            try:
                entry = read_line(line)
            except BadLine as why:
                self._fault(0, f"这一行{why}")
                self.unread += 1
                # What follows is held against the digest that the next line names.
                self.last_digest, expected = "", expected + 1
                yield Checked(self.lines, line, None)
                continue
            self._follow(entry, expected)
            expected = entry.n + 1
            if self.lines in self._sizes:
                self._reached[self.lines] = (self._tree.root.hex(), entry.digest)
            yield Checked(self.lines, line, entry)

    def _follow(self, entry: Entry, expected: int) -> None:
        """One entry beside those before it."""
        if entry.n != expected:
            self._fault(entry.n, f"序号应为{expected},写的是{entry.n}:有记录缺失、重复或者调换了次序")
        if self.last_digest and entry.previous != self.last_digest:
            self._fault(entry.n, "所写的上一条校验码与上一条不符:有记录被改动、缺失、重复或者调换了次序")
        self.last_digest = entry.digest
        self._open(entry)
        try:
            at = datetime.fromisoformat(entry.at)
            if at.tzinfo is None:
                raise ValueError
        except ValueError:
            self._fault(entry.n, f"时间「{entry.at[:40]}」不能识别")
            return
        if self._clock is not None and at < self._clock:
            self._note(entry.n, f"时间{entry.at}早于上一条的{self.last_at}:计算机的时钟被拨回,或者换了计算机")
        self._clock, self.last_at = at, entry.at
        self.first_at = self.first_at or entry.at
        if entry.kind == REPAIRED:
            self._note(entry.n, "此前一次写入中断,写了一半、没有答复过的一行已经去掉")

    def _open(self, entry: Entry) -> None:
        if (self.lines == 1) != (entry.kind == OPENED):
            what = "第一条不是开始记录的一条" if self.lines == 1 else "中间有一条开始记录的记录"
            self._fault(entry.n, f"{what}:前面的记录缺失,或者两份记录接在了一起")
        elif self.lines == 1:
            name = entry.payload.get("record")
            self.record = name if isinstance(name, str) else ""
            if entry.payload.get("form") != FORM:
                self._fault(entry.n, "记录的格式不是本程序的格式")

    def end(self, faults: Iterable[str]) -> None:
        """What the store says of its lines and is not so, when all were gone through."""
        for fault in faults:
            self._fault(0, fault)

    def _fault(self, n: int, message: str) -> None:
        self.fault_count += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(LineFault(self.lines, n, message))

    def _note(self, n: int, message: str) -> None:
        if len(self.notes) < MOST_FAULTS:
            self.notes.append(LineFault(self.lines, n, message))

    @property
    def head(self) -> Head | None:
        """The head of the record as it is now; None: it has no entries that could have one."""
        if not self.lines or not self.last_digest or not self.last_at:
            return None
        return Head(FORM, self.record, self.lines, self._tree.root.hex(), self.last_digest, self.last_at[:10])

    def heads(self) -> list[HeadCheck]:
        """Each head beside the record, when all lines were gone through."""
        return [HeadCheck(file, h.size, h.day, *self._beside(h)) for file, h in self._heads]

    def _beside(self, head: Head) -> tuple[bool, str]:
        if head.record != self.record:
            return False, "存根是另一份记录的,或者这份记录从头另写过"
        if head.size > self.lines:
            return False, f"存根有{head.size}条,现在只有{self.lines}条:末尾的记录被截去"
        if self._reached.get(head.size) != (head.root, head.last):
            return False, f"前{head.size}条与存根不符:其中有记录被改动、删去、插入或者全部重写"
        return True, f"前{head.size}条与存根一致"
