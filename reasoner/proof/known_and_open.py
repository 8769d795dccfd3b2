"""The part of the proof checker that says what is known, what is missing and what is assumed."""

from __future__ import annotations

from collections.abc import Iterator

from reasoner.model.messages import (
    NOT_ADOPTED,
    NOT_CLAIMED,
    NOT_PROVED,
    NOT_VERIFIED,
    ORGAN_UNSETTLED,
    PLACE_UNSTATED,
    RECORD,
    STATED_UNKNOWN,
)
from reasoner.proof.applicability import Footing, Jurisdiction, decides
from reasoner.proof.document_determinations import CONTINUED, FORCE, at_other_times
from reasoner.proof.outcome import Derivation, Judgement, Rule, opened
from reasoner.proof.plain_vocabulary import Data
from reasoner.proof.versions import left_to_the_former


def known_facts(read: list[Data], standards: list[Data]) -> list[Data]:
    """The known facts that rules read, then those of planning standards that are reported."""
    for node in (n for s in standards for n in (s["over"], s["under"])):
        read += [] if node in read else [node]
    return [{k: v for k, v in n.items() if k != "is"} for n in read if n["value"] is not None and "assumed" not in n]


def unsure_reach(own: Derivation, jurisdiction: Jurisdiction) -> list[tuple[Data, Data]]:
    """Where nothing in force is known to reach the applicant: the rules by whose scope a document might."""
    reaching = [f for f in jurisdiction.footings if f.reach is not False]
    if any(f.reach and f.force for f in reaching):
        return []
    norms = [n for f in reaching if f.reach is None for n in own.norms_of(f.document) if decides(n)]
    scopes = [(n, own.truth(n["scope"])) for n in norms]
    return [(n, {"scope": node}) for n, (truth, node) in scopes if truth is None]


def unknown_facts(node: Data) -> Iterator[Data]:
    """The unknown facts on which an unknown condition turns."""
    if "fact" in node:
        if node["value"] is None:
            yield node
    elif node.get("status", "unknown") == "unknown":
        below = [node[k] for k in ("read", "left", "right") if k in node]
        for part in [*below, *(p for k in ("parts", "sum", "times") for p in node.get(k, ()))]:
            yield from unknown_facts(part)


def missing(open_rules: list[tuple[Data, Data]], own: Derivation) -> list[Data]:
    """The unknown facts of open rules (the place, where that is not known), with provider, proof and the clauses that ask."""
    entries: dict[tuple[str, str, str], Data] = {}
    places = {"本区县": "所在地", "所在医保管理区域": "所在地", "所在镇街": "镇街"}
    for norm, node in open_rules:
        for fact in [f for k in ("scope", "condition") if k in node for f in unknown_facts(node[k])]:
            fact = {"fact": places[fact["of"]], "of": "机构"} if fact["of"] in places else fact
            term = own.terms[fact["fact"]]
            apart = {k: fact[k] for k in ("apart", "as_at") if "apart" in fact and k in fact}
            entry = (
                {k: fact[k] for k in ("fact", "of", "period") if k in fact}
                | apart
                | {
                    "provider": term["provider"],
                    "asked_by": [],
                }
            )
            entry |= {"proof": term["proof"]} if term.get("proof") else {}
            entry |= {"authority": fact["authority"]} if "authority" in fact else {}
            entry = entries.setdefault((fact["fact"], fact["of"], fact.get("period", "")), entry)
            entry["asked_by"] += [norm["clause"]] if norm["clause"] not in entry["asked_by"] else []
    return list(entries.values())


def assumptions(
    rules: list[Rule],
    claims: list[tuple[Data, Data]],
    open_facts: list[Data],
    own: Derivation,
    beside: list[Data],
) -> list[Data]:
    """Facts taken as not claimed: by silence, where a condition of a rule or one `beside` turns on them, or because only a
    preference turns on them and nothing else asks (each told as what was given of it); and what is not proved of a claim
    that would only make a favourable outcome more favourable.
    """
    known = {(a["fact"], a["of"], a.get("period", "")) for a in open_facts}
    looked_into = [*(node[k] for _, _, node in rules for k in ("scope", "condition") if k in node), *beside]
    turning = [fact for node in looked_into for fact in supposed_open(node)[1]]
    silent = [n for n in own.read_nodes.values() if "assumed" in n]
    nodes = [n for n in silent if n["assumed"] != NOT_CLAIMED or n in turning]
    for norm, truth, node in rules:
        if truth is None and norm["effect"] == "prefer":
            open_claims = [f for k in ("scope", "condition") for f in unknown_facts(node[k])]
            nodes += [f | {"assumed": _taken_for(f, own)} for f in open_claims]
    unproved = [f for _, node in claims for k in ("scope", "condition") for f in unknown_facts(node[k])]
    later = {(f["fact"], f["of"], f.get("period", "")) for f in unproved}
    nodes = [
        n if (n["fact"], n["of"], n.get("period", "")) not in later else n | {"assumed": NOT_PROVED} for n in nodes
    ]
    nodes += [f | {"assumed": NOT_PROVED} for f in unproved]
    entries: dict[tuple[str, str, str], Data] = {}
    for node in nodes:
        entry: Data = {k: node[k] for k in ("fact", "of", "assumed", "authority") if k in node}
        entry |= {k: own.terms[node["fact"]][k] for k in ("proof", "provider") if own.terms[node["fact"]].get(k)}
        if (key := (node["fact"], node["of"], node.get("period", ""))) not in known:
            entries.setdefault(key, entry)
    return list(entries.values())


def supposed_open(node: Data) -> tuple[str, list[Data]]:
    """How a condition would stand if what is taken as not claimed were not known, and on which such facts it would turn."""
    if "parts" in node:
        below = [supposed_open(part) for part in node["parts"]]
        standing = {status for status, _ in below}
        if node["is"] == "not":
            status = {"true": "false", "false": "true"}.get(below[0][0], "unknown")
        else:
            settling, other = ("false", "true") if node["is"] == "and" else ("true", "false")
            status = settling if settling in standing else "unknown" if "unknown" in standing else other
        return status, [f for s, facts in below if s == status == "unknown" for f in facts]
    read = [node[k] for k in ("read", "left", "right") if k in node]
    assumed = [f for part in read for f in [part, *part.get("sum", ()), *part.get("times", ())] if "assumed" in f]
    return ("unknown", assumed) if assumed else (node.get("status", "unknown"), [])


def unnamed_services(own: Derivation, missing: list[Data]) -> list[Data]:
    """是 alone of 已定点, on a matter that adds to no service: it is asked which services are meant, be it read or not."""
    term, matter = own.terms.get("已定点", {}), own.vocabulary.matters.get(own.given["matter"], {})
    written = own.counting(("机构", "已定点"), None)
    if not term.get("yes_no") or matter.get("adds_to") or not written or written[0] is not True:
        return []
    if "已定点" in [m["fact"] for m in missing]:
        return []
    entry = {"fact": "已定点", "of": "机构", "provider": term["provider"], "asked_by": []}
    return [entry | ({"proof": term["proof"]} if term.get("proof") else {})]


def _taken_for(fact: Data, own: Derivation) -> str:
    """What an unknown fact counts as on which only a preference turns: as what it was given, or not given."""
    given = next((own.read_values[ref][1] for ref, node in own.read_nodes.items() if node == fact), None)
    if given is not None and own.terms[fact["fact"]].get("burden"):
        return NOT_VERIFIED if given[2].get("claimed") else STATED_UNKNOWN
    if fact["of"] in ("本区县", "所在医保管理区域", "所在镇街"):
        return PLACE_UNSTATED
    return {"other_organ": ORGAN_UNSETTLED, "excluded": NOT_ADOPTED}.get(fact.get("standing", ""), NOT_CLAIMED)


def questions(judgement: Judgement) -> list[Data]:
    """What is asked of documents themselves: the force of one where that makes a difference, and whether an ended plan
    goes on where nothing else may be the basis.
    """
    own, entries = judgement.own, []
    for footing in (f for f in judgement.jurisdiction.footings if f.reach is not False):
        name = FORCE if footing.force is None else CONTINUED
        if footing.force is None:
            yes, no = document_answers(judgement, footing)
            if yes == no:
                continue
        elif not footing.open_end or "out_of_force" not in judgement.possible:
            continue
        elif left_to_the_former(footing.document, own.given["received"]) and own.day >= footing.document["starts"]:
            continue  # no determination brings former rules that are not held
        document, term, asking = footing.document, own.terms[name], own.apart()
        norms = [n for n in own.norms_of(document) if decides(n) and asking.truth(n["scope"])[0] is not False]
        entry: Data = {"fact": name, "of": document["title"], "provider": term["provider"]}
        entry |= {"asked_by": list(dict.fromkeys(n["clause"] for n in norms))}
        entry |= {"proof": term["proof"]} if term.get("proof") else {}
        register = own.vocabulary.register
        authority = register.authority(term, document["region"])
        basis = register.basis(authority, document["region"], document) if authority else None
        entry |= {"authority": basis} if basis else {}
        elsewhen = name == FORCE and at_other_times(own, FORCE, document, own.day)
        words = RECORD[f"{name}·另一期间" if elsewhen else name]
        record = words.format(id=document["id"], organs="、".join(document["issuers"]), day=own.day)
        entries.append(entry | {"record": record})
    return entries


def document_answers(judgement: Judgement, footing: Footing) -> tuple[list[str], list[str]]:
    """What would be possible if a document of unknown force, or an ended plan, were in force, and if not."""
    own, footings = judgement.own, judgement.jurisdiction.footings
    truths = [(n, truth) for n, truth, _ in judgement.rules]
    if footing.force is False:
        there = own.apart()
        norms = [n for n in own.norms_of(footing.document) if not n["supports"]]
        truths += [(n, there.judge(n)[0]) for n in norms]
    ways = []
    for holds in (True, False):
        supposed = [f._replace(force=holds, open_end=False) if f is footing else f for f in footings]
        ways.append(opened(own, supposed, truths))
    return ways[0], ways[1]
