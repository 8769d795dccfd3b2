"""Files of verdicts, item by item: one verdict, an array, or JSON Lines, of any length and in bounded memory.

Every item is read as `load_bytes` reads a file, with all its guards; only where the items of a large array begin and end
is worked out here.
"""

from __future__ import annotations

import codecs
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.text_decoding import NotText, pieces_of_text
from reasoner.intake.file_kind import FileKind, kind_of
from reasoner.intake.file_loading import MOST_BYTES, load_bytes, load_file, open_file

if TYPE_CHECKING:
    from reasoner.intake.loaded_data import Loaded

Item = tuple[str, object]
"""The name of a place in a file, and what stands there."""

_WHOLE: Final = 4 * 2**20
"""Bytes of a file that is read at once, so that messages can name its lines."""
_PIECE: Final = 2**20
"""Bytes of a large file that are read at a time."""
_NEAR: Final = 100
"""Characters."""
_HOW: Final = "用 tiaoli check 申请.json --json 得到研判结果"
_BLANKS: Final = re.compile(r"[ \t\r\n]*")


def items(path: Path) -> Iterator[Item]:
    """The items of a verdict file; raises Faults where it, or one of them, cannot be read, U120 where there are none."""
    if kind_of(path) == FileKind.JSON_LINES:
        yield from _filled(path, _items_of_lines(path))
    elif _is_large_array(path):
        yield from _filled(path, _items_of_array(path))
    else:
        loaded = load_file(path)
        data = _sound(loaded)
        if isinstance(data, dict) and isinstance(data.get("verdicts"), list):
            data = data["verdicts"]  # with the rows of a table that were not judged, or with groups
        if not isinstance(data, list):
            yield loaded.name, data
        else:
            one = len(data) == 1
            named = ((loaded.name if one else f"{loaded.name}: [{i}]", item) for i, item in enumerate(data))
            yield from _filled(path, named)


def _filled(path: Path, sequence: Iterator[Item]) -> Iterator[Item]:
    """The items; raises Faults (U120) where there is none."""
    empty = True
    for item in sequence:
        empty = False
        yield item
    if empty:
        raise Faults([Diagnostic("U120", str(path), "文件里没有研判结果", hint=_HOW)])


def _sound(loaded: Loaded) -> object:
    if loaded.faults:
        raise Faults(loaded.faults)
    return loaded.data


def _items_of_lines(path: Path) -> Iterator[Item]:
    """The objects of JSON Lines, one a line."""
    with open_file(path) as file:
        number = 0
        while line := file.readline(MOST_BYTES + 1):
            number += 1
            if line.strip():
                where = f"{path}:{number}"
                item = _sound(load_bytes(line, where, json=True))
                if not (isinstance(item, dict) and item.keys() == {"errors"}):  # a row that was not judged
                    yield where, item


def _is_large_array(path: Path) -> bool:
    """Whether a file is an array in JSON that is not read at once."""
    try:
        if os.path.getsize(path) <= _WHOLE:
            return False
    except (OSError, ValueError):
        return False  # the loader says why
    with open_file(path) as file:
        return file.read(_PIECE).removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"["


def _items_of_array(path: Path) -> Iterator[Item]:
    """The items of an array, read piece by piece; raises Faults: F103 no text, F104 broken, and as `load_bytes`."""
    with open_file(path) as file:
        text = _Pieces(_texts(file, path))
        text.mark()  # the opening bracket
        index = 0
        closed = text.take("]")
        while not closed:
            where = f"{path}: [{index}]"
            yield where, _sound(load_bytes(text.value().encode(), where, json=True))
            index += 1
            closed = text.take("]")
            if not closed and not text.take(","):
                raise Faults([_broken(path, index, "此处应是英文逗号或结束的方括号")])
        if text.mark():
            raise Faults([_broken(path, index, "列表到此之前已经结束,此处是多余的")])


class _Pieces:
    """A JSON text that is read piece by piece and forgotten as far as it was taken."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces, self._text, self._at = pieces, "", 0
        # Where a value ends, is all that is asked: numbers, however long, stay as they are written.
        self._decode = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str).raw_decode

    def _more(self) -> bool:
        piece = next(self._pieces, None)
        if piece is None:
            return False
        self._text, self._at = self._text[self._at :] + piece, 0
        return True

    def mark(self) -> str:
        """The next character that is no blank, which is then taken; empty at the end."""
        while True:
            blank = _BLANKS.match(self._text, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._text):
                self._at += 1
                return self._text[self._at - 1]
            if not self._more():
                return ""

    def take(self, expected: str) -> bool:
        """Takes the next character that is no blank if it is this one; whether it is."""
        taken = self.mark()
        if taken and taken != expected:
            self._at -= 1
        return taken == expected

    def value(self) -> str:
        """The next value, which is then taken; where there is none, as much as a loader needs to say what is wrong."""
        if self.mark():
            self._at -= 1
        while True:
            start = self._at
            try:
                _, self._at = self._decode(self._text, start)
            except json.JSONDecodeError as error:
                # A text that merely ends too early is wrong at its end, or in a string that does not end.
                broken = error.pos < len(self._text) - _NEAR and not error.msg.startswith("Unterminated string")
                if not broken and len(self._text) - start <= MOST_BYTES and self._more():
                    continue
                self._at = min(error.pos + _NEAR, len(self._text)) if broken else len(self._text)
            except RecursionError:  # nested too deep, which the loader says
                self._at = len(self._text)
            return self._text[start : self._at]


def _texts(file: BinaryIO, path: Path) -> Iterator[str]:
    """The text of a file piece by piece: UTF-8 with or without byte order mark, else GB18030."""
    try:
        yield from pieces_of_text(file, _PIECE)
    except NotText:
        message = "文件中有既不是 UTF-8 也不是 GB18030 编码的文字"
        raise Faults([Diagnostic("F103", str(path), message, "UTF-8 或 GB18030 编码的文本")]) from None


def _broken(path: Path, index: int, message: str) -> Diagnostic:
    hint = f"检查第{index}项之后的括号和逗号" if index else "检查括号和引号是否成对"
    return Diagnostic("F104", str(path), f"JSON 写法有误:{message}", hint=hint)
