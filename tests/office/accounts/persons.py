"""The accounts that the tests on accounts make, and how a change of rights goes through both administrators."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from reasoner.casework.flow import FOUR
from reasoner.casework.roles import Role
from tests.office.team import KEYS, LOGINS, NAMES, ORGAN, first

if TYPE_CHECKING:
    from reasoner.office.account_models import Account
    from reasoner.office.rights_changes import Founder
    from reasoner.office.rights_proposals import Proposal


H, V, L, D = FOUR


TODAY = date.today()


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def founder(role: Role, login: str = "", name: str = "", password: str = "") -> Founder:
    from reasoner.office.rights_changes import Founder

    login = login or LOGINS[role]
    return Founder(role, login, name or NAMES[role], password or first(login))


def founded() -> dict[Role, Account]:
    """The three administrators."""
    from reasoner.office.account_models import Account
    from reasoner.office.rights_changes import found_office

    system, security, auditor = (founder(role) for role in KEYS)
    found_office((system, security, auditor))
    return {role: Account.objects.get(login=LOGINS[role]) for role in KEYS}


def opened(login: str, *roles: Role, organ: str = ORGAN, name: str = "") -> Account:
    """An account that is there already."""
    from reasoner.office.account_models import Account, RoleGrant

    kept = Account.objects.create(
        login=login, name=name or f"人员{login}", organ=organ, password="x", password_at="2026-01-05", created="2026"
    )
    for role in roles:
        RoleGrant.objects.create(account=kept, role=role.value, since="2026")
    return kept


def changed(proposal: Proposal, kept: Account | None, by: dict[Role, Account]) -> str:
    """Carry a change through both administrators; the password that was made."""
    from reasoner.office import rights_changes

    number = rights_changes.propose(proposal, kept, "某理由", by[Role.SYSTEM]).pk
    return rights_changes.agree(number, by[Role.SECURITY]).password


def refused(proposal: Proposal, kept: Account | None, by: Account) -> str:
    """Why a proposal is not taken."""
    from reasoner.office import rights_changes

    with pytest.raises(rights_changes.NotAllowed) as error:
        rights_changes.propose(proposal, kept, "", by)
    return ";".join(error.value.faults)
