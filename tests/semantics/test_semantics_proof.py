"""docs/semantics.md §7, §8 and §10: what a verdict consists of, and what the proof checker is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from msgspec.structs import asdict
from small_base import hospital, plain, real

from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.model import proof
from reasoner.model.application import Evidence
from reasoner.model.kinds import Origin
from reasoner.model.verdict import Verdict

REASONER = Path(__file__).parents[2] / "reasoner"
CHECKER = tuple(sorted(f"proof/{p.stem}" for p in (REASONER / "proof").glob("[!_]*.py") if p.stem != "verify"))


@pytest.fixture(scope="module")
def verdict() -> Verdict:
    application = hospital("74%", 重点建设项目="省级")
    application["指标"][0] |= {"时点": "2024-03-31", "来源": "市医保中心统计"}
    return real(application)


def test_a_citation_is_the_text_at_its_place(verdict: Verdict) -> None:
    """Word for word, with offsets in the official text as received, heading and place for people."""
    texts = official_texts()
    for citation in verdict.citations:
        text = texts[citation.clause.partition("/")[0]]
        assert text[citation.start : citation.end] == citation.quote
        assert citation.place
        for start, end in citation.spans:
            assert citation.start <= start < end <= citation.end


def test_a_proof_shows_operands_threshold_comparison_and_provenance(verdict: Verdict) -> None:
    (rule,) = (r for r in verdict.reasons.rules if r.rule.endswith("#低使用率区域不新增床位"))
    assert rule.status == "true"
    compare = rule.condition
    assert isinstance(compare, proof.Compare)
    assert compare.op == "lt"
    assert compare.left == proof.FactRead(
        fact="床位使用率", of="城阳区", value="74%", as_at="2024-03-31", origin=None, source="市医保中心统计"
    )
    assert isinstance(compare.right, proof.Number)
    assert compare.right.const == "75%"


def sourced(**source: str | dict[str, str]) -> Verdict:
    """A verdict on an application whose rate of bed use says where it comes from."""
    application = hospital("74%")
    application["指标"][0] |= source
    return real(application)


def rate(verdict: Verdict) -> proof.CitedFact:
    """The rate of bed use that a verdict cites."""
    (fact,) = (f for f in verdict.facts if f.fact == "床位使用率")
    return fact


def test_where_a_value_comes_from_is_told_part_by_part() -> None:
    """In the facts that are held, that are cited, and that a proof has read; what was not given is empty."""
    evidence = {"名称": "床位使用情况月报", "编号": "2024-3", "页": "2"}
    verdict = sourced(来源类型="本局台账", 来源="市医保中心", 确认人="张三", 有效期至="2024-12-31", 依据=evidence)
    (entry,) = (g for g in verdict.given if g.fact == "床位使用率")
    read = [n for n in conditions(verdict) if isinstance(n, proof.FactRead) and n.fact == "床位使用率"]
    assert read
    for fact in (entry, rate(verdict), *read):
        assert (fact.origin, fact.source, fact.confirmed_by) == (Origin.LEDGER, "市医保中心", "张三")
        assert (fact.valid_until, fact.determined_by) == ("2024-12-31", ())
        assert fact.evidence == Evidence("床位使用情况月报", "2024-3", "2")
    bare = rate(sourced())
    assert (bare.origin, bare.source, bare.confirmed_by, bare.valid_until) == (None, None, "", "")
    assert (bare.determined_by, bare.evidence) == ((), None)


def conditions(verdict: Verdict) -> list[proof.Node]:
    """Every node of the proofs of a verdict, at whatever depth."""
    every: list[proof.Node] = [c for r in verdict.reasons.rules for c in (r.scope, r.condition) if c is not None]
    for node in every:
        match node:
            case proof.And() | proof.Or() | proof.Not():
                every += node.parts
            case proof.Compare():
                every += (node.left, node.right)
            case proof.Product():
                every += node.times
            case proof.Total():
                every += node.sum
    return every


def test_doubtful_values_of_the_ledger_warn() -> None:
    def warned(verdict: Verdict, word: str) -> bool:
        return any(w.startswith(word) and "床位使用率" in w for w in verdict.warnings)

    unconfirmed = sourced(来源类型="本局台账")
    assert warned(unconfirmed, "台账未确认")
    over = sourced(来源类型="本局台账", 确认人="张三", 有效期至="2024-04-30")
    assert warned(over, "台账已过期")
    good = sourced(来源类型="本局台账", 确认人="张三", 有效期至="2024-05-01")
    others = sourced(来源类型="其他部门"), sourced(来源="本局台账")
    assert not any(warned(v, "台账") for v in (good, *others))
    assert {v.outcome for v in (unconfirmed, over, good, *others)} == {"presumptively_barred"}


def test_every_rule_of_the_governing_documents_is_listed_and_cited(verdict: Verdict) -> None:
    reaching = {
        n.id
        for d in verdict.reasons.governing
        for n in rule_base().documents[d].all_norms
        if verdict.matter in n.matters and not n.alternative_of
    }
    judged = {r.rule for r in verdict.reasons.rules}
    goals = {n.id for d in rule_base().documents.values() for n in d.all_norms if n.supports}
    assert judged == reaching - goals
    assert judged <= {c.rule for c in verdict.citations} <= reaching


def test_rules_not_reviewed_say_so(verdict: Verdict) -> None:
    norms = {n.id: n for d in rule_base().documents.values() for n in d.all_norms}
    rules = plain(verdict)["reasons"]["rules"]
    assert rules
    for rule in rules:
        assert ("reviewed" in rule) is not norms[rule["rule"]].reviewed


def _imports(module: str) -> set[str]:
    tree = ast.parse((REASONER / f"{module}.py").read_text(encoding="utf-8"))
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module)
        elif isinstance(node, ast.Import):
            modules |= {a.name for a in node.names}
    return modules


def test_the_checker_shares_no_code_with_the_interpreter() -> None:
    """It imports the standard library, its own parts, the name of the engine, and the table of sentences."""
    own = {f"reasoner.{m.replace('/', '.')}" for m in CHECKER}
    assert "reasoner.proof.check_proof" in own
    for module in CHECKER:
        ours = {m for m in _imports(module) if m.split(".")[0] in ("reasoner", "policy_dsl")}
        assert ours <= own | {"reasoner", "reasoner.model.messages"}, module
    tree = ast.parse((REASONER / "model" / "messages.py").read_text(encoding="utf-8"))
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.Lambda)]


def test_the_checker_can_be_read_in_one_sitting() -> None:
    assert len((REASONER / "proof" / "check_proof.py").read_text(encoding="utf-8").splitlines()) < 300


def test_the_interpreter_is_short_enough_to_read_aloud() -> None:
    text = (REASONER / "interpreter" / "condition_evaluation.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 200


def test_a_receipt_names_engine_documents_words_facts_advice_and_day(verdict: Verdict) -> None:
    receipt = verdict.receipt
    assert set(asdict(receipt)) == {"engine", "documents", "vocabulary", "facts", "advice", "as_of"}
    above = ("370214", "370200", "370000", "100000")
    assert set(receipt.documents) == {d.id for d in rule_base().documents.values() if d.region in above}
    digests = [receipt.vocabulary, receipt.facts, receipt.advice, *receipt.documents.values()]
    assert all(re.fullmatch(r"[0-9a-f]{64}", d) for d in digests)


def test_no_clock_and_no_chance_enter_a_verdict() -> None:
    """Neither the day of the run nor the machine: no module of the path from facts to verdict asks for either."""
    path = sorted(f"interpreter/{p.stem}" for p in (REASONER / "interpreter").glob("*.py"))
    assert "interpreter/judge" in path
    path += sorted(f"model/{p.stem}" for p in (REASONER / "model").glob("*.py"))
    for module in path:
        assert not _imports(module) & {"time", "datetime", "random", "os", "platform", "uuid", "socket"}, module
