"""Files of records: tables of one form in TOML, only ever added to, each by somebody on a day about one thing.

Reviews of rules and confirmations of readings are such records; their fields differ, what makes them fit does not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Generic, NamedTuple, TypeVar

from msgspec import Struct, convert
from msgspec.structs import asdict

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.ingest.toml_text import BadToml, toml_tables

MOST_NAME: Final = 60
MOST_REMARK: Final = 500
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

Record = TypeVar("Record", bound=Struct)


class Form(NamedTuple, Generic[Record]):
    """What the records of a file are like, in the words of its faults."""

    record: type[Record]
    table: str
    """The name of each table of the file."""
    head: str
    """The comment on the first line."""
    called: str
    deed: str
    """What the person of a record did: 复核."""
    about: str
    """The field that names what a record is about."""
    person: str
    """The field of who made it."""
    actions: tuple[str, ...]
    """What a record may do; the first of these needs a person and a digest."""
    always_signed: bool
    """Whether every action needs them."""
    commands: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a table, in their order."""
        return self.about, "action", "digest", self.person, "date", "remark"

    @property
    def hint(self) -> str:
        """How such a file is written."""
        return f"用 {self.commands} 写{self.called},不必手改"


def read_records(name: str, text: str, form: Form[Record]) -> tuple[tuple[Record, ...], list[Diagnostic]]:
    """The records of a file in their order, and every fault in it (U131)."""
    try:
        tables = toml_tables(text)
    except BadToml as error:
        return (), [Diagnostic("U131", error.at(name), f"TOML 无法读取:{error}", hint=form.hint)]
    rows = tables.get(form.table, [])
    if set(tables) - {form.table} or not isinstance(rows, list):
        allowed = f"每条记录一个 [[{form.table}]]"
        return (), [Diagnostic("U131", name, f"{form.called}的写法不对", allowed, form.hint)]
    records: list[Record] = []
    faults: list[Diagnostic] = []
    for number, row in enumerate(rows, 1):
        table: dict[str, object] = row if isinstance(row, dict) else {}
        wrong = "" if isinstance(row, dict) else "不是一个表"
        if wrong := wrong or _wrong(table, form):
            faults.append(Diagnostic("U131", f"{name} 第{number}条", wrong, "、".join(form.fields), form.hint))
        else:
            records.append(convert({k: table.get(k, "") for k in form.fields}, form.record))
    return tuple(records), faults


def _wrong(table: Mapping[str, object], form: Form[Record]) -> str:
    """What is wrong with a table of the file; empty where nothing is."""
    if unknown := [k for k in table if k not in form.fields]:
        return f"不认识的字段:{'、'.join(unknown)}"
    values = {k: v for k, v in ((k, table.get(k, "")) for k in form.fields) if isinstance(v, str)}
    if len(values) < len(form.fields):
        return "各字段都应是加引号的文字"
    if not values[form.about] or values["action"] not in form.actions:
        return f"缺少 {form.about},或 action 不是 {'、'.join(form.actions)}"
    signed = form.always_signed or values["action"] == form.actions[0]
    if signed and not (values[form.person].strip() and re.fullmatch("[0-9a-f]{64}", values["digest"])):
        return f"{form.deed}须有{form.deed}人和64位校验码"
    try:
        date.fromisoformat(values["date"])
    except ValueError:
        return f"日期「{values['date']}」不是 2025-03-01 这样的日期"
    return unfit(values[form.person], MOST_NAME) or unfit(values["remark"], MOST_REMARK)


def unfit(text: str, most: int) -> str:
    """Why a name or remark cannot be recorded; empty where it can."""
    if _UNSEEN.search(text):
        return "文字中有看不见的字符或换行"
    return f"文字超过{most}字" if len(text) > most else ""


def write_records(records: Iterable[Record], form: Form[Record]) -> str:
    """The text of a file with these records; `read_records` gives them back."""
    lines = [f"# {form.head}", ""]
    for record in records:
        lines.append(f"[[{form.table}]]")
        # A JSON string of such text is a TOML string.
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in asdict(record).items()]
        lines.append("")
    return "\n".join(lines)
