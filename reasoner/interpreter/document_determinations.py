"""What was determined about a document: that it is in force in a period, or that a plan goes on after its period (semantics §2).

文件效力 is declaratory: it speaks of its own period, whenever it was made. 规划延续执行 is constitutive: it has effect from the
day on which it was made, unless it says from when, and never before the plan's own period is over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.compiled import Document
from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.determining_organs import COUNTS, Whereabouts, authority_over, basis_of, lacking, status_of
from reasoner.interpreter.fact_warnings import ledger_warnings, superseded, unused_determination
from reasoner.model.application import Application, Observation, period_end
from reasoner.model.kinds import AuthorityStatus, Status
from reasoner.model.messages import NO_ORGAN, PERIOD_DETERMINED, WARNINGS
from reasoner.model.place_binding import DOCUMENT
from reasoner.model.proof import CitedFact, FactFields, fact_read
from reasoner.model.rule_base import CONTINUATION, DOCUMENT_FORCE

EARLY_YEARS: Final = 1
"""So many years before the end of a plan nobody decides that it goes on, as far as one would expect; it is told."""


class Determination(NamedTuple):
    """What determinations say of a document on a day."""

    answer: Status | None
    """TRUE or FALSE: determined so; UNKNOWN: only by an organ that cannot settle it; None: only by organs that do not count."""
    read: tuple[CitedFact, ...] = ()
    """The determination that counts, as a fact that a verdict cites."""
    notes: tuple[str, ...] = ()
    """What is to be said of it and of those that do not count."""


def force_determined(
    document: Document, day: str, application: Application, vocabulary: Vocabulary
) -> Determination | None:
    """Whether a document was determined to be in force on a day (文件效力); None: nobody spoke of that day."""
    return _determined(DOCUMENT_FORCE, document, day, application, vocabulary)


def continuation_determined(
    document: Document, day: str, application: Application, vocabulary: Vocabulary
) -> Determination | None:
    """Whether a plan whose period has ended was determined to go on on a day (规划延续执行); None: nobody spoke of that day."""
    return _determined(CONTINUATION, document, day, application, vocabulary)


def of_other_days(
    label: str, document: Document, day: str, application: Application, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """What organs whose word counts determined of a document for another time than the day, each in one phrase."""
    term, place = vocabulary.facts.get(label), Whereabouts(document.region)
    phrases = []
    for made in application.facts.get((DOCUMENT + document.id, label), ()):
        counts = term is not None and status_of(term, made, place, vocabulary, document) in (*COUNTS, None)
        if counts and made.value is not None and not _speaks(label, document, made, day):
            by = made_by(_cited(label, document, made, vocabulary))
            period = (f"自{made.starts}" if made.starts else "") + (f"至{made.ends}" if made.ends else "")
            phrases.append(PERIOD_DETERMINED[label, made.value is True].format(by=by, period=period))
    return tuple(dict.fromkeys(phrases))


def made_by(fact: FactFields) -> str:
    """By whom, when and with which paper a determination was made, in one phrase: 某局2025-12-30某通知(某字1号)."""
    paper = fact.evidence
    number = "" if paper is None or not paper.number else f"({paper.number})"
    return ("、".join(fact.determined_by) or NO_ORGAN) + fact.as_at + ("" if paper is None else paper.name + number)


def _determined(
    label: str, document: Document, day: str, application: Application, vocabulary: Vocabulary
) -> Determination | None:
    made = application.facts.get((DOCUMENT + document.id, label), ())
    term = vocabulary.facts.get(label)
    if term is None or not made:
        return None
    place = Whereabouts(document.region)
    speaking = [o for o in made if _speaks(label, document, o, day)]
    counting = [o for o in speaking if status_of(term, o, place, vocabulary, document) in (*COUNTS, None)]
    notes = tuple(_unused(label, document, speaking, vocabulary))
    if counting:
        latest = max(counting, key=lambda o: (period_end(o.as_at), o.starts))
        if latest.value is None:
            return Determination(Status.UNKNOWN, notes=notes)
        fact = _cited(label, document, latest, vocabulary)
        earlier = superseded(f"《{document.title}》的{label}", term, latest, counting)
        answer = Status.TRUE if latest.value is True else Status.FALSE
        return Determination(answer, (fact,), (*_doubts(document, fact, day), *earlier, *notes))
    opened = any(status_of(term, o, place, vocabulary, document) is AuthorityStatus.OTHER_ORGAN for o in speaking)
    return Determination(Status.UNKNOWN if opened else None, notes=notes) if notes else None


def _speaks(label: str, document: Document, made: Observation, day: str) -> bool:
    """Whether a determination speaks of a day; none was made of a document before there was one."""
    if document.issued and made.as_at and period_end(made.as_at) < document.issued:
        return False
    if made.ends and day > made.ends:
        return False
    if label == DOCUMENT_FORCE:
        return day >= made.starts
    return day > document.ends and day >= (made.starts or period_end(made.as_at))


def _cited(label: str, document: Document, made: Observation, vocabulary: Vocabulary) -> CitedFact:
    """The determination as a fact that a verdict cites, with what its organs are and on what that rests."""
    term, place = vocabulary.facts[label], Whereabouts(document.region)
    fact = fact_read(label, document.title, "是" if made.value is True else "否", made).cited()
    authority = authority_over(term, place.code, vocabulary)
    if authority is None:
        return fact
    basis = basis_of(authority, place, vocabulary, document)
    return replace(fact, standing=status_of(term, made, place, vocabulary, document), authority=basis)


def _doubts(document: Document, fact: CitedFact, day: str) -> Iterator[str]:
    """What is to be said of a determination that counts: by whom and when it was made, and from the ledger."""
    name = f"《{document.title}》的{fact.fact}"
    if fact.standing is AuthorityStatus.UNSTATED:
        yield WARNINGS["organ_unstated"].format(fact=name)
    if not fact.as_at and not fact.starts and fact.fact == CONTINUATION:
        yield WARNINGS["continued_undated"].format(fact=name)
    if fact.fact == CONTINUATION and fact.as_at and document.ends and _early(fact.as_at, document.ends):
        yield WARNINGS["continued_early"].format(fact=name, made=fact.as_at, ends=document.ends)
    yield from ledger_warnings(name, fact, day)


def _early(made: str, ends: str) -> bool:
    return period_end(made) < f"{int(ends[:4]) - EARLY_YEARS:04d}{ends[4:]}"


def _unused(label: str, document: Document, made: list[Observation], vocabulary: Vocabulary) -> Iterator[str]:
    """Why determinations that speak of the day do not settle it."""
    term, place, name = vocabulary.facts[label], Whereabouts(document.region), f"《{document.title}》的{label}"
    authority = authority_over(term, place.code, vocabulary)
    if authority is None:
        return
    basis = basis_of(authority, place, vocabulary, document)
    for one in made:
        status, organs = status_of(term, one, place, vocabulary, document), one.provenance.determined_by
        absent = lacking(document, organs, vocabulary)
        if status is AuthorityStatus.OTHER_ORGAN and len(absent) < len(document.issuers):
            words = {"fact": name, "issuers": "、".join(document.issuers), "organs": "、".join(organs)}
            yield WARNINGS["organ_joint"].format(title=document.title, lacking="、".join(absent), **words)
        elif status is AuthorityStatus.EXCLUDED and not basis.clause:
            whose = "、".join(basis.organs) or basis.agent
            yield WARNINGS["organ_not_issuer"].format(fact=name, organs="、".join(organs), authority=whose)
        elif status in (AuthorityStatus.OTHER_ORGAN, AuthorityStatus.EXCLUDED):
            yield unused_determination(name, status, organs, basis, vocabulary)
