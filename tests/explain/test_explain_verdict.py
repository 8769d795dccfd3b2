"""Explanations of whole verdicts: conflicts, several documents, standards, changes, presumptions."""

from __future__ import annotations

from verdict_making import TRUE, UNKNOWN, citation, compare, fact, rule, verdict

from policy_dsl.ir import Effect
from policy_dsl.reading import Reading
from reasoner.explain import Background, explain
from reasoner.model import proof
from reasoner.model.application import Evidence
from reasoner.model.kinds import Origin, Outcome, Power, Role
from reasoner.model.verdict import Change, ChangedFact, MissingFact


def test_an_exemption_that_holds_does_not_reach_another_document() -> None:
    explanation = explain(
        verdict(
            Outcome.BARRED,
            [citation("b/1", Role.DECISIVE, "乙规划"), citation("a/2", Role.NOTE)],
            [rule("b/1", Effect.PROHIBIT), rule("a/2", Effect.EXEMPT)],
        ),
        Background(),
    )
    [exception] = explanation.exceptions
    assert exception.sentences[-1] == "豁免·范围不及:该条限于「本规划」,不及于《乙规划》。"


def test_a_preference_beside_a_restriction_is_no_exemption() -> None:
    explanation = explain(
        verdict(
            Outcome.BARRED,
            [citation("a/1", Role.DECISIVE), citation("a/2", Role.NOTE)],
            [rule("a/1", Effect.PROHIBIT), rule("a/2", Effect.PREFER)],
        ),
        Background(),
    )
    [note] = explanation.of("note")
    assert note.sentences[-1] == "优先非豁免:该条规定可优先考虑,不解除前述限制。"


def test_a_determination_is_asked_of_the_authority_that_the_clause_names() -> None:
    missing = MissingFact(fact="资源充足", of="崂山区", provider="有权机关认定", asked_by=("a/1",))
    explanation = explain(
        verdict(
            Outcome.UNDETERMINED,
            [citation("a/1", Role.CONSIDERED)],
            [rule("a/1", Effect.PROHIBIT, UNKNOWN)],
            missing=(missing,),
        ),
        Background(authorities={"a/1": ["市级医保行政部门"]}),
    )
    [group] = explanation.missing
    assert group.items[0].sentence == "「资源充足」(崂山区)须由市级医保行政部门认定,系统不作推定。"
    assert group.items[0].places == ("1",)


def test_changes_name_who_could_make_them() -> None:
    step = ChangedFact(
        fact="床位使用率", of="城阳区", before="74%", after="75%", by=Power.REGION, role="所在医保管理区域"
    )
    change = Change((step,), Outcome.MAY_PROCEED, Power.REGION)
    explanation = explain(verdict(Outcome.PRESUMPTIVELY_BARRED, changes=(change,)), Background())
    assert explanation.changes == (
        "其他事实不变,如城阳区床位使用率由74%变为75%,研判结论将由「标签」变为「已收录文件中未见限制,可进入后续程序」;"
        "届时仍按有效规定办理。区域性指标,申请人无法单独改变。",
    )
    assert "应予例外的情形" in explanation.consideration


def test_unreviewed_rules_and_readings_are_told() -> None:
    reading = Reading(
        name="某解释", question="甲是否即乙。", used="甲即乙。", alternative="甲非乙。", basis="…", covers=(),
        accounts=(), removes=(), confirmed_by="",
    )  # fmt: skip
    explanation = explain(
        verdict(
            Outcome.BARRED,
            [citation("a/1", Role.DECISIVE)],
            [rule("a/1", Effect.PROHIBIT, readings=("某解释",), reviewed=False)],
        ),
        Background(readings={("a", "某解释"): reading}),
    )
    assert explanation.unreviewed == 1
    assert explanation.readings == ("某解释(尚未确认):甲是否即乙?采用:甲即乙。",)


def test_planning_standards_are_reported_and_decide_nothing() -> None:
    standard = proof.StandardReport(
        clause="a/3", name="每家覆盖老年人口", standard="2000人/家", over=fact("老年人口", "市南区", "120000"),
        under=fact("机构数", "市南区", "70"), actual="1714.29",
    )  # fmt: skip
    [sentence] = explain(verdict(Outcome.MAY_PROCEED, standards=(standard,)), Background()).standards
    assert "规划标准为2000人/家,现为1714.29人/家" in sentence
    assert "不作为本次结论的依据" in sentence


def test_the_closing_names_the_documents() -> None:
    explanation = explain(
        verdict(Outcome.BARRED, [citation("a/1", Role.DECISIVE)], [rule("a/1", Effect.PROHIBIT)]), Background()
    )
    assert "《甲规划》" in explanation.closing
    assert explanation.closing.endswith("供经办人员参考,不代替评估,也不是处理决定。")


def test_of_a_made_up_application_neither_day_nor_source_is_told() -> None:
    read = proof.FactRead(
        fact="使用率",
        of="城阳区",
        value="74%",
        as_at="2024-03-31",
        origin=Origin.LEDGER,
        source="结算数据",
        determined_by=("某局",),
        confirmed_by="某某",
        valid_until="2025-12-31",
        evidence=Evidence("某表"),
    )
    below = compare("lt", TRUE, read, proof.Number("75%", "0.75"))
    judged = verdict(Outcome.BARRED, [citation("a/1", Role.DECISIVE)], [rule("a/1", Effect.PROHIBIT, condition=below)])
    [point] = explain(judged, Background(supposed=True)).points
    assert point.sentences == ("按假设,城阳区使用率为74%,低于75%,属于该条规定的情形。",)
    [point] = explain(judged, Background(supposed=True, headed=True)).points
    assert point.sentences == ("城阳区使用率为74%,低于75%。",)
    [point] = explain(judged, Background()).points
    assert "由某局于2024-03-31认定,来源:本局台账(结算数据,某表;确认人某某;有效期至2025-12-31)" in point.sentences[0]
