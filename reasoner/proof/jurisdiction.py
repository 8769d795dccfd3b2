"""The proof checker's own view of the documents of a place: which reach the applicant, and which are in force.

Written from docs/semantics.md §2, not from the interpreter, with which it shares nothing. Truth is True, False or None.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Self

from reasoner.model.messages import TOUCHING, WARNINGS, WHY_NOT
from reasoner.proof.evaluator import Evaluator, ledger_doubts, provenance, provenance_words
from reasoner.proof.figure_pairs import last_day
from reasoner.proof.plain_vocabulary import Data, Vocabulary

REPORT = "评估报告"


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
        beside = [n for n in norms if not decides(n) and n["condition"]["node"] != "Untranscribed"]
        beside = [n for n in beside if self.truth(n["scope"])[0] is not False]
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

    def norms_of(self, document: Data) -> list[Data]:
        """The norms of a document on the matter that are in use."""
        return [n for n in document["norms"] if self.given["matter"] in n["matters"] and not n["alternative_of"]]
