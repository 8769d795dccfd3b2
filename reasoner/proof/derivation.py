"""The proof checker's own evaluator: facts, conditions, force and outcomes from plain data.

Written from docs/semantics.md, not from the interpreter, with which it shares nothing. Truth is True, False or None.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from decimal import Decimal
from itertools import product
from typing import Any

from reasoner.model.messages import NOT_CLAIMED, NOT_YET_DESIGNATED, WARNINGS, WHY_NOT

Data = dict[str, Any]
Pair = tuple[str, str]
ORDER = [
    *("conflict", "barred", "presumptively_barred", "not_eligible", "strictly_controlled"),
    *("exempt", "priority", "may_proceed", "out_of_force", "not_regulated"),
]
RESTRICTIONS = ("barred", "presumptively_barred", "strictly_controlled")
POWER = {"申请人": "applicant", "有权机关": "authority", "区域": "region"}
POWERS = ["applicant", "authority", "region", "nobody"]
WORD = {True: "true", False: "false", None: "unknown"}


def digits(value: Decimal) -> str:
    """A decimal in plain digits."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def last_day(period: str) -> str:
    """The last day of a year, a month or a day."""
    if len(period) == 7:
        return f"{period}-{monthrange(int(period[:4]), int(period[5:]))[1]:02d}"
    return f"{period}-12-31" if len(period) == 4 else period


class Derivation:
    """One application judged again; `changed` are facts of an offered change, to be put in the place of those given."""

    def __init__(self, verdict: Data, base: Data, changed: Iterable[Data] = ()) -> None:
        self.given, self.base, self.day = verdict, base, verdict["as_of"]
        self.regions = {r["code"]: r for r in base["vocabulary"]["regions"]}
        self.terms = {t["label"]: t for t in base["vocabulary"]["terms"] if t["kind"] == "fact"}
        self.facts: dict[tuple[str, str], list[tuple[Any, str, str]]] = {}
        for subject, name, value, as_at, source in verdict["given"]:
            self.facts.setdefault((subject, name), []).append((self.value(name, value), as_at, source))
        self.region = verdict["region"]
        self.read_nodes: dict[tuple[str, str, str | None], Data] = {}
        self.read_values: dict[tuple[str, str, str | None], Any] = {}
        for change in (c for c in changed if c["fact"] == "所在地"):
            self.region = next(
                r["code"] for r in self.regions.values() if r["name"] == change["to"] and r["level"] == "county"
            )
        self.roles = self.bind(self.region)
        # Judged as if it lay elsewhere: where one place stands for what were several, a word has facts of its own.
        own = {s for s, _ in self.facts} if verdict.get("under") else set()
        self.subjects = {r: f"{r}:{code}" if f"{r}:{code}" in own else code for r, code in self.roles.items()}
        for change in (c for c in changed if c["fact"] != "所在地"):
            self.put(change)

    def value(self, name: str, raw: Any) -> Any:
        """A given value by the kind of its fact."""
        kind = self.terms[name].get("datatype")
        if isinstance(raw, str) and kind in ("ratio", "count"):
            return Decimal(raw)
        return tuple(raw) if isinstance(raw, list) else raw

    def put(self, change: Data) -> None:
        """Put an offered value where the counted one stands."""
        name, to = change["fact"], change["to"]
        key = (self.subjects[change["role"]] or "", name)
        kind = self.terms[name]["datatype"]
        value: Any = to
        if kind in ("ratio", "count"):
            value = Decimal(to[:-1]).scaleb(-2) if to.endswith("%") else Decimal(to)
        elif kind == "boolean":
            value = to == "是"
        elif self.terms[name].get("multiple"):
            value = () if to == "无" else tuple(to.split("、"))
        counted = self.counting(key, change.get("period"))
        rest = [o for o in self.facts.get(key, ()) if o is not counted]
        self.facts[key] = [
            *rest,
            (value, counted[1] if counted else change.get("period") or "", counted[2] if counted else ""),
        ]

    def power(self, change: Data) -> str:
        """Who could change a fact: applicant, authority, region, or nobody."""
        return POWER.get(self.terms[change["fact"]].get("changed_by", ""), "nobody")

    def stands(self, change: Data) -> str:
        """The value that counts for a fact that a change names, as verdicts write it."""
        key = self.roles[change["role"]]
        if change["fact"] == "所在地":
            return str(self.regions[key]["name"]) if key else "无"
        _, node = self.read({"subject": change["role"], "term": change["fact"], "period": change.get("period")})
        return node["value"] or "无"

    def assumed_place(self) -> list[str]:
        """What is said where the application was judged as if it lay elsewhere."""
        under = self.given.get("under")
        return [WARNINGS["under"].format(region=self.regions[under]["name"])] if under else []

    def chain(self, code: str | None) -> list[str]:
        """A region and those above it."""
        return [] if not code else [code, *self.chain(self.regions[code].get("parent"))]

    def bind(self, code: str | None) -> dict[str, str | None]:
        """What the words for places mean for an applicant there."""
        county = code if code and self.regions[code]["level"] == "county" else None
        above = self.regions[code].get("parent", "") if code else ""
        city = above if above and self.regions[above]["level"] == "prefecture" else code
        city = None if city and self.regions[city]["level"] == "province" else city
        joint = [r["code"] for r in self.regions.values() if r["level"] == "area" and county in r["members"]]
        town = next(
            (v for (s, n), seen in self.facts.items() if (s, n) == ("机构", "镇街") for v, _, _ in seen if v), None
        )
        return {
            "申请": "申请", "机构": "机构", "全市": city, "本统筹区": city, "本区县": county,
            "所在医保管理区域": joint[0] if joint else county, "所在镇街": f"镇街:{town}" if town else None,
        }  # fmt: skip

    def counting(self, key: tuple[str, str], period: str | None) -> Any:
        """The observation that counts: of the named period, or the latest that ended by the day, else an undated one."""
        fits = [
            o for o in self.facts.get(key, ())
            if not o[1] or (o[1].startswith(period) if period else last_day(o[1]) <= self.day)
        ]  # fmt: skip
        return max(fits, key=lambda o: (last_day(o[1]), len(o[1])), default=None)

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
        role, name, period = place = (fact["subject"], fact["term"], fact["period"])
        if place not in self.read_nodes:
            term, key = self.terms[name], self.subjects.get(role)
            seen = self.counting((key, name), period) if key else None
            node: Data = {"fact": name, "of": self.called(role, key)} | ({"period": period} if period else {})
            matter = self.given["matter"]
            new = name == "已定点" and matter.startswith("新增") and "定点" in matter
            value = seen[0] if seen else None
            if key and (key, name) not in self.facts and (term.get("burden") or new):
                value = () if term.get("multiple") else False if term["datatype"] == "boolean" else ""
                node["assumed"] = NOT_CLAIMED if term.get("burden") else NOT_YET_DESIGNATED
            value = matter if place == ("申请", "事项", None) else value
            node["value"] = None if value is None else self.show(name, value)
            if seen and value is not None:
                node |= {k: v for k, v in (("as_at", seen[1]), ("source", seen[2])) if v}
            self.read_nodes[place], self.read_values[place] = node, (value, seen)
        return self.read_values[place][0], self.read_nodes[place]

    def number(self, expr: Data) -> tuple[Decimal | None, Data]:
        """The exact value of an expression and how it was made."""
        kind = expr["node"]
        if kind == "Const":
            return Decimal(expr["value"]), {"const": expr["shown"], "number": digits(Decimal(expr["value"]))}
        if kind == "Fact":
            value, node = self.read(expr)
            return (value if isinstance(value, Decimal) else None), node
        parts = [self.number(e) for e in (expr["terms"] if kind == "Sum" else (expr["factor"], expr["of"]))]
        node = {"sum" if kind == "Sum" else "times": [n for _, n in parts]}
        known = [v for v, _ in parts if v is not None]
        if len(known) < len(parts):
            return None, node
        value = sum(known, Decimal(0)) if kind == "Sum" else known[0] * known[1]
        return value, node | {"number": digits(value)}

    def truth(self, cond: Data) -> tuple[bool | None, Data]:
        """The truth of a condition and its node. Not-false and not-true parts are unknown: strong Kleene logic."""
        kind = cond["node"]
        if kind in ("And", "Or", "Not"):
            parts = [self.truth(c) for c in (cond["parts"] if kind != "Not" else [cond["part"]])]
            known = [t for t, _ in parts]
            settles = kind == "Or"  # one true settles 或, one false settles 且
            found = settles if settles in known else None if None in known else not settles
            found = known[0] if kind == "Not" else found
            found = (None if found is None else not found) if kind == "Not" else found
            return found, {"is": kind.lower(), "status": WORD[found], "parts": [n for _, n in parts]}
        if kind == "Compare":
            (a, left), (b, right) = self.number(cond["left"]), self.number(cond["right"])
            sign = None if a is None or b is None else (a > b) - (a < b)
            holds = {"lt": (-1,), "le": (-1, 0), "gt": (1,), "ge": (0, 1), "eq": (0,)}[cond["op"]]
            found = None if sign is None else sign in holds
            node = {"is": "compare", "status": WORD[found], "op": cond["op"], "left": left, "right": right}
            return found, node | ({"ratio": True} if cond["ratio"] else {})
        if kind == "Within":
            here = self.roles.get(cond["subject"])
            found = None if here is None else here in cond["values"]
            read = {"fact": "所在地", "of": "机构", "value": None if here is None else self.named(cond["subject"])}
            return found, {
                "is": "within",
                "status": WORD[found],
                "read": read,
                "values": cond["values"],
                "shown": cond["shown"],
            }
        value, read = self.read(cond["fact"])
        if kind == "Holds":
            found = None if value is None else value is True
            return found, {"is": "holds", "status": WORD[found], "read": read}
        if kind == "Contains":
            found = cond["value"] in value if isinstance(value, tuple) else None
            return found, {"is": "contains", "status": WORD[found], "read": read, "values": [cond["value"]]}
        found = None if value is None else value in cond["values"]
        return found, {
            "is": "one_of",
            "status": WORD[found],
            "read": read,
            "values": cond["values"],
            "shown": cond["shown"],
        }

    # --- which documents govern -----------------------------------------------------------------------------

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
            continued = self.continuation(document, day)
            if continued[0] is not True:
                return False, WHY_NOT["ended"].format(ends=ends), []
            source = f"(来源:{continued[2]})" if continued[2] else ""
            notes.append(WARNINGS["continued"].format(title=title, ends=ends, source=source))
            notes += ledger_doubts(f"《{title}》的规划延续执行", continued[2], day)
        lacking = "、".join(m["what"] for m in document["missing"])
        if document["ends_basis"] == "不明":
            notes.append(WARNINGS["incomplete"].format(title=title, lacking=lacking or "效力期限"))
        elif lacking:
            notes.append(WARNINGS["part_missing"].format(title=title, lacking=lacking))
        return True, "", notes

    def continuation(self, document: Data, day: str) -> Any:
        """The latest determination, made by the day, on whether a plan whose period has ended is continued."""
        made = self.facts.get((f"文件:{document['id']}", "规划延续执行"), ())
        made = [o for o in made if not o[1] or last_day(o[1]) <= day]
        return max(made, key=lambda o: (last_day(o[1]), len(o[1])), default=(None, "", ""))

    def continuations(self, governing: list[Data]) -> list[Data]:
        """The determinations by which governing plans are continued, as facts that a verdict cites."""
        ended = [d for d in governing if d["ends"] and self.day > d["ends"]]
        found = [(d, self.continuation(d, self.day)) for d in ended]
        return [
            {"fact": "规划延续执行", "of": d["title"], "value": "是"}
            | {k: v for k, v in (("as_at", o[1]), ("source", o[2])) if v}
            for d, o in found
        ]

    def govern(self) -> tuple[list[Data], list[Data], list[str]]:
        """The documents that govern, why the others do not, and warnings about force."""
        matter, received = self.given["matter"], self.given["received"]
        governing, others, warnings = [], [], []
        for document in self.base["documents"]:
            why = ""
            if self.given.get("only") is not None and document["id"] not in self.given["only"]:
                why = WHY_NOT["not_chosen"]
            elif document["region"] not in self.chain(self.region):
                kind = "elsewhere" if self.region else "no_place"
                why = WHY_NOT[kind].format(region=self.regions[document["region"]]["name"])
            elif matter not in document["regulates"]:
                why = WHY_NOT["silent"].format(matter=matter)
            else:
                holds, why, notes = self.force(document, self.day)
                if holds:
                    governing.append(document)
                    warnings += notes
                    if document["kind"] == "指导意见":
                        warnings.append(WARNINGS["guidance"].format(title=document["title"]))
                then = self.force(document, received) if received and received != self.day else (holds, "", [])
                if then[0] != holds:
                    told = {"title": document["title"], "received": received, "day": self.day, "why": then[1] or why}
                    warnings.append(WARNINGS["other_day"].format(**told))
            if why:
                others.append({"document": document["title"], "id": document["id"], "why": why})
        return governing, others, warnings

    # --- rules, defeat, outcome --------------------------------------------------------------------------------

    def judge(self, norm: Data) -> tuple[bool | None, Data]:
        """Whether a norm's effect comes about, and the nodes of its scope and condition."""
        reaches, scope = self.truth(norm["scope"])
        if reaches is False:
            return False, {"scope": scope}
        applies, condition = self.truth(norm["condition"])
        if norm["effect"] == "require" and applies is not None:
            applies = not applies
        found = False if applies is False else None if None in (reaches, applies) else True
        return found, {"scope": scope, "condition": condition}

    def outcome(self, holding: set[tuple[str, str]], documents: dict[str, Data]) -> str:
        """The outcome where exactly these (consequence, document) pairs hold."""
        reached = {o for o, _ in undefeated(holding, documents)}
        if "may_proceed" in reached and not reached.isdisjoint(RESTRICTIONS[:2]):
            return "conflict"
        return next((o for o in ORDER if o in reached), "may_proceed")


def worlds(own: Derivation, held: set[Pair], unknown: set[Pair], documents: dict[str, Data]) -> list[str]:
    """Every outcome over the truth of the unknown pairs, document by document: the earlier of two outcomes wins.

    Only a permission reaches into another document; with one, all documents are tried together.
    """
    together = any(o == "may_proceed" for o, _ in held | unknown)
    reached = {"may_proceed"}
    for part in [set(documents)] if together else [{d} for d in documents]:
        mine, its_unknown = {g for g in held if g[1] in part}, sorted(g for g in unknown if g[1] in part)
        tried = product((False, True), repeat=len(its_unknown))
        found = {own.outcome(mine | {g for g, on in zip(its_unknown, w, strict=True) if on}, documents) for w in tried}
        reached = {min(a, b, key=ORDER.index) for a in reached for b in found}
    return [o for o in ORDER if o in reached]


def ledger_doubts(fact: str, source: str, day: str) -> list[str]:
    """A value that its source says to come from the bureau's ledger, unconfirmed there or past its time."""
    head, _, tail = source.rpartition("(")
    who, dated, until = tail.removesuffix(")").partition(",有效期至")
    confirmed = who.startswith("确认人") and len(who) > 3 and not set(who) & set("),")
    day_named = len(until) == 10 and until[4] + until[7] == "--" and (until[:4] + until[5:7] + until[8:]).isdecimal()
    told = head == "本局台账" or head.startswith("本局台账:")
    if not told or not tail.endswith(")") or not (confirmed or who == "未确认") or (dated and not day_named):
        return []
    doubts = [] if confirmed else [WARNINGS["unconfirmed"].format(fact=fact)]
    return doubts + ([WARNINGS["expired"].format(fact=fact, until=until, day=day)] if dated and until < day else [])


def consequence(norm: Data) -> str:
    """The outcome to which a norm leads when it holds."""
    if norm["effect"] in ("prohibit", "cap"):
        return "presumptively_barred" if norm["strength"] == "原则上" else "barred"
    table = {"control": "strictly_controlled", "require": "not_eligible", "exempt": "exempt", "prefer": "priority"}
    return table.get(norm["effect"], "may_proceed")


def opposed(one: str, other: str) -> bool:
    """One permits (许可) what the other bars; 从严 is no bar."""
    return "may_proceed" in (one, other) and (one in RESTRICTIONS[:2] or other in RESTRICTIONS[:2])


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
