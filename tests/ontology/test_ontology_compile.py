"""The compiler of the ontology: the same data every time, and every fault by its code, all at once."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from policy_dsl.diagnostics import Faults
from policy_dsl.error_codes.ontology import VOCABULARY_CODES
from policy_dsl.ir import from_data, to_data
from policy_dsl.terminology.compile import compile_vocabulary
from policy_dsl.vocabulary import VocabularyData

ROOT = Path(__file__).parents[2]

CORE, DOMAIN, REGIONS, ORGANS, REMEDIES, NAMES, EFFECTS = (
    f"ontology/{name}.ttl" for name in ("core", "domain", "regions", "organs", "remedies", "names", "effects")
)

RESTS_ON_A_READING = 'tl:reading "qingdao-2023-1/认定机关推定" ; tl:otherwise tl:countyDepartments .'

SEEDED = [
    ("V100", CORE, "@prefix tl:", "@prefix tl"),
    ("V101", DOMAIN, 'rdfs:label "床位使用率"@zh ;', ""),
    ("V101", REGIONS, 'rdfs:label "城阳区"@zh ;', ""),
    ("V102", DOMAIN, 'skos:definition "地区内长期护理保险定点机构失智专区的床位张数。"@zh ;', ""),
    ("V103", DOMAIN, "tl:maximum 1.5 ; tl:provider tl:byBureau ;", "tl:maximum 1.5 ;"),
    ("V104", DOMAIN, "qudt:hasUnit tl:personInsured ;", ""),
    ("V105", DOMAIN, 'tl:datatype "date"', 'tl:datatype "datum"'),
    ("V106", DOMAIN, 'rdfs:label "院护床位使用率"@zh', 'rdfs:label "床位使用率"@zh'),
    ("V107", DOMAIN, "owl:onProperty tl:mayAsk ; owl:hasValue tl:newPharmacy", "owl:onProperty tl:mayAsk"),
    ("V108", REGIONS, 'rdfs:label "城阳区"@zh ; geo:sfWithin r:370200', 'rdfs:label "城阳区"@zh ; geo:sfWithin r:370299'),
    ("V108", REGIONS, 'rdfs:label "城阳区"@zh ; geo:sfWithin r:370200', 'rdfs:label "城阳区"@zh ; geo:sfWithin r:370214'),
    ("V108", REGIONS, 'rdfs:label "青岛市"@zh ; geo:sfWithin r:370000 ;', 'rdfs:label "青岛市"@zh ;'),
    ("V109", REGIONS, "geo:sfContains r:370202 , r:370203 , r:370213", "geo:sfContains r:370202 , r:370200"),
    ("V109", REGIONS, "geo:sfContains r:370202 , r:370203 , r:370213", "geo:sfContains r:371602"),
    ("V109", REGIONS, "geo:sfContains r:370202 , r:370203 , r:370213 ;", ""),
    ("V110", DOMAIN, "( tl:NursingHospital tl:NursingCentre tl:NursingStation )", "( )"),
    ("V111", DOMAIN, 'tl:newPharmacy a tl:Matter ; skos:inScheme tl:matters', 'tl:newPharmacy a tl:Matter ; skos:inScheme tl:mater'),
    ("V112", DOMAIN, "tl:order 337 ; tl:subject tl:Document ;", "tl:order 337 ;"),
    ("V113", DOMAIN, "( tl:grade1 tl:grade2 tl:grade3 tl:ungraded ) ] .\ntl:grade1", "( ) ] .\ntl:grade1"),
    ("V114", REGIONS, '"370214"^^tl:GB2260', '"37021"^^tl:GB2260'),
    ("V114", REGIONS, '"370214"^^tl:GB2260', '"370215"^^tl:GB2260'),
    ("V114", REGIONS, 'skos:notation "370200-sbj" ;', 'skos:notation "370200" ;'),
    ("V115", DOMAIN, 'rdfs:label "床位使用率"@zh ;', 'rdfs:label "床位使用率"@zh , "病床使用率"@zh ;'),
    ("V116", DOMAIN, "qudt:hasUnit tl:personInsured ;", "qudt:hasUnit tl:personsInsured ;"),
    ("V116", DOMAIN, "tl:authority tl:issuer ;", "tl:authority tl:bed ;"),
    ("V117", DOMAIN, "tl:minimum -1 ; tl:maximum 10 ;", "tl:minimum 11 ; tl:maximum 10 ;"),
    ("V117", DOMAIN, "tl:minimum -1 ; tl:maximum 10 ;", 'tl:minimum "很小" ; tl:maximum 10 ;'),
    ("V117", CORE, "tl:anyCount a tl:NumberKind ;", "tl:anyCount a skos:Concept ;"),
    ("V117", CORE, "tl:minimum 0 ; tl:digits 16 ;", "tl:minimum 0 ;"),
    ("V118", DOMAIN, "tl:authority tl:issuer ;", ""),
    ("V119", DOMAIN, 'tl:forecast true ; tl:provider tl:byBureau ; tl:changedBy "不可改变"', 'tl:forecast true ; tl:provider tl:byBureau ; tl:changedBy "大家"'),
    ("V120", CORE, 'skos:notation "cap"           ;', ""),
    ("V120", CORE, 'skos:notation "cap"           ;', 'skos:notation "duty" ;'),
    ("V121", DOMAIN, 'tl:proof "申请表" ;', ""),
    ("V125", REMEDIES, 'tl:bedsRequested          tl:changedThrough "减少申请的床位数"@zh .', ""),
    ("V125", REMEDIES, "tl:bedsRequested          tl:changedThrough", "tl:bedOccupancy tl:changedThrough"),
    ("V127", DOMAIN, 'tl:changedTo "降低"', 'tl:changedTo "减少"'),
    ("V127", DOMAIN, 'tl:proof "基本医疗保险基金决算或者收支报表" ;', 'tl:changedTo "降低" ; tl:proof "基本医疗保险基金决算或者收支报表" ;'),
    ("V128", DOMAIN, "tl:countedIn tl:careBeds", "tl:countedIn tl:costGrowth"),
    ("V128", DOMAIN, 'tl:changedTo "降低"', 'tl:changedTo "降低" ; tl:addsUp true'),
    ("V122", DOMAIN, "tl:compares tl:costGrowth ;", ""),
    ("V122", DOMAIN, "tl:compares tl:costGrowth ;", "tl:compares tl:currentDeficit ;"),
    ("V122", DOMAIN, "tl:compares tl:dementiaBeds , tl:careBeds ;", "tl:compares tl:dementiaBeds , tl:careBeds , tl:residents ;"),
    ("V123", DOMAIN, 'tl:compares tl:costGrowth ; tl:likeness "同一期间"', 'tl:compares tl:costGrowth ; tl:likeness "同期"'),
    ("V123", DOMAIN, 'tl:compares tl:costGrowth ; tl:likeness "同一期间"', 'tl:compares tl:costGrowth ; tl:likeness "条款所指期间"'),
    ("V123", DOMAIN, 'tl:likeness "条款所指期间"', 'tl:likeness "各取最近"'),
    ("V124", DOMAIN, "tl:compares tl:purchasedRehabBeds , tl:residents ;", "tl:compares tl:purchasedBeds , tl:residents ;"),
    ("V126", NAMES, 'tl:basis "词义" ; skos:hiddenLabel "综合性医院"@zh', 'skos:hiddenLabel "综合性医院"@zh'),
    ("V130", ORGANS, 'tl:organName "统计局" ;', ""),
    ("V131", ORGANS, "tl:organKind tl:financeOffice ; tl:organRegion r:370200 ;", "tl:organRegion r:370200 ;"),
    ("V131", ORGANS, "tl:organKind tl:financeOffice ; tl:organRegion r:370200 ;", "tl:organKind tl:financeOffice ;"),
    ("V132", DOMAIN, 'tl:filledBy tl:insuranceBureau ; tl:organLevel "市" ;', 'tl:organLevel "市" ;'),
    ("V132", DOMAIN, 'tl:organLevel "制定" ;', 'tl:organLevel "制订" ;'),
    ("V132", ORGANS, RESTS_ON_A_READING, 'tl:reading "qingdao-2023-1/认定机关推定" ; tl:otherwise tl:localities .'),
    ("V133", ORGANS, RESTS_ON_A_READING, "."),
    ("V133", ORGANS, RESTS_ON_A_READING, 'tl:otherwise tl:countyDepartments ; skos:scopeNote "推定。"@zh .'),
    ("V133", ORGANS, 'tl:reading "qingdao-2023-1/认定机关推定" ;', 'tl:namingWords "市级" ; dcterms:source q1:5.i8.s2 ;\n    tl:reading "qingdao-2023-1/认定机关推定" ;'),
    ("V134", EFFECTS, 'tl:strength "暂不"', 'tl:strength "暂缓"'),
    ("V134", EFFECTS, 'tl:strength "暂不"', 'tl:strength "不得"'),
    ("V134", EFFECTS, 'tl:ruleKind "许可" ;', ""),
    ("V135", EFFECTS, "tl:hasConsequence tl:mayEnter ;", "tl:hasConsequence tl:wordMayEnter ;"),
    ("V135", EFFECTS, 'tl:wording "不予受理" ;', ""),
    ("V135", EFFECTS, 'tl:basis "申请不予受理的,不进入评估,结果上不能新增" ;', ""),
    ("V106", EFFECTS, 'rdfs:label "不予受理"@zh', 'rdfs:label "严禁新增"@zh'),
    ("V101", EFFECTS, 'rdfs:label "不予受理"@zh ;', ""),
    ("V102", EFFECTS, 'skos:definition "原文写明“不予受理”的。"@zh', 'skos:note ""@zh'),
]  # fmt: skip


def codes_of(texts: dict[str, str]) -> list[str]:
    with pytest.raises(Faults) as raised:
        compile_vocabulary(texts)
    return [d.code for d in raised.value.diagnostics]


@pytest.mark.parametrize(("code", "file", "old", "new"), SEEDED)
def test_a_seeded_fault_is_found(texts: dict[str, str], code: str, file: str, old: str, new: str) -> None:
    assert old in texts[file]
    assert code in codes_of(texts | {file: texts[file].replace(old, new, 1)})


def test_every_code_has_a_seeded_fault() -> None:
    assert {code for code, *_ in SEEDED} == set(VOCABULARY_CODES)


def test_all_faults_are_named_at_once_with_their_lines(texts: dict[str, str]) -> None:
    several = dict(texts)
    for code, file, old, new in SEEDED:
        if code in ("V103", "V108", "V120") and old in several[file]:
            several[file] = several[file].replace(old, new, 1)
    with pytest.raises(Faults) as raised:
        compile_vocabulary(several)
    found = {d.code: d for d in raised.value.diagnostics}
    assert {"V103", "V108", "V120"} <= set(found)
    line = next(i for i, text in enumerate(several[DOMAIN].splitlines(), 1) if text.startswith("tl:bedOccupancy "))
    assert found["V103"].where == f"{DOMAIN}:{line} bedOccupancy"


def test_every_unreadable_file_is_named() -> None:
    assert codes_of({"a.ttl": "<urn:a> <urn:b", "b.ttl": "]", "c.ttl": ""}) == ["V100", "V100"]


def test_the_same_data_from_any_hash_seed_and_order(texts: dict[str, str]) -> None:
    program = (
        "import msgspec, pathlib, sys\n"
        "from policy_dsl.terminology.compile import compile_vocabulary\n"
        "texts = {f'ontology/{p.name}': p.read_text('utf-8') for p in pathlib.Path('ontology').glob('*.ttl')}\n"
        "sys.stdout.buffer.write(msgspec.json.encode(compile_vocabulary(texts)))\n"
    )
    here = msgspec.json.encode(compile_vocabulary(dict(reversed(texts.items()))))
    for seed in ("0", "1", "4711"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, check=True
        )
        assert run.stdout == here


def test_the_data_is_plain_and_says_nothing_empty(texts: dict[str, str]) -> None:
    data = to_data(compile_vocabulary(texts))
    assert from_data(data, VocabularyData) == compile_vocabulary(texts)
    assert isinstance(data, dict)
    assert set(data) == {"terms", "regions", "pairs", "organ_kinds", "organs", "consequences", "effect_words"}
    assert all(
        value not in ("", [], False, None)
        for row in (*data["terms"], *data["regions"], *data["pairs"])
        for value in row.values()
    )
