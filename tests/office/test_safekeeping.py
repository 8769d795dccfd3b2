"""Backup, restore and upgrade of an office: nothing of it missing, nothing half, nothing overwritten, from either database to either."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.office.client import ROOT, Client, Window
from tests.office.postgresql_cluster import PASSWORD, Cluster
from tests.office.test_to_a_final_letter import FRAME

LIST = "清单.json"


class Ended:
    """A command that has ended."""

    def __init__(self, *arguments: str, database: str = "") -> None:
        environment = {**os.environ, "TIAOLI_DATABASE": database}
        ran = subprocess.run(
            [sys.executable, "-m", "reasoner.cli.main", "office", *arguments],
            capture_output=True, text=True, cwd=ROOT, timeout=300, check=False, env=environment,
        )  # fmt: skip
        self.status, self.text = ran.returncode, ran.stdout + ran.stderr
        assert PASSWORD not in self.text
        assert "Traceback" not in self.text


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office with a draft, a file of two rows, a setting, a review and a corpus of its own."""
    data = tmp_path_factory.mktemp("office") / "data"
    window = Window(data)
    fill(window)
    window.close()
    return data


def fill(window: Window) -> None:
    client = Client(window)
    client.post("/judge/new", client.get("/judge/new").form("/judge/new") | FRAME)
    listed = [
        {"编号": f"甲-{n}", "事项": "新增定点零售药店", "日期": "2024-05-01", "机构": {"名称": "甲药房", "类型": "零售药店", "所在地": "城阳区"}}
        for n in range(2)
    ]  # fmt: skip
    client.upload("两份.json", json.dumps({"申请": listed}, ensure_ascii=False).encode())
    settings = client.get("/settle/bureau")
    client.post("/settle/bureau", settings.form("/settle/bureau") | {"经办机构": "某某市医疗保障事业中心"})
    (window.data / "reviews").mkdir(exist_ok=True)
    (window.data / "reviews" / "记录.toml").write_text("# 复核\n", encoding="utf-8")
    (window.data / "规则库" / "某文件").mkdir(parents=True)
    (window.data / "规则库" / "某文件" / "text.txt").write_bytes(b"\x00\xff" * 10)


@pytest.fixture(scope="module")
def archive(office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("archive") / "备份.zip"
    made = Ended("backup", "-o", str(target), "--data", str(office))
    assert made.status == 0, made.text
    assert hashlib.sha256(target.read_bytes()).hexdigest() in made.text
    return target


def contents(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of a database file, but what Django notes of its own work."""
    with sqlite3.connect(data / "tiaoli.sqlite3") as file:
        names = [
            n for (n,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'office_%'")
        ]
        return {n: sorted(file.execute(f"SELECT * FROM {n}").fetchall(), key=repr) for n in sorted(names)}


def sequences(data: Path) -> dict[str, int]:
    with sqlite3.connect(data / "tiaoli.sqlite3") as file:
        return dict(file.execute("SELECT name, seq FROM sqlite_sequence WHERE name LIKE 'office_%'").fetchall())


def others(data: Path) -> dict[str, bytes]:
    """The files of an office beside its database."""
    return {
        p.relative_to(data).as_posix(): p.read_bytes()
        for p in data.rglob("*")
        if p.is_file() and not p.name.startswith(("tiaoli.sqlite3", "window.lock"))
    }


# --- whole ------------------------------------------------------------------------------------------------------


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


# --- not at all -------------------------------------------------------------------------------------------------


def cut(archive: Path, target: Path) -> None:
    content = archive.read_bytes()
    target.write_bytes(content[: len(content) * 2 // 3])


def flipped(archive: Path, target: Path) -> None:
    """One byte within the compressed rows of a table."""
    content = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as file:
        info = file.getinfo("tables/office.case.jsonl")
    content[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 0xFF
    target.write_bytes(bytes(content))


def remade(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path, Path], None]:
    """An archive that was unpacked, changed and packed again."""

    def make(archive: Path, target: Path) -> None:
        with zipfile.ZipFile(archive) as file:
            parts = {n: file.read(n) for n in file.namelist()}
        change(parts)
        with zipfile.ZipFile(target, "w") as file:
            for name, content in parts.items():
                file.writestr(name, content)

    return make


def listed(parts: dict[str, bytes], change: Callable[[dict[str, object]], None]) -> None:
    data = json.loads(parts[LIST])
    change(data)
    parts[LIST] = json.dumps(data, ensure_ascii=False).encode()


def swap_rows(parts: dict[str, bytes], rows: bytes) -> None:
    """Rows that fit their digest, and not their table."""
    name = "tables/office.draft.jsonl"
    parts[name] = rows

    def change(data: dict[str, object]) -> None:
        for part in data["内容"]:  # type: ignore[attr-defined]
            if part["名称"] == name:
                part |= {"字节": len(rows), "校验码": hashlib.sha256(rows).hexdigest()}
        for table in data["数据表"]:  # type: ignore[attr-defined]
            if table["文件"] == name:
                table["行数"] = len(rows.splitlines())

    listed(parts, change)


def add_listed(parts: dict[str, bytes], name: str) -> None:
    parts[name] = b"x"
    part = {"名称": name, "字节": 1, "校验码": hashlib.sha256(b"x").hexdigest()}
    listed(parts, lambda data: data["内容"].append(part))  # type: ignore[attr-defined]


UNFIT: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "cut": (cut, "U233"),
    "one byte": (flipped, "U233"),
    "no zip": (lambda _, t: t.write_bytes(b"PK\x03\x04 nothing"), "U233"),
    "empty": (lambda _, t: t.write_bytes(b""), "U233"),
    "another zip": (remade(lambda p: p.pop(LIST)), "U233"),
    "a part that is missing": (remade(lambda p: p.pop("files/reviews/记录.toml")), "U233"),
    "a part too many": (remade(lambda p: p.update({"files/多.txt": b"x"})), "U233"),
    "a part that is another": (remade(lambda p: p.update({"files/reviews/记录.toml": "# 改动\n".encode()})), "U233"),
    "a name that leads out": (remade(lambda p: add_listed(p, "files/../../外.txt")), "U233"),
    "a name of Windows": (remade(lambda p: add_listed(p, "files/C:\\外.txt")), "U233"),
    "a name without its place": (remade(lambda p: add_listed(p, "外.txt")), "U233"),
    "a list that is none": (remade(lambda p: p.update({LIST: b'{"\xe6'})), "U233"),
    "another format": (remade(lambda p: listed(p, lambda d: d.update({"格式": "tiaoli-office-9"}))), "U233"),
    "a later version": (remade(lambda p: listed(p, lambda d: d["结构"].append(["office", "9999_later"]))), "U234"),  # type: ignore[attr-defined]
    "rows of another table": (remade(lambda p: swap_rows(p, b'[1, "x"]\n')), "U233"),
    "rows that are no JSON": (remade(lambda p: swap_rows(p, b"[1, \n")), "U233"),
    "a row that leads to none": (
        remade(lambda p: swap_rows(p, b'[1, "{}", "2024-05-01T00:00:00", "2024-05-01T00:00:00", 999]\n')), "U233",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNFIT)
def test_an_archive_that_is_not_whole_restores_nothing(archive: Path, tmp_path: Path, name: str) -> None:
    make, code = UNFIT[name]
    unfit = tmp_path / "坏.zip"
    make(archive, unfit)
    ended = Ended("restore", str(unfit), "--data", str(tmp_path / "里" / "data"))
    assert ended.status == 2, ended.text
    assert code in ended.text
    assert not (tmp_path / "里" / "data").exists()
    assert not (tmp_path / "外.txt").exists()
    assert not list((tmp_path / "里").iterdir()) if (tmp_path / "里").exists() else True


def test_in_postgresql_nothing_is_left_either(archive: Path, tmp_path: Path, postgresql: Cluster) -> None:
    address, unfit, data = postgresql.new_database(), tmp_path / "坏.zip", tmp_path / "data"
    UNFIT["a row that leads to none"][0](archive, unfit)
    assert "U233" in Ended("restore", str(unfit), "--data", str(data), database=address).text
    assert not data.exists()
    assert postgresql.query(address, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").strip() == "0"
    assert Ended("restore", str(archive), "--data", str(data), database=address).status == 0


def test_nothing_is_overwritten(office: Path, archive: Path, tmp_path: Path, postgresql: Cluster) -> None:
    before = archive.read_bytes()
    ended = Ended("backup", "-o", str(archive), "--data", str(office))
    assert (ended.status, archive.read_bytes()) == (2, before)
    assert "U109" in ended.text
    kept = contents(office)
    assert "U235" in Ended("restore", str(archive), "--data", str(office)).text
    assert contents(office) == kept
    address = postgresql.new_database()
    assert Ended("restore", str(archive), "--data", str(tmp_path / "a"), database=address).status == 0
    assert "U235" in Ended("restore", str(archive), "--data", str(tmp_path / "b"), database=address).text
    assert not (tmp_path / "b").exists()


def test_where_there_is_no_office_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("none", "empty"):
        for command in (("backup", "-o", str(tmp_path / "x.zip")), ("upgrade",)):
            ended = Ended(*command, "--data", str(tmp_path / name))
            assert ended.status == 2
            assert "U236" in ended.text
    assert not (tmp_path / "none").exists()
    assert not list((tmp_path / "empty").iterdir())
    assert "U233" in Ended("restore", str(tmp_path / "x.zip"), "--data", str(tmp_path / "new")).text
    assert "U107" in Ended("backup", "-o", str(tmp_path / "none" / "x.zip"), "--data", str(_made(tmp_path))).text


def _made(folder: Path) -> Path:
    Window(folder / "made").close()
    return folder / "made"


# --- upgrade ----------------------------------------------------------------------------------------------------


def first_form(data: Path, database: str = "") -> None:
    """An office as the first version left it, with a case and a verdict."""
    code = (
        "import sys; from pathlib import Path\n"
        "from reasoner.office.configuration import configure\n"
        f"configure(Path({str(data)!r}), (), 'x', {database!r})\n"
        "from django.db import connection\n"
        "from django.db.migrations.executor import MigrationExecutor\n"
        "executor = MigrationExecutor(connection)\n"
        "state = executor.migrate([('office', '0001_initial')])\n"
        "Case = state.apps.get_model('office', 'Case')\n"
        "made = Case.objects.create(data='{}', number='旧-1', changed='2024-05-01T00:00:00')\n"
        "state.apps.get_model('office', 'Judgement').objects.create(case=made, data='{}', verdict=b'x', at='2024-05-01T00:00:00')\n"
    )
    data.mkdir()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=120)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_upgrade_backs_up_first_and_tells_the_way_back(tmp_path: Path, postgresql: Cluster, kind: str) -> None:
    data, address = tmp_path / "data", postgresql.new_database() if kind == "postgresql" else ""
    first_form(data, address)
    ended = Ended("upgrade", "--data", str(data), database=address)
    assert ended.status == 0, ended.text
    assert "0002_basis_of_judgements" in ended.text
    (backup,) = (data / "备份").iterdir()
    assert f"tiaoli office restore {backup}" in ended.text
    with zipfile.ZipFile(backup) as file:
        forms = json.loads(file.read(LIST))["结构"]
        assert ["office", "0001_initial"] in forms
        assert ["office", "0002_basis_of_judgements"] not in forms, "it is as the earlier version can read it"
    again = Ended("upgrade", "--data", str(data), database=address)
    assert again.status == 0
    assert len(list((data / "备份").iterdir())) == 1, "nothing to be done, nothing done"
    restored = Ended("restore", str(backup), "--data", str(tmp_path / "restored"))
    assert restored.status == 0, restored.text
    assert len(contents(tmp_path / "restored")["office_judgement"]) == 1
    assert not (tmp_path / "restored" / "备份").exists(), "backups hold no backups"


def test_a_window_that_opens_an_earlier_office_backs_up_first(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first_form(data)
    window = Window(data)
    try:
        assert "旧-1" in Client(window).get("/judge?text=旧-1").text
        assert len(list((data / "备份").iterdir())) == 1
        assert "U171" in Ended("upgrade", "--data", str(data)).text, "not while a window is open"
    finally:
        window.close()


def test_an_office_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    Window(data).close()
    with sqlite3.connect(data / "tiaoli.sqlite3") as file:
        file.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('office', '9999_later', '2030-01-01 00:00:00')"
        )
    for command in (("upgrade",), ("backup", "-o", str(tmp_path / "x.zip"))):
        ended = Ended(*command, "--data", str(data))
        assert "U234" in ended.text
    assert not (tmp_path / "x.zip").exists()
    window = Window(data)
    assert window.address == ""
    assert window.process.stderr is not None
    assert "U234" in window.process.stderr.read()
    assert window.close() == 2
