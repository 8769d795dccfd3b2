"""A comparison in a terminal loses nothing, keeps its lines, and says no more than the texts do."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from compared import DAY, RULE, beds, decisive, flat, reading, silent, text, witnesses

import reasoner.compare.report
from policy_dsl.source_text import display_width

BANNED = ("行政许可", "审批", "不予受理", "禁止", "一律")


def test_the_matrix_has_a_line_for_each_group_with_relation_and_reason() -> None:
    matrix = text(beds()).partition("【总览】")[2].partition("【怎样看】")[0]
    assert "综合医院、护理院" in matrix
    assert matrix.count("互有宽严") == 2
    assert "不可比" not in matrix
    for rules in (
        "仅青岛市限制：增长率高于全市的区市从严控制（医疗费用增长率）、",
        "仅河南省限制：超过配置总量以调整存量为主（定点医药机构数）、"
        "赤字地区不再增加机构（医保基金当期赤字、医保基金动态监测赤字）；",
    ):
        assert flat(matrix).count(rules) == 2
    # 3.1.p1.s1: 每千常住人口医疗卫生机构床位数7.5张
    assert "住院床位总量（超过7.5张/千常住人口）" in flat(matrix)
    # 3.1.p2: 医保管理区域……内床位使用率低于75%的
    assert "低使用率区域不新增床位（床位使用率低于75%）" in flat(matrix)


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
                assert flat(f"“{c['quote']}”")[1:-1] in part
                assert flat(c["place"]) in part
        assert part.count("※") == len(w["unusual"])


def test_figures_day_documents_and_scope() -> None:
    data = beds()
    shown = flat(text(data))
    assert flat(f"适用日期:{DAY}") in shown
    assert f"涉及规则{data['analysed']}条" in shown
    assert f"其中{data['open']}条取决于有权机关的认定" in shown
    assert f"差异举例{sum(len(r['witnesses']) for r in data['results'])}个" in shown
    assert f"本文列{len(witnesses(data))}个" in shown
    assert "每个都按双方规则重新研判" not in shown  # P9: how it was computed is no reader's matter
    assert "所列各项都已算完" in shown
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
    assert "规划期已于2025年12月31日届满，届满不当然等于废止" in shown
    assert "适用日期为最后一日" not in shown


def test_silence_is_not_compared_and_is_no_permission() -> None:
    shown = flat(text(silent()))
    assert "泉州市已收录文件中没有可供核对的规定" in shown
    assert "没有规定不等于可以办理" in shown
    assert "综合医院、康复医院" in shown  # groups of which the same is said share a line
    assert "更严" not in shown.partition("更严：")[0]


def test_both_silent_is_no_permission_either() -> None:
    data = silent()
    for r in data["results"]:
        r |= {
            "relation": "不可比", "label": "双方均无可据以研判的规定", "speaking": {"a": [], "b": []},
            "why": "青岛市没有可据以研判的规定;泉州市没有可据以研判的规定",
        }  # fmt: skip
    assert "没有规定不等于可以办理" in flat(text(data))
    for shown in (flat(text(data)), flat(text([data, beds()]))):
        assert "双方均无可供核对的规定" in shown
        assert "不可比" not in shown.partition("怎样看")[0]


def test_of_versions_a_rule_that_no_longer_reaches_a_kind_is_silence() -> None:
    data = json.loads(json.dumps(beds(), ensure_ascii=False).replace("河南省", "修改后"))
    data |= {"a": "修改前", "one_place": True}
    for r in data["results"]:
        r |= {
            "silent": True, "unreached": ["b"], "witnesses": [], "speaking": {"a": [RULE], "b": []}, "relation": "不可比",
            "label": "不可比", "why": "修改前有规定;修改后的规则不及于此类机构;没有规定不等于可以办理,不作宽严比较",
        }  # fmt: skip
    shown = flat(text(data, full=True, width=40))
    assert "不可比（修改后的规定不适用于此类机构）" in shown
    assert "未见限制" not in shown.partition("怎样看")[0]


def test_of_cities_a_rule_that_does_not_reach_a_kind_is_silence() -> None:
    data = beds()
    for r in data["results"]:
        r |= {
            "silent": True, "unreached": ["b"], "witnesses": [], "speaking": {"a": [RULE], "b": []},
            "why": "青岛市有规定;河南省的规定不适用于此类机构;没有规定不等于可以办理,不作宽严比较",
        }  # fmt: skip
    first = data["results"][0]["alike"]
    whole = beds()
    whole["results"] = [r if r["alike"] == first else w for r, w in zip(data["results"], whole["results"], strict=True)]
    shown = flat(text([whole, silent()]))
    # Who is compared stands first, then who is not, and why.
    assert re.search(
        r"青岛市与河南省：康复医院：互有宽严。仅青岛市限制：.*；综合医院、护理院：不可比（河南省的规定不适用于此类机构）",
        shown,
    )


def test_what_was_not_solved_is_open_with_its_reason() -> None:
    data = beds()
    for r in data["results"]:
        r |= {
            "relation": "未定", "label": "未定", "complete": False, "witnesses": [],
            "why": "求解没有完成:超时(时限1秒,已问9次)",
        }  # fmt: skip
    data["timed_out"] = len(data["results"])
    shown = flat(text(data))
    assert "未定求解没有完成：超时（时限1秒）" in shown
    assert "已问" not in shown  # the questions are counted over all matters
    assert f"没有算完的{data['timed_out']}项" in shown
    assert "可用--budget加长时间" in shown


def test_versions_are_about_who_is_judged_otherwise_not_about_cities() -> None:
    shown = flat(text(reading(), full=True))
    assert shown.startswith("谁的结论会改变：青岛市，所采理解与另一种理解（优先不解除步行限制）")
    assert "另一种理解较宽" in shown
    assert "依所采理解受限制，依另一种理解可进入后续程序" in shown
    assert "结论不变" in shown
    assert "更严" not in shown
    assert "视同" not in shown


def test_several_pairs_begin_with_their_overview() -> None:
    shown = text([beds(), silent()])
    first, _, rest = shown.partition("═══ 青岛市与河南省 ═══")
    assert "青岛市与河南省：互有宽严。仅青岛市限制：" in flat(first)
    assert "仅河南省限制：超过配置总量以调整存量为主（定点医药机构数）、赤字地区不再增加机构（" in flat(first)
    assert "青岛市与泉州市：不可比（泉州市已收录文件中没有可供核对的规定）。青岛市的限制有" in flat(first)
    assert "【怎样看】" in first
    assert "“项”是规则的条数；双方各取一条起决定作用的规定相比，每一对计一处。" in flat(first)
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


def test_the_first_sentence_of_a_matter_names_the_rules() -> None:
    """The first screen names the rules, and has no bare count of them."""
    first = flat(text(beds()).partition("【结论】")[2].partition("没有规定不等于")[0].partition("适用日期")[0])
    assert "仅青岛市限制的是" in first
    assert "仅河南省限制的是" in first
    # 3.1.p2: 医保管理区域……内床位使用率低于75%的,原则上不再新增购买住院床位
    assert "低使用率区域不新增床位（床位使用率低于75%）" in first
    # 河南: 出现当期赤字或动态监测赤字的
    assert "赤字地区不再增加机构" in first
    assert "的规则" not in first
