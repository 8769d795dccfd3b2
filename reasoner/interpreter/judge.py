"""From an application to its verdict: jurisdiction, rules, defeat, outcome, citations, what is missing.

The verdict is the data of CONTRACT §2; prose, letters and pages only render it.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from policy_dsl import ir
from policy_dsl.numerals import plain
from reasoner.facts import Application
from reasoner.interpreter.ask import assumptions, missing
from reasoner.interpreter.changes import changes, rank_missing
from reasoner.interpreter.cite import citations, reason, role_of
from reasoner.interpreter.force import Jurisdiction, jurisdiction
from reasoner.interpreter.interpret import Reader
from reasoner.interpreter.outcome import ORDER, Ranked, conclude, label, possible
from reasoner.interpreter.rules import Judged, defeats, judge_document
from reasoner.interpreter.situation import Situation
from reasoner.interpreter.verdict import Verdict, empty, head, not_governing, sealed
from reasoner.interpreter.warnings import fact_warnings
from reasoner.rulebase import Document, RuleBase
from reasoner.wording import LABELS, NOT_AMONG, NOT_HELD, WARNINGS, WHY


def judge(
    base: RuleBase,
    application: Application,
    as_of: str | None = None,
    only: frozenset[str] | None = None,
    *,
    advise: bool = True,
) -> Verdict:
    """The verdict on one application, on its day or another (`as_of`), by all documents or `only` some (ids).

    advise: also what would change the outcome, and how much each missing fact decides; large batches can do without.
    """
    day = as_of or application.received
    found = jurisdiction(base, application, day, only)
    if application.region is None:
        return sealed(_region_unknown(base, application, day, found, only), base, application, only)
    if not found.governing:
        return sealed(_ungoverned(base, application, day, found, only), base, application, only)
    reader = Reader(application, base.vocabulary, day)
    rules = [r for d in found.governing for r in judge_document(d, reader)]
    return sealed(_verdict(base, application, day, found, rules, reader, advise), base, application, only)


def _verdict(
    base: RuleBase,
    application: Application,
    day: str,
    found: Jurisdiction,
    rules: list[Judged],
    reader: Reader,
    advise: bool,
) -> Verdict:
    # Facts on which only a preference turns never keep a case open: unknown, they count as not claimed.
    open_rules = [r for r in rules if r.status == "unknown" and r.norm.effect != "prefer"]
    ranks = {
        d.id: Ranked(tuple(d.issuers), d.issuer_level, d.issued, d.id, tuple(d.data.get("special_to", ())))
        for d in found.governing
    }
    held = {r.group for r in rules if r.status == "true"}
    outcomes = possible(held, [r.group for r in open_rules], ranks)
    outcome = conclude(outcomes)
    defeat = defeats(rules, ranks)
    deciding = [r for r in rules if role_of(r, outcome, defeat) == "decisive"]
    strengths = [r.norm.strength for r in deciding]
    situation = Situation(application, base.vocabulary, day, [r.norm for r in rules], ranks)
    asked = missing(open_rules, base.vocabulary)
    # Advice looks at facts that no rule needed: with a reader of its own, so that the verdict cites none of them.
    adviser = replace(reader, nodes=dict(reader.nodes), values=dict(reader.values))
    if asked and advise:
        names = {(n["fact"], n["of"], n.get("period", "")): key for key, n in reader.nodes.items()}
        names |= {("所在地", "机构", ""): ("本区县", "所在地", None)}
        rank_missing(asked, names, situation, adviser)
    read = list(reader.nodes.values())
    standards = _standards(found, reader)
    # Of the facts of planning standards those are cited that one of the reported standards reads.
    for node in (n for s in standards for n in (s["over"], s["under"])):
        read += [] if node in read else [node]
    known = [n for n in read if n["value"] is not None and "assumed" not in n]
    return head(application, day, outcome, label(outcome, strengths), outcomes) | {
        "citations": citations(found.governing, application.matter, outcome, rules, defeat),
        "facts": [*found.read, *known],
        "reasons": {
            "governing": [d.id for d in found.governing],
            "rules": [reason(r, defeat) for r in rules],
            "standards": standards,
        },
        "missing": asked,
        "assumptions": assumptions(rules, asked, reader, base.vocabulary),
        "changes": changes(situation, rules, outcome, deciding, adviser) if advise else [],
        "not_governing": not_governing(found),
        "warnings": [*_assumed_place(base, application), *found.warnings, *fact_warnings(reader, base.vocabulary)],
    }


def _assumed_place(base: RuleBase, application: Application) -> list[str]:
    """Says that the application was judged as if it lay elsewhere, where it was."""
    if not application.under:
        return []
    return [WARNINGS["under"].format(region=base.vocabulary.regions[application.under].name)]


def _standards(found: Jurisdiction, reader: Reader) -> list[dict[str, Any]]:
    """Planning standards beside the actual ratio, exact to two places: reported, never decisive."""
    reports = []
    for document in found.governing:
        for standard in document.standards:
            over, under = ir.from_data(standard["over"]), ir.from_data(standard["under"])
            a, over_node = reader.read(over)
            b, under_node = reader.read(under)
            if a is None or b is None or not isinstance(a.value, Decimal) or not isinstance(b.value, Decimal):
                continue
            ratio = plain((a.value / b.value).quantize(Decimal("0.01"))) if b.value else None
            reports.append(
                {
                    "clause": standard["clause"], "name": standard["name"], "standard": standard["shown"],
                    "over": over_node, "under": under_node, "actual": ratio,
                }
            )  # fmt: skip
    return reports


def _ungoverned(
    base: RuleBase, application: Application, day: str, found: Jurisdiction, only: frozenset[str] | None
) -> Verdict:
    outcome = "out_of_force" if found.out_of_force else "not_regulated"
    name = LABELS[outcome]
    if outcome == "out_of_force":
        ended = [
            f"《{d.title}》{why}"
            for d, why in found.not_governing
            if application.matter in d.regulates and _covers(base, d, application) and (only is None or d.id in only)
        ]
        why = WHY["out_of_force"].format(documents=";".join(ended))
    elif not found.held:
        name, why = NOT_HELD, WHY["not_held"]
    elif any(application.matter in d.regulates for d in _left_out(base, application, only)):
        chosen = any(_covers(base, base.documents[d], application) for d in only or ())
        name, why = NOT_AMONG, WHY["chosen_silent" if chosen else "not_chosen"].format(matter=application.matter)
    else:
        why = WHY["not_regulated"].format(matter=application.matter)
    return head(application, day, outcome, name, (outcome,)) | {
        "why": why,
        **empty(),
        "not_governing": not_governing(found),
        "warnings": [*_assumed_place(base, application), *found.warnings],
    }


def _left_out(base: RuleBase, application: Application, only: frozenset[str] | None) -> list[Document]:
    """The documents of the region that were not chosen."""
    others = [] if only is None else [d for d in base.documents.values() if d.id not in only]
    return [d for d in others if _covers(base, d, application)]


def _covers(base: RuleBase, document: Document, application: Application) -> bool:
    return application.region is not None and document.region in base.vocabulary.chain(application.region)


def _region_unknown(
    base: RuleBase, application: Application, day: str, found: Jurisdiction, only: frozenset[str] | None
) -> Verdict:
    """Without 所在地 no document can be chosen: what is possible is what is possible in any region held, or in none."""
    seen, facts = {"not_regulated"}, list[dict[str, Any]]()
    for region in sorted({d.region for d in base.documents.values()}):
        # A province is nobody's city: its figures say nothing of the city where the institution may lie.
        city = region if base.vocabulary.regions[region].level == "prefecture" else None
        roles = dict(application.roles) | {"全市": city, "本统筹区": city}
        there = replace(application, region=region, roles=roles)
        supposed = judge(base, there, day, only, advise=False)
        seen |= set(supposed["possible"])
        facts += [f for f in supposed["facts"] if f not in facts]
    verdict = head(application, day, "undetermined", LABELS["undetermined"], tuple(o for o in ORDER if o in seen))
    chosen = [d for d in base.documents.values() if only is None or d.id in only]
    asked = list(dict.fromkeys(n.clause for d in chosen for n in d.norms(application.matter)))
    return verdict | {
        "why": WHY["no_region"],
        **empty(),
        "facts": facts,
        "missing": [{"fact": "所在地", "of": "机构", "provider": "申请人", "asked_by": asked}],
        "not_governing": not_governing(found),
        "warnings": _assumed_place(base, application),
    }
