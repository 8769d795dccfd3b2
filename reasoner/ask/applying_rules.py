"""The rules that reach such an institution, and what is known of an application that nobody made.

It is judged of as the interpreter would: every fact that the question does not give is unknown, silence on it is no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.bounded_conditions import unbounded
from policy_dsl.compiled import Document
from policy_dsl.numerals import plain
from policy_dsl.vocabulary import Vocabulary
from reasoner.ask.answer import ApplyingRule, CurrentValue, FactRequired, Material
from reasoner.ask.force_of_documents import readings_in_use
from reasoner.interpreter.applicability import reaches
from reasoner.interpreter.condition_evaluation import FALSE, TRUE, UNKNOWN, FactContext, evaluate
from reasoner.interpreter.counterfactuals import BY
from reasoner.interpreter.document_force import Force, ForceStatus
from reasoner.interpreter.missing_facts import PLACED_BY
from reasoner.model.application import Application, FactKey, LayeredFacts, Observation, Value, layers
from reasoner.model.kinds import Power, Status
from reasoner.model.place_binding import bind_roles

REQUESTED: Final = "床位数"
"""How many beds are asked for: the fact that a cap adds to what there is."""
_KNOWN: Final = frozenset(("事项", "类型", "所在地", "举办主体", "已定点"))
"""Facts that a question gives."""


YES: Final = "是"
"""That a fact holds, of which the question does not say more: 已定点, not for what."""


def supposed_application(
    vocabulary: Vocabulary, region: str | None, kind: str | None, matter: str, day: str, values: Mapping[str, str]
) -> Application:
    """An application of such an institution of which nothing else is known.

    values: facts of the application or institution by label that the question gives besides (床位类别: 康复).
    """
    facts: dict[FactKey, tuple[Observation, ...]] = {}
    for term in vocabulary.facts.values():
        if term.subject in ("申请", "机构") and term.label not in ("编号", "事项", "日期", "所在地"):
            value: Value | None = values.get(term.label)
            if value == YES:
                value = True
            elif value is not None and term.multiple:
                value = (str(value),)
            facts[term.subject, term.label] = (Observation(value),)
    return of_kind(Application("", matter, day, region, bind_roles(vocabulary, region), facts), kind)


def of_kind(application: Application, kind: str | None) -> Application:
    """The same application by an institution of a kind."""
    return replace(application, facts={**application.facts, ("机构", "类型"): (Observation(kind),)})


def applying_rules(
    documents: Iterable[Document], context: FactContext, forces: Mapping[str, Force], *, with_values: bool
) -> list[ApplyingRule]:
    """The rules of documents that reach the applicant or may: those that decide first, then those that may come about here.

    forces: by id of the documents, whether they are in force. with_values: whether a ledger was given, so that facts may have current values.
    """
    bare = context
    if with_values:
        own, _ = layers(context.application.facts)
        bare = FactContext(replace(context.application, facts=own), context.vocabulary, context.day, context.law_days)
    rules = [
        _applying(d, n, status, context, bare, forces[d.id].status, with_values=with_values)
        for d, n, status in reaching(documents, context)
    ]
    return sorted(rules, key=_rank)


def joined_rules(of_each: Iterable[Iterable[ApplyingRule]]) -> tuple[ApplyingRule, ...]:
    """The rules that reach one of several cases, each once, in the same order."""
    rules: dict[str, ApplyingRule] = {}
    for rule in sorted((r for rules in of_each for r in rules), key=lambda r: r.reaches is not TRUE):
        rules.setdefault(rule.rule, rule)
    return tuple(sorted(rules.values(), key=_rank))


def reaching(documents: Iterable[Document], context: FactContext) -> Iterator[tuple[Document, ir.Norm, Status]]:
    """The rules of documents that reach the applicant or may, each with whether it does."""
    for document in documents:
        for norm in document.norms(context.application.matter):
            if norm.supports is None and not norm.pending:
                status = reaches(norm, context)
                if status is not FALSE:
                    yield document, norm, status


def _rank(rule: ApplyingRule) -> tuple[bool, bool, bool, bool]:
    away = rule.applies is FALSE
    return away and rule.decides, not rule.decides, away, rule.reaches is not TRUE


def _applying(
    document: Document,
    norm: ir.Norm,
    reach: Status,
    context: FactContext,
    bare: FactContext,
    force: ForceStatus,
    *,
    with_values: bool,
) -> ApplyingRule:
    """A rule. bare: the context without the ledger, in which only its place can make a condition fail."""
    clause = document.clauses[norm.clause]
    applies = evaluate(norm.condition, context).status
    here = applies if bare is context else evaluate(norm.condition, bare).status
    elsewhere = norm.effect is not ir.Effect.REQUIRE and here is FALSE
    return ApplyingRule(
        clause=norm.clause,
        document=document.title,
        quote=clause.quote,
        place=clause.place,
        rule=norm.id,
        effect=norm.effect,
        strength=norm.strength,
        decides=norm.decides,
        reaches=reach,
        of_the_place=not elsewhere,
        force=force,
        applies=UNKNOWN if norm.effect is ir.Effect.REQUIRE else applies,
        text=norm.text,
        reads=tuple(_required(norm, context, with_values=with_values)),
        readings=readings_in_use(document, norm.readings),
    )


def _required(norm: ir.Norm, context: FactContext, *, with_values: bool) -> Iterator[FactRequired]:
    """The facts that a rule reads and the question does not give; what is asked of a 镇街 needs the 镇街."""
    room = _room(norm, context) if with_values else None
    for fact in norm.reads:
        value, node = context.read(fact)
        if fact.term in _KNOWN and (value is not None or fact.term == "所在地"):
            continue
        now = None
        if with_values and value is not None and node.value is not None:
            observation = context.counting(fact)
            counted = room is not None and room[0] == fact
            now = CurrentValue(
                node.value,
                observation.as_at if observation is not None else "",
                room[1] if counted and room is not None else None,
            )
        term = context.vocabulary.facts[fact.term]
        by = BY.get(term.changed_by, Power.NOBODY)
        yield FactRequired(fact.term, node.of, term.provider, fact.period or "", now, by, term.changed_through)


# --- what is left below a cap ---------------------------------------------------------------------------------


def _room(norm: ir.Norm, context: FactContext) -> tuple[ir.Fact, str] | None:
    """What is left below a cap before anything is added, and the stock to which it is said; None where it is not known."""
    period, broken = unbounded(norm.condition)
    if period is not None and not period.covers(context.law_day(norm.document)):
        return None
    if norm.effect is not ir.Effect.CAP or not isinstance(broken, ir.Compare):
        return None
    stock = next((f for f in _facts(broken.left) if f.term != REQUESTED), None)
    facts = LayeredFacts({("申请", REQUESTED): (Observation(Decimal(0)),)}, context.application.facts)
    before = FactContext(replace(context.application, facts=facts), context.vocabulary, context.day, context.law_days)
    if stock is None or evaluate(broken, before).status is UNKNOWN:
        return None
    limit, there = _amount(broken.right, before), _amount(broken.left, before)
    if limit is None or there is None:
        return None
    # Multiplied by the denominator of a fraction: what is left are whole ones, and no part of one.
    times = ir.multiplier(broken)
    return stock, plain(limit - there if times == 1 else (limit - there) // times)


def _facts(expr: ir.Expr) -> Iterator[ir.Fact]:
    match expr:
        case ir.Fact():
            yield expr
        case ir.Scaled():
            yield expr.of
        case ir.Sum():
            for term in expr.terms:
                yield from _facts(term)


def _amount(expr: ir.Expr, context: FactContext) -> Decimal | None:
    """The exact value of an expression; None where a fact in it is not known."""
    match expr:
        case ir.Const():
            return expr.value
        case ir.Fact():
            value = context.read(expr)[0]
            return value if isinstance(value, Decimal) else None
        case ir.Scaled():
            value = context.read(expr.of)[0]
            return expr.factor.value * value if isinstance(value, Decimal) else None
        case ir.Sum():
            amounts = [_amount(t, context) for t in expr.terms]
            known = [a for a in amounts if a is not None]
            return sum(known, Decimal(0)) if len(known) == len(amounts) else None


# --- what the applicant hands in ------------------------------------------------------------------------------


def materials(rules: Iterable[ApplyingRule], vocabulary: Vocabulary) -> tuple[Material, ...]:
    """The facts that rules read and the applicant provides, with what proves each, once; 镇街 where one of a 镇街 is read."""
    named: dict[str, None] = {}
    for rule in rules:
        for fact in rule.reads:
            if fact.of in PLACED_BY and PLACED_BY[fact.of] != "所在地":
                named[PLACED_BY[fact.of]] = None
            if fact.provider == "申请人":
                named[fact.fact] = None
    terms = (vocabulary.facts[label] for label in named)
    return tuple(Material(t.label, t.provider, t.proof) for t in terms)
