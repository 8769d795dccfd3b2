"""Verdict files before the proof checker: is it a verdict of ours, from the rules in use, and does its proof hold?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.proof.check_proof import check_proof
from reasoner.proof.words import check_base

_NEEDED: Final = ("application", "matter", "as_of", "outcome", "citations", "reasons", "given", "receipt")


def verify(data: Any, name: str, base: Mapping[str, Any], texts: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """For each verdict of a file its application and what is wrong with it (nothing: it holds).

    Raises Faults where the file holds something else than verdicts (U120), or verdicts of other rules (U121).
    """
    verdicts = data if isinstance(data, list) else [data]
    faults = [
        f for i, v in enumerate(verdicts) for f in _no_verdict(v, name if len(verdicts) == 1 else f"{name}: [{i}]")
    ]
    if not verdicts:
        faults = [Diagnostic("U120", name, "文件里没有研判结果", hint="用 tiaoli check 申请.json --json 得到研判结果")]
    if not faults:
        faults = _other_rules(verdicts, name, base)
    if faults:
        raise Faults(faults)
    wrong = check_base(dict(base))
    return [(str(v["application"]), [*wrong, *check_proof(v, dict(base), texts)]) for v in verdicts]


def _no_verdict(verdict: Any, where: str) -> list[Diagnostic]:
    if not isinstance(verdict, dict):
        return [Diagnostic("U120", where, "这不是研判结果", allowed="tiaoli check --json 写出的 JSON 对象或列表")]
    missing = [k for k in _NEEDED if k not in verdict]
    if not missing and isinstance(verdict["receipt"], dict):
        return []
    lacking = "、".join(missing) or "receipt 的内容"
    return [
        Diagnostic(
            "U120", where, f"这不是研判结果:缺少 {lacking}", hint="用 tiaoli check 申请.json --json 得到研判结果"
        )
    ]


def _other_rules(verdicts: Sequence[Mapping[str, Any]], name: str, base: Mapping[str, Any]) -> list[Diagnostic]:
    other = [v for v in verdicts if v["receipt"].get("rules") != base["rules_digest"]]
    if not other:
        return []
    first = str(other[0]["receipt"].get("rules"))[:16]
    message = f"{len(other)} 份研判结果所用的规则({first}…)不是现在的规则({base['rules_digest'][:16]}…),不能核对"
    return [Diagnostic("U121", name, message, hint="用作出研判时的同一版本核对,或用现在的规则重新研判")]
