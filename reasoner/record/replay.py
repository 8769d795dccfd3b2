"""What was judged, judged again by other rules: who comes out otherwise, by which clause, from what to what.

Judged again is the last verdict of the record on each application; one that was asked for as if it lay elsewhere is none.
The day is that of the verdict, or another that is asked for: a draft that begins next year decides nothing of last year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.formats import Day, DayOrEmpty
from reasoner.interpreter.judge import judge
from reasoner.model.application import Application
from reasoner.model.kinds import Outcome, Role
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict
from reasoner.record.derivation import KeptParts, Unreadable
from reasoner.record.kept_application import application_of
from reasoner.record.log_entry import BadLine, Entry, read_line
from reasoner.record.recording import VERDICT, VerdictPayload
from reasoner.record.store import Record

Progress = Callable[[int, int], None]
_LISTED: Final = 1000
_Counted = TypeVar("_Counted")


class DecidingClause(msgspec.Struct, frozen=True):
    """A clause that decides."""

    clause: str
    """Its address: `document/3.1.p2`."""
    document: str
    """The title of its document."""
    place: str
    """Its place in words."""
    quote: str
    """Its official text, verbatim."""


class Conclusion(msgspec.Struct, frozen=True):
    """What a verdict comes to."""

    outcome: Outcome
    """Its outcome."""
    label: str
    """The outcome in words."""
    clauses: tuple[DecidingClause, ...]
    """The clauses that decide."""


class Flip(msgspec.Struct, frozen=True):
    """An application that comes out otherwise, or on other grounds."""

    n: int
    """The number of the entry of the verdict."""
    application: str
    """The number of the application (编号)."""
    institution: str
    """The name of the institution; empty: not given."""
    matter: str
    """What is asked for."""
    region: str
    """The name of the place; empty: unknown."""
    day: Day
    """The day whose law was asked for when it was judged again."""
    before: Conclusion
    """What the recorded verdict comes to."""
    after: Conclusion
    """What it comes to now."""
    by: tuple[str, ...]
    """The addresses of the clauses that decide on one side alone."""


class FlipCount(msgspec.Struct, frozen=True):
    """How many come out otherwise in one way."""

    before: str
    """The label before."""
    after: str
    """The label after."""
    count: int
    """How many."""


class ClauseCount(msgspec.Struct, frozen=True):
    """How many come out otherwise by one clause."""

    clause: str
    """Its address."""
    document: str
    """The title of its document."""
    place: str
    """Its place in words."""
    count: int
    """How many."""


class Replay(msgspec.Struct, frozen=True):
    """A record judged again, as `tiaoli replay --json` writes it."""

    record: str
    """What the record calls itself."""
    since: DayOrEmpty
    """Verdicts recorded on this day and later; empty: from the first."""
    until: DayOrEmpty
    """Verdicts recorded on this day and earlier; empty: to the last."""
    as_of: DayOrEmpty
    """The day whose law was asked for; empty: that of each verdict."""
    documents: tuple[str, ...]
    """The documents of the draft, by id; none: today's rules alone."""
    judged: int
    """How many applications were judged again."""
    earlier: int
    """How many verdicts were left out because a later one on the same application followed."""
    elsewhere: int
    """How many were left out because they were asked for as if the institution lay elsewhere."""
    not_judged: tuple[str, ...]
    """What could not be judged again, a sentence each."""
    counts: tuple[FlipCount, ...]
    """The flips by outcome, the most frequent first."""
    clauses: tuple[ClauseCount, ...]
    """The flips by clause, the most frequent first."""
    flips: tuple[Flip, ...]
    """Who comes out otherwise, in the order of the record."""
    other_grounds: tuple[Flip, ...]
    """Who comes out the same by other clauses."""


def replay(
    store: Record,
    base: RuleBase,
    *,
    documents: tuple[str, ...] = (),
    as_of: str = "",
    since: str = "",
    until: str = "",
    progress: Progress | None = None,
) -> Replay:
    """Judge again by a rule base. documents: of a draft that is in it. as_of: the day; empty: that of each verdict.

    Raises Faults (U208) where a line is no entry.
    """
    run = _Replay(store, base, as_of)
    chosen = run.choose(since, until)
    done = 0
    for entry in run.entries():
        if chosen.get(run.key(entry)) == entry.n:
            done += 1
            run.judge(entry)
            if progress is not None:
                progress(done, len(chosen))
    return Replay(
        record=run.record, since=since, until=until, as_of=as_of, documents=documents, judged=run.judged,
        earlier=run.verdicts - run.elsewhere - len(chosen), elsewhere=run.elsewhere, not_judged=tuple(run.not_judged),
        counts=tuple(FlipCount(*pair, count) for pair, count in _most(run.counts)),
        clauses=tuple(ClauseCount(c.clause, c.document, c.place, n) for c, n in _most(run.clauses)),
        flips=tuple(run.flips), other_grounds=tuple(run.other_grounds),
    )  # fmt: skip


def _most(counter: Counter[_Counted]) -> list[tuple[_Counted, int]]:
    return sorted(counter.items(), key=lambda item: (-item[1], str(item[0])))


class _Replay:
    def __init__(self, store: Record, base: RuleBase, as_of: str) -> None:
        self._store, self._base, self._as_of = store, base, as_of
        self._parts = KeptParts(store)
        self.record = ""
        self.verdicts = self.elsewhere = self.judged = 0
        self.not_judged: list[str] = []
        self.counts: Counter[tuple[str, str]] = Counter()
        self.clauses: Counter[DecidingClause] = Counter()
        self.flips: list[Flip] = []
        self.other_grounds: list[Flip] = []

    def entries(self) -> Iterator[Entry]:
        """The verdicts of the record. Raises Faults (U208)."""
        for number, line in enumerate(self._store.lines(), 1):
            try:
                entry = read_line(line)
            except BadLine as why:
                hint = "先用 tiaoli audit 核对,查明原因"
                raise Faults([Diagnostic("U208", f"记录第{number}行", f"这一行{why}", hint=hint)]) from None
            if number == 1:
                self.record = str(entry.payload.get("record", ""))
            if entry.kind == VERDICT:
                yield entry

    def choose(self, since: str, until: str) -> dict[tuple[str, str], int]:
        """The last verdict on each application, by number and matter."""
        chosen: dict[tuple[str, str], int] = {}
        for entry in self.entries():
            if (since and entry.at[:10] < since) or (until and entry.at[:10] > until):
                continue
            self.verdicts += 1
            application = entry.payload.get("application")
            if isinstance(application, dict) and application.get("under"):
                self.elsewhere += 1
            else:
                chosen[self.key(entry)] = entry.n
        return chosen

    @staticmethod
    def key(entry: Entry) -> tuple[str, str]:
        """By what an application is known: its number and matter."""
        application = entry.payload.get("application")
        if not isinstance(application, dict):
            return "", ""
        return str(application.get("id", "")), str(application.get("matter", ""))

    def judge(self, entry: Entry) -> None:
        """Judge one again, and note what came of it."""
        try:
            payload = msgspec.convert(dict(entry.payload), VerdictPayload)
            layer = self._parts.layer(payload.application.shared, "", self._base)
            application = application_of(payload.application, layer, self._base.vocabulary)
            only = None if payload.verdict.only is None else frozenset(payload.verdict.only)
            after = judge(self._base, application, self._as_of or payload.verdict.as_of, only, advise=False)
        except Unreadable as why:
            self._not_judged(entry, str(why))
            return
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, ArithmeticError):
            self._not_judged(entry, "所记的申请用现在的词汇不能再研判")
            return
        self.judged += 1
        self._compare(entry, application, payload.verdict, after)

    def _not_judged(self, entry: Entry, why: str) -> None:
        if len(self.not_judged) < _LISTED:
            self.not_judged.append(f"第{entry.n}条({self.key(entry)[0]}):{why}")

    def _compare(self, entry: Entry, application: Application, verdict: Verdict, again: Verdict) -> None:
        before, after = _conclusion(verdict), _conclusion(again)
        old, new = ({c.clause: c for c in side.clauses} for side in (before, after))
        differing = {k: c for k, c in (old | new).items() if (k in old) != (k in new) or old[k].quote != new[k].quote}
        if before.outcome == after.outcome and not differing:
            return
        region = application.region or ""
        regions = self._base.vocabulary.regions
        named = application.facts.get(("机构", "名称"), ())
        flip = Flip(
            n=entry.n,
            application=verdict.application,
            institution=named[-1].value if named and isinstance(named[-1].value, str) else "",
            matter=verdict.matter,
            region=regions[region].name if region in regions else region,
            day=again.as_of,
            before=before,
            after=after,
            by=tuple(differing),
        )
        if before.outcome == after.outcome:
            self.other_grounds.append(flip)
            return
        self.flips.append(flip)
        self.counts[before.label, after.label] += 1
        self.clauses.update(differing.values())


def _conclusion(verdict: Verdict) -> Conclusion:
    """What a verdict comes to; of a clause cited for several rules once."""
    decisive = {c.clause: c for c in verdict.citations if c.role is Role.DECISIVE}
    clauses = tuple(DecidingClause(c.clause, c.document, c.place, c.quote) for c in decisive.values())
    return Conclusion(verdict.outcome, verdict.label, clauses)
