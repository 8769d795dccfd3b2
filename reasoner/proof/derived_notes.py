"""What the proof checker re-derives beside the outcome: planning standards with actual ratios, and warnings about facts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reasoner.model.messages import WARNINGS
from reasoner.proof.derivation import Derivation
from reasoner.proof.evaluator import digits, last_day, ledger_doubts
from reasoner.proof.plain_vocabulary import Data


def standards_of(governing: list[Data], own: Derivation) -> Iterator[Data]:
    """Planning standards with the actual ratio to two places; they decide nothing."""
    for document in governing:
        for clause, standard in [(c["clause"], s) for c in document["clauses"] for s in c.get("standards", ())]:
            (a, over), (b, under) = own.read(standard["over"]), own.read(standard["under"])
            if isinstance(a, Decimal) and isinstance(b, Decimal):
                fields = {
                    "clause": clause,
                    "name": standard["name"],
                    "standard": standard["shown"],
                    "over": over,
                    "under": under,
                }
                yield fields | {"actual": digits((a / b).quantize(Decimal("0.01"))) if b else None}


def fact_warnings(own: Derivation) -> Iterator[str]:
    """Old facts, undated forecasts, and values that could not be used on the day."""
    limit = f"{int(own.day[:4]) - 2:04d}{own.day[4:]}"
    for ref, node in own.read_nodes.items():
        subject, name, period = ref
        value, counted = own.read_values[ref]
        fact = f"{node['of']}的{name}"
        if counted and counted[1] and not period and last_day(counted[1]) < limit:
            yield WARNINGS["stale"].format(fact=fact, as_at=counted[1])
        if counted and period and not counted[1] and value is not None:
            yield WARNINGS["undated"].format(fact=fact, period=_period_words(period))
        yield from ledger_doubts(fact, node, own.day)
        key = (own.subjects.get(subject) or "", name)
        yield from authority_warnings(own, key, fact, node)
        made = [o for o in own.facts.get(key, ()) if not o[1] or last_day(o[1]) <= own.day]
        if counted is None and "assumed" not in node and not ("authority" in node and made):
            for raw, as_at, _ in own.facts.get(key, ()):
                written = "不详" if raw is None else own.show(name, raw)
                kind = "other_period" if period else "too_new"
                yield WARNINGS[kind].format(
                    fact=fact, value=written, as_at=as_at, day=own.day, period=_period_words(period)
                )


def authority_warnings(own: Derivation, key: tuple[str, str], fact: str, node: Data) -> Iterator[str]:
    """Determinations that counted without an organ, and those that did not count for the sake of theirs."""
    if "authority" not in node:
        return
    if node["value"] is not None and node.get("standing") == "unstated":
        yield WARNINGS["organ_unstated"].format(fact=fact)
    for made in own.facts.get(key, ()):
        standing = own.standing(key, made)
        if standing in ("other_organ", "excluded") and (not made[1] or last_day(made[1]) <= own.day):
            organs = made[2]["determined_by"]
            yield own.vocabulary.register.unused(fact, standing, organs, node["authority"])


def _period_words(period: str | None) -> str:
    """A period as people write it."""
    return "".join(f"{int(n)}{mark}" for n, mark in zip((period or "").split("-"), "年月日", strict=False) if n)
