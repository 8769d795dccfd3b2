"""Texts of a fixed form, as types of fields: days, periods, codes, digests.

The form stands in the JSON Schema of whatever has such a field. Nothing checks it when data is read: who makes the data
sees to it, and the tests hold that what is written fits its schema.
"""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta

_MONTH: Final = "(?:0[1-9]|1[0-2])"
_DAY: Final = "(?:0[1-9]|[12][0-9]|3[01])"
_DATE: Final = f"[0-9]{{4}}-{_MONTH}-{_DAY}"
_PERIOD: Final = f"[0-9]{{4}}(?:-{_MONTH}(?:-{_DAY})?)?"

Day = Annotated[str, Meta(extra_json_schema={"title": "日期", "pattern": f"^{_DATE}$"})]
"""An ISO date: 2024-05-01."""
DayOrEmpty = Annotated[str, Meta(extra_json_schema={"title": "日期或空", "pattern": f"^(?:{_DATE})?$"})]
"""An ISO date, or empty where none is known."""
Period = Annotated[str, Meta(extra_json_schema={"title": "时点", "pattern": f"^{_PERIOD}$"})]
"""A year, a month or a day: 2023, 2023-12, 2023-12-31."""
PeriodOrEmpty = Annotated[str, Meta(extra_json_schema={"title": "时点或空", "pattern": f"^(?:{_PERIOD})?$"})]
"""A year, a month or a day, or empty where none is known."""
RegionCode = Annotated[str, Meta(extra_json_schema={"title": "地区代码", "pattern": "^[0-9]{6}$"})]
"""The code of an administrative division (GB/T 2260)."""
Sha256 = Annotated[str, Meta(extra_json_schema={"title": "SHA-256", "pattern": "^[0-9a-f]{64}$"})]
"""A digest, as 64 hexadecimal digits."""
Sha256OrEmpty = Annotated[str, Meta(extra_json_schema={"title": "SHA-256 或空", "pattern": "^(?:[0-9a-f]{64})?$"})]
"""A digest, or empty where there is nothing of which it could be one."""
ContentDigest = Annotated[str, Meta(extra_json_schema={"title": "SHA-256", "pattern": "^[0-9a-f]{64}(?:@.+)?$"})]
"""The digest of a document, with `@` and the name of a reading where the alternative of that is in its place."""
ShortDigest = Annotated[str, Meta(extra_json_schema={"title": "校验码", "pattern": "^[0-9a-f]{12}$"})]
"""The first twelve hexadecimal digits of a digest, by which people name a finding."""
