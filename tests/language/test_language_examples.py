"""Each construct of the language has a good example, each error code a bad one; both carry what is expected of them."""

from __future__ import annotations

import re

import pytest
from language_examples import Example, compiled, examples, expected, faults_of, updated

from policy_dsl.error_codes.registry import CODES
from policy_dsl.source_text import Source
from policy_dsl.syntax.format import format_file
from policy_dsl.syntax.parse import parse


def _id(example: Example) -> str:
    return example.name


@pytest.mark.parametrize("example", [*examples("good"), *examples("bad")], ids=_id)
def test_an_example_means_and_says_what_it_expects(example: Example, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-examples", default=False):
        example.path.write_text(updated(example), encoding="utf-8")
        pytest.skip("written anew: read the difference")
    kept = {k: v for k, v in example.sections.items() if k in ("faults", "format", "meaning")}
    assert expected(example) == kept


@pytest.mark.parametrize("example", examples("good"), ids=_id)
def test_a_good_example_has_no_fault_and_one_layout(example: Example) -> None:
    draft = compiled(example.sections["text"], example.rules, example.sections.get("readings", ""), example.kind)
    assert draft.faults == ()
    assert draft.file is not None
    layout = format_file(draft.file)
    again, faults = parse(Source("", layout))
    assert not faults
    assert again == draft.file
    assert format_file(again) == layout


@pytest.mark.parametrize("example", examples("bad"), ids=_id)
def test_a_bad_example_is_named_for_the_first_code_it_shows(example: Example) -> None:
    codes = re.findall(r"^(?:错误|提示) (L\d{3})", example.sections["faults"], re.MULTILINE)
    assert codes[:1] == [example.path.name[:4]]


def test_every_code_of_the_language_has_a_bad_example() -> None:
    shown = {example.path.name[:4] for example in examples("bad")}
    # Faults of touching.toml (L8…) have their examples in tests/ask/test_touching.py.
    assert {code for code in CODES if code.startswith("L") and not code.startswith("L8")} == shown


def test_all_faults_of_a_file_are_reported_in_one_run() -> None:
    found = [e for e in examples("bad") if e.path.stem.endswith("_together")]
    assert found
    for example in found:
        draft = compiled(example.sections["text"], example.rules, example.sections.get("readings", ""), example.kind)
        assert len({f.code for f in draft.faults}) > 2, faults_of(draft)
