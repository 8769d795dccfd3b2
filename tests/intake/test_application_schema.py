"""The schema of applications takes what intake takes; of what intake refuses it takes only what one field cannot tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_intake_faults import BAD
from written_json import counts, faults, hold_application, vocabulary

from policy_dsl.diagnostics import Faults
from reasoner.driver.judging import DEMO
from reasoner.intake.application_parser import Reader

TESTS = Path(__file__).parents[1]
EXAMPLES = json.loads((TESTS / "conformance" / "examples.json").read_text(encoding="utf-8"))

WIDER = {
    "F102": "so many items",
    "F110": "characters that mislead",
    "F118": "a place that is not known",
    "F119": "a place of two",
    "F120": "a place where no institution lies",
    "F121": "a kind of institution that may not ask for the matter",
    "F125": "a number as text beyond its bounds",
    "F126": "a number as text that is no whole one",
    "F128": "a day that does not exist",
    "F129": "a text that is too long",
    "F131": "a fact given twice",
    "F132": "a number given twice",
    "F133": "a town or institution that is not known",
    "F151": "a period that ends before it begins",
    "F152": "two determinations of one thing that differ",
    "F153": "a number that several documents share",
    "F154": "a document that is not held",
    "F155": "an organ that nobody knows",
    "F156": "a body that is no organ",
    "F160": "a service held and asked for",
    "F161": "beds that the kind of institution cannot have",
    "F162": "a town without residential care in which the applicant has it",
}
"""What intake refuses and the schema may not."""

READER = Reader(vocabulary())
FACILITY = {"名称": "示例医院", "类型": "综合医院", "等级": "二级", "所在地": "城阳区"}
WHOLE: dict[str, Any] = {"编号": "A", "事项": "新增购买住院床位", "日期": "2024-05-01", "机构": FACILITY}


def item(key: str, **changes: Any) -> dict[str, Any]:
    whole = {
        "指标": {"地区": "城阳区", "名称": "床位使用率", "数值": "74%"},
        "认定": {"事项": "照护资源相对充足", "对象": "崂山区", "结论": True},
    }[key] | changes
    return WHOLE | {key: [whole]}


def facility(**changes: Any) -> dict[str, Any]:
    return WHOLE | {"机构": FACILITY | changes}


ACCEPTED: list[Any] = [
    *(WHOLE | {"日期": day} for day in ("2024-5-1", "2024/05/01", "2024.5.1", "2024年5月1日", "2024年05月01号", " 2024-05-01 ")),
    *(WHOLE | {"床位数": n} for n in (1, 100, 100.0, 1e2, "100", " 100 张 ", "1,200", "1.2万", "1.2 万张", "1e3", "+5", None)),
    *(WHOLE | {"床位数": "不详"}, WHOLE | {"床位数": {"数值": "不详", "来源": "电话"}}, WHOLE | {"床位数": {"数值": None}}),
    *(item("指标", 数值=n) for n in (0.74, 1, 0, "74%", "740‰", "0.74", "74 %", "74\uff05", "7.4e-1", "不详", None)),
    *(item("指标", 名称="医疗费用增长率", 数值=n) for n in (-0.5, "-5%", "1000%")),
    *(item("指标", 名称="常住人口", 数值=n) for n in ("1034.21万人", "1034.21万", 10342100)),
    *(item("指标", 时点=t) for t in (2023, "2023", "2023年", "2023年末", "2023年度", "2023-12", "2023年12月底", "不详", None)),
    *(item("指标", 地区=r) for r in ("青岛", 370214, "370214", "市本级")),
    *(item("认定", 结论=c) for c in (True, "是", " 否 ", "TRUE", "不详", None)),
    *(item("认定", 机关=o) for o in ("青岛市医保局", ["市医保局", "市财政局"], None, "不详")),
    *(item("认定", 依据=e) for e in ("文件", {"名称": "文件", "编号": 5, "页": None}, None)),
    item("认定", 确认人="某某", 有效期至="2025-12-31"),
    *(facility(已定点=d) for d in (False, "否", {"结论": "是", "时点": "2024"}, {"数值": "否", "来源类型": "本局查询"}, None)),
    *(facility(重点建设项目=p) for p in ("无", "市级", "未核实", ["市级"], ["国家级", "省级"], ["无"], [None], ["未核实"])),
    *(facility(连锁=c) for c in ("未核实", ["是"], True, "不详")),
    *(facility(类型=t) for t in (" 护理院 ", "不详", {"数值": "护理院", "来源": "许可证"})),
    *(WHOLE | {"机构": m} for m in (None, "不详", {})),
    *(WHOLE | {"编号": number} for number in (7, "QD-7")),
    *(WHOLE | {"位置": p} for p in (None, {"经度": 120.4, "纬度": "36.07", "坐标系": "CGCS2000"})),
    WHOLE | {"指标": None, "认定": []},
    [WHOLE, WHOLE | {"编号": "B"}],
    {"申请": [WHOLE | {"指标": []}], "指标": item("指标")["指标"], "认定": None},
]  # fmt: skip

REFUSED: list[Any] = [
    *(None, 1, "申请", [], {}, [[]], {"申请": {}}, {"申请": []}, {"申请": [WHOLE], "指标": {}}, {"申请": [WHOLE], "备注": ""}),
    *({k: v for k, v in WHOLE.items() if k != key} for key in ("编号", "事项")),
    *(WHOLE | {key: 1} for key in ("备注", "类型", "床位使用率", "机构.类型", "instance")),
    *(WHOLE | {"日期": day} for day in ("2024-05", "2024", "昨天", 20240501, "2024年末", "2024-13-01", "1824-05-01", True)),
    *(WHOLE | {"床位数": n} for n in (-1, 0, 1.5, True, "约100", "一百", "100人", "100%", "-5", [100], {}, {"值": 1})),
    *(WHOLE | {"床位数": {"数值": 3, **more}} for more in ({"机关": "甲"}, {"结论": 3}, {"单位": "张"}, {"时点": "前年"})),
    *(WHOLE | {"床位类别": c} for c in ("普通", "未核实", ["综合"], 1)),
    *(item("指标", 数值=n) for n in (74, -0.1, "七成", "74张", True, ["74%"], "未核实")),
    *(item("指标", **{key: 1}) for key in ("备注", "机关", "日期", "结论")),
    *(item("指标", 名称=name) for name in ("病床使用率", "床位数", "等级", None)),
    *(item("指标", 地区=r) for r in (None, "", 1.5, ["城阳区"])),
    *(item("认定", 结论=c) for c in ("有", 1, "未核实", [True])),
    *(item("认定", 事项=name) for name in ("床位使用率", "充足", None)),
    *(item("认定", 机关=o) for o in ([], ["甲", "甲"], {"名称": "甲"})),
    *(item("认定", 依据=e) for e in ({}, {"编号": "1"}, {"名称": None}, {"名称": "甲", "文号": "1"}, ["甲"])),
    *(item("认定", 来源类型=o) for o in ("统计局", "申请", 1)),
    *(item("认定", **one) for one in ({"确认人": "某某"}, {"有效期至": "2025-12-31"}, {"确认人": "某某", "有效期至": None})),
    *(facility(类型=t) for t in ("医院", ["护理院"], "未核实", 1)),
    *(facility(重点建设项目=p) for p in ([], "乡级", ["市级", "市级"], ["市级", "无"], ["市级", None], [["市级"]])),
    *(facility(已定点=d) for d in ("有", 1, {"数值": True, "结论": True}, {"来源": "甲"}, {"结论": None, "来源": "甲"})),
    *(facility(**{key: 1}) for key in ("床位数", "等级别", "指标")),
    *(WHOLE | {"位置": p} for p in ({"经度": 120, "纬度": 36}, {"经度": 36, "纬度": 120, "坐标系": "WGS-84"}, "东经120度")),
]  # fmt: skip


@pytest.mark.parametrize("data", ACCEPTED, ids=str)
def test_what_intake_takes_the_schema_takes(data: Any) -> None:
    READER.read(data)
    assert faults("application", data) == []


@pytest.mark.parametrize("data", REFUSED, ids=str)
def test_what_the_schema_refuses_intake_refuses(data: Any) -> None:
    assert faults("application", data)
    with pytest.raises(Faults):
        READER.read(data)


@pytest.mark.parametrize(("code", "path", "words", "data"), BAD)
def test_bad_input_is_refused_by_the_schema_too(code: str, path: str, words: str, data: Any) -> None:
    if code not in WIDER and (code, path) != ("F114", "日期"):  # which --as-of may give
        assert faults("application", data)


def test_each_kind_of_bad_input_that_the_schema_takes_is_tried() -> None:
    taken = {code for code, _, _, data in BAD if r"\ud800" not in repr(data) and not faults("application", data)}
    assert taken == {*WIDER, "F114"}


def test_the_examples_fit() -> None:
    for application in (*(e["application"] for e in EXAMPLES), json.loads(DEMO.read_text(encoding="utf-8"))):
        assert faults("application", application) == []


def test_the_suite_holds_what_intake_takes() -> None:
    before = counts["application"]
    READER.read(WHOLE)
    assert counts["application"] == before + 1
    with pytest.raises(AssertionError):
        hold_application(WHOLE | {"备注": ""})
