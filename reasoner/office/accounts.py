"""Accounts as they stand at a moment: who there is, what each may do today, whom each represents, how an organ signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec
from django.db.models import F, Q, QuerySet
from django.http import Http404

from reasoner.casework.flow import Flow, usual_flow
from reasoner.casework.roles import ADMINISTRATORS, CASE_ROLES, Role
from reasoner.office.account_models import Account, Deputy, OrganFlow, RoleGrant
from reasoner.office.acting import Actor, Deputation
from reasoner.office.office_clock import day_now

_LOGIN: Final = re.compile(r"[a-z][a-z0-9._-]{2,31}")
_NUMBER_OF_PERSON: Final = re.compile(r"1[0-9]{10}|[0-9]{17}[0-9x]")
MOST_NAME: Final = 40
MOST_ORGAN: Final = 80


def founded() -> bool:
    """Whether there are accounts yet."""
    return Account.objects.exists()


def account(number: int) -> Account:
    """An account; raises Http404 where there is none."""
    kept = Account.objects.filter(pk=number).first() if number < 2**63 else None
    if kept is None:
        raise Http404
    return kept


def roles_of(kept: Account) -> frozenset[Role]:
    """The roles of an account in its own right; none once it is closed."""
    if kept.closed:
        return frozenset()
    return frozenset(map(Role, RoleGrant.objects.filter(account=kept, until="").values_list("role", flat=True)))


def deputies_of_day(day: date) -> QuerySet[Deputy, Deputy]:
    """Who represents whom on a day: within the period, not ended, both with open accounts in one organ."""
    iso = day.isoformat()
    return Deputy.objects.filter(
        first__lte=iso,
        last__gte=iso,
        ended="",
        principal__closed="",
        deputy__closed="",
        principal__organ=F("deputy__organ"),
    ).select_related("principal", "deputy")


def acting_account(kept: Account, day: date | None = None) -> Actor:
    """Who acts with an account on a day (today): its own roles, and those in which it represents another."""
    own = roles_of(kept)
    deputed = []
    for row in deputies_of_day(day or day_now()).filter(deputy=kept):
        role = Role(row.role)
        if role not in own and role in roles_of(row.principal) and not own & ADMINISTRATORS:
            deputed.append(Deputation(role, row.principal.pk, row.principal.name))
    return Actor(kept.pk, kept.name, kept.organ, own | {d.role for d in deputed}, tuple(deputed))


def with_role(role: Role, organ: str = "") -> list[Account]:
    """The open accounts that have a role in their own right. organ: of this organ only; empty: of all."""
    kept = Account.objects.filter(closed="", grants__role=role.value, grants__until="")
    return list(kept.filter(organ=organ) if organ else kept)


def involving(kept: Account) -> QuerySet[Deputy, Deputy]:
    """Where an account represents another or is represented, that which was not ended; the last first."""
    return (
        Deputy.objects.filter(Q(principal=kept) | Q(deputy=kept), ended="")
        .select_related("principal", "deputy")
        .order_by("-id")
    )


def organs() -> list[str]:
    """The organs for which accounts work or flows are set."""
    names = {
        *Account.objects.exclude(organ="").values_list("organ", flat=True),
        *OrganFlow.objects.values_list("organ", flat=True),
    }
    return sorted(names)


def flow_of(organ: str) -> Flow:
    """How an organ signs: as it has set, else four roles and four persons."""
    kept = OrganFlow.objects.filter(organ=organ).first()
    if kept is None:
        return usual_flow(organ)
    steps = msgspec.json.decode(kept.steps, type=tuple[Role, ...])
    apart = msgspec.json.decode(kept.apart, type=tuple[frozenset[Role], ...])
    return Flow(organ, steps, frozenset(apart))


# --- what may stand in an account ------------------------------------------------------------------------------


def plain_line(text: str) -> str:
    """A text as one line in its usual characters, without space around it."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def login_of(text: str) -> str:
    """A name to sign in by, as it is kept: small letters, usual characters."""
    return plain_line(text).casefold()


def login_faults(login: str) -> tuple[str, ...]:
    """What is wrong with a name to sign in by, in Chinese."""
    if _NUMBER_OF_PERSON.fullmatch(login):
        return ("登录名不要用手机号、身份证号:它会写进日志",)
    if not _LOGIN.fullmatch(login):
        return ("登录名要3至32个字符,以字母开头,只用小写字母、数字和 . _ -",)
    if Account.objects.filter(login=login).exists():
        return ("这个登录名已经有人用,或者用过;已经关闭的账号,登录名也不再给别人",)
    return ()


def name_faults(name: str, most: int = MOST_NAME, what: str = "姓名") -> tuple[str, ...]:
    """What is wrong with the name of a person or an organ, in Chinese."""
    if not name:
        return (f"要写{what}",)
    if len(name) > most:
        return (f"{what}最多{most}个字",)
    if any(unicodedata.category(c)[0] == "C" or c in '<>"\\' for c in name):
        return (f"{what}里有不能用的字符",)
    return ()


def roles_faults(roles: Iterable[Role]) -> tuple[str, ...]:
    """Why nobody may have these roles together, in Chinese: administrators stand apart from casework, and from one another."""
    given = frozenset(roles)
    keeping = given & ADMINISTRATORS
    if len(keeping) > 1:
        return ("系统、安全、审计管理员不能由一人兼任",)
    if keeping and given & CASE_ROLES:
        return ("管理员不能同时办理案件",)
    return ()
