"""Every mutant of the rules is noticed, or listed as equivalent: a fixed sample here, all of them where all must run."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from corpus_folders import folders

from policy_dsl.source_text import Source
from policy_dsl.syntax.format import format_file
from policy_dsl.syntax.parse import parse

from .equivalents import disputes, equivalents
from .killers import Laboratory, with_rule
from .run import fates
from .score import KINDS, PAGE, summary, table

ALL = bool(os.environ.get("TIAOLI_REQUIRE_ALL"))
NTH = 1 if ALL else 17


@pytest.fixture(scope="module")
def laboratory() -> Laboratory:
    return Laboratory()


def test_every_mutant_is_noticed_or_listed(laboratory: Laboratory) -> None:
    listed = equivalents()
    mutants = list(laboratory.mutants())
    chosen = [m for i, m in enumerate(mutants) if i % NTH == 0 or m.id in listed]
    found = fates(laboratory, chosen)
    faults = list(disputes(found, listed, whole=True))
    assert not faults, "\n".join(faults)
    if ALL:
        page = PAGE.read_text(encoding="utf-8")
        rows = [f"| {' | '.join(row)} |" for row in table(found, listed)[1:]]
        stale = [line for line in (summary(found, listed), *rows) if line not in page]
        assert not stale, "\n".join(["run: uv run --group dev python -m tests.mutation --write", *stale])


def test_the_rules_themselves_are_not_noticed(laboratory: Laboratory) -> None:
    """Without a change nothing is reported: what kills a mutant is the change."""
    for id_, draft in laboratory.drafts.items():
        first = next(m for m in laboratory.mutants() if m.document == id_ and m.rule is not None)
        assert draft.file is not None
        item = draft.file.entries[first.entry].items[first.item]
        same = type(first)(first.id, id_, first.kind, first.norm, first.entry, first.item, item)
        assert laboratory.fate(same).said == {}


def test_each_mutant_has_an_id_of_its_own_and_a_kind_that_the_page_explains(laboratory: Laboratory) -> None:
    mutants = list(laboratory.mutants())
    assert [i for i, n in Counter(m.id for m in mutants).items() if n > 1] == []
    assert {m.kind for m in mutants} == KINDS.keys()


def test_a_mutant_is_a_rule_that_could_have_been_written(laboratory: Laboratory) -> None:
    """Written out and read again it is the same: the changes are made in the tree, but stand for changes of the file."""
    mutants = [m for m in laboratory.mutants() if m.rule is not None][::97]
    for mutant in mutants:
        draft = laboratory.drafts[mutant.document]
        changed = with_rule(draft, mutant).file
        assert changed is not None
        entry = changed.entries[mutant.entry]
        alone = type(changed)(changed.document, (entry,))
        read, faults = parse(Source("mutant.tiao", format_file(alone)))
        assert faults == [], mutant.id
        assert read == alone, mutant.id


def test_an_unlisted_survivor_and_a_listed_one_that_is_noticed_are_reported(laboratory: Laboratory) -> None:
    listed = equivalents()
    survivor = next(m for m in laboratory.mutants() if m.id in listed)
    noticed = next(m for m in laboratory.mutants() if m.kind == "threshold")
    found = fates(laboratory, [survivor, noticed])
    assert len(list(disputes(found, {}, whole=False))) == 1
    assert len(list(disputes(found, {survivor.id: "", noticed.id: ""}, whole=False))) == 1
    assert len(list(disputes(found, {survivor.id: "", "gone": ""}, whole=True))) == 1


def test_every_document_with_a_case_set_is_mutated(laboratory: Laboratory) -> None:
    assert folders("cases.yaml").keys() <= laboratory.drafts.keys()
