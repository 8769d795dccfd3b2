"""Two versions of documents: what a drafter writes, what a directory may be, what both say of one application."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from corpus_folders import CORPUS, document_in, folder_of, source_name
from drafting import BEDS, CARE, MEDICAL, ROOT, copied, corpus_at, drafted, edit, faults, occupied, outcome
from msgspec.structs import replace

from policy_dsl.compile import compile_base
from policy_dsl.compiled import Review
from policy_dsl.diagnostics import Faults
from policy_dsl.ir import to_data
from policy_dsl.review.records import norm_digest, write_reviews
from policy_dsl.source_files import read_sources
from reasoner.driver.amended_rule_base import versions
from reasoner.driver.current_rule_base import rule_base


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """The medical plan as it is, and with three quarters amended to sixty per cent."""
    return copied(tmp_path / "before"), drafted(copied(tmp_path / "after"), *BEDS)


# --- an amendment ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "then", "now"),
    [
        ("59%", "presumptively_barred", "presumptively_barred"),
        ("59.99%", "presumptively_barred", "presumptively_barred"),
        ("60%", "presumptively_barred", "may_proceed"),
        ("74%", "presumptively_barred", "may_proceed"),
        ("75%", "may_proceed", "may_proceed"),
    ],
)
def test_one_application_is_judged_by_the_text_of_each_version(
    pair: tuple[Path, Path], rate: str, then: str, now: str
) -> None:
    before, after, ids = versions(*pair)
    assert ids == (MEDICAL,)
    assert [outcome(b, occupied(rate)) for b in (before, after)] == [then, now]


def test_only_what_was_amended_is_new_and_the_rest_is_in_use(pair: tuple[Path, Path]) -> None:
    before, after, _ = versions(*pair)
    assert before is rule_base()
    assert list(after.documents) == list(rule_base().documents)
    assert all(after.documents[i] is d for i, d in rule_base().documents.items() if i != MEDICAL)
    assert after.digest != before.digest
    old, new = (b.documents[MEDICAL].clauses for b in (before, after))
    assert [i for i in old if replace(old[i], document="") != replace(new[i], document="")] == [f"{MEDICAL}/3.1.p2"]


def test_a_draft_is_known_as_one_and_claims_no_received_file(pair: tuple[Path, Path]) -> None:
    before, after, _ = versions(*pair)
    assert after.documents[MEDICAL].draft is True
    assert after.documents[MEDICAL].received.sha256 == ""
    assert before.documents[MEDICAL].draft is False


def test_a_draft_may_change_the_length_of_the_text_and_lose_its_masks(tmp_path: Path) -> None:
    after = drafted(copied(tmp_path / "after"), ("低于75%", "低于60.5%"), ("低于 75%", "低于 60.5%"))
    edit(after / "text.txt", ("▒", ""))
    _, amended, _ = versions(folder_of(MEDICAL), after)
    assert [outcome(amended, occupied(r)) for r in ("60%", "60.5%")] == ["presumptively_barred", "may_proceed"]


@pytest.mark.parametrize("document", sorted(rule_base().documents))
def test_every_document_can_be_made_a_draft_and_says_the_same(document: str, tmp_path: Path) -> None:
    _, after, _ = versions(folder_of(document), drafted(copied(tmp_path / "after", document)))
    was, now = rule_base().documents[document], after.documents[document]
    assert (now.all_norms, now.clauses) == (was.all_norms, was.clauses)
    assert after.digest == rule_base().digest


def test_a_changed_text_that_still_claims_the_received_file_is_refused(tmp_path: Path) -> None:
    after = copied(tmp_path / "after")
    for name in ("text.txt", "rules.tiao"):
        edit(after / name, *(c for c in BEDS if c[0] in (after / name).read_text(encoding="utf-8")))
    (fault,) = faults(folder_of(MEDICAL), after)
    assert (fault.code, fault.where) == ("U149", f"{after}/text.txt")
    assert "低于60%" in fault.message
    assert "低于75%" in fault.message
    assert "draft = true" in fault.hint


def test_a_text_of_another_length_is_told_how_to_become_a_draft(tmp_path: Path) -> None:
    after = copied(tmp_path / "after")
    edit(after / "text.txt", ("低于75%", "低于60.5%"))
    found = faults(folder_of(MEDICAL), after)
    assert [(f.code, f.where) for f in found][:1] == [("C109", f"{after}/meta.toml: received.length")]
    assert "draft = true" in found[0].hint


def test_a_draft_that_describes_a_received_file_is_told_what_to_delete(tmp_path: Path) -> None:
    after = copied(tmp_path / "after", "binzhou-2022")
    edit(after / "meta.toml", ("title = ", "draft = true\ntitle = "))
    found = faults(folder_of("binzhou-2022"), after)
    assert [f.code for f in found] == ["C114"] * 3
    assert [f.where.rpartition(": ")[2] for f in found] == ["received", "masked", "lines"]


def test_draft_written_behind_a_table_is_told_where_it_belongs(tmp_path: Path) -> None:
    after = copied(tmp_path / "after")
    edit(after / "meta.toml", ("[received]", "draft = true\n[received]"))
    (fault,) = faults(folder_of(MEDICAL), after)
    assert (fault.code, "文件开头" in fault.hint) == ("C102", True)


def test_no_draft_is_compiled_into_a_rule_base_in_use() -> None:
    sources = {k: t for k, t in read_sources().items() if not k.startswith("corpus/") or document_in(k) == MEDICAL}
    meta = sources[source_name(MEDICAL, "meta.toml")].partition("[received]")[0]
    with pytest.raises(Faults) as raised:
        compile_base({**sources, source_name(MEDICAL, "meta.toml"): f"draft = true\n{meta}"})
    assert [f.code for f in raised.value.diagnostics] == ["C114"]


# --- what a directory may be ----------------------------------------------------------------------------------


@pytest.mark.parametrize("inside", ["", "corpus", "policy_dsl/corpus"])
def test_a_directory_may_hold_several_documents_in_folders_of_any_name(inside: str, tmp_path: Path) -> None:
    before = corpus_at(tmp_path / "old", inside, copied, lambda to: copied(to, CARE))
    after = corpus_at(tmp_path / "new", inside, lambda to: copied(to, CARE), lambda to: drafted(copied(to), *BEDS))
    one, other, ids = versions(before, after)
    assert ids == (CARE, MEDICAL)
    assert one is rule_base()
    assert [outcome(b, occupied("74%")) for b in (one, other)] == ["presumptively_barred", "may_proceed"]


def test_the_repository_itself_is_the_rule_base_in_use() -> None:
    before, after, ids = versions(ROOT, CORPUS)
    assert before is after is rule_base()
    assert set(ids) == set(rule_base().documents)


def test_one_directory_on_both_sides_is_no_error(tmp_path: Path) -> None:
    folder = drafted(copied(tmp_path / "x"), *BEDS)
    before, after, ids = versions(folder, folder)
    assert ids == (MEDICAL,)
    assert before.digest == after.digest != rule_base().digest
    assert before.documents[MEDICAL] is after.documents[MEDICAL]  # compiled once


def test_a_document_that_one_side_lacks_is_repealed_or_new(tmp_path: Path) -> None:
    both = corpus_at(tmp_path / "both", "", copied, lambda to: copied(to, CARE))
    alone = corpus_at(tmp_path / "alone", "", lambda to: copied(to, CARE))
    before, after, ids = versions(both, alone)
    assert ids == (CARE, MEDICAL)
    assert MEDICAL not in after.documents
    assert after.documents[CARE] is rule_base().documents[CARE]
    assert [outcome(b, occupied("74%")) for b in (before, after)] == ["presumptively_barred", "not_regulated"]
    before, after, _ = versions(alone, both)
    assert [outcome(b, occupied("74%")) for b in (before, after)] == ["not_regulated", "presumptively_barred"]


def test_a_new_document_governs_besides_those_in_use(tmp_path: Path) -> None:
    new = drafted(copied(tmp_path / "corpus" / "new"), *BEDS)
    edit(new / "rules.tiao", (f"文件 {MEDICAL}", "文件 qingdao-2026-medical"))
    _, after, ids = versions(CORPUS, corpus_at(tmp_path / "all", "", *_copies(), lambda to: Path(new.rename(to))))
    assert set(ids) == {*rule_base().documents, "qingdao-2026-medical"}
    assert list(after.documents) == sorted(ids)
    assert outcome(after, occupied("74%")) == "presumptively_barred"  # the plan that is in force still bars


def _copies() -> list[Callable[[Path], Path]]:
    return [lambda to, i=i: copied(to, i) for i in rule_base().documents]  # type: ignore[misc]  # a default that binds the loop's value


def test_what_is_compiled_again_is_what_was_in_use(tmp_path: Path) -> None:
    folder = copied(tmp_path / "x")
    edit(folder / "rules.tiao", ("条 0.p1", "\n\n条 0.p1"))
    before, _, _ = versions(folder, folder)
    again, was = before.documents[MEDICAL], rule_base().documents[MEDICAL]
    assert again is not was
    assert to_data(again) == to_data(was)
    assert before.digest == rule_base().digest


def test_files_of_other_editors_are_read(tmp_path: Path) -> None:
    folder = drafted(copied(tmp_path / "x"), *BEDS)
    for path in folder.glob("*.t*"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    _, after, ids = versions(folder_of(MEDICAL), folder)
    assert ids == (MEDICAL,)
    assert outcome(after, occupied("74%")) == "may_proceed"


def test_one_document_is_compiled_and_no_other(pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    from policy_dsl import compile as compiler

    compiled: list[str] = []
    real = compiler.compile_document
    monkeypatch.setattr(compiler, "compile_document", lambda *given: (compiled.append(given[0]), real(*given))[1])
    versions(*pair)
    assert compiled == [MEDICAL]


def test_a_bureaus_own_reviews_count_in_both_versions(
    pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = rule_base().documents[MEDICAL]
    records = [
        Review(n.id.partition("/")[2], "sign", norm_digest(document, n), "张三", "2025-03-01")
        for n in document.norms_in_use
    ]
    (tmp_path / "reviews" / MEDICAL).mkdir(parents=True)
    (tmp_path / "reviews" / MEDICAL / "reviews.toml").write_text(write_reviews(records), encoding="utf-8")
    monkeypatch.setenv("TIAOLI_REVIEWS", str(tmp_path / "reviews"))
    rule_base.cache_clear()
    try:
        before, after, _ = versions(*pair)
    finally:
        rule_base.cache_clear()
    lost = [n.name for n in after.documents[MEDICAL].norms_in_use if not n.reviewed]
    assert lost == ["低使用率区域不新增床位"]
    assert all(n.reviewed for n in before.documents[MEDICAL].norms_in_use)
