"""Answers to questions as staff read them: what decides, word for word, then what else concerns the case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policy_dsl.ir import Effect
from policy_dsl.vocabulary import Vocabulary
from reasoner.ask.answer import Answer, ApplyingRule, FactRequired, Passage, ReadingInUse, Silence
from reasoner.model.kinds import Status
from reasoner.render.terminal.layout import Style, joined
from reasoner.render.typeset import typeset

_EFFECTS: Final = {
    Effect.PROHIBIT: "限制", Effect.CAP: "上限", Effect.CONTROL: "从严", Effect.REQUIRE: "要件", Effect.EXEMPT: "豁免",
    Effect.PREFER: "优先", Effect.PERMIT: "许可",
}  # fmt: skip
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_INNER: Final = str.maketrans("“”", "‘’")
_INNER_TITLE: Final = str.maketrans("《》", "〈〉")
_OFFICE: Final = {"本局": "本单位"}
"""How staff read a provider."""
_QUOTES: Final = str.maketrans("「」『』", "“”‘’")
_MATERIALS, _ROOM = "问法:材料", "问法:余量"


def answer_text(answers: Sequence[Answer], vocabulary: Vocabulary, *, width: int = 80, colour: bool = False) -> str:
    """The answers to one question, one below the other."""
    style = Style(width, colour)
    first = answers[0]
    asked_for = {u.meaning for u in first.understood}
    blocks = [_understood(first, style), *_texts(first, style)]
    for answer in answers:
        if answer.matter is not None:
            blocks += _case(answer, vocabulary, style, materials_only=_MATERIALS in asked_for, caps=_ROOM in asked_for)
    blocks.append(_closing(answers, style))
    return joined(blocks)


def _set(text: str) -> str:
    """A text with the marks and dates that staff read: “”, full width, 2024年5月1日."""
    return typeset(_ISO.sub(lambda m: _day(m[0]), "".join(text.split("\n")).translate(_QUOTES)))


def _quoted(text: str) -> str:
    """Official words in quotation marks; those within them are single."""
    return f"“{text.translate(_INNER)}”"


def _titled(title: str) -> str:
    """A title in 《》; one within it in 〈〉."""
    return f"《{title.translate(_INNER_TITLE)}》"


def _lines(style: Style, text: str, indent: int = 0, hang: int | None = None) -> list[str]:
    return style.lines(_set(text), indent, hang)


def _understood(answer: Answer, style: Style) -> list[str]:
    """What words were taken for, where that is another word; and what was taken for granted."""
    other = [u for u in answer.understood if u.kind != "用语" and u.word not in u.meaning]
    taken = "、".join(f"“{u.word}”作{u.kind}“{u.meaning.removeprefix('问法:')}”" for u in other if u.kind != "问法")
    lines = _lines(style, f"理解为:{taken}。") if taken else []
    return [*lines, *(line for note in answer.notes for line in _lines(style, note))]


# --- what the texts say ---------------------------------------------------------------------------------------


def _texts(answer: Answer, style: Style) -> Iterator[list[str]]:
    for silence in answer.silent:
        yield _silence(silence, style)
    for term in answer.terms:
        lines = style.bold_lines(_set(term.fact))
        lines += _lines(style, term.definition, 2)
        who = f"由{term.authority}认定" if term.authority else f"由{_OFFICE.get(term.provider, term.provider)}提供"
        lines += _lines(style, f"{who};证明:{term.proof}。" if term.proof else f"{who}。", 2)
        yield lines + (_lines(style, f"注:{term.note}", 2) if term.note else [])
    if answer.passages:
        yield [style.heading("原文怎么说")]
        yield from (_passage(p, style) for p in answer.passages)
    elif answer.matter is None and not answer.silent and not answer.terms:
        yield _lines(style, "已收录文件中没有找到与所问词语相应的条款;换一个说法,或者用 tiaoli clauses 列出全部条款。")


def _silence(silence: Silence, style: Style) -> list[str]:
    lines = style.bold_lines(_set(f"{silence.subject}:{silence.answer}"))
    lines += _lines(style, "没有规定不等于可以办理,也不等于不受限制。", 2)
    for passage in silence.named:
        lines += _lines(
            style, f"- {passage.text}(引用它的是{_titled(passage.document)}{passage.place} {passage.clause})", 2, 4
        )
    return lines


def _passage(passage: Passage, style: Style) -> list[str]:
    lines = style.bold_lines(_set(f"{passage.kind} · {_titled(passage.document)}{passage.place}  {passage.clause}"))
    if passage.text:
        unconfirmed = "(尚未确认)" if passage.confirmed_by == "" else ""
        lines += _lines(style, f"{passage.text}{unconfirmed}", 2)
    return lines + _lines(style, _quoted(passage.quote), 2)


# --- what applies ---------------------------------------------------------------------------------------------


def _case(
    answer: Answer, vocabulary: Vocabulary, style: Style, *, materials_only: bool, caps: bool
) -> Iterator[list[str]]:
    place = vocabulary.regions[answer.region].name if answer.region else "地区不限"
    head = f"{place} · {answer.type or '机构类型未写明'} · {answer.matter} · 适用日期{_day(answer.as_of)}"
    yield [style.heading(_set(head))]
    if materials_only:
        yield _materials(answer, style)
        return
    yield [
        line
        for d in answer.documents
        for line in _lines(style, f"- {_governs(d.governs)}{_titled(d.document)}:{d.why}", 0, 2)
    ]
    rules = [r for r in answer.rules if not caps or r.effect is Effect.CAP]
    away = [r for r in rules if r.decides and r.applies is Status.FALSE]
    deciding = [r for r in rules if r.decides and r not in away]
    yield from _rules("起决定作用的条款", deciding, style)
    yield from _rules("所列地区不含本地区、本次不适用的条款", away, style)
    yield from _rules("豁免和优先", [r for r in rules if not r.decides], style)
    yield from _rules("规划期已届满的条款(经有权机关认定延续执行的,方可依据)", answer.ended, style)
    if answer.touching:
        yield [style.heading("不决定、但涉及本事项的原文")]
        for touching in answer.touching:
            head = f"{_titled(touching.document)}{touching.place}  {touching.clause}"
            lines = style.bold_lines(_set(head), 2) + _lines(style, _quoted(touching.quote), 4)
            lines += _lines(style, f"{touching.why}。", 4)
            yield [*lines, *(line for r in touching.readings for line in _lines(style, _reading(r), 4, 6))]
    if answer.pending:
        waiting = (f"{p.place} {p.clause}:{_quoted(p.quote)}" for p in answer.pending)
        yield style.section("尚未写成规则的条款,可能另有限制", map(_set, waiting))
    yield _materials(answer, style)


def _materials(answer: Answer, style: Style) -> list[str]:
    proofs = (_set(f"{m.fact}:{m.proof}") for m in answer.materials)
    return style.section("申请人要写明并证明的事项", proofs)


def _governs(status: Status) -> str:
    return {Status.TRUE: "适用", Status.UNKNOWN: "可能适用", Status.FALSE: "不适用"}[status]


def _rules(title: str, rules: Iterable[ApplyingRule], style: Style) -> Iterator[list[str]]:
    listed = list(rules)
    if not listed:
        return
    yield [style.heading(_set(title))]
    quoted: set[str] = set()
    for rule in listed:
        strength = f"({rule.strength})" if rule.strength else ""
        unsure = ";是否及于此类机构须看尚未写明的事实" if rule.reaches is Status.UNKNOWN else ""
        head = f"{_EFFECTS[rule.effect]}{strength} · {_titled(rule.document)}{rule.place}  {rule.clause}{unsure}"
        lines = style.bold_lines(_set(head), 2)
        if rule.clause not in quoted:
            lines += _lines(style, _quoted(rule.quote), 4)
        quoted.add(rule.clause)
        lines += _lines(style, f"规则大意:{rule.text}", 4, 6)
        lines += [line for fact in rule.reads for line in _lines(style, _fact(fact), 4, 6)]
        lines += [line for reading in rule.readings for line in _lines(style, _reading(reading), 4, 6)]
        yield lines


def _fact(fact: FactRequired) -> str:
    of = "" if fact.of in ("申请", "机构") else fact.of
    period = f"({fact.period})" if fact.period else ""
    text = f"- {of}{fact.fact}{period}:由{_OFFICE.get(fact.provider, fact.provider)}{'' if fact.provider.endswith('认定') else '提供'}"
    if fact.now is None:
        return text
    day = f"(截至{_day(fact.now.as_at)})" if fact.now.as_at else "(未写时点)"
    room = f";距上限还有{fact.now.room}" if fact.now.room is not None else ""
    return f"{text};台账现为{fact.now.value}{day}{room}"


def _reading(reading: ReadingInUse) -> str:
    confirmed = f"由{reading.confirmed_by}确认" if reading.confirmed_by else "尚未确认"
    return f"条文理解“{reading.reading}”({confirmed}):{reading.used}"


def _day(day: str) -> str:
    parts = day.split("-")
    return "".join(f"{int(p)}{unit}" for p, unit in zip(parts, "年月日", strict=False)) if parts[0].isdigit() else day


def _closing(answers: Sequence[Answer], style: Style) -> list[str]:
    unseen = "、".join(answers[0].not_examined)
    return _lines(style, f"只依据已收录文件,未审查{unseen};供经办人员参考,不是处理决定。")
