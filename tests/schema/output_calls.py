"""Invented applications, and calls of the command whose output is data."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from reasoner.cli.main import main

ROOT = Path(__file__).parents[2]
MEDICAL = "qingdao-2023-18-medical"
RULE = "3.1.p2#低使用率区域不新增床位"

EXAMPLES: list[dict[str, Any]] = [
    e["application"] for e in json.loads((ROOT / "tests/conformance/examples.json").read_text(encoding="utf-8"))
]
HOSPITAL: dict[str, Any] = {
    "编号": "A", "事项": "新增购买住院床位", "日期": "2024-05-01", "床位类别": "综合", "床位数": 90,
    "机构": {
        "名称": "甲医院", "类型": "综合医院", "等级": "二级", "所在地": "城阳区", "举办主体": "未核实",
        "重点建设项目": {
            "数值": "无", "时点": "2024-04", "来源": "名单", "来源类型": "其他部门", "确认人": "某某",
            "有效期至": "2025-12-31", "依据": {"名称": "重点项目名单", "编号": "1号", "页": "2"},
        },
    },
    "指标": [
        {"地区": "城阳区", "名称": "床位使用率", "数值": "80%", "时点": "2024-03-31", "依据": "月报", "来源类型": "本局台账"},
        {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 77400, "时点": "2023-12-31"},
        {"地区": "青岛市", "名称": "常住人口", "数值": 10342100, "时点": "2023-12-31"},
        {"地区": "城阳区", "名称": "医疗费用增长率", "数值": "4%", "时点": "2023"},
        {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023"},
    ],
}  # fmt: skip
CARE: dict[str, Any] = {
    "编号": "C", "事项": "新增居家照护定点", "日期": "2024-05-01",
    "机构": {"名称": "某护理站", "类型": "护理站", "所在地": "即墨区", "镇街": "某街道"},
    "认定": [{"事项": "照护资源相对充足", "对象": "即墨区", "结论": "是", "机关": ["青岛市医疗保障局", "青岛市财政局"], "日期": "2024-02"}],
}  # fmt: skip
CONTINUED: dict[str, Any] = CARE | {
    "编号": "延续", "日期": "2026-02-01",
    "认定": [{
        "事项": "规划延续执行", "对象": "qingdao-2023-18-ltc", "结论": "是", "机关": "青岛市医疗保障局",
        "日期": "2025-12-30", "自": "2026-01-01", "至": "2026-12-31",
    }],
}  # fmt: skip
"""An application under a plan that goes on."""
GRAPH = """
@prefix tl: <https://w3id.org/tiaoli/ns#> .
@prefix r: <https://w3id.org/tiaoli/region/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
<urn:x:a> a tl:Application ; tl:identifier "A" ; tl:matter tl:newInpatientBeds ; tl:bedsRequested -5 ;
  tl:applicant [ a tl:Pharmacy ; tl:location r:370299 ] ; tl:observed <urn:x:o> ; prov:wasRevisionOf <urn:x:b> .
<urn:x:o> sosa:observedProperty tl:bedOccupancy ; sosa:hasFeatureOfInterest r:370214 ; sosa:hasSimpleResult 7.4e-1 .
"""


def care_beds(number: str, existing: int, *, expected: int | None = 50000) -> dict[str, Any]:
    """Beds of a nursing home, for which a forecast of a certain year is read."""
    figures: list[dict[str, Any]] = [
        {"地区": "青岛市", "名称": "院护床位数", "数值": existing},
        {"地区": "即墨区", "名称": "院护床位使用率", "数值": "65%"},
    ]
    if expected is not None:
        figures.append({"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": expected, "时点": "2025"})
    return {
        "编号": number, "事项": "新增购买院护床位", "日期": "2024-05-01", "床位数": 100, "所在镇街院护机构数": 2,
        "机构": {"名称": "某护理院", "类型": "护理院", "所在地": "即墨区", "镇街": "某镇", "已定点": "否"},
        "认定": [{"事项": "照护资源相对充足", "对象": "即墨区", "结论": "是"}], "指标": figures,
    }  # fmt: skip


def home_care(number: str, place: str, *, held: str) -> dict[str, Any]:
    """Home care by a station, with the figures of a planning standard."""
    return {
        "编号": number, "事项": "新增居家照护定点", "日期": "2024-05-01",
        "机构": {"名称": "某护理站", "类型": "护理站", "所在地": place, "镇街": "某镇", "已定点": held},
        "认定": [{"事项": "照护资源相对充足", "对象": p, "结论": p == "崂山区"} for p in ("即墨区", "崂山区")],
        "指标": [
            {"地区": "青岛市", "名称": "60岁以上常住老年人口", "数值": "150万"},
            {"地区": "青岛市", "名称": "居家照护定点机构数", "数值": 1000},
            {"地区": "青岛市", "名称": "重度失能老人数", "数值": "5万人"},
        ],
    }  # fmt: skip


DEMENTIA = {
    "编号": "H", "事项": "设置失智专区床位", "日期": "2024-06-03", "床位数": 20,
    "机构": {"名称": "某院", "类型": "养老机构", "所在地": "城阳区", "已定点": True},
    "指标": [
        {"地区": "城阳区", "名称": "失智专区床位数", "数值": 290, "时点": "2024-05-31"},
        {"地区": "城阳区", "名称": "院护床位数", "数值": 1000, "时点": "2022-12-31"},
    ],
}  # fmt: skip
"""Beds of two days, which may not be compared."""

APPLICATIONS: list[dict[str, Any]] = [
    care_beds("D", 9901), care_beds("E", 9000, expected=None),
    home_care("F", "崂山区", held="院护"), home_care("G", "即墨区", held="无"),
    DEMENTIA,
]  # fmt: skip


def said(*arguments: str | Path) -> str:
    """What a call writes."""
    out = io.StringIO()
    with redirect_stdout(out):
        main([str(a) for a in arguments])
    return out.getvalue()


def written(*arguments: str | Path) -> Any:
    """What a call writes, as data."""
    return json.loads(said(*arguments))


def put(path: Path, data: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def without_received(meta: str) -> str:
    """The metadata of a draft, which has neither a received file nor masks and lines of one."""
    kept, skipping = [], False
    for line in meta.splitlines():
        if line.startswith("["):
            skipping = line.strip() in ("[received]", "[[masked]]")
        if line.startswith("lines = ["):
            skipping = True
        if not skipping:
            kept.append(line)
        if line == "]":
            skipping = False
    return "\n".join(kept) + "\n"


def put_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
