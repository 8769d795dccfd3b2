"""The error codes of reviews and of the comparison of regions: code, title, and an explanation for staff."""

from __future__ import annotations

from typing import Final

REVIEW_CODES: Final[dict[str, tuple[str, str]]] = {
    "U131": (
        "复核记录或确认记录读不懂",
        "reviews.toml 由 tiaoli review sign、reopen 写入,confirmations.toml 由 tiaoli review confirm、doubt 写入,手改时写错了。"
        "每条记录一个 [[review]],有 norm、action、digest、reviewer、date、remark;"
        "或者一个 [[confirmation]],有 reading、action、digest、by、date、remark。",
    ),
    "U132": (
        "没有这条规则,或者不止一条",
        "规则写作 文件标识/地址#规则名,如 qingdao-2023-18-medical/3.1.p2#低使用率区域不新增床位;"
        "不会误认时可只写地址、规则名。另一种理解下的规则不用于研判,不需要复核。`tiaoli review list` 列出全部规则。",
    ),
    "U158": (
        "没有这一条文理解",
        "条文理解写名称,如 市本级三区,属于所写的那份文件。`tiaoli review readings` 列出全部条文理解和确认情况。",
    ),
    "U133": (
        "复核人、确认人或备注不能记录",
        "复核、确认、采用须写明姓名;姓名不超过60字,备注不超过500字,都写在一行里。",
    ),
    "U134": (
        "没有这个地区,或者没有它的文件",
        "地区写名称、已知的别名或六位区划代码;几个地方同名的写代码。只能比较有收录文件的地区,`tiaoli documents` 列出它们。",
    ),
}
