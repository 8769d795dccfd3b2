"""The pictures of the guide, from real pages: `python -m tests.office.take_pictures` writes docs/images/window-*.png."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from selenium.webdriver import Chrome
from selenium.webdriver.support.ui import WebDriverWait

from tests.office import draft_rules
from tests.office.browser import browser
from tests.office.client import ROOT, Client, Window
from tests.office.district_workbook import district_workbook
from tests.office.invented_plan import word_plan
from tests.office.ledger_files import HEAD, send, table, take
from tests.office.test_entry_journey import values
from tests.office.test_simulating import simulated

IMAGES = ROOT / "docs" / "images"
FIGURES = (
    ("城阳区", "床位使用率", "74%", "2024-03-31", "住院结算数据", "张三", "2026-12-31"),
    ("崂山区", "床位使用率", "81%", "2024-03-31", "住院结算数据", "张三", "2026-12-31"),
    ("青岛市", "医疗费用增长率", "5%", "2023", "结算年报", "张三", ""),
)
FRAME = {
    "编号": "QD-2024-018", "事项": "新增购买住院床位", "日期": "2024-05-01", "名称": "示例医院", "类型": "综合医院", "所在地": "胶州市",
}  # fmt: skip
PICTURES = {
    "todo": ("/", 620), "batch": ("/batch/1", 768), "case": ("/case/1", 768), "clauses": ("/ask?words=城阳区 民办养老院 新增院护床位&as_of=2024-05-01", 768),
    "clause": ("/doc/qingdao-2023-18-medical/3.1.p2", 700), "ledger": ("/ledger", 560), "correct": ("/case/6", 700),
    "review": ("/review/rule?id=qingdao-2023-18-medical/3.1.p2%23低使用率区域不新增床位", 720), "settle": ("/settle", 700),
}  # fmt: skip


def main() -> None:
    """Fill a window as a clerk would, and take a picture of each page."""
    window = Window(Path(tempfile.mkdtemp()))
    try:
        with browser() as driver:
            _take(window, driver)
    finally:
        window.close()
    take_rules()


def take_rules() -> None:
    """The page on which rules are written, with a fault in them."""
    corpus = Path(tempfile.mkdtemp())
    draft_rules.write(corpus, draft_rules.RULES.replace("事项 新增定点零售药店", "事项 新增定点药店"))
    with draft_rules.window_with(corpus, Path(tempfile.mkdtemp())) as window, browser() as driver:
        driver.get(window.address)
        driver.set_window_size(1366, 1000)
        driver.get(f"{window.base}/entry/{draft_rules.DOCUMENT}/rules")
        ready = "return document.body.dataset.checked && document.body.dataset.words"
        WebDriverWait(driver, 20).until(lambda d: d.execute_script(ready))
        driver.find_element("css selector", "#official [data-choose=p1]").click()
        time.sleep(0.5)
        driver.save_screenshot(str(IMAGES / "window-rules.png"))


def _take(window: Window, driver: Chrome) -> None:
    driver.get(window.address)
    cookie = driver.get_cookies()[0]
    client = Client(window, enter=False)
    client.adopt(cookie["name"], cookie["value"])
    take(client, send(client, table(HEAD, *FIGURES)))
    client.upload("区市报送.xlsx", district_workbook(markup=False))
    draft = client.post("/judge/new", client.get("/judge/new").form("/judge/new") | FRAME)
    hidden = client.get("/compare").form("/compare/begin")
    fields = hidden | {"name": ["青岛市", "河南省"], "matter": "新增定点零售药店", "as_of": "2025-12-01"}
    comparison = client.post("/compare/begin", fields)  # type: ignore[arg-type]
    for _ in range(240):
        if "一句话的回答" in client.get(comparison.address).text:
            break
        time.sleep(0.5)
    simulation = simulated(client)
    enter_plan(client)
    for name, (path, height) in {
        **PICTURES,
        "entry": ("/entry", 860),
        "entry-publish": ("/entry/weifang-2026-9/publish", 860),
        "form": (draft.address, 768),
        "comparison": (comparison.address, 700),
        "simulation": (simulation.address, 900),
    }.items():
        driver.set_window_size(1366, height)
        driver.get(window.base + path)
        driver.save_screenshot(str(IMAGES / f"window-{name}.png"))


def enter_plan(client: Client) -> None:
    """Bring an invented plan in, as far as its signatures."""
    form = client.get("/entry").form("/entry/send")
    client.send("/entry/send", {**form, "region": "潍坊市", "document": "weifang-2026-9"}, "规划.docx", word_plan())
    address = "/entry/weifang-2026-9/received"
    client.post(address, {**values(client.get(address), address), "by": "张三"})


if __name__ == "__main__":
    main()
