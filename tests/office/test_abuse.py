"""Bad input and abuse of the window: hostile values in every form and address, forms sent twice, strangers, a stop in the middle."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import stat
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from pathlib import Path

import pytest

from reasoner.driver.window import worker
from tests.office.client import FORM, ROOT, Client, Page, Window
from tests.office.district_workbook import district_workbook
from tests.office.ledger_files import HEAD, send, table, take

RULE = "/review/rule?id=qingdao-2023-18-medical/3.1.p2%23低使用率区域不新增床位"
READING = "/review/reading?document=qingdao-2023-18-medical&name=市本级三区"
FRAME = {
    "编号": "QD-2024-018", "事项": "新增购买住院床位", "日期": "2024-05-01", "名称": "示例医院", "类型": "综合医院", "所在地": "胶州市",
}  # fmt: skip
HOSTILE = (
    "\x00", "\x01\x1f", "<script>alert(1)</script>", "'\"><b onmouseover=x>", "{{7*7}}", "A" * 50_000, "0" * 5000, "9" * 400, "1e400", "NaN",
    "2024-02-30", "٣", "\u202eabc", "😀" * 500, "../../etc/passwd", "=cmd|' /C calc'!A0", "%00", "\r\nX-Bad: 1", "[]", "\ufeff",
)  # fmt: skip
FORMS = (
    ("/judge/new", "/judge/new"), ("/judge/draft/1", '/judge/draft/1"'), ("/judge/draft/1/frame", "/judge/draft/1/frame"), ("/case/6/edit", "/case/6/edit"),
    ("/case/1", "/case/1/decide"), ("/ledger/new", "/ledger/new"), ("/ledger/new?section=认定", "/ledger/new"), ("/settle/bureau", "/settle/bureau"),
    ("/compare", "/compare/begin"), (RULE, "/review/rule"), (READING, "/review/reading"), ("/batch/1/mapping", "/batch/1/mapping"),
)  # fmt: skip
ADDRESSES = (
    "/ask?words=@", "/ask?region=@", "/ask?kind=@&as_of=@", "/search?q=@", "/search?q=床位&region=@", "/doc/@", "/doc/qingdao-2023-18-medical/@",
    "/doc/qingdao-2023-18-medical@@", "/judge?text=@", "/judge/new?matter=@", "/batch/1?outcome=@", "/batch/1?page=@", "/batch/1?text=@", "/batch/@",
    "/case/@", "/case/1/letter?form=@", "/case/1/at/@", "/todo/step?step=@", "/ledger?text=@", "/ledger/new?section=指标&name=@", "/ledger/new?item=@",
    "/ledger/import/@", "/ledger/register?text=@", "/compare/topics?name=@&name=青岛市", "/compare/@", "/review?document=@", "/review/rule?id=@",
    "/review/reading?document=@&name=@", "/static/@/office.css", "/judge/draft/@", "/judge/draft/1?ask=@",
)  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Window, Client]]:
    window = Window(tmp_path_factory.mktemp("abused"))
    try:
        client = Client(window)
        client.upload("区市报送.xlsx", district_workbook())
        client.post("/judge/new", client.get("/judge/new").form("/judge/new") | FRAME)
        yield window, client
    finally:
        window.close()


def names(page: Page, action: str) -> list[str]:
    """The fields of the form that leads to an address."""
    (form, *_) = [f for f in FORM.findall(page.text) if f'action="{action}' in f and 'method="post"' in f]
    return [unescape(n) for n in dict.fromkeys(re.findall(r'name="([^"]+)"', form))]


# --- hostile values -------------------------------------------------------------------------------------------


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


# --- twice ----------------------------------------------------------------------------------------------------


def rows(window: Window, statement: str) -> int:
    return window.number(statement)


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


# --- a stop in the middle of a form ---------------------------------------------------------------------------


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


# --- strangers ------------------------------------------------------------------------------------------------


def addresses() -> list[str]:
    """Every address of the window, with numbers and names in it that exist."""
    from reasoner.office import urls

    values = {
        "<int:number>": "1",
        "<int:judgement>": "1",
        "<str:document>": "qingdao-2023-18-medical",
        "<str:address>": "3.1.p2",
    }
    listed = []
    for pattern in urls.urlpatterns:
        path = str(pattern.pattern)
        for mark, value in values.items():
            path = path.replace(mark, value)
        listed.append(f"/{path}")
    return listed


def test_another_user_of_this_machine_without_the_token_sees_nothing(filled: tuple[Window, Client]) -> None:
    window, _ = filled
    code = (
        "from pathlib import Path; from reasoner.office.configuration import configure\n"
        "configure(Path('.'), ('127.0.0.1',), 'x')\nimport json; from tests.office.test_abuse import addresses\nprint(json.dumps(addresses()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True)
    listed = [
        a for a in json.loads(ran.stdout) if a != "/healthz" and not a.startswith(("/static/", "/api/"))
    ]  # tests/office/test_programs.py has these
    assert len(listed) > 50
    stranger = Client(window, enter=False)
    guess = Client(window, enter=False)
    guess.adopt(f"tiaoli_{window.base.rpartition(':')[2]}", "x" * 43)
    for path in listed:
        for client in (stranger, guess):
            answer = client.get(path)
            assert answer.status == 403, path
            assert "CY-001" not in answer.text
            assert "规则库" not in answer.text, "not even by which rules this window judges"
            assert client.post(path, {"key": "x"}).status == 403, path
    assert stranger.get("/?token=" + "x" * 43).status == 403


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_no_other_user_reads_the_data_or_finds_the_token_in_the_list_of_processes(tmp_path: Path) -> None:
    window = Window(tmp_path / "data")
    try:
        client = Client(window)
        client.upload("区市报送.xlsx", district_workbook())
        assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
        token = window.address.partition("token=")[2]
        assert len(token) >= 32
        listed = subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=False).stdout
        assert token not in listed
        for path in (tmp_path / "data").rglob("*"):
            if path.is_file():
                assert token.encode() not in path.read_bytes(), "it stands in memory alone"
    finally:
        window.close()


# --- uploads --------------------------------------------------------------------------------------------------


def raw(window: Window, client: Client, content: bytes) -> bytes:
    """The answer to a request as it stands."""
    host, _, port = window.base.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        cookie = "; ".join(f"{c.name}={c.value}" for c in client.cookies)
        connection.sendall(content.replace(b"COOKIE", cookie.encode()).replace(b"HOST", f"{host}:{port}".encode()))
        connection.shutdown(socket.SHUT_WR)
        parts = []
        with suppress(ConnectionResetError):
            while part := connection.recv(65536):
                parts.append(part)
    return b"".join(parts)


def test_requests_that_no_browser_sends_stop_nothing(filled: tuple[Window, Client]) -> None:
    window, client = filled
    head = b"POST /judge/send HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\n"
    kind = b"Content-Type: multipart/form-data; boundary=x\r\n"
    cases = {
        "length too great": (head + kind + b"Content-Length: 999999999999\r\n\r\n", (b"413",)),
        "length below zero": (head + kind + b"Content-Length: -1\r\n\r\n", (b"400", b"403", b"413")),
        "two lengths": (head + kind + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", (b"400", b"403", b"413")),
        "no boundary": (head + b"Content-Type: multipart/form-data\r\nContent-Length: 3\r\n\r\nabc", (b"400", b"403")),
        "half a form": (head + kind + b"Content-Length: 900\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"file\"", (b"400", b"")),
        "a header without end": (b"GET / HTTP/1.1\r\nX: " + b"a" * 400_000, (b"431", b"400", b"")),
        "no host": (b"GET / HTTP/1.1\r\nCookie: COOKIE\r\n\r\n", (b"400",)),
        "no request": (b"\x16\x03\x01\x02\x00", (b"400", b"")),
    }  # fmt: skip
    for name, (content, allowed) in cases.items():
        answer = raw(window, client, content)
        status = answer.split(b" ", 2)[1] if answer else b""
        assert status in allowed, (name, answer[:300])
        assert b"Traceback" not in answer
        assert client.get("/healthz").status == 200, name


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
