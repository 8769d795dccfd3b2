"""入库: the documents of the bureau's own corpus, a file that is taken in, and how far each is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from http import HTTPStatus
from pathlib import PurePath

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from reasoner.driver.window import entry as entries
from reasoner.driver.window import entry_cases, entry_receiving, entry_text, terms, worker
from reasoner.driver.window.bureau_settings import settings_now
from reasoner.driver.window.entry import Entry
from reasoner.driver.window.entry_receiving import SUFFIXES, Intake
from reasoner.driver.window.receiving import Receiving
from reasoner.office import jobs
from reasoner.office.keeping import form_key, made_before, once
from reasoner.office.pages.field import Field, with_faults
from reasoner.office.rules_watch import WATCH
from reasoner.office.templating import page
from reasoner.office.views.redirect import see

_UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


def opened(document: str) -> Entry:
    """The draft of a document. Raises Http404 where there is none."""
    entry = entries.open_entry(document)
    if entry is None:
        raise Http404
    return entry


Answered = Callable[..., HttpResponse]


def of_draft(view: Answered) -> Answered:
    """A view of a draft; where files of it cannot be read, the page says which."""

    @wraps(view)
    def answered(request: HttpRequest, document: str, **more: str | int) -> HttpResponse:
        try:
            return view(request, document, **more)
        except Faults as error:
            values = {"section": "entry", "faults": error.diagnostics, "back": "/entry", "again": ""}
            return page(request, "faults.html.jinja", values, status=_UNPROCESSABLE)
        finally:
            if request.method == "POST":
                WATCH.noted()  # what is published is in use already, and a draft is no part of the rules

    return answered


def documents(request: HttpRequest) -> HttpResponse:
    """Every document of the corpus with its state, and where a file is sent."""
    return _documents(request, {}, ())


def _documents(request: HttpRequest, given: dict[str, str], faults: tuple[Fault, ...]) -> HttpResponse:
    lines: list[entries.EntryLine] = []
    place = ""
    try:
        place, lines = entries.corpus_place(), entries.lines()
    except Faults as error:
        faults = (*faults, *error.diagnostics)
    region = given.get("region", settings_now().region)
    known = dict.fromkeys(line.document for line in lines)
    made = [
        Field(
            "region", "地区", choices=terms.places(), required=True, values=(region,),
            hint="文件适用的地区；写名称或者六位区划代码，全国县级以上的都认得",
        ),
        Field(
            "document", "文件标识", choices=tuple(known), values=(given.get("document", ""),),
            hint="小写字母、数字和连字符，如 weifang-2026；不写的由地区和年份排出；已有文件的新版本，写它的标识",
        ),
    ]  # fmt: skip
    fields, others = with_faults(made, faults, {"地区": "region", "标识": "document"})
    values = {
        "section": "entry", "lines": lines, "place": place, "fields": fields, "faults": others, "any": bool(faults), "key": form_key(),
        "accept": ",".join(SUFFIXES), "masks": given.get("masks", "1"),
    }  # fmt: skip
    return page(request, "entry.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take a received file in: it is read in another process, and becomes a draft."""
    before = made_before(request.POST.get("key", ""))
    if before:
        return see(before)
    given = {k: request.POST.get(k, "").strip() for k in ("region", "document", "masks")}
    sent = request.FILES.get("file")
    name = PurePath((sent.name or "") if sent is not None and not isinstance(sent, list) else "").name[-120:]
    faults: list[Diagnostic] = []
    where = Intake("", "")
    if not name:
        faults.append(Diagnostic("U106", "文件", "没有选文件", "、".join(SUFFIXES)))
    elif not name.lower().endswith(SUFFIXES):
        faults.append(Diagnostic("U102", f"文件 {name}", "不认识的文件类型", "、".join(SUFFIXES)))
    try:
        where = entry_receiving.intake(given["region"], given["document"])
    except Faults as error:
        faults += error.diagnostics
    if faults or sent is None or isinstance(sent, list):
        return _documents(request, given, tuple(faults))
    raw = sent.read()

    try:
        order = Receiving(where.document, where.region, masks=given["masks"] != "0")
        files, pages = read_file(name, raw, order)  # which takes a while, and holds up nobody who writes

        def make() -> str:
            entry_receiving.take_in(where, name, raw, files, pages)
            return f"/entry/{where.document}/received"

        address = once(request.POST.get("key", ""), make)
        WATCH.noted()
        return see(address)
    except Faults as error:
        return _documents(request, given, error.diagnostics)


class _ReadFile(msgspec.Struct, frozen=True):
    files: dict[str, str]


def read_file(name: str, raw: bytes, order: Receiving) -> tuple[dict[str, str], int]:
    """The files that a worker makes of a received file, or of a scan none and how many pages it has. Raises Faults."""
    file = f"upload{PurePath(name).suffix.lower()}"
    try:
        content = jobs.at_once(worker.Job(file, worker.Task.INGEST, name=name, receiving=order), raw)
    except Faults as error:
        if order.typed or [d.code for d in error.diagnostics] != [entry_receiving.SCAN]:
            raise
        return {}, msgspec.json.decode(jobs.at_once(worker.Job(file, worker.Task.PICTURE, name=name), raw), type=int)
    return msgspec.json.decode(content, type=_ReadFile).files, 0


def overview(request: HttpRequest, document: str) -> HttpResponse:
    """How far a draft is, step by step."""
    entry = opened(document)
    values = {"section": "entry", "entry": entry, "steps": steps(entry), "key": form_key(), "faults": ()}
    return page(request, "entry_overview.html.jinja", values)


class Step(msgspec.Struct, frozen=True):
    """A step of bringing a document in."""

    name: str
    address: str
    what: str
    """What is left of it, in words; empty: nothing."""
    done: str = "没有余下的"
    """What is said where nothing is left."""


def steps(entry: Entry) -> list[Step]:
    """The steps with what is left of each."""
    record, base = entry.record, f"/entry/{entry.document}"
    if entry.without_text and not record.scan_pages:
        what = "目录里没有正文（text.txt）：放弃这份草稿，再从“入库”页读入收到的文件"
        return [Step("正文", base, what)]
    if entry.without_text:
        done = sum(bool(t.text and t.proofread_by) for t in record.typed)
        what = f"扫描件{record.scan_pages}页，已录入并校对{done}页"
        return [Step("录入和校对", f"{base}/scan", what)]
    left = entry.compiled.left
    open_ = len(record.open_differences)
    received = [f"登记事项待确认{'' if record.confirmed_by else '全部'}"] if not record.confirmed_by else []
    received += [f"两次读取的差别待核定{open_}处"] if open_ else []
    received += [f"录入的文字待校对{record.unproofread}处"] if record.unproofread else []
    rules = [f"待写{left.pending}条"] if left.pending else []
    rules += [f"待核{left.proposed}条"] if left.proposed else []
    rules += [f"没有规则说明的词语{left.unaligned}处"] if left.unaligned else []
    rules += [f"错误{left.faults}处"] if left.faults else []
    clauses, readings, cases = counts(entry)
    signed = len({s.name for s in record.signatures if s.digest == entry.digest})
    return [
        Step("收到的文件和登记", f"{base}/received", "；".join(received)),
        Step("正文和条款", f"{base}/text", "", f"{clauses}条，改正过{len(record.corrections)}处"),
        Step("规则", f"{base}/rules", "；".join(rules)),
        Step("条文理解", f"{base}/readings", "", f"登记{readings}条" if readings else "没有登记"),
        Step("情形", f"{base}/cases", "" if cases else "还没有写", f"{cases}个"),
        Step("签署和发布", f"{base}/publish", f"已签署{signed}人，须两人" if signed < 2 else ""),
    ]


def counts(entry: Entry) -> tuple[int, int, int]:
    """How many clauses, readings and cases a draft has; of files that cannot be read none."""
    readings = cases = 0
    with suppress(Faults):
        readings = len(entry_text.readings(entry))
    with suppress(Faults):
        cases = len(entry_cases.cases(entry))
    return sum(row.clause is not None for row in entry_text.rows(entry)), readings, cases


@require_POST
def leave(request: HttpRequest, document: str) -> HttpResponse:
    """Give a draft up; it is kept among the earlier ones."""
    entry = opened(document)
    try:
        entry_receiving.leave(entry, request.POST.get("by", ""), request.POST.get("reason", ""))
    except Faults as error:
        values = {
            "section": "entry", "entry": entry, "steps": steps(entry), "key": form_key(), "faults": error.diagnostics,
            "by": request.POST.get("by", ""), "reason": request.POST.get("reason", ""),
        }  # fmt: skip
        return page(request, "entry_overview.html.jinja", values, status=_UNPROCESSABLE)
    return see("/entry")
