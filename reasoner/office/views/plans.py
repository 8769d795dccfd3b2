"""The bureau's tables of days and plans: taken in by file or by hand; how plans stand; batches of assessment (评审批次)."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import PurePath
from typing import Final

import msgspec
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from reasoner.casework.quota import plan_states
from reasoner.casework.receipt_number import USUAL
from reasoner.casework.roles import CASE_ROLES, Role
from reasoner.driver.window import kept_rows, worker
from reasoner.driver.window.files import FileResult
from reasoner.office import casework_store, day_tables, jobs, office_tables, refusals, store
from reasoner.office.acting import Actor, actor, only
from reasoner.office.casework_models import CaseMatter, OfficeTable
from reasoner.office.day_tables import FROM_DAY
from reasoner.office.keeping import form_key, once, table
from reasoner.office.office_clock import day_now
from reasoner.office.office_tables import COLUMNS, DATED, PATTERN, TableKind
from reasoner.office.templating import page
from reasoner.office.views.redirect import see

SUFFIXES: Final = (".xlsx", ".xls", ".csv")
_MOST_TEXT: Final = 200_000
_PATTERN_WORDS: Final = f"{{年}}是年，{{序}}是当年的顺序号，{{序:4}}写成四位；没有登记的用 {USUAL}"
_MOST_TABLES: Final = 50
"""Tables of a kind that are shown, the last ones."""
_GROUPED: Final = 500
"""Applications of a batch that are held against each other."""


@only(*CASE_ROLES)
def tables(request: HttpRequest) -> HttpResponse:
    """The tables that count."""
    return _tables(request, "", "", ())


def _shown(kept: OfficeTable) -> tuple[OfficeTable, str, list[dict[str, str]]]:
    """A table of days with how it stands and its rows."""
    return kept, day_tables.state_today(kept, day_now()), office_tables.rows_of(kept)


def _tables(request: HttpRequest, kind: str, text: str, faults: tuple[Fault, ...], from_day: str = "") -> HttpResponse:
    refusals.note_forbidden(request, faults)
    acting = actor(request)
    kept = [
        (k.value, COLUMNS[k], office_tables.table_now(k), office_tables.rows_now(k))
        for k in TableKind
        if k not in DATED
    ]
    dated = [(k.value, COLUMNS[k], [_shown(t) for t in day_tables.own_tables(k, acting)[:_MOST_TABLES]]) for k in DATED]
    values = {
        "dated": dated, "from_day": from_day, "alone": acting.account is None, "organ": acting.organ,
        "may_settle": acting.account is not None and Role.HEAD in acting.roles,
        "section": "files", "tables": kept, "kind": kind, "text": text, "faults": faults, "key": form_key(),
        "numbers": TableKind.NUMBERS.value, "pattern": office_tables.pattern_now(), "pattern_words": _PATTERN_WORDS,
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return page(request, "office_tables.html.jinja", values, status=status)


@only(*CASE_ROLES)
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take a table in: a file, or what was written on the page."""
    kind = next((k for k in TableKind if k.value == request.POST.get("kind", "")), None)
    if kind is None:
        raise Http404
    text, acting = request.POST.get("text", "").replace("\x00", "")[:_MOST_TEXT], actor(request)
    from_day = request.POST.get(FROM_DAY, "").replace("\x00", "").strip()
    try:
        name, rows = _rows(request, kind, text)
        faults = office_tables.table_faults(kind, rows)
        if faults:
            raise Faults(faults)

        def make() -> str:
            with transaction.atomic():
                if kind in DATED:
                    day_tables.propose(kind, rows, name, from_day, acting)
                    casework_store.bring_all_up_to_date(acting)
                else:
                    office_tables.keep_table(kind, rows, name, acting)
            return "/files/plans" if kind is TableKind.PLANS else "/files/tables"

        return see(once(request.POST.get("key", ""), make))
    except Faults as error:
        return _tables(request, kind.value, text, error.diagnostics, from_day)


@only(Role.HEAD)
@require_POST
def agree(request: HttpRequest, number: int) -> HttpResponse:
    """Agree to a table of deadlines or holidays: it takes effect."""
    return _settled(request, number, agreed=True)


@only(Role.HEAD)
@require_POST
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    """Refuse such a table."""
    return _settled(request, number, agreed=False)


def _settled(request: HttpRequest, number: int, *, agreed: bool) -> HttpResponse:
    acting = actor(request)
    try:
        with transaction.atomic():
            kept = day_tables.settle(number, acting, agreed=agreed)
            if agreed:
                casework_store.bring_all_up_to_date(acting)
        return see(f"/files/tables#{kept.kind}")
    except Faults as error:
        return _tables(request, "", "", error.diagnostics)


def _rows(request: HttpRequest, kind: TableKind, text: str) -> tuple[str, list[dict[str, str]]]:
    """The name of a table that was sent and its rows. Raises Faults."""
    if kind is TableKind.NUMBERS:
        return "页面填写", [{PATTERN: text.strip()}]
    sent = request.FILES.get("file")
    if sent is not None and not isinstance(sent, list) and sent.name:
        name, content = PurePath(sent.name).name[-120:], sent.read()
    elif text.strip():
        name, content = "页面填写.csv", text.replace("\t", ",").replace("\uff0c", ",").encode()
    else:
        raise Faults([Diagnostic("U106", kind.value, "没有选文件,也没有写内容", "、".join(SUFFIXES))])
    if not name.lower().endswith(SUFFIXES):
        raise Faults([Diagnostic("U102", f"文件 {name}", "不认识的文件类型", "、".join(SUFFIXES), "另存为 xlsx 再试")])
    job = worker.Job(f"upload{PurePath(name).suffix.lower()}", worker.Task.TABLE, name=name, columns=COLUMNS[kind])
    return name, msgspec.json.decode(jobs.at_once(job, content), type=list[dict[str, str]])


@only(*CASE_ROLES)
def plans(request: HttpRequest) -> HttpResponse:
    """How the plans stand. They decide nothing."""
    acting = actor(request)
    every = office_tables.plans_now()
    years = sorted({p.year for p in every}, reverse=True)
    year = request.GET.get("year", "")
    chosen = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else (years[0] if years else 0)
    states = plan_states([p for p in every if p.year == chosen], casework_store.uses(acting, file__year=chosen))
    numbers = {f.number: f.pk for f in casework_store.visible(acting).filter(year=chosen).only("number")}
    values = {
        "section": "files", "states": states, "years": years, "year": chosen, "numbers": numbers,
        "batches": _batches(acting), "kept": office_tables.table_now(TableKind.PLANS),
    }  # fmt: skip
    return page(request, "plans.html.jinja", values)


def _batches(acting: Actor) -> list[tuple[str, int]]:
    """The batches of assessment, and how many applications each has."""
    every = CaseMatter.objects.filter(file__in=casework_store.visible(acting)).exclude(batch="")
    return [(r["batch"], r["number"]) for r in every.order_by("batch").values("batch").annotate(number=Count("id"))]


@only(*CASE_ROLES)
def assessment(request: HttpRequest) -> HttpResponse:
    """A batch of assessment: its applications in the order of their receipt, and those that cannot all be granted. Nothing is ranked."""
    acting, name = actor(request), request.GET.get("name", "").replace("\x00", "")
    every = CaseMatter.objects.filter(file__in=casework_store.visible(acting), batch=name).select_related(
        "file", "case"
    )
    matters = list(every.order_by("file__year", "file__place", "id")[:_GROUPED]) if name else []
    if not matters:
        raise Http404
    faults: tuple[Fault, ...] = ()
    result = FileResult()
    try:
        result = _groups(matters)
    except Faults as error:
        faults = error.diagnostics
    values = {
        "section": "files", "name": name, "matters": matters, "groups": result.groups, "faults": faults,
        "by_number": {m.case.number: m.file.pk for m in matters},
    }  # fmt: skip
    return page(request, "assessment.html.jinja", values)


def _groups(matters: list[CaseMatter]) -> FileResult:
    """The applications that cannot all be granted. Raises Faults."""
    rows = []
    for matter in matters:
        kept = store.row(matter.case.pk)
        if kept.judgement is not None:
            rows.append(kept_rows.KeptRow(table(kept.case.data), (), bytes(kept.judgement.verdict)))
    job = worker.Job(worker.KEPT, worker.Task.SUMMARY, name="评审批次")
    made = jobs.at_once(job, kept_rows.lines_of(kept_rows.KeptFile(), rows))
    return msgspec.convert({"groups": msgspec.json.decode(made)}, FileResult)
