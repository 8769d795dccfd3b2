"""研判 of one application that is written on pages: its frame, then fact by fact, what decides most first."""

from __future__ import annotations

from http import HTTPStatus
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from reasoner.driver.window import cases, terms, texts
from reasoner.model.verdict import MissingFact, Verdict
from reasoner.office import casework_steps, casework_store, store
from reasoner.office.acting import actor
from reasoner.office.keeping import form_key, now, once, table, to_text
from reasoner.office.models import Draft
from reasoner.office.office_clock import today
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
from reasoner.office.views.redirect import see


class AskedFact(NamedTuple):
    """A question with what the verdict knows of it."""

    question: Question
    missing: MissingFact | None
    """None: it is a claim that may be made."""
    clauses: tuple[tuple[str, str], ...]
    """The clauses that ask for it, each with its place in words."""


def begin(request: HttpRequest) -> HttpResponse:
    """The frame of an application."""
    if request.method == "POST":
        return _begun(request)
    about = {"事项": "matter", "类型": "kind", "所在地": "place"}
    given = {"日期": today(), **{name: request.GET.get(key, "") for name, key in about.items()}}
    return _frame(request, given, (), form_key(), "/judge/new")


def _begun(request: HttpRequest) -> HttpResponse:
    given = _written(request)
    data = with_frame({}, given)
    key = request.POST.get("key", "")
    try:
        cases.judged(data, store.ledger())
    except Faults as error:
        return _frame(request, given, error.diagnostics, key or form_key(), "/judge/new")

    def make() -> str:
        return f"/judge/draft/{Draft.objects.create(data=to_text(data), created=now(), changed=now()).pk}"

    return see(once(key, make))


def _frame(
    request: HttpRequest, given: dict[str, str], faults: tuple[Fault, ...], key: str, target: str, back: str = "/judge"
) -> HttpResponse:
    shown_fields, others = frame_fields(given, faults, terms.matters(), terms.kinds(), terms.places())
    values = {
        "section": "judge",
        "fields": shown_fields,
        "faults": others,
        "any": bool(faults),
        "key": key,
        "target": target,
        "back": back,
    }
    return page(
        request, "frame.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    )


def _written(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in (*FRAME.values(), SOURCE)}


def frame(request: HttpRequest, number: int) -> HttpResponse:
    """The frame of a draft, to be changed."""
    draft = store.draft(number)
    data = table(draft.data)
    target, back = f"/judge/draft/{number}/frame", f"/judge/draft/{number}"
    if request.method != "POST":
        return _frame(request, frame_of(data), (), form_key(), target, back)
    given = _written(request)
    changed = with_frame(data, given)
    try:
        cases.judged(changed, store.ledger())
    except Faults as error:
        return _frame(request, given, error.diagnostics, form_key(), target, back)
    store.keep_draft(draft, changed)
    return see(back)


# --- fact by fact ---------------------------------------------------------------------------------------------


def write(request: HttpRequest, number: int) -> HttpResponse:
    """The next question of a draft, and what it comes to so far."""
    draft = store.draft(number)
    data = table(draft.data)
    try:
        verdict = cases.judged(data, store.ledger())
    except Faults as error:
        # The ledger, or the rules, have changed since: what does not fit is to be taken out.
        return _page(request, draft, data, None, None, {}, error.diagnostics)
    questions = _questions(verdict, data)
    name = request.POST.get("question", "") or request.GET.get("ask", "")
    current = next((a for a in questions if a.question.name == name), None) or _answered_before(name)
    if current is None and request.method != "POST":
        current = next((a for a in questions if a.missing is not None), None)
    if request.method != "POST" or current is None:
        return _page(request, draft, data, verdict, current, {}, ())
    given = {k: request.POST.getlist(k) for k in request.POST}
    if "unknown" in request.POST:
        given["answer"] = [UNKNOWN]
    changed, path = answered(data, current.question, given)
    try:
        if not any(v.strip() for v in given.get("answer", ())):
            raise Faults([_empty(path)])
        cases.judged(changed, store.ledger())
    except Faults as error:
        return _page(request, draft, data, verdict, current, given, error.diagnostics, path)
    store.keep_draft(draft, changed)
    return see(f"/judge/draft/{number}")


def _answered_before(name: str) -> AskedFact | None:
    """A question that is not open any more: the same form again, or the browser's back button. Never another one."""
    parts = name.split("|")
    term = terms.term(parts[0])
    if len(parts) != 3 or term is None:
        return None
    question = question_of(parts[0], parts[1], term, determined=term.provider == "有权机关认定", period=parts[2])
    return AskedFact(question, None, ())


def _empty(path: str) -> Diagnostic:
    return Diagnostic("F136", path, "没有写答案", hint=f"查不到的按“{UNKNOWN}”")


def _questions(verdict: Verdict, data: dict[str, object]) -> list[AskedFact]:
    """What is still to be asked, what decides most first, and behind it what may be claimed."""
    facts = {
        t: f
        for t in (*[m.fact for m in verdict.missing], *[a.fact for a in verdict.assumptions])
        if (f := terms.term(t))
    }
    stated = unknown_stated(data)
    listed = [
        AskedFact(q, m, tuple(_place(c) for c in m.asked_by))
        for q, m in questions_on(verdict, facts, terms.documents_by_title())
        if (q.fact, q.of) not in stated
    ]
    listed += [AskedFact(q, None, ()) for q in claims_on(verdict, facts) if (q.fact, q.of) not in stated]
    return listed


def _place(clause: str) -> tuple[str, str]:
    entry = texts.quoted_clause(clause)
    return clause, clause if entry is None else entry.place


def _page(
    request: HttpRequest,
    draft: Draft,
    data: dict[str, object],
    verdict: Verdict | None,
    current: AskedFact | None,
    given: dict[str, list[str]],
    faults: tuple[Fault, ...],
    path: str = "",
) -> HttpResponse:
    shown_fields, others = ((), faults) if current is None else fields(current.question, given, faults, path)
    questions = [] if verdict is None else _questions(verdict, data)
    quotes = [] if current is None else [q for c, _ in current.clauses if (q := texts.quoted_clause(c)) is not None]
    values = {
        "section": "judge", "draft": draft, "data": data, "verdict": verdict, "current": current, "fields": shown_fields,
        "faults": others, "any": bool(faults), "questions": [q for q in questions if q.missing is not None], "quotes": quotes,
        "claims": [q for q in questions if q.missing is None], "entered": list(entered(data)), "providers": PROVIDERS,
        "explanation": None if verdict is None else cases.explained(verdict), "key": form_key(), "labels": labels(verdict),
        "frame": frame_of(data),
    }  # fmt: skip
    return page(
        request, "draft.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    )


def labels(verdict: Verdict | None) -> tuple[str, ...]:
    """The labels of the outcomes that are still open."""
    return () if verdict is None else cases.explained(verdict).possible


@require_POST
def take_out(request: HttpRequest, number: int) -> HttpResponse:
    """Take an entered fact out of a draft."""
    draft = store.draft(number)
    store.keep_draft(draft, without(table(draft.data), request.POST.get("path", "")))
    return see(f"/judge/draft/{number}")


@require_POST
def finish(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the application with its verdict."""
    draft = store.draft(number)
    data = table(draft.data)
    try:
        judged = cases.judged_with(data, store.ledger())
    except Faults as error:
        return _page(request, draft, data, None, None, {}, error.diagnostics)

    def make() -> str:
        if draft.case is None:
            draft.case = store.new_case(data, judged, actor(request).name)
            draft.save(update_fields=["case"])
        else:
            casework_steps.check_editable(casework_store.file_of_case(draft.case.pk))
            store.judge_again(draft.case, data, judged, actor(request).name)
        return f"/case/{draft.case.pk}"

    try:
        return see(once(request.POST.get("key", ""), make))
    except Faults as error:
        return _page(request, draft, data, None, None, {}, error.diagnostics)


@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Throw a draft away."""
    store.draft(number).delete()
    return see("/judge")
