"""A plan of fifteen clauses in the style of those that are held, as a Word file. No organ ever issued it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Final

import docx

TITLE: Final = "虚拟的医疗保障定点资源配置规划(2026—2030年)"
LINES: Final = (
    TITLE,
    "虚医保发〔2026〕9号",
    "各区县医疗保障局:",
    "为促进医疗保障定点医药服务资源优化配置,制定本规划。",
    "一、总体要求",
    "(一)坚持公平可及、布局均衡,促进定点医药机构高质量发展。",
    "(二)到2030年,基本形成资源配置均衡的医保定点格局。",
    "二、住院床位",
    "(一)本区县床位使用率低于60%的,原则上不再新增购买住院床位。",
    "(二)医疗费用增长率高于全市平均水平的区县,从严控制新增购买住院床位。",
    "(三)精神专科医院新增购买住院床位的,可优先纳入。",
    "三、定点零售药店",
    "(一)拟新增定点周边步行15分钟范围内有同类型定点医药机构的,原则上不再新增定点零售药店。",
    "(二)拟新增定点零售药店的,应当符合区域布局要求。",
    "四、组织实施",
    "(一)各区县医疗保障局要加强组织领导。",
    "(二)本规划自2026年2月1日起施行,有效期至2030年12月31日。",
    "虚拟市医疗保障局",
    "2026年1月15日",
)
"""The paragraphs of the file."""


OFFICER_TITLE: Final = "虚拟市医疗保障定点医药服务资源配置规划(2026—2030年)"
OFFICER_LINES: Final = (
    OFFICER_TITLE,
    "虚医保发〔2026〕12号",
    "各县(市、区)医疗保障局:",
    "为优化医疗保障定点医药服务资源配置,提高医保基金使用效率,结合本市实际,制定本规划。",
    "一、总体要求",
    "(一)坚持保障基本、公平可及,促进医保定点医药机构高质量发展。",
    "(二)到2030年,基本形成资源配置均衡、就医便捷有序的医保定点格局。",
    "二、住院定点医疗机构",
    "(一)全市医保购买的住院床位总量,原则上不超过每千常住人口床位数7.5张。",
    "(二)床位使用率低于70%的县(市、区),原则上不再新增购买住院床位。",
    "(三)医疗费用增长率高于全市平均水平的县(市、区),从严控制新增购买住院床位。",
    "(四)列入省级重点建设项目的医疗机构,不受本规划限制。",
    "三、门诊统筹和门诊慢特病定点医疗机构、个账定点医疗机构和定点零售药店",
    "(一)拟新增定点周边步行15分钟范围内有同类型定点医药机构的,原则上不再新增定点。",
    "(二)社区卫生服务中心、社区卫生服务站符合条件的,可优先纳入门诊统筹、门诊慢特病定点医疗机构。",
    "(三)对集团化、连锁化、品牌化机构给予适当倾斜。",
    "(四)将资质合规、管理规范、信誉良好的定点药店纳入“双通道”管理。",
    "(五)在奎文区、潍城区,暂不新增定点零售药店。",
    "四、组织实施",
    "(一)各县(市、区)医疗保障局要加强组织领导和工作协同。",
    "(二)医疗保障经办机构应当公示新增定点医药机构名单。",
    "(三)医疗保障行政部门要加强对规划实施情况的监督检查。",
    "(四)本规划自2026年3月1日起施行,有效期至2030年12月31日。",
    "虚拟市医疗保障局",
    "2026年2月10日",
)
"""A plan as a bureau writes it, in the manner of those that are held: fifteen clauses, most of them of sentences that it knows."""


def word_plan(lines: tuple[str, ...] = LINES) -> bytes:
    """The file."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


BODIES: Final = {
    "2.1": """\
  规则 低使用率不再新增床位
    凡 事项 是 新增购买住院床位
    若 本区县 的 床位使用率 低于 60%
    则 原则上 不予新增
""",
    "2.2": """\
  规则 增长率高于全市从严控制
    据 解释 全市平均水平
    凡 事项 是 新增购买住院床位
    若 本区县 的 医疗费用增长率 高于 全市 的 医疗费用增长率
    则 从严控制
""",
    "2.3": """\
  优先 精神专科医院
    凡 事项 是 新增购买住院床位
    凡 机构 属于 精神专科医院
    则 可优先
""",
    "3.1": "  待写 事项 新增定点零售药店\n",
    "3.2": "  待写 事项 新增定点零售药店 因 「区域布局要求另行公布」\n",
    "4.1": "  义务 加强组织领导 「各区县医疗保障局要加强组织领导」\n",
    "1.1": "",
}
"""What an officer writes below the clauses that wait, by address."""
READING: Final = {
    "name": "全市平均水平", "question": "全市平均水平按什么计算，与哪里的增长率比较", "used": "本区县的增长率与全市的增长率比较",
    "alternative": "与各区县增长率的平均数比较", "basis": "原文只写“全市平均水平的区县”（2.2）", "covers": "本区县",
}  # fmt: skip


def written(rules: str, bodies: Mapping[str, str] = BODIES) -> str:
    """The rules with what an officer writes below each clause, in the place of what waits."""
    for address, body in bodies.items():
        entry = re.search(rf"(?m)^条 {re.escape(address)} 性质[^\n]*\n「[^\n]*\n(?P<body>(?:  [^\n]*\n)*)", rules)
        assert entry is not None, address
        rules = rules[: entry.start("body")] + body + rules[entry.end("body") :]
    return rules
