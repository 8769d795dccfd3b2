"""What people decided about findings: `lint.toml` in a bureau's own folder (TIAOLI_REVIEWS), or shipped beside a text.

Records are only ever added; for each finding the last one counts, a bureau's own after those that came with the software:

    [[acknowledged]]
    hash = "466d69a6ecbc"
    by = "法制复核人"
    date = "2026-11-22"
    reason = "文件本不涉及医院"
    code = "K08"                      # and what follows: for whoever reads the file, and to tell what became of it
    finding = "有的机构没有规则涉及:纳入双通道管理"
    rules = ["…"]
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.toml_text import BadToml, toml_tables
from policy_dsl.review.files import extend, read_text
from policy_dsl.review.record_tables import MOST_NAME, MOST_REMARK, unfit
from policy_dsl.source_files import PACKAGE
from reasoner.lint.lint_finding import TITLES, Finding
from reasoner.lint.result import Acknowledgement, StaleState

FILE: Final = "lint.toml"
_TEXTS: Final = ("hash", "by", "date", "reason", "code", "finding")
_FIELDS: Final = (*_TEXTS, "rules")


class Record(msgspec.Struct, frozen=True):
    """That a person looked at a finding and decided that nothing need be done."""

    hash: str
    """The hash of the finding."""
    by: str
    """Who decided."""
    date: str
    """When, an ISO date."""
    reason: str
    """Why nothing need be done."""
    code: str = ""
    """The check."""
    finding: str = ""
    """What the finding was about."""
    rules: tuple[str, ...] = ()
    """The rules, by id."""
    where: str = ""
    """The file in which the record stands."""

    @property
    def acknowledgement(self) -> Acknowledgement:
        """What a finding says of it."""
        return Acknowledgement(self.by, self.reason, self.date)


# --- reading ------------------------------------------------------------------------------------------------


def files(folders: Iterable[str], own: Path | None) -> list[Path]:
    """The files that may hold records, those that count most last. folders: those of documents below the package; own: the bureau's."""
    shipped = [Path(PACKAGE, f, FILE) for f in folders]
    return [*shipped, *([*sorted(own.glob(f"*/{FILE}")), own / FILE] if own is not None and os.path.isdir(own) else [])]


def read_all(paths: Iterable[Path]) -> dict[str, Record]:
    """The record that counts for each hash. Raises Faults with everything wrong in any file (U106, U153)."""
    by_hash: dict[str, Record] = {}
    faults: list[Diagnostic] = []
    for path in paths:
        records, wrong = read(str(path), read_text(path))
        by_hash |= {r.hash: r for r in records}
        faults += wrong
    if faults:
        raise Faults(faults)
    return by_hash


def read(name: str, text: str) -> tuple[list[Record], list[Diagnostic]]:
    """The records of a file in their order, and every fault in it (U153)."""
    try:
        tables = toml_tables(text)
    except BadToml as error:
        return [], [
            Diagnostic(
                "U153", error.at(name), f"TOML 无法读取:{error}", hint="用 tiaoli lint acknowledge 登记,不必手改"
            )
        ]
    listed = tables.get("acknowledged", [])
    if set(tables) - {"acknowledged"} or not isinstance(listed, list):
        return [], [Diagnostic("U153", name, "登记的写法不对", "每条登记一个 [[acknowledged]]")]
    records: list[Record] = []
    faults: list[Diagnostic] = []
    for number, table in enumerate(msgspec.convert(listed, list[object]), 1):
        entry = _record(name, msgspec.convert(table, dict[str, object])) if isinstance(table, dict) else "不是一个表"
        if isinstance(entry, str):
            faults.append(Diagnostic("U153", f"{name} 第{number}条", entry, "、".join(_FIELDS)))
        else:
            records.append(entry)
    return records, faults


def _record(name: str, table: Mapping[str, object]) -> Record | str:
    """The record of a table in the file of that name; where it is none, what is wrong with it."""
    if unknown := [k for k in table if k not in _FIELDS]:
        return f"不认识的字段:{'、'.join(unknown)}"
    texts = {k: v for k in _TEXTS if isinstance(v := table.get(k, ""), str)}
    if len(texts) < len(_TEXTS):
        return "除 rules 外,各字段都应是加引号的文字"
    try:
        rules = msgspec.convert(table.get("rules", []), tuple[str, ...])
    except msgspec.ValidationError:
        return "rules 应是规则名的列表"
    if not re.fullmatch("[0-9a-f]{12}", texts["hash"].strip()):
        return "hash 不是12位校验码"
    try:
        date.fromisoformat(texts["date"].strip())
    except ValueError:
        return f"日期「{texts['date']}」不是 2026-03-01 这样的日期"
    if wrong := unfit_name(texts["by"]) or unfit_reason(texts["reason"]):
        return wrong
    stripped = {k: v.strip() for k, v in texts.items()}
    return Record(
        stripped["hash"],
        stripped["by"],
        stripped["date"],
        stripped["reason"],
        stripped["code"],
        stripped["finding"],
        rules,
        name,
    )


def unfit_name(name: str) -> str:
    """Why nobody of this name can acknowledge; empty where somebody can."""
    return unfit(name.strip(), MOST_NAME) if name.strip() else "没有写明由谁登记"


def unfit_reason(reason: str) -> str:
    """Why this is no reason; empty where it is one."""
    return unfit(reason.strip(), MOST_REMARK) if reason.strip() else "没有写明理由"


# --- writing ------------------------------------------------------------------------------------------------


def acknowledge(path: Path, finding: Finding, by: str, reason: str, day: str) -> Record:
    """Add a record. Raises Faults (U106, U107, U153)."""
    title = f"{TITLES[finding.code]}:{'、'.join(finding.matters)}"
    rules = tuple(n.id for n in finding.norms)
    record = Record(finding.hash, by, day, reason, finding.code, title, rules, str(path))

    def more(text: str) -> str:
        records, wrong = read(str(path), text)
        if wrong:
            raise Faults(wrong)
        return written([*records, record])

    extend(path, more)
    return record


def written(records: Sequence[Record]) -> str:
    """The text of a file with these records; `read` gives them back."""
    lines = ["# 对规则检查发现的登记,由 tiaoli lint acknowledge 写入;每项发现以最后一条登记为准。", ""]
    for record in records:
        lines += ["[[acknowledged]]", *_lines(record), ""]
    return "\n".join(lines)


def _lines(record: Record) -> Iterator[str]:
    texts = (record.hash, record.by, record.date, record.reason, record.code, record.finding)
    # A JSON string of such text is a TOML string.
    for key, text in zip(_TEXTS, texts, strict=True):
        if text:
            yield f"{key} = {json.dumps(text, ensure_ascii=False)}"
    if record.rules:
        yield "rules = ["
        yield from (f"    {json.dumps(r, ensure_ascii=False)}," for r in record.rules)
        yield "]"


# --- stale --------------------------------------------------------------------------------------------------


class Stale(msgspec.Struct, frozen=True):
    """A record whose finding is no more, or has changed."""

    record: Record
    """The record."""
    state: StaleState
    """Which of the two."""
    now: tuple[str, ...]
    """The hashes of findings of that kind on its rules."""


def stale(records: Mapping[str, Record], findings: Iterable[Finding]) -> tuple[Stale, ...]:
    """The records that no finding has any more."""
    present = {f.hash: f for f in findings}
    left = [r for h, r in records.items() if h not in present]
    like = [(r, _like(r, present.values(), records)) for r in left]
    return tuple(Stale(r, StaleState.CHANGED if now else StaleState.GONE, now) for r, now in like)


def _like(record: Record, findings: Iterable[Finding], records: Mapping[str, Record]) -> tuple[str, ...]:
    """Findings of the same kind on rules of a record that are not acknowledged themselves."""
    return tuple(
        f.hash
        for f in findings
        if f.code == record.code and f.hash not in records and {n.id for n in f.rules}.intersection(record.rules)
    )
