"""Signing in and out, the first administrators, and what everybody does with one's own account."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from reasoner.casework.roles import Role
from reasoner.office import accounts, passwords, second_factor, sessions, totp
from reasoner.office.account_guard import SIGN_IN, sign_in_of
from reasoner.office.acting import actor
from reasoner.office.rights_changes import Founder, NotAllowed, found_office
from reasoner.office.templating import page
from reasoner.office.trail import note
from reasoner.office.views.redirect import see

_UNPROCESSABLE: Final = HTTPStatus.UNPROCESSABLE_ENTITY
_MOST_NEXT: Final = 2000
WRONG: Final = "登录名或者密码不对,或者这个账号已经停用"
WRONG_WITH_CODE: Final = "登录名、密码或者动态码不对,或者这个账号已经停用"
_KEYS: Final = {Role.SYSTEM: "system", Role.SECURITY: "security", Role.AUDITOR: "audit"}


def _source(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _browser(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")


def _signed_in(request: HttpRequest, response: HttpResponse, token: str) -> HttpResponse:
    """Give a browser the cookie of a new sign-in; whatever cookie or form it had before is worth nothing any more."""
    response.set_cookie(
        settings.SESSION_COOKIE_NAME, token, httponly=True, samesite="Strict", path="/", secure=request.is_secure()
    )
    rotate_token(request)
    return response


def _own_address(address: str) -> str:
    """An address of this office to go on at; the first page for any other."""
    plain = address.isprintable() and "\\" not in address and len(address) <= _MOST_NEXT
    if not plain or not address.startswith("/") or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return "/"
    try:
        resolve(address.partition("?")[0].partition("#")[0])
    except Resolver404:
        return "/"
    return address


def sign_in(request: HttpRequest) -> HttpResponse:
    """A name and a password."""
    if not accounts.founded():
        raise Http404
    codes = bool(second_factor.organs_asking())
    onward = _own_address((request.POST if request.method == "POST" else request.GET).get("next", "/"))
    if request.method != "POST":
        return (
            see("/")
            if SIGN_IN in request.META
            else page(
                request, "sign_in.html.jinja", {"next": onward, "login": "", "fault": "", "minutes": 0, "codes": codes}
            )
        )
    login = request.POST.get("login", "")
    password, code = request.POST.get("password", ""), request.POST.get("code", "")
    attempt = sessions.sign_in(login, password, _source(request), _browser(request), code)
    if attempt.token is None:
        wrong = WRONG_WITH_CODE if codes else WRONG
        values = {"next": onward, "login": login[:200], "fault": wrong, "minutes": attempt.minutes, "codes": codes}
        response = page(
            request,
            "sign_in.html.jinja",
            values,
            status=HTTPStatus.TOO_MANY_REQUESTS if attempt.minutes else _UNPROCESSABLE,
        )
        if attempt.minutes:
            response.headers["Retry-After"] = str(attempt.minutes * 60)
        return response
    if SIGN_IN in request.META:
        sessions.end(sign_in_of(request))
    return _signed_in(request, see(onward), attempt.token)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign this browser out."""
    sessions.end(sign_in_of(request))
    return _gone(request)


def _gone(request: HttpRequest) -> HttpResponse:
    response = see("/sign-in")
    response.delete_cookie(settings.SESSION_COOKIE_NAME, path="/", samesite="Strict")
    rotate_token(request)
    return response


@require_POST
def sign_out_all(request: HttpRequest) -> HttpResponse:
    """Every browser of the account goes, this one too."""
    kept = sign_in_of(request).account
    with transaction.atomic():
        note("退出", {"登录名": kept.login, "浏览器": sessions.end_all(kept, "全部退出")}, kept.name)
    return _gone(request)


def own_account(request: HttpRequest) -> HttpResponse:
    """What one's account is, whom it represents, where it is signed in."""
    row = sign_in_of(request)
    acting = actor(request)
    values = {
        "section": "account", "factor": second_factor.of_account(row.account),
        "factor_asked": second_factor.is_asked_of(row.account), "kept": row.account, "own": [r.value for r in Role if r in accounts.roles_of(row.account)],
        "deputed": acting.deputed, "involving": accounts.involving(row.account), "open_ones": sessions.open_ones(row.account), "this": row.pk,
        "changed": request.GET.get("changed") == "1", "idle": sessions.IDLE // 60, "longest": sessions.LONGEST // 3600,
    }  # fmt: skip
    return page(request, "account.html.jinja", values)


def own_password(request: HttpRequest) -> HttpResponse:
    """Another password: the old one, and the new one twice. Every browser but this one is signed out."""
    row = sign_in_of(request)
    kept = row.account
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        faults = _password_faults(request)
        if not faults:
            with transaction.atomic():
                passwords.replace(kept, request.POST.get("new", ""))
                sessions.end_all(kept, "更改密码")
                token = sessions.begin(kept, _source(request), _browser(request))
                note("更改密码", {"登录名": kept.login}, kept.name)
            return _signed_in(request, see("/account?changed=1"), token)
    values = {
        "section": "account", "faults": faults, "first": passwords.must_change(kept), "rules": passwords.rules(), "login": kept.login,
    }  # fmt: skip
    return page(request, "password.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


def own_factor(request: HttpRequest) -> HttpResponse:
    """The second factor: the secret to be put into an authenticator, the first code, and then the recovery codes, once."""
    kept = sign_in_of(request).account
    if not second_factor.is_asked_of(kept) or second_factor.of_account(kept) is not None:
        return see("/account")
    own = second_factor.pending(kept)
    wrong = False
    if request.method == "POST":
        codes = second_factor.confirm(kept, request.POST.get("code", ""))
        if codes is not None:
            return page(request, "recovery_codes.html.jinja", {"section": "account", "codes": codes})
        wrong = True
    values = {
        "section": "account", "secret": totp.grouped(own.secret), "address": totp.address_of(own.secret, kept.login), "wrong": wrong,
        "digits": totp.DIGITS, "seconds": totp.STEP,
    }  # fmt: skip
    return page(request, "second_factor.html.jinja", values, status=_UNPROCESSABLE if wrong else HTTPStatus.OK)


def _password_faults(request: HttpRequest) -> tuple[str, ...]:
    kept = sign_in_of(request).account
    new = request.POST.get("new", "")
    attempt = sessions.confirm(kept, request.POST.get("password", ""), _source(request))
    if attempt.token is None:
        return ("现在的密码不对" if not attempt.minutes else f"现在的密码不对,请{attempt.minutes}分钟以后再试",)
    if new != request.POST.get("again", ""):
        return ("两次写的新密码不一样",)
    return passwords.faults_of_change(kept, new)


# --- the first start -------------------------------------------------------------------------------------------


def founding(request: HttpRequest) -> HttpResponse:
    """The page of the first start: three persons become the three administrators."""
    if accounts.founded():
        raise Http404
    faults: tuple[str, ...] = ()
    given = {
        f"{key}_{part}": request.POST.get(f"{key}_{part}", "") for key in _KEYS.values() for part in ("login", "name")
    }
    if request.method == "POST":
        system, security, audit = (_founder(request, role) for role in _KEYS)
        unlike = tuple(
            f"{role}:两次写的密码不一样"
            for role, key in _KEYS.items()
            if request.POST.get(f"{key}_password", "") != request.POST.get(f"{key}_again", "")
        )
        try:
            if unlike:
                raise NotAllowed(unlike)
            found_office((system, security, audit))
            response = see("/sign-in")
            response.delete_cookie(settings.SESSION_COOKIE_NAME, path="/", samesite="Strict")
            return response
        except NotAllowed as error:
            faults = error.faults
    values = {
        "keys": [(role.value, key) for role, key in _KEYS.items()],
        "given": given,
        "faults": faults,
        "rules": passwords.PasswordRules(),
    }
    return page(request, "found.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


def _founder(request: HttpRequest, role: Role) -> Founder:
    key = _KEYS[role]
    return Founder(
        role,
        accounts.login_of(request.POST.get(f"{key}_login", "")),
        accounts.plain_line(request.POST.get(f"{key}_name", "")),
        request.POST.get(f"{key}_password", ""),
    )
