"""What the alternatives of the registered readings would decide. Expectations come from the texts, beside each case.

Each case is an application of which one reading decides: the outcome as the words are read, and as they might be.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from reading_cases import CASES, GROWING, HENAN, LTC, MEDICAL, beds, care, care_beds, henan, infirmary

from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.intake.application_parser import Reader
from reasoner.intake.file_loading import load_bytes
from reasoner.interpreter import alternatives
from reasoner.interpreter.judge import judge
from reasoner.model.application import Application
from reasoner.model.verdict import ReadingOutcome, Verdict, encode
from reasoner.proof.check_proof import check_verdict
from reasoner.proof.rule_base_check import CheckedBase


def read(data: dict[str, Any]) -> Application:
    base = rule_base()
    loaded = load_bytes(json.dumps(data, ensure_ascii=False).encode(), "a.json")
    return Reader(base.vocabulary, base.document_names).read(loaded)[0]


def with_readings(data: dict[str, Any]) -> Verdict:
    application = read(data)
    return alternatives.with_readings(rule_base(), application, judge(rule_base(), application))


def readings_of(verdict: Verdict) -> tuple[ReadingOutcome, ...]:
    """What a verdict says of alternatives, which was asked for."""
    assert verdict.readings is not None
    return verdict.readings


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    return {name: with_readings(case[0]) for name, case in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_an_alternative_decides_as_its_words_say(name: str, verdicts: dict[str, Verdict]) -> None:
    _, outcome, document, reading, other = CASES[name]
    verdict = verdicts[name]
    assert verdict.outcome == outcome
    (entry,) = [e for e in readings_of(verdict) if (e.document, e.reading) == (document, reading)]
    assert entry.outcome_if_alternative == other
    registered = rule_base().documents[document].readings_by_name[reading]
    for key in ("question", "used", "alternative", "basis", "confirmed_by"):
        assert getattr(entry, key) == getattr(registered, key)


def test_all_readings_that_rules_of_the_verdict_cite_are_told(verdicts: dict[str, Verdict]) -> None:
    """Each is tried, or listed as one that cannot be; but for those of an exemption (3.3.p1 「列入市政府重点建设项目的」) that is
    not claimed, 重点建设项目 being 无 or not stated: however it is read, it exempts nobody.
    """
    documents = rule_base().documents
    for name, verdict in verdicts.items():
        claimed = CASES[name][0]["机构"].get("重点建设项目", "无") != "无"
        reaching = [r for r in verdict.reasons.rules if r.scope.status != "false" and (claimed or r.effect != "exempt")]
        cited = {(r.clause.partition("/")[0], name) for r in reaching for name in r.readings}
        unrun = {(e.document, e.reading) for e in verdict.readings_not_run or ()}
        assert {(d, n) for d, n in cited if not documents[d].readings_by_name[n].runnable} <= unrun


def test_only_readings_that_change_the_outcome_are_named(verdicts: dict[str, Verdict]) -> None:
    for verdict in verdicts.values():
        assert all(e.outcome_if_alternative is not verdict.outcome for e in readings_of(verdict))


def test_every_reading_changes_the_outcome_just_where_judging_in_full_says_so(verdicts: dict[str, Verdict]) -> None:
    """Only norms that differ are judged; to judge every alternative in full comes to the same."""
    base = rule_base()
    for name, verdict in verdicts.items():
        application = read(CASES[name][0])
        changing = {
            (d.id, r.name): (other.outcome, other.label, other.possible)
            for d in base.held_for(application.region)
            for r in d.readings
            if r.runnable
            and (other := judge(base.variant(d.id, r.name), application, advise=False)).outcome != verdict.outcome
        }
        assert {
            (e.document, e.reading): (e.outcome_if_alternative, e.label_if_alternative, e.possible_if_alternative)
            for e in readings_of(verdict)
        } == changing, name


def test_a_hospital_not_designated_yet_is_a_new_institution() -> None:
    """「新增定点医药机构」: approving its beds makes one more, under either reading of 定点医药机构资源的范围."""
    application = read(beds("综合", "综合医院", {}, 机构={"已定点": False}, 指标=GROWING))
    for base in (rule_base(), rule_base().variant(MEDICAL, "定点医药机构资源的范围")):
        assert judge(base, application, advise=False).outcome == "strictly_controlled"


def test_a_person_s_infirmary_is_kept_from_its_neighbours_under_either_reading() -> None:
    """「高等院校、养老机构等内设医疗机构」: what a person runs belongs to no organisation, so it is not 可优先纳入."""
    application = read(infirmary("个人"))
    for base in (rule_base(), rule_base().variant(MEDICAL, "优先不解除步行限制")):
        assert judge(base, application, advise=False).outcome == "presumptively_barred"


@pytest.mark.parametrize(
    ("reading", "matter", "facility"),
    [
        ("长护机构不在其内", "新增居家照护定点", {"类型": "护理院", "已定点": False}),
        ("已定点不增加机构数", "新增门诊统筹和门诊慢特病定点", {"类型": "门诊部", "已定点": "个人账户"}),
    ],
)
def test_whom_the_stock_rule_reaches_the_freed_space_is_for(
    reading: str, matter: str, facility: dict[str, Any]
) -> None:
    """Henan 3.2.i1.p2.s1 is one sentence: 「超过……的,以调整存量为主,通过动态管理腾出调整空间,优先用于……薄弱区域」. Whoever an
    alternative brings under its first half is within its second.
    """
    figures: dict[str, Any] = {"定点医药机构数": 1100, "动态管理腾出名额": True}
    indicators = [{"地区": "郑州市", "名称": k, "数值": v} for k, v in figures.items()]
    indicators.append({"地区": "中原区", "名称": "医保定点医药机构资源薄弱区域", "数值": True})
    data = henan(matter, facility["类型"], False, 机构=facility | {"所在地": "中原区"})
    data["指标"] = [i for i in data["指标"] if i["名称"] not in figures] + indicators
    for base, reached in ((rule_base(), set()), (rule_base().variant(HENAN, reading), {"control", "prefer"})):
        rules = judge(base, read(data), advise=False).reasons.rules
        own = [r for r in rules if r.clause == f"{HENAN}/3.2.i1.p2.s1"]
        assert {str(r.effect) for r in own if r.scope.status == "true" and r.condition.status == "true"} == reached


def test_what_cannot_be_run_is_listed_apart(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["brackets tell only what 7.5 consists of"]
    # No rule knows a facility's own occupancy, or on which beds, of which period, a rate was worked out.
    names = {e.reading for e in verdict.readings_not_run or ()}
    assert names >= {"区域使用率", "使用率的床位", "使用率的期间", "常住人口的年份"}
    assert not names & {e.reading for e in readings_of(verdict)}
    # Rules that do not reach the applicant are no matter of it: 「精神科床位」, 「同类型」.
    assert not names & {"精神科床位口径", "同类型", "双通道对象"}


def test_a_plan_out_of_force_says_nothing_under_any_reading() -> None:
    late = CASES["brackets tell only what 7.5 consists of"][0] | {"日期": "2026-03-01"}
    verdict = with_readings(late)
    assert (verdict.outcome, verdict.readings) == ("out_of_force", ())
    # Asked is only whether the plan goes on; who says so, no text does.
    assert [r.reading for r in verdict.readings_not_run or ()] == ["效力由制定机关确认"]


def test_turning_a_reading_leaves_the_rule_base_as_it_is(verdicts: dict[str, Verdict]) -> None:
    base = rule_base()
    before = msgspec.json.encode(base.compiled)
    turned = base.variant(MEDICAL, "分项各自为限")
    assert base.variant(MEDICAL, "分项各自为限") is turned
    assert turned.documents[LTC] is base.documents[LTC]
    assert msgspec.json.encode(base.compiled) == before
    assert msgspec.json.encode(base.plain) == msgspec.json.encode(msgspec.json.decode(before))
    names = {n.name for n in base.documents[MEDICAL].norms_in_use}
    assert names - {n.name for n in turned.documents[MEDICAL].norms_in_use} == {
        "康复床位",
        "中医类医院床位",
        "精神科床位",
    }
    with pytest.raises(ValueError, match="区域使用率"):
        base.variant(MEDICAL, "区域使用率")


def test_every_reading_that_says_it_decides_nothing_can_be_run() -> None:
    """Alternatives that merely take a rule away need no words of their own: none of them may be left to be told."""
    words = ("不作为研判个案的规定", "不单独构成", "不据以判断单个申请", "并不因此不予设置", "申请人没有优先")
    for document in rule_base().documents.values():
        for reading in document.readings:
            if any(w in reading.alternative for w in words):
                assert reading.without, reading.name


def test_alternatives_have_names_of_their_own() -> None:
    for document in rule_base().documents.values():
        norms = document.all_norms
        assert len({n.id for n in norms}) == len(norms)
        for norm in norms:
            assert norm.id.partition("@")[2] == (norm.alternative_of or "")


def _forged(entries: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for index, entry in enumerate(entries):
        for key, value in entry.items():
            other = (
                not value
                if isinstance(value, bool)
                else "x"
                if value is None
                else []
                if isinstance(value, list)
                else f"{value}。"
            )
            forged = copy.deepcopy(entries)
            forged[index][key] = other
            yield forged
    yield entries[1:]
    yield [*entries, entries[0]]


def test_the_proof_checker_derives_the_alternatives_again(verdicts: dict[str, Verdict]) -> None:
    checked = CheckedBase(rule_base().plain, official_texts())
    plain = {name: msgspec.json.decode(encode(verdict)) for name, verdict in verdicts.items()}
    for name, verdict in plain.items():
        assert check_verdict(verdict, checked) == [], name
    verdict = plain["plan limits are not the deficit rule"]
    for part in ("readings", "readings_not_run"):
        for forged in _forged(verdict[part]):
            assert check_verdict(verdict | {part: forged}, checked)
        assert check_verdict({k: v for k, v in verdict.items() if k != part}, checked)


# --- clauses on whose words readings rely ---------------------------------------------------------------------------


def test_a_preference_for_other_districts_names_the_sentence_that_lists_them() -> None:
    """3.2.p1.s4 「在资源不足的其他区市」 lists no place; 3.2.p1.s3 does: 「市南区、市北区、李沧区、崂山区、城阳区」."""
    verdict = with_readings(care_beds(100) | {"所在镇街院护机构数": 0})
    resting = {t.clause: t for t in verdict.touching}
    assert "市南区、市北区、李沧区、崂山区、城阳区" in resting[f"{LTC}/3.2.p1.s3"].quote
    # Only its list of places is used: the reduction of beds that it requires is none of this district's.
    assert (
        resting[f"{LTC}/3.2.p1.s3"].why
        == "条文理解「院护的其他区市」所据的条文,只取其所列地区;该条本身不及于机构所在地"
    )


def test_the_finding_of_the_plan_itself_is_cited_where_it_is_asked_whether_care_is_sufficient() -> None:
    """LTC 1.p3.s2 「其他区市照护资源相对不足」, in a case of 即墨区 that turns on 「照护资源相对充足」."""
    verdict = with_readings(care("新增居家照护定点", "即墨区", "护理站") | {"指标": []})
    assert any(t.clause == f"{LTC}/1.p3.s2" and "其他区市照护资源相对不足" in t.quote for t in verdict.touching)
