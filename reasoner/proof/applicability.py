"""The proof checker's own view of the documents of a place: which reach the applicant, and which are in force.

Written from docs/semantics.md §2, not from the interpreter, with which it shares nothing. Truth is True, False or None.
"""

from __future__ import annotations

from typing import NamedTuple, Self

from reasoner.model.messages import FORCE_UNSTATED, LOWER_AUTHORITIES, TOUCHING, WARNINGS, WHY_NOT
from reasoner.proof.document_determinations import CONTINUED, FORCE, at_other_times, by_whom, determined
from reasoner.proof.evaluator import Evaluator
from reasoner.proof.plain_vocabulary import Data, Vocabulary
from reasoner.proof.versions import follows, id_of, in_words, is_next_version, left_to_the_former

REPORT = "评估报告"
GUIDANCE = "指导意见"
NOT_HELD = "未收录"
"""What a document says that it replaces where the former rules are not held."""
NATION = "100000"
"""The code of the nation, whose documents reach every region."""


def documents_of(base: Data, vocabulary: Vocabulary, region: str | None) -> list[Data]:
    """The documents whose region covers a place; all where it is not known."""
    above = [*vocabulary.chain(region), NATION]
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
    """Its period has ended, and nothing is said of what follows; or what it leaves the application to is not held."""
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
        """Whether a document is in force on a day (None: not known); if not, why; what is to be said of it; and whether its
        period has ended with nothing recorded of what follows.
        """
        received, starts = self.given["received"], document["starts"]
        if left_to_the_former(document, received) and day >= starts:
            words = {"starts": starts, "words": document["transition"], "received": received}
            if document.get("replaces") != NOT_HELD:
                return False, WHY_NOT["transition"].format(**words), [], False
            absent = WARNINGS["former_not_held"].format(title=document["title"], **words)
            return False, WHY_NOT["former_not_held"].format(**words), [absent], True
        later = self.judged_as_before(document, day)
        if later is None:
            return self.force_of_itself(document, day)
        truth, why, notes, open_end = self.force_of_itself(document, self.law_day(document, day))
        kept = WARNINGS["transition"].format(
            starts=later["starts"], title=later["title"], words=later["transition"], received=received,
            former=document["title"], version=in_words(document),
        )  # fmt: skip
        return truth, why, [kept, *notes], open_end

    def judged_as_before(self, document: Data, day: str) -> Data | None:
        """What has taken the place of a document by a day and leaves this application to it."""
        received = self.given["received"]
        later = [d for d in self.versions_here() if follows(d, document) and left_to_the_former(d, received)]
        return next((d for d in later if d["starts"] <= day), None)

    def law_day(self, document: Data, day: str) -> str:
        """The day on which the force of a document counts: that of receipt where the application is left to former rules."""
        if self.judged_as_before(document, day) is None:
            return day
        return max(str(self.given["received"]), str(document["starts"]))

    def law_day_of(self, document: str) -> str:
        """The day on which the force of a document counts, by its id."""
        here = next((d for d in self.documents_here() if d["id"] == document), None)
        return str(self.day) if here is None else self.law_day(here, self.day)

    def force_of_itself(self, document: Data, day: str) -> tuple[bool | None, str, list[str], bool]:
        """The same, where nothing is left to former rules."""
        title, starts, ends = (document[k] for k in ("title", "starts", "ends"))
        if self.not_yet(document, day):
            kind = "not_yet" if starts else "not_yet_year"
            return False, WHY_NOT[kind].format(starts=starts, year=document["year"], day=day), [], False
        if over := self.closed(document, day):
            return False, over, [], False
        lacking = "、".join(m["what"] for m in document["missing"])
        partly = [WARNINGS["part_missing"].format(title=title, lacking=lacking)] if lacking else []
        declared = determined(self, FORCE, document, day)
        answer, doubts = (declared.answer, declared.notes) if declared else (None, [])
        by = by_whom(declared.cited[0]) if declared and declared.cited else ""
        if answer is False:
            return False, WHY_NOT["denied"].format(day=day, by=by), doubts, False
        if ends and day > ends:
            return self.after_its_period(document, day, partly)
        unsaid = "、".join(FORCE_UNSTATED[k] for k in ("starts", "ends") if document[f"{k}_basis"] == "不明")
        if not unsaid:
            return True, "", partly, False
        if answer:
            words = WARNINGS["force_determined"].format(title=title, what=unsaid, day=day, by=by)
            return True, "", [words, *partly, *doubts], False
        elsewhen = [] if declared else at_other_times(self, FORCE, document, day)
        words = WARNINGS["force_other_days" if elsewhen else "force_unknown"].format(
            title=title,
            what=unsaid,
            organs="、".join(document["issuers"]),
            made=";".join(elsewhen),
            which="该认定" if len(elsewhen) == 1 else "各该认定",
            day=day,
        )
        return None, "", [words, *partly, *doubts], False

    def closed(self, document: Data, day: str) -> str:
        """Why a document is over on a day, repealed or replaced by its next version; empty: it is neither."""
        repeal = document.get("repealed")
        if repeal and day >= repeal["on"]:
            return WHY_NOT["repealed"].format(**repeal)
        later = [d for d in self.versions_here() if is_next_version(d, document) and d["starts"] <= day]
        words = [(d["starts"], d["title"], in_words(d)) for d in later]
        made = [WHY_NOT["replaced"].format(starts=s, title=t, version=v, day=day) for s, t, v in words]
        return made[0] if made else ""

    def not_yet(self, document: Data, day: str) -> bool:
        """Whether a day is before the first of a document, or before the year of one whose first day is not known."""
        return bool(day < document["starts"] if document["starts"] else day[:4] < str(document["year"]))

    def after_its_period(self, document: Data, day: str, partly: list[str]) -> tuple[bool, str, list[str], bool]:
        """The same of a plan whose period has ended: continued, not continued, succeeded, or nothing is recorded."""
        title, ends = document["title"], document["ends"]
        continued = determined(self, CONTINUED, document, day)
        answer, doubts = (continued.answer, continued.notes) if continued else (None, [])
        if continued and answer is not None:
            by = by_whom(continued.cited[0])
            if not answer:
                return False, WHY_NOT["not_continued"].format(ends=ends, by=by), doubts, False
            starts, made = continued.cited[0].get("starts", ""), continued.cited[0].get("as_at", "")
            received = self.given["received"]
            since = WARNINGS["continued_from"].format(starts=starts) if starts else ""
            after = WARNINGS["continued_after"].format(received=received) if received and made > received else ""
            words = WARNINGS["continued"].format(title=title, ends=ends, by=by, since=since, after=after)
            return True, "", [words, *doubts, *partly], False
        later = [d for d in self.documents_here() if document["id"] in d.get("succeeds", ())]
        begun = [d["title"] for d in later if d["starts"] and d["starts"] <= day]
        if begun:
            return False, WHY_NOT["succeeded"].format(ends=ends, title=begun[0]), doubts, False
        elsewhen = at_other_times(self, CONTINUED, document, day)
        why = WHY_NOT["ended_continued"] if elsewhen else WHY_NOT["ended"]
        return False, why.format(ends=ends, made=";".join(elsewhen), day=day), doubts, True

    def determinations(self, footings: list[Footing]) -> list[Data]:
        """The determinations on which the force of documents that can reach the applicant rests, as a verdict cites them."""
        cited: list[Data] = []
        for document in (f.document for f in footings if f.reach is not False):
            day, received = self.law_day(document, self.day), self.given["received"]
            left = left_to_the_former(document, received) and self.day >= document["starts"]
            if left or self.not_yet(document, day) or self.closed(document, day):
                continue
            declared = determined(self, FORCE, document, day)
            ended = bool(document["ends"]) and day > document["ends"]
            if declared and declared.answer is False:
                cited += declared.cited
            elif ended:
                continued = determined(self, CONTINUED, document, day)
                cited += continued.cited if continued and continued.answer is not None else []
            elif declared and declared.answer and "不明" in (document["starts_basis"], document["ends_basis"]):
                cited += declared.cited
        return cited

    def documents_here(self) -> list[Data]:
        """The documents whose region covers the place; all where it is not known."""
        return documents_of(self.base, self.vocabulary, self.region)

    def versions_here(self) -> list[Data]:
        """The same in every version that is held."""
        return documents_of({"documents": self.base.get("every", self.base["documents"])}, self.vocabulary, self.region)

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
            elif not self.region and document["issuer_level"] == "国家" and not norms:
                why = WHY_NOT["silent"].format(matter=matter)
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
        reaching = [f.document["title"] for f in footings if f.reach is not False and f.force is not False]
        if reaching and {d["issuer_level"] for d in here} == {"国家"}:
            titles = "、".join(f"《{title}》" for title in reaching)
            warnings.append(WARNINGS["nation_only"].format(titles=titles))
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
            whose = {
                "level": document["issuer_level"],
                "addressees": "、".join(document["addressees"]) or LOWER_AUTHORITIES,
            }
            warnings.append(WARNINGS["guidance"].format(title=document["title"], **whose))
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
        return self.given.get("only") is None or document["id"] in map(id_of, self.given["only"])

    def norms_of(self, document: Data) -> list[Data]:
        """The norms of a document on the matter that are in use."""
        return [n for n in document["norms"] if self.given["matter"] in n["matters"] and not n["alternative_of"]]
