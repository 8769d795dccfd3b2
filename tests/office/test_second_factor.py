"""The second factor of a sign-in: off until two administrators switch it on for an organ; set up by its owner; recorded, bounded."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest

from reasoner.casework.roles import Role
from reasoner.office import totp
from tests.office.noted import notes, size
from tests.office.team import LOGINS, NAMES, ORGAN, office_of_process

DONE, LED_ON, WRONG, FORBIDDEN = 200, 303, 422, 403
PASSWORD = "ziji-xuan-de-mima-9"


@pytest.fixture(scope="module", autouse=True)
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An office with one person of each role."""
    office_of_process(tmp_path_factory.mktemp("office"))
    from reasoner.office import passwords
    from reasoner.office.account_models import Account, RoleGrant
    from reasoner.office.keeping import now

    for role in Role:
        organ = ORGAN if role in (Role.HANDLER, Role.REVIEWER, Role.LEGAL, Role.HEAD) else ""
        kept = Account(login=LOGINS[role], name=NAMES[role], organ=organ, password="", created=now())
        passwords.replace(kept, PASSWORD)
        RoleGrant.objects.create(account=kept, role=role.value, since=now())
    return


class Browser:
    """A browser at the office of this process."""

    def __init__(self) -> None:
        from django.test import Client

        self.client = Client()
        self.text = ""

    def get(self, path: str) -> int:
        answer = self.client.get(path)
        self.text, self.location = answer.content.decode(), answer.headers.get("Location", "")
        return answer.status_code

    def post(self, path: str, **fields: str) -> int:
        answer = self.client.post(path, fields)
        self.text, self.location = answer.content.decode(), answer.headers.get("Location", "")
        return answer.status_code

    def sign_in(self, role: Role, code: str = "", password: str = PASSWORD) -> int:
        return self.post("/sign-in", login=LOGINS[role], password=password, code=code, next="/")

    def secret(self) -> str:
        match = re.search(r'<code id="secret">([A-Z2-7 ]+)</code>', self.text)
        assert match is not None, self.text
        return match[1].replace(" ", "")


def of(role: Role, code: str = "") -> Browser:
    browser = Browser()
    assert browser.sign_in(role, code) == LED_ON, browser.text
    return browser


def now_code(secret: str, away: int = 0) -> str:
    return totp.hotp(totp.key_of(secret), totp.step_of(time.time()) + away)


def switched(on: bool, organ: str = ORGAN) -> None:
    """Two administrators switch it on or off."""
    system, security = of(Role.SYSTEM), of(Role.SECURITY)
    assert system.post("/office/second", organ=organ, on="1" if on else "0", reason="某理由") == LED_ON
    security.get("/office/changes")
    number = max(map(int, re.findall(r"/office/change/(\d+)/agree", security.text)))
    assert system.post(f"/office/change/{number}/agree") == FORBIDDEN, "who proposes does not agree"
    assert security.post(f"/office/change/{number}/agree") == LED_ON


def forgotten() -> None:
    from reasoner.office.account_models import FailedSignIn

    FailedSignIn.objects.all().delete()


def test_it_is_off_until_two_administrators_switch_it_on_and_back() -> None:
    browser = Browser()
    browser.get("/sign-in")
    assert "动态码" not in browser.text
    of(Role.HANDLER)
    before = size()
    switched(on=True)
    kinds = [e.kind for e in notes(before) if "权限变更" in e.kind]
    assert kinds == ["提出权限变更", "同意权限变更"]
    agreed = next(e for e in notes(before) if e.kind == "同意权限变更").payload
    assert (agreed["变更"], agreed["单位"], agreed["登录时"]) == ("动态码", ORGAN, "要动态码")
    browser.get("/sign-in")
    assert "动态码" in browser.text
    system = of(Role.SYSTEM)
    assert system.post("/office/second", organ=ORGAN, on="1", reason="") == WRONG
    assert "已经启用" in system.text
    assert of(Role.SECURITY).post("/office/second", organ=ORGAN, on="0", reason="") == FORBIDDEN
    switched(on=False)
    assert of(Role.HANDLER).get("/ask") == DONE


def test_a_person_sets_it_up_before_anything_else_and_signs_in_with_it() -> None:
    switched(on=True)
    browser, before = of(Role.HANDLER), size()
    assert (browser.get("/files"), browser.location) == (LED_ON, "/account/second")
    assert browser.get("/account/second") == DONE
    secret = browser.secret()
    browser.get("/account/second")
    assert browser.secret() == secret, "the same until it is confirmed"
    assert "otpauth://totp/" in browser.text
    assert browser.post("/account/second", code="000000" if now_code(secret) != "000000" else "111111") == WRONG
    assert browser.post("/account/second", code=now_code(secret)) == DONE
    codes = re.findall(r'<li class="mono">([0-9a-f ]+)</li>', browser.text)
    assert len(set(codes)) == 10
    assert browser.get("/files") == DONE
    assert (browser.get("/account/second"), browser.location) == (LED_ON, "/account"), "the secret is shown no more"
    assert [e.kind for e in notes(before)][-1] == "设置动态码"
    kept = str([e.payload for e in notes(before)])
    assert secret not in kept
    assert all(c not in kept for c in codes)

    again = Browser()
    assert again.sign_in(Role.HANDLER) == WRONG
    assert "登录名、密码或者动态码不对" in again.text
    assert again.sign_in(Role.HANDLER, now_code(secret)) == WRONG, "the code that set it up counts once"
    assert again.sign_in(Role.HANDLER, "没有这个码") == WRONG
    forgotten()
    since = size()
    assert again.sign_in(Role.HANDLER, now_code(secret, 1)) == LED_ON
    assert [e.payload.get("第二因素") for e in notes(since) if e.kind == "登录"] == ["动态码"]
    assert again.get("/files") == DONE
    assert Browser().sign_in(Role.HANDLER, now_code(secret, 1)) == WRONG, "a code counts once"

    since = size()
    assert Browser().sign_in(Role.HANDLER, codes[0]) == LED_ON
    assert [e.payload.get("第二因素") for e in notes(since) if e.kind == "登录"] == ["恢复码"]
    assert Browser().sign_in(Role.HANDLER, codes[0]) == WRONG, "a recovery code counts once"
    assert Browser().sign_in(Role.HANDLER, codes[1].replace(" ", "").upper()) == LED_ON, "as people copy it"
    assert Browser().sign_in(Role.HANDLER, codes[2], password="not-the-password") == WRONG
    assert Browser().sign_in(Role.HANDLER, codes[2]) == LED_ON, "with a wrong password no code is used up"


def test_whoever_knows_the_password_and_guesses_codes_has_to_wait() -> None:
    """The lock-out applies: from the fifth wrong one on, even the right code waits."""
    from reasoner.office import second_factor
    from reasoner.office.account_models import Account

    kept = Account.objects.get(login=LOGINS[Role.REVIEWER])
    secret = second_factor.pending(kept).secret
    codes = second_factor.confirm(kept, now_code(secret, -1))
    assert codes is not None
    browser = Browser()
    for _ in range(5):
        browser.sign_in(Role.REVIEWER, "123")
    assert browser.sign_in(Role.REVIEWER, codes[0]) == 429
    assert "分钟以后再试" in browser.text
    forgotten()
    assert browser.sign_in(Role.REVIEWER, codes[0]) == LED_ON


def test_a_lost_factor_is_reset_by_two_administrators_and_set_up_anew() -> None:
    from reasoner.office import second_factor
    from reasoner.office.account_models import Account

    kept = Account.objects.get(login=LOGINS[Role.LEGAL])
    codes = second_factor.confirm(kept, now_code(second_factor.pending(kept).secret))
    assert codes is not None
    forgotten()
    signed_in = of(Role.LEGAL, codes[0])
    system, security = of(Role.SYSTEM), of(Role.SECURITY)
    assert system.get(f"/office/account/{kept.pk}") == DONE
    assert "恢复码还有9个" in system.text
    assert system.post(f"/office/account/{kept.pk}/propose", kind="重置动态码", reason="手机丢失") == LED_ON
    assert signed_in.get("/ask") == DONE
    security.get("/office/changes")
    number = max(map(int, re.findall(r"/office/change/(\d+)/agree", security.text)))
    assert security.post(f"/office/change/{number}/agree") == LED_ON
    assert signed_in.get("/ask") == LED_ON, "it is signed out"
    assert signed_in.location.startswith("/sign-in")
    anew = of(Role.LEGAL)
    assert (anew.get("/ask"), anew.location) == (LED_ON, "/account/second")


def test_it_can_be_asked_of_the_administrators_too() -> None:
    switched(on=True, organ="")
    browser = of(Role.AUDITOR)
    assert (browser.get("/record"), browser.location) == (LED_ON, "/account/second")
    assert browser.get("/account/second") == DONE
    assert browser.post("/account/second", code=now_code(browser.secret())) == DONE
    assert browser.get("/record") == DONE
