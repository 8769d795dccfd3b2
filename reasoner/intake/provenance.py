"""Where a value comes from, as an object of the input says it: 来源, 来源类型, 机关, 确认人, 有效期至, 依据.

The same keys stand in an item of 指标 or 认定 and in a fact that is written as an object. Nothing is inferred: what is not
given stays empty, and no text is taken apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from reasoner.intake.dates import read_day
from reasoner.intake.diagnostics_collector import Unreadable, joined, step
from reasoner.intake.item_schemas import is_object, unknown_key
from reasoner.intake.text_values import is_unknown, read_text
from reasoner.model.application import NOT_GIVEN, Evidence, Provenance
from reasoner.model.kinds import Origin

SOURCE: Final = "来源"
ORIGIN: Final = "来源类型"
CONFIRMED_BY: Final = "确认人"
VALID_UNTIL: Final = "有效期至"
EVIDENCE: Final = "依据"
ORGANS: Final = "机关"
KEYS: Final = (SOURCE, ORIGIN, CONFIRMED_BY, VALID_UNTIL, EVIDENCE)
"""The keys that any value may have besides."""

EVIDENCE_KEYS: Final = ("名称", "编号", "页")
ORIGINS: Final = {o.value: o for o in Origin}

_ALL: Final = frozenset((*KEYS, ORGANS))
_ONLY_SOURCE: Final = frozenset((SOURCE,))

Complain = Callable[[str, Unreadable], None]
"""Notes a fault of a key of the object that is read."""


class ProvenanceReader:
    """Reads the provenance of the values of one input; equal ones are one object, since thousands of rows share theirs.

    ledger: the values are the bureau's own, so that 本局台账 is their kind of source and 确认人 may stand without 有效期至.
    """

    def __init__(self, *, ledger: bool = False) -> None:
        self._ledger = ledger
        self._bare = Provenance(origin=Origin.LEDGER) if ledger else NOT_GIVEN
        self._known: dict[Provenance, Provenance] = {}

    def read(self, item: Mapping[str, object], complain: Complain) -> Provenance:
        """The provenance that an object states; a fault of one key does not hide those of the others."""
        given = item.keys() & _ALL
        if not given:
            return self._bare
        if given == _ONLY_SOURCE:
            provenance = Provenance(self._bare.origin, _text(item, SOURCE, complain))
        else:
            confirmed_by, valid_until = _text(item, CONFIRMED_BY, complain), _day(item, complain)
            provenance = Provenance(
                origin=self._origin(item, complain),
                source=_text(item, SOURCE, complain),
                determined_by=_organs(item.get(ORGANS), complain),
                confirmed_by=confirmed_by or "",
                valid_until=valid_until,
                evidence=_evidence(item.get(EVIDENCE), complain),
            )
            if not self._ledger:
                _check_confirmation(item, complain)
        return self._known.setdefault(provenance, provenance)

    def _origin(self, item: Mapping[str, object], complain: Complain) -> Origin | None:
        raw = item.get(ORIGIN)
        if is_unknown(raw):
            return self._bare.origin
        try:
            name = read_text(raw, ORIGINS)
            origin = ORIGINS.get(name)
            if origin is None:
                raise Unreadable(
                    "F137", f"没有来源类型「{name}」", allowed=joined(ORIGINS), spelling=name, known=tuple(ORIGINS)
                )
            if self._ledger and origin is not Origin.LEDGER:
                hint = "数据从哪里来写在「来源」"
                raise Unreadable("S130", f"台账里的来源类型不能是「{name}」", allowed=Origin.LEDGER.value, hint=hint)
        except Unreadable as bad:
            complain(ORIGIN, bad)
            return None
        return origin


def _text(item: Mapping[str, object], key: str, complain: Complain) -> str | None:
    raw = item.get(key)
    if is_unknown(raw):
        return None
    try:
        return read_text(raw)
    except Unreadable as bad:
        complain(key, bad)
        return None


def _day(item: Mapping[str, object], complain: Complain) -> str:
    raw = item.get(VALID_UNTIL)
    if is_unknown(raw):
        return ""
    try:
        return read_day(raw)
    except Unreadable as bad:
        complain(VALID_UNTIL, bad)
        return ""


def _check_confirmation(item: Mapping[str, object], complain: Complain) -> None:
    """A value that somebody answers for says who does and until when it may be used (F139)."""
    confirmed, limited = (not is_unknown(item.get(key)) for key in (CONFIRMED_BY, VALID_UNTIL))
    if confirmed and not limited:
        complain(VALID_UNTIL, Unreadable("F139", "写了「确认人」,没有写「有效期至」", hint="两项一并写明,或都不写"))
    if limited and not confirmed:
        complain(CONFIRMED_BY, Unreadable("F139", "写了「有效期至」,没有写「确认人」", hint="两项一并写明,或都不写"))


def _organs(raw: object, complain: Complain) -> tuple[str, ...]:
    """The organs that made a determination: one text or a list of them, whose order says nothing."""
    if is_unknown(raw):
        return ()
    try:
        if not isinstance(raw, (list, tuple)):
            return (read_text(raw),)
        if not raw:
            raise Unreadable("F130", f"「{ORGANS}」是空的列表", hint="不知道的删去此项")
        organs = tuple(sorted(read_text(one) for one in raw))
        if len(set(organs)) < len(organs):
            raise Unreadable("F130", f"「{ORGANS}」中有重复的值")
    except Unreadable as bad:
        complain(ORGANS, bad)
        return ()
    return organs


def _evidence(raw: object, complain: Complain) -> Evidence | None:
    """What proves a value: a text, or an object with 名称, 编号 and 页."""
    if is_unknown(raw):
        return None
    faults: list[tuple[str, Unreadable]] = []
    parts = dict.fromkeys(EVIDENCE_KEYS, "")
    for key, part in raw.items() if is_object(raw) else ((EVIDENCE_KEYS[0], raw),):
        path = step(EVIDENCE, key) if is_object(raw) else EVIDENCE
        try:
            if key not in parts:
                raise unknown_key(key, EVIDENCE_KEYS)
            nameless = is_object(raw) and key == EVIDENCE_KEYS[0] and isinstance(part, str) and not part.strip()
            parts[key] = "" if nameless or is_unknown(part) else read_text(part)
        except Unreadable as bad:
            faults.append((path, bad))
    evidence = Evidence(*parts.values())
    if not evidence.name and not faults:
        hint = '写作文字,或 {"名称": "现场核查记录", "编号": "5号", "页": "2"}'
        faults.append((EVIDENCE, Unreadable("F138", "「依据」没有写明名称", hint=hint)))
    for path, fault in faults:
        complain(path, fault)
    return None if faults else evidence
