"""What the bureau's ledger says on a day: the state of each value, and which restrictions it touches in which place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reasoner.held import Held
from reasoner.intake.forms import FactKey
from reasoner.intake.read import Reader as Intake
from reasoner.interpreter.boundaries import facts_of
from reasoner.interpreter.force import IN_FORCE, force_on
from reasoner.interpreter.interpret import FactContext, evaluate
from reasoner.interpreter.warnings import STALE_YEARS
from reasoner.model.application import Application, Observation, show
from reasoner.model.rule_base import RuleBase

_RESTRICTING = ("prohibit", "control", "cap")


def rows(base: RuleBase, ledger: Sequence[Held], day: str) -> list[dict[str, str]]:
    """Each value with its state on the day, as people read it."""
    limit = f"{int(day[:4]) - STALE_YEARS:04d}{day[4:]}"
    regions, documents = base.vocabulary.regions, base.documents
    found = []
    for held in ledger:
        subject, label = held.key
        name = subject.partition(":")[2] or subject
        about = regions[subject].name if subject in regions else documents[name].title if name in documents else name
        value = show(held.observation.value, base.vocabulary.facts[label])
        found.append({
            "对象": about, "名称": label, "数值": value, "时点": held.observation.as_at, "来源": held.source,
            "确认人": held.confirmed_by, "有效期至": held.until, "状况": held.state(day, limit),
        })  # fmt: skip
    return found


def touched(base: RuleBase, ledger: Sequence[Held], day: str, intake: Intake) -> Iterator[dict[str, Any]]:
    """The restrictions that turn on regional figures alone, for each place of the ledger whose figures settle them."""
    facts: dict[FactKey, tuple[Observation, ...]] = {}
    for held in ledger:
        facts[held.key] = tuple(sorted((*facts.get(held.key, ()), held.observation), key=lambda o: o.as_at))
    regions = base.vocabulary.regions
    places = {subject for subject, _ in facts if subject in regions and regions[subject].level != "province"}
    for place in sorted(places):
        inside = regions[place].members[0] if regions[place].level == "area" else place
        region, roles = intake.place(inside)
        application = Application("台账", "", day, region, roles, facts)
        reader = Reader(application, base.vocabulary, day)
        for document in base.documents.values():
            if document.region not in base.vocabulary.chain(region):
                continue
            if force_on(document, day, application).status != IN_FORCE:
                continue
            norms = {n.id: n for m in document.regulates for n in document.norms(m) if n.effect in _RESTRICTING}
            for norm in norms.values():
                read = [(roles.get(role), label) for role, label, _ in facts_of(norm.condition)]
                if not any(r == place and label != "所在地" for r, label in read):
                    continue
                if any(r is None or r not in regions for r, _ in read):
                    continue
                status, _ = evaluate(norm.condition, reader)
                if status != "unknown":
                    cited = document.citation(norm.clause)
                    yield {
                        "region": regions[place].name, "clause": norm.clause, "document": document.title,
                        "place": cited["place"], "quote": cited["quote"], "text": norm.text, "holds": status == "true",
                    }  # fmt: skip
