"""A threshold that another masks (K05); rules that say the same (K10)."""

from __future__ import annotations

from msgspec.structs import replace

from policy_dsl.ir import Likeness
from policy_dsl.vocabulary import FigurePair, Vocabulary
from reasoner.driver.current_rule_base import rule_base
from reasoner.lint.lint_finding import Level
from reasoner.model.kinds import Role

from .made import EXEMPT, about, bar, document, found, of, ward_cap


def test_a_lower_threshold_of_the_same_strength_is_masked() -> None:
    linted = found(document("a", bar(60), bar(75)))
    assert about(linted, "K05") == [(["低于60暂不"], ["低于75暂不"])]
    (masked,) = of(linted, "K05")
    assert masked.level == Level.HINT
    assert masked.example is not None
    verdict = masked.example.verdict
    assert verdict.outcome == "barred"
    assert [c.rule for c in verdict.citations if c.role is Role.DECISIVE] == ["a/1.p2#低于75暂不"]
    assert of(linted, "K03") == []  # told once


def test_a_cap_at_a_third_never_decides_beside_one_at_a_fifth() -> None:
    assert about(found(document("a", ward_cap(30), ward_cap(20))), "K05") == [(["院护床位数三成"], ["院护床位数二成"])]


def test_other_denominators_mask_nothing() -> None:
    words = rule_base().compiled.vocabulary
    pair = FigurePair(("失智专区床位数", "预期享受长护险待遇人数"), Likeness.NAMED, "此处所设")
    words = replace(words, pairs=(*words.pairs, pair))
    caps = (ward_cap(30), ward_cap(20, of="预期享受长护险待遇总人数"))
    linted = found(document("a", *caps, vocabulary=Vocabulary(words)))
    assert of(linted, "K03", "K05", "K10") == []


def test_a_presumption_does_not_mask_a_bar_but_a_bar_masks_a_presumption() -> None:
    assert of(found(document("a", bar(60, "不得"), bar(75, "原则上"))), "K03", "K05") == []
    stronger = found(document("a", bar(60, "原则上"), bar(75, "不得")))
    assert about(stronger, "K05") == [(["低于60原则上"], ["低于75不得"])]
    assert "后果更强" in of(stronger, "K05")[0].sentence


def test_an_exemption_reopens_what_was_masked() -> None:
    """What the exemption of one document lifts there, the other document still bars."""
    assert about(found(document("a", bar(75)), document("b", bar(60))), "K05") == [(["低于60暂不"], ["低于75暂不"])]
    assert of(found(document("a", bar(75), EXEMPT), document("b", bar(60))), "K05") == []
    # Within one document it lifts both, and changes nothing.
    assert len(of(found(document("a", bar(75), bar(60), EXEMPT)), "K05")) == 1


def test_all_that_mask_one_threshold_are_told_together() -> None:
    linted = found(document("a", bar(50), bar(60), bar(75)))
    assert about(linted, "K05") == [(["低于50暂不"], ["低于60暂不", "低于75暂不"]), (["低于60暂不"], ["低于75暂不"])]


def test_what_is_masked_in_one_matter_only_is_information() -> None:
    walk = (
        "限制",
        "步行15分钟范围内有同类型定点医药机构达到2家的,暂不新增定点药店和个账定点医疗机构。",
        "规则 两家以上\n 凡 事项 是 新增定点零售药店 、 新增个人账户定点\n"
        " 若 步行15分钟内同类型定点机构数 达到 2家\n 则 暂不新增",
    )
    one = (
        "限制",
        "步行15分钟范围内有同类型定点医药机构达到1家的,暂不新增定点药店。",
        "规则 一家以上\n 凡 事项 是 新增定点零售药店\n 若 步行15分钟内同类型定点机构数 达到 1家\n 则 暂不新增",
    )
    linted = found(document("a", walk, one))
    assert [(f.level, f.matters) for f in of(linted, "K05")] == [(Level.NOTE, ("新增定点零售药店",))]
    assert of(linted, "K03") == []


def test_a_rule_that_stands_twice_is_information() -> None:
    linted = found(document("a", bar(75, name="甲"), bar(75, name="乙")))
    assert about(linted, "K10") == [(["甲", "乙"], [])]
    (again,) = of(linted, "K10")
    assert again.level == Level.NOTE
    assert again.example is not None
    assert {c.rule for c in again.example.verdict.citations if c.role is Role.DECISIVE} == {
        "a/1.p1#甲",
        "a/1.p2#乙",
    }
    assert of(linted, "K03", "K05") == []


def test_a_rule_that_repeats_another_document_is_information() -> None:
    linted = found(document("a", bar(75)), document("b", bar(75)))
    assert about(linted, "K10") == [(["低于75暂不", "低于75暂不"], [])]
    assert "另一份仍照旧适用" in of(linted, "K10")[0].sentence
    assert of(found(document("a", bar(75)), document("b", bar(74))), "K10") == []


def test_all_that_say_the_same_are_told_together() -> None:
    linted = found(document("a", bar(75, name="甲"), bar(75, name="乙"), bar(60)), document("b", bar(75, name="丙")))
    assert about(linted, "K10") == [(["甲", "乙", "丙"], [])]


def test_the_same_condition_in_other_words_is_told_as_such() -> None:
    """暂不 and 不得 bar alike, and the label follows the words: without one of the two it is another."""
    linted = found(document("a", bar(75, name="甲"), bar(75, "不得", name="乙")))
    (again,) = of(linted, "K10")
    assert again.level == Level.HINT
    assert "用词不同(“按规定暂不新增”、“按规定不得新增”)" in again.sentence
    assert "结论的用词随之改变" in again.sentence
    assert "结论不变" not in again.sentence
    assert of(linted, "K03", "K05") == []
    apart = of(found(document("a", bar(75)), document("b", bar(75, "不得"))), "K10")
    assert [f.level for f in apart] == [Level.NOTE]
    assert "用词不同" in apart[0].sentence


def test_a_threshold_masked_by_one_in_other_words() -> None:
    (masked,) = of(found(document("a", bar(60), bar(75, "不得"))), "K05")
    assert "后果相当而用词不同" in masked.sentence


def test_the_same_condition_with_another_effect_is_no_repetition() -> None:
    assert of(found(document("a", bar(75), bar(75, "原则上"))), "K10") == []


def test_exemptions_of_two_documents_do_not_repeat_each_other() -> None:
    assert of(found(document("a", bar(75), EXEMPT), document("b", bar(60), EXEMPT)), "K10") == []
