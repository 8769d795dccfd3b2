"""Every page of an office with every role in a real browser: no page is wider than the screen, none shows a name of the program, and
none offers what its reader may not do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import quote, unquote, urlsplit

import pytest
from selenium.webdriver import Chrome

from reasoner.casework.roles import CASE_ROLES, Role
from tests.office.browser import browser, needed
from tests.office.case_files.course import HOLIDAYS, PLANS, REFUSED, TERMS, matter_of
from tests.office.client import Client, Page
from tests.office.desks import form_of
from tests.office.team import LOGINS, NAMES, Office, lasting
from tests.office.test_reading_writes_nothing import addresses, fill

ADDRESSES: Final = (*addresses(), "/file/2", "/file/3", "/case/3", "/files/batch?name=第一批", "/no-such-page")
FILES: Final = re.compile(r"\.(xlsx|docx|zip|json|png|html)\b|^/(static|healthz|api)|/(source|file|receipt|package|sign-out|paper/1)$|/page$|^/found")
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
        received = {"case": number, "收到日期": day[1], "递交人": "申请单位", "收到的材料": "申请表", "评审批次": "第一批"}
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
    """In how many lines the main navigation and the tabs stand, at most."""
    cut: tuple[str, ...]
    """What is wider than the box in which it scrolls."""
    offers: tuple[tuple[str, str], ...]
    """The method and the address of every link and form."""


LOOK: Final = """
const main = document.documentElement;
const rows = [...document.querySelectorAll('.top nav ul, ul.subnav')].map(u => new Set([...u.children].map(c => Math.round(c.getBoundingClientRect().top))).size);
const open = [...document.querySelectorAll('details')].filter(d => !d.open); open.forEach(d => d.open = true);
const words = document.body.innerText + '\\n' + [...document.querySelectorAll('select option')].map(o => o.textContent).join('\\n')
  + '\\n' + [...document.querySelectorAll('[aria-label],[placeholder],[title]')].map(e => [e.ariaLabel, e.placeholder, e.title].join(' ')).join('\\n');
const wide = main.scrollWidth - window.innerWidth;
const cut = [...document.querySelectorAll('.scroll, table')].filter(e => e.scrollWidth > e.clientWidth + 2).map(e => (e.innerText || '').slice(0, 40) + ' ' + e.scrollWidth + '>' + e.clientWidth);
const links = [...document.querySelectorAll('a[href]')].map(a => ['GET', a.getAttribute('href')]);
const forms = [...document.querySelectorAll('form')].map(f => [(f.method || 'get').toUpperCase(), f.getAttribute('action') || location.pathname]);
open.forEach(d => d.open = false);
return [document.title, words, wide, Math.max(0, ...rows), cut, links.concat(forms)];
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
