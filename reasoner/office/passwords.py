"""Passwords: what may be one, how they are kept, which ones came before."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import date, timedelta
from typing import Final

import msgspec
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from reasoner.office.account_models import Account, OfficeSetting, PasswordBefore
from reasoner.office.keeping import now
from reasoner.office.office_clock import day_now

MOST: Final = 128
"""Characters of a password."""
_FEWEST_DIFFERENT: Final = 5
_SETTING: Final = "password_rules"
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""What a password is made of that a person copies from a screen: nothing that is taken for another."""


class PasswordRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an office asks of passwords."""

    least: int = 10
    """Characters at least: 8 to 64."""
    kinds: int = 1
    """How many of these four must occur: small letters, capitals, digits, others. 1: none is asked for. 1 to 4."""
    remembered: int = 5
    """How many earlier passwords are not taken again: 0 to 24."""
    days: int = 0
    """After how many days a password must be changed; 0: never. 0 to 730."""


BOUNDS: Final = {"least": (8, 64), "kinds": (1, 4), "remembered": (0, 24), "days": (0, 730)}
"""What each rule may be."""


def rules() -> PasswordRules:
    """The rules of this office."""
    kept = OfficeSetting.objects.filter(name=_SETTING).values_list("value", flat=True).first()
    return PasswordRules() if kept is None else msgspec.json.decode(kept, type=PasswordRules)


def keep_rules(made: PasswordRules) -> None:
    """Have these rules hold from now on, for passwords that are set."""
    value = msgspec.json.encode(made).decode()
    OfficeSetting.objects.update_or_create(name=_SETTING, defaults={"value": value})


def usual(password: str) -> str:
    """A password in the one form of its characters in which it is kept, whatever keyboard it was typed on."""
    return unicodedata.normalize("NFKC", password)


def faults(password: str, login: str, name: str, asked_for: PasswordRules) -> tuple[str, ...]:
    """What is wrong with a new password, in Chinese; empty: it may be one."""
    password = usual(password)
    wrong = []
    if len(password) < asked_for.least:
        wrong.append(f"密码至少{asked_for.least}个字符;几个词连起来的一句话,好记也难猜")
    if len(password) > MOST:
        wrong.append(f"密码最多{MOST}个字符")
    if any(unicodedata.category(c)[0] == "C" for c in password):
        wrong.append("密码里有不能用的字符")
    folded = password.casefold()
    if (login and login in folded) or (len(name) > 1 and name.casefold() in folded):
        wrong.append("密码里不要有登录名、姓名")
    if password and len(set(folded)) < _FEWEST_DIFFERENT:
        wrong.append(f"密码里不同的字符至少{_FEWEST_DIFFERENT}个")
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        wrong.append("这是常见的密码,最先被猜到")
    kinds = sum(
        any(test(c) for c in password)
        for test in (
            str.islower,
            str.isupper,
            str.isdecimal,
            lambda c: not (c.islower() or c.isupper() or c.isdecimal()),
        )
    )
    if kinds < asked_for.kinds:
        wrong.append(f"小写字母、大写字母、数字、其他字符,四类里至少要有{asked_for.kinds}类")
    return tuple(wrong)


def faults_of_change(kept: Account, password: str) -> tuple[str, ...]:
    """What is wrong with a new password of an account, those that it had before included."""
    asked_for = rules()
    wrong = faults(password, kept.login, kept.name, asked_for)
    if wrong or not asked_for.remembered:
        return wrong
    earlier = PasswordBefore.objects.filter(account=kept).order_by("-id").values_list("password", flat=True)
    for digest in (kept.password, *earlier[: asked_for.remembered - 1]):
        if check_password(usual(password), digest):
            return (f"这个密码用过;最近{asked_for.remembered}个密码不能再用",)
    return ()


def digest_of(password: str) -> str:
    """What is kept of a password. It takes as long as to look whether one is right, whatever the password."""
    return make_password(usual(password)[:MOST])


def is_right(kept: Account, password: str) -> bool:
    """Whether a password is that of an account."""
    return check_password(usual(password)[:MOST], kept.password)


def replace(kept: Account, password: str, *, by_other: bool = False) -> None:
    """Set the password of an account. by_other: somebody else knows it, so that it must be changed at the next sign-in."""
    if kept.pk is not None:
        PasswordBefore.objects.create(account=kept, password=kept.password)
    kept.password, kept.password_at, kept.must_change = digest_of(password), now(), by_other
    kept.save()


def must_change(kept: Account) -> bool:
    """Whether an account must have another password before anything else is open to it."""
    days = rules().days
    old = days > 0 and date.fromisoformat(kept.password_at[:10]) + timedelta(days=days) < day_now()
    return kept.must_change or old


def first_password() -> str:
    """A password that is given to somebody, who changes it at the first sign-in."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
