"""The audit of a record: integrity, completeness and the verdicts, told apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from reasoner.record.chain_check import MOST_FAULTS, ChainCheck, HeadCheck, LineFault
from reasoner.record.derivation import Derivations
from reasoner.record.head import Head
from reasoner.record.store import Record, Tail

_SHOWN: Final = 100

Progress = Callable[[int, int], None]
"""Told how many lines are done, of how many (0: not known)."""


class Integrity(msgspec.Struct, frozen=True):
    """Whether the lines are entries, each with its digest and chained to the one before it, in order."""

    holds: bool
    """Whether nothing is wrong."""
    count: int
    """How many faults there are."""
    unread: int
    """How many lines are no entries: whether they were verdicts nobody can say, and none of them was derived."""
    faults: tuple[LineFault, ...]
    """The first thousand."""


class Completeness(msgspec.Struct, frozen=True):
    """Whether the record still begins with what the heads exported before commit to."""

    holds: bool | None
    """Whether it does; None: no head was at hand, and the record cannot say."""
    heads: tuple[HeadCheck, ...]
    """Each head."""


class DerivedVerdicts(msgspec.Struct, frozen=True):
    """Whether the verdicts follow again from their facts by the rule bases they were made with, and the rest refers to them."""

    holds: bool | None
    """Whether nothing is false; None: none was derived, because that was not asked for, or because none could be."""
    verdicts: int
    """How many verdicts there are."""
    not_derived: int
    """How many could not be derived by this version of the program, which is no fault of theirs."""
    count: int
    """How many faults there are."""
    faults: tuple[LineFault, ...]
    """The first thousand."""


class AuditReport(msgspec.Struct, frozen=True):
    """What an audit says of a record, as `tiaoli audit --json` writes it."""

    record: str
    """What the record calls itself."""
    entries: int
    """How many lines it has."""
    first_at: str
    """When the first was recorded."""
    last_at: str
    """When the last was recorded."""
    head: Head | None
    """The head that it has now; None where a line is no entry."""
    integrity: Integrity
    """Whether it is whole."""
    completeness: Completeness
    """Whether it is complete."""
    verdicts: DerivedVerdicts
    """Whether its verdicts hold."""
    notes: tuple[LineFault, ...]
    """What is no fault and to be known: a clock that was set back, a torn line taken away, verdicts of another version."""

    @property
    def holds(self) -> bool:
        """Whether nothing is false."""
        return self.integrity.holds and self.completeness.holds is not False and self.verdicts.holds is not False


def audit(
    store: Record,
    heads: Sequence[tuple[str, Head]] = (),
    *,
    verdicts: bool = True,
    progress: Progress | None = None,
    total: int = 0,
) -> tuple[AuditReport, ChainCheck]:
    """Audit a record in one pass; the report, and the check with the hashes of all lines for proofs.

    heads: those exported before, with the names of their files. verdicts: whether they are derived again. total: how many
    lines there are, for the bar; 0: not known. Raises Faults (U204) where there is no record.
    """
    chain, derivations = ChainCheck(heads), Derivations(store, verdicts=verdicts)
    faults: list[LineFault] = []
    other: list[LineFault] = []
    count = not_derived = 0
    for line, _, entry in chain.entries(store.lines()):
        if entry is not None:
            derived = derivations.of(entry)
            count += bool(derived.faults)
            if derived.faults and len(faults) < MOST_FAULTS:
                faults += [LineFault(line, entry.n, fault) for fault in derived.faults]
            if derived.not_derived:
                not_derived += 1
                if len(other) < _SHOWN:
                    other.append(LineFault(line, entry.n, derived.not_derived))
        if progress is not None:
            progress(line, total)
    chain.end(store.beside(Tail(chain.lines, chain.last_digest)))
    notes = [*chain.notes, *other]
    if store.unfinished:
        message = "最后一行没有写完:写它的程序中断了,没有据以答复;下次记录时去掉并写明"
        notes.append(LineFault(chain.lines + 1, 0, message))
    beside = tuple(chain.heads())
    report = AuditReport(
        record=chain.record,
        entries=chain.lines,
        first_at=chain.first_at,
        last_at=chain.last_at,
        head=chain.head,
        integrity=Integrity(chain.fault_count == 0, chain.fault_count, chain.unread, tuple(chain.faults)),
        completeness=Completeness(all(h.holds for h in beside) if beside else None, beside),
        verdicts=DerivedVerdicts(
            holds=_hold(count, derivations.verdicts, not_derived, chain.unread, deriving=verdicts),
            verdicts=derivations.verdicts,
            not_derived=not_derived,
            count=count,
            faults=tuple(faults[:MOST_FAULTS]),
        ),
        notes=tuple(notes),
    )
    return report, chain


def _hold(faults: int, verdicts: int, not_derived: int, unread: int, *, deriving: bool) -> bool | None:
    """Whether the verdicts hold. faults: how many entries are false. unread: lines that may have been verdicts."""
    if faults:
        return False
    nothing_to_derive = verdicts == unread == 0
    return True if deriving and (nothing_to_derive or verdicts > not_derived) else None
