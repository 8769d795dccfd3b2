"""Papers of a case: photographs and scans, the receipt, the index of its file."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.casework.attachment_check import SUFFIXES, AttachmentKind
from reasoner.casework.case_steps import CaseStep
from reasoner.casework.file_index import Paper, index_of
from reasoner.casework.roles import CASE_ROLES
from reasoner.driver.window import case_papers, letter_making
from reasoner.driver.window.bureau_settings import settings_now
from reasoner.driver.window.wording import moment_day
from reasoner.office import casework_steps, casework_store
from reasoner.office.acting import actor, only
from reasoner.office.casework_models import Attachment
from reasoner.office.casework_steps import Overtaken
from reasoner.office.casework_store import OpenFile
from reasoner.office.keeping import once, table
from reasoner.office.templating import page
from reasoner.office.views.case_files import ATTACHING, Sent, file_page, typed_in, version_of
from reasoner.office.views.cases import FORMS
from reasoner.office.views.downloads import file_answer
from reasoner.office.views.redirect import see

_PAPERS = {
    CaseStep.NOTIFY: "补正材料通知书", CaseStep.SUPPLEMENTED: "补正材料", CaseStep.INSPECT: "现场核查任务单", CaseStep.INSPECTED: "核查记录",
    CaseStep.PROPOSE: "内部审核意见", CaseStep.SIGN: "签发的文书", CaseStep.SERVE: "送达回证", CaseStep.WITHDRAW: "撤回申请", CaseStep.LAPSE: "终止的依据",
    CaseStep.RECONSIDERATION: "行政复议材料", CaseStep.LAWSUIT: "诉讼材料", CaseStep.REMEDY_RESULT: "复议决定、裁判文书",
}  # fmt: skip
"""The paper that a step leaves in the file."""
_NUMBERED = ("回证编号", "核查记录编号", "文号", "案号")


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


def _papers(opened: OpenFile) -> Iterator[Paper]:
    """What lies in the file, in the order of its course; papers of which nobody counted the pages have none."""
    yield Paper("收件回执", opened.file.number, opened.file.received, 1, opened.file.organ)
    for matter in opened.matters:
        yield Paper(f"申请：{matter.matter}", matter.case.number, opened.file.received, None, opened.file.facility)
    for kept in Attachment.objects.filter(file=opened.file).defer("content"):
        yield Paper(kept.title, f"证据{kept.number}", moment_day(kept.at), kept.pages, kept.giver)
    for record in opened.steps:
        step = CaseStep(record.step)
        if step in _PAPERS:
            data = table(record.data)
            number = next((str(data[n]) for n in _NUMBERED if data.get(n)), "")
            yield Paper(_PAPERS[step], number, record.day, None, record.name)
