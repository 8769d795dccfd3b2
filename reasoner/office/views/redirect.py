"""Where a form leads that was carried out."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse, HttpResponseRedirect


def see(address: str) -> HttpResponse:
    """Go on at an address; the browser's back button sends no form again."""
    response = HttpResponseRedirect(address)
    response.status_code = HTTPStatus.SEE_OTHER
    return response
