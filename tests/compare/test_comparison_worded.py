"""What a lawyer reads first says what the texts say: conditions, what a rule measures, whose contract, how many kinds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from compared import BEDS, RULE, beds, care, flat, silent, spoken, text, typed, witnesses
from drafting import BEDS as AMENDED
from drafting import copied, drafted
from test_comparison_told import SHOPS, compared

from reasoner.compare.report import assumptions, relations, wordings
from reasoner.compare.report.page_building import comparison_page
from reasoner.compare.report.view_building import views
from reasoner.compare.result import Comparison
from reasoner.driver.comparisons import Request, versions
from reasoner.driver.current_rule_base import rule_base

CLINICS = "新增门诊统筹和门诊慢特病定点"
CARE = "新增居家照护定点"

# --- the clauses of one side alone ----------------------------------------------------------------------------


def test_a_rule_is_told_for_its_matter_and_only_where_it_reaches_somebody() -> None:
    """3.3.p1 exempts 医疗机构; a pharmacy cannot rely on it, a hospital can."""
    shops = flat(text(compared("青岛市", "泉州市", "新增定点零售药店", "零售药店"))).partition("未作比较的条款】")[2]
    assert "3.2.p1.s2" in shops
    assert "3.3.p1" not in shops
    hospitals = flat(text(silent())).partition("未作比较的条款】")[2]
    assert "市政府重点建设项目：医疗机构（共27类），机构列入市级重点建设项目的，不受本文件限制" in hospitals
    assert "申请新增" not in hospitals.partition("【")[0]


def test_a_rule_that_reaches_some_kinds_only_is_kept_with_those_that_it_does_not_reach() -> None:
    assert "（不及于康复医院）" in flat(text(spoken()))
    data = silent()
    for r in data["results"]:
        r["speaking"] = {"a": [RULE | {"reaches": False}], "b": []}
    shown = text(data)
    assert "某原文" not in shown
    assert "某原文" not in comparison_page(typed(data), rule_base())


def test_a_condition_is_no_restriction() -> None:
    """3.2.p2.s2: 将资质合规、管理规范、信誉良好、安全供应、布局合理的定点药店纳入“双通道”管理."""
    shown = flat(text(compared("青岛市", "泉州市", SHOPS, "零售药店")))
    wanted = "青岛市的条件：双通道药店（须已定点零售药店、资质合规、管理规范、信誉良好、安全供应、布局合理）"
    assert wanted in shown
    assert "青岛市的限制有" not in shown


# --- reports alone --------------------------------------------------------------------------------------------


def test_where_only_a_report_is_held_nothing_is_said_of_what_the_region_provides() -> None:
    """泉医保〔2023〕83号 assesses a plan (实施情况中期评估) that is not held."""
    told = "已收录的泉州市文件只有一份评估报告，不具规范效力，其所评估的规划未收录，有无规定不详。"
    for data in (silent(), [beds(), silent(), silent()]):
        shown = flat(text(data))
        assert shown.count(told) == 1
        assert told in re.split(r"适用日期：?2025年12月31日[。：]", shown)[0]
        assert "泉州市没有可供核对的规定" not in shown
        assert "泉州市已收录文件中没有可供核对的规定" in shown
    assert "只有一份评估报告" not in flat(text(beds()))
    binzhou = compared("青岛市", "滨州市", SHOPS, "零售药店")
    assert "滨州市没有可供核对的规定" in flat(text(binzhou))


# --- overview -------------------------------------------------------------------------------------------------


def test_the_overview_names_every_rule_and_only_the_headline_of_a_terminal_is_short() -> None:
    """Of the seven rules on beds 精神科床位已达指标 (暂不新增) and 低使用率区域不新增床位 (低于75%) come last."""
    rules = ("精神科床位已达指标（", "低使用率区域不新增床位（床位使用率低于75%）")
    page = comparison_page(typed([beds(), silent()]), rule_base())
    overview = page.partition('<section id="overview">')[2].partition("</section>")[0]
    assert all(overview.count(rule) == 2 for rule in rules)
    assert not re.findall(r"等\d+项", overview)
    shown = text(beds())
    headline, matrix = flat(shown).partition("【总览】")[::2]
    assert re.search(r"等\d项", headline)
    assert all(rule in matrix for rule in rules)


@pytest.mark.parametrize(("number", "told"), [(10, "9"), (11, "9等11项")])
def test_of_more_than_ten_rules_the_rest_is_counted(number: int, told: str) -> None:
    assert wordings.few([str(n) for n in range(number)], wordings.MANY).endswith(f"、{told}")


def test_a_rule_whose_name_does_not_say_what_it_measures_has_that_in_brackets() -> None:
    """2.3.i1.s4: 医疗费用增长率高于全市平均水平的区市; 3.2.p1.s2: 步行15分钟范围内; 5.i8.s2: 照护资源相对充足的区域."""
    shown = flat(text(compared("青岛市", "泉州市", CLINICS, "综合医院")))
    assert (
        "增长率高于全市的区市从严控制（医疗费用增长率）、步行范围内不新增定点（步行15分钟内同类型定点机构数）" in shown
    )
    shown = flat(text(compared("青岛市", "泉州市", CARE, "护理院")))
    assert "充足区域不再增加长护险定点机构（照护资源相对充足）、四区不再新增居家照护定点" in shown


# --- groups of institutions -----------------------------------------------------------------------------------


def test_several_groups_told_together_are_counted_together_and_listed() -> None:
    """Of 按照卫生规划设立的社区卫生服务中心、社区卫生服务站、一体化村卫生室 the plan of Qingdao says more than of other 基层机构."""
    kinds = ("社区卫生服务中心", "社区卫生服务站", "一体化村卫生室", "中心卫生院", "乡镇卫生院", "综合医院")
    data = compared("青岛市", "滨州市", CLINICS, *kinds)
    (view,) = views(typed(data), rule_base())
    cells = [t.of for t in relations.cell(view, view.matters[CLINICS])]
    assert cells == ["社区卫生服务中心等5类", "综合医院"]
    listed = [told for told in assumptions.every_kind([view]) if told.startswith("社区卫生服务中心等5类:")]
    assert [set(told.partition(":")[2].split("、")) for told in listed] == [set(kinds[:5])]


def test_the_same_institutions_in_another_order_are_listed_once() -> None:
    kinds = ("社区卫生服务中心", "社区卫生服务站", "一体化村卫生室", "中心卫生院", "乡镇卫生院")
    pairs = [compared("青岛市", "滨州市", m, *kinds, "综合医院") for m in (CLINICS, "新增个人账户定点")]
    listed = [
        told for told in assumptions.every_kind(views(typed(pairs), rule_base())) if "社区卫生服务中心等5类" in told
    ]
    assert len(listed) == 1
    assert set(listed[0].partition(":")[2].split("、")) == set(kinds)


def test_groups_named_with_the_readings_are_listed() -> None:
    data = compared("青岛市", "河南省", BEDS, "综合医院", "其他专科医院", "妇幼保健院", "急救中心", "护理院")
    some = ["其他专科医院", "妇幼保健院", "急救中心", "护理院"]
    data["readings"]["turning"] = [
        {
            "side": "a", "document": "x", "title": "某规划", "reading": "某解释", "used": "甲", "alternative": "乙",
            "confirmed_by": "", "matter": BEDS, "types": some, "from": "互有宽严", "to": "青岛市更严",
        }
    ]  # fmt: skip
    shown = flat(text(data))
    assert f"{BEDS}（其他专科医院等4类）由“互有宽严”" in shown
    assert "其他专科医院等4类：其他专科医院、妇幼保健院、急救中心、护理院" in shown.partition("【机构类别】")[2]
    assert f"{BEDS}：互有宽严（仅其他专科医院等4类换一种理解会变）" in shown
    page = comparison_page(typed(data), rule_base())
    assert '<a href="#p1-readings">（仅其他专科医院等4类换一种理解会变）</a>' in page
    assert page.count("<li>其他专科医院等4类：其他专科医院、妇幼保健院、急救中心、护理院</li>") == 1


# --- examples -------------------------------------------------------------------------------------------------


def test_which_contract_is_meant_is_said() -> None:
    """A service that is held is named: 已定点 alone would not say whether hospital beds or care at home are meant."""
    medical = flat(text(beds(), full=True))
    assert "尚未定点※（假设值：已定点住院）" in medical
    facts = "".join(re.findall(r"事实:(.*?)青岛市\(", flat(text(care(), full=True)) + medical))
    assert not re.search(r"已定点（？！住院|居家照护|院护|失智专区|门诊|个人账户|零售药店|双通道）", facts)


def test_a_contract_that_an_application_states_is_among_its_facts() -> None:
    for data in (beds(), care()):
        (view,) = views(typed(data), rule_base())
        assert len(view.examples) == len(witnesses(data)) > 0
        stated = [e for e in view.examples if "已定点" in e.application.facility.facts]
        assert stated
        for e in stated:
            (fact,) = (f for f in e.facts if f.name == "已定点")
            assert fact.value == e.application.facility.facts["已定点"]


def test_whose_words_are_whose() -> None:
    shown = flat(text(beds()))
    told = "需个案研究：“从严控制”“以调整存量为主”是文件原文的用词；其后的“需个案研究”是系统所加的提示，不是原文。"
    assert told in shown.partition("【怎样看】")[2]
    assert "需个案研究：" not in flat(text(silent()))


# --- an amendment ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def amendment(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """3.1.p2 of the medical plan with 60% instead of 75%."""
    folder: Path = tmp_path_factory.mktemp("草案")
    request = Request(matters=(BEDS,), kinds=("综合医院",), as_of="2025-11-01")
    (data,) = versions(copied(folder / "before"), drafted(copied(folder / "after"), *AMENDED), request)
    return data


def test_beside_an_amended_rule_stand_the_readings_that_decide_whom_it_concerns(amendment: Comparison) -> None:
    """The readings on which 3.1.p2 of the plan rests, whose beds and which period among them; nobody has confirmed them."""
    wanted = (
        "所据条文理解“区域使用率”（尚未确认）：医保管理区域内住院定点医疗机构床位整体的使用率，不分床位类别。"
        "另一种理解：申请机构自身的床位使用率。"
    )
    part = flat(text(amendment)).partition("【修改了什么】")[2].partition("【")[0]
    assert flat(wanted) in part
    assert "所据条文理解“市本级三区”（尚未确认）：" in part
    resting = {
        r for n in rule_base().documents["qingdao-2023-18-medical"].norms(BEDS) if "/3.1.p2" in n.id for r in n.readings
    }
    assert part.count("所据条文理解“") == len(resting) >= 2
    page = comparison_page(typed(amendment), rule_base())
    assert wanted in page.partition('<section class="amended">')[2].partition("</section>")[0]


def test_the_limit_of_an_amended_rule_is_not_told_with_the_figure_of_the_rules_in_use(tmp_path: Path) -> None:
    """A draft with 85% restrains where the plan in use (75%) does not."""
    changes = (("低于75%", "低于85%"), ("低于 75%", "低于 85%"))
    request = Request(matters=(BEDS,), kinds=("综合医院",), as_of="2025-11-01")
    (data,) = versions(copied(tmp_path / "before"), drafted(copied(tmp_path / "after"), *changes), request)
    (view,) = views(typed(data), rule_base())
    before, after = relations.alone(view, view.blocks)
    assert before == ""
    assert after == "低使用率区域不新增床位"
