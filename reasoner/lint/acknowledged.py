"""What people decided about findings: `lint.toml` beside an official text, or in a bureau's own folder (TIAOLI_REVIEWS).

Records are only ever added; for each finding the last one counts, a bureau's own after those that came with the software:

    [[acknowledged]]
    hash = "466d69a6ecbc"
    by = "张三"
    date = "2026-11-22"
    reason = "文件本不涉及医院"
    code = "K08"                      # and what follows: for whoever reads the file, and to tell what became of it
    finding = "有的机构没有规则涉及:纳入双通道管理"
    rules = ["…"]
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.review.files import extend, read_text
from policy_dsl.review.records import MOST_NAME, MOST_REMARK, unfit
from policy_dsl.sources import PACKAGE
from reasoner.lint.finding import TITLES, Finding

FILE: Final = "lint.toml"
_TEXTS: Final = ("hash", "by", "date", "reason", "code", "finding")
_FIELDS: Final = (*_TEXTS, "rules")


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """That a person has looked at a finding and found that nothing need be done, and why. `where`: the file it stands in."""

    hash: str
    by: str
    date: str
    reason: str
    code: str = ""
    finding: str = ""
    rules: tuple[str, ...] = ()
    where: str = ""

    def to_data(self) -> dict[str, str]:
        """What a finding says of it."""
        return {"by": self.by, "reason": self.reason, "date": self.date}


# --- reading ------------------------------------------------------------------------------------------------


def files(documents: Iterable[str], own: Path | None) -> list[Path]:
    """The files that may hold records, those that count most last; `own` is a bureau's own folder."""
    shipped = [Path(PACKAGE, "corpus", d, FILE) for d in documents]
    return [*shipped, *([*sorted(own.glob(f"*/{FILE}")), own / FILE] if own is not None and own.is_dir() else [])]


def read_all(paths: Iterable[Path]) -> dict[str, Acknowledged]:
    """The record that counts for each hash. Raises Faults with everything wrong in any file (U106, U153)."""
    found: dict[str, Acknowledged] = {}
    faults: list[Diagnostic] = []
    for path in paths:
        records, wrong = read(str(path), read_text(path))
        found |= {r.hash: r for r in records}
        faults += wrong
    if faults:
        raise Faults(faults)
    return found


def read(name: str, text: str) -> tuple[list[Acknowledged], list[Diagnostic]]:
    """The records of a file in their order, and every fault in it (U153)."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [], [Diagnostic("U153", name, f"TOML 无法读取:{error}", hint="用 tiaoli lint acknowledge 登记,不必手改")]
    listed = tables.get("acknowledged", [])
    if set(tables) - {"acknowledged"} or not isinstance(listed, list):
        return [], [Diagnostic("U153", name, "登记的写法不对", "每条登记一个 [[acknowledged]]")]
    records: list[Acknowledged] = []
    faults: list[Diagnostic] = []
    for number, table in enumerate(listed, 1):
        wrong = _wrong(table) if isinstance(table, dict) else "不是一个表"
        if wrong:
            faults.append(Diagnostic("U153", f"{name} 第{number}条", wrong, "、".join(_FIELDS)))
        else:
            texts = {k: table.get(k, "").strip() for k in _TEXTS}
            records.append(Acknowledged(**texts, rules=tuple(table.get("rules", ())), where=name))
    return records, faults


def _wrong(table: Mapping[str, Any]) -> str:
    """What is wrong with a record; empty where nothing is."""
    if unknown := [k for k in table if k not in _FIELDS]:
        return f"不认识的字段:{'、'.join(unknown)}"
    if not all(isinstance(table.get(k, ""), str) for k in _TEXTS):
        return "除 rules 外,各字段都应是加引号的文字"
    rules = table.get("rules", [])
    if not (isinstance(rules, list) and all(isinstance(r, str) for r in rules)):
        return "rules 应是规则名的列表"
    if not re.fullmatch("[0-9a-f]{12}", table.get("hash", "").strip()):
        return "hash 不是12位校验码"
    try:
        date.fromisoformat(table.get("date", "").strip())
    except ValueError:
        return f"日期「{table.get('date', '')}」不是 2026-03-01 这样的日期"
    return unfit_name(table.get("by", "")) or unfit_reason(table.get("reason", ""))


def unfit_name(name: str) -> str:
    """Why nobody of this name can acknowledge; empty where somebody can."""
    return unfit(name.strip(), MOST_NAME) if name.strip() else "没有写明由谁登记"


def unfit_reason(reason: str) -> str:
    """Why this is no reason; empty where it is one."""
    return unfit(reason.strip(), MOST_REMARK) if reason.strip() else "没有写明理由"


# --- writing ------------------------------------------------------------------------------------------------


def file_for(found: Finding, own: Path | None) -> Path:
    """The file that takes the record of a finding."""
    return own / FILE if own is not None else Path(PACKAGE, "corpus", found.documents[0], FILE)


def acknowledge(path: Path, found: Finding, by: str, reason: str, day: str) -> Acknowledged:
    """Add a record. Raises Faults (U106, U107, U153)."""
    title = f"{TITLES[found.code]}:{'、'.join(found.matters)}"
    record = Acknowledged(found.hash, by, day, reason, found.code, title, tuple(n.id for n in found.norms), str(path))

    def more(text: str) -> str:
        records, wrong = read(str(path), text)
        if wrong:
            raise Faults(wrong)
        return written([*records, record])

    extend(path, more)
    return record


def written(records: Sequence[Acknowledged]) -> str:
    """The text of a file with these records; `read` gives them back."""
    lines = ["# 对规则检查发现的登记,由 tiaoli lint acknowledge 写入;每项发现以最后一条登记为准。", ""]
    for record in records:
        lines += ["[[acknowledged]]", *_lines(record), ""]
    return "\n".join(lines)


def _lines(record: Acknowledged) -> Iterator[str]:
    # A JSON string of such text is a TOML string.
    for key in _TEXTS:
        if getattr(record, key):
            yield f"{key} = {json.dumps(getattr(record, key), ensure_ascii=False)}"
    if record.rules:
        yield "rules = ["
        yield from (f"    {json.dumps(r, ensure_ascii=False)}," for r in record.rules)
        yield "]"


# --- stale --------------------------------------------------------------------------------------------------

GONE: Final = "gone"
CHANGED: Final = "changed"


@dataclass(frozen=True, slots=True)
class Stale:
    """A record whose finding is no more, or has changed: then `now` are hashes of findings of that kind on its rules."""

    record: Acknowledged
    state: str
    now: tuple[str, ...]


def stale(records: Mapping[str, Acknowledged], findings: Iterable[Finding]) -> tuple[Stale, ...]:
    """The records that no finding has any more."""
    present = {f.hash: f for f in findings}
    left = [r for h, r in records.items() if h not in present]
    return tuple(Stale(r, CHANGED if now else GONE, now) for r in left for now in [_like(r, present.values(), records)])


def _like(record: Acknowledged, findings: Iterable[Finding], records: Mapping[str, Acknowledged]) -> tuple[str, ...]:
    """Findings of the same kind on rules of a record that are not acknowledged themselves."""
    return tuple(
        f.hash
        for f in findings
        if f.code == record.code and f.hash not in records and {n.id for n in f.rules}.intersection(record.rules)
    )
