"""Rules proposed by the shapes of sentences: right on the held corpus, and none where the words say anything else.

A wrong proposal is worse than none. Expected rules are read from the official texts, and from invented sentences with traps.
"""

from __future__ import annotations

from collections import Counter

import pytest

from policy_dsl.drafting.proposal_candidates import About
from policy_dsl.drafting.proposals import Proposals, propose
from policy_dsl.drafting.sentence_shapes import shapes
from policy_dsl.own_corpus.names import with_places
from policy_dsl.texts.segment import segment
from policy_dsl.vocabulary import Vocabulary
from tests.ingest.proposal_comparison import HELD, held, vocabulary

ABOUT = About("invented", "370200", "规划", "某某市医疗保障定点资源配置规划")


def proposals(sentence: str, heading: str = "(一)其他", about: About = ABOUT) -> Proposals:
    """What is proposed for a sentence under a heading of an invented plan of Qingdao."""
    text = f"{about.title}\n一、规划任务\n{heading}\n{sentence}\n二、组织实施\n(一)加强领导\n各地要加强组织领导。\n"
    return propose(text, segment(text), about, vocabulary())


def rules(sentence: str, heading: str = "(一)其他", about: About = ABOUT) -> list[str]:
    """The rules proposed for it, without the duty at the end."""
    proposed = proposals(sentence, heading, about).rules
    return [rule for address, listed in proposed.items() if address.startswith("1.") for rule in listed]


# --- the held corpus: its rules stripped, proposed anew from its official texts -------------------------------------


@pytest.mark.parametrize("folder", HELD)
def test_what_is_proposed_for_a_held_document_passes_the_compiler(folder: str) -> None:
    assert held(folder).draft.faults == ()


@pytest.mark.parametrize("folder", HELD)
def test_no_rule_proposed_for_a_held_document_is_wrong(folder: str) -> None:
    """Of every proposal there is a rule of a person at its clause, and none differs in what decides.

    An exemption that names no matter reaches all that its document restricts: more, as long as other clauses are 待写.
    """
    for beside in held(folder).beside:
        assert beside.real, beside
        assert set(beside.differs) <= {"matters"}, beside
        if beside.differs:
            assert "重点建设项目" in beside.real, beside


def test_the_rules_of_the_held_corpus_that_are_proposed() -> None:
    """13 of 30: 11 say the same as the rule of a person, 2 exemptions reach further while clauses are 待写, 17 are not proposed."""
    every = [b for folder in HELD for b in held(folder).beside]
    assert sum(len(held(folder).real) for folder in HELD) == 30
    assert {b.real for b in every if not b.differs} == {
        "增长率高于全市的区市从严控制",
        "住院床位总量",
        "低使用率区域不新增床位",
        "步行范围内不新增定点",
        "双通道药店",
        "四区不再新增居家照护定点",
        "院护床位不超过一万二千张",
        "院护床位不超过待遇人数二成",
        "使用率低于六成不新增院护床位",
        "超过配置总量以调整存量为主",
        "赤字地区不再增加机构",
    }
    assert {b.real for b in every if b.differs} == {"市政府重点建设项目", "重点建设项目"}


def test_duties_proposed_for_the_held_corpus_have_the_bearer_and_the_strength_of_the_text() -> None:
    """Where people divided one sentence into several duties the act differs; bearer and strength never do."""
    counts: Counter[str] = sum((held(folder).duties for folder in HELD), Counter())
    assert counts["equal"] >= 10
    for differs in counts:
        assert not {"主体", "强度", "no duty"} & set(differs.split("、")), counts


# --- the table --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [shape.name for shape in shapes().shape])
def test_every_shape_gives_the_rule_of_its_example(name: str) -> None:
    example = next(s.example for s in shapes().shape if s.name == name)
    heading = example.heading or "(一)其他"
    title = "青岛市长期护理保险定点护理服务资源配置规划" if "院护" in example.text else ABOUT.title
    proposed = rules(example.text, heading, ABOUT._replace(title=title))
    lines = {line.strip() for rule in proposed for line in rule.splitlines()}
    assert set(example.lines) <= lines, proposed


# --- invented sentences: what is proposed says exactly what the text says -------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "heading", "lines"),
    [
        (
            "区域内床位使用率不低于85%的,暂不新增购买住院床位。",
            "(一)其他",
            ["若 本区县 的 床位使用率 不低于 85%", "则 暂不新增", "凡 事项 是 新增购买住院床位"],
        ),
        (
            "医保管理区域内床位使用率低于百分之六十的,不得新增购买住院床位。",
            "(一)其他",
            ["若 所在医保管理区域 的 床位使用率 低于 60%", "则 不得新增"],
        ),
        (
            "全市每千常住人口医保购买的住院床位总量原则上不超过6.9张。",
            "(一)其他",
            ["则 原则上 ( 全市 的 医保购买住院床位数 加 床位数 ) 除以 全市 的 常住人口 不超过 6.9张/千常住人口"],
        ),
        (
            "全市每千参保人口医保购买的住院床位总量不超过6.9张。",
            "(一)其他",
            ["则 ( 全市 的 医保购买住院床位数 加 床位数 ) 除以 全市 的 参保人口 不超过 6.9张/千参保人口"],
        ),
        (
            "全市医保购买的住院床位总量,不超过每千常住人口床位数7张。",
            "(一)其他",
            ["则 ( 全市 的 医保购买住院床位数 加 床位数 ) 除以 全市 的 常住人口 不超过 7张/千常住人口"],
        ),
        (
            "周边步行十五分钟范围内有同类型定点医药机构的,原则上不再新增定点零售药店。",
            "(一)其他",
            ["凡 事项 是 新增定点零售药店", "若 有 步行15分钟内同类型定点机构数", "则 原则上 不予新增"],
        ),
        (
            "对医保基金当期赤字的统筹区,原则上不再增加定点医药机构数量。",
            "(一)其他",
            ["若 本统筹区 的 医保基金当期赤字 成立", "则 原则上 不予新增"],
        ),
        (
            "列入国家、省级和市级重点建设项目的医疗机构,不受本规划限制。",
            "(一)其他",
            [
                "凡 机构 属于 医疗机构",
                "若 机构 的 重点建设项目 包含 国家级 或 机构 的 重点建设项目 包含 省级 或 机构 的 重点建设项目 包含 市级",
            ],
        ),
        (
            "列入市级重点建设项目的医药机构,不受本规划限制。",
            "(一)其他",
            ["凡 机构 属于 医药机构", "若 机构 的 重点建设项目 包含 市级"],
        ),
    ],
)
def test_a_paraphrase_gives_the_numbers_direction_population_and_effect_of_its_words(
    sentence: str, heading: str, lines: list[str]
) -> None:
    proposed = rules(sentence, heading)
    assert len(proposed) == 1, proposed
    written = [line.strip() for line in proposed[0].splitlines()]
    assert set(lines) <= set(written), written
    assert written[0].endswith(" 待核")


@pytest.mark.parametrize(
    "sentence",
    [
        # Exceptions in the sentence, behind it in the paragraph, and a further condition.
        "区域内床位使用率低于60%的,除急需专科外,原则上不再新增购买住院床位。",
        "区域内床位使用率低于60%的,原则上不再新增购买住院床位,精神科床位除外。",
        "区域内床位使用率低于60%的,原则上不再新增购买住院床位。但精神科床位可以新增。",
        "区域内床位使用率低于60%的,原则上不再新增购买住院床位。确有需要的,报市医保局批准。",
        "区域内床位使用率低于60%且医疗费用增长率高于5%的,原则上不再新增购买住院床位。",
        "医保基金当期赤字的,区域内床位使用率低于60%的,原则上不再新增购买住院床位。",
        "区域内床位使用率连续两年低于60%的,原则上不再新增购买住院床位。",
        "区域内二级医院床位使用率低于60%的,原则上不再新增购买住院床位。",
        "区域内床位使用率低于60%左右的,原则上不再新增购买住院床位。",
        "区域内床位使用率未低于60%的,原则上不再新增购买住院床位。",
        # No strength, or another verb than the one of a restriction.
        "区域内床位使用率低于60%的,不再新增购买住院床位。",
        "区域内床位使用率低于60%的,可以新增购买住院床位。",
        "区域内床位使用率低于60%的,鼓励不再新增购买住院床位。",
        "区域内床位使用率低于60%的,探索暂不新增购买住院床位。",
        "区域内床位使用率低于60%的,应当减少购买住院床位。",
        "区域内床位使用率低于60%的,原则上不再核减购买住院床位。",
        "区域内床位使用率低于60%的,原则上暂不新增购买住院床位。",
        # What is meant is none of our matters, or it may be several.
        "区域内床位使用率低于60%的,原则上不再新增定点医疗机构。",
        "区域内床位使用率低于60%的,原则上不再新增定点医药机构。",
        "区域内床位使用率低于60%的,原则上不再新增床位。",
        "区域内床位使用率低于60%的,原则上不再新增购买住院床位和设备。",
        # Another distance than the one that is a fact, another population, another measure.
        "周边步行10分钟范围内有同类型定点医药机构的,原则上不再新增定点零售药店。",
        "周边步行15分钟范围内没有同类型定点医药机构的,原则上不再新增定点零售药店。",
        "周边500米范围内有同类型定点医药机构的,原则上不再新增定点零售药店。",
        # Other populations than the two of which figures are kept.
        "全市每千户籍人口医保购买的住院床位总量不超过6.9张。",
        "全市每千参保职工医保购买的住院床位总量不超过6.9张。",
        "全市医保购买的住院床位总量,不低于每千常住人口床位数7张。",
        "全市医保购买的住院床位总量达到每千常住人口床位数7张以上。",
        "全市医保购买的住院床位总量增幅不超过7张。",
        # Encouraged, or only among others; no such list; only a goal.
        "鼓励社区卫生服务中心符合条件的,可优先纳入定点零售药店。",
        "社区卫生服务中心等机构符合条件的,可优先纳入门诊统筹、门诊慢特病定点医疗机构。",
        "乡镇卫生院符合条件的,可优先纳入门诊统筹、门诊慢特病定点医疗机构。",
        "列入市政府重点建设项目的医疗机构,不受其他规划限制。",
        "列入市政府重点建设项目的医疗机构,不受第九部分限制。",  # there is none
        "列入市政府重点建设项目的医疗机构,不受第四条限制。",
        "列入市政府重点建设项目的医疗机构,不受《某某规划》第二部分限制。",
        "列入市政府重点建设项目的医疗机构,不受第二部分和其他规划限制。",
        "列入市政府重点建设项目的医疗机构,原则上不受第二部分限制。",
        "列入市政府重点建设项目的医疗机构,确有需要的不受第二部分限制。",
        "列入市政府重点建设项目的医疗机构,不受上述限制。",
        "列入市政府重点建设项目和民生实事的医疗机构,不受本规划限制。",
        "列入市政府重点建设项目的医疗机构,原则上不受本规划限制。",
        "在市南区、市北区以及资源饱和的其他区,暂不新增购买院护床位。",
        "除市南区、市北区外,暂不新增购买院护床位。",
        "在历下区、市中区,暂不新增购买院护床位。",
        "力争区域内床位使用率低于60%的,原则上不再新增购买住院床位。",
        "截至2022年底,区域内床位使用率低于60%的,原则上不再新增购买住院床位。",
    ],
)
def test_nothing_is_proposed_where_the_words_say_anything_else(sentence: str) -> None:
    assert rules(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        # The exception stands further below, or words that end in a colon lead to the sentence.
        "区域内床位使用率低于60%的,原则上不再新增购买住院床位。各地要加强管理。公立医院不适用前款规定。",
        "区域内床位使用率低于60%的,原则上不再新增购买住院床位。\n上述区域内的专科医院可以新增。",
        "区域内床位使用率低于60%的,原则上不再新增购买住院床位。\n康复床位除外。",
        "以下措施只在试点区实行:\n区域内床位使用率低于60%的,原则上不再新增购买住院床位。",
        "有下列情形的,可以不执行本规划:\n区域内床位使用率低于60%的,原则上不再新增购买住院床位。",
    ],
)
def test_nothing_is_proposed_where_other_sentences_may_say_otherwise(sentence: str) -> None:
    assert [r for r in rules(sentence) if r.split()[0] != "义务"] == []


@pytest.mark.parametrize(
    "heading", ["(一)政策建议", "(一)存在问题", "(一)原规划执行现状", "(一)过渡期安排", "(一)例外情形"]
)
def test_nothing_is_proposed_under_a_heading_that_orders_nothing(heading: str) -> None:
    assert rules("区域内床位使用率低于60%的,原则上不再新增购买住院床位。", heading) == []


@pytest.mark.parametrize("title", ["某某市规划解读", "关于某某市规划的说明", "某某市规划中期评估报告"])
def test_nothing_is_proposed_for_what_only_explains(title: str) -> None:
    sentence = "区域内床位使用率低于60%的,原则上不再新增购买住院床位。"
    assert rules(sentence, about=ABOUT._replace(title=title)) == []


@pytest.mark.parametrize("region", ["370281", "370000", ""])
@pytest.mark.parametrize(
    "sentence",
    [
        "列入市政府重点建设项目的医疗机构,不受本规划限制。",
        "全市医保购买的住院床位总量,不超过每千常住人口床位数7张。",
        "医疗费用增长率高于全市平均水平的区市,从严控制新增定点医药机构资源配置。",
        "市医保经办机构应当建立定点机构台账。",
    ],
)
def test_what_a_city_is_differs_in_the_document_of_a_county_or_a_province(region: str, sentence: str) -> None:
    """市政府 of 胶州市 is a county's; 全市 of a province's document is any city's. Bearers of a province are its cities'."""
    proposed = rules(sentence, about=ABOUT._replace(region=region))
    if region == "370000" and "全市" not in sentence:
        return
    assert proposed == []


@pytest.mark.parametrize(
    ("sentence", "heading"),
    [
        ("在市南区、市北区,原则上不再新增定点机构。", "(一)医药机构"),
        ("拟新增定点周边步行15分钟范围内有同类型定点医药机构的,原则上不再新增定点。", "(一)定点零售药店和其他机构"),
        ("拟新增定点周边步行15分钟范围内有同类型定点医药机构的,原则上不再新增定点。", "(一)总体要求"),
    ],
)
def test_a_heading_that_lists_anything_else_gives_no_matter(sentence: str, heading: str) -> None:
    assert rules(sentence, heading) == []


def test_a_number_of_planned_beds_is_none_of_hospital_beds() -> None:
    """规划床位数 stands for beds in care homes in the plan of long-term care; elsewhere it may be any beds."""
    assert rules("全市规划床位数原则上不超过1.2万张。") == []


def test_a_report_proposes_nothing() -> None:
    sentence = "区域内床位使用率低于60%的,原则上不再新增购买住院床位。"
    assert rules(sentence)
    assert rules(sentence, about=ABOUT._replace(kind="评估报告")) == []
    assert rules(sentence, about=ABOUT._replace(kind="", title="某某市规划中期评估报告")) == []


def test_a_guidance_rests_on_a_reading_of_its_direct_effect() -> None:
    proposed = proposals("区域内床位使用率低于60%的,暂不新增购买住院床位。", about=ABOUT._replace(kind="指导意见"))
    assert any("据 解释 直接适用于个案" in rule for listed in proposed.rules.values() for rule in listed)
    assert 'kinds = ["直接效力"]' in proposed.readings


@pytest.mark.parametrize(
    ("sentence", "proposed"),
    [
        ("市医保经办机构应当建立定点机构台账。", True),
        ("各地应加强区域内定点机构监管。", True),
        ("各地可持续推进规划落实。", False),
        ("鼓励市医保经办机构建立定点机构台账。", False),
        ("市医保经办机构建立定点机构台账。", False),
        ("市医保经办机构应当建立定点机构台账,定点医药机构应当配合。", False),
        ("市医保经办机构应当暂不新增购买住院床位。", False),
        ("市医保经办机构应当及时公布定点机构名单。", False),
    ],
)
def test_a_duty_is_proposed_where_its_bearer_and_its_strength_are_written_once(sentence: str, proposed: bool) -> None:
    duties = [r for r in rules(sentence) if r.split()[0] == "义务"]
    assert bool(duties) is proposed, duties


# --- sentences with the number of their item ------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["(一)", "（一）", "1.", "1、", "一是", "㈠", "①", "第一条 ", "第十二条"])
def test_the_number_of_an_item_hides_no_shape(number: str) -> None:
    """Plans number every clause: what 「(一)」 stands before says what it says without it."""
    sentence = f"{number}本区县床位使用率低于60%的,原则上不再新增购买住院床位。"
    (rule,) = [r for listed in proposals(sentence).rules.values() for r in listed if r.split()[0] != "义务"]
    assert "若 本区县 的 床位使用率 低于 60%" in rule
    assert "则 原则上 不予新增" in rule


@pytest.mark.parametrize(
    "behind",
    [
        "(二)除精神专科医院以外,按前项执行。",
        "2.但列入省级重点建设项目的不受限制。",
        "(二)前项规定不适用于儿童专科医院。",
        "(二)确需新增的,由市医疗保障局研究。",
    ],
)
def test_a_numbered_exception_behind_a_numbered_sentence_leaves_it_to_people(behind: str) -> None:
    assert not rules(f"(一)本区县床位使用率低于60%的,原则上不再新增购买住院床位。\n{behind}")


def test_a_decimal_at_the_beginning_is_no_number_of_an_item() -> None:
    assert not rules("7.5%以上的区县,原则上不再新增购买住院床位。")


def test_a_plan_of_fifteen_clauses_has_its_known_sentences_proposed() -> None:
    """What is proposed for the plan of an officer, clause by clause; what is of no known shape waits for a person."""
    from tests.office.invented_plan import OFFICER_LINES, OFFICER_TITLE

    text = "\n".join(OFFICER_LINES) + "\n"
    about = ABOUT._replace(title=OFFICER_TITLE, region="370700")
    words = Vocabulary(with_places(vocabulary().data, ["370700"]))
    proposed = propose(text, segment(text), about, words).rules
    assert {address: [r.split()[0] for r in listed] for address, listed in proposed.items()} == {
        "2.1": ["上限"], "2.2": ["规则"], "2.3": ["规则"], "2.4": ["豁免"], "3.1": ["规则"], "3.2": ["优先"],
        "3.3": ["优先"], "3.4": ["要件"], "3.5": ["规则"], "4.3": ["义务"],
    }  # fmt: skip
    assert all(" 待核" in rule.splitlines()[0] for listed in proposed.values() for rule in listed)


@pytest.mark.parametrize("region", ["370600", "370200", "371600", ""])
def test_a_short_name_of_an_organ_is_never_that_of_another_city(region: str) -> None:
    """市医保局 is the bureau of the document's own city; the one that the vocabulary knows by it is that of Quanzhou."""
    about = About("invented", region, "规划", "某某市医疗保障定点资源配置规划")
    assert not rules("市医保局负责公布各区(市)床位使用率。", about=about)


def test_a_short_name_of_an_organ_is_that_of_the_place_of_the_document() -> None:
    about = About("invented", "350500", "规划", "某某市医疗保障定点资源配置规划")
    (duty,) = rules("市医保局负责公布各县(市、区)床位使用率。", about=about)
    assert "主体 泉州市医疗保障局" in duty
    beyond = About("invented", "370200", "规划", "某某市医疗保障定点资源配置规划")
    (duty,) = rules("泉州市医疗保障局负责公布各县(市、区)床位使用率。", about=beyond)
    assert "主体 泉州市医疗保障局" in duty
