"""The proof checker agrees with the interpreter, and refuses every verdict in which anything was changed."""

from __future__ import annotations

import copy
import json
from typing import Any

import msgspec
import pytest
from forging import derived_anew, forgeries, mended

from reasoner.driver.current_rule_base import rule_base
from reasoner.proof.check_proof import check_proof, check_verdict, derive_and_judge
from reasoner.proof.outcome import Judgement
from reasoner.proof.plain_vocabulary import Vocabulary
from reasoner.proof.rule_base_check import CheckedBase, check_base

Data = dict[str, Any]

DIGESTED = ("application", "matter", "received", "region", "given", "missing", "changes")
"""The parts that the digests of facts and advice cover; to mend them changes nothing of an edit elsewhere."""


def test_the_examples_reach_every_kind_of_outcome(verdicts: list[Data]) -> None:
    reached = {v["outcome"] for v in verdicts}
    assert reached >= {
        "barred", "presumptively_barred", "undetermined", "not_eligible", "strictly_controlled", "exempt", "priority",
        "may_proceed", "out_of_force", "not_regulated",
    }  # fmt: skip
    for part in ("changes", "missing", "assumptions", "warnings", "not_governing", "facts"):
        assert any(v[part] for v in verdicts), part
    assert any(v["reasons"]["standards"] for v in verdicts)


def test_genuine_verdicts_hold(verdicts: list[Data], texts: dict[str, str]) -> None:
    base = rule_base().plain
    assert check_base(base) == []
    assert {v["application"]: check_proof(v, base, texts) for v in verdicts} == {v["application"]: [] for v in verdicts}


def test_what_the_checker_derives_is_the_verdict(verdicts: list[Data], checked: CheckedBase) -> None:
    """All of it, advice and digests included, from what was given alone; only the order of keys is another."""
    for verdict in verdicts:
        given = {k: verdict[k] for k in ("application", "matter", "received", "as_of", "region", "given")}
        given |= {k: verdict[k] for k in ("only", "under") if k in verdict}
        made = derived_anew(given, checked)
        made["receipt"]["advice"] = verdict["receipt"]["advice"]  # which digests the keys in their order
        assert made == verdict


INPUTS = (
    "application", "matter", "received", "as_of", "region", "given", "only", "under", "matter_written", "received_written",
)  # fmt: skip
"""All that the checker derives a verdict from."""


@pytest.fixture
def derived_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the checker derives from one set of inputs is derived once, and from these inputs alone: it sees nothing else."""
    derived: dict[str, tuple[str, Judgement | None]] = {}

    def remembered(
        verdict: Data, base: Data, changed: tuple[Data, ...], words: Vocabulary
    ) -> tuple[Data, Judgement | None]:
        assert not changed
        inputs = {k: verdict[k] for k in INPUTS if k in verdict}
        key = json.dumps(inputs)
        if key not in derived:
            made, judgement = derive_and_judge(inputs, base, changed, words)
            assert made == json.loads(json.dumps(made))
            derived[key] = json.dumps(made), judgement
        text, judgement = derived[key]
        return msgspec.json.decode(text), judgement

    monkeypatch.setattr("reasoner.proof.check_proof.derive_and_judge", remembered)


@pytest.mark.usefixtures("derived_once")
def test_every_forgery_is_refused(
    verdicts: list[Data], checked: CheckedBase, capsys: pytest.CaptureFixture[str]
) -> None:
    tried, accepted = 0, []
    for verdict in copy.deepcopy(verdicts):
        genuine = copy.deepcopy(verdict)
        # Proofs are alike in their rules: of a long one every n-th field is forged; clauses that are quoted are alike: of
        # their fields every second; of all other parts every field.
        nth = {"('reasons": max(1, len(verdict["reasons"]["rules"]) // 3), "('citations": 2, "('touching": 2}
        for number, (what, forged) in enumerate(forgeries(verdict)):
            if number % nth.get(what.split()[1].partition("',")[0], 1):
                continue
            tried += 1
            if not check_verdict(forged, checked):
                accepted.append(f"{verdict['application']} {what}")
        assert verdict == genuine
    with capsys.disabled():
        print(f"\nforgeries tried: {tried}, refused: {tried - len(accepted)}")
    assert accepted == []
    assert tried > 40_000


def test_mended_digests_hide_no_forgery_but_make_another_statement_of_facts(
    verdicts: list[Data], checked: CheckedBase, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever mends the digests as well may only change what was given, and only where nothing else then changes."""
    tried, accepted = 0, []
    for verdict in copy.deepcopy(verdicts):
        genuine = mended(copy.deepcopy(verdict))
        for what, forged in forgeries(verdict, DIGESTED):
            try:
                with_digests = mended(forged)
            except (KeyError, TypeError):
                continue  # what is digested is gone
            tried += 1
            if not check_verdict(with_digests, checked):
                assert with_digests != genuine
                accepted.append(what.split(" ", 1)[1])
    with capsys.disabled():
        print(f"\nforgeries with mended digests: {tried}, other statements of facts: {len(accepted)}")
    assert {a.split(",")[0] for a in accepted} <= {"('given'", "('application'"}
    assert tried > 6_000


def test_a_forger_who_mends_the_digests_is_refused(verdicts: list[Data], checked: CheckedBase) -> None:
    """Changing a fact that a rule read, with the receipt's digests made anew, contradicts what was concluded."""
    tried = 0
    for verdict in verdicts:
        read = {(f["fact"], f["of"]) for f in verdict["facts"]}
        for index, entry in enumerate(verdict["given"]):
            region = rule_base().vocabulary.regions.get(entry["subject"])
            of = region.name if region else entry["subject"]
            if (entry["fact"], of) not in read or not str(entry["value"])[:1].isdigit():
                continue
            forged = copy.deepcopy(verdict)
            forged["given"][index]["value"] += "1"
            tried += 1
            assert check_verdict(mended(forged), checked), (verdict["application"], entry["fact"])
        for index in range(len(verdict["changes"])):
            forged = copy.deepcopy(verdict)
            forged["changes"][index]["outcome"] = "priority"
            tried += 1
            assert check_verdict(mended(forged), checked)
    assert tried > 30


def test_another_rule_set_is_refused(verdicts: list[Data], texts: dict[str, str]) -> None:
    base = copy.deepcopy(rule_base().plain)
    norm = next(n for d in base["documents"] for n in d["norms"] if n["name"] == "低使用率区域不新增床位")
    norm["condition"]["right"] |= {"value": "0.70", "shown": "70%"}
    assert check_base(base) == ["规则与规则库的校验码不符"]
    first = check_proof(verdicts[0], base, texts)
    assert any("75%" in f or "70%" in f for f in first)
    assert any("「70%」不在所据原文中" in f for f in first)
    assert any("的内容与校验码不符" in f for f in first)


def test_what_is_no_verdict_is_said(texts: dict[str, str], verdicts: list[Data]) -> None:
    base = rule_base().plain
    for data in ({}, {"outcome": "barred"}, {"given": 3}, {"as_of": "2024-01-01", "given": [[1, 2]], "region": "x"}):
        assert any("不是完整的研判结果" in f for f in check_proof(data, base, texts))
    for name in verdicts[0]:
        for value in (None, 3, "x", [], [[]], {}, {"a": [1]}, [None], [{"fact": "所在地"}]):
            faults = check_proof({**verdicts[0], name: value}, base, texts)
            assert faults or value == verdicts[0][name], (name, value)
            assert not [f for f in faults if "Error" in f or "Traceback" in f]
