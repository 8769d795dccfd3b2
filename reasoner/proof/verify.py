"""Verdict files before the proof checker: is it a verdict of ours, from the rules in use, and does its proof hold?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.proof.check_proof import SCHEMA, check_verdict
from reasoner.proof.fault_sentences import KEYS, sentence_of
from reasoner.proof.rule_base_check import CheckedBase, check_base

_NEEDED: Final = ("application", "matter", "as_of", "outcome", "citations", "reasons", "given", "receipt")
_MOST: Final = 100
"""So many faults of a file are listed; more help nobody."""


class Checked(NamedTuple):
    """What became of one verdict: its application, and what is wrong with it in sentences (nothing: it holds)."""

    application: str
    faults: tuple[str, ...]


def verify(verdicts: Iterable[tuple[str, Any]], base: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[Checked]:
    """Each verdict checked, in turn; verdicts come with the names of their places and are forgotten when checked.

    Raises Faults, after the others were checked, where something else than a verdict of this form (U120, U122) or a
    verdict of other rules (U121) was among them.
    """
    checked = CheckedBase(dict(base), texts)
    wrong = check_base(checked.base)
    foreign: list[Diagnostic] = []
    for where, verdict in verdicts:
        fault = verdict_fault(verdict, where) or other_rules(verdict, where, checked.for_case(verdict))
        if fault is None:
            faults = (*wrong, *check_verdict(verdict, checked))
            yield Checked(str(verdict["application"]), tuple(sentence_of(f, verdict) for f in faults))
        elif len(foreign) < _MOST:
            foreign.append(fault)
    if foreign:
        raise Faults(foreign)


def verdict_fault(verdict: object, where: str) -> Diagnostic | None:
    """Why something is no verdict of this form; None: it is one."""
    again = "用 tiaoli check 申请.json --json 得到研判结果"
    if not isinstance(verdict, dict):
        return Diagnostic("U120", where, "这不是研判结果", allowed="tiaoli check --json 写出的 JSON 对象或列表")
    missing = [k for k in _NEEDED if k not in verdict]
    if missing or not isinstance(verdict["receipt"], dict):
        return Diagnostic(
            "U120",
            where,
            f"这不是研判结果:缺少{'、'.join(f'“{KEYS[k]}”' for k in missing) or '校验凭据的内容'}",
            hint=again,
        )
    schema = verdict.get("schema", 1)
    if schema != SCHEMA or type(schema) is not int:
        message = f"这是第{schema}版格式的研判结果,本程序核对第{SCHEMA}版"
        return Diagnostic("U122", where, message, hint="用作出研判时的版本核对,或者重新研判")
    return None


def other_rules(verdict: Mapping[str, object], where: str, checked: CheckedBase) -> Diagnostic | None:
    """Why a verdict cannot be checked with the rules in use: it rests on other versions of its documents or of their terms.

    Whatever else is in the rule base is no matter of the verdict.
    """
    receipt, region, matter = verdict["receipt"], verdict.get("region"), verdict["matter"]
    if not isinstance(receipt, dict) or not isinstance(documents := receipt.get("documents"), dict):
        return Diagnostic("U120", where, "这不是研判结果:校验凭据里没有所据文件的校验码")
    vocabulary = checked.vocabulary
    if region is not None and (not isinstance(region, str) or region not in vocabulary.regions):
        return None  # no place of ours: the proof does not hold
    now = checked.documents_of(region)
    other = [str(name) for name, digest in documents.items() if now.get(name) != digest]
    other += [f"{name}(作出研判时没有收录)" for name in now if name not in documents]
    if not other and isinstance(matter, str) and matter in vocabulary.matters:
        same = receipt.get("vocabulary") == checked.vocabulary_of(region, matter)
        other = [] if same else ["事实、事项或地区的定义"]
    if not other:
        return None
    message = f"所用的规则不是现在的规则,不能核对:{'、'.join(other)}"
    return Diagnostic("U121", where, message, hint="用作出研判时的同一版本核对,或用现在的规则重新研判")
