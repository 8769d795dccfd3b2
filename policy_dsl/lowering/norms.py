"""Rules of the AST to norms of the IR: effect, strength, matters, scope, condition, and the words they rest on."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.backtranslate import asked_for, sentence
from policy_dsl.bounded_conditions import bounded
from policy_dsl.diagnostics import nearest
from policy_dsl.ir import Effect, Strength
from policy_dsl.lowering.reach import separated
from policy_dsl.lowering.resolve import Resolver
from policy_dsl.reading import ConfirmationState, ConfirmationStatus, Reading
from policy_dsl.syntax import ast
from policy_dsl.vocabulary import EffectWord, Vocabulary


def build_norm(
    rule: ast.Rule, document: str, clause: str, spans: tuple[tuple[int, int], ...], resolver: Resolver
) -> ir.Norm | None:
    """The norm of a rule; None after a fault. An exemption that names no matter gets its matters later."""
    kind = _effect(rule, resolver)
    matters = _matters(rule, resolver)
    scope = [resolver.condition(c) for c in rule.scope if not _is_matter(c)]
    if rule.must is not None and rule.condition is not None:  # a requirement that applies only then
        scope.append(resolver.condition(rule.condition))
    condition = _condition(rule, resolver)
    if kind is None or matters is None or condition is None or any(s is None for s in scope):
        return None
    reach, applies = separated([s for s in scope if s is not None], condition, kind[0], resolver.vocabulary.facts)
    if rule.period is not None:
        period = resolver.own_period(rule.period, document)
        if period is None:
            return None
        applies = bounded(applies, period, kind[0])
    supports = None
    if rule.supports is not None:
        supports = f"{document}/{rule.supports.text}"
    variant = None if rule.variant is None else rule.variant.text
    norm = ir.Norm(
        id=f"{clause}#{rule.name.text}" + ("" if variant is None else f"@{variant}"),
        document=document,
        clause=clause,
        name=rule.name.text,
        effect=kind[0],
        strength=kind[1],
        matters=matters,
        scope=reach,
        condition=applies,
        spans=spans,
        text="",
        readings=(*(n.text for n in rule.anchors.readings), *_of_word(rule, resolver)),
        supports=supports,
        alternative_of=variant,
        named_clauses=_named_clauses(rule, document),
    )
    return (
        replace(norm, text=sentence(asked_for(norm, resolver.vocabulary.askers), resolver.vocabulary.consequences))
        if matters
        else norm
    )


def _named_clauses(rule: ast.Rule, document: str) -> tuple[str, ...] | msgspec.UnsetType:
    """Of an exemption from single clauses those that it names."""
    named = () if rule.effect is None else rule.effect.clauses
    return tuple(f"{document}/{name.text}" for name in named) or msgspec.UNSET


def _of_word(rule: ast.Rule, resolver: Resolver) -> tuple[str, ...]:
    """The reading on which the rule's word of effect rests, where it was added later."""
    word = resolver.vocabulary.effect_words.get(rule.effect.action) if rule.effect is not None else None
    return () if word is None or not word.basis else (word_reading(word).name,)


def word_reading(word: EffectWord) -> Reading:
    """The reading that a word of effect added later is what the ontology says: confirmed and doubted like any other."""
    return Reading(
        name=f"“{word.label}”的结果",
        question=f"“{word.label}”是哪一种结果",
        used=f"即{word.consequence}",
        alternative=word.alternative,
        basis=word.basis,
        confirmed_by=word.confirmed_by,
        status=ConfirmationStatus(ConfirmationState.CONFIRMED, word.confirmed_by, "") if word.confirmed_by else None,
    )


def readings_of_words(file: ast.File, vocabulary: Vocabulary) -> dict[str, Reading]:
    """By name the readings on which the words of effect rest that a file uses and that were added later."""
    rules = [item for entry in file.entries for item in entry.items if isinstance(item, ast.Rule)]
    effects = [r.effect for r in rules] + [d.effect for r in rules for d in r.differences]
    words = [vocabulary.effect_words.get(effect.action) for effect in effects if effect is not None]
    readings = [word_reading(word) for word in words if word is not None and word.basis]
    return {reading.name: reading for reading in readings}


def _effect(rule: ast.Rule, resolver: Resolver) -> tuple[Effect, Strength] | None:
    if rule.cap is not None or rule.must is not None:
        limit = Strength.IN_PRINCIPLE if rule.in_principle else Strength.NOT_ABOVE
        kind, result = ("上限", (Effect.CAP, limit)) if rule.cap else ("要件", (Effect.REQUIRE, Strength.MUST))
    elif rule.effect is not None and rule.effect.clauses:
        kind, result = "豁免", (Effect.EXEMPT, Strength.NONE)
    else:
        assert rule.effect is not None  # the grammar gives one of the three
        words = resolver.vocabulary.effect_words
        word = words.get(rule.effect.action)
        if word is None:
            near = nearest(rule.effect.action, words)
            hint = f"是否指「{near[0]}」?" if near else _NEW_WORD
            what = f"不认识的结果「{rule.effect.action}」"
            resolver.fault("L216", rule.effect.span, what, allowed="、".join(words), hint=hint)
            return None
        kind, result = word.kind, (word.effect, word.strength)
        if word.in_principle is not rule.in_principle:
            what = f"「{word.label}」" + ("要写明强度" if word.in_principle else "不与 原则上 连用")
            allowed = [f"原则上 {w}" if words[w].in_principle else w for w in words if words[w].effect is word.effect]
            resolver.fault("L208", rule.effect.span, what, allowed="、".join(allowed))
            return None
    if kind != rule.kind:
        resolver.fault(
            "L207", rule.name.span, f"「{rule.kind}」与它的效果不合", allowed=f"这样的效果写作 {kind} {rule.name.text}"
        )
        return None
    return result


_NEW_WORD: Final = "原文用了新词的,登记为结果用词(tiaoli corpus name 结果用词),指向已有的一种结果,见 docs/language.md"


def _is_matter(cond: ast.Cond) -> bool:
    return isinstance(cond, ast.Member) and [n.text for n in cond.ref.path] == ["事项"]


def _matters(rule: ast.Rule, resolver: Resolver) -> tuple[str, ...] | None:
    matters: list[str] = []
    for cond in rule.scope:
        if isinstance(cond, ast.Member) and _is_matter(cond):
            for value in cond.values:
                if value.text in resolver.vocabulary.matters:
                    matters.append(value.text)
                else:
                    resolver.unknown(value, "事项", resolver.vocabulary.matters)
                    return None
    if not matters and rule.kind != "豁免":
        resolver.fault(
            "L206", rule.name.span, f"「{rule.name.text}」没有写明事项", hint="凡 事项 是 …", allowed="本体中的事项名称"
        )
        return None
    return tuple(matters)


def _condition(rule: ast.Rule, resolver: Resolver) -> ir.Cond | None:
    if rule.must is not None:
        return resolver.condition(rule.must)
    given = ir.ALWAYS if rule.condition is None else resolver.condition(rule.condition)
    if rule.cap is None:
        return given
    if rule.cap.op.text != "不超过":
        resolver.fault("L210", rule.cap.op.span, "上限写作 不超过", hint="下限和其他比较写成 规则 … 若 …")
        return None
    violated = resolver.compare(rule.cap, "gt")
    if violated is None or given is None:
        return None
    return violated if given == ir.ALWAYS else ir.And((given, violated))
