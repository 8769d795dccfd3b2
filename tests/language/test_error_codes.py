"""Every error code is registered, used, and explained in docs/errors.md, which is made from the registry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policy_dsl.error_codes.registry import CODES, TITLES, dictionaries, page

ROOT = Path(__file__).parents[2]


def used() -> dict[str, set[str]]:
    """The codes that stand as text in the sources, with the files they stand in."""
    found: dict[str, set[str]] = {}
    for folder in ("policy_dsl", "reasoner"):
        for path in (ROOT / folder).rglob("*.py"):
            if "error_codes" not in path.parts:
                for code in re.findall(rf'"([{"".join(TITLES)}]\d{{3}})"', path.read_text(encoding="utf-8")):
                    found.setdefault(code, set()).add(path.relative_to(ROOT).as_posix())
    return found


def test_every_code_in_the_sources_is_registered() -> None:
    explained = {code[0] for code in CODES}  # a stage that is being built has no dictionary of its codes yet
    assert {code: files for code, files in used().items() if code not in CODES and code[0] in explained} == {}


def test_every_registered_code_is_used() -> None:
    assert set(CODES) - set(used()) == set()


def test_no_code_is_registered_twice() -> None:
    holders: dict[str, list[str]] = {}
    for name, part in dictionaries().items():
        for code in part:
            holders.setdefault(code, []).append(name)
    assert {code: names for code, names in holders.items() if len(names) > 1} == {}


def test_the_page_is_fresh() -> None:
    kept = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert kept == page(), "python -m policy_dsl.error_codes > docs/errors.md"


@pytest.mark.parametrize("code", CODES)
def test_a_code_says_what_it_means_and_what_to_do(code: str) -> None:
    title, meaning, remedy = CODES[code]
    assert title
    assert meaning.endswith(("。", "。)"))
    assert not remedy or remedy.endswith("。")
    assert remedy or code[0] not in "LC"
