"""Faults in what touches a case are noticed: a table of matter, place and kind, worked out by hand, and both engines."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter import judge as judge_module
from reasoner.interpreter import touching_statements
from reasoner.model.verdict import encode
from reasoner.proof import touching
from reasoner.proof.applicability import Governance

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


def verdict_of(matter: str, kind: str, place: str, day: str = "2024-06-03") -> dict[str, Any]:
    facility = {"名称": "某", "类型": kind, "所在地": place}
    (application,) = reader().read({"编号": "T", "事项": matter, "日期": day, "机构": facility})
    plain: dict[str, Any] = json.loads(encode(judge_module.judge(rule_base(), application, advise=False)))
    return plain


def by_interpreter(verdict: dict[str, Any]) -> list[str]:
    return [t["clause"] for t in verdict["touching"] if not t["why"].startswith("解释")]


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
        denied += [] if own[:2] == [f"{CARE}/3.1.p1.s3", f"{CARE}/1.p3.s2"] else ["order"]
    return denied


def test_both_engines_say_what_the_table_says() -> None:
    assert wrong() == []


INTERPRETER, CHECKER = touching_statements, touching
FAULTS: Final = tuple(
    SeededFault(what, module, where, Exchange(old, new))
    for what, module, where, old, new in (
        ("the kind of institution is not looked at", INTERPRETER, "statements_of", "kind not in concern.types", "False"),
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
        ("the matter is not looked at", CHECKER, "_speaks_of", "own.given['matter'] not in concern['matters']", "False"),
        ("an ended plan speaks", CHECKER, "statements", "own.force(document, own.day)[0] is in_force", "True"),
    )
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.part}: {f.what}")
def test_a_seeded_fault_is_noticed(fault: SeededFault) -> None:
    with fault.seeded((touching_statements, judge_module, touching), {}):
        assert wrong()
