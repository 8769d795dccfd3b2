"""What the bureau's ledger says on a day: the state of each value, and which restrictions it touches in which place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_dsl.ir import RESTRICTING
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.condition_evaluation import FactContext, evaluate
from reasoner.interpreter.document_force import force_on
from reasoner.interpreter.fact_warnings import STALE_YEARS
from reasoner.interpreter.turning_points import facts_of
from reasoner.ledger.entries import LedgerEntry
from reasoner.ledger.ledger_report import LedgerRow, TouchedClause
from reasoner.model.application import Application, FactKey, Observation, show
from reasoner.model.kinds import Status
from reasoner.model.rule_base import RuleBase


def rows(base: RuleBase, ledger: Sequence[LedgerEntry], day: str) -> list[LedgerRow]:
    """Each value with its state on the day, as people read it."""
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
                state=entry.state(day, limit),
            )
        )
    return listed


def touched(base: RuleBase, ledger: Sequence[LedgerEntry], day: str, reader: Reader) -> Iterator[TouchedClause]:
    """The restrictions that turn on regional figures alone, for each place of the ledger whose figures settle them."""
    facts: dict[FactKey, tuple[Observation, ...]] = {}
    for entry in ledger:
        facts[entry.key] = tuple(sorted((*facts.get(entry.key, ()), entry.observation), key=lambda o: o.as_at))
    regions = base.vocabulary.regions
    places = {
        subject for subject, _ in facts if subject in regions and regions[subject].level not in ("province", "nation")
    }
    for place in sorted(places):
        inside = regions[place].members[0] if regions[place].level == "area" else place
        region, roles = reader.place(inside)
        application = Application("台账", "", day, region, roles, facts)
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
