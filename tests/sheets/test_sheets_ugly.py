"""Twenty ugly workbooks: each ends in a clear message, nothing is followed or executed, the source is never changed."""

from __future__ import annotations

import contextlib
import io
import re
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import workbooks_made as made

from policy_dsl.diagnostics import Diagnostic

Found = Callable[..., list[Diagnostic]]
Verdicts = Callable[..., list[dict[str, Any]]]

BOOK = made.saved(made.plain_book())
SHEET = "xl/worksheets/sheet1.xml"
CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    return made.repacked(BOOK, lambda name, part: change(part) if name == SHEET else part)


def zip_bomb() -> bytes:
    return made.repacked(BOOK, lambda _, part: part, {"xl/media/image1.png": b"\0" * (200 * 2**20)})


def lying_size() -> bytes:
    """The directory says ten bytes; the part holds two hundred megabytes."""
    raw = bytearray(zip_bomb())
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(raw)


def entity_bomb() -> bytes:
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    return with_sheet(lambda part: head + part.replace(b"<worksheet", b"<worksheet", 1))


def far_corner() -> bytes:
    return with_sheet(
        lambda part: part.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    )


def far_corner_disguised() -> bytes:
    cell = b"<row r='1048576'><c x='>' r='XFD1048576'><v>1</v></c></row></sheetData>"
    return with_sheet(lambda part: part.replace(b"</sheetData>", cell))


def shared_text_bomb() -> bytes:
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 20001))
    strings = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + b"x" * 32000
        + b"</t></si></sst>"
    )
    raw = with_sheet(
        lambda part: re.sub(b"<sheetData>.*</sheetData>", lambda _: b"<sheetData>" + cells + b"</sheetData>", part)
    )
    return made.repacked(
        raw, lambda name, part: strings if name == "xl/sharedStrings.xml" else part, {"xl/sharedStrings.xml": strings}
    )


def half_saved() -> bytes:
    return BOOK[: len(BOOK) // 2]


def missing_part() -> bytes:
    return made.repacked(BOOK, lambda name, part: None if name == "xl/_rels/workbook.xml.rels" else part)


def broken_xml() -> bytes:
    return with_sheet(lambda part: part[: len(part) // 2])


def locked() -> bytes:
    return CFB + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def not_saved() -> bytes:
    return CFB + b"\0" * 1024


def word_renamed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    return out.getvalue()


def ods_renamed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "<x/>")
    return out.getvalue()


def web_page() -> bytes:
    return b"<html><table><tr><td>1</td></tr></table></html>"


def error_cells() -> bytes:
    cell = b'<c r="I2" t="e"><v>#DIV/0!</v></c>'
    return with_sheet(lambda part: re.sub(rb'<c r="I2"[^>]*><v>100</v></c>', cell, part))


def never_calculated() -> bytes:
    return with_sheet(
        lambda part: re.sub(rb'<c r="I2"[^>]*><v>100</v></c>', b'<c r="I2"><f>50+50</f><v></v></c>', part)
    )


def too_many_rows() -> bytes:
    rows = [made.HEADERS, *([f"N{n}", *made.ROW[1:]] for n in range(100_000))]
    return made.csv_text(rows).encode()


def too_many_parts() -> bytes:
    return made.repacked(BOOK, lambda _, part: part, {f"xl/x{n}.bin": b"" for n in range(3000)})


def no_header() -> bytes:
    book = made.plain_book()
    book["申请"].delete_rows(1)
    return made.saved(book)


def lost_digits() -> bytes:
    book = made.plain_book()
    book["申请"]["K1"], book["申请"]["K2"] = "统一社会信用代码", 123456789012345678
    return made.saved(book)


def merged_numbers() -> bytes:
    book = made.plain_book()
    book["申请"].append(["QD-002", *made.ROW[1:]])
    book["申请"].merge_cells("I2:I3")
    return made.saved(book)


UGLY: list[tuple[Callable[[], bytes], str, str, str]] = [
    (zip_bomb, "S102", "表.xlsx", "解压后超过"),
    (lying_size, "S101 S102", "表.xlsx", ""),
    (entity_bomb, "S104", "表.xlsx", "DTD"),
    (far_corner, "S102", "表.xlsx", "XFD1048576"),
    (far_corner_disguised, "S102", "表.xlsx", "XFD1048576"),
    (shared_text_bomb, "S102", "表.xlsx", "文字合计过多"),
    (half_saved, "S101", "表.xlsx", "没有保存完"),
    (missing_part, "S101", "表.xlsx", "不完整"),
    (broken_xml, "S101", "表.xlsx", "不完整"),
    (locked, "S103", "表.xlsx", "打开密码"),
    (not_saved, "S101", "表.xls", "没有保存完"),
    (word_renamed, "S101", "表.xlsx", "Word"),
    (ods_renamed, "S101", "表.xlsx", "OpenDocument"),
    (web_page, "S101", "表.xls", "网页"),
    (error_cells, "S120", "表.xlsx", "错误值"),
    (never_calculated, "S124", "表.xlsx", "公式"),
    (too_many_rows, "S105", "表.csv", "50,000行"),
    (too_many_parts, "S102", "表.xlsx", "3"),
    (no_header, "S110", "表.xlsx", "表头"),
    (lost_digits, "S123", "表.xlsx", "15位"),
    (merged_numbers, "S125", "表.xlsx", "合并"),
    (lambda: b"", "S101", "表.csv", "空的"),
    (lambda: b"\x00\x01\x02" * 100, "S101 F103", "表.csv", ""),
    (lambda: b"%PDF-1.7 ...", "S101", "表.xlsx", "PDF"),
]


@pytest.mark.parametrize(
    ("make", "codes", "name", "said"), UGLY, ids=[m.__name__ + str(i) for i, (m, *_) in enumerate(UGLY)]
)
def test_ugly_workbooks_are_refused_clearly(
    make: Callable[[], bytes], codes: str, name: str, said: str, faults: Found
) -> None:
    content = make()
    start = time.perf_counter()
    found = faults(content, name)
    assert found[0].code in codes.split()
    assert said in found[0].message
    assert time.perf_counter() - start < 20


def test_macros_and_links_are_read_as_data(verdicts: Verdicts, tmp_path: Any) -> None:
    from reasoner.driver import workbooks

    extra = {
        "xl/vbaProject.bin": CFB + b"macro",
        "xl/externalLinks/externalLink1.xml": b'<x href="http://example.invalid/"/>',
    }
    raw = made.repacked(BOOK, lambda _, part: part, extra)
    assert verdicts(raw, "表.xlsm") == verdicts(BOOK)
    _, _, batch = workbooks.check([made.write(tmp_path / "宏.xlsm", raw)])
    assert any("宏没有运行" in n for n in batch.notes)
    assert any("链接" in n for n in batch.notes)


def test_formulas_are_read_by_their_saved_value(verdicts: Verdicts) -> None:
    raw = with_sheet(
        lambda part: re.sub(
            rb'<c r="I2"[^>]*><v>100</v></c>', b'<c r="I2"><f>HYPERLINK("http://x")</f><v>100</v></c>', part
        )
    )
    assert verdicts(raw) == verdicts(BOOK)


def test_a_hidden_sheet_is_not_read(verdicts: Verdicts) -> None:
    book = made.plain_book()
    sheet = book.create_sheet("申请2")
    sheet.append(made.HEADERS)
    sheet.append(["QD-002", *made.ROW[1:]])
    sheet.sheet_state = "hidden"
    assert len(verdicts(book)) == 1


def test_renamed_formats_are_read_by_content(verdicts: Verdicts) -> None:
    assert verdicts(BOOK, "表.xls") == verdicts(BOOK, "表.csv") == verdicts(BOOK)


@pytest.mark.parametrize(("form", "times"), [("xlsx", 150), ("xls", 12)])
def test_damaged_bytes_end_in_faults_or_in_applications(form: str, times: int, tmp_path: Any) -> None:
    """An old workbook is read in a process of its own: a damaged one can ask for hundreds of gigabytes."""
    import random

    from test_sheets_reading import old_book

    from policy_dsl.diagnostics import Faults
    from reasoner.driver import judging

    chosen = random.Random(11)
    whole = BOOK if form == "xlsx" else old_book()
    for _ in range(times):
        damaged = bytearray(whole)
        for _ in range(chosen.choice([1, 3, 20])):
            damaged[chosen.randrange(len(damaged))] = chosen.randrange(256)
        with contextlib.suppress(Faults):
            judging.check(made.write(tmp_path / f"表.{form}", bytes(damaged)))
