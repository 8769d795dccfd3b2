"""Pages that say that something is not there, or was not done."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

from policy_dsl.diagnostics import Faults
from reasoner.office.templating import page

Given = ParamSpec("Given")


def missing_page(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page."""
    return page(request, "missing.html.jinja", status=HTTPStatus.NOT_FOUND)


def broken_page(request: HttpRequest) -> HttpResponse:
    """Something went wrong in the program."""
    return page(request, "broken.html.jinja", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def refused_page(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that no page of ours sends."""
    return page(request, "stale.html.jinja", status=HTTPStatus.BAD_REQUEST)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of another window, or of a window before this one."""
    return page(request, "stale.html.jinja", status=HTTPStatus.FORBIDDEN)


def guarded(
    view: Callable[Concatenate[HttpRequest, Given], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponse]:
    """A view whose faults stand on a page: those that no field of a form is to blame for."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Faults as error:
            values = {"faults": error.diagnostics, "back": request.path}
            return page(request, "faults.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    return answered


