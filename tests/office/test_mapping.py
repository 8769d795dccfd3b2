"""A table whose headers or values are not known, in the window: what they are is said on a page, and is what `--mapping` takes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

from tests.office.client import ROOT, Client, Page
from tests.office.ledger_files import table

HEAD = ("受理编号", "申请事项", "申请日期", "机构名称", "机构类型", "所在区县", "编制床位", "备注")
ROWS = (
    ("M-1", "加床", "2024-05-01", "甲医院", "民营医院", "城阳区", 100, "急"),
    ("M-2", "加床", "2024-05-01", "乙医院", "综合医院", "城阳区", 50, ""),
)


def upload(client: Client, *rows: tuple[object, ...], head: tuple[str, ...] = HEAD) -> Page:
    return client.upload("区市报送.xlsx", table(head, *rows, title="申请"))


def fields(page: Page) -> dict[str, str]:
    """The fields of the form by what they are called."""
    return {unescape(label): name for name, label in re.findall(r'<label for="m-([^"]+)">([^<]+)</label>', page.text)}


def send(client: Client, page: Page, **written: str) -> Page:
    action = page.address
    answer = client.post(action, page.form(action) | written)
    for _ in range(100):
        if 'http-equiv="refresh"' not in answer.text:
            break
        answer = client.get(answer.address)
    return answer


def test_columns_and_values_that_are_not_known_are_named_and_what_was_said_is_used(
    client: Client, tmp_path: Path
) -> None:
    page = upload(client, *ROWS)
    assert "可能是“床位数”或“床位类别”" in page.text, "what is merely alike is not read before somebody says so"
    assert "tiaoli check" not in page.text
    assert "/tmp" not in page.text
    assert f'href="{page.address}/mapping"' in page.text
    form = client.get(f"{page.address}/mapping")
    names = fields(form)
    assert set(names) == {"申请表的“编制床位”", "申请表的“备注”", "类型写的“民营医院”"}
    again = send(client, form, **{names["申请表的“编制床位”"]: "床位数", names["类型写的“民营医院”"]: "综合医院"})
    assert again.address != page.address, "the first result stays"
    assert "有错" not in re.sub(r"有错的格子|标出有错", "", again.text.partition("<tbody>")[2])
    assert "没有研判" in client.get(page.address).text
    file, saved = tmp_path / "区市报送.xlsx", tmp_path / "对应.json"
    file.write_bytes(table(HEAD, *ROWS, title="申请"))
    mapping = {"申请": {"编制床位": "床位数", "备注": None}, "取值": {"类型": {"民营医院": "综合医院"}}}
    saved.write_text(json.dumps(mapping), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "reasoner.cli.main",
        "check",
        str(file),
        "--mapping",
        str(saved),
        "--jsonl",
        "--readings",
    ]
    ended = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=120, check=True)
    lines = ended.stdout.splitlines()
    cases = re.findall(r'<th scope="row"><a href="(/case/\d+)">', again.text)
    assert [client.get(f"{c}/verdict.json").content.rstrip() for c in cases] == lines


def test_a_table_of_which_nothing_could_be_judged_can_be_said_to_mean_something(client: Client) -> None:
    head = ("流水", *HEAD[1:])
    page = upload(client, *ROWS, head=head)
    assert "没有研判" in page.text, "a column 编号 is wanted"
    form = client.get(f"{page.address}/mapping")
    names = fields(form)
    again = send(client, form, **{names["申请表的“流水”"]: "编号"})
    assert "M-2" in again.text
    later = client.get(f"{again.address}/mapping")
    assert fields(later)["申请表的“流水”"], "what was said can be said otherwise"
    value = fields(later)["类型写的“民营医院”"]
    assert "有错" not in send(client, later, **{fields(later)["申请表的“流水”"]: "编号", value: "综合医院"}).text


def test_two_columns_cannot_be_one_thing_and_an_unknown_name_is_refused_where_it_stands(client: Client) -> None:
    page = upload(client, *ROWS)
    form = client.get(f"{page.address}/mapping")
    wrong = send(client, form, **{fields(form)["申请表的“备注”"]: "没有这一项"})
    assert wrong.status == 422
    assert "没有「没有这一项」" in wrong.text or "没有“没有这一项”" in wrong.text
    assert client.get("/batch/9999/mapping").status == 404
    both = {fields(form)[f"申请表的“{h}”"]: "床位数" for h in ("编制床位", "备注")}
    answer = send(client, form, **both)
    assert "床位数" in answer.text
    assert re.search(r"S1\d\d", answer.text) or "没有采用" in answer.text


def test_a_file_without_such_columns_has_no_such_page(client: Client) -> None:
    page = client.upload("申请.json", b'[{"\xe7\xbc\x96\xe5\x8f\xb7": "1"}]')
    assert client.get(f"{page.address}/mapping").status == 404


def test_a_column_of_rates_is_said_to_be_of_the_place(client: Client) -> None:
    head = (*HEAD[:6], "床位类别", "床位数", "床位使用率(%)")
    rows = [("M-1", "新增购买住院床位", "2024-05-01", "甲医院", "综合医院", "城阳区", "综合", 100, 74)]
    page = upload(client, *rows, head=head)
    assert "原则上不予" not in page.text.partition("<tbody>")[2], "it may be the rate of the hospital"
    form = client.get(f"{page.address}/mapping")
    (name,) = (v for k, v in fields(form).items() if "床位使用率" in k)
    again = send(client, form, **{name: "床位使用率"})
    assert "城阳区床位使用率为74%，低于75%" in again.text.partition("<tbody>")[2]
