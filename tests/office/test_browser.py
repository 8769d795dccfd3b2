"""The window in a real browser: every page by axe-core, by keyboard, without scripts, with no request to another host."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.office import test_mapping as mapping
from tests.office.browser import AXE, browser, needed
from tests.office.client import ROOT, Client, Window
from tests.office.district_workbook import district_workbook
from tests.office.ledger_files import HEAD, send, table, take
from tests.office.test_registers import BAD, sent
from tests.office.test_simulating import simulated
from tests.register.test_simulate import APPLICATIONS, FIGURES

sys.path.append(str(ROOT / "tests" / "versions"))
sys.path.append(str(ROOT / "tests" / "own_corpus"))

from made_corpus import CITY, plan, put

FRAME = {
    "编号": "A-1", "事项": "新增购买住院床位", "日期": "2024-05-01", "名称": "甲医院", "类型": "综合医院", "所在地": "胶州市",
}  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Filled:
    """A window with something on every page, entered by a browser."""

    def __init__(self, window: Window, driver: Chrome) -> None:
        self.window, self.driver = window, driver
        driver.get(window.address)
        cookie = driver.get_cookies()[0]
        self.client = Client(window, enter=False)
        self.client.adopt(cookie["name"], cookie["value"])
        assert self.client.upload("区市报送.xlsx", district_workbook()).address == "/batch/1"
        other = table(mapping.HEAD, *mapping.ROWS, title="申请")
        assert self.client.upload("表头不同.xlsx", other).address == "/batch/2"
        waiting = send(self.client, table(HEAD, ("崂山区", "床位使用率", "81%", "2024-03-31", "结算", "张三", None)))
        assert waiting.address == "/ledger/import/1"
        assert simulated(self.client).address == "/simulate/1"
        assert sent(self.client, (APPLICATIONS + BAD).encode()).address == "/register/1"
        begun = self.client.post("/judge/new", self.client.get("/judge/new").form("/judge/new") | FRAME)
        assert begun.address == "/judge/draft/1"

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
    "/", "/settle", "/settle/bureau", "/ask", "/ask?words=城阳区 民办养老院 新增院护床位", "/ask?region=乌有区&kind=零售药店",
    "/search?q=药店距离", "/search?q=床位使用率低怎么办", "/doc", "/doc/qingdao-2023-18-medical", "/doc/binzhou-2022", "/doc/qingdao-2023-18-medical/3.1.p2",
    "/judge", "/judge?text=CY", "/judge/new", "/batch/1", "/batch/1?outcome=bad", "/batch/2", "/batch/2/mapping", "/case/1", "/case/6", "/case/7/edit", "/case/7",
    "/todo/step?step=例外考量", "/ledger", "/ledger/new", "/ledger/new?section=认定", "/ledger/register", "/ledger/import/1",
    "/judge/draft/1", "/compare", "/compare/topics?name=青岛市&name=河南省", "/review", "/review/readings",
    "/review/rule?id=qingdao-2023-18-medical/3.1.p2%23低使用率区域不新增床位",
    "/review/reading?document=qingdao-2023-18-medical&name=市本级三区", "/record", "/record?since=昨天", "/record/2", "/statistics", "/statistics?month=昨天",
    "/tokens", "/simulate", "/simulate/1", "/simulate/new?kind=number&clause=qingdao-2023-18-medical/3.1.p2&value=70%25",
    "/simulate/new?kind=number&clause=qingdao-2023-18-medical/3.1.p1.s1&value=8", "/register", "/register/1", "/register/1?place=乌有区",
    "/register/1/faults", "/register/1/row/0", "/nothing",
)  # fmt: skip


def violations(driver: Chrome) -> list[tuple[str, list[str]]]:
    """What axe-core finds on the page that is open."""
    # The rules of the page forbid scripts of others; the debugger of the browser may run one all the same.
    driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    driver.refresh()
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    script = "const done = arguments[arguments.length - 1]; axe.run(document, {runOnly: arguments[0]}).then(r => done(r.violations))"
    listed = driver.execute_async_script(script, RULES)
    driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})
    return [(v["id"], [n["html"][:160] for n in v["nodes"]][:4]) for v in listed]


def test_axe_would_find_faults(filled: Filled) -> None:
    driver = filled.open("/settle/bureau")
    assert violations(driver) == []
    driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    driver.refresh()
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    driver.execute_script(
        "document.documentElement.removeAttribute('lang'); document.querySelector('main label').remove()"
    )
    script = "const done = arguments[arguments.length - 1]; axe.run(document, {runOnly: arguments[0]}).then(r => done(r.violations))"
    assert {"html-has-lang", "label"} <= {v["id"] for v in driver.execute_async_script(script, RULES)}
    driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_fault_of_wcag_2_2_aa(filled: Filled, path: str) -> None:
    driver = filled.open(path)
    assert ("没有这一页" in driver.title) is (path == "/nothing")
    assert violations(driver) == []


def test_the_page_that_says_what_keeps_a_letter_open_has_no_fault_either(filled: Filled) -> None:
    driver = filled.open("/case/1")
    driver.find_element(By.CSS_SELECTOR, '#letters button[formaction="/case/1/final"]').click()
    until(driver, lambda d: "还不能出具" in d.title)
    assert violations(driver) == []
    assert "还不能出具" in driver.title
    assert driver.find_elements(By.CSS_SELECTOR, 'form[action="/case/1/letter"] button'), "a draft all the same"


WIDE = (
    "/", "/batch/1", "/case/1", "/doc", "/doc/binzhou-2022", "/judge/new", "/compare", "/ledger", "/review/readings",
    "/record", "/statistics", "/tokens", "/compare/topics?name=青岛市&name=河南省", "/simulate", "/simulate/1",
    "/register", "/register/1", "/register/1/faults", "/register/1/row/0",
)  # fmt: skip


@pytest.mark.parametrize("path", WIDE)
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_nothing_is_wider_than_the_screen(filled: Filled, path: str, size: tuple[int, int]) -> None:
    filled.driver.set_window_size(*size)
    driver = filled.open(path)
    assert driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
    cut = "return [...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    assert driver.execute_script(cut) == 0, "no table is cut off either"
    split = "return [...document.querySelectorAll('td .tag, .button')].filter(e => e.textContent.trim().length > 1 && e.offsetWidth < 26).length"
    assert driver.execute_script(split) == 0, "no label stands in a column of single characters"


def test_rules_that_changed_and_what_is_set_aside_are_told_on_pages_without_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed()
    put(tmp_path / "规则库", plan() | plan(id_="weifang-broken"))
    rules = tmp_path / "规则库" / CITY / "weifang-broken" / "2026-01-01" / "rules.tiao"
    rules.write_text(rules.read_text(encoding="utf-8").replace("60%", "六成"), encoding="utf-8")
    monkeypatch.setenv("TIAOLI_CORPUS", str(tmp_path / "规则库"))
    window = Window(tmp_path / "data")
    try:
        with browser() as driver:
            driver.get(window.address)
            for path in ("/doc", "/settle", "/"):
                driver.get(window.base + path)
                assert "搁置1项" in driver.find_element(By.TAG_NAME, "footer").text
                assert violations(driver) == []
            driver.get(window.base + "/doc#aside")
            assert "第7行" in driver.find_element(By.ID, "aside").text, "where the fault stands, in words"
            assert driver.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
    finally:
        window.close()


def test_no_page_asks_another_host_or_breaks_its_own_rules(filled: Filled) -> None:
    for path in PAGES[:-1]:
        filled.open(path)
    requests = [
        m["params"]["request"]["url"]
        for entry in filled.driver.get_log("performance")
        if (m := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSent"
    ]
    hosts = {urlsplit(u).hostname for u in requests if u.startswith("http")}
    assert hosts == {"127.0.0.1"}
    messages = [e["message"] for e in filled.driver.get_log("browser")]
    assert [m for m in messages if "Content Security Policy" in m] == []


def test_a_form_is_taken_again_after_a_reload_though_no_referrer_is_named(filled: Filled) -> None:
    driver = filled.open("/settle/bureau")
    driver.get_log("performance")
    driver.find_element(By.NAME, "地区").send_keys("乌有区")
    driver.find_element(By.CSS_SELECTOR, "main form button").click()
    until(driver, lambda d: "乌有区" in d.find_element(By.CSS_SELECTOR, ".error").text)
    driver.refresh()
    until(driver, lambda d: "乌有区" in d.find_element(By.CSS_SELECTOR, ".error").text)
    sent = [
        {k.lower(): v for k, v in m["params"]["headers"].items()}
        for entry in driver.get_log("performance")
        if (m := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSentExtraInfo"
    ]
    forms = [h for h in sent if "origin" in h]
    assert [(h["origin"], h["sec-fetch-site"]) for h in forms] == [("null", "same-origin")] * 2
    assert not [h for h in sent if "referer" in h]


def test_a_name_with_markup_runs_nothing(filled: Filled) -> None:
    driver = filled.open("/batch/1")
    assert "<script>alert(1)</script>大药房" in driver.find_element(By.TAG_NAME, "table").text
    assert driver.execute_script("return document.querySelectorAll('script').length") == 0


def until(driver: Chrome, holds: Callable[[Chrome], bool]) -> None:
    """Wait until something holds of the page; a machine that is busy takes a while to load one."""
    gone = [NoSuchElementException, StaleElementReferenceException]
    WebDriverWait(driver, 40, ignored_exceptions=gone).until(holds)


def focus_on(driver: Chrome, css: str, most: int = 120) -> None:
    """Go on by the tab key until an element has the focus, which must be seen."""
    for _ in range(most):
        # By the keyboard itself: what is sent to a field for files is taken for the name of one.
        ActionChains(driver).send_keys(Keys.TAB).perform()
        element = driver.switch_to.active_element
        if driver.execute_script("return arguments[0].matches(arguments[1])", element, css):
            assert driver.execute_script("return getComputedStyle(arguments[0]).outlineStyle", element) != "none"
            return
    raise AssertionError(f"no way by keyboard to {css}")


def test_an_application_is_written_and_judged_by_keyboard_alone(filled: Filled) -> None:
    driver = filled.open("/judge/new")
    driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    assert driver.switch_to.active_element.text == "跳到正文"
    for name, text in (
        ("编号", "K-1"),
        ("日期", None),
        ("事项", "新增购买住院床位"),
        ("名称", "键盘医院"),
        ("类型", "综合医院"),
        ("所在地", "城阳区"),
    ):
        focus_on(driver, f"[name={name}]")
        element = driver.switch_to.active_element
        if element.tag_name == "select":
            Select(element).select_by_value(text or "")
        elif text is None:
            element.send_keys(Keys.CONTROL, "a")
            element.send_keys("2024-05-01")
        else:
            element.send_keys(text)
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(driver, lambda d: "城阳区床位使用率" in d.find_element(By.ID, "q").text)
    focus_on(driver, "[name=answer]")
    driver.switch_to.active_element.send_keys("74%")
    focus_on(driver, "[name=as_at]")
    driver.switch_to.active_element.send_keys("2024-03-31", Keys.ENTER)
    until(driver, lambda d: d.find_element(By.ID, "q").text != "城阳区床位使用率")
    focus_on(driver, "form[action$=finish] button")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(driver, lambda d: "原则上不予新增" in d.title)
    focus_on(driver, "a.num[href='#c1']")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(driver, lambda d: d.current_url.endswith("#c1"))


def test_a_clause_is_looked_up_by_keyboard_alone(filled: Filled) -> None:
    driver = filled.open("/ask")
    focus_on(driver, "[name=words]")
    driver.switch_to.active_element.send_keys("城阳区 民办养老院 新增院护床位", Keys.ENTER)
    until(driver, lambda d: "起决定作用的条款" in d.find_element(By.ID, "main").text)
    focus_on(driver, "main a[href^='/doc/qingdao']")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(driver, lambda d: "/doc/qingdao" in d.current_url)
    assert "官方原文" in driver.find_element(By.ID, "main").text


def test_a_value_is_entered_and_taken_and_a_reading_confirmed_by_keyboard_alone(filled: Filled) -> None:
    driver = filled.open("/ledger/new?section=指标&name=床位使用率")
    for name, text in (
        ("地区", "胶州市"),
        ("数值", "71%"),
        ("时点", "2024-03-31"),
        ("来源", "结算"),
        ("确认人", "张三"),
    ):
        focus_on(driver, f"[name={name}]")
        driver.switch_to.active_element.send_keys(text)
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(driver, lambda d: "采用以前" in d.find_element(By.TAG_NAME, "h1").text)
    focus_on(driver, "form[action$=take] button")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(driver, lambda d: "胶州市" in d.find_element(By.ID, "main").text and d.current_url.endswith("/ledger"))
    filled.open("/review/reading?document=qingdao-2023-18-medical&name=市本级三区")
    focus_on(driver, "[name=by]")
    driver.switch_to.active_element.send_keys("王法制")
    focus_on(driver, "button[value=confirm]")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(driver, lambda d: "王法制" in d.find_element(By.ID, "main").text)


def test_a_register_is_simulated_by_keyboard_alone(filled: Filled, tmp_path: Path) -> None:
    """From the number to the verdicts before and after of one that flips, and nothing on the way that only a mouse opens."""
    register = tmp_path / "名册.csv"
    register.write_text(APPLICATIONS, encoding="utf-8")
    figures = tmp_path / "指标.csv"
    figures.write_text(FIGURES, encoding="utf-8")
    driver = filled.open("/simulate")
    focus_on(driver, "#clause")
    Select(driver.find_element("css selector", "#clause")).select_by_value("qingdao-2023-18-medical/3.1.p2")
    focus_on(driver, "#value")
    driver.switch_to.active_element.send_keys("70%", Keys.ENTER)
    until(driver, lambda d: "放名册" in d.title)
    driver.find_element("css selector", "#register").send_keys(str(register))
    driver.find_element("css selector", "#indicators").send_keys(str(figures))
    focus_on(driver, "main form button.primary")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(driver, lambda d: "谁的结论不同" in d.page_source)
    focus_on(driver, "details summary")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    opened = driver.find_element("css selector", "details[open]").text
    assert "现行规则" in opened
    assert "假设" in opened
    assert driver.find_element("css selector", ".across").value_of_css_property("display") == "none"
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert driver.find_element("css selector", ".across").value_of_css_property("display") == "block"
    assert driver.find_element("css selector", "p.watermark").is_displayed()
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_register_is_judged_and_a_row_told_by_keyboard_alone(filled: Filled, tmp_path: Path) -> None:
    """From 研判 to the reasons of one row: the file, its counts, a filter, the row, the official text."""
    register = tmp_path / "名册.csv"
    register.write_text(APPLICATIONS, encoding="utf-8")
    figures = tmp_path / "指标.csv"
    figures.write_text(FIGURES, encoding="utf-8")
    driver = filled.open("/judge")
    focus_on(driver, "main a[href='/register']")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(driver, lambda d: d.title.startswith("名册"))
    driver.find_element("css selector", "#register").send_keys(str(register))
    driver.find_element("css selector", "#indicators").send_keys(str(figures))
    focus_on(driver, "main form button.primary")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(driver, lambda d: "研判4份" in d.find_element(By.ID, "main").text)
    focus_on(driver, "#t")
    driver.switch_to.active_element.send_keys("乙医院", Keys.ENTER)
    until(driver, lambda d: "甲-1" not in d.find_element(By.CSS_SELECTOR, "main tbody").text)
    focus_on(driver, "main a[href*='/row/1']")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(driver, lambda d: "甲-2 · 新增购买住院床位" in d.find_element(By.TAG_NAME, "h1").text)
    assert "即墨区床位使用率为70%" in driver.find_element(By.ID, "main").text
    focus_on(driver, "a.num[href='#c1']")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(driver, lambda d: d.current_url.endswith("#c1"))


def test_a_letter_is_saved_by_keyboard_alone(filled: Filled, tmp_path: Path) -> None:
    driver = filled.open("/case/1")
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    focus_on(driver, "#letters button[value=docx]", 200)
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    until(driver, lambda _: any(p.suffix == ".docx" for p in tmp_path.iterdir()))
    (letter,) = tmp_path.glob("*.docx")
    assert letter.read_bytes()[:2] == b"PK"
    assert letter.name.startswith("CY-001"), "the file has the number of the case"


def test_a_file_is_chosen_by_keyboard_in_a_field_with_chinese_words_that_takes_what_is_dropped(
    filled: Filled, tmp_path: Path
) -> None:
    driver = filled.open("/judge")
    focus_on(driver, "#file")
    whole = driver.find_element(By.CSS_SELECTOR, ".drop")
    chosen = driver.find_element(By.ID, "file")
    assert chosen.size["height"] >= whole.size["height"] - 6, "a click or a file anywhere in the field"
    assert "选择文件" in whole.text
    assert "没有选文件" in whole.text
    button = "return getComputedStyle(arguments[0], '::file-selector-button').display"
    assert driver.execute_script(button, chosen) == "none", "the browser's own words, in its own language"
    file = tmp_path / "区市报送.xlsx"
    file.write_bytes(district_workbook())
    chosen.send_keys(str(file))
    assert "没有选文件" not in whole.text
    assert driver.execute_script("return getComputedStyle(arguments[0]).color", chosen) != "rgba(0, 0, 0, 0)"


def test_grounds_and_words_lead_to_each_other_without_scripts(tmp_path: Path) -> None:
    needed()
    window = Window(tmp_path)
    try:
        with browser(scripts=False) as driver:
            page = Filled(window, driver)
            take(
                page.client,
                send(page.client, table(HEAD, ("城阳区", "床位使用率", "74%", "2024-03-31", "结算", "张三", None))),
            )
            page.open("/case/1")
            driver.find_element(By.CSS_SELECTOR, "a.num[href='#c1']").click()
            assert driver.find_element(By.ID, "c1").is_displayed()
            driver.find_element(By.CSS_SELECTOR, "#c1 a.num").click()
            assert driver.current_url.endswith("#p1")
            page.open("/judge")
            file = tmp_path / "区市报送.xlsx"
            file.write_bytes(district_workbook())
            driver.find_element(By.ID, "file").send_keys(str(file))
            driver.find_element(By.CSS_SELECTOR, "form[action='/judge/send'] button").click()
            until(driver, lambda d: "共9份" in d.find_element(By.CLASS_NAME, "lead").text)
            driver.find_element(By.PARTIAL_LINK_TEXT, "有错未研判").click()
            until(driver, lambda d: d.current_url.endswith("outcome=bad"))
            driver.find_element(By.LINK_TEXT, "CY-009").click()
            until(driver, lambda d: "更正" in d.title)
            field = driver.find_element(By.NAME, "p:日期")
            field.clear()
            field.send_keys("2024-05-09")
            driver.find_element(By.CSS_SELECTOR, "form[action$='/edit'] button").click()
            until(driver, lambda d: "原则上不予新增" in d.title)
    finally:
        window.close()
