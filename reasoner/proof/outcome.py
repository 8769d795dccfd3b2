"""The proof checker's own view of documents and outcomes: force, jurisdiction, defeat, completions.

Written from docs/semantics.md, not from the interpreter, with which it shares nothing. Truth is True, False or None.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any, NamedTuple

from reasoner.proof.applicability import Footing, Governance, Jurisdiction, decides
from reasoner.proof.evaluator import WORD
from reasoner.proof.figure_pairs import ref_of
from reasoner.proof.plain_vocabulary import Data, Ref

Pair = tuple[str, str, tuple[str, ...]]
"""A consequence, the document whose norm leads to it, and the single clauses by which exemptions part it from others: of an
exemption from single clauses those it names, of a restriction those of them under which it stands.
"""
Rule = tuple[Data, "bool | None", Data]
"""A norm, whether its effect comes about, and the nodes of its scope and condition."""
ORDER = [
    *("conflict", "barred", "presumptively_barred", "not_eligible", "strictly_controlled"),
    *("exempt", "priority", "may_proceed", "out_of_force", "not_regulated"),
]
RESTRICTIONS = ("barred", "presumptively_barred", "strictly_controlled")
ROLES = ["decisive", "supporting", "defeated", "considered", "note"]
BARS = RESTRICTIONS[:2]
FAVOURABLE = ORDER[5:8]


class Derivation(Governance):
    """One application judged again."""

    def judge(self, norm: Data) -> tuple[bool | None, Data]:
        """Whether a norm's effect comes about, and the nodes of its scope and condition."""
        reaches, scope = self.truth(norm["scope"])
        if reaches is False:
            return False, {"scope": scope}
        applies, condition = self.truth(norm["condition"])
        if norm["effect"] == "require" and applies is not None:
            applies = not applies
        comes_about = False if applies is False else None if None in (reaches, applies) else True
        return comes_about, {"scope": scope, "condition": condition}

    def where(self, norm: Data, truth: bool | None, scopes: Scopes) -> bool | None:
        """Whether a norm's effect comes about where it is supposed to reach the applicant, or not to."""
        if not scopes or self.truth(norm["scope"])[0] is not None:
            return truth
        applies = self.truth(norm["condition"])[0]
        applies = not applies if norm["effect"] == "require" and applies is not None else applies
        return applies if scopes[written(norm["scope"])] else False

    def outcome(self, holding: set[Pair], documents: dict[str, Data]) -> str:
        """The outcome where exactly these hold."""
        reached = led_to(undefeated(holding, documents))
        if "may_proceed" in reached and not reached.isdisjoint(BARS):
            return "conflict"
        return next((o for o in ORDER if o in reached), "may_proceed")


class Judgement(NamedTuple):
    """One application judged again: what was read, how the documents stand, every rule, and what they come to."""

    own: Derivation
    jurisdiction: Jurisdiction
    rules: list[Rule]
    possible: list[str]
    outcome: str
    kept: set[Pair]
    """What holds in documents that are certainly in force, and is not defeated."""

    @property
    def documents(self) -> dict[str, Data]:
        """The documents that govern or would if they were in force, by id."""
        return self.jurisdiction.live

    def role(self, rule: Rule) -> str:
        """The part that a clause plays in the verdict; what rests on a document of unknown force was considered."""
        norm, truth, _ = rule
        if not truth or norm["document"] not in self.jurisdiction.governing:
            return "considered"
        if pair_of(norm) not in self.kept:
            return "defeated"
        if singly(pair_of(norm)):
            return "note"
        opposing = self.outcome == "conflict" and norm["effect"] in ("prohibit", "cap", "permit")
        if consequence(norm) == self.outcome or opposing:
            return "decisive"
        return "note" if norm["effect"] in ("prefer", "permit", "exempt") else "supporting"


def judged(own: Derivation, jurisdiction: Jurisdiction) -> Judgement:
    """Every rule of the documents that may govern judged, and what they come to; goal sentences decide nothing."""
    rules = [(n, *own.judge(n)) for d in jurisdiction.live.values() for n in own.norms_of(d) if not n["supports"]]
    truths = [(n, truth) for n, truth, _ in rules]
    possible = opened(own, jurisdiction.footings, truths)
    governing = jurisdiction.governing
    holding = {pair_of(n) for n, truth in truths if truth and n["document"] in governing}
    return Judgement(own, jurisdiction, rules, possible, concluded(possible), undefeated(holding, governing))


def opened(own: Derivation, footings: list[Footing], truths: list[tuple[Data, bool | None]]) -> list[str]:
    """Every outcome over what is unknown of force and reach; where nothing reaches, nothing permits.

    A plan that has ended with nothing said of what follows leaves `out_of_force` open beside anything favourable. What
    follows of no class of which the application may be is not open, unless less would settle what no rule says that is
    true of every class.
    """
    unsure = any(f.reach is None for f in footings)
    if unsure:
        own = own.apart()
    classes = [] if unsure else told_apart(own, [n for n, _ in truths])
    outcomes: set[str] = set()
    for forces in product(*((True, False) if f.force is None else (f.force,) for f in footings)):
        for scopes in product(*(_scopes(own, f) for f in footings)):
            world = [(f, holds, s) for f, holds, s in zip(footings, forces, scopes, strict=True) if s is not None]
            ids = {f.document["id"] for f, holds, _ in world if holds}
            documents = {f.document["id"]: f.document for f, holds, _ in world if holds and ids.isdisjoint(f.yields_to)}
            if not documents:
                outcomes.add("out_of_force" if world else "not_regulated")
                continue
            supposed = {f.document["id"]: s for f, _, s in world}
            here = [(n, own.where(n, t, supposed[n["document"]])) for n, t in truths if n["document"] in documents]
            mine = reached(own, here, documents)
            if len(mine) > 1 and classes:
                joint = {o for c in classes for o in reached(c, in_class(c, here), documents)}
                fewer = [o for o in mine if o in joint]
                decided = led_to(undefeated({pair_of(n) for n, t in here if t}, documents))
                mine = fewer if concluded(fewer) in (concluded(mine), *decided) else mine
            outcomes |= {*mine}
            if any(f.open_end and not holds for f, holds, _ in world) and any(o in FAVOURABLE for o in mine):
                outcomes.add("out_of_force")
    return [o for o in ORDER if o in outcomes]


def in_class(own: Derivation, truths: Iterable[tuple[Data, bool | None]]) -> list[tuple[Data, bool | None]]:
    """The norms as they stand for an application of a class. Of which class it is nobody has said, so that nobody has claimed
    what a preference turns on.
    """
    return [(n, truth if n["effect"] == "prefer" else own.judge(n)[0]) for n, truth in truths]


def told_apart(own: Derivation, norms: list[Data]) -> list[Derivation]:
    """The application for each kind of institution and category of beds of which it may be, where that is unknown and some
    norm reads it: it is of one of them, so that norms which read the same fact are tried together (§6). Of values that
    stand in the same lists of all norms one is enough.
    """
    quiet, vocabulary = own.apart(), own.vocabulary
    worlds: list[list[tuple[Ref, str]]] = [[]]
    for ref in dict.fromkeys(r for n in norms for r in vocabulary.reads(n) if r.role in ("申请", "机构")):
        term = own.terms[ref.term]
        listed = term.get("reach") and term["datatype"] == "category" and ref.term != "事项"
        if not listed or term.get("multiple") or term.get("burden") or quiet.read(read_as(ref))[0] is not None:
            continue
        values = term.get("values", ())
        if ref.term == "类型":
            values = vocabulary.matters[own.given["matter"]]["members"]
        else:
            kind = quiet.read(read_as(Ref("机构", "类型", None)))[0]
            barred = [v["label"] for v in vocabulary.values if kind in v.get("not_of", ())]
            values = [v for v in values if v not in barred]
        lists = [c["values"] for n in norms for c in choices((n["scope"], n["condition"])) if ref_of(c["fact"]) == ref]
        unlike = {tuple(v in mine for mine in lists): v for v in reversed(values)}
        worlds = [[*world, (ref, value)] for world in worlds for value in unlike.values()]
    return [own.supposing(world) for world in worlds if world]


def read_as(ref: Ref) -> Data:
    """A fact as conditions write it."""
    return {"subject": ref.role, "term": ref.term, "period": ref.period}


def choices(node: Any) -> Iterator[Data]:
    """The conditions that list values, in the data of conditions."""
    if isinstance(node, dict) and node.get("node") == "OneOf":
        yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ():
        yield from choices(part)


Scopes = dict[str, bool]
"""Of rules of which it is not known whom they reach: by their scope, as JSON, whether it is supposed to be the applicant."""


def _scopes(own: Derivation, footing: Footing) -> list[Scopes | None]:
    """All that may be so of the scopes of a document that are unknown; None: it does not reach the applicant.

    A document that is not in force and can reach it counts as one that does.
    """
    if footing.reach is not None or footing.force is False:
        return [None if footing.reach is False else {}]
    unknown = [n for n in own.norms_of(footing.document) if not n["supports"] and own.truth(n["scope"])[0] is None]
    scopes = list(dict.fromkeys(written(n["scope"]) for n in unknown))
    ways = [dict(zip(scopes, way, strict=True)) for way in product((True, False), repeat=len(scopes))]
    return [*(w for w in ways if any(decides(n) and w[written(n["scope"])] for n in unknown)), None]


def written(scope: Data) -> str:
    """A scope as JSON."""
    return json.dumps(scope, ensure_ascii=False, sort_keys=True)


def reached(own: Derivation, truths: Iterable[tuple[Data, bool | None]], documents: dict[str, Data]) -> list[str]:
    """What is possible where rules are so true, false or unknown; an unknown preference counts as not claimed."""
    holding: set[Pair] = set()
    unknown: set[Pair] = set()
    for norm, truth in truths:
        if truth:
            holding.add(pair_of(norm))
        elif truth is None and norm["effect"] != "prefer":
            unknown.add(pair_of(norm))
    return worlds(own, holding, unknown - holding, documents)


def concluded(possible: list[str]) -> str:
    """The one outcome where all agree, the weakest where all bar or all are favourable, else undetermined."""
    agreed = len(possible) == 1 or {*possible} <= {*BARS} or {*possible} <= {*FAVOURABLE}
    return possible[-1] if agreed else "undetermined"


def worlds(own: Derivation, holding: set[Pair], unknown: set[Pair], documents: dict[str, Data]) -> list[str]:
    """Every outcome over the truth of the unknown pairs, document by document: the earlier of two outcomes wins.

    Only a permission reaches into another document; with one, all documents are tried together.
    """
    together = any(o == "may_proceed" for o, *_ in holding | unknown)
    reached = {"may_proceed"}
    for part in [set(documents)] if together else [{d} for d in documents]:
        mine, its_unknown = {g for g in holding if g[1] in part}, sorted(g for g in unknown if g[1] in part)
        tried = product((False, True), repeat=len(its_unknown))
        outcomes = {
            own.outcome(mine | {g for g, on in zip(its_unknown, w, strict=True) if on}, documents) for w in tried
        }
        reached = {min(a, b, key=ORDER.index) for a in reached for b in outcomes}
    return [o for o in ORDER if o in reached]


def consequence(norm: Data) -> str:
    """The outcome to which a norm leads when it holds."""
    if norm["effect"] in ("prohibit", "cap"):
        return "presumptively_barred" if norm["strength"] == "原则上" else "barred"
    table = {"control": "strictly_controlled", "require": "not_eligible", "exempt": "exempt", "prefer": "priority"}
    return table.get(norm["effect"], "may_proceed")


def pair_of(norm: Data) -> Pair:
    """What a norm contributes to an outcome."""
    return consequence(norm), norm["document"], tuple(norm.get("named_clauses", ()))


def singly(pair: Pair) -> bool:
    """Whether it is an exemption from single clauses: it lifts these, and leads to no outcome."""
    return pair[0] == "exempt" and bool(pair[2])


def led_to(pairs: Iterable[Pair]) -> set[str]:
    """The outcomes to which pairs lead."""
    return {pair[0] for pair in pairs if not singly(pair)}


def lifted(pair: Pair, exemption: Pair) -> bool:
    """Whether an exemption that holds lifts it: a restriction of the same document, of a clause that the exemption names
    where it names any.
    """
    (what, document, clauses), (effect, of, named) = pair, exemption
    within = not named or any(clause in named for clause in clauses)
    return effect == "exempt" and document == of and what in RESTRICTIONS and within


def opposed(one: str, other: str) -> bool:
    """One permits (许可) what the other bars; 从严 is no bar."""
    return "may_proceed" in (one, other) and (one in BARS or other in BARS)


def undefeated(holding: set[Pair], documents: dict[str, Data]) -> set[Pair]:
    """The pairs that remain: exempted ones fall, then, from the highest texts down, what an opposite one prevails over."""
    open_pairs = {pair for pair in holding if not any(lifted(pair, other) for other in holding)}
    kept: set[Pair] = set()
    while open_pairs:

        def below(pair: Pair, among: set[Pair]) -> bool:
            return any(opposed(o, pair[0]) and prevails(documents[d], documents[pair[1]]) for o, d, _ in among)

        highest = {p for p in open_pairs if not below(p, open_pairs)}
        kept |= highest
        open_pairs = {p for p in open_pairs - highest if not below(p, highest)}
    return kept


def prevails(a: Data, b: Data) -> str:
    """The principle by which one document prevails over another; empty where none does."""
    levels = ["县", "市", "省", "国家"]
    if a["issuer_level"] != b["issuer_level"]:
        return "上位法优于下位法" if levels.index(a["issuer_level"]) > levels.index(b["issuer_level"]) else ""
    special, general = a.get("special_to"), not b.get("special_to")
    if a["issuers"] != b["issuers"] or not general:
        return ""
    if special:
        return "特别规定优于一般规定" if b["id"] in special else ""
    return "新规定优于旧规定" if b["issued"] and a["issued"] > b["issued"] else ""


def defeated_by(norm: Data, rules: list[Rule], kept: set[Pair], documents: dict[str, Data]) -> list[Data]:
    """Exemptions of its own document defeat a restriction; an opposite norm of a text that prevails, if itself undefeated."""
    defeats = []
    for other, truth, _ in rules:
        if truth and lifted(pair_of(norm), pair_of(other)):
            defeats.append({"by": other["id"], "principle": "豁免"})
        elif truth and pair_of(other) in kept and opposed(consequence(other), consequence(norm)):
            principle = prevails(documents[other["document"]], documents[norm["document"]])
            defeats += [{"by": other["id"], "principle": principle}] if principle else []
    return defeats


def reason(norm: Data, truth: bool | None, node: Data, defeat: dict[str, list[Data]]) -> Data:
    """The proof of one rule."""
    proof = (
        {"rule": norm["id"], "status": WORD[truth]}
        | {k: norm[k] for k in ("clause", "effect", "strength", "text")}
        | node
    )
    proof |= {"readings": norm["readings"]} if norm["readings"] else {}
    proof |= {} if norm["reviewed"] else {"reviewed": False}
    proof |= {"defeated_by": defeat[norm["id"]]} if norm["id"] in defeat else {}
    return proof | ({"exempts": norm["named_clauses"]} if singly(pair_of(norm)) else {})
