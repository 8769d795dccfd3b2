"""How the headers of a file stand for the contract's names: proposed, shown to a person, saved, used for the next file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from reasoner.intake.characters import printable
from reasoner.intake.file_loading import load_bytes, read_bytes
from reasoner.sheets.columns import KINDS, Names
from reasoner.sheets.header_recognition import Saved, Table

SUFFIX: Final = ".列对应.json"
MOST_BYTES: Final = 2**20
"""Of a saved mapping; a thousand columns take a tenth of it."""
_HOW: Final = {"exact": "一致", "usual": "通用名称", "saved": "已确认", "near": "建议,请确认", "none": "不采用"}


def proposal(tables: Iterable[Table]) -> dict[str, dict[str, str | None]]:
    """By kind of table each header with the name it is taken for, or proposed for; null: not used."""
    mapping: dict[str, dict[str, str | None]] = {}
    for table in tables:
        known = mapping.setdefault(table.kind, {})
        for column in table.columns:
            known[column.header] = column.label or (column.proposals[0] if column.how == "near" else None)
    return mapping


def proposal_lines(tables: Iterable[Table]) -> Iterator[str]:
    """The same for people, a line a column."""
    for table in tables:
        yield f"工作表「{table.grid.name}」作为{table.kind},表头在第{table.header + 1}行,数据 {len(table.rows)} 行"
        for column in table.columns:
            label = column.label or ("或".join(column.proposals) if column.how == "near" else "—")
            unit = f"(单位 {column.unit})" if column.unit else ""
            yield f"  {column.header} → {label}{unit}  {_HOW[column.how]}"


def text(labels: dict[str, dict[str, str | None]]) -> str:
    """The mapping as the file that `load` reads."""
    return json.dumps(labels, ensure_ascii=False, indent=1) + "\n"


def load(path: Path, names: Names) -> Saved:
    """A saved mapping; raises Faults (F101 and others of a file, S114 with every fault of its content)."""
    raw = read_bytes(path, str(path))
    if len(raw) > MOST_BYTES:
        message = f"文件过大,超过 {MOST_BYTES // 2**20} MB"
        raise Faults([Diagnostic("S114", str(path), message, '{"申请": {"表头": "名称"}}', "检查是不是选错了文件")])
    loaded = load_bytes(raw, str(path))
    faults = list(loaded.faults)
    if not isinstance(loaded.data, dict):
        raise Faults([*faults, Diagnostic("S114", str(path), "应是对象", '{"申请": {"表头": "名称"}}')])
    tables: dict[str, object] = loaded.data
    saved: dict[str, dict[str, str | None]] = {}
    for kind, headers in tables.items():
        if kind not in KINDS or not isinstance(headers, dict):
            faults.append(Diagnostic("S114", f"{path}: {printable(kind)}", "没有这一种表", "、".join(KINDS)))
            continue
        allowed = names.labels(kind) + (tuple(names.indicators) if kind == "指标" else ())
        labels: dict[str, object] = headers
        saved[kind] = {}
        for header, label in labels.items():
            if label is None or (
                isinstance(label, str)
                and (names.has(kind, label) or label in ("单位", "申请编号", "确认人", "有效期至"))
            ):
                saved[kind][" ".join(header.split())] = label
                continue
            near = nearest(str(label), allowed)
            hint = f"是否要写「{near[0]}」;不用的列写 null" if near else "不用的列写 null"
            faults.append(
                Diagnostic(
                    "S114",
                    f"{path}: {kind}.{printable(header)}",
                    f"没有「{printable(label)}」这一项",
                    "、".join(allowed),
                    hint,
                )
            )
    if faults:
        raise Faults(faults)
    return saved
