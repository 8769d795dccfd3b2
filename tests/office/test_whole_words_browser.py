"""No choice of a list is cut at the two screens of offices: each select has room for its longest option."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office.browser import SCREENS, browser, needed
from tests.office.client import Client, Window

PAGES = ("/compare", "/review", "/review/readings", "/simulate", "/judge/new", "/ledger/new", "/ask", "/settle/bureau")
CUT = """
const pen = document.createElement('canvas').getContext('2d'), cut = [];
for (const list of document.querySelectorAll('select')) {
  const style = getComputedStyle(list), box = list.getBoundingClientRect(), card = list.closest('.card, main').getBoundingClientRect();
  pen.font = style.fontSize + ' ' + style.fontFamily;
  const room = list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const widest = Math.max(...[...list.options].map(o => pen.measureText(o.text).width));
  if (widest > room || box.right > card.right) cut.push([list.id, Math.round(widest), Math.round(room)]);
}
return [document.querySelectorAll('select').length, cut, document.documentElement.scrollWidth - document.documentElement.clientWidth];
"""


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Window, list[dict[str, str]]]]:
    """A window, and the cookies with which a browser is let in: its address does so once."""
    needed()
    window = Window(tmp_path_factory.mktemp("selects"))
    try:
        yield window, [{"name": c.name, "value": c.value or "", "path": "/"} for c in Client(window).cookies]
    finally:
        window.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_every_choice_of_a_list_has_room(window: tuple[Window, list[dict[str, str]]], screen: str) -> None:
    address, cookies = window[0].base, window[1]
    with browser(size=SCREENS[screen]) as driver:
        driver.get(f"{address}/healthz")
        for cookie in cookies:
            driver.add_cookie(cookie)
        lists = 0
        for path in PAGES:
            driver.get(address + path)
            number, cut, beyond = driver.execute_script(CUT)
            lists += number
            assert cut == [], path
            assert beyond <= 0, path
        assert lists >= 6
