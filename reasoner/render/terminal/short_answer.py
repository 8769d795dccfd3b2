"""The answer to a question in a few lines, before all else: by which rules a matter is decided, what each says, what may not be relied on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policy_dsl.ir import Effect
from reasoner.ask.answer import Answer, ApplyingRule
from reasoner.interpreter.document_force import ForceStatus
from reasoner.model.kinds import Status
from reasoner.render.terminal.answer_texts import lines_of, reading_line, titled, typed
from reasoner.render.terminal.layout import Style

EFFECTS: Final = {
    Effect.PROHIBIT: "限制", Effect.CAP: "上限", Effect.CONTROL: "从严", Effect.REQUIRE: "要件", Effect.EXEMPT: "豁免",
    Effect.PREFER: "优先", Effect.PERMIT: "许可",
}  # fmt: skip
"""What staff call each effect."""
_ORDER: Final = (Effect.REQUIRE, Effect.PROHIBIT, Effect.CAP, Effect.CONTROL, Effect.PERMIT)
_CAPS_FIRST: Final = (Effect.CAP, Effect.PROHIBIT, Effect.CONTROL, Effect.REQUIRE, Effect.PERMIT)
_MOST: Final = 8
"""So many rules are told; more stand below."""


def short_answer(answer: Answer, style: Style, *, caps_first: bool) -> list[str]:
    """By what rules the matter is decided on the day, each in a sentence, and where none may be relied on, why.

    caps_first: whether the question asks how many there may be, or what is left.
    """
    living = [r for r in answer.rules if r.decides and r.applies is not Status.FALSE]
    certain = [r for r in living if r.force is ForceStatus.IN_FORCE]
    unsure = [r for r in living if r.force is not ForceStatus.IN_FORCE]
    ended = [r for r in answer.ended if r.decides and r.applies is not Status.FALSE]
    lines = style.bold_lines(typed(f"简要回答:{';'.join(_parts(answer, certain, unsure, ended))}。"))
    lead = (
        {id(r): "" for r in certain}
        | {id(r): "文件效力不明:" for r in unsure}
        | {id(r): "规划期内的规定:" for r in ended}
    )
    order = _CAPS_FIRST if caps_first else _ORDER
    told = sorted((*certain, *ended, *unsure), key=lambda r: (id(r) in {id(u) for u in unsure}, order.index(r.effect)))
    sentences: dict[str, ApplyingRule] = {}
    for rule in told:
        sentences.setdefault(rule.text, rule)
    for rule in list(sentences.values())[:_MOST]:
        lines += lines_of(style, f"- {lead[id(rule)]}{_strength(rule)}{rule.text}({rule.clause})", 0, 2)
        lines += [line for words in _left(rule) for line in lines_of(style, words, 2, 4)]
    if len(sentences) > _MOST:
        lines += lines_of(style, f"- 另有{len(sentences) - _MOST}条,见下。", 0, 2)
    if caps_first and told and not any(f.now for r in told for f in r.reads):
        lines += lines_of(style, "- 还剩多少,要有现有的数才能算:用 --ledger 给出台账的,按台账算出距上限的余量。", 0, 2)
    return [*lines, *_beside(answer, style)]


def _parts(
    answer: Answer, certain: Sequence[ApplyingRule], unsure: Sequence[ApplyingRule], ended: Sequence[ApplyingRule]
) -> Iterator[str]:
    if certain:
        yield f"在适用日期有效、起决定作用的条款有{len(certain)}条({_counted(certain)}),结论看条款所列的事实"
    if unsure:
        also = "另有" if certain else "起决定作用的"
        yield f"{also}{len(unsure)}条({_counted(unsure)})所在文件效力不明,确认以前不据以作出处理"
    if ended:
        titles = "、".join(dict.fromkeys(_ended(r.document, answer) for r in ended))
        yield (
            f"{titles},其中{len(ended)}条({_counted(ended)})须经有权机关认定延续执行,方可依据;"
            "在此以前既不能据以拒绝,也不等于没有限制"
        )
    if not (certain or unsure or ended):
        touching = f";涉及本事项而不决定的原文有{len(answer.touching)}条,见下" if answer.touching else ""
        yield f"已收录文件没有对本事项起决定作用的条款;没有规定不等于可以办理{touching}"


def _strength(rule: ApplyingRule) -> str:
    return f"{EFFECTS[rule.effect]}({rule.strength}):" if rule.strength else f"{EFFECTS[rule.effect]}:"


def _left(rule: ApplyingRule) -> Iterator[str]:
    """What the ledger leaves below a cap."""
    yield from (
        f"按台账,距上限还有{f.now.room}({f.of}{f.fact}现为{f.now.value})。" for f in rule.reads if f.now and f.now.room
    )


def _beside(answer: Answer, style: Style) -> Iterator[str]:
    """What is said of the place on other matters that the words may mean as well."""
    for touching in answer.beside:
        yield from lines_of(style, f"- 另外的床位事项:{touching.why.rstrip('。')}。({touching.clause})", 0, 2)
        for reading in touching.readings:
            if reading.reading in touching.why:
                yield from lines_of(style, reading_line(reading), 2, 4)


def _ended(title: str, answer: Answer) -> str:
    """A plan whose period has ended, with the day of that: 《…》规划期已于2025年12月31日届满."""
    why = next((d.why for d in answer.documents if d.document == title and d.why.startswith("规划期已于")), "")
    return titled(title) + (why.partition(",")[0] or "规划期已届满")


def _counted(rules: Sequence[ApplyingRule]) -> str:
    """How many rules of each effect: 限制1条、上限5条."""
    effects = [EFFECTS[r.effect] for r in rules]
    return "、".join(f"{name}{effects.count(name)}条" for name in dict.fromkeys(effects))
