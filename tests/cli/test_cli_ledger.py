"""`clauses`, `documents` and `show`."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Tiaoli

MEDICAL = "qingdao-2023-18-medical"
P2 = f"{MEDICAL}/3.1.p2"


def test_the_ledger_has_the_keys_of_the_contract_in_document_order(tiaoli: Tiaoli) -> None:
    clauses = tiaoli("clauses", "--json", "--document", MEDICAL).json()
    keys = {
        "clause", "document", "number", "heading", "place", "nature", "quote", "start", "end", "rules", "judgements",
        "observations",
    }  # fmt: skip
    assert all(keys <= set(c) for c in clauses)
    starts = [c["start"] for c in clauses]
    assert starts == sorted(starts)
    assert all(c["clause"].startswith(f"{MEDICAL}/") for c in clauses)
    [clause] = [c for c in clauses if c["clause"] == P2]
    assert {"id", "effect", "text"} <= set(clause["rules"][0])
    everything = tiaoli("clauses", "--json").json()
    assert len(everything) > len(clauses)


def test_the_list_of_clauses_counts_rules(tiaoli: Tiaoli) -> None:
    lines = tiaoli("clauses", "--document", MEDICAL).out.splitlines()
    [line] = [x for x in lines if x.split()[:1] == ["3.1.p2"]]
    assert line.endswith("（1条规则）")
    assert "限制" in line


def test_documents_tell_force_and_what_was_stripped(tiaoli: Tiaoli) -> None:
    documents: dict[str, Any] = {d["id"]: d for d in tiaoli("documents", "--json").json()}
    plan = documents[MEDICAL]
    assert (plan["starts"], plan["ends"], plan["ends_basis"]) == ("2023-07-30", "2025-12-31", "规划期")
    assert all({"start", "end", "reason"} <= set(m) for m in plan["masked"])
    assert plan["masked"]
    text = tiaoli("documents").out
    assert f"文件代号：{MEDICAL}" in text
    assert "自2023年7月30日起（印发之日），至2025年12月31日（规划期）" in text


@pytest.mark.parametrize(
    ("query", "how"),
    [
        (P2, "地址"),
        ("3.1.p2", "地址"),
        ("3-1-P2", "地址"),
        ("3.1p2", "地址"),
        ("第三部分第(一)项第二段", "位置"),
        ("第三部分 第\uff08一\uff09项 第二段", "位置"),
        ("青医保发〔2023〕18号 第三部分第(一)项第二段", "位置"),
        ("床位使用率低于75%的", "原文"),
        ("床位使用率低于75\uff05的\uff0c原则上不再 新增\n购买住院床位", "原文"),
    ],
)
def test_show_finds_a_clause_however_it_is_named(tiaoli: Tiaoli, query: str, how: str) -> None:
    found = tiaoli("show", "--json", query).json()
    assert found["how"] == how
    assert P2 in [c["clause"] for c in found["clauses"]]


def test_show_has_text_norms_readings_and_neighbours(tiaoli: Tiaoli) -> None:
    [clause] = tiaoli("show", "--json", P2).json()["clauses"]
    assert clause["previous"]["clause"] == f"{MEDICAL}/3.1.p1.s2"
    assert clause["next"]["clause"] == f"{MEDICAL}/3.2"
    [reading] = [r for r in clause["readings"] if r["name"] == "市本级三区"]
    assert reading["used"] == "市本级即市南区、市北区、李沧区,三区合并计算使用率"  # JSON keeps its marks
    text = "".join(tiaoli("show", P2).out.split())
    for said in (
        "第三部分第（一）项第二段",
        "性质：限制",
        "所在医保管理区域的床位使用率低于75%的，原则上不予新增。",
        "采用：市本级即市南区、市北区、李沧区，三区合并计算使用率",
        "另一种理解：市本级指由市级经办机构直接管理的定点医疗机构，不论坐落何区",
        "尚未确认",
        "后：3.2",
    ):
        assert "".join(said.split()) in text, said


def test_show_lists_several_hits(tiaoli: Tiaoli) -> None:
    text = tiaoli("show", "3.1").out
    assert f"{MEDICAL}/3.1" in text
    assert "qingdao-2023-18-ltc/3.1" in text


def test_a_phrase_over_two_clauses_gives_both(tiaoli: Tiaoli) -> None:
    found = tiaoli("show", "--json", "等主要指标。其中,对于已达到").json()
    assert [c["clause"].rpartition(".")[2] for c in found["clauses"]] == ["s1", "s2"]


def test_show_a_document(tiaoli: Tiaoli) -> None:
    assert tiaoli("show", "--json", MEDICAL).json()["documents"][0]["id"] == MEDICAL


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("qingdao-2023-18-medcal/3.1.p2", P2),
        ("第三部分第(一)项第九段", P2),
        ("低于百分之75的原则上不予新增住院床位", P2),
        ("qingdao-2023-18-medicl", MEDICAL),
    ],
)
def test_a_near_miss_is_answered_with_what_is_near(tiaoli: Tiaoli, query: str, near: str) -> None:
    done = tiaoli("show", query)
    assert done.status == 2
    assert near in done.err
