"""Where values come from: read into fields as it was given, from any fact; nothing is packed into texts or inferred."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
import yaml
from small_vocabulary import DOCUMENTS, VOCABULARY, content, example

from policy_dsl.diagnostics import Faults
from reasoner.intake.application_parser import Reader
from reasoner.intake.file_loading import load_bytes
from reasoner.interpreter.receipt import all_given
from reasoner.model.application import NOT_GIVEN, Application, Evidence, FactKey, LayeredFacts, Observation, Provenance
from reasoner.model.kinds import Origin

READER = Reader(VOCABULARY, DOCUMENTS)
WALK = "步行15分钟内同类型定点机构数"
WHOLE: dict[str, Any] = {
    "时点": "2024年4月20日", "来源": "现场核查记录5号", "来源类型": "现场核查", "确认人": "某某", "有效期至": "2025-12-31",
    "依据": {"名称": "现场核查记录", "编号": "5号", "页": 2},
}  # fmt: skip
FIELDS = Provenance(Origin.ON_SITE, "现场核查记录5号", (), "某某", "2025-12-31", Evidence("现场核查记录", "5号", "2"))


def one(**changes: Any) -> Application:
    (application,) = READER.read(example(**changes))
    return application


def observation(key: FactKey, **changes: Any) -> Observation:
    (only,) = one(**changes).facts[key]
    return only


def test_a_fact_of_the_application_as_an_object() -> None:
    assert observation(("申请", WALK), **{WALK: {"数值": 3} | WHOLE}) == Observation(Decimal(3), "2024-04-20", FIELDS)


def test_facts_of_the_institution_as_objects() -> None:
    facility = {"等级": {"数值": "二级", "来源": "执业许可证"}, "已定点": {"结论": "否", "来源类型": "本局查询"}}
    facts = one(机构=facility | {"重点建设项目": {"数值": ["省级", "市级"], "依据": "立项批复"}}).facts
    assert facts["机构", "等级"] == (Observation("二级", "", Provenance(source="执业许可证")),)
    assert facts["机构", "已定点"] == (Observation((), "", Provenance(Origin.QUERY)),)
    assert facts["机构", "重点建设项目"] == (
        Observation(("省级", "市级"), "", Provenance(evidence=Evidence("立项批复"))),
    )


def test_items_of_both_lists() -> None:
    rate = {"地区": "城阳区", "名称": "床位使用率", "数值": "74%"} | WHOLE
    assert observation(("370214", "床位使用率"), 指标=[rate]) == Observation(Decimal("0.74"), "2024-04-20", FIELDS)
    ruling = {k: v for k, v in WHOLE.items() if k != "时点"}
    ruling |= {"事项": "照护资源相对充足", "对象": "崂山区", "结论": True, "机关": ["市医保局", "区医保局"]}
    made = Provenance(
        Origin.ON_SITE,
        "现场核查记录5号",
        ("青岛市医疗保障局", "青岛市崂山区医疗保障局"),
        "某某",
        "2025-12-31",
        FIELDS.evidence,
    )
    assert observation(("370212", "照护资源相对充足"), 认定=[ruling]) == Observation(True, "", made)


def test_where_an_institution_lies_may_have_its_source() -> None:
    application = one(
        机构={"所在地": {"数值": "西海岸新区", "来源": "执业许可证"}, "镇街": {"数值": "某街道", "来源": "甲"}}
    )
    assert application.region == "370211"
    assert application.roles["本区县"] == "370211"
    assert application.roles["所在镇街"] == "镇街:某街道"
    assert application.facts["机构", "所在地"] == (Observation("370211", "", Provenance(source="执业许可证")),)
    unknown = one(机构={"所在地": {"数值": "不详", "来源": "本局查询"}})
    assert unknown.region is None
    assert unknown.facts["机构", "所在地"] == (Observation(None, "", Provenance(source="本局查询")),)


def test_the_source_of_its_type_does_not_hide_who_may_ask() -> None:
    with pytest.raises(Faults) as caught:
        READER.read(example(机构={"类型": {"数值": "零售药店", "来源": "营业执照"}}))
    assert [d.code for d in caught.value.diagnostics] == ["F121"]


@pytest.mark.parametrize("value", [100, "1.2万", "不详", None])
def test_an_object_that_says_nothing_of_its_source_is_the_bare_value(value: Any) -> None:
    bare = one(床位数=value, 机构={"所在地": "城阳区"})
    wrapped = one(床位数={"数值": value}, 机构={"所在地": {"数值": "城阳区"}})
    assert content(wrapped) == content(bare)
    assert content(one(床位数={"数值": value, "来源类型": "不详"}, 机构={"所在地": "城阳区"})) == content(bare)


def test_a_stated_unknown_may_have_a_source() -> None:
    beds = observation(("申请", "床位数"), 床位数={"数值": "不详", "来源": "电话询问申请人", "来源类型": "申请材料"})
    assert beds == Observation(None, "", Provenance(Origin.APPLICATION, "电话询问申请人"))


@pytest.mark.parametrize(
    "source",
    [
        "本局台账", "本局台账(未确认)", "本局台账:结算数据(确认人某某,有效期至2025-12-31)", "来源类型:本局台账", "现场核查",
        "市医保局,青医保字〔2024〕9号",
    ],
)  # fmt: skip
def test_what_looks_like_a_mark_in_a_text_is_text(source: str) -> None:
    """A forged mark of the ledger makes no ledger, and no text is taken apart."""
    rate = {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "来源": source}
    assert observation(("370214", "床位使用率"), 指标=[rate]).provenance == Provenance(source=source)
    assert observation(("申请", WALK), **{WALK: {"数值": 3, "来源": source}}).provenance == Provenance(source=source)


def test_nothing_is_invented() -> None:
    ruling = {"事项": "照护资源相对充足", "对象": "崂山区", "结论": True}
    application = one(认定=[ruling])
    assert {o.provenance for row in application.facts.values() for o in row} == {NOT_GIVEN}
    assert all(fact.origin is fact.source is fact.evidence is None for fact in all_given(application))


def test_equal_provenance_is_one_object() -> None:
    """A source that twenty thousand rows share is held once."""
    first, second = READER.read([example(编号=n, 床位数={"数值": 3} | WHOLE) for n in "甲乙"])
    assert first.facts["申请", "床位数"][0].provenance is second.facts["申请", "床位数"][0].provenance


@pytest.mark.parametrize("form", ["json", "yaml", "jsonl"])
def test_every_form_of_text_gives_the_same(form: str) -> None:
    data = example(床位数={"数值": 3} | WHOLE)
    text = yaml.safe_dump(data, allow_unicode=True) if form == "yaml" else json.dumps(data, ensure_ascii=False)
    (application,) = READER.read(load_bytes(text.encode(), f"a.{form}"))
    assert content(application) == content(one(床位数={"数值": 3} | WHOLE))


# --- a great many of them ----------------------------------------------------------------------------------------


def test_applications_are_read_again_and_not_held() -> None:
    shared = {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "来源": "结算数据"}
    data = {"申请": [example(编号=str(n), 指标=...) for n in range(3)], "指标": [shared]}
    applications = READER.applications(data, name="a.json")
    assert len(applications) == 3
    assert [content(a) for a in applications] == [content(a) for a in READER.read(data)]
    assert [a.where for a in applications] == [f"a.json: 申请[{n}]" for n in range(3)]
    # Two may go through them at once, and what all of them share is one mapping.
    pairs = list(zip(applications, applications, strict=True))
    assert all(first.id == second.id and first is not second for first, second in pairs)
    layers = [a.facts for pair in pairs for a in pair]
    assert len({id(facts.below) for facts in layers if isinstance(facts, LayeredFacts)}) == 1


def test_what_is_wrong_is_told_before_anything_is_given() -> None:
    with pytest.raises(Faults) as caught:
        READER.applications([example(), example(), example(编号="2", 床位数=-1)])
    assert [d.code for d in caught.value.diagnostics] == ["F132", "F126"]
