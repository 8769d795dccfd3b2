"""入库: cases of a draft: an application fact by fact, the outcome that an officer reads in the text, and what the draft gives."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from reasoner.driver.window import entry_cases, terms
from reasoner.driver.window.entry import Entry
from reasoner.driver.window.entry_cases import OUTCOMES, DraftCase
from reasoner.driver.window.entry_text import rows
from reasoner.model.verdict import MissingFact, Verdict
from reasoner.office.keeping import form_key, once
from reasoner.office.office_clock import today
from reasoner.office.pages.field import Field, FieldKind, options, with_faults
from reasoner.office.pages.frame_form import FRAME, SOURCE, frame_fields, frame_of, with_frame
from reasoner.office.pages.question import (
    PROVIDERS,
    UNKNOWN,
    Question,
    answered,
    claims_on,
    entered,
    fields,
    question_of,
    questions_on,
    unknown_stated,
    without,
)
from reasoner.office.templating import page
from reasoner.office.views.entry_text import with_text
from reasoner.office.views.redirect import see

_UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
_EXPECTED = {"名": "name", "结论": "expected", "据": "clauses"}


def cases(request: HttpRequest, document: str) -> HttpResponse:
    """The cases of a draft with what each comes to."""
    entry = with_text(document)
    values = {
        "section": "entry", "entry": entry, "base": f"/entry/{document}", "file": entry_cases.judged(entry), "key": form_key(),
    }  # fmt: skip
    return page(request, "entry_cases.html.jinja", values)


# --- what a case is -------------------------------------------------------------------------------------------


def new(request: HttpRequest, document: str) -> HttpResponse:
    """A case is begun: its application in outline, and what it should come to."""
    entry = with_text(document)
    number = len(_cases(entry))
    if request.method != "POST":
        given = {"编号": f"情形-{number + 1}", "日期": entry.record.fields.get("force.starts") or today()}
        return _frame(request, entry, number, given, ())
    return _framed(request, entry, number, {})


def frame(request: HttpRequest, document: str, number: int) -> HttpResponse:
    """The outline of a case and what it should come to, to be changed."""
    entry = with_text(document)
    known = _case(entry, number)
    if request.method != "POST":
        given = {
            **frame_of(known.data),
            "name": known.name,
            "expected": known.expected,
            "clauses": "、".join(known.clauses),
        }
        return _frame(request, entry, number, given, ())
    return _framed(request, entry, number, known.data)


def _framed(request: HttpRequest, entry: Entry, number: int, data: Mapping[str, object]) -> HttpResponse:
    given = {
        k: request.POST.get(k, "").strip() for k in (*FRAME.values(), SOURCE, "name", "expected", "clauses", "digest")
    }
    clauses = tuple(c.strip() for c in given["clauses"].split("、") if c.strip())
    made = DraftCase(given["name"], with_frame(data, given), given["expected"], clauses)

    def make() -> str:
        entry_cases.save_case(entry, number, made, given["digest"])
        return f"/entry/{entry.document}/cases/{number}"

    try:
        return see(once(request.POST.get("key", ""), make))
    except Faults as error:
        return _frame(request, entry, number, given, error.diagnostics)


def _frame(
    request: HttpRequest, entry: Entry, number: int, given: dict[str, str], faults: tuple[Fault, ...]
) -> HttpResponse:
    own = [f for f in faults if f.where in _EXPECTED]
    of_frame = [f for f in faults if f.where not in _EXPECTED]
    shown_fields, others = frame_fields(given, of_frame, terms.matters(), terms.kinds(), terms.places())
    made = [
        Field("name", "情形的名称", hint="如 使用率等于60%", required=True, values=(given.get("name", ""),)),
        Field(
            "expected", "应得的结论", FieldKind.SELECT, "由人从原文读出，不看程序的结果", options(OUTCOMES, "（请选择）"), required=True,
            values=(given.get("expected", ""),),
        ),
        Field("clauses", "据哪几条", choices=_deciding(entry), hint="条款的地址，如 3.1.p2，几条用、隔开；没有条款决定的不写", values=(given.get("clauses", ""),)),
    ]  # fmt: skip
    expected, _ = with_faults(made, own, _EXPECTED)
    values = {
        "section": "entry", "entry": entry, "base": f"/entry/{entry.document}", "fields": shown_fields, "expected": expected,
        "faults": others, "any": bool(faults), "key": form_key(), "digest": entry.digest, "number": number,
        "fresh": number >= len(_cases(entry)),
    }  # fmt: skip
    return page(request, "entry_case_frame.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


def _deciding(entry: Entry) -> tuple[str, ...]:
    """The addresses of the clauses under which something is written, or waits to be."""
    return tuple(
        r.clause.address for r in rows(entry) if r.clause is not None and (r.clause.written or r.clause.pending)
    )


def _cases(entry: Entry) -> tuple[DraftCase, ...]:
    try:
        return entry_cases.cases(entry)
    except Faults as error:
        raise Http404 from error


def _case(entry: Entry, number: int) -> DraftCase:
    listed = _cases(entry)
    if not 0 <= number < len(listed):
        raise Http404
    return listed[number]


# --- fact by fact ---------------------------------------------------------------------------------------------


class _Asked(NamedTuple):
    question: Question
    missing: MissingFact | None


def case(request: HttpRequest, document: str, number: int) -> HttpResponse:
    """A case: what is stated, what is asked next, and what the draft gives beside what is expected."""
    entry = with_text(document)
    known = _case(entry, number)
    verdict, faults = _verdict(entry, known.data)
    questions = [] if verdict is None else _questions(entry, verdict, known.data)
    name = request.POST.get("question", "") or request.GET.get("ask", "")
    current = next((q for q in questions if q.question.name == name), None) or _known_question(entry, name)
    if current is None and request.method != "POST":
        current = next((q for q in questions if q.missing is not None), None)
    if request.method != "POST" or current is None:
        return _page(request, entry, number, known, verdict, questions, current, {}, faults)
    given = {k: request.POST.getlist(k) for k in request.POST}
    if "unknown" in request.POST:
        given["answer"] = [UNKNOWN]
    changed, path = answered(known.data, current.question, given)

    def make() -> str:
        if not any(v.strip() for v in given.get("answer", ())):
            raise Faults([Diagnostic("F136", path, "没有写答案", hint=f"查不到的按“{UNKNOWN}”")])
        entry_cases.save_case(entry, number, known._replace(data=changed), request.POST.get("digest", ""))
        return f"/entry/{document}/cases/{number}"

    try:
        return see(once(request.POST.get("key", ""), make))
    except Faults as error:
        return _page(request, entry, number, known, verdict, questions, current, given, error.diagnostics, path)


def _verdict(entry: Entry, data: Mapping[str, object]) -> tuple[Verdict | None, tuple[Fault, ...]]:
    try:
        return entry_cases.verdict_on(entry, data), ()
    except Faults as error:
        return None, error.diagnostics


def _questions(entry: Entry, verdict: Verdict, data: Mapping[str, object]) -> list[_Asked]:
    facts, stated = entry_cases.terms_of(entry, verdict), unknown_stated(data)
    listed = [
        _Asked(q, m)
        for q, m in questions_on(verdict, facts, entry_cases.titles_of(entry))
        if (q.fact, q.of) not in stated
    ]
    return [*listed, *(_Asked(q, None) for q in claims_on(verdict, facts) if (q.fact, q.of) not in stated)]


def _known_question(entry: Entry, name: str) -> _Asked | None:
    """A question that is not open any more: the same form again, or the browser's back button."""
    parts = name.split("|")
    term = entry_cases.fact_of(entry, parts[0])
    if len(parts) != 3 or term is None:
        return None
    determined = term.provider == "有权机关认定"
    return _Asked(question_of(parts[0], parts[1], term, determined=determined, period=parts[2]), None)


def _page(
    request: HttpRequest,
    entry: Entry,
    number: int,
    known: DraftCase,
    verdict: Verdict | None,
    questions: list[_Asked],
    current: _Asked | None,
    given: dict[str, list[str]],
    faults: tuple[Fault, ...],
    path: str = "",
) -> HttpResponse:
    shown_fields, others = ((), faults) if current is None else fields(current.question, given, faults, path)
    outcome = next(iter(entry_cases.judged(entry).outcomes[number : number + 1]), None)
    values = {
        "section": "entry", "entry": entry, "base": f"/entry/{entry.document}", "number": number, "case": known, "verdict": verdict,
        "outcome": outcome, "deciding": () if verdict is None else entry_cases.deciding(entry, verdict), "current": current,
        "fields": shown_fields, "faults": others, "any": bool(faults), "questions": [q for q in questions if q.missing is not None],
        "claims": [q for q in questions if q.missing is None], "entered": list(entered(known.data)), "providers": PROVIDERS,
        "frame": frame_of(known.data), "key": form_key(), "digest": entry.digest, "of_draft": len(entry.compiled.faults),
    }  # fmt: skip
    return page(request, "entry_case.html.jinja", values, status=_UNPROCESSABLE if path and faults else HTTPStatus.OK)


@require_POST
def take_out(request: HttpRequest, document: str, number: int) -> HttpResponse:
    """Take a fact out of a case."""
    entry = with_text(document)
    known = _case(entry, number)
    changed = known._replace(data=without(known.data, request.POST.get("path", "")))
    verdict, _ = _verdict(entry, known.data)
    try:
        entry_cases.save_case(entry, number, changed, request.POST.get("digest", ""))
    except Faults as error:
        return _page(request, entry, number, known, verdict, [], None, {}, error.diagnostics)
    return see(f"/entry/{document}/cases/{number}")


@require_POST
def remove(request: HttpRequest, document: str, number: int) -> HttpResponse:
    """Take a case out of the draft."""
    entry = with_text(document)
    known = _case(entry, number)
    try:
        entry_cases.remove_case(entry, number, request.POST.get("digest", ""))
    except Faults as error:
        return _page(request, entry, number, known, None, [], None, {}, error.diagnostics)
    return see(f"/entry/{document}/cases")
