"""The proof checker's own view of the documents of a place: which reach the applicant, and which are in force.

Written from docs/semantics.md §2, not from the interpreter, with which it shares nothing. Truth is True, False or None.
"""

from __future__ import annotations

from typing import NamedTuple, Self

from reasoner.model.messages import FORCE_UNSTATED, TOUCHING, WARNINGS, WHY_NOT
from reasoner.proof.evaluator import Evaluator, ledger_doubts, provenance, provenance_words
from reasoner.proof.figure_pairs import Counted, last_day
from reasoner.proof.plain_vocabulary import Data, Vocabulary

REPORT = "评估报告"
FORCE, CONTINUED = "文件效力", "规划延续执行"


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
        """Whether a document is in force on a day (None: not known); if not, why; what is to be said of it; and whether its
        period has ended with nothing recorded of what follows.
        """
        title, starts, ends = (document[k] for k in ("title", "starts", "ends"))
        if (starts and day < starts) or (not starts and day[:4] < str(document["year"])):
            kind = "not_yet" if starts else "not_yet_year"
            return False, WHY_NOT[kind].format(starts=starts, year=document["year"], day=day), [], False
        lacking = "、".join(m["what"] for m in document["missing"])
        partly = [WARNINGS["part_missing"].format(title=title, lacking=lacking)] if lacking else []
        declared, doubts = self.determination_on(document, FORCE, day)
        answer, source = (declared[0], self.source(declared)) if declared else (None, "")
        if answer is False:
            return False, WHY_NOT["denied"].format(day=day, source=source), doubts, False
        if ends and day > ends:
            return self.after_its_period(document, day, partly)
        unsaid = [FORCE_UNSTATED[k] for k in ("starts", "ends") if document[f"{k}_basis"] == "不明"]
        if not unsaid:
            return True, "", partly, False
        if answer:
            words = WARNINGS["force_determined"].format(title=title, day=day, source=source)
            return True, "", [words, *partly, *doubts], False
        organs = "、".join(document["issuers"])
        words = WARNINGS["force_unknown"].format(title=title, what="、".join(unsaid), organs=organs)
        return None, "", [words, *partly, *doubts], False

    def after_its_period(self, document: Data, day: str, partly: list[str]) -> tuple[bool, str, list[str], bool]:
        """The same of a plan whose period has ended: continued, not continued, succeeded, or nothing is recorded."""
        title, ends = document["title"], document["ends"]
        continued, doubts = self.determination_on(document, CONTINUED, day)
        answer, source = (continued[0], self.source(continued)) if continued else (None, "")
        if answer:
            words = WARNINGS["continued"].format(title=title, ends=ends, source=source)
            return True, "", [words, *doubts, *partly], False
        if answer is False:
            return False, WHY_NOT["not_continued"].format(ends=ends, source=source), doubts, False
        later = [d for d in self.documents_here() if document["id"] in d.get("succeeds", ())]
        begun = [d["title"] for d in later if d["starts"] and d["starts"] <= day]
        if begun:
            return False, WHY_NOT["succeeded"].format(ends=ends, title=begun[0]), doubts, False
        return False, WHY_NOT["ended"].format(ends=ends), doubts, True

    def determination_on(self, document: Data, name: str, day: str) -> tuple[Counted | None, list[str]]:
        """The determination on a document that counts for a day, and what is to be said of it and of those that do not.

        That on its force speaks of its period, whenever it was made; that it goes on has effect from the day that it
        names, else from when it was made.
        """
        label = f"《{document['title']}》的{name}"
        counting: list[Counted] = []
        unused: list[str] = []
        for made in self.facts.get((f"文件:{document['id']}", name), ()):
            standing = self.standing_of(document, name, made)
            if standing in ("other_organ", "excluded"):
                basis = self.basis_of(document, name)
                if basis:
                    unused.append(self.vocabulary.register.unused(label, standing, made[2]["determined_by"], basis))
                continue
            begins = made[2].get("starts", "")
            if name == CONTINUED and not begins and made[1]:
                begins = last_day(made[1])
            if begins <= day and day <= made[2].get("ends", day):
                counting.append(made)
        latest = max(counting, key=lambda o: (last_day(o[1]), len(o[1])), default=None)
        doubts = ledger_doubts(label, provenance(latest), day) if latest else []
        if latest and self.standing_of(document, name, latest) == "unstated":
            doubts.append(WARNINGS["organ_unstated"].format(fact=label))
        return latest, doubts + unused

    def standing_of(self, document: Data, name: str, made: Counted) -> str | None:
        """What the organs of a determination are to a document."""
        organs = made[2].get("determined_by", [])
        return self.vocabulary.register.standing(self.terms[name], organs, document["region"], document)

    def basis_of(self, document: Data, name: str) -> Data | None:
        """Whose a determination on a document is."""
        register = self.vocabulary.register
        authority = register.authority(self.terms[name], document["region"])
        return register.basis(authority, document["region"], document["issuers"]) if authority else None

    def source(self, made: Counted) -> str:
        """Where a determination comes from, in brackets."""
        words = provenance_words(provenance(made))
        return f"(来源:{words})" if words else ""

    def determinations(self, footings: list[Footing]) -> list[Data]:
        """The determinations on which the force of documents that can reach the applicant rests, as a verdict cites them."""
        cited = []
        for document in (f.document for f in footings if f.reach is not False):
            if document["starts"] and self.day < document["starts"]:
                continue
            if not document["starts"] and self.day[:4] < str(document["year"]):
                continue
            declared, _ = self.determination_on(document, FORCE, self.day)
            denied = declared is not None and declared[0] is False
            ended = bool(document["ends"]) and self.day > document["ends"]
            unsaid = "不明" in (document["starts_basis"], document["ends_basis"])
            name = CONTINUED if ended and not denied else FORCE
            made = self.determination_on(document, name, self.day)[0] if denied or ended or unsaid else None
            if made is not None and made[0] is not None:
                node: Data = {"fact": name, "of": document["title"], "value": "是" if made[0] else "否"}
                standing, basis = self.standing_of(document, name, made), self.basis_of(document, name)
                node |= provenance(made) | ({"standing": standing} if standing and basis else {})
                cited.append(node | ({"authority": basis} if basis else {}))
        return cited

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
        warnings += footing.notes
        if footing.force is not False and document["kind"] == "指导意见":
            warnings.append(WARNINGS["guidance"].format(title=document["title"]))
        then, why = self.force(document, received)[:2] if received not in ("", self.day) else (footing.force, "")
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
