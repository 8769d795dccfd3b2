"""Questions as clerks of 泉州市, of a district of 滨州市 and of a county of 洛阳市 ask them, each with the words on which its answer rests.

The words are those of the official texts; what must not be answered of another place stands beside them.
"""

from __future__ import annotations

from typing import NamedTuple

HENAN, BINZHOU, QUANZHOU = "henan-2025", "binzhou-2022", "quanzhou-2023-83"
AFTER = "2026-11-30"
"""After the period of 滨州's plan (2021-2025) and of 青岛's (2023-2025), within the force of 河南's opinion."""


class Rest(NamedTuple):
    """A clause that must be cited, and its words."""

    clause: str
    quote: str


class Elsewhere(NamedTuple):
    """A question with the unit that asks it, what must be cited, and words that the answer must have."""

    home: str
    question: str
    rests: tuple[Rest, ...]
    tells: tuple[str, ...] = ()


DEFICIT = Rest(f"{HENAN}/3.2.i1.p2.s2", "对医保基金当期赤字或动态监测赤字的地区,原则上不再增加定点医药机构数量。")
TOTAL = Rest(f"{HENAN}/3.2.i1.p2.s1", "各地现有医保定点医药机构资源数量超过本地区资源配置总量的,以调整存量为主")
PROJECT = Rest(f"{HENAN}/3.2.i1.p2.s3", "列入国家、省级和市级重点建设项目的医药机构,不受规划限制")
GRASSROOTS = Rest(f"{BINZHOU}/5.1.p6.s2", "将符合条件的基层医药机构及时纳入医保定点范围。")
BORDER = Rest(
    f"{HENAN}/4.p3.s2", "处理相邻县域交界地区医保定点资源配置争议,对县级医保行政部门报送的定点医药机构布局进行审核"
)
COUNTY = Rest(f"{HENAN}/4.p4", "县级医保行政部门负责贯彻落实所在统筹区医保定点医药机构资源配置规划")
CARE = Rest(
    f"{HENAN}/3.2.i2.i3.s3",
    "鼓励各地将符合条件的乡镇卫生院、社区卫生服务中心等基层医疗机构优先纳入长期护理保险定点服务范围",
)
DUAL = Rest(f"{QUANZHOU}/1.2.i5.i4.s2", "全市共有“双通道”定点医疗机构18家、定点零售药店11家。")
TRIAL = Rest(f"{QUANZHOU}/3.1.p1.s4", "积极争取长期护理保险制度试点,做好开展长期护理保险试点的准备工作。")
FUND = Rest(f"{QUANZHOU}/2.2.p1", "城乡居民医保基金压力增大,存在收不抵支的风险。")
OWNERS = Rest(
    f"{HENAN}/4.p1", "对区域内各种所有制、投资主体、隶属关系和经营性质的医保定点医药机构实行宏观调控和协议管理"
)
STANDARD = Rest(f"{HENAN}/3.2.i1.p1.s1", "具体标准由各地医保部门根据实际情况研究确定。")
REPORT_ONLY = "只收录了评估报告,它不具规范效力"
ENDED = "规划期已于2025年12月31日届满"
NEITHER = "既不能据以拒绝,也不等于没有限制"

ELSEWHERE = (
    Elsewhere("泉州市", "泉州新开药店要什么条件", (FUND,), (REPORT_ONLY, "没有收录不等于没有规定")),
    Elsewhere("泉州市", "我们市药店定点有没有15分钟的限制", (FUND,), ("没有以“15分钟”为条件的规定", REPORT_ONLY)),
    Elsewhere("泉州市", "泉州医院能不能进双通道,现在有几家", (DUAL,), (REPORT_ONLY, "没有写纳入的条件")),
    Elsewhere("泉州市", "中期评估报告能不能当依据拒绝药店", (), ("不能据以拒绝,也不能据以同意",)),
    Elsewhere("泉州市", "泉州长护险能申请定点吗", (TRIAL,), (REPORT_ONLY, "争取长期护理保险试点")),
    Elsewhere("晋江市", "晋江的诊所想开个账", (FUND,), (REPORT_ONLY,)),
    Elsewhere("泉州市", "泉州市医保规划2025年到期了还能用吗", (), ("泉州市的规划没有收录", "中期评估的报告")),
    Elsewhere("泉州市", "定点药店数量谁来定", (), ("没有写明由谁决定、办理",)),
    Elsewhere("滨城区", "滨城区新开药店还批吗", (GRASSROOTS,), (ENDED, NEITHER)),
    Elsewhere("滨城区", "诊所想进门诊统筹,滨城有限制没有", (GRASSROOTS,), (ENDED, NEITHER)),
    Elsewhere("滨城区", "乡镇卫生院算基层医药机构吗,能不能直接纳入", (GRASSROOTS,), ("基层医疗卫生机构和零售药店",)),
    Elsewhere("滨城区", "村卫生室申请定点要多久", (), ("办理时限:已收录文件未作规定",)),
    Elsewhere("滨城区", "滨州的十四五规划到期了,新药店按什么办", (), (NEITHER, "滨州市人民政府办公室")),
    Elsewhere("滨城区", "滨城区养老院想做长护险院护", (), ("没有对本事项起决定作用的条款", "没有规定不等于可以办理")),
    Elsewhere("滨城区", "药店连锁有没有优先", (GRASSROOTS,), ("没有以“连锁”为条件的规定",)),
    Elsewhere("滨城区", "医院加床位有上限吗", (), ("没有对本事项起决定作用的条款",)),
    Elsewhere("嵩县", "嵩县新开药店要市里批吗", (BORDER, COUNTY), ("没有用“批准”一词",)),
    Elsewhere("嵩县", "嵩县基金赤字,县医院想加100张床", (DEFICIT, TOTAL), ("100张没有用来计算",)),
    Elsewhere("嵩县", "嵩县卫生院想做长护险", (CARE,), ("没有规定不等于可以办理",)),
    Elsewhere("嵩县", "我们县的配置总量是多少,超没超谁说了算", (STANDARD,), ("各地医保部门",)),
    Elsewhere("嵩县", "县里列入省重点的医院能不受限制吗", (PROJECT,), ("列入国家、省级、市级中任一级即可",)),
    Elsewhere("嵩县", "村卫生室还能新增门诊统筹吗", (DEFICIT, TOTAL)),
    Elsewhere("嵩县", "指导意见是不是只管市里,县里能不能直接用来拒绝", (), ("直接适用于个案(尚未确认)",)),
    Elsewhere("嵩县", "嵩县和汝阳县交界的药店归哪个县定", (BORDER,), ("市级医保行政部门:处理相邻县域",)),
    Elsewhere("嵩县", "养老院开医务室进医保", (DEFICIT, TOTAL)),
    Elsewhere("嵩县", "民营医院和公立医院一样管吗", (OWNERS,)),
)
