"""Tokens in an office for many: each has the rights that its owner has now, and none once the account is closed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reasoner.casework.roles import Role
from tests.office.noted import notes, size
from tests.office.team import LOGINS, NAMES, ORGAN, office_of_process
from tests.office.test_programs import EXAMPLES

if TYPE_CHECKING:
    from reasoner.office.account_models import Account


@pytest.fixture(scope="module", autouse=True)
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    office_of_process(folder)
    return folder


def account(role: Role, login: str = "") -> Account:
    from reasoner.office import passwords
    from reasoner.office.account_models import Account, RoleGrant
    from reasoner.office.keeping import now

    kept = Account(login=login or LOGINS[role], name=NAMES[role], organ=ORGAN, password="", created=now())
    passwords.replace(kept, "nobody-asks-for-it")
    RoleGrant.objects.create(account=kept, role=role.value, since=now())
    return kept


def token(kept: Account | None) -> str:
    from reasoner.office import tokens

    return tokens.make(None if kept is None else kept.pk, "" if kept is None else kept.name, "试", "30").token


def asked(token: str, path: str = "documents", body: bytes | None = None) -> tuple[int, Any]:
    from django.test import Client

    headers = {"Authorization": f"Bearer {token}"}
    method, kind = ("GET", "") if body is None else ("POST", "application/json")
    answer = Client().generic(method, f"/api/v1/{path}", body or b"", kind, headers=headers)
    return answer.status_code, json.loads(answer.content)


def test_a_token_acts_under_the_name_of_its_owner() -> None:
    given, before = token(account(Role.HANDLER)), size()
    status, verdict = asked(given, "check", json.dumps(EXAMPLES[0], ensure_ascii=False).encode())
    assert (status, verdict["application"]) == (200, EXAMPLES[0]["编号"])
    from reasoner.office import trail
    from reasoner.record.log_entry import read_line

    (entry,) = [read_line(line) for line in list(trail.STORE.lines())[before:]]
    assert (entry.kind, entry.by) == ("verdict", NAMES[Role.HANDLER])


def test_it_has_the_rights_of_now_and_none_when_the_account_is_closed() -> None:
    from reasoner.office.account_models import Account, RoleGrant
    from reasoner.office.keeping import now

    kept = account(Role.REVIEWER)
    given = token(kept)
    assert asked(given)[0] == 200
    RoleGrant.objects.filter(account=kept).update(until=now())
    status, told = asked(given)
    assert (status, told["code"]) == (403, "U224"), "a role that is withdrawn in the middle"
    RoleGrant.objects.filter(account=kept).update(until="")
    assert asked(given)[0] == 200
    Account.objects.filter(pk=kept.pk).update(closed=now())
    status, told = asked(given)
    assert (status, told["code"]) == (401, "U221")


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.SECURITY, Role.AUDITOR])
def test_the_token_of_an_administrator_asks_for_nothing(role: Role) -> None:
    status, told = asked(token(account(role)))
    assert (status, told["code"]) == (403, "U224")


def test_a_token_of_a_window_without_accounts_is_none_in_an_office_for_many() -> None:
    assert asked(token(None))[0] == 401


def test_nobody_takes_back_the_token_of_another() -> None:
    from reasoner.office import tokens

    one, other = account(Role.LEGAL), account(Role.HEAD)
    made = tokens.make(one.pk, one.name, "试", "30")
    before = size()
    assert not tokens.end(other.pk, made.kept.pk, other.name)
    assert notes(before) == []
    assert tokens.end(one.pk, made.kept.pk, one.name)
    assert [(e.kind, e.by) for e in notes(before)] == [("收回接口令牌", one.name)]
