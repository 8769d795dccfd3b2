"""meta.toml of a draft and of what is published, from the fields as a person confirmed them. Blank stays blank."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from policy_dsl.ingest.toml_text import BadToml, toml_tables
from policy_dsl.own_corpus.meta_fields import FIELDS as EXPLAINED
from policy_dsl.texts.document_check import ENDS, KINDS, LEVELS, STARTS
from reasoner.driver.draft_record import DraftRecord, Masked

__all__ = ["EXPLAINED"]

PLAIN: Final = ("title", "number", "kind", "issuer_level", "region", "issued")
LISTS: Final = ("issuers", "addressees")
FORCE: Final = ("starts", "starts_basis", "ends", "ends_basis")
FIELDS: Final = (
    "title", "number", "year", "kind", "issuers", "issuer_level", "region", "addressees", "issued",
    *(f"force.{key}" for key in FORCE), "force.notes",
)  # fmt: skip
"""What a person goes through, in this order."""
SUCCESSION: Final = ("succession.replaces", "succession.basis", "succession.transition", "succeeds", "special_to")
"""What is said when it is published; may all be blank."""
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": KINDS, "issuer_level": LEVELS, "force.starts_basis": STARTS, "force.ends_basis": ENDS,
}  # fmt: skip
"""The fields of which a value is chosen."""
_UNKNOWN: Final = "不明"


def version_of(fields: Mapping[str, str]) -> str:
    """The name of the version that these fields make: its first day of force, or `undated-YEAR`."""
    starts = fields.get("force.starts", "").strip()
    return starts or f"undated-{_year(fields):04d}"


def draft_meta(record: DraftRecord) -> str:
    """The file while it is a draft: it says nothing of a received file, which the record does."""
    rest = "" if LINES in record.rest else record.rest
    return _text([*_head(record.fields), "draft = true", *_tail(record), rest])


def published_meta(record: DraftRecord, text: str) -> str:
    """The file as it is published."""
    received = ["", "[received]", f"file = {_value(record.file)}", f"sha256 = {_value(record.sha256)}"]
    received.append(f"length = {len(text)}")
    if record.typists:
        received += [f"typed_by = {_value('、'.join(record.typists))}"]
        received += [f"proofread_by = {_value('、'.join(record.proofreaders))}"]
    masked = [line for mask in record.masked for line in _mask(mask)]
    return _text([*_head(record.fields), *_tail(record), *received, *masked, record.rest])


def _text(lines: list[str]) -> str:
    return "\n".join(["# 由窗口的“入库”写出；各项由经办人员确认，依据见入库.json。", *lines]) + "\n"


def _head(fields: Mapping[str, str]) -> Iterator[str]:
    for key in FIELDS:
        value = fields.get(key, "").strip()
        if key.startswith("force.") or (key == "number" and not value):
            continue
        if key == "year":
            yield f"year = {_year(fields)}"
        elif key in LISTS:
            yield f"{key} = {_value(items(value))}"
        else:
            yield f"{key} = {_value(value)}"
    for key in ("succeeds", "special_to"):
        if fields.get(key, "").strip():
            yield f"{key} = {_value(items(fields[key]))}"


def _tail(record: DraftRecord) -> Iterator[str]:
    fields = record.fields
    yield from ("", "[force]")
    for key in FORCE:
        value = fields.get(f"force.{key}", "").strip()
        yield f"{key} = {_value(value or (_UNKNOWN if key.endswith('_basis') else ''))}"
    notes = [line.strip() for line in fields.get("force.notes", "").splitlines() if line.strip()]
    yield f"notes = {_value(notes)}"
    succession = {k: fields.get(f"succession.{k}", "").strip() for k in ("replaces", "basis", "transition")}
    if any(succession.values()):
        yield from ("", "[succession]")
        yield from (f"{k} = {_value(v)}" for k, v in succession.items() if v)
    done = {s.number for s in record.filled if s.proofread_by}
    for number, gap in enumerate(record.placeholders):
        if number not in done:
            what = f"{gap.words}：{gap.note}" if gap.note else gap.words
            yield from ("", "[[missing]]", f"what = {_value(what)}", f"where = {_value(gap.place or '正文')}")


def _mask(mask: Masked) -> Iterator[str]:
    yield from ("", "[[masked]]", f"start = {mask.start}", f"end = {mask.end}", f"reason = {_value(mask.reason)}")


def items(value: str) -> list[str]:
    """The items of a list as people write it: on lines, or parted by 、 or ；."""
    rest = value.replace("；", "、").replace(";", "、").replace("\n", "、")
    return [x.strip() for x in rest.split("、") if x.strip()]


def _year(fields: Mapping[str, str]) -> int:
    year = fields.get("year", "").strip()
    return int(year) if year.isascii() and year.isdecimal() and len(year) <= 4 else 0


def _value(value: str | list[str]) -> str:
    # A JSON text, or a list of texts, is one of TOML.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def fields_of(meta: str) -> dict[str, str]:
    """The fields that a meta.toml states, as a form has them; of one that cannot be read none."""
    try:
        tables = toml_tables(meta)
    except BadToml:
        return {}
    force, succession = tables.get("force"), tables.get("succession")
    fields = {
        k: _written(v)
        for k, v in tables.items()
        if not isinstance(v, dict) and k not in ("draft", "masked", "missing", "lines")
    }
    fields |= {f"force.{k}": _written(v) for k, v in (force if isinstance(force, dict) else {}).items()}
    return fields | {
        f"succession.{k}": _written(v) for k, v in (succession if isinstance(succession, dict) else {}).items()
    }


def masks_of(meta: str) -> tuple[Masked, ...]:
    """The masked spans that a meta.toml names."""
    try:
        listed = toml_tables(meta).get("masked", [])
    except BadToml:
        return ()
    return tuple(
        Masked(int(m.get("start", 0)), int(m.get("end", 0)), str(m.get("reason", "")))
        for m in (listed if isinstance(listed, list) else [])
        if isinstance(m, dict)
    )


def received_of(meta: str) -> tuple[str, str]:
    """The name of the received file and its SHA-256, as a meta.toml states them; empty where it does not."""
    try:
        table = toml_tables(meta).get("received", {})
    except BadToml:
        return "", ""
    known = table if isinstance(table, dict) else {}
    return str(known.get("file", "")), str(known.get("sha256", ""))


LINES: Final = "[[lines]]"
"""Line breaks that somebody recorded, by their place in the text."""
_REST: Final = ("repeal", "missing", "lines")


def rest_of(meta: str) -> str:
    """The tables of a meta.toml that no form has, as TOML: repeal, what is missing, lines."""
    try:
        tables = toml_tables(meta)
    except BadToml:
        return ""
    lines: list[str] = []
    for key in _REST:
        value = tables.get(key)
        rows = value if isinstance(value, list) else [value]
        for row in rows:
            if isinstance(row, dict):
                lines += ["", f"[[{key}]]" if isinstance(value, list) else f"[{key}]"]
                lines += [f"{k} = {v if isinstance(v, int) else _value(str(v))}" for k, v in row.items()]
    return "\n".join(lines)


def _written(value: object) -> str:
    if isinstance(value, list):
        return "、".join(str(v) for v in value)
    return "" if value is None else str(value)
