"""docs/semantics.md §7, §8 and §10: what a verdict consists of, and what the proof checker is."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from small_base import hospital, real

from reasoner.driver.in_use import official_texts, rule_base

REASONER = Path(__file__).parents[2] / "reasoner"
CHECKER = ("proof/check_proof", "proof/derivation", "proof/words", "proof/notes", "proof/check_readings")


@pytest.fixture(scope="module")
def verdict() -> dict[str, Any]:
    application = hospital("74%", 重点建设项目="省级")
    application["指标"][0] |= {"时点": "2024-03-31", "来源": "市医保中心统计"}
    return real(application)


def test_a_citation_is_the_text_at_its_place(verdict: dict[str, Any]) -> None:
    """Word for word, with offsets in the official text as received, heading and place for people."""
    texts = official_texts()
    for cited in verdict["citations"]:
        text = texts[cited["clause"].partition("/")[0]]
        assert text[cited["start"] : cited["end"]] == cited["quote"]
        assert cited["place"]
        for start, end in cited.get("spans", ()):
            assert cited["start"] <= start < end <= cited["end"]


def test_a_proof_shows_operands_threshold_comparison_and_provenance(verdict: dict[str, Any]) -> None:
    (rule,) = (r for r in verdict["reasons"]["rules"] if r["rule"].endswith("#低使用率区域不新增床位"))
    assert rule["status"] == "true"
    compare = rule["condition"]
    assert compare["op"] == "lt"
    assert compare["left"] == {
        "fact": "床位使用率", "of": "城阳区", "value": "74%", "as_at": "2024-03-31", "source": "市医保中心统计",
    }  # fmt: skip
    assert compare["right"]["const"] == "75%"


def test_every_rule_of_the_governing_documents_is_listed_and_cited(verdict: dict[str, Any]) -> None:
    wanted = {
        n["id"]
        for d in verdict["reasons"]["governing"]
        for n in rule_base().documents[d].data["norms"]
        if verdict["matter"] in n["matters"] and not n["alternative_of"]
    }
    judged = {r["rule"] for r in verdict["reasons"]["rules"]}
    goals = {n["id"] for d in rule_base().documents.values() for n in d.data["norms"] if n["supports"]}
    assert judged == wanted - goals
    assert judged <= {c["rule"] for c in verdict["citations"]} <= wanted


def test_rules_not_reviewed_say_so(verdict: dict[str, Any]) -> None:
    norms = {n["id"]: n for d in rule_base().documents.values() for n in d.data["norms"]}
    for rule in verdict["reasons"]["rules"]:
        assert ("reviewed" in rule) is not norms[rule["rule"]]["reviewed"]


def _imports(module: str) -> set[str]:
    tree = ast.parse((REASONER / f"{module}.py").read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
    return found


def test_the_checker_shares_no_code_with_the_interpreter() -> None:
    """It imports the standard library, its own parts, the name of the engine, and the table of sentences."""
    own = {f"reasoner.{m.replace('/', '.')}" for m in CHECKER}
    for module in CHECKER:
        ours = {m for m in _imports(module) if m.split(".")[0] in ("reasoner", "policy_dsl")}
        assert ours <= own | {"reasoner", "reasoner.wording"}, module
    tree = ast.parse((REASONER / "wording.py").read_text(encoding="utf-8"))
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.Lambda)]


def test_the_checker_can_be_read_in_one_sitting() -> None:
    assert len((REASONER / "proof" / "check_proof.py").read_text(encoding="utf-8").splitlines()) < 300


def test_the_interpreter_is_short_enough_to_read_aloud() -> None:
    text = (REASONER / "interpreter" / "interpret.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 200


def test_a_receipt_names_engine_rules_documents_facts_advice_and_day(verdict: dict[str, Any]) -> None:
    receipt = verdict["receipt"]
    assert set(receipt) == {"engine", "rules", "documents", "facts", "advice", "as_of"}
    assert set(receipt["documents"]) == set(rule_base().documents)
    digests = [receipt["rules"], receipt["facts"], receipt["advice"], *receipt["documents"].values()]
    assert all(re.fullmatch(r"[0-9a-f]{64}", d) for d in digests)


def test_no_clock_and_no_chance_enter_a_verdict() -> None:
    """Neither the day of the run nor the machine: no module of the path from facts to verdict asks for either."""
    path = sorted(f"interpreter/{p.stem}" for p in (REASONER / "interpreter").glob("*.py"))
    assert "interpreter/judge" in path
    for module in (*path, "facts", "origin", "plausible", "rulebase"):
        assert not _imports(module) & {"time", "datetime", "random", "os", "platform", "uuid", "socket"}, module
