"""What is done, recorded: called by whatever changes something, in the transaction of the change, as its last step.

An entry is there when the change is there, and never otherwise. Pages that are only read are not recorded.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from django.db import transaction

from policy_dsl.ir import JsonValue, to_data
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.recording import recorder_on
from reasoner.driver.window.cases import Judged
from reasoner.model.rule_base import RuleBase
from reasoner.office.office_clock import CLOCK
from reasoner.office.record_models import RecordedLetter, RecordEntry
from reasoner.office.record_store import TableStore
from reasoner.record.log_entry import Draft, Entry
from reasoner.record.recording import (
    DECISION,
    LETTER,
    VERDICT,
    IssuedLetter,
    Recorder,
    Reference,
    draft_without_numbers,
    issued_letter,
)
from reasoner.record.store import append

STORE: Final = TableStore()
"""The record of this office."""


def note(kind: str, payload: Mapping[str, JsonValue], by: str) -> None:
    """Record anything that is done: a sign-in, a review, values that were taken in. Its texts are kept without numbers of persons.

    by: who did it; empty: the one person of a window without accounts. Raises Faults (U205) where the key cannot be had.
    """
    added([draft_without_numbers(kind, by, payload)])


def added(drafts: Sequence[Draft]) -> tuple[Entry, ...]:
    """The entries of what is to be recorded."""
    entries = append(STORE, drafts, lambda: os.urandom(16).hex(), lambda: CLOCK.wall()) if drafts else ()
    if entries:
        CLOCK.recorded(entries[-1].at)
    return entries


@lru_cache(maxsize=1)
def _recorder_of(base: RuleBase) -> Recorder:
    return recorder_on(STORE, "")


def verdicts(judged: Sequence[Judged], by: str) -> tuple[Entry, ...]:
    """Record verdicts, by the rule base in use; the entries."""
    entries = _recorder_of(rule_base()).by(by).record(judged)
    if entries:
        CLOCK.recorded(entries[-1].at)
    return entries


def decision(made: object, data: Mapping[str, JsonValue], verdict: int | None, by: str) -> int:
    """Record a decision; the number of its entry.

    made: the decision, of which `data` is what the form said. verdict: the number of the entry of the verdict beside which it
    was made; None: that verdict was given before there was a record.
    """
    plain = to_data(made)
    assert isinstance(plain, dict)
    payload: dict[str, JsonValue] = {"application": str(plain["application"]), "decision": plain}
    named = _reference(verdict, VERDICT)
    if named is None:
        payload["form"] = dict(data)
    else:
        payload["verdict"] = to_data(named)
    (entry,) = added([draft_without_numbers(DECISION if named is not None else DECIDED_BEFORE, by, payload)])
    return entry.n


DECIDED_BEFORE: Final = "对先前研判的决定"
"""A decision beside a verdict that was given before there was a record."""


class Letter(NamedTuple):
    """A letter that is about to be given out."""

    issued: IssuedLetter
    verdict: int | None
    """The number of the entry of its verdict; None: there is none."""
    decision: int | None
    """The number of the entry of the decision that it tells; None: there is none."""


def letter(given: Letter, by: str) -> None:
    """Record a letter by its digest, and keep it as it was given out; the same letter again is recorded once."""
    verdict, issued = _reference(given.verdict, VERDICT), given.issued
    if verdict is None:
        return
    draft = issued_letter(issued, verdict, _reference(given.decision, DECISION))
    with transaction.atomic():
        if RecordedLetter.objects.filter(about=issued.application, content=issued.content).exists():
            return
        (entry,) = added([draft_without_numbers(LETTER, by, draft)])
        RecordedLetter.objects.create(entry=entry.n, about=issued.application, name=issued.name, content=issued.content)


def _reference(n: int | None, kind: str) -> Reference | None:
    """How an entry of a kind is named by its number; None: there is none."""
    kept = RecordEntry.objects.filter(pk=n, kind=kind)
    digest = None if n is None else kept.values_list("digest", flat=True).first()
    return None if n is None or digest is None else Reference(n, digest)
