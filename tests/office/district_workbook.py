"""A district's workbook as staff fill it: good rows, two with faults, figures on a sheet of their own."""

from __future__ import annotations

import io

import openpyxl

HEAD = (
    "编号",
    "事项",
    "日期",
    "名称",
    "类型",
    "等级",
    "所在地",
    "床位类别",
    "床位数",
    "步行15分钟内同类型定点机构数",
    "重点建设项目",
)
ROWS = (
    ("CY-001", "新增购买住院床位", "2024-05-01", "城阳示例医院", "综合医院", "二级", "城阳区", "综合", 100, None, "无"),
    ("CY-002", "新增购买住院床位", "2024-05-01", "崂山示例医院", "综合医院", "三级", "崂山区", "综合", 60, None, "市级"),
    ("CY-003", "新增定点零售药店", "2024-05-06", "甲药房", "药店", None, "城阳区", None, None, 3, None),
    ("CY-004", "新增定点零售药店", "2024-05-06", "乙药房", "零售药店", None, "城阳区", None, None, 0, None),
    ("CY-005", "新增定点零售药店", "2024-05-07", "<script>alert(1)</script>大药房", "零售药店", None, "即墨区", None, None, None, None),
    ("CY-006", "新增购买住院床位", "2024-05-08", "写错的医院", "综合大医院", "二级", "城阳区", "综合", "一百多", None, None),
    ("CY-007", "新增购买院护床位", "2024-05-08", "某民办养老院", "养老机构", None, "平度市", None, 50, None, None),
    ("CY-008", "新增居家照护定点", "2024-05-09", "某护理站", "护理站", None, "崂山区", None, None, None, None),
    ("CY-009", "新增购买住院床位", "2024-13-09", "日期写错的医院", "综合医院", "二级", "城阳区", "综合", 20, None, None),
)  # fmt: skip
FIGURES = (
    ("城阳区", "床位使用率", "74%", "2024-03-31", "住院结算数据"),
    ("崂山区", "床位使用率", "81%", "2024-03-31", "住院结算数据"),
    ("青岛市", "医保购买住院床位数", 71293, "2022-12-31", "床位台账"),
    ("青岛市", "常住人口", "1034.21万人", "2022-12-31", "统计公报"),
    ("城阳区", "医疗费用增长率", "4%", "2023", "结算年报"),
    ("崂山区", "医疗费用增长率", "6%", "2023", "结算年报"),
    ("即墨区", "医疗费用增长率", "4%", "2023", "结算年报"),
    ("青岛市", "医疗费用增长率", "5%", "2023", "结算年报"),
)


MARKUP = "<script>alert(1)</script>"


def district_workbook(*, markup: bool = True) -> bytes:
    """The workbook as a file. markup: whether one name holds markup."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "申请"
    for row in (HEAD, *ROWS):
        sheet.append([c if markup or not isinstance(c, str) else c.replace(MARKUP, "丙") for c in row])
    figures = book.create_sheet("指标")
    for line in (("地区", "名称", "数值", "时点", "来源"), *FIGURES):
        figures.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
