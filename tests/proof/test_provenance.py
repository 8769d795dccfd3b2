"""Where values come from, before the proof checker: the ledger and its doubts, determinations, evidence, ended plans that go on."""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from forging import derived_anew, mended
from seeded_applications import drawn, unconfirmed

from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.judge import judge
from reasoner.interpreter.relocation import rebound
from reasoner.model.verdict import encode
from reasoner.proof.check_proof import check_verdict
from reasoner.proof.rule_base_check import CheckedBase

Data = dict[str, Any]

PROVENANCE = ("origin", "source", "determined_by", "confirmed_by", "valid_until", "evidence")


def seeded(number: int, seed: int) -> Iterator[Data]:
    """Verdicts on seeded applications: some by chosen documents, on another day, as if elsewhere, or with readings."""
    base, chance = rule_base(), random.Random(seed)
    for data in drawn(number, seed):
        (application,) = reader().read(json.loads(json.dumps(data)))
        application = unconfirmed(application, chance)
        only = frozenset(chance.sample(list(base.documents), 3)) if chance.random() < 0.1 else None
        day = chance.choice((None, None, None, "2024-05-01", "2026-02-01"))
        if chance.random() < 0.15:
            there = chance.choice(("崂山区", "市南区", "济源市", "惠民县", "郑州市"))
            application = rebound(application, *reader().place(there))
        verdict = judge(base, application, day, only)
        if chance.random() < 0.1:
            verdict = with_readings(base, application, verdict, only)
        plain: Data = json.loads(encode(verdict))
        yield plain


@pytest.fixture(scope="module")
def sourced() -> list[Data]:
    return list(seeded(3000, seed=5))


def test_both_engines_agree_wherever_values_come_from(sourced: list[Data], checked: CheckedBase) -> None:
    faults = {v["application"]: f for v in sourced if (f := check_verdict(v, checked))}
    assert faults == {}


def test_the_seeded_applications_have_all_that_is_checked(sourced: list[Data]) -> None:
    """Else the agreement would say little: each kind of provenance is read by rules, many times."""
    facts = [f for v in sourced for f in v["facts"]]
    assert {o: n > 100 for o, n in Counter(f["origin"] for f in facts).items()} == dict.fromkeys(
        (None, "申请材料", "本局台账", "本局查询", "其他部门", "现场核查", "有权机关认定"), True
    )
    ledger = [f for f in facts if f["origin"] == "本局台账"]
    assert len([f for f in ledger if "confirmed_by" in f]) > 100
    assert len([f for f in ledger if "confirmed_by" not in f]) > 100
    for name in PROVENANCE[1:]:
        assert len([f for f in facts if f.get(name)]) > 100, name
    warnings = [w.partition(":")[0] for v in sourced for w in v["warnings"]]
    assert warnings.count("台账未确认") > 100
    assert warnings.count("台账已过期") > 50
    continued = [f for f in facts if f["fact"] == "规划延续执行"]
    assert len(continued) > 20
    assert [f for f in continued if f["origin"] == "本局台账"]
    assert [f for f in continued if f.get("determined_by")]
    assert len({v["outcome"] for v in sourced}) > 8


def _edits(fact: Data) -> Iterator[Data]:
    """The fact with its provenance forged, one field at a time, in forms that could have been given."""
    stated = {k: fact[k] for k in PROVENANCE if fact.get(k)}
    bare = {k: v for k, v in fact.items() if k not in PROVENANCE}
    for name in stated:
        if name not in ("confirmed_by", "valid_until"):
            yield bare | {k: v for k, v in stated.items() if k != name}
    yield bare | stated | {"origin": "本局查询" if stated.get("origin") != "本局查询" else "其他部门"}
    yield bare | stated | {"origin": "本局台账"}
    yield bare | stated | {"source": stated.get("source", "") + "(已核)"}
    yield bare | stated | {"confirmed_by": "经办乙", "valid_until": "2199-12-31"}
    yield bare | stated | {"confirmed_by": "经办甲", "valid_until": "1999-12-31"}
    yield bare | stated | {"evidence": {"name": "补充的材料"}}
    if isinstance(fact["value"], bool) or fact["value"] in ("是", "否"):
        yield bare | stated | {"determined_by": ["某某局"]}


def test_forged_provenance_is_refused(sourced: list[Data], checked: CheckedBase) -> None:
    """In what was given alone, or in what was read alone, with digests mended: the other still says how it was."""
    tried = 0
    for verdict in sourced[:150]:
        for part in ("given", "facts"):
            for index, fact in enumerate(verdict[part]):
                for edited in _edits(fact):
                    if edited == fact or (part == "given" and not _read(fact, verdict)):
                        continue
                    made = {**verdict, part: [*verdict[part][:index], edited, *verdict[part][index + 1 :]]}
                    tried += 1
                    assert check_verdict(mended(made), checked), (verdict["application"], part, fact, edited)
    assert tried > 2000


def _read(given: Data, verdict: Data) -> bool:
    """Whether a given fact is one that was read, whose provenance stands in the verdict besides."""
    word, _, code = given["subject"].rpartition(":")
    base = rule_base()
    region, document = base.vocabulary.regions.get(code), base.documents.get(code)
    names = {f"{region.name}({word})" if word else region.name} if region else {document.title if document else code}
    stated = {k: given[k] for k in (*PROVENANCE, "as_at") if k in given}
    read = (f for f in verdict["facts"] if f["fact"] == given["fact"] and f["of"] in names)
    return any({k: f[k] for k in (*PROVENANCE, "as_at") if f.get(k)} == stated for f in read)


def test_a_verdict_derived_from_another_provenance_is_another_verdict(
    sourced: list[Data], checked: CheckedBase
) -> None:
    """A digest cannot see this: who states other facts, with all that follows from them, has made no forgery of a proof.

    It is the verdict on another statement of facts. The bureau's record, or its file, says which was made.
    """
    tried = 0
    for verdict in sourced[:300]:
        for index, fact in enumerate(verdict["given"]):
            made = copy.deepcopy(verdict)
            made["given"][index] = fact | {"origin": "现场核查", "confirmed_by": "甲", "valid_until": "2199-12-31"}
            if made["given"][index] == fact or "readings" in made:
                continue
            other = derived_anew(made, checked)
            tried += 1
            assert check_verdict(other, checked) == []
            assert other["receipt"]["facts"] != verdict["receipt"]["facts"]
            break
    assert tried > 100


def test_an_unconfirmed_value_of_the_ledger_warns_and_the_warning_cannot_be_dropped(
    sourced: list[Data], checked: CheckedBase
) -> None:
    doubted = [v for v in sourced if any(w.startswith("台账") for w in v["warnings"])]
    assert len(doubted) > 50
    for verdict in doubted[:100]:
        rest = [w for w in verdict["warnings"] if not w.startswith("台账")]
        assert check_verdict({**verdict, "warnings": rest}, checked)
