"""References between documents, held against the words of the texts."""

from __future__ import annotations

import pytest

from reasoner.driver.current_rule_base import chosen
from reasoner.model.rule_base import RuleBase
from reasoner.survey.referenced_documents import ReferencedDocument, mentions, probably_one, references

from .small_corpus import clause


@pytest.fixture(scope="module")
def targets(base: RuleBase) -> dict[str, ReferencedDocument]:
    return {t.key: t for t in references(base, base.documents.values())}


def test_every_name_and_number_of_the_texts_is_an_edge(base: RuleBase, targets: dict[str, ReferencedDocument]) -> None:
    edges = [r for t in targets.values() for r in t.references]
    for document in base.documents.values():
        for source in document.clauses.values():
            mine = [r for r in edges if r.clause == source.clause]
            assert sum(bool(r.name) for r in mine) == source.quote.count("《"), source.clause
            for reference in mine:
                words = source.quote[reference.start - source.start : reference.end - source.start]
                assert "".join((reference.name or reference.number or "").split()) in "".join(words.split())


def test_a_number_alone_leads_where_name_and_number_lead(targets: dict[str, ReferencedDocument]) -> None:
    # 「《关于印发青岛市长期护理保险办法的通知》(青政发〔2021〕6号)」 and 「按照青政发〔2021〕6号文件规定」
    target = targets["青政发〔2021〕6号"]
    assert target.names == ("关于印发青岛市长期护理保险办法的通知",)
    assert [r.clause.partition("/")[2] for r in target.references] == ["0.p1", "2.i1.s1"]
    assert {r.relation for r in target.references} == {"依据"}


def test_one_number_under_two_names_is_one_document(targets: dict[str, ReferencedDocument]) -> None:
    assert targets["医保发〔2020〕37号"].names == (
        "关于扩大长期护理保险制度试点的指导意见",
        "国家医保局财政部关于扩大长期护理保险制度试点的指导意见",
    )


def test_a_name_has_the_number_that_another_text_gives(base: RuleBase, targets: dict[str, ReferencedDocument]) -> None:
    # Henan writes 《…深化医疗保障制度改革的意见》(中发〔2020〕5号), Qingdao the name only.
    documents = {r.clause.partition("/")[0] for r in targets["中发〔2020〕5号"].references}
    assert {"henan-2025", "qingdao-2023-18-medical"} <= documents
    [own] = [t for t in references(base, chosen(["qingdao-2023-18-medical"])) if t.number == "中发〔2020〕5号"]
    assert len(own.references) == 1


def test_the_notice_leads_to_the_plans_it_issues(targets: dict[str, ReferencedDocument]) -> None:
    for plan in ("qingdao-2023-18-medical", "qingdao-2023-18-ltc"):
        assert targets[plan].document == plan
        assert {r.relation for r in targets[plan].references} == {"制发"}


def test_papers_of_a_person_are_no_documents(targets: dict[str, ReferencedDocument]) -> None:
    assert targets["外国人永久居留证"].kind == targets["参保凭证"].kind == "证件"


def test_two_names_for_probably_one_plan_stay_apart(targets: dict[str, ReferencedDocument]) -> None:
    assert {"青岛市十四五医疗保障发展规划", "青岛市十四五医疗保障事业发展规划"} <= set(targets)
    assert probably_one("青岛市“十四五”医疗保障发展规划", "青岛市“十四五”医疗保障事业发展规划")
    assert not probably_one("青岛市“十四五”区域卫生规划", "青岛市“十四五”医疗保障发展规划")
    assert not probably_one("意见", "指导意见")


def test_a_number_does_not_take_the_words_before_it() -> None:
    quote = "按照青政发〔2021〕6号和鲁政办发〔2022〕17号执行。"
    numbers = [(r.number, r.start) for r in mentions(clause(1, quote, start=5))]
    assert numbers == [("青政发〔2021〕6号", 7), ("鲁政办发〔2022〕17号", 19)]
