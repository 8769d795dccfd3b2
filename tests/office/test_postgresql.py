"""The window on PostgreSQL: what SQLite forgives and it does not, one writer at a time, a server that stops, a password nobody sees."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from tests.office.client import ROOT, Client, Page, Window
from tests.office.postgresql_cluster import PASSWORD, Cluster, cluster
from tests.office.test_to_a_final_letter import FRAME

HIDDEN = (PASSWORD, "%E5%8F%A3%E4%BB%A4")


def told(data: Path, address: str) -> str:
    """What `serve` says of a database that it cannot use."""
    command = [sys.executable, "-m", "reasoner.cli.main", "serve", "--port", "0", "--data", str(data)]
    environment = {**os.environ, "TIAOLI_DATABASE": address, "TIAOLI_DEBUG": ""}
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=90, check=False, env=environment)
    assert ended.returncode == 2, ended.stdout + ended.stderr
    assert ended.stdout == ""
    assert not [h for h in HIDDEN if h in ended.stderr], "the password is never told"
    return ended.stderr


@pytest.fixture
def opened(tmp_path: Path, postgresql: Cluster) -> Window:
    window = Window(tmp_path / "data", database=postgresql.new_database())
    yield window  # type: ignore[misc]
    window.close()


def begun(client: Client, **fields: str) -> Page:
    return client.post("/judge/new", client.get("/judge/new").form("/judge/new") | FRAME | fields)


def test_what_is_kept_stands_in_postgresql_and_the_folder_holds_no_database(opened: Window) -> None:
    client = Client(opened)
    page = begun(client)
    assert page.status == 200
    assert opened.number("SELECT count(*) FROM office_draft") == 1
    assert not list(opened.data.glob("*.sqlite3*"))
    assert (opened.data / "settings.toml").is_file()


def test_the_address_may_stand_in_the_settings(
    tmp_path: Path, postgresql: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TIAOLI_SETTINGS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    address = postgresql.new_database()
    data = tmp_path / "data"
    data.mkdir()
    (data / "settings.toml").write_text(
        f'"数据库" = "{address}"\n"经办机构" = "某某市医疗保障事业中心"\n', encoding="utf-8"
    )
    window = Window(data)
    try:
        client = Client(window)
        begun(client)
        assert not list(data.glob("*.sqlite3*"))
        assert postgresql.query(address, "SELECT count(*) FROM office_draft").strip() == "1"
        page = client.get("/settle/bureau")
        assert "某某市医疗保障事业中心" in page.text
        assert not [h for h in (*HIDDEN, address) if h in page.text]
        saved = client.post("/settle/bureau", page.form("/settle/bureau") | {"经办机构": "某某市医保中心"})
        assert saved.status == 200
        assert address in (data / "settings.toml").read_text(encoding="utf-8"), "what the page does not show stays"
    finally:
        window.close()


def test_a_character_that_postgresql_cannot_keep_breaks_no_page_and_loses_no_application(opened: Window) -> None:
    """NUL in a name, in a search, in a choice: PostgreSQL refuses it in a text."""
    client = Client(opened)
    page = begun(client, **{"名称": "示例\x00医院", "编号": "QD\x00-1"})
    assert page.status < 500
    for path in ("/judge?text=%00", "/ledger/register?text=%00", "/batch/1?steps=%00", "/todo/step?step=%00"):
        assert client.get(path).status < 500, path


def test_a_search_finds_a_number_whatever_its_case_as_sqlite_does(opened: Window) -> None:
    client = Client(opened)
    address = begun(client).address
    number = address.rpartition("/")[2]
    finished = client.post(f"/judge/draft/{number}/finish", client.get(address).form(f"/judge/draft/{number}/finish"))
    assert finished.status in (200, 422), finished.text[-500:]
    sent = '{"编号": "QD-2024-018", "事项": "新增购买住院床位", "日期": "2024-05-01", "机构": {"名称": "示例医院", "类型": "综合医院", "所在地": "胶州市"}}'
    assert client.upload("一份.json", sent.encode()).status == 200
    assert "QD-2024-018" in client.get("/judge?text=qd-2024").text


def test_one_writer_at_a_time_and_who_waits_too_long_is_told(opened: Window) -> None:
    """What somebody else writes is waited for; a form sent twice at once makes one thing."""
    from reasoner.office.postgresql.base import WRITER

    client = Client(opened)
    fields = client.get("/judge/new").form("/judge/new") | FRAME
    answers: list[Page] = []
    with psycopg.connect(opened.database) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [WRITER])
        sending = [threading.Thread(target=lambda: answers.append(client.post("/judge/new", fields))) for _ in range(3)]
        for thread in sending:
            thread.start()
        time.sleep(1)
        assert not answers, "nobody writes while somebody does"
        assert client.get("/judge").status == 200, "and nobody who reads waits"
        other.rollback()
    for thread in sending:
        thread.join(60)
    assert {a.status for a in answers} == {200}
    assert len({a.address for a in answers}) == 1
    assert opened.number("SELECT count(*) FROM office_draft") == 1


def test_a_server_that_stops_is_told_and_one_that_is_back_is_used(tmp_path: Path) -> None:
    with cluster() as own:
        window = Window(tmp_path / "data", database=own.new_database())
        try:
            client = Client(window)
            kept = begun(client)
            assert kept.status == 200
            fields = client.get("/judge/new").form("/judge/new") | FRAME
            own.control("stop", "-m", "immediate")
            for page in (client.get("/judge"), client.post("/judge/new", fields)):
                assert page.status == 503
                assert "U231" in page.text
                assert not [h for h in HIDDEN if h in page.text]
            assert client.get("/healthz").status == 200
            own.control("start", "-l", str(own.folder / "server.log"))
            assert client.get(kept.address).status == 200
            assert client.post("/judge/new", fields).status == 200
            assert window.number("SELECT count(*) FROM office_draft") == 2
        finally:
            window.close()
        log = (own.folder / "server.log").read_text(encoding="utf-8", errors="replace")
        assert "示例医院" not in log, "what an application says is in no log of the server"


def test_two_windows_on_one_database_are_told(opened: Window, tmp_path: Path) -> None:
    assert "U171" in told(tmp_path / "another", opened.database)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("mysql://office@localhost/office", "U230"),
        ("/somewhere/office.sqlite3", "U230"),
        ("postgresql://office@localhost:5432", "U230"),
        ("postgresql://office:geheim-口令-%40x@localhost:port/office", "U231"),
        ("postgresql://office:geheim-口令-%40x@localhost/office?nothing=1", "U230"),
        ("postgresql://office:geheim-口令-%40x@127.0.0.1:1/office", "U231"),
        ("postgresql://office:geheim-口令-%40x%zz@127.0.0.1:1/office", "U230"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(tmp_path: Path, address: str, code: str) -> None:
    assert code in told(tmp_path / "data", address)


def test_a_wrong_password_and_a_database_that_is_not_there_are_told(tmp_path: Path, postgresql: Cluster) -> None:
    address = postgresql.new_database()
    wrong = told(tmp_path / "a", address.replace(postgresql.quoted, "falsch"))
    assert "U231" in wrong
    assert "falsch" not in wrong
    assert "U231" in told(tmp_path / "b", f"{address}none")


def test_a_database_that_cannot_keep_chinese_or_loses_what_it_said_is_refused(
    tmp_path: Path, postgresql: Cluster
) -> None:
    latin = postgresql.new_database("--encoding=LATIN1", "--template=template0")
    assert "U232" in told(tmp_path / "a", latin)
    with cluster("fsync=off") as careless:
        assert "U232" in told(tmp_path / "b", careless.new_database())


def test_check_never_imports_psycopg_and_a_window_on_sqlite_neither() -> None:
    code = (
        "import sys; from pathlib import Path; from reasoner.cli.main import main; from reasoner.driver.judging import DEMO\n"
        "assert main(['check', str(DEMO), '--json']) == 0\n"
        "assert 'psycopg' not in sys.modules\n"
        "from reasoner.office.configuration import configure; configure(Path('.'), ('127.0.0.1',), 'x')\n"
        "import reasoner.office.urls\n"
        "assert 'psycopg' not in sys.modules"
    )
    environment = {**os.environ, "TIAOLI_DATABASE": ""}
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False, env=environment
    )
    assert ended.returncode == 0, ended.stderr


def test_texts_longer_than_a_column_or_an_index_takes_break_nothing(opened: Window) -> None:
    """SQLite keeps a text of any length in any column; PostgreSQL refuses what is longer than it, or than its index can hold."""
    client = Client(opened)
    long = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(1900))
    facility = {"名称": f"示例医院{long}", "类型": "综合医院", "所在地": "胶州市", "统一社会信用代码": long[:100]}
    application = {"编号": long, "事项": "新增购买住院床位", "日期": "2024-05-01", "机构": facility}
    page = client.upload("长.json", json.dumps(application, ensure_ascii=False).encode())
    assert page.status == 200, page.text[-500:]
    assert opened.number("SELECT count(*) FROM office_case") == 1
    form = client.get("/files/new?case=1")
    assert form.status == 200
    received = client.post("/files/new", form.form("/files/new") | {"case": "1", "收到日期": "2024-05-01"})
    assert received.status < 500, received.text[-500:]
    assert client.get("/").status == 200


WITHOUT_FIGURES = """
import sys
from pathlib import Path
from reasoner.office.configuration import configure
configure(Path(sys.argv[1]), (), "tiaoli_none", sys.argv[2])
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connection
from django.db.models import OuterRef, Subquery
from reasoner.office.models import Case, Judgement
cases = Case.objects.bulk_create(Case(data="{}", number=str(n), outcome="barred", changed="x") for n in range(3000))
Judgement.objects.bulk_create(Judgement(case=c, data="{}", verdict=b"x" * 2000, at="x", basis="old") for c in cases)
last = Judgement.objects.filter(case=OuterRef("pk")).order_by("-id").values("basis")[:1]
older = Case.objects.annotate(basis=Subquery(last)).exclude(basis="new")
print(older.count(), older.explain())
"""


def test_the_last_verdict_of_each_case_is_looked_up_by_the_case_whatever_the_server_knows_of_the_tables(
    tmp_path: Path, postgresql: Cluster
) -> None:
    """Of what was just taken in or restored a server has no figures yet: by the number alone it went through all verdicts for each case."""
    command = [sys.executable, "-c", WITHOUT_FIGURES, str(tmp_path), postgresql.new_database()]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=90, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("3000 ")
    assert "last_verdict_of_case" in ended.stdout, ended.stdout
