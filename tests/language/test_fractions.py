"""Fractions that no decimal holds: 三分之二 is a figure, exact from the words to the formula (DESIGN §4, §8: 「no division」).

Conditions stay linear: 低于 2/3 is 3 × the fact < 2, and 2 of 3 is not below it, as 66.7% of anything is not two thirds.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from language_examples import compiled

from policy_dsl import ir
from policy_dsl.backtranslate import condition
from policy_dsl.compile import Draft
from policy_dsl.numerals import as_decimal, parse_fraction, parse_numeral, spelt_out
from reasoner.proof.quoted_words import _check_words

M = "凡 事项 是 新增购买住院床位"
TEXT = "床位使用率低于三分之二的区(市),暂不新增购买。"
LINES = (M, "若 本区县 的 床位使用率 低于 2/3", "则 暂不新增")


def rule(text: str, *lines: str) -> Draft:
    body = "\n".join(f"    {line}" for line in lines)
    return compiled(text, f"文件 x\n\n条 1.p1 性质 限制\n「{text}」\n  规则 甲\n{body}\n", "")


def codes(draft: Draft) -> set[str]:
    return {f.code for f in draft.faults}


def compared(draft: Draft) -> ir.Compare:
    (norm,) = draft.norms
    parts = norm.condition.parts if isinstance(norm.condition, ir.And) else (norm.condition,)
    (one,) = (p for p in parts if isinstance(p, ir.Compare))
    return one


# --- reading and writing -----------------------------------------------------------------------------------------


@given(st.integers(1, 999), st.integers(2, 999))
def test_a_fraction_is_read_and_spelt_exactly(over: int, under: int) -> None:
    value = Fraction(over, under)
    text = f"{value.numerator}/{value.denominator}"
    assert parse_fraction(text) == value
    spellings = spelt_out(text)
    assert spellings
    for word in spellings:
        read = parse_numeral(word)
        assert read is not None
        assert Fraction(read) == value
        assert isinstance(read, Decimal) is (as_decimal(value) is not None)


@pytest.mark.parametrize("text", ["", "2", "2/", "/3", "0/3", "2/0", "4/6", "02/3", "2/3张", "2/3/4", "1.5/2", "-2/3"])
def test_what_is_no_fraction_in_its_lowest_terms(text: str) -> None:
    assert parse_fraction(text) is None


# --- words and rules ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "figure", "holds"),
    [
        ("三分之二", "2/3", True),
        ("2/3", "2/3", True),
        ("三分之一", "2/3", False),
        ("四分之三", "2/3", False),
        ("百分之六十六", "2/3", False),
        ("三分之二十", "2/3", False),
        ("十三分之二", "2/3", False),
        ("三分之二", "66.7%", False),
        ("三分之二", "1/3", False),
        ("四分之三", "3/4", True),
        ("四分之三", "75%", True),
        ("七分之五", "5/7", True),
    ],
)
def test_the_words_carry_the_same_fraction_only(words: str, figure: str, holds: bool) -> None:
    draft = rule(
        f"床位使用率低于{words}的区(市),暂不新增购买。", M, f"若 本区县 的 床位使用率 低于 {figure}", "则 暂不新增"
    )
    assert (codes(draft) == set()) is holds, draft.faults


def test_a_count_that_follows_its_operator() -> None:
    lines = (M, "若 本区县 的 床位使用率 不低于 2/3", "则 暂不新增")
    assert codes(rule("床位使用率三分之二以上的区(市),暂不新增购买。", *lines)) == set()


# --- the representation ------------------------------------------------------------------------------------------


def test_it_is_multiplied_out() -> None:
    one = compared(rule(TEXT, *LINES))
    assert one.left == ir.Scaled(ir.Const(Decimal(3), ir.MULTIPLIED_OUT), ir.Fact("本区县", "床位使用率"))
    assert one.right == ir.Const(Decimal(2), "2/3")
    assert ir.multiplier(one) == 3
    assert condition(one) == "本区县的床位使用率低于2/3"


def test_a_ratio_of_two_figures_is_multiplied_out_on_both_sides() -> None:
    text = "医疗费用增长率低于全市医疗费用增长率三分之二的区(市),暂不新增购买。"
    line = "若 本区县 的 医疗费用增长率 除以 全市 的 医疗费用增长率 低于 2/3"
    one = compared(rule(text, M, line, "则 暂不新增"))
    assert isinstance(one.left, ir.Scaled)
    assert isinstance(one.right, ir.Scaled)
    assert (one.left.factor.value, one.right.factor.value, one.right.factor.shown) == (3, 2, "2/3")
    assert condition(one) == "本区县的医疗费用增长率低于全市的医疗费用增长率的2/3"


def test_a_fraction_that_a_decimal_holds_is_that_decimal() -> None:
    draft = rule(TEXT.replace("三分之二", "四分之三"), M, "若 本区县 的 床位使用率 低于 3/4", "则 暂不新增")
    assert compared(draft).right == ir.Const(Decimal("0.75"), "3/4")


@pytest.mark.parametrize(
    "line",
    [
        "若 本区县 的 医保购买住院床位数 加 2/3 低于 100张",
        "若 本区县 的 医保购买住院床位数 加 5张 低于 2/3",
        "若 本区县 的 床位使用率 低于 4/6",
    ],
)
def test_where_it_has_no_exact_meaning_it_is_refused(line: str) -> None:
    assert codes(rule(TEXT, M, line, "则 暂不新增")) & {"L302", "L303"}


# --- the checker, by its own reading ---------------------------------------------------------------------------------


def norm(times: str, right: str, shown: str, words: str) -> list[str]:
    left = {
        "node": "Scaled", "factor": {"node": "Const", "value": times, "shown": ""},
        "of": {"node": "Fact", "subject": "本区县", "term": "床位使用率"},
    }  # fmt: skip
    text = f"床位使用率低于{words}的,暂不新增"
    data = {
        "id": "x/1#a", "spans": [[0, len(text)]], "scope": {"node": "And", "parts": []}, "effect": "prohibit", "strength": "暂不",
        "condition": {"node": "Compare", "op": "lt", "left": left, "right": {"node": "Const", "value": right, "shown": shown}},
        "readings": [],
    }  # fmt: skip
    return list(_check_words(data, {"readings": []}, text))


@pytest.mark.parametrize(
    ("times", "right", "shown", "words", "holds"),
    [
        ("3", "2", "2/3", "三分之二", True),
        ("3", "2", "2/3", "2/3", True),
        ("3", "2", "2/3", "三分之一", False),
        ("3", "2", "2/3", "百分之六十六", False),
        ("3", "1", "2/3", "三分之二", False),  # shown as two thirds, and one third in fact
        ("4", "2", "2/3", "三分之二", False),
        ("0", "2", "2/3", "三分之二", False),
        ("3", "2", "1/3", "三分之一", False),
        ("2", "1.5", "75%", "百分之七十五", True),
    ],
)
def test_the_checker_holds_the_fraction_against_the_words(
    times: str, right: str, shown: str, words: str, holds: bool
) -> None:
    assert (norm(times, right, shown, words) == []) is holds
