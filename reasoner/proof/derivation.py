"""The proof checker's own view of documents and outcomes: force, jurisdiction, defeat, completions.

Written from docs/semantics.md, not from the interpreter, with which it shares nothing. Truth is True, False or None.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from reasoner.model.messages import WARNINGS, WHY_NOT
from reasoner.proof.document_determinations import CONTINUED, by_whom, determined
from reasoner.proof.evaluator import Evaluator
from reasoner.proof.plain_vocabulary import Data, Vocabulary

Pair = tuple[str, str]
"""A consequence and the document whose norm leads to it."""
Rule = tuple[Data, "bool | None", Data]
"""A norm, whether its effect comes about, and the nodes of its scope and condition."""
ORDER = [
    *("conflict", "barred", "presumptively_barred", "not_eligible", "strictly_controlled"),
    *("exempt", "priority", "may_proceed", "out_of_force", "not_regulated"),
]
RESTRICTIONS = ("barred", "presumptively_barred", "strictly_controlled")
ROLES = ["decisive", "supporting", "defeated", "considered", "note"]
BARS = RESTRICTIONS[:2]


def documents_of(base: Data, vocabulary: Vocabulary, region: str | None) -> list[Data]:
    """The documents whose region covers a place; all where it is not known."""
    above = vocabulary.chain(region)
    return [d for d in base["documents"] if not region or d["region"] in above]


class Derivation(Evaluator):
    """One application judged again."""

    def force(self, document: Data, day: str) -> tuple[bool, str, list[str]]:
        """Whether a document is in force on a day; if not, why; if so, what about it is uncertain."""
        title, year, starts, ends = (document[k] for k in ("title", "year", "starts", "ends"))
        if (starts and day < starts) or (not starts and day[:4] < str(year)):
            kind = "not_yet" if starts else "not_yet_year"
            return False, WHY_NOT[kind].format(starts=starts, year=year, day=day), []
        notes = []
        if not starts and day[:4] == str(year):
            notes.append(WARNINGS["start_unknown"].format(title=title, year=year, day=day))
        if ends and day > ends:
            continued = determined(self, CONTINUED, document, day)
            if continued is None or continued.answer is not True:
                return False, WHY_NOT["ended"].format(ends=ends), continued.notes if continued else []
            notes.append(WARNINGS["continued"].format(title=title, ends=ends, by=by_whom(continued.cited[0])))
            notes += continued.notes
        lacking = "、".join(m["what"] for m in document["missing"])
        if document["ends_basis"] == "不明":
            notes.append(WARNINGS["incomplete"].format(title=title, lacking=lacking or "效力期限"))
        elif lacking:
            notes.append(WARNINGS["part_missing"].format(title=title, lacking=lacking))
        return True, "", notes

    def continuations(self, governing: list[Data]) -> list[Data]:
        """The determinations by which governing plans are continued, as facts that a verdict cites."""
        ended = [d for d in governing if d["ends"] and self.day > d["ends"]]
        return [f for d in ended if (made := determined(self, CONTINUED, d, self.day)) for f in made.cited]

    def documents_here(self) -> list[Data]:
        """The documents whose region covers the place; all where it is not known."""
        return documents_of(self.base, self.vocabulary, self.region)

    def govern(self) -> tuple[list[Data], list[Data], list[str]]:
        """The documents that govern, why the others do not, and warnings about force."""
        matter, received = self.given["matter"], self.given["received"]
        governing, others, warnings = [], [], []
        for document in self.documents_here():
            why = ""
            if not self.chosen(document):
                why = WHY_NOT["not_chosen"]
            elif not self.region:
                why = WHY_NOT["no_place"].format(region=self.regions[document["region"]]["name"])
            elif matter not in document["regulates"]:
                why = WHY_NOT["silent"].format(matter=matter)
            else:
                holds, why, notes = self.force(document, self.day)
                if holds:
                    governing.append(document)
                    warnings += notes
                    if document["kind"] == "指导意见":
                        warnings.append(WARNINGS["guidance"].format(title=document["title"]))
                else:
                    warnings += notes
                then = self.force(document, received) if received and received != self.day else (holds, "", [])
                if then[0] != holds:
                    details = {"title": document["title"], "received": received, "day": self.day, "why": then[1] or why}
                    warnings.append(WARNINGS["other_day"].format(**details))
            if why:
                others.append({"document": document["title"], "id": document["id"], "why": why})
        return governing, others, warnings

    def chosen(self, document: Data) -> bool:
        """Whether a document is among those asked for."""
        return self.given.get("only") is None or document["id"] in self.given["only"]

    def ungoverned(self) -> str:
        """The outcome where no document governs: one that is asked for and not in force regulates the matter, or none does."""
        ended = any(self.given["matter"] in d["regulates"] for d in self.documents_here() if self.chosen(d))
        return "out_of_force" if ended else "not_regulated"

    # --- rules, defeat, outcome --------------------------------------------------------------------------------

    def norms_of(self, document: Data) -> list[Data]:
        """The norms of a document on the matter that are in use."""
        return [n for n in document["norms"] if self.given["matter"] in n["matters"] and not n["alternative_of"]]

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

    def outcome(self, holding: set[tuple[str, str]], documents: dict[str, Data]) -> str:
        """The outcome where exactly these (consequence, document) pairs hold."""
        reached = {o for o, _ in undefeated(holding, documents)}
        if "may_proceed" in reached and not reached.isdisjoint(BARS):
            return "conflict"
        return next((o for o in ORDER if o in reached), "may_proceed")


class Judgement(NamedTuple):
    """One application judged again: what was read, the governing documents by id, every rule, and what they come to."""

    own: Derivation
    documents: dict[str, Data]
    rules: list[Rule]
    possible: list[str]
    outcome: str
    kept: set[Pair]
    """What holds and is not defeated."""

    def role(self, rule: Rule) -> str:
        """The part that a clause plays in the verdict."""
        norm, truth, _ = rule
        if not truth:
            return "considered"
        if (consequence(norm), norm["document"]) not in self.kept:
            return "defeated"
        opposing = self.outcome == "conflict" and norm["effect"] in ("prohibit", "cap", "permit")
        if consequence(norm) == self.outcome or opposing:
            return "decisive"
        return "note" if norm["effect"] in ("prefer", "permit", "exempt") else "supporting"


def judged(own: Derivation, governing: list[Data]) -> Judgement:
    """Every rule of the governing documents judged, and what they come to; goal sentences decide nothing."""
    documents = {d["id"]: d for d in governing}
    rules = [(n, *own.judge(n)) for d in governing for n in own.norms_of(d) if not n["supports"]]
    truths = [(n, truth) for n, truth, _ in rules]
    possible = reached(own, truths, documents)
    kept = undefeated({(consequence(n), n["document"]) for n, truth in truths if truth}, documents)
    return Judgement(own, documents, rules, possible, concluded(possible), kept)


def reached(own: Derivation, truths: Iterable[tuple[Data, bool | None]], documents: dict[str, Data]) -> list[str]:
    """What is possible where rules are so true, false or unknown; an unknown preference counts as not claimed."""
    holding: set[Pair] = set()
    unknown: set[Pair] = set()
    for norm, truth in truths:
        if truth:
            holding.add((consequence(norm), norm["document"]))
        elif truth is None and norm["effect"] != "prefer":
            unknown.add((consequence(norm), norm["document"]))
    return worlds(own, holding, unknown - holding, documents)


def concluded(possible: list[str]) -> str:
    """The one outcome where all agree, the weakest bar where all bar, else undetermined."""
    if len(possible) == 1:
        return possible[0]
    return possible[-1] if all(o in BARS for o in possible) else "undetermined"


def worlds(own: Derivation, holding: set[Pair], unknown: set[Pair], documents: dict[str, Data]) -> list[str]:
    """Every outcome over the truth of the unknown pairs, document by document: the earlier of two outcomes wins.

    Only a permission reaches into another document; with one, all documents are tried together.
    """
    together = any(o == "may_proceed" for o, _ in holding | unknown)
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


def opposed(one: str, other: str) -> bool:
    """One permits (许可) what the other bars; 从严 is no bar."""
    return "may_proceed" in (one, other) and (one in BARS or other in BARS)


def undefeated(holding: set[tuple[str, str]], documents: dict[str, Data]) -> set[tuple[str, str]]:
    """The pairs that remain: exempted ones fall, then, from the highest texts down, what an opposite one prevails over."""
    exempt = {d for o, d in holding if o == "exempt"}
    open_pairs = {(o, d) for o, d in holding if o not in RESTRICTIONS or d not in exempt}
    kept: set[tuple[str, str]] = set()
    while open_pairs:

        def below(pair: tuple[str, str], among: set[tuple[str, str]]) -> bool:
            return any(opposed(o, pair[0]) and prevails(documents[d], documents[pair[1]]) for o, d in among)

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
