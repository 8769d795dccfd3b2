"""What the words of a clause that bound it in time mean, word by word: 起, 至, 止, 届满 and 底前 include the day, 前 excludes it.

The Civil Code, art. 1259 (「民法所称的“以上”、“以下”、“以内”、“届满”,包括本数」), has no word on 以前, 以后 and 后: these name no day here.
"""

from __future__ import annotations

import pytest

from policy_dsl.texts.period_words import first_day, last_day, of_receipt, period_words

TABLE = {
    # 起 includes the day
    "自2025年1月1日起": ("2025-01-01", ""),
    "从2025年1月起": ("2025-01-01", ""),
    "自2025年起": ("2025-01-01", ""),
    "2025年1月1日起": ("2025-01-01", ""),
    "2025年1月1日之日起": ("2025-01-01", ""),
    "自二〇二五年十月二十日起": ("2025-10-20", ""),
    # 至, 到, 止, 届满 include the day
    "至2025年12月31日": ("", "2025-12-31"),
    "到2025年6月": ("", "2025-06-30"),
    "截至2025年12月31日止": ("", "2025-12-31"),
    "至2025年底": ("", "2025-12-31"),
    "2025年12月31日为止": ("", "2025-12-31"),
    "2025年12月31日届满": ("", "2025-12-31"),
    # both ends
    "2024年3月1日至2024年12月31日期间": ("2024-03-01", "2024-12-31"),
    "自2024年3月1日起至2024年12月31日止": ("2024-03-01", "2024-12-31"),
    "2024年3月1日至12月31日": ("2024-03-01", "2024-12-31"),
    "2024年3月至2024年6月底": ("2024-03-01", "2024-06-30"),
    "2021-2025年": ("2021-01-01", "2025-12-31"),
    "二〇二四年三月一日至二〇二四年十二月三十一日": ("2024-03-01", "2024-12-31"),
    "2025年内": ("2025-01-01", "2025-12-31"),
    "2024年2月内": ("2024-02-01", "2024-02-29"),
    "2025年期间": ("2025-01-01", "2025-12-31"),
    "2025年上半年": ("2025-01-01", "2025-06-30"),
    "2025年下半年内": ("2025-07-01", "2025-12-31"),
    "2025年第一季度": ("2025-01-01", "2025-03-31"),
    # 前 excludes the day; 底前 is through the last day
    "2025年7月1日前": ("", "2025-06-30"),
    "2025年1月1日之前": ("", "2024-12-31"),
    "2025年前": ("", "2024-12-31"),
    "2025年3月前": ("", "2025-02-28"),
    "2025年底前": ("", "2025-12-31"),
    "2025年末前": ("", "2025-12-31"),
    "2025年6月底前": ("", "2025-06-30"),
    # what can be read in two ways, and what names no day
    "2025年7月1日以前": ("", ""),
    "2025年7月1日后": ("", ""),
    "2025年7月1日以后": ("", ""),
    "2025年7月1日之后": ("", ""),
    "2025年底起": ("", ""),
    "过渡期内": ("", ""),
    "过渡期满": ("", ""),
    "期间": ("", ""),
    # no such day, and ends in the wrong order
    "2025年2月30日起": ("", ""),
    "2025年13月起": ("", ""),
    "2024年12月31日至2024年3月1日": ("", ""),
}


@pytest.mark.parametrize("word", TABLE)
def test_each_word_means_its_days(word: str) -> None:
    (bound,) = period_words(f"甲,{word},暂不新增购买。")
    assert (bound.word, bound.begins, bound.ends) == (word, *TABLE[word])
    assert (bound.start, bound.end) == (2, 2 + len(word))


@pytest.mark.parametrize(
    "clause",
    [
        "2024年的床位使用率低于75%的",
        "到2025年,床位达到500张",
        "《青岛市规划(2023-2025年)》有效期间",
        "2024年3月1日,某局印发",
    ],
)
def test_what_bounds_nothing_has_no_period(clause: str) -> None:
    assert list(period_words(clause)) == []


@pytest.mark.parametrize("verb", ["受理的", "已受理的", "收到的", "提交申请", "提出的", "申报的"])
def test_until_when_an_application_is_handed_in_is_no_period_of_a_rule(verb: str) -> None:
    clause = f"2025年底前{verb}申请,按原规定办理。"
    (bound,) = period_words(clause)
    assert (bound.begins, bound.ends) == ("", "")
    assert of_receipt(clause, bound)


def test_what_follows_a_last_day_says_otherwise_when_it_is() -> None:
    """「至2024年12月31日前」 includes the day or excludes it: nobody can say."""
    (bound,) = period_words("2024年3月1日至2024年12月31日前暂不新增购买。")
    assert (bound.begins, bound.ends) == ("", "")


def test_the_first_and_the_last_day_of_years_and_months() -> None:
    spans = {"2024": ("2024-01-01", "2024-12-31"), "2024-02": ("2024-02-01", "2024-02-29")}
    spans |= {"2023-02": ("2023-02-01", "2023-02-28"), "2023-12": ("2023-12-01", "2023-12-31")}
    spans["2024-05-01"] = ("2024-05-01", "2024-05-01")
    assert {p: (first_day(p), last_day(p)) for p in spans} == spans
