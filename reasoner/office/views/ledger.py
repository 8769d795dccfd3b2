"""台账: the bureau's own figures and determinations, taken in by file or by hand after a look at what they change; 名录."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from pathlib import PurePath
from typing import Final, TypeVar

import msgspec
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from reasoner.driver.window import ledger_values, register, terms, worker
from reasoner.office import jobs, store, values_store
from reasoner.office.acting import actor
from reasoner.office.keeping import form_key, once, table
from reasoner.office.models import Institution, LedgerImport
from reasoner.office.office_clock import today
from reasoner.office.pages.ledger_form import FORMS, item_of, ledger_fields
from reasoner.office.templating import page
from reasoner.office.views.batches import begin_anew
from reasoner.office.views.cases import judged_case
from reasoner.office.views.faults import not_made
from reasoner.office.views.redirect import see

SUFFIXES: Final = (".xlsx", ".xls", ".csv", ".json", ".yaml", ".yml")
_MOST_TEXT: Final = 200
"""Characters of what rows are chosen by; no name is longer."""
_DIGITS: Final = 18
"""Of the number of a value."""
_ROWS: Final = 300
Result = TypeVar("Result")


def ledger(request: HttpRequest) -> HttpResponse:
    """The values that count, with their state today."""
    return _ledger(request, ())


def _ledger(request: HttpRequest, faults: tuple[Fault, ...]) -> HttpResponse:
    items, unread = values_store.items(), list[tuple[int, str]]()
    try:
        standing = ledger_values.standing(store.ledger(), today())
    except Faults as error:
        standing, faults = ledger_values.Standing((), ()), (*faults, *error.diagnostics)
        unread = values_store.unread()
    text, state = request.GET.get("text", "").strip(), request.GET.get("state", "")
    rows = [
        (pk, row)
        for pk, row in zip(items, standing.rows, strict=False)
        if text in f"{row.about}{row.label}" and (not state or state in row.state)
    ]
    values_shown = {
        "section": "ledger", "unread": unread, "rows": rows, "touched": standing.touched, "faults": faults, "key": form_key(), "text": text,
        "state": state, "number": len(standing.rows), "pending": LedgerImport.objects.filter(taken="").order_by("-id"),
        "day": today(),
    }  # fmt: skip
    return page(
        request, "ledger.html.jinja", values_shown, status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    )


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a value out of the ledger."""
    values_store.remove(number, actor(request).name)
    return see("/ledger")


def _sent(request: HttpRequest, kind: type[Result], *, of_register: bool) -> tuple[str, Result]:
    """The name of a file that was sent, and what was read in it by another process. Raises Faults."""
    sent = request.FILES.get("file")
    name = PurePath((sent.name or "") if sent is not None and not isinstance(sent, list) else "").name[-120:]
    if sent is None or isinstance(sent, list) or not name:
        raise Faults([Diagnostic("U106", "文件", "没有选文件", "、".join(SUFFIXES))])
    if not name.lower().endswith(SUFFIXES):
        raise Faults([Diagnostic("U102", f"文件 {name}", "不认识的文件类型", "、".join(SUFFIXES), "另存为 xlsx 再试")])
    task = worker.Task.REGISTER if of_register else worker.Task.VALUES
    job = worker.Job(f"upload{PurePath(name).suffix.lower()}", task, name=name)
    return name, msgspec.json.decode(jobs.at_once(job, sent.read()), type=kind)


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Read a file of values; they wait until somebody has looked at what they change."""
    try:
        name, data = _sent(request, ledger_values.LedgerData, of_register=False)
    except Faults as error:
        return _ledger(request, error.diagnostics)
    return see(once(request.POST.get("key", ""), lambda: f"/ledger/import/{values_store.wait(name, data).pk}"))


def new(request: HttpRequest) -> HttpResponse:
    """One value, written by hand."""
    section = request.POST.get("section", "") or request.GET.get("section", "指标")
    if section not in FORMS:
        raise Http404
    source = request.POST if request.method == "POST" else request.GET
    given = {k: source.get(k, "").strip() for k in source}
    before = request.GET.get("item", "")[:_DIGITS]
    item = int(before) if before.isdecimal() else 0
    if before.isdecimal():
        section, given = values_store.given(int(before))
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            data = ledger_values.one_value(section, item_of(section, given))
            return see(
                once(request.POST.get("key", ""), lambda: f"/ledger/import/{values_store.wait('手工登记', data).pk}")
            )
        except Faults as error:
            faults = error.diagnostics
    fields, others = ledger_fields(
        section, given, terms.regional_terms(), terms.places(), terms.documents_by_title(), faults
    )
    shown_values = {
        "section": "ledger",
        "item": item,
        "of": section,
        "fields": fields,
        "faults": others,
        "any": bool(faults),
        "key": form_key(),
    }
    return page(
        request,
        "ledger_new.html.jinja",
        shown_values,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
    )


def waiting(request: HttpRequest, number: int) -> HttpResponse:
    """Values that wait: what is new, what they replace, what they change."""
    kept = values_store.import_of(number)
    if kept.taken:
        return see("/ledger")
    try:
        preview = _preview(kept)
    except Faults as error:
        return not_made(request, error, "ledger", "/ledger")
    shown_values = {
        "section": "ledger", "kept": kept, "rows": values_store.preview_rows(kept, preview.rows), "clauses": preview.clauses,
        "cases": preview.cases, "looked": preview.looked, "key": form_key(), "notes": msgspec.json.decode(kept.notes),
    }  # fmt: skip
    return page(request, "ledger_preview.html.jinja", shown_values)


@require_POST
def take(request: HttpRequest, number: int) -> HttpResponse:
    """Take values in that wait; those that they replace stay with the moment until which they counted."""
    kept, by = values_store.import_of(number), actor(request).name
    files: dict[int, None] = {}
    try:
        changed = [c.case for c in _preview(kept).cases] if request.POST.get("also") == "1" and not kept.taken else []
    except Faults as error:
        return not_made(request, error, "ledger", f"/ledger/import/{number}")

    def make() -> str:
        values_store.take(kept, by)
        for number_of_case in changed:
            case = store.case(number_of_case)
            if case.batch is not None:
                files[case.batch.pk] = None
                continue
            data = table(case.data)
            with suppress(Faults):  # one that then has a fault stays as it is, and says so when it is opened
                store.judge_again(case, data, judged_case(case, data), by)
        return "/ledger"

    address = once(request.POST.get("key", ""), make)
    for file in files:  # once all is kept: a worker takes the ledger as it then is
        begin_anew(file, by, wait=0)
    return see(address)


def _preview(kept: LedgerImport) -> ledger_values.Preview:
    """What values that wait would change, by another process. Raises Faults."""
    job = worker.Job("preview.json", worker.Task.PREVIEW, name=kept.name)
    question = msgspec.json.encode(values_store.preview_question(kept))
    return msgspec.json.decode(jobs.at_once(job, question), type=ledger_values.Preview)


@require_POST
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """Do not take values in that wait."""
    values_store.leave(values_store.import_of(number))
    return see("/ledger")


# --- 名录 -----------------------------------------------------------------------------------------------------


def institutions(request: HttpRequest) -> HttpResponse:
    """The contracted institutions."""
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            name, data = _sent(request, register.RegisterData, of_register=True)
            return see(
                once(request.POST.get("key", ""), lambda: values_store.take_register(name, data, actor(request).name))
            )
        except Faults as error:
            faults = error.diagnostics
    text = request.GET.get("text", "").strip()[:_MOST_TEXT]
    listed = Institution.objects.filter(until="", name__icontains=text).order_by("id")
    rows = Paginator(listed, _ROWS).get_page(request.GET.get("page"))
    shown_values = {
        "section": "ledger", "rows": rows, "institutions": values_store.institutions(rows.object_list), "text": text, "faults": faults,
        "key": form_key(), "number": Institution.objects.filter(until="").count(), "columns": register.COLUMNS,
    }  # fmt: skip
    return page(
        request,
        "register.html.jinja",
        shown_values,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
    )
