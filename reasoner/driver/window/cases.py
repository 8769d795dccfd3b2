"""One application: judged from plain data with the bureau's ledger, told in sentences, kept and read again."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.reading import status_words
from policy_dsl.vocabulary import Term
from reasoner.driver import current_rule_base
from reasoner.driver.current_rule_base import as_day, rule_base
from reasoner.explain import Background, Explanation, explain, facility_fact
from reasoner.explain.background import background
from reasoner.explain.missing_sentences import TITLES, provider_of
from reasoner.explain.next_step import key_fact, named, next_steps, short_label
from reasoner.explain.proof_text import source_words
from reasoner.explain.reading_sentences import becomes, nothing_changes
from reasoner.intake.loaded_data import Loaded
from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.judge import judge
from reasoner.interpreter.other_exemptions import exemptions_elsewhere
from reasoner.ledger.entries import Ledger, LedgerEntry, read_ledger
from reasoner.letters.decision_day import doubted_now, other_law
from reasoner.model.application import Application, FactKey, GivenFact, Observation, Provenance, Value
from reasoner.model.kinds import Outcome
from reasoner.model.place_binding import TOWN, bind_roles
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import ReadingEntry, ReadingOutcome, Verdict, encode, in_its_versions, verdict_from_data

Plain = Mapping[str, object]
"""Plain data with the keys of CONTRACT §1."""
LEDGER: Final = "本单位台账"
"""What messages call the ledger."""


class Judged(NamedTuple):
    """An application with the verdict on it."""

    application: Application
    verdict: Verdict


class Summary(NamedTuple):
    """What a list says of a case."""

    number: str
    facility: str
    kind: str
    place: str
    matter: str
    as_of: str
    outcome: str
    label: str
    short: str
    steps: str
    """What the desk does next, joined by 、."""
    key_fact: str
    waits: tuple[tuple[str, str, str, str], ...] = ()
    """The facts of places, of towns and documents for which it waits: whom each is asked of, its name in words, its label, of whom."""


def application(data: object, ledger: Plain, of_day: str | None = None, name: str = "") -> Application:
    """The one application of plain data, with what the ledger has for its city. Raises Faults with every fault."""
    (read,) = current_rule_base.reader().read(Loaded(data, name), of_day)
    return with_ledger(read, ledger)


def with_ledger(read: Application, ledger: Plain) -> Application:
    """An application with what the ledger has for its city. Raises Faults: those of the ledger, S131 a clash."""
    values = ledger_entries(ledger, [read])
    if not values:
        return read
    drawn = Ledger(values, rule_base())
    clashes = drawn.clashes(read)
    if clashes.all:
        raise Faults(clashes.all)
    return drawn.draw(read)


def ledger_entries(ledger: Plain, applications: Sequence[Application] = ()) -> tuple[LedgerEntry, ...]:
    """The entries of a ledger in plain data. Raises Faults with every fault of it."""
    return checked_entries({**ledger}, LEDGER, (), applications) if any(ledger.values()) else ()


def checked_entries(
    data: object,
    name: str,
    faults: Sequence[Diagnostic],
    applications: Sequence[Application] = (),
    named: Callable[[Sequence[Diagnostic]], Iterable[Diagnostic]] = tuple,
) -> tuple[LedgerEntry, ...]:
    """The entries of a ledger of which every one is sound. Raises Faults with every fault."""
    reader = current_rule_base.reader()
    reading = read_ledger(data, name, faults, reader, applications, lambda places: [None] * len(places), named)
    if reading.faults:
        raise Faults(reading.faults)
    return reading.entries


def judged(data: object, ledger: Plain, as_of: str = "", *, name: str = "") -> Verdict:
    """The verdict on the one application of plain data, with the readings that could change it. Raises Faults."""
    return judged_with(data, ledger, as_of, name=name).verdict


def judged_with(data: object, ledger: Plain, as_of: str = "", *, name: str = "") -> Judged:
    """The same with the application as it was read. Raises Faults."""
    of_day = day(as_of)
    read = application(data, ledger, of_day, name)
    return Judged(read, verdict_on(read, of_day))


def day(written: str) -> str | None:
    """A day as people write it, in canonical form; None for nothing. Raises Faults."""
    return as_day(written or None)


def verdict_on(read: Application, of_day: str | None, *, readings: bool = True) -> Verdict:
    """The verdict on an application, with or without the readings that could change it."""
    base = rule_base()
    verdict = judge(base, read, of_day)
    return with_readings(base, read, verdict) if readings else verdict


@lru_cache(maxsize=1)
def _background_of(base: RuleBase) -> Background:
    return background(base)


def warm() -> None:
    """Judge an application, keep its verdict and read it again, so that no page waits for what is made once for all verdicts."""
    from reasoner.driver.judging import DEMO

    given = msgspec.json.decode(DEMO.read_bytes())
    summary(completed(packed(verdict_on(application(given, {}), None, readings=False))))


def explained(verdict: Verdict) -> Explanation:
    """A verdict in sentences."""
    base = rule_base()
    return explain(verdict, _background_of(base), exemptions_elsewhere(base, verdict))


def summary(verdict: Verdict, explanation: Explanation | None = None) -> Summary:
    """What a list says of it."""
    words = explanation or explained(verdict)
    head = words.head
    steps = "、".join(next_steps(verdict))
    return Summary(
        verdict.application, head.facility, head.kind, head.place, verdict.matter, verdict.as_of, verdict.outcome.value,
        verdict.label, short_label(verdict), steps, key_fact(verdict, words), tuple(_waits(verdict)),
    )  # fmt: skip


def _waits(verdict: Verdict) -> Iterator[tuple[str, str, str, str]]:
    for missing in verdict.missing if verdict.outcome is Outcome.UNDETERMINED else ():
        if missing.of not in ("申请", "机构"):
            yield TITLES.get(provider_of(missing), provider_of(missing)), named(missing), missing.fact, missing.of


def reading_becomes(reading: ReadingOutcome, verdict: Verdict) -> str:
    """What becomes of a verdict under the alternative of a reading."""
    return becomes(reading, verdict)


def unchanged_by_readings(verdict: Verdict) -> str:
    """That no alternative reading changes the outcome, with how many cannot be tried."""
    return nothing_changes(verdict)


def standing_of(reading: ReadingEntry) -> str:
    """How a reading that a verdict names stands by now, in words."""
    return status_words(rule_base().confirmed_readings.get((reading.document, reading.reading)))


def doubted(verdict: Verdict) -> tuple[str, ...]:
    """The readings on which a verdict turns and that somebody doubts: each with who doubts it and since when."""
    return doubted_now(rule_base(), verdict)


def law_of_another_day(verdict: Verdict, decided_on: str, today: str) -> tuple[str, ...]:
    """What of the documents that may govern is otherwise on the day of decision; where nobody decided, on this day."""
    return other_law(rule_base(), verdict, decided_on or today)


def facility_of(verdict: Verdict, label: str) -> str:
    """What was given of the institution under a label."""
    return facility_fact(verdict, label)


def unsourced(verdict: Verdict) -> frozenset[str]:
    """The facts of a verdict of which nobody stated where they come from, by label."""
    return frozenset(f.fact for f in verdict.facts if f.value is not None and not source_words(f))


def packed(verdict: Verdict) -> bytes:
    """A verdict to be kept: its JSON, as the command line writes it, compressed."""
    return zlib.compress(encode(verdict), 6)


def verdict_json(content: bytes) -> bytes:
    """The JSON of a kept verdict."""
    return zlib.decompress(content)


def unpacked(content: bytes) -> Verdict:
    """A kept verdict; raises ValueError where it is none."""
    return verdict_from_data(msgspec.json.decode(verdict_json(content)))


def cited(content: bytes) -> list[tuple[str, str]]:
    """The clauses that a kept verdict cites, each once: its address with the document, and the version of the document."""
    return list(dict.fromkeys((c.clause, c.version) for c in unpacked(content).citations))


def changes_since(verdict: Verdict) -> tuple[str, ...]:
    """What has changed of the documents on which a verdict rests since it was made, in sentences; none: nothing."""
    return tuple(_changes(in_its_versions(rule_base(), verdict), verdict))


def _changes(base: RuleBase, verdict: Verdict) -> Iterator[str]:
    aside = {s.document: s for s in base.compiled.set_aside if s.document}
    titles = {c.clause.partition("/")[0]: c.document for c in verdict.citations}
    before = {k.partition("@")[0]: d for k, d in verdict.receipt.documents.items()}
    for identifier, digest in before.items():
        document = base.documents.get(identifier)
        if document is None and identifier in aside:
            yield f"{aside[identifier].called}改动以后有错误,已经搁置"
        elif document is None:
            yield f"{_title(titles.get(identifier, ''), identifier)}已不在规则库里"
        elif document.content_digest != digest.partition("@")[0]:
            yield f"《{document.title}》的规则、复核或者条文理解有改动"
    if verdict.only is None:
        yield from (f"新收录《{d.title}》" for d in base.held_for(verdict.region) if d.id not in before)
    known = {s.document for s in verdict.set_aside}
    for part in base.set_aside_for(verdict.region, verdict.matter):
        if part.document not in known and part.document not in before:
            yield f"{part.called}有错误,没有采用"


def _title(title: str, identifier: str) -> str:
    return f"《{title}》" if title else identifier


@lru_cache(maxsize=1)
def _rules_digest_of(base: RuleBase) -> str:
    listed = sorted(f"{d.expression} {d.content_digest}" for d in base.every)
    return sha256("\n".join(listed).encode()).hexdigest()


def rules_digest() -> str:
    """The digest of all documents on which a verdict can rest, with the bureau's reviews and confirmations."""
    return _rules_digest_of(rule_base())


class WordsOf:
    """The words on which the rules of a verdict rest, in the versions of documents by which it was made."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base

    def __call__(self, rule: str) -> tuple[tuple[int, int], ...]:
        """The offsets of the pieces of the official text on which a rule rests; none where there is no such rule."""
        document = self.base.documents.get(rule.partition("/")[0])
        norms = () if document is None else document.all_norms
        return next((tuple((s, e) for s, e in n.spans) for n in norms if n.id == rule), ())

    def page_of(self, clause: str) -> str:
        """The address of a clause below /doc, with its version where its document has several."""
        name, _, address = clause.partition("/")
        document = self.base.documents.get(name) if name in self.base.several else None
        return clause if document is None else f"{document.expression}/{address}"


def words_of(verdict: Verdict) -> WordsOf:
    """The words on which the rules of a verdict rest."""
    return WordsOf(in_its_versions(rule_base(), verdict))


def complete(verdict: Verdict) -> Verdict:
    """A verdict with the readings that could change it, where it was made without asking for them.

    The application is made anew from the facts that the verdict holds. Where rules have changed since, so that it would be judged
    otherwise, the verdict stays as it is.
    """
    if verdict.readings is not None:
        return verdict
    base, again = rule_base(), application_of(verdict)
    return with_readings(base, again, verdict) if judge(base, again, verdict.as_of) == verdict else verdict


@lru_cache(maxsize=64)
def _completed(base: RuleBase, content: bytes) -> Verdict:
    return complete(unpacked(content))


def completed(content: bytes) -> Verdict:
    """A kept verdict, `complete`. Those that were asked for last are remembered: a page, its letters and its decision follow each other."""
    return _completed(rule_base(), content)


def application_of(verdict: Verdict) -> Application:
    """The application on which a verdict was given, with the facts that the verdict holds."""
    vocabulary = rule_base().vocabulary
    facts: dict[FactKey, tuple[Observation, ...]] = {}
    roles = bind_roles(vocabulary, verdict.region)
    for given in verdict.given:
        provenance = Provenance(
            given.origin, given.source, given.determined_by, given.confirmed_by, given.valid_until, given.evidence
        )
        value = _value_of(given, vocabulary.facts.get(given.fact))
        observation = Observation(
            value, given.as_at, provenance, given.starts, given.ends, given.claimed, given.written
        )
        key = (given.subject, given.fact)
        facts[key] = (*facts.get(key, ()), observation)
        if key == ("机构", "镇街") and isinstance(value, str):
            roles = {**roles, "所在镇街": TOWN + value}
    return Application(
        verdict.application, verdict.matter, verdict.received, verdict.region, roles, facts, verdict.received_written,
        matter_written=verdict.matter_written,
    )  # fmt: skip


def _value_of(given: GivenFact, term: Term | None) -> Value | None:
    numeric = term is not None and term.datatype in ("ratio", "count")
    return Decimal(given.value) if numeric and isinstance(given.value, str) else given.value
