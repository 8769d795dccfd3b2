"""Random applications before rules: facts known, stated unknown, or not given, dated before and after the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from hypothesis import strategies as st

from policy_dsl import ir
from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.condition_evaluation import FactRef
from reasoner.interpreter.contradictory_figures import without
from reasoner.interpreter.turning_points import facts_of
from reasoner.model.application import Application, Observation, Provenance, Value, counting, period_end
from reasoner.model.consistency import around_roles, excesses

from .rule_menu import contradicts, domain

TOWN = "镇街:某镇"
_DATES = ("", "", "2022", "2023-12", "2024-03-31")
_LATER = ("2024-06-30", "2030")


def keys_of(norms: Iterable[ir.Norm]) -> list[FactRef]:
    """The facts that norms read, places aside, each once."""
    keys = dict.fromkeys(k for n in norms for cond in (n.scope, n.condition) for k in facts_of(cond))
    return [k for k in keys if k[1] not in ("所在地", "类型", "事项")]


@st.composite
def applications(
    draw: st.DrawFn,
    vocabulary: Vocabulary,
    matter: str,
    kind: str,
    day: str,
    places: Mapping[str, Mapping[str, str | None]],
    keys: Sequence[FactRef],
    values: Callable[[Vocabulary, str], tuple[Value, ...]] = domain,
) -> Application:
    """An application from one of some places (codes with what the words for places mean there), with facts of these keys."""
    code = draw(st.sampled_from(sorted(places)))
    roles = {**places[code], "所在镇街": draw(st.sampled_from((TOWN, TOWN, None)))}
    facts: dict[tuple[str, str], tuple[Observation, ...]] = {("机构", "类型"): (Observation(kind),)}
    periods = {label: {p for _, other, p in keys if other == label} for _, label, _ in keys}
    for role, label, period in keys:
        subject = roles.get(role)
        if subject is None or (period is None and (subject, label) in facts):
            continue
        found = []
        for _ in range(draw(st.sampled_from((0, 1, 1, 1, 1, 2)))):
            value = draw(st.sampled_from((None, *values(vocabulary, label) * 2)))
            dated = draw(st.sampled_from(_DATES if draw(st.integers(0, 9)) else _LATER))
            if period is not None:
                # An undated forecast is one of every period; where rules read several, each has its own here.
                undated = "" if len(periods[label]) == 1 else period
                dated = draw(st.sampled_from((period, period, f"{period}-12-31", undated, "2019")))
            if all(o.as_at != dated for o in found) and not contradicts(vocabulary, matter, kind, label, value):
                found.append(Observation(value, dated, Provenance(source="来源")))
        if found:
            facts[subject, label] = (*facts.get((subject, label), ()), *found)
    whole = Application("随机", matter, day, code, roles, facts)
    # Figures that contradict each other are unknown, and what formulas say of them is that they cannot be.
    return without(whole, excesses(facts, facts, around_roles(whole), vocabulary))


def reading(application: Application, vocabulary: Vocabulary, day: str, key: FactRef) -> Value | None:
    """What is known under a key, said once more than the interpreter says it: None where nobody knows."""
    role, label, period = key
    subject = application.subject(role)
    if subject is None:
        return None
    term, matter = vocabulary.facts[label], application.matter
    given = application.facts.get((subject, label), ())
    if not given and (term.burden or (label == "已定点" and matter.startswith("新增") and "定点" in matter)):
        return () if term.multiple else False if term.datatype == "boolean" else ""
    seen = counting(given, day, period)
    return None if seen is None else seen.value


def alike(application: Application, day: str, pair: ir.Pair) -> bool:
    """Whether two known figures may be compared, said once more than the interpreter says it."""
    keys = [(application.subject(f.subject), f.term) for f in (pair.a, pair.b)]
    a, b = (counting(application.facts.get((s, term), ()) if s else (), day) for s, term in keys)
    if a is None or b is None:
        return True  # one is not known: the comparison is open, whatever this says
    days = {period_end(o.as_at) for o in (a, b)}
    match pair.likeness:
        case ir.Likeness.LATEST:
            return bool(a.as_at) == bool(b.as_at)
        case ir.Likeness.SAME_DAY:
            return len(days) == 1
        case _:
            return a.as_at == b.as_at
