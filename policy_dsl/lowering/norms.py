"""Rules of the AST to norms of the IR: effect, strength, matters, scope, condition, and the words they rest on."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.backtranslate import sentence
from policy_dsl.diagnostics import nearest
from policy_dsl.ir import Effect, Strength
from policy_dsl.lowering.reach import separated
from policy_dsl.lowering.resolve import Resolver
from policy_dsl.syntax import ast

_EFFECT: Final = {
    "不予新增": ("规则", Effect.PROHIBIT, Strength.IN_PRINCIPLE),
    "暂不新增": ("规则", Effect.PROHIBIT, Strength.FOR_NOW),
    "不得新增": ("规则", Effect.PROHIBIT, Strength.MUST_NOT),
    "从严控制": ("规则", Effect.CONTROL, Strength.STRICTLY),
    "以调整存量为主": ("规则", Effect.CONTROL, Strength.EXISTING_STOCK),
    "可优先": ("优先", Effect.PREFER, Strength.MAY_PREFER),
    "适当倾斜": ("优先", Effect.PREFER, Strength.INCLINE),
    "可纳入": ("许可", Effect.PERMIT, Strength.MAY),
    "不受本文件限制": ("豁免", Effect.EXEMPT, Strength.NONE),
}


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
        readings=tuple(n.text for n in rule.anchors.readings),
        supports=supports,
        alternative_of=variant,
    )
    return replace(norm, text=sentence(norm)) if matters else norm


def _effect(rule: ast.Rule, resolver: Resolver) -> tuple[Effect, Strength] | None:
    if rule.cap is not None or rule.must is not None:
        limit = Strength.IN_PRINCIPLE if rule.in_principle else Strength.NOT_ABOVE
        kind, result = ("上限", (Effect.CAP, limit)) if rule.cap else ("要件", (Effect.REQUIRE, Strength.MUST))
    else:
        assert rule.effect is not None  # the grammar gives one of the three
        if rule.effect.action not in _EFFECT:
            near = nearest(rule.effect.action, _EFFECT)
            hint = f"是否指「{near[0]}」?" if near else ""
            what = f"不认识的结果「{rule.effect.action}」"
            resolver.fault("L216", rule.effect.span, what, allowed="、".join(_EFFECT), hint=hint)
            return None
        kind, effect, strength = _EFFECT[rule.effect.action]
        result = (effect, strength)
        if rule.effect.action == "不予新增" and not rule.in_principle:
            resolver.fault(
                "L208", rule.effect.span, "「不予新增」要写明强度", allowed="原则上 不予新增、暂不新增、不得新增"
            )
            return None
    if kind != rule.kind:
        resolver.fault(
            "L207", rule.name.span, f"「{rule.kind}」与它的效果不合", allowed=f"这样的效果写作 {kind} {rule.name.text}"
        )
        return None
    return result


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
