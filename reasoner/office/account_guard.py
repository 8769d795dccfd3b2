"""Who may come into an office for many: the first administrators with a token, then whoever signs in, each to what the roles allow.

Which address answers whom stands in `rights`; what is not in it is refused. A role or an account that is taken away counts at the
next request, for each request looks at the accounts as they stand.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from reasoner.casework.roles import CASE_ROLES, Role
from reasoner.office import accounts, passwords, second_factor, sessions
from reasoner.office.account_models import SignIn
from reasoner.office.acting import ACTOR, actor, not_allowed
from reasoner.office.configuration import OPEN, PROGRAM
from reasoner.office.guard import Answer, entry_of_start
from reasoner.office.offers import may, only_offers
from reasoner.office.rights import RIGHTS, allowed
from reasoner.office.templating import MAY, PERSON, SECTIONS, SECTIONS_OPEN, SIGNER, page
from reasoner.office.typed_fields import typed_fields

SIGN_IN: Final = "tiaoli.sign_in"
"""Under which a request that was let in carries its sign-in."""
ADMINISTRATION: Final = ("office", "/office", "账号")
"""The section of the administrators."""
_WITH_FIRST_PASSWORD: Final = ("account/password", "sign-out")
"""What is open to somebody whose password is to be changed first."""
_WITHOUT_FACTOR: Final = ("account/second", "sign-out")
"""What is open to somebody who must set up a second factor first."""


def sign_in_of(request: HttpRequest) -> SignIn:
    """The sign-in behind a request that was let in."""
    row = request.META[SIGN_IN]
    assert isinstance(row, SignIn)
    return row


def _see(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def _route(request: HttpRequest) -> str | None:
    """The address of `urls` that a request calls; None: there is none."""
    try:
        return resolve(request.path_info).route
    except Resolver404:
        return None


def check_account(answer: Answer) -> Answer:
    """Answer whoever may see the address; others are led to sign in, or told whose it is."""

    def checked(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(OPEN) or PROGRAM in request.META:
            return answer(request)
        if settings.TIAOLI_TLS and not request.is_secure():
            return page(request, "not_secure.html.jinja", status=HTTPStatus.FORBIDDEN)
        if not accounts.founded():
            return _founding(request, answer)
        route = _route(request)
        row = sessions.current(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
        if row is not None:
            acting = accounts.acting_account(row.account)
            request.META |= {
                SIGN_IN: row,
                ACTOR: acting,
                PERSON: row.account.name,
                MAY: lambda address: may(acting.roles, address, "POST"),
                SECTIONS_OPEN: sections_of(acting.roles),
            }
        if route in RIGHTS and RIGHTS[route].open:
            return answer(request) if row is None else only_offers(answer(request), request.path, actor(request).roles)
        if row is None:
            return _sign_in_first(request)
        if passwords.must_change(row.account) and route not in _WITH_FIRST_PASSWORD:
            return _see("/account/password")
        if route not in (*_WITHOUT_FACTOR, *_WITH_FIRST_PASSWORD) and second_factor.must_set_up(row.account):
            return _see("/account/second")
        if route is None:
            return answer(request)
        if route == "" and actor(request).roles.isdisjoint(CASE_ROLES):
            return _see("/office" if actor(request).roles else "/account")
        roles = allowed(route, request.method or "")
        if not (route in RIGHTS and RIGHTS[route].own) and actor(request).roles.isdisjoint(roles):
            return not_allowed(request, roles)
        return only_offers(answer(request), request.path, actor(request).roles)

    return checked


def sections_of(roles: frozenset[Role]) -> tuple[tuple[str, str, str], ...]:
    """The main navigation of somebody with these roles: what answers them."""
    sections = (*SECTIONS, ADMINISTRATION)
    return tuple(
        s for s in sections if not roles.isdisjoint(allowed(s[1].removeprefix("/"), "GET")) and _begins(s, roles)
    )


def _begins(section: tuple[str, str, str], roles: frozenset[Role]) -> bool:
    """The first page leads administrators on to theirs, and is no section for them."""
    return section[1] != "/" or not roles.isdisjoint(allowed("todo/step", "GET"))


def _founding(request: HttpRequest, answer: Answer) -> HttpResponseBase:
    """Before there are accounts: the token of the start, once, opens the page that makes the first three."""
    entry = entry_of_start()
    if entry.admits(request.COOKIES.get(entry.cookie, "")):
        return answer(request) if request.path == "/found" else _see("/found")
    value = entry.use(request.GET.get("token", "")) if request.path == "/found" and request.method == "GET" else None
    if value is None:
        return page(request, "not_founded.html.jinja", status=HTTPStatus.FORBIDDEN)
    response = page(request, "entered.html.jinja", {"address": "/found"})
    response.set_cookie(entry.cookie, value, httponly=True, samesite="Strict", path="/", secure=request.is_secure())
    return response


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        # Only who was signed in has something to lose; of strangers nothing is read.
        known = sessions.was_signed_in(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
        values = {"typed": typed_fields(request) if known else ()}
        return page(request, "signed_out.html.jinja", values, status=HTTPStatus.FORBIDDEN)
    path = request.get_full_path()
    return _see("/sign-in" if path == "/" else f"/sign-in?next={quote(path, safe='/')}")


def sign_with_account(answer: Answer) -> Answer:
    """In an office, a form that asks who does something is signed with the name of who signed in, whatever stands in it."""

    def signed(request: HttpRequest) -> HttpResponseBase:
        if request.method == "POST" and actor(request).account is not None and SIGNER in request.POST:
            given = request.POST.copy()
            given[SIGNER] = actor(request).name
            request.POST = given  # type: ignore[assignment]
        return answer(request)

    return signed
