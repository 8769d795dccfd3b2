"""JSON and JSON Lines as plain data: exact numbers, keys given twice named, nesting bounded before parsing."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.intake.characters import find_misleading, name_of, printable
from reasoner.intake.diagnostics_collector import MOST, Complaints, Enough, Unreadable, step
from reasoner.intake.loaded_data import MOST_DEPTH, HeldItems, Loaded, at

_MOST_ITEMS = 2_000_000
_MOST_INTEGER_DIGITS = 40
_HELD_AS_TEXT: Final = 2**20
"""Characters of a text from which on the items of its list are held as they stand in it, where that is allowed."""
_BLANK: Final = re.compile(r"[ \t\n\r]*")
# Possessive: an unterminated string must not be tried again from each of its characters.
_STRING_OR_BRACKET = r'(?s)"(?:[^"\\]++|\\.)*+"?|[\[\]{}]'

_SAID = {
    "Expecting property name enclosed in double quotes": "此处应是用英文双引号括起的键",
    "Expecting ':' delimiter": "键后面应是英文冒号",
    "Expecting ',' delimiter": "此处应是英文逗号或结束的括号",
    "Expecting value": "此处应是一个值",
    "Unterminated string": "字符串没有结束的英文双引号",
    "Invalid control character": "字符串内不能直接换行或含控制字符",
    "Invalid \\": "反斜杠后面不是允许的写法",
    "Extra data": "内容到此之前已经结束,此处是多余的",
    "Illegal trailing comma": "最后一项后面不能有逗号",
}
_FULL_WIDTH = {"“": '"', "”": '"', "‘": '"', "’": '"', "\uff0c": ",", "、": ",", "\uff1a": ":", "\uff5b": "{"} | {
    "\uff5d": "}", "\uff3b": "[", "\uff3d": "]", "【": "[", "】": "]", "\uff02": '"', "'": '"'
}  # fmt: skip


class _BadNumber:
    """Stands in the data for a number that cannot be held exactly, until its place is known."""

    def __init__(self, text: str) -> None:
        self.text = text


class _Repeated(dict[str, object]):
    """An object in which keys were given twice."""

    keys_twice: tuple[str, ...] = ()


def load_json(text: str, name: str, lines: bool = False, *, items_of: str | None = None) -> Loaded:
    """Parse one JSON value, or one per line.

    items_of: the items of an array, of lines, or of the array under this key of an object may be `HeldItems`.

    A number with fraction or exponent is the shortest decimal that stands for the same float, as every other program
    prints it. Raises `Faults`: F104 broken (each broken line of JSON Lines), F106 nested too deep, F102 too many items.
    In `Loaded.faults`: F108 a key twice, F109 a number that is infinite, not a number, or overlong.
    """
    if text.count(",") + text.count("[") + text.count("{") > _MOST_ITEMS:
        message = f"文件内容过多:超过{_MOST_ITEMS}项"
        raise Faults([Diagnostic("F102", name, message, hint="分成几个文件")])
    _check_depth(text, name)
    if (unread := _held(text, name, items_of, lines=lines)) is not None:
        return unread
    parser = _Parser()
    if not lines:
        try:
            (data,), faults = parser.settle([parser.decode(text)], ("",), name)
            return Loaded(data, name, (), faults)
        except json.JSONDecodeError as error:
            # A second object on a line of its own: one object per line, whatever the file is called.
            lines = error.msg == "Extra data" and "\n" in text[: error.pos] and "\n" not in text[: error.pos].strip()
            if not lines:
                raise Faults([_explain(text, name, error)]) from None
            if (unread := _held(text, name, items_of, lines=True)) is not None:
                return unread
    return _load_lines(text, name, parser)


def _held(text: str, name: str, items_of: str | None, *, lines: bool) -> Loaded | None:
    """The text with its items held as they stand in it; None where they are to be read whole: few, not of that form, or faulty."""
    if items_of is None or len(text) < _HELD_AS_TEXT:
        return None
    parser = _Parser()
    items = _HeldText(text, parser)
    loaded = items.lines(name) if lines else items.whole(name, items_of)
    return None if parser.faulty else loaded


def _load_lines(text: str, name: str, parser: _Parser) -> Loaded:
    items: list[object] = []
    roots: list[str] = []
    broken: list[Diagnostic] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                items.append(parser.decode(line))
                roots.append(f"第{number}行")
            except json.JSONDecodeError as error:
                if len(broken) < MOST:
                    broken.append(_explain(line, name, error, number))
    if broken:
        raise Faults(broken)
    data, faults = parser.settle(items, roots, name)
    return Loaded(data, name, tuple(roots), faults)


class _Parser:
    """The standard parser with hooks; it remembers whether there is any fault to look for."""

    def __init__(self) -> None:
        self.faulty = False
        decoder = json.JSONDecoder(
            parse_int=self._integer,
            parse_float=self._fraction,
            parse_constant=self._bad,
            object_pairs_hook=self._object,
        )
        self.decode: Callable[[str], object] = decoder.decode
        self.decode_at: Callable[[str, int], tuple[object, int]] = decoder.raw_decode

    def _bad(self, text: str) -> _BadNumber:
        self.faulty = True
        return _BadNumber(text)

    def _integer(self, text: str) -> int | _BadNumber:
        return int(text) if len(text) <= _MOST_INTEGER_DIGITS else self._bad(text)

    def _fraction(self, text: str) -> Decimal | _BadNumber:
        value = Decimal(repr(float(text)))
        vanished = not value and re.match(r"-?[0.]*[1-9]", text) is not None
        return value if value.is_finite() and not vanished else self._bad(text)

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        data = dict(pairs)
        if len(data) == len(pairs):
            return data
        self.faulty = True
        repeated = _Repeated(data)
        repeated.keys_twice = tuple(_second_times([key for key, _ in pairs]))
        return repeated

    def settle(
        self, values: list[object], paths: Sequence[str], name: str
    ) -> tuple[list[object], tuple[Diagnostic, ...]]:
        """The decoded values, each with its path, and the faults in them; a number that cannot be held becomes null."""
        if not self.faulty:
            return values, ()
        complaints = Complaints(name)
        try:
            settled = [_settle(value, path, complaints) for value, path in zip(values, paths, strict=True)]
        except Enough:
            raise Faults(complaints.listed()) from None
        return settled, complaints.listed()


def _second_times(keys: Sequence[str]) -> dict[str, None]:
    """The keys that stand more than once, in the order in which they come again."""
    earlier: set[str] = set()
    again: dict[str, None] = {}
    for key in keys:
        if key in earlier:
            again[key] = None
        earlier.add(key)
    return again


def _settle(value: object, path: str, complaints: Complaints) -> object:
    if isinstance(value, _BadNumber):
        message = f"「{printable(value.text)}」不是可以精确保存的数字"
        complaints.add(path, Unreadable("F109", message, allowed="有限的、不过长的数字"))
        return None
    if isinstance(value, _Repeated):
        for key in value.keys_twice:
            complaints.add(
                step(path, key), Unreadable("F108", f"键「{printable(key)}」在同一对象中给出多次", hint="只留一个")
            )
    if isinstance(value, dict):
        return {key: _settle(item, step(path, key), complaints) for key, item in value.items()}
    if isinstance(value, list):
        return [_settle(item, step(path, index), complaints) for index, item in enumerate(value)]
    return value


def _check_depth(text: str, name: str) -> None:
    """Refuse nesting before the parser recurses into it (F106)."""
    if text.count("[") + text.count("{") <= MOST_DEPTH:
        return
    depth = 0
    for match in re.finditer(_STRING_OR_BRACKET, text):
        mark = match[0]
        if mark in ("[", "{"):
            depth += 1
            if depth > MOST_DEPTH:
                message = f"括号嵌套超过{MOST_DEPTH}层"
                raise Faults([at(name, text, match.start(), "F106", message, "一份申请至多四层;检查括号是否成对")])
        elif mark in ("]", "}"):
            depth -= 1


def _explain(text: str, name: str, error: json.JSONDecodeError, first_line: int = 1) -> Diagnostic:
    message = next(
        (translation for start, translation in _SAID.items() if error.msg.startswith(start)), "此处不合 JSON 语法"
    )
    char = text[error.pos : error.pos + 1]
    hint = "检查此处及前一行的引号、逗号、冒号、括号"
    if char in _FULL_WIDTH:
        hint = f"把「{char}」改为英文半角的「{_FULL_WIDTH[char]}」"
    elif char and find_misleading(char):
        message += f";此处有{name_of(char)}"
        hint = "删去该字符"
    elif char in ("}", "]") and text[: error.pos].rstrip()[-1:] == ",":
        hint = "删去前面多余的逗号"
    elif not char:
        message += ";文件到此就结束了"
        hint = "检查括号和引号是否成对"
    return at(name, text, error.pos, "F104", f"JSON 写法有误:{message}", hint, first_line=first_line)


class _Irregular(Exception):
    """The text is not of the form that can be held; whoever reads it whole says what is wrong, if anything is."""


class _HeldText:
    """A text whose list of items is gone through once, to see that each can be decoded, and held as it stands."""

    def __init__(self, text: str, parser: _Parser) -> None:
        self._text, self._parser = text, parser

    def whole(self, name: str, key: str) -> Loaded | None:
        """An array, or an object with an array under the key; None: it must be read whole."""
        try:
            offset = self._after_blanks(0)
            if self._text.startswith("[", offset):
                items, end = self._array(offset)
                data: object = items
            else:
                data, end = self._object(offset, key)
        except (json.JSONDecodeError, _Irregular):
            return None
        return Loaded(data, name) if self._after_blanks(end) == len(self._text) else None

    def lines(self, name: str) -> Loaded | None:
        """A value on each line; None: it must be read whole."""
        starts, roots = array("Q"), []
        try:
            for number, (start, end) in enumerate(self._bounds(), 1):
                offset = self._after_blanks(start)
                if offset < end:
                    starts.append(offset)
                    roots.append(f"第{number}行")
                    stop = self._value(offset)
                    if stop > end or self._after_blanks(stop) < end:
                        return None
        except json.JSONDecodeError:
            return None
        return Loaded(self._held(starts), name, tuple(roots))

    def _bounds(self) -> Iterator[tuple[int, int]]:
        """Where each line begins and ends."""
        start = 0
        while (end := self._text.find("\n", start)) >= 0:
            yield start, end
            start = end + 1
        yield start, len(self._text)

    def _object(self, offset: int, key: str) -> tuple[dict[str, object], int]:
        data: dict[str, object] = {}
        mark = "{"
        while mark != "}":
            self._expect(mark, offset)
            name, offset = self._parser.decode_at(self._text, self._after_blanks(offset + 1))
            offset = self._after_blanks(offset)
            self._expect(":", offset)
            offset = self._after_blanks(offset + 1)
            if not isinstance(name, str) or name in data:
                raise _Irregular
            if name == key and self._text.startswith("[", offset):
                data[name], offset = self._array(offset)
            else:
                data[name], offset = self._parser.decode_at(self._text, offset)
            offset = self._after_blanks(offset)
            mark = "}" if self._text.startswith("}", offset) else ","
        return data, offset + 1

    def _array(self, offset: int) -> tuple[HeldItems, int]:
        starts = array("Q")
        mark = "["
        while mark != "]":
            self._expect(mark, offset)
            offset = self._after_blanks(offset + 1)
            starts.append(offset)
            offset = self._after_blanks(self._value(offset))
            mark = "]" if self._text.startswith("]", offset) else ","
        return self._held(starts), offset + 1

    def _value(self, offset: int) -> int:
        """Where the value ends that begins at an offset."""
        return self._parser.decode_at(self._text, offset)[1]

    def _held(self, starts: array[int]) -> HeldItems:
        text, decode_at = self._text, self._parser.decode_at
        return HeldItems(lambda offset: decode_at(text, offset)[0], starts)

    def _expect(self, mark: str, offset: int) -> None:
        if not self._text.startswith(mark, offset):
            raise _Irregular

    def _after_blanks(self, offset: int) -> int:
        match = _BLANK.match(self._text, offset)
        return offset if match is None else match.end()
