"""按句式写 in a real browser: an officer clicks through the form of every normative sentence of an invented plan, and saves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.office.browser import browser, needed
from tests.office.client import Client, Window
from tests.office.test_entry_by_form import CHOSEN, RULES, prepared, rules_of, with_natures


def patient(driver: Chrome) -> WebDriverWait[Chrome]:
    return WebDriverWait(driver, 30, ignored_exceptions=[StaleElementReferenceException, NoSuchElementException])


@pytest.fixture(scope="module")
def opened(window: Window) -> Iterator[Chrome]:
    needed()
    with browser() as driver:
        driver.get(window.address)
        cookie = driver.get_cookies()[0]
        client = Client(window, enter=False)
        client.adopt(cookie["name"], cookie["value"])
        prepared(client)
        with_natures(client)
        yield driver


def ready(driver: Chrome) -> None:
    patient(driver).until(
        lambda d: d.execute_script("return document.body.dataset.checked && document.body.dataset.words")
    )


def click(driver: Chrome, element: WebElement) -> None:
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    element.click()


def fill(driver: Chrome, name: str, value: object) -> None:
    """Fill a field of the form as it is: a choice, boxes, or a line."""
    values = [value] if isinstance(value, str) else [str(v) for v in value]  # type: ignore[attr-defined]
    fields = driver.find_elements(By.NAME, f"f_{name}")
    assert fields, name
    if fields[0].tag_name == "select":
        Select(fields[0]).select_by_value(values[0])
    elif fields[0].get_attribute("type") == "checkbox":
        for box in fields:
            if (box.get_attribute("value") in values) != box.is_selected():
                click(driver, box)
        assert {b.get_attribute("value") for b in fields if b.is_selected()} == set(values), name
    else:
        fields[0].send_keys(values[0])


def written(driver: Chrome, window: Window, clause: str) -> bool:
    """Write one clause by its form and save with the keyboard; whether it was taken."""
    shape, chosen = CHOSEN[clause]
    driver.get(window.base + RULES)
    ready(driver)
    click(driver, driver.find_element(By.CSS_SELECTOR, f'button[name=clause][value="{clause}"]'))
    patient(driver).until(lambda d: d.find_elements(By.CSS_SELECTOR, f'button[name=shape][value="{shape}"]'))
    ready(driver)
    selected = f'button[name=shape][value="{shape}"][aria-pressed]'
    if not driver.find_elements(By.CSS_SELECTOR, selected):
        click(driver, driver.find_element(By.CSS_SELECTOR, f'button[name=shape][value="{shape}"]'))
        patient(driver).until(lambda d: d.find_elements(By.CSS_SELECTOR, selected))
        ready(driver)
    for name, value in {**chosen, "whole": "yes"}.items():
        fill(driver, name, value)
    click(driver, driver.find_element(By.CSS_SELECTOR, "button[name=action][value=write]"))
    patient(driver).until(
        lambda d: d.find_elements(By.ID, "done") or d.find_elements(By.CSS_SELECTOR, "#form .note.bad")
    )
    if not driver.find_elements(By.ID, "done"):
        return False
    ready(driver)
    telling = str(chosen["name"]) if shape == "义务" else "申请"  # what it says stands beside it before it is saved
    patient(driver).until(lambda d: telling in d.find_element(By.CSS_SELECTOR, f'[id="r-{clause}"]').text)
    driver.execute_script("arguments[0].focus()", driver.find_element(By.CSS_SELECTOR, ".cm-content"))
    ActionChains(driver).key_down(Keys.CONTROL).send_keys("s").key_up(Keys.CONTROL).perform()
    patient(driver).until(lambda d: "已保存" in d.find_element(By.ID, "kept").text)
    assert "还没有保存" not in driver.find_element(By.TAG_NAME, "body").text
    return True


def test_every_normative_sentence_is_written_in_the_browser(opened: Chrome, window: Window) -> None:
    assert [clause for clause in CHOSEN if not written(opened, window, clause)] == []
    opened.get(window.base + RULES)
    ready(opened)
    state = opened.find_element(By.ID, "state").text
    assert "没有错误" in state, rules_of(window)
    assert "待写0条" in state
