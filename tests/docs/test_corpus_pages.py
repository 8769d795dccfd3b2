"""The pages for paper are those of the rule base as it is, and leave nothing out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.driver.pages import write_pages
from reasoner.render.markdown.corpus_pages import corpus_pages

PAGES = Path(__file__).parents[2] / "docs" / "corpus"


def unescaped(page: str) -> str:
    return re.sub(r"\\([*_`<>\[\]#|\-+.)])", r"\1", page)


def flat(text: str) -> str:
    return "".join(text.split())


def test_the_pages_in_docs_are_fresh() -> None:
    kept = {p.name: p.read_bytes().decode("utf-8") for p in PAGES.glob("*.md")}
    stale = [name for name, page in corpus_pages(rule_base()).items() if kept.get(name) != page]
    assert stale == [], "uv run tiaoli pages"
    assert set(kept) == set(corpus_pages(rule_base()))


def test_a_page_has_every_character_of_the_text_in_its_order() -> None:
    """Quotes and headings alone give the official text, white space and stripped boilerplate aside."""
    for identifier, text in official_texts().items():
        if identifier not in rule_base().documents:
            continue
        page = corpus_pages(rule_base())[f"{identifier}.md"].split("\n## 条款\n")[1].split("\n## 条文理解\n")[0]
        page = page.split("\n## 未收录的文字\n")[0]
        lines = [line for line in page.splitlines() if line.startswith(("> ", "### "))]
        quotes = [unescaped(line.partition(" ")[2]) for line in lines if "收到的文本没有这部分文字" not in line]
        assert flat("".join(quotes)) == flat(text.replace("▒", "")), identifier


@pytest.mark.parametrize("identifier", rule_base().documents)
def test_a_page_has_each_rule_reading_duty_and_note(identifier: str) -> None:
    document = rule_base().documents[identifier]
    page = corpus_pages(rule_base())[f"{identifier}.md"]
    plain = unescaped(page)
    for norm in document.all_norms:
        assert norm.text in page
        assert norm.name in page
    for reading in document.readings:
        words = (reading.name, reading.question, reading.used, reading.alternative, reading.basis)
        assert [w for w in words if w not in page] == []
    for clause in document.clauses.values():
        assert clause.place in page
        for duty in clause.duties:
            assert flat(duty.act) in flat(plain)
        for figure in (*clause.observations, *clause.targets):
            assert figure.shown.rstrip("万人张家元%") in page
        for judgement in clause.judgements:
            assert f"「{judgement.name}」由{'、'.join(judgement.authority)}认定" in plain
        for note in clause.notes:
            assert note in page
        for waiver in clause.waived:
            assert waiver.reason in page


def test_rules_are_shown_as_not_reviewed_with_a_digest_to_sign() -> None:
    page = corpus_pages(rule_base())["qingdao-2023-18-medical.md"]
    rules = rule_base().documents["qingdao-2023-18-medical"].norms_in_use
    assert len(re.findall(r"- 复核:(?:未经法制复核|已复核)。校验码 `[0-9a-f]{16}` 复核人_+ 日期_+", page)) == len(rules)


def test_writing_pages_mends_what_is_stale_and_takes_away_what_is_gone(tmp_path: Path) -> None:
    assert write_pages(tmp_path)
    assert write_pages(tmp_path, check_only=True) == []
    page = tmp_path / "henan-2025.md"
    old = "由 `tiaoli pages` 从规则库生成\n旧"  # a page of ours; others are not touched (tests/cli/test_overwriting.py)
    page.write_text(old, encoding="utf-8")
    (tmp_path / "gone.md").write_text(old, encoding="utf-8")
    assert write_pages(tmp_path, check_only=True) == [page, tmp_path / "gone.md"]
    assert page.read_text(encoding="utf-8") == old
    write_pages(tmp_path)
    assert write_pages(tmp_path, check_only=True) == []
    assert not (tmp_path / "gone.md").exists()
