"""A case in a real browser: taken in, accepted, proposed, signed, served; each new page by axe-core."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.casework.test_proposals_and_plans import png
from tests.office.browser import browser, needed
from tests.office.case_files.course import HOLIDAYS, PLANS, TERMS
from tests.office.client import Client, Window
from tests.office.test_browser import violations
from tests.office.test_to_a_final_letter import FRAME


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Window, Chrome]]:
    needed()
    window = Window(tmp_path_factory.mktemp("window"))
    try:
        with browser() as driver:
            driver.get(window.address)
            cookie = driver.get_cookies()[0]
            client = Client(window, enter=False)
            client.adopt(cookie["name"], cookie["value"])
            draft = client.post("/judge/new", client.get("/judge/new").form("/judge/new") | FRAME)
            answer = {"answer": "74%", "as_at": "2024-03-31", "origin": "本局查询", "source": "住院结算数据"}
            draft = client.post(draft.address, draft.form(f'{draft.address}"') | answer)
            assert client.post(f"{draft.address}/finish", draft.form(f"{draft.address}/finish")).address == "/case/1"
            for kind, text in (("期限", TERMS), ("节假日", HOLIDAYS), ("受理计划", PLANS)):
                form = client.get("/files/tables").form("/files/tables/send") | {
                    "kind": kind,
                    "text": text,
                    "key": kind,
                }
                assert client.post("/files/tables/send", form).status == 200
            yield window, driver
    finally:
        window.close()


def click(driver: Chrome, element: WebElement) -> None:
    """Click on something in the middle of the screen."""
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    element.click()


def send(driver: Chrome, button: WebElement) -> None:
    """Click on a button and wait for the page that it leads to."""
    before = driver.find_element(By.TAG_NAME, "html")
    click(driver, button)
    # While the page changes, the browser may answer that a part of neither page is asked for.
    WebDriverWait(driver, 60, ignored_exceptions=(WebDriverException,)).until(staleness_of(before))


def act(driver: Chrome, step: str, **filled: str) -> None:
    """Open the form of a step, fill it in and send it."""
    summary = next(s for s in driver.find_elements(By.CSS_SELECTOR, "#steps summary") if s.text == step)
    form = summary.find_element(By.XPATH, "..")
    if form.get_attribute("open") is None:
        click(driver, summary)
    for name, value in filled.items():
        fields = form.find_elements(By.CSS_SELECTOR, f"[name$='{name}']")
        if fields[0].get_attribute("type") == "radio":
            click(driver, next(f for f in fields if f.get_attribute("value") == value))
        elif fields[0].tag_name == "select":
            Select(fields[0]).select_by_value(value)
        else:
            fields[0].clear()
            fields[0].send_keys(value)
    send(driver, form.find_element(By.CSS_SELECTOR, "button.primary"))


def test_a_case_is_taken_in_decided_and_served_on_pages_without_fault(
    desk: tuple[Window, Chrome], tmp_path: object
) -> None:
    window, driver = desk
    driver.get(f"{window.base}/case/1")
    send(driver, driver.find_element(By.LINK_TEXT, "收件立案"))
    assert violations(driver) == []
    driver.find_element(By.NAME, "评审批次").send_keys("第一批")
    send(driver, driver.find_element(By.CSS_SELECTOR, "main button.primary"))
    assert "收件2024-1" in driver.title
    assert violations(driver) == []
    act(driver, "受理", 办理日期="2024-05-06")
    # On the day of the test another law holds than on that of receipt.
    reason = driver.find_element(By.NAME, "适用日期理由")
    click(driver, driver.find_element(By.CSS_SELECTOR, "input[name='适用日期'][value='2024-05-01']"))
    reason.send_keys("申请在规划期内收到")
    send(driver, driver.find_element(By.XPATH, "//button[contains(., '选定')]"))
    act(driver, "拟办", 处理="不予", 例外="否", 例外理由="没有应予例外的情形")
    assert "签署中" in driver.page_source, driver.find_element(By.TAG_NAME, "main").text
    assert violations(driver) == []
    act(driver, "签发", 意见="同意")
    assert "已签发" in driver.page_source
    act(driver, "送达", 送达方式="")
    assert "没有提交，填写的内容都还在" in driver.page_source
    assert violations(driver) == []
    act(driver, "送达", 送达方式="直接送达", 签收人="收发室", 回证编号="回1")
    assert "已送达" in driver.page_source
    assert "不作为任何人的签署" in driver.page_source
    click(driver, driver.find_element(By.XPATH, "//summary[contains(., '收存一份材料')]"))
    picture = window.data.parent / "北门.png"
    picture.write_bytes(png())
    driver.find_element(By.NAME, "file").send_keys(str(picture))
    driver.find_element(By.NAME, "题名").send_keys("现场照片（北门）")
    Select(driver.find_element(By.NAME, "来源类型")).select_by_value("现场核查")
    send(driver, driver.find_element(By.XPATH, "//button[text()='收存']"))
    assert "证据1" in driver.page_source
    assert violations(driver) == []


@pytest.mark.parametrize(
    "path",
    [
        "/files",
        "/files?due=逾期",
        "/files/new",
        "/files/tables",
        "/files/plans",
        "/files/batch?name=第一批",
        "/file/1/receipt?form=html",
        "/",
    ],
)
def test_axe_finds_no_fault_on_the_pages_of_cases(desk: tuple[Window, Chrome], path: str) -> None:
    window, driver = desk
    driver.get(window.base + path)
    assert violations(driver) == []
    assert driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
