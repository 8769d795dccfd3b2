"""Applications drawn with a seed, on every matter and in every kind of place, with figures near the lines that rules draw.

Any fact may have a source, an origin, organs, evidence, somebody who confirmed it and a day until which it holds; what
comes from the bureau's ledger may be unconfirmed or past its time; ended plans may be continued. Thousands take seconds.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reasoner.driver.current_rule_base import rule_base
from reasoner.interpreter.turning_points import facts_of
from reasoner.model.application import Application
from reasoner.model.place_binding import bind_roles

Data = dict[str, Any]

CITIES = (("370200", 8), ("371600", 2), ("350500", 1), ("410100", 3), ("419001", 2))
"""Cities, and how often they are drawn."""

DAYS = (
    *("2022-12-31", "2023-03-01", "2023-07-30", "2025-10-09", "2025-12-31", "2026-02-01", "2027-06-30"),
    *("2023-11-20", "2024-05-01", "2025-11-20") * 4,
)
PERIODS = ("2021", "2022", "2022-12-31", "2023", "2023-09", "2024-03-31", "2025", "2025-06-30", "2026-01")
RATIOS = ("0", "0.0499", "0.05", "0.051", "0.299", "0.3", "0.59", "0.6", "0.6012", "0.74", "0.749", "0.75", "0.76", "1")
COUNTS = (0, 1, 2, 3, 29, 100, 300, 301, 4243, 5171, 9306, 9307, 11900, 71293, 77465, 77466)
PEOPLE = (1, 5000, 59999, 60000, 79999, 10342100)
ORIGINS = ("申请材料", "本局查询", "其他部门", "现场核查", "有权机关认定", "本局台账", "本局台账", "本局台账")
ORGANS = ("青岛市医疗保障局", "崂山区医疗保障局", "河南省医疗保障局", "滨州市民政局")
STANDARD_FIGURES = ("60岁以上常住老年人口", "重度失能老人数", "居家照护定点机构数")
"""What planning standards read, and no rule."""


def drawn(number: int, seed: int) -> Iterator[Data]:
    """So many applications (CONTRACT §1)."""
    chance = random.Random(seed)
    for index in range(number):
        yield _application(f"随机-{index}", chance)


def _application(name: str, chance: random.Random) -> Data:
    base = rule_base()
    vocabulary = base.vocabulary
    matter = chance.choice(list(vocabulary.matters))
    data: Data = {"编号": name, "事项": matter, "日期": chance.choice(DAYS), "机构": {}, "指标": [], "认定": []}
    city = chance.choices([c for c, _ in CITIES], [w for _, w in CITIES])[0]
    counties = [r.code for r in vocabulary.regions.values() if r.level == "county" and r.parent == city]
    place = chance.choice(counties) if counties and chance.random() < 0.85 else city
    region = place if chance.random() < 0.95 else None
    town = f"镇街{chance.randrange(3)}" if chance.random() < 0.5 else None
    facility = data["机构"]
    if region or chance.random() < 0.5:
        facility["所在地"] = _stated(region, chance) if chance.random() < 0.2 else region
    if town:
        facility["镇街"] = town
    if chance.random() < 0.9:
        facility["类型"] = chance.choice(vocabulary.matters[matter].members)
    roles = bind_roles(vocabulary, place) | {"所在镇街": town}
    norms = [n for d in base.held_for(region) for n in d.all_norms if matter in n.matters]
    read = dict.fromkeys((role, term) for n in norms for c in (n.scope, n.condition) for role, term, _ in facts_of(c))
    read |= dict.fromkeys(("全市", term) for term in STANDARD_FIGURES if "护" in matter or "失智" in matter)
    subjects = {role: key for role, key in roles.items() if role in ("申请", "机构") or (key and role != "所在镇街")}
    # Figures are mostly of one period, else few could be compared.
    common = chance.choice((*PERIODS, ""))
    for role, term in {(subjects.get(role, role), term): (role, term) for role, term in read}.values():
        if term in ("所在地", "类型", "镇街", "事项") or chance.random() < 0.1:
            continue
        subject = vocabulary.facts[term].subject
        if subject in ("申请", "机构"):
            (data if subject == "申请" else facility)[term] = _stated(_value(term, chance), chance)
        elif roles.get(role):
            data["指标"] += _figures(roles[role], term, chance, common)
    _uncontradicted(data)
    for document in base.held_for(region):
        if document.ends and chance.random() < 0.3:
            made = {"事项": "规划延续执行", "对象": document.id, "结论": chance.random() < 0.8}
            made |= {"日期": chance.choice(DAYS)} if chance.random() < 0.8 else {}
            data["认定"].append(made | _provenance(chance, determined=True))
    for item in [i for i in data["指标"] if isinstance(i["数值"], bool) and chance.random() < 0.7]:
        data["指标"].remove(item)
        names = {"名称": "事项", "地区": "对象", "数值": "结论", "时点": "日期"}
        item = {names.get(k, k): v for k, v in item.items()}
        data["认定"].append(item | _provenance(chance, determined=True))
    return data


def _uncontradicted(data: Data) -> None:
    """Leave out what would be asked back: a contract that is held and asked for, beds that the kind cannot have."""
    matter, facility = rule_base().vocabulary.matters[data["事项"]], data["机构"]
    held, beds = (f["数值"] if isinstance(f, dict) else f for f in (facility.get("已定点"), data.get("床位类别")))
    if isinstance(held, list) and matter.adds and not matter.adds_to and {*matter.adds} <= {*held}:
        del facility["已定点"]
    if (facility.get("类型"), beds) == ("康复医院", "综合"):
        del data["床位类别"]
    # Who holds 院护 is itself an institution of its town (F162).
    residential = "院护" in held if isinstance(held, list) else held in ("院护", True, "是")
    if residential and "所在镇街院护机构数" in data:
        del data["所在镇街院护机构数"]


def _figures(subject: str | None, term: str, chance: random.Random, common: str) -> Iterator[Data]:
    """One figure, mostly of the common period, seldom several of different periods."""
    periods = chance.sample(PERIODS, chance.choice((1, 1, 1, 2, 3)))
    several = {p if chance.random() < 0.7 else "" for p in periods}
    for when in [common] if chance.random() < 0.6 else sorted(several):
        item: Data = {"地区": subject, "名称": term, "数值": _value(term, chance)}
        yield item | ({"时点": when} if when else {}) | _provenance(chance)


def _value(term: str, chance: random.Random) -> Any:
    """A value near the lines that rules draw; sometimes 不详."""
    fact = rule_base().vocabulary.facts[term]
    if chance.random() < 0.06:
        return "不详"
    if fact.datatype == "boolean":
        return chance.random() < 0.5
    if fact.datatype == "ratio":
        value = Decimal(chance.choice(RATIOS))
        return str(value if chance.random() < 0.9 else value - Decimal("0.0013") if value else value)
    if fact.yes_no and chance.random() < 0.3:
        return chance.random() < 0.7
    if fact.multiple:
        return chance.sample(fact.values, chance.choice((1, 1, 2))) if chance.random() < 0.6 else "无"
    if fact.datatype == "category":
        return chance.choice(fact.values)
    if fact.datatype == "count":
        if fact.unit.startswith("人"):
            return chance.choice(PEOPLE)
        return max(int(fact.minimum or 0), chance.choice(COUNTS) + chance.choice((0, 0, -1, 1)))
    return "示例"


def _stated(value: Any, chance: random.Random) -> Any:
    """A fact as a bare value or as an object with its provenance."""
    provenance = _provenance(chance)
    if not provenance or value is None:
        return value
    return {"数值": value} | provenance | ({"时点": chance.choice(PERIODS)} if chance.random() < 0.3 else {})


def _provenance(chance: random.Random, determined: bool = False) -> Data:
    """Where a value comes from, as far as it is said."""
    stated: Data = {"来源类型": chance.choice(ORIGINS)} if chance.random() < 0.5 else {}
    if chance.random() < 0.5:
        stated["来源"] = chance.choice(("年报", "结算数据(第3页)", "统计公报,表2"))
    if chance.random() < 0.4:
        stated |= {"确认人": "经办甲", "有效期至": chance.choice(DAYS)}
    if chance.random() < 0.3:
        stated["依据"] = chance.choice(("会议纪要", {"名称": "核查记录", "编号": "5号", "页": "2"}))
    if determined and chance.random() < 0.7:
        stated["机关"] = chance.sample(ORGANS, chance.choice((1, 1, 2)))
    return stated


def unconfirmed(application: Application, chance: random.Random) -> Application:
    """The application with values of the ledger of which some lack who confirmed them: only a ledger can give these."""
    from msgspec.structs import replace

    facts = {
        key: tuple(
            replace(o, provenance=replace(o.provenance, confirmed_by=""))
            if o.provenance.origin == "本局台账" and chance.random() < 0.5
            else o
            for o in observations
        )
        for key, observations in application.facts.items()
    }
    return replace(application, facts=facts)
