"""Whether a verdict is what a case expects of it: every difference is named, not only the first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from case_file import OUTCOMES, Case, half_width

from policy_dsl.ir import Effect
from reasoner.model.kinds import Role, Status
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict

ROLES = {"支持": "supporting", "被豁免": "defeated", "参考": "note"}
COMPARE = {
    "=": lambda a, b: a == b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
}


def differences(case: Case, verdict: Verdict) -> Iterator[str]:
    """What the verdict says otherwise than the case."""
    yield from _statuses(case, verdict)
    yield from _outcome(case, verdict)
    yield from _roles(case, verdict)
    yield from _facts(case, verdict)
    yield from _notes(case, verdict)


def _statuses(case: Case, verdict: Verdict) -> Iterator[str]:
    judged = {r.rule: r.status.value for r in verdict.reasons.rules}
    cited = {c.rule: c.role for c in verdict.citations}
    touching = {t.clause for t in verdict.touching}
    for rule, expected in case.statuses.items():
        actual = judged.get(rule, "absent")
        if expected in ("touching", "apart"):
            actual = "touching" if rule.partition("#")[0] in touching else "apart"
        if expected == "cited":
            actual = "cited" if cited.get(rule) is Role.SUPPORTING else f"cited as {cited.get(rule)}"
        elif expected == "uncited":
            actual = "uncited" if rule not in cited else f"cited as {cited[rule]}"
        if actual != expected:
            yield f"{rule}: expected {expected}, found {actual}"


def _outcome(case: Case, verdict: Verdict) -> Iterator[str]:
    expected = case.expects["结论"]
    actual = verdict.label if expected in OUTCOMES else verdict.outcome
    if actual != expected:
        yield f"结论: expected {expected}, found {actual}"
    if verdict.outcome != OUTCOMES.get(expected, expected):
        yield f"outcome: expected {OUTCOMES.get(expected, expected)}, found {verdict.outcome}"
    if "可能" in case.expects:
        open_ = {OUTCOMES[x] for x in case.expects["可能"]}
        if set(verdict.possible) != open_:
            yield f"可能: expected {open_}, found {verdict.possible}"


def _roles(case: Case, verdict: Verdict) -> Iterator[str]:
    cited: dict[str, set[str]] = {}
    for c in verdict.citations:
        cited.setdefault(c.role, set()).add(c.rule)
    # Where a rule comes about and nothing else is said, it alone decides.
    own = (case.rule,) if case.statuses.get(case.rule) == "true" else ()
    yield from _same("决定", case.expects.get("决定", own), cited.get("decisive", set()), exact=True)
    for key, role in ROLES.items():
        if key in case.expects:
            exact = role == "defeated"
            yield from _same(key, case.expects[key], cited.get(role, set()), exact=exact)


def _same(key: str, expected: Iterable[str], actual: set[str], *, exact: bool) -> Iterator[str]:
    """Each expected address (of a rule, or of a clause whatever its rule) is there; if exact, nothing else is."""
    addresses = list(expected)
    lacking = [a for a in addresses if not any(_is(r, a) for r in actual)]
    more = [r for r in actual if not any(_is(r, a) for a in addresses)] if exact else []
    if lacking or more:
        yield f"{key}: expected {addresses}, found {sorted(actual)}"


def _is(rule: str, address: str) -> bool:
    return address in (rule, rule.partition("#")[0])


def _facts(case: Case, verdict: Verdict) -> Iterator[str]:
    expected = case.expects.get("缺", {})
    if expected != "略":
        # What is asked of documents themselves stands under a key of its own.
        missing = {f"{m.of} {m.fact}": m.provider for m in verdict.missing if not m.record}
        if missing != expected:
            yield f"缺: expected {expected}, found {missing}"
        clause = case.rule.partition("#")[0]
        asking = [c for m in verdict.missing for c in m.asked_by]
        # What only a preference turns on is not asked for.
        effects = {r.rule: r.effect for r in verdict.reasons.rules if r.status is Status.UNKNOWN}
        unproved = any(a.assumed == "尚未核实" for a in verdict.assumptions)
        if effects.get(case.rule, Effect.PREFER) is not Effect.PREFER and clause not in asking and not unproved:
            yield f"no missing fact is asked for by {clause}: {asking}"
    if "缺认定" in case.expects:
        asked_of = {m.record.partition("对象 ")[2].partition(",")[0]: m.fact for m in verdict.missing if m.record}
        yield from [] if asked_of == case.expects["缺认定"] else [f"缺认定: found {asked_of}"]
    assumed = {f"{a.of} {a.fact}": a.assumed for a in verdict.assumptions}
    for fact, how in case.expects.get("假定", {}).items():
        if assumed.get(fact) != how:
            yield f"假定: expected {fact} {how}, found {assumed}"
    standards = {s.name: s.actual for s in verdict.reasons.standards}
    for name, actual in case.expects.get("规划标准", {}).items():
        ratio = standards.get(name)
        if ratio is None or Decimal(ratio) != Decimal(actual):
            yield f"规划标准: expected {name} {actual}, found {standards}"


def _notes(case: Case, verdict: Verdict) -> Iterator[str]:
    warnings = [half_width(w) for w in verdict.warnings]
    for words in case.expects.get("提示", ()):
        if not any(half_width(words) in w for w in warnings):
            yield f"提示: expected {words}, found {warnings}"
    for words in case.expects.get("不提示", ()):
        if any(half_width(words) in w for w in warnings):
            yield f"不提示: expected no {words}, found {warnings}"
    others = {d.id: half_width(d.why) for d in verdict.not_governing}
    for document, why in case.expects.get("不适用", {}).items():
        if half_width(why) not in others.get(document, ""):
            yield f"不适用: expected {document} {why}, found {others}"
    spoken_of = {*verdict.reasons.governing, *others, *verdict.receipt.documents}
    for document in case.expects.get("不提及", ()):
        if document in spoken_of:
            yield f"不提及: expected nothing of {document}, found {sorted(spoken_of)}"


def misquoted(case: Case, base: RuleBase) -> Iterator[str]:
    """Words on which the case rests and which do not stand in their clause."""
    if not case.words:
        yield "no words of the official text are quoted"
    for clause, words in case.words:
        document = base.documents.get(clause.partition("/")[0])
        if document is None or clause not in document.clauses:
            yield f"no clause {clause}"
        elif half_width(words) not in half_width(document.clauses[clause].quote):
            yield f"{clause} does not say 「{words}」"


def miscalculated(case: Case) -> Iterator[str]:
    """Lines of the case's arithmetic that are not so, exactly."""
    for line in filter(None, half_width(case.sums).split(";")):
        left, sign, right = re.fullmatch(r"([^=<>]+)([=<>])([^=<>]+)", line).groups()  # type: ignore[union-attr]  # a line that does not match fails the test
        if not COMPARE[sign](_value(left), _value(right)):
            yield f"not so: {line}"


def _value(text: str) -> Decimal:
    if "+" in text:
        return sum((_value(t) for t in text.split("+")), Decimal(0))
    if "×" in text:
        left, right = text.split("×")
        return _value(left) * _value(right)
    return Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)
