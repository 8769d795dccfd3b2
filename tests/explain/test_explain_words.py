"""Nodes of proofs in words: each comparison, each status."""

from __future__ import annotations

from typing import Any

import pytest

from policy_dsl.vocabulary import Term
from reasoner.explain.findings import finding
from reasoner.explain.words import fact_name, leaf, stated, turning

TERMS = {
    t.label: t
    for t in (
        Term("床位使用率", "x", "fact", datatype="ratio", unit="1", provider="本局"),
        Term("院护床位数", "x", "fact", datatype="count", unit="张", provider="本局"),
        Term("床位数", "x", "fact", datatype="count", unit="张", provider="申请人"),
        Term("常住人口", "x", "fact", datatype="count", unit="人(常住人口)", provider="其他部门"),
        Term("机构数", "x", "fact", datatype="count", unit="家", provider="现场核查"),
        Term("当期赤字", "x", "fact", datatype="boolean", provider="本局"),
        Term("资源充足", "x", "fact", datatype="boolean", provider="有权机关认定"),
        Term("类型", "x", "fact", datatype="category", provider="申请人"),
        Term("床位类别", "x", "fact", datatype="category", provider="申请人"),
        Term("项目", "x", "fact", datatype="category", provider="申请人", burden=True, multiple=True),
    )
}

RATE = {"fact": "床位使用率", "of": "城阳区", "value": "74%", "as_at": "2024-03-31", "source": "表1"}
SELDOM = {"fact": "机构数", "of": "申请", "value": "0"}
EXISTING = {"fact": "院护床位数", "of": "青岛市", "value": "11950"}
ASKED = {"fact": "床位数", "of": "申请", "value": "50"}
PEOPLE = {"fact": "常住人口", "of": "青岛市", "value": "60000", "as_at": "2023"}
TYPE = {"fact": "类型", "of": "机构", "value": "零售药店"}
NOTHING = {"fact": "项目", "of": "机构", "value": "", "assumed": "未主张"}


def unknown(fact: dict[str, Any]) -> dict[str, Any]:
    return {"fact": fact["fact"], "of": fact["of"], "value": None}


def compare(op: str, status: str, left: Any, right: Any) -> dict[str, Any]:
    return {"is": "compare", "status": status, "op": op, "left": left, "right": right}


SUM = {"sum": [EXISTING, ASKED], "number": "12000"}
LESS = {"sum": [EXISTING, {"times": [{"const": "-1", "number": "-1"}, ASKED], "number": "-50"}], "number": "11900"}
FIFTH = {"times": [{"const": "20%张/常住人口", "number": "0.2"}, PEOPLE], "number": "12000"}
PER_THOUSAND = {"times": [{"const": "7.5张/千常住人口", "number": "0.0075"}, PEOPLE], "number": "450"}


@pytest.mark.parametrize(
    ("node", "said"),
    [
        (
            compare("lt", "true", RATE, {"const": "75%", "number": "0.75"}),
            "城阳区床位使用率为74%(截至2024-03-31,来源:表1),低于75%",
        ),
        (
            compare("lt", "false", RATE, {"const": "70%", "number": "0.7"}),
            "城阳区床位使用率为74%(截至2024-03-31,来源:表1),不低于70%",
        ),
        (
            compare("lt", "unknown", unknown(RATE), {"const": "75%", "number": "0.75"}),
            "城阳区床位使用率不详,不能判断是否低于75%",
        ),
        (
            compare("gt", "false", RATE, RATE | {"of": "青岛市", "value": "80%"}),
            "城阳区床位使用率为74%(截至2024-03-31,来源:表1),不高于青岛市床位使用率80%(截至2024-03-31,来源:表1)",
        ),
        (compare("gt", "false", SELDOM, {"const": "0", "number": "0"}), "机构数为0家,不大于0"),
        (compare("eq", "true", SELDOM, {"const": "0", "number": "0"}), "机构数为0家,即尚无"),
        (
            compare("gt", "false", SUM, FIFTH),
            "青岛市院护床位数为11950张,申请的床位数为50张,青岛市常住人口为60000人(2023年);"
            "11950 + 50 = 12000张,未超过20% × 60000 = 12000张",
        ),
        (
            compare("gt", "true", LESS, PER_THOUSAND),
            "青岛市院护床位数为11950张,申请的床位数为50张,青岛市常住人口为60000人(2023年);"
            "11950 - 50 = 11900张,超过7.5张/千常住人口 × 60000 = 450张",
        ),
        (
            compare("ge", "unknown", SUM | {"sum": [unknown(EXISTING), ASKED]}, PER_THOUSAND),
            "申请的床位数为50张,青岛市常住人口为60000人(2023年),青岛市院护床位数不详,不能判断是否达到7.5张/千常住人口",
        ),
        (
            compare("gt", "unknown", SUM | {"sum": [unknown(EXISTING), ASKED]}, FIFTH),
            "申请的床位数为50张,青岛市常住人口为60000人(2023年),青岛市院护床位数不详,不能判断是否超过青岛市常住人口的20%",
        ),
        (
            {"is": "one_of", "status": "false", "read": TYPE, "values": ["综合医院"], "shown": ["医疗机构"]},
            "申请人为零售药店,不属于该条所称医疗机构",
        ),
        (
            {"is": "one_of", "status": "true", "read": TYPE, "values": ["零售药店"], "shown": ["零售药店"]},
            "申请人为零售药店",
        ),
        (
            {"is": "within", "status": "false", "read": {"value": "城阳区"}, "values": ["370212"], "shown": ["崂山区"]},
            "机构所在地城阳区不属于该条所列地区(崂山区)",
        ),
        (
            {"is": "contains", "status": "false", "read": NOTHING, "values": ["市级"]},
            "申请人未主张项目(市级),按未主张处理",
        ),
        (
            {
                "is": "contains",
                "status": "false",
                "read": NOTHING | {"assumed": "", "value": "省级"},
                "values": ["市级"],
            },
            "机构项目为省级,不含市级",
        ),
        (
            {
                "is": "holds",
                "status": "true",
                "read": {"fact": "资源充足", "of": "崂山区", "value": "是", "source": "函"},
            },
            "崂山区「资源充足」已经认定(来源:函)",
        ),
        (
            {"is": "holds", "status": "false", "read": {"fact": "当期赤字", "of": "郑州市", "value": "否"}},
            "郑州市「当期赤字」为否",
        ),
        (
            {"is": "holds", "status": "unknown", "read": {"fact": "当期赤字", "of": "郑州市", "value": None}},
            "郑州市「当期赤字」尚未查明",
        ),
    ],
)
def test_a_comparison_in_words(node: dict[str, Any], said: str) -> None:
    assert leaf(node, TERMS) == said


def test_names_of_facts() -> None:
    assert fact_name({"fact": "院护床位数", "of": "青岛市", "period": "2025"}, TERMS) == "青岛市2025年院护床位数"
    assert fact_name(SELDOM, TERMS) == "机构数"
    assert stated(unknown(RATE), TERMS) == "城阳区床位使用率不详"


A = compare("lt", "true", RATE, {"const": "75%", "number": "0.75"})
B = compare("lt", "false", RATE, {"const": "70%", "number": "0.7"})


@pytest.mark.parametrize(
    ("node", "leaves"),
    [
        ({"is": "and", "status": "false", "parts": [A, B]}, [B]),
        ({"is": "and", "status": "true", "parts": [A, A]}, [A, A]),
        ({"is": "or", "status": "true", "parts": [A, B]}, [A]),
        ({"is": "or", "status": "false", "parts": [B, B]}, [B, B]),
        ({"is": "not", "status": "true", "parts": [B]}, [B]),
    ],
)
def test_only_what_a_status_turns_on_is_told(node: dict[str, Any], leaves: list[Any]) -> None:
    assert list(turning(node)) == leaves


UNCLAIMED = {
    "is": "or",
    "status": "false",
    "parts": [
        {"is": "contains", "status": "false", "read": NOTHING, "values": ["国家级"]},
        {"is": "contains", "status": "false", "read": NOTHING, "values": ["市级"]},
        {"is": "holds", "status": "false", "read": {"fact": "连锁", "of": "机构", "value": "否", "assumed": "未主张"}},
    ],
}
ALWAYS = {"is": "and", "status": "true", "parts": []}


@pytest.mark.parametrize(
    ("proof", "ending"),
    [
        ({"effect": "prohibit", "status": "true", "scope": ALWAYS, "condition": A}, "低于75%,属于该条规定的情形。"),
        (
            {"effect": "prohibit", "status": "false", "scope": ALWAYS, "condition": B},
            "不低于70%,不属于该条规定的情形。",
        ),
        ({"effect": "require", "status": "true", "scope": ALWAYS, "condition": B}, "尚不满足该条所列条件。"),
        ({"effect": "require", "status": "false", "scope": ALWAYS, "condition": A}, "已满足该条所列条件。"),
        (
            {"effect": "prohibit", "status": "true", "scope": ALWAYS, "condition": ALWAYS},
            "本次申请事项属于该条规定的情形。",
        ),
        ({"effect": "prohibit", "status": "false", "scope": B}, "不低于70%。"),
        (
            {"effect": "exempt", "status": "false", "scope": ALWAYS, "condition": UNCLAIMED},
            "经查,申请人未主张项目(国家级、市级)、连锁,按未主张处理,不属于该条规定的情形。",
        ),
    ],
)
def test_findings_end_in_what_follows(proof: dict[str, Any], ending: str) -> None:
    assert finding(proof, TERMS).endswith(ending)
