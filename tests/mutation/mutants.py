"""Every mutant of a document's deciding rules: one change each, made in the syntax tree.

The changes are those by which a transcription goes wrong: another operator, number, unit, strength, place, class …
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from policy_dsl.lowering.resolve import period_of
from policy_dsl.numerals import period_words
from policy_dsl.syntax import ast
from policy_dsl.syntax.format import condition as shown
from policy_dsl.vocabulary import Vocabulary

from .conditions import Change, Menu, conditions

_ACTIONS = {
    "不予新增": "规则",
    "暂不新增": "规则",
    "不得新增": "规则",
    "从严控制": "规则",
    "以调整存量为主": "规则",
    "可优先": "优先",
    "适当倾斜": "优先",
    "可纳入": "许可",
    "不受本文件限制": "豁免",
}
_SAME_EFFECT = (
    {"不予新增", "暂不新增", "不得新增"},
    {"从严控制", "以调整存量为主"},
    {"可优先", "适当倾斜"},
)
"""Actions that differ in strength only."""


@dataclass(frozen=True)
class Mutant:
    """One change of a document: in a rule of an entry (`rule` None: the rule is gone), or in its meta.toml.

    id: document/clause#rule | kind | change; stable as long as the rule is.
    """

    id: str
    document: str
    kind: str
    norm: str
    entry: int = -1
    item: int = -1
    rule: ast.Rule | None = None
    meta: str = ""


def rule_mutants(document: str, file: ast.File, menu: Menu) -> Iterator[Mutant]:
    """The mutants of every rule in use; what an alternative reading says is not mutated."""
    seen: Counter[str] = Counter()
    for i, entry in enumerate(file.entries):
        for j, item in enumerate(entry.items):
            if not isinstance(item, ast.Rule) or item.variant is not None:
                continue
            norm = f"{document}/{entry.address.text}#{item.name.text}"
            for kind, what, rule in [*_changed(item, menu), ("rule", "left out", None)]:
                if rule == item:
                    continue
                name = f"{norm} | {kind} | {what}"
                seen[name] += 1
                id_ = name if seen[name] == 1 else f"{name} ({seen[name]})"
                yield Mutant(id_, document, kind, norm, i, j, rule)


def _changed(rule: ast.Rule, menu: Menu) -> Iterator[tuple[str, str, ast.Rule]]:
    yield from _scope(rule, menu)
    for name in ("condition", "must"):
        cond = getattr(rule, name)
        if cond is not None:
            for kind, what, new in conditions(cond, menu):
                yield kind, what, replace(rule, **{name: new})
    if rule.condition is not None:
        yield "condition", f"{shown(rule.condition)} left out", replace(rule, condition=None)
    if rule.period is not None:
        for what, period in periods(rule.period):
            yield "period", what, replace(rule, period=period)
    if rule.cap is not None:
        for kind, what, new in conditions(rule.cap, menu):
            if isinstance(new, ast.Comparison):
                yield kind, what, replace(rule, cap=new)
    yield from _strength(rule)
    yield from _action(rule)
    yield "pending", "待核 added", replace(rule, proposed=not rule.proposed)
    if rule.supports is not None:
        yield "action", "印证 left out", replace(rule, supports=None)


def periods(period: ast.Period) -> Iterator[tuple[str, ast.Period | None]]:
    """No period, each end of two left out, and each a day earlier and a day later."""
    yield "期间 left out", None
    for end in ("begins", "ends"):
        name = getattr(period, end)
        if name is None:
            continue
        if period.begins is not None and period.ends is not None:
            yield f"{name.text} left out", replace(period, **{end: None})
        of = ast.Period(name, None) if end == "begins" else ast.Period(None, name)
        days = period_of(of)
        assert days is not None  # the rules that are mutated are sound
        for step in (-1, 1):
            other = (date.fromisoformat(max(days)) + timedelta(step)).isoformat()
            yield f"{name.text} {step:+d}", replace(period, **{end: ast.Name(period_words(other))})


def _scope(rule: ast.Rule, menu: Menu) -> Iterator[tuple[str, str, ast.Rule]]:
    for i, cond in enumerate(rule.scope):
        before, after = rule.scope[:i], rule.scope[i + 1 :]
        if _is_matter(cond):
            assert isinstance(cond, ast.Member)
            for what, values in lists(cond.values, tuple(menu.vocabulary.matters)):
                yield "matter", what, replace(rule, scope=(*before, replace(cond, values=values), *after))
            continue
        yield "scope", f"凡 {shown(cond)} left out", replace(rule, scope=(*before, *after))
        for kind, what, new in conditions(cond, menu):
            yield kind, what, replace(rule, scope=(*before, new, *after))
    if not any(_is_matter(c) for c in rule.scope):
        for matter in menu.restricted:
            only = ast.Member(ast.Ref((ast.Name("事项"),)), ast.Name("是"), (ast.Name(matter),))
            others = replace(only, values=tuple(ast.Name(m) for m in menu.restricted if m != matter))
            yield "exemption", f"only {matter}", replace(rule, scope=(only, *rule.scope))
            yield "exemption", f"not {matter}", replace(rule, scope=(others, *rule.scope))


def _is_matter(cond: ast.Cond) -> bool:
    return isinstance(cond, ast.Member) and [n.text for n in cond.ref.path] == ["事项"]


def lists(values: tuple[ast.Name, ...], known: tuple[str, ...]) -> Iterator[tuple[str, tuple[ast.Name, ...]]]:
    """A list with each of its names left out, and with each other name added."""
    if len(values) > 1:
        for i, name in enumerate(values):
            yield f"− {name.text}", (*values[:i], *values[i + 1 :])
    listed = {v.text for v in values}
    for name in known:
        if name not in listed:
            yield f"+ {name}", (*values, ast.Name(name))


def _strength(rule: ast.Rule) -> Iterator[tuple[str, str, ast.Rule]]:
    if rule.cap is not None:
        yield "strength", "原则上 " + ("left out" if rule.in_principle else "added"), _flipped(rule)
    if rule.effect is None:
        return
    action = rule.effect.action
    for group in _SAME_EFFECT:
        if action in group:
            for other in sorted(group - {action}):
                yield "strength", f"{action} → {other}", _acting(rule, other)
    if action in _SAME_EFFECT[0]:
        yield "strength", "原则上 " + ("left out" if rule.in_principle else "added"), _flipped(rule)


def _flipped(rule: ast.Rule) -> ast.Rule:
    effect = None if rule.effect is None else replace(rule.effect, in_principle=not rule.in_principle)
    return replace(rule, effect=effect, in_principle=not rule.in_principle)


def _acting(rule: ast.Rule, action: str) -> ast.Rule:
    soft = action == "不予新增"
    effect = ast.Effect(action, in_principle=soft)
    return replace(rule, kind=_ACTIONS[action], effect=effect, in_principle=soft, cap=None, must=None)


def _action(rule: ast.Rule) -> Iterator[tuple[str, str, ast.Rule]]:
    """Every effect of another kind; a cap or requirement becomes a rule that applies where it is not kept."""
    acting, now = rule, rule.kind
    if rule.effect is not None:
        now = rule.effect.action
    elif rule.cap is not None:
        above: ast.Cond = replace(rule.cap, op=ast.Name("高于"))
        acting = replace(rule, condition=above if rule.condition is None else ast.And((rule.condition, above)))
    elif rule.must is not None:
        acting = replace(rule, condition=ast.Not(rule.must))
    same = next((g for g in _SAME_EFFECT if now in g), {now})
    for action in _ACTIONS:
        if action not in same:
            yield "action", f"{now} → {action}", _acting(acting, action)
    if rule.must is not None:
        for action in ("可优先", "可纳入"):
            yield "action", f"{now} → {action} where it is kept", _acting(replace(rule, condition=rule.must), action)


def menu_of(vocabulary: Vocabulary, region: str, regulated: tuple[str, ...]) -> Menu:
    """What may stand in place of a name in a document of this region, and the matters that the document restricts."""
    regions = [r for r in vocabulary.regions.values() if region in vocabulary.chain(r.code) and r.code != region]
    places = tuple(dict.fromkeys(r.name for r in regions if r.level in ("county", "area")))
    return Menu(vocabulary, places if len(places) < 30 else (), regulated)


__all__ = ["Change", "Mutant", "menu_of", "rule_mutants"]
