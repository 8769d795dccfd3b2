"""Uploads that are too large, unpack to too much or take too long."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reasoner.driver.window import worker
from tests.office.abuse.hostile import raw, rows
from tests.office.client import ROOT, Client, Window
from tests.office.ledger_files import HEAD, send, table, take


def test_an_upload_without_a_length_is_bounded_too(filled: tuple[Window, Client]) -> None:
    window, client = filled
    chunk = b"100000\r\n" + b"0" * 0x100000 + b"\r\n"
    head = b"POST /judge/send HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\nContent-Type: multipart/form-data; boundary=x\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = raw(window, client, head + chunk * 21 + b"0\r\n\r\n")
    assert answer.split(b" ", 2)[1] == b"413"


def test_only_one_file_and_no_more_fields_than_a_form_has_are_taken(filled: tuple[Window, Client]) -> None:
    _, client = filled
    token = client.get("/judge").form("/judge/send")
    many = {f"f{i}": "x" for i in range(3000)}
    assert client.post("/case/1/edit", token | many).status == 400


def test_a_workbook_that_unpacks_to_much_more_is_refused_by_the_process_that_can_be_killed(
    filled: tuple[Window, Client],
) -> None:
    import io
    import zipfile

    _, client = filled
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("xl/worksheets/sheet1.xml", b" " * (300 * 2**20))
    assert len(buffer.getvalue()) < 2**20
    page = client.upload("炸弹.xlsx", buffer.getvalue())
    assert re.search(r'class="muted small">[A-Z][0-9]+<', page.text), page.text[-1500:]
    assert client.get("/healthz").status == 200


@pytest.mark.skipif(os.name != "posix", reason="bounds of POSIX")
def test_a_worker_that_takes_too_long_is_ended_by_its_own_bound(tmp_path: Path) -> None:
    import msgspec

    facility = {"名称": "甲药房", "类型": "零售药店", "所在地": "城阳区"}
    listed = [
        {"编号": f"N{i}", "事项": "新增定点零售药店", "日期": "2024-05-01", "机构": facility} for i in range(20_000)
    ]
    (tmp_path / "upload.json").write_bytes(json.dumps({"申请": listed}).encode())
    (tmp_path / worker.JOB).write_bytes(msgspec.json.encode(worker.Job("upload.json", name="很多.json", seconds=1)))
    ran = subprocess.run(
        [sys.executable, "-m", "reasoner.driver.window.worker", str(tmp_path)],
        capture_output=True, cwd=ROOT, timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode != 0
    assert not (tmp_path / worker.RESULT).is_file()


def test_short_work_that_takes_too_long_is_killed_and_told_with_what_to_do(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from reasoner.office.configuration import configure\n"
        f"configure(Path({str(tmp_path)!r}), ('127.0.0.1',), 'x')\n"
        "from reasoner.driver.window import worker; from reasoner.office import jobs; from policy_dsl.diagnostics import Faults\n"
        "jobs._MOST_SHORT = 0.05\n"
        "try:\n    jobs.at_once(worker.Job(task=worker.Task.RULES, name='规则库'), b'')\n"
        "except Faults as error:\n    print([(f.code, f.message, f.hint) for f in error.diagnostics])\n"
        "print(jobs._RUNNING)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True)
    assert "('U173', '花的时间太长,已经停止'" in ran.stdout
    assert worker.ADVICE[worker.Task.RULES] in ran.stdout
    assert ran.stdout.rstrip().endswith("{}")


def test_what_is_taken_in_waits_until_somebody_has_looked_even_where_it_was_sent_by_a_script(
    filled: tuple[Window, Client],
) -> None:
    """A file of values that was sent counts for nothing until its preview was confirmed."""
    window, client = filled
    before = rows(window, "SELECT count(*) FROM office_ledgeritem WHERE until = ''")
    waiting = send(
        client, table(HEAD, ("城阳区", "床位使用率", "74%", "2024-03-31", "住院结算数据", "张三", "2026-12-31"))
    )
    assert rows(window, "SELECT count(*) FROM office_ledgeritem WHERE until = ''") == before
    take(client, waiting)
    assert rows(window, "SELECT count(*) FROM office_ledgeritem WHERE until = ''") == before + 1
