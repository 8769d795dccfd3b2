"""The second factor of a sign-in: which organs ask for it, whose account has one, and whether a code is right.

It is off until two administrators switch it on for an organ. Whoever works for such an organ and has none yet is led to set it up
after the next sign-in, before anything else is open.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Final

import msgspec
from django.db import transaction

from reasoner.office import totp
from reasoner.office.account_models import Account, OfficeSetting, SecondFactor
from reasoner.office.keeping import now, to_text
from reasoner.office.trail import note

_SETTING: Final = "second_factor"
NO_ORGAN: Final = "（不属于单位的账号）"
"""How accounts are called that work for no organ: the administrators."""
RECOVERY_CODES: Final = 10
_RECOVERY_BYTES: Final = 10
_MOST_CODE: Final = 40


class Factor(StrEnum):
    """What stood beside a password. The value is what the record says."""

    NONE = ""
    """Nothing is asked for."""
    LATER = "待设置"
    """It is asked for, and has not been set up."""
    CODE = "动态码"
    RECOVERY = "恢复码"


def organs_asking() -> tuple[str, ...]:
    """The organs that ask for a second factor; an empty name: accounts that work for none."""
    kept = OfficeSetting.objects.filter(name=_SETTING).values_list("value", flat=True).first()
    return () if kept is None else msgspec.json.decode(kept, type=tuple[str, ...])


def keep_asking(organ: str, *, on: bool) -> None:
    """Have an organ ask for it from the next sign-in on, or no longer."""
    names = {*organs_asking()} - {organ} | ({organ} if on else set())
    OfficeSetting.objects.update_or_create(name=_SETTING, defaults={"value": to_text(sorted(names))})


def is_asked_of(kept: Account) -> bool:
    """Whether an account needs a second factor."""
    return kept.organ in organs_asking()


def of_account(kept: Account) -> SecondFactor | None:
    """The second factor that an account has set up; None: none."""
    return SecondFactor.objects.filter(account=kept).exclude(confirmed="").first()


def must_set_up(kept: Account) -> bool:
    """Whether an account must set one up before anything else is open to it."""
    return is_asked_of(kept) and of_account(kept) is None


def take(kept: Account, code: str, moment: Callable[[], float] = time.time) -> Factor | None:
    """What a code is to an account whose password was right; None: it is wrong. Each counts once. Called inside a transaction."""
    if not is_asked_of(kept):
        return Factor.NONE
    own = SecondFactor.objects.select_for_update().filter(account=kept).exclude(confirmed="").first()
    if own is None:
        return Factor.LATER
    plain = "".join(code.split())[:_MOST_CODE]
    step = totp.matching_step(own.secret, plain, moment(), own.last_step)
    if step is not None:
        own.last_step = step
        own.save(update_fields=["last_step"])
        return Factor.CODE
    digest, left = _digest(plain), msgspec.json.decode(own.recovery, type=list[str])
    if digest not in left:
        return None
    own.recovery = to_text([d for d in left if d != digest])
    own.save(update_fields=["recovery"])
    return Factor.RECOVERY


def pending(kept: Account) -> SecondFactor:
    """The secret that an account is shown until it gives the first code; made when there is none."""
    own, _ = SecondFactor.objects.get_or_create(account=kept, defaults={"secret": totp.new_secret()})
    return own


def confirm(kept: Account, code: str, moment: Callable[[], float] = time.time) -> list[str] | None:
    """Set the factor up with its first code; the recovery codes, which are shown once. None: the code is wrong, or it was set up."""
    with transaction.atomic():
        own = SecondFactor.objects.select_for_update().filter(account=kept, confirmed="").first()
        step = None if own is None else totp.matching_step(own.secret, "".join(code.split()), moment(), own.last_step)
        if own is None or step is None:
            return None
        codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
        own.confirmed, own.last_step = now(), step
        own.recovery = to_text([_digest("".join(c.split())) for c in codes])
        own.save()
        note("设置动态码", {"登录名": kept.login, "恢复码": RECOVERY_CODES}, kept.name)
        return codes


def remove(kept: Account) -> None:
    """Take an account's factor away, so that it sets up another. Called inside a transaction."""
    SecondFactor.objects.filter(account=kept).delete()


def recovery_left(own: SecondFactor) -> int:
    """How many recovery codes were not used."""
    return len(msgspec.json.decode(own.recovery, type=list[str]))


def _recovery_code() -> str:
    """A code that is used once in the place of one by the clock: 80 bits, in groups, so that no salt is needed."""
    text = secrets.token_hex(_RECOVERY_BYTES)
    return " ".join(text[at : at + 5] for at in range(0, len(text), 5))


def _digest(code: str) -> str:
    return hashlib.sha256(code.casefold().encode("utf-8", "replace")).hexdigest()
