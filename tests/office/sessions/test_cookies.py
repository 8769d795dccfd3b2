"""What a browser holds after signing in, where it is led, and how it is signed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.office.client import HIDDEN
from tests.office.sessions.browsers import COOKIE, PASSWORD, browser, inside, post, send, signed_in

if TYPE_CHECKING:
    from reasoner.office.account_models import Account


def test_a_cookie_is_strict_hidden_from_scripts_and_kept_as_a_digest(person: Account) -> None:
    from reasoner.office.account_models import SignIn

    of = browser()
    cookie = send(of, person.login, PASSWORD).cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"
    assert not cookie["max-age"], "it goes with the browser"
    assert len(cookie.value) >= 43
    assert not SignIn.objects.filter(digest=cookie.value).exists()
    assert cookie.value not in str(SignIn.objects.values())


def test_over_https_the_cookie_is_for_https_alone(person: Account) -> None:
    of = browser()
    page = of.get("/sign-in", secure=True)
    fields = dict(HIDDEN.findall(page.content.decode())) | {"login": person.login, "password": PASSWORD}
    answer = of.post("/sign-in", fields, secure=True, headers={"referer": "https://testserver/sign-in"})
    assert answer.status_code == 303
    assert answer.cookies[COOKIE]["secure"]


def test_a_cookie_that_was_there_before_signing_in_is_worth_nothing_after(person: Account) -> None:
    """Session fixation: who planted a cookie does not know that of the sign-in."""
    planted = browser()
    planted.cookies[COOKIE] = "p" * 43
    assert send(planted, person.login, PASSWORD).cookies[COOKIE].value != "p" * 43
    thief = browser()
    thief.cookies[COOKIE] = "p" * 43
    assert not inside(thief)


def test_signing_in_again_ends_the_sign_in_that_the_browser_had(person: Account) -> None:
    of = signed_in(person)
    old, form_before = of.cookies[COOKIE].value, of.cookies["tiaoli_0_form"].value
    fields = {"csrfmiddlewaretoken": form_before, "login": person.login, "password": PASSWORD}
    assert of.post("/sign-in", fields).status_code == 303
    assert of.cookies[COOKIE].value != old
    assert of.cookies["tiaoli_0_form"].value != form_before, "forms from before are not sent any more"
    other = browser()
    other.cookies[COOKIE] = old
    assert not inside(other)
    assert inside(of)


def test_a_sign_in_that_no_page_of_ours_sends_is_refused(person: Account) -> None:
    of = browser()
    assert of.post("/sign-in", {"login": person.login, "password": PASSWORD}).status_code == 403
    fields = dict(HIDDEN.findall(of.get("/sign-in").content.decode())) | {"login": person.login, "password": PASSWORD}
    assert of.post("/sign-in", fields, headers={"origin": "http://evil.example"}).status_code == 403
    assert COOKIE not in of.cookies


@pytest.mark.parametrize(
    "onward",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "\\/evil.example", "javascript:alert(1)", "http:evil.example", "///evil.example",
     "/\t/evil.example", "/account\r\nSet-Cookie: x=1", "evil.example", "/nothing", "", "/" + "a" * 5000, "/%0d%0aX-Bad:1/../.."],
)  # fmt: skip
def test_after_signing_in_nobody_is_led_elsewhere(person: Account, onward: str) -> None:
    answer = send(browser(), person.login, PASSWORD, onward)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
    assert "X-Bad" not in answer.headers


def test_who_was_led_to_sign_in_goes_on_where_the_way_led(person: Account) -> None:
    of = browser()
    led = of.get("/doc/qingdao-2023-18-medical?text=床位&x=1").headers["Location"]
    assert led.startswith("/sign-in?next=/doc/qingdao")
    page = of.get(led).content.decode()
    fields = dict(HIDDEN.findall(page))
    answer = of.post(
        "/sign-in",
        {k: v.replace("&amp;", "&") for k, v in fields.items()} | {"login": person.login, "password": PASSWORD},
    )
    assert answer.headers["Location"].startswith("/doc/qingdao-2023-18-medical?text=")
    assert answer.headers["Location"].endswith("&x=1")


def test_two_browsers_are_signed_out_one_by_one_or_all_at_once(person: Account) -> None:
    first, second, third = signed_in(person), signed_in(person), signed_in(person)
    assert first.get("/account").content.decode().count("（这一个）") == 1
    value = first.cookies[COOKIE].value
    assert post(first, "/account", "/sign-out").headers["Location"] == "/sign-in"
    again = browser()
    again.cookies[COOKIE] = value
    assert not inside(again), "the cookie is worth nothing where somebody has kept it"
    assert inside(second)
    assert inside(third)
    post(second, "/account", "/account/sign-out")
    assert not inside(second)
    assert not inside(third)


def test_another_password_signs_out_every_other_browser_and_changes_the_cookie(person: Account) -> None:
    first, second = signed_in(person), signed_in(person)
    value = first.cookies[COOKIE].value
    answer = post(
        first,
        "/account/password",
        "/account/password",
        password=PASSWORD,
        new="ling-yi-ju-hua-lai",
        again="ling-yi-ju-hua-lai",
    )
    assert answer.headers["Location"] == "/account?changed=1"
    assert first.cookies[COOKIE].value != value
    assert inside(first)
    assert not inside(second)
    assert send(browser(), person.login, PASSWORD).status_code == 422
