"""记录: the entries in words, found by what people know of them; heads, the whole record and packages handed out and audited."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from reasoner.driver import auditing
from reasoner.record.package_check import check_package
from reasoner.record.table_file import DATABASE
from tests.office.client import Client, Page, Window
from tests.office.test_record import DECISION, EXAMPLES, TELEPHONE, post

NUMBER = str(EXAMPLES[0]["编号"])


@pytest.fixture(scope="module")
def worked(client: Client) -> Client:
    """A window in which a file was judged and the first case decided."""
    assert client.upload("申请.json", json.dumps(EXAMPLES, ensure_ascii=False).encode()).status == 200
    assert "记下的决定" in post(client, "/case/1", "/case/1/decide", DECISION).text
    return client


def rows(page: Page) -> list[str]:
    return re.findall(r'<a href="/record/([0-9]+)">', page.text)


def test_the_newest_entry_stands_first_and_kinds_are_called_in_chinese(worked: Client) -> None:
    page = worked.get("/record")
    assert rows(page) == [str(n) for n in range(len(EXAMPLES) + 2, 0, -1)]
    assert {"开始记录", "研判", "决定"} <= set(re.findall(r"<td>([^<]+)</td>", page.text))


@pytest.mark.parametrize(
    ("query", "number"),
    [
        (f"number={NUMBER}", 2),
        ("kind=decision", 1),
        (f"kind=verdict&number={NUMBER}", 1),
        ("by=某人", 0),
        ("since=2000-01-01", len(EXAMPLES) + 2),
        ("until=2000-01-01", 0),
        ("since=昨天", len(EXAMPLES) + 2),
    ],
)
def test_entries_are_found_by_number_kind_person_and_days(worked: Client, query: str, number: int) -> None:
    page = worked.get(f"/record?{query}")
    assert len(rows(page)) == number
    assert ('role="alert"' in page.text) == ("昨天" in query)


def test_an_entry_says_in_chinese_what_was_judged_and_decided(worked: Client) -> None:
    verdict = worked.get("/record/2").text
    assert f"<td>{NUMBER}</td>" in verdict
    assert '<th scope="row">结论</th>' in verdict
    decision = worked.get(f"/record/{len(EXAMPLES) + 2}").text
    names = {n.strip("　") for n in re.findall(r'<th scope="row">([^<]+)</th>', decision)}
    assert {"决定", "处理", "例外理由", "所据研判"} <= names
    assert not [n for n in names if re.search("[a-z]", n)], "names that are not Chinese"
    assert TELEPHONE not in decision
    assert worked.get("/record/99").status == 404
    assert worked.get(f"/record/{2**70}").status == 404


def test_a_head_a_copy_of_the_whole_and_a_package_are_handed_out_and_hold(
    worked: Client, window: Window, tmp_path: Path
) -> None:
    assert worked.letter("/case/1/letter?form=docx&kind=不予新增告知书").status == 200
    head = tmp_path / "存根.json"
    head.write_bytes(worked.post("/record/head", worked.get("/record").form("/record/head") | {"form": "json"}).content)
    printed = tmp_path / "存根.txt"
    printed.write_bytes(
        worked.post("/record/head", worked.get("/record").form("/record/head") | {"form": "txt"}).content
    )
    assert auditing.audit(window.data, [head, printed]).completeness.holds
    sent = worked.post("/record/folder.zip", worked.get("/record").form("/record/folder.zip"))
    with zipfile.ZipFile(io.BytesIO(sent.content)) as archive:
        archive.extractall(tmp_path)
    report = auditing.audit(tmp_path / "记录", [head, printed])
    assert report.holds, report
    assert report.verdicts.verdicts == len(EXAMPLES)
    content = worked.get("/case/1/package.zip").content
    checked = check_package(content, "x", [])
    assert (checked.holds, checked.application, checked.verdicts, checked.notes) == (True, NUMBER, 1, ())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert any(name.startswith("文书/") and name.endswith(".docx") for name in archive.namelist())


def test_pages_of_the_record_are_not_recorded(worked: Client) -> None:
    before = rows(worked.get("/record"))[0]
    for address in ("/record", "/record/2", "/record/2/line.json", "/case/1", "/case/1/package.zip"):
        assert worked.get(address).status == 200
    assert rows(worked.get("/record"))[0] == before


def test_an_entry_that_somebody_changed_is_told_on_its_page_and_no_head_is_given_out(tmp_path: Path) -> None:
    window = Window(tmp_path)
    try:
        client = Client(window)
        assert client.upload("申请.json", json.dumps(EXAMPLES[:2], ensure_ascii=False).encode()).status == 200
        with closing(sqlite3.connect(tmp_path / DATABASE)) as database:
            (text,) = database.execute("SELECT line FROM office_recordentry WHERE n = 2").fetchone()
            forged = zlib.compress(zlib.decompress(text).replace(NUMBER.encode(), b"EX-9"))
            database.execute("UPDATE office_recordentry SET line = ? WHERE n = 2", (forged,))
            database.commit()
        assert "内容与校验码不符" in client.get("/record/2").text
        refused = client.post("/record/head", client.get("/record").form("/record/head") | {"form": "json"})
        assert "U208" in refused.text
        assert "U208" in client.get("/case/1/package.zip").text
    finally:
        window.close()
