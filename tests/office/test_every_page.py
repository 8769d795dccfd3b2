"""Every page of an office with every role in a real browser: no page is wider than the screen, none shows a name of the program, and
none offers what its reader may not do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from selenium.webdriver import Chrome

from reasoner.casework.roles import CASE_ROLES, Role
from reasoner.office.rights import RIGHTS, allowed
from tests.office.browser import browser, needed
from tests.office.case_files.course import HOLIDAYS, PLANS, REFUSED, TERMS, matter_of
from tests.office.client import Client, Page
from tests.office.desks import form_of
from tests.office.team import LOGINS, NAMES, Office
from tests.office.test_reading_writes_nothing import addresses, fill

ADDRESSES: Final = (*addresses(), "/file/2", "/file/3", "/case/3", "/files/batch?name=第一批", "/no-such-page")
FILES: Final = re.compile(
    r"\.(xlsx|docx|zip|json|png|html)\b|^/(static|healthz|api)|/(source|file|receipt|package|sign-out|paper/1)$|/page$|^/found"
)
"""Addresses that answer a file, or nothing that is read."""


def step(client: Client, case: str, name: str, **given: str) -> Page:
    """Take a step of a case."""
    page = client.get(case)
    after = client.post(f"{case}/step", form_of(page, name) | given)
    assert after.status == 200, (name, after.errors)
    return after


def play(office: Office) -> None:
    """Two further cases: one is waiting for the second signature, one was decided, served and is being corrected."""
    handler = office.of(Role.HANDLER)
    for kind, text in (("期限", TERMS), ("节假日", HOLIDAYS), ("受理计划", PLANS)):
        form = handler.get("/files/tables").form("/files/tables/send") | {"kind": kind, "text": text, "key": kind}
        assert handler.post("/files/tables/send", form).status == 200
    for number in ("2", "3"):
        form = handler.get(f"/files/new?case={number}").form("/files/new")
        day = re.search(r'name="收到日期"[^>]*value="([^"]*)"', handler.get(f"/files/new?case={number}").text)
        assert day is not None
        received = {
            "case": number,
            "收到日期": day[1],
            "递交人": "申请单位",
            "收到的材料": "申请表",
            "评审批次": "第一批",
        }
        page = handler.post("/files/new", form | received)
        case = page.address.partition("#")[0]
        assert case == f"/file/{number}", page.errors
        step(handler, case, "受理")
        page = handler.get(case)
        if "选定" in page.text:
            form = form_of(page, "适用日期") | {"适用日期": day[1], "适用日期理由": "申请在规划期内收到"}
            page = handler.post(f"{case}/step", form)
        key = matter_of(page)
        values = REFUSED if f'name="{key}-例外"' in page.text else {"处理": "不予", "不一致理由": "另有安排"}
        step(handler, case, "拟办", **{f"{key}-{k}": v for k, v in values.items()})
        step(office.of(Role.REVIEWER), case, "复核", 意见="同意")
        if number == "2":
            continue
        step(office.of(Role.LEGAL), case, "法制复核", 意见="同意")
        step(office.of(Role.HEAD), case, "签发", 意见="同意")
        step(handler, case, "送达", 送达方式="直接送达", 签收人="收发室", 回证编号="回1")
        step(handler, case, "复议", 复议机关="某市人民政府", 请求="撤销决定")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office in which something of every kind is kept."""
    needed()
    opened = Office(tmp_path_factory.mktemp("office"))
    try:
        for role in sorted(CASE_ROLES):
            opened.open_account(LOGINS[role], NAMES[role], role)
        fill(opened)
        play(opened)
        yield opened
    finally:
        opened.close()


class Seen(NamedTuple):
    """A page as a browser has it."""

    role: Role
    address: str
    title: str
    words: str
    """What is visible, with what stands in fields and on buttons."""
    wide: int
    """By how much it is wider than the screen."""
    lines: int
    """In how many lines the main navigation and the tabs stand, and their words, at most."""
    cut: tuple[str, ...]
    """What is wider than the box in which it scrolls."""
    offers: tuple[tuple[str, str], ...]
    """The method and the address of every link and form."""


LOOK: Final = """
const all = (q) => [...document.querySelectorAll(q)];
const top = (e) => Math.round(e.getBoundingClientRect().top);
const lines = all('.top nav ul, ul.subnav').map(u => new Set([...u.children].map(top)).size);
const broken = all('.top nav a, ul.subnav a').filter(a => {
  const text = document.createRange();
  text.selectNodeContents(a);
  return text.getBoundingClientRect().height > 1.9 * parseFloat(getComputedStyle(a).fontSize);
});
const closed = all('details').filter(d => !d.open);
closed.forEach(d => d.open = true);
const named = all('[aria-label],[placeholder],[title]').map(e => [e.ariaLabel, e.placeholder, e.title].join(' '));
const words = [document.body.innerText, ...all('select option').map(o => o.textContent), ...named].join('\\n');
const wide = document.documentElement.scrollWidth - window.innerWidth;
const boxes = all('.scroll').filter(e => e.scrollWidth > e.clientWidth + 1);
const cut = boxes.map(e => `${(e.innerText || '').slice(0, 40)} ${e.scrollWidth} in ${e.clientWidth}`);
const links = all('a[href]').map(a => ['GET', a.getAttribute('href')]);
const forms = all('form').map(f => [f.method.toUpperCase(), f.getAttribute('action') || location.pathname]);
closed.forEach(d => d.open = false);
return [document.title, words, wide, Math.max(0, ...lines, ...broken.map(() => 2)), cut, links.concat(forms)];
"""


def look(driver: Chrome, role: Role, address: str) -> Seen:
    title, words, wide, lines, cut, offers = driver.execute_script(LOOK)
    return Seen(role, address, title, words, wide, lines, tuple(cut), tuple((m, a) for m, a in offers))


def enter(driver: Chrome, office: Office, role: Role) -> None:
    """Sign in by the cookie of a browser that did."""
    driver.get(f"{office.window.base}/sign-in")
    driver.delete_all_cookies()
    for cookie in office.again(LOGINS[role]).cookies:
        driver.add_cookie({"name": cookie.name, "value": cookie.value or "", "path": "/"})


def walk(driver: Chrome, office: Office, role: Role) -> Iterator[Seen]:
    """Every page, as a role sees it."""
    enter(driver, office, role)
    for address in ADDRESSES:
        if FILES.search(urlsplit(address).path) and "form=html" not in address:
            continue
        driver.get(office.window.base + quote(address, safe="/:?=&%#"))
        yield look(driver, role, address)


@pytest.fixture(scope="module")
def pages(office: Office) -> list[Seen]:
    """Every page with every role on a screen of 1366×768; what is refused is left out."""
    with browser(size=(1366, 768)) as driver:
        return [seen for role in Role for seen in walk(driver, office, role) if "这一页不归你办" not in seen.words]


def test_no_page_is_wider_than_a_small_screen_and_the_tabs_stand_in_one_line(pages: list[Seen]) -> None:
    assert len(pages) > 400
    assert {s.role for s in pages} == set(Role)
    assert [(s.role, s.address, s.wide) for s in pages if s.wide > 0] == []
    assert [(s.role, s.address, s.cut) for s in pages if s.cut] == [], "the last columns are off the screen"
    assert [(s.role, s.address, s.lines) for s in pages if s.lines > 1] == []


def routes() -> list[tuple[str, re.Pattern[str]]]:
    """Each address of the table, the plain ones first."""

    def pattern(route: str) -> re.Pattern[str]:
        parts = re.split(r"(<\w+:\w+>)", route)
        return re.compile(
            "".join(_PART.get(p[1:4], re.escape(p)) if p.startswith("<") else re.escape(p) for p in parts)
        )

    return sorted(((r, pattern(r)) for r in RIGHTS), key=lambda item: item[0].count("<"))


_PART: Final = {"int": "[0-9]+", "str": "[^/]+"}


def test_no_page_offers_what_its_reader_may_not_do(pages: list[Seen]) -> None:
    listed, wrong, tried = routes(), [], 0
    for seen in pages:
        for method, address in seen.offers:
            path = unquote(urlsplit(urljoin(quote(seen.address), address)).path).removeprefix("/")
            route = next((r for r, p in listed if p.fullmatch(path)), None)
            assert route is not None or address.startswith(("#", "http")), (seen.address, address)
            right = RIGHTS[route or ""]
            tried += 1
            if not (right.open or right.own or seen.role in allowed(route or "", method)):
                wrong.append((seen.role, seen.address, method, address))
    assert wrong == []
    assert tried > 10_000


NAMES_OF_THE_PROGRAM: Final = re.compile(
    r"<(?:int|str):|\b(?:version|step|key|csrfmiddlewaretoken|kind|None|True|False|null|self|object at)\b"
    r"|\b(?:barred|presumptively_barred|undetermined|not_eligible|strictly_controlled|exempt|priority|may_proceed|not_regulated|out_of_force)\b"
    r"|\b[a-z]+_[a-z_]+\b|\b(?:GET|POST|DELETE|HEAD|HTTP)\b|\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b|T[0-9]{2}:[0-9]{2}|\+00:00"
)
SHOWN_ON_PURPOSE: Final = {
    "/entry/weifang-2026-9/rules": "the editor of rules and its source",
    "/entry/weifang-2026-9/rules/words": "data that the editor reads",
    "/entry/weifang-2026-9/text": "a draft in the form in which it is kept",
    "/entry/weifang-2026-9/publish": "the names of files that go into the folder of rules",
    "/record": "the command by which whoever is away from the window checks the record",
}


def test_no_page_shows_a_name_of_the_program(pages: list[Seen]) -> None:
    shown = {
        (s.address, match[0])
        for s in pages
        if s.address not in SHOWN_ON_PURPOSE
        for match in NAMES_OF_THE_PROGRAM.finditer(s.words)
    }
    assert sorted(shown) == []


def test_no_entry_of_the_record_shows_a_name_of_the_program(office: Office, pages: list[Seen]) -> None:
    auditor = office.of(Role.AUDITOR)
    size = int(re.findall("共([0-9]+)条", auditor.get("/record").text)[0])
    assert size > 50
    shown = set()
    for number in range(1, size + 1):
        main = auditor.get(f"/record/{number}").text.partition("<main")[2].partition("</main>")[0]
        words = re.sub(r"<code>[^<]*</code>|<[^>]+>", " ", main)
        shown |= {(number, match[0]) for match in NAMES_OF_THE_PROGRAM.finditer(unescape(words))}
    assert sorted(shown) == []


PRINTED: Final = (
    ("/files", 1123),
    ("/statistics", 1123),
    ("/file/3", 794),
    ("/case/3", 794),
    ("/record", 1123),
    ("/files/urging", 1123),
)
"""Pages that are printed, with the width of their paper: A4 upright or across, at 96 dots an inch."""


def test_printed_pages_are_as_wide_as_the_paper_and_a_large_screen_holds_them(office: Office) -> None:
    with browser(size=(1920, 1080)) as driver:
        enter(driver, office, Role.HANDLER)
        for address, width in PRINTED:
            driver.get(office.window.base + address)
            seen = look(driver, Role.HANDLER, address)
            assert (seen.wide <= 0, seen.cut, seen.lines <= 1) == (True, (), True), address
            metrics = {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
            wide = driver.execute_script("return document.documentElement.scrollWidth")
            shown = driver.execute_script("return getComputedStyle(document.querySelector('.top')).display")
            driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
            assert (wide <= width, shown) == (True, "none"), (address, wide)
