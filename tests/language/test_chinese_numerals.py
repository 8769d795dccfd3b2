"""Numbers that texts spell out: read and written exactly, and figures of the alignment in both directions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from corpus_folders import CORPUS
from hypothesis import given, settings
from hypothesis import strategies as st
from language_examples import compiled

from policy_dsl.compile import Draft
from policy_dsl.numerals import chinese, parse_chinese, parse_numeral, parse_quantity, shifted, spelt_out
from policy_dsl.source_text import fold, squeeze
from policy_dsl.texts.lexicon import occurrences
from policy_dsl.texts.numeral_words import NOT_FIGURES, UNITS, numerals

STATUTES = Path(__file__).parents[1] / "corpus" / "statutes"
M = "凡 事项 是 新增购买住院床位"


def rule(text: str, *lines: str, kind: str = "规则", nature: str = "限制", more: str = "") -> Draft:
    body = "\n".join(f"    {line}" for line in lines)
    return compiled(text, f"文件 x\n\n条 1.p1 性质 {nature}\n「{text}」\n  {kind} 甲\n{body}\n{more}", "")


def faults(draft: Draft) -> list[str]:
    return [f.code for f in draft.faults]


# --- reading and writing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", "10"), ("十二", "12"), ("二十", "20"), ("一百零五", "105"), ("一百〇五", "105"), ("一百一十", "110"),
        ("二百", "200"), ("两百", "200"), ("二千", "2000"), ("两千零三", "2003"), ("一千零一十", "1010"), ("五万", "50000"),
        ("二十万", "200000"), ("一万二千", "12000"), ("一点二万", "12000"), ("三千五百万", "35000000"), ("三点五亿", "350000000"),
        ("零点五", "0.5"), ("百分之七十五", "0.75"), ("百分之零点五", "0.005"), ("百分之百", "1"), ("百分之一百二十", "1.2"),
        ("千分之五", "0.005"), ("万分之三", "0.0003"), ("四分之三", "0.75"), ("二分之一", "0.5"),
    ],
)  # fmt: skip
def test_a_numeral_is_read_exactly(text: str, value: str) -> None:
    assert parse_numeral(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "零", "十十", "两十", "百", "万", "一百五", "二百五", "零五", "三四百", "二三十", "一二", "五万万", "一点", "点二",
     "百分之", "分之三", "一百零十", "十零", "1百", "一千五", "七成"],
)  # fmt: skip
def test_what_is_no_numeral_or_has_no_exact_value(text: str) -> None:
    assert parse_numeral(text) is None


@given(st.integers(1, 9999))
def test_ordinals_round_trip(number: int) -> None:
    assert parse_chinese(chinese(number)) == number
    assert parse_numeral(chinese(number)) == number


@given(st.integers(1, 10**12 - 1))
def test_every_spelling_of_a_whole_number_is_read_as_that_number(number: int) -> None:
    spellings = spelt_out(str(number))
    assert spellings
    assert {parse_numeral(word) for word in spellings} == {Decimal(number)}


@given(st.integers(1, 9999), st.sampled_from([0, 1, 2]), st.sampled_from(["", "万", "亿", "%", "‰"]))
def test_every_spelling_of_a_decimal_is_read_as_that_number(digits: int, places: int, mark: str) -> None:
    number = shifted(Decimal(digits), -places)
    value = shifted(number, {"": 0, "万": 4, "亿": 8, "%": -2, "‰": -3}[mark])
    assert {parse_numeral(word) for word in spelt_out(f"{number}{mark}")} <= {value}
    assert spelt_out(f"{number}{mark}")


@pytest.mark.parametrize(
    "text", ["七成", "十二个月", "百分之七十五", "三分之二", "二千人", "一点二万张", "十二", "半数"]
)
def test_staff_write_digits(text: str) -> None:
    """Texts spell numbers out; in what staff fill in they are refused as before."""
    assert parse_quantity(text) is None


# --- which words are figures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("床位使用率低于百分之七十五的", [("百分之七十五", "0.75", "")]),
        ("连续十二个月", [("十二个月", "12", "个月")]),
        ("三个月至六个月", [("三个月", "3", "个月"), ("六个月", "6", "个月")]),
        ("处五万元罚款", [("五万元", "50000", "元")]),
        ("每家覆盖二千人", [("二千人", "2000", "人")]),
        ("一点二万张", [("一点二万张", "12000", "张")]),
        ("步行十五分钟范围内", [("十五分钟", "15", "分钟")]),
        ("占四分之三", [("四分之三", "0.75", "")]),
        ("占三分之二", [("三分之二", Fraction(2, 3), "")]),
        ("有效期五年", [("五年", "5", "年")]),
        ("十个工作日内", [("十个工作日", "10", "个工作日")]),
        ("提高两个百分点", [("两个百分点", "2", "个百分点")]),
        ("十余家", [("十余家", "10", "家")]),
        ("㈠第三方", []),
        ("第十二条第二款", []),
        ("(三)依照本条例第三十八条", []),
        ("一、总则", []),
        ("一是统一管理;二是进一步完善", []),
        ("二〇二三年七月三十日", []),
        ("2023年十二月", []),
        ("1.2万张、1034.21万人、3亿元", []),
        ("7个百分点", []),
        ("市内三区", []),
        ("“十四五”期间三医联动,一级医院", []),
    ],
)
def test_a_figure_has_a_unit_of_the_list_or_is_a_ratio(
    text: str, figures: list[tuple[str, str | Fraction, str]]
) -> None:
    words = list(numerals(text))
    assert [(n.word, n.value, n.unit) for n in words if n.figure and n.value is not None] == [
        (w, Decimal(v) if isinstance(v, str) else v, unit) for w, v, unit in figures
    ]
    assert len(words) == len(figures)


@pytest.mark.parametrize("text", ["十十个月内", "三四百人", "百分之一百五"])
def test_a_figure_that_cannot_be_read_is_told(text: str) -> None:
    (word,) = numerals(text)
    assert word.figure
    assert word.value is None


@pytest.mark.parametrize("folder", [CORPUS, STATUTES])
def test_every_numeral_word_of_the_texts_is_a_figure_or_in_the_list(folder: Path) -> None:
    texts = sorted([*folder.rglob("text.txt"), *folder.glob("*.txt")])
    assert texts
    for path in texts:
        for line in fold(path.read_text(encoding="utf-8")).splitlines():
            # The part headings of an unbroken text stand in one line; as clauses they begin with their mark.
            words = [n for n in numerals(squeeze(line)[0]) if not n.word.endswith("、")]
            assert all(n.figure and n.value is not None for n in words), (path, words)


def test_each_word_that_is_no_figure_stands_once_with_its_reason() -> None:
    assert all(NOT_FIGURES.values())
    for word in NOT_FIGURES:
        assert not list(numerals(f"甲{word}乙")), word
    assert len(UNITS) == len(set(UNITS))


WHOLE = st.integers(1, 99_999_999)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(WHOLE, st.sampled_from(["个月", "元", "人", "张", "分钟", "家", "年"])),
            st.tuples(st.integers(1, 150), st.just("%")),
            st.sampled_from([w for w in NOT_FIGURES if "、" not in w]),
        ),
        max_size=6,
    ),
    st.data(),
)
def test_every_figure_of_a_generated_sentence_is_read_and_none_is_made_up(
    pieces: list[tuple[int, str] | str], data: st.DataObject
) -> None:
    text, expected = "", []
    for piece in pieces:
        text += ",甲"
        if isinstance(piece, str):
            text += piece + "乙"
            continue
        number, unit = piece
        word = data.draw(st.sampled_from(spelt_out(f"{number}%") if unit == "%" else spelt_out(str(number), unit)))
        text += word + "乙"
        expected.append((word, shifted(Decimal(number), -2) if unit == "%" else Decimal(number)))
    assert [(n.word, n.value) for n in numerals(text)] == expected
    assert {o.word for o in occurrences(text) if o.figure} == {w for w, _ in expected}


# --- from rule to text -------------------------------------------------------------------------------------------

LINES = (M, "若 本区县 的 床位使用率 低于 75%", "则 暂不新增")


def test_a_threshold_in_words_carries_the_figure_of_the_rule() -> None:
    assert faults(rule("床位使用率低于百分之七十五的区(市),暂不新增购买。", *LINES)) == []
    assert faults(rule("床位使用率低于四分之三的区(市),暂不新增购买。", *LINES)) == []


@pytest.mark.parametrize(
    "words", ["百分之七十", "百分之七十五点五", "百分之一百七十五", "百分之五", "千分之七十五", "七十五个", "三分之二"]
)
def test_another_figure_in_words_does_not(words: str) -> None:
    assert "L502" in faults(rule(f"床位使用率低于{words}的区(市),暂不新增购买。", *LINES))


@pytest.mark.parametrize("operator", ["高于", "不低于", "不超过", "达到"])
def test_nor_another_operator(operator: str) -> None:
    assert "L502" in faults(rule(f"床位使用率{operator}百分之七十五的区(市),暂不新增购买。", *LINES))


@pytest.mark.parametrize(
    ("words", "figure", "holds"),
    [
        ("一点二万张", "1.2万张", True),
        ("一万二千张", "1.2万张", True),
        ("一点二万张", "12000张", True),
        ("五百张", "500张", True),
        ("一千五百张", "500张", False),
        ("五百零五张", "500张", False),
        ("五百家", "500张", False),
        ("五百万张", "500张", False),
    ],
)
def test_a_count_in_words_carries_the_same_count_only(words: str, figure: str, holds: bool) -> None:
    lines = (M, f"若 本区县 的 医保购买住院床位数 低于 {figure}", "则 暂不新增")
    found = faults(rule(f"住院床位总量低于{words}的区(市),暂不新增购买。", *lines))
    assert ("L502" not in found) is holds


def test_a_count_before_its_operator() -> None:
    lines = (M, "若 本区县 的 医保购买住院床位数 不低于 500张", "则 暂不新增")
    assert faults(rule("住院床位总量五百张以上的区(市),暂不新增购买。", *lines)) == []
    text = "面向六十岁以上老年人、住院床位总量为五百张的区(市),暂不新增购买。"
    assert "L502" in faults(rule(text, *lines))


# --- from text to rule -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["连续十二个月", "连续12个月", "五万元以下", "连续三年", "二千人", "三分之一"])
def test_a_figure_that_no_rule_takes_up_is_left_over(words: str) -> None:
    draft = rule(f"床位使用率低于75%的({words})区(市),暂不新增购买。", *LINES)
    assert {c for c in faults(draft) if c != "L503"} == {"L505"}


def test_it_is_named_with_its_place() -> None:
    text = "床位使用率低于75%的(连续十二个月)区(市),暂不新增购买。"
    (fault,) = rule(text, *LINES).faults
    assert fault.code == "L505"
    assert "「十二个月」" in fault.message
    assert fault.where == f"corpus/x/rules.tiao:4:{text.index('十二') + 2}"


@pytest.mark.parametrize(
    ("word", "said"), [("十十个月", "读不成一个数"), ("三网联动", "不知是不是数"), ("三四百人", "读不成")]
)
def test_what_cannot_be_read_or_is_not_known_is_an_error_with_place(word: str, said: str) -> None:
    text = f"床位使用率低于75%的({word})区(市),暂不新增购买。"
    (fault,) = rule(text, *LINES).faults
    assert fault.code == "L509"
    assert said in fault.message
    assert fault.allowed
    assert fault.where == f"corpus/x/rules.tiao:4:{text.index(word) + 2}"


@pytest.mark.parametrize("word", ["十二个月", "三网", "十十个月"])
def test_it_may_be_waived_with_a_reason(word: str) -> None:
    draft = rule(f"床位使用率低于75%的({word})区(市),暂不新增购买。", *LINES, more=f"  不计 「{word}」 因 「说明」\n")
    assert faults(draft) == []


@pytest.mark.parametrize(
    "word", sorted(w for w in NOT_FIGURES if "、" not in w and "级以上" not in w and "级及" not in w and w != "一律")
)
def test_a_listed_word_calls_for_nothing(word: str) -> None:
    assert faults(rule(f"床位使用率低于75%的区(市),{word}暂不新增购买。", *LINES)) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("5年内禁止从业", ["5年"]),
        ("6个月以上1年以下", ["6个月", "1年"]),
        ("自收到申请之日起10个工作日内", ["10个工作日"]),
        ("自收到之日起30日内", ["30日"]),
        ("提供24小时服务", ["24小时"]),
        ("自2023年起", []),
        ("2023-2025年", []),
        ("截至2023年6月30日", []),
        ("2022年末", []),
    ],
)
def test_a_length_of_time_is_a_figure_and_a_date_is_none(text: str, figures: list[str]) -> None:
    assert [o.word for o in occurrences(text) if o.figure] == figures
