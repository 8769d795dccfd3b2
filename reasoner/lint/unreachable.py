"""Rules that never come about (K01, K02), that never change an outcome (K03), that never decide one (K04)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy_dsl import ir
from policy_dsl.ir import Effect
from reasoner.backends.smt.solver import Spent
from reasoner.lint.example import Example, Expected, show
from reasoner.lint.finding_text import compared
from reasoner.lint.lint_finding import Code, Finding, Level
from reasoner.lint.reasons import masks, reasons
from reasoner.lint.redundant import Explained
from reasoner.lint.satisfiability import CaseQuestions
from reasoner.lint.session import Look

Cases = dict[str, list[CaseQuestions]]

_TODO: Final = {
    Effect.PREFER: "优先只安排先后;如本意是解除后者的限制,规则或者所采用的条文理解应当改写,否则可以登记说明。",
    Effect.EXEMPT: "如本意是解除某项限制,应核对它的范围和那项限制的范围;否则可以登记说明。",
    Effect.PERMIT: "如本意是不受后者限制,应写明例外;否则可以登记说明。",
}
"""What to do about an idle rule that restrains nobody."""


def useless(look: Look, explained: Explained) -> Iterator[Finding]:
    """What is idle of each rule whose day it is; `explained`: what pairs of rules tell already."""
    for norm in look.norms:
        if not look.focused(norm):
            continue
        code = Code.NEVER
        try:
            comes = _where(look, norm, "true")
            never = {m: cs for m, cs in look.of(norm).items() if m not in comes}
            if never:
                yield _never(look, norm, never, comes)
            if not comes:
                continue
            code = Code.IDLE
            matters = _where(look, norm, "matters")
            idle = {m: cs for m, cs in comes.items() if m not in matters}
            decides = _where(look, norm, "decides")
            idle = {m: cs for m, cs in idle.items() if not _explained(norm, m, m in decides, explained)}
            if idle:
                yield _idle(look, norm, idle, decides, whole=len(idle) == len(comes))
            code = Code.NEVER_DECIDES
            if matters and not decides:
                yield _silent(look, norm, matters)
        except Spent as spent:
            look.spent(code, (norm,), [*look.of(norm)], spent)


def _where(look: Look, norm: ir.Norm, what: str) -> Cases:
    """The cases in which something of a rule can hold, by matter; matters without any are left out."""
    literal = f"{what}:{norm.id}"
    able = {m: [c for c in cs if norm.id in c.rules and c.can(literal)] for m, cs in look.of(norm).items()}
    return {m: cases for m, cases in able.items() if cases}


def _explained(norm: ir.Norm, matter: str, decides: bool, explained: Explained) -> bool:
    """Whether a pair tells why a rule is idle: masked by one, or the same as one beside which it decides."""
    if matter in explained.masked.get(norm.id, ()):
        return True
    return decides and explained.repeated(matter, norm)


# --- never comes about --------------------------------------------------------------------------------------


def _never(look: Look, norm: ir.Norm, never: dict[str, tuple[CaseQuestions, ...]], comes: Cases) -> Finding:
    why = ";".join(reasons(never, norm))
    name, matters = look.words.rules((norm,)), tuple(never)
    kinds = tuple(dict.fromkeys(k for cs in never.values() for c in cs for k in c.members))
    state = "要件总能满足" if norm.effect is Effect.REQUIRE else "用不到"
    if comes:
        sentence = (
            f"{name}对{'、'.join(matters)}{state}:{why}。它只对{'、'.join(comes)}有作用,{'、'.join(matters)}不能援引。"
        )
        code = Code.NEVER_ON_SOME
        return Finding(code, Level.NOTE, sentence, (norm,), (), matters, matters, kinds, look.rules.day)
    sentence = f"{name}{state}:{why}。这一条写了而不起作用;应核对原文、规则的条件和分类表中的机构类型。"
    return Finding(Code.NEVER, Level.PROBLEM, sentence, (norm,), (), (), matters, kinds, look.rules.day)


# --- never changes an outcome ---------------------------------------------------------------------------------


def _idle(look: Look, norm: ir.Norm, idle: Cases, decides: Cases, *, whole: bool) -> Finding:
    cases = [c for several in idle.values() for c in several]
    by = frozenset[str]().union(*(masks(c, c.rules[norm.id]) for c in cases))
    others = tuple(n for n in look.norms if n.id in by)
    beside = any(m in decides for m in idle)
    where = "" if whole else f"就{'、'.join(idle)}而言,"
    name = look.words.rules((norm,))
    if others:
        effect = "它仍与后者一并作为依据" if beside else "它从不作为依据"
        sentence = f"{where}{name}成立时,{_because(look, norm, others, cases)};划去它,结论都不变,{effect}。"
        sentence += _TODO.get(norm.effect, "如为重申,可以登记说明;如本意是另设限制,应核对范围、数值和强度。")
    else:
        sentence = (
            f"{where}{name}成立与否,结论都一样:没有规定限制它所{'许可' if norm.effect is Effect.PERMIT else '说'}的事。"
        )
        sentence += "它可以作为依据引用,但不改变结论,一般不必处理。"
    return Finding(
        Code.IDLE,
        Level.HINT if whole and others else Level.NOTE,
        sentence,
        (norm,),
        others,
        () if whole else tuple(idle),
        tuple(idle),
        tuple(dict.fromkeys(k for c in cases for k in c.members)),
        look.rules.day,
        _comes_about(cases[0], norm, beside),
    )


def _because(look: Look, norm: ir.Norm, others: tuple[ir.Norm, ...], cases: list[CaseQuestions]) -> str:
    """How the others make it idle: one always comes about with it; one of several does; or the outcome is the same."""
    names = look.words.rules(others, norm)
    come = [f"false:{o.id}" for o in others]
    with_it = not any(c.can(f"true:{norm.id}", *(x for x in come if x[6:] in c.rules)) for c in cases)
    if not with_it:
        return f"{names}已使结论相同"
    if len(others) == 1:
        return f"{names}必同时成立,{compared(norm, others[0])}"
    return f"{names}至少有一条同时成立,后果相同或者更强"


def _comes_about(case: CaseQuestions, norm: ir.Norm, decides: bool) -> Example | None:
    return show(case, (f"true:{norm.id}",), Expected((norm.id,), not_decides=() if decides else (norm.id,)))


# --- never decides ----------------------------------------------------------------------------------------------


def _silent(look: Look, norm: ir.Norm, matters: Cases) -> Finding:
    cases = [c for several in matters.values() for c in several]
    name = look.words.rules((norm,))
    sentence = (
        f"{name}成立时会改变结论,但结论总以别的规则为依据;它的作用在于解除或者胜过别的规则。引用依据时要一并写明。"
    )
    example = show(cases[0], (f"matters:{norm.id}",), Expected(true=(norm.id,), not_decides=(norm.id,)))
    kinds = tuple(dict.fromkeys(k for c in cases for k in c.members))
    code, day = Code.NEVER_DECIDES, look.rules.day
    return Finding(code, Level.NOTE, sentence, (norm,), (), (), tuple(matters), kinds, day, example)
