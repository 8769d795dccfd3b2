"""Each test on accounts has an office without any account."""

from __future__ import annotations

import pytest

from tests.office.team import office_of_process


@pytest.fixture(scope="module", autouse=True)
def office(tmp_path_factory: pytest.TempPathFactory) -> None:
    office_of_process(tmp_path_factory.mktemp("office"))


@pytest.fixture(autouse=True)
def empty(office: None) -> None:
    from reasoner.office import account_models as models

    for model in (
        models.RightsChange, models.Deputy, models.RoleGrant, models.PasswordBefore, models.SignIn, models.FailedSignIn,
        models.Account, models.OrganFlow, models.OfficeSetting,
    ):  # fmt: skip
        model.objects.all().delete()
