"""cases.yaml of a document that nobody has written cases for yet: how they are written, and none."""

from __future__ import annotations

from typing import Final

CASES: Final = """\
# 情形:申请照申请文件的写法;结论从原文读出,不从程序的输出抄来。tiaoli corpus check 逐个研判,不合的说出来。
# 去掉行首的 # 即可。
#
# 情形:
#   - 名: 使用率低于标准
#     申请:
#       编号: 情形-1
#       事项: 新增购买住院床位
#       日期: 2026-05-01
#       床位类别: 综合
#       床位数: 10
#       机构: {名称: 某医院, 类型: 综合医院, 等级: 二级, 所在地: 某县}
#       指标:
#         - {地区: 某县, 名称: 床位使用率, 数值: 55%, 时点: 2026-03-31}
#     结论: 原则上不予新增
#     据: [3.1.p2]
情形: []
"""
