"""docs/language.md for those who write rules: every example stands where the page says, and every word has one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from policy_dsl.source_files import read_sources
from policy_dsl.syntax.parse import keywords

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
EXAMPLES: Final = re.findall(r"^```(tiao|toml) (.+)\n((?:.*\n)*?)```$", PAGE, re.MULTILINE)
SOURCES: Final = read_sources()


def source_of(kind: str, place: str) -> str:
    """The file that an example is taken from: rules or readings of a document, or an example of the language (例)."""
    if place.startswith("例 "):
        return (ROOT / "tests" / "language" / "good" / f"{place[2:]}.tiao").read_text(encoding="utf-8")
    name = "rules.tiao" if kind == "tiao" else "readings.toml"
    (only,) = (text for path, text in SOURCES.items() if path.endswith(name) and place in path.split("/"))
    return only


@pytest.mark.parametrize(("kind", "place", "example"), EXAMPLES)
def test_an_example_stands_in_the_corpus_or_among_the_examples(kind: str, place: str, example: str) -> None:
    """Word for word, line by line: what stands in the corpus compiles, and tests/language compiles its own."""
    assert f"\n{example}" in source_of(kind, place)


def test_there_are_examples_and_each_block_is_one() -> None:
    assert len(EXAMPLES) > 30
    assert PAGE.count("```") == 2 * len(EXAMPLES)
    assert {place for _, place, _ in EXAMPLES if not place.startswith("例")} >= {
        "qingdao-2023-18-medical", "qingdao-2023-18-ltc", "qingdao-2023-1", "henan-2025", "binzhou-2022", "quanzhou-2023-83",
    }  # fmt: skip


@pytest.mark.parametrize("word", [w for w in keywords().values() if w != "文件"])
def test_every_word_of_the_language_has_an_example(word: str) -> None:
    words = " ".join(example for _, _, example in EXAMPLES).split()
    assert word in words


@pytest.mark.parametrize("word", keywords().values())
def test_every_word_of_the_language_is_explained(word: str) -> None:
    assert word in PAGE


def test_no_line_of_the_page_is_english_prose() -> None:
    """It is for staff: English stands in code, paths and names of fields alone."""
    prose = re.sub(r"^```.*?^```$|`[^`]*`", "", PAGE, flags=re.MULTILINE | re.DOTALL)
    sentences = [s for s in re.findall(r"[A-Za-z][A-Za-z' ]{18,}", prose) if len(s.split()) > 3]
    assert not sentences
