"""What a reader gives: the lines of a file with their places, what stands for what has no words, and what is left out.

Every character of the file is in a line, or in something left out, with its words; nothing is dropped without a count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Origin(StrEnum):
    """Where words of a line come from; the value is the word for staff."""

    TEXT = "文字"
    INSERTED = "修订插入的文字"
    CONTROL = "内容控件里的文字"
    FIELD = "域的结果"
    RUBY = "注有拼音的文字"
    BOX = "文本框里的文字"
    NOTE = "脚注和尾注"
    NUMBER = "自动编号"
    PLACEHOLDER = "占位"
    LINK = "链接、智能标记里的文字"
    SEPARATOR = "换行和制表"
    NESTED = "表中之表的文字"


class Run(NamedTuple):
    """Words of one origin."""

    text: str
    origin: Origin = Origin.TEXT


class ReadLine(NamedTuple):
    """A line of the text, and its place in the file for people."""

    runs: tuple[Run, ...]
    place: str

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)


class Placeholder(NamedTuple):
    """What has no words, with the mark that stands for it in the text: a picture, a formula, a page without text."""

    mark: str
    """〔图片1〕."""
    what: str
    """What it is, and what is known of it."""
    place: str


class LeftOut(NamedTuple):
    """What is in the file and not in the text: deleted words, headers, comments."""

    kind: str
    """Why it is no part of the text, as a word for staff."""
    words: str
    place: str


class Notice(NamedTuple):
    """What a person should look at, with its code where it is a fault of the file."""

    message: str
    place: str = ""
    code: str = ""


@dataclass
class Extraction:
    """A file as read. It grows while it is read and is not changed afterwards."""

    form: str
    """The form, as a word for staff: Word 文档."""
    reader: str
    """What read it."""
    lines: list[ReadLine] = field(default_factory=list)
    placeholders: list[Placeholder] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    masked: list[tuple[int, str]] = field(default_factory=list)
    """Lines, by index, that seem to be no part of the document (navigation), each with the reason."""
    folds: dict[str, int] = field(default_factory=dict)
    """Characters that stand for a common one in compatibility forms, and how often: ⾦→金."""

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(line.text for line in self.lines)

    def placed(self, kind: str, what: str, place: str) -> str:
        """The mark of another placeholder of this kind, counted from 1."""
        count = sum(p.mark.startswith(f"〔{kind}") for p in self.placeholders) + 1
        mark = f"〔{kind}{count}〕"
        self.placeholders.append(Placeholder(mark, what, place))
        return mark


class Unreadable(Exception):
    """A file that is not read: code, what was met, what to do. Nothing of it was taken over."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
