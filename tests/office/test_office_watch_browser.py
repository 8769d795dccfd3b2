"""The pages of safety and of urging in a real browser, each by axe-core: a second factor is switched on, set up and used; what was
refused is looked at; a case that is late is urged on a printed paper."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from reasoner.casework.roles import Role
from reasoner.office import totp
from tests.office.browser import browser, needed
from tests.office.case_files.course import HOLIDAYS, TERMS
from tests.office.client import Client, Window
from tests.office.team import LOGINS, first, founders, lasting
from tests.office.test_browser import violations
from tests.office.test_team_browser import SECURITY, SYSTEM, Desk
from tests.office.test_to_a_final_letter import FRAME

AUDIT = LOGINS[Role.AUDITOR]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    needed()
    window = Window(tmp_path_factory.mktemp("office"), "--team")
    try:
        with browser() as driver:
            yield Desk(window, driver)
    finally:
        window.close()


def test_a_second_factor_is_switched_on_set_up_and_used_and_refusals_are_seen(desk: Desk) -> None:
    driver = desk.driver
    driver.get(desk.window.address)
    desk.fill(**founders())
    desk.press("设立")
    desk.enter(SYSTEM, first(SYSTEM))
    desk.open("/office/second")
    desk.clean()
    Select(driver.find_element(By.NAME, "organ")).select_by_value("")
    desk.fill(reason="上级要求")
    desk.press("提出")
    desk.open("/office/refusals")
    assert "安全管理员" in driver.find_element(By.TAG_NAME, "main").text, "told whose it is"
    desk.open("/office")
    desk.leave()
    desk.enter(SECURITY, first(SECURITY))
    desk.open("/office/changes")
    desk.press("同意")
    desk.open("/office")
    assert desk.title == "设置动态码"
    desk.clean()
    secret = driver.find_element(By.ID, "secret").text.replace(" ", "")
    desk.fill(code=totp.hotp(totp.key_of(secret), totp.step_of(time.time())))
    desk.press("设置")
    assert desk.title == "恢复码"
    codes = [item.text for item in driver.find_elements(By.CSS_SELECTOR, "ol li")]
    assert len(codes) == 10
    desk.open("/office/refusals")
    assert desk.title == "被拒的访问"
    assert "账号管理 · 被拒的访问" in driver.find_element(By.TAG_NAME, "table").text
    desk.clean()
    desk.leave()
    desk.clean()
    desk.sign_in(SECURITY, lasting(SECURITY))
    assert desk.title == "登录条理", "the password alone is not enough"
    desk.fill(login=SECURITY, password=lasting(SECURITY), code=codes[0])
    desk.press("登录")
    assert desk.title == "账号"
    desk.leave()
    desk.sign_in(AUDIT, first(AUDIT))
    assert desk.title == "更改密码"


def test_a_case_that_is_late_is_urged_on_a_paper(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A window for one person: 收件 of an application of 2024, whose deadline of 受理 is long past."""
    needed()
    window = Window(tmp_path_factory.mktemp("window"))
    try:
        with browser() as driver:
            driver.get(window.address)
            cookie = driver.get_cookies()[0]
            client = Client(window, enter=False)
            client.adopt(cookie["name"], cookie["value"])
            draft = client.post("/judge/new", client.get("/judge/new").form("/judge/new") | FRAME)
            assert client.post(f"{draft.address}/finish", draft.form(f"{draft.address}/finish")).address == "/case/1"
            for kind, text in (("期限", TERMS), ("节假日", HOLIDAYS)):
                form = client.get("/files/tables").form("/files/tables/send")
                client.post("/files/tables/send", form | {"kind": kind, "text": text, "key": kind})
            form = client.get("/files/new?case=1").form("/files/new") | {"case": "1", "收到日期": FRAME["日期"]}
            assert client.post("/files/new", form).address == "/file/1"
            alone = Desk(window, driver)
            alone.open("/file/1")
            alone.go(driver.find_element(By.LINK_TEXT, "催办单"))
            assert "受理（5个工作日" in driver.find_element(By.TAG_NAME, "main").text
            alone.clean()
            alone.press("出具催办单")
            assert alone.title == "催办单（第1号）"
            assert "测试用表" in driver.find_element(By.TAG_NAME, "main").text
            alone.clean()
            alone.open("/files/urging")
            alone.clean()
            alone.open("/file/1")
            assert "催办单第1号" in driver.find_element(By.TAG_NAME, "main").text
            assert violations(driver) == []
    finally:
        window.close()
