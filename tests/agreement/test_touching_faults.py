"""Faults in what touches a case are noticed: a table of matter, place and kind, worked out by hand, and both engines."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter import applicability, citations, known_jurisdictions, touching_statements
from reasoner.interpreter import judge as judge_module
from reasoner.model.messages import TOUCHING
from reasoner.model.verdict import Touching, encode
from reasoner.proof import check_readings, touching
from reasoner.proof.applicability import Governance
from reasoner.proof.check_proof import derive

from .seeded_fault import Exchange, SeededFault

CARE, MEDICAL = "qingdao-2023-18-ltc", "qingdao-2023-18-medical"
TABLE: Final = (
    ("新增居家照护定点", "护理站", "即墨区", f"{CARE}/3.1.p1.s3", True),  # 「在资源不足的其他区市,根据规划控制总量分年度实施」
    ("新增居家照护定点", "护理站", "市南区", f"{CARE}/3.1.p1.s3", False),
    ("新增居家照护定点", "护理站", "青岛市", f"{CARE}/3.1.p1.s3", True),  # some of its districts
    ("新增购买院护床位", "养老机构", "城阳区", f"{CARE}/3.2.p1.s3", True),  # 「市南区……城阳区,……合理核减备案床位数」
    ("新增购买院护床位", "养老机构", "即墨区", f"{CARE}/3.2.p1.s3", False),
    ("新增购买院护床位", "养老机构", "青岛市", f"{CARE}/3.2.p1.s3", True),
    ("新增居家照护定点", "护理站", "即墨区", f"{CARE}/2.3.i2.s3", True),  # 「鼓励护理院、护理中心、护理站等专业护理机构发展」
    ("新增居家照护定点", "诊所", "即墨区", f"{CARE}/2.3.i2.s3", False),
    ("新增个人账户定点", "诊所", "即墨区", f"{MEDICAL}/3.2.p1.s1", True),  # 「实行总量控制、动态调整、择优定点」
    ("新增购买住院床位", "综合医院", "即墨区", f"{MEDICAL}/3.2.p1.s1", False),  # said of outpatient care and pharmacies
)  # fmt: skip


ONE: Final = "qingdao-2023-1"
HENAN: Final = "henan-2025"
ORDERED: Final = (
    (f"{ONE}/5.i8.s3", "", 5),  # 义务, of a paper of which nobody knows whether it is in force
    (f"{CARE}/2.3.i2.s3", "", 4),  # 鼓励
    (f"{CARE}/1.p3.s1", "", 3),  # 事实
    (f"{CARE}/2.2.i1.s2", "", 2.5),  # 原则: total control
    (f"{CARE}/3.1.p1.s3", "", 2),  # 义务
    (f"{CARE}/3.1.p1.s2", "", 0),  # 限制、优先、裁量
    (f"{CARE}/3.2.p1.s1", "", 1),  # 上限
    (f"{CARE}/2.3.i1.s2", TOUCHING["prefer"], 4.5),  # 限制、优先: told as a preference, whatever else the clause says
)
BASES: Final = (
    # 3.2.p1.s4 「在资源不足的其他区市……优先在尚无院护机构的镇街安排布点」 comes about: which are the others, 3.2.p1.s3 lists.
    ("新增购买院护床位", "平度市", 0, "只取其所列地区"),
    ("新增购买院护床位", "平度市", 2, ""),  # it does not: the five districts are none of its business
    ("新增居家照护定点", "平度市", 2, ""),  # of home care 3.2.p1.s3 says nothing
    ("新增居家照护定点", "城阳区", 2, ""),
    ("新增居家照护定点", "莱西市", 2, ""),  # not even where the rule of 1号 comes about, whose reading relies on it
    ("新增购买院护床位", "城阳区", 2, "不决定本次申请"),  # one of the five
)


def verdict_of(matter: str, kind: str, place: str, day: str = "2024-06-03") -> dict[str, Any]:
    facility = {"名称": "某", "类型": kind, "所在地": place}
    (application,) = reader().read({"编号": "T", "事项": matter, "日期": day, "机构": facility})
    plain: dict[str, Any] = json.loads(encode(judge_module.judge(rule_base(), application, advise=False)))
    return plain


def by_interpreter(verdict: dict[str, Any]) -> list[str]:
    return [t["clause"] for t in verdict["touching"] if not t["why"].startswith("条文理解「")]


def by_checker(verdict: dict[str, Any]) -> list[str]:
    return [t["clause"] for t in touching.statements(Governance(verdict, rule_base().plain))]


def wrong() -> list[str]:
    """What of the table an engine denies."""
    denied = []
    for matter, kind, place, clause, touches in TABLE:
        verdict = verdict_of(matter, kind, place)
        for engine, cited in (("interpreter", by_interpreter(verdict)), ("checker", by_checker(verdict))):
            if (clause in cited) != touches:
                denied.append(f"{engine}: {place} {kind} {clause}")
    ended = verdict_of("新增居家照护定点", "护理站", "即墨区", "2026-01-01")
    for cited in (by_interpreter(ended), by_checker(ended)):
        denied += [c for c in cited if c.startswith(CARE)]
    first = verdict_of("新增居家照护定点", "护理站", "即墨区")
    for cited in (by_interpreter(first), by_checker(first)):
        own = [c for c in cited if c.startswith(CARE)]
        # What is required before facts, facts before encouragement; of each what is said of such a place before the rest.
        ranked = [own.index(f"{CARE}/{a}") for a in ("3.1.p1.s3", "2.2.i1.s2", "1.p3.s2", "1.p3.s1", "2.3.i2.s3")]
        denied += [] if ranked == sorted(ranked) and ranked[0] == 0 else ["order"]
    return [*denied, *wrong_order(), *wrong_bases()]


def wrong_order() -> list[str]:
    """Restrictions (限制, 上限) before requirements, facts, and what favours; a plan in force before what may be."""
    denied = []
    given = [Touching(clause, "", "", why) for clause, why, _ in ORDERED]
    shown = [t.clause for t in INTERPRETER.most_restricting_first(given, rule_base().documents.values(), {ONE})]
    own = Governance(verdict_of("新增居家照护定点", "护理站", "即墨区"), rule_base().plain)
    checked = CHECKER.in_order(own, [{"clause": clause, "why": why} for clause, why, _ in ORDERED])
    for engine, order in (("interpreter", shown), ("checker", [t["clause"] for t in checked])):
        denied += [] if order == [c for c, _, _ in sorted(ORDERED, key=lambda o: o[2])] else [f"{engine}: order"]
    return denied


def wrong_bases() -> list[str]:
    """Of a clause that a reading relies on: cited where it speaks of the place, or gives a rule at work its list of places."""
    denied = []
    for matter, place, town, why in BASES:
        made = {
            "事项": "照护资源相对充足",
            "对象": "莱西市",
            "结论": True,
            "机关": "青岛市医疗保障局",
            "日期": "2024-02-01",
        }
        given = {
            "编号": "T",
            "事项": matter,
            "日期": "2024-06-03",
            "床位数": 10,
            "所在镇街院护机构数": town,
            "认定": [made],
        }
        contracted = {"已定点": "院护"} if matter == "新增购买院护床位" and town else {}
        facility = {"名称": "某", "类型": "养老机构", "所在地": place, **contracted}
        (application,) = reader().read({**given, "机构": facility})
        verdict: dict[str, Any] = json.loads(encode(judge_module.judge(rule_base(), application, advise=False)))
        derived = derive(verdict, rule_base().plain)
        for engine, touching_ in (("interpreter", verdict["touching"]), ("checker", derived["touching"])):
            whys = [
                t["why"] for t in touching_ if t["clause"] == f"{CARE}/3.2.p1.s3" and t["why"].startswith("条文理解「")
            ]
            denied += [] if [why in w for w in whys] == [True] * bool(why) else [f"{engine}: {matter} {place} {whys}"]
    return denied


def test_both_engines_say_what_the_table_says() -> None:
    assert wrong() == []


INTERPRETER, CHECKER = touching_statements, touching
FAULTS: Final = tuple(
    SeededFault(what, module, where, Exchange(old, new))
    for what, module, where, old, new in (
        ("the kind of institution is not looked at", INTERPRETER, "_speaks_of", "kind not in concern.types", "False"),
        ("what is said of other places is said of all", INTERPRETER, "_at", "any(code in around for code in concern.others)", "False"),
        ("a list of places is that of all", INTERPRETER, "_at", "not concern.places", "True"),
        ("of a city nothing that is said of its districts", INTERPRETER, "_at", "region in vocabulary.chain(p)", "False"),
        ("an ended plan speaks", INTERPRETER, "touching_statements", "not force.out", "True"),
        ("what is said of such a place stands last", INTERPRETER, "_rank",
         "not (concern.places or concern.others or concern.types)",
         "bool(concern.places or concern.others or concern.types)"),
        ("the kind of institution is not looked at", CHECKER, "_speaks_of", "kind not in concern['types']", "False"),
        ("what is said of other places is said of all", CHECKER, "_speaks_of", "set(around) & set(concern.get('others', ()))", "False"),
        ("a list of places is that of all", CHECKER, "_speaks_of", "not places", "True"),
        ("of a city nothing that is said of its districts", CHECKER, "_speaks_of", "own.region in own.vocabulary.chain(p)", "False"),
        ("what restricts is as good as the rest", INTERPRETER, "bearing", "some.isdisjoint(natures)", "(some.isdisjoint(natures) or rank == RESTRICTS)"),
        ("what may be in force speaks with the rest", INTERPRETER, "most_restricting_first", "document.id in uncertain", "False"),
        ("an exemption goes by its clause", INTERPRETER, "most_restricting_first", "one.why in _FAVOURS", "False"),
        ("what a reading relies on is cited anywhere", citations, "_as_a_basis",
         "'reading_elsewhere' if concerns and holds else ''", "'reading'"),
        ("a rule at work does not say which places it means", citations, "_as_a_basis", "holds", "False"),
        ("a rule that fails cites what it relies on", citations, "_as_a_basis", "holds", "True"),
        ("another matter counts", citations, "_as_a_basis", "application.matter in c.matters", "True"),
        ("what is said of such a place stands last", CHECKER, "_closest_first",
         "not any(pair[1].get(k) for k in _OF_SOME)", "any(pair[1].get(k) for k in _OF_SOME)"),
        ("what may be in force speaks with the rest", CHECKER, "in_order", "own.force(d, own.day)[0] is None", "False"),
        ("an exemption goes by its clause", CHECKER, "in_order", "entry['why'] in favours", "False"),
        ("what a reading relies on is cited anywhere", CHECKER, "as_a_basis",
         "'reading_elsewhere' if at_work and on_the_matter else ''", "'reading'"),
        ("a rule that fails cites what it relies on", CHECKER, "as_a_basis", "at_work and on_the_matter", "on_the_matter"),
        ("another matter counts", CHECKER, "as_a_basis", "at_work and on_the_matter", "at_work"),
        ("the matter is not looked at", CHECKER, "_speaks_of", "own.given['matter'] not in concern['matters']", "False"),
        ("an ended plan speaks", CHECKER, "statements", "own.force(document, own.day)[0] is in_force", "True"),
    )
)  # fmt: skip


MODULES: Final = (
    touching_statements,
    applicability,
    citations,
    known_jurisdictions,
    judge_module,
    touching,
    check_readings,
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.part}: {f.what}")
def test_a_seeded_fault_is_noticed(fault: SeededFault) -> None:
    with fault.seeded(MODULES, {}):
        assert wrong()
