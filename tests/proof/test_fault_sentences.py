"""What `verify` says of a forged verdict is a sentence for staff: no keys of JSON, no codes of the program."""

from __future__ import annotations

import copy
import json
import re
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from forging import forgeries

from reasoner.proof.check_proof import check_verdict
from reasoner.proof.fault_sentences import KEYS, sentence_of
from reasoner.proof.rule_base_check import CheckedBase
from reasoner.proof.verify import verdict_fault

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "verdict.json"
KEYS_OF_PROGRAMS = re.compile(r"[a-z_]{3,}(?:\[|\.|:)|\b(?:true|false|barred|decisive)\b")
ADDRESS = re.compile(r"[a-z]+-[\w-]+(?:/[\w.]+)?(?:#\w+)?|“[^”]*”")
"""Identifiers of documents and addresses, and what is quoted."""


def keys_of(schema: object) -> set[str]:
    """Every property that a schema names."""
    if isinstance(schema, dict):
        own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
        return own.union(*map(keys_of, schema.values()))
    return set().union(*map(keys_of, schema)) if isinstance(schema, list) else set()


def test_every_key_of_a_verdict_has_a_name() -> None:
    assert keys_of(json.loads(SCHEMA.read_text(encoding="utf-8"))) - KEYS.keys() == set()


CASES: list[tuple[str, str]] = [
    (
        "outcome:应为「barred」,现为「may_proceed」",
        "结论:应为“按规定不得新增”,文件里写的是“已收录文件中未见限制,可进入后续程序”。",
    ),
    (
        "reasons.rules[0].status:应为「true」,现为「false」",
        "研判理由·规则第1项(d/1.p1#甲)·是否成立:应为“成立”,文件里写的是“不成立”。",
    ),
    ("citations:应有3项,现有2项", "所引条款:应有3项,文件里有2项。"),
    ("given[0].colour:多出这一项", "给出的事实第1项(床位使用率)·“colour”:文件里多出这一项,研判时没有。"),
    (
        "receipt.facts:应为「" + "a" * 60 + "…」,现为「" + "b" * 60 + "…」",
        "校验凭据·事实:与内容不符,内容在研判以后改动过。",
    ),
    ("规则与规则库的校验码不符", "规则与规则库的校验码不符"),
]
VERDICT: dict[str, Any] = {
    "reasons": {"rules": [{"rule": "d/1.p1#甲"}]},
    "given": [{"fact": "床位使用率"}],
}


@pytest.mark.parametrize(("fault", "sentence"), CASES)
def test_a_fault_is_told_in_a_sentence(fault: str, sentence: str) -> None:
    assert sentence_of(fault, VERDICT) == sentence


def test_what_is_no_verdict_is_told_by_the_names_of_what_it_lacks() -> None:
    fault = verdict_fault({"application": "1"}, "x.json")
    assert fault is not None
    assert "“事项”、“适用日期”、“结论”" in fault.message
    assert not re.search("[a-z]", fault.message)


def test_no_forgery_is_told_in_keys_or_codes(verdicts: list[dict[str, Any]], checked: CheckedBase) -> None:
    for _, forged in islice(forgeries(copy.deepcopy(verdicts[0])), 0, 1500, 30):
        for fault in check_verdict(forged, checked):
            sentence = sentence_of(fault, forged)
            assert sentence.endswith("。") or ":" not in fault, sentence
            assert not KEYS_OF_PROGRAMS.search(ADDRESS.sub("", sentence)), sentence
