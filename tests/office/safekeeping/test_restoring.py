"""Backup and restore of an office: nothing of it missing, from either database to either."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
import zipfile
from pathlib import Path

import pytest

from tests.office.client import Client, Window
from tests.office.postgresql_cluster import Cluster
from tests.office.safekeeping.archives import Ended, contents, others, sequences
from tests.office.test_to_a_final_letter import FRAME


def test_what_was_backed_up_is_restored_to_the_last_byte(office: Path, archive: Path, tmp_path: Path) -> None:
    restored = tmp_path / "新" / "data"
    ended = Ended("restore", str(archive), "--data", str(restored))
    assert ended.status == 0, ended.text
    assert contents(restored) == contents(office)
    assert sum(map(len, contents(office).values())) >= 6
    assert sequences(restored) == sequences(office), "a number that was given once is never given again"
    assert others(restored) == others(office)
    assert "规则库/某文件/text.txt" in others(restored)
    assert {p.name for p in restored.parent.iterdir()} == {"data"}, "nothing is left beside it"
    if os.name == "posix":
        assert stat.S_IMODE(restored.stat().st_mode) == 0o700
        assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    window = Window(restored)
    try:
        client = Client(window)
        assert "甲-1" in client.get("/judge?text=甲-1").text
        assert client.get("/batch/1/source").status == 200
    finally:
        window.close()


@pytest.mark.parametrize("route", ["to", "from", "within"])
def test_an_office_moves_between_the_databases(
    office: Path, archive: Path, tmp_path: Path, postgresql: Cluster, route: str
) -> None:
    """From SQLite to PostgreSQL, back again, and from one PostgreSQL to another: the same rows, and numbers go on."""
    there = tmp_path / "there"
    address = postgresql.new_database()
    ended = Ended("restore", str(archive), "--data", str(there), database=address)
    assert ended.status == 0, ended.text
    assert not list(there.glob("*.sqlite3*"))
    if route == "to":
        window = Window(there, database=address)
        try:
            client = Client(window)
            assert "甲-1" in client.get("/judge?text=甲-1").text
            before = window.number("SELECT max(id) FROM office_draft")
            client.post("/judge/new", client.get("/judge/new").form("/judge/new") | FRAME)
            assert window.number("SELECT max(id) FROM office_draft") == before + 1
        finally:
            window.close()
        return
    second = tmp_path / "第二.zip"
    made = Ended("backup", "-o", str(second), "--data", str(there), database=address)
    assert made.status == 0, made.text
    back, other = tmp_path / "back", postgresql.new_database() if route == "within" else ""
    ended = Ended("restore", str(second), "--data", str(back), database=other)
    assert ended.status == 0, ended.text
    if route == "from":
        assert contents(back) == contents(office)
        assert sequences(back) == sequences(office)
        assert others(back) == others(office)
    with zipfile.ZipFile(archive) as first, zipfile.ZipFile(second) as again:
        rows = [n for n in first.namelist() if n.startswith("tables/")]
        assert [first.read(n) for n in rows] == [again.read(n) for n in rows]


def test_a_backup_taken_while_people_write_is_of_one_moment(tmp_path: Path) -> None:
    """Each form makes a draft and notes that it was sent; in an archive there are as many of one as of the other."""
    window = Window(tmp_path / "data")
    enough = threading.Event()
    written: list[int] = []

    def write() -> None:
        client = entered.another()
        for number in range(400):
            if enough.is_set():
                return
            answer = client.post(
                "/judge/new", client.get("/judge/new").form("/judge/new") | FRAME | {"编号": f"写-{number}"}
            )
            if answer.status == 200:
                written.append(number)

    try:
        entered = Client(window)
        writer = threading.Thread(target=write)
        writer.start()
        for number in range(2):
            while len(written) <= 3 * number:
                enough.wait(0.05)
            acknowledged = len(written)
            target = tmp_path / f"{number}.zip"
            made = Ended("backup", "-o", str(target), "--data", str(window.data))
            assert made.status == 0, made.text
            with zipfile.ZipFile(target) as file:
                drafts = len(file.read("tables/office.draft.jsonl").splitlines())
                sent = len(file.read("tables/office.submission.jsonl").splitlines())
            assert drafts == sent
            assert acknowledged <= drafts, "what was answered before the backup began is in it"
            restored = tmp_path / f"restored-{number}"
            assert Ended("restore", str(target), "--data", str(restored)).status == 0
            assert len(contents(restored)["office_draft"]) == drafts
            with sqlite3.connect(restored / "tiaoli.sqlite3") as database:
                assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        enough.set()
        writer.join(60)
        window.close()


def test_the_address_of_a_database_leaves_the_settings_and_the_rest_stays(tmp_path: Path, postgresql: Cluster) -> None:
    data, address = tmp_path / "data", postgresql.new_database()
    window = Window(data, database=address)
    Client(window)
    window.close()
    (data / "settings.toml").write_text(f'"数据库" = "{address}"\n"经办机构" = "某中心"\n', encoding="utf-8")
    target = tmp_path / "备份.zip"
    made = Ended("backup", "-o", str(target), "--data", str(data))
    assert made.status == 0, made.text
    assert "数据库" in made.text
    with zipfile.ZipFile(target) as file:
        assert "某中心" in file.read("files/settings.toml").decode()
        for name in file.namelist():
            assert postgresql.quoted.encode() not in file.read(name), name


def test_folders_that_lie_elsewhere_come_along_and_links_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    Window(data).close()
    for name in ("复核", "规则"):
        (elsewhere / name).mkdir(parents=True)
        (elsewhere / name / "一.toml").write_text(name, encoding="utf-8")
    (data / "规则库").mkdir()
    (data / "规则库" / "旧.toml").write_text("不用", encoding="utf-8")
    (data / "链接").symlink_to(elsewhere)
    monkeypatch.setenv("TIAOLI_REVIEWS", str(elsewhere / "复核"))
    monkeypatch.setenv("TIAOLI_CORPUS", str(elsewhere / "规则"))
    target = tmp_path / "备份.zip"
    made = Ended("backup", "-o", str(target), "--data", str(data))
    assert made.status == 0, made.text
    assert "链接" in made.text
    with zipfile.ZipFile(target) as file:
        assert file.read("files/reviews/一.toml").decode() == "复核"
        assert file.read("files/规则库/一.toml").decode() == "规则"
        assert "files/规则库/旧.toml" not in file.namelist()
