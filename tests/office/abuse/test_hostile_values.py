"""Hostile values in every form and every address."""

from __future__ import annotations

import re
import urllib.parse
from html import unescape

import pytest

from tests.office.abuse.hostile import FRAME, HOSTILE, READING, RULE
from tests.office.client import FORM, Client, Page, Window

FORMS = (
    ("/judge/new", "/judge/new"), ("/judge/draft/1", '/judge/draft/1"'), ("/judge/draft/1/frame", "/judge/draft/1/frame"), ("/case/6/edit", "/case/6/edit"),
    ("/case/1", "/case/1/decide"), ("/ledger/new", "/ledger/new"), ("/ledger/new?section=认定", "/ledger/new"), ("/settle/bureau", "/settle/bureau"),
    ("/compare", "/compare/begin"), (RULE, "/review/rule"), (READING, "/review/reading"), ("/batch/1/mapping", "/batch/1/mapping"),
    ("/case/1", "/case/1/letter"),
)  # fmt: skip


ADDRESSES = (
    "/ask?words=@", "/ask?region=@", "/ask?kind=@&as_of=@", "/search?q=@", "/search?q=床位&region=@", "/doc/@", "/doc/qingdao-2023-18-medical/@",
    "/doc/qingdao-2023-18-medical@@", "/judge?text=@", "/judge/new?matter=@", "/batch/1?outcome=@", "/batch/1?page=@", "/batch/1?text=@", "/batch/@",
    "/case/@", "/case/1/at/@", "/todo/step?step=@", "/ledger?text=@", "/ledger/new?section=指标&name=@", "/ledger/new?item=@",
    "/ledger/import/@", "/ledger/register?text=@", "/compare/topics?name=@&name=青岛市", "/compare/@", "/review?document=@", "/review/rule?id=@",
    "/review/reading?document=@&name=@", "/static/@/office.css", "/judge/draft/@", "/judge/draft/1?ask=@",
)  # fmt: skip


def names(page: Page, action: str) -> list[str]:
    """The fields of the form that leads to an address."""
    (form, *_) = [f for f in FORM.findall(page.text) if f'action="{action}' in f and 'method="post"' in f]
    return [unescape(n) for n in dict.fromkeys(re.findall(r'name="([^"]+)"', form))]


@pytest.mark.parametrize(("address", "action"), FORMS, ids=lambda p: str(p)[:24])
def test_no_value_in_any_form_breaks_the_program_or_runs(
    filled: tuple[Window, Client], address: str, action: str
) -> None:
    _, client = filled
    page = client.get(address)
    hidden = page.form(action)
    for value in HOSTILE:
        given = dict.fromkeys(names(page, action), value)
        for kept in ({"csrfmiddlewaretoken"}, {k for k in hidden if k != "key"}):
            answer = client.post(action.rstrip('"'), given | {k: hidden[k] for k in kept} | {"key": ""})
            assert answer.status < 500, (action, value[:30], answer.text[-500:])
            assert "<script>alert" not in answer.text
            assert "<b onmouseover" not in answer.text
            assert "X-Bad" not in answer.headers


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_breaks_the_program_or_runs(filled: tuple[Window, Client], address: str) -> None:
    _, client = filled
    for value in (*HOSTILE, "99999999999999999999", "-1"):
        quoted = urllib.parse.quote(value, safe="")[:60_000]
        path = urllib.parse.quote(address.replace("@@", "%40@"), safe="/:?=&%@").replace("@", quoted)
        answer = client.get(path)
        assert answer.status < 500, (address, value[:30], answer.text[-500:])
        assert "<script>alert" not in answer.text
        assert "X-Bad" not in answer.headers


def test_what_was_typed_is_still_there_with_every_fault_beside_its_field(filled: tuple[Window, Client]) -> None:
    """Each form with several wrong fields: refused at once for all of them, and nothing typed is lost."""
    _, client = filled
    wrong = (
        ("/judge/new", "/judge/new", {**FRAME, "日期": "昨天", "所在地": "乌有区", "名称": "某甲医院"}, 2),
        ("/ledger/new", "/ledger/new", {"名称": "床位使用率", "地区": "乌有区", "数值": "很高", "时点": "去年", "来源": "某表"}, 2),
        ("/settle/bureau", "/settle/bureau", {"地区": "乌有区", "救济日期": "5月", "经办机构": "某中心"}, 2),
        ("/case/6/edit", "/case/6/edit", {"日期": "昨天", "机构.类型": "大医院", "床位数": "许多"}, 3),
        ("/case/1", "/case/1/decide", {"处理": "部分", "张数": "许多", "决定日期": "昨天", "例外理由": "某理由"}, 2),
    )  # fmt: skip
    for address, action, fields, least in wrong:
        page = client.get(address)
        hidden = page.form(action)
        known = names(page, action)
        given = {
            next((n for n in known if n == k or n.endswith(f"-{k}") or n.endswith(k)), k): v for k, v in fields.items()
        }
        answer = client.post(action, hidden | given)
        assert answer.status == 422, (action, answer.text[-800:])
        assert len(answer.errors) + answer.text.count('class="muted small">') >= least, (action, answer.errors)
        for value in fields.values():
            assert value in unescape(answer.text), (action, value)
