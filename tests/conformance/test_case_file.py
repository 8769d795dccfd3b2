"""What the reader of case sets refuses, and what the checks of a case notice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from case_file import Case, CaseFileError, case_set, case_sets, half_width, merged, plain_application
from expectations import differences, miscalculated, misquoted

from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.judge import judge

SMALL = """
文件: d
文件范围: [d]
基准:
  甲: {事项: 新增定点零售药店, 机构: {类型: 零售药店, 等级: 一级}, 指标: {青岛市 常住人口 于 2022: 1000万}}
规则:
  1.p1#甲:
    基准: 甲
    据: 原文
    情形:
      - {名: 一, 改: {机构: {等级: 未提供}}, 后果: 发生, 结论: 原则上不予新增}
"""


def test_a_small_case_set() -> None:
    (case,) = case_set("d", SMALL).cases
    assert case.rule == "d/1.p1#甲"
    assert case.statuses == {case.rule: "true"}
    assert case.words == (("d/1.p1", "原文"),)
    assert plain_application(case.application, "1") == {
        "编号": "1",
        "事项": "新增定点零售药店",
        "机构": {"类型": "零售药店"},
        "指标": [{"地区": "青岛市", "名称": "常住人口", "时点": "2022", "数值": "1000万"}],
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("结论:", "结果:"),
        ("情形:", "例子:"),
        ("文件: d", "文件: e"),
        ("改: {机构: {等级: 未提供}}", "改: {}, 改: {}"),
        ("后果: 发生", "后果: 不发生"),
        ("改: {机构", "改: &a {机构"),
    ],
)
def test_bad_case_sets_are_refused(before: str, after: str) -> None:
    """Unknown keys, another document, keys given twice, a rule that never comes about, anchors."""
    assert before in SMALL
    with pytest.raises(CaseFileError):
        case_set("d", SMALL.replace(before, after, 1))


def test_one_entry_for_several_values() -> None:
    entry = "{名: 一, 逐一: {机构.等级: [二级, 三级]}, 改: {机构: {等级: 未提供}}"
    cases = case_set("d", SMALL.replace("{名: 一, 改: {机构: {等级: 未提供}}", entry)).cases
    assert [(c.name, c.application["机构"]["等级"]) for c in cases] == [("一:二级", "二级"), ("一:三级", "三级")]


def test_the_same_name_twice_is_refused() -> None:
    line = SMALL.strip().splitlines()[-1]
    with pytest.raises(CaseFileError, match="twice"):
        case_set("d", SMALL + line)


def test_merging() -> None:
    assert merged({"a": {"b": "1", "c": "2"}}, {"a": {"b": "未提供", "d": "不详"}}) == {"a": {"c": "2", "d": "不详"}}


def test_half_width() -> None:
    assert half_width("甲\uff0c乙\uff1b丙\uff08丁\uff09 ") == "甲,乙;丙(丁)"


@pytest.fixture(scope="module")
def case() -> Case:
    return next(c for s in case_sets() for c in s.cases if c.name == "暂不新增之外还有原则上的限制,以暂不新增为结论")


def test_what_is_noticed(case: Case) -> None:
    """Each kind of expectation, made wrong, is found by its own name."""
    base = rule_base()
    (application,) = Reader(base.vocabulary, base.document_names).read(plain_application(case.application, "1"))
    verdict = judge(base, application)
    assert list(differences(case, verdict)) == []
    for key, wrong in {
        "结论": "原则上不予新增",
        "可能": ("原则上不予新增",),
        "决定": (f"{case.document}/3.1.p2",),
        "支持": (f"{case.document}/3.2.p1.s2",),
        "被豁免": (f"{case.document}/3.1.p2",),
        "参考": (f"{case.document}/3.1.p2",),
        "缺": {"青岛市 常住人口": "其他部门"},
        "假定": {"机构 连锁": "未主张"},
        "提示": ("陈旧",),
        "不适用": {"qingdao-2023-18-ltc": "届满"},
        "不提及": ("qingdao-2023-18-ltc",),
        "规划标准": {"每家覆盖老年人口": "2000"},
    }.items():
        faults = list(differences(replace(case, expects={**case.expects, key: wrong}), verdict))
        assert any(f.startswith(key) for f in faults), key


def test_a_label_of_the_same_outcome_is_noticed(case: Case) -> None:
    """暂不新增 and 不得新增 are one outcome and two labels: the words of the clause decide."""
    base = rule_base()
    (application,) = Reader(base.vocabulary, base.document_names).read(plain_application(case.application, "1"))
    wrong = replace(case, expects={**case.expects, "结论": "按规定不得新增"})
    assert [f.partition(":")[0] for f in differences(wrong, judge(base, application))] == ["结论"]


def test_a_misquotation_is_noticed(case: Case) -> None:
    clause = f"{case.document}/3.1.p1.s2"
    assert list(misquoted(replace(case, words=((clause, "暂不新增购买"),)), rule_base())) == []
    assert len(list(misquoted(replace(case, words=((clause, "不得新增购买"),)), rule_base()))) == 1
    assert len(list(misquoted(replace(case, words=((f"{case.document}/9.9", "甲"),)), rule_base()))) == 1
    assert len(list(misquoted(replace(case, words=()), rule_base()))) == 1


@pytest.mark.parametrize(
    ("sums", "wrong"),
    [("7.5×10342.1=77565.75;1+2=3;74.9%<75%", 0), ("7.5×10342.1=77565.76", 1), ("2>3;3<2;1=1", 2)],
)
def test_a_miscalculation_is_noticed(case: Case, sums: str, wrong: int) -> None:
    assert len(list(miscalculated(replace(case, sums=sums)))) == wrong
