"""Random applications over all matters with figures and determinations, each kind of value often enough: known, unknown, not
given; figures at, just below and just above what clauses compare with; organs whose determination counts and others.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from policy_dsl import ir
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


def register(base: RuleBase, rows: int, seed: int) -> Register:
    """A register of so many applications, the same for the same seed."""
    rng = random.Random(seed)
    vocabulary = base.vocabulary
    return Register(
        [_application(number, vocabulary, rng) for number in range(rows)],
        _indicators(base, rng),
        _determinations(base, rng),
    )


def _application(number: int, vocabulary: Vocabulary, rng: random.Random) -> dict[str, str]:
    matter = rng.choice(list(vocabulary.matters))
    complete = rng.random() < 0.35
    row = {"编号": f"A{number:07d}", "事项": matter, "日期": rng.choice([*DAYS, *DAYS[4:16]])}
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
        elif term.label == "所在地":
            code = rng.choice(PLACES)
            value = rng.choice([code, vocabulary.full_name(code), code, "不详", ""]) if rng.random() < 0.3 else code
        elif term.label == "名称":
            value = f"某机构{number}"
        else:
            value = _value(term, rng, complete=complete)
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


def _value(term: Term, rng: random.Random, *, complete: bool) -> str:
    """complete: the row says everything, and that all is well."""
    if not complete and rng.random() < 0.2:
        return ""
    if not complete and rng.random() < 0.12:
        return "未核实" if term.burden and rng.random() < 0.5 else "不详"
    match term.datatype:
        case "boolean":
            return "是" if rng.random() < (1 if complete else 0.6 if term.burden else 0.85) else "否"
        case "count":
            return str(
                rng.choice(
                    [1, 1, 2, 10, 49, 50, 51, 99, 100, 101, 150, 500] if term.label == "床位数" else [0, 0, 1, 2]
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


def _indicators(base: RuleBase, rng: random.Random) -> list[dict[str, str]]:
    """Figures of cities and counties: near what rules compare them with, of several periods, some unknown or lacking."""
    terms = [t for t in base.vocabulary.facts.values() if t.subject == "地区" and not t.authorities]
    thresholds = _thresholds(base)
    rows: list[dict[str, str]] = []
    people = {code: rng.choice([9_000_000, 10_371_500, 10_444_444]) for code in COUNTIES}
    cities = {city for code in COUNTIES if (city := city_of(base.vocabulary, code)) is not None}
    for code in sorted({*COUNTIES, *cities, "370200-sbj"}):
        for term in terms:
            for when in WHEN:
                if rng.random() < 0.45:
                    continue
                value = _figure(term, people.get(code, 1000), thresholds, rng)
                row = {
                    "地区": "市本级" if code == "370200-sbj" else code,
                    "名称": term.label,
                    "数值": value,
                    "来源": "样本",
                }
                rows.append(row | ({"时点": when} if when else {}))
    return rows


def _figure(term: Term, people: int, thresholds: Mapping[str, Sequence[Decimal]], rng: random.Random) -> str:
    if rng.random() < 0.06:
        return "不详"
    if term.datatype == "boolean":
        return rng.choice(["是", "否", "否"])
    if term.datatype == "ratio":
        near = rng.choice(thresholds.get(term.label) or [Decimal("0.07"), Decimal("0.0725")])
        step = rng.choice([Decimal("0.01"), Decimal("0.0001"), Decimal("1e-18")])
        return plain(near + step * rng.choice([-1, 0, 1]))
    if term.label == "常住人口":
        return str(people)
    factor = rng.choice(thresholds.get(term.label) or [Decimal(0)])
    near = int(factor * people) if 0 < factor < 1 else int(factor) or rng.choice([100, 1000, 58000])
    return str(max(int(term.minimum or 0), near - rng.choice([-1, 0, 1, 2, 49, 50, 51, 100, 101])))


def _thresholds(base: RuleBase) -> Mapping[str, Sequence[Decimal]]:
    """By figure the numbers with which rules compare it, or with which they multiply what they compare it with."""
    found: dict[str, set[Decimal]] = {}
    for document in base.documents.values():
        for leaf in (a for m in base.vocabulary.matters for n in document.norms(m) for a in atoms(n.condition)):
            if isinstance(leaf, ir.Compare):
                (left, low), (right, high) = linear(leaf.left), linear(leaf.right)
                numbers = {c for _, c in right if c != 1} | ({low, high} - {Decimal(0)})
                for fact, _ in left:
                    found.setdefault(fact.term, set()).update(numbers)
    return {term: sorted(numbers) for term, numbers in found.items()}


def _determinations(base: RuleBase, rng: random.Random) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    judged = [t for t in base.vocabulary.facts.values() if t.subject == "地区" and t.authorities]
    for term in judged:
        for code in COUNTIES:
            for day in rng.sample(DAYS, rng.choice([0, 1, 2, 2])):
                row = {
                    "事项": term.label,
                    "对象": code,
                    "结论": rng.choice(["是", "否", "否", "不详"]),
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
