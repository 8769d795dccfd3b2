"""The record of an office on PostgreSQL, audited where it stands: by the setting by which the window finds it, and without writing.

What a forger does to it is found as in the file of SQLite (`test_record`); the database is that of a server of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from policy_dsl.diagnostics import Faults
from reasoner.driver import auditing
from reasoner.record.audit import AuditReport, audit
from reasoner.record.log_entry import BEGINNING, Draft, Entry, entry_of, read_line
from reasoner.record.store import Tail
from reasoner.record.table_file import DATABASE, TableFile
from reasoner.record.table_record import TableRecord
from reasoner.record.table_server import TableServer
from tests.office.client import ROOT, Client, Window
from tests.office.postgresql_cluster import PASSWORD, Cluster
from tests.office.test_record import DECISION, EXAMPLES, post

Copy = tuple[Path, str]
"""A data folder, and the address of its database."""


def worked_in(window: Window) -> Client:
    """Have applications judged, and decide one."""
    client = Client(window)
    assert client.upload("申请.json", json.dumps(EXAMPLES, ensure_ascii=False).encode()).status == 200
    assert "记下的决定" in post(client, "/case/1", "/case/1/decide", DECISION).text
    return client


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory, postgresql: Cluster) -> Copy:
    data, address = tmp_path_factory.mktemp("worked") / "data", postgresql.new_database()
    window = Window(data, database=address)
    try:
        worked_in(window)
    finally:
        window.close()
    return data, address


@pytest.fixture
def copied(worked: Copy, postgresql: Cluster) -> Copy:
    data, address = worked
    return data, postgresql.new_database(f"--template={address.rpartition('/')[2]}")


@pytest.fixture
def office(copied: Copy, monkeypatch: pytest.MonkeyPatch) -> Copy:
    """A copy that the setting names."""
    monkeypatch.setenv("TIAOLI_DATABASE", copied[1])
    return copied


def sql(office: Copy, statement: str, *values: object) -> None:
    with psycopg.connect(office[1]) as connection:
        connection.execute(statement.encode(), values)


def audited(office: Copy, *heads: Path) -> AuditReport:
    return auditing.audit(office[0], heads)


def head(office: Copy, path: Path) -> Path:
    auditing.audit(office[0], export=path)
    return path


def rewrite(office: Copy, change: Callable[[list[Entry]], list[Entry]]) -> None:
    """Change entries, and chain all of them anew, with their columns and the head: as somebody does who knows how."""
    kept = change([read_line(line) for line in TableServer(office[1]).lines()])
    previous = BEGINNING
    with psycopg.connect(office[1]) as database:
        abouts = dict(database.execute("SELECT n, about FROM office_recordentry").fetchall())
        database.execute("DELETE FROM office_recordentry")
        for n, e in enumerate(kept, 1):
            made, line = entry_of(n, e.at, Draft(e.kind, e.by, e.payload), previous)
            previous = made.digest
            database.execute(
                'INSERT INTO office_recordentry (n, at, kind, "by", about, digest, line) VALUES (%s, %s, %s, %s, %s, %s, %s)',
                (n, e.at, e.kind, e.by, abouts[e.n], made.digest, zlib.compress(line)),
            )
        database.execute("UPDATE office_recordhead SET size = %s, digest = %s", (len(kept), previous))


def test_an_untouched_record_holds_and_every_verdict_is_derived_again(office: Copy, tmp_path: Path) -> None:
    report = audited(office, head(office, tmp_path / "存根.json"))
    assert (report.holds, report.completeness.holds, report.notes) == (True, True, ())
    assert (report.entries, report.verdicts.verdicts, report.verdicts.not_derived) == (
        len(EXAMPLES) + 2, len(EXAMPLES), 0,
    )  # fmt: skip


def test_a_line_that_was_changed_is_found(office: Copy) -> None:
    with psycopg.connect(office[1]) as database:
        ((line,),) = database.execute("SELECT line FROM office_recordentry WHERE kind = 'decision'").fetchall()
    forged = zlib.compress(zlib.decompress(line).replace("不予".encode(), "同意".encode()))
    sql(office, "UPDATE office_recordentry SET line = %s WHERE kind = 'decision'", forged)
    report = audited(office)
    assert not report.integrity.holds
    assert any("内容与校验码不符" in f.message for f in report.integrity.faults)


@pytest.mark.parametrize("column", ["at", '"by"', "kind", "digest"])
def test_a_column_that_says_otherwise_than_its_line_is_found(office: Copy, column: str) -> None:
    sql(office, f"UPDATE office_recordentry SET {column} = '甲' WHERE n = 3")
    (fault,) = audited(office).integrity.faults
    assert "第3条旁边供查找的栏目与这一条不同" in fault.message


def test_a_verdict_that_pages_show_otherwise_than_it_was_recorded_is_found(office: Copy) -> None:
    with psycopg.connect(office[1]) as database:
        ((verdict,),) = database.execute("SELECT verdict FROM office_judgement WHERE entry = 2").fetchall()
    plain = json.loads(zlib.decompress(verdict)) | {"outcome": "may_proceed"}
    changed = zlib.compress(json.dumps(plain).encode())
    sql(office, "UPDATE office_judgement SET verdict = %s WHERE entry = 2", changed)
    (fault,) = audited(office).integrity.faults
    assert "窗口里的研判与所记的第2条不同" in fault.message


def test_a_verdict_without_an_entry_behind_recorded_ones_is_found(office: Copy) -> None:
    sql(
        office,
        "INSERT INTO office_judgement (case_id, data, verdict, at, basis) SELECT case_id, data, verdict, at, basis FROM office_judgement WHERE entry = 2",
    )
    (fault,) = audited(office).integrity.faults
    assert "窗口里有1份研判没有记录" in fault.message


def test_last_rows_that_were_cut_are_found_by_the_head_of_the_tables(office: Copy) -> None:
    sql(office, "DELETE FROM office_recordentry WHERE n > 5")
    assert any("末尾的记录被截去" in f.message for f in audited(office).integrity.faults)


def test_where_the_head_was_moved_too_a_head_exported_before_finds_it(office: Copy, tmp_path: Path) -> None:
    before = head(office, tmp_path / "存根.json")
    rewrite(office, lambda kept: kept[:-1])
    report = audited(office, before)
    # No record can say of itself that its end was cut off; the decision that was its last entry still stands in its own table.
    assert [f.message for f in report.integrity.faults] == ["窗口里申请EX-1的一项决定没有记录:不是由窗口写入的"]
    assert report.completeness.holds is False
    assert "末尾的记录被截去" in report.completeness.heads[0].message


def test_a_verdict_taken_out_and_the_chain_rewritten_is_found(office: Copy, tmp_path: Path) -> None:
    before = head(office, tmp_path / "存根.json")
    rewrite(office, lambda kept: [e for e in kept if e.n != 4])
    report = audited(office, before)
    assert (report.holds, report.completeness.holds) == (False, False)


def test_a_verdict_changed_and_the_chain_rewritten_is_found_without_any_head(office: Copy) -> None:
    def change(kept: list[Entry]) -> list[Entry]:
        plain = json.loads(json.dumps(kept[1].payload))
        plain["verdict"]["outcome"] = "may_proceed"
        changed = Entry(kept[1].n, kept[1].at, kept[1].kind, kept[1].by, plain, kept[1].digest, kept[1].previous)
        return [kept[0], changed, *kept[2:]]

    rewrite(office, change)
    assert audited(office).verdicts.holds is False, "it does not follow from its facts"


def test_rules_that_were_exchanged_are_found(office: Copy) -> None:
    sql(office, "UPDATE office_recordkept SET content = %s WHERE kind = 'rules'", zlib.compress(b"{}"))
    report = audited(office)
    assert report.verdicts.holds is False
    assert "与校验码不符" in report.verdicts.faults[0].message


# --- by the command, while the window runs --------------------------------------------------------------------


def ran(address: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reasoner.cli.main", *options]
    environment = {**os.environ, "TIAOLI_DATABASE": address}
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, timeout=100, check=False, env=environment
    )  # fmt: skip
    assert PASSWORD not in done.stdout + done.stderr, "the password is never told"
    return done


@pytest.fixture
def running(copied: Copy) -> Iterator[Window]:
    window = Window(copied[0], database=copied[1])
    yield window
    window.close()


def test_audit_replay_and_package_find_the_database_by_the_setting_of_serve(running: Window, tmp_path: Path) -> None:
    data = str(running.data)
    stub = tmp_path / "存根.json"
    done = ran(running.database, "audit", data, "--export-head", str(stub))
    assert (done.returncode, "完好" in done.stdout) == (0, True), done.stdout + done.stderr
    assert ran(running.database, "audit", data, "--head", str(stub), "--chain-only").returncode == 0
    replay = ran(running.database, "replay", data, "--json")
    assert json.loads(replay.stdout)["judged"] == len(EXAMPLES)
    package = ("--package", EXAMPLES[0]["编号"], "-o", str(tmp_path / "案.zip"))
    assert ran(running.database, "audit", data, *package).returncode == 0
    sql((running.data, running.database), "UPDATE office_recordentry SET kind = '甲' WHERE n = 3")
    assert ran(running.database, "audit", data).returncode == 1


def test_the_address_may_stand_in_the_settings_of_the_data_folder(
    copied: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TIAOLI_SETTINGS", "TIAOLI_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    (tmp_path / "settings.toml").write_text(f'"数据库" = "{copied[1]}"\n', encoding="utf-8")
    assert auditing.audit(tmp_path).entries == len(EXAMPLES) + 2


def test_a_reader_without_the_right_to_write_can_audit(office: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written: somebody who may only read gets the same findings."""
    name = f"auditor_{office[1].rpartition('/')[2]}"
    sql(office, f"CREATE ROLE {name} LOGIN PASSWORD 'nur-lesen'")
    sql(office, f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}")
    host = office[1].rpartition("@")[2]
    monkeypatch.setenv("TIAOLI_DATABASE", f"postgresql://{name}:nur-lesen@{host}")
    assert audited(office).holds
    with (
        psycopg.connect(os.environ["TIAOLI_DATABASE"]) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("DELETE FROM office_recordentry")
    with pytest.raises(Faults):
        deleted(office[1])
    assert audited(office).holds, "whoever may write writes nothing here either"


def deleted(address: str) -> list[object]:
    with TableServer(address).opened() as tables:
        return [*tables.rows("DELETE FROM office_recordentry RETURNING n")]


def test_where_a_file_and_the_setting_speak_of_two_records_neither_is_taken(
    office: Copy, tmp_path: Path, worked: Copy
) -> None:
    """A leftover file beside PostgreSQL, or a copy looked at on the machine of the office: what is audited is never a guess."""
    window = Window(tmp_path / "data", database="")
    window.close()
    with pytest.raises(Faults) as error:
        auditing.audit(tmp_path / "data")
    assert [d.code for d in error.value.diagnostics] == ["U204"]
    with pytest.raises(Faults):
        audit(TableFile(tmp_path / "none"))
    record, _ = auditing.record_in(tmp_path / "data" / DATABASE)
    assert isinstance(record, TableFile), "a file that is named itself is what is read"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("mysql://office@localhost/office", "U230"),
        ("postgresql://office:geheim-口令-%40x@127.0.0.1:1/office", "U231"),
        ("postgresql://office:geheim-口令-%40x@127.0.0.1/office?nothing=1", "U230"),
    ],
)
def test_a_database_that_cannot_be_reached_is_told_without_its_password(worked: Copy, address: str, code: str) -> None:
    done = ran(address, "audit", str(worked[0]))
    assert done.returncode == 2
    assert code in done.stderr


def test_a_database_without_a_record_is_told(worked: Copy, postgresql: Cluster) -> None:
    done = ran(postgresql.new_database(), "audit", str(worked[0]))
    assert (done.returncode, "U204" in done.stderr) == (2, True)


# --- what the window adds meanwhile ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_added_while_the_record_is_read_is_no_fault(kind: str, tmp_path: Path, postgresql: Cluster) -> None:
    """A window that judges between the first line and the last: the audit speaks of one moment."""
    address = postgresql.new_database() if kind == "postgresql" else ""
    window = Window(tmp_path / "data", database=address)
    try:
        client = worked_in(window)
        store: TableRecord = TableServer(address) if address else TableFile(tmp_path / "data" / DATABASE)
        lines = store.lines()
        entries = [read_line(next(lines))]
        assert post(client, "/case/1", "/case/1/again", {}).status == 200
        entries += map(read_line, lines)
        assert window.number("SELECT size FROM office_recordhead") == len(entries) + 1, "it was added meanwhile"
        assert store.beside(Tail(entries[-1].n, entries[-1].digest)) == ()
        assert audit(store)[0].holds
    finally:
        window.close()
