"""名册: a register judged as a whole by columns, in the background, kept; its rows by page, and any of them with its reasons."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import urlencode

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from policy_dsl.ir import JsonValue
from reasoner.driver.window import cases, register_tables, worker
from reasoner.driver.window.register_tables import (
    TABLES,
    Chosen,
    RegisterFiles,
    RegisterQuestion,
    RegisterSummary,
    clause_words,
)
from reasoner.model.verdict import verdict_from_data
from reasoner.office import jobs, store, trail
from reasoner.office.acting import actor, of_own_organ
from reasoner.office.jobs import State
from reasoner.office.keeping import form_key, now, once, table, to_text
from reasoner.office.pages.verdict_page import verdict_page
from reasoner.office.register_models import JudgedRegister
from reasoner.office.templating import page
from reasoner.office.views.downloads import file_answer
from reasoner.office.views.faults import not_made
from reasoner.office.views.redirect import see
from reasoner.record.log_entry import sha256

SUFFIXES: Final = (".parquet", ".csv", ".xlsx")
"""The forms of a register."""
_FILES: Final = (("register", "名册"), ("indicators", "指标"), ("determinations", "认定"))
_MOST: Final = 200
"""Characters of a field."""
_ROWS: Final = 100
"""Applications, or faults, on one page."""
_CLAUSES: Final = 5
"""Clauses that a row names on the page; of more it says how many."""
_RECENT: Final = 100
_DIGITS: Final = 12
"""Of a number in an address; no register has as many rows."""
_WAIT: Final = 1.0
_CSV: Final = "text/csv; charset=utf-8"
_LARGE: Final = ("content", "ledger", "result", "rows", "faults")


class Pages:
    """Where a page stands among the pages of a list."""

    def __init__(self, count: int, page: str | None) -> None:
        self.count = count
        self.number_of = max(1, -(-count // _ROWS))
        digits = (page or "")[:_DIGITS]
        self.number = min(max(int(digits), 1), self.number_of) if digits.isdecimal() else 1
        self.start = (self.number - 1) * _ROWS


def registers(request: HttpRequest) -> HttpResponse:
    """Where a register is sent, and those that were."""
    return _begin_page(request, (), "")


def _begin_page(request: HttpRequest, faults: tuple[Fault, ...], as_of: str) -> HttpResponse:
    acting = actor(request)
    kept = JudgedRegister.objects.defer(*_LARGE).order_by("-id")
    own = kept if acting.account is None else kept.filter(organ=acting.organ)
    ledger = sum(len(items) for items in store.ledger().values() if isinstance(items, list))
    values = {
        "section": "judge", "faults": faults, "as_of": as_of, "kept": own[:_RECENT], "key": form_key(),
        "accept": ",".join(SUFFIXES), "ledger": ledger,
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return page(request, "registers.html.jinja", values, status=status)


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Take a register, and begin to judge it."""
    sent: dict[str, UploadedFile] = {}
    faults: list[Diagnostic] = []
    for field, called in _FILES:
        of = request.FILES.get(field)
        if of is None or isinstance(of, list):
            if field == "register":
                faults.append(Diagnostic("U106", called, "没有选文件", "、".join(SUFFIXES)))
        elif not _name(of).lower().endswith(SUFFIXES):
            what = f"{called} {_name(of)}"
            faults.append(
                Diagnostic("U102", what, "不认识的文件类型", "、".join(SUFFIXES), "另存为 xlsx 或者 CSV 再试")
            )
        else:
            sent[field] = of
    as_of = request.POST.get("as_of", "").strip()[:_MOST]
    try:
        cases.day(as_of)
    except Faults as error:
        faults += [msgspec.structs.replace(f, where="适用日期") for f in error.diagnostics]
    if faults:
        return _begin_page(request, tuple(faults), as_of)
    # Two files may bear the same name: those beside the register are told apart.
    names = {field: f"{field[0]}-{_name(of)}" if n else _name(of) for n, (field, of) in enumerate(sent.items())}
    question = RegisterQuestion(**names, as_of=as_of)
    files = RegisterFiles(**{field: of.read() for field, of in sent.items()})
    acting = actor(request)
    begun: list[JudgedRegister] = []

    def make() -> str:
        kept = JudgedRegister.objects.create(
            question=to_text(question), name=question.register, organ=acting.organ, state=State.WAITING, created=now(),
            content=zlib.compress(msgspec.msgpack.encode(files), 1),
        )  # fmt: skip
        begun.append(kept)
        return f"/register/{kept.pk}"

    address = once(request.POST.get("key", ""), make)
    for kept in begun:
        _begin(kept, acting.name)
    return see(address)


def _name(of: UploadedFile) -> str:
    return worker.safe_name(PurePath(of.name or "").name[-120:], PurePath(of.name or "").name)


def _begin(kept: JudgedRegister, by: str) -> None:
    question, files = _question(kept), _files(kept)
    ledger = msgspec.msgpack.encode(store.ledger())
    given = msgspec.structs.replace(files, ledger=msgspec.msgpack.decode(ledger))
    job = worker.Job("files.bin", worker.Task.WHOLE, name=question.register, whole=question)
    record: dict[str, JsonValue] = {
        "名册": question.register,
        "sha256": sha256(files.register),
        "适用日期": question.as_of,
    }
    take = _take(kept.pk, store.basis(), ledger, record, by)
    jobs.start(kept, job, msgspec.msgpack.encode(given), take).join(_WAIT)


def _take(number: int, basis: str, ledger: bytes, record: dict[str, JsonValue], by: str) -> Callable[[Path], None]:
    def take(folder: Path) -> None:
        summary = msgspec.json.decode((folder / worker.RESULT).read_bytes(), type=RegisterSummary)
        result, rows, faults = (
            (folder / TABLES / name).read_bytes()
            for name in (register_tables.RESULT, register_tables.ROWS, register_tables.FAULTS)
        )
        JudgedRegister.objects.filter(pk=number).update(
            basis=basis, ledger=zlib.compress(ledger, 1), summary=to_text(summary), result=result, rows=rows, faults=faults,
            finished=now(),
        )  # fmt: skip
        counts: dict[str, JsonValue] = {"研判": summary.rows, "有错": summary.faulty, "结果": sha256(result)}
        trail.note("名册研判", {**record, **counts}, by)

    return take


def _question(kept: JudgedRegister) -> RegisterQuestion:
    return msgspec.json.decode(kept.question, type=RegisterQuestion)


def _files(kept: JudgedRegister) -> RegisterFiles:
    return msgspec.msgpack.decode(zlib.decompress(bytes(kept.content)), type=RegisterFiles)


def _kept(request: HttpRequest, number: int, *without: str) -> JudgedRegister:
    kept = JudgedRegister.objects.defer(*without).filter(pk=number).first()
    if kept is None:
        raise Http404
    of_own_organ(request, kept.organ)
    return kept


def _done(request: HttpRequest, number: int, *without: str) -> JudgedRegister:
    """A register that was judged; raises Http404 where nothing came of it yet."""
    kept = _kept(request, number, *without)
    if not kept.finished:
        raise Http404
    return kept


def register(request: HttpRequest, number: int) -> HttpResponse:
    """A register: how far it is, or what its rows came to."""
    kept = _kept(request, number, "content", "ledger", "result", "faults")
    working = kept.state in (State.WAITING, State.RUNNING)
    faults = store.faults_in(table(kept.outcome).get("faults", []))
    if working or not kept.finished:
        values = {"section": "judge", "kept": kept, "waiting": working, "faults": faults}
        return page(request, "register_waiting.html.jinja", values)
    summary = msgspec.json.decode(kept.summary, type=RegisterSummary)
    chosen = _chosen(request)
    with register_tables.kept_register(rows=bytes(kept.rows)) as tables:
        pages = Pages(tables.count(chosen), request.GET.get("page"))
        rows = tables.rows(chosen, pages.start, _ROWS)
    clauses = {c for row in rows for c in (*row.decisive, *row.open)}
    values = {
        "section": "judge", "kept": kept, "question": _question(kept), "summary": summary, "rows": rows, "pages": pages,
        "chosen": chosen, "query": _query(chosen), "older": kept.basis != store.basis(), "failed": faults, "most": _CLAUSES,
        "words": {c: clause_words(c) for c in clauses}, "unfinished": kept.state in (State.STOPPED, State.FAILED),
    }  # fmt: skip
    return page(request, "register_rows.html.jinja", values)


def _chosen(request: HttpRequest) -> Chosen:
    return Chosen(*(request.GET.get(name, "").strip()[:_MOST] for name in Chosen._fields))


def _query(chosen: Chosen) -> str:
    return urlencode({k: v for k, v in chosen._asdict().items() if v})


def faults(request: HttpRequest, number: int) -> HttpResponse:
    """The rows that were left out, each fault with its row and column."""
    kept = _done(request, number, "content", "ledger", "result", "rows")
    with register_tables.kept_register(faults=bytes(kept.faults)) as tables:
        pages = Pages(tables.fault_count(), request.GET.get("page"))
        rows = tables.faults(pages.start, _ROWS)
    summary = msgspec.json.decode(kept.summary, type=RegisterSummary)
    values = {"section": "judge", "kept": kept, "summary": summary, "rows": rows, "pages": pages}
    return page(request, "register_faults.html.jinja", values)


def row(request: HttpRequest, number: int, position: int) -> HttpResponse:
    """A row with the verdict of the interpreter on it, which must say what the columns say."""
    if position >= 10**_DIGITS:
        raise Http404
    kept = _done(request, number)
    with register_tables.kept_register(rows=bytes(kept.rows)) as tables:
        of = tables.row(position)
    if of is None:
        raise Http404
    summary = msgspec.json.decode(kept.summary, type=RegisterSummary)
    values = {"section": "judge", "kept": kept, "row": of, "case": None}
    if summary.rules != cases.rules_digest():
        # By other rules it may come to something else, and that would be no difference between engines.
        return page(request, "register_row_older.html.jinja", values)
    ledger = msgspec.msgpack.decode(zlib.decompress(bytes(kept.ledger)))
    files = msgspec.structs.replace(_files(kept), ledger=ledger, number=of.number, result=bytes(kept.result))
    job = worker.Job("files.bin", worker.Task.ROW, name=kept.name, whole=_question(kept))
    try:
        content = jobs.at_once(job, msgspec.msgpack.encode(files))
    except Faults as error:
        return not_made(request, error, "judge", f"/register/{number}")
    verdict = verdict_from_data(msgspec.json.decode(content))
    explanation = cases.explained(verdict)
    words = cases.words_of(verdict)
    values |= {
        "verdict": verdict, "explanation": explanation, "page": verdict_page(verdict, explanation, words, words.page_of),
        "readings": [(r, cases.reading_becomes(r, verdict)) for r in verdict.readings or ()], "standing": cases.standing_of,
        "unchanged": cases.unchanged_by_readings(verdict), "doubted": cases.doubted(verdict), "weighed": (),
        "steps": cases.summary(verdict, explanation).steps, "older": kept.basis != store.basis(),
    }  # fmt: skip
    return page(request, "register_row.html.jinja", values)


def rows_file(request: HttpRequest, number: int) -> HttpResponse:
    """The chosen rows as CSV."""
    kept = _done(request, number, "content", "ledger", "result", "faults")
    with register_tables.kept_register(rows=bytes(kept.rows)) as tables:
        content = tables.rows_file(_chosen(request))
    return file_answer(f"{PurePath(kept.name).stem}-研判结果.csv", content, _CSV)


def result_file(request: HttpRequest, number: int) -> HttpResponse:
    """The outcomes as `tiaoli batch` writes them."""
    kept = _done(request, number, "content", "ledger", "rows", "faults")
    name = f"{PurePath(kept.name).stem}-研判结果.parquet"
    return file_answer(name, bytes(kept.result), "application/vnd.apache.parquet")


def faults_file(request: HttpRequest, number: int) -> HttpResponse:
    """The faults as CSV."""
    kept = _done(request, number, "content", "ledger", "result", "rows")
    with register_tables.kept_register(faults=bytes(kept.faults)) as tables:
        content = tables.faults_file()
    return file_answer(f"{PurePath(kept.name).stem}-有错的行.csv", content, _CSV)


@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Begin anew with a register that was interrupted, or that rests on earlier rules or figures."""
    kept = _kept(request, number, "result", "rows", "faults")
    free = JudgedRegister.objects.filter(pk=number, state__in=(State.STOPPED, State.FAILED, State.DONE))
    if free.update(state=State.WAITING, done=0, total=0, outcome="{}"):
        _begin(kept, actor(request).name)
    return see(f"/register/{number}")


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop the judging of a register."""
    jobs.stop(_kept(request, number, *_LARGE))
    return see(f"/register/{number}")
