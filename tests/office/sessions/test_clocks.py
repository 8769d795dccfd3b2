"""When a sign-in ends: idle, after a working day, whatever the clocks of the machine do."""

from __future__ import annotations

import urllib.parse
from typing import TYPE_CHECKING

import pytest

from tests.office.client import HIDDEN
from tests.office.sessions.browsers import COOKIE, HOUR, MINUTE, Hands, browser, inside, sessions_token, signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from reasoner.office.account_models import Account


def test_a_sign_in_ends_after_half_an_hour_without_anything_asked_for(person: Account, hands: Hands) -> None:
    of = signed_in(person)
    for _ in range(5):
        hands.go(29 * MINUTE)
        assert inside(of)
    hands.go(31 * MINUTE)
    assert not inside(of)
    hands.go(-31 * MINUTE)
    assert not inside(of), "what has ended does not begin again"


def test_what_was_typed_when_the_sign_in_had_ended_is_shown_again(person: Account, hands: Hands) -> None:
    """Nothing a person typed is lost."""
    of = signed_in(person)
    fields = dict(HIDDEN.findall(of.get("/account").content.decode()))
    hands.go(31 * MINUTE)
    typed = urllib.parse.urlencode(fields | {"机构.名称": "某医院<b>", "password": "geheim-geheim"})

    def sent(by: Client) -> HttpResponse:
        return by.post("/ledger/new", typed, content_type="application/x-www-form-urlencoded")

    answer = sent(of)
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "某医院&lt;b&gt;" in text
    assert "geheim-geheim" not in text
    assert fields["csrfmiddlewaretoken"] not in text
    assert "某医院" not in sent(browser()).content.decode(), "of strangers nothing is read"
    again = browser()
    again.cookies[COOKIE] = sessions_token(person)
    answer = sent(again)
    assert (answer.status_code, "某医院&lt;b&gt;" in answer.content.decode()) == (403, True), "nor in a form of before"


def test_a_sign_in_ends_after_a_working_day_at_the_latest(person: Account, hands: Hands) -> None:
    of = signed_in(person)
    for _ in range(24):
        hands.go(29.9 * MINUTE)
        assert inside(of)
    hands.go(10 * MINUTE)
    assert not inside(of)


def test_a_clock_that_is_set_back_makes_no_sign_in_longer(person: Account, hands: Hands) -> None:
    """A clock set back. Time that has gone by counts, whatever the clock shows."""
    of, idle = signed_in(person), signed_in(person)
    for _ in range(24):
        hands.go(29.9 * MINUTE)
        hands.wall -= 29 * MINUTE
        assert inside(of)
    assert not inside(idle)
    hands.go(10 * MINUTE)
    hands.wall -= 10 * HOUR
    assert not inside(of)


def test_nor_does_one_that_is_set_back_while_the_server_is_stopped(
    person: Account, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reasoner.office import sessions

    of = signed_in(person)
    for _ in range(23):
        hands.go(29.9 * MINUTE)
        assert inside(of)
    hands.wall -= 11 * HOUR
    hands.steady = 3.0
    monkeypatch.setattr(sessions, "CLOCK", sessions.SessionClock(lambda: hands.wall, lambda: hands.steady))
    sessions.begin_clock()
    assert inside(of)
    hands.go(29 * MINUTE)
    assert inside(of)
    hands.go(29 * MINUTE)
    assert not inside(of)


def test_a_machine_that_slept_has_lost_no_time(person: Account, hands: Hands) -> None:
    of = signed_in(person)
    hands.wall += 31 * MINUTE  # the steady clock stands while a machine sleeps
    assert not inside(of)
