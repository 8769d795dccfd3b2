"""Files: what is read, what is refused at once, and where the caret stands."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from small_vocabulary import VOCABULARY, example

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.intake import file_loading, yaml_text
from reasoner.intake.application_parser import read_applications
from reasoner.intake.file_loading import load_bytes, load_file
from reasoner.intake.loaded_data import Loaded


@pytest.fixture(params=["CBaseLoader", "BaseLoader"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With libyaml and without."""
    monkeypatch.setattr(yaml_text, "_LOADER", getattr(yaml, request.param))


def refused(raw: bytes | str, name: str = "申请.json") -> list[Diagnostic]:
    with pytest.raises(Faults) as caught:
        load_bytes(raw.encode() if isinstance(raw, str) else raw, name)
    return list(caught.value.diagnostics)


def noted(raw: str, name: str) -> list[tuple[str, str]]:
    return [(d.code, d.where) for d in load_bytes(raw.encode(), name).faults]


def test_encodings() -> None:
    text = json.dumps(example(), ensure_ascii=False)
    for raw in (text.encode(), text.encode("utf-8-sig"), text.encode("gb18030")):
        assert load_bytes(raw, "申请.json").data == example()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (json.dumps(example()).encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04\x14\x00", "Excel"),
        ('{"编号": "甲'.encode() + b'\xff"}', "既不是 UTF-8 也不是 GB18030"),
        (b'{"a": "\xff\xff"}', "既不是"),
        (b'{"a": "\x00"}', "U+0000"),
    ],
)
def test_what_is_no_text_is_refused(raw: bytes, words: str) -> None:
    (fault,) = refused(raw)
    assert fault.code == "F103"
    assert words in fault.message


def test_missing_files_and_directories(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.json", tmp_path, "a\0b"):
        with pytest.raises(Faults) as caught:
            load_file(path)
        assert [d.code for d in caught.value.diagnostics] == ["F101"]


def test_a_large_file_is_refused_without_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "大.json"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    monkeypatch.setattr(file_loading, "load_bytes", lambda *_: pytest.fail("the file was read"))
    with pytest.raises(Faults) as caught:
        load_file(path, "大.json")
    (fault,) = caught.value.diagnostics
    assert (fault.code, fault.where) == ("F102", "大.json")
    assert "100.0 MB" in fault.message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_read_only_as_far_as_a_file_may_reach() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"[]")
    os.close(writing)
    assert load_file(f"/dev/fd/{reading}", "-").data == []
    os.close(reading)


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("raw", ["[" * 10_000, "[" * 10_000 + "]" * 10_000, '{"a":' * 10_000, "- " * 10_000 + "1"])
@pytest.mark.parametrize("name", ["a.json", "a.yaml", "a.jsonl", "-"])
def test_deep_nesting_is_a_clear_error(raw: str, name: str) -> None:
    codes = {d.code for d in refused(raw, name)}
    assert codes <= ({"F106"} if not (raw.startswith("-") and "json" in name) else {"F104"})


def test_brackets_in_strings_do_not_nest() -> None:
    raw = json.dumps({"a": "[" * 100 + '\\"' + "{" * 100})
    assert load_bytes(raw.encode(), "a.json").data == json.loads(raw)


def test_an_unterminated_string_of_brackets_takes_linear_time() -> None:
    # Quadratic behaviour would take hours, and so be noticed without a clock.
    assert refused('{"a": "' + '[\\"' * 1_000_000)[0].code == "F104"


JSON_ERRORS = [
    ('{"编号": "A",\n "床位数": }', 2, 9, "应是一个值"),
    ('{"编号": "A",}', 1, 12, "逗号"),
    ('{“编号”: "A"}', 1, 2, "英文半角"),
    ('{"编号":"A"}', 1, 6, "英文半角"),
    ('{"编号": "A"', 1, 12, "成对"),
    ('{"编号": "A"} x', 1, 14, "多余"),
    ('{"编号": \u200b"A"}', 1, 8, "U+200B"),
    ('{"编号": "A\nB"}', 1, 10, "换行"),
]
JSON_ERRORS[3] = (JSON_ERRORS[3][0].replace(":", "\uff1a"), *JSON_ERRORS[3][1:])


@pytest.mark.parametrize(("raw", "line", "column", "words"), JSON_ERRORS)
def test_broken_json_has_line_column_and_caret(raw: str, line: int, column: int, words: str) -> None:
    (fault,) = refused(raw)
    assert fault.code == "F104"
    where, found_line, found_column = fault.where.split(":")
    assert (where, int(found_line)) == ("申请.json", line)
    # The parser of 3.13 points to a trailing comma, older ones behind it.
    assert abs(int(found_column) - column) <= 1
    assert words in fault.render()
    assert fault.excerpt.split("\n")[1].strip(" │") == "^" * len(fault.excerpt.split("\n")[1].strip(" │"))


def test_the_caret_stands_under_wide_characters() -> None:
    (fault,) = refused('{"编号": 甲}')
    assert fault.excerpt == '    1 │ {"编号": 甲}\n      │          ^^'


def test_an_error_far_into_a_long_line_shows_a_window() -> None:
    (fault,) = refused('{"a": "' + "甲" * 500_000 + '", b}')
    assert len(fault.excerpt) < 400
    assert fault.where == "申请.json:1:500011"


YAML_ERRORS = [
    ("编号: A\n\t床位数: 1\n", "制表符"),
    ("编号: A\n床位数: [1, 2\n", "方括号"),
    ("编号: 'A\n", "引号"),
    ("编号: A: B\n", "冒号"),
    ("编号: A\n  床位数: 1\n", "冒号"),
    ("编号: A\n甲\n乙: 1\n", "冒号"),
    ("编号: '甲' 乙\n", "对齐"),
    ("编号: @甲\n", "开头"),
    ("编号: !x!y z\n", "「!」"),
]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(("raw", "words"), YAML_ERRORS)
def test_broken_yaml_has_line_column_and_caret(raw: str, words: str) -> None:
    (fault,) = refused(raw, "申请.yaml")
    assert fault.code == "F105"
    assert fault.where.startswith("申请.yaml:")
    assert "^" in fault.excerpt
    assert words in fault.message


@pytest.mark.usefixtures("either_parser")
def test_yaml_that_means_more_than_it_shows_is_refused() -> None:
    assert noted("a: &x 1\nb: *x\n", "a.yaml") == [("F107", "a.yaml:1:4"), ("F107", "a.yaml:2:4")]
    assert noted("a: !!python/object:os.system 1\n", "a.yaml") == [("F107", "a.yaml:1:4")]
    assert noted("a: 1\n---\nb: 1\n", "a.yaml") == [("F107", "a.yaml:2:1")]
    assert noted("? [a, b]\n: 1\n", "a.yaml") == [("F107", "a.yaml:1:3")]


@pytest.mark.usefixtures("either_parser")
def test_aliases_that_explode_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    loaded = load_bytes("\n".join(lines).encode(), "a.yaml")
    assert {d.code for d in loaded.faults} == {"F107"}
    assert loaded.data["a29"] == [None] * 9


def test_keys_given_twice_are_all_named() -> None:
    raw = '[{"a": 1, "a": 1, "b": {"c": 1, "c": 2, "c": 3}}]'
    assert noted(raw, "a.json") == [("F108", "a.json: [0].a"), ("F108", "a.json: [0].b.c")]
    assert noted("a: 1\nb: 2\na: 3\n", "a.yaml") == [("F108", "a.yaml:3:1")]


def test_numbers_are_exact() -> None:
    raw = b"[0.1, 0.10000000000000001, 1e3, 74.50, 12345678901234567890, -0.0]"
    data = load_bytes(raw, "a.json").data
    assert data[:2] == [Decimal("0.1")] * 2
    assert [str(x) for x in data] == ["0.1", "0.1", "1000.0", "74.5", "12345678901234567890", "-0.0"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "1e-999", "9" * 41, "9" * 5000])
def test_numbers_that_cannot_be_held_are_refused(number: str) -> None:
    assert noted(f'{{"a": [1, {number}]}}', "a.json") == [("F109", "a.json: a[1]")]


def test_json_lines() -> None:
    lines = [json.dumps(example(编号=n), ensure_ascii=False) for n in "甲乙"]
    for name in ("a.jsonl", "a.json", "-"):
        found = read_applications(load_bytes("\n\n".join(lines).encode(), name), VOCABULARY)
        assert [(a.id, a.where) for a in found] == [("甲", f"{name}: 第1行"), ("乙", f"{name}: 第3行")]
    broken = refused(f'{lines[0]}\n{{"a" 1}}\n{lines[1]}\n[1\n', "a.jsonl")
    assert [d.where.split(":")[1] for d in broken] == ["2", "4"]
    with pytest.raises(Faults) as caught:
        read_applications(load_bytes(f'{lines[0]}\n{{"编号": NaN}}'.encode(), "a.jsonl"), VOCABULARY)
    assert caught.value.diagnostics[0].where == "a.jsonl: 第2行.编号"


@pytest.mark.parametrize("raw", ["", " \n ", "\ufeff"])
@pytest.mark.parametrize("name", ["a.json", "a.yaml", "-"])
def test_empty_files(raw: str, name: str) -> None:
    assert [d.code for d in refused(raw, name)] == ["F111"]


@pytest.mark.usefixtures("either_parser")
def test_scalars_of_yaml_stay_text() -> None:
    raw = "a: 007\nb: 0.10\nc: true\nd: null\ne:\nf: 'null'\ng: 2023-12-31\nh: ~\n"
    expected: dict[str, Any] = {"a": "007", "b": "0.10", "c": "true", "d": None, "e": None, "f": "null"}
    assert load_bytes(raw.encode(), "a.yaml").data == expected | {"g": "2023-12-31", "h": None}


def test_names_of_files_tell_the_form() -> None:
    assert load_bytes(b"{a: 1}", "a.YML").data == {"a": "1"}
    assert load_bytes(b' {"a": 1}', "-").data == {"a": 1}
    assert load_bytes(b"a: 1", "-") == Loaded({"a": "1"}, "-")


def test_yaml_too_large_is_refused() -> None:
    assert refused("# " + "x" * 4 * 2**20, "a.yaml")[0].code == "F102"


def test_too_many_items_are_refused() -> None:
    assert refused("[" + "1," * 2_000_001 + "1]", "a.json")[0].code == "F102"
