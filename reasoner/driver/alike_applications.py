"""Applications of a batch that are alike in all on which a verdict can turn: what a workbook says of them is worked out once.

Alike are applications on one matter, at one place, with the same facts, received and judged on days on which the same
documents are in force; what an institution is called, and its addresses, no rule can read. A row that speaks of the day is
remembered for that day alone, and so is one of facts that bear a date: they grow old.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Hashable
from typing import Final, NamedTuple

import msgspec

from policy_dsl.numerals import period_words
from reasoner.batch.mutual_exclusion import GroupSearch
from reasoner.interpreter.contradictory_figures import contradictions_in
from reasoner.interpreter.judge import judge
from reasoner.interpreter.receipt import advised_places, facts_digest
from reasoner.model.application import Application, Facts, layers
from reasoner.model.rule_base import RuleBase
from reasoner.sheets.result_workbook import OWN, ResultRow, Results, called

MOST: Final = 8192
"""So many rows are remembered; then it begins anew."""
_OWNERS: Final = ("申请", "机构")
_PLACES: Final = frozenset(("所在地", "镇街"))
"""Texts by which an institution is placed; any other text no rule can read."""


class _Known(NamedTuple):
    """What was worked out for applications that are alike."""

    row: ResultRow
    """The row of the first of them."""
    limits: tuple[str, ...]
    """The norms that could keep one of them out beside others."""
    advised: tuple[str, ...]
    """The places that advice names."""


class Register:
    """The rows of a batch and the search for groups in it, filled one application after the other. day, only: as for `judge`."""

    def __init__(
        self, base: RuleBase, rows: Results, search: GroupSearch, day: str | None, only: frozenset[str] | None
    ) -> None:
        self._base, self._rows, self._search, self._day, self._only = base, rows, search, day, only
        self._known: dict[Hashable, _Known] = {}
        self._texts = {t.label for t in base.vocabulary.facts.values() if t.datatype == "text"} - _PLACES
        self._turns: dict[str | None, list[str]] = {}
        self._shared: list[Facts] = []
        """The shared figures by whose identity rows are remembered."""

    def add(self, application: Application) -> str:
        """Judge one application; the label of its outcome."""
        day = self._day or application.received
        any_day, this_day = self._keys(application, day)
        known = self._known.get(any_day) or self._known.get(this_day)
        if known is not None:
            base = self._base.for_case(day, application.received, self._only)[0]
            digest = facts_digest(base, application, known.advised, contradictions_in(base, application))
            self._rows.add_alike(application, day, digest, known.row)
            self._search.add_limited(application, day, known.limits)
            return known.row.label
        verdict = judge(self._base, application, self._day, self._only)
        row, limits = self._rows.add(application, verdict), self._search.add(application, verdict)
        texts = [cell for index, cell in enumerate(row.cells) if cell is not None and index not in OWN]
        names = [name for name in (application.id, called(application)) if name]
        if not any(name in text for name in names for text in texts):
            days = [word for d in (day, application.received) for word in (d, period_words(d))]
            key = this_day if any(word in text for word in days for text in texts) else any_day
            if len(self._known) >= MOST:
                self._known.clear()
            advised = advised_places(self._base, application, verdict.missing, verdict.changes)
            self._known[key] = _Known(row, limits, tuple(advised))
        return row.label

    def _keys(self, application: Application, day: str) -> tuple[Hashable, Hashable]:
        """What applications have in common that are alike on any day on which the same is in force, and on this day alone."""
        own, shared = layers(application.facts)
        if shared and not any(shared is kept for kept in self._shared):
            self._shared.append(shared)
        read = [(key, own[key]) for key in sorted(own) if key[0] not in _OWNERS or key[1] not in self._texts]
        roles = sorted({**application.roles, **application.apart}.items())
        whole = (application.matter, application.matter_written, roles, application.received_written, read)
        facts = hashlib.blake2b(msgspec.msgpack.encode(whole), digest_size=16).digest()
        received, region = application.received, application.region
        this_day = facts, region, id(shared), day, received
        left_to_former = any(d.transition for d in self._base.beside(region))  # it turns on the day of receipt itself
        if shared or left_to_former or any(o.as_at for _, observations in read for o in observations):
            return this_day, this_day
        return (facts, region, self._era(region, day), self._era(region, received), day == received), this_day

    def _era(self, region: str | None, day: str) -> int:
        """How many turns of the force of the documents of a place lie before a day."""
        turns = self._turns.get(region)
        if turns is None:
            documents = self._base.beside(region)
            # A document ends behind its last day, and before its year nothing is in force that bears no day.
            days = {d for of in documents for d in (of.starts, of.ends and f"{of.ends}~", str(of.year)) if d}
            days |= {of.repealed.on for of in documents if of.repealed is not None}
            turns = self._turns[region] = sorted(days)
        return bisect_right(turns, day)
