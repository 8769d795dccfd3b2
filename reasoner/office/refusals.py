"""Requests that were refused, counted for the administrators: who asked for which address, when and how often.

Kept are the address as `urls` has it and the method: no number of a case, no query, nothing that was typed. One row stands for all
that is the same on a day, so that a flood makes a number larger and no list longer; where a day has too many rows, the rest of it is
counted in one. The first refusal of each account on a day is an entry of the record too. Rows are kept for at least six months.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from http import HTTPStatus
from typing import Final, NamedTuple

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from policy_dsl.diagnostics import Fault
from reasoner.office.account_models import Account, RefusedAccess
from reasoner.office.acting import actor
from reasoner.office.guard import Answer
from reasoner.office.keeping import now
from reasoner.office.trail import note

COUNTED: Final = frozenset({
    HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.TOO_MANY_REQUESTS,
})  # fmt: skip
FORBIDDING: Final = frozenset({"K108", "K112", "K115", "K133", "K134", "K135", "K136"})
"""Codes that say that somebody may not do what the form asks for: it is another's, or goes round the flow (422)."""
_FORBIDDEN: Final = "tiaoli.forbidden"
MOST_ROWS: Final = 5_000
"""Rows of one day; what comes behind them is counted as one."""
KEPT_DAYS: Final = 400
"""After which rows are deleted: more than the six months for which logs are to be kept."""
REFUSED: Final = "被拒的访问"
"""The kind of the entry of the record."""
REST: Final = "（其余）"
"""In the place of an address, where a day has too many rows."""
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PAUSE: Final = 5.0
"""Seconds for which refusals are only counted in memory after they were written."""


class Refusal(NamedTuple):
    """What is the same of refusals."""

    day: str
    account: int | None
    method: str
    address: str
    status: int


class Tally(NamedTuple):
    """What was counted of a refusal and not written yet."""

    number: int
    first: str
    last: str
    source: str


class Counting:
    """Refusals that are counted in memory until they are written, at most once in a few seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._waiting: dict[Refusal, Tally] = {}
        self._written = float("-inf")

    def count(self, refused: Refusal, source: str) -> None:
        """Count a refusal."""
        moment = now()
        with self._lock:
            if refused not in self._waiting and len(self._waiting) >= MOST_ROWS:
                refused = rest_of(refused)
            before = self._waiting.get(refused, Tally(0, moment, moment, source))
            self._waiting[refused] = Tally(before.number + 1, before.first, moment, source)

    def write_when_due(self) -> None:
        """Write what waits, where the last time is some seconds ago."""
        if self._waiting and self._clock() - self._written >= PAUSE:
            self.write()

    def write(self) -> None:
        """Write what waits."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
            self._written = self._clock()
        try:
            if waiting:
                _write(waiting)
        except DatabaseError:
            # Refusing goes on where nothing can be written; what was counted waits for the next time.
            with self._lock:
                for refused, tally in waiting.items():
                    later = self._waiting.get(refused)
                    more = 0 if later is None else later.number
                    self._waiting[refused] = tally._replace(number=tally.number + more)


COUNTING: Final = Counting()


def rest_of(refused: Refusal) -> Refusal:
    """The one row in which the rest of a day is counted."""
    return Refusal(refused.day, None, "", REST, 0)


def _write(waiting: Mapping[Refusal, Tally]) -> None:
    with transaction.atomic():
        for day in sorted({r.day for r in waiting}):
            kept = {_key(row): row for row in RefusedAccess.objects.filter(day=day)}
            if not kept:
                _forget_old(day)
            before = {r.account for r in kept}
            made: dict[Refusal, RefusedAccess] = {}
            for refused, tally in ((r, t) for r, t in waiting.items() if r.day == day):
                if refused not in kept and refused not in made and len(kept) + len(made) >= MOST_ROWS:
                    refused = rest_of(refused)
                row = kept.get(refused) or made.get(refused)
                if row is None:
                    row = made[refused] = RefusedAccess(
                        day=day, account_id=refused.account, method=refused.method, address=refused.address,
                        status=refused.status, number=0, first=tally.first,
                    )  # fmt: skip
                row.number, row.last, row.source = row.number + tally.number, tally.last, tally.source
            changed = [kept[r] for r in waiting if r in kept]
            RefusedAccess.objects.bulk_update(changed, ("number", "last", "source"), batch_size=200)
            RefusedAccess.objects.bulk_create(made.values(), batch_size=200)
            for refused in made:
                if refused.account not in before:
                    before.add(refused.account)
                    _note_first(refused, waiting[refused])


def _key(row: RefusedAccess) -> Refusal:
    return Refusal(row.day, row.account_id, row.method, row.address, row.status)


def _forget_old(day: str) -> None:
    oldest = (date.fromisoformat(day) - timedelta(days=KEPT_DAYS)).isoformat()
    RefusedAccess.objects.filter(day__lt=oldest).delete()


def _note_first(refused: Refusal, tally: Tally) -> None:
    """The first refusal of an account on a day is recorded; there are no more of them than accounts."""
    kept = None if refused.account is None else Account.objects.filter(pk=refused.account).first()
    payload = {
        "登录名": "" if kept is None else kept.login, "方法": refused.method, "地址": refused.address or "没有这个地址",
        "状态": str(refused.status), "来自": tally.source,
    }  # fmt: skip
    note(REFUSED, {**payload}, "" if kept is None else kept.name)


def note_forbidden(request: HttpRequest, faults: Iterable[Fault]) -> None:
    """Note beside a request that its form was refused because its sender may not do that: it counts as a refused access."""
    if any(f.code in FORBIDDING for f in faults):
        request.META[_FORBIDDEN] = True


def count_refused(answer: Answer) -> Answer:
    """Count what was refused in an office for many, whoever refused it."""

    def counted(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        forbidden = response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY and _FORBIDDEN in request.META
        if (forbidden or response.status_code in COUNTED) and settings.TIAOLI_TEAM:
            COUNTING.count(_refusal(request, response), str(request.META.get("REMOTE_ADDR", ""))[:64])
        COUNTING.write_when_due()
        return response

    return counted


def _refusal(request: HttpRequest, response: HttpResponseBase) -> Refusal:
    method = request.method if request.method in _METHODS else "其他"
    return Refusal(
        date.today().isoformat(), actor(request).account, method or "", _pattern(request), response.status_code
    )


def _pattern(request: HttpRequest) -> str:
    """The address as `urls` has it; empty: there is none."""
    try:
        return "/" + str(resolve(request.path_info).route)
    except Resolver404:
        return ""
