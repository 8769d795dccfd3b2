"""The parts of each kind of letter in its Word template: field, heading, and the columns of its table."""

from __future__ import annotations

from typing import Final

from reasoner.letters.letter_types import INQUIRY, INSPECTION, OPINION, REFUSAL, SUPPLEMENT

PARTS: Final[dict[str, tuple[tuple[str, str, tuple[tuple[str, int], ...]], ...]]] = {
    REFUSAL: (
        ("事实", "查明的事实", ()), ("规定", "有关规定", ()), ("理由", "理由", ()), ("处理意见", "处理意见", ()),
        ("后续办理", "后续办理", ()), ("救济", "异议和救济", ()),
    ),
    SUPPLEMENT: (
        ("材料", "需补正的材料", (("序号", 3), ("材料", 6), ("存在的问题", 7), ("补正要求", 7), ("依据", 6))),
        ("规定", "有关规定", ()), ("说明", "说明", ()), ("期限", "期限和方式", ()),
    ),
    INQUIRY: (
        ("查询", "请查询的事实", (("序号", 3), ("事实", 5), ("对象和时点", 5), ("查询部门", 6), ("依据", 6), ("查询结果", 5))),
        ("认定", "须由有权机关认定的事项", ()), ("规定", "有关规定", ()), ("影响", "查询结果的影响", ()), ("回复", "回复", ()),
    ),
    INSPECTION: (
        ("核查", "核查事项", (("序号", 3), ("核查事项", 6), ("核查要点", 7), ("依据", 6), ("核查情况", 7))),
        ("规定", "有关规定", ()), ("签字", "签字", ()),
    ),
    OPINION: (
        ("申请", "申请及程序", ()),
        ("事实", "事实与证据", (("事实", 8), ("数值", 6), ("时点", 6), ("来源", 7), ("证据编号", 5), ("核实人", 4))),
        ("研判", "系统研判", ()), ("依据", "依据及效力", ()), ("例外", "豁免、优先及例外考量", ()),
        ("未查明", "未查明事项、假定、尚未收录的文件", ()), ("对照", "同类案件对照", ()),
        ("风险", "异议与复议诉讼风险", ()), ("签署", "意见签署", ()),
    ),
}  # fmt: skip
"""The parts of each kind: name of the field, heading, columns of its table with their widths."""
