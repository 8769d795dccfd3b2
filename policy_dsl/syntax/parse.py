"""Source text to AST, by Lark (LALR). Syntax errors come back as diagnostics that say what may stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from unicodedata import category, normalize

from lark import Lark, UnexpectedInput, UnexpectedToken

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.source_text import Source, Span
from policy_dsl.syntax import ast
from policy_dsl.syntax.faults import ITEMS, syntax_fault
from policy_dsl.syntax.from_tree import NAMELESS, file_from_tree

MOST_NESTED = 50
"""Brackets and 非 deeper than this are no rule that a person could read aloud; the limit bounds recursion later on."""

MOST_FAULTS = 20
"""After so many syntax errors in one file the rest is not looked at."""


def parse(source: Source) -> tuple[ast.File | None, list[Diagnostic]]:
    """The file and its syntax errors: none for a good file.

    After an error the item or entry that holds it is left out, and reading goes on: one run names every fault.
    Where only items were left out the file is given too, the entries that lack them marked `broken`; else None.
    """
    faults = [*_nesting(source)]
    if faults:
        return None, faults
    if not source.text.strip("\ufeff \t\r\n\u3000"):
        return None, [Diagnostic("L105", source.name, "文件是空的", hint="第一行写 文件 标识,以下逐条抄录原文")]
    text, left_out = source.text, list[int]()
    for span, fault in _characters(source):
        faults.append(fault)
        meant = normalize("NFKC", text[span.start : span.end]) if fault.code == "L108" else " "
        text = text[: span.start] + meant + text[span.end :]
        if len(faults) == MOST_FAULTS:
            return None, faults
    spoilt = [f.where.split(":")[1:2] for f in faults if f.code == "L107"]  # what else is wrong there is an echo
    while len(faults) < MOST_FAULTS:
        try:
            tree = _parser().parse(text)
        except UnexpectedInput as error:
            fault = syntax_fault(source, error, keywords())
            if fault.where.split(":")[1:2] not in spoilt:
                faults.append(fault)
            lost = _unreadable(text, error)
            if lost is None:
                return None, faults
            text = text[: lost.start] + re.sub(r"\S", " ", text[lost.start : lost.end]) + text[lost.end :]
            left_out.append(lost.start)
            continue
        return _checked(file_from_tree(tree), source, left_out, faults)
    return None, faults


@cache
def _parser() -> Lark:
    folder = Path(__file__).parent
    grammar = (folder / "grammar.lark").read_text(encoding="utf-8")
    # A keyword that merely begins a longer word (可 in 可持续) is no keyword.
    whole = "\n".join(f"{name}.1: /{word}{_WORD_END}/" for name, word in keywords().items())
    return Lark(f"{grammar}\n{whole}\n", parser="lalr", propagate_positions=True)


_WORD_END = r"(?![^\s「」『』、,:;()\u3002\uff0c\uff1a\uff1b\uff08\uff09])"


@cache
def terminal(name: str) -> re.Pattern[str]:
    """The pattern of a terminal of the grammar, e.g. WORD."""
    return re.compile(next(t.pattern.to_regexp() for t in _parser().terminals if t.name == name))


@cache
def keywords() -> dict[str, str]:
    """The keywords of the language by the name of their terminal."""
    text = (Path(__file__).parent / "keywords.lark").read_text(encoding="utf-8")
    return dict(re.findall(r'^(_?[A-Z_]+): "(.+)"$', text, re.MULTILINE))


FULL_WIDTH = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05\uff0e\uff0f]+")
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_PIECE = re.compile(
    r"(?P<quote>「[^「」]*」)|(?P<name>『[^『』\r\n]*』)|(?P<open>[(\uff08])|(?P<close>[)\uff09])|[^「『()\uff08\uff09\s]+|[「『]"
)


def _characters(source: Source) -> Iterator[tuple[Span, Diagnostic]]:
    """Characters that a reader cannot see or takes for others. In quotations only those that reorder the text."""
    if source.text.isascii():
        return
    plain = _PIECE.sub(lambda m: " " * len(m[0]) if m["quote"] or m["name"] else m[0], source.text)
    for match in FULL_WIDTH.finditer(plain):
        span = Span(*match.span())
        hint = f"改为半角的 {normalize('NFKC', match[0])}"
        yield span, _at("L108", source, span, f"全角的「{match[0]}」", hint=hint)
    for offset, char in enumerate(source.text):
        unseen = category(plain[offset]) in ("Cc", "Cf", "Co", "Cn", "Cs") and plain[offset] not in "\t\r\n"
        if (unseen and (offset or char != "\ufeff")) or char in _BIDI:
            span = Span(offset, offset + 1)
            message = f"看不见的字符 U+{ord(char):04X}"
            yield span, _at("L107", source, span, message, hint="删去这个字符,重新键入两旁的字")


def _nesting(source: Source) -> Iterator[Diagnostic]:
    levels, depth, run = list[int](), 0, 0
    for piece in _PIECE.finditer(source.text):
        if piece["close"]:
            depth, run = depth - run - (levels.pop() if levels else 0), 0
        elif piece["open"]:
            levels.append(run + 1)
            depth, run = depth + 1, 0
        elif piece[0] == "非":
            depth, run = depth + 1, run + 1
        else:
            depth, run = depth - run, 0
        if depth > MOST_NESTED:
            yield _at(
                "L103",
                source,
                Span(*piece.span()),
                f"括号和 非 嵌套超过{MOST_NESTED}层",
                allowed=f"至多{MOST_NESTED}层",
                hint="把条件拆成几条规则,每条只说一层意思",
            )
            return


def _at(code: str, source: Source, span: Span, message: str, allowed: str = "", hint: str = "") -> Diagnostic:
    return Diagnostic(code, source.where(span.start), message, allowed, hint, source.excerpt(span))


_ITEM_LINE = re.compile(rf"^[^\S\n]*(?={'|'.join(('条', *ITEMS))}(?!\S))", re.MULTILINE)


def _unreadable(text: str, error: UnexpectedInput) -> Span | None:
    """What to leave out so that reading can go on behind an error; None where nothing can be left out.

    An item begins on a line of its own. Where the error shows only at the next item, the one before it is at fault.
    """
    offset = error.pos_in_stream if error.pos_in_stream is not None else len(text)
    lines = [m.start() for m in _ITEM_LINE.finditer(text)]
    ends = [*(start for start in lines if start > offset), len(text)]
    starts = [start for start in lines if start <= offset]
    if isinstance(error, UnexpectedToken):
        if "RULE" in (error.accepts or error.expected):
            return Span(offset, ends[0]) if offset < len(text) else None
        first_on_line = starts and not text[starts[-1] : offset].strip()
        if first_on_line or error.token.type == "$END":
            ends = [starts[-1], *ends] if first_on_line else [len(text)]
            starts = starts[:-1] if first_on_line else starts
    if not starts:
        return None
    start = starts[-1]
    if text[start:].lstrip().startswith("条"):  # without its head an entry is lost whole
        ends = [e for e in ends if text[e:].lstrip().startswith("条")] or [len(text)]
    return Span(start, ends[0]) if start < ends[0] else None


def _checked(
    file: ast.File, source: Source, left_out: list[int], faults: list[Diagnostic]
) -> tuple[ast.File | None, list[Diagnostic]]:
    """The file with its broken entries marked; None where an entry or the line 文件 is missing."""
    if file.document == NAMELESS:
        where = len(source.text) - len(source.text.lstrip("\ufeff \t\r\n\u3000"))
        faults = [
            _at("L106", source, Span(where, where + 1), "缺少 文件 一行", hint="第一行写 文件 标识,如 文件 henan-2025"),
            *faults,
        ]
    if not faults:
        return file, []
    heads = [start for start in left_out if source.text[start:].lstrip().startswith("条")]
    if heads or file.document == NAMELESS:
        return None, faults
    entries = list(file.entries)
    for start in left_out:
        index = max((i for i, e in enumerate(entries) if e.span.start <= start), default=None)
        if index is not None:
            entries[index] = replace(entries[index], broken=True)
    return ast.File(file.document, tuple(entries)), faults
