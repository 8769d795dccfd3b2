"""Alternatives of readings in the syntax tree: each difference (异读) as the whole rule that it makes of its own.

A rule says once what it says; what another reading would make of it stands under it, line by line. Whoever reads rules
reads them spread: the rule, then for every difference the rule under that alternative, marked with its reading.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Final

from policy_dsl.diagnostics import Diagnostic, nearest
from policy_dsl.source_text import Source, Span
from policy_dsl.syntax import ast


def is_matter(cond: ast.Cond) -> bool:
    """Whether a line 凡 names the matters: `凡 事项 是 …`."""
    return isinstance(cond, ast.Member) and [n.text for n in cond.ref.path] == ["事项"]


def spread(entry: ast.Entry) -> ast.Entry:
    """The entry with every difference as a rule of its own behind the rule it stands under; a rule that an alternative has
    instead of one that it does without stands behind that one.
    """
    if not any(isinstance(item, ast.Rule) and item.differences for item in entry.items):
        return entry
    rules = [item for item in entry.items if isinstance(item, ast.Rule)]
    without = {(r.name.text, d.reading.text) for r in rules for d in r.differences if d.without_rule}
    alone = {(r.name.text, r.variant.text): r for r in rules if r.variant is not None}
    items: list[ast.Item] = []
    for item in entry.items:
        if not isinstance(item, ast.Rule):
            items.append(item)
            continue
        if item.variant is None or (item.name.text, item.variant.text) not in without:
            items.append(replace(item, differences=()))
        for d in item.differences:
            instead = alone.get((item.name.text, d.reading.text)) if d.without_rule else alternative(item, d)
            items += [] if instead is None else [instead]
    return replace(entry, items=tuple(items))


def alternative(rule: ast.Rule, difference: ast.Difference) -> ast.Rule:
    """The rule as it reads under the alternative of the difference's reading."""
    removed = difference.removed
    matters = [c for c in difference.scope if is_matter(c)] or [c for c in rule.scope if is_matter(c)]
    others = [c for c in difference.scope if not is_matter(c)]
    if not others and "凡" not in removed:
        others = [c for c in rule.scope if not is_matter(c)]
    quotes = difference.quotes or (() if "据" in removed else rule.anchors.quotes)
    readings = difference.readings or (() if "据 解释" in removed else rule.anchors.readings)
    other_outcome = has_outcome(difference)
    outcome = difference if other_outcome else rule
    return replace(
        rule,
        anchors=ast.Anchors(quotes, readings),
        scope=(*matters, *others),
        period=difference.period or (None if "期间" in removed else rule.period),
        condition=difference.condition or (None if "若" in removed else rule.condition),
        effect=outcome.effect,
        cap=outcome.cap,
        must=outcome.must,
        in_principle=outcome.in_principle,
        supports=difference.supports or (None if "印证" in removed else rule.supports),
        variant=difference.reading,
        differences=(),
    )


def has_outcome(difference: ast.Difference) -> bool:
    """Whether the difference has a line 则 or 须 of its own."""
    return not (difference.effect is None and difference.cap is None and difference.must is None)


def left_out(file: ast.File) -> dict[str, tuple[str, ...]]:
    """For each reading the rules (`address#name`) that its alternative does without (删去) and has nothing instead of."""
    rules: dict[str, list[str]] = {}
    for entry in file.entries:
        own = [item for item in entry.items if isinstance(item, ast.Rule)]
        instead = {(r.name.text, r.variant.text) for r in own if r.variant is not None}
        for rule in own:
            for difference in rule.differences:
                reading = difference.reading.text
                if difference.without_rule and (rule.name.text, reading) not in instead:
                    rules.setdefault(reading, []).append(f"{entry.address.text}#{rule.name.text}")
    return {reading: tuple(ids) for reading, ids in rules.items()}


# --- faults -------------------------------------------------------------------------------------------------


def check_alternatives(file: ast.File, source: Source, known: Collection[str]) -> Iterator[Diagnostic]:
    """Every difference is of a rule that stands, one for each reading, and changes what it names; known: the readings.

    L416 it changes nothing, L417 there are two for one reading, L418 there is no such rule, L608 what is left out does not
    rest on the reading, L605 what is left out is so under no reading that there is.
    """

    def fault(code: str, span: Span, message: str, allowed: str, hint: str) -> Diagnostic:
        return Diagnostic(code, source.where(span.start), message, allowed, hint, source.excerpt(span))

    for entry in file.entries:
        rules = [item for item in entry.items if isinstance(item, ast.Rule)]
        for rule in rules:
            yield from _check_rule(rule, rules, known, fault)


_Fault = Callable[[str, Span, str, str, str], Diagnostic]
_ONE_WAY: Final = "第一版的写法用 tiaoli format 改写"


def _check_rule(rule: ast.Rule, rules: list[ast.Rule], known: Collection[str], fault: _Fault) -> Iterator[Diagnostic]:
    name, only = rule.name.text, rule.variant
    if only is not None:
        if rule.differences:
            message = f"「{name}」只在另一种理解下才有,没有别的理解可以不同"
            hint = "现行理解下也有这条规则的,删去 仅异读;没有的,删去它下面的 异读"
            yield fault("L418", rule.differences[0].span, message, "仅异读 的规则不写 异读", hint)
        standing = next((r for r in rules if r.variant is None and r.name.text == name), None)
        if standing is not None and not any(
            d.without_rule and d.reading.text == only.text for d in standing.differences
        ):
            message = f"「{name}」在现行理解下就有,不是仅在「{only.text}」的另一种理解下才有"
            hint = f"把不同的行写在它的 异读 {only.text} 之下;种类也不同的,先在它之下写 异读 {only.text} 删去"
            yield fault("L418", only.span, message, "仅异读 只用于现行理解下没有的规则", hint)
        return
    for index, difference in enumerate(rule.differences):
        reading = difference.reading
        if reading.text in (d.reading.text for d in rule.differences[:index]):
            message = f"「{name}」对「{reading.text}」写了两个 异读"
            yield fault("L417", reading.span, message, "每条解释一个 异读", "并成一个,或改正其中一个解释的名称")
            continue
        same = idle_lines(rule, difference)
        if same:
            message = f"「{name}」的 异读 {reading.text} {same}"
            allowed = "至少一行,每一行都与规则不同:据、凡、期间、若、则、须、印证、删去"
            hint = f"只写不同的行;另一种理解下没有这条规则的,写 删去;{_ONE_WAY}"
            if (alone := reading.text.removesuffix("删去")) in known and reading.text not in known:
                hint = f"词语之间用空格隔开:异读 {alone} 删去"
            yield fault("L416", reading.span, message, allowed, hint)
        elif difference.without_rule and reading.text not in known:
            near = nearest(reading.text, known)
            hint = (f"是否指「{near[0]}」?" if near else "") + "异读 之后写 readings.toml 中登记的一条解释"
            yield fault("L605", reading.span, f"没有登记的解释「{reading.text}」", "", hint)
        elif difference.without_rule and reading.text not in (r.text for r in rule.anchors.readings):
            message = f"「{name}」在「{reading.text}」的另一种理解下删去,却没有引用这条解释"
            hint = f"在规则中 据 解释 {reading.text},或删去这个 异读"
            yield fault("L608", reading.span, message, "删去的规则须依靠这条解释", hint)


def idle_lines(rule: ast.Rule, difference: ast.Difference) -> str:
    """What of a difference is no difference, in words; empty: every line of it changes the rule."""
    removed = difference.removed
    written = _written(difference)
    if not written and not removed:
        return "没有写出不同之处"
    if difference.without_rule and (written or len(removed) > 1):
        return "既写 删去,又写别的行"
    own = _written(
        ast.Difference(
            difference.reading,
            rule.anchors.quotes,
            rule.anchors.readings,
            rule.scope,
            rule.condition,
            rule.effect,
            rule.cap,
            rule.must,
            rule.in_principle,
            rule.supports,
            period=rule.period,
        )
    )
    for kind, line in written.items():
        if own.get(kind) == line:
            return f"中的 {kind} 与规则相同"
        if kind in removed:
            return f"中的 {kind} 既写 删去,又写了内容"
    for kind in removed:
        if kind and (kind not in own or removed.count(kind) > 1):
            return f"中的 删去 {kind} 没有可删去的行"
    return ""


def _written(difference: ast.Difference) -> dict[str, object]:
    """The lines of a difference by kind."""
    lines: dict[str, object] = {
        "据": difference.quotes,
        "据 解释": difference.readings,
        "凡 事项": tuple(c for c in difference.scope if is_matter(c)),
        "凡": tuple(c for c in difference.scope if not is_matter(c)),
        "期间": difference.period,
        "若": difference.condition,
        "则": (difference.effect, difference.cap, difference.must, difference.in_principle)
        if has_outcome(difference)
        else None,
        "印证": difference.supports,
    }
    return {kind: line for kind, line in lines.items() if line}
