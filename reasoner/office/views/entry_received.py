"""入库: what was received: its fields confirmed, its two readings reconciled, its scans typed and proofread by two people."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import PurePath

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Fault, Faults
from reasoner.driver import draft_folders
from reasoner.driver.draft_meta import FIELDS
from reasoner.driver.window import entry_receiving, worker
from reasoner.driver.window.entry import Entry
from reasoner.office import jobs
from reasoner.office.keeping import form_key, once
from reasoner.office.pages.entry_form import LABELS, document_fields, named
from reasoner.office.pages.field import with_faults
from reasoner.office.templating import page
from reasoner.office.views.downloads import file_answer
from reasoner.office.views.entry import opened, read_file
from reasoner.office.views.redirect import see

_UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
_BYTES = "application/octet-stream"


def received(request: HttpRequest, document: str) -> HttpResponse:
    """The received file, what is proposed of it, and how its readings differ; the fields are confirmed here."""
    entry = opened(document)
    if entry.without_text:
        return see(f"/entry/{document}/scan")
    if request.method != "POST":
        return _received(request, entry, entry.record.fields, ())
    given = {k: request.POST.get(k, "").strip() for k in (*FIELDS, "by")}

    def make() -> str:
        entry_receiving.confirm_fields(entry, given, given["by"], request.POST.get("digest", ""))
        return f"/entry/{document}/received?saved=1"

    try:
        return see(once(request.POST.get("key", ""), make))
    except Faults as error:
        return _received(request, entry, given, error.diagnostics)


def _received(
    request: HttpRequest,
    entry: Entry,
    given: dict[str, str],
    faults: tuple[Fault, ...],
    other: dict[str, str] | None = None,
) -> HttpResponse:
    """other: of a form of a difference or placeholder, what was written in it, with `form` and `number`."""
    written = other or {}
    of_compiler = tuple(f.fault for f in entry.compiled.faults if "meta.toml" in f.where)
    of_form = () if other else faults
    fields, others = document_fields(given, entry.record, (*of_form, *of_compiler))
    (by,), others = with_faults([named("经办人", given.get("by", ""))], others, {"经办人": "by"})
    record = entry.record
    settled = {s.number: s for s in record.settled}
    filled = {f.number: f for f in record.filled}
    values = {
        "section": "entry", "entry": entry, "base": f"/entry/{entry.document}", "fields": fields, "by": by, "faults": others,
        "any": bool(faults) and not other, "key": form_key(), "digest": entry.digest, "saved": request.GET.get("saved") == "1",
        "differences": list(enumerate(record.differences)), "settled": settled, "filled": filled,
        "placeholders": list(enumerate(record.placeholders)), "written": written, "wrong": faults if other else (),
        "labels": LABELS, "page_of": _page_of, "unknown": entry_receiving.unknown_issuers(entry),
    }  # fmt: skip
    return page(request, "entry_received.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


def _page_of(place: str) -> int:
    """The page that a place of a PDF names; 0: it names none."""
    number = place.partition("第")[2].partition("页")[0]
    return int(number) if number.isdecimal() else 0


@require_POST
def settle(request: HttpRequest, document: str) -> HttpResponse:
    """Settle a difference, type a placeholder, or proofread it."""
    entry = opened(document)
    given = {k: request.POST.get(k, "") for k in ("form", "number", "choice", "words", "by", "digest")}
    number = int(given["number"]) if given["number"].isdecimal() else -1

    def make() -> str:
        match given["form"]:
            case "difference":
                entry_receiving.settle_difference(
                    entry, number, given["choice"], given["words"], given["by"], given["digest"]
                )
                return f"/entry/{document}/received#d{number}"
            case "typed":
                entry_receiving.fill_placeholder(entry, number, given["words"], given["by"], given["digest"])
            case "proofread":
                entry_receiving.proofread_placeholder(entry, number, given["words"], given["by"], given["digest"])
            case _:
                raise Http404
        return f"/entry/{document}/received#p{number}"

    try:
        return see(once(request.POST.get("key", ""), make))
    except Faults as error:
        return _received(request, entry, entry.record.fields, error.diagnostics, given)


@require_POST
def give(request: HttpRequest, document: str) -> HttpResponse:
    """Lay the received file beside a draft that was laid out without it."""
    entry = opened(document)
    sent = request.FILES.get("file")
    name, raw = "", b""
    if sent is not None and not isinstance(sent, list):
        name, raw = PurePath(sent.name or "").name[-120:], sent.read()
    by, digest = request.POST.get("by", ""), request.POST.get("digest", "")

    def make() -> str:
        entry_receiving.give_file(entry, name, raw, by, digest)
        return f"/entry/{document}/received?saved=1"

    try:
        return see(once(request.POST.get("key", ""), make))
    except Faults as error:
        return _received(request, entry, entry.record.fields, error.diagnostics, {"form": "give", "by": by})


def file(request: HttpRequest, document: str) -> HttpResponse:
    """The received file as it came in."""
    entry = opened(document)
    return file_answer(entry.record.file, draft_folders.received(entry.folder, entry.record), _BYTES)


def picture(request: HttpRequest, document: str, number: int) -> HttpResponse:
    """A page of the received file as a picture."""
    entry = opened(document)
    raw = draft_folders.received(entry.folder, entry.record)
    name = f"upload{PurePath(entry.record.stored).suffix}"
    job = worker.Job(name, worker.Task.PICTURE, name=entry.record.stored, page=max(number, 1))
    try:
        return HttpResponse(jobs.at_once(job, raw), content_type="image/png")
    except Faults as error:
        raise Http404 from error


# --- scans ----------------------------------------------------------------------------------------------------


def scan(request: HttpRequest, document: str) -> HttpResponse:
    """A page of a scan beside what is typed of it: one person types, another proofreads."""
    entry = opened(document)
    if not entry.without_text or not entry.record.scan_pages:
        return see(f"/entry/{document}" if entry.without_text else f"/entry/{document}/received")
    source = request.POST if request.method == "POST" else request.GET
    number = source.get("page", "")
    shown_page = int(number) if number.isdecimal() and 1 <= int(number) <= entry.record.scan_pages else _next(entry)
    if request.method != "POST":
        return _scan(request, entry, shown_page, {}, ())
    given = {k: request.POST.get(k, "") for k in ("words", "by", "action", "digest")}

    def make() -> str:
        if given["action"] != "again":
            act = entry_receiving.proofread_page if given["action"] == "proofread" else entry_receiving.type_page
            act(entry, shown_page, given["words"], given["by"], given["digest"])
        return f"/entry/{document}/scan"

    try:
        address = once(request.POST.get("key", ""), make)
        kept = opened(document)
        if kept.without_text and not kept.record.untyped:
            raw = draft_folders.received(kept.folder, kept.record)
            files, _ = read_file(kept.record.file, raw, entry_receiving.typed_order(kept))
            entry_receiving.take_typed(kept, files)
        return see(address)
    except Faults as error:
        return _scan(request, opened(document), shown_page, given, error.diagnostics)


def _next(entry: Entry) -> int:
    """The first page that nobody has typed, else that nobody has proofread."""
    typed = entry.record.typed
    pages = range(1, entry.record.scan_pages + 1)
    untyped = [n for n in pages if n > len(typed) or not typed[n - 1].text]
    return (untyped or [n for n in pages if not typed[n - 1].proofread_by] or [1])[0]


def _scan(
    request: HttpRequest, entry: Entry, number: int, given: dict[str, str], faults: tuple[Fault, ...]
) -> HttpResponse:
    typed = entry.record.typed[number - 1] if number <= len(entry.record.typed) else None
    proofreading = typed is not None and bool(typed.text)
    who = "校对人" if proofreading else "录入人"
    (by,), others = with_faults([named(who, given.get("by", ""))], faults, {who: "by"})
    values = {
        "section": "entry", "entry": entry, "number": number, "typed": typed, "proofreading": proofreading, "by": by, "faults": others,
        "any": bool(faults), "words": given.get("words", typed.text if typed else ""), "key": form_key(), "digest": entry.digest,
    }  # fmt: skip
    return page(request, "entry_scan.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)
