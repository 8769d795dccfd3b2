"""A record in tables is the same record: the protocol of the store holds nothing that only a folder has."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.record.audit import audit
from reasoner.record.log_entry import read_line, sha256
from reasoner.record.package import package
from reasoner.record.package_check import check_package
from reasoner.record.recording import Recorder
from reasoner.record.replay import replay
from reasoner.record.store import NOTHING, Draft, Kept, Store, Tail, append
from tests.trail.records import APPLICATIONS, KEY, FolderStore, Ticking, judged


class Tables:
    """A store in a database: what is appended is there when its transaction has ended, with all else that was done in it."""

    def __init__(self, path: Path) -> None:
        self.database = sqlite3.connect(path, isolation_level=None)
        self.database.execute("CREATE TABLE head (n INTEGER, digest TEXT)")
        self.database.execute("CREATE TABLE line (n INTEGER PRIMARY KEY, text BLOB)")
        self.database.execute("CREATE TABLE kept (kind TEXT, digest TEXT, content BLOB, PRIMARY KEY (kind, digest))")
        self.database.execute("INSERT INTO head VALUES (?, ?)", NOTHING)

    @contextmanager
    def appending(self) -> Iterator[_Rows]:
        self.database.execute("BEGIN IMMEDIATE")
        try:
            yield _Rows(self.database)
        except BaseException:
            self.database.execute("ROLLBACK")
            raise
        self.database.execute("COMMIT")

    def lines(self) -> Iterator[bytes]:
        for (text,) in self.database.execute("SELECT text FROM line ORDER BY n"):
            yield text

    unfinished = 0

    def beside(self, end: Tail) -> tuple[str, ...]:
        head = Tail(*self.database.execute("SELECT n, digest FROM head").fetchone())
        return () if head == end else ("the head differs",)

    def keep(self, kind: Kept, content: bytes) -> str:
        digest = sha256(content)
        self.database.execute("INSERT OR IGNORE INTO kept VALUES (?, ?, ?)", (kind, digest, content))
        return digest

    def kept(self, kind: Kept, digest: str) -> bytes | None:
        row = self.database.execute("SELECT content FROM kept WHERE kind = ? AND digest = ?", (kind, digest)).fetchone()
        return None if row is None else row[0]


class _Rows:
    torn = b""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.tail = Tail(*database.execute("SELECT n, digest FROM head").fetchone())

    def add(self, lines: Sequence[bytes]) -> None:
        for number, line in enumerate(lines, self.tail.size + 1):
            self.database.execute("INSERT INTO line VALUES (?, ?)", (number, line))
        last = read_line(lines[-1])
        self.database.execute("UPDATE head SET n = ?, digest = ?", (last.n, last.digest))


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    return Tables(tmp_path / "record.sqlite3")


def test_the_same_drafts_give_the_same_lines(tables: Tables, tmp_path: Path) -> None:
    stores: list[Store] = [tables, FolderStore(tmp_path / "folder")]
    for store in stores:
        clock = Ticking()
        for n in range(5):
            append(store, [Draft("note", "张三", {"n": n})], lambda: "0" * 32, clock)
    first, second = (list(store.lines()) for store in stores)
    assert first == second


def test_a_record_in_tables_is_audited_replayed_and_packed(tables: Tables) -> None:
    writer = Recorder(tables, rule_base(), official_texts(), "张三", lambda: KEY, Ticking())
    writer.record(judged(APPLICATIONS))
    report, _ = audit(tables)
    assert (report.holds, report.verdicts.verdicts) == (True, len(APPLICATIONS))
    assert replay(tables, rule_base()).judged == len(APPLICATIONS)
    assert check_package(package(tables, APPLICATIONS[0]["编号"], {}, "record"), "x").holds


def test_what_is_rolled_back_was_never_recorded(tables: Tables) -> None:
    append(tables, [Draft("note", "", {"n": 1})], lambda: "0" * 32, Ticking())
    with pytest.raises(ValueError, match=r"record"):
        append(tables, [Draft("note", "", {"n": 2}), Draft("note", "", {"n": 0.5})], lambda: "0" * 32, Ticking())
    append(tables, [Draft("note", "", {"n": 3})], lambda: "0" * 32, Ticking())
    assert [read_line(line).payload.get("n") for line in tables.lines()] == [None, 1, 3]
    assert audit(tables)[0].holds
