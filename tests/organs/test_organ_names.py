"""What people write for an organ, and the organ that is meant; names that mean none, or several, are refused."""

from __future__ import annotations

import pytest

from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.diagnostics_collector import Unreadable
from reasoner.intake.organ_names import OrganNames

BASE = rule_base()
NAMES = OrganNames(BASE.vocabulary, BASE.issuers)

# (written, place determined of, document determined of, the organs by full name, words on which it rests)
MEANT = [
    ("青岛市医疗保障局", "370212", "", ["青岛市医疗保障局"], "落款「青岛市医疗保障局」"),
    ("青岛市医保局", "370212", "", ["青岛市医疗保障局"], "通常简称"),
    ("市医保局", "370212", "", ["青岛市医疗保障局"], "对象崂山区的市"),
    ("省医保局", "410300", "", ["河南省医疗保障局"], "对象洛阳市的省"),
    ("青岛市财政局", "370212", "", ["青岛市财政局"], "「青岛市医疗保障局 青岛市财政局关于推动……的意见」"),
    ("市医保中心", "370212", "", ["青岛市医保中心"], "主送「各区(市)医疗保障局,市医保中心」"),
    ("青岛市医保经办机构", "370212", "", ["青岛市医保中心"], "「市医保经办机构根据规划……制定……年度受理计划」"),
    ("崂山区医保局", "370212", "", ["青岛市崂山区医疗保障局"], "主送「各区(市)医疗保障局」"),
    ("青岛市崂山区医疗保障局", "", "", ["青岛市崂山区医疗保障局"], "同上"),
    ("山东省青岛市崂山区医保局", "", "", ["青岛市崂山区医疗保障局"], "同上"),
    ("区医保局", "370212", "", ["青岛市崂山区医疗保障局"], "对象崂山区的区"),
    ("西海岸新区医保局", "370211", "", ["青岛市黄岛区医疗保障局"], "西海岸新区即黄岛区"),
    ("胶州市医保局", "370281", "", ["胶州市医疗保障局"], "主送「各区(市)医疗保障局」"),
    ("鼓楼区医保局", "410200", "", ["开封市鼓楼区医疗保障局"], "<地区>医疗保障局(推定)"),
    ("洛阳市医保局", "410300", "", ["洛阳市医疗保障局"], "<地区>医疗保障局(推定)"),
    ("市级医保行政部门", "370212", "", ["青岛市医疗保障局"], "条款所称责任主体"),
    ("市级医保行政部门", "419001", "", ["济源市医疗保障局"], "省直辖的济源市自成统筹区"),
    ("市级医保经办机构", "370212", "", ["青岛市医保中心"], "条款所称责任主体"),
    ("文件制定机关", "", "qingdao-2023-1", ["青岛市医疗保障局", "青岛市财政局"], "联合印发"),
    ("文件制定机关", "", "binzhou-2022", ["滨州市人民政府办公室"], "落款「滨州市人民政府办公室」"),
    ("滨州市政府办公室", "", "binzhou-2022", ["滨州市人民政府办公室"], "通常简称"),
    ("青岛市医保局医药服务管理处", "370212", "", ["青岛市医疗保障局医药服务管理处"], "内设机构"),
    ("河南省财政厅", "410300", "", ["河南省财政厅"], "省级名称不同"),
    ("沙子口街道办事处", "370212", "", ["沙子口街道办事处"], "镇街的机关"),
]


@pytest.mark.parametrize(("written", "place", "document", "organs", "words"), MEANT)
def test_a_name_means_one_organ(written: str, place: str, document: str, organs: list[str], words: str) -> None:
    assert list(NAMES.read(written, place, document)) == organs, words
    assert all(BASE.vocabulary.organs.get(name) is not None for name in organs)


REFUSED = [
    ("F155", "市医保局", "370281", "胶州市医疗保障局、青岛市医疗保障局"),  # the county-level city, or that above it
    ("F155", "市医保局", "", "没有收录机关"),  # the city of which place?
    ("F155", "沈阳市医保局", "370212", "没有收录机关"),
    ("F155", "外星局", "370212", "没有收录机关"),
    ("F155", "文件制定机关", "370212", "没有收录机关"),  # of no document
    ("F156", "某护理站", "370213", "不是机关"),
    ("F156", "某村民委员会", "370215", "不是机关"),
    ("F156", "李沧区某社区居委会", "370213", "不是机关"),
    ("F156", "某某健康管理有限公司", "370213", "不是机关"),
    ("F156", "青岛市市立医院", "370213", "不是机关"),
]


@pytest.mark.parametrize(("code", "written", "place", "words"), REFUSED)
def test_a_name_that_means_no_organ_or_several_is_refused(code: str, written: str, place: str, words: str) -> None:
    with pytest.raises(Unreadable) as raised:
        NAMES.read(written, place)
    assert raised.value.code == code
    assert words in raised.value.message
    assert raised.value.allowed
    assert raised.value.hint


def test_every_region_held_has_its_bureau_and_every_issuer_is_an_organ() -> None:
    organs = BASE.vocabulary.organs
    for region in BASE.vocabulary.regions.values():
        if region.level != "area":
            bureau = organs.of("医疗保障行政部门", region.code)
            assert bureau.name.endswith("医疗保障局")
            assert organs.get(bureau.name) == bureau
            assert NAMES.read(bureau.name) == (bureau.name,)
    for document in BASE.documents.values():
        assert all(organs.get(issuer) is not None for issuer in document.issuers), document.id


def test_inferred_names_are_marked_and_named_ones_have_their_words() -> None:
    for kind in BASE.vocabulary.data.organ_kinds[:3]:
        assert "推定" in kind.note or "理解" in kind.note
    for term in BASE.vocabulary.facts.values():
        for authority in term.authorities:
            assert bool(authority.quote) is authority.named
            assert authority.named or authority.readings or authority.note
            for reading in authority.readings:
                document, _, name = reading.rpartition("/")
                registering = [document] if document else [d.id for d in BASE.documents.values() if d.regulates]
                assert all(name in BASE.documents[d].readings_by_name for d in registering)
