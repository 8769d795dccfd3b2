"""Source text to AST, by Lark (LALR). Syntax errors come back as diagnostics that say what may stand there."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args

from policy_dsl import ast
from policy_dsl.diagnostics import Diagnostic, nearest
from policy_dsl.source import Source, Span

MOST_NESTED = 50
"""Brackets deeper than this are no rule that a person could read aloud; the limit bounds recursion later on."""


def parse(source: Source) -> tuple[ast.File | None, list[Diagnostic]]:
    """The file, or None with the first syntax error (later ones would be echoes of it)."""
    too_deep = _nesting_fault(source)
    if too_deep is not None:
        return None, [too_deep]
    try:
        tree = _parser().parse(source.text)
    except UnexpectedInput as error:
        return None, [_syntax_fault(source, error)]
    return _Build().transform(tree), []


@cache
def _parser() -> Lark:
    folder = Path(__file__).parent
    grammar = (folder / "grammar.lark").read_text(encoding="utf-8")
    # A keyword that merely begins a longer word (可 in 可持续) is no keyword.
    whole = "\n".join(f"{name}.1: /{word}{_WORD_END}/" for name, word in keywords().items())
    return Lark(f"{grammar}\n{whole}\n", parser="lalr", propagate_positions=True)


_WORD_END = r"(?![^\s「」『』、,。:;()()])"


@cache
def keywords() -> dict[str, str]:
    """The keywords of the language by the name of their terminal."""
    text = (Path(__file__).parent / "keywords.lark").read_text(encoding="utf-8")
    return dict(re.findall(r'^(_?[A-Z_]+): "(.+)"$', text, re.MULTILINE))


def _nesting_fault(source: Source) -> Diagnostic | None:
    depth, quoted = 0, False
    for offset, char in enumerate(source.text):
        if char in "「」":
            quoted = char == "「"
        elif not quoted:
            depth += (char in "((") - (char in "))")
            if depth > MOST_NESTED:
                return Diagnostic(
                    "L103",
                    source.where(offset),
                    f"括号嵌套超过 {MOST_NESTED} 层",
                    allowed=f"至多 {MOST_NESTED} 层",
                    hint="把条件拆成几条规则,每条只说一层意思",
                    excerpt=source.excerpt(Span(offset, offset + 1)),
                )
    return None


def _syntax_fault(source: Source, error: UnexpectedInput) -> Diagnostic:
    offset = min(error.pos_in_stream or 0, len(source.text)) if error.pos_in_stream is not None else len(source.text)
    if isinstance(error, UnexpectedToken):
        token = error.token
        if token.type == "$END":
            offset = len(source.text.rstrip())
            return Diagnostic(
                "L102",
                source.where(offset),
                "文件在此中断,后面还应有内容",
                allowed=_expected(error.accepts or error.expected),
                excerpt=source.excerpt(Span(max(0, offset - 1), offset)),
            )
        end = offset + len(str(token))
        words = {keywords()[name] for name in (error.accepts or error.expected) if name in keywords()}
        guess = nearest(str(token), words)
        return Diagnostic(
            "L101",
            source.where(offset),
            f"这里不能写「{_short(str(token))}」",
            allowed=_expected(error.accepts or error.expected),
            hint=f"是否要写 {guess[0]}?" if guess else "",
            excerpt=source.excerpt(Span(offset, end)),
        )
    unclosed = source.text[offset] == "「"
    return Diagnostic(
        "L104",
        source.where(offset),
        "引文的「没有对应的」" if unclosed else f"无法识别的符号「{source.text[offset]}」",
        allowed="词语、数字、「引文」、顿号和括号;词语之间用空格隔开",
        excerpt=source.excerpt(Span(offset, offset + 1)),
    )


_KINDS_OF_TOKEN = {
    "WORD": "名称",
    "NUMERIC": "数字或日期",
    "QUOTE": "「引文」",
    "QUOTED_NAME": "『名称』",
    "_COMMA": "、",
    "_OPEN": "(",
    "_CLOSE": ")",
    "$END": "文件结束",
}


def _expected(names: set[str]) -> str:
    kinds = [shown for name, shown in _KINDS_OF_TOKEN.items() if name in names]
    words = [word for name, word in keywords().items() if name in names]
    return "、".join([*words, *kinds])


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:20] + "…"


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
        return ast.File(children[0], tuple(children[1:]))

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
