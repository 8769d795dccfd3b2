"""TOML as data, within bounds, and what is wrong with it in Chinese: settings, reviews, readings, what a document is.

tomllib speaks English, needs gigabytes for a key of twenty thousand parts, and fails without a place on deep nesting and
on numbers too long to convert. Such texts are refused before it reads them.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Final

MOST_BYTES: Final = 2**20
"""Of a file; thousands of reviews."""
DEEPEST: Final = 32
"""Brackets within brackets."""
_MOST_PARTS: Final = 32
"""Of a dotted key."""
_MOST_DIGITS: Final = 1000

_PART: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
# Strings and comments are passed over, so that what stands in them is neither a key nor a number nor a bracket.
_TOKEN: Final = re.compile(
    rf"""(?P<key>(?<![A-Za-z0-9_-]){_PART}(?:[ \t]*\.[ \t]*{_PART}){{{_MOST_PARTS},}})"""
    r'''|"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"|\#[^\n]*'''
    r"""|'''.*?'''|'[^'\n]*'"""
    rf"""|(?P<number>(?<!\w)[0-9][0-9_]{{{_MOST_DIGITS},}})|(?P<open>[\[{{])|(?P<close>[\]}}])""",
    re.DOTALL,
)
_PLACE: Final = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_WORDS: Final = (
    ("Expected '=' after a key", "键的后面缺少「=」"),
    ("Expected ']' at the end of a table", "表名后面缺少「]」"),
    ("Expected ']]' at the end of an array", "表名后面缺少「]]」"),
    ("Expected newline or end of document", "一行只写一项,此处之后有多余的内容"),
    ("Expected", "文字没有结束的引号"),
    ("Cannot declare", "同一个表写了两次"),
    ("Cannot overwrite a value", "同一个键写了两次"),
    ("Cannot mutate immutable namespace", "写在花括号或列表里的内容,不能在外面再添"),
    ("Cannot redefine namespace", "同一个表写了两次"),
    ("Duplicate inline table key", "同一个键写了两次"),
    ("Invalid statement", "此处应是「键 = 值」或者「[表名]」;键里有汉字或标点的,要加引号"),
    ("Invalid value", "等号后面不是值;文字要加引号"),
    ("Invalid initial character for a key part", "此处应是键;键里有汉字或标点的,要加引号"),
    ("Invalid date or datetime", "没有这个日期或时间"),
    ("Invalid hex value", "反斜杠后面的字符编码不对"),
    ("Escaped character", "反斜杠后面的字符编码不对"),
    ("Unescaped '\\'", "反斜杠后面不是允许的写法;反斜杠本身写作「\\\\」"),
    ("Unclosed array", "列表没有结束的方括号"),
    ("Unclosed inline table", "花括号没有成对"),
    ("Unterminated string", "文字没有结束的引号"),
    ("Found invalid character", "有不允许的字符"),
    ("Illegal character", "文字里有换行或不允许的字符"),
)


class BadToml(Exception):
    """A text that is not read as TOML."""

    def __init__(self, reason: str, line: int = 0, column: int = 0) -> None:
        at = f"第{line}行第{column}列:" if column else f"第{line}行:" if line else ""
        super().__init__(at + reason)
        self.line: Final = line
        """Where, from 1; 0 where the whole is meant."""

    def at(self, name: str) -> str:
        """The place in the file of that name, as messages call it: settings.toml:4."""
        return f"{name}:{self.line}" if self.line else name


def toml_tables(text: str) -> dict[str, object]:
    """The tables of a text. Raises BadToml, whose message says in Chinese where and why."""
    import tomllib

    _check_bounds(text)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _translated(text, str(error)) from None
    except (ValueError, RecursionError):
        raise BadToml("数字过长或者括号套得太深") from None


def _check_bounds(text: str) -> None:
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise BadToml(f"文件过大,超过 {MOST_BYTES // 2**20} MB")
    depth = 0
    for token in _TOKEN.finditer(text):
        line = partial(_line, text, token.start())
        if token["key"]:
            raise BadToml(f"键由{_MOST_PARTS}个以上的部分组成", line())
        if token["number"]:
            raise BadToml(f"数字超过{_MOST_DIGITS}位", line())
        if token["open"]:
            depth += 1
            if depth > DEEPEST:
                raise BadToml(f"括号套了{DEEPEST}层以上", line())
        elif token["close"]:
            depth = max(0, depth - 1)


def _translated(text: str, message: str) -> BadToml:
    match = _PLACE.fullmatch(message)
    english = match[1] if match else message
    reason = next((chinese for start, chinese in _WORDS if english.startswith(start)), "写法有误")
    if match and match[2]:
        return BadToml(reason, int(match[2]), int(match[3]))
    return BadToml(reason, _line(text, len(text.rstrip())))


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
