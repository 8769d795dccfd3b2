"""Where an institution lies (位置): longitude, latitude and the system in which they were measured."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from reasoner.intake.characters import printable
from reasoner.intake.diagnostics_collector import Complaints, Unreadable, joined, step
from reasoner.intake.item_schemas import missing, unknown_key
from reasoner.intake.text_values import is_unknown, read_text

SYSTEMS: Final = ("WGS-84", "GCJ-02", "BD-09", "CGCS2000")
"""Positions in different systems lie up to 700 m apart in China, so a position without its system says little."""

DEGREES: Final = {"经度": (73, 136), "纬度": (3, 54)}
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,15})?")


def check_position(raw: object, path: str, complaints: Complaints) -> None:
    """Note the faults of a position (F134): its keys, its system, and degrees outside China."""
    if is_unknown(raw):
        return
    known = (*DEGREES, "坐标系")
    if not isinstance(raw, dict):
        example = "{经度: 120.38, 纬度: 36.07, 坐标系: CGCS2000}"
        complaints.add(path, Unreadable("F112", f"此处应是对象,现为「{printable(raw)}」", allowed=example))
        return
    for key in raw:
        if key not in known:
            complaints.add(step(path, key), unknown_key(key, known))
    for key in known:
        if key not in raw:
            complaints.add(step(path, key), missing(key))
            continue
        try:
            if key in DEGREES:
                _check_degrees(raw[key], key)
            else:
                system = read_text(raw[key])
                if system not in SYSTEMS:
                    message = f"没有坐标系「{printable(system)}」"
                    raise Unreadable("F134", message, allowed=joined(SYSTEMS), spelling=system, known=SYSTEMS)
        except Unreadable as bad:
            complaints.add(step(path, key), bad)


def _check_degrees(raw: object, key: str) -> None:
    low, high = DEGREES[key]
    text = raw.strip() if isinstance(raw, str) else format(raw, "f") if isinstance(raw, (float, Decimal)) else str(raw)
    allowed = f"{low} 至 {high} 之间的度数,如 {'120.38' if key == '经度' else '36.07'}"
    if isinstance(raw, bool) or len(text) > 24 or not _NUMBER.fullmatch(text):
        raise Unreadable("F134", f"{key}「{printable(raw)}」不能识别", allowed=allowed)
    value = Decimal(text)
    if not low <= value <= high:
        other_low, other_high = DEGREES["纬度" if key == "经度" else "经度"]
        hint = "经度和纬度可能写反了" if other_low <= value <= other_high else ""
        raise Unreadable("F134", f"{key} {printable(raw)} 不在我国范围内", allowed=allowed, hint=hint)
