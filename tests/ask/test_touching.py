"""Statements that touch a case (DESIGN §5.5): linked or waived, cited in verdicts, answers and opinions, found by both engines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ask import touching_page
from lxml import html

from policy_dsl.alignment.touching_file import ACCOUNTED, read_touching, with_concerns
from policy_dsl.compiled import Clause
from reasoner.cli.main import main
from reasoner.driver.asking import ask
from reasoner.driver.current_rule_base import official_texts, reader, rule_base
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import Touching, Verdict, encode
from reasoner.proof.check_proof import check_proof
from reasoner.render.typeset import bare

MEDICAL, CARE, OPINION = "qingdao-2023-18-medical", "qingdao-2023-18-ltc", "qingdao-2023-1"


def verdict_on(matter: str, kind: str, place: str, day: str = "2024-06-03", **facts: object) -> Verdict:
    facility = {"名称": "某", "类型": kind, "所在地": place}
    data = {"编号": "T", "事项": matter, "日期": day, "机构": facility} | facts
    return judge(rule_base(), reader().read(data)[0])


def statements(verdict: Verdict) -> list[Touching]:
    """What touches the case by itself; clauses on which only a reading rests are told apart."""
    return [t for t in verdict.touching if not t.why.startswith("条文理解「")]


def touching(verdict: Verdict) -> set[str]:
    return {t.clause for t in statements(verdict)}


@pytest.mark.parametrize("place", ["即墨区", "平度市"])
def test_the_plan_s_own_finding_is_cited_for_home_care_outside_the_four_districts(place: str) -> None:
    """「其他区市照护资源相对不足」: the bureau answered in its own plan what 1号 asks."""
    verdict = verdict_on("新增居家照护定点", "护理站", place, "2023-08-15")
    said = [t for t in statements(verdict) if t.clause == f"{CARE}/1.p3.s2"]
    assert len(said) == 1
    assert "其他区市照护资源相对不足" in said[0].quote
    assert "不代替有权机关的认定" in said[0].why


def test_of_the_four_districts_the_other_half_of_the_sentence_is_said() -> None:
    """「市南区、市北区、李沧区、崂山区照护资源已基本饱和」."""
    verdict = verdict_on("新增居家照护定点", "护理站", "崂山区")
    assert ["已基本饱和" in t.why for t in statements(verdict) if t.clause == f"{CARE}/1.p3.s2"] == [True]


def test_total_control_is_cited_in_the_favourable_verdict() -> None:
    """「实行总量控制、动态调整、择优定点」, 「根据规划控制总量分年度实施」."""
    for matter, kind in (
        ("新增门诊统筹和门诊慢特病定点", "诊所"),
        ("新增个人账户定点", "诊所"),
        ("新增定点零售药店", "零售药店"),
    ):
        assert f"{MEDICAL}/3.2.p1.s1" in touching(verdict_on(matter, kind, "即墨区"))
    assert f"{CARE}/3.1.p1.s3" in touching(verdict_on("新增居家照护定点", "护理站", "即墨区"))


def test_the_yearly_implementation_is_said_of_the_other_districts_only() -> None:
    """「在资源不足的其他区市,根据规划控制总量分年度实施」."""
    assert f"{CARE}/3.1.p1.s3" not in touching(verdict_on("新增居家照护定点", "护理站", "市南区"))


def test_a_nursing_home_in_chengyang_is_told_of_the_reduction_of_beds() -> None:
    """「在资源饱和的市南区、市北区、李沧区、崂山区、城阳区,……合理核减备案床位数」."""
    (answer,) = ask("城阳区 民办养老院 新增院护床位", as_of="2024-05-01")
    (reduction,) = [t for t in answer.touching if t.clause == f"{CARE}/3.2.p1.s3"]
    assert {r.reading: r.confirmed_by for r in reduction.readings}["核减不及新增"] == ""
    assert f"{CARE}/3.2.p1.s3" in touching(verdict_on("新增购买院护床位", "养老机构", "城阳区"))
    assert f"{CARE}/3.2.p1.s3" not in touching(verdict_on("新增购买院护床位", "养老机构", "即墨区"))


def test_encouragement_is_said_of_those_whom_it_names() -> None:
    """「鼓励护理院、护理中心、护理站等专业护理机构发展」 is not said of a clinic."""
    assert f"{CARE}/2.3.i2.s3" in touching(verdict_on("新增居家照护定点", "护理站", "即墨区"))
    assert f"{CARE}/2.3.i2.s3" not in touching(verdict_on("新增居家照护定点", "诊所", "即墨区"))


def test_of_an_ended_plan_nothing_touches_a_verdict_but_an_answer_says_so() -> None:
    assert f"{CARE}/1.p3.s2" in touching(verdict_on("新增居家照护定点", "护理站", "即墨区", "2025-12-31"))
    assert f"{CARE}/1.p3.s2" not in touching(verdict_on("新增居家照护定点", "护理站", "即墨区", "2026-01-01"))
    (answer,) = ask("城阳区 民办养老院 新增院护床位", as_of="2026-01-01")
    (reduction,) = [t for t in answer.touching if t.clause == f"{CARE}/3.2.p1.s3"]
    assert "规划期已于2025-12-31届满" in reduction.why


@pytest.mark.parametrize(
    "change",
    [
        lambda v: v["touching"].pop(),
        lambda v: v["touching"].reverse(),
        lambda v: v["touching"][0].update(why="该条不限制本次申请"),
        lambda v: v["touching"][0].update(quote="其他"),
        lambda v: v["touching"].append(dict(v["touching"][0], clause=f"{CARE}/3.2.p1.s3")),
    ],
)
def test_the_proof_checker_finds_them_by_itself(change: Any) -> None:
    plain = json.loads(encode(verdict_on("新增居家照护定点", "护理站", "即墨区")))
    assert check_proof(plain, rule_base().plain, official_texts()) == []
    change(plain)
    assert any(f.startswith("touching") for f in check_proof(plain, rule_base().plain, official_texts()))


def test_every_statement_of_every_document_is_accounted_for() -> None:
    for document in rule_base().documents.values():
        ruled = {n.clause for n in document.norms_in_use}
        for clause in document.clauses.values():
            if set(clause.natures) & set(ACCOUNTED) and clause.clause not in ruled:
                assert bool(clause.concerns) != bool(clause.concerns_nobody), clause.clause


def small(*addresses: str, nature: str = "义务", quote: str = "加强管理。") -> list[Clause]:
    return [Clause(f"d/{a}", "甲", None, (), a, "duty", (nature,), quote, 0, len(quote), (), (), ()) for a in addresses]


def faults_of(text: str, clauses: list[Clause]) -> list[str]:
    links, faults = read_touching("touching.toml", text, rule_base().vocabulary)
    return [f.code for f in [*faults, *with_concerns("touching.toml", clauses, links, frozenset())[1]]]


LINK = '[[touching]]\nclause = "1"\nmatters = ["新增居家照护定点"]\nwhy = "甲"\n'
WAIVER = '[[waived]]\nunder = ["1"]\nwhy = "甲"\n'


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (LINK, []),
        (WAIVER, []),
        ("", ["L804"]),
        (LINK.replace('"1"', '"9"'), ["L802", "L804"]),
        (LINK.replace("新增居家照护定点", "盖楼"), ["L803"]),
        (LINK.replace("why", "reason"), ["L801", "L801", "L804"]),
        (LINK + 'places = ["甲区"]\n', ["L803"]),
        (LINK + WAIVER, ["L805"]),
        (WAIVER.replace('["1"]', '["1", "2"]'), ["L802"]),
        ("[touching]\n", ["L801", "L804"]),
        ("[[touching\n", ["L801", "L804"]),
    ],
)
def test_faults_of_the_file(text: str, codes: list[str]) -> None:
    assert faults_of(text, small("1")) == codes


def test_total_control_is_accounted_for_whatever_its_nature() -> None:
    for quote in (
        "实行总量控制。",
        "一是总量调控,均衡布局。",
        "合理调控定点机构的类型、数量和规模。",
        "通过规划总量、调整存量。",
        "资源总量合理控制。",
    ):
        assert faults_of("", small("1", nature="原则", quote=quote)) == ["L804"]
    assert faults_of("", small("1", nature="原则", quote="坚持公开。")) == []


def test_the_closest_waiver_and_a_link_within_it_count() -> None:
    text = WAIVER + LINK.replace('"1"', '"1.p2"')
    assert faults_of(text, small("1.p1", "1.p2")) == []


def test_the_page_is_fresh() -> None:
    """After a change: `python -m tests.ask.touching_page --write`."""
    assert touching_page.PAGE.read_text(encoding="utf-8") == touching_page.page()


def test_the_internal_opinion_cites_them_and_no_outgoing_letter_does(tmp_path: Path) -> None:
    """On the desk, favourable ones too."""
    data = {"编号": "T", "事项": "新增定点零售药店", "日期": "2024-06-03", "步行15分钟内同类型定点机构数": 2}
    source = tmp_path / "a.json"
    facility = {"名称": "某", "类型": "零售药店", "所在地": "城阳区"}
    source.write_text(json.dumps(data | {"机构": facility}, ensure_ascii=False), encoding="utf-8")
    for kind, cited in (("内部审核意见", True), ("不予新增告知书", False)):
        letter = tmp_path / f"{kind}.html"
        assert main(["report", str(source), "-o", str(letter), "--kind", kind]) == 0
        assert (
            "实行总量控制、动态调整、择优定点" in bare(html.document_fromstring(letter.read_bytes()).text_content())
        ) == cited
