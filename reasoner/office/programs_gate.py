"""Other programs come in here: below /api/v1/ a token counts and no cookie, and what goes wrong is told as a problem (RFC 9457)."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Final, TypeAlias

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from policy_dsl.diagnostics import Diagnostic, Fault
from reasoner.casework.roles import CASE_ROLES
from reasoner.driver.schemas.openapi import MOST_REQUESTS
from reasoner.driver.window.programs import MOST_BODY, TOO_LARGE
from reasoner.office import tokens
from reasoner.office.account_models import Account
from reasoner.office.accounts import acting_account
from reasoner.office.acting import ACTOR, ALONE, Actor
from reasoner.office.configuration import PROGRAM
from reasoner.office.token_models import ApiToken

Answer: TypeAlias = Callable[[HttpRequest], HttpResponseBase]
API: Final = "/api/v1/"
"""Where other programs ask."""
PROBLEM: Final = "application/problem+json"
TYPE: Final = "https://w3id.org/tiaoli/errors#"
"""How the type of a problem begins; behind it stands the code."""
NO_TOKEN: Final = "U221"
NO_SUCH: Final = "U223"
NOT_ALLOWED: Final = "U224"
TOO_OFTEN: Final = "U225"
MINUTE: Final = 60.0
"""Seconds within which `MOST_REQUESTS` of a token are answered."""
_BEARER: Final = "Bearer "
_MESSAGES: Final = {
    HTTPStatus.NOT_FOUND: "没有这个地址",
    HTTPStatus.METHOD_NOT_ALLOWED: "这个地址不用这个方法",
    HTTPStatus.BAD_REQUEST: "请求不能识别",
}


class Problem(msgspec.Struct, frozen=True):
    """What went wrong, as RFC 9457 has it, with our code and every fault."""

    type: str
    """What kind of problem it is: an address with our code."""
    title: str
    """The first of what went wrong, in Chinese."""
    status: int
    """The status of HTTP."""
    detail: str
    """All that went wrong and what to try, in Chinese."""
    code: str
    """The code of the first fault; docs/errors.md has a page for each."""
    errors: tuple[Fault, ...]
    """Every fault."""


def problem(status: HTTPStatus, faults: Sequence[Diagnostic | Fault]) -> HttpResponse:
    """The answer that tells what went wrong."""
    plain = tuple(f.fault if isinstance(f, Diagnostic) else f for f in faults)
    first = plain[0]
    detail = "\n".join(
        f"{f.where}:{f.message}" + (f";{f.allowed_words()}" if f.allowed else "") + (f";{f.hint}" if f.hint else "")
        for f in plain
    )
    content = Problem(f"{TYPE}{first.code}", first.message, status.value, detail, first.code, plain)
    return HttpResponse(msgspec.json.encode(content), status=status, content_type=PROBLEM)


def let_programs_in(answer: Answer) -> Answer:
    """Answer below /api/v1/ whoever brings a token; leave all else to who comes behind."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(API):
            return answer(request)
        refused = _entered(request)
        if refused is not None:
            return refused
        response = answer(request)
        if response.status_code < HTTPStatus.BAD_REQUEST or response.headers.get("Content-Type") == PROBLEM:
            return response
        return _as_problem(request, response)

    return answered


def _entered(request: HttpRequest) -> HttpResponse | None:
    """Let a request in; else why not."""
    if settings.TIAOLI_TLS and not request.is_secure():
        return problem(
            HTTPStatus.FORBIDDEN, [Diagnostic(NOT_ALLOWED, "请求", "这里只用 https 打开", hint="地址写 https://")]
        )
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BODY:
        allowed = f"不超过{MOST_BODY // 2**20} MB,写明 Content-Length"
        return problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, [Diagnostic(TOO_LARGE, "请求", "请求过大", allowed, "分几次送")]
        )
    given = request.META.get("HTTP_AUTHORIZATION", "")
    kept = tokens.known(given.removeprefix(_BEARER).strip()) if given.startswith(_BEARER) else None
    acting = None if kept is None else owner_of(kept)
    if acting is None:
        message, hint = "没有令牌,或者令牌到期、收回了", "请求头写 Authorization: Bearer 令牌;令牌在“接口令牌”页上做"
        refused = problem(HTTPStatus.UNAUTHORIZED, [Diagnostic(NO_TOKEN, "Authorization", message, hint=hint)])
        refused.headers["WWW-Authenticate"] = 'Bearer realm="tiaoli"'
        return refused
    if acting.roles.isdisjoint(CASE_ROLES):
        return problem(HTTPStatus.FORBIDDEN, [Diagnostic(NOT_ALLOWED, "Authorization", "令牌的主人不办理案件")])
    request.META[ACTOR], request.META[PROGRAM] = acting, True
    assert kept is not None
    seconds = RATE.seconds_to_wait(kept.pk)
    if seconds:
        allowed = f"一个令牌一分钟至多{RATE.most}次"
        message, hint = "这个令牌提问得太快", f"过{seconds}秒再问;申请多的,一次送几份"
        refused = problem(HTTPStatus.TOO_MANY_REQUESTS, [Diagnostic(TOO_OFTEN, "请求", message, allowed, hint)])
        refused.headers["Retry-After"] = str(seconds)
        return refused
    return None


class Rate:
    """How often each token may ask: so many requests within a minute, whichever minute that is."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self._clock, self._lock = clock, threading.Lock()
        self._answered: dict[int, deque[float]] = {}
        """When the last requests of each token were let in: no more than `most` of each, and none that is older than a minute."""

    def seconds_to_wait(self, token: int) -> int:
        """Let a request in, and 0; else how many seconds are to go by before the next one is let in."""
        with self._lock:
            moment = self._clock()
            self._answered = {t: kept for t, kept in self._answered.items() if moment - kept[-1] < MINUTE}
            kept = self._answered.setdefault(token, deque())
            while kept and moment - kept[0] >= MINUTE:
                kept.popleft()
            if len(kept) >= self.most:
                return max(1, math.ceil(MINUTE - (moment - kept[0])))
            kept.append(moment)
            return 0


RATE: Final = Rate(MOST_REQUESTS)


def owner_of(kept: ApiToken) -> Actor | None:
    """Who acts by a token, with the rights of now; None: nobody may any more."""
    if kept.account is None:
        return None if settings.TIAOLI_TEAM else ALONE
    account = Account.objects.filter(pk=kept.account, closed="").first() if settings.TIAOLI_TEAM else None
    return None if account is None else acting_account(account)


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponse:
    """What went wrong outside our own answers, as a problem."""
    status = HTTPStatus(response.status_code)
    code = "U199" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else NO_SUCH
    message = _MESSAGES.get(status, "程序内部错误" if code == "U199" else status.phrase)
    made = problem(
        status,
        [Diagnostic(code, f"{request.method} {request.path[:200]}", message, hint="各地址见 /api/v1/openapi.json")],
    )
    if "Allow" in response.headers:
        made.headers["Allow"] = response.headers["Allow"]
    return made
