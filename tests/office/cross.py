"""Every way of using a browser on every database: a case from the application to the archive, by its four persons.

    python -m tests.office.cross [--way mouse|plain|keys] [--database sqlite|postgresql]

Outside CI: each journey takes minutes. The ways: with scripts and a mouse; without any script; with scripts, by the keyboard alone. Each
journey has an office of its own; at its end the record must prove itself, and hold the steps of all four. Then the tests of single pages
in a browser run on both databases (`--pages`; alone: `--only-pages`). One line tells each part, what fails is told whole, and then the
status is 1.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from selenium.common.exceptions import ElementClickInterceptedException, WebDriverException
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import Select, WebDriverWait

from reasoner.casework.roles import Role
from tests.office.browser import browser
from tests.office.client import ROOT
from tests.office.postgresql_cluster import Cluster, cluster
from tests.office.team import LOGINS, NAMES, Office, lasting

FOUR = (Role.HANDLER, Role.REVIEWER, Role.LEGAL, Role.HEAD)
WAYS = ("mouse", "plain", "keys")
DATABASES = ("sqlite", "postgresql")
PAGES = (
    "tests/office/test_browser.py", "tests/office/test_team_browser.py", "tests/office/test_case_files_browser.py",
    "tests/office/test_entry_browser.py", "tests/office/test_entry_rules_browser.py",
)  # fmt: skip
_MOST_TABS = 250


class Hand:
    """A person at a browser, with a mouse."""

    def __init__(self, driver: Chrome, base: str) -> None:
        self.driver, self.base = driver, base

    def open(self, path: str) -> None:
        """Go to an address."""
        self.driver.get(self.base + path)

    @property
    def text(self) -> str:
        """What the page says."""
        return str(self.driver.find_element(By.ID, "main").text)

    def field(self, name: str, within: str = "//main") -> WebElement:
        """The field whose name ends so."""
        (first, *_) = self.driver.find_elements(By.CSS_SELECTOR, f"main [name='{name}'], main [name$='-{name}']")
        if within == "//main":
            return first
        return self.driver.find_element(
            By.XPATH, f"{within}//*[@name='{name}' or substring-after(@name, '-') = '{name}']"
        )

    def fill(self, within: str = "//main", **given: str) -> None:
        """Write into fields, and choose."""
        for name, value in given.items():
            field = self.field(name, within)
            if field.get_attribute("type") == "radio":
                self.pick(name, value, within)
            elif field.tag_name == "select":
                self.select(field, value)
            else:
                self.write(field, value)

    def write(self, field: WebElement, value: str) -> None:
        """Write a text in the place of what stands there."""
        field.clear()
        field.send_keys(value)

    def select(self, field: WebElement, value: str) -> None:
        """Choose of a list."""
        Select(field).select_by_value(value)

    def pick(self, name: str, value: str, within: str) -> None:
        """Choose one of several."""
        self.touch(
            self.driver.find_element(By.XPATH, f"{within}//input[@type='radio'][@value='{value}'][{_named(name)}]")
        )

    def touch(self, element: WebElement) -> None:
        """Press what stays on the page; what lies under the head of the page is first brought out by the wheel."""
        try:
            element.click()
        except ElementClickInterceptedException:
            ActionChains(self.driver).scroll_by_amount(0, -200).perform()
            element.click()

    def go(self, element: WebElement) -> None:
        """Press what leads to a page, and wait for it."""
        before = self.driver.find_element(By.TAG_NAME, "html")
        self.touch(element)
        # While the page changes, the browser may answer that a part of neither page is asked for.
        WebDriverWait(self.driver, 60, ignored_exceptions=(WebDriverException,)).until(staleness_of(before))
        WebDriverWait(self.driver, 60, ignored_exceptions=(WebDriverException,)).until(
            lambda d: d.find_element(By.TAG_NAME, "h1")
        )

    def press(self, words: str, within: str = "//main") -> None:
        """Press the button with these words."""
        self.go(self.driver.find_element(By.XPATH, f"{within}//button[starts-with(normalize-space(), '{words}')]"))

    def follow(self, words: str) -> None:
        """Follow the link with these words."""
        self.go(self.driver.find_element(By.LINK_TEXT, words))

    def step(self, name: str, **given: str) -> None:
        """Take a step of a case."""
        within = f"//section[@id='steps']//details[summary[normalize-space()='{name}']]"
        if self.driver.find_element(By.XPATH, within).get_attribute("open") is None:
            self.touch(self.driver.find_element(By.XPATH, f"{within}/summary"))
        self.fill(within, **given)
        self.press(name, within)


class Keyboard(Hand):
    """A person who has no mouse: the tab key goes on until what is meant has the focus, which must be seen."""

    def focus(self, element: WebElement) -> None:
        """Go on to an element."""
        for _ in range(_MOST_TABS):
            here = self.driver.switch_to.active_element
            if here == element:
                style = "return getComputedStyle(arguments[0]).outlineStyle"
                assert self.driver.execute_script(style, element) != "none", "who has the focus cannot be seen"
                return
            here.send_keys(Keys.TAB)
        raise AssertionError(
            f"no way by keyboard to {element.tag_name} {element.text or element.get_attribute('name')}"
        )

    def write(self, field: WebElement, value: str) -> None:
        self.focus(field)
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(value)

    def select(self, field: WebElement, value: str) -> None:
        self.focus(field)
        field.send_keys(Keys.HOME)
        for _ in Select(field).options:
            if Select(field).first_selected_option.get_attribute("value") == value:
                return
            field.send_keys(Keys.ARROW_DOWN)
        raise AssertionError(f"{value} cannot be chosen by keyboard")

    def pick(self, name: str, value: str, within: str) -> None:
        """The tab key reaches the one that is chosen, or the first; arrows go on to the others."""
        group = self.driver.find_elements(By.XPATH, f"{within}//input[@type='radio'][{_named(name)}]")
        chosen = next((r for r in group if r.is_selected()), group[0])
        self.focus(chosen)
        chosen.send_keys(Keys.SPACE)
        for _ in group:
            here = self.driver.switch_to.active_element
            if here.get_attribute("value") == value:
                assert here.is_selected()
                return
            here.send_keys(Keys.ARROW_DOWN)
        raise AssertionError(f"{value} cannot be chosen by keyboard")

    def touch(self, element: WebElement) -> None:
        self.focus(element)
        element.send_keys(Keys.ENTER)


def _named(name: str) -> str:
    return f"@name='{name}' or substring-after(@name, '-') = '{name}'"


def enter(hand: Hand, role: Role) -> None:
    """Sign in."""
    hand.open("/sign-in")
    hand.fill(login=LOGINS[role], password=lasting(LOGINS[role]))
    hand.press("登录")
    assert NAMES[role] in hand.driver.find_element(By.TAG_NAME, "header").text


def leave(hand: Hand) -> None:
    """Sign out."""
    hand.press("退出", "//header")


def journey(hand: Hand) -> None:
    """From the application to the archive, by the four persons of the usual flow."""
    enter(hand, Role.HANDLER)
    hand.open("/judge/new")
    hand.fill(
        编号="JC-001", 日期="2024-05-01", 事项="新增购买住院床位", 名称="示例医院", 类型="综合医院", 所在地="城阳区"
    )
    hand.go(hand.driver.find_element(By.CSS_SELECTOR, "main form[action^='/judge/new'] button.primary"))
    hand.fill(answer="74%", as_at="2024-03-31", source="住院结算数据", origin="本局查询")
    hand.go(hand.driver.find_element(By.CSS_SELECTOR, "#q button.primary, main form button.primary"))
    hand.go(hand.driver.find_element(By.CSS_SELECTOR, "form[action$=finish] button"))
    assert "原则上不予新增" in hand.driver.title, hand.text
    hand.follow("收件立案")
    hand.fill(收到日期="2024-05-01", 递交人="申请单位")
    hand.go(hand.driver.find_element(By.CSS_SELECTOR, "main form[action^='/files/new'] button.primary"))
    assert "收件2024-1" in hand.driver.title, hand.text
    case = hand.driver.current_url.removeprefix(hand.base).partition("#")[0]
    hand.step("受理", 办理日期="2024-05-06")
    hand.fill(适用日期="2024-05-01", 适用日期理由="申请在规划期内收到")
    hand.press("选定")
    hand.step("拟办", 处理="不予", 例外="否", 例外理由="没有应予例外的情形")
    assert "签署中" in hand.text, hand.text
    leave(hand)
    for role, name in ((Role.REVIEWER, "复核"), (Role.LEGAL, "法制复核"), (Role.HEAD, "签发")):
        enter(hand, role)
        hand.open(case)
        hand.step(name, 意见="同意")
        assert NAMES[role] in hand.text, hand.text
        leave(hand)
    enter(hand, Role.HANDLER)
    hand.open(case)
    assert "已签发" in hand.text, hand.text
    hand.step("送达", 送达方式="")
    assert "没有提交,填写的内容都还在".replace(",", "，") in hand.text, hand.text
    hand.step("送达", 送达方式="直接送达", 签收人="收发室", 回证编号="回1")
    hand.step("归档", 卷号="2024-1", 保管期限="长期")
    assert "已归档" in hand.text, hand.text
    hand.open("/record")
    assert "条" in hand.text
    leave(hand)


def travelled(way: str, database: str, server: Cluster | None) -> None:
    """One journey in an office of its own, whose record then proves itself."""
    with tempfile.TemporaryDirectory() as name:
        address = server.new_database() if server is not None else ""
        office = Office(Path(name, "data"), database=address)
        try:
            for role in FOUR:
                office.open_account(LOGINS[role], NAMES[role], role)
            with browser(scripts=way != "plain") as driver:
                hand = (Keyboard if way == "keys" else Hand)(driver, office.window.base)
                try:
                    journey(hand)
                except Exception:
                    print(driver.current_url, driver.find_element(By.TAG_NAME, "body").text[-3000:], sep="\n")
                    raise
            signers = office.window.number("SELECT count(DISTINCT account) FROM office_steprecord")
            assert signers == len(FOUR), f"{signers} persons took steps"
            environment = {**os.environ, "TIAOLI_DATABASE": address}
            command = [sys.executable, "-m", "reasoner.cli.main", "audit", str(office.window.data)]
            done = subprocess.run(
                command, capture_output=True, text=True, cwd=ROOT, timeout=300, check=False, env=environment
            )
            assert done.returncode == 0, done.stdout + done.stderr
        finally:
            office.close()


def pages(database: str) -> None:
    """The tests of single pages in a browser."""
    environment = {**os.environ, "TIAOLI_TEST_DATABASE": database, "TIAOLI_REQUIRE_ALL": "1"}
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", *PAGES]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=3600, check=False, env=environment)
    print(done.stdout.rstrip().rpartition("\n")[2])
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@contextlib.contextmanager
def told(what: str, failed: list[str]) -> Iterator[None]:
    """Tell what came of a part; go on with the others where it fails."""
    begun = time.monotonic()
    try:
        yield
    except Exception:
        traceback.print_exc()
        failed.append(what)
    word = "FAILED" if what in failed else "done"
    print(f"{what}: {word} in {time.monotonic() - begun:.0f} s, load {os.getloadavg()[0]:.1f}", flush=True)


def main() -> None:
    """Read the arguments, and go."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--way", choices=WAYS, action="append")
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--no-pages", action="store_true")
    parser.add_argument("--only-pages", action="store_true")
    given = parser.parse_args()
    failed: list[str] = []
    with contextlib.ExitStack() as stack:
        databases = given.database or DATABASES
        server = stack.enter_context(cluster()) if "postgresql" in databases and not given.only_pages else None
        for database in databases:
            for way in () if given.only_pages else given.way or WAYS:
                with told(f"journey, {way}, {database}", failed):
                    travelled(way, database, server if database == "postgresql" else None)
        for database in () if given.no_pages else databases:
            with told(f"pages, {database}", failed):
                pages(database)
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
