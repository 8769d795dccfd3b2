"""One question, "what is this file?", with one answer for every suffix; content that lies is met by its reader."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.driver.judging import applications, verify_file
from reasoner.intake.file_kind import Content, FileKind, content_of, is_graph, is_letter, is_sheet, kind_of

# Suffix: kind, looked at as a graph, as a table, as a letter.
KINDS = {
    ".json": (FileKind.JSON, ""),
    ".jsonl": (FileKind.JSON_LINES, ""),
    ".ndjson": (FileKind.JSON_LINES, ""),
    ".yaml": (FileKind.YAML, ""),
    ".yml": (FileKind.YAML, ""),
    ".ttl": (FileKind.TURTLE, "graph"),
    ".turtle": (FileKind.TURTLE, "graph"),
    ".nt": (FileKind.N_TRIPLES, "graph"),
    ".jsonld": (FileKind.JSON_LD, "graph"),
    ".rdf": (FileKind.RDF_XML, "graph"),
    ".owl": (FileKind.RDF_XML, "graph"),
    ".xml": (FileKind.RDF_XML, "graph"),
    ".rdfs": (FileKind.RDF_XML, "graph"),
    ".trig": (FileKind.NAMED_GRAPHS, "graph"),
    ".nq": (FileKind.NAMED_GRAPHS, "graph"),
    ".nquads": (FileKind.NAMED_GRAPHS, "graph"),
    ".trix": (FileKind.NAMED_GRAPHS, "graph"),
    ".n3": (FileKind.N3, "graph"),
    ".xhtml": (FileKind.XHTML, "graph"),
    ".html": (FileKind.HTML, "graph letter"),
    ".htm": (FileKind.HTM, "letter"),
    ".docx": (FileKind.WORD, "letter"),
    ".docm": (FileKind.WORD, "letter"),
    ".doc": (FileKind.WORD, "letter"),
    ".pdf": (FileKind.PDF, "letter"),
    ".xlsx": (FileKind.WORKBOOK, "sheet"),
    ".xlsm": (FileKind.WORKBOOK, "sheet"),
    ".xltx": (FileKind.WORKBOOK, "sheet"),
    ".xls": (FileKind.OLD_WORKBOOK, "sheet"),
    ".et": (FileKind.OLD_WORKBOOK, "sheet"),
    ".csv": (FileKind.DELIMITED, "sheet"),
    ".tsv": (FileKind.DELIMITED, "sheet"),
    ".ods": (FileKind.OTHER_SHEET, "sheet"),
    ".fods": (FileKind.OTHER_SHEET, "sheet"),
    ".xlsb": (FileKind.OTHER_SHEET, "sheet"),
    ".numbers": (FileKind.OTHER_SHEET, "sheet"),
    "": (FileKind.UNKNOWN, ""),
    ".txt": (FileKind.UNKNOWN, ""),
    ".json.bak": (FileKind.UNKNOWN, ""),
}


@pytest.mark.parametrize("suffix", KINDS)
def test_every_suffix_in_either_case(suffix: str) -> None:
    kind, places = KINDS[suffix]
    for name in (f"申请{suffix}", f"a.b{suffix.upper()}", Path("c.xlsx") / f"申请{suffix.title()}"):
        assert kind_of(name) == kind
        assert is_graph(name) == ("graph" in places)
        assert is_sheet(name) == ("sheet" in places)
        assert is_letter(name) == ("letter" in places)


def test_a_name_that_is_nothing_but_a_suffix_has_none() -> None:
    assert kind_of(".json") == FileKind.UNKNOWN


def packed(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("raw", "content"),
    [
        (b"", Content.EMPTY),
        (b" \r\n\t", Content.EMPTY),
        (packed("a"), Content.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content.COMPOUND),
        (b"\xef\xbb\xbf \n<HTML>", Content.MARKUP),
        (b"<?xml version='1.0'?>", Content.MARKUP),
        (b"%PDF-1.7", Content.OTHER_BINARY),
        (b"\x89PNG\r\n", Content.OTHER_BINARY),
        ("编号,机构\n".encode("gb18030"), Content.TEXT),
        (b"{}", Content.TEXT),
    ],
)
def test_what_the_first_bytes_say(raw: bytes, content: Content) -> None:
    assert content_of(raw) == content


LIES = [
    ("a.json", packed("xl/workbook.xml"), "F103"),
    ("a.YAML", packed("word/document.xml"), "F103"),
    ("a.json", b"\xff\xfe{\0}\0", "F103"),
    ("a.json", b"", "F111"),
    ("a", b"<html></html>", "F111"),
    ("a.ttl", packed("a"), "F103"),
    ("a.RDF", b"{}", "G105"),
    ("a.HTML", b"{}", "G105"),
    ("a.htm", b"<html></html>", "F111"),
    ("a.n3", b"", "G105"),
    ("a.xlsx", b"%PDF-1.7", "S101"),
    ("a.xlsx", b"<html></html>", "S101"),
    ("a.csv", packed("word/document.xml"), "S101"),
    ("a.XLS", packed("content.xml"), "S101"),
    ("a.ods", b"", "S101"),
    ("a.docx", packed("word/document.xml"), "F103"),
]


@pytest.mark.parametrize(("name", "raw", "code"), LIES)
def test_content_that_lies_where_applications_are_expected(tmp_path: Path, name: str, raw: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(Faults) as faults:
        applications(tmp_path / name)
    assert {d.code for d in faults.value.diagnostics} == {code}


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("a.docx", b"{}", "T110"),
        ("a.DOC", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "T110"),
        ("a.htm", b"{}", "T110"),
        ("a.pdf", packed("a"), "T110"),
        ("a.jsonl", b"", "U120"),
        ("a.json", packed("word/document.xml"), "F103"),
    ],
)
def test_content_that_lies_where_verdicts_are_expected(tmp_path: Path, name: str, raw: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(Faults) as faults:
        list(verify_file(tmp_path / name))
    assert {d.code for d in faults.value.diagnostics} == {code}


def test_without_a_suffix_the_first_character_tells(tmp_path: Path) -> None:
    application = {"编号": "A", "机构": {"名称": "甲"}, "事项": "火星"}
    for name in ("a", "a.json", "a.txt"):
        (tmp_path / name).write_text(json.dumps(application, ensure_ascii=False), encoding="utf-8")
        with pytest.raises(Faults) as faults:
            applications(tmp_path / name)
        assert not {d.code for d in faults.value.diagnostics} & {"F104", "F105"}
