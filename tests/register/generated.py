"""Random applications over all matters with figures and determinations, each kind of value often enough: known, unknown, not
given; figures at, just below and just above what clauses compare with; organs whose determination counts and others.

A stratified register aims every other application at one rule after the other: at a matter, a place, a day and a kind of
institution that the rule reaches, with what it reads mostly given.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.numerals import plain
from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.backends.columnar.compile_plan import linear
from reasoner.backends.columnar.duckdb_engine import Engine
from reasoner.interpreter.turning_points import atoms
from reasoner.model.place_binding import city_of
from reasoner.model.rule_base import RuleBase

COUNTIES: Final = (
    "370202 370203 370211 370212 370213 370214 370215 370281 370283 370285 410105 410122 410181 410205 411381 419001 "
    "371602 350502 370102 370200 410100 371600 350500"
).split()
WHEN: Final = ("2022-12-31", "2023", "2023-12-31", "2024-06", "2024-12-31", "2025-06-30", "2025", "2026-03-31", "")
DAYS: Final = (
    "2022-06-07 2022-06-08 2023-02-28 2023-07-29 2023-07-30 2023-12-30 2023-12-31 2024-01-01 2024-06-29 2024-06-30 "
    "2024-07-01 2024-12-31 2025-06-30 2025-10-09 2025-10-10 2025-12-31 2026-01-01 2026-03-31 2026-07-01 2027-02-01"
).split()
PLACES: Final = (*[c for c in COUNTIES if c.startswith(("3702", "41"))] * 3, *COUNTIES, "371602", "371602")
"""Where applications lie: more often where documents have rules."""
TOWNS: Final = ("370202", "370214", "370281")
"""Counties of whose towns something is determined: each has 甲镇 and 乙镇 with its code before the name."""
ORGANS: Final = ("", "青岛市医疗保障局", "城阳区医疗保障局", "青岛市财政局", "郑州市医疗保障局", "青岛市人民政府")
BELOW: Final = (-50, -1, -1, 0, 0, 1, 1, 1, 2, 2, 49, 50, 51, 100)
"""By how much a figure is less than what it is compared with, the beds that are applied for not counted."""
TEXTS: Final = ("编号", "名称", "等级")


class Register(NamedTuple):
    """A register with its lists, as rows of texts by column."""

    applications: list[dict[str, str]]
    indicators: list[dict[str, str]]
    determinations: list[dict[str, str]]

    def write(self, folder: Path, suffix: str = "parquet") -> tuple[Path, Path, Path]:
        """The three as files."""
        engine = Engine(folder)
        paths = []
        for name, rows in zip(("applications", "indicators", "determinations"), self, strict=True):
            path = folder / f"{name}.{suffix}"
            write(engine, path, rows)
            paths.append(path)
        engine.close()
        return paths[0], paths[1], paths[2]


def write(
    engine: Engine, path: Path, rows: Sequence[Mapping[str, str]], types: Mapping[str, str] | None = None
) -> None:
    """Rows as a file: texts, but for columns of other types."""
    columns = list(dict.fromkeys(c for row in rows for c in row))
    engine.table("made", [(f'"{c}"', "varchar") for c in columns], [tuple(r.get(c) for c in columns) for r in rows])
    typed = ", ".join(f'cast("{c}" as {(types or {}).get(c, "varchar")}) as "{c}"' for c in columns)
    form = "parquet" if path.suffix == ".parquet" else "csv, header"
    engine.run(f"copy (select {typed} from made) to '{path}' (format {form})")


class Aim(NamedTuple):
    """A rule at which applications are aimed."""

    matters: Sequence[str]
    places: Sequence[str]
    days: Sequence[str]
    kinds: Sequence[str]
    """The kinds of institution that it reaches; none: any."""
    reads: frozenset[str]
    """The facts of the application that it reads, by label."""


def register(base: RuleBase, rows: int, seed: int, *, stratified: bool = False) -> Register:
    """A register of so many applications, the same for the same seed."""
    rng = random.Random(seed)
    vocabulary = base.vocabulary
    aims = _aims(base) if stratified else []
    return Register(
        [
            _application(number, vocabulary, rng, aims[number // 2 % len(aims)] if aims and number % 2 else None)
            for number in range(rows)
        ],
        _indicators(base, rng),
        _determinations(base, rng),
    )


def aimed(base: RuleBase, rule: str, rows: int, seed: int, *, sound: bool = False) -> Register:
    """A small register of which every application is aimed at one rule: at most four places, their figures alone.

    sound: of every third all that the rule reads is well, as a requirement with many parts is met by chance too seldom.
    """
    rng = random.Random(f"{rule} {seed}")
    document, norm = next((d, n) for d in base.documents.values() for n in d.norms_in_use if n.id == rule)
    aim = _aim(base, document, norm)
    distinct = sorted(set(aim.places))
    aim = aim._replace(places=rng.sample(distinct, min(4, len(distinct))))
    cities = {city_of(base.vocabulary, place) for place in aim.places}
    own = {*aim.places, *cities, *(["市本级"] if "370200" in cities else [])}
    rows_ = [_application(n, base.vocabulary, rng, aim, sound=sound and not n % 3) for n in range(rows)]
    own |= {row["镇街"] for row in rows_ if "镇街" in row} | set(base.documents)
    determined = [d for d in _determinations(base, rng) if d["对象"] in own]
    figures = _indicators(base, rng, _thresholds([norm]))
    return Register(rows_, [i for i in figures if i["地区"] in own], determined)


def _aims(base: RuleBase) -> list[Aim]:
    """One for each rule in use."""
    return [
        _aim(base, document, norm)
        for document in base.documents.values()
        for norm in document.norms_in_use
        if norm.supports is None and norm.matters
    ]


def _aim(base: RuleBase, document: Document, norm: ir.Norm) -> Aim:
    facts = [*ir.facts_read(norm.condition), *ir.facts_read(norm.scope)]
    town = any(fact.subject == "所在镇街" for fact in facts)
    places = [c for c in (TOWNS if town else PLACES) if document in base.held_for(c)]
    days = [d for d in DAYS if (document.starts or f"{document.year}") <= d <= (document.ends or "9")]
    members = {m for matter in norm.matters for m in base.vocabulary.matters[matter].members}
    kinds = [k for k in _kinds(norm.scope) if k in members or not members]
    return Aim(norm.matters, places or PLACES, days or DAYS, kinds, frozenset(f.term for f in facts))


def _kinds(scope: ir.Cond) -> list[str]:
    """The kinds of institution that a scope names, but for those that it excludes."""
    match scope:
        case ir.OneOf(fact, values, _) if fact.term == "类型":
            return list(values)
        case ir.And(parts) | ir.Or(parts):
            return [kind for part in parts for kind in _kinds(part)]
        case _:
            return []


def _application(
    number: int, vocabulary: Vocabulary, rng: random.Random, aim: Aim | None = None, *, sound: bool = False
) -> dict[str, str]:
    matter = rng.choice(list(aim.matters if aim else vocabulary.matters))
    complete = rng.random() < 0.35
    days = aim.days if aim and rng.random() < 0.9 else [*DAYS, *DAYS[4:16]]
    row = {"编号": f"A{number:07d}", "事项": matter, "日期": rng.choice(days)}
    places = aim.places if aim else PLACES
    for term in vocabulary.facts.values():
        if term.subject not in ("申请", "机构") or term.label in (
            "事项",
            "日期",
            "编号",
            "镇街",
            "地址",
            "统一社会信用代码",
        ):
            continue
        if term.label == "类型":
            members = vocabulary.matters[matter].members
            value = rng.choice([*members, *(["零售药店"] * 12 if "零售药店" in members else []), "不详", "", ""])
            fitting = [k for k in aim.kinds if k in members or not members] if aim else []
            if fitting and rng.random() < 0.8:
                value = rng.choice(fitting)
        elif term.label == "所在地":
            code = rng.choice(places)
            value = rng.choice([code, vocabulary.full_name(code), code, "不详", ""]) if rng.random() < 0.3 else code
        elif term.label == "名称":
            value = f"某机构{number}"
        elif term.label == "已定点" and aim and not sound and rng.random() < 0.5:
            value = "否"
        else:
            read = aim is not None and term.label in aim.reads
            value = _value(term, rng, complete=complete or (sound and read), likely=read and not sound)
        if value:
            row[term.label] = value
    place = row.get("所在地", "")
    if place in TOWNS and rng.random() < 0.6:
        row["镇街"] = rng.choice([f"甲镇{place}", f"乙镇{place}", "丙镇"])
    if row.get("床位类别") and row.get("类型") in _never(vocabulary, row["床位类别"]):
        del row["床位类别"]
    adds = set(vocabulary.matters[matter].adds)
    if adds and adds <= set(row.get("已定点", "").split("、")):
        del row["已定点"]
    if row.get("所在镇街院护机构数") == "0" and row.get("已定点", "否") not in ("否", "不详"):
        del row["已定点"]
    return row


def _never(vocabulary: Vocabulary, category: str) -> tuple[str, ...]:
    term = vocabulary.of_kind("value").get(category)
    return () if term is None else term.not_of


def _value(term: Term, rng: random.Random, *, complete: bool, likely: bool = False) -> str:
    """complete: the row says everything, and that all is well; likely: what is read is mostly given, be it good or bad."""
    complete = complete and not likely
    if not complete and rng.random() < (0.1 if likely else 0.2):
        return ""
    if not complete and rng.random() < 0.12:
        return "未核实" if term.burden and rng.random() < 0.5 else "不详"
    match term.datatype:
        case "boolean":
            return "是" if rng.random() < (1 if complete else 0.6 if term.burden or likely else 0.85) else "否"
        case "count":
            return str(
                rng.choice(
                    [1, 1, 1, 2, 2, 10, 49, 50, 51, 99, 100, 101, 150, 500] if term.label == "床位数" else [0, 0, 1, 2]
                )
            )
        case "category" if term.multiple:
            some = rng.sample(term.values, rng.randint(1, min(2, len(term.values))))
            named = "、".join(v for v in term.values if v in some)
            return rng.choice(["否", "是", named] if term.yes_no else ["无", named])
        case "category":
            return rng.choice(term.values)
        case _:
            return ""


def _indicators(
    base: RuleBase, rng: random.Random, thresholds: Mapping[str, Sequence[Limit]] | None = None
) -> list[dict[str, str]]:
    """Figures of cities and counties: near what rules compare them with, of several periods, some unknown or lacking.

    thresholds: what a rule compares with, at which most figures then stand; none: what every rule does.
    """
    close = thresholds is not None
    if thresholds is None:
        thresholds = _thresholds(
            n for d in base.documents.values() for m in base.vocabulary.matters for n in d.norms(m)
        )
    terms = [t for t in base.vocabulary.facts.values() if t.subject == "地区" and not t.authorities]
    terms.sort(key=lambda term: _depth(term.label, thresholds))
    rows: list[dict[str, str]] = []
    people = {code: rng.choice([9_000_000, 10_000_000, 10_371_500, 10_444_444]) for code in COUNTIES}
    others = {code: rng.choice([500, 1000, 58_000, 60_000]) for code in COUNTIES}
    cities = {city for code in COUNTIES if (city := city_of(base.vocabulary, code)) is not None}
    for code in sorted({*COUNTIES, *cities, "370200-sbj"}):
        drawn = {"常住人口": people.get(code, 1000), "": others.get(code, 1000)}
        for when in WHEN:
            lacking = rng.choice([0.1, 0.4, 0.8])
            for term in terms:
                if rng.random() < lacking:
                    continue
                value = _figure(term, drawn, thresholds, rng, close=close)
                if term.datatype == "count" and value != "不详":
                    drawn[term.label] = int(value)
                row = {
                    "地区": "市本级" if code == "370200-sbj" else code,
                    "名称": term.label,
                    "数值": value,
                    "来源": "样本",
                }
                rows.append(row | ({"时点": when} if when else {}))
    return rows


def _depth(label: str, thresholds: Mapping[str, Sequence[Limit]]) -> int:
    """How many figures stand between a figure and one that is compared with no other: what limits are multiples of comes first."""
    of = {fact for _, fact in thresholds.get(label, ()) if fact and fact != label}
    return 1 + max((_depth(fact, thresholds) for fact in of), default=0)


def _figure(
    term: Term, drawn: Mapping[str, int], thresholds: Mapping[str, Sequence[Limit]], rng: random.Random, *, close: bool
) -> str:
    """drawn: the figures of the place so far, the latest of each; "": of any other."""
    if rng.random() < 0.06:
        return "不详"
    if term.datatype == "boolean":
        return rng.choice(["是", "否", "否"])
    limits = thresholds.get(term.label)
    if term.datatype == "ratio":
        plain_limits = [number for number, of in limits or () if not of]
        near = rng.choice(plain_limits or [Decimal("0.07"), Decimal("0.0725")])
        step = rng.choice([Decimal("0.01"), Decimal("0.0001"), Decimal("1e-18")])
        return plain(near + step * rng.choice([-1, 0, 1]))
    if not limits:
        return str(drawn[""] if term.label != "常住人口" else drawn[term.label])
    number, of = rng.choice(limits)
    near_count = int(number * (drawn.get(of, drawn[""]) if of else 1))
    below = rng.choice([*BELOW, near_count // 3])
    if close:
        below = rng.choice([-1, 0, 1, 1, 1, 2, below])
    return str(max(int(term.minimum or 0), near_count - below))


Limit = tuple[Decimal, str]
"""A number, or so many times a fact (by label; empty: none), with which a figure is compared."""


def _thresholds(norms: Iterable[ir.Norm]) -> Mapping[str, Sequence[Limit]]:
    """By figure what rules compare it with."""
    limits: dict[str, set[Limit]] = {}
    for leaf in (leaf for norm in norms for leaf in atoms(norm.condition)):
        if isinstance(leaf, ir.Compare):
            (left, low), (right, high) = linear(leaf.left), linear(leaf.right)
            numbers: set[Limit] = {(factor, fact.term) for fact, factor in right}
            numbers |= {(constant, "") for constant in (low, high) if constant}
            for fact, _ in left:
                limits.setdefault(fact.term, set()).update(numbers)
    return {term: sorted(numbers) for term, numbers in limits.items()}


def _determinations(base: RuleBase, rng: random.Random) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    judged = [t for t in base.vocabulary.facts.values() if t.subject == "地区" and t.authorities]
    for term in judged:
        for code in COUNTIES:
            for day in rng.sample(DAYS, rng.choice([0, 1, 2, 2])):
                row = {
                    "事项": term.label,
                    "对象": code,
                    "结论": rng.choice(["是", "是", "否", "否", "不详"]),
                    "日期": day,
                    "依据": "样本认定",
                }
                organ = rng.choice(ORGANS)
                rows.append(row | ({"机关": organ} if organ and rng.random() < 0.3 else {}))
    for code in ("410100", "370200", "419001", "410200", "411300"):
        rows.append({"事项": "动态管理腾出名额", "对象": code, "结论": "是", "日期": "2022-12-31"})
    for term in (t for t in base.vocabulary.facts.values() if t.subject == "镇街"):
        for town in (f"{name}{code}" for code in TOWNS for name in ("甲镇", "乙镇")):
            if rng.random() < 0.8:
                row = {
                    "事项": term.label,
                    "对象": town,
                    "结论": rng.choice(["是", "是", "否", "不详"]),
                    "日期": "2023-02-28",
                }
                rows.append(row)
    of_documents: list[dict[str, str]] = []
    of_documents.append(
        {
            "事项": "规划延续执行",
            "对象": "qingdao-2023-18-medical",
            "结论": "是",
            "日期": "2026-03-31",
            "机关": "青岛市医疗保障局",
        }
    )
    of_documents.append(
        {
            "事项": "文件效力",
            "对象": "qingdao-2023-1",
            "结论": "是",
            "日期": "2024-07-01",
            "自": "2024-01-01",
            "至": "2025-06-30",
        }
    )
    for id_ in (id_ for id_ in base.documents if id_.startswith("invented-")):
        of_documents.append({"事项": "规划延续执行", "对象": id_, "结论": "是", "日期": rng.choice(DAYS[4:])})
    return rows + [row for row in of_documents if row["对象"] in base.documents]
