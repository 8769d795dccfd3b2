"""济源市 lies directly under its province: city and county in one, wherever words for places are bound."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from reasoner.analysis.rule_set import Compared
from reasoner.analysis.witness import place_name
from reasoner.backends.smt.place_variables import counties
from reasoner.compare.report.view_building import _full_name
from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.places import Places
from reasoner.interpreter.receipt import possible_places
from reasoner.model.place_binding import bind_roles, city_of, counties_of
from reasoner.model.rule_base import RuleBase
from reasoner.proof.evaluator import Evaluator
from reasoner.proof.plain_vocabulary import Vocabulary as PlainVocabulary

JIYUAN = "419001"
ITSELF = {
    "申请": "申请",
    "机构": "机构",
    "全市": JIYUAN,
    "本统筹区": JIYUAN,
    "本区县": JIYUAN,
    "所在医保管理区域": JIYUAN,
    "所在镇街": None,
}


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return rule_base()


def test_the_binding_of_the_model(base: RuleBase) -> None:
    assert bind_roles(base.vocabulary, JIYUAN) == ITSELF
    assert city_of(base.vocabulary, JIYUAN) == JIYUAN
    assert counties_of(base.vocabulary, JIYUAN) == [JIYUAN]
    assert JIYUAN not in counties_of(base.vocabulary, "410100")
    assert counties_of(base.vocabulary, None) == []


def test_the_copy_of_the_proof_checker(base: RuleBase) -> None:
    plain = PlainVocabulary(base.plain)
    assert plain.city(JIYUAN) == JIYUAN
    for region in base.vocabulary.regions.values():
        if region.level != "area":
            assert plain.city(region.code) == city_of(base.vocabulary, region.code)
    checker = SimpleNamespace(vocabulary=plain, regions=plain.regions, region=JIYUAN, town=None)
    assert Evaluator.bind(cast(Evaluator, checker), JIYUAN) == ITSELF
    assert Evaluator.counties(cast(Evaluator, checker)) == {"济源市": JIYUAN}


def test_both_find_the_same_counties(base: RuleBase) -> None:
    plain = PlainVocabulary(base.plain)
    for region in base.vocabulary.regions.values():
        if region.level == "area":
            continue
        checker = SimpleNamespace(vocabulary=plain, regions=plain.regions, region=region.code)
        expected = counties_of(base.vocabulary, city_of(base.vocabulary, region.code))
        assert list(Evaluator.counties(cast(Evaluator, checker)).values()) == expected


def test_what_reads_and_compares_binds_alike(base: RuleBase) -> None:
    places = Places(base.vocabulary, {})
    for name in ("济源市", "济源", JIYUAN):
        assert places.location(name) == JIYUAN
    assert places.roles(JIYUAN) == ITSELF
    assert Compared("济源市", base, JIYUAN).roles_of(JIYUAN) == ITSELF
    assert counties(base.vocabulary, JIYUAN) == (JIYUAN,)
    assert place_name(base.vocabulary, JIYUAN) == "济源市"
    assert _full_name(JIYUAN, "济源市", base) == "济源市"
    assert _full_name("410102", "中原区", base) == "郑州市中原区"


def test_a_document_of_its_own(base: RuleBase) -> None:
    """Where no place is known, a document of a county-level city binds its city as any city's does."""
    regions = (JIYUAN, "410000", "370200", "370214")
    documents = {r: SimpleNamespace(region=r) for r in regions}
    own = cast(RuleBase, SimpleNamespace(documents=documents, vocabulary=base.vocabulary))
    assert {region: roles["全市"] for region, roles in possible_places(own)} == {
        JIYUAN: JIYUAN,
        "410000": None,
        "370200": "370200",
        "370214": "370200",
    }
