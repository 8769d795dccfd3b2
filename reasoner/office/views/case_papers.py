"""Papers of a case: photographs and scans, the receipt, the index of its file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.casework.attachment_check import SUFFIXES, AttachmentKind
from reasoner.casework.case_steps import CaseStep
from reasoner.casework.file_index import Paper, index_of
from reasoner.casework.roles import CASE_ROLES
from reasoner.driver.window import case_papers, letter_making
from reasoner.driver.window.bureau_settings import settings_now
from reasoner.driver.window.wording import moment_day, typed
from reasoner.office import casework_steps, casework_store, casework_urging
from reasoner.office.acting import actor, only
from reasoner.office.casework_models import Attachment, StepRecord
from reasoner.office.casework_steps import Overtaken
from reasoner.office.casework_store import OpenFile
from reasoner.office.keeping import once, table
from reasoner.office.models import LetterRecord
from reasoner.office.templating import page
from reasoner.office.views.case_files import ATTACHING, Sent, file_page, typed_in, version_of
from reasoner.office.views.cases import FORMS
from reasoner.office.views.downloads import file_answer
from reasoner.office.views.redirect import see

_NUMBERED: Final = {
    CaseStep.INSPECTED: ("核查记录", "核查记录编号"), CaseStep.SERVE: ("送达回证", "回证编号"), CaseStep.WITHDRAW: ("撤回申请", ""),
    CaseStep.RECONSIDERATION: ("行政复议材料", "案号"), CaseStep.LAWSUIT: ("行政诉讼材料", "案号"),
}  # fmt: skip
"""The paper from outside that a step tells of, and the field with its number, without which there is none; empty: the step itself is
taken on that paper."""
_RESULTS: Final = {"复议": "行政复议决定书", "诉讼": "裁判文书"}
_CAME: Final = {CaseStep.RECEIVE: "申请材料", CaseStep.SUPPLEMENTED: "补正材料"}
"""Steps in which papers of the applicant come, each written in a line of its own."""
_DECIDING: Final = ("不予新增告知书", "告知书", "更正(撤销)告知书")
"""The letters that stand first in a file, with what proves their service."""


@only(*CASE_ROLES)
@require_POST
def attach(request: HttpRequest, number: int) -> HttpResponse:
    """Put a photograph or a scan into a case."""
    typed = typed_in(request)
    acting = actor(request)
    casework_store.open_file(number, acting)
    sent = request.FILES.get("file")
    try:
        if sent is None or isinstance(sent, list):
            raise Faults([Diagnostic("K121", "材料", "没有选文件", "照片(JPEG、PNG)、扫描件(PDF)")])
        content, name = sent.read(), sent.name or ""

        def make() -> str:
            casework_steps.attach(number, version_of(typed), content, name, typed, acting)
            return f"/file/{number}#papers"

        return see(once(typed.get("key", ""), make))
    except Faults as error:
        return file_page(request, number, Sent(ATTACHING, typed, error.diagnostics))
    except Overtaken as error:
        return file_page(request, number, Sent(ATTACHING, typed, (error.fault,), error.steps))


@only(*CASE_ROLES)
def paper(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """A photograph or a scan, to be saved: a browser shows none of it by itself."""
    kept = casework_store.attachment(number, place, actor(request))
    suffix = SUFFIXES[AttachmentKind(kept.kind)]
    name = f"证据{kept.number}-{letter_making.file_name(kept.title)}{suffix}"
    return file_answer(name, bytes(kept.content), kept.kind)


@only(*CASE_ROLES)
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """The receipt as a Word file, or as a page to be printed."""
    opened = casework_store.open_file(number, actor(request))
    first = opened.steps[0]
    data = table(first.data)
    made = case_papers.Receipt(
        opened.file.number, opened.file.facility, opened.file.credit_code,
        tuple((m.matter, m.case.number) for m in opened.matters), opened.file.received, str(data.get("递交人", "")),
        tuple(p.strip() for p in str(data.get("收到的材料", "")).splitlines() if p.strip()), opened.file.organ or settings_now().office, first.name,
    )  # fmt: skip
    if request.GET.get("form") == "html":
        values = {"section": "files", "file": opened.file, "receipt": made, "note": case_papers.RECEIPT_NOTE}
        return page(request, "receipt.html.jinja", values)
    name = f"{letter_making.file_name(opened.file.number)}-收件回执.docx"
    return file_answer(name, case_papers.receipt_file(made), FORMS["docx"])


@only(*CASE_ROLES)
def file_index(request: HttpRequest, number: int) -> HttpResponse:
    """卷内目录 as a Word file."""
    opened = casework_store.open_file(number, actor(request))
    rows = index_of(_papers(opened))
    content = case_papers.index_file(opened.file.number, opened.file.facility, rows)
    return file_answer(f"{letter_making.file_name(opened.file.number)}-卷内目录.docx", content, FORMS["docx"])


def _papers(opened: OpenFile) -> list[Paper]:
    """What lies in the file: first the decision and what proves its service, then all else in the order of the days. Nothing stands
    here that was not made or received: of letters the final ones, of papers from outside those that were put in or have a number.
    """
    organ, members = opened.file.organ, {m.case.pk: m.matter for m in opened.matters}
    first: list[Paper] = []
    others = [Paper("收件回执", opened.file.number, opened.file.received, 1, organ)]
    for matter in opened.matters:
        others.append(
            Paper(f"申请：{matter.matter}", matter.case.number, opened.file.received, None, opened.file.facility)
        )
    for letter in LetterRecord.objects.filter(case__in=members, final=True).order_by("pk").defer("content"):
        title = f"{letter.kind}（{members[letter.case_id]}）" if len(members) > 1 else letter.kind
        (first if letter.kind in _DECIDING else others).append(
            Paper(typed(title), "", moment_day(letter.at), None, organ)
        )
    for record in opened.steps:
        step, data = CaseStep(record.step), table(record.data)
        (first if step is CaseStep.SERVE else others).extend(_of_step(step, data, record, opened.file.facility))
    for kept in Attachment.objects.filter(file=opened.file).defer("content"):
        pages = kept.pages or (None if kept.kind == AttachmentKind.PDF else 1)
        others.append(Paper(kept.title, f"证据{kept.number}", moment_day(kept.at), pages, kept.giver))
    for notice in casework_urging.notices_of(opened.file):
        others.append(Paper(f"催办单（第{notice.pk}号）", "", moment_day(notice.at), None, notice.by))
    return [*first, *sorted(others, key=lambda paper: paper.day)]


def _of_step(step: CaseStep, data: dict[str, object], record: StepRecord, facility: str) -> Iterator[Paper]:
    """The papers from outside of which a step tells."""
    if step in _CAME:
        lines = str(data.get("收到的材料", "")).splitlines()
        yield from (
            Paper(f"{_CAME[step]}：{text.strip()}", "", record.day, None, facility) for text in lines if text.strip()
        )
    elif step is CaseStep.REMEDY_RESULT:
        yield Paper(_RESULTS[str(data["程序"])], str(data.get("文号", "")), record.day, None)
    elif step in _NUMBERED:
        title, field = _NUMBERED[step]
        number = str(data.get(field, "")) if field else ""
        if number or not field:
            by = record.name if step in (CaseStep.INSPECTED, CaseStep.SERVE) else facility if not field else ""
            yield Paper(title, number, record.day, None, by)
