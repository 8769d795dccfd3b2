"""An archive that is not whole restores nothing, and nothing is overwritten."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.office.client import Window
from tests.office.postgresql_cluster import Cluster
from tests.office.safekeeping.archives import LIST, Ended, contents


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
