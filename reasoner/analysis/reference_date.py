"""The day that a comparison is for where nobody names one."""

from __future__ import annotations

from reasoner.analysis.document_force import in_force
from reasoner.analysis.rule_set import Compared


def common_day(a: Compared, b: Compared, today: str) -> tuple[str, str]:
    """The latest day, not after today, on which most of the documents that the sides have on the matters are in force,
    what both have counted for both; and a sentence that says so.
    """
    documents = [(side.name, d) for side in (a, b) for d in side.documents if d.regulates]
    days = {today, *(d.ends for _, d in documents if d.ends and d.ends < today)}
    day = max(days, key=lambda on: (sum(in_force(d, on) for _, d in documents), on))
    if day == today:
        return day, f"未指定适用日期,按今日({today})"
    ended = [(side, d.title) for side, d in documents if in_force(d, day) and not in_force(d, today)]
    goes_on = {d.title for _, d in documents if in_force(d, today)}
    titles = "、".join(dict.fromkeys(f"{side}的《{t}》" if t in goes_on else f"《{t}》" for side, t in ended))
    return (
        day,
        f"未指定适用日期,取不晚于今日、有效文件最多的最近一日;至今日({today}),{titles}规划期已届满,现行依据须另行确认",
    )
