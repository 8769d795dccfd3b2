"""An office for many as it is opened: the first administrators, from where it is reached, the way back by command."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from reasoner.casework.roles import Role
from tests.office.client import ROOT, Client, Window
from tests.office.team import LOGINS, Office, change_password, founders, lasting, sign_in

SECURITY = LOGINS[Role.SECURITY]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = Office(tmp_path_factory.mktemp("office"))
    yield opened
    opened.close()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reasoner.cli.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)


def test_before_there_are_administrators_only_the_token_opens_anything(tmp_path: Path) -> None:
    window = Window(tmp_path, "--team", "--host", "0.0.0.0")
    try:
        port = window.address.rsplit(":", 1)[1].partition("/")[0]
        assert "/found?token=" in window.address
        token = window.address.partition("/found")[2]
        window.base = f"http://127.0.0.1:{port}"
        stranger = Client(window, enter=False)
        for path in ("/", "/sign-in", "/judge", "/found", "/found?token=wrong", "/office"):
            page = stranger.get(path)
            assert (page.status, "还没有管理员" in page.text) == (403, True), path
        assert stranger.get("/healthz").status == 200
        assert stranger.get("/healthz", {"Host": "evil.example"}).status == 400
        browser = Client(window, enter=False)
        entered = browser.get(f"/found{token}")
        assert "/found" in entered.text
        assert "HttpOnly" in entered.headers["Set-Cookie"]
        assert "SameSite=Strict" in entered.headers["Set-Cookie"]
        assert stranger.get(f"/found{token}").status == 403, "the token works once"
        given = founders()
        wrong = given | {"security_name": given["system_name"], "audit_again": "other"}
        page = browser.post("/found", browser.get("/found").form("/found") | wrong)
        assert page.status == 422
        assert given["system_login"] in page.text
        assert given["system_password"] not in page.text
        page = browser.post(
            "/found", browser.get("/found").form("/found") | given | {"security_name": given["system_name"]}
        )
        assert "三个不同的人" in page.text
        assert browser.post("/found", given).status == 403, "without its token"
        assert browser.post("/found", browser.get("/found").form("/found") | given).address == "/sign-in"
        assert browser.get("/found").status == 404
        assert browser.post("/found", browser.get("/sign-in").form("/sign-in") | given).status == 404
    finally:
        window.close()
    assert "没有加密(TLS)" in window.told
    assert "--proxy 127.0.0.1" in window.told


def test_an_office_opens_where_one_signs_in_and_never_without(office: Office) -> None:
    data = str(office.window.data)
    assert "U171" in run("serve", "--team", "--port", "0", "--data", data).stderr, "it is open"
    browser = office.browser()
    assert browser.get("/judge").address == "/sign-in?next=/judge"
    assert browser.get("/nothing").address == "/sign-in?next=/nothing"
    assert browser.post("/judge/new", {}).status == 403


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--host", "0.0.0.0"], "U240"),
        (["--host", "203.0.113.9"], "U240"),
        (["--team", "--host", "203.0.113.9"], "U172"),
        (["--team", "--name", "http://tiaoli.example/"], "U241"),
        (["--team", "--proxy", "tiaoli.example", "--name", "tiaoli.example"], "U241"),
        (["--team", "--proxy", "127.0.0.1"], "U241"),
        (["--name", "tiaoli.example"], "U241"),
    ],
)
def test_from_where_it_cannot_be_reached(tmp_path: Path, options: list[str], code: str) -> None:
    ended = run("serve", "--port", "0", "--data", str(tmp_path), *options)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert code in ended.stderr


def test_behind_a_proxy_with_tls_nothing_is_answered_without_it(tmp_path: Path) -> None:
    port = free_port()
    window = Window(tmp_path, "--port", port, "--team", "--proxy", "127.0.0.1", "--name", "tiaoli.example")
    try:
        assert window.address.startswith("https://tiaoli.example/found?token=")
        window.base = f"http://127.0.0.1:{port}"
        browser = Client(window, enter=False)
        assert "要用 https 打开" in browser.get("/found").text
        through = {"Host": "tiaoli.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
        assert "还没有管理员" in browser.get("/found", through).text
        entered = browser.get(f"/found{window.address.partition('/found')[2]}", through)
        assert re.search(r"(?i);\s*secure", entered.headers["Set-Cookie"])
    finally:
        window.close()


def free_port() -> str:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return str(door.getsockname()[1])


def test_a_proxy_that_was_not_named_is_not_believed(tmp_path: Path) -> None:
    port = free_port()
    window = Window(tmp_path, "--port", port, "--team", "--proxy", "203.0.113.9", "--name", "tiaoli.example")
    try:
        window.base = f"http://127.0.0.1:{port}"
        page = Client(window, enter=False).get("/found", {"Host": "tiaoli.example", "X-Forwarded-Proto": "https"})
        assert "要用 https 打开" in page.text
    finally:
        window.close()


def test_an_account_by_two_administrators_and_a_role_withdrawn_while_its_browser_is_open(office: Office) -> None:
    browser = office.open_account("jingban", "经办甲", Role.HANDLER)
    assert browser.get("/judge").status == 200
    page = browser.get("/office")
    assert page.status == 403
    assert "“系统管理员”、“安全管理员”、“审计管理员”" in page.text
    navigation = browser.get("/judge").text.partition("</nav>")[0]
    assert "研判" in navigation
    assert "账号" not in navigation
    assert office.propose("jingban", "收回角色", role="经办").address.endswith("?done=1")
    assert office.agree().address == "/office/changes?done=2"
    assert browser.get("/judge").status == 403
    assert browser.get("/").address == "/account"


def test_what_was_typed_for_a_change_that_cannot_be_is_still_there(office: Office) -> None:
    office.open_account("fuze", "负责人甲", Role.HEAD)
    office.open_account("fazhi", "法制甲", Role.LEGAL)
    page = office.propose(
        "fuze", "代理", role="负责人", deputy=str(office.number("fazhi")), first="2026-12-31", last="2026-12-01"
    )
    assert page.status == 422
    assert "最后一天早于第一天" in page.text
    assert 'name="first" value="2026-12-31"' in page.text
    assert 'value="某理由"' in page.text
    system = office.of(Role.SYSTEM)
    new = system.post(
        "/office/new",
        system.get("/office/new").form("/office/new")
        | {"login": "1", "name": "某甲", "organ": "某局", "reason": "某理由"},
    )
    assert new.status == 422
    assert all(f'value="{typed}"' in new.text for typed in ("1", "某甲", "某局", "某理由"))


@pytest.mark.parametrize("name", ["甲\r\nX-Bad: 1", "甲\x00", "<script>alert(1)</script>", "\u202e甲", "甲" * 5000])
def test_a_hostile_name_becomes_no_header_and_runs_nothing(office: Office, name: str) -> None:
    system = office.of(Role.SYSTEM)
    hidden = system.get("/office/new").form("/office/new")
    page = system.post(
        "/office/new", hidden | {"login": "ming", "name": name, "organ": name, "role": "经办", "reason": name}
    )
    assert page.status in (200, 422)
    assert "X-Bad" not in page.headers
    assert "<script>alert" not in page.text
    assert "<script>alert" not in system.get("/office/changes").text
    security = office.of(Role.SECURITY)
    listed = security.get("/office/changes")
    for number in re.findall(r'action="/office/change/([0-9]+)/refuse"', listed.text):
        action = f"/office/change/{number}/refuse"
        security.post(action, listed.form(action))


def test_the_only_security_administrator_who_is_locked_out_comes_back_by_command(office: Office) -> None:
    browser, data = office.browser(), str(office.window.data)
    for _ in range(5):
        page = sign_in(browser, SECURITY, "wrong")
    assert page.status == 429
    assert sign_in(browser, SECURITY, lasting(SECURITY)).status == 429
    assert office.of(Role.SECURITY).get("/office").status == 200, "who is in stays in"
    assert "锁定1分钟" in office.of(Role.SYSTEM).get("/office").text
    ended = run("office", "unlock", SECURITY, "--data", data)
    assert (ended.returncode, ended.stdout) == (0, "已解锁：安全管理员甲\n")
    assert sign_in(browser, SECURITY, lasting(SECURITY)).address == "/office"
    ended = run("office", "unlock", SECURITY, "--new-password", "--data", data)
    (password,) = re.findall("新密码：(.+)", ended.stdout)
    assert browser.get("/office").address.startswith("/sign-in")
    assert sign_in(browser, SECURITY, password).address == "/account/password"
    assert change_password(browser, password, "ling-yi-ju-hua-lai-le").status == 200
    office.browsers[SECURITY] = browser
    assert "U242" in run("office", "unlock", "meiyou", "--data", data).stderr
    assert "U236" in run("office", "unlock", SECURITY, "--data", str(office.window.data / "none")).stderr


def test_a_second_administrator_unlocks_others_and_not_oneself(office: Office) -> None:
    login = "shenjier"
    office.open_account(login, "审计管理员乙", Role.AUDITOR, organ="")
    browser = office.browser()
    for _ in range(5):
        sign_in(browser, login, "wrong")
    assert sign_in(browser, login, lasting(login)).status == 429
    security = office.of(Role.SECURITY)
    address = f"/office/account/{office.number(login)}"
    assert office.of(Role.SYSTEM).post(f"{address}/unlock", {}).status == 403
    assert security.post(f"{address}/unlock", security.get(address).form(f"{address}/unlock")).address.endswith(
        "?done=unlocked"
    )
    assert sign_in(browser, login, lasting(login)).address == "/office"
    own = f"/office/account/{office.number(SECURITY)}"
    token = security.get("/office/account/1").form("/office/account/1/unlock")
    page = security.post(f"{own}/unlock", token)
    assert page.status == 422
    assert "不能给自己解锁" in unescape(page.text)


def test_a_form_that_asks_who_does_something_has_the_name_already(office: Office) -> None:
    browser = office.open_account("jingbaner", "经办乙", Role.HANDLER)
    page = browser.get("/review/rule?id=qingdao-2023-18-medical/3.1.p2%23低使用率区域不新增床位")
    assert page.status == 200
    assert 'name="by" id="f-by" value="经办乙"' in page.text


def test_a_folder_with_accounts_is_not_opened_without_them(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.close()
    ended = run("serve", "--port", "0", "--data", str(tmp_path))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "U243" in ended.stderr
    again = Office(tmp_path)
    try:
        assert again.window.address.endswith("/sign-in")
        assert sign_in(again.browser(), SECURITY, lasting(SECURITY)).address == "/office"
    finally:
        again.close()
