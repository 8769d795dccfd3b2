"""Why an exception does not hold, and how far one that holds reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policy_dsl.ir import RESTRICTING
from reasoner.explain.comparison_text import Comparison, claim, leaf, merged, turning
from reasoner.explain.proof_text import Terms, listed
from reasoner.model import proof
from reasoner.model.kinds import Role, Status
from reasoner.model.verdict import ClauseCitation, Verdict


def exception_sentences(rule: proof.RuleProof, verdict: Verdict, terms: Terms, *, asking: bool = True) -> list[str]:
    """For an exemption that does not hold: each reason, under its heading. asking: there is an applicant to be asked for
    what would prove it.
    """
    nodes = [rule.scope] if rule.condition is None else [rule.scope, rule.condition]
    blocking = [n for node in nodes if node.status is rule.status for n in turning(node)]
    proofs = {a.fact: a.proof for a in verdict.assumptions}
    # An applicant of another kind need not be told what else it did not claim.
    others = [n for n in blocking if isinstance(n, proof.OneOf) and n.status is Status.FALSE]
    return list(dict.fromkeys(_reason(n, terms, proofs, asking) for n in merged(others or blocking)))


def _reason(node: Comparison, terms: Terms, proofs: Mapping[str, str], asking: bool) -> str:
    if isinstance(node, proof.During):
        return f"豁免·不在期间:{leaf(node, terms)}。"
    if not isinstance(node, proof.Compare):
        read = node.read
        if isinstance(node, proof.OneOf) and node.status is Status.FALSE and read.fact == "类型":
            kinds = listed(node.shown)
            whose = "可以申请该事项的各类机构都" if read.value is None else f"申请人为{read.value},"
            return f"豁免·对象不符:该条适用于{kinds};{whose}不属于该条所称{kinds}。"
        if read.assumed:
            request = f";如有,请提供{proofs.get(read.fact) or '证明材料'}" if asking else ""
            return f"豁免·未载明:申请材料未载明{claim(node)},本次不适用该项豁免{request}。"
        term = terms.get(read.fact)
        if node.status is Status.UNKNOWN and term is not None and term.burden:
            return (
                f"豁免·待核实:{claim(node)}尚未核实,暂不能认定;"
                f"申请人主张的,请提供{term.proof or '证明材料'},不主张的,请说明。"
            )
    if node.status is Status.UNKNOWN:
        return f"豁免·待查明:{leaf(node, terms)}。"
    return f"豁免·情形不符:{leaf(node, terms)},不属于该条规定的情形。"


def reach_sentences(citation: ClauseCitation, verdict: Verdict) -> Iterator[str]:
    """For an exemption that holds: the other documents whose restrictions stay, because it speaks of its own only."""
    effects = {r.rule: r.effect for r in verdict.reasons.rules}
    others = {
        c.document: None
        for c in verdict.citations
        if c.document != citation.document
        and c.role in (Role.DECISIVE, Role.SUPPORTING)
        and effects.get(c.rule) in RESTRICTING
    }
    if others:
        own = "本规划" if "本规划" in citation.quote else "本文件"
        yield f"豁免·范围不及:该条限于「{own}」,不及于{'、'.join(f'《{t}》' for t in others)}。"
