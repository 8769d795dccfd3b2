"""复核: rules signed by those who compared them with the text, readings confirmed or doubted, into the bureau's own folder."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse

from policy_dsl.diagnostics import Fault, Faults
from reasoner.driver.knowledge import Noted
from reasoner.driver.window import reviewing, terms, texts
from reasoner.office import trail
from reasoner.office.acting import actor
from reasoner.office.keeping import form_key, once
from reasoner.office.models import Case
from reasoner.office.pages.field import Field, FieldKind, with_faults
from reasoner.office.rules_watch import WATCH
from reasoner.office.templating import page
from reasoner.office.views.redirect import see

_READING_STATES = (("", "全部"), ("open", "尚未确认"), ("confirmed", "已确认"), ("doubted", "存疑，或者确认后有改动"))
_NAMES = {"--by": "by", "--remark": "remark"}


def rules(request: HttpRequest) -> HttpResponse:
    """The rules with their state of review."""
    document, state = request.GET.get("document", ""), request.GET.get("state", "")
    values = {
        "section": "review", "entries": reviewing.rules(document, state), "document": document, "state": state,
        "documents": texts.all_documents(), "titles": terms.documents_by_title(),
    }  # fmt: skip
    return page(request, "review.html.jinja", values)


def rule(request: HttpRequest) -> HttpResponse:
    """One rule beside its clause; it is signed here, or its signature taken back."""
    identifier = request.GET.get("id", "") or request.POST.get("id", "")
    entry = reviewing.rule(identifier)
    if entry is None:
        raise Http404
    given = {k: request.POST.get(k, "").strip() for k in ("by", "remark", "action")}
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":

        def record() -> str:
            reopening, digest = given["action"] == "reopen", request.POST.get("digest", "")
            reviewing.record(identifier, reopening, given["by"], given["remark"], digest, _noted(request))
            WATCH.noted()
            return f"/review/rule?id={quote(identifier)}"

        try:
            return see(once(request.POST.get("key", ""), record))
        except Faults as error:
            faults = error.diagnostics
    fields, others = _signing(given, faults, "复核人", "复核意见")
    clause = texts.clause(*entry.clause.split("/", 1))
    matters = () if clause is None else next((r.matters for r in clause.rules if r.id == entry.norm), ())
    values = {
        "section": "review", "entry": entry, "clause": clause, "fields": fields, "faults": others, "any": bool(faults), "matters": matters,
        "tests": reviewing.recorded_cases(entry.norm), "cases": Case.objects.filter(matter__in=matters).exclude(outcome="").count(),
        "words": _words(entry), "key": form_key(),
    }  # fmt: skip
    return page(
        request, "review_rule.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    )


def _words(entry: reviewing.RuleReview) -> list[tuple[str, bool]]:
    """The quotation in pieces, those lit on which the rule rests."""
    pieces: list[tuple[str, bool]] = []
    rest = entry.quote
    for words in entry.words:
        before, match, behind = rest.partition(words)
        if match:
            pieces += [(before, False), (match, True)]
            rest = behind
    return [(t, lit) for t, lit in (*pieces, (rest, False)) if t]


def readings(request: HttpRequest) -> HttpResponse:
    """The readings with how they stand."""
    document, state = request.GET.get("document", ""), request.GET.get("state", "")
    entries = reviewing.readings(document, state)
    values = {
        "section": "review", "entries": entries, "document": document, "documents": texts.all_documents(), "state": state,
        "words": reviewing.status_of, "states": _READING_STATES,
    }  # fmt: skip
    return page(request, "readings.html.jinja", values)


def reading(request: HttpRequest) -> HttpResponse:
    """One reading; it is confirmed or doubted here."""
    source = request.POST if request.method == "POST" else request.GET
    document, name = source.get("document", ""), source.get("name", "")
    entry = reviewing.reading(document, name)
    if entry is None:
        raise Http404
    given = {k: request.POST.get(k, "").strip() for k in ("by", "remark", "action")}
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":

        def say() -> str:
            doubting, digest = given["action"] == "doubt", request.POST.get("digest", "")
            reviewing.say(document, name, doubting, given["by"], given["remark"], digest, _noted(request))
            WATCH.noted()
            return f"/review/reading?document={quote(document)}&name={quote(name)}"

        try:
            return see(once(request.POST.get("key", ""), say))
        except Faults as error:
            faults = error.diagnostics
    fields, others = _signing(given, faults, "姓名", "理由或者文号")
    values = {
        "section": "review", "entry": entry, "fields": fields, "faults": others, "any": bool(faults), "status": reviewing.status_of(entry),
        "clauses": reviewing.clauses_on(document, name), "key": form_key(),
    }  # fmt: skip
    return page(
        request, "reading.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    )


def _noted(request: HttpRequest) -> Noted:
    """What records a signature or a confirmation, under the name of who is signed in."""
    by = actor(request).name
    return lambda kind, payload: trail.note(kind, payload, by)


def _signing(
    given: dict[str, str], faults: tuple[Fault, ...], who: str, why: str
) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
    fields = [
        Field("by", who, required=True, values=(given["by"],)),
        Field("remark", why, FieldKind.AREA, values=(given["remark"],)),
    ]
    return with_faults(fields, faults, _NAMES)
