"""The error codes of comparisons in effect: code, title, and an explanation for staff."""

from __future__ import annotations

from typing import Final

COMPARE_CODES: Final[dict[str, tuple[str, str]]] = {
    "U136": (
        "没有写明拿什么和什么比较",
        "比较两地:写两个以上的地区,或者文件的标识、题名、文号。比较一项修改:--before 目录 --after 目录。"
        "比较两种读法:--reading 文件标识/解释名。三种方式一次用一种。",
    ),
    "U137": (
        "没有这个事项或者机构类型",
        "--matter 和 --type 后面写本体中的名称,可写多个。哪类机构可以申请哪个事项也在本体中;所写的类型不能申请所写的事项时,没有可比的。",
    ),
    "U138": (
        "没有可以试算的解释",
        "--reading 后面写 文件标识/解释名,或者只有一份文件有的解释名。没有把另一种读法写成规则的解释不能试算。",
    ),
    "U139": (
        "求解时间应大于零",
        "--budget 是允许求解器用的秒数,不写时为 60。时间不够时,没有答完的部分列为「未定」,不会略去。",
    ),
}
