"""Search of clauses by meaning (show, clauses): synonyms, places, matters, what decides first, within 20 ms."""

from __future__ import annotations

import time

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.cli.main import main
from reasoner.driver.asking import known
from reasoner.driver.clauses import Narrowing, clauses, show
from reasoner.driver.current_rule_base import rule_base
from reasoner.survey.lookup import How

MEDICAL, CARE = "qingdao-2023-18-medical", "qingdao-2023-18-ltc"
WALK = f"{MEDICAL}/3.2.p1.s2"


def addresses(query: str, **narrowing: object) -> list[str]:
    return [c.clause for c in show(query, Narrowing(**narrowing)).clauses]  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    ("query", "clause"),
    [
        ("药店距离", WALK),
        ("药店", WALK),
        ("养老院", f"{MEDICAL}/3.2.p1.s3"),
        ("基金赤字", "henan-2025/3.2.i1.p2.s2"),
        ("康复床位", f"{MEDICAL}/3.1.p1.s1"),
        ("双通道", f"{MEDICAL}/3.2.p2.s2"),
        ("院护床位", f"{CARE}/3.2.p1.s2"),
        ("重点项目", f"{MEDICAL}/3.3.p1"),
    ],
)
def test_what_staff_call_it_finds_the_clause(query: str, clause: str) -> None:
    assert clause in addresses(query)


def test_by_meaning_is_told_apart_from_the_words_of_the_text() -> None:
    assert show("药店距离").how is How.MEANING
    assert show("原则上不再新增定点").how is How.WORDS
    assert show("3.1.p2").how is How.ADDRESS


def test_what_decides_stands_first() -> None:
    found = addresses("药店")
    deciding = {n.clause for d in rule_base().documents.values() for n in d.norms_in_use if n.decides}
    order = [c in deciding for c in found]
    assert order == sorted(order, reverse=True)
    assert order[0]


def test_only_what_decides() -> None:
    """Of 药店 in 青岛市: 双通道, growth and the fifteen minutes."""
    found = set(addresses("药店", region="青岛市", deciding=True))
    assert found == {f"{MEDICAL}/3.2.p2.s2", f"{MEDICAL}/2.3.i1.s4", WALK}


def test_of_a_place_and_of_a_document() -> None:
    assert all(c.startswith("qingdao-") for c in addresses("药店", region="城阳区"))
    assert all(c.startswith("henan-") for c in addresses("药店", documents=("henan-2025",)))


def test_clauses_on_a_matter_are_its_rules_and_what_concerns_it() -> None:
    found = {c.clause for c in clauses(narrowing=Narrowing(region="城阳区", matter="院护"))}
    assert {f"{CARE}/3.2.p1.s1", f"{CARE}/3.2.p1.s2", f"{CARE}/3.2.p1.s3"} <= found
    deciding = {c.clause for c in clauses(narrowing=Narrowing(region="城阳区", matter="院护", deciding=True))}
    assert deciding == {f"{CARE}/3.2.p1.s1", f"{CARE}/3.2.p1.s2", "qingdao-2023-1/5.i8.s2"}


def test_an_address_outside_the_documents_looked_at_is_told() -> None:
    with pytest.raises(Faults) as caught:
        show("3.2.i1.p2.s2", Narrowing(region="青岛市"))
    assert caught.value.diagnostics[0].code == "U104"
    assert "--region" in caught.value.diagnostics[0].hint


@pytest.mark.parametrize(
    ("narrowing", "code"), [({"region": "潍坊市"}, "U161"), ({"matter": "床位"}, "U163"), ({"matter": "盖楼"}, "U164")]
)
def test_names_that_are_not_known_are_told(narrowing: dict[str, str], code: str) -> None:
    with pytest.raises(Faults) as caught:
        show("药店", Narrowing(**narrowing))  # type: ignore[arg-type]  # by name
    assert caught.value.diagnostics[0].code == code


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "药店距离", "--region", "青岛市", "--deciding", "--json"]) == 0
    assert WALK in capsys.readouterr().out
    assert main("clauses --region 城阳区 --matter 院护 --deciding".split()) == 0
    assert "3.2.p1.s2" in capsys.readouterr().out


def test_the_whole_corpus_is_searched_within_20_ms() -> None:
    """Warm, and the best of some runs: other processes may hold the machine."""
    queries = ("药店距离", "养老院", "基金赤字", "床位使用率")
    for query in queries:
        show(query)
    best = []
    for query in queries:
        runs = []
        for _ in range(5):
            start = time.process_time()
            show(query)
            runs.append(time.process_time() - start)
        best.append(min(runs))
    assert max(best) <= 0.020


@pytest.mark.parametrize(
    ("query", "clause"),
    [
        ("院护核减", f"{CARE}/3.2.p1.s3"),  # 「对现有院护机构备案床位数量过多、使用率明显偏低的,合理核减备案床位数」
        ("院护备案", f"{CARE}/1.p4.s3"),  # 「院护机构备案床位使用率较低」
        ("药店疾病谱", "henan-2025/3.2.i2.i2.s2"),  # 「根据疾病谱涉及的药品使用类型,优化门诊统筹、“双通道”药店配置」
    ],
)
def test_a_name_and_a_word_of_the_texts_find_the_clauses_that_have_both(query: str, clause: str) -> None:
    assert clause in addresses(query)


def test_clauses_that_have_a_word_stand_for_those_whose_readings_have_it() -> None:
    assert addresses("院护核减", region="370214") == [f"{CARE}/3.2.p1.s3"]


def test_a_word_of_no_text_finds_nothing() -> None:
    with pytest.raises(Faults):
        addresses("药店火箭")


def test_what_is_found_is_what_reading_every_clause_finds() -> None:
    """The index by characters leaves no clause out and adds none."""
    index = known().clauses
    for word in ("药店", "床位使用率", "15分钟", "连锁", "合理核减", "疾病谱", "医保"):
        bearing = [e.clause.clause for e in index.entries if word in e.quote]
        assert sorted(h.entry.clause.clause for h in index.find((), [word])) == sorted(bearing)
