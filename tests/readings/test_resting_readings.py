"""Readings by which a sentence is no rule, decides nothing by itself, or leaves a finding to an organ are named as well.

DESIGN §5.6: "A verdict, favourable or not, names those whose alternative would change *this* outcome, and apart those that
cannot be run."
"""

from __future__ import annotations

import json
from typing import Any, Final

import msgspec
import pytest

from reasoner.driver.current_rule_base import official_texts, reader, rule_base
from reasoner.explain.background import background
from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import Verdict, encode
from reasoner.proof.check_proof import check_proof
from reasoner.render.terminal.layout import Style
from reasoner.render.terminal.verdict_note import note

MEDICAL, LTC, ONE = "qingdao-2023-18-medical", "qingdao-2023-18-ltc", "qingdao-2023-1"
HENAN, BINZHOU = "henan-2025", "binzhou-2022"
HOME_CARE, CARE_BEDS, DEMENTIA = "新增居家照护定点", "新增购买院护床位", "设置失智专区床位"


def given(matter: str, kind: str, place: str, day: str = "2024-06-03", **more: Any) -> dict[str, Any]:
    """An application; of `more` what is no fact of the application itself is one of the institution."""
    own = {k: more.pop(k) for k in ("床位数", "所在镇街院护机构数", "认定", "指标") if k in more}
    facility = {"名称": "某", "类型": kind, "所在地": place, **more}
    return {"编号": "R-1", "事项": matter, "日期": day, "机构": facility, **own}


def judged(application: dict[str, Any], only: frozenset[str] | None = None) -> Verdict:
    """The verdict with its readings, which the proof checker derives again."""
    base = rule_base()
    (typed,) = reader().read(json.loads(json.dumps(application)), None)
    verdict = with_readings(base, typed, judge(base, typed, None, only), only)
    assert check_proof(msgspec.json.decode(encode(verdict)), base.plain, official_texts()) == []
    return verdict


def not_run(verdict: Verdict) -> dict[tuple[str, str], str]:
    """The readings that cannot be run, each with who confirmed it."""
    return {(r.document, r.reading): r.confirmed_by for r in verdict.readings_not_run or ()}


BEDS_CHENGYANG: Final = given(CARE_BEDS, "养老机构", "城阳区", 已定点="院护", 床位数=10)
BEDS_PINGDU: Final = given(CARE_BEDS, "养老机构", "平度市", 已定点="院护", 床位数=10, 所在镇街院护机构数=2)
CASES: Final = (
    # 3.1.p1.s1 「按照每家机构覆盖2000名……进行规划」, of the whole city or of each district: a reading.
    (given(HOME_CARE, "护理站", "即墨区"), LTC, "规划标准按全市计"),
    # 3.2.p2 「主要依托院护机构开展失智专区业务」: whether who does both is a 院护机构 is read.
    (given(DEMENTIA, "养老机构", "平度市", 已定点="院护", 床位数=5, 所在镇街院护机构数=2), LTC, "院护机构含兼营"),
    # 1号 5.i8.s2 「自2023年起」: from which day, until when, is read.
    (given(DEMENTIA, "养老机构", "即墨区", 床位数=5), ONE, "自2023年起"),
    # 「照护资源相对充足的区域」, where the institution lies, or whom it serves: a reading.
    (given(HOME_CARE, "护理站", "即墨区"), ONE, "按机构所在区域"),
    # A statement that touches the case: 2.3.i2.s3 「重点考虑……等因素」 are factors and no conditions, by a reading.
    (given("新增定点零售药店", "零售药店", "胶州市"), MEDICAL, "评估因素不是要件"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("application", "document", "reading"),
    [
        # Whose these determinations are no text says; the alternative can be run, and nothing was determined.
        (given(HOME_CARE, "护理站", "即墨区"), ONE, "认定机关推定"),
        (given("纳入双通道管理", "零售药店", "胶州市", 已定点="零售药店"), MEDICAL, "认定机关推定"),
        (given("新增门诊统筹和门诊慢特病定点", "村卫生室", "滨城区"), BINZHOU, "符合条件由谁认定"),
    ],
)
def test_whose_a_determination_is_makes_no_difference_before_one_is_made(
    application: dict[str, Any], document: str, reading: str
) -> None:
    verdict = judged(application)
    assert (document, reading) not in not_run(verdict)
    assert (document, reading) not in {(r.document, r.reading) for r in verdict.readings or ()}
    facts = rule_base().documents[document].readings_by_name[reading].determines
    assert {m.fact for m in verdict.missing} & set(facts)  # which is asked for


@pytest.mark.parametrize(("application", "document", "reading"), CASES, ids=lambda x: x if isinstance(x, str) else "")
def test_a_reading_on_which_a_verdict_rests_is_named(application: dict[str, Any], document: str, reading: str) -> None:
    named = not_run(judged(application))
    assert named[document, reading] == ""  # and that nobody has confirmed it


@pytest.mark.parametrize(
    ("application", "document", "reading"),
    [
        (BEDS_PINGDU, LTC, "核减不及新增"),  # 平度市 is none of the five districts
        (BEDS_PINGDU, LTC, "主城区具体化"),  # the goal speaks of home care, by the reading 目标句不及院护
        (BEDS_PINGDU, LTC, "规划标准不决定个案"),  # of home care
        (BEDS_PINGDU, LTC, "主要依托不排除其他"),  # of dementia wards
        # What is contracted already adds no institution: the rule does not reach it.
        (
            given(DEMENTIA, "养老机构", "平度市", 已定点="院护", 床位数=5, 所在镇街院护机构数=2),
            ONE,
            "增加长护机构的事项",
        ),
        (given("新增购买住院床位", "综合医院", "胶州市", 床位数=5), MEDICAL, "同类型"),
        # 3.3.p1 「列入市政府重点建设项目的医疗机构」: no pharmacy is one, and neither its rule nor what it says besides concerns it.
        (given("新增定点零售药店", "零售药店", "胶州市"), MEDICAL, "豁免及于整个机构"),
        (given("新增定点零售药店", "零售药店", "胶州市"), MEDICAL, "纳入评估的效力"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_a_reading_on_which_it_does_not_rest_is_not(application: dict[str, Any], document: str, reading: str) -> None:
    assert (document, reading) not in not_run(judged(application))


@pytest.mark.parametrize(
    ("application", "documents"),
    [
        (given(HOME_CARE, "护理站", "即墨区"), {ONE}),  # 1号: 文件效力 is asked for
        (given(HOME_CARE, "护理站", "即墨区", "2026-03-01"), {ONE, LTC}),  # and whether the ended plan goes on
        (given("新增定点零售药店", "零售药店", "胶州市", "2026-03-01"), {MEDICAL}),
        (given("新增门诊统筹和门诊慢特病定点", "村卫生室", "滨城区", "2026-03-01"), {BINZHOU}),
    ],
    ids=["force", "force and continuation", "continuation", "another city"],
)
def test_whose_the_determination_of_a_document_is_rests_on_a_reading_of_that_document(
    application: dict[str, Any], documents: set[str]
) -> None:
    """No text says who confirms its force or lets it go on: 「推定为制定、印发该文件的机关」."""
    verdict = judged(application)
    assert {d for d, name in not_run(verdict) if name == "效力由制定机关确认"} == documents
    questions = [m.authority for m in verdict.missing if m.record]
    assert {r for a in questions if a is not None for r in a.readings} == {f"{d}/效力由制定机关确认" for d in documents}
    assert all(a is not None and a.note == "" for a in questions)


def test_so_it_is_where_the_determination_was_made() -> None:
    """A plan continued by 青岛市医疗保障局 is applied on the reading that this organ may continue it."""
    made = {"事项": "规划延续执行", "对象": LTC, "结论": True, "机关": "青岛市医疗保障局", "日期": "2025-12-30"}
    verdict = judged(given(HOME_CARE, "护理站", "市南区", "2026-03-01", 认定=[made]))
    assert (LTC, "效力由制定机关确认") in not_run(verdict)


def test_documents_that_were_not_looked_at_lend_no_reading() -> None:
    """--document: nothing of the long-term care plan is told where only 1号 was asked."""
    verdict = judged(given(HOME_CARE, "护理站", "即墨区"), frozenset({ONE}))
    assert {d for d, _ in not_run(verdict)} == {ONE}


def test_the_note_says_how_each_stands() -> None:
    """Nobody has confirmed any of them: that is said, and not only that they cannot be run."""
    shown = note(judged(BEDS_CHENGYANG), background(rule_base()), Style(80, False))
    section = "".join(shown.partition("【换一种理解】")[2].partition("【")[0].split())
    listed = section.partition("不能试算的有")[2]
    assert "“院护床位按备案计”" in listed
    assert "（均尚未确认）" in listed
