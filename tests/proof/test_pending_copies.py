"""Copies of the documents in use with one clause set to 待写 or its rules to 待核: what is written today stays possible.

A clause not yet transcribed may turn out to say what its rules say (DESIGN §5.11). So whatever the rule base in use leaves
open must be open, too, where one clause of it waits; and the proof checker must agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec
import pytest
from corpus_folders import sources_of
from proof_applications import EXAMPLES, corpus

from policy_dsl import compiled
from policy_dsl.compile import compile_document, finished_document
from policy_dsl.source_text import Source
from policy_dsl.syntax import ast
from policy_dsl.syntax.format import format_file
from policy_dsl.syntax.parse import parse
from reasoner.driver.current_rule_base import official_texts, reader, rule_base
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Outcome
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict, encode
from reasoner.proof.check_proof import check_proof

MEDICAL, LTC, HENAN, JOINT = "qingdao-2023-18-medical", "qingdao-2023-18-ltc", "henan-2025", "qingdao-2023-1"
DOCUMENTS = (MEDICAL, LTC, HENAN, JOINT, "binzhou-2022")
FAVOURS = (Outcome.PRIORITY,)
"""A preference that nobody has written counts as not claimed."""
UNCITED = {"L606", "L607", "L608", "L610"}
"""Readings that only the clause now pending cites."""


@cache
def sources(document: str) -> dict[str, str]:
    return sources_of(document)


@cache
def file_of(document: str) -> ast.File:
    file, faults = parse(Source(document, sources(document)["rules.tiao"]))
    assert file is not None, faults
    return file


def with_entry(document: str, address: str, items: tuple[ast.Item, ...]) -> RuleBase:
    """The rule base in use with other items in one entry of a document."""
    file = file_of(document)
    entries = tuple(replace(e, items=items) if e.address.text == address else e for e in file.entries)
    texts = sources(document) | {"rules.tiao": format_file(replace(file, entries=entries)), "reviews.toml": ""}
    draft = compile_document(document, texts, rule_base().vocabulary)
    assert {f.code for f in draft.faults} <= UNCITED, [f.render() for f in draft.faults]
    other = finished_document(draft)
    documents = tuple(other if d.id == document else d for d in rule_base().compiled.documents)
    digest = compiled.rules_digest(documents)
    return RuleBase(msgspec.structs.replace(rule_base().compiled, documents=documents, rules_digest=digest))


def pending(document: str, address: str) -> RuleBase:
    """The rule base in use with 待写 instead of the rules of a clause."""
    entry = entry_of(document, address)
    kept = tuple(i for i in entry.items if not isinstance(i, ast.Rule))
    return with_entry(document, address, (*kept, ast.Pending()))


def proposed(document: str, address: str) -> RuleBase:
    """The rule base in use with 待核 behind every rule of a clause."""
    entry = entry_of(document, address)
    items = tuple(replace(i, proposed=True) if isinstance(i, ast.Rule) else i for i in entry.items)
    return with_entry(document, address, items)


def entry_of(document: str, address: str) -> ast.Entry:
    return next(e for e in file_of(document).entries if e.address.text == address)


def deciding_entries() -> Iterator[tuple[str, str]]:
    for document in DOCUMENTS:
        for entry in file_of(document).entries:
            rules = [i for i in entry.items if isinstance(i, ast.Rule) and i.variant is None]
            if any(r.kind != "优先" and r.supports is None for r in rules):
                yield document, entry.address.text


@cache
def verdicts() -> tuple[tuple[Any, str | None, Verdict], ...]:
    """Every fourth application of the test corpus with its verdict by the rules in use."""
    given = list(corpus())[::4]
    return tuple((g.application, g.day, judge(rule_base(), g.application, g.day, advise=False)) for g in given)


def plain(verdict: Verdict) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.json.decode(encode(verdict))
    return data


@pytest.mark.parametrize(("document", "address"), list(deciding_entries()))
@pytest.mark.parametrize("waiting", [pending, proposed])
def test_what_the_rules_say_today_stays_possible(waiting: Any, document: str, address: str) -> None:
    base = waiting(document, address)
    assert [c.clause for c in base.documents[document].pending_clauses] == [f"{document}/{address}"]
    for number, (application, day, written) in enumerate(verdicts()):
        verdict = judge(base, application, day, advise=False)
        lost = set(written.possible) - set(verdict.possible) - set(FAVOURS)
        if verdict.outcome is Outcome.OUT_OF_FORCE:
            lost -= {Outcome.NOT_REGULATED}  # a text not in force that may reach the applicant is one that can
        assert not lost, (written.application, written.possible, verdict.possible)
        if verdict.pending and number % 7 == 0:
            full = judge(base, application, day)
            assert check_proof(plain(full), base.plain, official_texts()) == []


BEDS = EXAMPLES[0]["application"]
LOW_RATE = "3.1.p2"


def of(base: RuleBase, application: dict[str, Any], **institution: Any) -> Verdict:
    data = application | {"机构": application["机构"] | institution}
    (read,) = reader().read(data)
    verdict = judge(base, read)
    assert check_proof(plain(verdict), base.plain, official_texts()) == []
    return verdict


def test_the_medical_plan_without_its_rule_on_low_occupancy() -> None:
    """3.1.p2 「…床位使用率低于75%的,原则上不再新增购买住院床位」: 原则上 alone stands before it, so it is no more than that.

    QD-001 is presumptively barred by it; the clause unwritten, nobody can say. An exemption of the plan defeats it
    (「列入…重点建设项目…不受本规划限制」), written or not.
    """
    assert of(rule_base(), BEDS).outcome is Outcome.PRESUMPTIVELY_BARRED
    base = pending(MEDICAL, LOW_RATE)
    verdict = of(base, BEDS)
    assert verdict.outcome is Outcome.UNDETERMINED
    assert set(verdict.possible) == {Outcome.PRESUMPTIVELY_BARRED, Outcome.MAY_PROCEED}
    assert [c.place for c in verdict.pending] == ["第三部分第(一)项第二段"]
    assert of(base, BEDS, 重点建设项目="市级").outcome is Outcome.EXEMPT
    assert of(proposed(MEDICAL, LOW_RATE), BEDS).possible == verdict.possible
