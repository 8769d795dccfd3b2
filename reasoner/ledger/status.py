"""What the bureau's ledger says on a day: the state of each value, and which restrictions it touches in which place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from policy_dsl.ir import RESTRICTING
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.condition_evaluation import FactContext, evaluate
from reasoner.interpreter.contradictory_figures import without
from reasoner.interpreter.document_force import force_on
from reasoner.interpreter.fact_warnings import STALE_YEARS
from reasoner.interpreter.turning_points import facts_of
from reasoner.ledger.entries import LedgerEntry
from reasoner.ledger.ledger_report import LedgerRow, TouchedClause
from reasoner.model.application import Application, FactKey, Observation, show
from reasoner.model.consistency import Excess, around_roles, excesses
from reasoner.model.kinds import Status
from reasoner.model.rule_base import RuleBase

CONTRADICTORY: Final = "数值矛盾"
"""The state of a figure that cannot be beside another one of the same day."""


def contradictions(base: RuleBase, ledger: Sequence[LedgerEntry], reader: Reader) -> tuple[Excess, ...]:
    """The figures of a ledger that cannot both be: a part above its whole, a district above its city."""
    vocabulary, facts = base.vocabulary, _facts(ledger)
    labels: dict[str, list[str]] = {}
    for subject, label in sorted(facts):
        if label in vocabulary.limited:
            labels.setdefault(subject, []).append(label)
    every: dict[Excess, None] = {}
    for region, roles in _places(base, labels, reader).values():
        around = around_roles(Application("台账", "", "", region, roles, facts))
        keys = [(place, label) for place in around for label in labels.get(place, ())]
        every |= dict.fromkeys(excesses(facts, keys, around, vocabulary))
    return tuple(every)


def _facts(ledger: Iterable[LedgerEntry]) -> dict[FactKey, tuple[Observation, ...]]:
    facts: dict[FactKey, tuple[Observation, ...]] = {}
    for entry in ledger:
        facts[entry.key] = tuple(sorted((*facts.get(entry.key, ()), entry.observation), key=lambda o: o.as_at))
    return facts


def _places(base: RuleBase, subjects: Iterable[str], reader: Reader) -> dict[str, tuple[str, Mapping[str, str | None]]]:
    """Of each place among some subjects, below a province, a region that lies in it and what words for places mean there."""
    regions = base.vocabulary.regions
    places = sorted({s for s in subjects if s in regions and regions[s].level not in ("province", "nation")})
    return {p: reader.place(regions[p].members[0] if regions[p].level == "area" else p) for p in places}


def rows(
    base: RuleBase, ledger: Sequence[LedgerEntry], day: str, contradictory: Iterable[Excess] = ()
) -> list[LedgerRow]:
    """Each value with its state on the day, as people read it. contradictory: its figures that cannot both be."""
    impossible = {(key, e.as_at) for e in contradictory for key in (e.part, e.whole)}
    limit = f"{int(day[:4]) - STALE_YEARS:04d}{day[4:]}"
    regions, documents = base.vocabulary.regions, base.documents
    listed: list[LedgerRow] = []
    for entry in ledger:
        (subject, label), observation = entry.key, entry.observation
        name = subject.partition(":")[2] or subject
        listed.append(
            LedgerRow(
                about=regions[subject].name
                if subject in regions
                else documents[name].title
                if name in documents
                else name,
                label=label,
                value=show(observation.value, base.vocabulary.facts[label]),
                as_at=observation.as_at,
                source=observation.provenance.words,
                confirmed_by=observation.provenance.confirmed_by,
                valid_until=observation.provenance.valid_until,
                state=CONTRADICTORY if (entry.key, observation.as_at) in impossible else entry.state(day, limit),
            )
        )
    return listed


def touched(
    base: RuleBase, ledger: Sequence[LedgerEntry], day: str, reader: Reader, contradictory: Iterable[Excess] = ()
) -> Iterator[TouchedClause]:
    """The restrictions that turn on regional figures alone, for each place of the ledger whose figures settle them.

    contradictory: its figures that cannot both be, which settle nothing.
    """
    facts, contradictory = _facts(ledger), tuple(contradictory)
    regions = base.vocabulary.regions
    for place, (region, roles) in _places(base, {subject for subject, _ in facts}, reader).items():
        application = without(Application("台账", "", day, region, roles, facts), contradictory)
        context = FactContext(application, base.vocabulary, day)
        for document in base.documents.values():
            if document.region not in base.vocabulary.around(region):
                continue
            if force_on(document, day, application, base.vocabulary).out:
                continue
            norms = {n.id: n for m in document.regulates for n in document.norms(m) if n.effect in RESTRICTING}
            for norm in norms.values():
                subjects = [(roles.get(role), label) for role, label, _ in facts_of(norm.condition)]
                if not any(r == place and label != "所在地" for r, label in subjects):
                    continue
                if any(r is None or r not in regions for r, _ in subjects):
                    continue
                status = evaluate(norm.condition, context).status
                if status is not Status.UNKNOWN:
                    clause = document.clauses[norm.clause]
                    yield TouchedClause(
                        region=regions[place].name,
                        clause=norm.clause,
                        document=document.title,
                        place=clause.place,
                        quote=clause.quote,
                        text=norm.text,
                        holds=status is Status.TRUE,
                    )
