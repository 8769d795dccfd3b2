"""Random applications: every matter, type and area, with the facts that rules read near the lines they draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from hypothesis import strategies as st

from policy_dsl import ir
from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.judge import judge
from reasoner.interpreter.turning_points import facts_of
from reasoner.model.application import Application, Observation, Value
from reasoner.model.consistency import around_roles, excesses
from reasoner.model.verdict import Verdict

PLACES = (
    *("市南区", "市北区", "370203", "崂山区", "城阳区", "西海岸新区", "即墨区", "胶州市", "平度市", "莱西市", "青岛市"),
    *("郑州市", "中牟县", "巩义市", "济源市", "洛龙区", "惠民县", "滨城区", "滨州市", "晋江市", "泉州市"),
    None,
)
DAYS = (
    *("2022-06-07", "2022-12-31", "2023-01-01", "2023-07-29", "2023-07-30", "2024-02-29", "2024-05-01", "2025-10-09"),
    *("2025-10-10", "2025-12-31", "2026-01-01", "2026-03-01", "2031-01-01"),
)
RATIOS = ("-2%", "0%", "4.9%", "5%", "5.1%", "29.9%", "30%", "59.9%", "60%", "60.1%", "74.9%", "75%", "75.1%", "100%")
COUNTS = (0, 1, 2, 100, 499, 500, 501, 4243, 4244, 7999, 8067, 8691, 9900, 9901, 11900, 11901, 71293, 77465, 77466)
PEOPLE = (1, 50000, 50004, 59999, 60000, 70000, 9000000, 10342100, "1034.21万")
PERIODS = ("", "", "", "2022", "2023", "2023-12", "2024-03-31", "2025", "2025-12-31", "2026-02", "2030-01-01")
PROJECTS = ("国家级", "省级", "市级", "区县级", "无", "未核实", None, ["省级", "区县级"], ["国家级", "市级"])
TOWN = "示例镇"
REGION_ROLES = ("全市", "本统筹区", "本区县", "所在医保管理区域")


@dataclass(frozen=True)
class Case:
    """An application as data and as read, and the day asked for (None: the day it was received)."""

    data: dict[str, Any]
    application: Application
    day: str | None = None

    @property
    def verdict(self) -> Verdict:
        """What the rule base says of it, without advice."""
        return judge(rule_base(), self.application, self.day, advise=False)

    def having(self, key: str, term: str, value: Value | None) -> Case:
        """The same with one fact stated anew, instead of all that was said of it; None: not known."""
        facts = {**self.application.facts, (key, term): (Observation(value),)}
        return replace(self, application=msgspec.structs.replace(self.application, facts=facts))

    def with_figure_of(self, period: str, key: str, term: str, value: Value | None) -> Case:
        """The same with a figure of one period more."""
        facts = self.application.facts
        more = {**facts, (key, term): (*facts.get((key, term), ()), Observation(value, as_at=period))}
        return replace(self, application=msgspec.structs.replace(self.application, facts=more))

    def dated(self, as_at: str, key: str, term: str) -> Case:
        """The same with a date for what was given of one figure without.

        The other figures of that place without a date get the same: all of them were taken as of one time, and were one
        of them given a date alone, it would be apart from what it could be compared with before.
        """
        facts = self.application.facts
        assert (key, term) in facts
        together = {
            k: tuple(msgspec.structs.replace(o, as_at=o.as_at or as_at) for o in given)
            for k, given in facts.items()
            if k[0] == key
        }
        return replace(self, application=msgspec.structs.replace(self.application, facts={**facts, **together}))

    def lying(self, place: str) -> Case:
        """The same in a place that is known."""
        data = {**self.data, "机构": {**self.data["机构"], "所在地": place}}
        return replace(self, data=data, application=read(data))


@cache
def _reader() -> Reader:
    return Reader(rule_base().vocabulary, rule_base().document_names)


def read(data: dict[str, Any]) -> Application:
    """The application of plain data."""
    (application,) = _reader().read(data)
    return application


@cache
def read_by_rules(matter: str) -> tuple[ir.Fact, ...]:
    """The facts that any document's rules on a matter read."""
    norms = (n for d in rule_base().documents.values() for n in d.norms(matter))
    keys = dict.fromkeys(k for n in norms for part in (n.scope, n.condition) for k in facts_of(part))
    return tuple(ir.Fact(*key) for key in keys if key[1] != "所在地")


def values(term: str) -> st.SearchStrategy[Any]:
    """Values of a fact as a file may have them, near the lines that rules draw."""
    fact = rule_base().vocabulary.facts[term]
    if fact.datatype == "boolean":
        return st.booleans()
    if fact.datatype == "ratio":
        return st.sampled_from(RATIOS if not fact.minimum or Decimal(fact.minimum) < 0 else RATIOS[1:])
    if fact.yes_no:
        several = st.lists(st.sampled_from(fact.values), min_size=1, max_size=3, unique=True)
        return several | st.sampled_from(["是", "否", "无"])
    if fact.datatype == "category":
        return st.sampled_from(fact.values)
    if fact.unit.startswith("人"):
        return st.sampled_from(PEOPLE)
    least = int(fact.minimum or 0)
    return st.sampled_from([c for c in COUNTS if c >= least]) | st.integers(least, 100000)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """An application on any matter from any place, some of its facts known, some stated unknown, some not given."""
    vocabulary = rule_base().vocabulary
    matter = draw(st.sampled_from(list(vocabulary.matters)))
    place = draw(st.sampled_from(PLACES))
    facility: dict[str, Any] = {"类型": draw(st.sampled_from(vocabulary.matters[matter].members) | st.none())}
    if place is not None or draw(st.booleans()):
        facility["所在地"] = place
    if draw(st.booleans()):
        facility["镇街"] = TOWN
    if draw(st.booleans()):
        facility["重点建设项目"] = draw(st.sampled_from(PROJECTS))
    data: dict[str, Any] = {"编号": "随机", "事项": matter, "日期": draw(st.sampled_from(DAYS)), "机构": facility}
    data |= {"指标": [], "认定": []}
    roles = dict(read(data).roles)
    if place is None:  # facts of some region, of a province even, that may not be the applicant's
        roles |= {role: draw(st.sampled_from(("370200", "370214", "410000", "410100", None))) for role in REGION_ROLES}
    for fact in read_by_rules(matter):
        given = draw(st.sampled_from(("known", "known", "known", "unknown", "silent")))
        if given == "silent" or fact.term in ("类型", "重点建设项目"):
            continue
        value = draw(values(fact.term)) if given == "known" else None
        _put(data, fact, roles.get(fact.subject), value, draw(st.sampled_from(PERIODS)))
    _uncontradicted(data)
    if draw(st.integers(0, 3)) == 0:
        document = draw(st.sampled_from([d.id for d in rule_base().documents.values() if d.ends]))
        data["认定"].append(
            {"事项": "规划延续执行", "对象": document, "结论": draw(st.booleans()), "日期": "2025-12-20"}
        )
    day = draw(st.none() | st.sampled_from(DAYS))
    return Case(data, read(data), day)


def _uncontradicted(data: dict[str, Any]) -> None:
    """Leave out what would be asked back: a contract that is held and asked for, beds that the kind cannot have, a part
    above its whole.
    """
    matter, facility = rule_base().vocabulary.matters[data["事项"]], data["机构"]
    held = facility.get("已定点")
    if isinstance(held, list) and matter.adds and not matter.adds_to and {*matter.adds} <= {*held}:
        del facility["已定点"]
    if (facility["类型"], data.get("床位类别")) == ("康复医院", "综合"):
        del data["床位类别"]
    # Who holds 院护 is itself an institution of its town (F162).
    residential = "院护" in held if isinstance(held, list) else held in ("院护", True, "是")
    if residential and "所在镇街院护机构数" in data:
        del data["所在镇街院护机构数"]
    # Of figures that cannot both be neither counts: what would be known of one is not.
    application = read(data)
    contradictory = excesses(application.facts, application.facts, around_roles(application), rule_base().vocabulary)
    excluded = {key for excess in contradictory for key in (excess.part, excess.whole)}
    data["指标"] = [i for i in data["指标"] if (i["地区"], i["名称"]) not in excluded]


def _put(data: dict[str, Any], fact: ir.Fact, key: str | None, value: Any, period: str) -> None:
    """A fact in its place in the data, where its subject is known; given twice for one place, the first stays."""
    term = rule_base().vocabulary.facts[fact.term]
    if fact.subject == "申请":
        data[fact.term] = value
    elif fact.subject == "机构":
        data["机构"][fact.term] = value
    elif fact.subject == "所在镇街":
        if "镇街" in data["机构"]:
            data["认定"].append({"事项": fact.term, "对象": TOWN, "结论": value})
    elif key is not None and not any((i["地区"], i["名称"]) == (key, fact.term) for i in data["指标"]):
        when = period if not term.forecast else fact.period if value is None or len(period) < 4 else period[:4]
        item = {"地区": key, "名称": fact.term, "数值": value}
        data["指标"].append(item | ({"时点": when} if when else {}))
