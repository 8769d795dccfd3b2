"""What is counted in a month: the cases of the office as they were at its end, and applications that were decided without a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from reasoner.casework.case_steps import CaseState
from reasoner.casework.monthly_statistics import CaseCount, Course, SignedMatter, course_of, last_day_of
from reasoner.driver.window import cases
from reasoner.driver.window.monthly_report import DoubtfulDecision, in_doubt, label_of
from reasoner.driver.window.wording import moment_day
from reasoner.office import casework_store
from reasoner.office.acting import Actor
from reasoner.office.casework_models import CaseFile, CaseMatter, StepRecord
from reasoner.office.day_tables import DayTables
from reasoner.office.keeping import table
from reasoner.office.models import Case, DecisionRecord, Judgement

MOST_DOUBTFUL = 300
"""Decisions of which it is looked whether their grounds are in doubt, the latest first."""
_AT_ONCE = 200


def counted(acting: Actor, month: str, district: str) -> Iterator[CaseCount]:
    """The cases that somebody may see, as they were at the end of a month. district: of one place only; empty: of all.

    Raises ValueError where it is no month.
    """
    last = min(last_day_of(month), max(casework_store.day_now(), date.fromisoformat(f"{month}-01")))
    yield from _files(acting, last, district)
    if acting.account is None:
        yield from _alone(last, district)


def _files(acting: Actor, last: date, district: str) -> Iterator[CaseCount]:
    tables = DayTables()
    files = casework_store.visible(acting).filter(received__lte=last.isoformat())
    for file in (files.filter(district=district) if district else files).order_by("pk").iterator(_AT_ONCE):
        log = tuple(map(casework_store.logged, StepRecord.objects.filter(file=file)))
        terms, calendar = tables.terms_for(file.organ, file.received), tables.calendar_for(file.organ, file.received)
        course = course_of(log, terms, calendar, last)
        if course is not None:
            yield CaseCount(file.district, course, tuple(_signed(file, last)))


def _signed(file: CaseFile, last: date) -> Iterator[SignedMatter]:
    matters = CaseMatter.objects.filter(file=file, signed__gt="", signed__lte=last.isoformat())
    for matter in matters.select_related("judgement"):
        beside = _beside(matter, file)
        label = "" if beside is None else label_of(bytes(beside.verdict))
        yield SignedMatter(date.fromisoformat(matter.signed), label, matter.handling, matter.exception)


def _beside(matter: CaseMatter, file: CaseFile) -> Judgement | None:
    """The verdict beside which a matter was signed: where it is being made anew, another is proposed by now."""
    if file.state in (CaseState.SIGNED.value, CaseState.SERVED.value, CaseState.ARCHIVED.value):
        return matter.judgement
    kept = DecisionRecord.objects.filter(case=matter.case).select_related("judgement").order_by("-pk").first()
    return matter.judgement if kept is None else kept.judgement


class _Decided(NamedTuple):
    record: DecisionRecord
    data: dict[str, object]
    day: date


def _decided(records: QuerySet[DecisionRecord, DecisionRecord]) -> Iterator[_Decided]:
    """The last decision on each application that is in no case of the office."""
    later: dict[int, DecisionRecord] = {}
    for record in records.filter(case__of_file__isnull=True).select_related("case", "judgement").order_by("pk"):
        later[record.case.pk] = record
    for record in later.values():
        data = table(record.data)
        yield _Decided(record, data, _day(str(data.get("决定日期", ""))) or date.fromisoformat(moment_day(record.at)))


def _alone(last: date, district: str) -> Iterator[CaseCount]:
    """Applications that are in no case: received on the day that they state, ended with the decision."""
    apart = Case.objects.filter(of_file__isnull=True).exclude(outcome="").defer("waits", "key_fact")
    decided = {d.record.case.pk: d for d in _decided(DecisionRecord.objects.all()) if d.day <= last}
    for case in (apart.filter(place=district) if district else apart).order_by("pk").iterator(_AT_ONCE):
        received = _day(str(table(case.data).get("日期") or "")) or _day(case.as_of)
        if received is None or received > last:
            continue
        own = decided.get(case.pk)
        if own is None:
            yield CaseCount(case.place, Course(received, None, "", False), ())
            continue
        ended = max(own.day, received)
        label = label_of(bytes(own.record.judgement.verdict))
        matter = SignedMatter(ended, label, str(own.data.get("处理", "")), own.data.get("例外") in ("是", True))
        yield CaseCount(case.place, Course(received, ended, "签发", False), (matter,))


def decided_outside(acting: Actor, month: str, district: str) -> Iterator[SignedMatter]:
    """What was decided in a month on applications that are in no case. One person alone has them among all others.

    Raises ValueError where it is no month.
    """
    last = last_day_of(month)
    if acting.account is None:
        return
    for decided in _decided(DecisionRecord.objects.all()):
        if decided.day > last or (district and decided.record.case.place != district):
            continue
        label = label_of(bytes(decided.record.judgement.verdict))
        exception = decided.data.get("例外") in ("是", True)
        yield SignedMatter(decided.day, label, str(decided.data.get("处理", "")), exception)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def districts(acting: Actor) -> list[str]:
    """The places of cases that somebody may see."""
    names = set(casework_store.visible(acting).values_list("district", flat=True))
    if acting.account is None:
        names |= set(Case.objects.order_by().values_list("place", flat=True).distinct())
    return sorted(n for n in names if n)


def doubtful(acting: Actor, district: str) -> list[DoubtfulDecision]:
    """The decisions in effect that rest on a rule, a reading or a document that is in doubt now, of the latest `MOST_DOUBTFUL`."""
    listed: list[DoubtfulDecision] = []
    matters = CaseMatter.objects.filter(file__in=casework_store.visible(acting), signed__gt="", judgement__isnull=False)
    rows = [
        (m.case, m.judgement, m.handling, m.signed)
        for m in matters.select_related("case", "judgement").order_by("-signed", "-pk")[:MOST_DOUBTFUL]
    ]
    alone = sorted(_decided(DecisionRecord.objects.all()), key=lambda d: d.day, reverse=True)[:MOST_DOUBTFUL]
    rows += [(d.record.case, d.record.judgement, str(d.data.get("处理", "")), d.day.isoformat()) for d in alone]
    for case, judgement, handling, day in sorted(rows, key=lambda r: r[3], reverse=True)[:MOST_DOUBTFUL]:
        if judgement is None or (district and case.place != district):
            continue
        why = in_doubt(cases.unpacked(bytes(judgement.verdict)))
        if why:
            listed.append(DoubtfulDecision(case.number, case.facility, case.matter, handling, day, why, case.pk))
    return listed
