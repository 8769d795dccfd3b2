"""模拟: a register judged again under a supposition, in the background, kept; by name for whom cases are open, else in numbers."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path, PurePath
from typing import Final

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from reasoner.casework.roles import CASE_ROLES
from reasoner.driver.window import worker
from reasoner.driver.window.comparison_answer import runnable_readings
from reasoner.driver.window.entry import open_drafts
from reasoner.driver.window.simulation_question import (
    NOT_ANSWERED,
    NumberedClause,
    Simulation,
    SimulationFiles,
    SimulationQuestion,
    clauses_with_numbers,
)
from reasoner.office import jobs, store, trail
from reasoner.office.acting import actor, of_own_organ
from reasoner.office.jobs import State
from reasoner.office.keeping import form_key, now, once, table, to_text
from reasoner.office.simulation_models import SimulationRun
from reasoner.office.templating import page
from reasoner.office.views.downloads import WORKBOOK, file_answer
from reasoner.office.views.redirect import see

SUFFIXES: Final = (".parquet", ".csv", ".xlsx")
"""The forms of a register."""
_FIELDS: Final = ("kind", "clause", "number", "value", "reading", "draft", "as_of")
_KINDS: Final = ("number", "reading", "draft", "day")
_MOST: Final = 200
"""Characters of a field."""
_ROWS: Final = 100
"""Applications on one page."""
_WAIT: Final = 1.0
_TYPES: Final = {".html": "text/html; charset=utf-8", ".xlsx": WORKBOOK, ".json": "application/json"}
_UNPROCESSABLE: Final = HTTPStatus.UNPROCESSABLE_ENTITY


def simulate(request: HttpRequest) -> HttpResponse:
    """What may be supposed, and what was."""
    return _begin_page(request, SimulationQuestion(), ())


def _begin_page(request: HttpRequest, question: SimulationQuestion, faults: tuple[Fault, ...]) -> HttpResponse:
    clauses = clauses_with_numbers()
    several = _several(question, clauses)
    acting = actor(request)
    kept = SimulationRun.objects.defer("content", "result").order_by("-id")
    values = {
        "section": "simulate", "question": question, "faults": faults, "clauses": clauses, "several": several,
        "readings": runnable_readings(), "drafts": open_drafts(), "not_answered": NOT_ANSWERED, "may": bool(acting.roles & CASE_ROLES),
        "kept": kept if acting.account is None else kept.filter(organ=acting.organ),
    }  # fmt: skip
    return page(request, "simulate.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


def _several(question: SimulationQuestion, clauses: list[NumberedClause]) -> NumberedClause | None:
    """The clause that is chosen, where it has several numbers to choose from."""
    return next((c for c in clauses if c.clause == question.clause and len(c.numbers) > 1), None)


def supposed(request: HttpRequest) -> HttpResponse:
    """What is supposed is looked at; then the register is asked for."""
    question = _question(request.GET.get)
    if question.kind == "number" and not question.number and _several(question, clauses_with_numbers()) is not None:
        return _begin_page(request, question, ())  # which of them is a choice yet to be made, and no fault
    try:
        sentences = _checked(question)
    except Faults as error:
        return _begin_page(request, question, error.diagnostics)
    return _register_page(request, question, sentences, ())


def _register_page(
    request: HttpRequest, question: SimulationQuestion, sentences: tuple[str, ...], faults: tuple[Fault, ...]
) -> HttpResponse:
    values = {
        "section": "simulate", "question": question, "fields": [(n, getattr(question, n)) for n in _FIELDS], "faults": faults,
        "sentences": sentences, "key": form_key(), "accept": ",".join(SUFFIXES), "ledger": _ledger_size(),
    }  # fmt: skip
    return page(request, "simulate_register.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


def _ledger_size() -> int:
    return sum(len(items) for items in store.ledger().values() if isinstance(items, list))


def _question(given: Callable[[str, str], str | None]) -> SimulationQuestion:
    fields = {name: (given(name, "") or "").strip()[:_MOST] for name in _FIELDS}
    kind = fields.pop("kind")
    return msgspec.convert({**fields, "kind": kind if kind in _KINDS else "number"}, SimulationQuestion)


def _checked(question: SimulationQuestion) -> tuple[str, ...]:
    from reasoner.driver.window import simulating

    return simulating.check(question)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Take the register, and begin."""
    question = _question(request.POST.get)
    try:
        sentences = _checked(question)
    except Faults as error:
        return _begin_page(request, question, error.diagnostics)
    sent: dict[str, UploadedFile] = {}
    faults: list[Diagnostic] = []
    for field, called in (("register", "名册"), ("indicators", "指标"), ("determinations", "认定")):
        of = request.FILES.get(field)
        if of is None or isinstance(of, list):
            if field == "register":
                faults.append(Diagnostic("U106", called, "没有选文件", "、".join(SUFFIXES)))
        elif not _name(of).lower().endswith(SUFFIXES):
            faults.append(
                Diagnostic("U102", f"{called} {_name(of)}", "不认识的文件类型", "、".join(SUFFIXES), "另存为 xlsx 再试")
            )
        else:
            sent[field] = of
    if faults:
        return _register_page(request, question, sentences, tuple(faults))
    names = {field: f"{field[0]}-{_name(of)}" if n else _name(of) for n, (field, of) in enumerate(sent.items())}
    question = msgspec.structs.replace(question, **names)
    files = SimulationFiles(**{field: of.read() for field, of in sent.items()})
    acting = actor(request)
    begun: list[SimulationRun] = []

    def make() -> str:
        kept = SimulationRun.objects.create(
            question=to_text(question), title="；".join(sentences), organ=acting.organ, state=State.WAITING, created=now(),
            content=zlib.compress(msgspec.msgpack.encode(files), 1),
        )  # fmt: skip
        begun.append(kept)
        trail.note("模拟测算", {"假设": kept.title, "名册": question.register}, acting.name)
        return f"/simulate/{kept.pk}"

    address = once(request.POST.get("key", ""), make)
    for kept in begun:
        _begin(kept)
    return see(address)


def _name(of: UploadedFile) -> str:
    return worker.safe_name(PurePath(of.name or "").name[-120:], PurePath(of.name or "").name)


def _begin(kept: SimulationRun) -> None:
    question = msgspec.json.decode(kept.question, type=SimulationQuestion)
    files = msgspec.msgpack.decode(zlib.decompress(bytes(kept.content)), type=SimulationFiles)
    content = msgspec.msgpack.encode(msgspec.structs.replace(files, ledger=store.ledger()))
    job = worker.Job("files.bin", worker.Task.SIMULATION, name=question.register, simulate=question)
    jobs.start(kept, job, content, _take(kept.pk, store.basis())).join(_WAIT)


def _take(number: int, basis: str) -> Callable[[Path], None]:
    def take(folder: Path) -> None:
        result = zlib.compress((folder / worker.RESULT).read_bytes(), 6)
        SimulationRun.objects.filter(pk=number).update(result=result, basis=basis, finished=now())

    return take


def _kept(request: HttpRequest, number: int) -> SimulationRun:
    kept = SimulationRun.objects.defer("content").filter(pk=number).first()
    if kept is None:
        raise Http404
    of_own_organ(request, kept.organ)
    return kept


def _made(request: HttpRequest, kept: SimulationRun) -> Simulation:
    """What a simulation comes to, as far as it is open to who asks."""
    from reasoner.driver.window.simulating import without_names

    if not kept.result:
        raise Http404
    made = msgspec.json.decode(zlib.decompress(bytes(kept.result)), type=Simulation)
    return made if actor(request).roles & CASE_ROLES else without_names(made)


def simulation(request: HttpRequest, number: int) -> HttpResponse:
    """A simulation: how far it is, or what it comes to."""
    from reasoner.driver.window.simulating import page_shown

    kept = _kept(request, number)
    may = bool(actor(request).roles & CASE_ROLES)
    if kept.state != State.DONE:
        values = {
            "section": "simulate", "kept": kept, "waiting": kept.state in (State.WAITING, State.RUNNING), "may": may,
            "faults": store.faults_in(table(kept.outcome).get("faults", [])),
        }  # fmt: skip
        return page(request, "simulating.html.jinja", values)
    made = _made(request, kept)
    rows = Paginator(made.changes, _ROWS).get_page(request.GET.get("page"))
    model = page_shown(msgspec.structs.replace(made, changes=tuple(rows.object_list)))
    values = {
        "section": "simulate", "kept": kept, "made": made, "shown": model, "rows": rows, "may": may,
        "lines": list(zip(rows.object_list, model.changes, strict=True)), "older": kept.basis != store.basis(),
        "unlisted": made.changed - len(made.changes) if made.named else 0,
    }  # fmt: skip
    return page(request, "simulation.html.jinja", values)


def file(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """A simulation as a file."""
    from reasoner.driver.window.simulating import file_of

    kept = _kept(request, number)
    made = _made(request, kept)
    name = f"{PurePath(made.register).stem}-内部测算{form}"
    return file_answer(name, file_of(made, form), _TYPES[form])


@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Begin anew with a simulation that was interrupted, or that rests on earlier rules or figures."""
    kept = _kept(request, number)
    free = SimulationRun.objects.filter(pk=number, state__in=(State.STOPPED, State.FAILED, State.DONE))
    if free.update(state=State.WAITING, done=0, total=0, outcome="{}"):
        _begin(kept)
    return see(f"/simulate/{number}")


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a simulation."""
    jobs.stop(_kept(request, number))
    return see(f"/simulate/{number}")
