"""The first lines of an answer: the numbers asked for in the official words, who decides, what may not be relied on; one answer a question.

Each expectation is quoted from the documents; the settings are those of a clerk of 城阳区.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.ask.answer import Answer
from reasoner.ask.text_answer import PassageKind
from reasoner.driver.asking import ask, ask_text
from reasoner.driver.current_rule_base import rule_base
from reasoner.render.typeset import bare

AFTER, WITHIN = "2026-11-30", "2024-06-03"
MEDICAL, CARE, OPINION, HENAN = "qingdao-2023-18-medical", "qingdao-2023-18-ltc", "qingdao-2023-1", "henan-2025"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "own.toml"
    settings.write_text('"地区" = "城阳区"\n', encoding="utf-8")
    monkeypatch.setenv("TIAOLI_SETTINGS", str(settings))


def answered(question: str, day: str = AFTER, region: str = "") -> list[Answer]:
    return ask(question, as_of=day, region=region)


def text(question: str, day: str = AFTER, region: str = "") -> str:
    return ask_text(answered(question, day, region), width=4000)


def short(question: str, day: str = AFTER, region: str = "") -> str:
    """What stands before the full text of the clauses."""
    return bare(text(question, day, region).partition("【条款全文")[0])


# --- numbers ----------------------------------------------------------------------------------------------------

CARE_CAP = "按照不超过2025年全市预期享受长护险待遇总人数20%规划院护床位数,全市规划床位数原则上不超过1.2万张"
CARE_60 = "区域内床位使用率低于60%时,原则上不再新增购买院护床位"
DEMENTIA = "失智专区床位数原则上按照各区(市)院护床位总数的30%核定"
BEDS = "每千常住人口医疗卫生机构床位数7.5张(康复病床数0.42张、中医类医院床位数0.85张、精神科床位数0.78张)"
BEDS_75 = "内床位使用率低于75%的,原则上不再新增购买住院床位"
NUMBERS = [
    ("院护床位还能加吗", (CARE_CAP, CARE_60)),
    ("养老院想做院护定点,城阳还能不能批", (CARE_CAP, CARE_60)),
    ("养老院要开院护,使用率不到六成怎么办", (CARE_60,)),
    ("失智专区床位最多能批多少张", (DEMENTIA,)),
    ("民营医院想增加康复床位,城阳还剩多少张", (BEDS, BEDS_75)),
    ("住院床位一共最多能买多少张", (BEDS,)),
    ("综合医院要加50张康复床,现在能批吗", (BEDS, BEDS_75)),
    ("崂山区床位使用率不到75%,我们区能加吗", (BEDS_75,)),
]


@pytest.mark.parametrize("day", [AFTER, WITHIN])
@pytest.mark.parametrize(("question", "words"), NUMBERS, ids=[q for q, _ in NUMBERS])
def test_the_numbers_stand_in_the_short_answer(question: str, words: tuple[str, ...], day: str) -> None:
    first = short(question, day)
    assert all(bare(w) in first for w in words)
    assert ("规划期内的规定" in first) is (day == AFTER)


@pytest.mark.parametrize("question", ["住院床位一共最多能买多少张", "失智专区床位最多能批多少张"])
def test_where_caps_are_asked_for_they_stand_first(question: str) -> None:
    bullets = [line for line in text(question).splitlines() if line.startswith("- ")]
    assert "上限" in bullets[0]
    assert any("用 --ledger 给出台账" in b for b in bullets)


def test_every_quotation_of_a_short_answer_is_the_official_text() -> None:
    base = rule_base()
    for question, _ in NUMBERS:
        for answer in answered(question, WITHIN):
            for rule in answer.rules:
                assert rule.quote == base.documents[rule.clause.partition("/")[0]].clauses[rule.clause].quote


def test_the_lowest_rate_of_use_is_answered_with_both_figures() -> None:
    """「床位使用率低于75%」 and 「床位使用率低于60%」, each before any definition."""
    first = bare(text("使用率低于多少就不批了"))
    assert first.index("低于75%") < first.index("实际占用总床日数")
    assert first.index("低于60%") < first.index("实际占用总床日数")


# --- one answer, not three; and which differ ----------------------------------------------------------------------


def test_kinds_for_which_the_same_is_laid_down_are_answered_once() -> None:
    (answer,) = answered("卫生院空床能不能改成院护床位", WITHIN)
    assert answer.type == "卫生院"
    assert answer.notes[0] == "“卫生院”可以指中心卫生院、乡镇卫生院、街道卫生院,就所问的事项规定相同,以下一并回答。"


def test_kinds_of_which_one_is_preferred_are_answered_apart() -> None:
    """「一体化村卫生室……可优先纳入」: another 村卫生室 is not named."""
    integrated, other = answered("卫生室能不能优先纳入门诊统筹", WITHIN)
    clause = f"{MEDICAL}/3.2.p1.s3"
    assert (integrated.type, other.type) == ("卫生室(一体化村卫生室)", "卫生室(村卫生室)")
    assert clause in {r.clause for r in integrated.rules}
    assert clause not in {r.clause for r in other.rules}
    assert "规定不同,以下分别回答" in integrated.notes[0]


def test_a_bare_word_of_several_kinds_is_still_asked_back() -> None:
    with pytest.raises(Faults) as faults:
        answered("卫生院")
    assert {d.code for d in faults.value.diagnostics} == {"U163"}


def test_beds_of_a_home_are_those_that_it_can_ask_for() -> None:
    """A home can ask for 院护 and 失智 alone: 加床 is no 住院 to it."""
    with pytest.raises(Faults) as faults:
        answered("养老院想加床")
    ((fault),) = faults.value.diagnostics
    assert (fault.code, fault.allowed) == ("U163", "新增购买院护床位、设置失智专区床位")


# --- what changes at an institution ----------------------------------------------------------------------------

CHANGES = [
    ("药店换地址了还算不算定点", "迁址"),
    ("市北区的药店搬到城阳来,要重新申请吗", "迁址"),
    ("药店搬家了定点还在吗", "迁址"),
    ("诊所改名了定点要重新办吗", "更名和其他登记事项变更"),
    ("诊所升门诊部定点怎么办", "机构类别变更、升级"),
]


@pytest.mark.parametrize(("question", "subject"), CHANGES)
def test_a_change_is_answered_in_one_way(question: str, subject: str) -> None:
    """No held text speaks of 迁址, 更名 or 升级: no rule on new ones stands beside, and that is said."""
    (answer,) = answered(question, WITHIN)
    assert subject in [s.subject for s in answer.silent]
    assert (answer.rules, answer.ended, answer.matter) == ((), (), None)
    assert any(f"{subject}是否按新增处理,已收录文件未作规定" in n for n in answer.notes)


def test_whether_a_branch_is_new_no_text_says() -> None:
    (answer,) = answered("市南区的护理站想来城阳开分店,算新增吗", WITHIN)
    assert [s.subject for s in answer.silent] == ["是否算作新增定点"]
    assert answer.rules
    assert "下列条款只在按新增处理时适用" in text("市南区的护理站想来城阳开分店,算新增吗")


# --- exceptions, plans, time ------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["原则上不予新增,特殊情况谁可以批", "个案例外谁定"])
def test_an_exception_is_decided_by_the_organ_that_is_competent_and_none_is_named(question: str) -> None:
    """DESIGN §1, WORDING: 个案例外由有权机关说明理由后决定; 授权调整不是例外 is a reading of 4.3.p2."""
    answer = answered(question)[0]
    (silence,) = answer.silent
    assert silence.named == ()
    assert "授权调整不是例外" in {r.reading for r in answer.readings}
    first = text(question)
    assert "个案例外由有权机关说明理由后决定" in first
    assert "2号令" not in first.partition("【")[0]


def test_how_many_a_year_no_held_text_says() -> None:
    """「市医保经办机构……科学制定定点医药机构年度受理计划」; 「市级经办机构要制定……年度设置计划」; the plan is not held."""
    answer = answered("城阳区今年药店年度计划几家")[0]
    assert answer.notes[0].startswith("当年的计划没有收录,计划多少家不能回答")
    assert {p.clause for p in answer.passages} == {f"{MEDICAL}/2.3.i1.s3", f"{MEDICAL}/4.1.p1.s3"}


def test_when_the_plan_is_published_is_in_the_opinion() -> None:
    """「适时公布……当年度定点护理机构新增计划」."""
    clauses = {p.clause for p in answered("年度受理计划谁定,什么时候公布")[0].passages}
    assert clauses >= {f"{OPINION}/5.i9.s1", f"{CARE}/4.1.p1.s2", f"{MEDICAL}/4.1.p1.s3"}


SILENT = [
    ("申请被拒了隔多久能再申请", "再次申请", "没有规定不等于随时可以"),
    ("不批的话去哪里告", "不服处理的救济", "没有规定不等于没有救济途径"),
    ("收到申请多少天要答复", "办理时限", "没有规定不等于没有期限"),
]


@pytest.mark.parametrize(("question", "subject", "words"), SILENT)
def test_what_follows_from_silence_fits_what_was_asked(question: str, subject: str, words: str) -> None:
    assert subject in [s.subject for s in answered(question)[0].silent]
    assert words in text(question)
    assert "没有规定不等于可以办理" not in text(question)


# --- clauses that decide for others -------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["医院能进双通道吗", "诊所能不能进双通道"])
@pytest.mark.parametrize("day", [AFTER, WITHIN])
def test_the_sentence_on_pharmacies_is_shown_with_its_reading(question: str, day: str) -> None:
    """「将……的定点药店纳入“双通道”管理」: that others may not is a reading that is not used."""
    (answer,) = answered(question, day)
    (touching,) = [t for t in answer.touching if t.clause == f"{MEDICAL}/3.2.p2.s2"]
    assert [r.reading for r in touching.readings] == ["双通道对象"]
    assert "只有定点药店可以纳入" in short(question, day)
    assert not answer.rules


def test_beds_of_a_hospital_under_contract_are_told_apart_from_new_hospitals() -> None:
    """河南「原则上不再增加定点医药机构数量」 with the reading 已定点不增加机构数."""
    first = short("已定点的医院加床位,基金赤字还能加吗", region="洛阳市")
    assert bare("对医保基金当期赤字或动态监测赤字的地区,原则上不再增加定点医药机构数量。") in first
    assert bare("写明的对象不含所问的机构") in first


def test_where_a_rule_decides_no_clause_for_others_is_added() -> None:
    assert not [t for a in answered("城阳区 药店 双通道", WITHIN) for t in a.touching if t.why.startswith("本条就")]


# --- places, materials, words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["高新区的门诊部归我们管吗", "高新区 诊所 个账", "保税港区新开药店"])
def test_a_zone_is_not_guessed_at(question: str) -> None:
    with pytest.raises(Faults) as faults:
        answered(question)
    (fault,) = faults.value.diagnostics
    assert fault.code == "U161"
    assert "不是行政区划" in fault.hint


def test_no_heading_is_empty() -> None:
    """No rule on 双通道 or 居家照护 reads a fact of a clinic."""
    lines = text("诊所申请医保定点要交哪些材料").splitlines()
    headings = [i for i, line in enumerate(lines) if line.startswith("【城阳区")]
    assert headings
    assert all("申请人要写明并证明的事项" in lines[i + 1] for i in headings)
    assert "诊所申请纳入双通道管理" in text("诊所申请医保定点要交哪些材料")
    assert "有此情形、主张的，才须写明" in text("诊所申请医保定点要交哪些材料")


def test_a_dispute_at_the_border_comes_before_the_rules_of_the_matter() -> None:
    """「处理相邻县域交界地区医保定点资源配置争议」: the bearer is the city (reading 主体承前句)."""
    answer = answered("相邻县交界处药店定点有争议", region="洛阳市")[0]
    assert [(p.clause, p.kind) for p in answer.passages] == [(f"{HENAN}/4.p3.s2", PassageKind.DUTY)]
    whole = text("相邻县交界处药店定点有争议", region="洛阳市")
    assert whole.index("4.p3.s2") < whole.index("简要回答")


@pytest.mark.parametrize(
    "question",
    [
        "药店想上双通道要什么条件",
        "规划里双通道怎么说",
        "养老院想办医务室",
        "已经是定点的诊所想再开个账",
        "诊所想进门诊统筹",
    ],
)
def test_words_of_asking_are_neither_searched_for_nor_called_unknown(question: str) -> None:
    for answer in answered(question, WITHIN):
        assert not [n for n in answer.notes if n.startswith(("没有认出", "已收录的原文中没有"))]
        assert answer.passages == ()


def test_the_words_of_asking_are_data_of_the_ontology() -> None:
    terms = rule_base().vocabulary.of_kind("asking").values()
    words = {w for t in terms for w in t.spoken}
    assert {"能不能", "按什么办", "想做", "不批", "今年"} <= words
    source = Path(__file__).parents[2] / "reasoner" / "ask" / "unrecognised_words.py"
    assert not [
        w for w in words if len(w) > 2 and w in source.read_text(encoding="utf-8").replace("能不能, 按什么办", "")
    ]


def test_what_is_handed_in_counts_also_for_an_ended_plan_beside_a_document_of_unknown_force() -> None:
    """「院护床位数」 with what is asked for must not exceed 1.2万张: how many beds are asked for, the applicant says."""
    (answer,) = answered("民办养老院申请院护要什么材料")
    assert "床位数" in {m.fact for m in answer.materials}


def test_of_what_is_only_encouraged_that_is_said() -> None:
    """「鼓励定点医药机构实行品牌化、连锁化发展。」"""
    first = text("连锁药店能不能优先").partition("【条款全文")[0]
    assert "鼓励，不是优先，也不解除限制" in first
    assert "鼓励定点医药机构实行品牌化、连锁化发展。" in first


def test_a_project_of_a_district_is_read_as_the_text_has_it() -> None:
    """「列入市政府重点建设项目的医疗机构」: of a project of a district the reading 市政府 speaks."""
    answer = answered("区里重点项目的医院算不算")[0]
    assert answer.passages[0].clause == f"{MEDICAL}/3.3.p1"
    assert "区、县级市重点建设项目的不在其内" in answer.passages[0].text
