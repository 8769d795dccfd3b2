"""Source text to AST, by Lark (LALR). Syntax errors come back as diagnostics that say what may stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category, normalize

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.source import Source, Span
from policy_dsl.syntax import ast
from policy_dsl.syntax.faults import ITEMS, syntax_fault

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
        file = _Build().transform(tree)
        return _checked(file, source, left_out, faults)
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
                f"括号和 非 嵌套超过 {MOST_NESTED} 层",
                allowed=f"至多 {MOST_NESTED} 层",
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


NAMELESS = ast.Name("")
"""Stands for the document where the line 文件 is missing."""


def _where(meta: Any) -> Span:
    return Span(getattr(meta, "start_pos", 0), getattr(meta, "end_pos", 0))


def _spanned(kind: Callable[..., Any]) -> Any:
    """A rule whose children are the fields of its node, in order."""

    def build(_self: object, meta: Any, children: list[Any]) -> Any:
        return kind(*children, span=_where(meta))

    return v_args(meta=True)(build)


def _statement(kind: str, *keys: str) -> Any:
    def build(_self: object, meta: Any, children: list[Any]) -> Any:
        name, anchors, *rest = children
        pairs = tuple((k, v) for k, v in zip(keys, rest, strict=True) if v is not None)
        return ast.Statement(kind, name, anchors, pairs, span=_where(meta))

    return v_args(meta=True)(build)


class _Build(Transformer[Token, ast.File]):
    """One method per rule of the grammar, under the rule's name."""

    def start(self, children: list[Any]) -> ast.File:
        return ast.File(children[0] or NAMELESS, tuple(children[1:]))

    @v_args(meta=True)
    def entry(self, meta: Any, children: list[Any]) -> ast.Entry:
        address, natures, same, quotes, *items = children
        return ast.Entry(address, natures, quotes, tuple(items), same, span=_where(meta))

    def same(self, children: list[Any]) -> ast.Name:
        return children[0]  # type: ignore[no-any-return]

    supports = variant = condition = scope = conj = same

    @v_args(meta=True)
    def rule(self, meta: Any, children: list[Any]) -> ast.Rule:
        kind, name, anchors, *rest, outcome, supports, variant = children
        *scope, condition = rest
        effect, cap, must, in_principle = outcome
        return ast.Rule(
            kind, name, anchors, tuple(scope), condition, effect, cap, must, in_principle, supports, variant,
            span=_where(meta),
        )  # fmt: skip

    @v_args(meta=True)
    def exemption(self, meta: Any, children: list[Any]) -> ast.Rule:
        name, anchors, *rest, supports, variant = children
        *scope, condition = rest
        effect = ast.Effect("不受本文件限制", span=_where(meta))
        return ast.Rule(
            "豁免", name, anchors, tuple(scope), condition, effect, supports=supports, variant=variant,
            span=_where(meta),
        )  # fmt: skip

    def kind(self, children: list[Token]) -> str:
        return str(children[0])

    def anchors(self, children: list[Any]) -> ast.Anchors:
        return ast.Anchors(children[0] or (), children[1] or ())

    def effect_outcome(self, children: list[Any]) -> tuple[Any, ...]:
        return children[0], None, None, children[0].in_principle

    def cap_outcome(self, children: list[Any]) -> tuple[Any, ...]:
        return None, children[1], None, children[0] is not None

    def must_outcome(self, children: list[Any]) -> tuple[Any, ...]:
        return None, None, children[0], False

    @v_args(meta=True)
    def effect(self, meta: Any, children: list[Token | None]) -> ast.Effect:
        words = [str(t) for t in children if t is not None]
        return ast.Effect(words[-1], words[0] == "原则上", span=_where(meta))

    @v_args(meta=True)
    def or_(self, meta: Any, parts: list[Any]) -> Any:
        return parts[0] if len(parts) == 1 else ast.Or(tuple(parts), span=_where(meta))

    @v_args(meta=True)
    def and_(self, meta: Any, parts: list[Any]) -> Any:
        return parts[0] if len(parts) == 1 else ast.And(tuple(parts), span=_where(meta))

    not_ = _spanned(ast.Not)
    comparison = _spanned(ast.Comparison)
    contains = _spanned(ast.Contains)
    holds = _spanned(ast.Holds)
    ratio = _spanned(ast.Ratio)

    @v_args(meta=True)
    def member(self, meta: Any, children: list[Any]) -> ast.Member:
        return ast.Member(children[0], _name(children[1]), children[2], span=_where(meta))

    @v_args(meta=True)
    def exists(self, meta: Any, children: list[Any]) -> ast.Exists:
        return ast.Exists(_name(children[0]), children[1], span=_where(meta))

    def operator(self, children: list[Token]) -> ast.Name:
        return _name(children[0])

    vague = operator

    @v_args(meta=True)
    def sum_(self, meta: Any, children: list[Any]) -> ast.Expr:
        if len(children) == 1:
            return children[0]  # type: ignore[no-any-return]
        signs = [1] + [-1 if str(t) == "减" else 1 for t in children[1::2]]
        return ast.Total(tuple(zip(signs, children[::2], strict=True)), span=_where(meta))

    @v_args(meta=True)
    def number(self, meta: Any, children: list[Token]) -> ast.Number:
        return ast.Number(str(children[0]), span=_where(meta))

    @v_args(meta=True)
    def ref(self, meta: Any, children: list[Any]) -> ast.Ref:
        *path, period = children
        return ast.Ref(tuple(path), None if period is None else _name(period), span=_where(meta))

    duty = _statement("义务", "主体", "强度", "行为", "对象", "期限")
    figure = _statement("数据", "地区", "指标", "时点", "比较", "数值")
    standard = _statement("标准", "指标", "除以", "比较", "数值")
    target = _statement("目标", "地区", "指标", "期限", "比较", "数值", "类别", "强度", "自述")
    meaning = _statement("定义", "指")
    division = _statement("定义", "划分为")
    judgement = _statement("裁量", "由")

    @v_args(meta=True)
    def waiver(self, meta: Any, children: list[Any]) -> ast.Waiver:
        return ast.Waiver(children[0], children[1], span=_where(meta))

    @v_args(meta=True)
    def note(self, meta: Any, children: list[Any]) -> ast.Note:
        return ast.Note(children[0], span=_where(meta))

    def names(self, children: list[ast.Name]) -> tuple[ast.Name, ...]:
        return tuple(children)

    def quotes(self, children: list[ast.Quote]) -> tuple[ast.Quote, ...]:
        return tuple(children)

    def quote(self, children: list[Token]) -> ast.Quote:
        return _quote(children[0])

    def word(self, children: list[Token]) -> ast.Name:
        return _name(children[0])

    address = head = word

    def phrase(self, children: list[Token]) -> ast.Name:
        return _name(children[0])


def _name(token: Token) -> ast.Name:
    text = str(token)
    if token.type in ("QUOTED_NAME", "QUOTE"):
        text = text[1:-1]
    return ast.Name(text, Span(token.start_pos or 0, token.end_pos or 0))


def _quote(token: Token) -> ast.Quote:
    return ast.Quote(str(token)[1:-1], Span(token.start_pos or 0, token.end_pos or 0))
