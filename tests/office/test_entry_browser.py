"""入库 in a real browser: every page by axe-core, a file chosen and a draft confirmed without scripts, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tests.office.browser import browser, needed
from tests.office.client import Client, Window
from tests.office.invented_plan import TITLE, word_plan
from tests.office.test_browser import focus_on, until, violations
from tests.office.test_entry_journey import (
    add_case,
    confirm,
    post_publish,
    register_reading,
    send,
    set_nature,
    write_rules,
)
from tests.office.test_entry_refusals import picture

PLAN, DRAFT, SCAN = "weifang-2026-9", "weifang-draft", "weifang-scan"


class Filled:
    """A window with a published plan, a draft with faults in a form, a scan, and what is withdrawn."""

    def __init__(self, window: Window, driver: Chrome) -> None:
        self.window, self.driver = window, driver
        driver.get(window.address)
        cookie = driver.get_cookies()[0]
        self.client = client = Client(window, enter=False)
        client.adopt(cookie["name"], cookie["value"])
        send(client, "规划.docx", word_plan())
        confirm(client)
        set_nature(client, "1.1", "原则")
        write_rules(client, window)
        register_reading(client)
        add_case(client, "使用率低于60%", "55%", "原则上不予新增", "2.1")
        for name in ("张三", "李四"):
            post_publish(client, "sign", by=name)
        self.pages_of_case()
        post_publish(client, "publish", by="张三")
        send(client, "规划.docx", word_plan(), DRAFT)
        send(client, "扫描.png", picture(0), SCAN)

    def pages_of_case(self) -> None:
        """What axe-core finds on the pages of a case, which no published document has any more."""
        base = f"/entry/{PLAN}/cases"
        self.of_case = {
            p: violations(self.open(p)) for p in (base, f"{base}/0", f"{base}/0/frame", f"/entry/{PLAN}/readings")
        }

    def open(self, path: str) -> Chrome:
        self.driver.get(self.window.base + path)
        return self.driver


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    needed()
    window = Window(tmp_path_factory.mktemp("window"))
    try:
        with browser() as driver:
            yield Filled(window, driver)
    finally:
        window.close()


PAGES = (
    "/entry", f"/entry/{DRAFT}", f"/entry/{DRAFT}/received", f"/entry/{DRAFT}/text", f"/entry/{DRAFT}/correct?deed=whole",
    f"/entry/{DRAFT}/correct?deed=clause&clause=2.1", f"/entry/{DRAFT}/correct?deed=mask&clause=2.1",
    f"/entry/{DRAFT}/readings", f"/entry/{DRAFT}/cases", f"/entry/{DRAFT}/cases/new", f"/entry/{DRAFT}/publish", f"/entry/{SCAN}/scan",
    f"/entry/{PLAN}/at/2026-02-01", f"/entry/{PLAN}/at/2026-02-01/effects", "/entry/names", "/entry/names?table=事项",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_fault_of_wcag_2_2_aa(filled: Filled, path: str) -> None:
    driver = filled.open(path)
    assert "没有这一页" not in driver.title
    assert violations(driver) == []


@pytest.mark.parametrize(
    "path", ["/entry", f"/entry/{DRAFT}/received", f"/entry/{DRAFT}/text", f"/entry/{DRAFT}/publish"]
)
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_nothing_is_wider_than_the_screen(filled: Filled, path: str, size: tuple[int, int]) -> None:
    filled.driver.set_window_size(*size)
    driver = filled.open(path)
    assert driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")


def test_fields_are_confirmed_by_keyboard_alone(filled: Filled) -> None:
    driver = filled.open(f"/entry/{DRAFT}/received")
    focus_on(driver, "[name=addressees]")
    focus_on(driver, "[name=by]")
    driver.switch_to.active_element.send_keys("张三", Keys.ENTER)
    until(driver, lambda d: "saved=1" in d.current_url)
    assert "张三于" in driver.find_element(By.CSS_SELECTOR, "form h2").text


def test_without_scripts_a_file_becomes_a_draft_and_a_nature_is_changed(filled: Filled, tmp_path: Path) -> None:
    file = tmp_path / "规划.docx"
    file.write_bytes(word_plan())
    with browser(scripts=False) as driver:
        driver.get(f"{filled.window.base}/healthz")
        for cookie in filled.driver.get_cookies():
            driver.add_cookie({"name": cookie["name"], "value": cookie["value"]})
        driver.get(f"{filled.window.base}/entry")
        driver.find_element(By.NAME, "file").send_keys(str(file))
        driver.find_element(By.NAME, "region").clear()
        driver.find_element(By.NAME, "region").send_keys("潍坊市")
        driver.find_element(By.NAME, "document").send_keys("weifang-plain")
        driver.find_element(By.CSS_SELECTOR, "form[action='/entry/send'] button").click()
        until(driver, lambda d: "/received" in d.current_url)
        assert TITLE in driver.find_element(By.NAME, "title").get_attribute("value")
        driver.get(f"{filled.window.base}/entry/weifang-plain/text")
        Select(driver.find_element(By.NAME, "n:1.1")).select_by_visible_text("原则")
        driver.find_element(By.NAME, "by").send_keys("张三", Keys.ENTER)
        until(driver, lambda d: "page=1" in d.current_url)
        chosen = Select(driver.find_element(By.NAME, "n:1.1")).first_selected_option
        assert chosen.text == "原则"


def test_no_page_breaks_its_own_rules(filled: Filled) -> None:
    filled.driver.get_log("browser")
    for path in PAGES:
        filled.open(path)
    messages = [e["message"] for e in filled.driver.get_log("browser")]
    assert [m for m in messages if "Content Security Policy" in m] == []
