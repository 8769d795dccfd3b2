"""Files of older programs: made into .docx by LibreOffice where it is, within a time limit, ended whole; else refused."""

from __future__ import annotations

import os
import sys
import time
from functools import cache
from pathlib import Path

import pytest
from word_files import converted, level, lists, office, paragraph, word_file

from policy_dsl.ingest.readers import office_conversion
from policy_dsl.ingest.readers.extraction import Unreadable
from policy_dsl.ingest.readers.received_file import read_received

ROOT = Path(__file__).parents[2]
WORDS = (ROOT / "tests/corpus/statutes/jiangxi-2021-measures-fragment.txt").read_text(encoding="utf-8")
needs_office = pytest.mark.skipif(office() is None, reason="needs LibreOffice")


@cache
def older(to: str) -> bytes:
    numbered = paragraph("按自动编号", list_id=1)
    raw = word_file(
        "".join(paragraph(line) for line in WORDS.split("\n")) + numbered,
        numbering=lists([level(0, "chineseCounting", "%1、")]),
    )
    return converted(raw, "a.docx", to)


def refused(raw: bytes) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        read_received(raw, "a.doc")
    return caught.value.code, caught.value.hint


@needs_office
@pytest.mark.parametrize("to", ["doc:MS Word 97", "rtf"])
def test_every_character_of_an_older_file_comes_back_with_its_numbers(to: str) -> None:
    reading = read_received(older(to), "a.wps")
    mark = "、" if to.startswith("doc") else "?"  # LibreOffice writes the mark of a list into RTF as a question mark
    assert reading.extraction.text.rstrip("\n") == f"{WORDS}\n一{mark}按自动编号"
    assert [n.code for n in reading.extraction.notices] == ["R120", *(["R113"] if mark == "?" else [])]
    assert "LibreOffice" in reading.extraction.form
    assert reading.reconciliation is not None
    assert not reading.reconciliation.open


@needs_office
def test_a_locked_older_file_is_named() -> None:
    raw = bytearray(older("doc:MS Word 97"))
    head = next(at for at in range(512, len(raw), 512) if raw[at : at + 2] == b"\xec\xa5")
    raw[head + 11] |= 1
    assert refused(bytes(raw))[0] == "R104"


@needs_office
@pytest.mark.parametrize(("name", "code"), [("EncryptedPackage", "R104"), ("Workbook", "R102"), ("Other", "R102")])
def test_a_container_of_something_else_is_named(name: str, code: str) -> None:
    raw = bytearray(older("doc:MS Word 97"))
    at = raw.find("WordDocument".encode("utf-16-le"))
    entry = (name.encode("utf-16-le") + b"\0\0").ljust(64, b"\0")
    raw[at : at + 64] = entry
    raw[at + 64 : at + 66] = (2 * len(name) + 2).to_bytes(2, "little")
    assert refused(bytes(raw))[0] == code


def test_without_libreoffice_it_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_conversion, "PROGRAMS", ("no-such-program",))
    code, hint = refused(b"{\\rtf1 a}")
    assert code == "R110"
    assert ".docx" in hint


@pytest.mark.skipif(os.name != "posix", reason="a script")
def test_a_program_that_does_not_end_is_ended_with_what_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    noted = tmp_path / "child"
    script = tmp_path / "soffice"
    child = f"import os, time; open({str(noted)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    script.write_text(f'#!/bin/sh\n{sys.executable} -c "{child}" &\nwait\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(office_conversion, "PROGRAMS", (str(script),))
    monkeypatch.setattr(office_conversion, "SECONDS", 3)
    start = time.monotonic()
    assert refused(b"{\\rtf1 a}")[0] == "R110"
    assert time.monotonic() - start < 30
    number = int(noted.read_text(encoding="utf-8"))
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and alive(number):
        time.sleep(0.05)
    assert not alive(number)


def alive(number: int) -> bool:
    """Whether a process runs: one that has ended and that nobody has waited for does not."""
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_conversion_that_gives_nothing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_conversion, "PROGRAMS", ("true",))
    assert refused(b"{\\rtf1 a}")[0] == "R110"
