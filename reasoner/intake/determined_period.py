"""From when and until when a determination about a document speaks: 自 and 至 of an item of 认定."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from policy_dsl.vocabulary import Term
from reasoner.intake.dates import read_day
from reasoner.intake.diagnostics_collector import Unreadable, joined
from reasoner.intake.provenance import Complain
from reasoner.intake.text_values import is_unknown

STARTS: Final = "自"
ENDS: Final = "至"
KEYS: Final = (STARTS, ENDS)


def read_period_of(
    item: Mapping[str, object], term: Term, terms: Mapping[str, Term], complain: Complain
) -> tuple[str, str]:
    """The days of 自 and 至, ISO dates; empty where not given.

    Notes F128 for a day that does not exist, F150 for a determination that has no such days (only those about a document
    have), F151 for a 自 after its 至.
    """
    given = [key for key in KEYS if not is_unknown(item.get(key))]
    if given and term.subject != "文件":
        allowed = joined(f"「{t.label}」" for t in terms.values() if t.subject == "文件")
        message = f"「{term.label}」的认定不写「{'」「'.join(given)}」"
        complain(given[0], Unreadable("F150", message, allowed=f"写起止日期的只有{allowed}", hint="删去此项"))
        return "", ""
    days = {key: _day(item[key], key, complain) for key in given}
    starts, ends = days.get(STARTS, ""), days.get(ENDS, "")
    if starts and ends and starts > ends:
        message = f"「{STARTS}」({starts})晚于「{ENDS}」({ends})"
        complain(STARTS, Unreadable("F151", message, allowed="自不晚于至,可以是同一天", hint="核对两个日期是否写反"))
    return starts, ends


def _day(raw: object, key: str, complain: Complain) -> str:
    try:
        return read_day(raw)
    except Unreadable as bad:
        complain(key, bad)
        return ""
