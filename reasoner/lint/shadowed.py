"""Thresholds that another rule masks (K05): wherever the one stands, so does the other, which goes at least as far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policy_dsl import ir
from reasoner.backends.smt.rule_formulas import RESTRAINS
from reasoner.backends.smt.solver import Spent
from reasoner.interpreter.outcome import outcome_of_effect
from reasoner.lint.example import Example, Expected, show
from reasoner.lint.finding_text import compared, strength
from reasoner.lint.lint_finding import Code, Finding, Level
from reasoner.lint.redundant import Explained
from reasoner.lint.rule_cases import compares
from reasoner.lint.satisfiability import CaseQuestions
from reasoner.lint.session import Look
from reasoner.model.kinds import Outcome

_Cases = Mapping[str, list[CaseQuestions]]


def masked(look: Look, explained: Explained) -> Iterator[Finding]:
    """One finding for each threshold that others mask everywhere, or for each other rule that does in some matters."""
    for norm in look.norms:
        if not (look.focused(norm) and compares(norm)):
            continue
        try:
            yield from _masked(look, norm, explained)
        except Spent as spent:
            look.spent(Code.MASKED, (norm,), [*look.of(norm)], spent)


def _masked(look: Look, norm: ir.Norm, explained: Explained) -> Iterator[Finding]:
    up = {m: [c for c in cs if c.can(f"up:{norm.id}")] for m, cs in look.of(norm).items()}
    up = {m: cases for m, cases in up.items() if cases}
    masking: dict[ir.Norm, list[str]] = {}
    for other in look.norms:
        if other is norm or not compares(other) or not _comparable(norm, other):
            continue
        matters = [
            m
            for m, cases in up.items()
            if not explained.same(m, norm, other) and all(_masks(c, norm, other) for c in cases)
        ]
        if matters:
            masking[other] = matters
    always = tuple(other for other, matters in masking.items() if len(matters) == len(up))
    if always:
        yield _mask(look, norm, always, up, whole=True)
    else:
        for other, matters in masking.items():
            yield _mask(look, norm, (other,), {m: up[m] for m in matters}, whole=False)
    for matters in masking.values():
        explained.masked.setdefault(norm.id, set()).update(matters)


def _comparable(norm: ir.Norm, other: ir.Norm) -> bool:
    """Whether the other rule goes the same way and at least as far."""
    here, there = outcome_of_effect(norm), outcome_of_effect(other)
    if norm.exempts_singly or other.exempts_singly:
        return norm.exempts_singly and set(norm.named) <= set(other.named)
    if here in RESTRAINS:
        return there in RESTRAINS and strength(other) <= strength(norm)
    # Exemptions of two documents lift, and permissions of two rank, otherwise.
    return here is there and (here is Outcome.PRIORITY or norm.document == other.document)


def _masks(case: CaseQuestions, norm: ir.Norm, other: ir.Norm) -> bool:
    return other.id in case.rules and not case.can(f"up:{norm.id}", f"down:{other.id}")


def _mask(look: Look, norm: ir.Norm, others: tuple[ir.Norm, ...], cases: _Cases, *, whole: bool) -> Finding:
    words, shared = look.words, [c for several in cases.values() for c in several]
    where = "" if whole else f"就{'、'.join(cases)}而言,"
    also = {compared(norm, o) for o in others}
    way = also.pop() if len(also) == 1 else "后果相同或者更强"
    if whole:
        todo = "前者的界限从不单独起作用;如为重申,可以登记说明;如本意是另设一道界限,应核对数值、分母、范围和强度"
    else:
        todo = "前者的界限在这里从不单独起作用;在其余事项上它另有作用,一般不必处理"
    sentence = (
        f"{where}{words.rules((norm,))}成立而未被豁免、排除时,{words.rules(others, norm)}必已成立,{way}。{todo}。"
    )
    return Finding(
        Code.MASKED,
        Level.HINT if whole else Level.NOTE,
        sentence,
        (norm,),
        others,
        () if whole else tuple(cases),
        tuple(cases),
        tuple(dict.fromkeys(k for c in shared for k in c.members)),
        look.rules.day,
        _alone(shared, norm, others[0]),
    )


def _alone(cases: list[CaseQuestions], norm: ir.Norm, other: ir.Norm) -> Example | None:
    """The masking rule deciding where the masked one does not come about."""
    goal = (f"decides:{other.id}", f"false:{norm.id}")
    for case in cases:
        if case.can(*goal):
            return show(case, goal, Expected(decides=(other.id,), not_decides=(norm.id,)))
    return None
