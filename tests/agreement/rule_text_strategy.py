"""Random rule sets as text of the rule language, compiled by its parser and resolver.

Only the alignment with official words is left out, because no official text says what is written here.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from policy_dsl import ir
from policy_dsl.alignment.variants import reach
from policy_dsl.lowering.norms import build_norm
from policy_dsl.lowering.resolve import Resolver
from policy_dsl.source_text import Source
from policy_dsl.syntax import ast
from policy_dsl.syntax.parse import parse
from policy_dsl.vocabulary import Vocabulary

from .rule_menu import Menu

OPERATORS = ("低于", "高于", "不超过", "不低于", "达到")


def pick(draw: st.DrawFn, *choices: Any) -> Any:
    return draw(st.sampled_from(choices))


def _ref(draw: st.DrawFn, menu: Menu, label: str) -> str:
    """A fact as a rule names it: 全市 的 床位使用率, 床位数, 预期享受长护险待遇人数 于 2025年."""
    return _fact_text(*role_of(draw, menu, label))


def role_of(draw: st.DrawFn, menu: Menu, label: str) -> tuple[str, str, str | None]:
    term = menu.vocabulary.facts[label]
    subject = term.subject.split("、")[0]
    role = draw(st.sampled_from(menu.roles)) if subject == "地区" else "所在镇街" if subject == "镇街" else subject
    return role, label, pick(draw, "2024", "2025") if term.forecast else None


def _fact_text(role: str, label: str, period: str | None) -> str:
    named = label if role == "申请" else f"{role} 的 {label}"
    return f"{named} 于 {period}年" if period else named


def _sum(draw: st.DrawFn, menu: Menu, unit: str) -> str:
    parts = [_ref(draw, menu, pick(draw, *menu.numbers[unit]))]
    for _ in range(draw(st.integers(0, 2))):
        # Of people a literal says 人, whoever they are: it can be compared with a number of them, but not be added.
        more = pick(draw, "ref", "literal") if unit not in ("人", "待遇") else "ref"
        term = _ref(draw, menu, pick(draw, *menu.numbers[unit])) if more == "ref" else pick(draw, *menu.literals[unit])
        parts.append(f"{pick(draw, '加', '减')} {term}")
    return " ".join(parts)


def _comparison(draw: st.DrawFn, menu: Menu, operator: str) -> str:
    unit = pick(draw, *menu.numbers)
    if unit == "张" and menu.denominators and draw(st.integers(0, 3)) == 0:
        over = _sum(draw, menu, unit)
        by = _ref(draw, menu, pick(draw, *menu.denominators))
        return f"( {over} ) 除以 {by} {operator} {pick(draw, *menu.per)}"
    left = _sum(draw, menu, unit)
    right = pick(draw, *menu.literals[unit]) if draw(st.integers(0, 2)) else _sum(draw, menu, unit)
    return f"{left} {operator} {right}"


def _leaf(draw: st.DrawFn, menu: Menu, region: str) -> str:
    sorts = ["type", "matter"]
    sorts += ["number"] * 6 + ["exists"] * 2 if menu.numbers else []
    sorts += ["holds"] * 4 if menu.booleans else []
    sorts += ["category"] * 3 if menu.categories else []
    sorts += ["several"] * 3 if menu.several else []
    sorts += ["place"] * menu.weight_of_places if menu.places.get(region) else []
    match draw(st.sampled_from(sorts)):
        case "number":
            return _comparison(draw, menu, pick(draw, *OPERATORS))
        case "exists":
            label = pick(draw, *(x for facts in menu.numbers.values() for x in facts))
            return f"{pick(draw, '有', '尚无')} {_ref(draw, menu, label)}"
        case "holds":
            return f"{_ref(draw, menu, pick(draw, *menu.booleans))} 成立"
        case "category":
            label = pick(draw, *menu.categories)
            values = draw(st.lists(st.sampled_from(menu.vocabulary.facts[label].values), min_size=1, max_size=2))
            return f"{_ref(draw, menu, label)} {pick(draw, '是', '属于')} {' 、 '.join(dict.fromkeys(values))}"
        case "several":
            label = pick(draw, *menu.several)
            return f"{_ref(draw, menu, label)} 包含 {pick(draw, *menu.vocabulary.facts[label].values)}"
        case "place":
            names = draw(st.lists(st.sampled_from(menu.places[region]), min_size=1, max_size=2, unique=True))
            return f"所在地 属于 {' 、 '.join(names)}"
        case "matter":
            return f"事项 是 {pick(draw, *menu.matters)}"
        case _:
            names = draw(st.lists(st.sampled_from(menu.kinds), min_size=1, max_size=2, unique=True))
            return f"机构 属于 {' 、 '.join(names)}"


def _condition(draw: st.DrawFn, menu: Menu, region: str, depth: int = 2) -> str:
    form = draw(st.sampled_from(("leaf", "leaf", "leaf", "且", "或", "非"))) if depth else "leaf"
    if form == "leaf":
        return _leaf(draw, menu, region)
    if form == "非":
        return f"非 ( {_condition(draw, menu, region, depth - 1)} )"
    parts = [_condition(draw, menu, region, depth - 1) for _ in range(draw(st.integers(2, 3)))]
    return f" {form} ".join(f"( {p} )" for p in parts)


_EFFECTS = (
    *(("规则", f"则 {action}") for action in ("原则上 不予新增", "暂不新增", "不得新增", "从严控制", "以调整存量为主")),
    *(("优先", f"则 {action}") for action in ("可优先", "适当倾斜")),
    *(("许可", "则 可纳入"),) * 3,
    *(("豁免", "则 不受本文件限制"),) * 2,
    ("上限", ""),
    ("要件", ""),
)


def _rule(draw: st.DrawFn, menu: Menu, region: str, number: int) -> str:
    kind, effect = draw(st.sampled_from(_EFFECTS if menu.numbers else [e for e in _EFFECTS if e[0] != "上限"]))
    lines = [f"{kind} 第{number}条"]
    if kind != "豁免" or draw(st.booleans()):
        # The first matter is the one that is looked at; now and then a rule does not reach it.
        more = [m for m in menu.matters[1:] if draw(st.integers(0, 3)) == 0]
        matters = [menu.matters[0], *more] if draw(st.integers(0, 7)) or not more else more
        lines.append(f"凡 事项 是 {' 、 '.join(matters)}")
    if draw(st.integers(0, 2)) == 0:
        scope = _condition(draw, menu, region, 1)
        # 事项 是 alone would not be a condition, but say once more on which matters the rule is.
        lines.append(f"凡 非 ( {scope} )" if scope.startswith("事项 是") else f"凡 {scope}")
    if kind != "要件" and draw(st.integers(0, 5)):
        lines.append(f"若 {_condition(draw, menu, region)}")
    if kind == "要件":
        effect = f"须 {_condition(draw, menu, region)}"
    elif kind == "上限":
        effect = f"则 {pick(draw, '', '原则上 ')}{_comparison(draw, menu, '不超过')}"
    lines.append(effect)
    if kind == "规则" and draw(st.integers(0, 7)) == 0:
        lines.append("印证 1.p1")
    return "\n ".join(lines)


@st.composite
def texts(draw: st.DrawFn, menu: Menu, id_: str, region: str, least: int = 1, most: int = 4) -> str:
    """A file of rules, each in a clause of its own."""
    rules = [_rule(draw, menu, region, n) for n in range(1, draw(st.integers(least, most)) + 1)]
    entries = [f"条 1.p{n} 性质 限制\n「第{n}条」\n{rule}\n" for n, rule in enumerate(rules, 1)]
    return f"文件 {id_}\n\n" + "\n".join(entries)


def compiled(text: str, id_: str, region: str, vocabulary: Vocabulary) -> tuple[ir.Norm, ...]:
    """The norms of a file by the real parser and resolver; it has no fault."""
    source = Source(f"{id_}.tiao", text)
    file, faults = parse(source)
    assert file is not None, "\n".join(f.render() for f in faults)
    assert not faults, "\n".join(f.render() for f in faults)
    resolver = Resolver(source, vocabulary, region)
    norms = [
        build_norm(item, id_, f"{id_}/{entry.address.text}", ((0, 1),), resolver)
        for entry in file.entries
        for item in entry.items
        if isinstance(item, ast.Rule)
    ]
    assert not resolver.faults, "\n".join(f.render() for f in resolver.faults)
    return reach([n for n in norms if n is not None], {}, vocabulary.consequences, vocabulary.askers)
