"""No address of the window writes anything when it is read: every address, asked for by every role, leaves store, record and folder
as they were (DESIGN §7: the trail is written by what somebody does, reading pages are not recorded).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from reasoner.casework.roles import CASE_ROLES, Role
from tests.casework.test_proposals_and_plans import png
from tests.office.client import Client, Page
from tests.office.district_workbook import district_workbook
from tests.office.invented_plan import word_plan
from tests.office.ledger_files import HEAD, send, table
from tests.office.team import LOGINS, NAMES, Office
from tests.office.test_programs import made, token_on
from tests.office.test_registers import sent as sent_register
from tests.office.test_simulating import simulated

EXCEPTED: Final = {
    ("office_signin", "active"): "when a sign-in was used last, by which it ends when nobody uses it",
}
"""What reading may write, by table and column, each with its reason. The first opening of a verdict is remembered in memory alone."""
FORBIDDEN, NO_METHOD = 403, 405
ASKED: Final = {
    "simulate/new": "?kind=number&clause=qingdao-2023-18-medical/3.1.p2&value=70%25",
    "compare/topics": "?name=青岛市&name=滨州市",
    "review/rule": "?id=qingdao-2023-18-medical/3.1.p2%23低使用率区域不新增床位",
    "review/reading": "?document=qingdao-2023-18-medical&name=市本级三区",
    "api/v1/ask": "?words=城阳区 民办养老院 新增院护床位",
    "api/v1/compare": "?side=青岛市&side=河南省&matter=纳入双通道管理&as_of=2025-12-01",
}
"""What is asked for at an address that answers nothing without it."""
ENTERED: Final = "weifang-2026-9"
"""The document that is brought in."""


COUNTS_REFUSALS: Final = frozenset({"office_refusedaccess", "office_recordhead"})
"""A request that is refused is counted, and the first of an account on a day is an entry: the head of the record follows from the entries,
which are compared."""
BUT: Final = {
    "office_recordentry": "WHERE kind <> '被拒的访问'",
    "sqlite_sequence": "WHERE name <> 'office_refusedaccess'",
}
"""Rows that are left out for the same reason, by table."""


class Kept(NamedTuple):
    """What an office keeps."""

    tables: dict[str, set[tuple[object, ...]]]
    """The rows of each table, without what is excepted."""
    files: dict[str, str]
    """The digests of the files of the folder, but for the database."""


def kept_in(data: Path) -> Kept:
    tables: dict[str, set[tuple[object, ...]]] = {}
    with closing(sqlite3.connect(f"{(data / 'tiaoli.sqlite3').as_uri()}?mode=ro", uri=True)) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if name in COUNTS_REFUSALS:
                continue
            columns = [c for _, c, *_ in file.execute(f'PRAGMA table_info("{name}")') if (name, c) not in EXCEPTED]
            chosen = ", ".join(f'"{c}"' for c in columns)
            but = BUT.get(name, "")
            tables[name] = {tuple(row) for row in file.execute(f'SELECT {chosen} FROM "{name}" {but}')}
    files = {
        str(p.relative_to(data)): sha256(p.read_bytes()).hexdigest()
        for p in sorted(data.rglob("*"))
        if p.is_file() and not p.name.startswith("tiaoli.sqlite3")
    }
    return Kept(tables, files)


def test_a_change_would_be_seen(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "tiaoli.sqlite3")) as file:
        file.execute("CREATE TABLE office_signin (id INTEGER, active TEXT, name TEXT)")
        file.execute("INSERT INTO office_signin VALUES (1, 'a', 'n')")
        file.commit()
        before = kept_in(tmp_path)
        file.execute("UPDATE office_signin SET active = 'b'")
        file.commit()
        assert kept_in(tmp_path) == before
        file.execute("UPDATE office_signin SET name = 'm'")
        file.commit()
        assert kept_in(tmp_path) != before
    before = kept_in(tmp_path)
    (tmp_path / "settings.toml").write_text("x", encoding="utf-8")
    assert kept_in(tmp_path) != before


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office in which something of every kind is kept."""
    opened = Office(tmp_path_factory.mktemp("office"))
    try:
        for role in CASE_ROLES:
            opened.open_account(LOGINS[role], NAMES[role], role)
        fill(opened)
        yield opened
    finally:
        opened.close()


def post(client: Client, path: str, action: str, **given: str) -> Page:
    return client.post(action, client.get(path).form(action) | given)


def fill(opened: Office) -> None:
    """A file with a row that was corrected, a case with papers, a draft, a comparison, values that wait, a document that comes in."""
    handler = opened.of(Role.HANDLER)
    assert handler.upload("区市报送.xlsx", district_workbook()).address == "/batch/1"
    frame = {
        "编号": "F-1",
        "事项": "新增购买住院床位",
        "日期": "2024-05-01",
        "名称": "示例医院",
        "类型": "综合医院",
        "所在地": "城阳区",
    }
    assert post(handler, "/judge/new", "/judge/new", **frame).address == "/judge/draft/1"
    edit = handler.get("/case/6/edit")
    given = {
        "p:编号": "CY-006",
        "p:事项": "新增购买住院床位",
        "p:日期": "2024-05-08",
        "p:机构.名称": "某医院",
        "p:机构.类型": "综合医院",
    }
    given |= {"p:机构.等级": "二级", "p:机构.所在地": "城阳区", "p:床位类别": "综合", "p:床位数": "30"}
    assert handler.post("/case/6/edit", edit.form("/case/6/edit") | given).status == 200
    assert "还是更正以前的" in handler.get("/batch/1").text
    assert handler.letter("/case/1/letter?form=docx").content[:2] == b"PK"
    form = handler.get("/files/new?case=1").form("/files/new")
    received = {"case": "1", "收到日期": "2024-05-01", "递交人": "申请单位", "收到的材料": "申请表"}
    page = handler.post("/files/new", form | received)
    assert page.address.partition("#")[0] == "/file/1", page.errors
    paper = {"题名": "现场照片", "来源类型": "现场核查"}
    page = handler.send("/file/1/attach", page.form("/file/1/attach") | paper, "照片.png", png())
    assert handler.get("/file/1/paper/1").status == 200, page.errors
    regions = handler.get("/compare").form("/compare/begin") | {"matter": "纳入双通道管理", "as_of": "2025-12-01"}
    begun = handler.post("/compare/begin", {**regions, "name": ["青岛市", "河南省"]})
    assert handler.waited(begun).address == "/compare/1"
    assert send(handler, table(HEAD, ("崂山区", "床位使用率", "81%", "2024-03-31", "结算", "张三", None))).status == 200
    sent = handler.get("/entry").form("/entry/send") | {"region": "潍坊市", "document": ENTERED}
    assert handler.send("/entry/send", sent, "规划.docx", word_plan()).status == 200
    simulated(handler)
    sent_register(handler)
    opened.propose(LOGINS[Role.HANDLER], "关闭")


def addresses() -> list[str]:
    """Every address of the window, with what exists in it."""
    from reasoner.office import rights

    values = {
        "judgement": "1",
        "letter": "1",
        "place": "1",
        "number": "1",
        "address": "3.1.p2",
        "version": "2026-02-01",
        "position": "1",
    }
    listed = []
    for route in rights.RIGHTS:
        document = ENTERED if route.startswith("entry/") else "qingdao-2023-18-medical"
        named = values | {"document": document, "digest": "x", "name": "office.css" if "static" in route else "x"}
        listed.append("/" + re.sub(r"<\w+:(\w+)>", lambda m: named[m[1]], route) + ASKED.get(route, ""))  # noqa: B023
    return [
        *listed, "/case/2", "/case/2/package.zip", "/case/6", "/case/7/edit", "/files/new?case=2", "/judge/new?matter=新增购买住院床位",
        "/ask?words=城阳区 民办养老院 新增院护床位", "/search?q=药店", "/batch/1?outcome=bad",
        "/todo/step?step=例外考量", "/file/1/receipt?form=html", "/statistics?month=2024-05", "/record/2", "/judge/draft/1?ask=床位数",
    ]  # fmt: skip


ABSENT: Final = frozenset(
    {
        "/static/x/office.css", "/found", "/case/1/letter/1", "/files/batch", "/entry/weifang-2026-9/page/1.png", "/entry/weifang-2026-9/cases/1",
        "/entry/weifang-2026-9/cases/1/frame", "/entry/weifang-2026-9/at/2026-02-01", "/entry/weifang-2026-9/at/2026-02-01/file",
        "/entry/weifang-2026-9/at/2026-02-01/effects", "/entry/weifang-2026-9/rules/earlier/x",
        "/files/urging/1", "/files/urging/1/notice.docx",
    }
)  # fmt: skip
"""Addresses of what this office does not have: a final letter, a batch of assessment, a paper of urging, a scan, a case of a draft, a version that was
published. They answer that there is none; what they would show is read by the tests of those pages.
"""
OBJECT: Final = re.compile(r"(&lt;|<)(Macro|function|bound method|built-in|[\w.]+ object at 0x)")
"""What a template writes of something that is no text."""
_MAKES: Final = (FORBIDDEN, NO_METHOD)
"""What an address answers that only makes something."""


def test_reading_any_address_writes_nothing_whoever_reads(office: Office) -> None:
    data, best = office.window.data, dict.fromkeys(addresses(), FORBIDDEN)
    token = token_on(made(office.of(Role.HANDLER)))
    before = kept_in(data)
    with closing(sqlite3.connect(f"{(data / 'tiaoli.sqlite3').as_uri()}?mode=ro", uri=True)) as file:
        version = file.execute("PRAGMA data_version").fetchone()
        for role in Role:
            for address in best:
                program = {"Authorization": f"Bearer {token}"} if address.startswith("/api/") else None
                page = office.of(role).get(address, program)
                status = page.status
                assert status < 500, address
                assert not OBJECT.search(page.text), f"{role}: {address} shows an object of the program"
                if status != FORBIDDEN:
                    best[address] = status if best[address] == FORBIDDEN else min(best[address], status)
                now = file.execute("PRAGMA data_version").fetchone()
                if now != version:
                    version = now
                    assert kept_in(data).tables == before.tables, f"{role}: {address}"
    assert kept_in(data) == before
    assert sorted(a for a, status in best.items() if status not in (200, *_MAKES)) == sorted(ABSENT)
    assert sum(status == 200 for status in best.values()) > 90
