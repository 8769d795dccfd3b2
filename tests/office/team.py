"""An office for many under test: the first administrators, accounts opened by two of them, and who signs in."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from reasoner.casework.roles import Role
from tests.office.client import Client, Page, Window

ORGAN = "示例区医疗保障局"
KEYS = {Role.SYSTEM: "system", Role.SECURITY: "security", Role.AUDITOR: "audit"}
LOGINS = {
    Role.HANDLER: "jingban", Role.REVIEWER: "fuhe", Role.LEGAL: "fazhi", Role.HEAD: "fuze",
    Role.SYSTEM: "xitong", Role.SECURITY: "anquan", Role.AUDITOR: "shenji",
}  # fmt: skip
NAMES = {role: f"{role.value}甲" for role in Role}


def first(login: str) -> str:
    """The password with which an administrator is founded."""
    return f"kaishi-de-mima-{login[::-1]}7"


def lasting(login: str) -> str:
    """The password that somebody chooses."""
    return f"ziji-xuan-de-{login[::-1]}9"


def founders() -> dict[str, str]:
    """The page of the first start, filled in as it should be."""
    given = {}
    for role, key in KEYS.items():
        password = first(LOGINS[role])
        given |= {
            f"{key}_login": LOGINS[role],
            f"{key}_name": NAMES[role],
            f"{key}_password": password,
            f"{key}_again": password,
        }
    return given


def sign_in(browser: Client, login: str, password: str, onward: str = "/") -> Page:
    """Send the form of the sign-in."""
    hidden = browser.get("/sign-in").form("/sign-in")
    return browser.post("/sign-in", hidden | {"login": login, "password": password, "next": onward})


def change_password(browser: Client, old: str, new: str) -> Page:
    """Send the form of another password."""
    hidden = browser.get("/account/password").form("/account/password")
    return browser.post("/account/password", hidden | {"password": old, "new": new, "again": new})


class Office:
    """A running office with its three administrators."""

    def __init__(self, data: Path, *options: str, database: str = "") -> None:
        self.window = Window(data, "--team", *options, database=database)
        self.browsers: dict[str, Client] = {}
        if "/found?token=" in self.window.address:
            browser = Client(self.window)
            made = browser.post("/found", browser.get("/found").form("/found") | founders())
            assert made.address == "/sign-in", made.text
            for role in KEYS:
                self.enter(LOGINS[role], first(LOGINS[role]))

    def browser(self) -> Client:
        """A browser that has not signed in."""
        return Client(self.window, enter=False)

    def enter(self, login: str, password: str) -> Client:
        """Sign somebody in for the first time, who chooses a password."""
        browser = self.browser()
        page = sign_in(browser, login, password)
        assert page.address == "/account/password", page.text
        page = change_password(browser, password, lasting(login))
        assert page.address == "/account?changed=1", page.text
        self.browsers[login] = browser
        return browser

    def again(self, login: str) -> Client:
        """Sign somebody in on a further browser."""
        browser = self.browser()
        assert sign_in(browser, login, lasting(login)).status == 200
        return browser

    def of(self, role: Role) -> Client:
        """The browser of the first person with a role."""
        return self.browsers[LOGINS[role]]

    def agree(self, *, by: Client | None = None, deed: str = "agree") -> Page:
        """Have the security administrator agree to the last proposal."""
        browser = by or self.of(Role.SECURITY)
        listed = browser.get("/office/changes")
        number = max(map(int, re.findall(r'action="/office/change/([0-9]+)/agree"', listed.text)))
        action = f"/office/change/{number}/{deed}"
        return browser.post(action, listed.form(action))

    def open_account(self, login: str, name: str, *roles: Role, organ: str = ORGAN) -> Client:
        """A new account by two administrators, and its first sign-in."""
        system = self.of(Role.SYSTEM)
        hidden = system.get("/office/new").form("/office/new")
        given = {"login": login, "name": name, "organ": organ, "role": [r.value for r in roles], "reason": "开户"}
        page = system.post("/office/new", {**hidden, **given})
        assert page.address == "/office/changes?done=1", page.text
        answer = self.agree()
        (password,) = re.findall(r'id="first-password">([^<]+)<', answer.text)
        return self.enter(login, unescape(password))

    def number(self, login: str) -> int:
        """The number of an account."""
        (number,) = re.findall(rf'/office/account/([0-9]+)">{login}<', self.of(Role.SYSTEM).get("/office").text)
        return int(number)

    def propose(self, login: str, kind: str, by: Client | None = None, **given: str) -> Page:
        """Propose a change of somebody's rights."""
        system = by or self.of(Role.SYSTEM)
        address = f"/office/account/{self.number(login)}"
        page = system.get(address)
        return system.post(
            f"{address}/propose", {**page.form(f"{address}/propose"), "kind": kind, "reason": "某理由", **given}
        )

    def close(self) -> None:
        self.window.close()


# --- an office in the process of the tests ---------------------------------------------------------------------


def office_of_process(folder: Path) -> None:
    """Have this process be an office for many with a database of its own; passwords are kept by a quick digest."""
    from reasoner.office.configuration import configure

    configure(folder, ("testserver",), "tiaoli_0", team=True)
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TIAOLI_TLS = False
    connection.close()
    connection.settings_dict["NAME"] = str(folder / "tiaoli.sqlite3")
    call_command("migrate", verbosity=0)
