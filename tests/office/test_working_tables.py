"""A row that somebody changes in the database by hand is found by an audit, whichever table it is in: on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest

from reasoner.driver import auditing
from reasoner.driver.record_places import record_in
from reasoner.record.audit import audit
from reasoner.record.table_file import DATABASE
from tests.casework.test_proposals_and_plans import png
from tests.office.case_files.course import HOLIDAYS, PLANS, REFUSED, TERMS, matter_of, words
from tests.office.client import Client, Page, Window
from tests.office.desks import form_of
from tests.office.postgresql_cluster import Cluster

TELEPHONE = "13912345678"
DECISION = {**REFUSED, "例外理由": f"没有应予例外的情形,电话{TELEPHONE}", "决定日期": "2024-06-05"}
Copy = tuple[Path, str]
"""A data folder, and the address of its database; empty: the file in the folder."""


def application(number: int, beds: int = 100) -> dict[str, object]:
    return {
        "编号": f"案-{number}", "事项": "新增购买住院床位", "日期": "2024-05-06", "床位类别": "综合", "床位数": beds,
        "机构": {"名称": f"示例医院{number}", "类型": "综合医院", "所在地": "城阳区", "统一社会信用代码": f"91370200MA3C0000{number:02d}"},
        "指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31", "来源": "住院结算数据", "来源类型": "本局查询"}],
    }  # fmt: skip


def step(client: Client, address: str, name: str, **filled: str) -> Page:
    page = client.post(f"{address}/step", form_of(client.get(address), name) | filled)
    assert page.status == 200, words(page)
    return page


def file_of(client: Client, case: int) -> str:
    form = client.get(f"/files/new?case={case}").form("/files/new")
    given = {"case": str(case), "收到日期": "2024-05-06", "递交人": f"某人,电话{TELEPHONE}", "收到的材料": "申请表"}
    return client.post("/files/new", form | given).address


def proposed(client: Client, address: str, values: Mapping[str, str]) -> None:
    page = client.get(address)
    law = form_of(page, "适用日期") | {"适用日期": "2024-05-06", "适用日期理由": "按收到之日"}
    assert client.post(f"{address}/step", law).status == 200
    number = matter_of(client.get(address))
    step(client, address, "拟办", **{f"{number}-{k}": v for k, v in values.items()})


def worked_in(window: Window) -> None:
    """One person's office: one application decided beside its verdict, one case served and made anew, one handed in only."""
    client = Client(window)
    listed = json.dumps([application(n) for n in (1, 2, 3)], ensure_ascii=False).encode()
    assert client.upload("申请.json", listed).status == 200
    decide = client.get("/case/1").form("/case/1/decide") | DECISION
    assert "记下的决定" in client.post("/case/1/decide", decide).text
    for kind, text in (("期限", TERMS), ("节假日", HOLIDAYS), ("受理计划", PLANS)):
        form = client.get("/files/tables").form("/files/tables/send")
        assert client.post("/files/tables/send", form | {"kind": kind, "text": text, "key": kind}).status == 200
    address = file_of(client, 2)
    paper = {
        "version": form_of(client.get(address), "受理")["version"], "key": "p", "题名": f"照片,电话{TELEPHONE}", "来源类型": "现场核查",
        "证明": "床位数", "页": "1",
    }  # fmt: skip
    assert (
        client.send(f"{address}/attach", client.get(address).form(f"{address}/step") | paper, "a.png", png()).status
        == 200
    )
    step(client, address, "受理")
    part = {
        "处理": "部分",
        "张数": "60",
        "例外": "是",
        "例外理由": "应予例外",
        "不一致理由": "应予例外",
        "决定机关": "青岛市医疗保障局",
    }
    proposed(client, address, part)
    step(client, address, "签发")
    step(client, address, "送达", 送达方式="直接送达", 签收人="收发室", 回证编号="回1")
    step(client, address, "重作", 重作理由="自行纠正", 依据="本单位自行纠正")
    other = file_of(client, 3)
    step(client, other, "通知补正", 补正内容="平面图")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def worked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgresql: Cluster) -> Copy:
    data = tmp_path_factory.mktemp("worked") / "data"
    address = postgresql.new_database() if request.param == "postgresql" else ""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TIAOLI_DATABASE", raising=False)
        window = Window(data, database=address)
    try:
        worked_in(window)
    finally:
        window.close()
    return data, window.database


@pytest.fixture
def copied(worked: Copy, tmp_path: Path, postgresql: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[Copy]:
    data, address = worked
    if address:
        copy = postgresql.new_database(f"--template={address.rpartition('/')[2]}")
        monkeypatch.setenv("TIAOLI_DATABASE", copy)
        yield data, copy
        return
    monkeypatch.delenv("TIAOLI_DATABASE", raising=False)
    folder = tmp_path / "copied"
    shutil.copytree(data, folder)
    yield folder, ""


def sql(copy: Copy, statement: str, *values: object) -> None:
    if copy[1]:
        with psycopg.connect(copy[1]) as connection:
            connection.execute(statement.replace("?", "%s").encode() if values else statement.encode(), values or None)
        return
    with closing(sqlite3.connect(copy[0] / DATABASE)) as database:
        database.execute(statement, values)
        database.commit()


def faults(copy: Copy) -> list[str]:
    report, _ = audit(record_in(copy[0])[0], verdicts=False)
    assert report.holds is not bool(report.integrity.faults)
    return [f.message for f in report.integrity.faults]


def test_what_the_window_wrote_itself_is_no_fault_numbers_of_persons_included(copied: Copy) -> None:
    report = auditing.audit(copied[0], ())
    assert (report.integrity.faults, report.holds) == ((), True)
    assert report.entries > 20


FORGED = {
    "a field of a step": (
        """UPDATE office_steprecord SET data = replace(data, '直接送达', '邮寄送达') WHERE step = '送达'""", "“送达”与所记的",
    ),
    "the day of a step": ("UPDATE office_steprecord SET day = '2024-05-08' WHERE step = '受理'", "“受理”与所记的"),
    "who took it": ("UPDATE office_steprecord SET name = '他人' WHERE step = '签发'", "“签发”与所记的"),
    "in whose place": ("UPDATE office_steprecord SET deputed_by_name = '负责人' WHERE step = '签发'", "“签发”与所记的"),
    "a step taken out": ("DELETE FROM office_steprecord WHERE step = '通知补正'", "的第2步记在第"),
    "a step put in": (
        "INSERT INTO office_steprecord (file_id, place, step, day, at, name, deputed_by_name, data)"
        " SELECT file_id, 90, '签发', day, at, name, deputed_by_name, data FROM office_steprecord WHERE step = '通知补正'",
        "第90步“签发”没有记录",
    ),
    "the state of a case": ("UPDATE office_casefile SET state = '已归档' WHERE state = '待补正'", "的状态、经办、单位或者机构与所记的"),
    "whose case it is": ("UPDATE office_casefile SET handler_name = '他人' WHERE place = 1", "的状态、经办、单位或者机构与所记的"),
    "the organ of a case": ("UPDATE office_casefile SET organ = '某局' WHERE place = 1", "的状态、经办、单位或者机构与所记的"),
    "the institution of a case": ("UPDATE office_casefile SET facility = '某医院' WHERE place = 1", "的状态、经办、单位或者机构与所记的"),
    "the day of receipt": ("UPDATE office_casefile SET received = '2024-05-07' WHERE place = 1", "的状态、经办、单位或者机构与所记的"),
    "the number of a case": ("UPDATE office_casefile SET number = '收件2024-77' WHERE place = 1", "收件2024-77的第1步“收件”没有记录"),
    "what was signed": ("UPDATE office_casematter SET handling = '进入后续程序' WHERE handling = '部分'", "处理或者签发与所记的"),
    "that it was signed": ("UPDATE office_casematter SET signed = '2024-05-30' WHERE signed = ''", "处理或者签发与所记的"),
    "taken out of effect": ("UPDATE office_casematter SET signed = '', handling = '' WHERE signed > ''", "处理或者签发与所记的"),
    "beds": ("UPDATE office_casematter SET beds = 90 WHERE beds = 60", "处理或者签发与所记的"),
    "an exception": ("UPDATE office_casematter SET exception = (1 = 0) WHERE signed > ''", "处理或者签发与所记的"),
    "a proposal": ("UPDATE office_casematter SET proposal = replace(proposal, '60', '61') WHERE signed > ''", "处理或者签发与所记的"),
    "a decision": ("UPDATE office_decisionrecord SET data = replace(data, '不予', '进入后续程序')", "决定与所记的"),
    "the reason of a decision": (
        "UPDATE office_decisionrecord SET data = replace(data, '没有应予例外的情形', '有情形')", "申请案-1的决定与所记的",
    ),
    "the beds of a decision": ("UPDATE office_decisionrecord SET data = replace(data, '60', '61')", "申请案-2的决定与所记的"),
    "a decision taken out": ("DELETE FROM office_decisionrecord WHERE case_id = 1", "记下的决定,窗口里没有"),
    "a decision put in": (
        "INSERT INTO office_decisionrecord (case_id, judgement_id, data, at)"
        " SELECT case_id, judgement_id, data, at FROM office_decisionrecord WHERE case_id = 1",
        "的一项决定没有记录",
    ),
    "a decision moved to another": ("UPDATE office_decisionrecord SET case_id = 3 WHERE case_id = 1", "申请案-3的决定与所记的"),
    "the title of a paper": ("UPDATE office_attachment SET title = '别的'", "证据1与所记的"),
    "its source": ("UPDATE office_attachment SET origin = '申请材料'", "证据1与所记的"),
    "a paper taken out": ("DELETE FROM office_attachment", "证据1记在第"),
    "a paper put in": (
        "INSERT INTO office_attachment (file_id, number, title, proves, page_of, origin, giver, kind, content, size, digest, at, by)"
        " SELECT file_id, 2, title, proves, page_of, origin, giver, kind, content, size, digest, at, by FROM office_attachment",
        "证据2没有记录",
    ),
    "a row of a table": ("UPDATE office_officetable SET rows = replace(rows, '\"5\"', '\"9\"') WHERE kind = '期限'", "期限表1与所记的"),
    "its day": ("UPDATE office_officetable SET from_day = '2024-01-01' WHERE kind = '节假日'", "节假日表2与所记的"),
    "its organ": ("UPDATE office_officetable SET organ = '某局' WHERE kind = '节假日'", "节假日表2与所记的"),
    "its state": ("UPDATE office_officetable SET state = '不同意' WHERE kind = '期限'", "期限表1与所记的"),
    "a plan": ("UPDATE office_officetable SET rows = replace(rows, '250', '900') WHERE kind = '受理计划'", "受理计划表3与所记的"),
    "a table taken out": ("DELETE FROM office_officetable WHERE kind = '节假日'", "节假日表2记在第"),
    "a table put in": (
        "INSERT INTO office_officetable (kind, rows, name, at, by, organ, from_day, state, settled_at, settled_by)"
        " SELECT kind, rows, 'x', at, by, organ, from_day, state, settled_at, settled_by FROM office_officetable WHERE kind = '期限'",
        "期限表4没有记录",
    ),
    "the outcome of an application": ("UPDATE office_case SET outcome = 'may_proceed' WHERE id = 1", "窗口里的申请案-1与所记的"),
    "its number": ("UPDATE office_case SET number = '案-9' WHERE id = 3", "窗口里的申请案-9与所记的"),
    "what it says": ("UPDATE office_case SET data = replace(data, '74%', '90%') WHERE id = 3", "窗口里的申请案-3与所记的"),
    "who applies": (
        "UPDATE office_judgement SET data = replace(data, '示例医院3', '他医院') WHERE case_id = 3", "窗口里的申请案-3与所记的",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(FORGED))
def test_a_forged_row_is_found(copied: Copy, name: str) -> None:
    statement, fault = FORGED[name]
    statement = statement.replace(", by)", ', "by")').replace("at, by", 'at, "by"')
    sql(copied, statement)
    listed = faults(copied)
    assert any(fault in f for f in listed), listed


def test_another_photograph_under_the_old_digest_is_found(copied: Copy) -> None:
    content = png()[:-1] + b"x"
    sql(copied, "UPDATE office_attachment SET content = ?", content)
    assert any("证据1与所记的" in f for f in faults(copied))
    sql(copied, "UPDATE office_attachment SET digest = ?", sha256(content).hexdigest())
    assert any("证据1与所记的" in f for f in faults(copied)), "and with its own digest, too"
