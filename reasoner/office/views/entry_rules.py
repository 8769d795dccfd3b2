"""入库: the rules of a draft are written on one page, with their faults, their words in the official text and their meaning beside.

Everything works by forms; a script makes it live. What is typed comes back with every answer, saved or not.
"""

from __future__ import annotations

import difflib
import secrets
from collections import OrderedDict
from http import HTTPStatus
from threading import Lock
from typing import Final, NamedTuple
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Fault, Faults
from reasoner.driver.window import entry_rules
from reasoner.office.guard import editor_policy
from reasoner.office.keeping import now
from reasoner.office.pages.rules_page import (
    MOST_LISTED,
    RuleForm,
    chosen_in,
    counts,
    marks,
    meanings,
    rule_form,
    text_parts,
)
from reasoner.office.templating import environment, page
from reasoner.office.views.redirect import see

_MOST_CHANGES: Final = 4000
"""Lines of a difference that a page lists."""


class _Content(NamedTuple):
    """What a page is to show beside the rules."""

    rules: str
    base: str
    """The digest of the saved rules over which these would be saved."""
    problems: tuple[Fault, ...] = ()
    other: str | None = None
    """What somebody else saved meanwhile."""
    form: RuleForm | None = None
    """The form for a clause."""
    clause: str = ""
    """The clause that is chosen."""
    done: str = ""
    """What was done."""
    status: int = HTTPStatus.OK


def rules(request: HttpRequest, document: str) -> HttpResponse:
    """The page: what is typed is checked or saved."""
    opened = _opened(document)
    if request.method != "POST":
        return _page(request, opened, _Content(opened.rules, opened.digest))
    written, base = _written(request), request.POST.get("base", "")
    action = request.POST.get("action", "")
    try:
        if action == "save":
            return _save(request, opened, written, base)
        if action == "write":
            return _write(request, opened, written, base)
        if "accept" in request.POST or "reject" in request.POST:
            return _decide(request, opened, written, base)
        if "clause" in request.POST or "shape" in request.POST:
            return _page(request, opened, _Content(written, base, form=_form(request, opened, written)))
    except Faults as error:
        content = _Content(written, base, error.diagnostics, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return _page(request, opened, content)
    return _page(request, opened, _Content(written, base))


def _form(
    request: HttpRequest, opened: entry_rules.Opened, written: str, faults: tuple[Fault, ...] = ()
) -> RuleForm | None:
    """The form for the clause that is chosen; None where its words are not in the official text."""
    address = request.POST.get("clause", "") or request.POST.get("form_clause", "")
    offered = entry_rules.choices_of(opened, written, address)
    shape = request.POST.get("shape", "") or ("" if "clause" in request.POST else request.POST.get("form_shape", ""))
    same = "clause" not in request.POST
    return offered and rule_form(offered, shape, request.POST.getlist if same else lambda _: [], faults)


def _decide(request: HttpRequest, opened: entry_rules.Opened, written: str, base: str) -> HttpResponse:
    """Save what is typed, and accept a proposed rule of it, or take it out: recorded with who did it."""
    saved = entry_rules.save(opened, written, base)
    if saved.other is not None:
        return _stale(request, opened, written, saved)
    present, by = _opened(opened.place.document), request.POST.get("by", "")
    accepted, rejected = request.POST.get("accept", ""), request.POST.get("reject", "")
    try:
        if accepted:
            entry_rules.accept(present, accepted, by)
        else:
            entry_rules.reject(present, rejected, by, saved.digest)
    except Faults as error:
        content = _Content(written, saved.digest, error.diagnostics, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return _page(request, opened, content)
    clause = (accepted or rejected).partition("#")[0]
    return see(f"/entry/{opened.place.document}/rules?saved=1&by={quote(by)}#r-{quote(clause)}")


def _stale(request: HttpRequest, opened: entry_rules.Opened, written: str, saved: entry_rules.Saved) -> HttpResponse:
    """Both texts, where somebody saved others meanwhile."""
    return _page(request, opened, _Content(written, saved.digest, other=saved.other, status=HTTPStatus.CONFLICT))


def _write(request: HttpRequest, opened: entry_rules.Opened, written: str, base: str) -> HttpResponse:
    """Put what was chosen in the form below its clause."""
    address, shape = request.POST.get("form_clause", ""), request.POST.get("form_shape", "")
    try:
        new = entry_rules.with_rule(opened, written, address, chosen_in(shape, request.POST.getlist))
    except Faults as error:
        form = _form(request, opened, written, error.diagnostics)
        problems = () if form else error.diagnostics
        content = _Content(written, base, problems, form=form, clause=address, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return _page(request, opened, content)
    return _page(request, opened, _Content(new, base, clause=address, done="写进编辑框了，还没有保存。"))


def _opened(document: str) -> entry_rules.Opened:
    opened = entry_rules.opened(document)
    if opened is None:
        raise Http404
    return opened


def _written(request: HttpRequest) -> str:
    """The rules as they were typed; a browser sends line breaks of two characters."""
    return request.POST.get("text", "").replace("\r\n", "\n")


def _save(request: HttpRequest, opened: entry_rules.Opened, written: str, base: str) -> HttpResponse:
    saved = entry_rules.save(opened, written, base)
    by_script = request.headers.get("Accept") == "application/json"
    if saved.other is not None:
        if by_script:
            return JsonResponse({"stale": True}, status=HTTPStatus.CONFLICT)
        return _stale(request, opened, written, saved)
    if by_script:
        return JsonResponse({"base": saved.digest, "at": now()[11:16]})
    return see(f"/entry/{opened.place.document}/rules?saved=1")


def _page(request: HttpRequest, opened: entry_rules.Opened, content: _Content) -> HttpResponse:
    problems = content.problems
    checked = entry_rules.NOT_READ
    try:
        checked = entry_rules.checked(opened, content.rules)
    except Faults as error:
        problems = (*problems, *(f for f in error.diagnostics if f not in problems))
    nonce = secrets.token_urlsafe(16)
    base = f"/entry/{opened.place.document}"
    clause = content.clause or (content.form.choices.address if content.form else "")
    values = {
        "section": "entry", "document": opened.place.document, "entry": opened.entry, "base": base, "self_address": f"{base}/rules",
        "title": opened.title, "text": opened.text, "rules": content.rules, "digest": content.base,
        "unsaved": entry_rules.digest_of(content.rules) != content.base, "saved": request.GET.get("saved", ""), "done": content.done,
        "problems": problems, "other": content.other, "changes": () if content.other is None else _changes(content.other, content.rules),
        "nonce": nonce, "clause": clause, "form": content.form, "by": request.POST.get("by", request.GET.get("by", "")), "earlier": entry_rules.earlier(opened),
        **_checked(opened, checked),
    }  # fmt: skip
    response = page(request, "entry_rules.html.jinja", values, status=content.status)
    response.headers["Content-Security-Policy"] = editor_policy(nonce)
    return response


def _checked(opened: entry_rules.Opened, checked: entry_rules.EditedRules) -> dict[str, object]:
    """What rules come to, for the page and its parts."""
    return {
        "counts": counts(checked), "read": checked.read, "parts_of_text": text_parts(opened.text, checked),
        "told": meanings(opened.text, checked), "faults": checked.faults[:MOST_LISTED], "pending": checked.pending, "document": opened.place.document,
    }  # fmt: skip


def _changes(theirs: str, mine: str) -> list[tuple[str, str]]:
    """The lines that differ, with some around them: what is saved (-), what was typed (+)."""
    lines = difflib.unified_diff(theirs.splitlines(), mine.splitlines(), n=2, lineterm="")
    return [(line[:1], line[1:]) for line in lines if not line.startswith(("---", "+++", "@@"))][:_MOST_CHANGES]


def earlier(request: HttpRequest, document: str, name: str) -> HttpResponse:
    """Rules that a save took the place of, as plain text."""
    text = entry_rules.earlier_text(_opened(document), name)
    if text is None:
        raise Http404
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def words(request: HttpRequest, document: str) -> HttpResponse:
    """The words of the language and the terms, for highlighting and completion."""
    return JsonResponse(entry_rules.language(_opened(document))._asdict())


# --- while somebody types ---------------------------------------------------------------------------------------

_MOST_EDITORS: Final = 64
_LATEST: OrderedDict[str, int] = OrderedDict()
_COUNTING: Final = Lock()
_CHECKING: Final = Lock()
"""One text is checked at a time: a second would only make both late."""


def _is_latest(editor: str, number: int, *, coming: bool = False) -> bool:
    """Whether nobody has sent a later text from the same editor."""
    with _COUNTING:
        latest = _LATEST.get(editor, -1)
        if coming and number > latest:
            _LATEST[editor] = latest = number
            _LATEST.move_to_end(editor)
            while len(_LATEST) > _MOST_EDITORS:
                _LATEST.popitem(last=False)
        return number >= latest


@require_POST
def live(request: HttpRequest, document: str) -> HttpResponse:
    """What a text comes to that is being typed; of several that wait only the latest is looked at."""
    sent = request.POST.get("number", "")
    editor, number = request.POST.get("editor", "")[:64], int(sent) if sent.isdecimal() and len(sent) < 10 else 0
    written = _written(request)
    _is_latest(editor, number, coming=True)
    with _CHECKING:
        if not _is_latest(editor, number):
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        opened = _opened(document)
        try:
            checked = entry_rules.checked(opened, written)
        except Faults as error:
            return JsonResponse({"refused": error.diagnostics[0].message}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    parts = _checked(opened, checked)
    layout = environment().get_template("entry_rules_live.html.jinja")
    # What cannot be read changes neither the text nor the meanings on the page: those of the last text that could stay.
    names = ("state", "faults", *(("official", "meanings", "pending") if checked.read else ()))
    data: dict[str, object] = {
        "number": number,
        "marks": [m._asdict() for m in marks(written, checked.faults)],
        "clauses": [(c.address, c.line) for c in checked.clauses],
    }
    return JsonResponse(data | {name: layout.render(parts | {"part": name}) for name in names})
