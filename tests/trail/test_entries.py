"""The one written form of an entry, and its digest."""

from __future__ import annotations

import hashlib
import json

import pytest

from reasoner.record.log_entry import BEGINNING, BadLine, Draft, canonical, entry_of, read_line


def test_keys_stand_in_the_order_of_their_utf_16_code_units() -> None:
    # RFC 8785, section 3.2.3.
    data = {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
            "\U0001f600": "Emoji: Grinning Face", "\x80": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}  # fmt: skip
    order = ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
             "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"]  # fmt: skip
    assert [*json.loads(canonical(data)).values()] == order


def test_strings_are_escaped_as_shortly_as_can_be() -> None:
    # RFC 8785, section 3.2.2.2.
    text = '€$\x0f\nA\'B"\\"/\b\f\t\r'
    assert canonical({"string": text}) == '{"string":"€$\\u000f\\nA\'B\\"\\\\\\"/\\b\\f\\t\\r"}'.encode()


@pytest.mark.parametrize("data", [{"a": 1.0}, {"a": 2**53}, {"a": -(2**53)}, {1: "a"}, {"a": "\ud800"}, {"a": b"b"}])
def test_what_has_no_one_form_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical(data)  # type: ignore[arg-type]


def test_a_line_is_read_as_it_was_written_and_its_digest_is_that_of_the_rest() -> None:
    draft = Draft("verdict", "张三", {"编号": "QD-001", "n": 3, "nested": [None, True, {"b": "x", "a": "𠮷"}]})
    entry, line = entry_of(7, "2026-11-30T09:00:00.000001+08:00", draft, BEGINNING)
    assert read_line(line) == entry
    rest = json.loads(line)
    assert rest.pop("digest") == hashlib.sha256(canonical(rest)).hexdigest() == entry.digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"kind":"verdict"', '"kind":"verdicu"'),
        ('"n":7', '"n": 7'),
        ('"n":7', '"n":7.0'),
        ('"n":7', '"n":7,"n":7'),
        ('"by":"张三",', ""),
        ('"by":"张三"', '"by":"\\u5f20三"'),
        ('"payload":{', '"payload":{"z":1,'),
        ("张三", "张\\ud800"),
    ],
)
def test_whatever_is_written_otherwise_is_no_entry(old: str, new: str) -> None:
    _, line = entry_of(7, "2026-11-30T09:00:00+08:00", Draft("verdict", "张三", {"a": "b"}), BEGINNING)
    text = line.decode()
    assert old in text
    with pytest.raises(BadLine):
        read_line(text.replace(old, new).encode())


@pytest.mark.parametrize("line", [b"", b"\x00" * 50, b"[]", b"{}", b"\xff", b"[" * 100_000, b"{" + b'"a":' * 50_000])
def test_what_is_no_entry_at_all_is_told_as_such(line: bytes) -> None:
    with pytest.raises(BadLine):
        read_line(line)
