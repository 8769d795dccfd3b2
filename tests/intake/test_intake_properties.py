"""Properties: form, order and garbage change nothing that they should not."""

from __future__ import annotations

import json
import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from small_vocabulary import DOCUMENTS, FACTS, HOSPITALS, REGIONS, VOCABULARY, content

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.intake.application_parser import Reader
from reasoner.intake.dates import read_period
from reasoner.intake.file_loading import load_bytes
from reasoner.model.kinds import Origin

READER = Reader(VOCABULARY, DOCUMENTS)

days = st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(str)
names = st.text("示例医院甲乙丙AB12·()", min_size=1, max_size=12).filter(lambda t: t.strip())
unknown = st.sampled_from([None, "不详"])
counts = st.integers(1, 10**7) | st.sampled_from(["1.2万", "12,000", "3万"]) | unknown
ratios = (
    st.integers(0, 150).map(lambda n: f"{n}%")
    | st.decimals(0, 1, places=4).map(float)
    | st.floats(0, 1).filter(lambda x: not 0 < x < 1e-9)
    | unknown
)
flags = st.booleans() | st.sampled_from(["是", "否"]) | unknown
periods = st.sampled_from(["2022", "2022年末", "2023-3", "2023年3月1日", "2024-03-31", None])
places = st.sampled_from([r["code"] for r in REGIONS] + ["城阳区", "市本级", "青岛"])
BY_TYPE = {"count": counts, "ratio": ratios, "boolean": flags}
evidence = names | st.fixed_dictionaries({"名称": names}, optional={"编号": names, "页": names | st.integers(1, 99)})
sources = st.fixed_dictionaries(
    {}, optional={"来源": names, "来源类型": st.sampled_from([o.value for o in Origin]) | unknown, "依据": evidence}
)
confirmed = st.fixed_dictionaries({"确认人": names, "有效期至": st.sampled_from(["2025-12-31", "2025年6月30日"])})
provenance = st.builds(lambda one, other: one | other, sources, confirmed | st.just({}))


def stated(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A fact as a bare value, or as an object with its provenance."""
    known = value.map(lambda v: "不详" if v is None else v)
    return value | st.builds(
        lambda v, beside, when: {"数值": v} | beside | ({"时点": when} if when else {}), known, provenance, periods
    )


BOTH_BEDS = [h for h in HOSPITALS if h != "精神专科医院"]
"""Those of which beds of either category that is drawn can be said."""


@st.composite
def indicators(draw: st.DrawFn) -> dict[str, Any]:
    term = draw(st.sampled_from([f for f in FACTS if f["subject"] == "地区"]))
    item = {"地区": draw(places), "名称": term["label"], "数值": draw(BY_TYPE[term["datatype"]])}
    return item | {"时点": draw(periods)} | draw(provenance)


@st.composite
def applications(draw: st.DrawFn) -> dict[str, Any]:
    facility = st.fixed_dictionaries(
        {},
        optional={
            "名称": stated(names),
            "类型": stated(st.sampled_from(BOTH_BEDS) | unknown),
            "等级": stated(st.sampled_from(["一级", "二级", "不详"])),
            "所在地": stated(st.sampled_from(["城阳区", "370203", "青岛市", "济源市"])),
            "重点建设项目": stated(st.sampled_from(["无", "市级", ["省级", "市级"], "未核实", None])),
            "已定点": stated(flags),
        },
    )
    optional = {"机构": facility, "床位数": stated(counts), "床位类别": stated(st.sampled_from(["综合", "康复", None]))}
    found = draw(st.fixed_dictionaries({"编号": names, "日期": days}, optional=optional))
    items = draw(st.lists(indicators(), max_size=6, unique_by=_slot))
    return {**found, "事项": "新增购买住院床位", "指标": items}


def _slot(item: dict[str, Any]) -> tuple[str, str, str]:
    """What there may be one of: the fact and its 时点."""
    (region,) = VOCABULARY.find_regions(item["地区"])
    return region.code, item["名称"], read_period(item["时点"]) if item["时点"] else ""


def read(text: str, name: str) -> dict[str, Any]:
    (application,) = READER.read(load_bytes(text.encode(), name))
    return content(application)


def as_yaml(data: Any) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


@given(applications())
def test_json_and_yaml_give_equal_applications(data: dict[str, Any]) -> None:
    assert read(json.dumps(data, ensure_ascii=False), "a.json") == read(as_yaml(data), "a.yaml")


@given(applications())
def test_json_and_plain_data_give_equal_applications(data: dict[str, Any]) -> None:
    (plain,) = READER.read(data)
    assert read(json.dumps(data), "a.json") == content(plain)


@given(applications(), st.randoms(use_true_random=False))
def test_order_is_irrelevant(data: dict[str, Any], chance: random.Random) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            keys = list(value)
            chance.shuffle(keys)
            return {k: shuffled(value[k]) for k in keys}
        if isinstance(value, list):
            items = [shuffled(x) for x in value]
            chance.shuffle(items)
            return items
        return value

    (before,), (after,) = READER.read(data), READER.read(shuffled(data))
    assert content(before) == content(after)
    assert repr(sorted(before.facts.items(), key=lambda f: f[0])) == repr(
        sorted(after.facts.items(), key=lambda f: f[0])
    )


@given(st.decimals(Decimal("0.01"), 1, places=6))
def test_a_ratio_is_the_same_as_per_cent_decimal_and_float(ratio: Decimal) -> None:
    forms: list[Any] = [f"{ratio * 100}%", str(ratio), float(ratio)]
    data = [{"编号": str(i), "事项": "新增购买住院床位", "日期": "2024-05-01"} for i in range(3)]
    for item, form in zip(data, forms, strict=True):
        item["指标"] = [{"地区": "青岛", "名称": "床位使用率", "数值": form}]  # type: ignore[assignment]  # JSON
    found = READER.read(json.loads(json.dumps(data)))
    assert {a.facts["370200", "床位使用率"][0].value for a in found} == {ratio}


@given(st.decimals(Decimal("0.0001"), Decimal("0.0099"), places=4))
def test_a_rate_of_use_below_one_per_cent_is_asked_back_where_it_is_written_with_the_sign(ratio: Decimal) -> None:
    """0.74% for 0.74 is the slip of a hand: nobody's beds are used so little. As a ratio it is taken at its word."""
    item: dict[str, Any] = {"编号": "1", "事项": "新增购买住院床位", "日期": "2024-05-01"}
    item["指标"] = [{"地区": "青岛", "名称": "床位使用率", "数值": f"{ratio * 100}%"}]
    with pytest.raises(Faults) as faults:
        READER.read([item])
    assert [d.code for d in faults.value.diagnostics] == ["F125"]
    assert "可能多写了百分号" in faults.value.diagnostics[0].message
    item["指标"][0]["数值"] = str(ratio)
    assert READER.read([item])[0].facts["370200", "床位使用率"][0].value == ratio


def answered(raw: bytes, name: str) -> None:
    """Read; whatever is raised is `Faults`, not empty, and can be printed."""
    found: tuple[Diagnostic, ...] | None = None
    try:
        READER.read(load_bytes(raw, name))
    except Faults as faults:
        found = faults.diagnostics
    assert found is None or "".join(d.render() for d in found).encode()


@given(st.binary(max_size=300), st.sampled_from(["a.json", "a.yaml", "a.jsonl", "-"]))
def test_garbage_gives_nothing_but_faults(raw: bytes, name: str) -> None:
    answered(raw, name)


@given(
    st.text(st.characters() | st.sampled_from('{}[]":,-?&*!|>%@` \n\t是否'), max_size=200),
    st.sampled_from(["a.json", "a.yaml"]),
)
def test_garbled_text_gives_nothing_but_faults(text: str, name: str) -> None:
    answered(text.encode("utf-8", "surrogatepass"), name)


@given(applications(), st.data())
def test_a_damaged_file_gives_nothing_but_faults(data: dict[str, Any], chance: st.DataObject) -> None:
    for raw, name in ((json.dumps(data, ensure_ascii=False).encode(), "a.json"), (as_yaml(data).encode(), "a.yaml")):
        at = chance.draw(st.integers(0, len(raw)))
        answered(raw[:at] + chance.draw(st.binary(max_size=4)) + raw[at + 1 :], name)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("不详"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "编号",
                    "事项",
                    "日期",
                    "机构",
                    "指标",
                    "认定",
                    "位置",
                    "申请",
                    "地区",
                    "名称",
                    "数值",
                    "所在地",
                    "类型",
                    "来源",
                    "来源类型",
                    "确认人",
                    "有效期至",
                    "依据",
                    "机关",
                    "x",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(values)
def test_plain_data_of_any_shape_gives_nothing_but_faults(data: Any) -> None:
    try:
        READER.read(data)
    except Faults as faults:
        for fault in faults.diagnostics:
            fault.render().encode()
