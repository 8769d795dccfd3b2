"""The example cases of the contract, judged by the whole rule base as the command line judges them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from case_file import half_width
from corpus_folders import folders

from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import encode
from reasoner.proof.check_proof import check_proof

HERE = Path(__file__).parent
RECEIVED = HERE.parents[2] / "shared" / "examples" / "cases.json"
EXAMPLES = json.loads((HERE / "examples.json").read_text(encoding="utf-8"))


@pytest.mark.skipif(not RECEIVED.exists(), reason="the examples as received are not at hand")
def test_the_examples_are_those_received() -> None:
    assert json.loads(RECEIVED.read_text(encoding="utf-8")) == EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["application"]["编号"])
def test_example(example: dict[str, Any]) -> None:
    base, expected = rule_base(), example["expect"]
    (application,) = Reader(base.vocabulary, base.document_names).read(example["application"])
    chain = base.vocabulary.chain(application.region or "")
    if expected["outcome"] != "not_regulated" and not any(d.region in chain for d in base.documents.values()):
        pytest.skip("the rule base does not hold the document of this region yet")
    verdict = judge(base, application)
    assert verdict.outcome == expected["outcome"]
    for role in ("decisive", "defeated"):
        quotes = [half_width(c.quote) for c in verdict.citations if c.role == role]
        for words in expected.get(role, ()):
            assert any(half_width(words) in quote for quote in quotes), (role, words, quotes)
    assert set(expected.get("missing", ())) <= {m.fact for m in verdict.missing}
    texts = {name: (folder / "text.txt").read_text(encoding="utf-8") for name, folder in folders("text.txt").items()}
    assert check_proof(msgspec.json.decode(encode(verdict)), base.plain, texts) == []
