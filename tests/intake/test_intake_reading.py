"""What sound input means: values, dates, places, roles, determinations, shared lists."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest
from small_vocabulary import DOCUMENTS, VOCABULARY, content, example

from reasoner.intake.application_parser import Reader, read_applications
from reasoner.intake.dates import read_period
from reasoner.model.application import Application, Evidence, Observation, Provenance

READER = Reader(VOCABULARY, DOCUMENTS)


def one(data: Any, as_of: str | None = None) -> Application:
    (found,) = READER.read(data, as_of)
    return found


def value(data: Any, subject: str, label: str) -> Any:
    (found,) = one(data).facts[subject, label]
    return found.value


def test_the_example() -> None:
    found = one(example())
    assert (found.id, found.matter, found.received, found.region) == (
        "EX-1",
        "新增购买住院床位",
        "2024-05-01",
        "370214",
    )
    assert dict(found.facts) == {
        ("申请", "床位类别"): (Observation("综合"),),
        ("申请", "床位数"): (Observation(Decimal(100)),),
        ("机构", "名称"): (Observation("示例医院"),),
        ("机构", "类型"): (Observation("综合医院"),),
        ("机构", "等级"): (Observation("二级"),),
        ("370214", "床位使用率"): (Observation(Decimal("0.74"), "2024-03-31"),),
        ("370200", "医保购买住院床位数"): (Observation(Decimal(71293), "2022-12-31"),),
        ("370200", "常住人口"): (Observation(Decimal(10342100), "2022-12-31"),),
        ("370214", "医疗费用增长率"): (Observation(Decimal("0.04"), "2023"),),
        ("370200", "医疗费用增长率"): (Observation(Decimal("0.05"), "2023"),),
    }


@pytest.mark.parametrize(
    ("label", "raw", "expected"),
    [
        *(("床位使用率", raw, "0.74") for raw in ("74%", "74\uff05", "0.74", 0.74, Decimal("0.74"), "740‰", " 74 % ")),
        ("床位使用率", 1, "1"),
        ("床位使用率", 1.02, "1.02"),
        ("床位使用率", "102.5%", "1.025"),
        ("医疗费用增长率", "-3.5%", "-0.035"),
        ("医疗费用增长率", "120%", "1.2"),
        *(("常住人口", raw, "12000") for raw in (12000, "12,000", "1.2万", "1.2万人", "1.2 万人", "12000人(常住人口)")),
        ("常住人口", 12000.0, "12000"),
        ("常住人口", "1.2e4", "12000"),
    ],
)
def test_numbers(label: str, raw: Any, expected: str) -> None:
    data = example(指标=[{"地区": "青岛市", "名称": label, "数值": raw}])
    assert value(data, "370200", label) == Decimal(expected)


@pytest.mark.parametrize(
    ("raw", "expected"), [(True, True), ("true", True), ("是", True), (False, False), ("否", False)]
)
def test_judgements(raw: Any, expected: bool) -> None:
    assert (
        value(example(指标=[{"地区": "青岛", "名称": "医保基金当期赤字", "数值": raw}]), "370200", "医保基金当期赤字")
        is expected
    )


@pytest.mark.parametrize("raw", [None, "不详", " 不详 "])
def test_unknown_is_known_to_be_unknown(raw: Any) -> None:
    data = example(床位数=raw, 机构={"类型": raw, "等级": raw, "重点建设项目": raw, "所在地": raw, "名称": raw})
    found = one(data)
    assert found.facts["申请", "床位数"] == (Observation(None),)
    assert found.facts["机构", "类型"] == found.facts["机构", "重点建设项目"] == (Observation(None),)
    assert found.region is None
    assert {found.roles[r] for r in ("全市", "本统筹区", "本区县", "所在医保管理区域", "所在镇街")} == {None}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("无", ()),
        (["无"], ()),
        ("市级", ("市级",)),
        (["市级"], ("市级",)),
        (["区县级", "省级"], ("省级", "区县级")),
        ("未核实", None),
        (["未核实"], None),
        ([None], None),
    ],
)
def test_several_values(raw: Any, expected: Any) -> None:
    assert value(example(机构={"重点建设项目": raw}), "机构", "重点建设项目") == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        *((raw, "2023") for raw in ("2023", "2023年", "2023年度", 2023, " 2023 ")),
        *(
            (raw, "2023-12-31")
            for raw in ("2023-12-31", "2023年末", "2023年底", "2023.12.31", "2023年12月31日", "2023年12月末")
        ),
        *((raw, "2023-03") for raw in ("2023-03", "2023-3", "2023/3", "2023.3", "2023年3月")),
        *((raw, "2023-03-01") for raw in ("2023-3-1", "2023/3/1", "2023.3.1", "2023年3月1日", "2023年03月01号")),
        ("2024年2月底", "2024-02-29"),
        ("2100年2月底", "2100-02-28"),
    ],
)
def test_periods_have_one_form(raw: Any, expected: str) -> None:
    assert read_period(raw) == expected


def test_the_day_of_an_application() -> None:
    assert one(example(日期="2024年5月1日")).received == "2024-05-01"
    assert one(example(日期=...), as_of="2024-6-1").received == "2024-06-01"
    assert one(example(日期="不详"), as_of="2024-06-01").received == "2024-06-01"
    assert one(example(), as_of="2024-06-01").received == "2024-05-01"


@pytest.mark.parametrize(
    ("place", "region", "city", "county", "area"),
    [
        ("城阳区", "370214", "370200", "370214", "370214"),
        ("370203", "370203", "370200", "370203", "370200-sbj"),
        (370203, "370203", "370200", "370203", "370200-sbj"),
        ("西海岸新区", "370211", "370200", "370211", "370211"),
        ("青岛", "370200", "370200", None, None),
        ("济源市", "419001", "419001", "419001", "419001"),
        ("320106", "320106", "320100", "320106", "320106"),
    ],
)
def test_roles(place: Any, region: str, city: str, county: str | None, area: str | None) -> None:
    found = one(example(机构={"所在地": place, "镇街": "夏庄街道"}))
    assert found.region == region
    assert found.roles == {
        "申请": "申请",
        "机构": "机构",
        "全市": city,
        "本统筹区": city,
        "本区县": county,
        "所在医保管理区域": area,
        "所在镇街": "镇街:夏庄街道",
    }


def test_indicators_may_be_of_management_areas_and_provinces() -> None:
    rates = [{"地区": p, "名称": "床位使用率", "数值": "74%"} for p in ("市本级", "山东省")]
    assert {s for s, t in one(example(指标=rates)).facts if t == "床位使用率"} == {"370200-sbj", "370000"}


def test_observations_are_sorted_by_their_day() -> None:
    rates = [{"地区": "城阳区", "名称": "床位使用率", "数值": f"{n}%", "时点": f"20{n}"} for n in (24, 22, 23)]
    found = one(example(指标=[*rates, {"地区": "370214", "名称": "床位使用率", "数值": "不详"}]))
    assert [o.as_at for o in found.facts["370214", "床位使用率"]] == ["", "2022", "2023", "2024"]
    assert found.facts["370214", "床位使用率"][0].value is None


def test_determinations() -> None:
    said = {"结论": True, "机关": "青岛市医疗保障局", "日期": "2024年2月1日", "依据": "青医保字〔2024〕9号"}
    found = one(
        example(
            机构={"名称": "示例医院", "类型": "护理站", "所在地": "崂山区", "镇街": "沙子口街道"},
            事项="新增居家照护定点",
            认定=[
                {"事项": "照护资源相对充足", "对象": "崂山区", **said},
                {"事项": "照护资源相对充足", "对象": "沙子口街道", **said},
                {"事项": "服务盲点区域", "对象": "沙子口街道", "结论": "否"},
                {"事项": "规划延续执行", "对象": "青医保字[2023] 1号", **said},
                {"事项": "规划延续执行", "对象": "《青岛市医疗保障定点医药服务资源配置规划(2023-2025年)》", **said},
                {"事项": "符合定点条件", "对象": "示例医院", "结论": "不详"},
            ],
        )
    )
    made = Provenance(determined_by=("青岛市医疗保障局",), evidence=Evidence("青医保字〔2024〕9号"))
    seen = Observation(True, "2024-02-01", made)
    assert found.facts["370212", "照护资源相对充足"] == (seen,)
    assert found.facts["镇街:沙子口街道", "照护资源相对充足"] == (seen,)
    assert found.facts["镇街:沙子口街道", "服务盲点区域"] == (Observation(False),)
    assert found.facts["文件:qingdao-2023-1", "规划延续执行"] == (seen,)
    assert found.facts["文件:qingdao-2023-18-medical", "规划延续执行"] == (seen,)
    assert found.facts["机构", "符合定点条件"] == (Observation(None),)


def test_a_determination_about_a_document_says_from_when_and_until_when() -> None:
    both = ["青岛市财政局", "青岛市医疗保障局"]
    made = {"结论": True, "机关": both, "日期": "2026-03-02", "自": "2023年1月1日", "至": "2027-12-31"}
    going_on = {
        "事项": "规划延续执行",
        "对象": "qingdao-2023-18-medical",
        "结论": True,
        "自": "2026-01-01",
        "至": "不详",
    }
    application = one(example(认定=[{"事项": "文件效力", "对象": "青医保字〔2023〕1号", **made}, going_on]))
    (force,) = application.facts["文件:qingdao-2023-1", "文件效力"]
    assert (force.as_at, force.starts, force.ends) == ("2026-03-02", "2023-01-01", "2027-12-31")
    assert force.provenance.determined_by == ("青岛市医疗保障局", "青岛市财政局")
    assert application.facts["文件:qingdao-2023-18-medical", "规划延续执行"] == (
        Observation(True, starts="2026-01-01"),
    )


def test_shared_lists_join_every_application() -> None:
    rate = {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": "2023"}
    later = rate | {"时点": "2024", "数值": "80%"}
    own = [example(编号="1", 指标=[later]), example(编号="2", 指标=...)]
    together = READER.read(
        {"申请": own, "指标": [rate], "认定": [{"事项": "照护资源相对充足", "对象": "城阳区", "结论": "是"}]}
    )
    apart = READER.read(
        [
            example(编号="1", 指标=[later, rate, {"地区": "城阳区", "名称": "照护资源相对充足", "数值": True}]),
            example(编号="2", 指标=[rate, {"地区": "城阳区", "名称": "照护资源相对充足", "数值": True}]),
        ]
    )
    assert [content(a) for a in together] == [content(a) for a in apart]
    assert [a.where for a in together] == ["申请[0]", "申请[1]"]
    assert together[1].facts["370214", "床位使用率"][0].value == Decimal("0.74")


def test_a_position_is_checked_and_kept_out_of_the_facts() -> None:
    position = {"经度": "120.38", "纬度": 36.07, "坐标系": "CGCS2000"}
    assert content(one(example(位置=position))) == content(one(example(位置=None))) == content(one(example()))


def test_type_unknown_or_not_given_is_no_reason_to_refuse_a_matter() -> None:
    for facility in (None, {}, {"类型": "不详"}, {"名称": "甲"}):
        assert one(example(机构=facility)).matter == "新增购买住院床位"


def test_full_width_punctuation_in_names_is_kept() -> None:
    name = "青岛\uff08示例\uff09医院〔东院〕\u3000一部"
    assert value(example(机构={"名称": name}), "机构", "名称") == "青岛\uff08示例\uff09医院〔东院〕 一部"


def test_reading_plain_data_needs_no_reader() -> None:
    (one_way,), (other,) = read_applications([example()], VOCABULARY), READER.read([example()])
    assert content(one_way) == content(other)


def test_reading_imports_nothing_heavy() -> None:
    code = (
        "import sys, reasoner.intake.file_loading, reasoner.intake.application_parser, reasoner.intake.json_text;"
        "print(*sorted({'yaml', 'rdflib', 'difflib', 'lark', 'pathlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    bare = subprocess.run([sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True)
    assert set(done.stdout.split()) <= set(bare.stdout.split())
