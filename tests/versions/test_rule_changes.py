"""A corrected transcription lists which rules changed their digest. The documents are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import BEDS, Sources, base_of, load_driver, version

from policy_dsl.compiled import Review, ReviewAction
from policy_dsl.review.records import norm_digest, with_reviews
from reasoner.cli.main import main
from reasoner.driver import current_rule_base
from reasoner.model.rule_base import RuleBase
from reasoner.survey.rule_changes import Change, Part, rule_changes

RULE = "p1#低使用率不新增"


def of(base: RuleBase) -> tuple[Change, tuple[Part, ...], str]:
    after = base.documents[BEDS]
    (change,) = rule_changes(FIRST.documents[BEDS], after)
    return change.change, change.parts, change.review


FIRST = base_of(version(1, "60%", "2020-01-01"))


def corrected(*changes: tuple[str, str]) -> RuleBase:
    made: Sources = {}
    for path, words in version(1, "60%", "2020-01-01").items():
        for old, new in changes:
            words = words.replace(old, new) if not path.endswith("meta.toml") else words
        made[path] = words
    text = next(w for p, w in made.items() if p.endswith("text.txt"))
    meta = next(p for p in made if p.endswith("meta.toml"))
    head, _, _ = made[meta].partition("length = ")
    made[meta] = f"{head}length = {len(text)}\n"
    return base_of(made)


def test_a_transcription_that_is_the_same_changes_no_rule() -> None:
    document = FIRST.documents[BEDS]
    assert list(rule_changes(document, document)) == []
    assert list(rule_changes(document, base_of(version(1, "60%", "2020-01-01")).documents[BEDS])) == []


def test_a_word_of_the_clause_that_was_misread_changes_quote_and_words() -> None:
    change, parts, _ = of(corrected(("本区县床位使用率", "本区县的床位使用率")))
    assert (change, parts) == (Change.CHANGED, (Part.QUOTE, Part.WORDS))


def test_a_figure_that_was_misread_changes_the_rule_too() -> None:
    change, parts, _ = of(corrected(("60%", "65%")))
    assert (change, parts) == (Change.CHANGED, (Part.QUOTE, Part.WORDS, Part.RULE))


def test_a_slip_elsewhere_in_the_document_changes_no_rule() -> None:
    assert list(rule_changes(FIRST.documents[BEDS], corrected(("虚拟的床位", "虚拟床位")).documents[BEDS])) == []


def test_a_rule_that_is_written_anew_is_gone_under_its_old_name() -> None:
    changes = list(
        rule_changes(FIRST.documents[BEDS], corrected(("规则 低使用率不新增", "规则 不新增")).documents[BEDS])
    )
    assert [(c.change, c.norm, bool(c.before), bool(c.after)) for c in changes] == [
        (Change.ADDED, f"{BEDS}/p1#不新增", False, True),
        (Change.REMOVED, f"{BEDS}/{RULE}", True, False),
    ]


def test_a_signature_over_the_rule_as_it_was_is_stale() -> None:
    old = FIRST.documents[BEDS]
    (norm,) = old.norms_in_use
    signed = Review(RULE, ReviewAction.SIGN, norm_digest(old, norm), "张三", "2021-01-01")
    now = RuleBase(with_reviews(corrected(("60%", "65%")).compiled, {BEDS: [signed]}))
    assert of(now)[2] == "stale"
    assert of(corrected(("60%", "65%")))[2] == "unreviewed"


@pytest.mark.parametrize("named", [False, True])
def test_the_command_compares_a_folder_or_a_version_with_what_is_in_use(
    named: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    load_driver()
    base = base_of(version(1, "60%", "2020-01-01"), version(2, "70%", "2022-01-01", replaces="2020-01-01"))
    monkeypatch.setattr(current_rule_base, "rule_base", lambda: base)
    for path, words in version(1, "60%", "2020-01-01").items():
        (tmp_path / path.rpartition("/")[2]).write_text(words, encoding="utf-8")
    before = f"{BEDS}@2020-01-01" if named else str(tmp_path)
    assert main(["review", "changed", before]) == 0
    shown = capsys.readouterr().out
    assert "1条规则的校验码改变" in shown
    assert f"{BEDS}/{RULE}" in shown
    assert "60%" in shown
    assert "70%" in shown
    assert main(["review", "changed", before, "--json"]) == 0
    assert '"change":"changed"' in capsys.readouterr().out.replace(" ", "")
    assert main(["review", "changed", f"{BEDS}@2019-01-01"]) == 2
    assert "U103" in capsys.readouterr().err
