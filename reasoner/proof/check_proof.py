"""The proof checker: judges a verdict again by other code, and refuses it where anything differs.

It is for somebody who does not trust the interpreter. Given a verdict, the compiled rules as plain data and the texts
of the documents, it takes from the verdict only the facts that were given (tied to the receipt by their digest) and
re-derives the rest: which documents govern, each rule's status with every fact read, defeat, outcome and `possible`,
citations, what is missing or assumed, warnings. It then holds each rule against its quoted words. Nothing here is
shared with the interpreter; the sentences of `wording` are data. Truth is True, False, or None for unknown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from copy import copy

from reasoner import ENGINE
from reasoner.model.messages import LABELS, UNREGULATED, WHY, WORDED
from reasoner.proof.advice import advised
from reasoner.proof.applicability import Jurisdiction, decides
from reasoner.proof.check_readings import (
    Conclude,
    confirmation_faults,
    readings_of,
    resting_clauses,
    without_confirmations,
)
from reasoner.proof.derived_notes import (
    applicant_only,
    fact_warnings,
    input_warnings,
    pending_warnings,
    period_warnings,
    set_aside_of,
    set_aside_warning,
    standards_of,
    waiting_of,
    written_warnings,
)
from reasoner.proof.differences import differences
from reasoner.proof.fault_sentences import KEYS
from reasoner.proof.given_facts import check_given, fractions_in
from reasoner.proof.known_and_open import assumptions, known_facts, missing, questions, unnamed_services, unsure_reach
from reasoner.proof.outcome import (
    FAVOURABLE,
    ORDER,
    ROLES,
    Derivation,
    Judgement,
    consequence,
    defeated_by,
    judged,
    lifted,
    pair_of,
    reason,
    singly,
)
from reasoner.proof.plain_vocabulary import Data, Vocabulary
from reasoner.proof.quoted_words import check_rule_words
from reasoner.proof.rule_base_check import CheckedBase
from reasoner.proof.touching import in_order, statements
from reasoner.proof.versions import version_of

SCHEMA = 2


def check_proof(verdict: Data, base: Data, texts: Mapping[str, str]) -> list[str]:
    """Everything that is wrong with a verdict, a sentence each; empty: it holds. `texts` are official texts by id."""
    return check_verdict(verdict, CheckedBase(base, texts))


def check_verdict(verdict: Data, checked: CheckedBase) -> list[str]:
    """The same before a rule base that is looked at once for many verdicts."""
    try:
        try:
            plain = json.loads(json.dumps(verdict, ensure_ascii=False), parse_float=_no_fraction)
        except TypeError:
            return list(fractions_in(verdict))
        checked = checked.for_case(plain)
        base, vocabulary = checked.base, checked.vocabulary
        faults = list(check_given(plain, checked))
        if faults:  # what rests on facts that could not have been given is not worth deriving
            return faults
        offered = {k: plain[k] for k in ("missing", "changes")}
        expected, judgement = derive_and_judge(plain, base, (), vocabulary)
        advice = {"missing": expected["missing"], "changes": []}
        expected |= offered | {"receipt": receipt(plain, checked)}
        if "readings" in plain or "readings_not_run" in plain:
            turned = readings_of(plain, expected, judgement, base, _concluding(plain, checked))
            expected["readings"], expected["readings_not_run"] = turned
        unconfirmed = without_confirmations(plain)
        faults = [f"{path}:{what}" for path, what in differences(expected, unconfirmed, "")]
        faults += confirmation_faults(plain, expected, base)
        if all(f.startswith("receipt.advice") for f in faults):  # else what is offered rests on something false already
            advice = advice if judgement is None else advised(judgement, advice["missing"])
            faults += [f"{path}:{what}" for path, what in differences(advice, offered, "")]
        rules = {r["rule"] for r in expected["reasons"]["rules"]}
        for name in plain["receipt"]["documents"]:
            faults += checked.document_faults(name)
        for name in expected["reasons"]["governing"]:
            faults += check_rule_words(checked.documents[name], checked.texts[name], rules)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError, StopIteration) as error:
        what = (
            f"没有“{KEYS.get(error.args[0], error.args[0])}”"
            if isinstance(error, KeyError) and error.args
            else "内容的写法不对"
        )
        return [f"不是完整的研判结果:{what}"]
    return faults


def _no_fraction(_: str) -> float:
    raise TypeError


def _concluding(verdict: Data, checked: CheckedBase) -> Conclude:
    """Outcome, label and what is possible by a rule base of which one reading is taken the other way.

    The facts are read once for all of them; where organs change, it is judged from the beginning.
    """
    reader = Derivation(verdict, checked.base, (), checked.vocabulary)

    def concluded(base: Data) -> Data:
        own = copy(reader)
        own.base = base
        if base["vocabulary"] is not checked.base["vocabulary"]:
            own = Derivation(verdict, base, (), Vocabulary(base))
        return region_unknown(own, []) if own.region is None else conclusion(judged(own, own.govern()))

    return concluded


def derive(verdict: Data, base: Data, changed: tuple[Data, ...] = ()) -> Data:
    """The verdict that the given facts lead to, with the facts of an offered change in their place where there are any.

    Its receipt is not derived here: it does not depend on the facts that a change supposes. Nor is what is advised.
    """
    return derive_and_judge(verdict, base, changed, Vocabulary(base))[0]


def derive_and_judge(
    verdict: Data, base: Data, changed: tuple[Data, ...], vocabulary: Vocabulary
) -> tuple[Data, Judgement | None]:
    """The verdict and what was judged for it; nothing was where no document governs or the place is not known."""
    own = Derivation(verdict, base, changed, vocabulary)
    jurisdiction = own.govern()
    governing, live = jurisdiction.governing, jurisdiction.live
    aside = set_aside_of(verdict)
    of_input = [
        *map(set_aside_warning, aside),
        *written_warnings(own),
        *own.assumed_place(),
        *input_warnings(own),
        *own.contradictions(),
    ]
    warnings = [*of_input, *jurisdiction.warnings]
    head = {k: verdict[k] for k in ("application", "matter", "received", "as_of", "given")} | {"region": own.region}
    head |= {k: verdict[k] for k in ("only", "under", "matter_written", "received_written") if k in verdict} | {
        "schema": SCHEMA
    }
    head |= {"set_aside": aside} if aside else {}
    head |= {"not_governing": jurisdiction.others, "touching": jurisdiction.touching}
    if own.region is not None:
        already = {t["clause"] for t in jurisdiction.touching}
        touching = [*jurisdiction.touching, *(t for t in statements(own) if t["clause"] not in already)]
        head |= {"touching": in_order(own, touching)}
    nothing: Data = {"governing": [], "unsettled": [], "rules": [], "standards": []}
    empty: Data = {"citations": [], "facts": [], "reasons": nothing, "missing": [], "assumptions": []}
    if own.region is None:
        return head | empty | region_unknown(own, of_input), None
    judgement = judged(own, jurisdiction)
    _, _, rules, possible, outcome, kept = judgement
    concluded = conclusion(judgement)
    away = [f.document for f in jurisdiction.footings if f.reach is False]
    barring = [
        own.truth(norm["scope"])[1] for d in away for norm in own.norms_of(d) if decides(norm)
    ]  # what keeps a document away is read and cited as well
    unchecked = list(applicant_only(judgement))
    if not live and len(possible) == 1:
        cited = {
            "facts": [
                *own.determinations(jurisdiction.footings),
                *known_facts(list(own.read_nodes.values()), []),
            ],
            "missing": [*questions(judgement), *unnamed_services(own, [])],
            "assumptions": assumptions([], [], [], own, barring),
            "warnings": warnings,
        }
        return head | empty | concluded | cited | waiting_of(own, live), judgement
    head["touching"] = [*head["touching"], *resting_clauses(rules, own)]
    defeat = {
        n["id"]: defeated_by(n, rules, kept, governing)
        for n, truth, _ in rules
        if truth and n["document"] in governing and pair_of(n) not in kept
    }
    roles = [(judgement.role(r), r[0]) for r in rules]
    at_work = {(n["clause"], n["effect"]): r for r, n in roles if r in ROLES[:3]}
    goals = [n for d in live.values() for n in own.norms_of(d) if n["supports"]]
    beside = [(at_work.get((n["supports"], n["effect"])), n) for n in goals]
    roles += [("defeated" if r == "defeated" else "supporting", n) for r, n in beside if r]
    read = list(own.read_nodes.values())
    standards = list(standards_of(list(live.values()), own))
    known = known_facts(read, standards)
    lifting = [n for n, truth, _ in rules if truth is None and singly(pair_of(n))]
    idle = [n["id"] for n in lifting if not any(t is not False and lifted(pair_of(m), pair_of(n)) for m, t, _ in rules)]
    undecided = [
        (n, node)
        for n, truth, node in rules
        if truth is None and n["effect"] != "prefer" and n["id"] not in idle  # nothing is asked of what lifts nothing
    ]
    stronger = FAVOURABLE[: FAVOURABLE.index(outcome)] if outcome in FAVOURABLE else []
    claims = [r for r in undecided if consequence(r[0]) in stronger]
    unsure = unsure_reach(own, jurisdiction) if len(possible) > 1 else []
    asked_for = missing([*(r for r in undecided if r not in claims), *unsure], own)
    open_facts = [*questions(judgement), *asked_for, *unnamed_services(own, asked_for)]
    verdict = {
        "citations": [citation(live[n["document"]], n, r) for r, n in sorted(roles, key=lambda p: ROLES.index(p[0]))],
        "facts": [*own.determinations(jurisdiction.footings), *known],
        "reasons": {
            "governing": list(governing),
            "unsettled": [d for d in live if d not in governing],
            "rules": [reason(n, truth, node, defeat) for n, truth, node in rules],
            "standards": standards,
        },
        "missing": open_facts,
        "assumptions": assumptions(rules, claims, open_facts, own, [*barring, *(node["scope"] for _, node in unsure)]),
        "warnings": [
            *of_input,
            *unchecked,
            *jurisdiction.warnings,
            *pending_warnings(list(live.values())),
            *period_warnings(own, live, rules),
            *fact_warnings(own),
        ],
    }
    return head | concluded | verdict | waiting_of(own, live), judgement


def conclusion(judgement: Judgement) -> Data:
    """The outcome, how it is called, and what is possible; where nothing governs, also why."""
    _, jurisdiction, rules, possible, outcome, _ = judgement
    if not jurisdiction.live and len(possible) == 1:
        return ungoverned(judgement.own, jurisdiction, outcome)
    strengths = {WORDED.get((outcome, rule[0]["strength"])) for rule in rules if judgement.role(rule) == "decisive"}
    label = (strengths.pop() if len(strengths) == 1 else None) or LABELS[outcome]
    return {"outcome": outcome, "label": label, "possible": possible}


def receipt(verdict: Data, checked: CheckedBase) -> Data:
    """The digests that tie a verdict to documents, words, facts and advice."""
    facts = [verdict[k] for k in ("application", "matter", "received", "region", "given")]
    return {
        "engine": ENGINE,
        "documents": checked.documents_of(verdict["region"]),
        "vocabulary": checked.vocabulary_of(verdict["region"], verdict["matter"]),
        "facts": digest(facts),
        "advice": digest([verdict["missing"], verdict["changes"]]),
        "as_of": verdict["as_of"],
    }


def digest(data: object) -> str:
    """SHA-256 of data as JSON in one line."""
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def ungoverned(own: Derivation, jurisdiction: Jurisdiction, outcome: str) -> Data:
    """What is said where no document governs: those that could reach the applicant are not in force, or none could."""
    if outcome == "out_of_force":
        lapsed = ";".join(f"《{f.document['title']}》{f.why}" for f in jurisdiction.lapsed)
        label, why = LABELS[outcome], WHY["out_of_force"].format(documents=lapsed)
    else:
        kind = own.apart().silence(jurisdiction)
        label, why = UNREGULATED[kind], WHY[kind].format(matter=own.given["matter"])
    return {"outcome": outcome, "label": label, "possible": [outcome], "why": why}


def region_unknown(own: Derivation, warnings: list[str]) -> Data:
    """Without a place anything that any region would lead to is possible, and none may regulate it."""
    reached, facts = {"not_regulated"}, list[Data]()
    for region in sorted({d["region"] for d in own.base["documents"]}):
        supposed, _ = derive_and_judge(own.given | {"region": region}, own.base, (), own.vocabulary)
        reached |= set(supposed["possible"])
        facts += [f for f in supposed["facts"] if f not in facts]
    clauses = dict.fromkeys(n["clause"] for d in own.base["documents"] if own.chosen(d) for n in own.norms_of(d))
    place = {"fact": "所在地", "of": "机构", "provider": "申请人", "asked_by": list(clauses)}
    return {
        "outcome": "undetermined", "label": LABELS["undetermined"], "possible": [o for o in ORDER if o in reached],
        "why": WHY["no_region"], "facts": facts, "missing": [place], "warnings": warnings,
    }  # fmt: skip


def citation(document: Data, norm: Data, part: str) -> Data:
    """What is cited of a norm: its clause word for word, its place, its rule, and its pieces where it has several."""
    clause = next(c for c in document["clauses"] if c["clause"] == norm["clause"])
    keys = ("clause", "document", "number", "heading", "place", "quote", "start", "end")
    known = {"version": version_of(document)}
    spans = {"spans": norm["spans"]} if len(norm["spans"]) > 1 else {}
    return {k: clause[k] for k in keys} | known | {"role": part, "rule": norm["id"]} | spans
