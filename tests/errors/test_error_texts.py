"""Every error's code and text, as an earlier build gave them: what changed since is listed, with its reason.

`inputs.json` holds the bad inputs, `recorded.json` what the build of commit c0af6ed said of each (made by
`record_answers.py` with that build's Python), `changed.json` what is said now where that was meant to change (`record_changes.py`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest
from error_answers import Answer, Input, answer

from policy_dsl.error_codes.registry import CODES

HERE = Path(__file__).parent
INPUTS: Final[dict[str, Input]] = json.loads((HERE / "inputs.json").read_text(encoding="utf-8"))
RECORDED: Final[dict[str, Answer]] = json.loads((HERE / "recorded.json").read_text(encoding="utf-8"))
RECORDED_CODES: Final = frozenset(json.loads((HERE / "recorded_codes.json").read_text(encoding="utf-8")))
"""The codes of that build; those that came later have tests of their own."""
CHANGED: Final = json.loads((HERE / "changed.json").read_text(encoding="utf-8"))

UNTRIED: Final[dict[str, tuple[str, ...]]] = {
    "It rests on a digest of the rules that verdicts of the two builds keep in different places.": ("U121",),
    "A fault of the program itself, or of files in the repository that no command takes.": ("U199", "U144", "G120"),
    "An input that takes minutes, or an answer that depends on the clock.": ("G102", "U154", "U156"),
    "It takes another ontology than that of the build.": ("U147",),
    "It takes a machine without a component, or a document that breaks off.": ("T111", "T107"),
}


def codes_of(answers: dict[str, Answer]) -> set[str]:
    return {code for pairs in answers.values() for code, _ in pairs}


@pytest.mark.parametrize("name", INPUTS)
def test_an_error_says_what_it_said(name: str, tmp_path: Path) -> None:
    now = answer(INPUTS[name], tmp_path)
    assert now == (CHANGED[name]["now"] if name in CHANGED else RECORDED[name])


def test_every_input_is_recorded_and_every_change_is_one_with_a_reason() -> None:
    assert list(RECORDED) == list(INPUTS)
    assert all(RECORDED.values())
    for name, change in CHANGED.items():
        assert change["now"] != RECORDED[name], name
        assert change["reason"]


def test_every_code_is_tried_but_for_those_listed() -> None:
    untried = [code for codes in UNTRIED.values() for code in codes]
    assert len(untried) == len(set(untried))
    tried = codes_of(RECORDED) | codes_of({n: c["now"] for n, c in CHANGED.items()})
    assert set(CODES) & RECORDED_CODES - tried == set(untried)


def test_no_code_of_the_recorded_build_is_gone_but_those_told() -> None:
    # A source may be any text since values state where they come from (CHANGELOG: 错误 S132 取消). A requirement may say
    # when it is asked since the second edition of the rule language (CHANGELOG: 错误 L209 取消).
    assert RECORDED_CODES - set(CODES) == {"S132", "L209"}
