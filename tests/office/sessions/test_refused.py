"""Who does not come in, what a withdrawn role loses, and what is noted of signing in (lock-out)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.office.noted import notes, size
from tests.office.sessions.browsers import HOUR, PASSWORD, Hands, browser, inside, post, send, signed_in
from tests.office.team import ORGAN

if TYPE_CHECKING:
    from reasoner.office.account_models import Account


def test_a_role_withdrawn_in_the_middle_counts_at_the_next_request(person: Account) -> None:
    from reasoner.office.account_models import RoleGrant

    of = signed_in(person)
    assert of.post("/judge/new", {}).status_code == 403, "no form of ours"
    assert of.get("/todo/step").status_code == 200
    RoleGrant.objects.filter(account=person).update(until="2026-01-05T09:00:00")
    assert of.get("/todo/step").status_code == 403
    assert "案件" not in of.get("/account").content.decode().partition("</nav>")[0]
    assert inside(of), "the own account stays open"


def test_a_closed_account_is_out_at_once_and_does_not_come_in(person: Account) -> None:
    of = signed_in(person)
    person.closed = "2026-01-05T09:00:00"
    person.save()
    assert not inside(of)
    assert send(browser(), person.login, PASSWORD).status_code == 422


def test_a_password_that_others_know_opens_nothing_but_its_change(person: Account) -> None:
    person.must_change = True
    person.save()
    of = signed_in(person)
    for path in ("/", "/judge", "/account", "/doc", "/nothing"):
        assert of.get(path).headers["Location"] == "/account/password", path
    assert post(of, "/account/password", "/judge/new").headers["Location"] == "/account/password"
    post(
        of,
        "/account/password",
        "/account/password",
        password=PASSWORD,
        new="ling-yi-ju-hua-lai",
        again="ling-yi-ju-hua-lai",
    )
    assert inside(of)


def test_a_wrong_name_a_wrong_password_and_a_closed_account_are_answered_alike_after_the_same_work(
    person: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reasoner.office import passwords

    closed = type(person)(
        login="guanbi", name="某", organ=ORGAN, password="", created="2026", closed="2026-01-05T09:00:00"
    )
    passwords.replace(closed, PASSWORD)
    work: list[str] = []
    digest, check = passwords.make_password, passwords.check_password
    monkeypatch.setattr(passwords, "make_password", lambda p: work.append("one") or digest(p))
    monkeypatch.setattr(passwords, "check_password", lambda p, d: work.append("one") or check(p, d))
    answers = []
    for login, password in (
        (person.login, "wrong"),
        ("meiyou", "wrong"),
        ("guanbi", PASSWORD),
        ("\x00", "wrong"),
        ("无此人", "wrong"),
    ):
        work.clear()
        answer = send(browser(), login, password)
        text = answer.content.decode().replace(login, "").replace(f'value="{login}"', "")
        answers.append((answer.status_code, len(work), text.partition('role="alert"')[2].partition("</div>")[0]))
    assert len(set(answers)) == 1
    assert answers[0][:2] == (422, 1)


def test_too_many_wrong_passwords_make_one_wait_longer_each_time(person: Account, hands: Hands) -> None:
    for _ in range(4):
        assert send(browser(), person.login, "wrong").status_code == 422
    assert send(browser(), person.login, "wrong").status_code == 429
    answer = send(browser(), person.login, PASSWORD)
    assert answer.status_code == 429, "nor with the right one"
    assert answer.headers["Retry-After"] == "60"
    hands.go(61)
    answer = send(browser(), person.login, "wrong")
    assert answer.headers["Retry-After"] == "120"
    hands.go(61)
    assert send(browser(), person.login, PASSWORD).status_code == 429
    hands.wall -= HOUR
    assert send(browser(), person.login, PASSWORD).status_code == 429, "a clock that is set back"
    hands.go(60)
    assert send(browser(), person.login, PASSWORD).status_code == 303
    assert send(browser(), person.login, "wrong").status_code == 422, "and all is forgotten"


def test_nobody_learns_by_waiting_whether_there_is_such_an_account(person: Account) -> None:
    answers = []
    for login in (person.login, "meiyou"):
        given = [send(browser(), login, "wrong") for _ in range(7)]
        answers.append([(a.status_code, a.headers.get("Retry-After")) for a in given])
    assert answers[0] == answers[1]
    assert answers[0][-1] == (429, "60")


def test_other_spellings_of_a_name_are_the_same_name(person: Account) -> None:
    for spelling in (
        person.login.upper(),
        f" {person.login} ",
        person.login.replace("j", "ｊ"),
        person.login,
        person.login,
    ):
        answer = send(browser(), spelling, "wrong")
    assert answer.status_code == 429


def test_attempts_at_the_same_time_count_one_by_one(person: Account) -> None:
    """Each is counted before it is looked at."""
    from reasoner.office import sessions

    assert [sessions._counted(sessions._digest(person.login)) > 0 for _ in range(7)] == [False] * 5 + [True] * 2


def test_whoever_knows_a_browser_that_is_left_open_cannot_guess_the_password_there(person: Account) -> None:
    of = signed_in(person)
    for _ in range(5):
        answer = post(of, "/account/password", "/account/password", password="wrong", new="x" * 12, again="x" * 12)
        assert answer.status_code == 422
    answer = post(
        of,
        "/account/password",
        "/account/password",
        password=PASSWORD,
        new="ling-yi-ju-hua-lai",
        again="ling-yi-ju-hua-lai",
    )
    assert "分钟以后再试" in answer.content.decode()


def test_sign_ins_are_noted_and_pages_that_are_read_are_not(person: Account) -> None:
    before = size()
    of = signed_in(person)
    of.get("/account")
    of.get("/doc")
    send(browser(), person.login, "wrong")
    send(browser(), "zhe-shi-wo-de-mima", "wrong")
    post(of, "/account", "/sign-out")
    assert [(e.kind, e.by) for e in notes(before)] == [
        ("登录", "经办甲"),
        ("登录失败", ""),
        ("登录失败", ""),
        ("退出", "经办甲"),
    ]
    text = "".join(str(e.payload) for e in notes(before))
    assert PASSWORD not in text
    assert "zhe-shi-wo-de-mima" not in text, "what is no login may be a password in the wrong field"


def test_a_flood_of_names_does_not_fill_the_trail_nor_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.office import sessions
    from reasoner.office.account_models import FailedSignIn

    monkeypatch.setattr(sessions, "_MOST_STRANGERS", 3)
    monkeypatch.setattr(sessions, "_MOST_NAMES", 20)
    before = size()
    for number in range(40):
        sessions.sign_in(f"wu{number}", "wrong", "", "")
    assert len(notes(before)) == 3
    assert FailedSignIn.objects.count() <= 20


def test_what_a_browser_calls_itself_is_kept_as_one_short_line(person: Account) -> None:
    from reasoner.office import sessions
    from reasoner.office.account_models import SignIn

    sessions.sign_in(person.login, PASSWORD, "203.0.113.9" * 20, "Agent\r\nX-Bad: 1\x00" + "a" * 500)
    row = SignIn.objects.get(account=person)
    assert "\n" not in row.browser
    assert "\r" not in row.browser
    assert len(row.browser) <= 120
    assert len(row.source) <= 64


def test_a_form_that_asks_who_does_something_is_signed_with_the_account(
    person: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.http import HttpRequest, HttpResponse

    from reasoner.office import urls

    (pattern,) = [p for p in urls.urlpatterns if str(p.pattern) == "ledger/new"]
    monkeypatch.setattr(pattern, "callback", lambda request: HttpResponse(_by(request)))

    def _by(request: HttpRequest) -> str:
        return f"{request.POST.getlist('by')}{request.POST.getlist('other')}"

    of = signed_in(person)
    assert post(of, "/account", "/ledger/new", by="负责人甲", other="x").content.decode() == "['经办甲']['x']"
