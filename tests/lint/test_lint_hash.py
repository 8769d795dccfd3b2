"""The hash of a finding: of what it says about which rules, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.compiled import Document
from reasoner.interpreter.boundaries import atoms
from reasoner.lint.finding import content
from reasoner.lint.run import Linted, lint

from .made import TODAY, Small, bar, document, found, mixed

Documents = tuple[tuple[Document, str], ...]


def hashes(linted: Linted) -> set[str]:
    return {f.hash for f in linted.findings}


def changed(documents: Documents, change: Callable[[Document], Document]) -> Linted:
    """What is found where the rules of each document are changed."""
    return lint(Small(*((change(document), text) for document, text in documents)).base, TODAY)


def every_norm(change: Callable[[ir.Norm], ir.Norm]) -> Callable[[Document], Document]:
    return lambda document: document.with_norms([change(n) for n in document.all_norms])


def test_hashes_are_unique_and_short() -> None:
    linted = found(*mixed())
    assert {f.code for f in linted.findings} >= {"K05", "K06", "K09", "K10"}
    assert len(hashes(linted)) == len(linted.findings)
    assert all(re.fullmatch("[0-9a-f]{12}", h) for h in hashes(linted))


def test_order_changes_nothing() -> None:
    before = hashes(found(*mixed()))
    assert hashes(found(*reversed(mixed()))) == before
    assert hashes(changed(mixed(), lambda document: document.with_norms(document.all_norms[::-1]))) == before


@pytest.mark.parametrize(
    "change",
    [
        {"text": "另一句回译"},
        {"readings": ("另一条解释",)},
        {"spans": ((0, 2),)},
        {"reviewed": True},
    ],
)
def test_wording_changes_nothing(change: dict[str, Any]) -> None:
    assert hashes(changed(mixed(), every_norm(lambda n: replace(n, **change)))) == hashes(found(*mixed()))


def test_the_day_changes_nothing() -> None:
    base = Small(*mixed()).base
    assert hashes(lint(base, "2024-05-01")) == hashes(lint(base, "2025-01-31"))


def test_a_number_written_otherwise_changes_nothing() -> None:
    def rewritten(data: Any) -> Any:
        if isinstance(data, list):
            return [rewritten(x) for x in data]
        if isinstance(data, dict):
            if data.get("node") == "Const":
                digits = f"{data['value']}00" if "." in data["value"] else data["value"]
                return data | {"value": digits, "shown": "?"}
            return {k: rewritten(v) for k, v in data.items()}
        return data

    changes = every_norm(lambda n: ir.from_data(rewritten(ir.to_data(n)), ir.Norm))
    numbers = [str(c.value) for d, _ in mixed() for n in changes(d).all_norms for c in constants(n.condition)]
    assert any(n.endswith("00") for n in numbers)
    assert hashes(changed(mixed(), changes)) == hashes(found(*mixed()))


def constants(cond: ir.Cond) -> list[ir.Const]:
    """The numbers with which a condition compares something."""
    rights = [leaf.right for leaf in atoms(cond) if isinstance(leaf, ir.Compare)]
    return [r if isinstance(r, ir.Const) else r.factor for r in rights if isinstance(r, ir.Const | ir.Scaled)]


def test_another_threshold_changes_the_findings_of_its_rule_and_no_others() -> None:
    before = {
        f.hash: {n.id for n in f.norms} for f in found(document("a", bar(60), bar(75)), document("b", bar(50))).findings
    }
    after = hashes(found(document("a", bar(60), bar(76)), document("b", bar(50))))
    for hash_, rules in before.items():
        assert (hash_ in after) == ("a/1.p2#低于75暂不" not in rules)


def test_the_content_of_a_rule() -> None:
    base = Small(document("a", bar(60), bar(75))).base
    first, second = base.documents["a"].norms("新增购买住院床位")
    assert content(first) != content(second)
    both, turned = ir.And((first.condition, second.condition)), ir.And((second.condition, first.condition))
    assert content(replace(first, condition=both)) == content(replace(first, condition=turned))
    assert content(replace(first, strength=ir.Strength.MUST_NOT)) != content(first)
    assert content(replace(first, scope=first.condition)) != content(first)
