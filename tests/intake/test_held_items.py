"""Items of a list that are held as they stand in the text of their file are those that are read whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.intake import json_text
from reasoner.intake.file_loading import load_bytes
from reasoner.intake.loaded_data import HeldItems, Loaded

ITEMS: list[dict[str, Any]] = [
    {"编号": f"A-{n}", "床位数": n, "率": 0.1 * n, "机构": {"名称": f"甲\n{n}"}} for n in range(40)
]
LINES = "\n".join(json.dumps(item, ensure_ascii=False) for item in ITEMS)


@pytest.fixture(autouse=True)
def held() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "_HELD_AS_TEXT", 1)
        yield


def loaded(text: str, name: str = "申请.json", *, items_of: str | None = "申请") -> Loaded:
    return load_bytes(text.encode(), name, items_of=items_of)


def items(data: object) -> HeldItems:
    assert isinstance(data, HeldItems)
    return data


@pytest.mark.parametrize("indent", [None, 1])
def test_an_array(indent: int | None) -> None:
    text = f" {json.dumps(ITEMS, indent=indent)}\n"
    once = items(loaded(text).data)
    whole = loaded(text, items_of=None).data
    assert isinstance(whole, list)
    assert len(once) == 40
    assert [*once] == [*once] == whole


def test_an_array_under_its_key() -> None:
    text = json.dumps({"指标": [{"名称": "常住人口"}], "申请": ITEMS, "认定": []}, ensure_ascii=False)
    data = loaded(text).data
    assert isinstance(data, dict)
    assert [*items(data["申请"])] == loaded(json.dumps(ITEMS), items_of=None).data
    assert (data["指标"], data["认定"], list(data)) == ([{"名称": "常住人口"}], [], ["指标", "申请", "认定"])


@pytest.mark.parametrize("name", ["申请.jsonl", "申请.json"])
@pytest.mark.parametrize("between", ["\n", "\r\n", "\n\n \n"])
def test_lines(name: str, between: str) -> None:
    text = between.join(LINES.split("\n"))
    once, whole = loaded(text, name), loaded(text, name, items_of=None)
    assert [*items(once.data)] == whole.data
    assert once.roots == whole.roots


@pytest.mark.parametrize(
    "text",
    [
        "[", "[]", "[1,]", "[1 2]", '{"申请": [1}', '{"申请": []', '{"申请": [1], "申请": [2]}', '{"a": 1 "申请": []}', '["a" "b"]',
        "[1] 2", '[{"a": 1, "a": 2}]', "[NaN]", "[1e999]", '{"申请": {"a": [1]}}', "{}", '{"申请": 1}', "[[", '{"申请" [1]}', "[1]]",
        f"[{'9' * 60}]", '{1: 2}', '{"申请": [1],}',
    ],
)  # fmt: skip
def test_what_is_faulty_or_of_another_form_is_read_whole(text: str) -> None:
    def outcome(items_of: str | None) -> object:
        try:
            read = loaded(text, items_of=items_of)
        except Faults as error:
            return error.diagnostics
        data = read.data
        if isinstance(data, dict):
            data = {k: [*v] if isinstance(v, HeldItems) else v for k, v in data.items()}
        return ([*data] if isinstance(data, HeldItems) else data), read.faults

    assert outcome("申请") == outcome(None)


@pytest.mark.parametrize(
    "text", [LINES + "\n{", LINES.replace('"床位数": 3,', '"床位数": 3', 1), LINES + "\n{}{}", '{"a":\n1}\n{"b": 2}']
)
def test_broken_lines_are_named(text: str) -> None:
    faults = []
    for items_of in ("申请", None):
        with pytest.raises(Faults) as error:
            loaded(text, "申请.jsonl", items_of=items_of)
        faults.append(error.value.diagnostics)
    assert faults[0] == faults[1]
