"""Our own sentences: no forbidden word in phrases, templates or letters; quotations and names aside."""

from __future__ import annotations

import re

import pytest
from letter_making import letter, possible

from reasoner.letters import phrases
from reasoner.letters.letter_types import KINDS, OUTWARD, REFUSAL
from reasoner.letters.shipped_templates import build
from reasoner.letters.template_parts import PARTS
from reasoner.model.kinds import Outcome
from reasoner.model.verdict import Verdict
from reasoner.render.docx.letter import SHIPPED
from reasoner.render.docx.package import read_package
from reasoner.render.letter_model import QUOTE
from reasoner.render.typeset import bare, typeset


def own_sentences() -> list[str]:
    sentences: list[object] = []
    for value in vars(phrases).values():
        sentences += [value] if isinstance(value, str) and re.search("[一-龥]", value) else []
        sentences += list(value.values()) if isinstance(value, dict) and "__name__" not in value else []
    return [s for s in sentences if isinstance(s, str) and not s.startswith("Our own")]


def test_no_phrase_has_a_forbidden_word() -> None:
    sentences = own_sentences()
    assert len(sentences) > 50
    assert [(w, s) for w in phrases.FORBIDDEN for s in sentences if w in s] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_template_has_a_forbidden_word(kind: str) -> None:
    parts = read_package((SHIPPED / f"{kind}.docx").read_bytes())
    text = re.sub(r"<[^>]*>", "", parts["word/document.xml"].decode())
    assert [w for w in phrases.FORBIDDEN if w in text] == []


def test_no_letter_has_a_forbidden_word_outside_quotations(verdicts: list[Verdict]) -> None:
    for verdict, kind in possible(verdicts):
        made = letter(verdict, kind)
        quotes = {bare(c.quote) for c in verdict.citations} | {bare(c.document) for c in verdict.citations}
        quotes |= {bare(n.document) for n in verdict.not_governing} | {bare(t.quote) for t in verdict.touching}
        for line in (*made.lines(), *made.notes):
            text = bare(line.text)
            for quote in quotes:
                text = text.replace(quote, "")
            if line.form != QUOTE:
                assert [w for w in phrases.FORBIDDEN if w in text] == [], line.text


def test_a_presumption_is_never_hardened(verdicts: list[Verdict]) -> None:
    for verdict, kind in possible(verdicts):
        if verdict.outcome is Outcome.PRESUMPTIVELY_BARRED and kind == REFUSAL:
            made = letter(verdict, kind)
            decision = next(s for s in made.sections if s.name == "处理意见").lines[0].text
            assert "原则上不予新增" in decision
            assert "例外考量" in decision
            assert "不得" not in decision


def test_the_templates_are_what_the_script_builds() -> None:
    for kind in KINDS:
        assert build(kind) == (SHIPPED / f"{kind}.docx").read_bytes(), "python -m reasoner.letters.shipped_templates"


def test_the_parts_of_a_template_are_those_of_the_letter(verdicts: list[Verdict]) -> None:
    for verdict, kind in possible(verdicts):
        made = letter(verdict, kind)
        assert [(s.name, s.heading) for s in made.sections] == [(n, h) for n, h, _ in PARTS[kind]]
        for section, (_, _, columns) in zip(made.sections, PARTS[kind], strict=True):
            if section.table is not None:
                assert tuple(zip(section.table.columns, section.table.widths, strict=True)) == columns


def test_only_letters_that_leave_have_notes_to_delete(verdicts: list[Verdict]) -> None:
    for verdict, kind in possible(verdicts):
        made = letter(verdict, kind)
        assert bool(made.notes) == (kind in OUTWARD)
        unreviewed = any(not r.reviewed for r in verdict.reasons.rules)
        if kind == REFUSAL and unreviewed:
            assert any("未经法制复核" in n.text for n in made.notes)


@pytest.mark.parametrize(
    ("half", "full"),
    [
        ("截至2024-03-31,来源:甲", "截至2024-03-31\uff0c来源\uff1a甲"),
        ("规划(2023-2025)的", "规划\uff082023-2025\uff09的"),
        ("71,293 3:1 (a)", "71,293 3:1 (a)"),
        ("为4%(2023年),不", "为4%\uff082023年\uff09\uff0c不"),
    ],
)
def test_marks_are_set_full_width_beside_chinese(half: str, full: str) -> None:
    assert typeset(half) == full
    assert bare(full) == bare(half)
