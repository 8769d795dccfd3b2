"""Why a rule cannot come about, and which rules make another one idle: the fewest parts that show it.

What is left over is found by leaving out one part after another in a fixed order, not from what a solver happens to name:
the answer depends on the rules alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from policy_dsl import ir
from policy_dsl.ir import Effect
from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.conditions import status
from reasoner.backends.smt.rule_formulas import Rule
from reasoner.backends.smt.solver import Session
from reasoner.lint.finding_text import kinds, quoted, strength
from reasoner.lint.satisfiability import CaseQuestions
from reasoner.model.application import show


def masks(questions: CaseQuestions, rule: Rule) -> frozenset[str]:
    """Ids of the rules because of which this one never changes an outcome, whatever all the others do. Raises Spent.

    Empty where it changes none by itself: a permission where nothing bars.
    """
    case = questions.case
    others = [r for r in case.a.rules if r is not rule]
    chosen = {r.norm.id: t.var(f"rule:{r.norm.id}") for r in others}
    holding = {
        g: t.or_(t.TRUE if r is rule else chosen[r.norm.id] for r in rules) for g, rules in case.a.groups.items()
    }
    alone = t.not_(t.or_(chosen[r.norm.id] for r in case.a.groups[rule.group] if r is not rule))
    goal = t.and_((rule.status.true, alone, case.without(rule.group, holding)))
    links = {r.norm.id: t.same(chosen[r.norm.id], r.status.true) for r in others}
    order = sorted(others, key=lambda r: (-strength(r.norm), r.norm.id))
    session = Session(case.known, {"goal": goal, **links}, questions.budget)
    return frozenset(_fewest(session, [r.norm.id for r in order], "goal"))


def _fewest(session: Session, names: Sequence[str], *goal: str) -> list[str]:
    """Of formulas that cannot hold together, ones that cannot and of which none can be left out. Raises Spent."""
    left = list(names)
    for name in names:
        fewer = [n for n in left if n != name]
        if not session.ask(*goal, *fewer):
            left = fewer
    return left


# --- rules that cannot come about -------------------------------------------------------------------------


def reasons(cases: Mapping[str, Iterable[CaseQuestions]], norm: ir.Norm) -> list[str]:
    """In words, why a rule cannot come about in any of these cases (by matter). Raises Spent."""
    outside: dict[tuple[str, str], list[str]] = {}
    others: list[str] = []
    for matter, several in cases.items():
        for questions in several:
            if norm.id not in questions.rules:
                continue
            text, of_kind = _reason(questions, norm)
            if of_kind:
                outside.setdefault((matter, text), []).extend(questions.members)
            elif text not in others:
                others.append(text)
    if not (outside or others):
        base = next((q.matter.a.base for several in cases.values() for q in several), None)
        decides = base is None or any(n.decides for m in cases for n in base.documents[norm.document].norms(m))
        return [
            "它所在的文件在收录的地区都不施行"
            if decides
            else "它所在的文件就此没有限制、条件或者许可,只有豁免不决定申请"
        ]
    return [*(f"可以申请{m}的{kinds(names)}{text}" for (m, text), names in outside.items()), *others]


def _reason(questions: CaseQuestions, norm: ir.Norm) -> tuple[str, bool]:
    """Why it cannot come about in a case, and whether that is said of kinds of institutions."""
    case = questions.case
    parts = list(_parts(norm))
    statuses = [status(p, case.a.view) for p in parts]
    for part, of_part in zip(parts, statuses, strict=True):
        if of_part.true is t.FALSE:
            if of_part.false is t.FALSE:
                return f"{quoted(part)}所读的事实,在任何收录的地区都无从取得", False
            return f"总是符合{quoted(part.part)}" if isinstance(part, ir.Not) else f"不符合{quoted(part)}", True
    named = {f"part:{i}": s.true for i, s in enumerate(statuses)}
    words = {f"part:{i}": quoted(p) for i, p in enumerate(parts)}
    for number, (text, term) in enumerate(_limits(questions)):
        named[f"limit:{number}"], words[f"limit:{number}"] = term, text
    governs = case.here.where(lambda p: any(d.id == norm.document for d in p.in_force))
    session = Session((*case.linked.constraints, governs), named, questions.budget)
    # Limits of facts are named last, so that they are kept only where the rule's own words do not suffice.
    left = _fewest(session, [*sorted(named, key=lambda n: (not n.startswith("limit"), n))])
    together = "与".join(words[n] for n in named if n in left)
    return (f"{together}不能同时成立" if len(left) > 1 else f"{together}不能成立"), False


def _parts(norm: ir.Norm) -> Iterator[ir.Cond]:
    """What must hold for the effect to come about, piece by piece."""
    yield from _conjuncts(norm.scope)
    yield from (ir.Not(norm.condition),) if norm.effect is Effect.REQUIRE else _conjuncts(norm.condition)


def _conjuncts(cond: ir.Cond) -> Iterator[ir.Cond]:
    if isinstance(cond, ir.And):
        for part in cond.parts:
            yield from _conjuncts(part)
    else:
        yield cond


def _limits(questions: CaseQuestions) -> Iterator[tuple[str, t.Term]]:
    """What is true of facts by themselves, with words for it."""
    facts = questions.case.facts
    for fact in facts.vars.values():
        name, term = fact.term.label, fact.term
        words = (f"{name}的取值范围",) * 2
        if fact.numeric:
            words = f"{name}不小于{show(fact.least, term)}", f"{name}不大于{show(fact.most, term)}"
        yield from zip(words, fact.bounds(), strict=False)  # a boolean has no bounds
    yield from (("同一时点只有一个数", term) for term in facts.periods())
    yield from (("部分不大于全部", term) for term in facts.parts())
