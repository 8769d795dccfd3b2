"""One decoder and one reader of TOML: the same text for whoever reads, and what is wrong in Chinese, with file and line."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from policy_dsl.alignment.reading_file import read_readings
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest import toml_text
from policy_dsl.ingest.text_decoding import NotText, pieces_of_text, text_of, utf8_text
from policy_dsl.ingest.toml_text import BadToml, toml_tables
from policy_dsl.review.files import extend, read_text
from policy_dsl.review.records import read_reviews
from policy_dsl.texts.official_text import load_document
from reasoner.letters.settings import read_settings
from reasoner.lint.baseline import read
from reasoner.proofread.explained import read_explanations


@pytest.mark.parametrize("text", ["", "甲\n乙", "a", "編號:測試"])
def test_encodings(text: str) -> None:
    for raw in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("gb18030")):
        assert text_of(raw) == text
        assert "".join(pieces_of_text(io.BytesIO(raw), 3 if raw == text.encode("gb18030") else 1024)) == text
    assert utf8_text(b"\xef\xbb\xbf" + text.encode()) == text


TODAY = {
    "A6D9": "\ufe10", "A6DA": "\ufe12", "A6DB": "\ufe11", "A6DC": "\ufe13", "A6DD": "\ufe14", "A6DE": "\ufe15", "A6DF": "\ufe16",
    "A6EC": "\ufe17", "A6ED": "\ufe18", "A6F3": "\ufe19", "A8BC": "\u1e3f", "FE59": "\u9fb4", "FE61": "\u9fb5", "FE66": "\u9fb6",
    "FE67": "\u9fb7", "FE6D": "\u9fb8", "FE7E": "\u9fb9", "FE90": "\u9fba", "FEA0": "\u9fbb", "FE51": "\U00020087",
    "FE52": "\U00020089", "FE53": "\U000200cc", "FE6C": "\U000215d7", "FE76": "\U0002298f", "FE91": "\U000241fe",
}  # fmt: skip
"""Codes whose character Python's codec, of the edition of 2000, leaves in the private area (GB 18030-2022)."""


@pytest.mark.parametrize("code", TODAY)
def test_characters_are_those_of_gb18030_of_today(code: str) -> None:
    raw = "名称\n".encode("gb18030") + bytes.fromhex(code) + "镇".encode("gb18030")
    assert text_of(raw) == f"名称\n{TODAY[code]}镇"
    assert "".join(pieces_of_text(io.BytesIO(raw), 3)) == f"名称\n{TODAY[code]}镇"


def test_what_utf8_leaves_in_the_private_area_stays() -> None:
    assert text_of("甲\ue78d".encode()) == "甲\ue78d"


@pytest.mark.parametrize(
    ("raw", "line", "offset", "utf16"),
    [
        ("甲\n乙".encode() + b"\xff", 2, 7, False),
        ("甲\n乙".encode()[:-1], 2, 4, False),
        (b"a\n\xff\xff", 2, 2, False),
        ("甲".encode("utf-16"), 1, 0, True),
    ],
)
def test_what_is_no_text_has_its_place(raw: bytes, line: int, offset: int, utf16: bool) -> None:
    with pytest.raises(NotText) as caught:
        text_of(raw)
    assert (caught.value.line, caught.value.offset, caught.value.utf16) == (line, offset, utf16)
    if not utf16:
        with pytest.raises(NotText):
            utf8_text(raw)


def reviews(text: str, folder: Path) -> list[Diagnostic]:
    return read_reviews("reviews.toml", text)[1]


def baseline(text: str, folder: Path) -> list[Diagnostic]:
    return read("lint.toml", text)[1]


def findings(text: str, folder: Path) -> list[Diagnostic]:
    return read_explanations("doc", text)[1]


def readings(text: str, folder: Path) -> list[Diagnostic]:
    return read_readings("readings.toml", text)[1]


def meta(text: str, folder: Path) -> list[Diagnostic]:
    with pytest.raises(Faults) as caught:
        load_document("doc", text, "原文")
    return list(caught.value.diagnostics)


def settings(text: str, folder: Path) -> list[Diagnostic]:
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as caught:
        read_settings()
    return list(caught.value.diagnostics)


READERS = {"U131": reviews, "U153": baseline, "U144": findings, "L601": readings, "C101": meta, "T112": settings}

HOSTILE = {
    "x = 1\nx y": (2, "键的后面缺少「=」"),
    "x = 1\n\n甲 = 1": (3, "键里有汉字或标点的,要加引号"),
    "x = 1\nx = 2": (2, "同一个键写了两次"),
    "x = 甲": (1, "文字要加引号"),
    "x = [1,\n2": (2, "列表没有结束的方括号"),
    "x = 2024-02-31": (1, "没有这个日期"),
    "[a]\n[a]": (2, "同一个表写了两次"),
    'x = "a\\q"': (1, "反斜杠"),
    "y = 1\nx = " + "1" * 10_000: (2, "数字超过1000位"),
    "y = 1\n\nx = " + "[" * 5_000 + "]" * 5_000: (3, "括号套了32层以上"),
    "y = 1\n" + "a." * 20_000 + "a = 1": (2, "键由32个以上的部分组成"),
    "[" + "a . " * 20_000 + "a]": (1, "键由32个以上的部分组成"),
    "# " + "长" * 400_000: (0, "超过 1 MB"),
}


@pytest.mark.parametrize("code", READERS)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_wrong_is_said_in_chinese(
    code: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIAOLI_SETTINGS", str(tmp_path / "settings.toml"))
    reader: Callable[[str, Path], list[Diagnostic]] = READERS[code]
    start = time.perf_counter()
    (fault,) = reader(text, tmp_path)
    assert time.perf_counter() - start < 2
    line, words = HOSTILE[text]
    assert fault.code == code
    assert words in fault.message
    assert fault.where.endswith(f".toml:{line}" if line else ".toml")
    assert not re.search("[a-z]{3,}", fault.message.replace("不是有效的 TOML", ""))


def test_bounds_are_of_what_is_written_and_not_of_what_stands_in_texts() -> None:
    text = f'x = "{"1" * 5000} {"[" * 99} {"a." * 99}b" # {"[" * 99}{"1" * 5000}\n'
    text += f'y = """\n{"1" * 5000}\n{"a." * 99}b = 1\n"""\nz = \'{"[" * 99}\'\n'
    assert set(toml_tables(text)) == {"x", "y", "z"}
    assert toml_tables("a.b.c = [[1], {d = 2}]") == {"a": {"b": {"c": [[1], {"d": 2}]}}}


@pytest.mark.parametrize("text", ['"' * 2**19, "'" * 2**19, "a-" * 2**19, "1." * 2**19, "\\" * 2**20, '"""\\' * 2**18])
def test_looking_for_them_takes_no_time(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(BadToml):
        toml_tables(text)
    assert time.perf_counter() - start < 5


def test_every_sentence_of_the_library_has_one_in_chinese() -> None:
    import inspect
    import tomllib._parser as parser  # type: ignore[import-untyped,unused-ignore] # a private module without types

    sentences = re.findall(r'"((?:[A-Z][a-z]+|Unescaped) [^"]*)"', inspect.getsource(parser))
    raised = [s for s in sentences if re.match(r"(Expected|Cannot|Invalid|Unclosed|Unterminated|Illegal|Found|Dup)", s)]
    assert len(raised) > 10
    assert [s for s in raised if not any(s.startswith(start) for start, _ in toml_text._WORDS)] == []


def test_a_file_of_reviews_stays_readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "reviews.toml"
    extend(path, lambda _: "# x\n")
    with pytest.raises(Faults) as caught:
        extend(path, lambda text: text + "#" * toml_text.MOST_BYTES)
    assert [d.code for d in caught.value.diagnostics] == ["U107"]
    assert read_text(path) == "# x\n"
    path.write_bytes(b"#" * (toml_text.MOST_BYTES + 1))
    with pytest.raises(Faults) as caught:
        read_text(path)
    assert [d.code for d in caught.value.diagnostics] == ["U106"]


def test_settings_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    monkeypatch.setenv("TIAOLI_SETTINGS", str(path))
    for raw, where, words in (
        (None, str(path), "没有这个文件"),
        (b'"\xd7\xd6\xcc\xe5" = "x"', f"{path}:1", "不是 UTF-8 编码的文本"),
        (b"#" * (2**20 + 1), str(path), "超过 1 MB"),
    ):
        if raw is not None:
            path.write_bytes(raw)
        with pytest.raises(Faults) as caught:
            read_settings()
        (fault,) = caught.value.diagnostics
        assert (fault.code, fault.where) == ("T112", where)
        assert words in fault.message
