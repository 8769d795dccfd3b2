"""按句式写, held against every rule of the package: the form writes the same rule, or it is told why it does not.

A rule is taken out of its document, chosen again in the form and written; what it then is in the representation must be what
it was. What alternatives of readings make of a rule (异读) is no part of the form: it writes the reading in use.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from policy_dsl import ir
from policy_dsl.corpus_folders import Place
from policy_dsl.diagnostics import Faults
from policy_dsl.drafting.clause_choices import Shape
from policy_dsl.drafting.edited_rules import check_rules, compiled_draft, without_rule
from policy_dsl.drafting.rule_form import Chosen, written
from policy_dsl.syntax import ast
from reasoner.driver.current_rule_base import rule_base

CORPUS = Path(__file__).parents[2] / "policy_dsl/corpus"
FILES = sorted(CORPUS.glob("*/*/*/rules.tiao"))

DECIDING = ("规则", "上限", "豁免", "优先", "要件", "许可")
NOT_BY_FORM: dict[str, str] = {
    "qingdao-2023-18-ltc/2.3.i1.s2#主城区不再新增定点机构": "目标句由另一条具体化(印证),要指出那一条",
    "qingdao-2023-18-ltc/3.2.p1.s1#院护床位不超过待遇人数二成": "数写明是哪一年的(于 2025年)",
    "qingdao-2023-18-medical/3.1.p1.s2#精神科床位已达指标": "数不在本条,写在前一句",
    "qingdao-2023-18-medical/3.2.p1.s3#内设医疗机构": "对象分三种,各有各的条件(或 之中有 且)",
}
"""Rules that the form does not write, by id, with why."""


class Packaged(NamedTuple):
    """A rule of the package with the files of its document."""

    where: Place
    texts: dict[str, str]
    clause: str
    rule: ast.Rule

    @property
    def id(self) -> str:
        return f"{self.where.document}/{self.clause}#{self.rule.name.text}"


@cache
def packaged() -> tuple[Packaged, ...]:
    return tuple(item for path in FILES for item in _of(path))


def _of(path: Path) -> Iterator[Packaged]:
    region, document, version = path.parts[-4:-1]
    where = Place(document, version, region)
    texts = {
        p.name: p.read_text(encoding="utf-8") for p in path.parent.iterdir() if p.suffix in (".toml", ".txt", ".tiao")
    }
    draft = compiled_draft(where, texts, rule_base().vocabulary)
    for placed in draft.placed:
        for item in placed.entry.items:
            if isinstance(item, ast.Rule) and item.variant is None:  # 仅异读: what only an alternative has
                yield Packaged(where, texts, placed.entry.address.text, item)


def text_of(item: Packaged, node: ast.Cond | ast.Quote) -> str:
    span = node.span
    return " ".join(item.texts["rules.tiao"][span.start : span.end].split())


def parts(cond: ast.Cond | None) -> tuple[tuple[ast.Cond, ...], str]:
    """The single conditions of a condition, and how they are joined."""
    match cond:
        case None:
            return (), "且"
        case ast.And(listed):
            return listed, "且"
        case ast.Or(listed):
            return listed, "或"
        case other:
            return (other,), "且"


def singly(item: Packaged, cond: ast.Cond) -> Iterator[str]:
    """A condition as the form has it: each value of one thing by itself."""
    inner, denied = (cond.part, "非 ") if isinstance(cond, ast.Not) else (cond, "")
    if isinstance(inner, ast.Member | ast.Contains):
        head = text_of(item, inner).partition(f" {inner.values[0].text}")[0]
        yield from (f"{denied}{head} {value.text}" for value in inner.values)
    else:
        yield text_of(item, cond)


def chosen_for(item: Packaged) -> Chosen:
    """What an officer chooses for a rule."""
    rule, matters, kinds, scopes = item.rule, (), (), []
    for scope in rule.scope:
        if isinstance(scope, ast.Member) and scope.ref.path[-1].text == "事项":
            matters = tuple(v.text for v in scope.values)
        elif isinstance(scope, ast.Member) and scope.ref.path[-1].text == "机构":
            kinds = tuple(v.text for v in scope.values)
        else:
            scopes += singly(item, scope)
    listed, join = parts(rule.condition)
    conditions = tuple(dict.fromkeys(text for c in listed for text in singly(item, c)))
    words = "\n".join("".join(q.text.split()) for q in rule.anchors.quotes)
    common = Chosen(
        Shape.SEVERAL, name=rule.name.text, matters=matters, kinds=kinds, scopes=tuple(scopes), conditions=conditions, join=join,
        words=words, readings=tuple(n.text for n in rule.anchors.readings),
    )  # fmt: skip
    if rule.cap is not None:
        cap = ("原则上 " if rule.in_principle else "") + text_of(item, rule.cap)
        return common._replace(shape=Shape.CAP, cap=cap)
    if rule.must is not None:
        return common._replace(
            shape=Shape.REQUIREMENT, musts=tuple(text for c in parts(rule.must)[0] for text in singly(item, c))
        )
    assert rule.effect is not None
    if rule.kind == "豁免":
        return common._replace(shape=Shape.EXEMPTION, clauses=tuple(c.text for c in rule.effect.clauses))
    return common._replace(effect=("原则上 " if rule.in_principle else "") + rule.effect.action)


def without(item: Packaged) -> dict[str, str]:
    """The files without the rule, and without what only the alternative of a reading has instead of it."""
    texts = item.texts
    for _ in range(2):
        before = check_rules(item.where, texts, rule_base().vocabulary)
        clause = next(c for c in before.clauses if c.address == item.clause)
        rule = next((r for r in clause.rules if r.kind in DECIDING and r.name == item.rule.name.text), None)
        if rule is None:
            break
        texts = texts | {"rules.tiao": without_rule(texts["rules.tiao"], clause, rule)}
    return texts


def in_use(item: Packaged, rules: str) -> ir.Norm:
    """The rule as the engines read it, without where its words stand and its place among others."""
    draft = compiled_draft(item.where, item.texts | {"rules.tiao": rules}, rule_base().vocabulary)
    return next(n for n in draft.norms if n.id == item.id)


def same(one: ir.Norm, other: ir.Norm) -> bool:
    """Whether two rules say the same: what they do, whom they reach, when, by which words and readings."""
    return (
        (one.effect, one.strength, one.matters, one.scope, one.condition, one.spans, one.supports, one.alternative_of)
        == (other.effect, other.strength, other.matters, other.scope, other.condition, other.spans, other.supports, other.alternative_of)
        and set(one.readings) == set(other.readings)
    )  # fmt: skip


def by_form(item: Packaged) -> bool:
    """Whether the form writes the rule. Raises Faults: what it lacks."""
    texts = without(item)
    rules = written(item.where, texts, rule_base().vocabulary, item.clause, chosen_for(item)._replace(whole=True))
    return same(in_use(item, rules), in_use(item, item.texts["rules.tiao"]))


@pytest.mark.parametrize("number", range(len(packaged())))
def test_a_rule_of_the_package_is_written_by_the_form_or_named(number: int) -> None:
    item = packaged()[number]
    try:
        alike, lacking = by_form(item), ()
    except Faults as refused:
        alike, lacking = False, refused.diagnostics
    assert alike == (item.id not in NOT_BY_FORM), [d.message for d in lacking]


def test_how_many_of_the_rules_the_form_writes() -> None:
    """26 of the 30 rules in use; each other has its reason, and none has one that no longer holds a rule."""
    assert len(packaged()) == 30
    assert {item.id for item in packaged()} >= set(NOT_BY_FORM)
    assert len(packaged()) - len(NOT_BY_FORM) == 26
