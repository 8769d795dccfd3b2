"""What an amendment changes in the texts: words before and after, rules, whom a threshold concerns, places, repeal."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from drafting import (
    BEDS,
    CARE,
    EXEMPTION,
    MEDICAL,
    copied,
    corpus_at,
    drafted,
    edit,
    exemption_struck,
    faults,
)

from policy_dsl import ir
from policy_dsl.compiled import Clause
from policy_dsl.ir import Effect, Strength, to_data
from reasoner.compare.amendment import DocumentChange, FieldChange, RegionName
from reasoner.compare.clause_pairs import clause_pairs
from reasoner.compare.relation_kinds import RuleKind, TextChange
from reasoner.compare.report.amendment_lines import entries, lines
from reasoner.compare.report.page_building import comparison_page
from reasoner.compare.threshold_change import shift
from reasoner.driver.comparisons import Request, versions
from reasoner.driver.current_rule_base import rule_base
from reasoner.render.typeset import on_screen

ON_BEDS = "新增购买住院床位"
ON_ONE_DAY = Request(matters=(ON_BEDS,), kinds=("综合医院",), as_of="2025-11-01")
OLD = "医保管理区域(市本级、崂山区、西海岸新区、城阳区、即墨区、胶州市、平度市、莱西市)内床位使用率低于75%的,原则上不再新增购买住院床位。"
NEW = OLD.replace("低于75%", "低于60%")


def changes(before: Path, after: Path, request: Request = ON_ONE_DAY) -> DocumentChange:
    """What is told of the one document of an amendment."""
    (comparison,) = versions(before, after, request)
    assert comparison.amended is not None
    (change,) = comparison.amended
    return change


def sentences(before: Path, after: Path, request: Request = ON_ONE_DAY) -> str:
    (comparison,) = versions(before, after, request)
    return "\n".join(text for _, text in lines(comparison))


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    return copied(tmp_path / "before"), drafted(copied(tmp_path / "after"), *BEDS)


# --- an amended threshold -------------------------------------------------------------------------------------


def test_an_amended_clause_is_told_with_both_its_words_and_whom_it_concerns(pair: tuple[Path, Path]) -> None:
    change = changes(*pair)
    assert (change.document, change.change, change.fields) == (MEDICAL, TextChange.AMENDED, ())
    assert change.covers is None
    (clause,) = change.clauses
    assert (clause.clause, clause.change) == (f"{MEDICAL}/3.1.p2", TextChange.AMENDED)
    assert (clause.before, clause.after) == (OLD, NEW)
    (rule,) = clause.rules
    assert (rule.name, rule.kind, rule.matters) == ("低使用率区域不新增床位", RuleKind.RESTRICTION, (ON_BEDS,))
    assert [("75%" in text, "60%" in text) for text in (rule.before, rule.after) if text] == [
        (True, False),
        (False, True),
    ]
    affected = rule.affected
    assert affected is not None
    assert (affected.of, affected.before, affected.after) == ("所在医保管理区域的床位使用率", "75%", "60%")
    assert (affected.least, affected.least_included) == ("60%", True)
    assert (affected.most, affected.most_included, affected.applied) == ("75%", False, True)


def test_the_data_of_an_amendment_leaves_out_what_there_is_not(pair: tuple[Path, Path]) -> None:
    (data,) = to_data([changes(*pair)])
    assert set(data) == {"document", "title", "number", "change", "fields", "clauses"}
    (rule,) = data["clauses"][0]["rules"]
    assert set(rule["affected"]) == {
        "of", "before", "after", "from", "from_included", "to", "to_included", "held", "alone", "text",
    }  # fmt: skip


def test_an_amended_clause_is_quoted_in_words_and_on_the_page(pair: tuple[Path, Path]) -> None:
    text = sentences(*pair)
    assert f"修改前:「{OLD}」" in text
    assert f"修改后:「{NEW}」" in text
    whom = "所在医保管理区域的床位使用率在60%以上(含60%)、不足75%的受影响:修改前适用这条规则,修改后不适用。"
    assert whom in text
    (comparison,) = versions(*pair, ON_ONE_DAY)
    page = comparison_page(comparison, rule_base())
    changed = page.partition('<section class="amended">')[2].partition("</section>")[0]
    assert all(words in changed for words in ("低于75%的", "低于60%的", on_screen(whom), "3.1.p2"))
    (entry,) = entries(comparison)
    assert entry.sentences == ("修改1条。",)


def test_versions_that_say_the_same_change_nothing(tmp_path: Path) -> None:
    (comparison,) = versions(copied(tmp_path / "a"), copied(tmp_path / "b"), ON_ONE_DAY)
    assert comparison.amended == ()
    assert list(lines(comparison)) == []
    assert 'class="amended"' not in comparison_page(comparison, rule_base())


def test_another_end_is_told(tmp_path: Path) -> None:
    after = drafted(copied(tmp_path / "after"))
    edit(after / "meta.toml", ('ends = "2025-12-31"', 'ends = "2030-12-31"'))
    before = copied(tmp_path / "before")
    assert changes(before, after).fields == (FieldChange("ends", "2025-12-31", "2030-12-31"),)
    assert "条文没有改动。规划期届满之日由2025-12-31改为2030-12-31。" in sentences(before, after)


def test_a_clause_that_is_struck_is_told_with_the_rule_that_loses_its_basis(tmp_path: Path) -> None:
    before, after = copied(tmp_path / "before"), exemption_struck(copied(tmp_path / "after"))
    (clause,) = changes(before, after).clauses
    assert (clause.clause, clause.change) == (f"{MEDICAL}/3.3.p1", TextChange.STRUCK)
    assert (clause.before, clause.after) == (EXEMPTION, None)
    (rule,) = clause.rules
    assert (rule.name, rule.kind, rule.after) == ("市政府重点建设项目", RuleKind.EXEMPTION, None)
    text = sentences(before, after)
    assert "删去1条。" in text
    assert "修改后:(无)" in text
    (back,) = changes(after, before).clauses
    assert (back.change, back.before, back.after) == (TextChange.ADDED, None, EXEMPTION)


def test_another_name_of_a_rule_changes_nothing(tmp_path: Path) -> None:
    after = copied(tmp_path / "after")
    edit(after / "rules.tiao", ("规则 低使用率区域不新增床位", "规则 使用率低的区域不新增床位"))
    (comparison,) = versions(copied(tmp_path / "before"), after, ON_ONE_DAY)
    assert comparison.amended == ()


def test_a_rule_written_otherwise_for_the_same_words_is_told_as_that(tmp_path: Path) -> None:
    """「符合条件的」 left out of a rule: the text is as it was, and who may be preferred is not."""
    before, after = copied(tmp_path / "before"), copied(tmp_path / "after")
    used = "若 机构 的 按卫生规划设立 成立 且 机构 的 符合定点条件 成立\n    则 可优先"
    edit(after / "rules.tiao", (used, used.replace(" 且 机构 的 符合定点条件 成立", "")))
    (clause,) = changes(before, after).clauses
    assert clause.clause == f"{MEDICAL}/3.2.p1.s3"
    assert clause.before is not None
    assert clause.before == clause.after
    (rule,) = clause.rules
    assert ["符合定点条件" in text for text in (rule.before, rule.after) if text] == [True, False]
    text = sentences(before, after)
    assert "原文未改而规则改写的1条。" in text
    assert text.count(clause.before) == 1


# --- pairs of clauses -----------------------------------------------------------------------------------------


def clauses(*quotes: str) -> list[Clause]:
    return [
        Clause(f"x/{n}", "某文件", None, (), "某处", "", (), quote, 0, len(quote), (), (), ())
        for n, quote in enumerate(quotes, 1)
    ]


LAW, RATE, LAST = (
    "为了合理配置资源,制定本规划。",
    "床位使用率低于75%的,原则上不再新增购买住院床位。",
    "本规划自印发之日起施行。",
)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ((LAW, RATE, LAST), [(1, 1), (2, 2), (3, 3)]),
        ((LAW, RATE.replace("75", "60"), LAST), [(1, 1), (2, 2), (3, 3)]),
        ((LAW, LAST), [(1, 1), (2, None), (3, 2)]),
        ((LAW, "新增护理院须先评估。", RATE, LAST), [(1, 1), (None, 2), (2, 3), (3, 4)]),
        ((LAW, "新增护理院须先评估。", RATE.replace("75", "60"), LAST), [(1, 1), (2, 3), (None, 2), (3, 4)]),
        ((LAW, "完全不同的另一句话。", LAST), [(1, 1), (2, 2), (3, 3)]),
        ((f"{LAW}\n", RATE, LAST), [(1, 1), (2, 2), (3, 3)]),
        ((), [(1, None), (2, None), (3, None)]),
    ],
)
def test_clauses_are_paired_by_their_words(after: tuple[str, ...], expected: list[tuple[int | None, ...]]) -> None:
    pairs = clause_pairs(clauses(LAW, RATE, LAST), clauses(*after))
    assert [tuple(int(c.clause[2:]) if c else None for c in pair) for pair in pairs] == expected


# --- whom a changed threshold concerns ------------------------------------------------------------------------

RATE_OF = ir.Fact("本区县", "床位使用率")
ELSE = ir.Holds(ir.Fact("全市", "医保基金当期赤字"))


def norm(condition: ir.Cond, effect: str = "prohibit", scope: ir.Cond = ir.ALWAYS, strength: str = "原则上") -> ir.Norm:
    kind = Effect(effect), Strength(strength)
    return ir.Norm("d/1#甲", "d", "d/1", "甲", *kind, (ON_BEDS,), scope, condition, ((0, 1),), "")


def rate(op: str, shown: str) -> ir.Compare:
    return ir.Compare(op, RATE_OF, ir.Const(Decimal(shown.rstrip("%")) / 100, shown))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (("lt", "75%"), ("lt", "60%"), "在60%以上(含60%)、不足75%的受影响:修改前适用这条规则,修改后不适用。"),
        (("lt", "60%"), ("lt", "75%"), "在60%以上(含60%)、不足75%的受影响:修改前不适用这条规则,修改后适用。"),
        (("le", "75%"), ("le", "60%"), "超过60%、不超过75%的受影响:修改前适用这条规则,修改后不适用。"),
        (("gt", "75%"), ("gt", "60%"), "超过60%、不超过75%的受影响:修改前不适用这条规则,修改后适用。"),
        (("ge", "75%"), ("ge", "60%"), "在60%以上(含60%)、不足75%的受影响:修改前不适用这条规则,修改后适用。"),
        (("lt", "75%"), ("le", "60%"), "超过60%、不足75%的受影响:修改前适用这条规则,修改后不适用。"),
        (("lt", "75%"), ("le", "75%"), "等于75%的受影响:修改前不适用这条规则,修改后适用。"),
    ],
)
def test_the_values_on_which_two_thresholds_differ(
    before: tuple[str, str], after: tuple[str, str], expected: str
) -> None:
    found = shift(norm(rate(*before)), norm(rate(*after)))
    assert found is not None
    assert found.text == f"本区县的床位使用率{expected}"
    assert (found.before, found.after, found.alone) == (before[1], after[1], True)


def test_under_a_negation_the_others_are_concerned() -> None:
    found = shift(norm(ir.Not(rate("lt", "75%"))), norm(ir.Not(rate("lt", "60%"))))
    assert found is not None
    assert found.text.endswith("在60%以上(含60%)、不足75%的受影响:修改前不适用这条规则,修改后适用。")


def test_a_rule_with_other_conditions_says_so() -> None:
    found = shift(norm(ir.And((rate("lt", "75%"), ELSE))), norm(ir.And((rate("lt", "60%"), ELSE))))
    assert found is not None
    assert found.alone is False
    assert "规则另有其他条件" in found.text


def test_a_requirement_is_met_or_not() -> None:
    found = shift(norm(rate("ge", "75%"), "require", strength="须"), norm(rate("ge", "60%"), "require", strength="须"))
    assert found is not None
    assert found.text.endswith("不足75%的受影响:修改前不符合这一条件,修改后符合。")


def test_a_ratio_is_measured_as_a_ratio() -> None:
    """7.5张 for a thousand inhabitants amended to 8张: a cap that is passed above it."""

    def beds(shown: str, value: str) -> ir.Norm:
        inhabitants = ir.Fact("全市", "常住人口")
        over = ir.Scaled(ir.Const(Decimal(value), shown), inhabitants)
        return norm(ir.Compare("gt", ir.Fact("全市", "医保购买住院床位数"), over, ratio=True), "cap")

    found = shift(beds("7.5张/千常住人口", "0.0075"), beds("8张/千常住人口", "0.008"))
    assert found is not None
    assert found.of == "全市的医保购买住院床位数除以全市的常住人口"
    assert "超过7.5张/千常住人口、不超过8张/千常住人口的受影响:修改前适用这条规则,修改后不适用" in found.text


@pytest.mark.parametrize(
    "after",
    [
        norm(rate("lt", "75%")),
        norm(rate("ge", "60%")),
        norm(ir.Compare("lt", ir.Fact("全市", "床位使用率"), ir.Const(Decimal("0.6"), "60%"))),
        norm(rate("lt", "60%"), scope=ELSE),
        norm(rate("lt", "60%"), strength="暂不"),
        norm(rate("lt", "60%"), "control", strength="从严"),
        norm(ELSE),
    ],
)
def test_what_is_more_or_less_than_another_threshold_has_no_such_values(after: ir.Norm) -> None:
    assert shift(norm(rate("lt", "75%")), after) is None


# --- documents and places -------------------------------------------------------------------------------------


def test_a_repealed_document_says_what_loses_its_basis(tmp_path: Path) -> None:
    both = corpus_at(tmp_path / "both", "", copied, lambda to: copied(to, CARE))
    alone = corpus_at(tmp_path / "alone", "", lambda to: copied(to, CARE))
    change = changes(both, alone)
    assert (change.document, change.change) == (MEDICAL, TextChange.REPEALED)
    assert change.covers is not None
    assert change.covers.after is None
    assert "城阳区" in {c.name for c in change.covers.lost}
    kinds = {r.name: (r.kind, c.clause) for c in change.clauses for r in c.rules}
    assert kinds["低使用率区域不新增床位"] == ("限制", f"{MEDICAL}/3.1.p2")
    assert kinds["市政府重点建设项目"] == ("豁免", f"{MEDICAL}/3.3.p1")
    assert kinds["内设医疗机构"] == ("优先", f"{MEDICAL}/3.2.p1.s3")
    assert all(c.rules and c.after is None and c.change is TextChange.STRUCK for c in change.clauses)
    assert OLD in {c.before for c in change.clauses}
    text = sentences(both, alone)
    assert "视为废止,该文件不再有效" in text
    assert "限制失去依据,不等于可以办理" in text
    assert "“市政府重点建设项目”(豁免)失去依据:" in text


def test_a_new_document_says_what_it_founds(tmp_path: Path) -> None:
    both = corpus_at(tmp_path / "both", "", copied, lambda to: copied(to, CARE))
    alone = corpus_at(tmp_path / "alone", "", lambda to: copied(to, CARE))
    change = changes(alone, both)
    assert change.change is TextChange.ADDED
    assert change.covers is not None
    assert change.covers.before is None
    assert all(c.before is None and c.change is TextChange.ADDED for c in change.clauses)
    assert "新设“低使用率区域不新增床位”(限制):" in sentences(alone, both)


def moved(region: str) -> Callable[[Path], Path]:
    def make(to: Path) -> Path:
        edit(copied(to, "binzhou-2022") / "meta.toml", ('region = "371600"', f'region = "{region}"'))
        return to

    return make


LEFT = ["沾化区", "惠民县", "阳信县", "无棣县", "博兴县", "邹平市"]


def test_a_document_that_shrinks_to_a_district_is_one_comparison_of_the_city(tmp_path: Path) -> None:
    before, after = copied(tmp_path / "before", "binzhou-2022"), moved("371602")(tmp_path / "after")
    request = Request(matters=("新增个人账户定点",), kinds=("诊所",), as_of="2025-11-01")
    (comparison,) = versions(before, after, request)
    assert comparison.regions.each == ("371600", "371600")
    covers = changes(before, after, request).covers
    assert covers is not None
    assert (covers.before, covers.after) == (RegionName("371600", "滨州市"), RegionName("371602", "滨城区"))
    assert [c.name for c in covers.lost] == LEFT
    assert covers.gained == ()
    assert f"不再适用于{'、'.join(LEFT)}(6个)" in sentences(before, after, request)
    back = changes(after, before, request).covers
    assert back is not None
    assert [c.name for c in back.gained] == LEFT


def test_a_document_that_moves_to_another_city_is_told_for_both(tmp_path: Path) -> None:
    before, after = copied(tmp_path / "before", "binzhou-2022"), moved("350500")(tmp_path / "after")
    request = Request(matters=("新增个人账户定点",), kinds=("诊所",), as_of="2025-11-01")
    comparisons = versions(before, after, request)
    assert [c.regions.a for c in comparisons] == ["371600", "350500"]
    after_moving = [d.covers.after for c in comparisons for d in c.amended or () if d.covers is not None]
    assert after_moving == [RegionName("350500", "泉州市")] * 2


# --- a figure that is part of a name --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "amendments",
    [
        [("步行15分钟范围内", "步行10分钟范围内")],
        [("步行15分钟范围内", "步行10分钟范围内"), ("步行15分钟内同类型", "步行10分钟内同类型")],
    ],
)
def test_a_figure_in_the_name_of_a_fact_is_told_to_be_none_to_amend(
    amendments: list[tuple[str, str]], tmp_path: Path
) -> None:
    found = faults(copied(tmp_path / "before"), drafted(copied(tmp_path / "after"), *amendments))
    assert {f.code for f in found} == {"L502" if len(amendments) == 1 else "L201", "L505"}
    part = "「步行15分钟内同类型定点机构数」中的数字是事实名称的一部分"
    assert all(f.hint.startswith(part) for f in found)


def test_other_faults_of_figures_keep_their_hints(tmp_path: Path) -> None:
    after = drafted(copied(tmp_path / "after"))
    edit(after / "text.txt", ("低于75%", "低于60%"))
    edit(after / "rules.tiao", ("内床位使用率低于75%", "内床位使用率低于60%"))
    found = faults(copied(tmp_path / "before"), after)
    assert found
    assert not any("事实名称" in f.hint for f in found)
