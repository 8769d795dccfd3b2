"""What other programs ask and get, below /api/v1/: the JSON of the command line, byte for byte. A verdict is recorded before it is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Final

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver.schemas.openapi import PATHS, description
from reasoner.driver.window import programs, worker
from reasoner.driver.window.comparison_answer import Question
from reasoner.office import jobs, store, trail
from reasoner.office.acting import actor
from reasoner.office.programs_gate import NO_SUCH, problem

JSON: Final = "application/json"
_MOST_TEXT: Final = 200
"""Characters of a parameter."""
_MOST_VALUES: Final = 50
"""Values of one parameter."""
_YES: Final = ("1", "true")

View = Callable[[HttpRequest], HttpResponse]


def at(name: str) -> Callable[[View], View]:
    """A view of an address; its parameters are those that openapi.json lists, and what is wrong is told as a problem."""

    def decorated(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest) -> HttpResponse:
            try:
                _check_parameters(request, name)
                return view(request)
            except Faults as error:
                return problem(_status(error), error.diagnostics)

        return csrf_exempt(answered)

    return decorated


def _status(error: Faults) -> HTTPStatus:
    codes = {d.code for d in error.diagnostics}
    if jobs.STOPPED in codes:
        return HTTPStatus.SERVICE_UNAVAILABLE
    if programs.TOO_LARGE in codes:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return HTTPStatus.BAD_REQUEST if NO_SUCH in codes else HTTPStatus.UNPROCESSABLE_ENTITY


def _check_parameters(request: HttpRequest, name: str) -> None:
    """Raise Faults (U223) with every parameter that is not known, is given twice or is too long."""
    known = {p.name: p for p in PATHS[name].parameters}
    faults: list[Diagnostic] = []
    for key in request.GET:
        values = request.GET.getlist(key)
        if key not in known:
            faults.append(Diagnostic(NO_SUCH, key[:_MOST_TEXT], "没有这个参数", "、".join(known) or "没有参数"))
        elif len(values) > (_MOST_VALUES if known[key].many else 1):
            faults.append(Diagnostic(NO_SUCH, key, "给了几次" if not known[key].many else "给得太多"))
        elif any(len(v) > _MOST_TEXT for v in values):
            faults.append(Diagnostic(NO_SUCH, key, "过长", f"不超过{_MOST_TEXT}个字"))
    if faults:
        raise Faults(faults)


def _one(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").strip()


def _many(request: HttpRequest, name: str) -> tuple[str, ...]:
    return tuple(v for v in map(str.strip, request.GET.getlist(name)) if v)


def _answer(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=JSON)


@at("check")
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """The verdicts on the applications of the body, recorded before they are told."""
    readings, drawing = _one(request, "readings") in _YES, _one(request, "ledger") in _YES
    made = programs.check(
        request.body, _one(request, "as_of"), _many(request, "document"), _one(request, "under"), readings=readings,
        ledger=store.ledger() if drawing else None,
    )  # fmt: skip
    entries = trail.verdicts(made.judged, actor(request).name)
    answer = _answer(programs.written_all((j.verdict for j in made.judged), several=made.several))
    answer.headers["Tiaoli-Record"] = ", ".join(str(e.n) for e in entries)
    return answer


@at("ask")
@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    """Which clauses apply."""
    values = [_one(request, k) for k in ("words", "region", "type", "matter", "as_of")]
    return _answer(programs.ask(*values))


@at("clauses")
@require_GET
def clauses(request: HttpRequest) -> HttpResponse:
    """The clauses."""
    deciding = _one(request, "deciding") in _YES
    narrowing = _many(request, "document"), _one(request, "region"), _one(request, "matter")
    return _answer(programs.clauses(*narrowing, deciding=deciding))


@at("documents")
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """The documents."""
    return _answer(programs.documents())


@at("compare")
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """How regions or documents differ in effect, by a process that is killed when it takes too long."""
    sides = _many(request, "side")
    if not 2 <= len(sides) <= programs.MOST_SIDES:
        allowed = f"2至{programs.MOST_SIDES}个"
        raise Faults(
            [Diagnostic(NO_SUCH, "side", f"给了{len(sides)}个地区或者文件", allowed, "side=青岛市&side=河南省")]
        )
    question = Question(
        sides, "", _many(request, "matter"), _many(request, "type"), _one(request, "as_of"),
        _one(request, "readings") in _YES,
    )  # fmt: skip
    return _answer(jobs.at_once(worker.Job(task=worker.Task.COMPARED, compare=question, name="比较"), b""))


@at("openapi.json")
@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """What there is to ask, as OpenAPI 3.1."""
    return _answer(msgspec.json.encode(description()))
