"""The proof checker's own view of organs: which there are, and whose determination counts (semantics §3).

Written from docs/semantics.md and the plain vocabulary, not from the interpreter, with which it shares nothing.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from reasoner.model.messages import WARNINGS

if TYPE_CHECKING:
    from reasoner.proof.plain_vocabulary import Data, Vocabulary

DETERMINED = "有权机关认定"
DEPARTMENTS = ("处", "科", "股", "室", "处室", "科室", "办公室", "党组", "党委", "工作组", "专班")
TOWN_ORGANS = ("街道办事处", "镇人民政府", "乡人民政府")


class Register:
    """Every organ by its full name, and the questions whether it may determine something."""

    def __init__(self, vocabulary: Vocabulary, data: Data) -> None:
        self.vocabulary, self.regions = vocabulary, vocabulary.regions
        self.kinds: list[Data] = data.get("organ_kinds", [])
        self.individuals: list[Data] = data.get("organs", [])

    @cached_property
    def organs(self) -> dict[str, Data]:
        """By full name: kind, region, and of an office the organ to which it belongs."""
        own = {o["name"]: o for o in self.individuals}
        taken = {(o["kind"], o["region"]) for o in self.individuals}
        names = [r["name"] for r in self.regions.values()]
        for code, region in self.regions.items():
            if region["level"] == "area":
                continue
            name = region["name"]
            if region["level"] == "county" and (name[-1] == "区" or names.count(name) > 1):
                name = self.regions[region["parent"]]["name"] + name
            for kind in self.kinds:
                ending = kind.get("provincial") if region["level"] == "province" else ""
                if (kind["label"], code) not in taken:
                    own[name + (ending or kind["name"])] = {"kind": kind["label"], "region": code}
        return own

    @cached_property
    def seats(self) -> dict[tuple[str, str], str]:
        """The full name of the organ of a kind and a region."""
        return {(o["kind"], o["region"]): name for name, o in self.organs.items()}

    def organ(self, name: str) -> Data | None:
        """An organ, a department within one, or an organ of a town; None: no such organ is known."""
        if name in self.organs:
            return self.organs[name]
        if name.endswith(TOWN_ORGANS):
            return {"kind": "", "region": ""}
        if name.endswith(DEPARTMENTS):
            within = [self.organs[name[:n]] for n in range(4, len(name)) if name[:n] in self.organs]
            return within[-1] | {"within": True} if within else None
        return None

    def authority(self, term: Data, place: str | None) -> Data | None:
        """Who determines a fact of a place."""
        above = self.vocabulary.chain(place)
        fitting = (a for a in term.get("authorities", ()) if a.get("region", "") in ("", *above))
        return next(fitting, None)

    def competent(self, name: str, authority: Data, place: str | None, moved: bool = False) -> bool:
        """Whether an organ is of the kind and level that determines, and acts in its own name.

        moved: the application is judged as if it lay at the place; its organs are those of where it lies.
        """
        organ = self.organ(name)
        if organ is None or organ.get("within") or organ["kind"] not in authority["kinds"] or not organ["region"]:
            return False
        if not moved and organ["region"] not in self.vocabulary.chain(place):
            return False
        needed, level = str(authority["level"]), str(self.regions[organ["region"]]["level"])
        if needed == "市":
            return str(organ["region"]) == self.vocabulary.city(organ["region"] if moved else place)
        return level in {"省": ("province",), "县": ("county",), "市县": ("county", "prefecture")}[needed]

    def complete(self, document: Data, names: list[str]) -> bool:
        """Whether all issuers of a document are among organs, or for an office the organ to which it belongs."""
        offices = {i: (self.organ(i) or {}).get("office_of", i) for i in document["issuers"]}
        return all(i in names or office in names for i, office in offices.items())

    def standing(
        self,
        term: Data,
        made_by: list[str],
        place: str | None,
        document: Data | None = None,
        moved: bool = False,
        bare: bool = False,
    ) -> str | None:
        """competent, unstated, other_organ or excluded; None where nobody in particular determines the fact.

        bare: what the agency assesses was stated as yes or no, and nothing says that it looked into it.
        """
        authority = self.authority(term, place)
        if authority is None:
            return None
        if not made_by:
            return "unstated" if bare or term.get("provider") == DETERMINED else None
        if authority["level"] == "制定":
            right = document is not None and self.complete(document, made_by)
        else:
            right = any(self.competent(name, authority, place, moved) for name in made_by)
        if right:
            return "competent"
        organs = [o for name in made_by if (o := self.organ(name)) is not None]
        near = {*self.vocabulary.chain(place), ""}
        of_area = moved or any(o["region"] in near for o in organs)
        of_area = of_area or (document is not None and any(i in made_by for i in document["issuers"]))
        return "other_organ" if of_area and not authority.get("clause") else "excluded"

    def basis(self, authority: Data, place: str | None, document: Data | None = None) -> Data:
        """Who determines a fact, and the words or the reading on which that rests, as verdicts hold it.

        Of a document it is a reading of its own, and the note of the ontology where it has registered none.
        """
        kept = {k: authority[k] for k in ("clause", "quote", "readings", "note") if authority.get(k)}
        if authority["level"] == "制定":
            organs = list(document["issuers"]) if document else []
            own = [r["name"] for r in document["readings"]] if document else []
            kept["readings"] = [f"{document['id']}/{n}" for n in kept.get("readings", ()) if document and n in own]
        else:
            above = [c for c in reversed(self.vocabulary.chain(place)) if self.regions[c]["level"] != "area"]
            names = [
                self.seats[s] for code in above for kind in authority["kinds"] if (s := (kind, code)) in self.seats
            ]
            organs = [n for n in dict.fromkeys(names) if self.competent(n, authority, place)]
        if kept.get("readings"):
            kept.pop("note", None)
        return {"agent": authority["agent"], "organs": organs} | {k: v for k, v in kept.items() if v}

    def unused(self, fact: str, standing: str, made_by: list[str], basis: Data) -> str:
        """Why a determination does not settle a fact."""
        kind = "organ_other"
        if standing == "excluded":
            kind = "organ_named" if basis.get("clause") else "organ_elsewhere"
        elif all((self.organ(name) or {}).get("within") for name in made_by):
            kind = "organ_internal"
        whose = "、".join(basis["organs"]) or basis["agent"]
        words = {"fact": fact, "organs": "、".join(made_by), "authority": whose, "clause": basis.get("clause", "")}
        return WARNINGS[kind].format(**words)
