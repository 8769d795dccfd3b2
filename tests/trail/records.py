"""Records made for tests, and what a forger does to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from reasoner.driver.current_rule_base import official_texts, reader, rule_base
from reasoner.intake.loaded_data import Loaded
from reasoner.interpreter.judge import judge
from reasoner.model.application import Application
from reasoner.model.verdict import Verdict
from reasoner.record.folder import FolderStore
from reasoner.record.log_entry import BEGINNING, Draft, Entry, entry_of, read_line
from reasoner.record.recording import Recorder

ROOT = Path(__file__).parents[2]
APPLICATIONS: Final[list[dict[str, Any]]] = [
    e["application"] for e in json.loads((ROOT / "tests/conformance/examples.json").read_text(encoding="utf-8"))
]
KEY: Final = b"k" * 32
CHINA: Final = timezone(timedelta(hours=8))


class Ticking:
    """A clock that goes on by a second each time it is asked."""

    def __init__(self, start: str = "2026-11-30T09:00:00") -> None:
        self.next = datetime.fromisoformat(start).replace(tzinfo=CHINA)

    def __call__(self) -> datetime:
        self.next += timedelta(seconds=1)
        return self.next


def read(applications: Iterable[dict[str, Any]]) -> list[Application]:
    return [a for plain in applications for a in reader().read(Loaded(plain, "test"))]


def judged(applications: Iterable[dict[str, Any]]) -> list[tuple[Application, Verdict]]:
    return [(a, judge(rule_base(), a)) for a in read(applications)]


def recorder(folder: Path, clock: Ticking | None = None, by: str = "张三") -> Recorder:
    return Recorder(FolderStore(folder), rule_base(), official_texts(), by, lambda: KEY, clock or Ticking())


def record(folder: Path, applications: Sequence[dict[str, Any]] = APPLICATIONS) -> FolderStore:
    """A record with a verdict on each application."""
    recorder(folder).record(judged(applications))
    return FolderStore(folder)


def lines_of(folder: Path) -> list[bytes]:
    return [*FolderStore(folder).lines()]


def write_lines(folder: Path, lines: Iterable[bytes]) -> None:
    FolderStore(folder).log.write_bytes(b"".join(line + b"\n" for line in lines))


def rechained(lines: Iterable[bytes]) -> list[bytes]:
    """The same payloads as a record that is whole in itself: numbers, digests and chain made anew."""
    chained: list[bytes] = []
    previous = BEGINNING
    for n, line in enumerate(lines, 1):
        entry, again = entry_of(n, *_draft(read_line(line)), previous)
        previous = entry.digest
        chained.append(again)
    return chained


def _draft(entry: Entry) -> tuple[str, Draft]:
    return entry.at, Draft(entry.kind, entry.by, entry.payload)


def forged(line: bytes, old: str, new: str) -> bytes:
    """A line with other words in its payload, and a digest that fits them."""
    entry = read_line(line)
    text = json.dumps(entry.payload, ensure_ascii=False)
    assert old in text
    return entry_of(entry.n, entry.at, Draft(entry.kind, entry.by, json.loads(text.replace(old, new))), entry.previous)[
        1
    ]
