"""研判 of files: what was sent and written, a file with its rows, its copies and letters."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import PurePath
from typing import Final
from urllib.parse import urlencode

import msgspec
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from reasoner.driver.window import cases, files, terms, worker
from reasoner.driver.workbooks import form_content
from reasoner.office import files_store, jobs, store
from reasoner.office.acting import actor
from reasoner.office.jobs import State
from reasoner.office.keeping import form_key, now, once, table
from reasoner.office.models import Batch, Case, Draft
from reasoner.office.pages.plain_paths import flat
from reasoner.office.templating import page
from reasoner.office.views.downloads import MOST_LETTERS, WORKBOOK, file_answer
from reasoner.office.views.redirect import see

SUFFIXES: Final = (".xlsx", ".xls", ".csv", ".json", ".jsonl", ".yaml", ".yml", ".ttl", ".jsonld", ".nt")
_ROWS: Final = 200
"""Rows of a file on one page."""
_GROUPED: Final = 40
"""Applications of a group that are named."""
_PLACES: Final = 20
"""Places of a file of which it is looked what has changed of their rules."""
_RECENT: Final = 30
_MOST_LISTED: Final = 500
_MOST_TEXT: Final = 200
"""Characters of what rows are chosen by; no name is longer."""
_WAIT: Final = 3.0
"""Seconds that a file may take before its page tells how far it is."""


def judge(request: HttpRequest) -> HttpResponse:
    """Where judging begins: a file, a form, and what was judged."""
    return _judge(request, ())


def _judge(request: HttpRequest, faults: tuple[Fault, ...], as_of: str = "") -> HttpResponse:
    most = _MOST_LISTED if request.GET.get("all") == "1" else _RECENT
    text = request.GET.get("text", "").strip()[:_MOST_TEXT]
    written = Case.objects.filter(batch=None).order_by("-id")[:most]
    drafts = [(d, dict(flat(table(d.data)))) for d in Draft.objects.filter(case=None).order_by("-id")[:most]]
    matching = store.with_files().filter(Q(number__icontains=text) | Q(facility__icontains=text))
    values = {
        "section": "judge", "faults": faults, "batches": Batch.objects.only("name", "state", "total", "created").order_by("-id")[:most],
        "text": text, "matching": matching.order_by("-id")[:_MOST_LISTED] if text else None, "number": matching.count() if text else 0,
        "recent": most == _RECENT, "most": _MOST_LISTED,
        "written": written, "drafts": drafts, "key": form_key(), "matters": terms.matters(), "as_of": as_of,
    }  # fmt: skip
    return page(
        request, "judge.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    )


def form(request: HttpRequest) -> HttpResponse:
    """The empty form of applications."""
    from pathlib import Path

    return file_answer("申请.xlsx", form_content(Path("申请.xlsx")), WORKBOOK)


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take a file, and begin to judge it."""
    sent, as_of = request.FILES.get("file"), request.POST.get("as_of", "").strip()
    faults: list[Diagnostic] = []
    name = PurePath((sent.name or "") if sent is not None and not isinstance(sent, list) else "").name[-120:]
    if not name:
        faults.append(Diagnostic("U106", "文件", "没有选文件", "、".join(SUFFIXES)))
    elif not name.lower().endswith(SUFFIXES):
        faults.append(Diagnostic("U102", f"文件 {name}", "不认识的文件类型", "、".join(SUFFIXES), "另存为 xlsx 再试"))
    try:
        cases.day(as_of)
    except Faults as error:
        faults += [msgspec.structs.replace(f, where="适用日期") for f in error.diagnostics]
    if faults or sent is None or isinstance(sent, list):
        return _judge(request, tuple(faults), as_of)
    content = sent.read()
    begun: list[Batch] = []

    def make() -> str:
        batch = Batch.objects.create(name=name, content=content, as_of=as_of, state=State.WAITING, created=now())
        begun.append(batch)
        return f"/batch/{batch.pk}"

    address = once(request.POST.get("key", ""), make)
    for batch in begun:
        begin(batch, content, actor(request).name)
    return see(address)


def begin(batch: Batch, content: bytes, by: str) -> None:
    """Begin to judge a file. by: who has it judged."""
    job = worker.Job(
        f"upload{PurePath(batch.name).suffix.lower()}", as_of=batch.as_of, ledger=store.ledger(), name=batch.name,
        mapping=table(batch.mapping),
    )  # fmt: skip
    basis = store.basis()
    jobs.start(batch, job, content, lambda folder: files_store.take_file(batch, folder, basis, by)).join(_WAIT)


def batch(request: HttpRequest, number: int) -> HttpResponse:
    """A file: how far it is, or what its rows came to."""
    kept = files_store.batch(number)
    outcome = table(kept.outcome)
    failed = store.faults_in(table(kept.failure).get("faults", []))
    working = kept.state in (State.WAITING, State.RUNNING)
    if working or not kept.finished:
        uses = files_store.uses_of(kept)
        values = {
            "section": "judge", "batch": kept, "waiting": working, "key": form_key(), "faults": failed,
            "uses": bool(uses.columns or uses.values),
        }  # fmt: skip
        return page(request, "waiting.html.jinja", values)
    every = Case.objects.filter(batch=kept)
    result = msgspec.convert(outcome, files.FileResult)
    chosen = chosen_rows(request)
    rows = filtered(every, chosen)
    paginator = Paginator(rows.order_by("position"), _ROWS)
    shown_page = paginator.get_page(request.GET.get("page"))
    counts = list(
        every.values_list("outcome", "short").annotate(number=Count("pk")).order_by("-number", "outcome", "short")
    )
    bad = sum(n for o, _, n in counts if not o)
    numbers = {a for g in result.groups for a in g.applications[:_GROUPED]}
    values = {
        "section": "judge", "batch": kept, "result": result, "rows": shown_page, "filters": chosen, "bad": bad,
        "counts": [c for c in counts if c[0]], "number": sum(n for _, _, n in counts), "failed": failed,
        "unfinished": kept.state in (State.STOPPED, State.FAILED), "older": kept.basis != store.basis(), "changes": _changes(kept), "changed": outcome.get("changed"),
        "steps": _distinct(every, "steps"), "matters": _distinct(every, "matter"), "places": _distinct(every, "place"),
        "query": urlencode({k: v for k, v in chosen.items() if v}), "key": form_key(), "most_letters": MOST_LETTERS,
        "letters": rows.exclude(outcome="").count(), "marked": result.table and bool(result.faults), "grouped": _GROUPED,
        "by_number": dict(every.filter(number__in=numbers).values_list("number", "pk")) if numbers else {},
        "alike": store.alike_to_file(kept, actor(request).organ), "most_alike": store.MOST_ALIKE, "faults_of": store.faults_of,
        "decided": files_store.decided(c.pk for c in shown_page.object_list),
    }  # fmt: skip
    return page(request, "batch.html.jinja", values)


def _changes(kept: Batch) -> list[str]:
    """What has changed of the rules since a file was judged, by one row of each place."""
    if kept.basis == store.basis():
        return []
    firsts = Case.objects.filter(batch=kept).exclude(outcome="").order_by().values("place").annotate(first=Min("pk"))
    judged = [store.row(number) for number in firsts.values_list("first", flat=True)[:_PLACES]]
    verdicts = [cases.unpacked(bytes(r.judgement.verdict)) for r in judged if r.judgement is not None]
    return list(dict.fromkeys(c for v in verdicts for c in cases.changes_since(v)))


def _distinct(every: QuerySet[Case, Case], name: str) -> list[str]:
    # Without the order of rows: their places would make every row another one.
    return sorted(str(v) for v in every.order_by().values_list(name, flat=True).distinct() if v)


def chosen_rows(request: HttpRequest) -> dict[str, str]:
    """By what the rows of a file are chosen."""
    return {
        k: request.GET.get(k, "").strip()[:_MOST_TEXT]
        for k in ("outcome", "decided", "steps", "matter", "place", "text")
    }


def filtered(every: QuerySet[Case, Case], by: dict[str, str]) -> QuerySet[Case, Case]:
    """The rows that are chosen."""
    rows = every
    if by["outcome"] == "bad":
        rows = rows.filter(outcome="")
    elif by["outcome"]:
        rows = rows.filter(outcome=by["outcome"])
    if by["decided"]:
        rows = rows.filter(decisions__isnull=by["decided"] != "已决定").distinct()
    for name in ("steps", "matter", "place"):
        if by[name]:
            rows = rows.filter(**{name: by[name]})
    if by["text"]:
        rows = rows.filter(facility__icontains=by["text"]) | rows.filter(number__icontains=by["text"])
    return rows


@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Begin anew with a file whose judging was interrupted or failed before anything came of it."""
    kept = Batch.objects.filter(pk=number).first()
    if kept is None:
        raise Http404
    if Batch.objects.filter(pk=number, finished="", state__in=(State.STOPPED, State.FAILED)).update(
        state=State.WAITING, done=0, total=0, failure="{}"
    ):
        begin(kept, bytes(kept.content), actor(request).name)
    return see(f"/batch/{number}")


@require_POST
def anew(request: HttpRequest, number: int) -> HttpResponse:
    """Judge all rows of a file by the rules and the ledger of now."""
    begin_anew(number, actor(request).name)
    return see(f"/batch/{number}")


def begin_anew(number: int, by: str, wait: float = _WAIT) -> None:
    """Begin to judge all rows of a file by the rules and the ledger of now, where nothing is being done with it. by: who has it judged."""
    kept = files_store.batch(number)
    if not _set_waiting(number):
        return
    basis, before = store.basis(), files_store.judgements_of(kept)
    job = worker.Job(worker.KEPT, worker.Task.ANEW, kept.as_of, store.ledger(), kept.name)
    content = files_store.lines(kept, verdicts=False)
    jobs.start(kept, job, content, lambda folder: files_store.take_anew(kept, folder, basis, before, by)).join(wait)


def _set_waiting(number: int) -> bool:
    """Take hold of a file that was judged before; whether it was free."""
    states = (State.DONE, State.STOPPED, State.FAILED)
    free = Batch.objects.filter(pk=number, state__in=states).exclude(finished="")
    return free.update(state=State.WAITING, done=0, failure="{}") > 0


def sum_up(number: int) -> None:
    """Make the workbook of results and the groups of a file anew, where rows were corrected."""
    kept = files_store.batch(number)
    if not kept.corrected or not _set_waiting(number):
        return
    before = files_store.judgements_of(kept)
    job = worker.Job(worker.KEPT, worker.Task.SUMMARY, name=kept.name)
    content = files_store.lines(kept, verdicts=True)
    jobs.start(kept, job, content, lambda folder: files_store.take_summary(kept, folder, before)).join(_WAIT)


@require_POST
def summary(request: HttpRequest, number: int) -> HttpResponse:
    """Bring the workbook of results and the groups up to the corrected rows; then that workbook, where it was asked for."""
    sum_up(number)
    return see(f"/batch/{number}/results.xlsx" if request.POST.get("then") == "results" else f"/batch/{number}")


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop the judging of a file."""
    jobs.stop(files_store.batch(number))
    return see(f"/batch/{number}")
