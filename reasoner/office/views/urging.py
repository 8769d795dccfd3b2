"""催办: the cases that are late or near their last day, and the paper by which they are urged, as a page to be printed and as a file."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse

from reasoner.casework.roles import CASE_ROLES
from reasoner.driver.window import case_papers
from reasoner.driver.window.bureau_settings import settings_now
from reasoner.driver.window.wording import moment_day
from reasoner.office import casework_store, casework_urging
from reasoner.office.acting import actor, only
from reasoner.office.casework_models import UrgeNotice
from reasoner.office.casework_urging import Scope
from reasoner.office.keeping import form_key, made_before, once
from reasoner.office.templating import page
from reasoner.office.views.cases import FORMS
from reasoner.office.views.downloads import file_answer
from reasoner.office.views.redirect import see

_MOST_TEXT: Final = 100
_RECENT: Final = 20
"""Papers that are listed."""


@only(*CASE_ROLES)
def urging(request: HttpRequest) -> HttpResponse:
    """What is to be urged, by case, person or district; sent, it becomes a paper."""
    acting = actor(request)
    sent = request.POST if request.method == "POST" else request.GET
    file, person, district = (
        sent.get(k, "").replace("\x00", "").strip()[:_MOST_TEXT] for k in ("file", "person", "district")
    )
    number = int(file) if file.isascii() and file.isdecimal() and len(file) < 18 else None
    of_file = None if number is None else casework_store.open_file(number, acting).file
    scope = Scope(number, person, district)
    key = sent.get("key", "") if request.method == "POST" else ""
    if made_before(key):
        return see(made_before(key))
    urged = casework_urging.urged(acting, scope)
    if request.method == "POST" and urged:
        return see(once(key, lambda: f"/files/urging/{casework_urging.issue(acting, scope, urged).pk}"))
    every = casework_store.visible(acting).order_by()
    values = {
        "section": "files", "urged": urged, "lines": [line for u in urged for line in u.lines], "scope": scope, "of_file": of_file,
        "persons": casework_urging.persons(acting), "notices": casework_urging.notices(acting)[:_RECENT], "key": form_key(),
        "districts": sorted(d for d in every.values_list("district", flat=True).distinct() if d), "heads": case_papers.URGE_HEADS,
        "most": casework_urging.MOST_CASES, "nothing": request.method == "POST", "note": case_papers.URGE_NOTE,
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return page(request, "urging.html.jinja", values, status=status)


def _office_of(kept: UrgeNotice) -> str:
    return kept.organ or settings_now().office


@only(*CASE_ROLES)
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """A paper as it was issued, to be printed."""
    kept = casework_urging.notice(number, actor(request))
    values = {
        "section": "files", "kept": kept, "lines": casework_urging.lines_of(kept), "title": case_papers.urge_title(kept.pk),
        "heads": case_papers.URGE_HEADS, "note": case_papers.URGE_NOTE, "office": _office_of(kept), "files": kept.files.order_by("pk"),
    }  # fmt: skip
    return page(request, "urge_notice.html.jinja", values)


@only(*CASE_ROLES)
def notice_file(request: HttpRequest, number: int) -> HttpResponse:
    """The same as a Word file."""
    kept = casework_urging.notice(number, actor(request))
    content = case_papers.urge_file(
        kept.pk, kept.scope, moment_day(kept.at), kept.by, _office_of(kept), casework_urging.lines_of(kept)
    )
    return file_answer(f"催办单-第{kept.pk}号-{moment_day(kept.at)}.docx", content, FORMS["docx"])
