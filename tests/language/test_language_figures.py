"""Figures that the text itself makes approximate: 约, 左右, 多, 余 are kept in the rule and never hardened."""

import pytest

from policy_dsl.alignment.align import Words, align_item
from policy_dsl.alignment.left_over import left_over
from policy_dsl.lowering.resolve import Resolver
from policy_dsl.lowering.statement_forms import build_statement, iso_period
from policy_dsl.source_text import Source
from policy_dsl.statements import AnyStatement
from policy_dsl.syntax import ast
from policy_dsl.syntax.format import format_file
from policy_dsl.syntax.parse import parse
from policy_dsl.vocabulary import Term, Vocabulary, VocabularyData

VOCABULARY = Vocabulary(
    VocabularyData((Term("人", "", "unit", words=("名",)), Term("元", "", "unit"), Term("批次", "", "unit")), ())
)


def read(text: str, line: str, nature: str = "事实") -> tuple[AnyStatement | None, list[str]]:
    """One statement under a clause, and the codes of its faults."""
    source = Source("rules.tiao", f"文件 x\n条 1.p1 性质 {nature}\n「{text}」\n  {line}\n")
    file, faults = parse(source)
    assert file is not None, faults
    assert parse(Source("", format_file(file)))[0] == file
    entry, resolver, words = file.entries[0], Resolver(source, VOCABULARY, ""), Words(text, "")
    (item,) = entry.items
    assert isinstance(item, ast.Statement)
    _, wrong = align_item(item, words, source, VOCABULARY, {}, set())
    statement = build_statement(item, "x/1.p1", (), resolver)
    return statement, [f.code for f in (*wrong, *resolver.faults, *left_over(entry, words, source))]


@pytest.mark.parametrize(
    ("text", "value", "op"),
    [
        ("资金约10.9亿元。", "左右 10.9亿元", "about"),
        ("比例86%左右。", "左右 86%", "about"),
        ("比例达到86%左右。", "左右 86%", "about"),
        ("人员10万多名。", "余 10万人", "over"),
        ("人员100余名。", "余 100人", "over"),
    ],
)
def test_an_approximate_figure_keeps_its_qualifier(text: str, value: str, op: str) -> None:
    data, faults = read(text, f"数据 甲 指标 {text[:2]} 数值 {value}", "施行" if "达到" in text else "事实")
    assert not faults
    assert data is not None
    assert data.op == op


@pytest.mark.parametrize(
    ("text", "value"), [("资金约10.9亿元。", "10.9亿元"), ("比例86%左右。", "86%"), ("人员10万多名。", "10万人")]
)
def test_a_qualifier_left_out_fails(text: str, value: str) -> None:
    assert read(text, f"数据 甲 指标 {text[:2]} 数值 {value}")[1] == ["L503"]


@pytest.mark.parametrize("value", ["左右 86%", "余 86%"])
def test_a_qualifier_that_the_text_lacks_fails(value: str) -> None:
    assert read("比例86%,用时5天左右。", f"数据 甲 据 「比例86%」 指标 比例 数值 {value}")[1][0] == "L502"


def test_a_report_does_not_excuse_the_operator_of_a_target_beside_it() -> None:
    assert read("比例达到95%以上。", "目标 甲 指标 比例 数值 95%", "事实 、 目标")[1] == ["L503", "L503"]
    assert read("比例达到95%以上。", "目标 甲 指标 比例 数值 不低于 95%", "事实 、 目标")[1] == []


def test_a_target_keeps_its_strength() -> None:
    data, faults = read("力争比例达到70%左右。", "目标 甲 指标 比例 数值 左右 70% 强度 力争", "目标")
    assert not faults
    assert data is not None
    assert (data.strength, data.as_at) == ("力争", "")
    assert read("力争比例达到70%左右。", "目标 甲 指标 比例 数值 左右 70%", "目标")[1] == ["L503"]
    assert read("应当比例70%。", "目标 甲 指标 比例 数值 70% 强度 应当", "目标")[1] == ["L211"]


def test_a_span_of_months() -> None:
    assert iso_period("2021年1月至2023年6月") == "2021-01/2023-06"


@pytest.mark.parametrize(("when", "faults"), [("2023年6月30日", []), ("2023-06-30", []), ("2023年7月30日", ["L502"])])
def test_a_date_in_the_words_of_the_text_stands_there_whole(when: str, faults: list[str]) -> None:
    assert read("截至2023年6月30日,比例86%。", f"数据 甲 指标 比例 时点 {when} 数值 86%")[1] == faults


def test_a_target_set_in_words_has_no_value() -> None:
    data, faults = read("力争2025年保险实现全覆盖。", "目标 甲 指标 保险 期限 2025年 数值 全覆盖 强度 力争", "目标")
    assert not faults
    assert data is not None
    assert (data.value, data.unit, data.shown) == (None, "", "全覆盖")
    assert read("保险实现全覆盖。", "数据 甲 指标 保险 数值 全覆盖")[1] == ["L302"]  # a report gives figures
    assert read("保险达到全覆盖。", "目标 甲 指标 保险 数值 达到 全覆盖", "目标")[1] == ["L302"]
    assert read("保险实现覆盖。", "目标 甲 指标 保险 数值 全覆盖", "目标")[1] == ["L502"]


def test_a_proportion_is_read_exactly() -> None:
    data, faults = read("补助、缴费稳定在2:1以内。", "目标 甲 指标 『补助、缴费』 数值 不超过 「2:1」", "目标")
    assert not faults
    assert data is not None
    assert (data.op, data.value, data.shown) == ("le", 2, "2:1")
    assert read("补助、缴费稳定在1:3以内。", "目标 甲 指标 『补助、缴费』 数值 不超过 「1:3」", "目标")[1] == ["L302"]
    assert read("补助、缴费稳定在2:1以内。", "目标 甲 指标 『补助、缴费』 数值 不超过 2", "目标")[1] == ["L502", "L503"]


@pytest.mark.parametrize(
    ("text", "value", "right"),
    [
        ("开展三批次采购。", "3批次", True),
        ("开展十二批次采购。", "12批次", True),
        ("培训两名人员。", "2人", True),  # 汉字数词 is a figure like any: 2名 carries 2人, so does 两名
        ("培训两家机构。", "2人", False),
        ("培训两人。", "2人", True),
        ("开展十三批次采购。", "3批次", False),
        ("开展第三批次采购。", "3批次", False),  # an ordinal counts nothing
        ("开展三批次采购。", "4批次", False),
    ],
)
def test_a_number_that_is_spelt_out_carries_its_figure(text: str, value: str, right: bool) -> None:
    _, faults = read(text, f"数据 甲 指标 {text[:2]} 数值 {value}")
    assert (faults == []) is right, faults
