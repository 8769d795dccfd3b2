"""A case: its verdict beside the official text, the decision, the letters, its correction."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import PurePath
from typing import Final

import msgspec
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from reasoner.casework.file_index import WORKING, working_faults
from reasoner.driver.window import cases, letter_making, terms, worker
from reasoner.model.application import Application
from reasoner.office import casework_letters, casework_steps, casework_store, files_store, jobs, refusals, store, trail
from reasoner.office.acting import actor, of_own_organ
from reasoner.office.case_rows import history, letters
from reasoner.office.casework_models import CaseMatter
from reasoner.office.casework_store import day_now
from reasoner.office.keeping import form_key, once, table
from reasoner.office.models import Case, Judgement, LetterRecord
from reasoner.office.pages.decision_form import decision_data, decision_fields, open_points
from reasoner.office.pages.editor import editor_fields, own_of, with_determinations, with_shared, written_in
from reasoner.office.pages.frame_form import SOURCE, sourced
from reasoner.office.pages.plain_paths import edited
from reasoner.office.pages.verdict_page import verdict_page
from reasoner.office.store import OpenCase
from reasoner.office.templating import page
from reasoner.office.views.downloads import file_answer
from reasoner.office.views.faults import not_made
from reasoner.office.views.redirect import see
from reasoner.record.recording import IssuedLetter

FORMS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
"""The forms of letters with their media types."""
WEIGHED_STEP: Final = "文书"
"""What is next of an application that is decided with an exception weighed."""
_NOTHING: Final[Mapping[str, object]] = {}
_NO_CASE: Final = Diagnostic(
    "K133", "决定", "有账号的单位,决定由案件里的拟办、签署、签发作出,不由一人记下", hint="先收件立案,再在案件里拟办"
)
"""Where nobody alone decides."""


def _own(request: HttpRequest, number: int) -> CaseMatter | None:
    """The case of the office to which an application belongs; raises Http404 where it is another organ's."""
    member = casework_store.file_of_case(number)
    if member is not None and member.file.organ:
        of_own_organ(request, member.file.organ)
    return member


def case(request: HttpRequest, number: int) -> HttpResponse:
    """A case, or the row that is none yet."""
    member = _own(request, number)
    kept = store.row(number)
    last = None if store.faults_of(kept.case) else kept.judgement
    return edit(request, number) if last is None else _case_page(request, store.opened(kept, last), member)


def earlier(request: HttpRequest, number: int, judgement: int) -> HttpResponse:
    """An earlier verdict on a case."""
    member = _own(request, number)
    kept = store.row(number)
    last = Judgement.objects.filter(case=kept.case, pk=judgement).first()
    if last is None:
        raise Http404
    return _case_page(request, store.opened(kept, last), member, earlier_one=True)


def _case_page(
    request: HttpRequest,
    opened: OpenCase,
    member: CaseMatter | None,
    written: Mapping[str, object] = _NOTHING,
    faults: tuple[Fault, ...] = (),
    *,
    earlier_one: bool = False,
) -> HttpResponse:
    refusals.note_forbidden(request, faults)
    verdict, before = opened.verdict, opened.decision
    opened = _in_effect(opened, member)
    explanation = cases.explained(verdict)
    fields, others = decision_fields(verdict, written or opened.decision or {}, faults)
    decision = None
    stale: tuple[Fault, ...] = ()
    if opened.decision is not None:
        try:
            decision = letter_making.decision_of(opened.decision, verdict)
        except Faults as error:
            stale = error.diagnostics
    weighed = (
        (decision.exception, decision.exception_reason) if decision is not None and decision.exception_reason else ()
    )
    other_law: tuple[str, ...] = ()
    if decision is None or not decision.law_day_reason:
        other_law = cases.law_of_another_day(verdict, "" if decision is None else decision.day, day_now().isoformat())
    values = {
        "section": "judge", "case": opened.case, "judgement": opened.judgement, "verdict": verdict, "explanation": explanation,
        "page": verdict_page(verdict, explanation, words := cases.words_of(verdict), words.page_of), "fields": fields, "faults": others, "any": bool(faults),
        "refused": faults,
        "weighed": weighed, "doubted": cases.doubted(verdict), "other_law": other_law,
        "standing": cases.standing_of, "unchanged": cases.unchanged_by_readings(verdict),
        "decision": opened.decision, "decided_at": opened.decided_at, "decided_before": opened.decided_before, "stale": stale,
        "letters": _letters_of(request, member, letter_making.choices(verdict, decision)), "key": form_key(),
        "steps": WEIGHED_STEP if weighed else cases.summary(verdict, explanation).steps,
        "readings": [(r, cases.reading_becomes(r, verdict)) for r in verdict.readings or ()], "history": history(opened.case.pk),
        "changes": cases.changes_since(verdict), "older": opened.judgement.basis != store.basis(), "earlier": earlier_one,
        "neighbours": opened.neighbours, "alike": store.alike(opened.case, actor(request).organ), "made": letters(opened.case.pk),
        "former": _former_choices(request, member),
        "filled_alone": casework_letters.corrects, "member": member, "team": actor(request).account is not None,
        "no_effect": before is not None and opened.decision is None,
    }  # fmt: skip
    return page(request, "case.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK)


def verdict_json(request: HttpRequest, number: int) -> HttpResponse:
    """The verdict as a file, byte for byte as the command line writes it."""
    _own(request, number)
    opened = store.judged_case(number)
    content = cases.verdict_json(bytes(opened.judgement.verdict)) + b"\n"
    return file_answer(f"{letter_making.file_name(opened.verdict.application)}-研判.json", content, "application/json")


def _in_effect(opened: OpenCase, member: CaseMatter | None) -> OpenCase:
    """An application without a decision that does not count: one of before it came into a case, or of before it was revoked."""
    if casework_store.decision_in_effect(member, opened.record) is not None or opened.record is None:
        return opened
    return opened._replace(decision=None, decided_before=False, decided_at="", record=None)


def _of_case(member: CaseMatter) -> Diagnostic:
    message = f"这份申请属于案件{member.file.number},决定由拟办、签署、签发作出"
    return Diagnostic("K133", "决定", message, hint="到案件里拟办")


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Enter the decision."""
    opened = store.judged_case(number)
    data = decision_data({k: request.POST.get(k, "") for k in request.POST})
    member = _own(request, number)
    if member is not None:
        return _case_page(request, opened, member, data, (_of_case(member),))
    if actor(request).account is not None:
        return _case_page(request, opened, member, data, (_NO_CASE,))
    try:
        letter_making.decision_of(data, opened.verdict)
    except Faults as error:
        return _case_page(request, opened, member, data or {"处理": ""}, error.diagnostics)

    def make() -> str:
        # Somebody may have made a case of it since the page was opened; within this transaction nobody can any more.
        other = _own(request, number)
        if other is not None:
            raise Faults([_of_case(other)])
        store.decide(opened, data, actor(request).name)
        return f"/case/{number}#decision"

    try:
        return see(once(request.POST.get("key", ""), make))
    except Faults as error:
        return _case_page(request, opened, _own(request, number), data, error.diagnostics)


def _letters_of(
    request: HttpRequest, member: CaseMatter | None, made: list[letter_making.LetterChoice]
) -> list[letter_making.LetterChoice]:
    """The letters that a page offers; in a case one of correction only where something is corrected or taken back."""
    if member is None or casework_letters.begun_correction(casework_letters.signing_log(member, actor(request))):
        return made
    return [c for c in made if not casework_letters.corrects(c.kind)]


def _former_choices(request: HttpRequest, member: CaseMatter | None) -> list[tuple[str, bool]]:
    """The letters that a correction of this case can be about, each with whether it was served."""
    if member is None:
        return []
    log = casework_letters.signing_log(member, actor(request))
    return [
        (casework_letters.former_words(f), f.served is not None) for f in casework_letters.former_letters(member, log)
    ]


@require_POST
def letter(request: HttpRequest, number: int, *, final: bool = False) -> HttpResponse:
    """Make a letter, keep and record it, and give out its file: a draft, or final where nothing is open."""
    opened = store.judged_case(number)
    form = request.POST.get("form", "docx")
    if form not in FORMS:
        raise Http404
    kind = request.POST.get("kind", "")
    member = _own(request, number)
    opened = _in_effect(opened, member)
    anew = not final and member is not None and bool(member.signed) and casework_steps.proposed_anew(member)
    if member is not None and (anew or not member.signed) and table(member.proposal):
        opened = opened._replace(decision=table(member.proposal), record=None if anew else opened.record)
    written = {
        k.removeprefix("w-"): v for k in request.POST if k.startswith("w-") and (v := request.POST.get(k, "").strip())
    }
    latest, opened = opened, casework_steps.as_signed(member, opened)
    typed = written
    if member is not None:
        filled = casework_letters.blanks_of(member, kind, actor(request))
        written = {**filled, **casework_letters.with_number(written, filled.get(casework_letters.FORMER, ""))}
    line = files_store.letter_line(opened, f".{form}", kind, written, final=final)
    job = worker.Job(worker.KEPT, worker.Task.LETTER, name=kind or "文书")
    try:
        if member is not None and casework_letters.corrects(kind):
            casework_letters.check_correction(member, typed, actor(request), final=final)
        elif final and member is not None and kind in WORKING:
            file = casework_store.opened(member.file, actor(request))
            if faults := working_faults(kind, file.log, file.file.number):
                raise Faults(faults)
        elif final and member is not None:
            casework_steps.check_final(member, latest)
        made = msgspec.json.decode(jobs.at_once(job, line), type=letter_making.LetterFile)
    except Faults as error:
        if any(f.code == jobs.STOPPED for f in error.diagnostics):
            return not_made(request, error, "judge", f"/case/{number}#letters")
        refusals.note_forbidden(request, error.diagnostics)
        values = {
            "section": "judge",
            "case": opened.case,
            "faults": error.diagnostics,
            "kind": kind,
            "final": final,
            "key": form_key(),
            "points": open_points(
                [f for f in error.diagnostics if f.code == letter_making.NOT_FINAL], f"/case/{number}", opened.verdict
            ),
            "others": [f for f in error.diagnostics if f.code != letter_making.NOT_FINAL],
        }
        return page(request, "letter_open.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    with transaction.atomic():
        kept = store.keep_letter(
            opened.case, opened.judgement, opened.record, made.sheet, made.content if final else b""
        )
        record_letter(opened, made, actor(request).name)
    return file_answer(kept.name, made.content, FORMS[form])


def kept_letter(request: HttpRequest, number: int, letter: int) -> HttpResponse:
    """A final letter as it was made."""
    _own(request, number)
    of = LetterRecord.objects.filter(case=number, pk=letter, final=True).first()
    if of is None:
        raise Http404
    return file_answer(of.name, bytes(of.content), FORMS[PurePath(of.name).suffix.removeprefix(".")])


def record_letter(opened: OpenCase, made: letter_making.LetterFile, by: str) -> None:
    """Record a letter before it is given out, with the verdict and the decision that it tells."""
    number, verdict = opened.verdict.application, opened.judgement.entry
    decided = None if opened.record is None else opened.record.entry
    issued = IssuedLetter(number, made.sheet.kind, made.sheet.name, made.content, made.sheet.draft)
    trail.letter(trail.Letter(issued, verdict, decided), by)


# --- correction -----------------------------------------------------------------------------------------------


def edit(request: HttpRequest, number: int) -> HttpResponse:
    """A case as it was written, to be corrected and judged again."""
    member = _own(request, number)
    kept = store.case(number)
    data = table(kept.data)
    if request.method != "POST" or request.path != f"/case/{number}/edit":
        return _editor(request, kept, data, _present_faults(kept, data))
    shared, lacking = _shared(kept), _unsourced(kept)
    written = edited(with_shared(data, shared, lacking), written_in(request.POST.items()))
    changed = sourced(with_determinations(own_of(written, data, shared, lacking)), request.POST.get(SOURCE, ""))
    try:
        casework_steps.check_editable(member)
        judged = judged_case(kept, changed)
    except Faults as error:
        return _editor(request, kept, changed, error.diagnostics)

    def make() -> str:
        # Somebody may have signed since the page was opened; within this transaction nobody can any more.
        casework_steps.check_editable(_own(request, number))
        store.judge_again(kept, changed, judged, actor(request).name)
        return f"/case/{number}"

    try:
        return see(once(request.POST.get("key", ""), make))
    except Faults as error:
        return _editor(request, kept, changed, error.diagnostics)


def judged_case(kept: Case, data: dict[str, object]) -> cases.Judged:
    """A case with these data, judged by the rules and the ledger of now. Raises Faults."""
    day = cases.day(kept.batch.as_of) if kept.batch is not None else None
    read = cases.with_ledger(_read(kept, data), store.ledger())
    return cases.Judged(read, cases.verdict_on(read, day))


@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Judge a case again as it is, by the rules, readings and ledger of now."""
    _own(request, number)
    kept = store.case(number)
    data = table(kept.data)
    try:
        judged = judged_case(kept, data)
    except Faults as error:
        return _editor(request, kept, data, error.diagnostics)

    def make() -> str:
        store.judge_again(kept, data, judged, actor(request).name)
        return f"/case/{number}"

    return see(once(request.POST.get("key", ""), make))


def _present_faults(kept: Case, data: dict[str, object]) -> tuple[Fault, ...]:
    """What is wrong with a row: by its fields, and of its cells what no field can say."""
    before = store.faults_of(kept)
    if not before:
        return ()
    try:
        _read(kept, data)
    except Faults as error:
        return (*error.diagnostics, *(f for f in before if f.code.startswith("S")))
    return before


def _read(kept: Case, data: dict[str, object]) -> Application:
    """The application, among the others of its file where it is a row of one. Raises Faults."""
    if kept.batch is None:
        return cases.application(data, {})
    from reasoner.driver.window.kept_rows import number_of, reread

    others = Case.objects.filter(batch=kept.batch).exclude(pk=kept.pk).values_list("number", flat=True)
    number = number_of(data)
    taken = bool(number) and any(number == number_of({"编号": n}) for n in others)
    return reread(data, _shared(kept), kept.batch.as_of, taken=taken)


def _shared(kept: Case) -> dict[str, object]:
    """What the rows of the file of a case share."""
    shared = table(kept.batch.outcome).get("shared") if kept.batch is not None else None
    return shared if isinstance(shared, dict) else {}


def _unsourced(kept: Case) -> frozenset[str]:
    """The facts that the last verdict on a case read without a source."""
    last = store.row(kept.pk).judgement
    return frozenset() if last is None else cases.unsourced(cases.unpacked(bytes(last.verdict)))


def _editor(request: HttpRequest, kept: Case, data: dict[str, object], faults: tuple[Fault, ...]) -> HttpResponse:
    refusals.note_forbidden(request, faults)
    offered = {"事项": terms.matters(), "机构.类型": terms.kinds(), "机构.所在地": terms.places()}
    fields, others = editor_fields(with_shared(data, _shared(kept), _unsourced(kept)), faults, offered, terms.judged())
    values = {
        "section": "judge", "case": kept, "fields": fields, "faults": others, "any": bool(faults), "key": form_key(),
        "judged": Judgement.objects.filter(case=kept).exists(), "neighbours": store.row(kept.pk).neighbours,
    }  # fmt: skip
    wrong = bool(faults) and request.method == "POST"
    return page(request, "edit.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK)
