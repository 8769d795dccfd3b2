"""Word alignment against an adversary: each element changed is refused, each word added to or taken from the text too."""

from __future__ import annotations

import pytest
from aligned_rule import M, codes, rule
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from language_examples import compiled
from vocabulary import VOCABULARY

from policy_dsl.texts.lexicon import occurrences

# --- each element of a rule -------------------------------------------------------------------------------------

TEXT = "床位使用率低于75%的区(市)的医疗机构,原则上不再新增购买精神科床位。"
LINES = [
    M,
    "凡 机构 属于 医疗机构",
    "凡 床位类别 是 精神",
    "若 本区县 的 床位使用率 低于 75%",
    "则 原则上 不予新增",
]
CAP = "在市南区的市政府重点建设项目,全市住院床位总量原则上不超过每千常住人口7.5张。"
CAP_LINES = [
    M,
    "若 所在地 属于 市南区 且 机构 的 重点建设项目 包含 市级",
    "则 原则上 全市 的 医保购买住院床位数 除以 全市 的 常住人口 不超过 7.5张/千常住人口",
]


def test_the_documents_to_be_changed_are_sound() -> None:
    assert not rule(TEXT, *LINES).faults
    assert not rule(CAP, *CAP_LINES, kind="上限", nature="上限").faults


@pytest.mark.parametrize("word", ["不超过", "不得超过", "不得高于"])
def test_a_cap_is_written_from_the_words_that_measures_use(word: str) -> None:
    # 每千常住人口购买床位不得超过7.5张: at most 7.5, neither a second bar (不得) nor 高于.
    text = CAP.replace("不超过", word)
    assert not rule(text, *CAP_LINES, kind="上限", nature="上限").faults
    above = [line.replace("不超过 7.5", "不超过 0.75") for line in CAP_LINES]
    assert "L502" in codes(rule(text, *above, kind="上限", nature="上限"))


@pytest.mark.parametrize("word", ["不得超过", "不得高于"])
def test_what_must_not_exceed_a_figure_is_a_duty_too(word: str) -> None:
    text = f"医保经办机构垫付的资金{word}2万元。"
    lines = "  义务 垫付 「医保经办机构垫付的资金{word}2万元」\n    主体 医保经办机构\n    强度 不得\n    行为 「垫付的资金{word}2万元」\n"
    draft = compiled(text, f"文件 x\n\n条 1.p1 性质 义务\n「{text}」\n{lines.format(word=word)}")
    assert "L502" not in codes(draft)
    assert "L503" not in codes(draft)


@pytest.mark.parametrize(
    ("words", "term", "held"),
    [
        ("30个工作日", "30个工作日", True),
        ("30个工作日", "60个工作日", False),
        ("30个工作日", "30日", False),
        ("15日", "15日", True),
        ("15日", "16日", False),
        ("5年", "5年", True),
        ("5年", "3年", False),
    ],
)
def test_the_term_of_a_duty_is_that_of_its_words(words: str, term: str, held: bool) -> None:
    text = f"医保经办机构应当在{words}内完成评估。"
    lines = f"  义务 评估\n    主体 医保经办机构\n    强度 应当\n    行为 「完成评估」\n    期限 {term}\n"
    draft = compiled(text, f"文件 x\n\n条 1.p1 性质 义务\n「{text}」\n{lines}")
    assert (codes(draft) == set()) is held
    assert held or "L502" in codes(draft)


@pytest.mark.parametrize(
    ("element", "old", "new"),
    [
        ("operator", "低于 75%", "高于 75%"),
        ("operator", "低于 75%", "不低于 75%"),
        ("operator", "低于 75%", "不超过 75%"),
        ("operator", "低于 75%", "达到 75%"),
        ("number", "75%", "7.5%"),
        ("number", "75%", "5%"),
        ("number", "75%", "0.75"),
        ("number", "75%", "75"),
        ("number", "75%", "75.0%"),
        ("strength", "原则上 不予新增", "不得新增"),
        ("strength", "原则上 不予新增", "暂不新增"),
        ("strength", "原则上 不予新增", "从严控制"),
        ("place", "本区县 的", "全市 的"),
        ("place", "本区县 的", "所在医保管理区域 的"),
        ("fact", "床位使用率", "院护床位使用率"),
        ("fact", "床位使用率", "医疗费用增长率"),
        ("class", "属于 医疗机构", "属于 医药机构"),
        ("class", "属于 医疗机构", "属于 综合医院"),
        ("class", "属于 医疗机构", "属于 医疗机构 、 零售药店"),
        ("matter", "新增购买住院床位", "新增定点零售药店"),
        ("matter", "新增购买住院床位", "新增购买住院床位 、 新增门诊定点"),
        ("value", "床位类别 是 精神", "床位类别 是 综合"),
        ("negation", "若 本区县", "若 非 本区县"),
        ("negation", "凡 机构 属于", "凡 非 机构 属于"),
        ("condition", "低于 75%", "低于 75% 且 全市 的 医保基金当期赤字 成立"),
        ("condition", "\n    若 本区县 的 床位使用率 低于 75%", ""),
    ],
)
def test_a_changed_rule_is_refused(element: str, old: str, new: str) -> None:
    body = "\n    ".join(LINES)
    assert old in body, element
    assert rule(TEXT, *body.replace(old, new).split("\n    ")).faults, f"{element}: {old} → {new}"


@pytest.mark.parametrize(
    ("element", "old", "new"),
    [
        ("strength", "则 原则上 全市", "则 全市"),
        ("number", "7.5张", "75张"),
        ("number", "7.5张", "0.5张"),
        ("number", "7.5张", "7张"),
        ("unit", "7.5张/千", "7.5家/千"),
        ("unit", "张/千常住人口", "张/万常住人口"),
        ("denominator", "张/千常住人口", "张/千参保人口"),
        ("denominator", "常住人口", "参保人口"),
        ("fact", "除以 全市 的 常住人口", "除以 全市 的 参保人口"),
        ("place", "全市 的 医保", "本区县 的 医保"),
        ("place", "市南区", "市北区"),
        ("place", "市南区", "市本级"),
        ("place", "市南区", "市南区 、 崂山区"),
        ("value", "包含 市级", "包含 省级"),
        ("addition", "全市 的 医保购买住院床位数 除以", "( 全市 的 医保购买住院床位数 加 床位数 ) 除以"),
        ("addition", "全市 的 医保购买住院床位数 除以", "( 全市 的 医保购买住院床位数 减 床位数 ) 除以"),
    ],
)
def test_a_changed_cap_is_refused(element: str, old: str, new: str) -> None:
    body = "\n    ".join(CAP_LINES)
    assert old in body, element
    changed = rule(CAP, *body.replace(old, new).split("\n    "), kind="上限", nature="上限")
    assert changed.faults, f"{element}: {old} → {new}"


# --- the text changed under the rule ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["原则上", "不得", "应", "应当", "可", "可以", "要", "优先", "除外不受", "严禁", "不超过", "低于", "以上", "至少", "超过", "限制", "从严", "300张", "20%"]
)  # fmt: skip
@pytest.mark.parametrize("at", ["原则上", "的区(市)", "精神科"])
def test_a_word_added_to_the_text_is_noticed(word: str, at: str) -> None:
    text = TEXT.replace(at, word + at)
    assert codes(rule(text, *LINES)) & {"L502", "L503", "L505"}


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, len(TEXT)),
    st.sampled_from(sorted({*VOCABULARY.deciding, "原则上", "不得", "低于", "不超过", "不受", "优先", "应当"})),
)
def test_a_deciding_word_added_anywhere_is_noticed(at: int, word: str) -> None:
    text = TEXT[:at] + word + TEXT[at:]
    # 原则上 put into the middle of 原则上 leaves one 原则上 among stray characters: no word was added.
    assume(text.count(word) > TEXT.count(word))
    assert rule(text, *LINES).faults, text


@settings(deadline=None, max_examples=40)
@given(st.integers(0, len(TEXT) - 1), st.integers(1, 6))
def test_words_taken_from_the_text_are_noticed_where_the_rule_needs_them(at: int, length: int) -> None:
    text = TEXT[:at] + TEXT[at + length :]
    needed = ["区(市)", "床位使用率", "低于", "75%", "医疗机构", "原则上", "不再新增", "新增购买", "精神科床位"]
    whole = all(w in text for w in needed)
    assert whole or rule(text, *LINES).faults, text


@pytest.mark.parametrize(
    ("text", "friend"),
    [
        ("促进可持续发展,公平可及,供应充足。", "可"),
        ("适应需要,主要响应应急要求。", "应"),
        ("申请由负责人认可,许可可靠。", "请"),
        ("超过预期,限制性要素的纲要。", "要"),
    ],
)
def test_false_friends_call_for_nothing(text: str, friend: str) -> None:
    assert friend in text
    assert not list(occurrences(text))


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("经办机构适应形势,开展评估。", "应"),
        ("经办机构主要开展评估。", "要"),
        ("经办机构可持续开展评估。", "可"),
        ("经办机构应当开展评估。", "应"),
    ],
)
def test_false_friends_carry_no_strength(text: str, strength: str) -> None:
    lines = ("主体 医保经办机构", f"强度 {strength}", "行为 「开展评估」")
    assert "L502" in codes(rule(text, *lines, kind="义务", nature="义务"))
