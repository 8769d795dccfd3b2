"""Where a form leads that was carried out, and what answers where it was not."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from policy_dsl.diagnostics import Fault, Faults
from reasoner.office.keeping import once


def see(address: str) -> HttpResponse:
    """Go on at an address; the browser's back button sends no form again."""
    response = HttpResponseRedirect(address)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def see_made(
    request: HttpRequest, make: Callable[[], str], again: Callable[[tuple[Fault, ...]], HttpResponse]
) -> HttpResponse:
    """Carry out a form once and go on at the address of what it made. again: the page of the form with what is wrong."""
    try:
        return see(once(request.POST.get("key", ""), make))
    except Faults as error:
        return again(error.diagnostics)
