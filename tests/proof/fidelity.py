"""Fidelity of verdicts, measured over the test corpus; docs/fidelity.md is what `page` gives.

    uv run python tests/proof/fidelity.py > docs/fidelity.md

A verdict is faithful where the facts it cites are the reason for it: they alone lead to the same outcome, each of
them is read by a rule, and a rule whose decisive fact is blanked no longer has the status that it had.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace
from proof_applications import Given, corpus

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.ir import Effect
from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter.condition_evaluation import FALSE, TRUE, UNKNOWN, FactContext, FactRef, evaluate
from reasoner.interpreter.judge import judge
from reasoner.interpreter.rule_results import judge_norm
from reasoner.interpreter.turning_points import facts_of
from reasoner.model.application import Application, Observation, counting
from reasoner.model.kinds import Status
from reasoner.model.place_binding import DOCUMENT
from reasoner.model.rule_base import CONTINUATION, OF_DOCUMENTS
from reasoner.model.verdict import encode

Verdict = dict[str, Any]
"""The JSON form of a verdict."""


@dataclass
class Figures:
    """What was measured; `faults` says, a sentence each, where a verdict is not faithful."""

    verdicts: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    cited: int = 0
    given: int = 0
    reproduced: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    """Rules with a known status, by role: decisive, other."""
    alone: Counter[str] = field(default_factory=Counter)
    """Facts that make such a rule's status, and change it when blanked alone, by role."""
    together: Counter[str] = field(default_factory=Counter)
    """Facts that make it beside another that would do as well: blanking all of them changes it, by role."""
    continued: int = 0
    """Determinations by which an ended plan governs."""
    faults: list[str] = field(default_factory=list)


def verdict_of(application: Application, given: Given) -> Verdict:
    """The verdict on an application, judged as a given one is, without advice."""
    verdict: Verdict = json.loads(encode(judge(rule_base(), application, given.day, given.only, advise=False)))
    return verdict


def measure(applications: Iterable[Given]) -> Figures:
    """The figures over some applications."""
    figures = Figures()
    for given in applications:
        verdict = verdict_of(given.application, given)
        figures.verdicts[given.source] += 1
        figures.outcomes[verdict["outcome"]] += 1
        figures.cited += len(verdict["facts"])
        figures.given += len(verdict["given"])
        faults = [*_reproduction(verdict, given), *_unread(verdict)]
        figures.reproduced += not faults
        faults += _blanking(verdict, given, figures)
        figures.faults += [f"{given.source} {given.name}: {fault}" for fault in faults]
    return figures


# --- the cited facts alone ----------------------------------------------------------------------------------


def cited_application(verdict: Verdict) -> dict[str, Any]:
    """An application made of what a verdict cites: matter, day, region and facts; what it calls missing is 不详."""
    data: dict[str, Any] = {"编号": verdict["application"], "事项": verdict["matter"], "日期": verdict["received"]}
    facility: dict[str, Any] = {}
    indicators: list[dict[str, Any]] = []
    determinations: list[dict[str, Any]] = []
    if verdict["region"] is not None:
        facility["所在地"] = verdict["region"]
    # What was given instead of a figure that is asked for, so that it can be compared, stands among the facts.
    missing = [
        m for m in verdict["missing"] if not {"apart", "record"} & m.keys() and m["fact"] not in ("所在地", "镇街")
    ]
    unproved = [a for a in verdict["assumptions"] if a["assumed"] == "尚未核实"]
    unknown = [m | {"value": "不详"} for m in (*missing, *unproved)]
    for fact in [*verdict["facts"], *unknown]:
        term = rule_base().vocabulary.facts[fact["fact"]]
        when, source = fact.get("as_at"), fact.get("source")
        if term.subject in ("申请", "机构"):
            value = fact["value"].split("、") if term.multiple else fact["value"]
            stated = _filled({"数值": value, "时点": when, "来源": source})
            (data if term.subject == "申请" else facility)[term.label] = stated if len(stated) > 1 else value
        elif term.subject in ("地区", "镇街"):
            if rule_base().vocabulary.find_regions(fact["of"]) == ():
                facility["镇街"] = fact["of"]
            item = {"地区": fact["of"], "名称": term.label, "数值": fact["value"], "时点": when}
            indicators.append(_filled(item | {"来源": source}))
        else:
            item = {"事项": term.label, "对象": fact["of"], "结论": fact["value"], "日期": when}
            item |= {"自": fact.get("starts"), "至": fact.get("ends")}
            determinations.append(_filled(item | {"来源": source, "机关": fact.get("determined_by")}))
    return data | {"机构": facility, "指标": indicators, "认定": determinations}


def _filled(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value}


def _reproduction(verdict: Verdict, given: Given) -> Iterator[str]:
    (again,) = reader().read(cited_application(verdict))
    other: Verdict = json.loads(encode(judge(rule_base(), again, verdict["as_of"], given.only, advise=False)))
    for key in ("outcome", "label", "possible"):
        if other[key] != verdict[key]:
            yield f"by the cited facts alone {key} is {other[key]}, not {verdict[key]}"
    decided, again_decided = _decisive(verdict), _decisive(other)
    if decided != again_decided:
        yield f"by the cited facts alone {again_decided} decide, not {decided}"


def _decisive(verdict: Mapping[str, Any]) -> list[str]:
    return [c["rule"] for c in verdict["citations"] if c["role"] == "decisive"]


# --- no fact that no rule reads -------------------------------------------------------------------------------


def _read(node: Any) -> Iterator[tuple[Any, ...]]:
    """The facts in a proof."""
    if isinstance(node, dict):
        if "apart" in node:  # read, and not compared
            given = node | {"value": node["apart"], "period": None}
            yield tuple(given.get(k) for k in ("fact", "of", "period", "value", "as_at", "source"))
        elif "fact" in node and "value" in node:
            yield tuple(node.get(k) for k in ("fact", "of", "period", "value", "as_at", "source"))
        for part in node.values():
            yield from _read(part)
    elif isinstance(node, list):
        for part in node:
            yield from _read(part)


def _assumed(node: Any) -> Iterator[tuple[str, str]]:
    """The facts in a proof that nobody gave and that are taken as not claimed."""
    if isinstance(node, dict) and node.get("assumed"):
        yield node["fact"], node["of"]
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _assumed(part)


def _terms_of(document: Document, matter: str) -> Iterator[str]:
    for norm in document.norms(matter):
        yield from (term for _, term, _ in (*facts_of(norm.scope), *facts_of(norm.condition)))
    for _, standard in document.standards:
        yield from (standard.over.term, standard.under.term)


def _unread(verdict: Verdict) -> Iterator[str]:
    """Facts that are cited and that neither a rule, nor a reported standard, nor the force of a document turned on."""
    base = rule_base()
    read = set(_read(verdict["reasons"]))
    # Where the place is not known, what is possible turns on the rules of every region held.
    anywhere = {term for d in base.documents.values() for term in _terms_of(d, verdict["matter"])}
    titles = {d.title for d in base.held_for(verdict["region"])}
    # What keeps a document from reaching the applicant is cited, though none of its rules is judged.
    deciding = [n for d in base.held_for(verdict["region"]) for n in d.norms(verdict["matter"]) if n.decides]
    reach = {term for n in deciding for _, term, _ in facts_of(n.scope)}
    for fact in _read(verdict["facts"]):
        of_force = fact[0] in OF_DOCUMENTS and fact[1] in titles
        of_reach = fact[0] in reach and fact[1] in ("申请", "机构")
        if not (fact in read or of_force or of_reach or (verdict["region"] is None and fact[0] in anywhere)):
            yield f"{fact[0]} of {fact[1]} is cited and no rule reads it"
    cited = set(_read(verdict["facts"]))
    # What was assumed is no fact, and told only where something turns on it; where an institution lies is the verdict's region.
    assumed = {(a["fact"], a["of"]) for a in verdict["assumptions"]} | set(_assumed(verdict["reasons"]["rules"]))
    for fact in set(_read(verdict["reasons"]["rules"])) - cited:
        if fact[3] is not None and fact[0] != "所在地" and fact[:2] not in assumed:
            yield f"{fact[0]} of {fact[1]} is read and not cited"


# --- blanking -------------------------------------------------------------------------------------------------


def makers(cond: ir.Cond, context: FactContext) -> set[FactRef]:
    """The facts that make a condition as true or as false as it is; none where the matter makes it so, whatever was given."""
    status = evaluate(cond, context).status
    match cond:
        case ir.And(parts) | ir.Or(parts):
            settles = FALSE if isinstance(cond, ir.And) else TRUE
            making = [p for p in parts if status is not settles or evaluate(p, context).status is settles]
            each = [makers(p, context) for p in making]
            return set[FactRef]() if status is settles and set() in each else set[FactRef]().union(*each)
        case ir.Not(part):
            return makers(part, context)
        case ir.OneOf(fact, values) if fact.term == "类型":
            # Where every kind that may ask for the matter stands in the list, or none does, the matter makes it so.
            members = context.vocabulary.matters[context.application.matter].members
            if len({kind in values for kind in members}) == 1:
                return set()
    return set(facts_of(cond))


def _makers_of(norm: ir.Norm, status: Status, context: FactContext) -> set[FactRef]:
    """The facts that make the status of a rule: a false one is so by its scope, or by its condition, or by both."""
    refs: set[FactRef] = set()
    fails = TRUE if norm.effect is Effect.REQUIRE else FALSE
    for cond, makes_false in ((norm.scope, FALSE), (norm.condition, fails)):
        if status is TRUE or evaluate(cond, context).status is makes_false:
            making = makers(cond, context)
            if status is FALSE and not making:
                return set()
            refs |= making
    return refs


def blanked(application: Application, refs: Iterable[FactRef], day: str) -> Application:
    """The application with the counting values of some facts unknown (不详); a place: not known."""
    facts, roles = dict(application.facts), dict(application.roles)
    for role, name, period in refs:
        key = (application.roles.get(role) or "", name)
        if name == "所在地":
            roles[role] = None
            continue
        given = facts.get(key, ())
        counted = counting(given, day, period)
        facts[key] = tuple(replace(o, value=None) if o is counted else o for o in given) or (Observation(None),)
    return replace(application, facts=facts, roles=roles)


def _blanking(verdict: Verdict, given: Given, figures: Figures) -> Iterator[str]:
    base, day, application = rule_base(), verdict["as_of"], given.application
    decisive = set(_decisive(verdict))
    for fact in verdict["facts"]:
        if fact["fact"] == CONTINUATION and fact["value"] == "是":
            yield from _discontinued(verdict, given, fact["of"], figures)
    norms = [n for d in verdict["reasons"]["governing"] for n in base.documents[d].norms(verdict["matter"])]
    context = FactContext(application, base.vocabulary, day)
    for norm in norms:
        status = judge_norm(norm, context).status
        if status is UNKNOWN or norm.supports is not None:
            continue
        role = "decisive" if norm.id in decisive else "other"
        figures.rules[role] += 1
        makes = _makers_of(norm, status, context)

        def after(refs: Iterable[FactRef], norm: ir.Norm = norm) -> Status:
            return judge_norm(norm, FactContext(blanked(application, refs, day), base.vocabulary, day)).status

        for ref in makes:
            if after([ref]) is not status:
                figures.alone[role] += 1
            else:
                figures.together[role] += 1
                if after(makes) is status:
                    yield f"{norm.id} stays {status} with {sorted(map(str, makes))} blanked"


def _discontinued(verdict: Verdict, given: Given, title: str, figures: Figures) -> Iterator[str]:
    """Without the determination that continues it, an ended plan governs no more."""
    base, application = rule_base(), given.application
    document = next(d.id for d in base.documents.values() if d.title == title)
    facts = {key: observed for key, observed in application.facts.items() if key != (DOCUMENT + document, CONTINUATION)}
    other = judge(base, replace(application, facts=facts), verdict["as_of"], given.only, advise=False)
    figures.continued += 1
    if document in other.reasons.governing:
        yield f"{title} governs without the determination that continues it"


# --- the page -------------------------------------------------------------------------------------------------


def page(figures: Figures) -> str:
    """docs/fidelity.md."""
    total = sum(figures.verdicts.values())
    sources = "\n".join(f"| {s} | {n} |" for s, n in figures.verdicts.items())
    outcomes = "、".join(f"`{o}` {n}" for o, n in sorted(figures.outcomes.items(), key=lambda p: (-p[1], p[0])))
    clauses = [c for d in rule_base().documents.values() for c in d.clauses.values()]
    waiting = sum(c.pending is not None for c in clauses)
    decisive, other = (figures.alone[r] + figures.together[r] for r in ("decisive", "other"))
    return f"""# Fidelity: are the facts that a verdict cites its reason?

Made by `uv run python tests/proof/fidelity.py > docs/fidelity.md`; a test fails where this page is not what the command
gives. What each line means: docs/semantics.md, §7.

| verdicts on | number |
|---|---|
{sources}
| **all** | **{total}** |

Outcomes reached: {outcomes}.

| what is held | holds |
|---|---|
| The cited facts alone, with matter, day and region, lead to the same outcome by the same decisive rules | {figures.reproduced} of {total} verdicts |
| A cited fact is read by a rule, by a reported planning standard, or by the force of a document | {figures.cited} of {figures.cited} cited facts |
| Blanking a fact that makes a decisive rule hold changes the status of that rule | {figures.alone["decisive"]} of {decisive} facts in {figures.rules["decisive"]} rules |
| … where it does not, another fact does as well (或); blanking all of them changes it | {figures.together["decisive"]} of {figures.together["decisive"]} |
| The same for every other rule of known status, holding or failing | {figures.alone["other"]} of {other} facts in {figures.rules["other"]} rules |
| … where it does not, it fails for several reasons; blanking all of them changes it | {figures.together["other"]} of {figures.together["other"]} |
| Without the determination (认定) that continues it, an ended plan governs no more | {figures.continued} of {figures.continued} |

The verdicts hold {figures.given} facts that were given; {figures.cited} are cited.

Clauses not yet written as rules (待写): {waiting} of {len(clauses)}.
"""


if __name__ == "__main__":
    import sys

    measured = measure(corpus())
    sys.stderr.write("".join(f"{fault}\n" for fault in measured.faults))
    sys.stdout.write(page(measured))
    sys.exit(bool(measured.faults))
