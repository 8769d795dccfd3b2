"""What is found about one rule, in one sentence: 经查,…,属于该条规定的情形。 Of what was supposed: 按假设,…"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from reasoner.explain.words import Node, Terms, claim, leaf, merged, turning
from reasoner.model.messages import NOT_CLAIMED

_CONCLUSIONS: Final = {
    ("require", "true"): "尚不满足该条所列条件",
    ("require", "false"): "已满足该条所列条件",
}
_OTHERWISE: Final = {
    "true": "属于该条规定的情形",
    "false": "不属于该条规定的情形",
}


_OPEN: Final = {"require": "是否满足该条所列条件"}

FOUND: Final = "经查"
SUPPOSED: Final = "按假设"
"""How a finding begins: of a real application, and of one that was made up to compare rules."""


def finding(proof: Mapping[str, Any], terms: Terms, lead: str = FOUND) -> str:
    """The facts and comparisons on which the rule's status turns, and what follows from them."""
    status = proof["status"]
    if "condition" not in proof:
        return f"该条不适用于本次申请:{_joined(phrases(proof['scope'], terms))}。"
    said = list(_said(proof, terms))
    if status == "unknown":
        return f"尚不能判断{_OPEN.get(proof['effect'], '是否属于该条规定的情形')}:{_joined(said)}。"
    if proof["effect"] == "require" and status == "true":
        said += [leaf(n, terms) for n in _open_leaves(proof["condition"])]
    conclusion = _CONCLUSIONS.get((proof["effect"], status), _OTHERWISE[status])
    return f"{lead},{_joined(said)},{conclusion}。" if said else f"{lead},本次申请事项{conclusion}。"


def _said(proof: Mapping[str, Any], terms: Terms) -> Iterator[str]:
    scope, condition, status = proof["scope"], proof["condition"], proof["status"]
    # Whom a rule reaches is worth saying where that makes it hold or leaves it open; a failing condition says enough.
    if status == "true" or scope["status"] == "unknown":
        yield from phrases(scope, terms)
    if status != "unknown" or condition["status"] == "unknown":
        yield from phrases(condition, terms)


def _open_leaves(node: Node) -> Iterator[Node]:
    """The conditions of a requirement that nobody has looked into yet, beside those that fail."""
    if "parts" not in node:
        if node["status"] == "unknown":
            yield node
        return
    for part in node["parts"]:
        yield from _open_leaves(part)


def phrases(node: Node, terms: Terms) -> Iterator[str]:
    """The comparisons on which a condition turns, each once."""
    leaves = merged(turning(node))
    unclaimed = [n for n in leaves if n.get("read", {}).get("assumed") == NOT_CLAIMED]
    if unclaimed:
        yield f"申请人未主张{'、'.join(dict.fromkeys(claim(n) for n in unclaimed))},按未主张处理"
    yield from dict.fromkeys(leaf(n, terms) for n in leaves if n not in unclaimed)


def _joined(said: Iterator[str] | list[str]) -> str:
    return ";".join(said)
