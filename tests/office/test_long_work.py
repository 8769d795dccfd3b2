"""Work in the background: stopped, interrupted, killed, begun anew; the window goes on, and nothing is there twice."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from reasoner.driver.window import worker
from tests.office.client import ROOT, Client, Page, Window


def applications(number: int) -> bytes:
    facility = {"名称": "甲药房", "类型": "零售药店", "所在地": "城阳区"}
    listed = [
        {"编号": f"N{i}", "事项": "新增定点零售药店", "日期": "2024-05-01", "机构": facility} for i in range(number)
    ]
    return json.dumps({"申请": listed}).encode()


MANY = applications(8000)


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    opened = Window(tmp_path / "data")
    yield opened
    if opened.process.poll() is None:
        opened.close()


def begin(client: Client) -> Page:
    page = client.send("/judge/send", client.get("/judge").form("/judge/send"), "很多.json", MANY)
    assert 'http-equiv="refresh"' in page.text, "the page tells how far it is"
    return page


def ended(client: Client, address: str) -> Page:
    for _ in range(400):
        page = client.get(address)
        if 'http-equiv="refresh"' not in page.text:
            return page
        time.sleep(0.3)
    raise AssertionError(page.text[-500:])


def processes(window: Window) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(window.process.pid)], capture_output=True, text=True, check=False
    )
    return [int(p) for p in listed.stdout.split()]


@pytest.mark.skipif(os.name != "posix", reason="processes of POSIX")
def test_work_is_stopped_on_demand_and_begun_anew(window: Window) -> None:
    client = Client(window)
    page = begin(client)
    assert len(processes(window)) == 1
    assert client.get("/healthz").status == 200, "others are answered meanwhile"
    stopped = client.post(f"{page.address}/stop", page.form(f"{page.address}/stop"))
    assert "研判中断" in stopped.text
    time.sleep(1)
    assert processes(window) == []
    client.post(f"{page.address}/again", stopped.form(f"{page.address}/again"))
    assert "共8000份" in ended(client, page.address).text


@pytest.mark.skipif(os.name != "posix", reason="processes of POSIX")
def test_a_killed_process_is_told_and_a_killed_window_finds_its_work_interrupted(window: Window) -> None:
    client = Client(window)
    page = begin(client)
    os.kill(processes(window)[0], signal.SIGKILL)
    assert "U173" in ended(client, page.address).text
    begin(client)
    window.process.kill()
    window.process.wait(10)
    again = Window(window.data)
    try:
        reopened = Client(again)
        assert "研判中断" in reopened.get("/batch/2").text
        assert "中断" in reopened.get("/").text
        assert not re.search(r'href="/case/', reopened.get("/").text), "nothing half"
    finally:
        again.close()
    assert window.process.stdout is not None


def test_judging_anew_is_stopped_like_any_work_and_what_it_came_to_before_stays(window: Window) -> None:
    client = Client(window)
    sent = client.send("/judge/send", client.get("/judge").form("/judge/send"), "很多.json", applications(8000))
    page = ended(client, sent.address)
    again = client.post(f"{page.address}/anew", page.form(f"{page.address}/anew"))
    assert "以前的结论还在" in again.text
    assert len(processes(window)) == 1
    stopped = client.post(f"{page.address}/stop", again.form(f"{page.address}/stop"))
    assert "下面还是以前的结论" in stopped.text
    assert "共8000份" in stopped.text
    time.sleep(1)
    assert processes(window) == []
    client.post(f"{page.address}/anew", stopped.form(f"{page.address}/anew"))
    assert "0份与以前不同" in ended(client, page.address).text


@pytest.mark.skipif(os.name != "posix", reason="processes of POSIX")
def test_letters_are_made_by_a_process_whose_end_ends_nothing_else(window: Window) -> None:
    client = Client(window)
    sent = client.send("/judge/send", client.get("/judge").form("/judge/send"), "两百份.json", applications(200))
    page = ended(client, sent.address)
    answers: list[Page] = []
    fields = page.form(f"{page.address}/letters.zip") | {"form": "pdf"}
    asking = threading.Thread(target=lambda: answers.append(client.post(f"{page.address}/letters.zip", fields)))
    asking.start()
    for _ in range(200):
        if processes(window):
            break
        time.sleep(0.05)
    os.kill(processes(window)[0], signal.SIGKILL)
    asking.join(60)
    assert answers[0].status == 503
    assert "U173" in answers[0].text
    assert "先用条件筛选，分几次打包" in answers[0].text
    assert client.get("/healthz").status == 200


@pytest.mark.skipif(os.name != "posix", reason="processes of POSIX")
def test_one_letter_is_made_by_a_process_and_its_end_leads_to_a_page_that_says_what_to_do(window: Window) -> None:
    client = Client(window)
    ended(client, client.upload("一份.json", applications(1)).address)
    kind = next(iter(re.findall(r'name="kind" value="([^"]+)"', client.get("/case/1").text)))
    address = f"/case/1/letter?kind={kind}&form=pdf"
    assert client.letter(address).content[:4] == b"%PDF"
    answers: list[Page] = []
    asking = threading.Thread(target=lambda: answers.append(client.letter(address)))
    asking.start()
    for _ in range(400):
        if processes(window):
            break
        time.sleep(0.01)
    os.kill(processes(window)[0], signal.SIGKILL)
    asking.join(60)
    (stopped,) = answers
    assert stopped.status == 503
    assert "U173" in stopped.text
    assert "再试一次" in stopped.text
    assert 'href="/case/1#letters"' in stopped.text
    assert "再试一次</button>" in stopped.text
    again = stopped.form("/case/1/letter")
    assert {k: again[k] for k in ("kind", "form")} == {"kind": kind, "form": "pdf"}
    assert client.post("/case/1/letter", again).content[:4] == b"%PDF", "the same letter, once more"
    assert processes(window) == []


@pytest.mark.skipif(os.name != "posix", reason="processes of POSIX")
def test_a_letter_waits_for_no_long_work(window: Window) -> None:
    client = Client(window)
    ended(client, client.upload("一份.json", applications(1)).address)
    kind = next(iter(re.findall(r'name="kind" value="([^"]+)"', client.get("/case/1").text)))
    sending = [threading.Thread(target=begin, args=(client,)) for _ in range(2)]
    for thread in sending:
        thread.start()
    for _ in range(200):
        if len(processes(window)) == 2:
            break
        time.sleep(0.01)
    assert len(processes(window)) == 2, "as much long work as there may be"
    assert client.letter(f"/case/1/letter?kind={kind}&form=docx").content[:2] == b"PK"
    assert len(processes(window)) == 2
    for thread in sending:
        thread.join(60)


def test_a_worker_without_memory_says_so(tmp_path: Path) -> None:
    (tmp_path / "upload.json").write_bytes(applications(3000))
    (tmp_path / worker.JOB).write_bytes(msgspec.json.encode(worker.Job("upload.json", name="很多.json")))
    code = (
        "import sys; from pathlib import Path; from reasoner.driver.window import worker\n"
        f"worker.MOST_MEMORY = 48 * 2**20\nworker.main(Path({str(tmp_path)!r}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120, check=False
    )
    failed = tmp_path / worker.FAILED
    assert ran.returncode != 0 or (failed.is_file() and "U173" in failed.read_text(encoding="utf-8"))
    assert not (tmp_path / worker.RESULT).is_file()
