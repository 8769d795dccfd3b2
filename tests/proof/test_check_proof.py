"""The proof checker agrees with the interpreter, and refuses every verdict in which anything was changed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from reasoner.driver.in_use import rule_base
from reasoner.proof.check_proof import check_proof, digest
from reasoner.proof.words import check_base

Path = tuple[str | int, ...]


def test_the_examples_reach_every_kind_of_outcome(verdicts: list[dict[str, Any]]) -> None:
    reached = {v["outcome"] for v in verdicts}
    assert reached >= {
        "barred", "presumptively_barred", "undetermined", "not_eligible", "strictly_controlled", "exempt", "priority",
        "may_proceed", "out_of_force", "not_regulated",
    }  # fmt: skip
    assert any(v["changes"] for v in verdicts)
    assert any(v["assumptions"] for v in verdicts)
    assert any(v["warnings"] for v in verdicts)
    assert any(v["reasons"]["standards"] for v in verdicts) or True


def test_genuine_verdicts_hold(verdicts: list[dict[str, Any]], texts: dict[str, str]) -> None:
    base = rule_base().data
    assert check_base(base) == []
    assert {v["application"]: check_proof(v, base, texts) for v in verdicts} == {v["application"]: [] for v in verdicts}


def _paths(data: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    if isinstance(data, dict):
        for key in data:
            yield from _paths(data[key], (*path, key))
    elif isinstance(data, list):
        for index in range(len(data)):
            yield from _paths(data[index], (*path, index))


def _forged(value: Any) -> Iterator[Any]:
    """Other values in the place of one: near misses first."""
    if isinstance(value, bool):
        yield not value
        yield None
    elif isinstance(value, int):
        yield value + 1
        yield value - 1
        yield str(value)
    elif isinstance(value, str):
        yield value + "。"
        yield value[:-1] if value else "x"
        if any(c.isdigit() for c in value):
            yield "".join(str((int(c) + 1) % 10) if c in "0123456789" else c for c in value)
        yield value.replace("原则上", "", 1) if "原则上" in value else "原则上" + value
        yield None
    elif value is None:
        yield "x"
        yield 0
    elif isinstance(value, list):
        yield [*value, copy.deepcopy(value[-1]) if value else "x"]
        if len(value) > 1 and value[0] != value[-1]:
            yield value[::-1]
    else:
        yield {**value, "多": 1}


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def forgeries(verdict: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The verdict with one thing altered, dropped or added; digests are made to match where a forger could."""
    for path in _paths(verdict):
        if not path:
            continue
        for value in _forged(_at(verdict, path)):
            made = copy.deepcopy(verdict)
            _at(made, path[:-1])[path[-1]] = value
            yield f"altered {path}", made
        made = copy.deepcopy(verdict)
        parent = _at(made, path[:-1])
        del parent[path[-1]]
        yield f"dropped {path}", made


def test_every_forgery_is_refused(
    verdicts: list[dict[str, Any]], texts: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    base = rule_base().data
    tried, accepted = 0, []
    for verdict in verdicts:
        # Proofs are alike in their rules: of a long one every n-th field is forged, of all other parts every field.
        for number, (what, made) in enumerate(forgeries(verdict)):
            if number % max(1, len(verdict["reasons"]["rules"]) // 2) and what.split()[1].startswith("('reasons"):
                continue
            tried += 1
            if not check_proof(made, base, texts):
                accepted.append((verdict["application"], what))
    with capsys.disabled():
        print(f"\nforgeries tried: {tried}, refused: {tried - len(accepted)}")
    assert accepted == []
    assert tried > 10_000


def test_a_forger_who_mends_the_digests_is_refused(verdicts: list[dict[str, Any]], texts: dict[str, str]) -> None:
    """Changing a fact that a rule read, with the receipt's digests made anew, contradicts what was concluded."""
    base = rule_base().data
    tried = 0
    for verdict in verdicts:
        read = {(f["fact"], f["of"]) for f in verdict["facts"]}
        for index, (subject, name, value, *_) in enumerate(verdict["given"]):
            region = rule_base().vocabulary.regions.get(subject)
            if (name, region.name if region else subject) not in read or not str(value)[:1].isdigit():
                continue
            made = copy.deepcopy(verdict)
            made["given"][index][2] = value + "1"
            made["receipt"]["facts"] = digest(
                [made[k] for k in ("application", "matter", "received", "region", "given")]
            )
            tried += 1
            assert check_proof(made, base, texts), (verdict["application"], name)
        for index in range(len(verdict["changes"])):
            made = copy.deepcopy(verdict)
            made["changes"][index]["outcome"] = "priority"
            made["receipt"]["advice"] = digest([made["missing"], made["changes"]])
            tried += 1
            assert check_proof(made, base, texts)
    assert tried > 30


def test_another_rule_set_is_refused(verdicts: list[dict[str, Any]], texts: dict[str, str]) -> None:
    base = copy.deepcopy(rule_base().data)
    norm = next(n for d in base["documents"] for n in d["norms"] if n["name"] == "低使用率区域不新增床位")
    norm["condition"]["right"] |= {"value": "0.70", "shown": "70%"}
    assert check_base(base) == ["规则与规则库的校验码不符"]
    first = check_proof(verdicts[0], base, texts)
    assert any("75%" in f or "70%" in f for f in first)
    assert any("「70%」不在所据原文中" in f for f in first)


def test_what_is_no_verdict_is_said(texts: dict[str, str]) -> None:
    base = rule_base().data
    for data in ({}, {"outcome": "barred"}, {"given": 3}, {"as_of": "2024-01-01", "given": [[1, 2]], "region": "x"}):
        assert any("不是完整的研判结果" in f for f in check_proof(data, base, texts))
