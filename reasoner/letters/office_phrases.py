"""The rows of a receipt of delivery: what each says, or that it is filled in when the letter is handed over."""

from __future__ import annotations

from typing import Final

DELIVERY_ROWS: Final = (
    ("送达文书名称和文号", ""), ("申请编号和事项", "{id},{matter}"), ("受送达人", "{name}"), ("统一社会信用代码", "{code}"),
    ("送达地点", ""), ("送达方式", ""), ("送达日期", ""), ("收件人签名或者盖章", ""), ("代收人及其与受送达人的关系", ""),
    ("送达人(两人以上签名)", ""),
)  # fmt: skip
"""Each by its name; empty: to be filled."""
