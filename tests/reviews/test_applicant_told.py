"""What an applicant's lawyer found told wrongly in verdicts and letters: each case with the words on which it rests."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from reviewed import CITY, TREASURY, Data, determined, explained, judged, letter, lines, sentences

from policy_dsl.diagnostics import Faults
from reasoner.driver.current_rule_base import rule_base
from reasoner.explain.background import background
from reasoner.letters.letter_types import OPINION, REFUSAL
from reasoner.model.kinds import Outcome
from reasoner.render.letter_model import QUOTE
from reasoner.render.terminal.layout import Style
from reasoner.render.terminal.verdict_note import note
from reasoner.render.typeset import bare

HOME_CARE, CARE_BEDS, DEMENTIA = "新增居家照护定点", "新增购买院护床位", "设置失智专区床位"
PHARMACY, OUTPATIENT = "新增定点零售药店", "新增门诊统筹和门诊慢特病定点"
PLENTY: Final = "照护资源相对充足"
NOTICE_1: Final = "青医保字〔2023〕1号"


def applied(matter: str, day: str, facility: Data, **more: Any) -> Data:
    """An application of the institution 甲."""
    return {"编号": "P-1", "事项": matter, "日期": day, "机构": {"名称": "甲", **facility}, **more}


def noted(application: Data) -> str:
    """The note that a terminal shows of an application, its broken lines joined."""
    return re.sub(r"\n\s+", "", note(judged(application), background(rule_base()), Style(100, False)))


# --- 3: force that was determined


def in_force(day: str) -> Data:
    """A station for home care in 即墨区, 照护资源相对充足, with 文件效力 of the opinion determined by both its issuers."""
    return applied(
        HOME_CARE,
        day,
        {"类型": "护理站", "所在地": "即墨区"},
        认定=[
            determined(PLENTY, "即墨区", True, day="2024-02-01", 依据="青医保函〔2024〕3号"),
            determined(
                "文件效力",
                NOTICE_1,
                True,
                [CITY, TREASURY],
                "2024-01-10",
                自="2023-01-01",
                至="2027-12-31",
                依据="原件",
            ),
        ],
    )


def test_of_a_force_that_was_determined_only_the_missing_text_withholds_a_letter() -> None:
    """文件效力 recorded by 青岛市医疗保障局 and 青岛市财政局 自2023-01-01至2027-12-31; what is lacking is 第9点的其余部分."""
    verdict = judged(in_force("2024-06-03"))
    assert verdict.outcome is Outcome.PRESUMPTIVELY_BARRED
    whole = letter(verdict)
    text = "\n".join(lines(whole))
    assert whole.kind == OPINION
    assert "收到的文本不完整" in text
    assert "不能单独作为对外文书的依据" in text
    assert "效力期限不明" not in text
    assert "确认效力" not in text
    with pytest.raises(Faults) as raised:
        letter(verdict, kind=REFUSAL)
    (fault,) = raised.value.diagnostics
    assert (fault.code, "不完整" in fault.message, "效力期限不明" in fault.message) == ("T107", True, False)


# --- 4: a record that does not speak of the day


def test_a_force_determined_for_another_period_is_told() -> None:
    """自2023-01-01至2027-12-31: of 2028-01-01 it says nothing, which is no reason to conceal it."""
    verdict = judged(in_force("2028-01-01"))
    (warning,) = (w for w in verdict.warnings if w.startswith("文件效力"))
    assert f"{CITY}、{TREASURY}2024-01-10原件认定其自2023-01-01至2027-12-31有效" in warning
    assert "该认定没有说到适用日期(2028-01-01),请" in warning
    assert "确认在该日是否继续有效" in warning
    assert "查找原件" not in sentences(verdict)
    (question,) = (m for m in verdict.missing if m.fact == "文件效力")
    assert (question.record or "").startswith("已有的认定没有说到适用日期(2028-01-01)。")


def test_without_a_record_the_original_is_asked_for_first() -> None:
    """The text received breaks off before it says from when and until when."""
    application = in_force("2028-01-01")
    application["认定"] = application["认定"][:1]
    (warning,) = (w for w in judged(application).warnings if w.startswith("文件效力"))
    assert "请先查找原件" in warning


def test_a_continuation_for_another_period_is_told() -> None:
    """规划延续执行 至2026-12-31: of 2027-06-01 it says nothing; the plan's own period ended on 2025-12-31."""
    continued = determined("规划延续执行", "qingdao-2023-18-medical", True, day="2025-12-30", 至="2026-12-31")
    given = applied(PHARMACY, "2027-06-01", {"类型": "零售药店", "所在地": "即墨区"}, 认定=[continued])
    verdict = judged(given)
    assert verdict.outcome is Outcome.OUT_OF_FORCE
    (why,) = (o.why for o in verdict.not_governing if "定点医药" in o.document and "2025-12-31" in o.why)
    assert f"{CITY}2025-12-30认定至2026-12-31继续执行,没有说到适用日期(2027-06-01)" in why
    assert "未见继续执行的认定" not in why


# --- 10: the known half, and every answer


def test_what_is_known_of_an_open_rule_is_told_with_every_answer() -> None:
    """「照护资源相对充足的区域,原则上控制…」 with the first half determined, and not known to which services it is contracted."""
    given = applied(
        CARE_BEDS,
        "2024-06-03",
        {"类型": "养老机构", "所在地": "平度市", "镇街": "大泽山镇"},
        床位数=50,
        所在镇街院护机构数=0,
        指标=[
            {"地区": "青岛市", "名称": "院护床位数", "数值": 11900, "时点": "2024-05-31", "来源": "台账"},
            {"地区": "平度市", "名称": "院护床位使用率", "数值": "70%", "时点": "2024-05-31", "来源": "台账"},
            {"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": 60000, "时点": "2025", "来源": "测算"},
        ],
        认定=[determined(PLENTY, "平度市", True, day="2024-02-01", 依据="青医保函〔2024〕3号")],
    )
    verdict = judged(given)
    assert verdict.outcome is Outcome.UNDETERMINED
    open_rules = [s for p in explained(verdict).points if p.role == "open" for s in p.sentences if "尚不能判断" in s]
    (open_rule,) = open_rules
    assert f"。已知的有:平度市「{PLENTY}」已经认定" in open_rule
    answers = {m.fact: {a.value for a in m.answers or ()} for m in verdict.missing}
    printed = "".join(i.answers for g in explained(verdict).missing for i in g.items if "已定点" in i.sentence)
    assert answers["已定点"] >= {"无"}
    assert all(value in printed for value in answers["已定点"])
    assert "为「无」的,仍有几种可能的结论:「原则上不予新增」" in printed


def test_both_answers_of_a_deficit_are_told() -> None:
    """「对医保基金当期赤字…的地区,原则上不再增加」: 否 does not settle it while the total is not known, and is told too."""
    given = applied(
        PHARMACY,
        "2025-11-15",
        {"类型": "零售药店", "所在地": "洛阳市"},
        指标=[
            {"地区": "洛阳市", "名称": "定点医药机构数", "数值": 1000, "时点": "2025-09-30", "来源": "x"},
            {"地区": "洛阳市", "名称": "医保基金动态监测赤字", "数值": False, "时点": "2025-09", "来源": "x"},
        ],
    )
    text = sentences(judged(given))
    assert "为「否」的,仍有几种可能的结论:「以调整存量为主,需个案研究」;「已收录文件中未见限制,可进入后续程序」" in text
    assert "为「是」的,研判结论为「原则上不予新增」" in text


# --- 8: a place that is not written


def in_luoyang(place: str) -> Data:
    """A pharmacy where 定点医药机构数 is over 配置总量, and 涧西区 was determined to be 资源薄弱区域."""

    def of_city(name: str, value: Any, day: str) -> Data:
        return {"地区": "洛阳市", "名称": name, "数值": value, "时点": day, "来源": "x"}

    city = "洛阳市医疗保障局"
    return applied(
        PHARMACY,
        "2025-11-15",
        {"类型": "零售药店", "所在地": place},
        指标=[
            of_city("医保基金当期赤字", False, "2025-09"),
            of_city("医保基金动态监测赤字", False, "2025-09"),
            of_city("定点医药机构数", 1001, "2025-09-30"),
            of_city("定点医药机构配置总量", 1000, "2025-01-01"),
        ],
        认定=[
            determined("动态管理腾出名额", "洛阳市", True, city, "2025-11-01"),
            determined(WEAK, "涧西区", True, city, "2025-11-01"),
        ],
    )


WEAK: Final = "医保定点医药机构资源薄弱区域"


def test_where_the_county_is_not_written_it_is_the_county_that_is_lacking() -> None:
    """「优先用于医保定点医药机构资源薄弱区域」: 涧西区 is one; whether the institution lies there nobody wrote."""
    verdict = judged(in_luoyang("洛阳市"))
    assert {a.fact: a.assumed for a in verdict.assumptions}[WEAK] == "所在地未写明"
    (sentence,) = (s for s in explained(verdict).assumptions if s.startswith(WEAK))
    assert "机构所在的县(市、区)未写明" in sentence
    assert "请补充所在的县(市、区)" in sentence
    assert "认定文件" not in sentence
    assert f"机构所在的县（市、区）未写明，不能判断当地是否属于“{WEAK}”的情形" in noted(in_luoyang("洛阳市"))


def test_where_the_county_is_written_it_is_not() -> None:
    """涧西区 lies in 洛阳市 and was determined to be such a place; of 西工区 nothing was determined."""
    assert "未写明" not in sentences(judged(in_luoyang("涧西区")))
    assumed = {a.fact: a.assumed for a in judged(in_luoyang("西工区")).assumptions}
    assert assumed[WEAK] == "未主张"


# --- 11: silence, the agency's own facts, and claims


def beds(**of_facility: Any) -> Data:
    """A hospital in 城阳区 that asks for 100 beds where 2.3 bars more in principle."""
    return applied(
        "新增购买住院床位",
        "2024-05-01",
        {"类型": "综合医院", "所在地": "城阳区", **of_facility},
        床位类别="综合",
        床位数=100,
        指标=[
            {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 70000, "时点": "2024-03-31", "来源": "台账"},
            {"地区": "青岛市", "名称": "常住人口", "数值": 10342100, "时点": "2023", "来源": "青岛市统计公报"},
            {"地区": "城阳区", "名称": "床位使用率", "数值": "70%", "时点": "2024-03-31", "来源": "台账"},
            {"地区": "城阳区", "名称": "医疗费用增长率", "数值": "4%", "时点": "2023", "来源": "x"},
            {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023", "来源": "x"},
        ],
    )


def test_silence_is_told_as_what_the_papers_do_not_state() -> None:
    """「列入市政府重点建设项目的医疗机构」: nothing was said of it; that is no statement that it is not claimed."""
    text = sentences(judged(beds()))
    assert "豁免·未载明:申请材料未载明重点建设项目(市级),本次不适用该项豁免;如有,请提供" in text
    assert "申请人未主张" not in text
    assert "未主张" not in "\n".join(lines(letter(judged(beds()))))


def test_a_fact_of_the_agency_is_not_told_as_not_claimed() -> None:
    """「动态管理腾出名额」 is for the agency to look up; nobody could claim it."""
    whole = letter(judged(in_force("2024-06-03")))
    assert whole.kind == OPINION
    (row,) = (t for t in lines(whole) if "动态管理腾出名额" in t and "尚未查明" in t and "假定" not in t)
    assert bare(row).startswith("尚未查明,本次按没有该情形处理:")


def test_what_is_claimed_lacks_its_proof_and_nothing_else() -> None:
    """重点建设项目 未核实: it is written, and what is lacking is 列入政府重点建设项目的文件."""
    whole = letter(judged(beds(重点建设项目="未核实")))
    (table,) = (s.table for s in whole.sections if s.table is not None)
    ((_, _, problem, demand, _),) = table.rows
    assert bare(problem) == "申请材料已写明“重点建设项目”,尚未附证明"
    assert demand.startswith("请补充列入政府重点建设项目的文件")
    assert "未载明" not in problem


def test_what_is_not_written_is_asked_for_as_that() -> None:
    """「使用率低于75%的区市,原则上不再新增」 turns on how many beds are asked for: of the one who does not state it, that."""
    application = beds()
    del application["床位数"]
    whole = letter(judged(application), kind="补正材料通知书")
    (table,) = (s.table for s in whole.sections if s.table is not None)
    problems = [row[2] for row in table.rows]
    assert any("没有写明“床位数”" in p for p in problems)
    assert not any("未附" in p for p in problems)


# --- 5: each ground with its own strength


def pharmacy_nearby() -> Data:
    """A pharmacy with another within the walk, in a district whose costs grow faster than those of the city."""
    return applied(
        PHARMACY,
        "2024-06-03",
        {"类型": "零售药店", "所在地": "即墨区"},
        步行15分钟内同类型定点机构数=1,
        指标=[
            {"地区": "即墨区", "名称": "医疗费用增长率", "数值": "6%", "时点": "2023", "来源": "x"},
            {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023", "来源": "x"},
        ],
    )


def care_beds(asked_for: int = 101, bought: int = 11900) -> Data:
    """A nursing home in 平度市 that asks for beds near both limits of 3.2.p1.s1."""
    return applied(
        CARE_BEDS,
        "2024-06-03",
        {"类型": "养老机构", "所在地": "平度市", "镇街": "大泽山镇", "已定点": ["院护"]},
        床位数=asked_for,
        指标=[
            {"地区": "青岛市", "名称": "院护床位数", "数值": bought, "时点": "2024-05-31", "来源": "台账"},
            {"地区": "平度市", "名称": "院护床位使用率", "数值": "70%", "时点": "2024-05-31", "来源": "台账"},
            {"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": 60000, "时点": "2025", "来源": "测算"},
        ],
    )


def test_a_letter_names_the_provision_that_is_in_principle() -> None:
    """「原则上不再新增定点」(3.2.p1.s2) is one; 「从严控制」(2.3.i1.s4) is none."""
    whole = letter(judged(pharmacy_nearby()))
    reasons = [bare(t) for t in lines(whole, "理由")]
    (presumption,) = (t for t in reasons if t.startswith("1."))
    assert "第三部分第(二)项第一段第二句" in presumption
    assert presumption.endswith("该规定写明“原则上”,为原则性规定。")
    assert not any(t.startswith("上述规定") for t in reasons)  # each says it of itself
    (strict,) = (t for t in reasons if t.startswith("2."))
    assert strict.endswith("该规定为从严控制的规定,不等于不予新增。")


def test_two_limits_of_one_sentence_are_two_reasons() -> None:
    """「按照不超过…20%规划」 has no 原则上; 「全市规划床位数原则上不超过1.2万张」 has."""
    reasons = [bare(t) for t in lines(letter(judged(care_beds())), "理由")]
    (cap,) = (t for t in reasons if "20%" in t)
    (rule_of_thumb,) = (t for t in reasons if "1.2万" in t)
    assert "原则性规定" not in cap
    assert rule_of_thumb.endswith("该规定写明“原则上”,为原则性规定。")


# --- 9: the advice of the verdict in the letter


def test_what_somebody_can_do_stands_in_the_letter() -> None:
    """「管理规范、信誉良好…」: 整改、修复信用后申请复核 is something that the applicant can do."""
    met = dict.fromkeys(("管理规范", "安全供应", "布局合理"), True)
    given = applied(
        "纳入双通道管理",
        "2024-06-03",
        {"类型": "零售药店", "所在地": "即墨区", "已定点": ["零售药店"], **met, "信誉良好": False, "资质合规": False},
    )
    verdict = judged(given)
    assert verdict.outcome is Outcome.NOT_ELIGIBLE
    later = bare("".join(lines(letter(verdict), "后续办理")))
    assert "整改、修复信用后申请复核" in later
    assert "补齐资质证照" in later
    assert "未见你单位单独改变" not in later


# --- 6: a part that fits, and the verb of the matter


def test_what_becomes_of_the_part_that_fits_is_left_to_be_filled_in() -> None:
    """12000 less 11900 leaves 100 of 101 beds; no text says who grants a part, so no letter does."""
    whole = letter(judged(care_beds()))
    text = bare("".join(lines(whole)))
    (decision,) = (n for s in whole.sections if s.name == "处理意见" for n in s.lines if n.what == "结论")
    assert decision.form == "待填"
    assert "按上述规定可以容纳100张" in bare(decision.text)
    assert "全部不予新增购买院护床位,或者按____张办理" in bare(decision.text)
    assert "本次不予" not in text
    assert "推定" not in text
    assert "可以容纳的部分怎样处理尚待填写" in bare(whole.draft)
    assert "推定由受理申请的医保经办机构决定" in bare("".join(lines(letter(judged(care_beds()), kind=OPINION))))


def test_where_nothing_fits_the_decision_is_whole() -> None:
    """12000 less 12000 leaves nothing."""
    whole = letter(judged(care_beds(100, 12000)))
    assert "本次不予新增购买院护床位" in bare("".join(lines(whole, "处理意见")))
    assert "部分" not in whole.draft
    assert "张数" not in whole.draft


@pytest.mark.parametrize(
    ("verdict", "title"),
    [(care_beds(), "关于不予新增购买院护床位的告知书"), (pharmacy_nearby(), "关于不予新增定点零售药店的告知书")],
)
def test_a_title_has_the_verb_of_the_matter(verdict: Data, title: str) -> None:
    """WORDING: 关于不予{事项}的告知书."""
    assert letter(judged(verdict)).title == title


# --- 12: words of letters that leave the office


@pytest.mark.parametrize("given", [care_beds(), pharmacy_nearby(), beds(), beds(重点建设项目="未核实")])
def test_letters_that_leave_say_nothing_of_how_the_office_works(given: Data) -> None:
    """WORDING: never 研判, 已收录, 系统; quotations in “ ”; days as 2024年5月31日."""
    whole = letter(judged(given))
    assert whole.outward
    own = [n.text for s in whole.sections for n in s.lines if n.form != QUOTE]
    own += [cell for s in whole.sections if s.table is not None for row in s.table.rows for cell in row]
    for text in own:
        assert [w for w in ("研判", "已收录", "系统", "「", "」") if w in text] == [], text
        assert re.search(r"\d{4}-\d\d(?!\d)", text) is None, text
    assert any("2024年5月31日" in t for t in own) or given["事项"] != CARE_BEDS
