"""What a comparison in a terminal says beside its differences: readings, days, documents, and what rests on what."""

from __future__ import annotations

import json
import re

from compared import BEDS, DAY, beds, care, flat, reading, silent, spoken, text, typed, witnesses

from reasoner.compare.report.difference_lines import differences
from reasoner.compare.report.view_building import views
from reasoner.driver.current_rule_base import rule_base


def test_every_difference_stands_under_one_heading_and_keeps_its_examples() -> None:
    (view,) = views(typed(beds()), rule_base())
    found = [d for blocks in view.matters.values() for d in differences(blocks)]
    assert sorted(e.number for d in found for e in d.examples) == [e.number for e in view.examples]


def test_a_group_that_was_not_solved_is_said_to_be_so_and_nothing_is_derived_from_it() -> None:
    data = beds()
    first = data["results"][0]["alike"]
    late = [r for r in data["results"] if r["alike"] == first]
    for r in late:
        r |= {
            "complete": False, "witnesses": [], "why": "求解没有完成,未得出结论:超时",
        }  # fmt: skip
    shown = flat(text(data, full=True))
    assert "求解没有完成，未得出结论：超时" in shown
    assert "(限" not in shown
    assert "（限" not in shown
    assert f"没有算完的{len(late)}项（按事项和机构类别计），{len(late)}项关系已得出而差异没有举全" in shown
    for r in late:
        r |= {"relation": "未定", "label": "未定"}
    assert f"没有算完的{len(late)}项（按事项和机构类别计），记为“未定”" in flat(text(data))


def test_the_head_of_several_pairs_has_days_documents_and_their_notes() -> None:
    data, other = beds(), silent()
    other["as_of"] = "2026-03-01"
    for d in other["documents"]["a"]:
        d["in_force"] = not d["ends"]
    data["documents"]["b"][0]["notes"] = ["收到的文本不完整"]
    head = flat(text([data, other])).partition("【各对比较总览】")[0]
    assert "适用日期2025年12月31日：青岛市与河南省。" in head
    assert "适用日期2026年3月1日：青岛市与泉州市。" in head
    assert "规划期于适用日期当日届满" in head
    assert "规划期已届满的有《" in head
    assert flat(f"《{data['documents']['b'][0]['title']}》") + "：收到的文本不完整" in head
    overview = flat(text([data, other])).partition("【各对比较总览】")[2]
    assert "青岛市与泉州市（适用日期2026年3月1日）：" in overview


def test_readings_are_counted_and_what_turns_on_them_is_told() -> None:
    data = beds()
    data["readings"] = {"rests_on": 5, "unconfirmed": 3}
    shown = flat(text(data))
    assert "双方规则所据的条文理解5条，其中3条尚未确认。" in shown
    data["readings"] = {"rests_on": 5, "unconfirmed": 5}
    assert "双方规则所据的条文理解5条，均尚未确认。" in flat(text(data))  # P10
    data["readings"] = {"rests_on": 5, "unconfirmed": 3}
    # What was asked is asked again: one matter, three kinds of those that may ask for it, the same day.
    asked = f"--matter{BEDS}--type{''.join(r['type'] for r in data['results'])}--as-of{DAY}"
    assert f"tiaolicompare青岛市河南省{asked}--readings" in shown
    shared = {"side": "a", "document": "x", "title": "某规划", "used": "甲", "alternative": "乙", "matter": BEDS}
    shared |= {"confirmed_by": ""}
    kinds = [r["type"] for r in data["results"]]
    turned = shared | {"reading": "某解释", "types": kinds, "from": "青岛市更严", "to": "等价"}
    data["readings"] |= {"turning": [turned], "unanswered": [shared | {"reading": "另一条文理解", "types": kinds}]}
    shown = flat(text(data))
    assert f"如“某解释”改按另一种理解（乙），{BEDS}由“青岛市更严”变为“等价”。" in shown
    assert f"如“另一条文理解”改按另一种理解，{BEDS}的关系变不变没有算完。" in shown
    assert "--readings" not in shown


def test_a_relation_that_another_reading_would_change_is_marked_where_it_stands() -> None:
    data = beds()
    assert "换一种理解会变" not in text([data, silent()])
    first = data["results"][0]["alike"]
    kinds = [r["type"] for r in data["results"] if r["alike"] == first]
    turned = {
        "side": "a", "document": "x", "title": "某规划", "reading": "某解释", "used": "甲", "alternative": "乙", "matter": BEDS,
        "confirmed_by": "", "types": kinds, "from": "互有宽严", "to": "青岛市更严",
    }  # fmt: skip
    data["readings"]["turning"] = [turned]
    shown = flat(text([data, silent()]))
    # the other group of institutions, 康复医院, stays
    assert "青岛市与河南省：互有宽严（仅综合医院、护理院换一种理解会变）。" in shown
    assert f"{BEDS}：互有宽严（仅综合医院、护理院换一种理解会变）。" in shown
    assert "互有宽严（换一种理解会" in shown.partition("【总览】")[2]  # in a column, broken before the last word
    assert shown.partition("【总览】")[2].count("互有宽严（") == 1
    assert "换一种理解会变：条文换一种理解，该关系会改变" in shown
    assert f"{BEDS}（综合医院、护理院）由“互有宽严”变为“青岛市更严”。" in shown


def test_a_comparison_of_readings_begins_with_the_question() -> None:
    data = reading()
    data["reading"] = {
        "document": "x", "title": "某规划", "name": "某解释", "question": "问甲", "used": "读乙", "alternative": "读丙", "basis": "据丁",
        "confirmed_by": "",
    }  # fmt: skip
    head = flat(text(data)).partition("适用日期：")[0]
    for told in ("《某规划》“某解释”", "问甲", "读乙", "读丙", "据丁", "尚未确认"):
        assert told in head


def test_two_documents_for_one_place_are_no_change() -> None:
    data = json.loads(
        json.dumps(reading(), ensure_ascii=False).replace("所采理解", "《甲》").replace("另一种理解", "《乙》")
    )
    data.pop("reading", None)
    shown = flat(text(data, full=True))
    assert "谁的结论会改变" not in shown
    assert shown.startswith("规定效果比较：青岛市")
    assert "较宽、较严" not in shown


def test_the_clauses_of_the_side_that_speaks_are_told() -> None:
    shown = flat(text(spoken()))
    for told in (
        "未作比较的条款",
        "《某规划》（青某发1号）第三部分第二段（3.1.p2）“某原文。”",
        "某规则：某规则的意思（不及于康复医院）",
    ):
        assert told in shown


def test_facts_of_a_region_are_told_with_it() -> None:
    shown = flat(text(beds()))
    assert "黄岛区床位使用率70%" in shown
    assert not re.search(r"[、：]床位使用率", shown)


def test_the_full_text_has_the_reasons() -> None:
    shown = text(beds(), full=True)
    assert "理由：" in shown
    assert "已核对、不属于所列情形的规定：" in shown
    assert re.search(r"河南省（\S+市\S+[区县市]）", shown)
    assert "差异在于：各项" not in shown


def test_the_page_begins_with_whose_period_ends() -> None:
    """Both plans of Qingdao are for 2023-2025 (规划期为2023-2025年); Henan's guidance names no end."""
    shown = flat(text(beds()))
    assert (
        "青岛市规划期至2025年12月31日届满，本次按该日有效的规定比较；此后的依据须另行确认。"
        in shown.partition("适用日期：")[0]
    )
    late = beds()
    late["as_of"] = "2026-03-01"
    told = (
        "青岛市规划期已于2025年12月31日届满，本次按2026年3月1日有效的规定比较；届满不当然等于废止，现行依据须另行确认。"
    )
    assert told in flat(text(late)).partition("适用日期：")[0]
    early = beds()
    early["as_of"] = "2025-06-30"
    assert "须另行确认" not in flat(text(early)).partition("适用日期：")[0]


def test_why_a_day_was_taken_is_told_at_the_head() -> None:
    data = beds()
    data["as_of_basis"] = "未指定适用日期,取某日"
    assert "适用日期：2025年12月31日。未指定适用日期，取某日。" in flat(text(data))
    head = flat(text([data, silent()])).partition("【各对比较总览】")[0]
    assert "适用日期2025年12月31日：青岛市与河南省。未指定适用日期，取某日。" in head


def test_documents_are_told_as_what_they_are() -> None:
    """泉医保〔2023〕83号 is a report of 2023-07-19; none of the texts names a day of commencement; 1号文 breaks off."""
    shown = flat(text([beds(), silent()]))
    assert "中期评估的报告》（泉医保〔2023〕83号）：2023年7月19日成文；评估报告，不具规范效力" in shown
    assert "泉州市：适用日期有效的有《医疗保障基金使用监督管理条例》；不具规范效力（评估报告）的有《泉州市" in shown
    assert (
        "有效（未载施行日期，按印发（落款）日2023年7月30日起算；规划期至2025年12月31日，适用日期为最后一日）" in shown
    )
    assert "（青医保字〔2023〕1号）：是否有效不明，按有效与无效各作比较（施行日期不明）" in shown
    assert not re.search(r"自\d{4}-\d\d-\d\d起?施行", shown)


def test_a_draft_is_only_taken_to_be_in_force() -> None:
    data = reading()
    data |= {"a": "修改前", "b": "修改后"}
    for d in data["documents"]["b"]:
        if d["matters"]:
            d["draft"] = True
    shown = flat(text(data))
    assert "修改后：草案，假定有效的有《" in shown
    assert "修改前：草案" not in shown
    assert re.search(r"《青岛市医疗保障定点医药服务资源配置规划.*?：草案，假定有效（规划期至2025年12月31日", shown)


def test_examples_are_hypotheses_and_nobody_is_said_to_have_found_them() -> None:
    shown = flat(text(beds(), full=True))
    assert (
        "举例中的机构、数值和认定都是为比较而作的假设，不是黄岛区（西海岸新区）等地的实际数据。"
        in shown.partition("适用日期：")[0]
    )
    assert "按假设，黄岛区床位使用率为70%，低于75%，属于该条规定的情形。" in shown
    for word in ("经查", "来源：", "截至", "常见", "请提供"):
        assert word not in shown, word
    shown = flat(text(care(), full=True))
    assert "黄岛区具备“照护资源相对充足”这一情形，属于该条规定的情形" in shown
    assert "市级医保行政部门" not in shown


def test_what_rests_on_guidance_says_so_by_every_example() -> None:
    shown = flat(text(beds(), full=True))
    assert shown.count("依据为省级指导意见，对象是各地医保部门；办理个案以本统筹区的规定为准") == len(witnesses(beds()))


def test_an_example_stands_under_the_clauses_that_decide_it() -> None:
    """Each answer of the other side has an example of its own, in which exactly that clause decides."""
    data = beds()
    restrain = flat(text(data)).partition("双方都限制，结论不同")[2].partition("双方都可进入后续程序")[0]
    (lead,) = re.findall(r"青岛市3\.1\.p2低使用率区域不新增床位：原则上不予新增(.*?)(?:\d\.青岛市|$)", restrain)
    stock, deficit = re.findall(r"-程度不同，河南省(.*?)。例：", lead + "。例：")[:1], "赤字地区不再增加机构" in lead
    assert stock == ["3.2.i1.p2.s1超过配置总量以调整存量为主：以调整存量为主，需个案研究"]
    assert not deficit  # both 原则上: no difference
    (control,) = re.findall(
        r"青岛市2\.3\.i1\.s4增长率高于全市的区市从严控制：从严控制，需个案研究(.*?)2\.青岛市", restrain
    )
    told = dict(re.findall(r"-(..不同)，河南省(3\.2\.i1\.p2\.s\d)", control))
    assert told == {"方式不同": "3.2.i1.p2.s1", "程度不同": "3.2.i1.p2.s2"}
    for clause, fact in (("s1", "定点医药机构数6000家"), ("s2", "医保基金当期赤字是")):
        (example,) = re.findall(rf"河南省3\.2\.i1\.p2\.{clause}[^-]*?例：([^-]*)", control)
        assert fact in example


def test_beside_a_clause_stands_what_it_says_by_itself() -> None:
    """3.1.p1.s2 says 暂不新增购买, whatever another clause leads to beside it."""
    data = beds()
    other = json.dumps(data, ensure_ascii=False)
    witness = next(
        w for w in witnesses(data) if w["rules"]["a"] and w["rules"]["a"].endswith("3.1.p1.s2#精神科床位已达指标")
    )
    assert witness["a"]["label"] == "按规定暂不新增"
    changed = json.loads(other.replace('"label": "按规定暂不新增"', '"label": "按规定不得新增"'))
    shown = flat(text(changed))
    assert "3.1.p1.s2精神科床位已达指标（本条：按规定暂不新增）：按规定不得新增" in shown
    assert "3.1.p1.s2精神科床位已达指标：按规定不得新增" not in shown


def test_facts_are_told_as_people_say_them() -> None:
    shown = flat(text(beds(), full=True))
    assert "尚未定点※（假设值：已定点住院）" in shown
    assert "列入省级重点建设项目※（假设值：没有列入重点建设项目）" in shown
    shown = flat(text(reading(), full=True))
    assert "步行15分钟内有同类型定点机构1家※（假设值：步行15分钟内没有同类型定点机构）" in shown


def test_only_what_restrains_must_be_known() -> None:
    shown = flat(text(beds()))
    assert "比较的是相关事实、认定都已知的申请（只影响优先的事实可以不明，按没有该情形处理）" in shown
    assert "例中只写起作用的事实，其余省去，不影响本例结论" in shown
