"""Every change of one place in a condition or expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from policy_dsl.lowering.resolve import OPERATORS
from policy_dsl.numerals import plain
from policy_dsl.syntax import ast
from policy_dsl.syntax.format import condition as shown
from policy_dsl.vocabulary import Vocabulary

Change = tuple[str, str, ast.Cond]
"""Kind of mutation, what was changed, and the condition that came of it."""

_ROLES = ("全市", "本统筹区", "本区县", "所在医保管理区域")
_UNITS = ("张/千常住人口", "张/千参保人口", "张/万常住人口", "张/常住人口", "张/千60岁以上常住老年人口")


@dataclass(frozen=True)
class Menu:
    """What may stand in place of a name: the ontology's terms, the places of the document, the matters it restricts."""

    vocabulary: Vocabulary
    places: tuple[str, ...]
    restricted: tuple[str, ...]


def conditions(cond: ast.Cond, menu: Menu) -> Iterator[Change]:
    """The condition with each single change in it."""
    match cond:
        case ast.And(parts) | ast.Or(parts):
            other = ast.Or if isinstance(cond, ast.And) else ast.And
            yield "and/or", f"{'且 → 或' if other is ast.Or else '或 → 且'}: {shown(cond)}", other(parts)
            for i, part in enumerate(parts):
                rest = (*parts[:i], *parts[i + 1 :])
                yield "condition", f"{shown(part)} left out", rest[0] if len(rest) == 1 else replace(cond, parts=rest)
                for kind, what, new in conditions(part, menu):
                    yield kind, what, replace(cond, parts=(*parts[:i], new, *parts[i + 1 :]))
        case ast.Not(part):
            yield "negation", f"非 {shown(part)}: 非 left out", part
            for kind, what, new in conditions(part, menu):
                if not (kind == "negation" and isinstance(new, ast.Not)):  # 非 非 is no condition of the language
                    yield kind, what, ast.Not(new)
        case ast.Comparison():
            yield "negation", f"{shown(cond)}: 非 added", ast.Not(cond)
            yield from _comparison(cond, menu)
        case ast.Member():
            yield "negation", f"{shown(cond)}: 非 added", ast.Not(cond)
            yield from _member(cond, menu)
        case ast.Contains(ref, values):
            yield "negation", f"{shown(cond)}: 非 added", ast.Not(cond)
            named = {v.text for v in values}
            for i, value in enumerate(values):
                rest = (*values[:i], *values[i + 1 :])
                if rest:
                    yield "value", f"{value.text} left out", replace(cond, values=rest)
                for other in menu.vocabulary.facts[ref.path[-1].text].values:
                    if other not in named or not rest:
                        new = replace(cond, values=(*values[:i], ast.Name(other), *values[i + 1 :]))
                        yield "value", f"{value.text} → {other}", new
        case ast.Holds(ref):
            yield "negation", f"{shown(cond)}: 非 added", ast.Not(cond)
            for kind, what, new in _refs(ref, menu):
                yield kind, what, replace(cond, ref=new)
        case ast.Exists(op, ref):
            other_op = "尚无" if op.text == "有" else "有"
            yield "operator", f"{op.text} → {other_op}", replace(cond, op=ast.Name(other_op))
            one, above = ast.Number("1"), "高于" if op.text == "有" else "不超过"
            yield "threshold", f"{op.text} 0 → 1", ast.Comparison(ref, ast.Name(above), one)
            yield "negation", f"{shown(cond)}: 非 added", ast.Not(cond)
            for kind, what, new in _refs(ref, menu):
                yield kind, what, replace(cond, ref=new)


def _comparison(cond: ast.Comparison, menu: Menu) -> Iterator[Change]:
    for op in OPERATORS:
        if op != cond.op.text:
            yield "operator", f"{cond.op.text} → {op}", replace(cond, op=ast.Name(op))
    for side in ("left", "right"):
        for kind, what, new in _expressions(getattr(cond, side), menu):
            yield kind, what, replace(cond, **{side: new})
    if not isinstance(cond.right, ast.Number):
        yield "operand", "the two sides exchanged", replace(cond, left=cond.right, right=cond.left)


def _expressions(expr: ast.Expr, menu: Menu) -> Iterator[tuple[str, str, ast.Expr]]:
    match expr:
        case ast.Number(text):
            yield from _numbers(text)
        case ast.Ref():
            yield from _refs(expr, menu)
        case ast.Total(terms):
            for i, (sign, term) in enumerate(terms):
                rest = (*terms[:i], *terms[i + 1 :])
                name = shown(ast.Holds(term)).removesuffix(" 成立") if isinstance(term, ast.Ref) else term.text
                yield "operand", f"{name} left out", rest[0][1] if len(rest) == 1 else replace(expr, terms=rest)
                if i:
                    signs = (*terms[:i], (-sign, term), *terms[i + 1 :])
                    yield "operand", f"{name} with the other sign", replace(expr, terms=signs)
                for kind, what, new in _expressions(term, menu):
                    if isinstance(new, ast.Ref | ast.Number):
                        yield kind, what, replace(expr, terms=(*terms[:i], (sign, new), *terms[i + 1 :]))
        case ast.Ratio(over, by):
            yield "unit", f"除以 {by.path[-1].text} left out", over
            for kind, what, top in _expressions(over, menu):
                yield kind, what, replace(expr, over=top)
            for kind, what, bottom in _refs(by, menu):
                yield ("unit" if kind == "indicator" else kind), what, replace(expr, by=bottom)


def _numbers(text: str) -> Iterator[tuple[str, str, ast.Number]]:
    match = re.fullmatch(r"([0-9.]+)(.*)", text)
    assert match is not None  # the grammar gives a number
    digits, unit = match[1], match[2]
    value = Decimal(digits)
    step = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    for other in (value + step, value - step, value + step / 10, value - step / 10, value * 2, value * 10):
        yield "threshold", f"{text} → {plain(other)}{unit}", ast.Number(f"{plain(other)}{unit}")
    units = {"%": ("‰", ""), "‰": ("%",)}.get(unit[:1], ())
    for other_unit in units:
        yield "unit", f"{text} → {digits}{other_unit}{unit[1:]}", ast.Number(f"{digits}{other_unit}{unit[1:]}")
    if unit[:1] == "万":
        yield "unit", f"{text} → {digits}{unit[1:]}", ast.Number(f"{digits}{unit[1:]}")
    if "/" in unit:
        for other_unit in _UNITS:
            if other_unit != unit:
                yield "unit", f"{unit} → {other_unit}", ast.Number(f"{digits}{other_unit}")


def _refs(ref: ast.Ref, menu: Menu) -> Iterator[tuple[str, str, ast.Ref]]:
    """Another subject, another fact of the same kind, another period."""
    *head, last = ref.path
    if head and head[0].text in _ROLES:
        for role in _ROLES:
            if role != head[0].text:
                what = f"{head[0].text} → {role}: {last.text}"
                yield "subject", what, replace(ref, path=(ast.Name(role), last))
    term = menu.vocabulary.facts[last.text]
    for other in menu.vocabulary.facts.values():
        alike = (other.subject, other.datatype, other.multiple) == (term.subject, term.datatype, term.multiple)
        if alike and other.label != last.text:
            yield "indicator", f"{last.text} → {other.label}", replace(ref, path=(*head, ast.Name(other.label)))
    if ref.period is not None:
        year = int(ref.period.text[:4])
        for period in (f"{year - 1}年", f"{year + 1}年"):
            yield "period", f"{ref.period.text} → {period}", replace(ref, period=ast.Name(period))
        yield "period", f"{ref.period.text} left out", replace(ref, period=None)


def _member(cond: ast.Member, menu: Menu) -> Iterator[Change]:
    subject, values = cond.ref.path[-1].text, cond.values
    if subject == "所在地":
        kind, known = "region", menu.places
    elif [n.text for n in cond.ref.path] == ["机构"]:
        kind, known = "type", (*menu.vocabulary.of_kind("class"), *menu.vocabulary.types)
    else:
        kind, known = "value", menu.vocabulary.facts[subject].values
    instead = tuple(menu.vocabulary.of_kind("class")) if kind == "type" else () if kind == "region" else known
    listed = {v.text for v in values}
    for i, value in enumerate(values):
        if len(values) > 1:
            yield kind, f"− {value.text}", replace(cond, values=(*values[:i], *values[i + 1 :]))
        for other in instead:
            if other not in listed:
                name = (*values[:i], ast.Name(other), *values[i + 1 :])
                yield kind, f"{value.text} → {other}", replace(cond, values=name)
    for other in known:
        if other not in listed:
            yield kind, f"+ {other}", replace(cond, values=(*values, ast.Name(other)))
