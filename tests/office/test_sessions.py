"""Signing in and out, and what somebody might try there (issue 19: sign-in, lock-out, idle sign-out; a clock set back; a role that
is withdrawn in the middle)."""

from __future__ import annotations

import urllib.parse
from typing import TYPE_CHECKING

import pytest

from reasoner.casework.roles import Role
from tests.office.client import HIDDEN
from tests.office.noted import notes, size
from tests.office.team import ORGAN, office_of_process

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


# --- the cookie ------------------------------------------------------------------------------------------------


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


# --- how long --------------------------------------------------------------------------------------------------


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
    """Issue 19: nothing a person typed is lost."""
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


def sessions_token(person: Account) -> str:
    """The cookie of a further browser."""
    from reasoner.office import sessions

    return sessions.begin(person, "", "")


def test_a_sign_in_ends_after_a_working_day_at_the_latest(person: Account, hands: Hands) -> None:
    of = signed_in(person)
    for _ in range(24):
        hands.go(29.9 * MINUTE)
        assert inside(of)
    hands.go(10 * MINUTE)
    assert not inside(of)


def test_a_clock_that_is_set_back_makes_no_sign_in_longer(person: Account, hands: Hands) -> None:
    """Issue 19: a clock set back. Time that has gone by counts, whatever the clock shows."""
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


# --- out -------------------------------------------------------------------------------------------------------


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


# --- wrong passwords -------------------------------------------------------------------------------------------


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


# --- what is noted ---------------------------------------------------------------------------------------------


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
