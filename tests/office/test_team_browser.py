"""An office for many in a real browser: from the token of the first start to an account of two administrators, a page that is denied,
and out again; every page on the way by axe-core."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from reasoner.casework.roles import Role
from reasoner.driver.window.wording import day_words
from tests.office.browser import browser, needed
from tests.office.client import Window
from tests.office.team import LOGINS, NAMES, ORGAN, first, founders, lasting
from tests.office.test_browser import violations

SYSTEM, SECURITY = LOGINS[Role.SYSTEM], LOGINS[Role.SECURITY]


class Desk:
    """A browser at an office that was just started."""

    def __init__(self, window: Window, driver: Chrome) -> None:
        self.window, self.driver = window, driver

    def fill(self, **given: str) -> None:
        """Write into the fields of the page."""
        for name, value in given.items():
            field = self.driver.find_element(By.NAME, name)
            field.clear()
            field.send_keys(value)

    def press(self, words: str, within: str = "main") -> None:
        """Press the first button with these words; the next page is there."""
        self.go(self.driver.find_element(By.XPATH, f"//{within}//button[normalize-space()='{words}']"))

    def go(self, element: WebElement) -> None:
        """Click, and wait for the next page."""
        self.driver.execute_script("window.before = true")
        element.click()
        there = "return !window.before && document.readyState === 'complete'"
        WebDriverWait(self.driver, 60, ignored_exceptions=[WebDriverException]).until(lambda d: d.execute_script(there))

    def open(self, path: str) -> None:
        self.driver.get(self.window.base + path)

    def clean(self) -> None:
        """The page has no fault of WCAG 2.2 AA and is no wider than the screen."""
        assert violations(self.driver) == [], self.driver.current_url
        assert self.driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")

    @property
    def title(self) -> str:
        return str(self.driver.find_element(By.TAG_NAME, "h1").text)

    def sign_in(self, login: str, password: str) -> None:
        self.open("/sign-in")
        self.fill(login=login, password=password)
        self.press("登录")

    def enter(self, login: str, password: str) -> None:
        """For the first time."""
        self.sign_in(login, password)
        assert self.title == "更改密码"
        self.fill(password=password, new=lasting(login), again=lasting(login))
        self.press("更改")
        assert self.title == "我的账号"

    def leave(self) -> None:
        self.press("退出", "header")
        assert self.title == "登录条理"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    needed()
    window = Window(tmp_path_factory.mktemp("office"), "--team")
    try:
        with browser() as driver:
            yield Desk(window, driver)
    finally:
        window.close()


def test_from_the_first_administrators_to_an_account_and_out_again(desk: Desk) -> None:
    driver = desk.driver
    driver.get(desk.window.address)
    desk.open("/found")
    desk.clean()
    desk.fill(**founders())
    desk.press("设立")
    assert desk.title == "登录条理"
    desk.clean()
    for login in (SECURITY, SYSTEM):
        if login == SYSTEM:
            desk.leave()
        desk.enter(login, first(login))
    desk.clean()
    desk.open("/")
    assert desk.title == "账号"
    desk.clean()
    desk.go(driver.find_element(By.LINK_TEXT, "提出开户"))
    desk.fill(login="jingban", name=NAMES[Role.HANDLER], organ=ORGAN, reason="新来")
    driver.find_element(By.CSS_SELECTOR, "input[name=role][value=经办]").click()
    desk.press("提出")
    assert "已经提出" in driver.page_source
    desk.clean()
    for path in ("/account/password", "/office/new", "/office/account/2", "/office/flows", "/office/passwords"):
        desk.open(path)
        desk.clean()
    desk.leave()

    desk.sign_in(SECURITY, lasting(SECURITY))
    desk.open("/office/changes")
    desk.clean()
    desk.press("同意")
    assert desk.title == "第一次的密码"
    password = driver.find_element(By.ID, "first-password").text
    desk.leave()

    desk.enter("jingban", password)
    desk.open("/judge")
    assert [a.text for a in driver.find_elements(By.CSS_SELECTOR, ".top nav a")][:3] == ["待办", "查条", "研判"]
    desk.open("/office")
    assert desk.title == "这一页不归你办"
    desk.clean()
    desk.open("/")
    desk.leave()
    driver.back()
    assert desk.title == "登录条理", "the page before is not shown again"
    desk.open("/judge")
    assert desk.title == "登录条理"
    desk.sign_in("jingban", "wrong")
    assert "登录名或者密码不对" in driver.page_source
    assert driver.find_element(By.NAME, "login").get_attribute("value") == "jingban"


def test_a_deputy_is_proposed_with_dates_of_the_browser(desk: Desk) -> None:
    """On the page of an account whose colleagues there are; the proposal says who, in which role, how long."""
    driver, today = desk.driver, date.today().isoformat()
    words = day_words(today)
    desk.sign_in(SYSTEM, lasting(SYSTEM))
    desk.open("/office/new")
    desk.fill(login="fuhe", name=NAMES[Role.REVIEWER], organ=ORGAN)
    driver.find_element(By.CSS_SELECTOR, "input[name=role][value=复核]").click()
    desk.press("提出")
    desk.leave()
    desk.sign_in(SECURITY, lasting(SECURITY))
    desk.open("/office/changes")
    desk.press("同意")
    desk.leave()
    desk.sign_in(SYSTEM, lasting(SYSTEM))
    desk.open("/office")
    desk.go(driver.find_element(By.LINK_TEXT, "jingban"))
    desk.clean()
    Select(driver.find_element(By.ID, "deputy")).select_by_visible_text(f"{NAMES[Role.REVIEWER]}（fuhe）")
    for name in ("first", "last"):
        driver.execute_script("arguments[0].value = arguments[1]", driver.find_element(By.ID, name), today)
    form = driver.find_element(By.XPATH, "//form[h3='代理']")
    desk.go(form.find_element(By.TAG_NAME, "button"))
    assert "已经提出" in driver.page_source
    assert f"代理人：复核甲（fuhe）；角色：经办；期限：{words}至{words}" in driver.page_source
