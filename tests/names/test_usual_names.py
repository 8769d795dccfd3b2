"""What people write in an application: read and told, asked, or refused. Expected values come from the meaning of the words.

The first table are ordinary names as staff write them; generic kinds, no institutions.
Bases: 《医疗机构医疗保障定点管理暂行办法》第五条 (kinds), 《医疗机构基本标准(试行)》 (门诊部), 《诊所备案管理暂行办法》 and
《中医诊所备案管理暂行办法》 (诊所), WS 218-2002 (医院, 妇幼保健院(所、站)), MZ 008-2001 (养老院, 敬老院, 老年公寓 …).
"""

from __future__ import annotations

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.application_parser import Reader
from reasoner.model.application import Writing

READ = {
    "综合医院": "综合性医院",
    "中医医院": "中医院 中医综合医院 中医专科医院 中医（综合）医院 民营中医院 公立中医院 中医骨伤医院 中医肛肠医院",
    "中西医结合医院": "中西结合医院",
    "民族医医院": "民族医院 蒙医医院 藏医医院 维医医院 傣医医院 蒙医院 藏医院 维医院 傣医院",
    "康复医院": "康复专科医院",
    "精神专科医院": "精神病医院 精神病院 精神病专科医院 精神科医院 精神科专科医院",
    "其他专科医院": "口腔医院 眼科医院 肿瘤医院 儿童医院 传染病医院 口腔专科医院 眼科专科医院 耳鼻喉科医院 耳鼻喉医院 心血管病医院 胸科医院 "
    "血液病医院 妇产科医院 妇产医院 妇科医院 皮肤病医院 结核病医院 麻风病医院 职业病医院 骨科医院 整形外科医院 美容医院 医疗美容医院",
    "妇幼保健院": "妇幼保健计划生育服务中心 妇幼保健所 妇幼保健站 妇幼保健院（所、站） 妇幼保健中心 妇幼保健服务中心",
    "专科疾病防治院": "专科疾病防治所 专科疾病防治站 专科疾病防治院(所、站) 结核病防治所 职业病防治院 皮肤病防治所 皮肤病防治站 口腔病防治院",
    "急救中心": "医疗急救中心 紧急医疗救援中心 120急救中心 １２０急救中心 独立设置的急救中心",
    "社区卫生服务中心": "社区卫生中心 街道社区卫生服务中心",
    "中心卫生院": "中心乡镇卫生院 乡镇中心卫生院 镇中心卫生院 乡中心卫生院",
    "乡镇卫生院": "乡卫生院 镇卫生院",
    "街道卫生院": "街道办卫生院 街道办事处卫生院",
    "一体化村卫生室": "一体化卫生室 一体化管理村卫生室 乡村一体化卫生室",
    "卫生所": "卫生站 卫生所(站) 卫生所（站） 卫生所(室) 卫生所（室）",
    "门诊部": "综合门诊部 专科门诊部 口腔门诊部 中医门诊部 中西医结合门诊部 民族医门诊部 普通专科门诊部 整形外科门诊部 医疗美容门诊部 眼科门诊部 "
    "儿科门诊部 妇科门诊部 皮肤科门诊部 西医门诊部 康复门诊部",
    "诊所": "中医诊所 口腔诊所 普通诊所 西医诊所 中西医结合诊所 个体诊所 民营诊所 私人诊所 私立诊所 连锁诊所 全科诊所 内科诊所 外科诊所 儿科诊所 "
    "妇科诊所 眼科诊所 皮肤科诊所 耳鼻喉科诊所 牙科诊所 医疗美容诊所 备案诊所 中医（综合）诊所 中医备案诊所 专科诊所",
    "内设医疗机构": "养老机构内设医疗机构 养老院内设医疗机构 高校内设医疗机构 企业内设医疗机构",
    "安宁疗护中心": "安宁疗护服务中心",
    "血液透析中心": "血透中心 透析中心 独立血液透析中心",
    "护理院": "老年护理院 民营护理院",
    "护理站": "居家护理站 社区护理站",
    "养老机构": "养老院 敬老院 老年公寓 护老院 护养院 老人院 民办养老院 公办养老院 民办养老机构 公办养老机构 民营养老院 农村敬老院 老年社会福利院",
    "零售药店": "药店 定点药店 定点零售药店 药房 大药房 零售药房 连锁药店 单体药店 社会药店 社会药房 民营药店 医保定点药店 连锁药房 药品零售企业",
}
HOSPITALS = "综合医院 中医医院 中西医结合医院 民族医医院 康复医院 精神专科医院 其他专科医院"
ASKED = {
    HOSPITALS: "医院 民营医院 公立医院 私立医院 民办医院 社会办医院 定点医院 人民医院 中心医院 县医院 县级医院 区医院",
    "康复医院 精神专科医院 其他专科医院": "专科医院",
    "中医医院 中西医结合医院 民族医医院": "中医类医院",
    "中医医院 其他专科医院": "肛肠医院 骨伤医院",
    "精神专科医院 专科疾病防治院": "精神卫生中心",
    "其他专科医院 妇幼保健院": "妇女儿童医院 妇儿医院 妇幼医院",
    "社区卫生服务中心 社区卫生服务站": "社区卫生服务中心(站) 社区卫生服务中心（站） 社区卫生服务机构",
    "社区卫生服务中心 中心卫生院 乡镇卫生院 街道卫生院": "社区医院",
    "社区卫生服务中心 中心卫生院 乡镇卫生院 街道卫生院 门诊部 诊所": "中医馆",
    "社区卫生服务站 卫生所": "社区卫生站 社区卫生室",
    "中心卫生院 乡镇卫生院 街道卫生院": "卫生院 公立卫生院",
    "中心卫生院 乡镇卫生院": "农村卫生院 乡镇卫生院(含中心卫生院) 乡镇卫生院（含中心卫生院）",
    "一体化村卫生室 村卫生室": "村卫生所 村卫生站 村医务室 村医室 农村卫生室 乡村卫生室",
    "一体化村卫生室 村卫生室 诊所": "村诊所",
    "一体化村卫生室 村卫生室 卫生所": "卫生室",
    "医务室 内设医疗机构": "学校医务室 企业医务室 机关医务室 校医室 内设医务室 养老院医务室",
    "卫生所 内设医疗机构": "学校卫生室 厂卫生所 机关卫生所",
    f"{HOSPITALS} 医务室 门诊部 内设医疗机构": "校医院",
    "门诊部 诊所": "门诊 口腔门诊 中医门诊 牙科门诊 专科门诊 国医馆 中医堂 私人门诊",
    "社区卫生服务中心 社区卫生服务站 门诊部 诊所": "社区门诊",
    "安宁疗护中心 护理院": "临终关怀医院 临终关怀中心 安宁疗护机构",
    "护理院 护理中心 护理站": "护理机构 专业护理机构",
    "护理中心 护理站": "护理服务中心 居家护理中心",
    "康复医院 护理院": "康复护理院",
    "护理院 护理中心": "康复护理中心",
    "内设医疗机构 护理院 养老机构": "医养结合机构 医养中心",
}
GRADED = "二级综合医院 二级甲等综合医院 三级中医医院 三甲综合医院 一级综合医院 三甲医院 二级中医院 二级口腔医院"
"""A grade and a kind in one: each belongs under its own heading."""
REFUSED = (
    "康复中心 体检中心 医学检验所 医学影像中心 病理诊断中心 消毒供应中心 血站 疾控中心 疾病预防控制中心 急救站 托老所 日间照料中心 居家养老服务中心 福利院 "
    "儿童福利院 月子中心 按摩店 盲人按摩所 美容院 药品批发企业 医药公司 保险公司 某某医院 仁爱医院 养生馆 母婴护理中心 助产院 光荣院 超市 健康管理中心 "
    "城阳区 青岛市 国家级 二级 企业 疗养院 互联网医院"
)
"""No kind that may ask for anything, or no kind at all."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(rule_base().vocabulary)


def application(**facility: object) -> dict[str, object]:
    return {"编号": "A", "事项": "新增购买住院床位", "日期": "2024-05-01", "机构": {"所在地": "城阳区", **facility}}


def value(reader: Reader, fact: str, raw: object) -> tuple[object, tuple[Writing, ...]]:
    """A fact of the institution; which matter its type may ask for is no question here."""
    reading = reader._tables
    return reading.read(reading.facility[fact], raw)


def fault(reader: Reader, raw: dict[str, object]) -> list[tuple[str, str, str, str]]:
    with pytest.raises(Faults) as raised:
        reader.read(raw)
    return [(d.code, d.message, d.allowed, d.hint) for d in raised.value.diagnostics]


def test_the_table_has_the_names_of_the_review_and_two_hundred_more() -> None:
    counted = {
        "read": sum(len(v.split()) for v in READ.values()),
        "asked": sum(len(v.split()) for v in ASKED.values()) + len(GRADED.split()),
        "refused": len(REFUSED.split()),
    }
    names = " ".join((*READ.values(), *ASKED.values(), GRADED, REFUSED)).split()
    assert len(names) == len(set(names)) == sum(counted.values())
    assert len(names) >= 241, counted


@pytest.mark.parametrize(("kind", "name"), [(k, n) for k, names in READ.items() for n in names.split()])
def test_a_name_that_means_one_kind_is_read_and_kept(reader: Reader, kind: str, name: str) -> None:
    assert value(reader, "类型", name) == (kind, (Writing("数值", name),))


@pytest.mark.parametrize(("kinds", "name"), [(k, n) for k, names in ASKED.items() for n in names.split()])
def test_a_name_that_may_mean_several_is_asked_with_these_alone(reader: Reader, kinds: str, name: str) -> None:
    ((code, message, allowed, _),) = fault(reader, application(类型=name))
    assert (code, allowed) == ("F157", "、".join(kinds.split()))
    assert name in message


@pytest.mark.parametrize("name", GRADED.split())
def test_a_grade_before_a_kind_is_asked_for_apart(reader: Reader, name: str) -> None:
    ((code, _, _, hint),) = fault(reader, application(类型=name))
    assert code == "F158"
    assert "「类型」写" in hint
    assert "「等级」写" in hint


@pytest.mark.parametrize("name", REFUSED.split())
def test_what_is_no_kind_is_refused_without_a_suggestion(reader: Reader, name: str) -> None:
    ((code, message, _, _),) = fault(reader, application(类型=name))
    assert code == "F117"
    assert "最接近" not in message


def test_a_slip_of_the_pen_is_corrected_by_a_kind_that_ends_alike(reader: Reader) -> None:
    ((code, message, allowed, _),) = fault(reader, application(类型="综和医院"))
    assert code == "F117"
    assert "最接近的是「综合医院」" in message
    assert "零售药店" not in allowed
    assert "城阳区" not in message


@pytest.mark.parametrize(
    ("fact", "raw", "read"),
    [
        ("等级", "二级甲等", "二级"), ("等级", "三甲", "三级"), ("等级", "2级", "二级"), ("等级", "２级", "二级"), ("等级", "三级医院", "三级"),
        ("等级", "无等级", "未定级"), ("等级", "未评级", "未定级"), ("等级", "一级乙等", "一级"),
        ("举办主体", "大学", "高等院校"), ("举办主体", "养老院", "养老机构"), ("举办主体", "公司", "企业"), ("举办主体", "国有企业", "企业"),
        ("举办主体", "事业单位", "机关事业单位"), ("举办主体", "民办非企业单位", "社会组织"), ("举办主体", "个体工商户", "个人"), ("举办主体", "个体", "个人"),
        ("已定点", ["门统", "慢特病"], ("门诊统筹", "门诊慢特病")), ("已定点", "药店", ("零售药店",)), ("已定点", "家护", ("居家照护",)),
        ("已定点", "个账", ("个人账户",)), ("重点建设项目", "没有", ()), ("重点建设项目", "否", ()), ("重点建设项目", "省重点", ("省级",)),
        ("重点建设项目", ["国家重点", "省级"], ("国家级", "省级")), ("重点建设项目", "区级", ("区县级",)),
    ],
)  # fmt: skip
def test_names_of_other_values_are_read(reader: Reader, fact: str, raw: object, read: object) -> None:
    got, written = value(reader, fact, raw)
    assert got == read
    assert written == (Writing("数值", raw if isinstance(raw, str) else "、".join(raw)),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fact", "raw", "code", "choices"),
    [
        ("举办主体", "民营", "F157", "企业、社会组织、个人"), ("举办主体", "公立", "F157", "机关事业单位、企业"),
        ("已定点", "门诊", "F157", "门诊统筹、门诊慢特病、个人账户"), ("已定点", "长护险", "F157", "居家照护、院护、失智专区"),
        # 设区的市 alone is 市级 (CONTRACT §1: not 胶州市, 平度市, 莱西市)
        ("重点建设项目", "市重点", "F157", "市级、区县级"),
        # 无 may be no grade or nothing filled in
        ("等级", "无", "F117", ""), ("等级", "四级", "F117", ""), ("等级", "二级以上", "F117", ""), ("重点建设项目", "/", "F117", ""),
        ("举办主体", "医养结合机构", "F117", ""), ("举办主体", "某某公司", "F117", ""),
    ],
)  # fmt: skip
def test_other_values_are_asked_or_refused(reader: Reader, fact: str, raw: str, code: str, choices: str) -> None:
    ((got, _, allowed, _),) = fault(reader, application(**{fact: raw}))
    assert got == code
    assert not choices or allowed == choices


def test_beds_of_a_department_of_tcm_are_asked(reader: Reader) -> None:
    """中医床位依机构而不依科室认定 (the ontology's definition of 中医)."""
    ((code, _, allowed, _),) = fault(reader, application() | {"床位类别": "中医科床位"})
    assert (code, allowed) == ("F157", "综合、中医")
    (read,) = reader.read(application() | {"床位类别": "康复病床"})
    assert read.facts["申请", "床位类别"][0].value == "康复"
