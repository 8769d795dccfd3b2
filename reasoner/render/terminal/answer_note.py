"""Answers to questions as staff read them: what decides, word for word, then what else concerns the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policy_dsl.ir import Effect
from policy_dsl.vocabulary import Vocabulary
from reasoner.ask.answer import Answer, ApplyingRule, DocumentStanding, FactRequired, Material
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
from reasoner.render.terminal.class_answer import class_answers, of_class, where_the_whole_stands
from reasoner.render.terminal.layout import Style, joined
from reasoner.render.terminal.short_answer import EFFECTS, short_answer

_PLAIN: Final = ("问法", "文中用语", "文件", "解释")
"""Kinds of word of which it need not be told what they were taken for."""
_ASIDE: Final = "公立、民营的区别对待"
"""What no text speaks of and most questions only mention."""
_PREFERRING: Final = ("优先", "倾斜", "鼓励", "连锁", "品牌")
"""Words by which a question asks what is preferred or encouraged."""
_MATERIALS, _ROOM = "问法:材料", "问法:余量"


def answer_text(answers: Sequence[Answer], vocabulary: Vocabulary, *, width: int = 80, colour: bool = False) -> str:
    """The answers to one question, one below the other."""
    style = Style(width, colour)
    first = answers[0]
    asked_for = {u.meaning for u in first.understood}
    cases = [a for a in answers if a.matter is not None]
    texts = list(text_blocks(first, vocabulary, style))
    if _MATERIALS in asked_for:
        blocks = [*texts, *_materials_of(cases, vocabulary, style)]
    else:
        preferring = any(w in first.question for w in _PREFERRING)
        room = _ROOM in asked_for
        if any(of_class(a, vocabulary) for a in cases):
            heads = [_head(a, vocabulary) for a in cases]
            short = list(class_answers(cases, heads, style, caps_first=room, preferring=preferring))
            details = [where_the_whole_stands(cases, vocabulary, style)]
        else:
            short = [_short(a, vocabulary, style, caps_first=room, preferring=preferring) for a in cases]
            details = [b for a in cases for b in _case(a, vocabulary, style, caps=room)]
        blocks = [*texts, *short, *details] if _texts_first(answers) else [*short, *texts, *details]
    return joined([_understood(first, style), *blocks, _closing(answers, style)])


def _texts_first(answers: Sequence[Answer]) -> bool:
    """Whether what the texts say answers the question, and the rules of the case only stand beside it."""
    first = answers[0]
    silent = [s for s in first.silent if s.subject != _ASIDE]
    if silent or any(u.kind == "问法" and u.meaning not in (_MATERIALS, _ROOM) for u in first.understood):
        return True
    exempting = {r.clause for a in answers for r in (*a.rules, *a.ended) if r.effect is Effect.EXEMPT}
    return bool(first.passages) and first.passages[0].clause in exempting


def _understood(answer: Answer, style: Style) -> list[str]:
    """What words were taken for, where that is another word; and what was taken for granted."""
    other = [u for u in answer.understood if u.kind != "用语" and u.word not in u.meaning]
    taken = "、".join(f"“{u.word}”作{u.kind}“{u.meaning.removeprefix('问法:')}”" for u in other if u.kind not in _PLAIN)
    lines = lines_of(style, f"理解为:{taken}。") if taken else []
    return [*lines, *(line for note in answer.notes for line in lines_of(style, note))]


# --- what applies ---------------------------------------------------------------------------------------------


def _head(answer: Answer, vocabulary: Vocabulary) -> str:
    place = vocabulary.regions[answer.region].name if answer.region else "地区不限"
    return typed(f"{place} · {answer.type or '机构类型未写明'} · {answer.matter} · 适用日期{day_words(answer.as_of)}")


def _short(answer: Answer, vocabulary: Vocabulary, style: Style, *, caps_first: bool, preferring: bool) -> list[str]:
    lines = short_answer(answer, style, caps_first=caps_first, preferring=preferring)
    return [style.heading(_head(answer, vocabulary)), *lines]


def _case(answer: Answer, vocabulary: Vocabulary, style: Style, *, caps: bool) -> Iterator[list[str]]:
    yield [style.heading(f"条款全文 · {_head(answer, vocabulary)}")]
    yield [
        line
        for d in answer.documents
        for line in lines_of(style, f"- {_governs(d, answer)}{titled(d.document)}:{d.why}", 0, 2)
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
    yield _materials(answer, vocabulary, style)


def _materials(answer: Answer, vocabulary: Vocabulary, style: Style) -> list[str]:
    return style.section("申请人要写明并证明的事项", (typed(_proof(m, vocabulary)) for m in answer.materials))


def _proof(material: Material, vocabulary: Vocabulary) -> str:
    """A fact with what proves it; one whose silence counts as not claimed only where it is claimed."""
    claimed = "(有此情形、主张的,才须写明)" if vocabulary.facts[material.fact].burden else ""
    return f"{material.fact}:{material.proof}{claimed}"


def _materials_of(cases: Sequence[Answer], vocabulary: Vocabulary, style: Style) -> Iterator[list[str]]:
    """What the applicant hands in for each matter; those for which no rule reads anything of it in one sentence."""
    for answer in cases:
        if answer.materials:
            yield [style.heading(_head(answer, vocabulary)), *_materials(answer, vocabulary, style)]
    nothing = dict.fromkeys(f"{a.type or ''}申请{a.matter}" for a in cases if not a.materials)
    if nothing:
        listed = "、".join(nothing)
        why = "没有条款及于它,或者条款不读须由申请人写明的事实"
        yield lines_of(style, f"{listed}:{why},列不出要写明并证明的事项;不等于可以办理,也不等于不要材料。")


def _governs(standing: DocumentStanding, answer: Answer) -> str:
    """How a document stands to the case; of one that only speaks of the matter, that it does not decide."""
    if standing.governs is Status.FALSE and standing.document in {t.document for t in answer.touching}:
        return "有涉及的原文而不决定:"
    return {Status.TRUE: "适用", Status.UNKNOWN: "可能适用", Status.FALSE: "不适用"}[standing.governs]


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
        head = f"{EFFECTS[rule.effect]}{strength}{mark} · {titled(rule.document)}{rule.place}  {rule.clause}{unsure}"
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
