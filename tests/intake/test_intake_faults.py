"""Every kind of bad input has its code, names its place, and never hides another fault."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from small_vocabulary import DOCUMENTS, SHARED_NUMBERS, VOCABULARY, example

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.error_codes.applications import FACT_CODES
from reasoner.intake.application_parser import Reader, read_applications
from reasoner.intake.file_loading import load_bytes

READER = Reader(VOCABULARY, DOCUMENTS, SHARED_NUMBERS)


def faults(data: Any, as_of: str | None = None) -> list[Diagnostic]:
    with pytest.raises(Faults) as caught:
        READER.read(data, as_of, name="申请.json")
    return list(caught.value.diagnostics)


def indicator(**changes: Any) -> dict[str, Any]:
    whole = {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31"} | changes
    return example(指标=[{k: v for k, v in whole.items() if v is not ...}])


def determination(**changes: Any) -> dict[str, Any]:
    whole = {
        "事项": "照护资源相对充足",
        "对象": "崂山区",
        "结论": True,
        "机关": "市医保局",
        "日期": "2024-02-01",
    } | changes
    return example(认定=[{k: v for k, v in whole.items() if v is not ...}])


def of_document(**changes: Any) -> dict[str, Any]:
    """A determination about 青医保字〔2023〕1号, issued 「青岛市医疗保障局 青岛市财政局」 together."""
    both = ["青岛市医疗保障局", "青岛市财政局"]
    return determination(**({"事项": "文件效力", "对象": "青医保字〔2023〕1号", "机关": both} | changes))


def two(first: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A determination, and one of the same thing with changes."""
    (one,) = (first or determination())["认定"]
    return example(认定=[one, {k: v for k, v in (one | changes).items() if v is not ...}])


def facility(**changes: Any) -> dict[str, Any]:
    return example(机构={"名称": "示例医院", "类型": "综合医院", "等级": "二级", "所在地": "城阳区"} | changes)


MANY = [
    {"地区": "青岛", "名称": "常住人口", "数值": 1, "时点": f"{y}-{m}"} for y in range(1990, 2024) for m in range(1, 13)
]
QUALIFIED = {"机构": {"名称": "示例医院", "类型": "综合医院", "符合定点条件": True}}

# (code, path of the fault, words that the fault must contain, input)
BAD: list[tuple[str, str, str, Any]] = [
    ("F111", "", "申请", "不是申请"),
    ("F111", "", "没有任何申请", []),
    ("F111", "申请", "列表", {"申请": {"编号": "1"}}),
    ("F112", "[1]", "7", [example(), 7]),
    ("F112", "机构", "对象", example(机构="示例医院")),
    ("F112", "指标", "列表", example(指标={"地区": "城阳区"})),
    ("F112", "指标[0]", "对象", example(指标=["74%"])),
    ("F113", "床位数量", "最接近的是「床位数」", example(床位数量=3)),
    ("F113", "机构.等级别", "最接近的是「等级」", facility(等级别="二级")),
    ("F113", "等级", "应写在「机构」之下", example(等级="二级")),
    ("F113", "机构.床位数", "申请一级", facility(床位数=3)),
    ("F113", "床位使用率", "写入「指标」", example(床位使用率="74%")),
    ("F113", "机构.等级", '"机构": {"等级"', example(**{"机构.等级": "二级"})),
    ("F113", "指标[0].日期", "时点", indicator(日期="2024-03-31")),
    ("F113", "批次", "申请", {"申请": [example()], "批次": "1"}),
    ("F114", "编号", "编号", example(编号=...)),
    ("F114", "事项", "新增购买住院床位", example(事项=None)),
    ("F114", "日期", "--as-of", example(日期=...)),
    ("F114", "指标[0].数值", "不详", indicator(数值=...)),
    ("F114", "指标[0].地区", "地区", indicator(地区=...)),
    ("F114", "认定[0].结论", "结论", determination(结论=...)),
    ("F115", "事项", "最接近的是「新增购买住院床位」", example(事项="新增购卖住院床位")),
    ("F116", "指标[0].名称", "最接近的是「床位使用率」", indicator(名称="病床使用率")),
    ("F116", "指标[0].名称", "申请一级", indicator(名称="床位数", 数值=3)),
    ("F116", "认定[0].事项", "写入「指标」", determination(事项="床位使用率")),
    ("F116", "认定[0].事项", "最接近的是「照护资源相对充足」", determination(事项="照护资源充足")),
    ("F117", "机构.类型", "最接近的是「综合医院」", facility(类型="综和医院")),
    ("F117", "机构.等级", "一级、二级、三级", facility(等级="四级")),
    ("F117", "床位类别", "综合、康复、中医、精神", example(床位类别="康复床位")),
    ("F117", "床位类别", "未核实", example(床位类别="未核实")),
    ("F117", "机构.等级", "不知道的写「不详」", facility(等级="未知")),
    ("F157", "机构.类型", "综合医院、中医医院", facility(类型="大医院")),
    ("F158", "机构.类型", "「类型」写「综合医院」,「等级」写「二级」", facility(类型="二级综合医院")),
    ("F118", "机构.所在地", "最接近的是「城阳区」", facility(所在地="城洋区")),
    ("F118", "机构.所在地", "没有收录地区「青岛市城洋区」", facility(所在地="青岛市城洋区")),
    ("F118", "机构.所在地", "没有收录地区「滨州市城阳区」", facility(所在地="滨州市城阳区")),
    ("F118", "机构.所在地", "没有收录地区「烟太」", facility(所在地="烟太")),
    ("F118", "指标[0].地区", "110109999", indicator(地区="110109999")),
    ("F119", "机构.所在地", "江苏省南京市鼓楼区(320106)", facility(所在地="鼓楼区")),
    ("F119", "指标[0].地区", "河南省开封市鼓楼区(410204)", indicator(地区="鼓楼区")),
    ("F120", "机构.所在地", "市南区、市北区、李沧区", facility(所在地="市本级")),
    ("F120", "机构.所在地", "青岛市、滨州市", facility(所在地="山东省")),
    ("F121", "事项", "可申请:新增定点零售药店、纳入双通道管理", facility(类型="零售药店", 等级="不详")),
    ("F123", "床位数", "阿拉伯数字", example(床位数="约一百张")),
    ("F122", "床位数", "不能识别", example(床位数="约100张")),
    ("F122", "床位数", "不能识别", example(床位数="1,00")),
    ("F122", "床位数", "应是数字", example(床位数=True)),
    ("F122", "床位数", "不详", example(床位数="—")),
    ("F122", "指标[0].数值", "应是数字", indicator(数值=["74%"])),
    ("F123", "指标[0].数值", "七成", indicator(数值="七成")),
    ("F123", "指标[0].数值", "阿拉伯数字", indicator(数值="百分之七十")),
    ("F124", "床位数", "人", example(床位数="100人")),
    ("F124", "床位数", "百分比", example(床位数="100%")),
    ("F124", "指标[0].数值", "比率", indicator(数值="74张")),
    ("F124", "指标[0].数值", "参保人口", indicator(名称="常住人口", 数值="100人(参保人口)")),
    ("F125", "指标[0].数值", "是否应写作 74%", indicator(数值=74)),
    ("F125", "指标[0].数值", "是否应写作 7.4%", indicator(数值="7.4")),
    ("F125", "指标[0].数值", "是否应写作 4%", indicator(名称="医疗费用增长率", 数值=4)),
    ("F125", "指标[0].数值", "151%", indicator(数值="151%")),
    ("F125", "指标[0].数值", "超出", indicator(数值="-1%")),
    ("F125", "指标[0].数值", "超出", indicator(名称="常住人口", 数值=0)),
    ("F125", "床位数", "过大", example(床位数=10**30)),
    *(("F125", "床位数", "过大", example(床位数=n)) for n in ("1e400", "9e99", "1e20", "1E16", "-1e400", "1e-400")),
    ("F125", "床位数", "nan", example(床位数=float("nan"))),
    ("F125", "床位数", "过大", example(床位数=1e300)),
    ("F126", "床位数", "负数", example(床位数=-1)),
    ("F126", "床位数", "小数", example(床位数=1.5)),
    ("F126", "床位数", "小数", example(床位数="1.23456万")),
    ("F127", "机构.符合定点条件", "是或否", facility(符合定点条件=1)),
    ("F127", "机构.符合定点条件", "是或否", facility(符合定点条件="有")),
    ("F127", "认定[0].结论", "是或否", determination(结论="充足")),
    ("F128", "日期", "没有", example(日期="2023-02-29")),
    ("F128", "日期", "哪一天", example(日期="2024-05")),
    ("F128", "日期", "哪一天", example(日期="2024年末")),
    ("F128", "日期", "2024-05-01", example(日期="昨天")),
    ("F128", "日期", "2024-05-01", example(日期=20240501)),
    ("F128", "指标[0].时点", "没有", indicator(时点="2023-13")),
    ("F128", "指标[0].时点", "不能识别", indicator(时点="2023年春")),
    ("F128", "指标[0].时点", "没有", indicator(时点="0023年")),
    ("F128", "认定[0].日期", "没有", determination(日期="2024-04-31")),
    ("F129", "编号", "空白", example(编号="  ")),
    ("F129", "机构.名称", "文字", facility(名称=["甲"])),
    ("F129", "机构.名称", "过长", facility(名称="甲" * 2001)),
    ("F130", "机构.等级", "只能有一个值", facility(等级=["一级", "二级"])),
    ("F130", "机构.重点建设项目", "空的列表", facility(重点建设项目=[])),
    ("F130", "机构.重点建设项目", "并列", facility(重点建设项目=["市级", "无"])),
    ("F130", "机构.重点建设项目", "并列", facility(重点建设项目=["市级", None])),
    ("F130", "机构.重点建设项目", "不能与其他值并列;没有「县级」", facility(重点建设项目=["市级", "县级", "无"])),
    ("F130", "机构.重点建设项目", "重复", facility(重点建设项目=["市级", "市级"])),
    ("F131", "指标[1]", "指标[0]", example(指标=indicator()["指标"] * 2)),
    ("F131", "认定[1]", "崂山区", example(认定=determination()["认定"] * 2)),
    (
        "F152",
        "认定[0]",
        "否",
        example(
            指标=[{"地区": "崂山区", "名称": "照护资源相对充足", "数值": False, "时点": "2024-02-01"}],
            认定=determination()["认定"],
        ),
    ),
    ("F152", "认定[1]", "以后作出的为准", two(结论=False)),
    ("F152", "认定[1]", "至2028-12-31", two(of_document(自="2023-01-01", 至="2027-12-31"), 至="2028-12-31")),
    ("F150", "认定[0].自", "「规划延续执行」、「文件效力」", determination(自="2024-01-01")),
    ("F151", "认定[0].自", "2027-12-31", of_document(自="2027-12-31", 至="2023-01-01")),
    ("F128", "认定[0].自", "没有", of_document(自="2023-02-30", 至="2023-01-01")),
    ("F128", "认定[0].至", "哪一天", of_document(自="2023-01-01", 至="2027")),
    ("F155", "认定[0].机关", "没有收录机关「外星局」", determination(机关="外星局")),
    ("F155", "认定[0].机关", "没有收录机关「沈阳市医保局」", determination(机关="沈阳市医保局")),
    ("F156", "认定[0].机关", "不是机关", determination(机关="某村民委员会")),
    ("F156", "认定[0].机关", "不是机关", determination(机关=["青岛市医保局", "某护理站"])),
    ("F153", "认定[0].对象", "《通知》(qingdao-2023-18-notice)、《规划》", of_document(对象="青医保发[2023]18号")),
    ("F131", "申请[0].指标[0]", "「指标[0]」", {"申请": [indicator()], "指标": indicator(数值="75%")["指标"]}),
    ("F131", "指标[1]", "「指标[0]」", {"申请": [example(指标=[])], "指标": indicator()["指标"] * 2}),
    ("F131", "认定[0]", "「机构」", determination(事项="符合定点条件", 对象="机构", 机关=..., 日期=...) | QUALIFIED),
    ("F102", "指标[400]", "400", example(指标=MANY[:401])),
    ("F132", "[1].编号", "[0].编号", [example(), example()]),
    ("F154", "认定[0].对象", "2023-2025年", determination(事项="规划延续执行", 对象="青岛市资源配置规划")),
    ("F133", "认定[0].对象", "镇街", determination(事项="服务盲点区域", 对象="某镇")),
    ("F133", "认定[0].对象", "示例医院", determination(事项="符合定点条件", 对象="另一医院")),
    (
        "F133",
        "认定[0].对象",
        "自己的「认定」",
        {"申请": [example()], "认定": determination(事项="符合定点条件", 对象="示例医院")["认定"]},
    ),
    ("F134", "位置.经度", "写反", example(位置={"经度": 36.07, "纬度": 36.07, "坐标系": "CGCS2000"})),
    ("F134", "位置.坐标系", "最接近的是「WGS-84」", example(位置={"经度": 120.4, "纬度": 36.07, "坐标系": "WGS84"})),
    ("F134", "位置.纬度", "不能识别", example(位置={"经度": 120.4, "纬度": "北纬36度", "坐标系": "GCJ-02"})),
    ("F114", "位置.坐标系", "坐标系", example(位置={"经度": 120.4, "纬度": 36.07})),
    ("F113", "床位数.结论", "写作「数值」", example(床位数={"结论": 3})),
    ("F113", "床位数.来源类别", "最接近的是「来源类型」", example(床位数={"数值": 3, "来源类别": "申请材料"})),
    ("F113", "床位数.机关", "时点", example(床位数={"数值": 3, "机关": "市医保局"})),
    ("F113", "床位数.依据.文号", "编号", example(床位数={"数值": 3, "依据": {"名称": "登记表", "文号": "1"}})),
    ("F122", "床位数", "{…}", example(床位数={"值": 3})),
    ("F122", "床位数.数值", "不能识别", example(床位数={"数值": "约100张", "来源": "申请表"})),
    ("F117", "机构.等级.数值", "一级、二级", facility(等级={"数值": "四级", "来源": "申请表"})),
    ("F118", "机构.所在地.数值", "最接近的是「城阳区」", facility(所在地={"数值": "城洋区", "来源": "申请表"})),
    ("F127", "机构.符合定点条件.结论", "是或否", facility(符合定点条件={"结论": "有", "来源": "申请表"})),
    ("F117", "机构.已定点", "住院、零售药店、院护、是、否、无", facility(已定点=1)),
    ("F117", "机构.已定点", "没有「有」", facility(已定点="有")),
    ("F117", "机构.已定点.结论", "没有「门诊」", facility(已定点={"结论": "门诊", "来源": "申请表"})),
    ("F117", "机构.已定点", "没有「是」", facility(已定点=["是", "住院"])),
    ("F130", "机构.已定点", "并列", facility(已定点=["住院", "无"])),
    ("F128", "床位数.时点", "没有", example(床位数={"数值": 3, "时点": "2024-02-30"})),
    ("F128", "床位数.有效期至", "哪一天", example(床位数={"数值": 3, "确认人": "甲", "有效期至": "2024"})),
    ("F129", "床位数.来源", "文字", example(床位数={"数值": 3, "来源": ["申请表"]})),
    ("F129", "指标[0].依据", "空白", indicator(依据=" ")),
    ("F129", "指标[0].依据.页", "文字", indicator(依据={"名称": "统计公报", "页": [3]})),
    ("F129", "认定[0].机关", "文字", determination(机关={"名称": "市医保局"})),
    ("F130", "认定[0].机关", "空的列表", determination(机关=[])),
    ("F130", "认定[0].机关", "重复", determination(机关=["市医保局", "市医保局"])),
    ("F131", "机构.已定点.结论", "只留一个", facility(已定点={"数值": True, "结论": True})),
    ("F136", "床位数", "写了「来源」,没有写「数值」", example(床位数={"来源": "申请表"})),
    ("F136", "床位数", "「来源」「依据」", example(床位数={"数值": None, "来源": "申请表", "依据": "登记表"})),
    ("F136", "床位数", "「时点」", example(床位数={"时点": "2024"})),
    ("F136", "机构.已定点", "「数值」或「结论」", facility(已定点={"结论": None, "来源": "申请表"})),
    ("F137", "床位数.来源类型", "最接近的是「现场核查」", example(床位数={"数值": 3, "来源类型": "现场勘查"})),
    ("F137", "指标[0].来源类型", "其他部门、现场核查", indicator(来源类型="统计局")),
    ("F137", "认定[0].来源类型", "最接近的是「本局台账」", determination(来源类型="本局台帐")),
    (
        "F160",
        "机构.已定点",
        "新增定点零售药店",
        example(事项="新增定点零售药店", 机构={"类型": "零售药店", "所在地": "城阳区", "已定点": ["零售药店", "住院"]}),
    ),
    (
        "F162",
        "所在镇街院护机构数",
        "1以上",
        example(
            事项="新增居家照护定点",
            机构={"类型": "护理站", "所在地": "城阳区", "已定点": ["院护"]},
            所在镇街院护机构数=0,
        ),
    ),
    ("F161", "床位类别", "允许:康复、中医、精神", facility(类型="精神专科医院") | {"床位类别": "综合"}),
    ("F138", "床位数.依据", "名称", example(床位数={"数值": 3, "依据": {"编号": "5号"}})),
    ("F138", "指标[0].依据", "名称", indicator(依据={})),
    ("F138", "指标[0].依据", "名称", indicator(依据={"名称": " ", "页": 3})),
    ("F138", "认定[0].依据", "名称", determination(依据={"名称": None, "编号": "青医保字〔2024〕9号"})),
    ("F139", "床位数.有效期至", "确认人", example(床位数={"数值": 3, "确认人": "某某"})),
    ("F139", "指标[0].确认人", "有效期至", indicator(有效期至="2025-12-31")),
    ("F139", "认定[0].有效期至", "确认人", determination(确认人="某某", 有效期至="不详")),
    ("F110", "指标[0].来源类型", "改为「现场核查」", indicator(来源类型="现场核查\u200b")),
    ("F110", "机构.名称", "U+200B", facility(名称="示例\u200b医院")),
    ("F110", "机构.名称", "U+202E", facility(名称="示例\u202e医院")),
    ("F110", "床位数", "U+200B", example(床位数="1\u200b0")),
    ("F110", "编号", "U+0410", example(编号="\u0410-1")),
    ("F110", "机构.类型", "改为「综合医院」", facility(类型="综合医院\u2060")),
    ("F110", "机构.名称", "应写作「一」", facility(名称="第\u2f00医院")),
    ("F110", "床位<U+200B>数", "改为「床位数」", example(**{"床位\u200b数": 3})),
    ("F110", "日期", "U+200B", example(日期="2024\u200b-05-01")),
    ("F110", "机构.名称", "乱码", facility(名称="\ud800")),
]


@pytest.mark.parametrize(("code", "path", "words", "data"), BAD)
def test_bad_input_has_its_code_and_place(code: str, path: str, words: str, data: Any) -> None:
    found = faults(data)
    where = f"申请.json: {path}" if path else "申请.json"
    assert [(d.code, d.where) for d in found] == [(code, where)]
    assert words in found[0].render()
    found[0].render().encode()


def test_every_code_that_reading_gives_is_tried() -> None:
    loading = {"F101", "F102", "F103", "F104", "F105", "F106", "F107", "F108", "F109"}
    assert {code for code, *_ in BAD} | loading | {"F135", "F140"} == set(FACT_CODES)


def test_all_faults_of_a_file_are_listed() -> None:
    whole = [data for _, _, _, data in BAD if isinstance(data, dict) and "申请" not in data]
    whole = [data | {"编号": f"N{i}"} if data.get("编号") == "EX-1" else data for i, data in enumerate(whole)]
    expected = [(code, path) for code, path, _, data in BAD if isinstance(data, dict) and "申请" not in data]
    found = faults(whole)
    assert sorted((d.code, d.where) for d in found) == sorted(
        (code, f"申请.json: [{i}].{path}") for i, (code, path) in enumerate(expected)
    )


def test_faults_of_loading_and_of_reading_come_together() -> None:
    raw = b'{"\xe7\xbc\x96\xe5\x8f\xb7": "A", "a": 1, "a": 2, "b": NaN}'
    with pytest.raises(Faults) as caught:
        READER.read(load_bytes(raw, "x.json"))
    found = [(d.code, d.where) for d in caught.value.diagnostics]
    assert found[:2] == [("F108", "x.json: a"), ("F109", "x.json: b")]
    assert {c for c, _ in found[2:]} == {"F113", "F114"}


def test_a_file_of_garbage_is_answered_in_bounds() -> None:
    found = faults([{f"键{i}": i} for i in range(5000)])
    assert len(found) == 1001
    assert found[-1].code == "F135"


VERDICT = {"schema": 2, "application": "QD-001", "outcome": "barred", "facts": [], "reasons": {}, "receipt": {}}


@pytest.mark.parametrize(
    "data",
    [VERDICT, [VERDICT], [VERDICT] * 3, {"申请": [VERDICT]}, {"verdicts": [VERDICT], "groups": []}],
)
def test_verdicts_are_told_to_be_verdicts_and_nothing_else_is_told_of_them(data: Any) -> None:
    (fault,) = faults(data)
    assert (fault.code, fault.where) == ("F140", "申请.json")
    assert "研判结果(裁决)" in fault.message
    assert "tiaoli verify" in fault.hint


def test_a_verdict_among_applications_is_named_by_its_place() -> None:
    assert [(d.code, d.where) for d in faults([example(), VERDICT])] == [("F140", "申请.json: [1]")]


def test_as_of_must_be_a_day() -> None:
    assert next((d.code, d.where) for d in faults(example(日期=...), as_of="2024-02-30")) == (
        "F128",
        "申请.json: --as-of",
    )


def test_a_town_of_two_places_is_ambiguous_where_it_is_shared() -> None:
    def lies(number: str, place: str) -> dict[str, Any]:
        return facility(镇街="城关镇", 所在地=place) | {"编号": number}

    data: Any = {
        "申请": [lies("1", "城阳区"), lies("2", "崂山区")],
        "认定": [{"事项": "服务盲点区域", "对象": "城关镇", "结论": "是"}],
    }
    assert [(d.code, d.where) for d in faults(data)] == [("F119", "申请.json: 认定[0].对象")]
    data["申请"].pop()
    assert len(read_applications(data, VOCABULARY)) == 1


def test_messages_fit_json() -> None:
    for _, _, _, data in BAD:
        msgspec.json.encode([d.fault for d in faults(data)])
