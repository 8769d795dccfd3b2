"""The tokens of other programs: made by a person, told once, good until a day, with that person's rights of now."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

from django.db import transaction

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.office import trail
from reasoner.office.keeping import now
from reasoner.office.office_clock import day_now
from reasoner.office.token_models import ApiToken

PREFIX: Final = "tiaoli_"
"""How tokens begin, so that one that was left somewhere is known for what it is."""
MOST_DAYS: Final = 366
"""For which a token may be good."""
MOST_TOKENS: Final = 20
"""Of one person at a time."""
_MOST_NAME: Final = 100
_BYTES: Final = 32
_LONGEST: Final = 200


class Made(NamedTuple):
    """A token that was just made."""

    token: str
    """The token itself, which is kept nowhere."""
    kept: ApiToken


def digest_of(token: str) -> str:
    """The digest by which a token is kept: it is random enough that no key or salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def make(account: int | None, by: str, name: str, days: str, today: Callable[[], date] = day_now) -> Made:
    """Make a token, and record that. Raises Faults with what is wrong with its name and days (U102)."""
    faults: list[Diagnostic] = []
    name = " ".join(name.split())
    if not 0 < len(name) <= _MOST_NAME:
        hint = "如 收件系统每晚送申请"
        faults.append(Diagnostic("U102", "用途", "没有写用途,或者过长", f"1至{_MOST_NAME}个字", hint))
    if not days.isascii() or not days.isdecimal() or not 0 < int(days[:9]) <= MOST_DAYS:
        faults.append(Diagnostic("U102", "天数", f"「{days[:20]}」不是天数", f"1至{MOST_DAYS}"))
    if len(of(account)) >= MOST_TOKENS:
        faults.append(Diagnostic("U102", "用途", f"已有{MOST_TOKENS}个令牌", hint="先收回不用的"))
    if faults:
        raise Faults(faults)
    token = PREFIX + secrets.token_urlsafe(_BYTES)
    expires = (today() + timedelta(int(days))).isoformat()
    with transaction.atomic():
        kept = ApiToken.objects.create(digest=digest_of(token), account=account, name=name, made=now(), expires=expires)
        trail.note("做接口令牌", {"令牌": kept.pk, "用途": name, "有效至": expires}, by)
    return Made(token, kept)


def end(account: int | None, number: int, by: str) -> bool:
    """Take a token of a person back, and record that; whether there was one."""
    with transaction.atomic():
        ended = ApiToken.objects.filter(pk=number, account=account, ended="").update(ended=now()) > 0
        if ended:
            trail.note("收回接口令牌", {"令牌": number}, by)
    return ended


def of(account: int | None) -> list[ApiToken]:
    """The tokens of a person that were not taken back, the newest first."""
    return list(ApiToken.objects.filter(account=account, ended="").order_by("-pk"))


def known(token: str, today: Callable[[], date] = day_now) -> ApiToken | None:
    """The token that somebody brings; None where there is none, it was taken back, or its last day is past."""
    if not token.startswith(PREFIX) or len(token) > _LONGEST:
        return None
    kept = ApiToken.objects.filter(digest=digest_of(token), ended="").first()
    return kept if kept is not None and today().isoformat() <= kept.expires else None
