"""The error codes of a register judged at once: code, title, and an explanation for staff."""

from __future__ import annotations

from typing import Final

REGISTER_CODES: Final[dict[str, tuple[str, str]]] = {
    "B101": (
        "不是成批研判能读的文件",
        "名册、指标和认定可以是 Parquet、CSV(UTF-8、GB18030)、xlsx,或者 DuckDB 库里的一张表,写作 文件.duckdb#表名。",
    ),
    "B102": (
        "文件读不出来",
        "文件不完整、已损坏,或者内容与扩展名不符;提示中是读取时的说法。重新取得或另存这个文件;传输中断的,重新传送。",
    ),
    "B103": ("结果不能写成这种文件", "结果写成 Parquet、CSV,或者 DuckDB 库里的一张表,写作 文件.duckdb#表名。"),
    "B104": (
        "计算没有完成",
        "磁盘已满、内存不足,或者计算被系统中止。没有写出任何文件;腾出空间后重新运行。",
    ),
    "B105": (
        "按列研判表达不了",
        "有一条规则或一份文件,整份名册一次研判的办法表达不了,提示中写明是哪一条、为什么;没有研判任何一份。"
        "用 `tiaoli check` 研判,或者用 `--document` 只依据别的文件。",
    ),
    "B106": ("没有一份申请可以研判", "每一行都有错,或者都没有日期。补上日期,或者用 `--as-of` 指定适用日期。"),
    "B107": (
        "整份名册的研判本身有错",
        "研判的份数与有错的份数相加,不是名册的份数,或者研判的语句不能执行。这是程序的错误;没有写出任何文件,请把输入交给维护人员。",
    ),
}
"""Codes of `tiaoli batch`."""
