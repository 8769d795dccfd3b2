"""Why an exception does not hold, and how far one that holds reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reasoner.explain.words import Node, Terms, claim, leaf, listed, merged, turning

_RESTRICTING = ("prohibit", "cap", "control")


def exception_sentences(
    proof: Mapping[str, Any], verdict: Mapping[str, Any], terms: Terms, *, asking: bool = True
) -> list[str]:
    """For an exemption that does not hold: each reason, under its heading. asking: there is an applicant to be asked for
    what would prove it.
    """
    nodes = [proof["scope"]] + ([proof["condition"]] if "condition" in proof else [])
    blocking = [n for node in nodes if node["status"] == proof["status"] for n in turning(node)]
    proofs = {a["fact"]: a.get("proof", "") for a in verdict["assumptions"]}
    # An applicant of another kind need not be told what else it did not claim.
    others = [n for n in blocking if n["is"] == "one_of" and n["status"] == "false"]
    return list(dict.fromkeys(_blocked(n, terms, proofs, asking) for n in merged(others or blocking)))


def _blocked(node: Node, terms: Terms, proofs: Mapping[str, str], asking: bool) -> str:
    read = node.get("read", {})
    term = terms.get(read.get("fact", ""))
    if node["status"] == "false" and node["is"] == "one_of" and read["fact"] == "类型":
        wanted = listed(node["shown"])
        return f"例外·对象不符:该条适用于{wanted};申请人为{read['value']},不属于该条所称{wanted}。"
    if read.get("assumed"):
        wanted = f";如有,请提供{proofs.get(read['fact']) or '证明材料'}" if asking else ""
        return f"例外·未主张:申请人未主张{claim(node)},本次按未主张处理{wanted}。"
    if node["status"] == "unknown":
        if term is not None and term.burden:
            material = term.proof or "证明材料"
            return (
                f"例外·无佐证:申请人主张{claim(node)},但未提供{material},暂不能认定"
                "(申请材料没有写明是否主张的,先请申请人说明)。"
            )
        return f"例外·待查明:{leaf(node, terms)}。"
    return f"例外·情形不符:{leaf(node, terms)},不属于该条规定的情形。"


def reach_sentences(citation: Mapping[str, Any], verdict: Mapping[str, Any]) -> Iterator[str]:
    """For an exemption that holds: the other documents whose restrictions stay, because it speaks of its own only."""
    proofs = {r["rule"]: r for r in verdict["reasons"]["rules"]}
    others = {
        c["document"]: None
        for c in verdict["citations"]
        if c["document"] != citation["document"]
        and c["role"] in ("decisive", "supporting")
        and proofs.get(c["rule"], {}).get("effect") in _RESTRICTING
    }
    if others:
        own = "本规划" if "本规划" in citation["quote"] else "本文件"
        yield f"例外·范围不及:该条限于「{own}」,不及于{'、'.join(f'《{t}》' for t in others)}。"
