"""记录: what was judged, decided and signed, entry by entry; its heads, the whole of it as a folder, the package of a case."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Faults
from reasoner.casework.roles import CASE_ROLES, Role
from reasoner.driver.window.letter_making import file_name
from reasoner.driver.window.wording import BEIJING
from reasoner.office import casework_store, record_export, store, trail
from reasoner.office.acting import actor, of_own_organ, only
from reasoner.office.address_names import address_words, method_words
from reasoner.office.casework_models import CaseMatter
from reasoner.office.models import Judgement
from reasoner.office.office_clock import CLOCK, CORRECTED
from reasoner.office.pages.record_page import KINDS, EntryLine, kind_words, lines_of
from reasoner.office.record_models import RecordEntry
from reasoner.office.refusals import REFUSED
from reasoner.office.templating import page
from reasoner.office.views.downloads import file_answer
from reasoner.office.views.faults import not_made
from reasoner.office.views.redirect import see
from reasoner.record.log_entry import BadLine, Entry

READERS: Final = (Role.AUDITOR, *sorted(CASE_ROLES))
_ROWS: Final = 100
_MOST_TEXT: Final = 100
_MOST_NUMBER: Final = 2**63 - 1


@only(*READERS)
def record(request: HttpRequest) -> HttpResponse:
    """The entries, the newest first, by kind, person, application and days."""
    chosen = {k: request.GET.get(k, "").strip()[:_MOST_TEXT] for k in ("number", "kind", "by", "since", "until")}
    wrong = [k for k in ("since", "until") if chosen[k] and not _is_day(chosen[k])]
    rows = Paginator(_filtered(_visible(request), {**chosen, **dict.fromkeys(wrong, "")}), _ROWS).get_page(
        request.GET.get("page")
    )
    kinds = RecordEntry.objects.order_by("kind").values_list("kind", flat=True).distinct()
    values = {
        "section": "record", "rows": rows, "chosen": chosen, "wrong": wrong, "end": record_export.end(), "kind_words": kind_words,
        "kinds": [(k, kind_words(k)) for k in (*KINDS, *(k for k in kinds if k not in KINDS))],
        "query": urlencode({k: v for k, v in chosen.items() if v}), "auditor": Role.AUDITOR in actor(request).roles,
    }  # fmt: skip
    return page(request, "record.html.jinja", values)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _visible(request: HttpRequest) -> QuerySet[RecordEntry, RecordEntry]:
    """The entries that somebody may see: an auditor all, others none on the cases of another organ."""
    acting, every = actor(request), RecordEntry.objects.defer("line")
    if acting.account is None or Role.AUDITOR in acting.roles:
        return every
    of_others = CaseMatter.objects.exclude(file__organ__in=(acting.organ, "")).values("case__number")
    return every.exclude(about__in=of_others)


def _filtered(rows: QuerySet[RecordEntry, RecordEntry], by: dict[str, str]) -> QuerySet[RecordEntry, RecordEntry]:
    rows = rows.order_by("-n")
    if by["number"]:
        rows = rows.filter(about__contains=by["number"])
    if by["kind"]:
        rows = rows.filter(kind=by["kind"])
    if by["by"]:
        rows = rows.filter(by__contains=by["by"])
    if by["since"]:
        rows = rows.filter(at__gte=_begins(by["since"], 0))
    if by["until"]:
        rows = rows.filter(at__lt=_begins(by["until"], 1))
    return rows


def _begins(day: str, later: int) -> str:
    """When a day begins in Beijing, or so many days later, as entries of this machine write it, but for their zone."""
    try:
        begun = datetime.combine(date.fromisoformat(day) + timedelta(days=later), time(), BEIJING)
        return begun.astimezone().isoformat()[:19]
    except OverflowError:
        return day


def _may_see(request: HttpRequest, number: int) -> bool:
    return number <= _MOST_NUMBER and _visible(request).filter(pk=number).exists()


@only(*READERS)
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry, in words."""
    try:
        kept = record_export.entry(number) if _may_see(request, number) else None
    except BadLine as why:
        values = {"section": "record", "number": number, "why": str(why)}
        return page(request, "record_broken.html.jinja", values)
    if kept is None:
        raise Http404
    case = Judgement.objects.filter(entry=number).values_list("case", flat=True).first()
    mine = not actor(request).roles.isdisjoint(CASE_ROLES)
    values = {
        "section": "record", "entry": kept, "kind": kind_words(kept.kind), "lines": _lines(kept),
        "case": case if mine else None, "size": record_export.end().size,
    }  # fmt: skip
    return page(request, "record_entry.html.jinja", values)


def _lines(kept: Entry) -> list[EntryLine]:
    """What an entry says; of a request that was refused which page it was for, in words."""
    payload = kept.payload
    if kept.kind == REFUSED:
        words = {"方法": method_words, "地址": address_words}
        payload = {k: words[k](str(v)) if k in words else v for k, v in payload.items()}
    return lines_of(kept.kind, payload)


@only(*READERS)
def line(request: HttpRequest, number: int) -> HttpResponse:
    """The line of an entry, byte for byte."""
    text = record_export.line(number) if _may_see(request, number) else None
    if text is None:
        raise Http404
    return file_answer(f"记录第{number}条.json", text, "application/json")


@require_POST
@only(*READERS)
def head(request: HttpRequest) -> HttpResponse:
    """The head of the record as it is now, to be printed or kept as a file."""
    as_text = request.POST.get("form") == "txt"
    try:
        content = record_export.head(actor(request).name, as_text=as_text)
    except Faults as error:
        return not_made(request, error, "record", "/record")
    name = f"存根-{date.today().isoformat()}.{'txt' if as_text else 'json'}"
    return file_answer(name, content, "text/plain; charset=utf-8" if as_text else "application/json")


def clock(request: HttpRequest) -> HttpResponse:
    """What to do where the clock of the machine is before the record; in an office a system administrator says that it is right."""
    acting, back = actor(request), CLOCK.set_back()
    may = acting.account is None or Role.SYSTEM in acting.roles
    if request.method == "POST" and may:
        if back is not None:
            trail.note(CORRECTED, {"本机时钟": back.machine, "此前最晚的一条": back.recorded}, acting.name)
            CLOCK.begin()
        return see("/record/clock")
    return page(request, "record_clock.html.jinja", {"section": "record", "back": back, "may": may})


@require_POST
@only(Role.AUDITOR)  # type: ignore[arg-type]  # what is large is answered as a stream
def folder(request: HttpRequest) -> HttpResponseBase:
    """The whole record as a folder, in a zip archive."""
    try:
        file = record_export.folder_archive(actor(request).name)
    except Faults as error:
        return not_made(request, error, "record", "/record")
    return FileResponse(file, as_attachment=True, filename=f"记录-{date.today().isoformat()}.zip")


@only(*CASE_ROLES)
def package(request: HttpRequest, number: int) -> HttpResponse:
    """The archive package of a case: verdicts, facts, decisions, letters, proofs."""
    member = casework_store.file_of_case(number)
    if member is not None:
        of_own_organ(request, member.file.organ or actor(request).organ)
    opened = store.judged_case(number)
    try:
        content = record_export.case_package(opened.judgement.entry)
    except Faults as error:
        return not_made(request, error, "judge", f"/case/{number}")
    return file_answer(f"{file_name(opened.verdict.application)}-档案包.zip", content, "application/zip")
