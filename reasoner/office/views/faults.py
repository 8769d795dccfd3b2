"""Pages that say that something is not there, or was not done."""

from __future__ import annotations

import sys
from http import HTTPStatus
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from policy_dsl.diagnostics import Faults
from reasoner.office.database import unreachable
from reasoner.office.jobs import STOPPED
from reasoner.office.templating import page
from reasoner.office.typed_fields import typed_fields

_TOKEN: Final = "csrfmiddlewaretoken"


def missing_page(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page."""
    return page(request, "missing.html.jinja", status=HTTPStatus.NOT_FOUND)


def broken_page(request: HttpRequest) -> HttpResponse:
    """Something went wrong in the program, or a file on which every page rests cannot be read."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        values = {"faults": unreachable(error).diagnostics, "back": "/", "again": "", "sent": None}
        return page(request, "unreachable.html.jinja", values, status=HTTPStatus.SERVICE_UNAVAILABLE)
    if isinstance(error, Faults):
        return not_made(request, error, "", "/settle/bureau")
    return page(request, "broken.html.jinja", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def refused_page(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that no page of ours sends."""
    return page(request, "stale.html.jinja", status=HTTPStatus.BAD_REQUEST)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of another window, or of a window before this one; what was typed stands on the page."""
    values = {"typed": typed_fields(request)}
    return page(request, "stale.html.jinja", values, status=HTTPStatus.FORBIDDEN)


def _sent_fields(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The fields of a form that was sent, but for its token."""
    return tuple((k, v) for k, values in request.POST.lists() if k != _TOKEN for v in values)


def not_made(request: HttpRequest, error: Faults, section: str, back: str) -> HttpResponse:
    """A file was not made: why, what to do, the way back, and where its process was stopped the way to try again, by the same form
    where a form asked for it.
    """
    stopped = any(f.code == STOPPED for f in error.diagnostics)
    values = {
        "section": section,
        "faults": error.diagnostics,
        "back": back,
        "again": request.get_full_path() if stopped else "",
        "sent": _sent_fields(request) if request.method == "POST" else None,
    }
    status = HTTPStatus.SERVICE_UNAVAILABLE if stopped else HTTPStatus.UNPROCESSABLE_ENTITY
    return page(request, "faults.html.jinja", values, status=status)
