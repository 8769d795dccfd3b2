"""Files of the first edition of the language in the second: copies of a rule as differences under the one rule.

There an alternative was a copy of the rule with `异读 READING` as its last line, and what an alternative leaves out stood
in readings.toml (`removes`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from policy_dsl.syntax import ast
from policy_dsl.syntax.alternatives import is_matter, left_out


def second_edition(file: ast.File, removes: Mapping[str, Sequence[str]] | None = None) -> ast.File:
    """The file with its copies folded into differences. removes: for each reading the rules (`address#name`) that its
    alternative does without. A file of the second edition comes back as it is.
    """
    gone = {(rule, reading) for reading, rules in (removes or {}).items() for rule in rules}
    return replace(file, entries=tuple(_folded(entry, gone) for entry in file.entries))


def unknown_removes(file: ast.File, removes: Mapping[str, Sequence[str]]) -> list[str]:
    """The rules under `removes` that the file does not have once it is folded."""
    written = {(reading, rule) for reading, rules in left_out(file).items() for rule in rules}
    return [rule for reading, rules in removes.items() for rule in rules if (reading, rule) not in written]


def _folded(entry: ast.Entry, gone: set[tuple[str, str]]) -> ast.Entry:
    items: list[ast.Item] = []
    standing = {
        item.name.text: item for item in entry.items if isinstance(item, ast.Rule) and _stands(item)
    }  # the last of a name, where there are two
    others: dict[str, list[ast.Difference]] = {}
    for item in entry.items:
        reading = copied(item)
        if not isinstance(item, ast.Rule) or reading is None:
            items.append(item)
            continue
        alone = replace(item, differences=(), variant=reading)
        rule = standing.get(item.name.text)
        if rule is None:
            items.append(alone)
        elif (rule.kind, rule.proposed) != (item.kind, item.proposed):
            others.setdefault(item.name.text, []).append(ast.Difference(reading, removed=(ast.WHOLE_RULE,)))
            items.append(alone)
        elif (changed := difference(rule, item, reading)) == ast.Difference(reading):
            items.append(item)  # a copy that says the same is a mistake, and stays one
        else:
            others.setdefault(item.name.text, []).append(changed)
    return replace(entry, items=tuple(_with_differences(entry, item, others, gone) for item in items))


def _stands(rule: ast.Rule) -> bool:
    return rule.variant is None and copied(rule) is None


def copied(item: ast.Item) -> ast.Name | None:
    """The reading of whose alternative a rule of the first edition is the copy; None: it is no such copy."""
    if isinstance(item, ast.Rule) and item.variant is None and len(item.differences) == 1:
        (only,) = item.differences
        return only.reading if only == ast.Difference(only.reading) else None
    return None


def _with_differences(
    entry: ast.Entry, item: ast.Item, others: Mapping[str, list[ast.Difference]], gone: set[tuple[str, str]]
) -> ast.Item:
    """A rule with its copies as differences, and with what `removes` says of it, in the order of the readings it cites."""
    if not isinstance(item, ast.Rule) or not _stands(item):
        return item
    differences = (*item.differences, *others.get(item.name.text, ()))
    key, present = f"{entry.address.text}#{item.name.text}", {d.reading.text for d in differences}
    more = [n for n in item.anchors.readings if (key, n.text) in gone and n.text not in present]
    return replace(item, differences=(*differences, *(ast.Difference(n, removed=(ast.WHOLE_RULE,)) for n in more)))


def difference(rule: ast.Rule, other: ast.Rule, reading: ast.Name) -> ast.Difference:
    """What another rule of its kind says otherwise, as a difference under the rule."""
    matters, theirs = ([c for c in r.scope if is_matter(c)] for r in (rule, other))
    whose, otherwise = ([c for c in r.scope if not is_matter(c)] for r in (rule, other))
    changed = ast.Difference(
        reading,
        quotes=() if other.anchors.quotes == rule.anchors.quotes else other.anchors.quotes,
        readings=() if other.anchors.readings == rule.anchors.readings else other.anchors.readings,
        scope=(*(theirs if theirs != matters else ()), *(otherwise if otherwise != whose else ())),
        condition=None if other.condition == rule.condition else other.condition,
        supports=None if other.supports == rule.supports else other.supports,
    )
    if (other.effect, other.cap, other.must, other.in_principle) != (
        rule.effect,
        rule.cap,
        rule.must,
        rule.in_principle,
    ):
        changed = replace(changed, effect=other.effect, cap=other.cap, must=other.must, in_principle=other.in_principle)
    lost = {
        "据": rule.anchors.quotes and not other.anchors.quotes,
        "据 解释": rule.anchors.readings and not other.anchors.readings,
        "凡": whose and not otherwise,
        "若": rule.condition is not None and other.condition is None,
        "印证": rule.supports is not None and other.supports is None,
    }
    return replace(changed, removed=tuple(kind for kind, is_lost in lost.items() if is_lost))
