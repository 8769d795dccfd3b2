"""写规则 in a real browser: live faults, completion, the three columns, the keyboard, two windows, and without a script."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.office.browser import AXE, browser, needed
from tests.office.client import Window
from tests.office.draft_rules import DOCUMENT, RULES, window_with, write
from tests.office.test_browser import RULES as WCAG
from tests.office.test_browser import violations

PAGE = f"/entry/{DOCUMENT}/rules"


def patient(driver: Chrome) -> WebDriverWait[Chrome]:
    """Waits for a page; what is replaced while it is looked at is looked at again."""
    return WebDriverWait(driver, 20, ignored_exceptions=[StaleElementReferenceException, NoSuchElementException])


class Writing(NamedTuple):
    window: Window
    driver: Chrome
    folder: Path

    def open(self) -> Chrome:
        """The page with its editor, the first text checked."""
        write(self.folder.parents[2])
        self.driver.get(self.window.base + PAGE)
        self.until(lambda d: d.execute_script("return document.body.dataset.checked && document.body.dataset.words"))
        return self.driver

    def until(self, condition: Callable[[Chrome], object]) -> None:
        patient(self.driver).until(condition)

    def put_cursor(self, behind: str) -> None:
        """Go behind words of the text by searching for them, as a person does."""
        content = self.driver.find_element(By.CSS_SELECTOR, ".cm-content")
        self.driver.execute_script("arguments[0].focus()", content)  # a panel may lie over its middle
        chain = ActionChains(self.driver).key_down(Keys.CONTROL).send_keys("f").key_up(Keys.CONTROL)
        chain.pause(0.2).send_keys(behind).send_keys(Keys.ENTER).send_keys(Keys.ESCAPE).send_keys(
            Keys.ARROW_RIGHT
        ).perform()

    def type(self, keys: str) -> None:
        ActionChains(self.driver).send_keys(keys).perform()

    @property
    def text(self) -> str:
        written: str = self.driver.execute_script("return document.getElementById('text').value")
        return written


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writing]:
    needed()
    corpus = tmp_path_factory.mktemp("规则库")
    folder = write(corpus)
    with window_with(corpus, tmp_path_factory.mktemp("window")) as window, browser() as driver:
        driver.get(window.address)
        yield Writing(window, driver, folder)


def console(driver: Chrome) -> list[str]:
    """What the browser complains of, scripts and styles that the policy refused among it."""
    return [e["message"] for e in driver.get_log("browser") if e["level"] in ("SEVERE", "WARNING")]


def test_a_fault_is_marked_where_it_is_typed_and_told(writing: Writing) -> None:
    driver = writing.open()
    console(driver)
    writing.put_cursor("不予新增")
    writing.type(Keys.BACKSPACE + Keys.BACKSPACE + "增设")
    begun = time.monotonic()
    writing.until(lambda d: d.find_elements(By.CSS_SELECTOR, ".cm-lintRange-error"))
    assert time.monotonic() - begun < 10, "the clock of a busy machine; the benchmark measures"
    (marked,) = [m for m in driver.find_elements(By.CSS_SELECTOR, ".cm-lintRange-error") if "不予增设" in m.text]
    ActionChains(driver).move_to_element(marked).perform()
    writing.until(lambda d: d.find_elements(By.CSS_SELECTOR, ".cm-tooltip-lint"))
    told = driver.find_element(By.CSS_SELECTOR, ".cm-tooltip-lint").text
    assert "不认识的结果" in told
    assert "允许：不予新增" in told
    assert "不认识的结果" in driver.find_element(By.ID, "faults").text
    assert "错误" in driver.find_element(By.ID, "state").text
    assert "还没有保存" in driver.find_element(By.ID, "kept").text
    assert console(driver) == [], "nothing was refused by the rules of the page"


def test_the_keyboard_finds_a_fault_and_what_is_wrong(writing: Writing) -> None:
    writing.open()
    writing.put_cursor("不予新增")
    writing.type(Keys.BACKSPACE + Keys.BACKSPACE + "增设")
    writing.until(lambda d: "不认识的结果" in d.find_element(By.ID, "here").text)
    writing.put_cursor("文件 weifang")
    writing.until(lambda d: d.find_element(By.ID, "here").text == "")
    writing.type(Keys.F8)
    writing.until(lambda d: "还没有写进规则" in d.find_element(By.ID, "here").text)
    writing.type(Keys.F8)
    writing.until(lambda d: "允许：不予新增" in d.find_element(By.ID, "here").text)


def test_words_in_the_text_and_the_meaning_follow(writing: Writing) -> None:
    driver = writing.open()
    assert driver.find_elements(By.CSS_SELECTOR, "#official mark:not(.left)")
    writing.put_cursor("低于 60")
    writing.type(Keys.BACKSPACE + "5")
    writing.until(lambda d: "低于65%" in d.find_element(By.ID, "meanings").text)
    assert "60%" in [m.text for m in driver.find_elements(By.CSS_SELECTOR, "#official mark.left")], (
        "65 is not in the text"
    )
    assert "在所据原文中找不到" in driver.find_element(By.ID, "faults").text


def test_a_term_is_completed(writing: Writing) -> None:
    driver = writing.open()
    writing.put_cursor("若 本区县 的 床位使用率")
    writing.type(Keys.BACKSPACE * 3 + "使用")
    ActionChains(driver).key_down(Keys.CONTROL).send_keys(" ").key_up(Keys.CONTROL).perform()
    writing.until(lambda d: d.find_elements(By.CSS_SELECTOR, ".cm-tooltip-autocomplete li"))
    first = driver.find_elements(By.CSS_SELECTOR, ".cm-tooltip-autocomplete li")[0].text
    assert first.startswith("床位使用率")
    assert "指标、事实" in first, "it says in Chinese what the name is of"
    time.sleep(0.3)
    writing.type(Keys.ENTER)
    writing.until(lambda d: "若 本区县 的 床位使用率 低于 60%" in writing.text)


def test_keywords_of_the_grammar_are_coloured(writing: Writing) -> None:
    driver = writing.open()
    spans = driver.find_elements(By.CSS_SELECTOR, ".cm-line span")
    colours = {s.text: s.value_of_css_property("color") for s in spans}
    plain = driver.find_element(By.CSS_SELECTOR, ".cm-content").value_of_css_property("color")
    for word in ("规则", "凡", "若", "则", "60%", "新增购买住院床位", "不予新增"):
        assert colours[word] != plain, word


def test_choosing_a_clause_moves_text_rules_and_meaning(writing: Writing) -> None:
    driver = writing.open()
    driver.find_element(By.CSS_SELECTOR, "#official [data-choose=p2]").click()
    chosen = driver.find_elements(By.CSS_SELECTOR, ".chosen[data-address=p2]")
    assert len(chosen) == 2, "in the text and among the meanings"
    assert "p2" in driver.find_element(By.CSS_SELECTOR, ".cm-line.chosen-line").text
    assert driver.execute_script("return window.scrollY") == 0, "the columns move, the page does not"
    writing.put_cursor("低于 60%")
    writing.until(lambda d: d.find_elements(By.CSS_SELECTOR, "#official .chosen[data-address=p1]"))


def test_a_clause_far_away_is_shown_in_the_editor(writing: Writing) -> None:
    clauses = [f"第{n}件事由市医疗保障行政部门办理。" for n in range(1, 121)]
    entries = [f"条 p{n} 性质 事实\n「{words}」\n" for n, words in enumerate(clauses, 1)]
    write(writing.folder.parents[2])
    (writing.folder / "text.txt").write_text("\n".join(clauses) + "\n", encoding="utf-8")
    (writing.folder / "rules.tiao").write_text("\n".join([f"文件 {DOCUMENT}\n", *entries]), encoding="utf-8")
    driver = writing.driver
    driver.get(writing.window.base + PAGE)
    writing.until(lambda d: d.execute_script("return document.body.dataset.checked"))
    driver.execute_script("document.querySelector('#official [data-choose=p110]').click()")
    writing.until(lambda d: [e for e in d.find_elements(By.CSS_SELECTOR, ".cm-line.chosen-line") if "p110" in e.text])
    inside = """const line = document.querySelector('.cm-line.chosen-line').getBoundingClientRect();
        const box = document.querySelector('.cm-scroller').getBoundingClientRect();
        return line.top >= box.top && line.bottom <= box.bottom"""
    writing.until(lambda d: d.execute_script(inside))


def test_the_keyboard_suffices_and_tab_leaves_the_editor(writing: Writing) -> None:
    driver = writing.open()
    assert "Tab 键移到下一处" in driver.find_element(By.ID, "keys").text
    driver.find_element(By.CSS_SELECTOR, ".cm-content").click()
    writing.type(Keys.TAB)
    active = driver.switch_to.active_element
    assert "cm-content" not in (active.get_attribute("class") or "")
    driver.find_element(By.CSS_SELECTOR, ".cm-content").click()
    writing.type("  注 「好」")
    ActionChains(driver).key_down(Keys.CONTROL).send_keys("s").key_up(Keys.CONTROL).perform()
    writing.until(lambda d: re.fullmatch(r"\d\d:\d\d 已保存", d.find_element(By.ID, "kept").text))
    assert driver.current_url.endswith(PAGE), "the page stays, and what can be undone with it"
    assert "注 「好」" in (writing.folder / "rules.tiao").read_text(encoding="utf-8")


def test_of_two_windows_the_second_save_is_refused_with_both_texts(writing: Writing) -> None:
    driver = writing.open()
    theirs = RULES.replace("另行公布", "另行印发")
    (writing.folder / "rules.tiao").write_text(theirs, encoding="utf-8")
    writing.put_cursor("低使用率不再新增床位")
    writing.type("了")
    ActionChains(driver).key_down(Keys.CONTROL).send_keys("s").key_up(Keys.CONTROL).perform()
    writing.until(lambda d: d.find_elements(By.ID, "stale"))
    assert (writing.folder / "rules.tiao").read_text(encoding="utf-8") == theirs
    assert "另行印发" in driver.find_element(By.CSS_SELECTOR, ".changes").text
    assert "低使用率不再新增床位了" in writing.text
    assert violations(driver) == []


def test_axe_finds_nothing(writing: Writing) -> None:
    driver = writing.open()
    assert violations(driver) == []


def test_axe_finds_nothing_in_what_opens_while_somebody_types(writing: Writing) -> None:
    driver = writing.open()
    driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    try:
        writing.open()
        driver.execute_script(AXE.read_text(encoding="utf-8"))
        writing.put_cursor("不予新增")
        writing.type(Keys.BACKSPACE + Keys.BACKSPACE + "增设")
        writing.until(lambda d: d.find_elements(By.CSS_SELECTOR, ".cm-lintRange-error"))
        ActionChains(driver).key_down(Keys.CONTROL).key_down(Keys.SHIFT).send_keys("m").key_up(Keys.SHIFT).key_up(
            Keys.CONTROL
        ).perform()
        writing.until(lambda d: d.find_elements(By.CSS_SELECTOR, ".cm-panel-lint"))
        driver.execute_script("scrollTo(0, 0)")  # a link that is half below the bar at the top is measured by its half
        assert axe(driver) == []
        writing.put_cursor("低于 60")
        writing.type(" 床")
        ActionChains(driver).key_down(Keys.CONTROL).send_keys(" ").key_up(Keys.CONTROL).perform()
        writing.until(lambda d: d.find_elements(By.CSS_SELECTOR, ".cm-tooltip-autocomplete li"))
        assert axe(driver) == []
    finally:
        driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})


def axe(driver: Chrome) -> list[str]:
    """What axe-core, which the page runs already, finds in it as it is."""
    script = "const done = arguments[arguments.length - 1]; axe.run(document, {runOnly: arguments[0]}).then(r => done(r.violations))"
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in driver.execute_async_script(script, WCAG)]


def test_nothing_leaves_the_machine_and_the_policy_is_kept(writing: Writing) -> None:
    driver = writing.open()
    driver.get_log("performance")
    console(driver)
    writing.open()
    writing.put_cursor("低于 60")
    ActionChains(driver).key_down(Keys.CONTROL).send_keys(" ").key_up(Keys.CONTROL).perform()
    time.sleep(0.5)
    assert console(driver) == []
    assert driver.execute_script("return document.querySelectorAll('style[nonce]').length") > 0
    assert driver.execute_script("return getComputedStyle(document.querySelector('.cm-scroller')).display") == "flex"


def test_without_a_script_the_page_works_by_its_buttons(writing: Writing) -> None:
    write(writing.folder.parents[2])
    cookie = writing.driver.get_cookies()
    with browser(scripts=False) as driver:
        driver.get(writing.window.base + "/healthz")
        for c in cookie:
            driver.add_cookie({"name": c["name"], "value": c["value"]})
        driver.get(writing.window.base + PAGE)
        field = driver.find_element(By.ID, "text")
        assert field.is_displayed()
        field.send_keys(Keys.CONTROL, Keys.END)
        field.send_keys("\n  规则\n")
        driver.find_element(By.CSS_SELECTOR, "button[value=check]").click()
        patient(driver).until(lambda d: "第17行" in d.find_element(By.ID, "faults").text)
        faults = driver.find_element(By.ID, "faults").text
        assert "行" in faults
        assert driver.find_element(By.ID, "text").get_attribute("value").endswith("规则\n"), "what was typed is there"
        driver.find_element(By.CSS_SELECTOR, "button[value=save]").click()
        patient(driver).until(lambda d: d.current_url.endswith("?saved=1"))
        assert "已经保存" in driver.find_element(By.TAG_NAME, "main").text
    assert (writing.folder / "rules.tiao").read_text(encoding="utf-8").endswith("规则\n")
