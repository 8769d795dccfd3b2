"""Whose determination counts: each kind of organ for each determination, as the texts and the registered readings have it.

Both engines are asked: the interpreter, and the proof checker from the plain vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from reasoner.driver.current_rule_base import rule_base
from reasoner.interpreter.determining_organs import Whereabouts, authority_over, basis_of, status_of
from reasoner.model.application import Observation, Provenance
from reasoner.proof.determining_organs import Register
from reasoner.proof.plain_vocabulary import Vocabulary

BASE = rule_base()
WORDS = BASE.vocabulary
PLAIN = Vocabulary(BASE.plain)
__all__ = ["CASES", "OF_DOCUMENTS", "PLAIN", "Register"]

COUNTS, OPEN, NOT, STATED = "competent", "other_organ", "excluded", "unstated"
CITY, CENTRE, FINANCE = "青岛市医疗保障局", "青岛市医保中心", "青岛市财政局"
LAOSHAN, LAOSHAN_AGENCY = "青岛市崂山区医疗保障局", "青岛市崂山区医疗保障经办机构"
INTERNAL, TOWN, HENAN, LUOYANG = (
    "青岛市医疗保障局医药服务管理处",
    "沙子口街道办事处",
    "河南省医疗保障局",
    "洛阳市医疗保障局",
)
SHINAN = "青岛市市南区医疗保障局"

# 「由市级医保行政部门认定」(readings 认定机关推定 of 1号 and of the long-term care plan)
Table = Mapping[str, str | None]

BUREAU: dict[str, str | None] = {CITY: COUNTS, CENTRE: OPEN, FINANCE: OPEN, LAOSHAN: OPEN, LAOSHAN_AGENCY: OPEN, INTERNAL: OPEN, TOWN: OPEN,
          "青岛市人民政府": OPEN, "山东省医疗保障局": OPEN, SHINAN: NOT, HENAN: NOT, LUOYANG: NOT, "": STATED}  # fmt: skip
# 「关于名额和服务覆盖的由制定全市年度受理计划的市级医保经办机构认定」
AGENCY = BUREAU | {CITY: OPEN, CENTRE: COUNTS}
# 「由受理申请的医保经办机构认定」: of the city or of the district
HANDLING = BUREAU | {CITY: OPEN, CENTRE: COUNTS, LAOSHAN_AGENCY: COUNTS}
# 「腾出的调整空间、资源薄弱区域……由各地医保部门认定」, bureaus and agencies of city and county
LOCAL = {LUOYANG: COUNTS, "洛阳市医疗保障经办机构": COUNTS, HENAN: OPEN, "洛阳市财政局": OPEN, CITY: NOT,
         "郑州市医疗保障局": NOT, "": STATED}  # fmt: skip
HANDLING_HENAN = {LUOYANG: OPEN, "洛阳市医疗保障经办机构": COUNTS, HENAN: OPEN, "": STATED}

TABLES: list[tuple[str, str, Table]] = [
    ("照护资源相对充足", "370212", BUREAU),
    ("照护资源不足地区", "370212", BUREAU),
    ("服务盲点区域", "370212", BUREAU),
    ("服务覆盖率相对较低镇街", "370212", AGENCY),
    ("动态管理腾出名额", "370212", AGENCY),
    ("符合定点条件", "370212", HANDLING),
    ("管理规范", "370212", HANDLING),
    ("信誉良好", "370212", HANDLING),
    ("安全供应", "370212", HANDLING),
    ("布局合理", "370212", HANDLING),
    ("动态管理腾出名额", "410300", LOCAL),
    ("医保定点医药机构资源薄弱区域", "410300", LOCAL),
    ("符合定点条件", "410300", HANDLING_HENAN),
    # 市本级 is three districts under the city: its organs are the city's.
    ("照护资源相对充足", "370200-sbj", {CITY: COUNTS, CENTRE: OPEN, LAOSHAN: NOT}),
    # A county-level city directly under its province is its own 统筹区.
    ("医保定点医药机构资源薄弱区域", "419001", {"济源市医疗保障局": COUNTS, HENAN: OPEN}),
]
CASES = [(fact, place, organ, status) for fact, place, table in TABLES for organ, status in table.items()]


@pytest.mark.parametrize(("fact", "place", "organ", "status"), CASES)
def test_a_determination_counts_by_its_organ(fact: str, place: str, organ: str, status: str | None) -> None:
    made_by = (organ,) if organ else ()
    observation = Observation(True, "2024-02-01", Provenance(determined_by=made_by))
    assert status_of(WORDS.facts[fact], observation, Whereabouts(place), WORDS) == status
    assert PLAIN.register.standing(PLAIN.facts[fact], list(made_by), place, bare=True) == status


def test_a_joint_determination_counts_where_the_organ_is_among_those_who_made_it() -> None:
    term = WORDS.facts["照护资源相对充足"]
    for organs, status in (
        ((CITY, FINANCE), COUNTS),
        ((CENTRE, FINANCE), OPEN),
        ((CITY, LUOYANG), COUNTS),
        ((LUOYANG, HENAN), NOT),
    ):
        observation = Observation(True, "", Provenance(determined_by=organs))
        assert status_of(term, observation, Whereabouts("370212"), WORDS) == status
        assert PLAIN.register.standing(PLAIN.facts[term.label], list(organs), "370212") == status


# 青医保字〔2023〕1号 was issued by 「青岛市医疗保障局 青岛市财政局」; 18号 by 「青岛市医疗保障局」; the plan of Binzhou by
# 「滨州市人民政府办公室」, an office of the government.
OF_DOCUMENTS = [
    ("qingdao-2023-1", [CITY, FINANCE], COUNTS),
    ("qingdao-2023-1", [CITY], OPEN),
    ("qingdao-2023-1", [FINANCE], OPEN),
    ("qingdao-2023-1", [CITY, FINANCE, "青岛市人民政府"], COUNTS),
    ("qingdao-2023-1", ["青岛市人民政府"], OPEN),
    ("qingdao-2023-1", [LUOYANG], NOT),
    ("qingdao-2023-1", [], STATED),
    ("qingdao-2023-18-ltc", [CITY], COUNTS),
    ("qingdao-2023-18-ltc", [FINANCE], OPEN),
    ("qingdao-2023-18-ltc", [LAOSHAN], NOT),
    ("qingdao-2023-18-ltc", [INTERNAL], OPEN),
    ("binzhou-2022", ["滨州市人民政府办公室"], COUNTS),
    ("binzhou-2022", ["滨州市人民政府"], COUNTS),
    ("binzhou-2022", ["滨州市医疗保障局"], OPEN),
    ("henan-2025", [HENAN], COUNTS),
    ("henan-2025", [LUOYANG], NOT),
]


@pytest.mark.parametrize("fact", ["规划延续执行", "文件效力"])
@pytest.mark.parametrize(("document", "organs", "status"), OF_DOCUMENTS)
def test_a_document_is_its_issuers_all_of_them(fact: str, document: str, organs: list[str], status: str) -> None:
    issued = BASE.documents[document]
    observation = Observation(True, "2026-01-05", Provenance(determined_by=tuple(organs)))
    assert status_of(WORDS.facts[fact], observation, Whereabouts(issued.region), WORDS, issued) == status
    plain = next(d for d in BASE.plain["documents"] if d["id"] == document)  # type: ignore[union-attr,index,call-overload]  # JSON
    assert PLAIN.register.standing(PLAIN.facts[fact], organs, issued.region, plain) == status  # type: ignore[arg-type]  # JSON


def test_where_the_text_names_the_organ_no_other_counts() -> None:
    """No text in use does of a fact that rules read; another text may."""
    from msgspec.structs import replace

    term = WORDS.facts["照护资源相对充足"]
    (inferred,) = term.authorities
    named = replace(inferred, clause="x/1", quote="由市级医保行政部门认定", readings=())
    plain = PLAIN.facts[term.label] | {"authorities": [PLAIN.facts[term.label]["authorities"][0] | {"clause": "x/1"}]}
    for organ, status in (BUREAU | {LAOSHAN: NOT, CENTRE: NOT, INTERNAL: NOT, TOWN: NOT}).items():
        status = NOT if status == OPEN else status
        made_by = (organ,) if organ else ()
        observation = Observation(True, "", Provenance(determined_by=made_by))
        assert status_of(replace(term, authorities=(named,)), observation, Whereabouts("370212"), WORDS) == status
        assert PLAIN.register.standing(plain, list(made_by), "370212", bare=True) == status


def test_a_renamed_organ_is_the_same_organ() -> None:
    from msgspec.structs import replace

    from policy_dsl.vocabulary import Vocabulary as Words
    from reasoner.intake.organ_names import OrganNames

    (bureau,) = (o for o in WORDS.data.organs if o.name == CITY)
    renamed = replace(bureau, former=("青岛市医疗保险管理局",))
    data = replace(WORDS.data, organs=tuple(renamed if o.name == CITY else o for o in WORDS.data.organs))
    assert OrganNames(Words(data), {}).read("青岛市医疗保险管理局", "370212") == (CITY,)


def test_the_basis_says_which_organs_and_by_which_reading() -> None:
    for fact, place, organs, readings in (
        ("照护资源相对充足", "370212", (CITY,), ("qingdao-2023-1/认定机关推定",)),
        ("动态管理腾出名额", "370212", (CENTRE,), ("qingdao-2023-18-ltc/认定机关推定",)),
        ("动态管理腾出名额", "410300", (LUOYANG, "洛阳市医疗保障经办机构"), ("henan-2025/认定机关推定",)),
        ("信誉良好", "370212", (CENTRE, LAOSHAN_AGENCY), ("qingdao-2023-18-medical/认定机关推定",)),
    ):
        authority = authority_over(WORDS.facts[fact], place, WORDS)
        assert authority is not None
        basis = basis_of(authority, Whereabouts(place), WORDS)
        assert (basis.organs, basis.readings) == (organs, readings)
        plain = PLAIN.register.authority(PLAIN.facts[fact], place)
        assert plain is not None
        assert PLAIN.register.basis(plain, place)["organs"] == list(organs)
