"""One guard for archives; each caller says what is wrong with its own codes and words."""

from __future__ import annotations

import io
import zipfile

import pytest

from policy_dsl.diagnostics import Faults
from policy_dsl.ingest.archive_guard import BadArchive, Hazard, Limits, part_names, read_parts
from reasoner.letters.docx_package import BadPackage, read_package
from reasoner.sheets.container_check import inspect

SMALL = Limits(parts=3, unpacked=3000, part=2000, xml=(".xml",), doubled=False, wide=False)
WORKBOOK = ["xl/workbook.xml"]
LETTER = ["[Content_Types].xml", "word/document.xml"]


def archive(parts: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, content in parts:
            file.writestr(name, content)
    return buffer.getvalue()


def under_a_password(raw: bytes) -> bytes:
    """The archive with every part marked as encrypted, in the directory and before its content."""
    marked = bytearray(raw)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = marked.find(sign)
        while start >= 0:
            marked[start + offset] |= 1
            start = marked.find(sign, start + 1)
    return bytes(marked)


def lying(raw: bytes) -> bytes:
    """The archive whose directory says that every part is one byte long."""
    marked = bytearray(raw)
    start = marked.find(b"PK\x01\x02")
    while start >= 0:
        marked[start + 24 : start + 28] = (1).to_bytes(4, "little")
        start = marked.find(b"PK\x01\x02", start + 1)
    return bytes(marked)


@pytest.mark.parametrize(
    ("raw", "hazard"),
    [
        (b"", Hazard.DAMAGED),
        (b"PK\x03\x04", Hazard.DAMAGED),
        (archive([("a.xml", b"x" * 500)])[:-30], Hazard.DAMAGED),
        (archive([("a", b"x")], zipfile.ZIP_LZMA).replace(b"\x09\x04\x05\x00", b"\x09\x04\x05\x01"), Hazard.DAMAGED),
        (under_a_password(archive([("a", b"x")])), Hazard.ENCRYPTED),
        (archive([(name, b"") for name in "abcd"]), Hazard.TOO_MANY),
        (archive([("a", b"x" * 2001)]), Hazard.TOO_LARGE),
        (archive([(name, b"x" * 1100) for name in "abc"]), Hazard.TOO_LARGE),
        (archive([("a.xml", b"<!doctype x><x/>")]), Hazard.DECLARATION),
        (archive([("a.xml", b"<x/><!ENTITY y 'z'>")]), Hazard.DECLARATION),
        (archive([("a.xml", "<!DOCTYPE x><x/>".encode("utf-16"))]), Hazard.DECLARATION),
    ],
    ids=lambda value: value.name if isinstance(value, Hazard) else "",  # the bytes hold the time
)
def test_what_an_archive_may_not_be(raw: bytes, hazard: Hazard) -> None:
    with pytest.raises(BadArchive) as caught:
        list(read_parts(raw, SMALL))
    assert caught.value.hazard == hazard


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name() -> None:
    raw = archive([("a", b"1"), ("a", b"2")])
    with pytest.raises(BadArchive) as caught:
        list(read_parts(raw, SMALL))
    assert (caught.value.hazard, caught.value.part) == (Hazard.DOUBLED, "a")


def test_a_size_that_lies_is_not_believed() -> None:
    raw = lying(archive([("a", b"x" * 100_000)]))
    with pytest.raises(BadArchive):
        list(read_parts(raw, SMALL))


def test_what_is_within_bounds_is_read() -> None:
    raw = archive([("folder/", b""), ("a.xml", b"<x/>"), ("b.png", b"\0<!DOCTYPE")])
    assert part_names(raw, SMALL) == ["a.xml", "b.png"]
    assert dict(read_parts(raw, SMALL)) == {"a.xml": b"<x/>", "b.png": b"\0<!DOCTYPE"}


HOSTILE = {
    Hazard.DAMAGED: ([("x.xml", b"<x/>")], "S101", "不是完整的 .docx 文件"),
    Hazard.ENCRYPTED: ([("x.xml", b"<x/>")], "S103", "加了密码"),
    Hazard.TOO_MANY: ([(f"a{i}", b"") for i in range(2100)], "S102", "部件过多"),
    Hazard.TOO_LARGE: ([("x.bin", b"0" * (129 * 2**20))], "S102", "疑为压缩炸弹"),
    Hazard.DECLARATION: ([("x.xml", b"<!DOCTYPE x><x/>")], "S104", "DOCTYPE 或实体声明"),
}


@pytest.mark.parametrize("hazard", HOSTILE)
def test_each_caller_says_it_in_its_own_words(hazard: Hazard) -> None:
    parts, code, words = HOSTILE[hazard]

    def made(names: list[str]) -> bytes:
        raw = archive([*((name, b"<x/>") for name in names), *parts])
        if hazard == Hazard.ENCRYPTED:
            return under_a_password(raw)
        return raw[:-40] if hazard == Hazard.DAMAGED else raw

    with pytest.raises(Faults) as faults:
        inspect(made(WORKBOOK), "表.xlsx")
    assert [d.code for d in faults.value.diagnostics] == [code]
    with pytest.raises(BadPackage, match=words):
        read_package(made(LETTER))
