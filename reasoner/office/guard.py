"""Who may come in, and what every answer says to the browser: a host of our own, a token once, then a cookie; strict rules.

The token and the cookie stand in memory only, as digests; both end with the server.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Final, TypeAlias

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

from reasoner.office.configuration import MOST_UPLOAD, OPEN, PROGRAM
from reasoner.office.templating import page

Answer: TypeAlias = Callable[[HttpRequest], HttpResponseBase]

POLICY: Final = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
"""Nothing is run, framed or fetched from elsewhere."""
HEADERS: Final = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_SITE: Final = "HTTP_SEC_FETCH_SITE"
"""Where a request comes from, as the browser says; no page can write it. Old browsers, and those of other machines without TLS, do not say."""
_DAYS: Final = 7
_SECONDS: Final = _DAYS * 24 * 60 * 60


def editor_policy(nonce: str) -> str:
    """The rules for the page with the editor: our own scripts run, and put in the styles that carry the nonce of this answer."""
    own_styles = POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")
    return f"{own_styles}; script-src 'self'; connect-src 'self'"


class Entry:
    """The token of a start and the cookies that were given for it."""

    def __init__(self, cookie: str) -> None:
        self.cookie = cookie
        """The name of the cookie; it names the port, because browsers share cookies between ports."""
        self.token = secrets.token_urlsafe(32)
        self._unused = [_digest(self.token)]
        self._cookies: list[bytes] = []

    def use(self, token: str) -> str | None:
        """A new cookie for the token, once; None for any other token and the second time."""
        given = _digest(token)
        if not any(hmac.compare_digest(given, t) for t in self._unused):
            return None
        self._unused.clear()
        value = secrets.token_urlsafe(32)
        self._cookies.append(_digest(value))
        return value

    def admits(self, value: str) -> bool:
        """Whether a cookie was given here."""
        given = _digest(value)
        return any(hmac.compare_digest(given, c) for c in self._cookies)


_ENTRY: list[Entry] = []


def open_entry(cookie: str) -> Entry:
    """Begin anew with one unused token."""
    _ENTRY[:] = [Entry(cookie)]
    return _ENTRY[0]


def entry_of_start() -> Entry:
    """The token of this start."""
    (entry,) = _ENTRY
    return entry


def _digest(value: str) -> bytes:
    return hashlib.sha256(value.encode()).digest()


def answer_safely(answer: Answer) -> Answer:
    """Give every answer the rules for the browser; pages are kept by nobody."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        if (
            response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
            and PROGRAM not in request.META
            and request.method == "GET"
        ):
            # The address of a form, opened by itself: a browser would tell it in words of its own, in another language.
            allow = response.headers.get("Allow", "")
            response = page(request, "no_page.html.jinja", status=HTTPStatus.METHOD_NOT_ALLOWED)
            response.headers["Allow"] = allow
        rules = {"Content-Security-Policy": POLICY, "Referrer-Policy": _referrer(request), **HEADERS}
        for name, value in rules.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answered


def _referrer(request: HttpRequest) -> str:
    """Which page a request comes from is told to nobody; by a browser that says in no other way where a form comes from, to us alone.

    A browser that names no referrer gives no origin with a form either (`FormCheck`).
    """
    return "no-referrer" if _SITE in request.META else "same-origin"


class FormCheck(CsrfViewMiddleware):
    """Takes a form only with the token of a page of ours, and from no page of others.

    Where pages name no referrer, browsers send `Origin: null` with their forms, as they do for a page without an origin. It is ours
    only where the browser says beside it that the form comes from the same origin.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Say of a form where it comes from, as far as the browser says so, before its origin and token are looked at."""
        site = request.META.get(_SITE)
        if site == "same-origin" and request.META.get("HTTP_ORIGIN") == "null":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        elif site in {"cross-site", "same-site"}:
            # An origin that is not given is not asked for on a local machine; here it is known not to be ours.
            request.META.setdefault("HTTP_ORIGIN", "null")
        super().process_request(request)


def check_host(answer: Answer) -> Answer:
    """Answer only where the window is called by a name of this machine: pages of others cannot reach it by a name of theirs."""

    def checked(request: HttpRequest) -> HttpResponseBase:
        try:
            request.get_host()
        except DisallowedHost:
            return HttpResponse("400", status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8")
        return answer(request)

    return checked


def check_entry(answer: Answer) -> Answer:
    """Answer only who has the cookie; who brings the token gets one."""

    def checked(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(OPEN) or PROGRAM in request.META:
            return answer(request)
        entry = entry_of_start()
        if entry.admits(request.COOKIES.get(entry.cookie, "")):
            return answer(request)
        value = entry.use(request.GET.get("token", "")) if request.path == "/" and request.method == "GET" else None
        if value is None:
            return page(request, "closed.html.jinja", status=HTTPStatus.FORBIDDEN)
        # A redirect would not carry a strict cookie where another program opened the address; this page leads on by itself.
        response = page(request, "entered.html.jinja")
        response.set_cookie(entry.cookie, value, max_age=_SECONDS, httponly=True, samesite="Strict", path="/")
        return response

    return checked


def check_size(answer: Answer) -> Answer:
    """Refuse a request that is too large before any of it is read."""

    def checked(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) <= MOST_UPLOAD:
            return answer(request)
        return page(
            request, "too_large.html.jinja", {"most": MOST_UPLOAD // 2**20}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        )

    return checked
