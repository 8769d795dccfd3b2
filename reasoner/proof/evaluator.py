"""The proof checker's own evaluator: facts and conditions from plain data.

Written from docs/semantics.md, not from the interpreter, with which it shares nothing. Truth is True, False or None.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from decimal import Decimal
from typing import Any, Self

from reasoner.model.messages import NOT_CLAIMED, NOT_YET_DESIGNATED, WARNINGS
from reasoner.proof.determining_organs import DETERMINED
from reasoner.proof.figure_pairs import ASKED, SUPPOSED, Counted, Excess, age, excesses, lacking, last_day, ref_of
from reasoner.proof.plain_vocabulary import Data, Ref, Vocabulary

Key = tuple[str, str]
"""Subject and term of a fact."""
WORD = {True: "true", False: "false", None: "unknown"}
LOOKED_INTO = ("本局台账", "本局查询", "现场核查")
"""Where a value comes from that the agency itself looked into."""
PROVENANCE = ("starts", "ends", "determined_by", "confirmed_by", "valid_until", "evidence")
"""What a fact carries besides where it was given: of a determination from when and until when, then its provenance;
origin and source always stand, null where not given."""


def digits(value: Decimal) -> str:
    """A decimal in plain digits."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


class Evaluator:
    """One application judged again; `changed` are facts of an offered change, to be put in the place of those given."""

    def __init__(
        self, verdict: Data, base: Data, changed: Iterable[Data] = (), vocabulary: Vocabulary | None = None
    ) -> None:
        self.given, self.base, self.day = verdict, base, verdict["as_of"]
        self.region: str | None = verdict["region"]
        self.vocabulary = vocabulary or Vocabulary(base)
        self.regions, self.terms = self.vocabulary.regions, self.vocabulary.facts
        self.facts: dict[Key, list[Counted]] = {}
        for entry in verdict["given"]:
            key, value = (entry["subject"], entry["fact"]), self.value(entry["fact"], entry["value"])
            self.facts.setdefault(key, []).append((value, entry.get("as_at", ""), entry))
        towns = [value for value, _, _ in self.facts.get(("机构", "镇街"), ()) if value]
        self.town = f"镇街:{towns[0]}" if towns else None
        self.place()
        self.excesses = self.contradictory()
        self.leave_unknown()
        self.suppose([(Ref(c.get("role", ""), c["fact"], c.get("period")), self.meant(c)) for c in changed])

    def law_day_of(self, document: str) -> str:
        """The day by whose law a document (its id) is asked; where nothing is left to former rules that of the case."""
        return str(self.day)

    def contradictory(self) -> list[Excess]:
        """Figures of its own places that are greater than one of the same day of which they are a part, in order."""
        return list(excesses(self.facts, self.wider(), self.vocabulary))

    def wider(self) -> dict[str, list[str]]:
        """The places that words stand for here, each with those around it, nearest first."""
        places = [p for r in ("本区县", "所在医保管理区域", "全市") if (p := self.subjects[r]) is not None]
        different = list(dict.fromkeys(places))
        return {place: different[index + 1 :] for index, place in enumerate(different)}

    def leave_unknown(self) -> None:
        """Of figures that contradict each other nobody knows which is right: both are unknown of their day."""
        for part, whole, day, _, _ in self.excesses:
            for key in (part, whole):
                self.facts[key] = [(None if of == day else v, of, entry) for v, of, entry in self.facts[key]]

    def contradictions(self) -> list[str]:
        """What is said of them."""
        return [
            WARNINGS["excess"].format(
                part=f"{self.place_name(part[0])}的{part[1]}", value=self.show(part[1], value),
                whole=f"{self.place_name(whole[0])}的{whole[1]}", limit=self.show(whole[1], limit),
            )
            for part, whole, _, value, limit in self.excesses
        ]  # fmt: skip

    def place_name(self, subject: str) -> str:
        """The name of the region that a subject is."""
        code = subject.rpartition(":")[2]
        return str(self.regions[code]["name"]) if code in self.regions else subject

    def suppose(self, steps: Iterable[tuple[Ref, Any]]) -> None:
        """Put other values, by role, fact and period, in the place of those that count; what was read is forgotten.

        A fact is changed where it is now: with another place, that of the place before.
        """
        for ref, value in steps:
            if ref.term == "所在地":
                self.region = value
            elif (subject := self.subjects[ref.role]) is not None:
                key = (subject, ref.term)
                if ref.period and ref.period.startswith(ASKED):
                    day = ref.period.removeprefix(ASKED)
                    other = [o for o in self.facts.get(key, ()) if o[1] != day]
                    self.facts[key] = [*other, (value, day, {})]
                    continue
                counted = self.counting(key, ref.period)
                rest = [o for o in self.facts.get(key, ()) if o is not counted]
                # Nothing known was given, or nothing dated: whoever answers says of which day the answer is.
                unknown = not counted or (counted[0] is None and not counted[1])
                of = (ref.period or "", SUPPOSED) if unknown or not counted else counted[1:]
                self.facts[key] = [*rest, (value, *of)]
        self.place()

    def place(self) -> None:
        """Bind the words for places, and forget what was read."""
        self.roles = self.bind(self.region)
        # Judged as if it lay elsewhere: where one place stands for what were several, a word has facts of its own.
        own = {s for s, _ in self.facts} if self.given.get("under") else set()
        self.subjects = {r: f"{r}:{code}" if f"{r}:{code}" in own else code for r, code in self.roles.items()}
        self.compared: dict[tuple[str, Ref, Ref], Data] = {}
        self.read_nodes: dict[Ref, Data] = {}
        self.read_values: dict[Ref, tuple[Any, Counted | None]] = {}

    def supposing(self, steps: Iterable[tuple[Ref, Any]]) -> Self:
        """The same application with other values; this one stays as it is."""
        other = copy(self)
        other.facts = dict(self.facts)
        other.suppose(steps)
        return other

    def value(self, name: str, raw: Any) -> Any:
        """A given value by the kind of its fact."""
        kind = self.terms[name].get("datatype")
        if isinstance(raw, str) and kind in ("ratio", "count"):
            return Decimal(raw)
        return tuple(raw) if isinstance(raw, list) else raw

    def meant(self, change: Data) -> Any:
        """The value that an offered change writes: 75%, 是, 市级、省级; of a place its code."""
        term, to = self.terms[change["fact"]], change["to"]
        if change["fact"] == "所在地":
            return self.counties()[to]
        if term["datatype"] in ("ratio", "count"):
            return Decimal(to[:-1]).scaleb(-2) if to.endswith("%") else Decimal(to)
        if term["datatype"] == "boolean":
            return to == "是"
        return (() if to == "无" else tuple(to.split("、"))) if term.get("multiple") else to

    def counties(self) -> dict[str, str]:
        """The counties of the city in which the institution lies, by name in the order of their codes."""
        city = self.vocabulary.city(self.region)
        counties = (code for code, r in self.regions.items() if r["level"] == "county")
        codes = sorted(c for c in counties if city is not None and self.vocabulary.city(c) == city)
        return {self.regions[code]["name"]: code for code in codes}

    def assumed_place(self) -> list[str]:
        """What is said where the application was judged as if it lay elsewhere."""
        under = self.given.get("under")
        return [WARNINGS["under"].format(region=self.regions[under]["name"])] if under else []

    def bind(self, code: str | None) -> dict[str, str | None]:
        """What the words for places mean for an applicant there."""
        county = code if code and self.regions[code]["level"] == "county" else None
        city = self.vocabulary.city(code)
        return {
            "申请": "申请", "机构": "机构", "全市": city, "本统筹区": city, "本区县": county,
            "所在医保管理区域": self.vocabulary.area_of.get(county, county) if county else None, "所在镇街": self.town,
        }  # fmt: skip

    def counting(self, key: Key, period: str | None) -> Counted | None:
        """The observation that counts: of the named period, or the latest that ended by the day, else an undated one."""
        fits = [o for o in self.determining(key) if self.speaks(key[1], o[1], period)]
        return max(fits, key=lambda o: age(o[1]), default=None)

    def speaks(self, name: str, as_at: str, period: str | None) -> bool:
        """Whether a figure of that time is one of the named period, or of the day; a planned one from its first day on."""
        if not as_at:
            return True
        if period:
            return as_at.startswith(period)
        if self.terms[name].get("planned"):
            return bool(as_at <= self.day[: len(as_at)])
        return bool(last_day(as_at) <= self.day)

    def determining(self, key: Key) -> list[Counted]:
        """Of the observations of a fact those by whose organs it may be determined; of other facts all."""
        made = self.facts.get(key, [])
        if not made or not self.terms[key[1]].get("authorities"):
            return made
        return [o for o in made if self.standing(key, o) in ("competent", "unstated", None)]

    def standing(self, key: Key, made: Counted) -> str | None:
        """What the organs of a determination are to the fact."""
        organs, moved, place = made[2].get("determined_by", []), bool(self.given.get("under")), self.place_of(key[0])
        bare = isinstance(made[0], bool) and made[2].get("origin") not in LOOKED_INTO
        return self.vocabulary.register.standing(self.terms[key[1]], organs, place, moved=moved, bare=bare)

    def place_of(self, subject: str) -> str | None:
        """The region that a subject is, or in which the applicant lies."""
        code = subject.rpartition(":")[2]
        return code if code in self.regions else self.region

    def determined(self, key: Key, counted: Counted | None, period: str | None) -> Data:
        """What a node says of the organ of a determination: what it is to the fact, who determines it and why."""
        term, place = self.terms[key[1]], self.place_of(key[0])
        authority = self.vocabulary.register.authority(term, place) if term.get("authorities") else None
        if authority is None:
            return {}
        by_day = [o for o in self.facts.get(key, ()) if self.speaks(key[1], o[1], period)]
        latest = counted or max(by_day, key=lambda o: (last_day(o[1]), len(o[1])), default=None)
        standing = self.standing(key, latest) if latest else None
        if standing is None and term.get("provider") != DETERMINED:
            return {}
        made = {"standing": standing} if standing else {}
        return made | {"authority": self.vocabulary.register.basis(authority, place)}

    def show(self, name: str, value: Any) -> str:
        """A value as verdicts write it."""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, Decimal):
            return digits(value.scaleb(2)) + "%" if self.terms[name]["datatype"] == "ratio" else digits(value)
        return "、".join(value) or "无" if isinstance(value, tuple) else str(value)

    def named(self, role: str) -> str:
        """The name of what a role stands for."""
        return self.called(role, self.roles.get(role))

    def called(self, role: str, key: str | None) -> str:
        """The name of a subject; the role where it is not known."""
        if key is None:
            return role
        word, _, code = key.rpartition(":")
        return f"{self.regions[code]['name']}{word and f'({word})'}" if code in self.regions else code

    def read(self, fact: Data) -> tuple[Any, Data]:
        """The value of a fact (None: unknown) and what was read; silence is "no" where the applicant bears the burden."""
        role, name, period = place = Ref(fact["subject"], fact["term"], fact["period"])
        if place not in self.read_nodes:
            term, key = self.terms[name], self.subjects.get(role)
            counted = self.counting((key, name), period) if key else None
            node: Data = {"is": "fact", "fact": name, "of": self.called(role, key)}
            node |= {"period": period} if period else {}
            matter = self.given["matter"]
            new = name == "已定点" and matter.startswith("新增") and "定点" in matter
            value = counted[0] if counted else None
            if value is True and term.get("yes_no"):  # 是 alone: the one service to which the matter adds, else unknown
                service = self.vocabulary.matters.get(matter, {}).get("adds_to")
                value = (service,) if service else None
            if key and (key, name) not in self.facts and (term.get("burden") or new):
                value = () if term.get("multiple") else False if term["datatype"] == "boolean" else ""
                node["assumed"] = NOT_CLAIMED if term.get("burden") else NOT_YET_DESIGNATED
            value = matter if place == Ref("申请", "事项", None) else value
            node["value"] = None if value is None else self.show(name, value)
            node |= provenance(counted) if counted and value is not None else {"origin": None, "source": None}
            node |= self.determined((key, name), counted, period) if key else {}
            self.read_nodes[place], self.read_values[place] = node, (value, counted)
        return self.read_values[place][0], self.read_nodes[place]

    def stated(self, fact: Data) -> Counted | None:
        """The observation of a figure that counts."""
        self.read(fact)
        return self.read_values[ref_of(fact)][1]

    def number(self, expr: Data, sought: dict[Ref, str] | None = None) -> tuple[Decimal | None, Data]:
        """The exact value of an expression and how it was made; figures that are sought are unknown of that period."""
        kind = expr["node"]
        if kind == "Const":
            number = Decimal(expr["value"])
            return number, {"is": "const", "const": expr["shown"], "number": digits(number)}
        if kind == "Fact":
            value, node = self.read(expr)
            ref = ref_of(expr)
            if sought and ref in sought:
                period = {"period": sought[ref]} if sought[ref] else {}
                given = {"origin": None, "source": None} if value is None else node
                given = {k: v for k, v in given.items() if k not in ("value", "period")}
                apart = {} if value is None else {"apart": node["value"]}
                return None, given | {"is": "fact", "fact": ref.term, "of": node["of"], "value": None} | period | apart
            return (value if isinstance(value, Decimal) else None), node
        parts = [self.number(e, sought) for e in (expr["terms"] if kind == "Sum" else (expr["factor"], expr["of"]))]
        name = "sum" if kind == "Sum" else "times"
        node = {"is": name, name: [n for _, n in parts]}
        known = [v for v, _ in parts if v is not None]
        if len(known) < len(parts):
            return None, node
        value = sum(known, Decimal(0)) if kind == "Sum" else known[0] * known[1]
        return value, node | {"number": digits(value)}

    def least(self, expr: Data) -> Decimal | None:
        """What an expression is at least, where only numbers that the application requests are unknown."""
        kind = expr["node"]
        if kind == "Const":
            return Decimal(expr["value"])
        if kind == "Fact":
            value, _ = self.read(expr)
            term = self.terms[expr["term"]]
            requested = expr["subject"] == "申请" and term["datatype"] == "count"
            fallback = Decimal(term.get("minimum") or 0) if requested else None
            return value if isinstance(value, Decimal) else fallback
        parts = [self.least(e) for e in (expr["terms"] if kind == "Sum" else (expr["factor"], expr["of"]))]
        known = [p for p in parts if p is not None]
        if len(known) < len(parts) or (kind != "Sum" and known[0] < 0):
            return None
        return sum(known, Decimal(0)) if kind == "Sum" else known[0] * known[1]

    def whatever_kind(self, cond: Data) -> bool | None:
        """What a list of kinds comes to where the kind is unknown: only those count that may apply for the matter."""
        may_apply = self.vocabulary.matters.get(self.given["matter"], {}).get("members", ())
        standing = {kind in cond["values"] for kind in may_apply} if cond["fact"]["term"] == "类型" else set[bool]()
        return standing.pop() if len(standing) == 1 else None

    def truth(self, cond: Data) -> tuple[bool | None, Data]:
        """The truth of a condition and its node. Not-false and not-true parts are unknown: strong Kleene logic."""
        kind = cond["node"]
        if kind in ("And", "Or", "Not"):
            parts = [self.truth(c) for c in (cond["parts"] if kind != "Not" else [cond["part"]])]
            known = [t for t, _ in parts]
            settles = kind == "Or"  # one true settles 或, one false settles 且
            result = settles if settles in known else None if None in known else not settles
            result = known[0] if kind == "Not" else result
            result = (None if result is None else not result) if kind == "Not" else result
            return result, {"is": kind.lower(), "status": WORD[result], "parts": [n for _, n in parts]}
        if kind == "Compare":
            (a, left), (b, right) = self.number(cond["left"]), self.number(cond["right"])
            self.compared |= {(p["likeness"], ref_of(p["a"]), ref_of(p["b"])): p for p in cond["pairs"]}
            if sought := lacking(cond["pairs"], self.stated):
                (a, left), (b, right) = self.number(cond["left"], sought), self.number(cond["right"], sought)
            sign = None if a is None or b is None else (a > b) - (a < b)
            holds = {"lt": (-1,), "le": (-1, 0), "gt": (1,), "ge": (0, 1), "eq": (0,)}[cond["op"]]
            result = None if sign is None else sign in holds
            if a is None and b is not None and not sought and cond["op"] != "eq":
                floor, above = self.least(cond["left"]), cond["op"] in ("gt", "ge")
                # However much more it is, the left side only grows: what its least settles is settled.
                if floor is not None and (((floor > b) - (floor < b)) in holds) is above:
                    result = above
            node = {"is": "compare", "status": WORD[result], "op": cond["op"], "left": left, "right": right}
            return result, node | ({"ratio": True} if cond["ratio"] else {})
        if kind == "Untranscribed":  # what nobody has transcribed nobody knows, whatever the facts are
            return None, {"is": "untranscribed", "status": WORD[None]}
        if kind == "During":  # both the first and the last day of a period are days of it
            day, begins, ends = self.law_day_of(cond["document"]), cond["begins"], cond["ends"]
            out = day < begins or (ends != "" and day > ends)
            return not out, {"is": "during", "status": WORD[not out], "day": day, "begins": begins, "ends": ends}
        if kind == "Within":
            here = self.roles.get(cond["subject"])
            result = None if here is None else here in cond["values"]
            read = {"is": "fact", "fact": "所在地", "of": "机构", "origin": None, "source": None}
            read["value"] = None if here is None else self.named(cond["subject"])
            return result, {
                "is": "within",
                "status": WORD[result],
                "read": read,
                "values": cond["values"],
                "shown": cond["shown"],
            }
        value, read = self.read(cond["fact"])
        if kind == "Holds":
            result = None if value is None else value is True
            return result, {"is": "holds", "status": WORD[result], "read": read}
        if kind == "Contains":
            result = cond["value"] in value if isinstance(value, tuple) else None
            return result, {"is": "contains", "status": WORD[result], "read": read, "values": [cond["value"]]}
        result = self.whatever_kind(cond) if value is None else value in cond["values"]
        return result, {
            "is": "one_of",
            "status": WORD[result],
            "read": read,
            "values": cond["values"],
            "shown": cond["shown"],
        }


def provenance(counted: Counted) -> Data:
    """The day and provenance of the observation that counts, as nodes carry them."""
    _, as_at, entry = counted
    node: Data = {"as_at": as_at} if as_at else {}
    node |= {"origin": entry.get("origin"), "source": entry.get("source")}
    return node | {k: entry[k] for k in PROVENANCE if entry.get(k)}


def provenance_words(node: Data) -> str:
    """Source, organs and evidence in one phrase."""
    proof = (node.get("evidence") or {}).get("name", "")
    return ",".join(x for x in (node.get("source") or "", *node.get("determined_by", ()), proof) if x)
