"""How fast the window answers with 5,000 applications in it. Run with `pytest tests/benchmarks/test_window.py --benchmark-enable`.

Budgets: the first page 5 s after the first start, migrations included, 2 s later; a verdict's page at most 15 times the interpreter's
own time on the server and 100 ms at the 95th percentile on an idle machine; a document's page the same. Medians of five runs;
the processor time of the server stands beside the clock, and the machine's load beside both: on a machine that others use, only
the processor time says what a page costs. The ratio to the interpreter is that of one application to the same application, opened
for the first time and again, without readings and with those that the page shows. Nothing here fails by the clock; without the
option a tenth is tried.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.judge import judge
from reasoner.model.application import Application
from tests.office.client import Client, Page, Window

MATTERS = (
    ("新增购买住院床位", "综合医院"), ("新增定点零售药店", "零售药店"), ("新增居家照护定点", "护理站"), ("新增购买院护床位", "养老机构"),
)  # fmt: skip
PLACES = ("城阳区", "崂山区", "即墨区", "黄岛区", "胶州市", "平度市", "莱西市")
PAGES = (
    "/",
    "/judge",
    "/batch/1",
    "/case/17",
    "/case/400",
    "/doc/qingdao-2023-18-medical",
    "/doc/binzhou-2022",
    "/ledger",
    "/settle",
)
RUNS, EACH = 5, 20


def applications(number: int) -> list[dict[str, object]]:
    """Applications on several matters, some with their figures, some without."""
    made: list[dict[str, object]] = []
    for index in range(number):
        matter, kind = MATTERS[index % len(MATTERS)]
        facility = {"名称": f"机构{index}", "类型": kind, "所在地": PLACES[index % len(PLACES)]}
        facts: dict[str, object] = {"床位数": 10 + index % 190} if "床位" in matter else {}
        if "住院" in matter:
            facts["床位类别"] = "综合"
        if index % 3 and kind == "零售药店":
            facts["步行15分钟内同类型定点机构数"] = index % 4
        made.append({"编号": f"N{index:05d}", "事项": matter, "日期": "2024-05-01", "机构": facility, **facts})
    return made


def ended(client: Client, page: Page) -> None:
    """Wait for work in the background."""
    for _ in range(600):
        if 'http-equiv="refresh"' not in page.text:
            assert "份与以前不同" in page.text
            return
        time.sleep(0.2)
        page = client.get(page.address)
    raise AssertionError(page.text)


def cost(window: Window, call: Callable[[], object]) -> float:
    """The processor time of a window for a call."""
    before = window.processor_seconds()
    call()
    return window.processor_seconds() - before


class Ratio(NamedTuple):
    """What a verdict's page costs beside the interpreter on the same application, in seconds of the processor."""

    first: float
    again: float
    own: float
    with_readings: float


def own_seconds(call: Callable[[], object]) -> float:
    """The processor time of a call here."""
    start = time.thread_time()
    call()
    return time.thread_time() - start


def ratio(client: Client, window: Window, number: int, read: Application) -> Ratio:
    """What the page of a case costs that was not opened before. Page and interpreter take turns, so that both meet the same machine."""
    first = cost(window, lambda: client.get(f"/case/{number}"))
    again, own, readings = [], [], []
    for _ in range(7):
        again.append(cost(window, lambda: client.get(f"/case/{number}")))
        own.append(own_seconds(lambda: judge(rule_base(), read)))
        readings.append(own_seconds(lambda: with_readings(rule_base(), read, judge(rule_base(), read))))
    return Ratio(first, *map(statistics.median, (again, own, readings)))


def told(ratios: list[Ratio]) -> Iterator[str]:
    """The ratios of one kind of application, the median and the worst."""
    for name, page in (("for the first time", [r.first for r in ratios]), ("again", [r.again for r in ratios])):
        of_own = sorted(p / r.own for p, r in zip(page, ratios, strict=True))
        of_all = sorted(p / r.with_readings for p, r in zip(page, ratios, strict=True))
        yield (
            f"  opened {name}: {1000 * statistics.median(page):.2f} ms of the processor, {statistics.median(of_own):.1f} times the "
            f"interpreter (at most {of_own[-1]:.1f}), {statistics.median(of_all):.1f} times with readings (at most {of_all[-1]:.1f})"
        )


def at_rest(window: Window) -> None:
    """Wait until a window does nothing more by itself."""
    for _ in range(60):
        before = window.processor_seconds()
        time.sleep(0.5)
        if window.processor_seconds() - before < 0.01:
            return


def first_of_all(data: Path) -> Iterator[str]:
    """What the first pages of their kind cost after a start, when what pages share has been made in the background."""
    window = Window(data)
    try:
        client = Client(window)
        client.get("/")
        at_rest(window)
        for path in ("/case/17", "/case/18", "/doc/qingdao-2023-18-medical", "/doc/binzhou-2022", "/batch/1", "/judge"):
            first = cost(window, lambda p=path: client.get(p))  # type: ignore[misc]
            again = cost(window, lambda p=path: client.get(p))  # type: ignore[misc]
            yield f"  {path} after a start {1000 * first:.1f} ms of the processor, again {1000 * again:.1f} ms"
    finally:
        window.close()


def seconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def test_pages_of_a_loaded_window(
    tmp_path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = bool(request.config.getoption("benchmark_enable", False))
    listed = applications(5000 if whole else 500)
    figures = [
        {"地区": p, "名称": "床位使用率", "数值": f"{70 + i}%", "时点": "2024-03-31"} for i, p in enumerate(PLACES)
    ]
    content = json.dumps({"申请": listed, "指标": figures}).encode()
    lines = []

    def first_page() -> None:
        opened = Window(tmp_path / "data")
        try:
            assert Client(opened).get("/").status == 200
            lines.append(f"  of the processor {opened.processor_seconds():.2f} s")
        finally:
            opened.close()

    lines.append(f"first start to first page {seconds(first_page):.2f} s")
    lines.append(f"a later start {statistics.median(seconds(first_page) for _ in range(RUNS)):.2f} s")
    window = Window(tmp_path / "data")
    try:
        client = Client(window)
        lines.append(
            f"{len(listed)} applications judged and kept in {seconds(lambda: client.upload('很多.json', content)):.1f} s"
        )
        chosen = range(100, 200)
        reads = {n: reader().read({"申请": [listed[n - 1]], "指标": figures})[0] for n in chosen}
        ratios = {n: ratio(client, window, n, reads[n]) for n in chosen}
        for kind in range(len(MATTERS)):
            some = [r for n, r in ratios.items() if (n - 1) % len(MATTERS) == kind]
            middle = statistics.median(r.own for r in some), statistics.median(r.with_readings for r in some)
            lines.append(
                f"{MATTERS[kind][0]}: interpreter {1000 * middle[0]:.2f} ms, with readings {1000 * middle[1]:.2f} ms"
            )
            lines += told(some)
        first = sorted(seconds(lambda n=n: client.get(f"/case/{n}")) for n in range(200, 300))  # type: ignore[misc]
        lines.append(
            f"100 verdicts, each opened for the first time: median {1000 * first[50]:.1f} ms, 95th percentile {1000 * first[94]:.1f} ms"
        )
        for path in PAGES:
            before = window.processor_seconds()
            runs = [sorted(seconds(lambda p=path: client.get(p)) for _ in range(EACH)) for _ in range(RUNS)]  # type: ignore[misc]
            median = statistics.median(statistics.median(r) for r in runs)
            last = statistics.median(r[int(EACH * 0.95) - 1] for r in runs)
            used = (window.processor_seconds() - before) / (RUNS * EACH)
            lines.append(
                f"{path}: median {1000 * median:.1f} ms, 95th percentile {1000 * last:.1f} ms; processor {1000 * used:.1f} ms"
            )
            assert client.get(path).status == 200
        anew = client.post("/batch/1/anew", client.get("/batch/1").form("/batch/1/anew"))
        took = seconds(lambda: ended(client, anew))
        lines.append(f"all judged anew in {took:.1f} s; load of the machine {os.getloadavg()[0]:.1f}")
    finally:
        window.close()
    lines += first_of_all(tmp_path / "data")
    with capsys.disabled():
        print("", *lines, sep="\n")
