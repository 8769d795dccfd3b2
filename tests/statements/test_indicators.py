"""The audit of figures. What is expected of Quanzhou's thirteen indicators was worked out by hand from the words quoted."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from reasoner.driver import surveys
from reasoner.driver.current_rule_base import rule_base
from reasoner.survey.figure_words import FigureOperator, amount, period_words, qualified
from reasoner.survey.figures import figures
from reasoner.survey.indicator_audit import Audit, AuditStatus, IndicatorSurvey
from reasoner.survey.indicator_claims import judge_claim

AHEAD = "ahead_of_schedule"
ON = "on_schedule"
BEHIND = "behind_schedule"

THIRTEEN = [
    # number, actual words, target words, status, difference in words, claim; how it stands to the target: for a claim of
    # 预期, of which the text gives no figure, how it would if 预期 were the target; what it may say of the schedule
    ("1.1.i1", "户籍人口参保率95.65%", "目标值96%以上", "not_met", "低0.35个百分点", "超过预期", "disagrees", AHEAD),
    ("1.1.i2", "报销比例为85.85%", "目标值86%左右", "approximate", "低0.15个百分点", "超过预期", "disagrees", AHEAD),
    ("1.1.i3", "报销比例为64.68%", "目标值70%左右", "approximate", "低5.32个百分点", "不及预期", "agrees", BEHIND),
    ("1.1.i4", "报销比例为83.9%", "目标值85%左右", "approximate", "低1.1个百分点", "符合预期", "undetermined", ON),
    ("1.1.i5", "县域内就诊率78.6%", "目标值90%左右", "approximate", "低11.4个百分点", "不及预期", "agrees", BEHIND),
    ("1.1.i6", "的比例18.78%", "目标值16%左右", "approximate", "高2.78个百分点", "提前完成规划目标", "undetermined", None),
    ("1.1.i7", "病种数达494个", "不少于500个", "not_met", "少6个", "超过预期", "disagrees", AHEAD),
    ("1.1.i8", "采购率达97.10%", "药品占比达到95%以上", "met", "高2.1个百分点", "提前完成规划目标", "agrees", None),
    ("1.1.i8", "采购率达89.64%", "高值医用耗材占比达到85%以上", "met", "高4.64个百分点", "提前完成规划目标", "agrees", None),
    ("1.1.i9", "药品459种", "不少于500个品种", "not_met", "少41种(目标单位为「个」)", "超过预期", "disagrees", AHEAD),
    ("1.1.i9", "高值医用耗材23类", "高值医用耗材10类", "above", "多13类", "超过预期", "agrees", AHEAD),
    ("1.1.i10", "直接结算率76.92%", "目标值70%以上", "met", "高6.92个百分点", "提前完成规划目标", "agrees", None),
    ("1.1.i11", "满意度99.99%", "目标值90%以上", "met", "高9.99个百分点", "提前完成规划目标", "agrees", None),
    ("1.1.i12", "线上可办率91.18%", "目标值85%以上", "met", "高6.18个百分点", "提前完成规划目标", "agrees", None),
    ("1.1.i13", "窗口可办率100%", "目标值100%", "met", "相等", "提前完成规划目标", "agrees", None),
]  # fmt: skip


def _audit(survey: IndicatorSurvey, item: str, words: str) -> Audit:
    """The audit of the target of an item whose words end so."""
    ends = (words, words + ")")
    fitting = [
        a for a in survey.audits if a.target.clause == f"quanzhou-2023-83/{item}.s1" and a.target.quote.endswith(ends)
    ]
    assert len(fitting) == 1, (item, words)
    return fitting[0]


@pytest.mark.parametrize(("item", "actual", "target", "status", "by", "claim", "against", "may_mean"), THIRTEEN)
def test_the_thirteen_indicators_of_quanzhou(
    quanzhou: IndicatorSurvey, item: str, actual: str, target: str, status: str, by: str, claim: str, against: str,
    may_mean: str | None,
) -> None:  # fmt: skip
    audit = _audit(quanzhou, item, target)
    assert audit.actual is not None
    assert audit.actual.quote.endswith(actual)
    assert (audit.status, audit.by) == (status, by)
    assert audit.claim is not None
    # 「照录为报告的自述……自述本身不说明目标值是否已经达到」: no claim of 预期 is held against the target.
    of_expectation = "预期" in claim
    assert audit.claim.quote == claim
    assert audit.claim.against_target == ("undetermined" if of_expectation else against)
    assert (audit.claim.if_target, audit.claim.may_mean) == ((against, may_mean) if of_expectation else (None, None))


def test_no_inconsistency_is_claimed_that_the_reading_in_use_denies() -> None:
    text = surveys.indicators_text(["quanzhou-2023-83"])
    assert "文件自评与目标值不一致" not in text
    assert "文件自评与目标值对照不一致4项（如“预期”即目标值）" in "".join(text.split())


def test_targets_without_a_number_are_listed() -> None:
    survey = surveys.indicators(["binzhou-2022"])
    # 城乡居民长护险 「力争2025年实现全覆盖」; 「2022年全部达标」; 「定点医疗机构2022年全覆盖」 and the pharmacies of 6.4.p3.s1.
    assert [(t.clause.partition("/")[2], t.as_at) for t in survey.in_words] == [
        ("4.6.p1.s11", "2025"), ("6.1.p1.s2", "2022"), ("6.4.p3.s1", ""), ("6.4.p3.s1", "2022"),
    ]  # fmt: skip
    targets = [a for a in survey.audits if a.target.kind == "target"]
    assert len(targets) + len(survey.in_words) == 10
    text = surveys.indicators_text(["binzhou-2022"])
    assert "目标10项" in text
    assert "没有数值、以文字表述4项" in text
    assert all(t.quote in surveys.indicators_csv(["binzhou-2022"]) for t in survey.in_words)


def test_every_indicator_of_the_report_is_audited(quanzhou: IndicatorSurvey) -> None:
    kinds = [a.target.target_kind for a in quanzhou.audits if a.target.clause.startswith("quanzhou-2023-83/1.1.")]
    assert len(kinds) == len(THIRTEEN)
    # 1, 2, 3 and 13 are 约束性指标, 5 and 6 倡导性指标, the rest 预期性指标.
    assert [kinds.count(k) for k in ("约束性", "倡导性", "预期性")] == [4, 2, 9]


def test_no_tolerance_is_invented_for_a_target_of_about(quanzhou: IndicatorSurvey) -> None:
    for audit in quanzhou.audits:
        if audit.target.op is FigureOperator.ABOUT and audit.actual is not None:
            assert audit.status is AuditStatus.APPROXIMATE
            assert any("没有写明幅度" in c for c in audit.caveats)


def test_a_figure_of_other_words_is_compared_only_by_a_reading(quanzhou: IndicatorSurvey) -> None:
    # 「基本医疗保险参保率」 against 「户籍人口参保率95.65%」: the reading says so, and what else may be.
    [caveat] = _audit(quanzhou, "1.1.i1", "目标值96%以上").caveats
    assert "户籍人口参保率" in caveat
    assert "不可直接比较" in caveat
    # 「力争城乡居民医保政策范围内住院费用报销比例达到70%左右」: no reading says that it is 居民医保……64.68%.
    [audit] = [a for a in quanzhou.audits if a.target.clause.endswith("/3.1.p1.s2")]
    assert audit.status is AuditStatus.NOT_COMPARED
    assert audit.not_compared[0].figure.shown == "64.68%"
    assert "没有登记的条文理解" in audit.not_compared[0].why[0]


def test_consumables_counted_in_another_unit_are_not_compared(quanzhou: IndicatorSurvey) -> None:
    # 「高值医用耗材23类」 and 「药品耗材集采品种分别扩大至459种、33种」.
    [refused] = _audit(quanzhou, "1.1.i9", "高值医用耗材10类").not_compared
    assert refused.figure.shown == "33种"
    assert any("单位不同" in w for w in refused.why)


@pytest.mark.parametrize(
    ("limit", "actual"),
    [
        ("7.5张/千常住人口", "7.8张/千参保人口"),
        ("0.42张/千常住人口", "0.36张/千参保人口"),
        ("0.85张/千常住人口", "0.89张/千参保人口"),
        ("0.78张/千常住人口", "1.04张/千参保人口"),
    ],
)
def test_densities_of_different_people_are_never_compared(limit: str, actual: str) -> None:
    audits = surveys.indicators(["qingdao-2023-18-medical"]).audits
    audit = next(a for a in audits if (a.target.shown, a.target.kind) == (limit, "limit"))
    assert audit.status is AuditStatus.NOT_COMPARED
    assert audit.difference is None
    why = {r.figure.shown: r.why for r in audit.not_compared}
    assert why[actual] == ("分母不同:参保人口与常住人口",)


def test_the_rate_of_a_city_is_not_that_of_an_area() -> None:
    # 「全市平均不足50%」 beside 「医保管理区域……内床位使用率低于75%的」.
    audits = surveys.indicators(["qingdao-2023-18-medical"]).audits
    [audit] = [a for a in audits if a.target.clause.endswith("/3.1.p2")]
    assert (audit.target.kind, audit.status) == ("condition", "not_compared")
    assert audit.not_compared[0].figure.qualifier == "低于"
    assert "地区不同" in audit.not_compared[0].why[0]


def test_figures_have_what_they_need() -> None:
    figures = {f.id: f for f in surveys.indicators().figures}
    beds = figures["qingdao-2023-18-medical/1.p1.s4#精神类住院床位密度"]
    # 「2022年末,……精神类住院床位1.04张/千参保人」
    assert (beds.value, beds.unit, beds.population) == (Decimal("0.00104"), "张", "参保人口")
    assert (beds.region, beds.as_at) == ("青岛市", "2022-12-31")
    experts = figures["quanzhou-2023-83/1.2.i1.i1.s4#医保网格员数"]
    assert (experts.value, experts.qualifier) == (Decimal(100000), "余")  # 「10万多名医保网格员」
    share = figures["quanzhou-2023-83/1.1.i6.s1#中医药费用占比"]
    assert share.denominator == "总医疗费用"  # 「中医药医疗费用占总医疗费用的比例」


@pytest.mark.parametrize(
    ("claim", "decided", "difference", "about", "against", "may_mean"),
    [
        ("超过预期", True, "0.01", False, "agrees", AHEAD),
        ("超过预期", True, "0", False, "disagrees", AHEAD),
        ("不及预期", True, "0", False, "disagrees", BEHIND),
        ("提前完成规划目标", True, "-0.01", False, "disagrees", None),
        ("提前完成规划目标", True, "0.01", True, "undetermined", None),
        ("达到预期", True, "-1", False, "disagrees", ON),
        ("进展顺利", True, "1", False, "undetermined", None),
        ("超过预期", False, "1", False, "undetermined", AHEAD),
    ],
)
def test_claims(claim: str, decided: bool, difference: str, about: bool, against: str, may_mean: str | None) -> None:
    judged = judge_claim(claim, decided, Decimal(difference), about=about)
    assert (judged.if_target if "预期" in claim else judged.against_target, judged.may_mean) == (against, may_mean)
    assert "预期" not in claim or judged.against_target == "undetermined"


def test_words_of_figures() -> None:
    assert qualified(FigureOperator.OVER, "10万人") == "10万余人"
    assert amount(Decimal("-0.0003"), "7.5张/千常住人口", "张") == "0.3张/千常住人口"
    assert amount(Decimal("-0.0035"), "96%", "") == "0.35个百分点"
    assert [period_words(p) for p in ("2023-01/2023-06", "2021-01/2023-06", "2012/..", "P2Y~", "2022")] == [
        "2023年1-6月", "2021年1月至2023年6月", "2012年以来", "2年左右", "2022年",
    ]  # fmt: skip


def test_a_count_that_is_spelt_out_is_a_figure_too() -> None:
    """「开展三批次10个品种市级医用耗材联合带量采购试点工作」 has two figures, as 「10批次818项」 has."""
    lines = surveys.indicators_csv(["quanzhou-2023-83"]).splitlines()
    shown = [line for line in lines if "市级医用耗材联合带量采购试点" in line]
    assert any("3批次" in line for line in shown)
    assert any("10个" in line for line in shown)


def test_what_a_measure_aims_at_is_no_observed_figure(quanzhou: IndicatorSurvey) -> None:
    """「落实“两病”患者100%家签」 says what is to be done; nobody observed it."""
    (audit,) = [a for a in quanzhou.audits if "家签" in a.target.indicator]
    assert audit.target.kind == "target"
    assert audit.actual is None
    assert [f.kind for f in quanzhou.figures if "家签" in f.indicator] == ["target"]


NO_FIGURES = {
    # spelt-out counts that measure nothing, each with its words
    "henan-2025/3.2.i1.p1.s1": "千人口床位数: the name of a ratio",
    "qingdao-2023-1/4.i5.s1": "三个维度: how an assessment is built",
    "qingdao-2023-18-ltc/1.p1.s2": "两项制度: which systems are designed together",
    "binzhou-2022/1.p5.s8": "收支两条线: the name of a way of keeping books",
    "binzhou-2022/2.1.p1": "第二个百年、第一个五年: ordinals",
    "binzhou-2022/2.1.p5.s1": "第十次党代会: an ordinal",
    "binzhou-2022/6.1.p2.s1": "“两条腿”走路: a figure of speech",
    "quanzhou-2023-83/1.2.i1.i1.s3": "“一人一档”: a name",
    "quanzhou-2023-83/1.2.i7.i3.s4": "“一条街”: a name",
    "quanzhou-2023-83/2.6.p1": "“六个一体化”: a name",
    "quanzhou-2023-83/3.1.p1.s1": "“一人一档”: a name",
    "binzhou-2022/0.p1.s2": "第十四个五年规划: an ordinal",
}


def test_no_count_that_is_spelt_out_is_passed_over() -> None:
    """As every digit has its statement, every spelt-out count has one or is judged to measure nothing."""
    base = rule_base()
    counted = re.compile(r"[一二三四五六七八九十两百千]+(?:批次|批|个|项|种|家|次|成|倍|类|条|张|人|户|分之|件|套|所)")
    spans = [(f.document, *s) for f in figures(base, base.documents.values()) for s in f.spans]
    left = {
        c.clause
        for d in base.documents.values()
        for c in d.clauses.values()
        for m in counted.finditer(c.quote)
        if not m[0].endswith("条") or c.quote[m.start() - 1 : m.start()] != "第"  # 第四十条 is an article
        if not any(i == d.id and a <= c.start + m.start() < z for i, a, z in spans)
    }
    assert left == set(NO_FIGURES)
