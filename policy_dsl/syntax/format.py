"""The canonical layout of a `.tiao` file. Formatting twice changes nothing; parsing the result gives the same AST.

No line is wider than 100 columns (of which a Chinese character takes two), but for a quotation that is wider by itself
and then stands alone behind its word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policy_dsl.source_text import display_width
from policy_dsl.syntax import ast
from policy_dsl.syntax.from_tree import default_fields
from policy_dsl.syntax.parse import FULL_WIDTH, keywords, terminal

WIDTH: Final = 100
"""Columns of a line at most, quotations that are wider by themselves aside."""


def format_file(file: ast.File) -> str:
    """The whole file: entries in their order, a blank line between them."""
    blocks = [f"文件 {_word(file.document)}", *(_entry(e) for e in file.entries)]
    return "\n\n".join(blocks) + "\n"


def _entry(entry: ast.Entry) -> str:
    head = [f"条 {_word(entry.address)} 性质", *_listed(entry.natures)]
    if entry.same_as is not None:
        head.append(f"同 {_word(entry.same_as)}")
    items = (line for i in entry.items for line in _item(i, entry.quotes))
    return "\n".join([*_filled("", head), *map(_quote, entry.quotes), *items])


def _item(item: ast.Item, clause: tuple[ast.Quote, ...]) -> Iterable[str]:
    if isinstance(item, ast.Rule):
        return _rule(item)
    if isinstance(item, ast.Statement):
        return _statement(item, clause)
    if isinstance(item, ast.Pending):
        matters = ["事项", *_listed(item.matters)] if item.matters else []
        reason = [] if item.reason is None else [f"因 {_quote(item.reason)}"]
        return _filled("  ", ["待写", *matters, *reason])
    if isinstance(item, ast.Waiver):
        return _filled("  ", [*_after("不计", item.quotes), f"因 {_quote(item.reason)}"])
    return _filled("  ", _after("注", item.quotes))


# --- lines ------------------------------------------------------------------------------------------------------


def _filled(indent: str, pieces: Sequence[str]) -> Iterator[str]:
    """The pieces in lines of at most WIDTH columns; what does not fit goes on, indented further."""
    line = indent + pieces[0]
    for piece in pieces[1:]:
        longer = f"{line} {piece}"
        if display_width(longer) > WIDTH:
            yield line
            line = f"{indent}  {piece}"
        else:
            line = longer
    yield line


def _fits(indent: str, pieces: Sequence[str]) -> bool:
    return display_width(indent + " ".join(pieces)) <= WIDTH


def _after(word: str, quotes: Sequence[ast.Quote]) -> list[str]:
    """Quotations behind a word, which is never left alone."""
    return [f"{word} {_quote(quotes[0])}", *map(_quote, quotes[1:])]


def _listed(names: Sequence[ast.Name]) -> list[str]:
    """A list of names in pieces, each with the mark behind it."""
    return [*(f"{_word(n)} 、" for n in names[:-1]), _word(names[-1])]


def _led(word: str, pieces: Sequence[str]) -> list[str]:
    """Pieces with a word before the first."""
    return [f"{word} {pieces[0]}", *pieces[1:]]


# --- rules ------------------------------------------------------------------------------------------------------


def _rule(rule: ast.Rule) -> Iterator[str]:
    head = [f"{rule.kind} {_word(rule.name)}", *(["待核"] if rule.proposed else [])]
    yield from _filled("  ", [*head, *([] if rule.variant is None else [f"仅异读 {_word(rule.variant)}"])])
    for line in _rule_lines(rule, rule.anchors.quotes, rule.anchors.readings):
        yield from _filled("    ", line)
    for difference in rule.differences:
        yield from _difference(difference)


def _difference(difference: ast.Difference) -> Iterator[str]:
    head = f"异读 {_word(difference.reading)}"
    if difference.removed == (ast.WHOLE_RULE,) and not _rule_lines(difference, difference.quotes, difference.readings):
        yield from _filled("    ", [head, "删去"])
        return
    yield f"    {head}"
    for line in _rule_lines(difference, difference.quotes, difference.readings):
        yield from _filled("      ", line)
    for kind in difference.removed:
        yield f"      删去 {kind}".rstrip()


def _rule_lines(
    part: ast.Rule | ast.Difference, quotes: Sequence[ast.Quote], readings: Sequence[ast.Name]
) -> list[list[str]]:
    """The lines of a rule or a difference, in their order, each in pieces."""
    lines = []
    if quotes:
        lines.append(_after("据", quotes))
    if readings:
        lines.append(_led("据 解释", _listed(readings)))
    lines += [_led("凡", _condition_pieces(c)) for c in part.scope]
    if part.period is not None:
        ends = (("自", part.period.begins), ("至", part.period.ends))
        lines.append([" ".join(["期间", *(f"{word} {end.text}" for word, end in ends if end is not None)])])
    if part.condition is not None:
        lines.append(_led("若", _condition_pieces(part.condition)))
    if part.effect is not None and part.effect.clauses:
        lines.append(_led("则 不受限于", _listed(part.effect.clauses)))
    elif part.effect is not None:
        lines.append([f"则 {'原则上 ' if part.in_principle else ''}{_action(part.effect.action)}"])
    elif part.cap is not None:
        lines.append(_led("则 原则上" if part.in_principle else "则", _condition_pieces(part.cap)))
    elif part.must is not None:  # what must all hold stands line by line
        musts = part.must.parts if isinstance(part.must, ast.And) else (part.must,)
        lines += [_led("须", _condition_pieces(must)) for must in musts]
    if part.supports is not None:
        lines.append([f"印证 {_word(part.supports)}"])
    return lines


def _action(text: str) -> str:
    return f"『{text}』" if _reads_as_keyword(text) or not terminal("WORD").fullmatch(text) else _word(ast.Name(text))


# --- statements -------------------------------------------------------------------------------------------------


def _statement(item: ast.Statement, clause: tuple[ast.Quote, ...]) -> Iterator[str]:
    head = [f"{item.kind} {_word(item.name)}", *(["待核"] if item.proposed else []), *map(_quote, item.anchors.quotes)]
    if item.anchors.readings:
        head += _led("据 解释", _listed(item.anchors.readings))
    acts = item.kind in ("义务", "建议")
    usual = default_fields(item, clause) if acts else {}
    fields = [_field_pieces(item, k, v) for k, v in item.fields if k != "比较" and usual.get(k) != v]
    if item.kind == "裁量":
        fields[-1].append("认定")
    row = [*head, *(piece for field in fields for piece in field)]
    if not fields or (not acts and _fits("  ", row)):
        yield from _filled("  ", row)
        return
    yield from _filled("  ", head)
    if item.kind in ("数据", "目标", "标准"):
        yield from _filled("    ", row[len(head) :])
        return
    for field in fields:
        yield from _filled("    ", field)


def _field_pieces(item: ast.Statement, key: str, value: ast.Field) -> list[str]:
    """A field of a statement with its word, in pieces."""
    if isinstance(value, tuple):
        quotes = [q for q in value if isinstance(q, ast.Quote)]
        return _after(key, quotes) if quotes else _led(key, _listed([n for n in value if isinstance(n, ast.Name)]))
    return [f"{key} {_field(item, key, value)}"]


def _field(item: ast.Statement, key: str, value: ast.Name | ast.Ref) -> str:
    if isinstance(value, ast.Ref):
        return _ref(value)
    if key in ("时点", "期限"):
        return _phrase(value)
    if key == "数值":
        op = item.get("比较")
        return (f"{op.text} " if isinstance(op, ast.Name) else "") + _phrase(value)
    return _word(value)


# --- conditions -------------------------------------------------------------------------------------------------


def _condition_pieces(cond: ast.Cond) -> list[str]:
    """A condition in pieces: it may be broken before 且 and 或, and behind the marks of a list."""
    pieces: list[str] = []
    for token in _TOKEN.findall(condition(cond)):
        if pieces and (token == "、" or not _breaks(pieces[-1], token)):
            pieces[-1] += f" {token}"
        else:
            pieces.append(token)
    return pieces


_TOKEN: Final = re.compile(r"『[^『』]*』|\S+")


def _breaks(before: str, token: str) -> bool:
    """Whether a condition may be broken between what stands before and a word."""
    return before.endswith("、") or token in ("且", "或", "低于", "高于", "不超过", "不低于", "达到")


def condition(cond: ast.Cond) -> str:
    """A condition in one line, with the fewest brackets that keep its meaning."""
    match cond:
        case ast.And(parts):
            return " 且 ".join(_bracketed(p, ast.And, ast.Or) for p in parts)
        case ast.Or(parts):
            return " 或 ".join(_bracketed(p, ast.Or) for p in parts)
        case ast.Not(part):
            return "非 " + _bracketed(part, ast.And, ast.Or)
        case ast.Comparison(left, op, right):
            return f"{_expr(left)} {op.text} {_expr(right)}"
        case ast.Member(ref, op, values):
            return f"{_ref(ref)} {op.text} {_names(values)}"
        case ast.Contains(ref, values):
            return f"{_ref(ref)} 包含 {_names(values)}"
        case ast.Holds(ref):
            return f"{_ref(ref)} 成立"
        case ast.Exists(op, ref):
            return f"{op.text} {_ref(ref)}"


def _bracketed(cond: ast.Cond, *kinds: type) -> str:
    text = condition(cond)
    return f"( {text} )" if isinstance(cond, kinds) else text


def _expr(expr: ast.Expr) -> str:
    match expr:
        case ast.Ref():
            return _ref(expr)
        case ast.Number(text):
            return text
        case ast.Total(terms):
            parts = [_expr(terms[0][1])]
            for sign, term in terms[1:]:
                parts += ["加" if sign > 0 else "减", _expr(term)]
            return " ".join(parts)
        case ast.Ratio(over, by):
            text = _expr(over)
            return f"{f'( {text} )' if isinstance(over, ast.Total) else text} 除以 {_ref(by)}"


def _ref(ref: ast.Ref) -> str:
    head = ref.path[0].text
    first = f"『{head}』" if _reads_as_keyword(head) else _word(ref.path[0])
    text = " 的 ".join([first, *(_word(n) for n in ref.path[1:])])
    return text if ref.period is None else f"{text} 于 {ref.period.text}"


def _bare(text: str) -> bool:
    """Whether a name can stand without brackets around it."""
    word = terminal("WORD").fullmatch(text) or terminal("NUMERIC").fullmatch(text)
    return word is not None and text.isprintable() and not FULL_WIDTH.search(text)


def _reads_as_keyword(text: str) -> bool:
    """Whether a name, where it stands for a fact or value, would be read as a word of the language, or as a number."""
    begins = text.replace("\uff08", "(").partition("(")[0]
    return (begins in keywords().values() and begins != _MATTER) or text[:1].isdigit()


_MATTER = "事项"
"""A word of the language behind 待写 only; where a fact stands it is the fact."""


def _word(name: ast.Name) -> str:
    return name.text if _bare(name.text) else f"『{name.text}』"


def _phrase(name: ast.Name) -> str:
    text = name.text
    return f"「{text}」" if not _bare(text) or (_reads_as_keyword(text) and not text[0].isdigit()) else text


def _names(names: tuple[ast.Name, ...]) -> str:
    return " 、 ".join(_word(n) for n in names)


def _quote(quote: ast.Quote) -> str:
    return f"「{quote.text}」"
