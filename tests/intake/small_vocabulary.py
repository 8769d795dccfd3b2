"""A hand-made vocabulary, small but with every kind of term and place that the intake treats differently."""

from __future__ import annotations

from typing import Any

import msgspec

from policy_dsl.vocabulary import Vocabulary, VocabularyData
from reasoner.model.application import Application

HOSPITALS = ["综合医院", "中医医院", "精神专科医院"]


def _fact(label: str, subject: str, datatype: str, **more: Any) -> dict[str, Any]:
    bounds = {"minimum": "0", "digits": 16, "places": 30} if datatype in ("ratio", "count") else {}
    return (
        {"label": label, "iri": f"x:{label}", "kind": "fact", "subject": subject, "datatype": datatype} | bounds | more
    )


def _region(code: str, name: str, level: str, parent: str = "", **more: Any) -> dict[str, Any]:
    return {"code": code, "name": name, "level": level, "parent": parent, **more}


FACTS = [
    _fact("床位数", "申请", "count", unit="张"),
    _fact("床位类别", "申请", "category", values=["综合", "康复", "中医", "精神"]),
    _fact("步行15分钟内同类型定点机构数", "申请", "count", unit="家"),
    _fact("所在镇街院护机构数", "申请", "count", unit="家"),
    _fact("名称", "机构", "text"),
    _fact("类型", "机构", "category"),
    _fact("等级", "机构", "category", values=["一级", "二级", "三级", "未定级"]),
    _fact("镇街", "机构", "text"),
    _fact("重点建设项目", "机构", "category", values=["国家级", "省级", "市级", "区县级"], multiple=True, burden=True),
    _fact("已定点", "机构", "category", values=["住院", "零售药店", "院护"], multiple=True, yes_no=True),
    _fact("连锁", "机构", "boolean", burden=True),
    _fact("符合定点条件", "机构", "boolean"),
    _fact("床位使用率", "地区", "ratio", unit="1", minimum="0", maximum="1.5"),
    _fact("医疗费用增长率", "地区", "ratio", unit="1", minimum="-1", maximum="10"),
    _fact("医保购买住院床位数", "地区", "count", unit="张"),
    _fact("常住人口", "地区", "count", unit="人(常住人口)", minimum="1"),
    _fact("医保基金当期赤字", "地区", "boolean"),
    _fact("照护资源相对充足", "地区", "boolean", provider="有权机关认定"),
    _fact("服务盲点区域", "镇街", "boolean", provider="有权机关认定"),
    _fact("规划延续执行", "文件", "boolean", provider="有权机关认定"),
    _fact("文件效力", "文件", "boolean", provider="有权机关认定"),
]

REGIONS = [
    _region("370000", "山东省", "province"),
    _region("370200", "青岛市", "prefecture", "370000", aliases=["青岛"]),
    _region("370202", "市南区", "county", "370200"),
    _region("370203", "市北区", "county", "370200"),
    _region("370211", "黄岛区", "county", "370200", aliases=["西海岸新区"]),
    _region("370212", "崂山区", "county", "370200"),
    _region("370213", "李沧区", "county", "370200"),
    _region("370214", "城阳区", "county", "370200"),
    _region("370200-sbj", "市本级", "area", "370200", members=["370202", "370203", "370213"]),
    _region("371600", "滨州市", "prefecture", "370000"),
    _region("371621", "惠民县", "county", "371600"),
    # Two prefectures share the name 鼓楼区.
    _region("410000", "河南省", "province"),
    _region("410100", "郑州市", "prefecture", "410000"),
    _region("410200", "开封市", "prefecture", "410000"),
    _region("410204", "鼓楼区", "county", "410200"),
    _region("419001", "济源市", "county", "410000"),
    _region("320000", "江苏省", "province"),
    _region("320100", "南京市", "prefecture", "320000"),
    _region("320106", "鼓楼区", "county", "320100"),
]

MATTERS = [
    {"label": "新增购买住院床位", "iri": "x:m1", "kind": "matter", "members": HOSPITALS},
    {"label": "新增定点零售药店", "iri": "x:m2", "kind": "matter", "members": ["零售药店"], "adds": ["零售药店"]},
    {"label": "纳入双通道管理", "iri": "x:m3", "kind": "matter", "members": ["零售药店"]},
    {"label": "新增居家照护定点", "iri": "x:m4", "kind": "matter", "members": ["护理站", *HOSPITALS]},
]

BEDS = [
    {"label": label, "iri": f"x:{label}", "kind": "value", "not_of": ["精神专科医院"] if label == "综合" else []}
    for label in ("综合", "康复", "中医", "精神")
]
WRITTEN = {"综合医院": ["大医院"], "中医医院": ["中医院", "大医院"], "零售药店": ["药店"]}
"""How people write types; 大医院 may be two of them."""
TYPES = [
    {"label": t, "iri": f"x:{t}", "kind": "type", "written": WRITTEN.get(t, [])}
    for t in (*HOSPITALS, "护理站", "零售药店")
]

ORGAN_KINDS = [
    {"label": "医疗保障行政部门", "iri": "x:k1", "name": "医疗保障局", "names": ["医保局"]},
    {"label": "财政行政部门", "iri": "x:k2", "name": "财政局", "provincial": "财政厅"},
]
ORGANS = [{"name": "青岛市医疗保障局", "kind": "医疗保障行政部门", "region": "370200", "former": ["青岛市医保办"]}]

VOCABULARY = Vocabulary(
    msgspec.convert(
        {"terms": [*FACTS, *MATTERS, *TYPES, *BEDS], "regions": REGIONS, "organ_kinds": ORGAN_KINDS, "organs": ORGANS},
        VocabularyData,
    )
)

DOCUMENTS = {
    "qingdao-2023-18-medical": "qingdao-2023-18-medical",
    "青岛市医疗保障定点医药服务资源配置规划(2023-2025年)": "qingdao-2023-18-medical",
    "青医保字〔2023〕1号": "qingdao-2023-1",
}
SHARED_NUMBERS = {"青医保发〔2023〕18号": ("《通知》(qingdao-2023-18-notice)", "《规划》(qingdao-2023-18-medical)")}


def example(**changes: Any) -> dict[str, Any]:
    """A sound application; a value of `...` leaves its key out."""
    whole = {
        "编号": "EX-1",
        "事项": "新增购买住院床位",
        "日期": "2024-05-01",
        "机构": {"名称": "示例医院", "类型": "综合医院", "等级": "二级", "所在地": "城阳区"},
        "床位类别": "综合",
        "床位数": 100,
        "指标": [
            {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31"},
            {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 71293, "时点": "2022-12-31"},
            {"地区": "青岛市", "名称": "常住人口", "数值": 10342100, "时点": "2022-12-31"},
            {"地区": "城阳区", "名称": "医疗费用增长率", "数值": "4%", "时点": "2023"},
            {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023"},
        ],
    }
    return {key: value for key, value in (whole | changes).items() if value is not ...}


def content(application: Application) -> dict[str, Any]:
    """All of an application but its place in the input, to be compared."""
    frame = {k: getattr(application, k) for k in ("id", "matter", "received", "region", "under")}
    return frame | {"roles": dict(application.roles), "facts": dict(application.facts)}
