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


def input_warnings(own: Derivation) -> Iterator[str]:
    """What is said of 已定点 that names no service or one that is asked for, and of conditions found not to be met."""
    matter = own.vocabulary.matters.get(own.given["matter"], {})
    adds_to = matter.get("adds_to", "")
    held = own.counting(("机构", "已定点"), None)
    if held and held[0] is True and own.terms["已定点"].get("yes_no"):
        kind = "bare_yes" if adds_to else "bare_unknown"
        yield WARNINGS[kind].format(fact="已定点", matter=own.given["matter"], meant=adds_to)
    elif held and isinstance(held[0], tuple) and adds_to:
        for service in matter.get("adds", ()):
            if service in held[0]:
                yield WARNINGS["asked_twice"].format(fact="已定点", matter=own.given["matter"], value=service)
    conditions = own.counting(("机构", "符合定点条件"), None)
    if conditions and conditions[0] is False:
        yield WARNINGS["conditions"]


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
        if counted is None and "assumed" not in node:
            for raw, as_at, _ in own.facts.get((own.subjects.get(subject) or "", name), ()):
                written = "不详" if raw is None else own.show(name, raw)
                kind = "other_period" if period else "too_new"
                yield WARNINGS[kind].format(
                    fact=fact, value=written, as_at=as_at, day=own.day, period=_period_words(period)
                )


def _period_words(period: str | None) -> str:
    """A period as people write it."""
    return "".join(f"{int(n)}{mark}" for n, mark in zip((period or "").split("-"), "年月日", strict=False) if n)
