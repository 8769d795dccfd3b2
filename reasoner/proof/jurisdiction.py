"""The proof checker's own view of the documents of a place: which reach the applicant, and which are in force.

Written from docs/semantics.md §2, not from the interpreter, with which it shares nothing. Truth is True, False or None.
"""

from __future__ import annotations

from typing import NamedTuple, Self

from reasoner.model.messages import TOUCHING, WARNINGS, WHY_NOT
from reasoner.proof.document_determinations import CONTINUED, by_whom, determined
from reasoner.proof.evaluator import Evaluator
from reasoner.proof.plain_vocabulary import Data, Vocabulary

REPORT = "评估报告"
GUIDANCE = "指导意见"


def documents_of(base: Data, vocabulary: Vocabulary, region: str | None) -> list[Data]:
    """The documents whose region covers a place; all where it is not known."""
    above = vocabulary.chain(region)
    return [d for d in base["documents"] if not region or d["region"] in above]


def decides(norm: Data) -> bool:
    """Whether a norm decides where it reaches; an exemption, a preference and a goal do not."""
    return not norm["supports"] and norm["effect"] not in ("exempt", "prefer")


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
    yields_to: frozenset[str] = frozenset()
    """Of guidance: the plans of the pooling region, by id, to which it yields where one of them governs."""
    yields: bool | None = False
    """Whether one of them does."""


class Jurisdiction(NamedTuple):
    """How the documents of a place stand to an application."""

    footings: list[Footing]
    others: list[Data]
    warnings: list[str]
    touching: list[Data]

    @property
    def governing(self) -> dict[str, Data]:
        """The documents that can reach the applicant, are in force and yield to none, by id."""
        certain = [f for f in self.footings if f.force is True and f.yields is False]
        return {f.document["id"]: f.document for f in certain if f.reach is not False}

    @property
    def live(self) -> dict[str, Data]:
        """The same with those of which nobody knows whether they are in force."""
        living = [f for f in self.footings if f.force is not False and f.yields is not True]
        return {f.document["id"]: f.document for f in living if f.reach is not False}

    @property
    def lapsed(self) -> list[Footing]:
        """The documents that could reach the applicant and are not in force."""
        return [f for f in self.footings if f.reach is not False and f.force is False]


class Governance(Evaluator):
    """One application before the documents of its place."""

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
            continued = determined(self, CONTINUED, document, day)
            if continued is None or continued.answer is not True:
                return False, WHY_NOT["ended"].format(ends=ends), continued.notes if continued else [], False
            notes.append(WARNINGS["continued"].format(title=title, ends=ends, by=by_whom(continued.cited[0])))
            notes += continued.notes
        lacking = "、".join(m["what"] for m in document["missing"])
        if document["ends_basis"] == "不明":
            notes.append(WARNINGS["incomplete"].format(title=title, lacking=lacking or "效力期限"))
        elif lacking:
            notes.append(WARNINGS["part_missing"].format(title=title, lacking=lacking))
        return True, "", notes, False

    def continuations(self, governing: list[Data]) -> list[Data]:
        """The determinations by which governing plans are continued, as facts that a verdict cites."""
        ended = [d for d in governing if d["ends"] and self.day > d["ends"]]
        return [f for d in ended if (made := determined(self, CONTINUED, d, self.day)) for f in made.cited]

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
        plans = self.plans(asking, here)
        for document in here:
            norms = self.norms_of(document)
            why = ""
            if not self.chosen(document):
                why = WHY_NOT["not_chosen"]
            elif not self.region:
                why = WHY_NOT["no_place"].format(region=self.regions[document["region"]]["name"])
            else:
                footing = Footing(document, asking.reach(norms), *self.force(document, self.day))
                if document["kind"] == GUIDANCE:
                    governs = list(plans.values())
                    yields = True if True in governs else None if governs else False
                    footing = footing._replace(yields_to=frozenset(plans), yields=yields)
                footings += [footing] if any(map(decides, norms)) else []
                if footing.reach is False:
                    kind = "no_reach" if any(map(decides, norms)) else "undecided" if norms else "silent"
                    kind = "report" if kind == "silent" and document["kind"] == REPORT else kind
                    why = WHY_NOT[kind].format(matter=matter)
                    touching += [] if footing.force is False else asking.touching(document, norms)
                elif footing.yields and footing.force is not False:
                    titles = "、".join(f"《{d['title']}》" for d in here if plans.get(d["id"]))
                    why = WHY_NOT["yields"].format(plans=titles)
                    touching += asking.touching(document, norms, "guidance")
                else:
                    why = footing.why
                    warnings += self.warnings_of(footing, received)
            if why:
                others.append({"document": document["title"], "id": document["id"], "why": why})
        return Jurisdiction(footings, others, warnings, touching)

    def plans(self, asking: Self, here: list[Data]) -> dict[str, bool | None]:
        """The plans of the pooling region, by id: whether they govern (True) or may (None); the others are left out."""
        region = self.roles.get("本统筹区")
        known: dict[str, bool | None] = {}
        for document in here:
            if document["kind"] == "规划" and document["region"] == region and self.chosen(document):
                reach, force = asking.reach(self.norms_of(document)), self.force(document, self.day)[0]
                if reach is not False and force is not False:
                    known[document["id"]] = True if reach and force else None
        return known

    def warnings_of(self, footing: Footing, received: str) -> list[str]:
        """What is uncertain about the force of a document that can reach the applicant."""
        document, warnings = footing.document, [*footing.notes]
        if footing.force is not False and document["kind"] == GUIDANCE:
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

    def touching(self, document: Data, norms: list[Data], kind: str = "") -> list[Data]:
        """What a document that does not govern says of such an applicant without deciding; with a kind, all that it says."""
        clauses = {c["clause"]: c for c in document["clauses"]}
        beside = [n for n in norms if (kind or not decides(n)) and n["condition"]["node"] != "Untranscribed"]
        beside = [n for n in beside if self.truth(n["scope"])[0] is not False]
        kinds = [(n, kind or ("goal" if n["supports"] else n["effect"])) for n in beside]
        return [
            {"clause": n["clause"], "why": TOUCHING[which]} | {k: clauses[n["clause"]][k] for k in ("quote", "place")}
            for n, which in kinds
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

    def norms_of(self, document: Data) -> list[Data]:
        """The norms of a document on the matter that are in use."""
        return [n for n in document["norms"] if self.given["matter"] in n["matters"] and not n["alternative_of"]]
