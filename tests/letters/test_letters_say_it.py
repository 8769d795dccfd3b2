"""Every citation, quotation and number of a verdict's argument stands in the letter, in each format."""

from __future__ import annotations

import re

import msgspec
import pytest
from edit_making import readable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from letter_making import letter, made, named, of_outcome, possible

from reasoner.explain.proof_text import source_words
from reasoner.letters.letter_types import (
    BARRING,
    INQUIRY,
    INSPECTION,
    OPINION,
    REFUSAL,
    REQUEST,
    SUPPLEMENT,
    default_kind,
)
from reasoner.letters.official_words import days_in_words
from reasoner.letters.open_points import MARKS
from reasoner.letters.verify_letter import unsaid
from reasoner.model.kinds import Outcome, Role
from reasoner.model.verdict import Verdict
from reasoner.render.typeset import bare, on_screen, typeset, writable


def text_of(data: bytes, suffix: str) -> str:
    marks = "|".join(re.escape(bare(typeset(m))) for m in MARKS)
    return re.sub(f"草稿——(?:(?:{marks});?)+", "", bare("".join(readable(data, suffix).paragraphs)))


def test_every_letter_of_every_verdict(verdicts: list[Verdict], suffix: str) -> None:
    for verdict, kind in possible(verdicts):
        data = made(verdict, kind, suffix)
        text = text_of(data, suffix)
        for citation in verdict.citations:
            reached = kind == REFUSAL and citation.role in (Role.DECISIVE, Role.SUPPORTING, Role.DEFEATED)
            if reached or (kind == OPINION and citation.role is Role.DECISIVE):
                # What we call a text that came without a title is no title (WORDING C35): it stands in no 《 》.
                title = (
                    on_screen(f"《{citation.document}》").strip("《》").removesuffix("\uff09")
                )  # 以下简称 may follow
                for part in (citation.quote, title, citation.place, citation.number or ""):
                    # Within the quotation of a letter quotations stand in ‘ ’ (GB/T 15834).
                    words = bare(part)
                    inner = words.replace("“", "‘").replace("”", "’")
                    assert words in text or inner in text, (verdict.application, kind, part)
        assert unsaid(letter(verdict, kind), readable(data, suffix).paragraphs) == []


def official(fact: str, value: str) -> str:
    """A number of people of whole hundreds in 万 (WORDING.md: 1034.21万人), anything else as it was given."""
    people = (
        fact.endswith(("人口", "人数", "老人数")) and value.isdigit() and int(value) >= 10000 and int(value) % 100 == 0
    )
    return f"{int(value) / 10000:.2f}".rstrip("0").rstrip(".") + "万人" if people else value


def test_numbers_dates_and_sources_of_the_facts(verdicts: list[Verdict], suffix: str) -> None:
    for verdict in verdicts:
        text = text_of(made(verdict, OPINION, suffix), suffix)
        for fact in verdict.facts:
            value = official(fact.fact, fact.value or "")
            for part in (value, days_in_words(fact.as_at), source_words(fact)):
                # 2024年5月1日, not 2024-05-01 (GB/T 15835).
                assert bare(days_in_words(part)) in text, (verdict.application, fact)


def test_thresholds_and_results_of_grounds(verdicts: list[Verdict], suffix: str) -> None:
    for verdict in (v for v in verdicts if v.outcome in (Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED)):
        text = text_of(made(verdict, REFUSAL, suffix), suffix)
        decisive = {c.rule for c in verdict.citations if c.role is Role.DECISIVE}
        for proof in (r for r in verdict.reasons.rules if r.rule in decisive):
            for const in re.findall(r'"const":"([\d.]+%?)', msgspec.json.encode(proof.condition).decode()):
                assert const in text


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Mn", "Me"]),
        min_size=1,
        max_size=60,
    )
)
def test_any_name_stands_as_it_was_given(verdicts: list[Verdict], name: str) -> None:
    verdict = named(of_outcome(verdicts, Outcome.PRESUMPTIVELY_BARRED), name)
    for suffix in (".docx", ".html"):
        data = made(verdict, REFUSAL, suffix)
        assert bare(writable(name)) in text_of(data, suffix)


NASTY = [
    "{{ 7 * 7 }}", "{% for a in b %}", "{_{ x }_}", "<w:p><w:r/></w:p>", "</w:t></w:r>", "../../etc/passwd", "]]>&amp;<!--",
    "#eval(\"1\") $x$ @y *z* _w_ `q` \\n", "<script>alert(1)</script>", "𠮷𡈽龘靐䶮㐂", "=cmd|' /C calc'!A0", "甲" * 60,
    "「引号」“双”‘单’", "{%p endfor %}", "{#注#}", "${jndi:ldap://x}", "%s %n {0}", "a  b",
]  # fmt: skip


@pytest.mark.parametrize("name", NASTY)
def test_markup_in_a_name_is_text(verdicts: list[Verdict], suffix: str, name: str) -> None:
    verdict = named(of_outcome(verdicts, Outcome.PRESUMPTIVELY_BARRED), name)
    data = made(verdict, REFUSAL, suffix)
    visible = readable(data, suffix)
    assert bare(name) in bare("".join(visible.paragraphs))
    assert visible.faults == ()
    assert unsaid(letter(verdict, REFUSAL), visible.paragraphs) == []


def test_the_same_verdict_gives_the_same_bytes(verdicts: list[Verdict], suffix: str) -> None:
    for kind in (REFUSAL, OPINION):
        verdict = of_outcome(verdicts, Outcome.PRESUMPTIVELY_BARRED)
        assert made(verdict, kind, suffix) == made(verdict, kind, suffix)


def test_what_the_outcome_calls_for(verdicts: list[Verdict]) -> None:
    for verdict in verdicts:
        kind = default_kind(verdict, frozenset())
        assert (kind == REFUSAL) == (verdict.outcome in BARRING)
        if verdict.outcome is Outcome.UNDETERMINED:
            # 「a request to a higher organ is a 请示 or 函, not a 查询单」 (WORDING): where nothing else is missing.
            determined = {m.provider for m in verdict.missing} == {"有权机关认定"}
            assert kind in ((REQUEST,) if determined else (SUPPLEMENT, INQUIRY, INSPECTION))


def test_a_supplement_asks_only_what_the_applicant_has(verdicts: list[Verdict]) -> None:
    for verdict, kind in possible(verdicts):
        if kind == SUPPLEMENT:
            table = letter(verdict, kind).sections[0].table
            assert table is not None
            own = [m for m in verdict.missing if m.provider == "申请人"]
            assert len(table.rows) == len(own)
            others = [m.fact for m in verdict.missing if m.provider != "申请人"]
            words = " ".join(c for row in table.rows for c in row)
            assert not [f for f in others if typeset(f) in words]


def test_a_presumption_is_a_draft_until_it_is_weighed(verdicts: list[Verdict]) -> None:
    verdict = of_outcome(verdicts, Outcome.PRESUMPTIVELY_BARRED)
    assert letter(verdict, REFUSAL).draft
    assert "例外考量" in "".join(n.text for n in letter(verdict, REFUSAL).lines())
    weighed = letter(verdict, REFUSAL, "经核对申请材料,未见应予例外的情形。")
    assert "例外考量" not in weighed.draft  # what else is open still stands there (DESIGN §6)
    assert "未见应予例外的情形" in "".join(n.text for n in weighed.lines())
    assert "例外考量" not in letter(of_outcome(verdicts, Outcome.BARRED), REFUSAL).draft
