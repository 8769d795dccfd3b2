"""Refused accesses leave a trace: who asked for which address, when and how often; no number, no query, bounded, for six months and more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from reasoner.casework.roles import CASE_ROLES, Role
from tests.office.noted import notes, size
from tests.office.team import LOGINS, NAMES, ORGAN, office_of_process

FORBIDDEN, MISSING, UNAUTHORIZED = 403, 404, 401
TELEPHONE, IDENTITY = "13800138000", "370202198001011234"


@pytest.fixture(scope="module", autouse=True)
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Role, str]]:
    """The cookie of a person of each role."""
    office_of_process(tmp_path_factory.mktemp("office"))
    from reasoner.office import passwords, sessions
    from reasoner.office.account_models import Account, RoleGrant
    from reasoner.office.keeping import now

    made: dict[Role, str] = {}
    for role in Role:
        organ = ORGAN if role in CASE_ROLES else ""
        kept = Account(login=LOGINS[role], name=NAMES[role], organ=organ, password="", created=now())
        passwords.replace(kept, "nobody-asks-for-it")
        RoleGrant.objects.create(account=kept, role=role.value, since=now())
        made[role] = sessions.begin(kept, "127.0.0.1", "")
    return made


@pytest.fixture(autouse=True)
def counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was counted yet; what is counted is written when the page is opened."""
    from reasoner.office import refusals
    from reasoner.office.account_models import RefusedAccess

    RefusedAccess.objects.all().delete()
    counting = refusals.Counting(clock=lambda: 0.0)
    monkeypatch.setattr(counting, "_written", 0.0)
    monkeypatch.setattr(refusals, "COUNTING", counting)


def ask(token: str | None, method: str, path: str, **more: str) -> tuple[int, str]:
    from django.conf import settings
    from django.test import Client

    browser = Client()
    if token is not None:
        browser.cookies[settings.SESSION_COOKIE_NAME] = token
    answer = browser.generic(method, path, **more)  # type: ignore[arg-type]
    return answer.status_code, answer.content.decode()


def rows() -> list[tuple[str, str, str, int, int]]:
    from reasoner.office import refusals
    from reasoner.office.account_models import RefusedAccess

    refusals.COUNTING.write()
    listed = RefusedAccess.objects.select_related("account").order_by("pk")
    return [("" if r.account is None else r.account.login, r.method, r.address, r.status, r.number) for r in listed]


def test_what_is_refused_is_counted_by_person_address_and_status(tokens: dict[Role, str]) -> None:
    handler, auditor = tokens[Role.HANDLER], tokens[Role.AUDITOR]
    for _ in range(3):
        assert ask(handler, "GET", "/office")[0] == FORBIDDEN
    assert ask(auditor, "GET", f"/files?text={TELEPHONE}")[0] == FORBIDDEN
    assert ask(handler, "GET", "/file/987654")[0] == MISSING
    assert ask(handler, "GET", "/file/987655")[0] == MISSING
    assert ask(handler, "GET", f"/nothing/{IDENTITY}?q={TELEPHONE}")[0] == MISSING
    assert ask(None, "POST", "/judge/send")[0] == FORBIDDEN
    assert ask(None, "GET", "/api/v1/documents", HTTP_AUTHORIZATION="Bearer tiaoli_wrong")[0] == UNAUTHORIZED
    assert ask(handler, "GET", "/ask")[0] == 200
    assert rows() == [
        (LOGINS[Role.HANDLER], "GET", "/office", 403, 3),
        (LOGINS[Role.AUDITOR], "GET", "/files", 403, 1),
        (LOGINS[Role.HANDLER], "GET", "/file/<int:number>", 404, 2),
        (LOGINS[Role.HANDLER], "GET", "", 404, 1),
        ("", "POST", "/judge/send", 403, 1),
        ("", "GET", "/api/v1/documents", 401, 1),
    ]


@pytest.mark.parametrize(
    ("role", "step", "code"),
    [(Role.REVIEWER, "受理", "K112"), (Role.HANDLER, "受理", "K136"), (Role.HANDLER, "签发", "K111")],
)
def test_a_step_that_is_anothers_counts_though_its_form_comes_back(
    tokens: dict[Role, str], role: Role, step: str, code: str
) -> None:
    """Refused with the page of the case (422), so that nothing typed is lost; the case is another handler's."""
    from urllib.parse import urlencode

    from reasoner.office.casework_models import CaseFile
    from tests.office.case_files.course import application, received
    from tests.office.desks import Desk

    other = Desk(999, "经办乙", Role.HANDLER, organ=ORGAN)
    number = int(received(other, application()).address.rpartition("/")[2])
    version = CaseFile.objects.get(pk=number).version
    fields = {"step": step, "version": version, "key": "", "办理日期": "2024-05-06", "说明": TELEPHONE}
    sent = {"data": urlencode(fields), "content_type": "application/x-www-form-urlencoded"}
    before = size()
    status, text = ask(tokens[role], "POST", f"/file/{number}/step", **sent)
    assert (status, code in text) == (422, True)
    counted = code != "K111"  # the state of a case is no right of anybody's
    assert rows() == ([(LOGINS[role], "POST", "/file/<int:number>/step", 422, 1)] if counted else [])
    entries = [e for e in notes(before) if e.kind == "被拒的访问"]
    assert [e.payload["状态"] for e in entries] == (["422"] if counted else [])
    assert TELEPHONE not in str([e.payload for e in entries])


def test_the_administrators_of_safety_and_audit_see_them_and_nobody_else(tokens: dict[Role, str]) -> None:
    ask(tokens[Role.HANDLER], "GET", "/office")
    ask(tokens[Role.HANDLER], "GET", f"/doc/{TELEPHONE}")
    ask(None, "POST", "/judge/send")
    for role in Role:
        status, text = ask(tokens[role], "GET", "/office/refusals")
        assert (status == 200) is (role in (Role.SECURITY, Role.AUDITOR)), role
        if status == 200:
            assert NAMES[Role.HANDLER] in text
            assert "账号管理" in text
            assert "没有登录的" in text
            assert "文件和条款（一件）" in text
            assert "&lt;str:" not in text, "no pattern of an address"
            assert TELEPHONE not in text
    number = re.search(
        rf'<option value="(\d+)"[^>]*>{NAMES[Role.HANDLER]}', ask(tokens[Role.AUDITOR], "GET", "/office/refusals")[1]
    )
    assert number is not None
    only = ask(tokens[Role.AUDITOR], "GET", f"/office/refusals?who={number[1]}")[1].partition("<tbody>")[2]
    assert "没有登录的" not in only
    assert "账号管理" in only
    later = (date.today() + timedelta(1)).isoformat()
    assert "没有。" in ask(tokens[Role.AUDITOR], "GET", f"/office/refusals?from={later}")[1]
    assert ask(tokens[Role.AUDITOR], "GET", "/office/refusals?from=x&to=%00&who=-1")[0] == 200


def test_the_first_of_a_day_is_recorded_and_a_flood_is_not(tokens: dict[Role, str]) -> None:
    before = size()
    for number in range(30):
        ask(tokens[Role.REVIEWER], "GET", "/office")
        ask(tokens[Role.REVIEWER], "POST", f"/file/{number}/hand-over")
        rows()
    entries = [e for e in notes(before) if e.kind == "被拒的访问"]
    assert [(e.by, e.payload["登录名"], e.payload["地址"], e.payload["状态"]) for e in entries] == [
        (NAMES[Role.REVIEWER], LOGINS[Role.REVIEWER], "/office", "403")
    ]
    assert rows() == [
        (LOGINS[Role.REVIEWER], "GET", "/office", 403, 30),
        (LOGINS[Role.REVIEWER], "POST", "/file/<int:number>/hand-over", 403, 30),
    ]


def test_a_day_has_no_more_rows_than_a_bound_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.office import refusals
    from reasoner.office.account_models import RefusedAccess

    monkeypatch.setattr(refusals, "MOST_ROWS", 50)
    day = date.today().isoformat()
    for round_of in range(3):
        for number in range(70):
            refusals.COUNTING.count(refusals.Refusal(day, None, "GET", f"/{round_of}-{number}", 404), "127.0.0.1")
        refusals.COUNTING.write()
    kept = RefusedAccess.objects.filter(day=day)
    assert kept.count() <= 51
    assert sum(kept.values_list("number", flat=True)) == 210
    assert kept.get(address=refusals.REST).number >= 160


def test_between_two_writes_it_is_counted_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.office import refusals
    from reasoner.office.account_models import RefusedAccess

    clock = [100.0]
    counting = refusals.Counting(clock=lambda: clock[0])
    refused = refusals.Refusal(date.today().isoformat(), None, "GET", "/office", 403)
    writes = []
    monkeypatch.setattr(refusals, "_write", lambda waiting: writes.append(dict(waiting)))
    for _ in range(1000):
        counting.count(refused, "")
        counting.write_when_due()
    assert len(writes) == 1, "the first at once"
    clock[0] += refusals.PAUSE
    counting.write_when_due()
    assert len(writes) == 2
    assert writes[1][refused].number == 999
    assert not RefusedAccess.objects.exists()


def test_what_cannot_be_written_waits_for_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    from reasoner.office import refusals

    def locked(waiting: object) -> None:
        raise OperationalError("database is locked")

    refused = refusals.Refusal(date.today().isoformat(), None, "GET", "/office", 403)
    write = refusals._write
    monkeypatch.setattr(refusals, "_write", locked)
    refusals.COUNTING.count(refused, "")
    refusals.COUNTING.write()
    monkeypatch.setattr(refusals, "_write", write)
    refusals.COUNTING.count(refused, "")
    assert rows() == [("", "GET", "/office", 403, 2)]


def test_they_are_kept_for_six_months_at_least() -> None:
    from reasoner.office import refusals
    from reasoner.office.account_models import RefusedAccess

    assert refusals.KEPT_DAYS > 184
    days = {n: (date.today() - timedelta(n)).isoformat() for n in (184, 399, 401)}
    for day in days.values():
        RefusedAccess.objects.create(
            day=day, account=None, method="GET", address="/office", status=403, number=1, first="", last=""
        )
    refusals.COUNTING.count(refusals.Refusal(date.today().isoformat(), None, "GET", "/office", 403), "")
    rows()
    kept = set(RefusedAccess.objects.values_list("day", flat=True))
    assert kept == {days[184], days[399], date.today().isoformat()}
