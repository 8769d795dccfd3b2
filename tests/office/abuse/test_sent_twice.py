"""Forms sent twice, sent again from the back button, and open when the window was killed."""

from __future__ import annotations

import http.client
import re
import socket
import threading
import urllib.parse
from html import unescape
from pathlib import Path

from tests.office.abuse.hostile import FRAME, READING, RULE, rows
from tests.office.client import Client, Page, Window
from tests.office.ledger_files import table


def at_the_same_time(client: Client, action: str, fields: dict[str, str], times: int = 4) -> list[Page]:
    """A form sent several times at once, as an impatient hand does."""
    answers: list[Page] = []
    sending = [threading.Thread(target=lambda: answers.append(client.post(action, fields))) for _ in range(times)]
    for thread in sending:
        thread.start()
    for thread in sending:
        thread.join(120)
    return answers


def test_a_form_sent_twice_makes_one_thing(tmp_path: Path) -> None:
    window = Window(tmp_path / "data")
    try:
        client = Client(window)
        answers = at_the_same_time(client, "/judge/new", client.get("/judge/new").form("/judge/new") | FRAME)
        assert {a.address for a in answers} == {"/judge/draft/1"}
        draft = client.get("/judge/draft/1")
        finished = at_the_same_time(client, "/judge/draft/1/finish", draft.form("/judge/draft/1/finish"))
        assert {a.address for a in finished} == {"/case/1"}
        assert rows(window, "SELECT count(*) FROM office_judgement") == 1
        decision = {
            "处理": "进入后续程序",
            "决定机关": "青岛市医疗保障局",
            "决定日期": "2024-05-20",
            "不一致理由": "已核实",
        }
        page = client.get("/case/1")
        decided = at_the_same_time(client, "/case/1/decide", page.form("/case/1/decide") | decision)
        assert all(a.status == 200 for a in decided), decided[0].text[-1500:]
        assert rows(window, "SELECT count(*) FROM office_decisionrecord") == 1
        at_the_same_time(client, "/case/1/again", page.form("/case/1/again"))
        assert rows(window, "SELECT count(*) FROM office_judgement") == 2
        value = {
            "名称": "床位使用率",
            "地区": "胶州市",
            "数值": "74%",
            "时点": "2024-03-31",
            "来源": "表",
            "确认人": "张三",
            "section": "指标",
        }
        form = client.get("/ledger/new")
        at_the_same_time(client, "/ledger/new", form.form("/ledger/new") | value)
        assert rows(window, "SELECT count(*) FROM office_ledgerimport") == 1
        taking = client.get("/ledger/import/1").form("/ledger/import/1/take")
        taken = at_the_same_time(client, "/ledger/import/1/take", taking)
        assert {a.status for a in taken} == {200}
        assert rows(window, "SELECT count(*) FROM office_ledgeritem WHERE until = ''") == 1
        signing = client.get(RULE).form("/review/rule") | {"by": "王法制", "action": "sign"}
        at_the_same_time(client, "/review/rule", signing)
        written = "".join(p.read_text(encoding="utf-8") for p in (window.data / "reviews").rglob("reviews.toml"))
        assert written.count("王法制") == 1
        said = client.get(READING).form("/review/reading") | {"by": "王法制", "action": "confirm"}
        at_the_same_time(client, "/review/reading", said)
        written = "".join(p.read_text(encoding="utf-8") for p in (window.data / "reviews").rglob("confirmations.toml"))
        assert written.count("王法制") == 1
        comparing = client.get("/compare")
        reading = re.search(r'<option value="([^"/]+/[^"]+)"', comparing.text)
        assert reading is not None
        at_the_same_time(
            client, "/compare/begin", comparing.form("/compare/begin") | {"reading": unescape(reading[1])}, times=2
        )
        assert rows(window, "SELECT count(*) FROM office_comparison") == 1
    finally:
        window.close()


def test_a_register_sent_twice_counts_once(tmp_path: Path) -> None:
    window = Window(tmp_path / "data")
    try:
        client = Client(window)
        content = table(("名称", "类型", "所在地"), ("甲药房", "零售药店", "城阳区"), title="名录")
        hidden = client.get("/ledger/register").form("/ledger/register")
        for _ in range(2):
            assert client.send("/ledger/register", hidden, "名录.xlsx", content).status == 200
        assert rows(window, "SELECT count(*) FROM office_institution") == 1
    finally:
        window.close()


def test_the_back_button_shows_nothing_old_and_a_form_sent_from_there_again_makes_nothing_new(
    filled: tuple[Window, Client],
) -> None:
    """No page may be kept by the browser, so that going back asks the window; a form that was sent leads on by 303."""
    window, client = filled
    page = client.get("/case/2")
    assert page.headers["Cache-Control"] == "no-store"
    fields = page.form("/case/2/again")
    before = rows(window, "SELECT count(*) FROM office_judgement")
    host = window.base.removeprefix("http://")
    cookie = "; ".join(f"{c.name}={c.value}" for c in client.cookies)
    places = []
    for _ in range(2):
        connection = http.client.HTTPConnection(host)
        body = urllib.parse.urlencode(fields)
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie, "Origin": window.base}
        connection.request("POST", "/case/2/again", body, kind)
        answer = connection.getresponse()
        places.append((answer.status, answer.headers["Location"]))
    assert places == [(303, "/case/2")] * 2
    assert rows(window, "SELECT count(*) FROM office_judgement") == before + 1


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_form_that_was_open_when_the_window_was_killed_is_taken_once_by_the_next_one(tmp_path: Path) -> None:
    port = str(free_port())
    window = Window(tmp_path / "data", "--port", port)
    client = Client(window)
    fields = client.get("/judge/new").form("/judge/new") | FRAME
    client.post("/judge/new", fields)
    answer = client.get("/judge/draft/1").form('/judge/draft/1"')
    written = {"answer": "4%", "as_at": "2023", "origin": "本局查询", "source": "年报"}
    window.process.kill()
    window.process.wait(10)
    again = Window(tmp_path / "data", "--port", port)
    try:
        refused = client.post("/judge/draft/1", answer | written)
        assert refused.status == 403, "the cookie of the window before is no way in"
        assert client.get(again.address).status == 200
        assert client.post("/judge/new", fields).address == "/judge/draft/1", "what it made before, and nothing new"
        taken = client.post("/judge/draft/1", answer | written)
        assert taken.status == 200
        assert "4%" in taken.text, "what was typed counts, sent again by the browser's back button"
        assert rows(again, "SELECT count(*) FROM office_draft") == 1
    finally:
        again.close()
        for stream in (window.process.stdout, window.process.stderr):
            assert stream is not None
            stream.close()
