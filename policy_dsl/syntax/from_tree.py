"""Lark tree to AST: one function per rule of the grammar, each from the tree of that rule to its node.

Where the grammar leaves out an optional part, Lark puts None among the children.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from lark import Token, Tree

from policy_dsl.source_text import Span
from policy_dsl.syntax import ast

NAMELESS = ast.Name("")
"""Stands for the document where the line 文件 is missing."""

Node = Tree[Token]
Child = Tree[Token] | Token | None
Part = TypeVar("Part")


def file_from_tree(tree: Node) -> ast.File:
    """The file from the tree of the rule `start`."""
    document, *entries = _children(tree)
    return ast.File(_optional(_word, document) or NAMELESS, tuple(_entry(_node(e)) for e in entries))


def _children(node: Node) -> list[Child]:
    return [*node.children]


def _node(child: Child) -> Node:
    """The child as a tree. Raises TypeError where the grammar has a token or nothing there."""
    if not isinstance(child, Tree):
        raise TypeError(f"the grammar has no rule here: {child!r}")
    return child


def _token(child: Child) -> Token:
    """The child as a token. Raises TypeError where the grammar has a rule or nothing there."""
    if not isinstance(child, Token):
        raise TypeError(f"the grammar has no terminal here: {child!r}")
    return child


def _optional(read: Callable[[Node], Part], child: Child) -> Part | None:
    return None if child is None else read(_node(child))


def _only(node: Node) -> Node:
    """The child of a rule that has one: same, supports, variant, condition, scope."""
    return _node(node.children[0])


def _span(node: Node) -> Span:
    return Span(0, 0) if node.meta.empty else Span(node.meta.start_pos, node.meta.end_pos)


# --- entries and norms ---


def _entry(node: Node) -> ast.Entry:
    address, natures, same, quotes, *items = _children(node)
    words = _quotes(_node(quotes))
    return ast.Entry(
        _word(_node(address)),
        _names(_node(natures)),
        words,
        tuple(with_defaults(_item(_node(item)), words) for item in items),
        _optional(_named, same),
        span=_span(node),
    )


def _item(node: Node) -> ast.Item:
    return _ITEMS[node.data](node)


def with_defaults(item: ast.Item, clause: tuple[ast.Quote, ...]) -> ast.Item:
    """A duty or proposal with what it leaves out: 主体 未载明, 强度 陈述, and as 行为 the words that it rests on.

    clause: the quotations of its entry.
    """
    if not isinstance(item, ast.Statement) or item.kind not in ("义务", "建议"):
        return item
    usual = default_fields(item, clause)
    return replace(item, fields=tuple((k, v) for k in _ACT_FIELDS if (v := item.get(k) or usual.get(k)) is not None))


def default_fields(item: ast.Statement, clause: tuple[ast.Quote, ...]) -> dict[str, ast.Field]:
    """What the fields of a duty or proposal are where nothing is written. Without words of its own it rests on the clause,
    and its act is that, without the mark at its end.
    """
    act = item.anchors.quotes
    if not act and clause:
        last = clause[-1]
        act = (*clause[:-1], replace(last, text=last.text.rstrip("。;,\uff1b\uff0c") or last.text))
    at = item.name.span
    return {"主体": (ast.Name("未载明", at),), "强度": ast.Name("陈述", at), "行为": act}


def _rule(node: Node) -> ast.Rule:
    kind, name, proposed, only, anchors, *rest = _children(node)
    differences = tuple(_difference(_node(d)) for d in rest if isinstance(d, Tree) and d.data == "difference")
    *scope, period, condition, outcome, supports = rest[: len(rest) - len(differences)]
    effect, cap, must, in_principle = _outcome(_node(outcome))
    return ast.Rule(
        str(_token(_node(kind).children[0])),
        _word(_node(name)),
        _anchors(_node(anchors)),
        tuple(_inner_condition(_node(part)) for part in scope),
        _optional(_inner_condition, condition),
        effect,
        cap,
        must,
        in_principle,
        _optional(_named, supports),
        _optional(_named, only),
        proposed is not None,
        differences,
        _optional(_period, period),
        span=_span(node),
    )


def _difference(node: Node) -> ast.Difference:
    name, anchors, *rest = _children(node)
    removals = [_node(r) for r in rest if isinstance(r, Tree) and r.data == "removal"]
    *scope, period, condition, outcome, supports = rest[: len(rest) - len(removals)]
    words = _anchors(_node(anchors))
    effect, cap, must, in_principle = (None, None, None, False) if outcome is None else _outcome(_node(outcome))
    return ast.Difference(
        _word(_node(name)),
        words.quotes,
        words.readings,
        tuple(_inner_condition(_node(part)) for part in scope),
        _optional(_inner_condition, condition),
        effect,
        cap,
        must,
        in_principle,
        _optional(_named, supports),
        tuple(" ".join(str(c) for c in _children(r)[1:] if c is not None) for r in removals),
        _optional(_period, period),
        span=_span(node),
    )


def _period(node: Node) -> ast.Period:
    ends = {str(_node(end).data): _word(_only(_node(end))) for end in _children(node) if end is not None}
    return ast.Period(ends.get("begins"), ends.get("ends"), span=_span(node))


def _anchors(node: Node) -> ast.Anchors:
    quotes, readings = _children(node)
    return ast.Anchors(_optional(_quotes, quotes) or (), _optional(_names, readings) or ())


def _outcome(node: Node) -> tuple[ast.Effect | None, ast.Comparison | None, ast.Cond | None, bool]:
    """Effect, cap and condition that must hold, one of them there; whether it stands 原则上."""
    match node.data:
        case "effect_outcome":
            effect = _effect(_only(node))
            return effect, None, None, effect.in_principle
        case "cap_outcome":
            in_principle, cap = _children(node)
            return None, _comparison(_node(cap)), None, in_principle is not None
        case _:
            musts = tuple(_condition(_node(part)) for part in _children(node))
            return None, None, musts[0] if len(musts) == 1 else ast.And(musts, span=_span(node)), False


def _effect(node: Node) -> ast.Effect:
    if node.data == "single_exemption":
        return ast.Effect("", clauses=_names(_only(node)), span=_span(node))
    in_principle, *actions = _children(node)
    words = "".join(_word(_node(action)).text for action in actions)
    return ast.Effect(words, in_principle is not None, span=_span(node))


# --- conditions ---


def _inner_condition(node: Node) -> ast.Cond:
    return _condition(_only(node))


def _condition(node: Node) -> ast.Cond:
    return _CONDITIONS[node.data](node)


def _or(node: Node) -> ast.Cond:
    parts = tuple(_condition(_node(child)) for child in _children(node))
    return parts[0] if len(parts) == 1 else ast.Or(parts, span=_span(node))


def _and(node: Node) -> ast.Cond:
    parts = tuple(_condition(_node(child)) for child in _children(node))
    return parts[0] if len(parts) == 1 else ast.And(parts, span=_span(node))


def _not(node: Node) -> ast.Not:
    return ast.Not(_condition(_only(node)), span=_span(node))


def _comparison(node: Node) -> ast.Comparison:
    left, operator, right = _children(node)
    return ast.Comparison(_expr(_node(left)), _word(_node(operator)), _expr(_node(right)), span=_span(node))


def _member(node: Node) -> ast.Member:
    ref, operator, values = _children(node)
    return ast.Member(_ref(_node(ref)), _name(_token(operator)), _names(_node(values)), span=_span(node))


def _contains(node: Node) -> ast.Contains:
    ref, values = _children(node)
    return ast.Contains(_ref(_node(ref)), _names(_node(values)), span=_span(node))


def _holds(node: Node) -> ast.Holds:
    return ast.Holds(_ref(_only(node)), span=_span(node))


def _exists(node: Node) -> ast.Exists:
    operator, ref = _children(node)
    return ast.Exists(_name(_token(operator)), _ref(_node(ref)), span=_span(node))


def _expr(node: Node) -> ast.Expr:
    match node.data:
        case "sum_":
            return _sum(node)
        case "ratio":
            over, by = _children(node)
            return ast.Ratio(_expr(_node(over)), _ref(_node(by)), span=_span(node))
        case _:
            return _operand(node)


def _sum(node: Node) -> ast.Expr:
    children = _children(node)
    operands = [_operand(_node(child)) for child in children[::2]]
    if len(operands) == 1:
        return operands[0]
    signs = [1] + [-1 if _token(sign) == "减" else 1 for sign in children[1::2]]
    return ast.Total(tuple(zip(signs, operands, strict=True)), span=_span(node))


def _operand(node: Node) -> ast.Ref | ast.Number:
    if node.data == "number":
        return ast.Number(str(_token(node.children[0])), span=_span(node))
    return _ref(node)


def _ref(node: Node) -> ast.Ref:
    *path, period = _children(node)
    names = tuple(_word(_node(part)) for part in path)
    return ast.Ref(names, None if period is None else _name(_token(period)), span=_span(node))


# --- statements ---


def _statement(kind: str, *keys: str) -> Callable[[Node], ast.Statement]:
    """The function for a kind of statement whose children, after name and anchors, stand under these field words."""

    def read(node: Node) -> ast.Statement:
        name, *rest = _children(node)
        proposed = rest.pop(0) if kind in ("义务", "建议") else None
        anchors, *rest = rest
        fields = tuple((key, _field(_node(child))) for key, child in zip(keys, rest, strict=True) if child is not None)
        words = _anchors(_node(anchors))
        return ast.Statement(kind, _word(_node(name)), words, fields, _span(node), proposed is not None)

    return read


def _field(node: Node) -> ast.Field:
    match node.data:
        case "names":
            return _names(node)
        case "quotes":
            return _quotes(node)
        case "ref":
            return _ref(node)
        case _:
            return _word(node)


def _pending(node: Node) -> ast.Pending:
    matters, reason = _children(node)
    return ast.Pending(_optional(_names, matters) or (), _optional(_quote, reason), span=_span(node))


def _waiver(node: Node) -> ast.Waiver:
    quotes, reason = _children(node)
    return ast.Waiver(_quotes(_node(quotes)), _quote(_node(reason)), span=_span(node))


def _note(node: Node) -> ast.Note:
    return ast.Note(_quotes(_only(node)), span=_span(node))


# --- words ---


def _named(node: Node) -> ast.Name:
    return _word(_only(node))


def _names(node: Node) -> tuple[ast.Name, ...]:
    return tuple(_word(_node(child)) for child in _children(node))


def _quotes(node: Node) -> tuple[ast.Quote, ...]:
    return tuple(_quote(_node(child)) for child in _children(node))


def _quote(node: Node) -> ast.Quote:
    token = _token(node.children[0])
    return ast.Quote(str(token)[1:-1], Span(token.start_pos or 0, token.end_pos or 0))


def _word(node: Node) -> ast.Name:
    """The name from a rule of one terminal: word, address, head, phrase, operator, vague."""
    return _name(_token(node.children[0]))


def _name(token: Token) -> ast.Name:
    text = str(token)
    if token.type in ("QUOTED_NAME", "QUOTE"):
        text = text[1:-1]
    return ast.Name(text, Span(token.start_pos or 0, token.end_pos or 0))


_ACT_FIELDS: Final = ("主体", "强度", "行为", "对象", "期限")

_ITEMS: Final[dict[str, Callable[[Node], ast.Item]]] = {
    "rule": _rule,
    "duty": _statement("义务", *_ACT_FIELDS),
    "proposal": _statement("建议", *_ACT_FIELDS),
    "figure": _statement("数据", "地区", "指标", "时点", "比较", "数值"),
    "standard": _statement("标准", "指标", "除以", "比较", "数值"),
    "target": _statement("目标", "地区", "指标", "期限", "比较", "数值", "类别", "强度", "自述"),
    "meaning": _statement("定义", "指"),
    "division": _statement("定义", "划分为"),
    "judgement": _statement("裁量", "由"),
    "pending": _pending,
    "waiver": _waiver,
    "note": _note,
}

_CONDITIONS: Final[dict[str, Callable[[Node], ast.Cond]]] = {
    "or_": _or,
    "and_": _and,
    "not_": _not,
    "comparison": _comparison,
    "member": _member,
    "contains": _contains,
    "holds": _holds,
    "exists": _exists,
}
