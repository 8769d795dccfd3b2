"""Many at once on cases, on both databases: every receipt has a number of its own, and of two steps at one moment one is taken."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.office.client import Client, Page, Window
from tests.office.desks import form_of
from tests.office.test_to_a_final_letter import FRAME

pytestmark = pytest.mark.both_databases
_AT_ONCE = 4


def judged(client: Client, number: int) -> str:
    """The address of an application that was judged."""
    frame = FRAME | {
        "编号": f"同{number}",
        "名称": f"示例医院{number}",
        "统一社会信用代码": f"91370200MA3C0001{number:02}",
    }
    draft = client.post("/judge/new", client.get("/judge/new").form("/judge/new") | frame)
    answer = {"answer": "74%", "as_at": "2024-03-31", "origin": "本局查询", "source": "住院结算数据"}
    draft = client.post(draft.address, draft.form(f'{draft.address}"') | answer)
    return client.post(f"{draft.address}/finish", draft.form(f"{draft.address}/finish")).address


def test_receipts_and_steps_at_one_moment(window: Window, client: Client) -> None:
    cases = [judged(client, n).rpartition("/")[2] for n in range(_AT_ONCE)]
    forms = [
        client.get(f"/files/new?case={c}").form("/files/new") | {"case": c, "收到日期": "2024-05-01"} for c in cases
    ]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        pages = list(pool.map(lambda form: client.post("/files/new", form), forms))
    numbers = [re.findall(r"<title>(\S+) · 条理", p.text)[0] for p in pages]
    assert sorted(numbers) == [f"收件2024-{n + 1}" for n in range(_AT_ONCE)]

    page = client.get(pages[0].address)
    steps = [form_of(page, "受理") | {"key": f"k{n}", "说明": f"第{n}人"} for n in range(_AT_ONCE)]

    def send(form: dict[str, str]) -> Page:
        return client.post(f"{page.address}/step", form)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = list(pool.map(send, steps))
    assert sorted(a.status for a in answers) == [200, *[409] * (_AT_ONCE - 1)]
    assert window.number("SELECT COUNT(*) FROM office_steprecord WHERE step = '受理'") == 1
    for answer, form in zip(answers, steps, strict=True):
        assert answer.status == 200 or form["说明"] in answer.text, "what was typed is kept"
