"""Statements of the AST to typed statements: duties, figures, standards, targets, definitions, judgements."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple, TypeVar

from policy_dsl.lowering.resolve import OPERATORS, Resolver
from policy_dsl.lowering.units import PURE, fits, read_literal
from policy_dsl.numerals import plain
from policy_dsl.statements import AnyStatement, Definition, Duty, Figure, Judgement, Proposal, Standard, Target
from policy_dsl.syntax import ast
from policy_dsl.texts.lexicon import DUTY_WORDS, TARGET_WORDS

MEASURES: Final = {**OPERATORS, "左右": "about", "余": "over"}
"""Operators of figures: besides those of rules, approximately, and a round number with something over."""

WHOLE: Final = ("全覆盖", "全部达标")
"""Targets that texts set in words alone. They have no value: none is made up for them."""


_Act = TypeVar("_Act", Duty, Proposal)


class Anchor(NamedTuple):
    """What every statement takes from its place: id, name, offsets of its words, readings it rests on."""

    id: str
    name: str
    spans: tuple[tuple[int, int], ...]
    readings: tuple[str, ...]


def build_statement(
    item: ast.Statement, clause: str, spans: tuple[tuple[int, int], ...], resolver: Resolver
) -> AnyStatement | None:
    """The typed statement with its words; None after a fault."""
    anchor = Anchor(f"{clause}#{item.name.text}", item.name.text, spans, tuple(n.text for n in item.anchors.readings))
    before = len(resolver.faults)
    statement: AnyStatement | None
    match item.kind:
        case "义务":
            statement = _act(Duty, item, anchor, resolver)
        case "建议":
            statement = _act(Proposal, item, anchor, resolver)
        case "数据" | "目标":
            statement = _figure(item, anchor, resolver)
        case "标准":
            statement = _standard(item, anchor, resolver)
        case "定义":
            statement = _definition(item, anchor, resolver)
        case _:
            statement = Judgement(
                anchor.id, anchor.name, anchor.spans, authority=_names(item, "由"), readings=anchor.readings
            )
            _known(item, "由", resolver)
    return statement if len(resolver.faults) == before else None


def _names(item: ast.Statement, key: str) -> tuple[str, ...]:
    value = item.get(key)
    return tuple(v.text for v in value if isinstance(v, ast.Name)) if isinstance(value, tuple) else ()


def _text(item: ast.Statement, key: str) -> str:
    value = item.get(key)
    return value.text if isinstance(value, ast.Name) else ""


def _known(item: ast.Statement, key: str, resolver: Resolver) -> None:
    names = item.get(key)
    agents = resolver.vocabulary.of_kind("agent")
    for name in names if isinstance(names, tuple) else ():
        if isinstance(name, ast.Name) and name.text != "未载明" and name.text not in agents:
            resolver.unknown(name, key if key == "主体" else "认定机关", agents)


def _act(kind: type[_Act], item: ast.Statement, anchor: Anchor, resolver: Resolver) -> _Act:
    _known(item, "主体", resolver)
    strength = item.get("强度")
    if isinstance(strength, ast.Name) and strength.text not in DUTY_WORDS:
        resolver.fault("L211", strength.span, f"不认识的强度「{strength.text}」", allowed="、".join(DUTY_WORDS))
    acts = item.get("行为")
    return kind(
        anchor.id,
        anchor.name,
        anchor.spans,
        bearers=_names(item, "主体"),
        strength=_text(item, "强度"),
        act="……".join(q.text for q in acts if isinstance(q, ast.Quote)) if isinstance(acts, tuple) else "",
        towards=_names(item, "对象"),
        by=_text(item, "期限"),
        readings=anchor.readings,
    )


_FRACTION = "这样的分数可以写在规则的比较里(低于 2/3);写在数据、目标、标准里的,用 不计 写明原因"


def _figure(item: ast.Statement, anchor: Anchor, resolver: Resolver) -> Figure | None:
    value = item.get("数值")
    assert isinstance(value, ast.Name)  # the grammar requires it
    op = _text(item, "比较")
    in_words = item.kind == "目标" and not op and value.text in WHOLE
    literal = None if in_words else read_literal(value.text, resolver.vocabulary)
    if isinstance(literal, str):
        resolver.fault("L302", value.span, literal, allowed="如 75%、71293张、7.8张/千参保人口、5.2万人、「2:1」")
        return None
    if literal is not None and literal.times != 1:
        resolver.fault("L302", value.span, f"写不成小数的分数:{value.text}", hint=_FRACTION)
        return None
    when = item.get("时点") or item.get("期限")
    as_at = iso_period(when.text) if isinstance(when, ast.Name) else ""
    if as_at is None and isinstance(when, ast.Name):
        resolver.fault(
            "L212", when.span, f"不是可读的时点「{when.text}」", allowed="如 2022-12-31、2022年末、2022年、2023年1-6月"
        )
    strength = item.get("强度")
    if isinstance(strength, ast.Name) and strength.text not in TARGET_WORDS:
        resolver.fault("L211", strength.span, f"不认识的强度「{strength.text}」", allowed="、".join(TARGET_WORDS))
    claim = item.get("自述")
    figure = Figure(
        anchor.id,
        anchor.name,
        anchor.spans,
        regions=_names(item, "地区"),
        indicator=_text(item, "指标"),
        as_at=as_at or "",
        op=MEASURES.get(op, "eq"),
        value=None if literal is None else Decimal(plain(literal.value)),
        unit="" if literal is None or literal.unit == PURE else str(literal.unit),
        shown=value.text,
        readings=anchor.readings,
    )
    if item.kind == "数据":
        return figure
    return Target(
        anchor.id,
        anchor.name,
        anchor.spans,
        regions=figure.regions,
        indicator=figure.indicator,
        as_at=figure.as_at,
        op=figure.op,
        value=figure.value,
        unit=figure.unit,
        shown=figure.shown,
        readings=figure.readings,
        target_kind=_text(item, "类别"),
        strength=_text(item, "强度"),
        claim="".join(q.text for q in claim if isinstance(q, ast.Quote)) if isinstance(claim, tuple) else "",
    )


def _standard(item: ast.Statement, anchor: Anchor, resolver: Resolver) -> Standard | None:
    top, bottom, value = item.get("指标"), item.get("除以"), item.get("数值")
    assert isinstance(top, ast.Ref)  # the form of the statement gives these three fields their types
    assert isinstance(bottom, ast.Ref)
    assert isinstance(value, ast.Name)
    over, under = resolver.number(top), resolver.number(bottom)
    literal = read_literal(value.text, resolver.vocabulary)
    if isinstance(literal, str):
        resolver.fault("L302", value.span, literal)
        return None
    if literal.times != 1:
        resolver.fault("L302", value.span, f"写不成小数的分数:{value.text}", hint=_FRACTION)
        return None
    if over is None or under is None:
        return None
    measured = over[1].divided_by(under[1])
    if not fits(literal.unit, measured):
        resolver.fault("L304", value.span, f"单位或分母不同:{measured} 与 {literal.unit}")
    return Standard(
        anchor.id,
        anchor.name,
        anchor.spans,
        over=over[0],
        under=under[0],
        op=MEASURES.get(_text(item, "比较"), "eq"),
        value=Decimal(plain(literal.value)),
        shown=value.text,
        readings=anchor.readings,
    )


def _definition(item: ast.Statement, anchor: Anchor, resolver: Resolver) -> Definition:
    meaning, parts = item.get("指"), item.get("划分为")
    if isinstance(parts, tuple):
        for name in parts:
            if isinstance(name, ast.Name) and not resolver.vocabulary.find_regions(name.text):
                known = {*resolver.vocabulary.terms, *resolver.vocabulary.region_names(), *resolver.defined}
                if name.text not in known and name.text != item.name.text:
                    resolver.unknown(name, "组成部分", known)
        return Definition(anchor.id, anchor.name, anchor.spans, parts=_names(item, "划分为"), readings=anchor.readings)
    text = "".join(q.text for q in meaning if isinstance(q, ast.Quote)) if isinstance(meaning, tuple) else ""
    return Definition(anchor.id, anchor.name, anchor.spans, meaning=text, readings=anchor.readings)


def iso_period(text: str) -> str | None:
    """2022年末 is 2022-12-31, 2022年 is 2022, 2023年1-6月 is 2023-01/2023-06, 2012年以来 is 2012/.., 2年左右 is P2Y~; else None."""
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        return text
    if match := re.fullmatch(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?", text):
        return "-".join([match[1], *(f"{int(p):02d}" for p in match.groups()[1:] if p)])
    if match := re.fullmatch(r"(\d{4})年?(?:末|底)", text):
        return f"{match[1]}-12-31"
    if match := re.fullmatch(r"(\d{4})年(\d{1,2})-(\d{1,2})月", text):
        return f"{match[1]}-{int(match[2]):02d}/{match[1]}-{int(match[3]):02d}"
    if match := re.fullmatch(r"(\d{4})年(\d{1,2})月至(\d{4})年(\d{1,2})月", text):
        return f"{match[1]}-{int(match[2]):02d}/{match[3]}-{int(match[4]):02d}"
    if match := re.fullmatch(r"(\d{4})年?[-至](\d{4})年?", text):
        return f"{match[1]}/{match[2]}"
    if match := re.fullmatch(r"(\d{4})年以来", text):
        return f"{match[1]}/.."  # no end stated
    if match := re.fullmatch(r"(\d{1,2})年(左右|内|以内)", text):
        return f"P{match[1]}Y" + ("~" if match[2] == "左右" else "")  # a duration; ~ is about, as in ISO 8601-2
    return text if text in ("十四五", "“十三五”末", "“十四五”期末") else None
