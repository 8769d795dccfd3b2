"""The part of the proof checker that makes each offered change and supposes each answer, and judges again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from reasoner.model.messages import LABELS
from reasoner.proof.derivation import ORDER, POWERS, Derivation
from reasoner.proof.evaluator import Data

Derive = Callable[[Data, Data, tuple[Data, ...]], Data]
"""Derives a verdict with the facts of an offered change in the place of those given."""


def check_changes(verdict: Data, expected: Data, base: Data, derive: Derive) -> Iterator[str]:
    """Each offered change is made and judged: it leads where it says, to something better; so is each answer supposed."""
    own = Derivation(verdict, base)
    for index, change in enumerate(verdict["changes"]):
        where = f"changes[{index}]"
        reached = derive(verdict, base, tuple(change["facts"]))["outcome"]
        if reached != change["outcome"] or ORDER.index(reached) <= ORDER.index(verdict["outcome"]):
            yield f"{where}:改变后的结论应为「{LABELS[reached]}」"
        powers = [own.power(f) for f in change["facts"]]
        if change["by"] != max(powers, key=POWERS.index) or [f["by"] for f in change["facts"]] != powers:
            yield f"{where}:谁可改变与事实的定义不符"
        if set(change) - {"facts", "outcome", "by", "or"} or verdict["changes"].index(change) != index:
            yield f"{where}:重复,或者有不认识的内容"
        for fact in change["facts"]:
            if fact["from"] != own.stands(fact):
                yield f"{where}:现值与所给事实不符"
            named = "机构" if fact["fact"] == "所在地" else own.called(fact["role"], own.subjects.get(fact["role"]))
            if fact["of"] != named or set(fact) - {"fact", "of", "from", "to", "by", "role", "period"}:
                yield f"{where}:所指对象与事实不符,或者有不认识的内容"
        for place in change.get("or", ()):
            moved = ({**change["facts"][0], "to": place},)
            if derive(verdict, base, moved)["outcome"] != change["outcome"]:
                yield f"{where}:改到{place}的结论不是「{LABELS[change['outcome']]}」"
    advice = ("answers", "closes")
    plain = [{k: v for k, v in m.items() if k not in advice} for m in verdict["missing"]]
    if sorted(map(_sorted_keys, plain)) != sorted(map(_sorted_keys, expected["missing"])):
        yield "missing:缺项、提供方、证明材料或依据条款与重新推导的不符"
        return
    for entry in verdict["missing"]:
        yield from _check_answers(entry, verdict, base, own, derive)
    ranks = [(-m.get("closes", 0), -max(_closed(m, verdict), default=0)) for m in verdict["missing"]]
    if ranks != sorted(ranks):
        yield "missing:缺项的次序与能排除的结论数不符"


def _check_answers(entry: Data, verdict: Data, base: Data, own: Derivation, derive: Derive) -> Iterator[str]:
    """Each answer is supposed and judged; how much the fact decides is counted again."""
    options = entry.get("answers", [])
    where = f"missing:「{entry['fact']}」"
    if entry.get("closes", 0) != min(_closed(entry, verdict), default=0):
        yield f"{where}能排除的结论数不符"
    if len({o["value"] for o in options}) < len(options) or any(
        set(o) != {"value", "possible", "outcome"} for o in options
    ):
        yield f"{where}的答案重复,或者有不认识的内容"
    for option in options:
        supposed = {
            "fact": entry["fact"],
            "to": option["value"],
            "role": own.role_called(entry),
            "period": entry.get("period"),
        }
        reached = derive(verdict, base, (supposed,))
        if [reached["possible"], reached["outcome"]] != [option["possible"], option["outcome"]]:
            yield f"{where}为{option['value']}时,结论应为「{LABELS[reached['outcome']]}」"


def _closed(entry: Data, verdict: Data) -> list[int]:
    return [len(verdict["possible"]) - len(option["possible"]) for option in entry.get("answers", ())]


def _sorted_keys(data: Data) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)
