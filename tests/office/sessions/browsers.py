"""Clocks set by hand, and a browser that signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.office.client import HIDDEN

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from reasoner.office.account_models import Account


PASSWORD = "yi-ju-hao-ji-de-hua"


COOKIE = "tiaoli_0_account"


MINUTE, HOUR = 60, 3600


class Hands:
    """The two clocks of a machine, set by hand."""

    def __init__(self) -> None:
        self.wall, self.steady = 1_800_000_000.0, 500.0

    def go(self, seconds: float) -> None:
        """Time goes by."""
        self.wall += seconds
        self.steady += seconds


def browser() -> Client:
    from django.test import Client

    return Client(enforce_csrf_checks=True)


def send(of: Client, login: str, password: str, onward: str = "/", **headers: str) -> HttpResponse:
    fields = dict(HIDDEN.findall(of.get("/sign-in").content.decode()))
    return of.post("/sign-in", fields | {"login": login, "password": password, "next": onward}, headers=headers)


def signed_in(kept: Account) -> Client:
    of = browser()
    assert send(of, kept.login, PASSWORD).status_code == 303
    return of


def inside(of: Client) -> bool:
    return of.get("/account").status_code == 200


def post(of: Client, page: str, action: str, **given: str) -> HttpResponse:
    fields = dict(HIDDEN.findall(of.get(page).content.decode()))
    return of.post(action, fields | given)


def sessions_token(person: Account) -> str:
    """The cookie of a further browser."""
    from reasoner.office import sessions

    return sessions.begin(person, "", "")
