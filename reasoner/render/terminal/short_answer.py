"""The answer to a question in a few lines, before all else: by which rules a matter is decided, what each says, what may not be relied on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policy_dsl.ir import Effect
from reasoner.ask.answer import Answer, ApplyingRule
from reasoner.interpreter.document_force import ForceStatus
from reasoner.model.kinds import Status
from reasoner.render.terminal.answer_texts import lines_of, quoted, reading_line, titled, typed
from reasoner.render.terminal.layout import Style

EFFECTS: Final = {
    Effect.PROHIBIT: "限制", Effect.CAP: "上限", Effect.CONTROL: "从严", Effect.REQUIRE: "要件", Effect.EXEMPT: "豁免",
    Effect.PREFER: "优先", Effect.PERMIT: "许可",
}  # fmt: skip
"""What staff call each effect."""
_ORDER: Final = (Effect.REQUIRE, Effect.PROHIBIT, Effect.CAP, Effect.CONTROL, Effect.PERMIT)
_CAPS_FIRST: Final = (Effect.CAP, Effect.PROHIBIT, Effect.CONTROL, Effect.REQUIRE, Effect.PERMIT)
_MOST: Final = 8
"""So many clauses are told; more stand below."""
_NAMING: Final = "机构为"
"""How the sentence of a rule begins to say of which kinds of institution it speaks."""
_REPORT: Final = "系评估报告"
"""How it is said of a document that it is a report."""
_NOT_OF_SUCH: Final = "本条就"
"""How it is said of a clause that it decides the matter for others."""
_ENCOURAGED: Final = "鼓励"
_FEW: Final = 3
"""So many clauses that only touch a matter are told where none decides it."""


def short_answer(answer: Answer, style: Style, *, caps_first: bool, preferring: bool, whole: str = "见下") -> list[str]:
    """By what rules the matter is decided on the day, each in a sentence, and where none may be relied on, why.

    caps_first: whether the question asks how many there may be, or what is left. preferring: whether it asks what is preferred:
    every preference, and what is only encouraged. whole: where the clauses stand that are only counted.
    """
    living = [r for r in answer.rules if r.decides and r.applies is not Status.FALSE]
    certain = [r for r in living if r.force is ForceStatus.IN_FORCE]
    unsure = [r for r in living if r.force is not ForceStatus.IN_FORCE]
    ended = [r for r in answer.ended if r.decides and r.applies is not Status.FALSE]
    lines = style.bold_lines(typed(f"简要回答:{';'.join(_parts(answer, certain, unsure, ended, whole))}。"))
    order = _CAPS_FIRST if caps_first else _ORDER
    clause_rules = sorted((*certain, *ended, *unsure), key=lambda r: (r in unsure, order.index(r.effect)))
    clauses: dict[str, list[ApplyingRule]] = {}
    for rule in clause_rules:
        clauses.setdefault(rule.clause, []).append(rule)
    for clause, rules in list(clauses.items())[:_MOST]:
        lines += lines_of(
            style, f"- {reliance(rules[0], answer)}{_kinds(rules)}:{quoted(rules[0].quote)}({clause})", 0, 2
        )
        lines += [line for r in rules for words in _left(r) for line in lines_of(style, words, 2, 4)]
    if len(clauses) > _MOST:
        lines += lines_of(style, f"- 另有{len(clauses) - _MOST}条,{whole}。", 0, 2)
    for rule in _preferring(answer, every=preferring):
        where = f"{reliance(rule, answer)}优先(不解除上述限制)"
        lines += lines_of(style, f"- {where}:{quoted(rule.quote)}({rule.clause})", 0, 2)
    encouraging = [t for t in answer.touching if preferring and _ENCOURAGED in t.quote][:_FEW] if clause_rules else []
    for touching in encouraging:
        words = f"- 鼓励,不是优先,也不解除限制:{quoted(touching.quote)}({touching.clause})"
        lines += lines_of(style, words, 0, 2)
    if not clause_rules:
        few = answer.touching if len(answer.touching) <= _FEW else answer.touching[:_FEW]
        for touching in (t for t in few if len(answer.touching) <= _FEW or t.why.startswith(_NOT_OF_SUCH)):
            words = f"- 涉及而不决定:{quoted(touching.quote)}({touching.clause}){touching.why.rstrip('。')}。"
            lines += lines_of(style, words, 0, 2)
            for reading in touching.readings if touching.why.startswith(_NOT_OF_SUCH) else ():
                lines += lines_of(style, reading_line(reading), 2, 4)
                lines += lines_of(style, f"另一种理解:{reading.alternative.rstrip('。')}。", 4)
    if caps_first and clause_rules and not any(f.now for r in clause_rules for f in r.reads):
        lines += lines_of(style, "- 还剩多少,要有现有的数才能算:用 --ledger 给出台账的,按台账算出距上限的余量。", 0, 2)
    return [*lines, *_beside(answer, style)]


def _parts(
    answer: Answer,
    certain: Sequence[ApplyingRule],
    unsure: Sequence[ApplyingRule],
    ended: Sequence[ApplyingRule],
    whole: str,
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
        own = [d for d in answer.documents if not d.of_nation]
        if own and all(_REPORT in d.why for d in own):
            yield "本地区只收录了评估报告,它不具规范效力,就本事项有无规定不详;没有收录不等于没有规定,也不等于可以办理"
            return
        touching = f";涉及本事项而不决定的原文有{len(answer.touching)}条,{whole}" if answer.touching else ""
        yield f"已收录文件没有对本事项起决定作用的条款;没有规定不等于可以办理{touching}"


def _preferring(answer: Answer, *, every: bool) -> Iterator[ApplyingRule]:
    """The preferences that name such an institution, or every one, each clause once."""
    rules = {
        r.clause: r for r in (*answer.rules, *answer.ended) if r.effect is Effect.PREFER and (answer.type or every)
    }
    yield from (r for r in rules.values() if (every or _NAMING in r.text) and r.applies is not Status.FALSE)


def reliance(rule: ApplyingRule, answer: Answer) -> str:
    """How far a clause may be relied on, and whether it surely reaches such an institution."""
    unsure = "是否及于所问的机构,看尚未写明的事实;" if rule.reaches is Status.UNKNOWN and answer.type else ""
    if rule.force is ForceStatus.IN_FORCE:
        return unsure
    return f"{'规划期内的规定' if rule.force is ForceStatus.ENDED else '文件效力不明'},{unsure}".replace(";", ",")


def _kinds(rules: Sequence[ApplyingRule]) -> str:
    """What the rules of a clause do: 上限(原则上、不超过)."""
    kinds = dict.fromkeys(EFFECTS[r.effect] for r in rules)
    return "、".join(kinds)


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
