"""Which cases every deciding rule must have, computed from the compiled rules, and which of them it lacks.

Obligatory: the rule comes about, does not, and cannot be told for want of each fact it reads; each comparison of
numbers exactly on the line and the least step (one bed, one institution, 0.1%) to either side; the exemption of its
document met, not met and unproved while the rule comes about; the day before, the first, the last and the day after
its document's force (where the day of commencement is not known: the year of the document and the day before it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from case_file import Case, plain_application
from msgspec import structs

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.ir import Effect
from policy_dsl.vocabulary import Vocabulary
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.condition_evaluation import FactContext, evaluate, number
from reasoner.interpreter.turning_points import atoms
from reasoner.model.rule_base import RuleBase


@dataclass(frozen=True)
class Tried:
    """A case written for a rule: its facts as the rules read them, and what is expected to become of the rule."""

    case: Case
    context: FactContext
    day: str

    @property
    def status(self) -> str:
        return self.case.statuses[self.case.rule]


def tried(cases: Iterable[Case], base: RuleBase) -> list[Tried]:
    """The cases that are about a rule, with their facts read."""
    reader = Reader(base.vocabulary, base.document_names)
    trials = []
    for case in cases:
        if case.rule:
            (application,) = reader.read(plain_application(case.application, "例"), case.as_of)
            day = case.as_of or application.received
            trials.append(Tried(case, FactContext(application, base.vocabulary, day), day))
    return trials


def deciding(document: Document) -> list[ir.Norm]:
    """The norms of a document that decide or are cited beside one that does; alternatives of readings are left out."""
    return list({n.id: n for matter in document.regulates for n in document.norms(matter)}.values())


def lacking(norm: ir.Norm, document: Document, cases: list[Tried]) -> Iterator[str]:
    """The obligatory cases that a rule does not have."""
    own = [t for t in cases if t.case.rule == norm.id]
    statuses = {t.status for t in own}
    met, unmet = expected_of(norm, document)
    for status in (met, unmet):
        if status not in statuses:
            yield f"no case expects {status}"
    if met == "true":
        yield from _unknown(norm, own)
        yield from _boundaries(norm, own)
        yield from _exemptions(norm, document, own)
    yield from _days(document, own, met, unmet if met == "touching" else "absent")


def expected_of(norm: ir.Norm, document: Document) -> tuple[str, str]:
    """What becomes of a rule that is met, and of one that is not; alone it makes no document govern (DESIGN §5.1)."""
    if norm.supports is not None:
        return "cited", "uncited"
    governs = any(n.decides for matter in norm.matters for n in document.norms(matter))
    return ("true", "false") if governs else ("touching", "apart")


def _settled_by_matter(norm: ir.Norm, context: FactContext) -> bool:
    """Whether of each matter all kinds that may ask stand in every list of kinds that a rule has, or none does."""
    matters = (context.vocabulary.matters[m].members for m in norm.matters)
    lists = [
        a.values
        for c in (norm.scope, norm.condition)
        for a in atoms(c)
        if isinstance(a, ir.OneOf) and a.fact.term == "类型"
    ]
    return all(len({kind in listed for kind in members}) == 1 for members in matters for listed in lists)


def _unknown(norm: ir.Norm, own: list[Tried]) -> Iterator[str]:
    open_cases = [t for t in own if t.status == "unknown"]
    for fact in _facts(norm):
        if isinstance(fact, ir.Fact) and fact.term == "类型" and own and _settled_by_matter(norm, own[0].context):
            if not any(_is_unknown(fact, t.context) for t in own if t.status != "unknown"):
                yield "no case tells it where the kind is unknown, of which the matter says enough"
        elif not any(_is_unknown(fact, t.context) for t in open_cases):
            name = f"{fact.subject} {fact.term}" if isinstance(fact, ir.Fact) else f"{fact.subject} 所在地"
            yield f"no case leaves it open for want of {name}"


def _is_unknown(fact: ir.Fact | ir.Within, context: FactContext) -> bool:
    if isinstance(fact, ir.Within):
        return context.application.roles.get(fact.subject) is None
    value, _ = context.read(fact)
    return value is None


def _boundaries(norm: ir.Norm, own: list[Tried]) -> Iterator[str]:
    for compare in _nodes(norm, ir.Compare):
        assert isinstance(compare, ir.Compare)
        step = _step(compare, own[0].context.vocabulary) if own else Decimal(1)
        distances = set()
        for t in own:
            (left, _), (right, _) = number(compare.left, t.context), number(compare.right, t.context)
            if left is not None and right is not None and t.status in ("true", "false"):
                distances.add(left - right)
        what = f"「{_shown(compare.left)}」 and 「{_shown(compare.right)}」"
        if Decimal(0) not in distances:
            yield f"no case has {what} equal"
        if not any(0 < d <= step for d in distances):
            yield f"no case is the least step ({step}) above: {what}"
        if not _at_its_least(compare) and not any(-step <= d < 0 for d in distances):
            yield f"no case is the least step ({step}) below: {what}"


def _step(compare: ir.Compare, vocabulary: Vocabulary) -> Decimal:
    kinds = {vocabulary.facts[f.term].datatype for f in _facts_of((compare.left, compare.right))}
    return Decimal("0.001") if kinds == {"ratio"} else Decimal(1)


def _at_its_least(compare: ir.Compare) -> bool:
    """Compared with zero a count has nothing below the line."""
    return isinstance(compare.left, ir.Fact) and isinstance(compare.right, ir.Const) and compare.right.value == 0


def _exemptions(norm: ir.Norm, document: Document, own: list[Tried]) -> Iterator[str]:
    for other in deciding(document):
        if other.effect is not Effect.EXEMPT or norm.effect is Effect.EXEMPT:
            continue
        if not set(other.matters) & set(norm.matters):
            continue
        states = {evaluate(other.condition, t.context).status for t in own if t.status == "true"}
        for state in ("true", "false", "unknown"):
            if state not in states:
                yield f"no case where it comes about while the condition of {other.id} is {state}"


def _days(document: Document, own: list[Tried], met: str, outside: str) -> Iterator[str]:
    covered = {(t.day, t.status) for t in own}
    obligatory = []
    if document.starts:
        obligatory += [(_shifted(document.starts, -1), outside), (document.starts, met)]
    else:
        obligatory += [(f"{document.year - 1}-12-31", outside), (f"{document.year}-01-01", met)]
    if document.ends:
        obligatory += [(document.ends, met), (_shifted(document.ends, 1), outside)]
    for day, status in obligatory:
        if (day, status) not in covered:
            yield f"no case on {day} expects {status}"


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def _facts(norm: ir.Norm) -> list[ir.Fact | ir.Within]:
    """Every fact a rule reads; a place stands once for its role. The matter is part of the question, no fact."""
    places = {w.subject: w for w in _nodes(norm, ir.Within) if isinstance(w, ir.Within)}
    return [*dict.fromkeys(_facts_of((norm.scope, norm.condition))), *places.values()]


def _facts_of(parts: Iterable[object]) -> list[ir.Fact]:
    return [f for part in parts for f in _walk(part) if isinstance(f, ir.Fact)]


def _nodes(norm: ir.Norm, kind: type) -> list[object]:
    return [n for part in (norm.scope, norm.condition) for n in _walk(part) if isinstance(n, kind)]


def _walk(node: object) -> Iterator[object]:
    """A node and everything below it, whatever kinds of nodes there are."""
    yield node
    if isinstance(node, tuple):
        for part in node:
            yield from _walk(part)
    elif isinstance(node, ir.Node):
        yield from _walk(structs.astuple(node))


def _shown(expr: ir.Expr) -> str:
    match expr:
        case ir.Const(_, shown):
            return shown
        case ir.Fact(_, term):
            return term
        case ir.Scaled(factor, of):
            return f"{factor.shown} × {of.term}"
        case ir.Sum(terms):
            return " + ".join(_shown(t) for t in terms)
