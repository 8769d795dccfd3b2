"""Sign-ins: a name and a password become a cookie; it ends when nothing is asked for, at the latest after a working day, or by hand.

What is kept stands in the database: of the cookie only its digest. A wrong name, a wrong password and a closed account are
answered alike and after the same work; too many wrong passwords make everybody wait who gives that name, be there such an account or not.
"""

from __future__ import annotations

import hashlib
import secrets
import time
import unicodedata
from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import Max

from reasoner.office import passwords, second_factor
from reasoner.office.account_models import Account, FailedSignIn, SignIn
from reasoner.office.accounts import login_of
from reasoner.office.keeping import now
from reasoner.office.trail import note

IDLE: Final = 30 * 60
"""Seconds after which a sign-in ends when nothing is asked for."""
LONGEST: Final = 12 * 60 * 60
"""Seconds after which it ends at the latest."""
_STEP: Final = 60
"""Seconds within which it is not noted again that something was asked for."""
FREE: Final = 5
"""Wrong passwords until one must wait."""
_WAIT: Final = 60
"""Seconds of the first wait; each further wrong password doubles it."""
_LONGEST_WAIT: Final = 30 * 60
_FORGOTTEN: Final = 24 * 60 * 60
"""Seconds after which wrong passwords are forgotten."""
_MOST_NAMES: Final = 10_000
"""Names with wrong passwords that are kept."""
_MOST_STRANGERS: Final = 100
"""Sign-ins by names that no account has that are noted within an hour, so that a flood of them does not fill the trail."""
_HOUR: Final = 60 * 60


class SessionClock:
    """Seconds that never run backwards while the server runs, nor from one run to the next."""

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._steady = wall, steady
        self._last, self._at = wall(), steady()

    def begin(self, least: float) -> None:
        """Start no earlier than at a moment that an earlier run has kept."""
        self._last, self._at = max(least, self._wall()), self._steady()

    def now(self) -> int:
        """The seconds of now: by the clock of the machine; where that was set back, by how much time has really gone by."""
        steady = self._steady()
        self._last, self._at = max(self._last + steady - self._at, self._wall()), steady
        return int(self._last)


CLOCK: Final = SessionClock()


def begin_clock() -> None:
    """At a start: time stands no earlier than where the last run left it."""
    kept = (SignIn.objects.aggregate(m=Max("active"))["m"], FailedSignIn.objects.aggregate(m=Max("last"))["m"])
    CLOCK.begin(max((moment for moment in kept if moment is not None), default=0))


class Attempt(NamedTuple):
    """What came of a name and a password."""

    token: str | None
    """For the cookie; None: it did not succeed."""
    minutes: int = 0
    """How many minutes nobody can sign in by this name; 0: none."""


def sign_in(login: str, password: str, source: str, browser: str, code: str = "") -> Attempt:
    """Try a name, a password and, where it is asked for, a code; whichever is wrong is answered alike, and counts alike.

    source: the address from which they came. browser: what it calls itself. code: of the second factor.
    """
    login = login_of(login)[:200]
    digest = _digest(login)
    wait = _counted(digest)
    if wait:
        return Attempt(None, -(-wait // 60))
    kept = Account.objects.filter(login=login).first() if login.isprintable() else None
    right = passwords.is_right(kept, password) if kept is not None else _wrong(password)
    if kept is None or not right or kept.closed:
        _note_failure(kept, source)
        return Attempt(None, minutes_to_wait(login))
    with transaction.atomic():
        # Whoever was closed or given another password meanwhile is not let in by what was looked at before.
        if not Account.objects.filter(pk=kept.pk, closed="", password=kept.password).exists():
            return Attempt(None)
        factor = second_factor.take(kept, code)
        if factor is not None:
            FailedSignIn.objects.filter(digest=digest).delete()
            token = begin(kept, source, browser)
            beside = {"第二因素": factor.value} if factor else {}
            note("登录", {"登录名": kept.login, "来自": source, **beside}, kept.name)
            return Attempt(token)
    _note_failure(kept, source)
    return Attempt(None, minutes_to_wait(login))


def begin(kept: Account, source: str, browser: str) -> str:
    """Sign a browser in; what its cookie holds."""
    token, moment = secrets.token_urlsafe(32), CLOCK.now()
    SignIn.objects.create(
        account=kept, digest=_digest(token), at=now(), begun=moment, active=moment, source=source[:64],
        browser="".join(c for c in browser if unicodedata.category(c)[0] != "C")[:120],
    )  # fmt: skip
    return token


def confirm(kept: Account, password: str, source: str) -> Attempt:
    """Whether who has signed in knows the password; wrong ones count as at a sign-in. The token is empty: nobody is signed in."""
    digest = _digest(kept.login)
    wait = _counted(digest)
    if wait:
        return Attempt(None, -(-wait // 60))
    if not passwords.is_right(kept, password):
        _note_failure(kept, source)
        return Attempt(None, minutes_to_wait(kept.login))
    FailedSignIn.objects.filter(digest=digest).delete()
    return Attempt("")


def _wrong(password: str) -> bool:
    """Do the work of looking at a password where there is no account to look at."""
    passwords.digest_of(password)
    return False


def _counted(digest: str) -> int:
    """Count an attempt by a name before it is looked at, so that many at once count as many; the seconds to wait, 0: none."""
    with transaction.atomic():
        moment = CLOCK.now()
        FailedSignIn.objects.filter(last__lt=moment - _FORGOTTEN, until__lt=moment).delete()
        if FailedSignIn.objects.count() >= _MOST_NAMES:
            oldest = FailedSignIn.objects.order_by("last").values_list("pk", flat=True)[: _MOST_NAMES // 10]
            FailedSignIn.objects.filter(pk__in=list(oldest)).delete()
        FailedSignIn.objects.get_or_create(digest=digest, defaults={"last": moment})
        row = FailedSignIn.objects.select_for_update().get(digest=digest)
        if row.until > moment:
            return row.until - moment
        row.failures, row.last = row.failures + 1, moment
        if row.failures >= FREE:
            row.until = moment + min(_LONGEST_WAIT, _WAIT * 2 ** min(row.failures - FREE, 10))
        row.save()
        return 0


_STRANGERS: Final[deque[int]] = deque()
"""When somebody gave a name that no account has."""


def _note_failure(kept: Account | None, source: str) -> None:
    """What was typed for a name is noted only where it is one: it may be a password in the wrong field."""
    if kept is None:
        moment = CLOCK.now()
        while _STRANGERS and _STRANGERS[0] < moment - _HOUR:
            _STRANGERS.popleft()
        if len(_STRANGERS) >= _MOST_STRANGERS:
            return
        _STRANGERS.append(moment)
    note("登录失败", {"登录名": "" if kept is None else kept.login, "来自": source}, "")


def unlock(login: str) -> None:
    """Let somebody try at once again who would have to wait."""
    FailedSignIn.objects.filter(digest=_digest(login_of(login))).delete()


def minutes_to_wait(login: str) -> int:
    """How many minutes nobody can sign in by a name; 0: none."""
    until = FailedSignIn.objects.filter(digest=_digest(login)).values_list("until", flat=True).first() or 0
    return -(-max(0, until - CLOCK.now()) // 60)


def current(token: str) -> SignIn | None:
    """The sign-in that a cookie stands for, with its account; None: there is none, or it has ended."""
    if not token:
        return None
    row = SignIn.objects.select_related("account").filter(digest=_digest(token), ended="").first()
    if row is None:
        return None
    moment = CLOCK.now()
    too_old = moment - row.active > IDLE or moment - row.begun > LONGEST or moment < row.begun
    if row.account.closed or too_old:
        _ended(row, "账号关闭" if row.account.closed else "超时")
        return None
    if moment - row.active >= _STEP:
        SignIn.objects.filter(pk=row.pk, ended="").update(active=moment)
    return row


def was_signed_in(token: str) -> bool:
    """Whether a cookie was given to somebody who signed in, ended or not."""
    return bool(token) and SignIn.objects.filter(digest=_digest(token)).exists()


def _ended(row: SignIn, how: str) -> None:
    SignIn.objects.filter(pk=row.pk, ended="").update(ended=how)


def end(row: SignIn) -> None:
    """Sign out one browser."""
    with transaction.atomic():
        _ended(row, "退出")
        note("退出", {"登录名": row.account.login}, row.account.name)


def end_all(kept: Account, how: str, but: SignIn | None = None) -> int:
    """Sign out every browser of an account. how: why. but: one that stays. How many there were. Called inside a transaction."""
    rows = SignIn.objects.filter(account=kept, ended="")
    return (rows.exclude(pk=but.pk) if but is not None else rows).update(ended=how)


def open_ones(kept: Account) -> list[SignIn]:
    """The browsers of an account that are signed in, the last first."""
    moment = CLOCK.now()
    rows = SignIn.objects.filter(account=kept, ended="", active__gte=moment - IDLE, begun__gte=moment - LONGEST)
    return list(rows.order_by("-active", "-id"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
