"""A clock that is set back: it gives nobody a right again, hides nothing that is due, and is told, on pages and by an audit."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reasoner.casework.roles import Role
from tests.office.sessions.browsers import browser, post, send
from tests.office.team import ORGAN, office_of_process

if TYPE_CHECKING:
    from django.test import Client

    from reasoner.office.account_models import Account

PASSWORD = "yi-ju-hao-ji-de-hua"
NOON = datetime.fromisoformat("2026-11-16T12:00:00+08:00")
TOLD = "早于记录里最晚的一条"


class Hand:
    """The clock of the machine, set by hand."""

    def __init__(self) -> None:
        self.at = NOON

    def go(self, days: float) -> None:
        """Set it on, or back."""
        self.at += timedelta(days=days)


@pytest.fixture(scope="module", autouse=True)
def office(tmp_path_factory: pytest.TempPathFactory) -> None:
    office_of_process(tmp_path_factory.mktemp("office"))


@pytest.fixture(autouse=True)
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    from reasoner.office.office_clock import CLOCK

    made = Hand()
    monkeypatch.setattr(CLOCK, "wall", lambda: made.at)
    say_that_it_is_right()
    CLOCK.begin()
    return made


def say_that_it_is_right() -> None:
    """Each test begins at noon, whatever the one before has recorded."""
    from reasoner.office import trail
    from reasoner.office.office_clock import CORRECTED

    trail.note(CORRECTED, {}, "系统管理员甲")


def account(*roles: Role) -> Account:
    from reasoner.office import passwords
    from reasoner.office.account_models import Account, RoleGrant
    from reasoner.office.keeping import now

    number = Account.objects.count()
    kept = Account(login=f"renyuan{number}", name=f"甲{number}", organ=ORGAN, password="", created=now())
    passwords.replace(kept, PASSWORD)
    for role in roles:
        RoleGrant.objects.create(account=kept, role=role.value, since=now())
    return kept


def entered(*roles: Role) -> Client:
    of = browser()
    assert send(of, account(*roles).login, PASSWORD).status_code == 303
    return of


def recorded() -> None:
    """Something is recorded."""
    from reasoner.office import trail

    trail.note("某事", {"甲": "乙"}, "经办甲")


def deputed(days: int) -> Account:
    """A handler who represents a head for days from noon on."""
    from reasoner.office.account_models import Deputy

    head, deputy = account(Role.HEAD), account(Role.HANDLER)
    last = (NOON + timedelta(days=days - 1)).date().isoformat()
    Deputy.objects.create(principal=head, deputy=deputy, role=Role.HEAD.value, first=NOON.date().isoformat(), last=last)
    return deputy


def test_a_deputy_whose_days_are_over_does_not_act_again(hand: Hand) -> None:
    from reasoner.office.accounts import acting_account

    deputy = deputed(2)
    assert Role.HEAD in acting_account(deputy).roles
    hand.go(2)
    assert Role.HEAD not in acting_account(deputy).roles
    recorded()
    hand.go(-2)
    assert Role.HEAD not in acting_account(deputy).roles, "the clock shows a day of the period, the record a later one"


def test_nor_after_a_new_start(hand: Hand) -> None:
    from reasoner.office.office_clock import OfficeClock

    hand.go(2)
    recorded()
    hand.go(-2)
    started = OfficeClock(lambda: hand.at)
    started.begin()
    assert started.day() == (NOON + timedelta(days=2)).date()


def test_a_token_whose_last_day_is_past_stays_ended(hand: Hand) -> None:
    from reasoner.office import tokens

    made = tokens.make(None, "", "收件系统", "3")
    hand.go(3)
    assert tokens.known(made.token) is not None
    hand.go(1)
    assert tokens.known(made.token) is None
    recorded()
    hand.go(-4)
    assert tokens.known(made.token) is None


def test_a_password_that_is_to_be_changed_still_is(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    from msgspec.structs import replace

    from reasoner.office import passwords

    ruled = replace(passwords.rules(), days=30)
    monkeypatch.setattr(passwords, "rules", lambda: ruled)
    kept = account(Role.HANDLER)
    kept.password_at = NOON.isoformat()
    assert not passwords.must_change(kept)
    hand.go(31)
    assert passwords.must_change(kept)
    recorded()
    hand.go(-31)
    assert passwords.must_change(kept)


def test_a_case_that_is_overdue_stays_in_the_list(hand: Hand) -> None:
    from reasoner.office.acting import ALONE
    from reasoner.office.casework_models import CaseFile
    from reasoner.office.casework_store import listed

    due = (NOON + timedelta(days=1)).date().isoformat()
    CaseFile.objects.create(
        number="收件2026-00001", year=2026, place=1, received="2026-11-02", state="已受理", due=due, due_name="办结",
        urge=due, changed="2026-11-02",
    )  # fmt: skip
    assert listed(ALONE, {"due": "逾期"}).count() == 0
    hand.go(2)
    assert listed(ALONE, {"due": "逾期"}).count() == 1
    recorded()
    hand.go(-2)
    assert (listed(ALONE, {"due": "逾期"}).count(), listed(ALONE, {"due": "催办"}).count()) == (1, 1)


def test_every_page_tells_it_and_an_audit_too(hand: Hand) -> None:
    from reasoner.office import trail
    from reasoner.record.audit import audit

    handler = entered(Role.HANDLER)
    assert TOLD not in handler.get("/files").content.decode()
    recorded()
    hand.go(-1 / 24)
    for path in ("/", "/files", "/record"):
        page = handler.get(path)
        assert (page.status_code, TOLD in page.content.decode()) == (200, True), path
    recorded()
    report, _ = audit(trail.STORE, verdicts=False)
    assert report.integrity.holds
    assert any("2026-11-16T11:00:00" in n.message and "时钟被拨回" in n.message for n in report.notes), (
        "the entry says what the machine showed"
    )


def test_a_clock_that_is_held_against_another_by_seconds_is_not_told(hand: Hand) -> None:
    from reasoner.office.office_clock import CLOCK

    recorded()
    hand.go(-1 / 24 / 60)
    assert CLOCK.set_back() is None
    hand.go(-2 / 24 / 60)
    assert CLOCK.set_back() is not None


def test_where_it_was_ahead_a_system_administrator_says_that_it_is_right_now_and_nobody_else(hand: Hand) -> None:
    from reasoner.office.office_clock import CLOCK, CORRECTED
    from reasoner.office.record_models import RecordEntry

    hand.go(400)
    recorded()
    hand.go(-400)
    handler, system = entered(Role.HANDLER), entered(Role.SYSTEM)
    before = RecordEntry.objects.filter(kind=CORRECTED).count()
    page = handler.get("/record/clock").content.decode()
    assert "请系统管理员在这一页写明" in page
    assert 'action="/record/clock"' not in page
    assert post(handler, "/record/clock", "/record/clock").status_code == 403
    assert RecordEntry.objects.filter(kind=CORRECTED).count() == before
    assert post(system, "/record/clock", "/record/clock").status_code == 303
    assert CLOCK.day() == NOON.date()
    assert TOLD not in handler.get("/files").content.decode()
    last = RecordEntry.objects.filter(kind=CORRECTED).order_by("-n").first()
    assert last is not None
    assert last.by.startswith("甲")
    assert post(system, "/record/clock", "/record/clock").status_code == 303
    assert RecordEntry.objects.filter(kind=CORRECTED).count() == before + 1, "what is right is not said twice"
