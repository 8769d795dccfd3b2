"""Explanations of whole verdicts: conflicts, several documents, standards, changes, presumptions."""

from __future__ import annotations

from typing import Any

from reasoner.explain import Background, explain

A = {"is": "and", "status": "true", "parts": []}


def citation(clause: str, role: str, document: str = "甲规划") -> dict[str, Any]:
    return {
        "clause": clause, "document": document, "number": None, "heading": [], "place": clause.partition("/")[2],
        "quote": "原文,不受本规划限制。", "start": 0, "end": 3, "role": role, "rule": f"{clause}#r",
    }  # fmt: skip


def proof(clause: str, effect: str, status: str = "true", **more: Any) -> dict[str, Any]:
    return {
        "rule": f"{clause}#r", "clause": clause, "effect": effect, "strength": "", "status": status, "text": "",
        "scope": A, "condition": A | {"status": status}, **more,
    }  # fmt: skip


def verdict(outcome: str, citations: list[Any], rules: list[Any], **more: Any) -> dict[str, Any]:
    return {
        "application": "1", "matter": "某事项", "as_of": "2024-05-01", "region": "370214", "outcome": outcome,
        "label": "标签", "possible": [outcome], "citations": citations, "facts": [],
        "reasons": {"governing": ["a"], "rules": rules, "standards": []}, "missing": [], "assumptions": [],
        "changes": [], "not_governing": [], "warnings": [], "receipt": {}, "given": [],
    } | more  # fmt: skip


def test_an_exemption_that_holds_does_not_reach_another_document() -> None:
    found = explain(
        verdict(
            "barred",
            [citation("b/1", "decisive", "乙规划"), citation("a/2", "note")],
            [proof("b/1", "prohibit"), proof("a/2", "exempt")],
        ),
        Background(),
    )
    [exception] = found.exceptions
    assert exception.sentences[-1] == "例外·范围不及:该条限于「本规划」,不及于《乙规划》。"


def test_a_preference_beside_a_restriction_is_no_exemption() -> None:
    found = explain(
        verdict(
            "barred",
            [citation("a/1", "decisive"), citation("a/2", "note")],
            [proof("a/1", "prohibit"), proof("a/2", "prefer")],
        ),
        Background(),
    )
    [note] = found.of("note")
    assert note.sentences[-1] == "优先非豁免:该条规定可优先考虑,不解除前述限制。"


def test_a_determination_is_asked_of_the_authority_that_the_clause_names() -> None:
    missing = [{"fact": "资源充足", "of": "崂山区", "provider": "有权机关认定", "asked_by": ["a/1"]}]
    found = explain(
        verdict(
            "undetermined", [citation("a/1", "considered")], [proof("a/1", "prohibit", "unknown")], missing=missing
        ),
        Background(authorities={"a/1": ["市级医保行政部门"]}),
    )
    [group] = found.missing
    assert group.items[0].sentence == "「资源充足」(崂山区)须由市级医保行政部门认定,系统不作推定。"
    assert group.items[0].places == ("1",)


def test_changes_name_who_could_make_them() -> None:
    step = {"fact": "床位使用率", "of": "城阳区", "from": "74%", "to": "75%", "by": "region"}
    found = explain(
        verdict("presumptively_barred", [], [], changes=[{"facts": [step], "outcome": "may_proceed", "by": "region"}]),
        Background(),
    )
    assert found.changes == (
        "其他事实不变,如城阳区床位使用率由74%变为75%,研判结论将由「标签」变为「已收录文件中未见限制,可进入后续程序」;"
        "届时仍按有效规定办理。区域性指标,申请人无法单独改变。",
    )
    assert "应予例外的情形" in found.consideration


def test_unreviewed_rules_and_readings_are_told() -> None:
    rule = proof("a/1", "prohibit", readings=["某解释"], reviewed=False)
    reading = {"name": "某解释", "question": "甲是否即乙。", "used": "甲即乙。", "confirmed_by": ""}
    found = explain(
        verdict("barred", [citation("a/1", "decisive")], [rule]), Background(readings={("a", "某解释"): reading})
    )
    assert found.unreviewed == 1
    assert found.readings == ("某解释(尚未确认):甲是否即乙?采用:甲即乙。",)


def test_planning_standards_are_reported_and_decide_nothing() -> None:
    standard = {
        "clause": "a/3", "name": "每家覆盖老年人口", "standard": "2000人/家", "actual": "1714.29",
        "over": {"fact": "老年人口", "of": "市南区", "value": "120000"},
        "under": {"fact": "机构数", "of": "市南区", "value": "70"},
    }  # fmt: skip
    data = verdict("may_proceed", [], [])
    data["reasons"]["standards"] = [standard]
    [said] = explain(data, Background()).standards
    assert "规划标准为2000人/家,现为1714.29人/家" in said
    assert "不作为本次结论的依据" in said


def test_the_closing_names_the_documents() -> None:
    found = explain(verdict("barred", [citation("a/1", "decisive")], [proof("a/1", "prohibit")]), Background())
    assert "《甲规划》" in found.closing
    assert found.closing.endswith("供承办人参考,不代替评估,也不是处理决定。")
