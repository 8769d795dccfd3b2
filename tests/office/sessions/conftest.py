"""Each test on sign-ins has clocks set by hand and one person with an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reasoner.casework.roles import Role
from tests.office.sessions.browsers import PASSWORD, Hands
from tests.office.team import ORGAN, office_of_process

if TYPE_CHECKING:
    from reasoner.office.account_models import Account


@pytest.fixture(scope="module", autouse=True)
def office(tmp_path_factory: pytest.TempPathFactory) -> None:
    office_of_process(tmp_path_factory.mktemp("office"))


@pytest.fixture(autouse=True)
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    from reasoner.office import sessions
    from reasoner.office.account_models import FailedSignIn, SignIn

    made = Hands()
    monkeypatch.setattr(sessions, "CLOCK", sessions.SessionClock(lambda: made.wall, lambda: made.steady))
    FailedSignIn.objects.all().delete()
    SignIn.objects.all().delete()
    sessions._STRANGERS.clear()
    return made


@pytest.fixture
def person() -> Account:
    from reasoner.office import passwords
    from reasoner.office.account_models import Account, RoleGrant
    from reasoner.office.keeping import now

    number = Account.objects.count()
    kept = Account(login=f"jingban{number}", name="经办甲", organ=ORGAN, password="", created=now())
    passwords.replace(kept, PASSWORD)
    RoleGrant.objects.create(account=kept, role=Role.HANDLER.value, since=now())
    return kept
