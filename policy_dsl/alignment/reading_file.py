"""Readings (解释): where words admit two readings, the one used, its basis, and the alternative.

The alternative can be run where rules say what it would be: what it says otherwise stands under a rule (异读), a rule that
only it has is marked 仅异读. Otherwise it is only told.

They stand in a document's `readings.toml`, one table each under the reading's name:

    ["市本级三区"]
    question = "市本级包括哪些区"
    used = "市本级 = 市南区、市北区、李沧区"
    alternative = "市本级另有所指"
    basis = "…"
    covers = ["市本级"]        # words of a rule that need not stand in the clause, because the reading gives them
    accounts = ["核定"]        # normative words of the clause that the reading gives their meaning
    kinds = ["分母和口径"]        # the kinds of question it answers, of READING_KINDS; none: another
    rests_on = ["1.p3.s2"]     # other clauses whose words it relies on: addresses, or document/address
    starts = "2025-10-27"      # the document's first day of force under the alternative
    ends = "2030-12-31"        # its last day of force under the alternative
    of_duties = true           # who bears a duty, who selects, who reports: no application turns on it
    confirmed_by = ""          # who confirmed it; empty: not yet confirmed

Who confirms a reading, or doubts it, says so with `tiaoli review`: `policy_dsl.review.confirmations` keeps the records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.ingest.toml_text import BadToml, toml_tables
from policy_dsl.reading import READING_KINDS, ConfirmationState, ConfirmationStatus, Reading

_REQUIRED = ("question", "used", "alternative", "basis")
_LISTS = ("covers", "accounts", "kinds", "rests_on")
_DAYS = ("starts", "ends")
_FIELDS = (*_REQUIRED, *_LISTS, *_DAYS, "of_duties", "confirmed_by")


_REMOVES = "removes 改写在规则之下:异读 解释名 删去;整个文件用 tiaoli format 改写"


def read_readings(name: str, text: str, document: str = "") -> tuple[dict[str, Reading], list[Diagnostic]]:
    """All readings of a document (its id) by name, and every fault of the file, which messages call `name`."""
    try:
        tables = toml_tables(text)
    except BadToml as error:
        return {}, [
            Diagnostic(
                "L601",
                error.at(name),
                f"TOML 无法读取:{error}",
                allowed="每条解释一个表,见 docs/errors.md",
                hint='表名加引号,如 ["市本级三区"];文字加引号,列表写作 ["甲", "乙"]',
            )
        ]
    readings: dict[str, Reading] = {}
    faults: list[Diagnostic] = []
    for key, value in tables.items():
        where = f"{name} [{key}]"
        if not isinstance(value, dict):
            faults.append(Diagnostic("L602", where, "每条解释应是一个表", allowed="[解释名] 之下写各字段"))
            continue
        table: dict[str, object] = value
        unknown = [k for k in table if k not in _FIELDS]
        missing = [k for k in _REQUIRED if not str(table.get(k, "")).strip()]
        if unknown:
            hint = _REMOVES if "removes" in unknown else ""
            faults.append(
                Diagnostic("L603", where, f"不认识的字段:{'、'.join(unknown)}", allowed="、".join(_FIELDS), hint=hint)
            )
        if missing:
            faults.append(
                Diagnostic("L604", where, f"缺少:{'、'.join(missing)}", hint="没有依据和另一种理解的解释不能登记")
            )
        faults += _unfit(table, where)
        confirmed_by = str(table.get("confirmed_by", ""))
        readings[key] = Reading(
            name=key,
            question=str(table.get("question", "")),
            used=str(table.get("used", "")),
            alternative=str(table.get("alternative", "")),
            basis=str(table.get("basis", "")),
            covers=_words(table.get("covers")),
            accounts=_words(table.get("accounts")),
            kinds=_words(table.get("kinds")),
            rests_on=tuple(a if "/" in a else f"{document}/{a}" for a in _words(table.get("rests_on"))),
            starts=str(table.get("starts", "")),
            ends=str(table.get("ends", "")),
            of_duties=table.get("of_duties") is True,
            confirmed_by=confirmed_by,
            status=ConfirmationStatus(ConfirmationState.CONFIRMED, confirmed_by, "") if confirmed_by else None,
        )
    return readings, faults


def _unfit(table: dict[str, object], where: str) -> Iterator[Diagnostic]:
    """Kinds that there are not, days that are none, and an of_duties that says nothing (L610)."""
    for kind in _words(table.get("kinds")):
        if kind not in READING_KINDS:
            yield Diagnostic("L610", where, f"kinds 中没有「{kind}」这一类", allowed="、".join(READING_KINDS))
    for key in _DAYS:
        day = str(table.get(key, ""))
        if day and not _is_day(day):
            yield Diagnostic("L610", where, f"{key}「{day}」不是日期", allowed='加引号的日期,如 "2025-10-27"')
    if table.get("of_duties", True) is not True:
        yield Diagnostic("L610", where, f"of_duties「{table['of_duties']}」不是 true", allowed="true,或者不写")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _words(value: object) -> tuple[str, ...]:
    """The items of a list; a value that is no list counts as its only item, so that it is not lost in silence."""
    if value is None:
        return ()
    return tuple(str(word) for word in value) if isinstance(value, Iterable) else (str(value),)
