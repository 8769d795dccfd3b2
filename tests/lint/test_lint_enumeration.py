"""Random rule sets over a small world: what the checks say is what going through every application shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import combinations, product
from typing import Any

from hypothesis import given, note, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.backtranslate import condition
from policy_dsl.compiled import Document
from policy_dsl.ir import Effect, Strength
from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.condition_evaluation import FactContext
from reasoner.interpreter.outcome import PERMITTED, Group, decide, group_of, outranks, precedence, undefeated
from reasoner.interpreter.rule_results import judge_norm
from reasoner.lint.check_run import Linted, lint
from reasoner.model.application import Application, Observation
from reasoner.model.kinds import Status
from reasoner.model.rule_base import RuleBase

from .made import BEDS, TODAY, bar, document

KINDS = ("综合医院", "康复医院", "中医医院")
PLACES = ("崂山区", "市南区", "滨城区")
"""The last is of another city, where only a text of the province governs."""
RATES = ("0.6", "0.7", "0.72", "0.75", "0.8")
"""On, below and above every threshold of the rules."""
SIZES = ("50", "51", "100", "101")

RATE, SIZE = ir.Fact("本区县", "床位使用率"), ir.Fact("申请", "床位数")
FIT, TIDY = ir.Fact("机构", "符合定点条件"), ir.Fact("机构", "管理规范")
PROJECT, KIND = ir.Fact("机构", "重点建设项目"), ir.Fact("机构", "类型")


def _constant(value: str) -> ir.Const:
    return ir.Const(Decimal(value), value)


ATOMS: tuple[ir.Cond, ...] = (
    *(ir.Compare(op, RATE, _constant(v)) for op in ("lt", "ge") for v in ("0.7", "0.75")),
    *(ir.Compare("gt", SIZE, _constant(v)) for v in ("50", "100")),
    ir.Holds(FIT),
    ir.Contains(PROJECT, "市级"),
    ir.OneOf(KIND, KINDS[:1], KINDS[:1]),
    ir.OneOf(KIND, KINDS[:2], KINDS[:2]),
    ir.Within("本区县", ("370212",), ("崂山区",)),
)
CONDITIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.builds(ir.Not, inner),
        st.builds(lambda a, b: ir.And((a, b)), inner, inner),
        st.builds(lambda a, b: ir.Or((a, b)), inner, inner),
    ),
    max_leaves=3,
)
EFFECTS = (
    (Effect.PROHIBIT, Strength.FOR_NOW), (Effect.PROHIBIT, Strength.IN_PRINCIPLE), (Effect.CONTROL, Strength.STRICTLY),
    (Effect.REQUIRE, Strength.MUST), (Effect.EXEMPT, Strength.NONE), (Effect.PERMIT, Strength.MAY),
    (Effect.PREFER, Strength.MAY_PREFER),
)  # fmt: skip
RULES = st.lists(st.tuples(st.sampled_from(EFFECTS), CONDITIONS, CONDITIONS, st.booleans()), min_size=1, max_size=5)
RANKS: tuple[dict[str, Any], ...] = (
    {"issued": "2023-07-30"}, {"issued": "2022-01-01"}, {"issuers": ("青岛市财政局",)},
    {"issuer_level": "省", "issuers": ("山东省医疗保障局",), "region": "370000"},
)  # fmt: skip


@cache
def _shell(name: str, number: int) -> Document:
    """A compiled document to put rules into."""
    return document(name, bar(75), **RANKS[number])[0]


def _norm(document: str, number: int, effect: tuple[Effect, Strength], scope: ir.Cond, condition: ir.Cond) -> ir.Norm:
    clause = f"{document}/1.p1"
    return ir.Norm(
        f"{clause}#{number}", document, clause, str(number), *effect, (BEDS,), scope, condition, ((0, 3),), ""
    )


@st.composite
def rule_bases(draw: st.DrawFn) -> RuleBase:
    """One or two documents with some rules."""
    documents = []
    for name in draw(st.sampled_from((("a",), ("a", "b")))):
        rules = draw(RULES)
        norms = [
            _norm(name, i, effect, scope if scoped else ir.ALWAYS, condition)
            for i, (effect, scope, condition, scoped) in enumerate(rules)
        ]
        shell = _shell(name, draw(st.integers(0, len(RANKS) - 1)))
        documents.append(shell.with_norms(norms))
    compiled = rule_base().compiled
    terms = tuple(
        replace(t, members=KINDS) if t.label == BEDS else t for t in compiled.vocabulary.terms
    )  # only the kinds of the small world may ask
    vocabulary = replace(compiled.vocabulary, terms=terms)
    return RuleBase(replace(compiled, rules_digest="", vocabulary=vocabulary, documents=tuple(documents)))


@dataclass(frozen=True)
class Judged:
    """One application of the small world: its kind, the deciding rules that reach it, the rules of documents that govern it
    that come about, what is required and met.
    """

    kind: str
    reaching: frozenset[str]
    true: frozenset[str]
    met: frozenset[str]


def worlds(base: RuleBase, norms: Iterable[ir.Norm]) -> Iterator[Judged]:
    """Every application of the small world, judged rule by rule."""
    norms = list(norms)
    read = Reader(base.vocabulary, base.document_names)
    for kind, place in product(KINDS, PLACES):
        (plain,) = read.read([{"编号": "1", "事项": BEDS, "日期": TODAY, "机构": {"类型": kind, "所在地": place}}])
        governing = frozenset(d.id for d in base.documents.values() if d.region in base.vocabulary.chain(plain.region))
        if not governing:
            continue
        there = [n for n in norms if n.document in governing]
        for rate, size, fit, project in product(RATES, SIZES, (True, False), (("市级",), ())):
            facts = plain.facts | {
                (str(plain.roles["本区县"]), "床位使用率"): (Observation(Decimal(rate)),),
                ("申请", "床位数"): (Observation(Decimal(size)),),
                ("机构", "符合定点条件"): (Observation(fit),),
                ("机构", "重点建设项目"): (Observation(project),),
            }
            yield _judged(base, replace(plain, facts=facts), kind, there)


def _judged(base: RuleBase, application: Application, kind: str, norms: list[ir.Norm]) -> Judged:
    context = FactContext(application, base.vocabulary, TODAY)
    true, met = set(), set()
    reaching = {n.id: n.document for n in norms if n.decides and judge_norm(n, context).scope.status is Status.TRUE}
    for norm in norms:
        if norm.document not in reaching.values():
            continue
        status = judge_norm(norm, context).status
        assert status is not Status.UNKNOWN
        bar = replace(norm, effect=Effect.PROHIBIT, strength=Strength.FOR_NOW)
        if status is Status.TRUE:
            true.add(norm.id)
        elif norm.effect is Effect.REQUIRE and judge_norm(bar, context).status is Status.TRUE:
            met.add(norm.id)
    return Judged(kind, frozenset(reaching), frozenset(true), frozenset(met))


class Naive:
    """What going through every application of the small world shows."""

    def __init__(self, base: RuleBase) -> None:
        self.norms = {n.id: n for d in base.documents.values() for n in d.norms(BEDS)}
        self.ranks = {d.id: precedence(d) for d in base.documents.values()}
        self.seen = set(worlds(base, self.norms.values()))
        self.true = {w.true for w in self.seen}

    def group(self, name: str) -> Group:
        return group_of(self.norms[name])

    def outcome(self, true: Iterable[str]) -> str:
        return decide(frozenset(self.group(n) for n in true), self.ranks)

    def comes(self) -> set[str]:
        return {n for true in self.true for n in true}

    def matters(self) -> set[str]:
        changed = {n for true in self.true for n in true if self.outcome(true) != self.outcome(true - {n})}
        # Without the only deciding rule that reaches the applicant nothing would be regulated at all.
        return changed | {n for w in self.seen for n in w.true if w.reaching == {n}}

    def twins(self) -> set[frozenset[str]]:
        def same(a: str, b: str) -> bool:
            both = [(a in true, b in true) for true in self.true]
            exempt = self.norms[a].effect == "exempt" and self.norms[a].document != self.norms[b].document
            return (
                self.group(a)[0] == self.group(b)[0]
                and not exempt
                and all(x == y for x, y in both)
                and any(x for x, _ in both)
            )

        return {frozenset(p) for p in combinations(self.norms, 2) if same(*p)}

    def clashes(self) -> set[frozenset[str]]:
        return {
            frozenset((p, b))
            for true in self.true
            if self.outcome(true) == "conflict"
            for p, b in product(true, true)
            if self.group(p)[0] == PERMITTED and self.group(b)[0] in ("barred", "presumptively_barred")
            and self.stands(p, true) and self.stands(b, true)
        }  # fmt: skip

    def stands(self, name: str, true: Iterable[str]) -> bool:
        return self.group(name) in undefeated({self.group(n) for n in true}, self.ranks)

    def ranked(self) -> set[tuple[str, str]]:
        return {
            (w, loser)
            for true in self.true
            for w, loser in product(true, true)
            if {self.group(w)[0] == PERMITTED, self.group(loser)[0] == PERMITTED} == {True, False}
            and {self.group(w)[0], self.group(loser)[0]} <= {PERMITTED, "barred", "presumptively_barred"}
            and outranks(self.ranks[self.group(w)[1]], self.ranks[self.group(loser)[1]])
            and self.stands(w, true)
            and not (self.group(loser)[0] != PERMITTED and any(
                self.norms[n].effect == "exempt" and self.group(n)[1] == self.group(loser)[1] for n in true
            ))
        }  # fmt: skip


def ids(linted: Linted, *codes: str) -> set[str]:
    """The rules that findings of some codes are about."""
    return {n.id for f in linted.findings if f.code in codes for n in f.rules}


@settings(max_examples=60, deadline=None)
@given(rule_bases())
def test_the_checks_agree_with_going_through_every_application(base: RuleBase) -> None:
    linted, naive = lint(base, TODAY), Naive(base)
    note(
        "\n".join(
            f"{n.id} {n.effect}{n.strength} {condition(n.scope)} | {condition(n.condition)}"
            for n in naive.norms.values()
        )
    )
    deciding = {n.document for n in naive.norms.values() if n.decides}
    # What a document without any deciding rule prefers is no rule that could come about.
    every = {n.id for n in naive.norms.values() if n.effect is not Effect.PREFER or n.document in deciding}
    comes = naive.comes()
    assert not linted.undecided
    assert ids(linted, "K01") == every - comes
    assert not ids(linted, "K02")

    idle = comes - naive.matters()
    assert ids(linted, "K03", "K05") <= idle
    assert idle <= ids(linted, "K03", "K05", "K10")
    assert {
        frozenset(pair) for f in linted.findings if f.code == "K10" for pair in combinations([n.id for n in f.rules], 2)
    } == naive.twins()

    assert {frozenset(n.id for n in f.rules) for f in linted.findings if f.code == "K06"} == naive.clashes()
    assert {tuple(n.id for n in f.rules) for f in linted.findings if f.code == "K07"} == naive.ranked()

    there = {w.kind for w in naive.seen} if deciding else set()
    unreached = there - {w.kind for w in naive.seen if w.reaching}
    assert {k for f in linted.findings if f.code == "K08" for k in f.types} == unreached
    silent = {w.kind for w in naive.seen if w.reaching and not w.true | w.met}
    assert {k for f in linted.findings if f.code == "K09" for k in f.types} == silent


@settings(max_examples=25, deadline=None)
@given(rule_bases())
def test_who_is_named_does_mask(base: RuleBase) -> None:
    """A rule masked by others changes nothing beside these alone, and does without one of them."""
    naive = Naive(base)
    for found in lint(base, TODAY).findings:
        if found.code == "K05":
            (norm,), others = found.rules, found.others
            for true in naive.true:
                if norm.id in true and naive.stands(norm.id, true):
                    assert all(o.id in true and naive.stands(o.id, true) for o in others)
        if found.code == "K03" and found.others:
            (norm,), others = found.rules, {o.id for o in found.others}
            free = [n for n in naive.norms if n not in others and n != norm.id]
            for fixed in {true & others for true in naive.true if norm.id in true}:
                for chosen in _subsets(free):
                    assert naive.outcome({*fixed, *chosen, norm.id}) == naive.outcome({*fixed, *chosen})


def _subsets(names: list[str]) -> Iterator[tuple[str, ...]]:
    for size in range(len(names) + 1):
        yield from combinations(names, size)
