"""A generator of alterations: in verdicts on all documents, with readings, one thing altered, dropped, added, doubled or moved.

Every alteration that changes what a verdict says is told. Exempt is only what says the same, or is another verdict in whole.
"""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from forging import at, mended, paths
from proof_applications import Given

from reasoner.driver.current_rule_base import rule_base
from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import encode
from reasoner.proof.check_proof import check_verdict
from reasoner.proof.rule_base_check import CheckedBase

Data = dict[str, Any]

EXEMPT = {
    "given": "with digests that fit it is the verdict on other facts, which nobody can tell from a verdict that was asked for",
    "application": "with digests that fit it is the verdict on another application of the same content",
    "only": "a document that was or was not looked at and changes nothing: the verdict on another question, which holds",
    "confirmations": "an earlier statement on record, or none: how readings stood when the verdict was made",
}
"""Parts in which an alteration may pass, and why."""

WORDS = ("原则上不予新增", "x", "", "2024-05-01", "370214", "may_proceed", "true", "decisive", "9", "青岛市医疗保障局")
KEYS = (
    "note",
    "value",
    "label",
    "outcome",
    "or",
    "period",
    "defeated_by",
    "reviewed",
    "readings",
    "spans",
    "why",
    "only",
    "under",
)


def _altered(value: Any, chance: random.Random) -> Any:
    if isinstance(value, bool):
        return chance.choice((not value, None, int(value), str(value)))
    if isinstance(value, int):
        return chance.choice((value + 1, value - 1, -value, str(value), float(value), bool(value), None))
    if isinstance(value, str):
        at_ = chance.randrange(len(value) + 1)
        return chance.choice(
            (
                value[:at_] + "不" + value[at_:],
                value[:at_] + value[at_ + 1 :],
                value[::-1],
                value + " ",
                chance.choice(WORDS),
                None,
                [value],
                0,
            )
        )
    return chance.choice((*WORDS, 0, False, [], {}, None))


def _alter(verdict: Data, path: tuple[str | int, ...], chance: random.Random) -> str:
    parent, key = at(verdict, path[:-1]), path[-1]
    value = parent[key]
    kinds: dict[str, Callable[[], None]] = {
        "altered": lambda: parent.__setitem__(key, _altered(value, chance)),
        "dropped": lambda: parent.__delitem__(key),
    }
    if isinstance(value, dict):
        kinds["key added"] = lambda: value.setdefault(chance.choice(KEYS), chance.choice((*WORDS, [], None, 0)))
        if value:

            def renamed() -> None:
                old = chance.choice(list(value))
                value[chance.choice(KEYS)] = value.pop(old)

            kinds["key renamed"] = renamed
    if isinstance(value, list):
        kinds["item added"] = lambda: value.insert(
            chance.randrange(len(value) + 1), copy.deepcopy(chance.choice(value)) if value else "x"
        )
        kinds["moved"] = lambda: chance.shuffle(value)
    name = chance.choice(list(kinds))
    kinds[name]()
    return name


@pytest.fixture(scope="module")
def real(every_application: list[Given]) -> list[Data]:
    """Verdicts of every case set, with readings."""
    chance = random.Random(14)
    by_source: dict[str, list[Given]] = {}
    for given in every_application:
        by_source.setdefault(given.source, []).append(given)
    drawn = [g for several in by_source.values() for g in chance.sample(several, min(6, len(several)))]
    base = rule_base()
    made = [with_readings(base, g.application, judge(base, g.application, g.day, g.only), g.only) for g in drawn]
    return [json.loads(encode(v)) for v in made]


def test_the_real_verdicts_hold(real: list[Data], checked: CheckedBase) -> None:
    documents = {d for v in real for d in v["reasons"]["governing"]}
    assert len(documents) >= 5, documents  # of the others one is a report and one a cover notice
    assert any(v.get("readings") for v in real)
    assert [check_verdict(v, checked) for v in real] == [[] for _ in real]


@pytest.mark.parametrize("seed", range(4))
def test_every_alteration_is_told(seed: int, real: list[Data], checked: CheckedBase) -> None:
    chance = random.Random(seed)
    tried: Counter[str] = Counter()
    passed: list[tuple[object, ...]] = []
    for verdict in real:
        text = json.dumps(verdict, ensure_ascii=False)
        everywhere = [p for p in paths(verdict) if p]
        tops = list(verdict)
        lists = [p for p in everywhere if isinstance(at(verdict, p), list) and len(at(verdict, p)) > 1]
        objects = [p for p in everywhere if isinstance(at(verdict, p), dict)]
        for turn in range(13):
            part = chance.choice(tops)  # a proof is long: every part gets its share
            path = chance.choice([p for p in everywhere if p[0] == part])
            rare = () if turn < 8 else objects if turn == 12 else lists
            if rare:  # and what can be moved, which few parts have, and what has keys
                path = chance.choice(rare)
                part = path[0]
            forged = json.loads(text)
            kind = _alter(forged, path, chance)
            if chance.random() < 0.6:
                try:
                    forged = mended(forged)
                except (KeyError, TypeError):
                    continue
            if json.dumps(forged, sort_keys=True) == json.dumps(verdict, sort_keys=True):
                continue  # the order of keys says nothing, and a digest that was dropped is there again
            tried[kind] += 1
            if part not in EXEMPT and not check_verdict(forged, checked):
                passed.append((kind, verdict["application"], path, at(verdict, path)))
    assert passed == []
    assert set(tried) >= {"altered", "dropped", "item added", "moved", "key added", "key renamed"}, tried


@pytest.mark.parametrize("part", ["readings", "readings_not_run"])
@pytest.mark.parametrize("instead", ["", {}, None, 0, False])
def test_what_is_no_list_of_readings_is_told(
    part: str, instead: object, real: list[Data], checked: CheckedBase
) -> None:
    empty = next(v for v in real if v[part] == [])
    assert check_verdict(empty | {part: instead}, checked)
