"""Nodes of proofs in words: each comparison, each status."""

from __future__ import annotations

import msgspec
import pytest
from verdict_making import ALWAYS, FALSE, TRUE, UNKNOWN, compare, fact, rule

from policy_dsl.ir import Effect
from policy_dsl.vocabulary import Term
from reasoner.explain.comparison_text import leaf, merged, turning
from reasoner.explain.proof_text import fact_name, provenance, source_words, stated, with_unit
from reasoner.explain.rule_sentences import finding
from reasoner.model import proof
from reasoner.model.application import Evidence
from reasoner.model.kinds import Origin, Status

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

RATE = fact("床位使用率", "城阳区", "74%", "2024-03-31", "表1")
CITY_RATE = fact("床位使用率", "青岛市", "80%", "2024-03-31", "表1")
SELDOM = fact("机构数", "申请", "0")
EXISTING = fact("院护床位数", "青岛市", "11950")
NOT_KNOWN = fact("院护床位数", "青岛市", None)
ASKED = fact("床位数", "申请", "50")
PEOPLE = fact("常住人口", "青岛市", "60000", "2023")
TYPE = fact("类型", "机构", "零售药店")
NOTHING = fact("项目", "机构", "", assumed="未主张")


def number(text: str, digits: str) -> proof.Number:
    return proof.Number(text, digits)


SUM = proof.Total((EXISTING, ASKED), "12000")
OPEN_SUM = proof.Total((NOT_KNOWN, ASKED))
LESS = proof.Total((EXISTING, proof.Product((number("-1", "-1"), ASKED), "-50")), "11900")
FIFTH = proof.Product((number("20%张/常住人口", "0.2"), PEOPLE), "12000")
PER_THOUSAND = proof.Product((number("7.5张/千常住人口", "0.0075"), PEOPLE), "450")


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        (
            compare("lt", TRUE, RATE, number("75%", "0.75")),
            "城阳区床位使用率为74%(截至2024-03-31,来源:表1),低于75%",
        ),
        (
            compare("lt", FALSE, RATE, number("70%", "0.7")),
            "城阳区床位使用率为74%(截至2024-03-31,来源:表1),不低于70%",
        ),
        (
            compare("lt", UNKNOWN, fact("床位使用率", "城阳区", None), number("75%", "0.75")),
            "城阳区床位使用率不详,不能判断是否低于75%",
        ),
        (
            compare("gt", FALSE, RATE, CITY_RATE),
            "城阳区床位使用率为74%(截至2024-03-31,来源:表1),不高于青岛市床位使用率80%(截至2024-03-31,来源:表1)",
        ),
        (compare("gt", FALSE, SELDOM, number("0", "0")), "机构数为0家,即没有这类机构"),
        (compare("eq", TRUE, SELDOM, number("0", "0")), "机构数为0家,即没有这类机构"),
        (
            compare("gt", FALSE, SUM, FIFTH),
            "青岛市院护床位数为11950张,申请的床位数为50张,青岛市常住人口为6万人(2023年);"
            "11950+50=12000张,未超过20%×60000=12000张",
        ),
        (
            compare("gt", TRUE, LESS, PER_THOUSAND),
            "青岛市院护床位数为11950张,申请的床位数为50张,青岛市常住人口为6万人(2023年);"
            "11950-50=11900张,超过7.5张/千常住人口×60千人=450张",
        ),
        (
            compare("ge", UNKNOWN, OPEN_SUM, PER_THOUSAND),
            "申请的床位数为50张,青岛市常住人口为6万人(2023年),青岛市院护床位数不详,不能判断是否达到7.5张/千常住人口",
        ),
        (
            compare("gt", UNKNOWN, OPEN_SUM, FIFTH),
            "申请的床位数为50张,青岛市常住人口为6万人(2023年),青岛市院护床位数不详,不能判断是否超过青岛市常住人口的20%",
        ),
        (proof.OneOf(FALSE, TYPE, ("综合医院",), ("医疗机构",)), "申请人为零售药店,不属于该条所称医疗机构"),
        (proof.OneOf(TRUE, TYPE, ("零售药店",), ("零售药店",)), "申请人为零售药店"),
        (
            proof.Within(FALSE, fact("所在地", "机构", "城阳区"), ("370212",), ("崂山区",)),
            "机构所在地城阳区不属于崂山区",
        ),
        (proof.Contains(FALSE, NOTHING, ("市级",)), "申请材料未载明项目(市级),按没有该情形处理"),
        (proof.Contains(FALSE, fact("项目", "机构", "省级"), ("市级",)), "机构项目为省级,不含市级"),
        (
            proof.Holds(TRUE, fact("资源充足", "崂山区", "是", source="函")),
            "崂山区具备「资源充足」这一情形(来源:函)",
        ),
        (proof.Holds(FALSE, fact("当期赤字", "郑州市", "否")), "郑州市不具备「当期赤字」这一情形"),
        (proof.Holds(UNKNOWN, fact("当期赤字", "郑州市", None)), "郑州市「当期赤字」尚未查明"),
    ],
)
def test_a_comparison_in_words(node: proof.Leaf, sentence: str) -> None:
    [comparison] = merged([node])
    assert leaf(comparison, TERMS) == sentence


def test_names_of_facts() -> None:
    assert fact_name(fact("院护床位数", "青岛市", "1", period="2025"), TERMS) == "青岛市2025年院护床位数"
    assert fact_name(SELDOM, TERMS) == "机构数"
    assert stated(fact("床位使用率", "城阳区", None), TERMS) == "城阳区床位使用率不详"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"source": "表1"}, "表1"),
        ({"determined_by": ("某局", "某部"), "evidence": Evidence("函")}, "由某局、某部认定;函"),
        ({"evidence": Evidence("某表", "2024-3号", "2")}, "某表(2024-3号,第2页)"),
        ({"evidence": Evidence("某表", page="附件一")}, "某表(附件一)"),
        ({"origin": Origin.APPLICATION}, "申请材料"),
        ({"origin": Origin.APPLICATION, "source": "申请材料"}, "申请材料"),
        ({"origin": Origin.QUERY, "source": "结算系统"}, "本局查询(结算系统)"),
        ({"origin": Origin.ON_SITE, "source": "现场核查记录5号"}, "现场核查记录5号"),
        ({"origin": Origin.DETERMINATION, "determined_by": ("某局",)}, "由某局认定"),
        ({"origin": Origin.DETERMINATION}, "有权机关认定"),
        ({"origin": Origin.LEDGER}, "本局台账(未确认)"),
        ({"origin": Origin.LEDGER, "source": "结算数据"}, "本局台账(结算数据;未确认)"),
        (
            {
                "origin": Origin.LEDGER,
                "source": "结算数据",
                "confirmed_by": "某某",
                "valid_until": "2025-12-31",
            },
            "本局台账(结算数据;确认人某某;有效期至2025-12-31)",
        ),
        ({"source": "表1", "confirmed_by": "某某"}, "表1(确认人某某)"),
    ],
)
def test_where_a_value_comes_from(fields: dict[str, object], words: str) -> None:
    data = {"is": "fact", "fact": "床位使用率", "of": "城阳区", "value": "74%", "origin": None, "source": None}
    plain = msgspec.to_builtins(fields)
    assert isinstance(plain, dict)
    assert source_words(msgspec.convert(data | plain, proof.FactRead)) == words


def test_a_source_that_was_not_given_is_a_blank_where_one_is_wanted() -> None:
    assert provenance(fact("床位使用率", "城阳区", "74%", "2024-03-31")) == "(截至2024-03-31)"
    assert provenance(fact("床位使用率", "城阳区", "74%", "2024-03-31"), "____") == "(截至2024-03-31,来源:____)"
    assert provenance(fact("床位使用率", "城阳区", "74%"), "____") == "(来源:____)"
    assert provenance(RATE, "____") == "(截至2024-03-31,来源:表1)"


A = compare("lt", TRUE, RATE, number("75%", "0.75"))
B = compare("lt", FALSE, RATE, number("70%", "0.7"))


@pytest.mark.parametrize(
    ("node", "leaves"),
    [
        (proof.And(FALSE, (A, B)), [B]),
        (proof.And(TRUE, (A, A)), [A, A]),
        (proof.Or(TRUE, (A, B)), [A]),
        (proof.Or(FALSE, (B, B)), [B, B]),
        (proof.Not(TRUE, (B,)), [B]),
    ],
)
def test_only_what_a_status_turns_on_is_told(node: proof.Condition, leaves: list[proof.Leaf]) -> None:
    assert list(turning(node)) == leaves


UNCLAIMED = proof.Or(
    FALSE,
    (
        proof.Contains(FALSE, NOTHING, ("国家级",)),
        proof.Contains(FALSE, NOTHING, ("市级",)),
        proof.Holds(FALSE, fact("连锁", "机构", "否", assumed="未主张")),
    ),
)


@pytest.mark.parametrize(
    ("effect", "status", "condition", "ending"),
    [
        (Effect.PROHIBIT, TRUE, A, "低于75%,属于该条规定的情形。"),
        (Effect.PROHIBIT, FALSE, B, "不低于70%,不属于该条规定的情形。"),
        (Effect.REQUIRE, TRUE, B, "尚不满足该条所列条件。"),
        (Effect.REQUIRE, FALSE, A, "已满足该条所列条件。"),
        (Effect.PROHIBIT, TRUE, ALWAYS, "本次申请事项属于该条规定的情形。"),
        (
            Effect.EXEMPT,
            FALSE,
            UNCLAIMED,
            "申请材料未载明项目(国家级、市级)、连锁,按没有该情形处理,不属于该条规定的情形。",
        ),
    ],
)
def test_findings_end_in_what_follows(effect: Effect, status: Status, condition: proof.Condition, ending: str) -> None:
    assert finding(rule("a/1", effect, status, condition=condition), TERMS).endswith(ending)


def test_a_rule_that_does_not_reach_the_applicant_says_why() -> None:
    unreached = msgspec.structs.replace(rule("a/1", Effect.PROHIBIT, FALSE, scope=B), condition=None)
    assert finding(unreached, TERMS).endswith("不低于70%。")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("10342100", "1034.21万人"),
        ("60000", "6万人"),
        ("10342150", "10342150人"),
        ("9900", "9900人"),
        ("10000", "1万人"),
    ],
)
def test_people_are_counted_in_ten_thousands(value: str, words: str) -> None:
    """WORDING.md: numbers as an official writes them (1034.21万人); two decimals at most, and always the exact number."""
    assert with_unit(value, TERMS["常住人口"]) == words


def test_beds_are_counted_one_by_one() -> None:
    """青医保发〔2023〕18号: 「医保购买床位71293张」."""
    assert with_unit("71300", TERMS["院护床位数"]) == "71300张"
