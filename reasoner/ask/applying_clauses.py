"""Which clauses apply to a kind of institution that asks for a matter in a place: documents, rules, what touches the case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.backtranslate import condition
from policy_dsl.compiled import Document
from policy_dsl.vocabulary import NATION
from reasoner.ask.answer import Answer, ApplyingRule, DocumentStanding, TouchingClause
from reasoner.ask.applying_rules import applying_rules, joined_rules, materials, of_kind, reaching, supposed_application
from reasoner.ask.force_of_documents import ForceLook, readings_in_use
from reasoner.interpreter.applicability import Footing, Jurisdiction, jurisdiction, reaches
from reasoner.interpreter.condition_evaluation import FALSE, TRUE, UNKNOWN, FactContext
from reasoner.interpreter.contradictory_figures import contradiction_warnings, contradictions_in, without
from reasoner.interpreter.document_force import ForceStatus, law_days
from reasoner.interpreter.pending_clauses import pending_clauses
from reasoner.interpreter.touching_statements import bearing, statements_of, touching_statements
from reasoner.model.application import Application, Facts, LayeredFacts, SharedFacts
from reasoner.model.kinds import Status
from reasoner.model.messages import ENDED_STATEMENT, GOVERNS, NOT_EXAMINED
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Touching
from reasoner.survey.clause_search import readings_of


class Case(NamedTuple):
    """Such an institution in such a place asking for a matter on a day."""

    region: str | None
    """The code of the place."""
    kind: str | None
    """The kind of institution, by label; None: any."""
    matter: str
    """What is asked for, by label."""
    day: str
    """The day whose law is asked for."""
    values: Mapping[str, str] = {}
    """Other facts that the question gives, by label: 床位类别."""
    others: tuple[Mapping[str, str], ...] = ()
    """The same where the question gives further values of one of them (康复床和精神床): what applies to any is told."""

    @property
    def each(self) -> tuple[Case, ...]:
        """The case with each of the values."""
        return tuple(self._replace(values=v, others=()) for v in (self.values, *self.others))


def answer_of(base: RuleBase, case: Case, on_file: Facts | None = None) -> Answer:
    """Which clauses apply. on_file: the figures and determinations of the bureau's ledger for the place; None: no ledger."""
    first, *others = (_answer_of(base, c, on_file) for c in case.each)
    return _either(first, others) if others else first


def _either(first: Answer, others: Sequence[Answer]) -> Answer:
    """What applies by one of several answers to one question, each rule and clause once."""
    every = (first, *others)
    standings = [s for of in zip(*(a.documents for a in every), strict=False) for s in of]
    best = {s.id: s for s in sorted(standings, key=lambda s: _GOVERNS.index(s.governs), reverse=True)}
    return replace(
        first,
        documents=tuple(best[s.id] for s in first.documents if s.id in best),
        rules=joined_rules(a.rules for a in every),
        ended=joined_rules(a.ended for a in every),
        touching=tuple(dict.fromkeys(t for a in every for t in a.touching)),
        materials=tuple(dict.fromkeys(m for a in every for m in a.materials)),
        notes=tuple(dict.fromkeys(n for a in every for n in a.notes)),
    )


_GOVERNS: Final = (TRUE, UNKNOWN, FALSE)
"""From the surest: of a document that governs one of the cases it is told that it governs."""


def _answer_of(base: RuleBase, case: Case, on_file: Facts | None) -> Answer:
    context, contradictions = _context(base, case, on_file)
    application = context.application
    reach = jurisdiction(base, context)
    rules = applying_rules(reach.may_govern, context, reach.forces, with_values=on_file is not None)
    ended = applying_rules(
        (f.document for f in reach.lapsed if f.force.status is ForceStatus.ENDED),
        context,
        reach.forces,
        with_values=on_file is not None,
    )
    return Answer(
        region=case.region,
        type=case.kind,
        matter=case.matter,
        as_of=case.day,
        documents=tuple(_documents(reach, case.matter)),
        rules=tuple(rules),
        ended=tuple(ended),
        touching=(*_not_of_such(base, reach, context, [*rules, *ended]), *_touching(base, reach, application)),
        pending=tuple(pending_clauses(reach.may_govern, case.matter)),
        materials=materials(_live([*rules, *ended]), base.vocabulary),
        not_examined=NOT_EXAMINED,
        notes=contradictions,
    )


def reached_alike(base: RuleBase, case: Case, kinds: Iterable[str], on_file: Facts | None = None) -> list[list[str]]:
    """Kinds of institutions in groups that the same rules on the matter reach, with the same certainty."""
    alike: dict[tuple[tuple[str, Status], ...], list[str]] = {}
    vocabulary = base.vocabulary
    unsaid = [supposed_application(vocabulary, case.region, None, case.matter, case.day, c.values) for c in case.each]
    for kind in kinds:
        applications = (_with_ledger(of_kind(a, kind), on_file) for a in unsaid)
        rules = (reaching(base.held_for(case.region), FactContext(a, vocabulary, case.day)) for a in applications)
        alike.setdefault(tuple((norm.id, status) for of in rules for _, norm, status in of), []).append(kind)
    return list(alike.values())


def _context(base: RuleBase, case: Case, on_file: Facts | None) -> tuple[FactContext, tuple[str, ...]]:
    """What is known of a case, with the ledger where there is one: figures of it that cannot both be are unknown, as they are to
    a verdict, and what is to be said of them.
    """
    supposed = supposed_application(base.vocabulary, case.region, case.kind, case.matter, case.day, case.values)
    application = _with_ledger(supposed, on_file)
    contradictory = contradictions_in(base, application) if on_file is not None else ()
    if on_file is not None and contradictory:
        unknown = without(application, contradictory).facts
        keys = {key for excess in contradictory for key in (excess.part, excess.whole)}
        application = _with_ledger(supposed, SharedFacts({**on_file, **{key: unknown[key] for key in keys}}))
    warnings = tuple(contradiction_warnings(contradictory, base.vocabulary))
    days = law_days(base, application, case.day)
    return FactContext(application, base.vocabulary, case.day, days), warnings


def _with_ledger(application: Application, on_file: Facts | None) -> Application:
    return application if on_file is None else replace(application, facts=LayeredFacts(application.facts, on_file))


def _touching(base: RuleBase, reach: Jurisdiction, application: Application) -> Iterator[TouchingClause]:
    """What concerns the case without deciding it; of a plan whose period has ended with a word on that."""
    documents = base.held_for(application.region)
    spoken = touching_statements(documents, reach.forces, application, base.vocabulary)
    cited = reach.with_touching(spoken).touching
    ended = [
        replace(t, why=ENDED_STATEMENT.format(why=t.why, ends=f.document.ends))
        for f in reach.lapsed
        if f.force.status is ForceStatus.ENDED
        for t in statements_of(f.document.concerns(application.matter), application, base.vocabulary)
    ]
    for touching in (*cited, *ended):
        document = base.documents[touching.clause.partition("/")[0]]
        yield _touching_clause(touching, document, reach.forces[document.id].status)


def _not_of_such(
    base: RuleBase, reach: Jurisdiction, context: FactContext, rules: Iterable[ApplyingRule]
) -> Iterator[TouchingClause]:
    """Where no rule decides for such an institution: the clauses that decide the same matter for others, with the readings by
    which they do not reach it; those whose alternative would, where there are any.
    """
    if any(r.decides for r in rules):
        return
    matter = context.application.matter
    for document in base.held_for(context.application.region):
        force = reach.forces[document.id].status
        own = [n for n in document.norms(matter) if n.decides and n.supports is None and not n.pending]
        firsts = {n.clause: n for n in reversed(own) if reaches(n, context) is FALSE}
        for clause, norm in firsts.items():
            others = (n for n in document.all_norms if n.clause == clause and n.alternative_of and matter in n.matters)
            turning = dict.fromkeys(n.alternative_of for n in others if n.decides and reaches(n, context) is not FALSE)
            why = NOT_OF_SUCH.format(matter=matter, scope=_shortened(condition(norm.scope)))
            ended = force is ForceStatus.ENDED
            yield TouchingClause(
                clause,
                document.clauses[clause].quote,
                document.clauses[clause].place,
                ENDED_STATEMENT.format(why=why, ends=document.ends) if ended else why,
                document=document.title,
                readings=readings_in_use(document, [n for n in turning if n] or norm.readings),
                force=force,
            )


NOT_OF_SUCH: Final = "本条就{matter}写明的对象不含所问的机构({scope}的,本条才及于),不据以判断"
"""Why a clause that decides a matter for others does not decide it here."""
_SERVICES: Final = re.compile(r"机构未定点(\w+?)((?:并且机构未定点\w+?)+)(?=$|,|并且(?!机构未定点))")


def _shortened(scope: str) -> str:
    """A scope in which services that are not held stand in one list."""
    return _SERVICES.sub(lambda m: f"机构未定点{m[1]}{m[2].replace('并且机构未定点', '、')}中的任何一项", scope)


def _touching_clause(touching: Touching, document: Document, force: ForceStatus) -> TouchingClause:
    names = readings_of(document.clauses[touching.clause], ())
    used = [r.name for r in document.readings if r.name in names]
    return TouchingClause(
        touching.clause, touching.quote, touching.place, touching.why,
        document=document.title, readings=readings_in_use(document, used), force=force,
    )  # fmt: skip


def of_the_place(base: RuleBase, region: str, matters: Iterable[str], look: ForceLook) -> Iterator[TouchingClause]:
    """What documents say of a place by its name on some matters, whether they are in force or not, each clause once."""
    cited: set[str] = set()
    for document in base.held_for(region):
        spoken = sorted((p for m in matters for p in document.concerns(m)), key=lambda p: bearing(p[0].natures))
        for clause, concern in spoken:
            if region in concern.places and not concern.types and clause.clause not in cited:
                cited.add(clause.clause)
                force = look.on(document).status
                ended = force is ForceStatus.ENDED
                why = ENDED_STATEMENT.format(why=concern.why, ends=document.ends) if ended else concern.why
                touching = Touching(clause.clause, clause.quote, clause.place, why)
                yield _touching_clause(touching, document, force)


def _live(rules: list[ApplyingRule]) -> Iterator[ApplyingRule]:
    """The rules whose conditions are not already known to fail."""
    return (r for r in rules if r.applies is not FALSE)


def _documents(reach: Jurisdiction, matter: str) -> Iterator[DocumentStanding]:
    for footing in reach.footings:
        if footing.live:
            yield _standing(footing, matter)
    for document, why in reach.not_governing:
        yield DocumentStanding(document.title, document.id, FALSE, why, document.region == NATION)


def _standing(footing: Footing, matter: str) -> DocumentStanding:
    document = footing.document
    if footing.force.status is ForceStatus.UNKNOWN:
        kind, governs = "force", UNKNOWN
    elif footing.reach is TRUE:
        kind, governs = "true", TRUE
    else:
        kind, governs = "reach", UNKNOWN
    why = GOVERNS[kind].format(matter=matter, period=_period(document.starts, document.ends))
    return DocumentStanding(document.title, document.id, governs, why, document.region == NATION)


def _period(starts: str, ends: str) -> str:
    begins = f"自{starts}起施行" if starts else "施行日期未载明"
    return f"{begins},{f'至{ends}' if ends else '未载明截止日期'}"
