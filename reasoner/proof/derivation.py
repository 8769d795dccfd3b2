"""The proof checker's own view of documents and outcomes: force, jurisdiction, defeat, completions.

Written from docs/semantics.md, not from the interpreter, with which it shares nothing. Truth is True, False or None.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any, NamedTuple, Self

from reasoner.model.messages import TOUCHING, WARNINGS, WHY_NOT
from reasoner.proof.evaluator import Evaluator, last_day, ledger_doubts, provenance, provenance_words
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
FAVOURABLE = ORDER[5:8]
REPORT = "评估报告"


def documents_of(base: Data, vocabulary: Vocabulary, region: str | None) -> list[Data]:
    """The documents whose region covers a place; all where it is not known."""
    above = vocabulary.chain(region)
    return [d for d in base["documents"] if not region or d["region"] in above]


class Footing(NamedTuple):
    """How a document with deciding rules on the matter stands; True, False or None for unknown."""

    document: Data
    reach: bool | None
    """Whether they reach the applicant."""
    force: bool | None
    """Whether it is in force."""
    why: str
    notes: list[str]
    open_end: bool
    """Its period has ended, and nothing is said of what follows."""


class Jurisdiction(NamedTuple):
    """How the documents of a place stand to an application."""

    footings: list[Footing]
    others: list[Data]
    warnings: list[str]
    touching: list[Data]

    @property
    def governing(self) -> dict[str, Data]:
        """The documents that can reach the applicant and are in force, by id."""
        return {f.document["id"]: f.document for f in self.footings if f.reach is not False and f.force is True}

    @property
    def live(self) -> dict[str, Data]:
        """The same with those of which nobody knows whether they are in force."""
        return {f.document["id"]: f.document for f in self.footings if f.reach is not False and f.force is not False}

    @property
    def lapsed(self) -> list[Footing]:
        """The documents that could reach the applicant and are not in force."""
        return [f for f in self.footings if f.reach is not False and f.force is False]


class Derivation(Evaluator):
    """One application judged again."""

    def force(self, document: Data, day: str) -> tuple[bool | None, str, list[str], bool]:
        """Whether a document is in force on a day; if not, why; if so, what about it is uncertain; whether its end is open."""
        title, year, starts, ends = (document[k] for k in ("title", "year", "starts", "ends"))
        if (starts and day < starts) or (not starts and day[:4] < str(year)):
            kind = "not_yet" if starts else "not_yet_year"
            return False, WHY_NOT[kind].format(starts=starts, year=year, day=day), [], False
        notes = []
        if not starts and day[:4] == str(year):
            notes.append(WARNINGS["start_unknown"].format(title=title, year=year, day=day))
        if ends and day > ends:
            continued = self.continuation(document, day)
            if continued[0] is not True:
                return False, WHY_NOT["ended"].format(ends=ends), [], False
            node = provenance(continued)
            words = provenance_words(node)
            source = f"(来源:{words})" if words else ""
            notes.append(WARNINGS["continued"].format(title=title, ends=ends, source=source))
            notes += ledger_doubts(f"《{title}》的规划延续执行", node, day)
        lacking = "、".join(m["what"] for m in document["missing"])
        if document["ends_basis"] == "不明":
            notes.append(WARNINGS["incomplete"].format(title=title, lacking=lacking or "效力期限"))
        elif lacking:
            notes.append(WARNINGS["part_missing"].format(title=title, lacking=lacking))
        return True, "", notes, False

    def continuation(self, document: Data, day: str) -> Any:
        """The latest determination, made by the day, on whether a plan whose period has ended is continued."""
        made = self.facts.get((f"文件:{document['id']}", "规划延续执行"), ())
        made = [o for o in made if not o[1] or last_day(o[1]) <= day]
        return max(made, key=lambda o: (last_day(o[1]), len(o[1])), default=(None, "", {}))

    def continuations(self, governing: list[Data]) -> list[Data]:
        """The determinations by which governing plans are continued, as facts that a verdict cites."""
        ended = [d for d in governing if d["ends"] and self.day > d["ends"]]
        made = [(d, self.continuation(d, self.day)) for d in ended]
        return [{"fact": "规划延续执行", "of": d["title"], "value": "是"} | provenance(o) for d, o in made]

    def documents_here(self) -> list[Data]:
        """The documents whose region covers the place; all where it is not known."""
        return documents_of(self.base, self.vocabulary, self.region)

    def govern(self) -> Jurisdiction:
        """Which documents with deciding rules on the matter reach the applicant and are in force, and what is said of all."""
        matter, received = self.given["matter"], self.given["received"]
        here = self.documents_here()
        footings: list[Footing] = []
        others, warnings, touching = [], [], []
        asking = self.apart()
        for document in here:
            norms = self.norms_of(document)
            why = ""
            if not self.chosen(document):
                why = WHY_NOT["not_chosen"]
            elif not self.region:
                why = WHY_NOT["no_place"].format(region=self.regions[document["region"]]["name"])
            else:
                footing = Footing(document, asking.reach(norms), *self.force(document, self.day))
                footings += [footing] if any(map(decides, norms)) else []
                if footing.reach is False:
                    kind = "no_reach" if any(map(decides, norms)) else "undecided" if norms else "silent"
                    kind = "report" if kind == "silent" and document["kind"] == REPORT else kind
                    why = WHY_NOT[kind].format(matter=matter)
                    touching += [] if footing.force is False else asking.touching(document, norms)
                else:
                    why = footing.why
                    warnings += self.warnings_of(footing, received)
            if why:
                others.append({"document": document["title"], "id": document["id"], "why": why})
        return Jurisdiction(footings, others, warnings, touching)

    def warnings_of(self, footing: Footing, received: str) -> list[str]:
        """What is uncertain about the force of a document that can reach the applicant."""
        document, warnings = footing.document, []
        if footing.force is not False:
            warnings += footing.notes
            if document["kind"] == "指导意见":
                warnings.append(WARNINGS["guidance"].format(title=document["title"]))
        then, why = self.force(document, received)[:2] if received else (footing.force, "")
        if then is not footing.force:
            details = {"title": document["title"], "received": received, "day": self.day, "why": why or footing.why}
            warnings.append(WARNINGS["other_day"].format(**details))
        return warnings

    def apart(self) -> Self:
        """The same application; what is read of it leaves no trace here."""
        return self.supposing(())

    def reach(self, norms: list[Data]) -> bool | None:
        """Whether one of these that decide reaches the applicant, places and conditions left aside."""
        truths = [self.truth(n["scope"])[0] for n in norms if decides(n)]
        return True if True in truths else None if None in truths else False

    def touching(self, document: Data, norms: list[Data]) -> list[Data]:
        """What a document that does not govern says of such an applicant without deciding."""
        clauses = {c["clause"]: c for c in document["clauses"]}
        beside = [n for n in norms if not decides(n) and self.truth(n["scope"])[0] is not False]
        kinds = [(n, "goal" if n["supports"] else n["effect"]) for n in beside]
        return [
            {"clause": n["clause"], "why": TOUCHING[kind]} | {k: clauses[n["clause"]][k] for k in ("quote", "place")}
            for n, kind in kinds
        ]

    def silence(self, jurisdiction: Jurisdiction) -> str:
        """Why nothing governs where no document can reach the applicant."""
        here = self.documents_here()
        local = [d for d in here if d["issuer_level"] != "国家"]
        asked_for = [d for d in here if self.chosen(d)]
        if not local:
            return "not_held"
        if any(self.reach(self.norms_of(d)) is not False for d in here if d not in asked_for):
            return "chosen_silent" if asked_for else "not_chosen"
        if jurisdiction.footings:
            return "no_reach"
        return "report_only" if all(d["kind"] == REPORT for d in local) else "not_regulated"

    def chosen(self, document: Data) -> bool:
        """Whether a document is among those asked for."""
        return self.given.get("only") is None or document["id"] in self.given["only"]

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
        if (consequence(norm), norm["document"]) not in self.kept:
            return "defeated"
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
    holding = {(consequence(n), n["document"]) for n, truth in truths if truth and n["document"] in governing}
    return Judgement(own, jurisdiction, rules, possible, concluded(possible), undefeated(holding, governing))


def opened(own: Derivation, footings: list[Footing], truths: list[tuple[Data, bool | None]]) -> list[str]:
    """Every outcome over what is unknown of force and reach; where nothing reaches, nothing permits.

    A plan that has ended with nothing said of what follows leaves `out_of_force` open beside anything favourable.
    """
    both = (True, False)
    outcomes: set[str] = set()
    for forces in product(*(both if f.force is None else (f.force,) for f in footings)):
        for reaches in product(*(both if f.reach is None else (f.reach,) for f in footings)):
            world = [(f, held) for f, held, meant in zip(footings, forces, reaches, strict=True) if meant]
            documents = {f.document["id"]: f.document for f, held in world if held}
            if not documents:
                outcomes.add("out_of_force" if world else "not_regulated")
                continue
            mine = reached(own, [(n, t) for n, t in truths if n["document"] in documents], documents)
            outcomes |= {*mine}
            if any(f.open_end and not held for f, held in world) and any(o in FAVOURABLE for o in mine):
                outcomes.add("out_of_force")
    return [o for o in ORDER if o in outcomes]


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
    """The one outcome where all agree, the weakest where all bar or all are favourable, else undetermined."""
    agreed = len(possible) == 1 or {*possible} <= {*BARS} or {*possible} <= {*FAVOURABLE}
    return possible[-1] if agreed else "undetermined"


def decides(norm: Data) -> bool:
    """Whether a norm decides where it reaches; an exemption, a preference and a goal do not."""
    return not norm["supports"] and norm["effect"] not in ("exempt", "prefer")


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
