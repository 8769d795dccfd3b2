"""A text in articles through the compiler: the clause ledger has its places and chapters, look-ups find what people cite."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_dsl.addresses import below
from policy_dsl.compile import compile_base
from policy_dsl.compiled import Clause
from policy_dsl.diagnostics import Faults
from policy_dsl.texts.official_text import load_document
from policy_dsl.texts.scaffold import scaffold
from reasoner.model.rule_base import RuleBase
from reasoner.survey.lookup import How, find

ROOT = Path(__file__).parents[2]
TEXT = """某市定点医药机构管理办法
第一章 总则
第一条 为了规范定点管理,根据有关法律,制定本办法。
第二章 定点
第一节 申请
第二条 本市床位使用率低于百分之七十五的区(市),暂不新增购买住院床位。
乙机构应当公布名单。
第三条 零售药店申请新增定点零售药店的,按照下列规定办理:
(一)符合下列要求的,暂不新增定点零售药店:
1.营业满十二个月的;
2.其他要求。
(二)丙机构应当受理。丙机构应当告知。
第三章 附则
第四条 本办法自2025年1月1日起施行。
"""
META = """title = "某市定点医药机构管理办法"
year = 2025
kind = "办法"
issuers = ["青岛市医疗保障局"]
issuer_level = "市"
region = "370200"
addressees = []
issued = "2024-12-01"

[force]
starts = "2025-01-01"
starts_basis = "明文"
ends = ""
ends_basis = "未载"
notes = []

[received]
file = "x.txt"
sha256 = "{}"
length = {}
"""
RULE = """「第二条 本市床位使用率低于百分之七十五的区(市),暂不新增购买住院床位。」
  规则 使用率低暂不新增
    凡 事项 是 新增购买住院床位
    若 本区县 的 床位使用率 低于 75%
    则 暂不新增
"""


def sources(text: str = TEXT) -> dict[str, str]:
    """The ontology and one document in articles: one rule written, whatever else restricts or obliges is 待写."""
    meta = META.format("0" * 64, len(text))
    written = scaffold(load_document("x-2025", meta, text))
    entries = []
    for entry in written.split("\n\n"):
        lines = [line for line in entry.splitlines() if not line.startswith("  注 ")]
        if lines[0].startswith("条 a2.p1 "):
            lines = [lines[0], *RULE.rstrip("\n").splitlines()]
        elif lines[0].startswith("条 a"):
            lines.append("  待写 事项 新增定点零售药店")
        entries.append("\n".join(lines))
    files = {"rules.tiao": "\n\n".join(entries) + "\n", "meta.toml": meta, "text.txt": text, "readings.toml": ""}
    found = {f"ontology/{p.name}": p.read_text(encoding="utf-8") for p in (ROOT / "ontology").glob("*.ttl")}
    return found | {f"corpus/370200/x-2025/2025-01-01/{name}": content for name, content in files.items()}


@pytest.fixture(scope="module")
def base() -> RuleBase:
    try:
        return RuleBase(compile_base(sources()))
    except Faults as faults:
        raise AssertionError("\n".join(f"{d.code} {d.where} {d.message}" for d in faults.diagnostics)) from None


@pytest.fixture(scope="module")
def clauses(base: RuleBase) -> dict[str, Clause]:
    return {c.clause.partition("/")[2]: c for c in base.documents["x-2025"].clauses.values()}


@pytest.mark.parametrize(
    ("address", "place", "heading"),
    [
        ("c2", "第二章", ()),
        ("c2.1", "第二章第一节", ("第二章 定点",)),
        ("a1", "第一条", ("第一章 总则",)),
        ("a2.p2", "第二条第二款", ("第二章 定点", "第一节 申请")),
        ("a3.i1.n2", "第三条第(一)项第2目", ("第二章 定点", "第一节 申请")),
        ("a3.i2.s2", "第三条第(二)项第二句", ("第二章 定点", "第一节 申请")),
        ("a4", "第四条", ("第三章 附则",)),
    ],
)
def test_a_clause_has_its_place_and_its_chapter(
    clauses: dict[str, Clause], address: str, place: str, heading: tuple[str, ...]
) -> None:
    assert clauses[address].place == place
    assert clauses[address].heading == heading


def test_a_threshold_in_words_makes_the_rule(clauses: dict[str, Clause]) -> None:
    (rule,) = clauses["a2.p1"].rules
    assert rule.effect == "prohibit"
    assert "75%" in rule.text


@pytest.mark.parametrize(
    ("query", "how", "addresses"),
    [
        ("a2.p2", How.ADDRESS, ["a2.p2"]),
        ("a3", How.ADDRESS, ["a3", "a3.i1", "a3.i1.n1", "a3.i1.n2", "a3.i2.s1", "a3.i2.s2"]),
        ("x-2025/a3.i1", How.ADDRESS, ["a3.i1", "a3.i1.n1", "a3.i1.n2"]),
        ("A3.I1.N1", How.ADDRESS, ["a3.i1.n1"]),
        ("第二条第二款", How.PLACE, ["a2.p2"]),
        ("第二条", How.PLACE, ["a2.p1", "a2.p2"]),
        ("第3条第(一)项第1目", How.PLACE, ["a3.i1.n1"]),
        ("第三条第二项", How.PLACE, ["a3.i2.s1", "a3.i2.s2"]),
        ("第二章", How.PLACE, ["c2"]),
        ("《某市定点医药机构管理办法》第四条", How.PLACE, ["a4"]),
    ],
)
def test_an_article_is_found_as_people_cite_it(base: RuleBase, query: str, how: How, addresses: list[str]) -> None:
    hits = find(base, query)
    assert hits.how is how
    assert [c.clause.partition("/")[2] for c in hits.clauses] == addresses


@pytest.mark.parametrize("query", ["a9", "第九条", "a3.i7"])
def test_what_is_not_there_has_neighbours(base: RuleBase, query: str) -> None:
    hits = find(base, query)
    assert not hits.clauses
    assert hits.near


def test_a_chapter_shows_its_articles_and_a_section_its_own(base: RuleBase) -> None:
    order = [c.partition("/")[2] for c in base.documents["x-2025"].clauses]
    assert below("c1", order) == ("a1",)
    assert below("c2", order) == tuple(order[order.index("c2") + 1 : order.index("c3")])
    assert below("c2.1", order) == tuple(order[order.index("c2.1") + 1 : order.index("c3")])
    assert below("a3.i1", order) == ("a3.i1.n1", "a3.i1.n2")


def test_a_chapter_that_announces_a_restriction_is_a_heading() -> None:
    """第二章 控制新增: what it announces stands in its articles."""
    compile_base(sources(TEXT.replace("第二章 定点", "第二章 控制新增床位")))
