"""Word alignment against an adversary: each element changed is refused, each word added to or taken from the text too."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from language_examples import compiled, examples, faults_of
from vocabulary import VOCABULARY

from policy_dsl.alignment.draft import Draft
from policy_dsl.texts.lexicon import FORMS, occurrences, segments

M = "凡 事项 是 新增购买住院床位"


def rule(text: str, *lines: str, kind: str = "规则", nature: str = "限制", more: str = "", readings: str = "") -> Draft:
    """One clause with one rule of those lines, and what stands beside it."""
    body = "\n".join(f"    {line}" for line in lines)
    return compiled(text, f"文件 x\n\n条 1.p1 性质 {nature}\n「{text}」\n  {kind} 甲\n{body}\n{more}", readings)


def codes(draft: Draft) -> set[str]:
    return {f.code for f in draft.faults}


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


# --- holes that were there ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        # an operator inside its opposite
        ("床位使用率不低于75%的区(市),暂不新增购买。", "本区县 的 床位使用率 低于 75%"),
        ("床位使用率不超过75%的区(市),暂不新增购买。", "本区县 的 床位使用率 高于 75%"),
        ("床位使用率未达到75%的区(市),暂不新增购买。", "本区县 的 床位使用率 达到 75%"),
        # 以上 belongs to the number before it, 低于 to the number after it
        ("面向60岁以上老年人、床位使用率为75%的区(市),暂不新增购买。", "本区县 的 床位使用率 不低于 75%"),
        ("床位使用率低于20%、医疗费用增长率超过75%的区(市),暂不新增购买。", "本区县 的 医疗费用增长率 低于 75%"),
        ("床位使用率低于20%、医疗费用增长率超过75%的区(市),暂不新增购买。", "本区县 的 床位使用率 高于 20%"),
        # a number inside another number, or with another unit
        ("住院床位总量低于1.2万张的区(市),暂不新增购买。", "本区县 的 医保购买住院床位数 低于 1.2张"),
        ("住院床位总量低于1,200张的区(市),暂不新增购买。", "本区县 的 医保购买住院床位数 低于 200张"),
        ("住院床位总量低于500家300张的区(市),暂不新增购买。", "本区县 的 医保购买住院床位数 低于 500张"),
        ("床位使用率低于75%的区(市),暂不新增购买。", "本区县 的 床位使用率 低于 75"),
        # a name inside a longer name of another thing
        ("院护床位使用率低于75%的区(市),暂不新增购买。", "本区县 的 床位使用率 低于 75%"),
        # a judgement denied by the text
        ("区(市)未当期赤字的,暂不新增购买。", "本区县 的 医保基金当期赤字 成立"),
        # 有 in 所有, 非 in 不再
        ("所有步行15分钟范围内同类型定点机构,暂不新增购买。", "有 步行15分钟内同类型定点机构数"),
        ("床位使用率低于75%的区(市),不再新增购买,暂不新增。", "非 本区县 的 床位使用率 低于 75%"),
    ],
)
def test_a_form_in_the_wrong_place_carries_nothing(text: str, condition: str) -> None:
    assert "L502" in codes(rule(text, M, f"若 {condition}", "则 暂不新增"))


def test_a_type_inside_a_longer_type_is_another_type() -> None:
    text = "一体化村卫生室暂不新增门诊定点。"
    matter = "凡 事项 是 新增门诊定点"
    assert "L502" in codes(rule(text, matter, "凡 机构 属于 村卫生室", "则 暂不新增"))
    assert not rule(text, matter, "凡 机构 属于 一体化村卫生室", "则 暂不新增").faults


def test_a_place_left_out_of_a_list_is_noticed() -> None:
    text = "在市南区、崂山区和市本级,暂不新增购买。"
    assert not rule(text, M, "若 所在地 属于 市南区 、 崂山区 、 市本级", "则 暂不新增").faults
    assert codes(rule(text, M, "若 所在地 属于 市南区 、 崂山区", "则 暂不新增")) == {"L507"}


@pytest.mark.parametrize(
    ("quote", "lacking"),
    [
        ("暂不新增购买的是市南区、崂山区", {"L507"}),  # at its very end
        ("崂山区、市南区暂不新增购买", {"L507"}),  # at its very beginning
        ("市南区暂不新增购买", set()),  # beside it
    ],
)
def test_a_place_is_noticed_where_the_words_of_a_rule_begin_and_end(quote: str, lacking: set[str]) -> None:
    text = f"在{quote}" if lacking else f"在崂山区和{quote},在崂山区也如此"
    lines = (M, "若 所在地 属于 市南区", "则 暂不新增")
    assert codes(rule(text, f"据 「{quote}」", *lines)) == lacking
    if lacking:
        assert codes(rule(quote, *lines)) == lacking  # the whole clause, that ends without a full stop


@pytest.mark.parametrize(
    ("text", "holds"), [("定点医疗机构暂不新增购买。", True), ("定点医药机构暂不新增购买。", False)]
)
def test_a_class_may_stand_in_a_longer_word_but_not_in_another(text: str, holds: bool) -> None:
    draft = rule(text, M, "凡 机构 属于 医疗机构", "则 暂不新增")
    assert ("L502" not in codes(draft)) == holds


@pytest.mark.parametrize("prefix", ["不予", "不得", "不"])
def test_an_effect_denied_by_the_text_is_none(prefix: str) -> None:
    text = f"村卫生室{prefix}纳入门诊定点。"
    assert "L502" in codes(rule(text, "凡 事项 是 新增门诊定点", "则 可纳入", kind="许可", nature="许可"))


def test_words_of_another_norm_carry_nothing() -> None:
    text = "床位使用率低于75%的区(市),原则上不再新增购买;当期赤字的区(市),暂不新增购买。"
    first = ("据 「床位使用率低于75%的区(市),原则上不再新增购买」", M)
    second = f"  规则 乙\n    据 「当期赤字的区(市),暂不新增购买」\n    {M}\n    若 本区县 的 医保基金当期赤字 成立\n    则 暂不新增\n"
    condition = "若 本区县 的 床位使用率 低于 75%"
    assert not rule(text, *first, condition, "则 原则上 不予新增", more=second).faults
    assert "L502" in codes(rule(text, *first, condition, "则 暂不新增", more=second))
    assert "L502" in codes(rule(text, *first, "若 本区县 的 医保基金当期赤字 成立", "则 原则上 不予新增", more=second))


def test_one_strength_in_the_text_is_carried_by_one_in_the_rule() -> None:
    text = "原则上暂不新增购买,原则上不再新增购买。"
    assert codes(rule(text, M, "则 原则上 不予新增")) == {"L503"}


def test_an_alternative_accounts_for_no_word() -> None:
    text = "区(市)床位使用率低于60%的,原则上不再新增购买。"
    lines = ("据 解释 甲读", M, "若 本区县 的 床位使用率 低于 60%", "则 原则上 不予新增")
    reading = '["甲读"]\nquestion = "一"\nused = "二"\nalternative = "三"\nbasis = "四"\n'
    assert not codes(rule(text, *lines, readings=reading)) - {"L606"}
    assert {"L503", "L505"} <= codes(rule(text, "仅异读 甲读", *lines, readings=reading))


def test_a_quoted_act_accounts_for_no_word_that_decides() -> None:
    text = "经办机构负责落实,床位使用率低的区(市)原则上不再新增购买。"
    act = "落实,床位使用率低的区(市)原则上不再新增购买"
    lines = ("主体 医保经办机构", "强度 负责", f"行为 「{act}」")
    assert codes(rule(text, *lines, kind="义务", nature="义务")) == {"L503"}


def test_a_waiver_names_one_word_in_one_place() -> None:
    text = "可以办理,也可以咨询,不得收费。"
    assert "L504" in codes(rule(text, M, "则 不得新增", more="  不计 「可以」 因 「能够」\n"))
    assert "L506" in codes(rule(text, M, "则 不得新增", more="  不计 「可以咨询,不得收费」 因 「能够」\n"))


def test_accounts_of_a_reading_reach_only_the_words_of_its_norm() -> None:
    text = "床位300张按规定核定;费用20元另行核定。"
    figure = "据 「床位300张按规定核定」 据 解释 核定 指标 床位 数值 300张"
    other = "  数据 乙 据 「费用20元另行核定」 指标 费用 数值 20元\n"
    readings = '["核定"]\nquestion = "一"\nused = "二"\nalternative = "三"\nbasis = "四"\naccounts = ["核定"]\n'
    draft = rule(text, figure, kind="数据", nature="事实", more=other, readings=readings)
    assert [f.code for f in draft.faults] == ["L503"]
    assert "另行核定" in draft.faults[0].message


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ("2023年6月30日", True),
        ("2023-06-30", True),
        ("2023年7月30日", False),
        ("2023-07-30", False),
        ("2023年6月29日", False),
        ("2022年6月30日", False),
    ],
)
def test_a_date_stands_in_the_text_to_the_day(when: str, holds: bool) -> None:
    text = "截至2023年6月30日,床位300张。"
    draft = rule(text, f"指标 床位 时点 {when} 数值 300张", kind="数据", nature="事实")
    assert (not draft.faults) == holds


@pytest.mark.parametrize(
    ("value", "holds"),
    [
        ("71293张", True),
        ("71293家", False),
        ("71293", False),
        ("1293张", False),
        ("7129张", False),
        ("71293万张", False),
    ],
)
def test_a_figure_stands_in_the_text_with_its_unit(value: str, holds: bool) -> None:
    text = "全市床位71293张,机构381家。"
    figure = f"据 「全市床位71293张」 指标 床位 数值 {value}"
    other = "  数据 乙 据 「机构381家」 指标 机构 数值 381家\n"
    assert (not rule(text, figure, kind="数据", nature="事实", more=other).faults) == holds


# --- the lexicon ----------------------------------------------------------------------------------------------------


def test_every_form_of_an_operator_or_action_is_found_whole() -> None:
    deciding = VOCABULARY.deciding
    assert {"不再新增", "暂不新增", "以调整存量为主", "不受本规划限制", "严禁新增"} <= deciding
    assert not {"优先", "纳入", "适当倾斜"} & deciding
    for form in (*deciding, *(form for forms in FORMS.values() for form in forms)):
        inside = [w for (start, end), w in segments(form, deciding).items() if (start, end) == (0, len(form))]
        assert inside == [form], form


@given(st.text("不低于超过未达到可以优先应当原则上新增再75%张", max_size=20))
def test_words_of_the_lexicon_never_overlap(text: str) -> None:
    spans = sorted(segments(text))
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


# --- the good examples under mutation ---------------------------------------------------------------------------------

_SWAPS = {"低于": "高于", "高于": "低于", "不超过": "低于", "达到": "低于", "暂不新增": "不得新增", "不得新增": "暂不新增", "从严控制": "以调整存量为主",
          "市南区": "市北区", "市级": "省级", "可优先": "适当倾斜", "零售药店": "综合医院", "医疗机构": "医药机构"}  # fmt: skip


def _mutants() -> list[tuple[str, str, str]]:
    found = []
    for example in examples("good"):
        rules = example.sections.get("rules", "")
        for line in dict.fromkeys(s for s in rules.splitlines() if re.match(r"    (凡|若|则|须) ", s)):
            swaps = [(old, new) for old, new in _SWAPS.items() if f" {old}" in line]
            numbers = re.findall(r" (\d[\d.]*)(?=[%万张家])", line)
            for old, new in (
                swaps + [(n, n + "1") for n in numbers] + [(n, n[:-1] + str((int(n[-1]) + 1) % 10)) for n in numbers]
            ):
                found.append((example.name, line, line.replace(f" {old}", f" {new}", 1)))
    return found


@pytest.mark.parametrize(("name", "old", "new"), _mutants())
def test_a_good_example_changed_is_bad(name: str, old: str, new: str) -> None:
    example = next(e for e in examples("good") if e.name == name)
    rules = example.sections["rules"].replace(old, new)
    draft = compiled(example.sections["text"], rules, example.sections.get("readings", ""))
    assert draft.faults, f"{old.strip()} → {new.strip()}\n{faults_of(draft)}"


def test_the_vocabulary_of_the_tests_has_no_two_terms_of_one_name() -> None:
    labels = [t.label for t in VOCABULARY.data.terms]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("verb", ["鼓励各地将", "支持各地将", "积极探索将", "力争将", "引导各地将", "倡导"])
def test_a_quotation_is_not_cut_off_from_the_verb_that_governs_it(verb: str) -> None:
    text = f"加强管理,{verb}康复医院的床位暂不新增购买。"
    lines = (M, "凡 机构 属于 康复医院", "则 暂不新增")
    assert "L508" in codes(rule(text, "据 「康复医院的床位暂不新增购买」", *lines))
    assert "L508" not in codes(rule(text, f"据 「{verb}康复医院的床位暂不新增购买」", *lines))


def test_a_verb_of_another_part_of_the_sentence_governs_nothing_behind_the_mark() -> None:
    text = "鼓励各地加强管理,康复医院的床位暂不新增购买。"
    lines = ("据 「康复医院的床位暂不新增购买」", M, "凡 机构 属于 康复医院", "则 暂不新增")
    assert "L508" not in codes(rule(text, *lines))


# --- what a number is counted for -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "counted", ["每千常住人口床位数超过7.5张", "每千常住人口医保购买住院床位数达到7.5张", "床位数超过7.5张/千常住人口"]
)
def test_a_number_counted_for_each_thousand_people_is_no_plain_number(counted: str) -> None:
    """「每千常住人口……7.5张」 compared with all beds of the city would restrict every application."""
    op = "达到" if "达到" in counted else "高于"
    text = f"全市住院床位总量{counted}的,暂不新增购买住院床位。"
    plain = rule(text, M, f"若 全市 的 医保购买住院床位数 {op} 7.5张", "则 暂不新增")
    (fault,) = [f for f in plain.faults if "7.5张" in f.message or "7.5" in f.message]
    assert fault.code == "L502"
    assert "千常住人口" in fault.message
    quotient = f"若 全市 的 医保购买住院床位数 除以 全市 的 常住人口 {op} 7.5张/千常住人口"
    assert not rule(text, M, quotient, "则 暂不新增").faults


def test_the_people_of_another_phrase_count_no_number() -> None:
    text = "每千常住人口床位充足,全市住院床位总量超过500张的,暂不新增购买住院床位。"
    assert not rule(text, M, "若 全市 的 医保购买住院床位数 高于 500张", "则 暂不新增").faults
