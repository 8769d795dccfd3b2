"""A comparison in a terminal loses nothing, keeps its lines, and says no more than the texts do."""

from __future__ import annotations

import copy
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import reasoner.compare.report
from policy_dsl.source import display_width
from reasoner.compare.data import groups, to_data
from reasoner.compare.effect import compare
from reasoner.compare.report.build import views
from reasoner.compare.report.differences import differences
from reasoner.compare.report.terminal import comparison_text
from reasoner.compare.sides import Compared
from reasoner.driver.in_use import rule_base

DAY = "2025-12-31"
BANNED = ("行政许可", "审批", "不予受理", "禁止", "一律")


@cache
def _pair(name: str, region: str, matter: str, *kinds: str) -> str:
    base = rule_base()
    found = compare(
        Compared("青岛市", base, "370200"), Compared(name, base, region), DAY, matters=[matter], kinds=kinds
    )
    return json.dumps(to_data(found), ensure_ascii=False)


@cache
def _reading() -> str:
    base = rule_base()
    other = base.variant("qingdao-2023-18-medical", "优先不解除步行限制")
    sides = Compared("现用读法", base, "370200"), Compared("另一种读法(优先不解除步行限制)", other, "370200")
    matter, kinds = "新增门诊统筹和门诊慢特病定点", ["社区卫生服务中心", "诊所"]
    return json.dumps(to_data(compare(*sides, DAY, matters=[matter], kinds=kinds, together=True)), ensure_ascii=False)


def beds() -> dict[str, Any]:
    """Qingdao and Henan on beds, two groups of institutions; through JSON as another program would have it."""
    return json.loads(_pair("河南省", "410000", "新增购买住院床位", "综合医院", "护理院", "康复医院"))


def silent() -> dict[str, Any]:
    return json.loads(_pair("泉州市", "350500", "新增购买住院床位", "综合医院", "康复医院"))


def reading() -> dict[str, Any]:
    return json.loads(_reading())


def text(data: Any, **options: Any) -> str:
    return comparison_text(data, rule_base(), **({"width": 80, "colour": False} | options))


def flat(shown: str) -> str:
    return "".join(shown.split())


def witnesses(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [w for _, members in groups(data) for w in members[0]["witnesses"]]


def decisive(witness: dict[str, Any], side: str) -> list[dict[str, Any]]:
    return [c for c in witness[side]["citations"] if c["role"] == "decisive"]


def test_the_matrix_has_a_line_for_each_group_with_relation_and_reason() -> None:
    matrix = text(beds()).partition("【总览】")[2].partition("【新增购买住院床位】")[0]
    assert "综合医院、护理院" in matrix
    assert matrix.count("不可比") == 2
    assert len(re.findall(r"仅青岛市限制\d+项", matrix)) == 2


@pytest.mark.parametrize("data", [beds, reading])
def test_every_clause_rule_and_outcome_of_a_difference_is_told(data: Any) -> None:
    shown = flat(text(data()))
    for w in witnesses(data()):
        for side in "ab":
            assert flat(w[side]["label"]) in shown or w["kind"] != "strength"
            if w["rules"][side] is not None:
                address, _, rule = w["rules"][side].partition("/")[2].partition("#")
                assert flat(f"{address} {rule.partition('@')[0]}") in shown


def test_the_full_text_has_every_witness_with_facts_outcomes_clauses_and_quotes() -> None:
    data = beds()
    shown = text(data, full=True)
    parts = [flat(p.partition("【")[0]) for p in re.split(r"\n  例\d+ ", shown)[1:]]
    assert len(parts) == len(witnesses(data))
    for part, w in zip(parts, witnesses(data), strict=True):
        for entry in w["application"].get("指标", ()):
            value = entry["数值"]
            told = {True: "是", False: "否"}.get(value) if isinstance(value, bool) else str(value)
            assert re.search(rf"{entry['地区']}(\d{{4}}年)?{entry['名称']}※?{told}", part), entry
        for side in "ab":
            assert flat(w[side]["label"]) in part
            for c in decisive(w, side):
                assert flat(c["quote"]) in part
                assert flat(c["place"]) in part
        assert part.count("※") == len(w["unusual"])


def test_figures_day_documents_and_scope() -> None:
    data = beds()
    shown = flat(text(data))
    assert f"基准日:{DAY}" in shown
    assert f"分析规则{data['analysed']}条" in shown
    assert f"其中{data['open']}条取决于有权机关的认定" in shown
    assert f"差异举例{sum(len(r['witnesses']) for r in data['results'])}个" in shown
    assert f"本文列{len(witnesses(data))}个" in shown
    assert "没有未完成的求解" in shown
    for side in "ab":
        for d in data["documents"][side]:
            assert flat(f"《{d['title']}》") in shown
    assert "只就已收录的文本作比较" in shown


def test_a_document_that_ended_is_told_apart_from_one_in_force() -> None:
    data = beds()
    data["as_of"] = "2026-03-01"
    for d in data["documents"]["a"]:
        d["in_force"] = not d["ends"]
    shown = flat(text(data))
    assert "规划期已于2025-12-31届满,届满不当然等于废止" in shown
    assert "基准日为最后一日" not in shown


def test_silence_is_not_compared_and_is_no_permission() -> None:
    shown = flat(text(silent()))
    assert "泉州市没有可据以研判的规定" in shown
    assert "没有规定不等于可以办理" in shown
    assert "综合医院、康复医院" in shown  # groups of which the same is said share a line
    assert "更严" not in shown.partition("更严:")[0]


def test_both_silent_is_no_permission_either() -> None:
    data = silent()
    for r in data["results"]:
        r |= {"relation": "等价", "label": "等价", "why": "青岛市未作规定;泉州市未作规定"}
    assert "没有规定不等于可以办理" in flat(text(data))
    for shown in (flat(text(data)), flat(text([data, beds()]))):
        assert "双方均无可据以研判的规定" in shown
        assert "等价" not in shown.partition("怎样看")[0]
        assert "未作规定" not in shown


def test_clauses_that_do_not_reach_a_kind_are_told() -> None:
    data = beds()
    for r in data["results"]:
        r["why"] = "河南省没有规则及于此类机构,按「未见限制」比较"
    shown = flat(text(data, full=True))
    assert "条款未及:河南省没有规则及于此类机构" in shown
    assert "(条款未及此类机构)" in shown


def test_what_was_not_solved_is_open_with_its_reason() -> None:
    data = beds()
    for r in data["results"]:
        r |= {"relation": "未定", "label": "未定", "why": "求解没有完成:超时(时限1秒,已问9次)", "witnesses": []}
    data["timed_out"] = len(data["results"])
    shown = flat(text(data))
    assert "未定求解没有完成:超时" in shown
    assert f"求解没有完成的{data['timed_out']}项" in shown
    assert "条款未及:求解" not in shown


def test_versions_are_about_who_is_judged_otherwise_not_about_cities() -> None:
    shown = flat(text(reading(), full=True))
    assert shown.startswith("谁的结论会改变:青岛市,现用读法与另一种读法(优先不解除步行限制)")
    assert "另一种读法较宽" in shown
    assert "依现用读法受限制,依另一种读法可进入后续程序" in shown
    assert "结论不变" in shown
    assert "更严" not in shown
    assert "视同" not in shown


def test_several_pairs_begin_with_their_overview() -> None:
    shown = text([beds(), silent()])
    first, _, rest = shown.partition("═══ 青岛市与河南省 ═══")
    assert "青岛市与河南省:不可比" in first
    assert "青岛市与泉州市:不可比(泉州市没有可据以研判的规定)" in first
    assert "【总览】" in rest


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("long", [False, True])
def test_lines_keep_the_width_however_long_the_names(width: int, long: bool) -> None:
    data = beds()
    if long:
        name = "某省某自治州" * 8
        data = json.loads(json.dumps(data, ensure_ascii=False).replace("河南省", name))
    for colour in (False, True):
        for line in text([data, silent()], width=width, full=True, colour=colour).splitlines():
            assert display_width(re.sub(r"\x1b\[[\d;]*m", "", line)) <= width, line


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b[" not in text(beds())
    coloured = text(beds(), colour=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == text(beds())


def test_the_data_is_not_changed() -> None:
    data = beds()
    before = copy.deepcopy(data)
    text(data, full=True)
    assert data == before


def test_our_own_sentences_avoid_the_words_that_say_too_much() -> None:
    for path in Path(reasoner.compare.report.__file__).parent.glob("*.py"):
        for word in BANNED:
            assert word not in path.read_text(encoding="utf-8"), (path.name, word)


def test_every_difference_stands_under_one_heading_and_keeps_its_examples() -> None:
    (view,) = views(beds(), rule_base())
    found = [d for blocks in view.matters.values() for d in differences(blocks)]
    assert sorted(e.number for d in found for e in d.examples) == [e.number for e in view.examples]


def test_clauses_that_do_not_reach_are_told_wherever_the_relation_is() -> None:
    data = beds()
    first = data["results"][0]["alike"]
    for r in data["results"]:
        r["unreached"] = ["b"] if r["alike"] == first else []
    shown = flat(text([data, silent()]))
    assert "青岛市与河南省:不可比(部分机构:河南省条款未及)" in shown
    assert "不可比(河南省条款未及)" in shown
    assert shown.count("(部分机构:河南省条款未及)") == 2  # in the matrix of pairs and in the headline
    for r in data["results"]:
        r["unreached"] = ["b"]
    assert "青岛市与河南省:不可比(河南省条款未及)" in flat(text([data, silent()]))


def test_a_group_that_was_not_solved_is_said_to_be_so_and_nothing_is_derived_from_it() -> None:
    data = beds()
    first = data["results"][0]["alike"]
    late = [r for r in data["results"] if r["alike"] == first]
    for r in late:
        r |= {
            "complete": False, "witnesses": [], "unreached": ["b"],
            "why": "求解没有完成,未得出结论:超时;河南省没有规则及于此类机构,按「未见限制」比较",
        }  # fmt: skip
    shown = flat(text(data, full=True))
    assert "条款未及" not in shown
    assert "求解没有完成,未得出结论:超时" in shown
    assert "(限" not in shown
    assert f"求解没有完成的{len(late)}项(按事项和机构类别计),{len(late)}项关系已得出而差异没有举全" in shown
    for r in late:
        r |= {"relation": "未定", "label": "未定"}
    assert f"求解没有完成的{len(late)}项(按事项和机构类别计),记为「未定」" in flat(text(data))


def test_the_head_of_several_pairs_has_days_documents_and_their_notes() -> None:
    data, other = beds(), silent()
    other["as_of"] = "2026-03-01"
    for d in other["documents"]["a"]:
        d["in_force"] = not d["ends"]
    data["documents"]["b"][0]["notes"] = ["收录文本不完整"]
    head = flat(text([data, other])).partition("【各对比较总览】")[0]
    assert "基准日2025-12-31:青岛市与河南省。" in head
    assert "基准日2026-03-01:青岛市与泉州市。" in head
    assert "规划期于基准日当日届满" in head
    assert "规划期已届满的有《" in head
    assert f"《{flat(data['documents']['b'][0]['title'])}》:收录文本不完整" in head
    overview = flat(text([data, other])).partition("【各对比较总览】")[2]
    assert "青岛市与泉州市(基准日2026-03-01):" in overview


def test_readings_are_counted_and_what_turns_on_them_is_told() -> None:
    data = beds()
    data["readings"] = {"rests_on": 5, "unconfirmed": 3}
    shown = flat(text(data))
    assert "双方规则所据的解释5条,其中3条尚无人确认。" in shown
    assert "tiaolicompare青岛市河南省--readings" in shown
    turned = {
        "side": "a", "document": "x", "title": "某规划", "reading": "某解释", "used": "甲", "alternative": "乙", "matter": "新增居家照护定点",
        "types": [], "from": "青岛市更严", "to": "不可比",
    }  # fmt: skip
    data["readings"]["turning"] = [turned]
    shown = flat(text(data))
    assert "如“某解释”改按另一种读法(乙),新增居家照护定点由「青岛市更严」变为「不可比」。" in shown
    assert "--readings" not in shown


def test_a_comparison_of_readings_begins_with_the_question() -> None:
    data = reading()
    data["reading"] = {
        "document": "x", "title": "某规划", "name": "某解释", "question": "问甲", "used": "读乙", "alternative": "读丙", "basis": "据丁",
        "confirmed_by": [],
    }  # fmt: skip
    head = flat(text(data)).partition("基准日:")[0]
    for told in ("《某规划》“某解释”", "问甲", "读乙", "读丙", "据丁", "尚无人确认"):
        assert told in head


def test_two_documents_for_one_place_are_no_change() -> None:
    data = json.loads(
        json.dumps(reading(), ensure_ascii=False).replace("现用读法", "《甲》").replace("另一种读法", "《乙》")
    )
    data.pop("reading", None)
    shown = flat(text(data, full=True))
    assert "谁的结论会改变" not in shown
    assert shown.startswith("规定效果比较:青岛市")
    assert "较宽、较严" not in shown


def spoken() -> dict[str, Any]:
    """A comparison with a silent side, and a rule of the other in the data."""
    data = silent()
    rule = {
        "rule": "d/3.1.p2#某规则", "clause": "d/3.1.p2", "document": "某规划", "number": "青某发1号", "place": "第三部分第二段",
        "quote": "某原文。", "text": "某规则的意思", "reaches": False,
    }  # fmt: skip
    for r in data["results"]:
        r["speaking"] = {"a": [rule], "b": []}
    return data


def test_the_clauses_of_the_side_that_speaks_are_told() -> None:
    shown = flat(text(spoken()))
    for told in (
        "仅一方有规定的条款",
        "《某规划》(青某发1号)第三部分第二段(3.1.p2)「某原文。」",
        "某规则:某规则的意思(不及于此类机构)",
    ):
        assert told in shown


def test_facts_of_a_region_are_told_with_it() -> None:
    shown = flat(text(beds()))
    assert "黄岛区床位使用率70%" in shown
    assert not re.search(r"[、:]床位使用率", shown)


def test_the_full_text_has_the_reasons() -> None:
    shown = text(beds(), full=True)
    assert "理由:" in shown
    assert "已核对、未触及的规定:" in shown
    assert re.search(r"河南省\(\S+市\S+[区县市]\)", shown)
    assert "差异在于:各项" not in shown
