"""Two versions of documents with vocabularies of their own: what may differ between them, and what must not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from corpus_folders import folder_of, source_name
from drafting import CARE, MEDICAL, ROOT, copied, drafted, edit, faults, occupied, outcome

from policy_dsl.source_files import read_sources
from reasoner.driver import amended_rule_base as module
from reasoner.driver.amended_rule_base import versions
from reasoner.driver.current_rule_base import rule_base


def with_ontology(folder: Path, *changes: tuple[str, str]) -> Path:
    """A directory of the medical plan with an ontology of its own."""
    copied(folder / "corpus" / "plan")
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    for old, new in changes:
        (path,) = [p for p in (folder / "ontology").glob("*.ttl") if old in p.read_text(encoding="utf-8")]
        edit(path, (old, new))
    return folder


OCCUPANCY = (
    'rdfs:label "床位使用率"@zh ;\n    tl:datatype "ratio" ; qudt:hasUnit tl:one ; tl:minimum 0 ; tl:maximum 1.5'
)


def test_an_ontology_that_says_the_same_is_that_in_use(tmp_path: Path) -> None:
    before, after, _ = versions(with_ontology(tmp_path / "a"), folder_of(MEDICAL))
    assert before is after is rule_base()
    remarked = with_ontology(
        tmp_path / "b", ("tl:bedOccupancy a tl:Indicator", "# remark\ntl:bedOccupancy a tl:Indicator")
    )
    assert versions(remarked, folder_of(MEDICAL))[0] is rule_base()


def test_prose_may_differ(tmp_path: Path) -> None:
    changes = (
        ("文件未定义口径,此处采用卫生统计的病床使用率。", "另一说明。"),
        ('"床位使用率" , "住院床位使用率"', '"床位使用率" , "住院床位使用率" , "病床使用率"'),
    )
    before, after, _ = versions(folder_of(MEDICAL), with_ontology(tmp_path / "a", *changes))
    assert after.vocabulary.facts["床位使用率"].note.startswith("另一说明")
    assert [outcome(b, occupied("74%")) for b in (before, after)] == ["presumptively_barred"] * 2


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        (OCCUPANCY, OCCUPANCY.replace("1.5", "2"), "事实「床位使用率」", "最大值为「1.5」"),
        (OCCUPANCY, OCCUPANCY.replace('"ratio"', '"count"').replace("tl:one", "tl:bed"), "事实「床位使用率」", "数据类型为「ratio」,单位为「1」"),
        (
            'rdfs:label "城阳区"@zh ; geo:sfWithin r:370200',
            'rdfs:label "城阳"@zh ; geo:sfWithin r:370200',
            "地区「城阳区」(370214)",
            "名称为「城阳区」",
        ),
    ],
)  # fmt: skip
def test_terms_that_rules_use_must_mean_the_same(old: str, new: str, where: str, said: str, tmp_path: Path) -> None:
    after = with_ontology(tmp_path / "a", (old, new))
    found = [f for f in faults(folder_of(MEDICAL), after) if f.code == "U147"]
    assert [f.where for f in found] == [where]
    assert f"前一版(名称和分类表){said}" in found[0].message
    assert f"后一版({after / 'ontology'})" in found[0].message
    assert found[0].allowed
    assert found[0].hint


def test_a_term_that_no_rule_uses_may_change(tmp_path: Path) -> None:
    used = {w for t in read_sources() if t.endswith("rules.tiao") for w in module.words_of(read_sources()[t])}
    free = next(t for t in rule_base().vocabulary.facts.values() if t.label not in used and t.datatype == "boolean")
    text = (ROOT / "ontology" / "domain.ttl").read_text(encoding="utf-8")
    entry = next(e for e in re.split(r"(?<= \.)\n", text) if f'rdfs:label "{free.label}"@zh' in e)
    after = with_ontology(tmp_path / "a", (entry, entry.replace('tl:datatype "boolean"', 'tl:datatype "text"')))
    assert versions(folder_of(MEDICAL), after)[1].vocabulary.facts[free.label].datatype == "text"


NEW_FACT = """
tl:nightBeds a tl:Indicator ; skos:inScheme tl:facts ; tl:order 999 ; tl:subject tl:Region ;
    rdfs:label "夜间床位使用率"@zh ;
    tl:datatype "ratio" ; qudt:hasUnit tl:one ; tl:minimum 0 ; tl:maximum 1.5 ; tl:provider tl:byBureau ; tl:changedBy "区域" ;
    tl:proof "医疗保障信息平台住院结算数据" ;
    tl:wording "夜间床位使用率" ;
    skos:definition "地区内住院定点医疗机构夜间实际占用床位与同期实际开放床位之比。"@zh .
"""


def test_a_term_that_is_new_in_one_version_can_be_read_for_both(tmp_path: Path) -> None:
    after = with_ontology(tmp_path / "a")
    with (after / "ontology" / "domain.ttl").open("a", encoding="utf-8") as file:
        file.write(NEW_FACT)
    drafted(
        after / "corpus" / "plan",
        ("内床位使用率低于75%", "内夜间床位使用率低于75%"),
        ("的 床位使用率 低于 75%", "的 夜间床位使用率 低于 75%"),
    )
    edit(after / "corpus" / "plan" / "readings.toml", ("床位使用率", "夜间床位使用率"))
    one, other, _ = versions(folder_of(MEDICAL), after)
    night = {"地区": "城阳区", "名称": "夜间床位使用率", "数值": "74%", "时点": "2024-03-31"}
    application = occupied("75%")
    application["指标"] = [*application["指标"], night]
    assert [outcome(b, application) for b in (one, other)] == ["may_proceed", "presumptively_barred"]


def test_a_place_that_one_version_lacks_is_no_place_to_compare(tmp_path: Path) -> None:
    county = (
        'r:370299 a tl:County ; skos:notation "370299"^^tl:GB2260 ; rdfs:label "新设区"@zh ; geo:sfWithin r:370200 .\n'
    )
    after = with_ontology(tmp_path / "a")
    with (after / "ontology" / "regions.ttl").open("a", encoding="utf-8") as file:
        file.write(county)
    (fault,) = faults(folder_of(MEDICAL), after)
    assert (fault.code, fault.where) == ("U147", "地区「新设区」(370299)")
    assert "前一版(名称和分类表)没有这个地区" in fault.message


def test_faults_of_an_ontology_are_passed_on(tmp_path: Path) -> None:
    after = with_ontology(tmp_path / "a", (OCCUPANCY, OCCUPANCY.replace("@zh ;", "@zh")))
    (fault,) = faults(folder_of(MEDICAL), after)
    file = after / "ontology" / "domain.ttl"
    line = file.read_text(encoding="utf-8").partition('rdfs:label "床位使用率"@zh')[0].count("\n") + 2
    assert (fault.code, fault.where) == ("V100", f"{file}:{line}")  # the line after the label that lost its mark


def test_rules_in_use_that_an_ontology_does_not_carry_are_named_as_those_in_use(tmp_path: Path) -> None:
    after = with_ontology(tmp_path / "a", ('rdfs:label "院护床位使用率"@zh', 'rdfs:label "护理床位使用率"@zh'))
    found = faults(folder_of(MEDICAL), after)
    assert found
    assert all(f.where.startswith(f"规则库 {source_name(CARE, 'rules.tiao')}") for f in found)
