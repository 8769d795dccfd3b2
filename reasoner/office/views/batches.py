"""研判 of files: what was sent and written, a file with its rows, its copies and letters."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus
from pathlib import PurePath
from typing import Final

import msgspec
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from reasoner.driver.window import cases, files, letter_making, terms, worker
from reasoner.driver.workbooks import form_content
from reasoner.letters.decision import Decision
from reasoner.office import jobs, store
from reasoner.office.jobs import State
from reasoner.office.keeping import form_key, now, once, table
from reasoner.office.models import Batch, Case, Draft
from reasoner.office.pages.plain_paths import flat
from reasoner.office.templating import page
from reasoner.office.views.cases import file_answer
from reasoner.office.views.redirect import see

SUFFIXES: Final = (".xlsx", ".xls", ".csv", ".json", ".jsonl", ".yaml", ".yml", ".ttl", ".jsonld", ".nt")
_ROWS: Final = 200
"""Rows of a file on one page."""
_RECENT: Final = 30
_MOST_LISTED: Final = 500
_MOST_LETTERS: Final = 200
"""Letters in one archive."""
_WAIT: Final = 3.0
"""Seconds that a file may take before its page tells how far it is."""
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def judge(request: HttpRequest) -> HttpResponse:
    """Where judging begins: a file, a form, and what was judged."""
    return _judge(request, ())


def _judge(request: HttpRequest, faults: tuple[Fault, ...], as_of: str = "") -> HttpResponse:
    most = _MOST_LISTED if request.GET.get("all") == "1" else _RECENT
    text = request.GET.get("text", "").strip()
    written = Case.objects.filter(batch=None).order_by("-id")[:most]
    drafts = [(d, dict(flat(table(d.data)))) for d in Draft.objects.filter(case=None).order_by("-id")[:most]]
    matching = Case.objects.filter(Q(number__contains=text) | Q(facility__contains=text)).select_related("batch")
    values = {
        "section": "judge", "faults": faults, "batches": Batch.objects.defer("content", "results", "marked").order_by("-id")[:most],
        "text": text, "matching": matching.order_by("-id")[:_MOST_LISTED] if text else None, "recent": most == _RECENT,
        "written": written, "drafts": drafts, "key": form_key(), "matters": terms.matters(), "as_of": as_of,
    }  # fmt: skip
    return page(
        request, "judge.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    )


def form(request: HttpRequest) -> HttpResponse:
    """The empty form of applications."""
    from pathlib import Path

    return file_answer("申请.xlsx", form_content(Path("申请.xlsx")), _XLSX)


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
        _begin(batch, content)
    return see(address)


def _begin(batch: Batch, content: bytes) -> None:
    job = worker.Job(f"upload{PurePath(batch.name).suffix.lower()}", batch.as_of, store.ledger(), name=batch.name)
    thread = jobs.start(batch, job, content, lambda folder: store.take_file(batch, folder))
    thread.join(_WAIT)


def _batch(number: int) -> Batch:
    kept = Batch.objects.defer("content", "results", "marked").filter(pk=number).first()
    if kept is None:
        raise Http404
    return kept


def batch(request: HttpRequest, number: int) -> HttpResponse:
    """A file: how far it is, or what its rows came to."""
    kept = _batch(number)
    outcome = table(kept.outcome)
    if kept.state != State.DONE:
        values = {
            "section": "judge", "batch": kept, "waiting": kept.state in (State.WAITING, State.RUNNING), "key": form_key(),
            "faults": store.faults_in(outcome.get("faults", [])),
        }  # fmt: skip
        return page(request, "waiting.html.jinja", values)
    every = Case.objects.filter(batch=kept)
    result = msgspec.convert(outcome, files.FileResult)
    chosen = {k: request.GET.get(k, "").strip() for k in ("outcome", "steps", "matter", "place", "text")}
    rows = _filtered(every, chosen)
    paginator = Paginator(rows.order_by("position"), _ROWS)
    shown_page = paginator.get_page(request.GET.get("page"))
    counts = Counter(every.exclude(outcome="").values_list("outcome", "short"))
    bad = every.filter(outcome="").count()
    values = {
        "section": "judge", "batch": kept, "result": result, "rows": shown_page, "filters": chosen, "bad": bad,
        "counts": [(o, s, n) for (o, s), n in counts.most_common()], "number": every.count(),
        "steps": _distinct(every, "steps"), "matters": _distinct(every, "matter"), "places": _distinct(every, "place"),
        "query": "&".join(f"{k}={v}" for k, v in chosen.items() if v), "key": form_key(), "most_letters": _MOST_LETTERS,
        "matching": paginator.count, "marked": result.table and bool(result.faults), "by_number": dict(every.values_list("number", "pk")) if result.groups else {},
    }  # fmt: skip
    return page(request, "batch.html.jinja", values)


def _distinct(every: QuerySet[Case, Case], name: str) -> list[str]:
    return sorted({str(v) for v in every.values_list(name, flat=True).distinct() if v})


def _filtered(every: QuerySet[Case, Case], by: dict[str, str]) -> QuerySet[Case, Case]:
    rows = every
    if by["outcome"] == "bad":
        rows = rows.filter(outcome="")
    elif by["outcome"]:
        rows = rows.filter(outcome=by["outcome"])
    for name in ("steps", "matter", "place"):
        if by[name]:
            rows = rows.filter(**{name: by[name]})
    if by["text"]:
        rows = rows.filter(facility__contains=by["text"]) | rows.filter(number__contains=by["text"])
    return rows


@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Begin anew with a file whose judging was interrupted or failed."""
    kept = Batch.objects.filter(pk=number).first()
    if kept is None:
        raise Http404
    if Batch.objects.filter(pk=number, state__in=(State.STOPPED, State.FAILED)).update(
        state=State.WAITING, done=0, total=0, outcome="{}"
    ):
        _begin(kept, bytes(kept.content))
    return see(f"/batch/{number}")


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop the judging of a file."""
    jobs.stop(_batch(number))
    return see(f"/batch/{number}")


def source(request: HttpRequest, number: int) -> HttpResponse:
    """The file as it was sent."""
    kept = Batch.objects.only("name", "content").filter(pk=number).first()
    if kept is None:
        raise Http404
    return file_answer(kept.name, bytes(kept.content), "application/octet-stream")


def marked(request: HttpRequest, number: int) -> HttpResponse:
    """The copy of the table in which every fault stands at its cell."""
    kept = Batch.objects.only("name", "marked").filter(pk=number).first()
    if kept is None or not kept.marked:
        raise Http404
    return file_answer(f"{PurePath(kept.name).stem}-标注.xlsx", bytes(kept.marked), _XLSX)


def results(request: HttpRequest, number: int) -> HttpResponse:
    """The workbook of results; made anew where rows were corrected."""
    kept = Batch.objects.only("name", "results", "corrected", "as_of", "outcome").filter(pk=number).first()
    if kept is None or not kept.results:
        raise Http404
    content = bytes(kept.results)
    if kept.corrected:
        rows = Case.objects.filter(batch=kept).exclude(outcome="").order_by("position").values_list("data", flat=True)
        shared = table(kept.outcome).get("shared")
        data = {"申请": [table(t) for t in rows], **(shared if isinstance(shared, dict) else {})}
        content = files.judge_rows(data, kept.as_of, store.ledger()).workbook
    return file_answer(f"{PurePath(kept.name).stem}-研判结果.xlsx", content, _XLSX)


def archive(request: HttpRequest, number: int) -> HttpResponse:
    """The letters that the rows of a file call for, in one archive."""
    kept = _batch(number)
    by = {k: request.GET.get(k, "").strip() for k in ("outcome", "steps", "matter", "place", "text")}
    rows = _filtered(Case.objects.filter(batch=kept).exclude(outcome=""), by).order_by("position")
    suffix = ".pdf" if request.GET.get("form") == "pdf" else ".docx"
    faults: list[Diagnostic] = []
    if rows.count() > _MOST_LETTERS:
        message = f"符合条件的有{rows.count()}份,一次最多打包{_MOST_LETTERS}份文书"
        faults = [Diagnostic("T109", kept.name, message, hint="先用上面的条件筛选,再打包")]
    else:
        opened = [store.judged_case(pk) for pk in rows.values_list("pk", flat=True)]
        content, faults = letter_making.archive([(o.verdict, _decision(o)) for o in opened], suffix)
        if not faults:
            return file_answer(f"{PurePath(kept.name).stem}-文书.zip", content, "application/zip")
    return page(
        request,
        "faults.html.jinja",
        {"faults": faults, "back": f"/batch/{number}", "section": "judge"},
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def _decision(opened: store.OpenCase) -> Decision | None:
    return letter_making.decision_of(opened.decision, opened.verdict) if opened.decision is not None else None
