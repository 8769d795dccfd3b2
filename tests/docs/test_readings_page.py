"""docs/readings.md: every document is looked through for every kind of reading, and what it says is what is registered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policy_dsl.reading import READING_KINDS
from policy_dsl.source_files import read_texts
from reasoner.driver.current_rule_base import rule_base

PAGE = Path(__file__).parents[2] / "docs" / "readings.md"
OTHER = "其他"
NONE = "无:"
# Words in quotation marks that are no quotation: of another document that is named, of our own labels, of what is not said.
OWN_WORDS = {
    "binzhou-2022": {"未见限制", "未作规定", "之比"},
    "qingdao-2023-18-ltc": {
        "除外",
        "管理区域",
        "资源饱和是描述",
        "现印发给你们,请认真贯彻执行",
        "2023年7月30日",
        "只",
        "限于",
    },
    "qingdao-2023-18-medical": {
        "市内三区",
        "除外",
        "但是",
        "只",
        "限于",
        "现印发给你们,请认真贯彻执行",
        "2023年7月30日",
    },
}


def sections() -> dict[str, dict[str, str]]:
    """For each document the cell of each kind."""
    _, _, text = PAGE.read_text(encoding="utf-8").partition("## 各份文件")
    tables: dict[str, dict[str, str]] = {}
    for part in text.split("\n### ")[1:]:
        rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", part, re.MULTILINE)
        tables[part.partition("\n")[0]] = {kind: cell for kind, cell in rows if kind != "类别"}
    return tables


def test_every_document_has_an_entry_for_every_kind() -> None:
    tables = sections()
    assert set(tables) == set(rule_base().documents)
    assert all(list(rows) == [*READING_KINDS, OTHER] for rows in tables.values())


@pytest.mark.parametrize("document", sorted(rule_base().documents))
def test_the_page_names_what_is_registered_or_says_why_nothing_is(document: str) -> None:
    for kind, cell in sections()[document].items():
        readings = rule_base().documents[document].readings
        registered = [r.name for r in readings if (kind in r.kinds if kind != OTHER else not r.kinds)]
        if cell.startswith(NONE):
            assert registered == [], (document, kind)
            assert cell.removeprefix(NONE).endswith("。"), (document, kind)
        else:
            assert cell == "、".join(f"「{name}」" for name in registered), (document, kind)


def test_the_page_explains_every_kind() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"\n| {kind} | " in text.partition("## 各份文件")[0] for kind in READING_KINDS)


def test_nothing_in_the_repository_counts_as_confirmed() -> None:
    assert "仓库所带的条文理解都尚未确认" in PAGE.read_text(encoding="utf-8")
    assert rule_base().confirmed_readings == {}


@pytest.mark.parametrize("document", sorted(rule_base().documents))
def test_the_basis_of_a_reading_quotes_word_for_word(document: str) -> None:
    """What stands in quotation marks stands in the text of the document, or of a clause elsewhere that the reading names."""
    texts = {name: "".join(text.split()) for name, text in read_texts().items()}
    for reading in rule_base().documents[document].readings:
        known = "\n".join(texts[d] for d in {document, *(c.partition("/")[0] for c in reading.rests_on)})
        quoted = re.findall(r"「([^「」]+)」|“((?:[^“”]|“[^“”]*”)+)”", reading.question + reading.basis)
        for words in (a or b for a, b in quoted):
            pieces = ["".join(piece.split()) for piece in words.split("……")]
            left = [p for p in pieces if p not in known and p not in OWN_WORDS.get(document, ())]
            assert not left, (reading.name, left)
