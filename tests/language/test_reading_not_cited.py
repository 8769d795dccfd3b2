"""A reading is called idle (L606) only where every rule that might cite it was read."""

from __future__ import annotations

from corpus_folders import source_name, sources_of

from policy_dsl.compile import compile_document
from policy_dsl.source_files import read_sources
from policy_dsl.vocabulary import Vocabulary
from reasoner.driver.current_rule_base import rule_base

MEDICAL = "qingdao-2023-18-medical"


def codes(**changed: str) -> list[str]:
    texts = sources_of(MEDICAL)
    vocabulary: Vocabulary = rule_base().vocabulary
    return [f.code for f in compile_document(MEDICAL, texts | changed, vocabulary).faults]


def test_a_wrong_quotation_is_one_fault() -> None:
    """75% is 76% in the text: the quotation of 3.1.p2 is wrong; the readings that its rule cites are none the less cited."""
    texts = read_sources()
    text = texts[source_name(MEDICAL, "text.txt")]
    assert text.count("低于75%的") == 1
    assert codes() == []
    assert codes(**{"text.txt": text.replace("低于75%的", "低于76%的")}) == ["L402"]
