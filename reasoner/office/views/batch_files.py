"""What a file of applications gives to be saved: itself, its marked copy, its workbook of results, its letters."""

from __future__ import annotations

from pathlib import PurePath

import msgspec
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ir import JsonValue
from reasoner.driver.window import letter_making, worker
from reasoner.driver.window.wording import today
from reasoner.office import casework_store, files_store, jobs, store, trail
from reasoner.office.acting import actor
from reasoner.office.case_rows import CaseRow
from reasoner.office.casework_models import CaseFile
from reasoner.office.models import Batch, Case
from reasoner.office.views.batches import chosen_rows, filtered
from reasoner.office.views.downloads import MOST_LETTERS, WORKBOOK, file_answer
from reasoner.office.views.faults import not_made
from reasoner.office.views.redirect import see
from reasoner.record.log_entry import sha256


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
    return file_answer(f"{PurePath(kept.name).stem}-标注.xlsx", bytes(kept.marked), WORKBOOK)


def results(request: HttpRequest, number: int) -> HttpResponse:
    """The workbook of results; where rows were corrected since it was made, the page of the file, on which it is made anew."""
    kept = Batch.objects.only("name", "results", "corrected").filter(pk=number).first()
    if kept is None or not kept.results:
        raise Http404
    if kept.corrected:
        return see(f"/batch/{number}")
    return file_answer(f"{PurePath(kept.name).stem}-研判结果.xlsx", bytes(kept.results), WORKBOOK)


def _others(organ: str) -> list[str]:
    """The organs of cases but for one."""
    every = CaseFile.objects.exclude(organ__in=(organ, "")).order_by()
    return [*every.values_list("organ", flat=True).distinct()]


def _with_decision(number: int) -> CaseRow:
    """An application with its last verdict and the decision that counts."""
    row = store.row(number)
    return row._replace(decision=casework_store.decision_in_effect(casework_store.file_of_case(number), row.decision))


@require_POST
def archive(request: HttpRequest, number: int) -> HttpResponse:
    """Make the letters that the rows of a file call for, keep and record them, and give them out in one archive."""
    kept = files_store.batch(number)
    rows = filtered(Case.objects.filter(batch=kept).exclude(outcome=""), chosen_rows(request)).order_by("position")
    acting = actor(request)
    if acting.account is not None:
        # What lies in a case of another organ is none of ours.
        rows = rows.exclude(of_file__isnull=False, of_file__file__organ__in=_others(acting.organ))
    title = f"{PurePath(kept.name).stem}-文书-{today()}"
    suffix = ".pdf" if request.POST.get("form") == "pdf" else ".docx"
    try:
        count = rows.count()
        if count > MOST_LETTERS:
            message = f"符合条件的有{count}份,一次最多打包{MOST_LETTERS}份文书"
            raise Faults([Diagnostic("T109", kept.name, message, hint="先用上面的条件筛选,再打包")])
        judged = [r for n in rows.values_list("pk", flat=True) if (r := _with_decision(n)).judgement is not None]
        lines = files_store.letter_lines(judged, suffix, title)
        made = jobs.at_once(worker.Job(worker.KEPT, worker.Task.LETTERS, name=kept.name), lines)
    except Faults as error:
        return not_made(request, error, "judge", f"/batch/{number}")
    packed = msgspec.json.decode(made, type=letter_making.LetterArchive)
    name = f"{title}.zip"
    with transaction.atomic():
        for of, sheet in zip(judged, packed.sheets, strict=True):
            if of.judgement is not None:
                store.keep_letter(of.case, of.judgement, of.decision, sheet)
        first, *others = (r.case.number for r in judged)
        listed: list[JsonValue] = [
            {"申请": r.case.number, "文件": s.name, "sha256": s.digest}
            for r, s in zip(judged, packed.sheets, strict=True)
        ]
        payload: dict[str, JsonValue] = {
            "application": first,
            "joined": [*others],
            "文件": name,
            "申请": count,
            "文书": listed,
            "sha256": sha256(packed.content),
        }
        trail.note("打包文书", payload, actor(request).name)
    return file_answer(name, packed.content, "application/zip")
