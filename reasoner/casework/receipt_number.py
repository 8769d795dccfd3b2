"""Numbers of receipts (收件编号): a pattern of the bureau's own, and a count that begins anew each year."""

from __future__ import annotations

import re
from typing import Final

from policy_dsl.diagnostics import Diagnostic

USUAL: Final = "收件{年}-{序}"
"""The pattern where the bureau has set none: it names no organ."""
_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_YEAR, _COUNT = "年", "序"
_WIDTH: Final = re.compile(r"序(?::([1-8]))?")
_LONGEST: Final = 40


def pattern_faults(pattern: str) -> tuple[Diagnostic, ...]:
    """What is wrong with a pattern (K105); empty: nothing. {年} is the year, {序} the count, {序:5} with so many digits."""
    fields = _FIELD.findall(pattern)
    where, allowed = "收件编号的格式", "{年}、{序}各写一次,如 医保收〔{年}〕{序}号"
    faults = []
    if not 0 < len(pattern) <= _LONGEST or any(not c.isprintable() for c in pattern):
        faults.append(Diagnostic("K105", where, f"格式应是1至{_LONGEST}个字", allowed))
    unknown = [f for f in fields if f != _YEAR and not _WIDTH.fullmatch(f)]
    faults += [Diagnostic("K105", where, f"没有“{{{f[:20]}}}”这一项", allowed) for f in unknown]
    if not unknown and (fields.count(_YEAR) != 1 or len(fields) != 2):
        faults.append(Diagnostic("K105", where, "年和序各要写一次,不同的案件编号才不相同", allowed))
    if "{" in (rest := _FIELD.sub("", pattern)) or "}" in rest:
        faults.append(Diagnostic("K105", where, "括号没有配对", allowed))
    return tuple(faults)


def receipt_number(pattern: str, year: int, count: int) -> str:
    """The number of the count-th receipt of a year (from 1). pattern: one without `pattern_faults`."""

    def filled(match: re.Match[str]) -> str:
        if match[1] == _YEAR:
            return str(year)
        width = _WIDTH.fullmatch(match[1])
        return str(count).zfill(int(width[1]) if width is not None and width[1] else 1)

    return _FIELD.sub(filled, pattern)
