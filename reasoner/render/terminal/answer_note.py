"""Answers to questions as staff read them: what decides, word for word, then what else concerns the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policy_dsl.ir import Effect
from policy_dsl.vocabulary import Vocabulary
from reasoner.ask.answer import Answer, ApplyingRule, FactRequired
from reasoner.interpreter.document_force import ForceStatus
from reasoner.model.kinds import Status
from reasoner.render.terminal.answer_texts import (
    OFFICE,
    day_words,
    force_mark,
    lines_of,
    quoted,
    reading_line,
    text_blocks,
    titled,
    typed,
)
from reasoner.render.terminal.layout import Style, joined

_EFFECTS: Final = {
    Effect.PROHIBIT: "限制", Effect.CAP: "上限", Effect.CONTROL: "从严", Effect.REQUIRE: "要件", Effect.EXEMPT: "豁免",
    Effect.PREFER: "优先", Effect.PERMIT: "许可",
}  # fmt: skip
_PLAIN: Final = ("问法", "文中用语", "文件", "解释")
"""Kinds of word of which it need not be told what they were taken for."""
_BARRING: Final = (Effect.PROHIBIT, Effect.CONTROL)
_MOST_RULES: Final = 3
"""So many rules of an ended plan stand in the short answer."""
_MATERIALS, _ROOM = "问法:材料", "问法:余量"


def answer_text(answers: Sequence[Answer], vocabulary: Vocabulary, *, width: int = 80, colour: bool = False) -> str:
    """The answers to one question, one below the other."""
    style = Style(width, colour)
    first = answers[0]
    asked_for = {u.meaning for u in first.understood}
    blocks = [_understood(first, style), *text_blocks(first, style)]
    for answer in answers:
        if answer.matter is not None:
            blocks += _case(answer, vocabulary, style, materials_only=_MATERIALS in asked_for, caps=_ROOM in asked_for)
    blocks.append(_closing(answers, style))
    return joined(blocks)


def _understood(answer: Answer, style: Style) -> list[str]:
    """What words were taken for, where that is another word; and what was taken for granted."""
    other = [u for u in answer.understood if u.kind != "用语" and u.word not in u.meaning]
    taken = "、".join(f"“{u.word}”作{u.kind}“{u.meaning.removeprefix('问法:')}”" for u in other if u.kind not in _PLAIN)
    lines = lines_of(style, f"理解为:{taken}。") if taken else []
    return [*lines, *(line for note in answer.notes for line in lines_of(style, note))]


# --- what applies ---------------------------------------------------------------------------------------------


def _case(
    answer: Answer, vocabulary: Vocabulary, style: Style, *, materials_only: bool, caps: bool
) -> Iterator[list[str]]:
    place = vocabulary.regions[answer.region].name if answer.region else "地区不限"
    head = f"{place} · {answer.type or '机构类型未写明'} · {answer.matter} · 适用日期{day_words(answer.as_of)}"
    yield [style.heading(typed(head))]
    if materials_only:
        yield _materials(answer, style)
        return
    yield from _short_answer(answer, style)
    yield [
        line
        for d in answer.documents
        for line in lines_of(style, f"- {_governs(d.governs)}{titled(d.document)}:{d.why}", 0, 2)
    ]
    rules = [r for r in answer.rules if not caps or r.effect is Effect.CAP]
    ended = [r for r in answer.ended if r.applies is not Status.FALSE]
    gone = [r for r in answer.ended if r.applies is Status.FALSE]
    away = [r for r in rules if not r.of_the_place]
    failing = [r for r in rules if r.applies is Status.FALSE and r not in away]
    live = [r for r in rules if r not in away and r not in failing]
    yield from _rules("起决定作用的条款", [r for r in live if r.decides], style)
    yield from _rules("按台账现有数值、条件不成立的条款", [r for r in failing if r.decides], style)
    yield from _rules("不及于本地区的条款", [r for r in away if r.decides], style)
    yield from _rules("豁免和优先", [r for r in live if not r.decides], style)
    yield from _rules("按台账现有数值、条件不成立的豁免和优先", [r for r in failing if not r.decides], style)
    yield from _rules("不及于本地区的豁免和优先", [r for r in away if not r.decides], style)
    yield from _rules("规划期已届满的条款(经有权机关认定延续执行的,方可依据)", ended, style)
    yield from _rules("规划期已届满、又不及于本地区或者条件不成立的条款", gone, style)
    if answer.touching:
        yield [style.heading("不决定、但涉及本事项的原文")]
        for touching in answer.touching:
            head = f"{titled(touching.document)}{touching.place}  {touching.clause}"
            lines = style.bold_lines(typed(head), 2) + lines_of(style, quoted(touching.quote), 4)
            lines += lines_of(style, f"{touching.why.rstrip('。')}。", 4)
            yield [*lines, *(line for r in touching.readings for line in lines_of(style, reading_line(r), 4, 6))]
    if answer.pending:
        waiting = (f"{p.place} {p.clause}:{quoted(p.quote)}" for p in answer.pending)
        yield style.section("尚未写成规则的条款,可能另有限制", map(typed, waiting))
    yield _materials(answer, style)


def _short_answer(answer: Answer, style: Style) -> Iterator[list[str]]:
    """The answer in a sentence: by what rules the matter is decided on the day, and where none may be relied on, why."""
    living = [r for r in answer.rules if r.decides and r.applies is not Status.FALSE]
    certain = [r for r in living if r.force is ForceStatus.IN_FORCE]
    unsure = [r for r in living if r.force is not ForceStatus.IN_FORCE]
    ended = [r for r in answer.ended if r.decides and r.applies is not Status.FALSE]
    parts = []
    if certain:
        parts.append(f"在适用日期有效、起决定作用的条款有{len(certain)}条({_counted(certain)}),结论看条款所列的事实")
    if unsure:
        parts.append(f"另有{len(unsure)}条({_counted(unsure)})所在文件效力不明,确认以前不据以作出处理" if certain else
                     f"起决定作用的{len(unsure)}条({_counted(unsure)})所在文件效力不明,确认以前不据以作出处理")  # fmt: skip
    if ended:
        titles = "、".join(dict.fromkeys(_ended(r.document, answer) for r in ended))
        parts.append(
            f"{titles},其中{len(ended)}条({_counted(ended)})须经有权机关认定延续执行,方可依据;"
            "在此以前既不能据以拒绝,也不等于没有限制"
        )  # fmt: skip
    if not parts:
        parts.append("已收录文件没有对本事项起决定作用的条款;没有规定不等于可以办理")
    lines = style.bold_lines(typed(f"简要回答:{';'.join(parts)}。"))
    barring = sorted((r for r in ended if r.effect in _BARRING), key=lambda r: _BARRING.index(r.effect))
    for rule in barring[:_MOST_RULES] if not living else []:
        lines += lines_of(style, f"- 规划期内的规定:{rule.text}({rule.clause})", 0, 2)
    for touching in answer.beside:
        lines += lines_of(style, f"- 另外的床位事项:{touching.why.rstrip('。')}。({touching.clause})", 0, 2)
        open_ = [r for r in touching.readings if r.reading in touching.why]
        lines += [line for r in open_ for line in lines_of(style, reading_line(r), 2, 4)]
    yield lines


def _ended(title: str, answer: Answer) -> str:
    """A plan whose period has ended, with the day of that: 《…》规划期已于2025年12月31日届满."""
    why = next((d.why for d in answer.documents if d.document == title and d.why.startswith("规划期已于")), "")
    return titled(title) + (why.partition(",")[0] or "规划期已届满")


def _counted(rules: Sequence[ApplyingRule]) -> str:
    """How many rules of each effect: 限制1条、上限5条."""
    effects = [_EFFECTS[r.effect] for r in rules]
    return "、".join(f"{name}{effects.count(name)}条" for name in dict.fromkeys(effects))


def _materials(answer: Answer, style: Style) -> list[str]:
    proofs = (typed(f"{m.fact}:{m.proof}") for m in answer.materials)
    return style.section("申请人要写明并证明的事项", proofs)


def _governs(status: Status) -> str:
    return {Status.TRUE: "适用", Status.UNKNOWN: "可能适用", Status.FALSE: "不适用"}[status]


def _rules(title: str, rules: Iterable[ApplyingRule], style: Style) -> Iterator[list[str]]:
    listed = list(rules)
    if not listed:
        return
    yield [style.heading(typed(title))]
    cited: set[str] = set()
    for rule in listed:
        strength = f"({rule.strength})" if rule.strength else ""
        mark = force_mark(rule.force) if rule.force is ForceStatus.UNKNOWN else ""
        unsure = ";是否及于此类机构须看尚未写明的事实" if rule.reaches is Status.UNKNOWN else ""
        head = f"{_EFFECTS[rule.effect]}{strength}{mark} · {titled(rule.document)}{rule.place}  {rule.clause}{unsure}"
        lines = style.bold_lines(typed(head), 2)
        if rule.clause not in cited:
            lines += lines_of(style, quoted(rule.quote), 4)
        cited.add(rule.clause)
        lines += lines_of(style, f"规则大意:{rule.text}", 4, 6)
        lines += [line for fact in rule.reads for line in lines_of(style, _fact(fact), 4, 6)]
        lines += [line for reading in rule.readings for line in lines_of(style, reading_line(reading), 4, 6)]
        yield lines


def _fact(fact: FactRequired) -> str:
    of = "" if fact.of in ("申请", "机构") else fact.of
    period = f"({fact.period})" if fact.period else ""
    text = f"- {of}{fact.fact}{period}:由{OFFICE.get(fact.provider, fact.provider)}{'' if fact.provider.endswith('认定') else '提供'}"
    if fact.now is None:
        return text
    day = f"(截至{day_words(fact.now.as_at)})" if fact.now.as_at else "(未写时点)"
    room = f";距上限还有{fact.now.room}" if fact.now.room is not None else ""
    return f"{text};台账现为{fact.now.value}{day}{room}"


def _closing(answers: Sequence[Answer], style: Style) -> list[str]:
    unseen = "、".join(answers[0].not_examined)
    return lines_of(style, f"只依据已收录文件,未审查{unseen};供经办人员参考,不是处理决定。")
