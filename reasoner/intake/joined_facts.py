"""Entries of 指标 and 认定 put beside the facts that are known already; no fact is given twice for the same 时点."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from policy_dsl.vocabulary import Term
from reasoner.intake.diagnostics_collector import Complaints, Unreadable
from reasoner.intake.item_schemas import Entry, PartialKey, partial_keys, where
from reasoner.intake.places import Places
from reasoner.model.application import FactKey, Observation, SharedFacts, show

FactTable = dict[FactKey, tuple[Observation, ...]]
Entries = dict[tuple[FactKey, str], Entry]
"""Entries by fact and 时点, of which there may be one each."""

JUDGED: Final = "有权机关认定"
"""The provider of what must be determined."""
MOST_PERIODS: Final = 400
"""Of one fact: monthly figures of thirty years. Each application holds its own list where it adds to the shared one."""


class Joining:
    """Adds the entries of an input's lists to facts; `shared` are the facts that all applications of the input have."""

    def __init__(self, terms: Mapping[str, Term], places: Places, complaints: Complaints) -> None:
        self._terms, self._places, self._complaints = terms, places, complaints
        self.shared = SharedFacts()
        self._shared_entries: Entries = {}

    def share(self, entries: Iterable[Entry]) -> None:
        """Add the entries of the lists that all applications share."""
        self._shared_entries = self.join(entries, self.shared)

    def leave_out(self, keys: Collection[PartialKey]) -> None:
        """Hold nothing of some facts: what was said of them is not to be believed."""
        for key in [k for k in self.shared if any(partial in keys for partial in partial_keys(k))]:
            del self.shared[key]

    def join(self, entries: Iterable[Entry], facts: FactTable) -> Entries:
        """Add entries to facts; the same fact for the same 时点 twice is a fault (F131), even if equal."""
        known: Entries = {}
        grown: dict[FactKey, dict[str, Observation]] = {}
        for entry in entries:
            key, observation = entry.key, entry.observation
            so_far = grown.get(key)
            if so_far is None:
                before = facts.get(key) or self.shared.get(key)
                if before is None:
                    facts[key] = (observation,)
                    known[key, observation.as_at] = entry
                    continue
                so_far = grown[key] = {o.as_at: o for o in before}
            first = so_far.get(observation.as_at)
            if first is not None:
                earlier = known.get((key, first.as_at)) or self._shared_entries.get((key, first.as_at))
                bad = self._twice(where(earlier.place) if earlier else key[0], first, entry)
                self._complaints.add(where(entry.place), bad)
            elif len(so_far) == MOST_PERIODS:
                message = f"「{key[1]}」({self._places.called(key[0])})的数据过多"
                hint = "只留需要的时点"
                bad = Unreadable("F102", message, allowed=f"至多{MOST_PERIODS}个时点", hint=hint)
                self._complaints.add(where(entry.place), bad)
            else:
                so_far[observation.as_at] = observation
                known[key, observation.as_at] = entry
        for key, observations in grown.items():
            facts[key] = tuple(observations[when] for when in sorted(observations))
        return known

    def _twice(self, given: str, first: Observation, second: Entry) -> Unreadable:
        subject, label = second.key
        term = self._terms.get(label)
        when = second.observation.as_at or "未写时点"
        if term is not None and term.provider == JUDGED and _differ(first, second.observation):
            return self._contradiction(first, given, second)
        message = (
            f"「{label}」({self._places.called(subject)},{when})在「{given}」已给出:{show(first.value, term)},"
            f"此处又给出:{show(second.observation.value, term)}"
        )
        return Unreadable("F131", message, hint="只留一个;不同日期的数据写明时点")

    def _contradiction(self, first: Observation, given: str, second: Entry) -> Unreadable:
        """Two determinations of one thing that say different things, of which nothing says which is the later (F152)."""
        subject, label = second.key
        term = self._terms.get(label)
        now = second.observation
        message = (
            f"「{label}」({self._places.called(subject)})的两项认定不一致:「{given}」为{_determined(first, term)},"
            f"此处为{_determined(now, term)}"
        )
        allowed = "一项,或者日期不同的几项(以后作出的为准)"
        return Unreadable("F152", message, allowed=allowed, hint="核对认定文件,只留有效的一项,或者写明各自的日期")


def _differ(first: Observation, second: Observation) -> bool:
    """Whether two determinations say different things."""
    return (first.value, first.starts, first.ends) != (second.value, second.starts, second.ends)


def _determined(made: Observation, term: Term | None) -> str:
    """A determination in words: 是(日期2024-02-01,自2023-01-01,至2027-12-31,机关某局)."""
    organs = "、".join(made.provenance.determined_by)
    parts = (("日期", made.as_at or "未写"), ("自", made.starts), ("至", made.ends), ("机关", organs))
    return f"{show(made.value, term)}({','.join(f'{name}{text}' for name, text in parts if text)})"
