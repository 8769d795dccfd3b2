"""A fact that is written as an object: its value with its day and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from reasoner.intake.diagnostics_collector import Unreadable
from reasoner.intake.item_schemas import unknown_key
from reasoner.intake.provenance import KEYS, Complain, ProvenanceReader
from reasoner.intake.text_values import UNKNOWN, is_unknown
from reasoner.intake.usual_writing import period_as_written
from reasoner.model.application import NOT_GIVEN, Provenance, Writing

VALUE: Final = "数值"
CONCLUSION: Final = "结论"
WHEN: Final = "时点"
_ALL: Final = frozenset((VALUE, CONCLUSION, WHEN, *KEYS))


class Stated(NamedTuple):
    """The value as the file has it and the key under which it stands, its day or period, and its provenance."""

    value: object
    key: str = ""
    as_at: str = ""
    provenance: Provenance = NOT_GIVEN
    written: tuple[Writing, ...] = ()


def stated(
    raw: Mapping[str, object], sources: ProvenanceReader, complain: Complain, *, boolean: bool = False
) -> Stated | None:
    """What an object states of a fact; None where it gives no value (F136).

    boolean: its value may also be called 结论. An object with none of the keys of such a fact is itself the value: whether
    that can be read, the reader of the fact's values says.
    """
    if not raw.keys() & _ALL:
        return Stated(raw)
    names = (VALUE, CONCLUSION) if boolean else (VALUE,)
    keys = (*names, WHEN, *KEYS)
    unknown = [key for key in raw if key not in keys]
    for key in unknown:
        hint = f"写作「{VALUE}」" if key == CONCLUSION else ""
        complain(str(key), unknown_key(key, keys, hint))
    as_at, written = _period(raw, complain)
    provenance = sources.read(raw, complain)
    given = [name for name in names if name in raw]
    if len(given) > 1:
        complain(CONCLUSION, Unreadable("F131", f"「{VALUE}」和「{CONCLUSION}」是同一项", hint="只留一个"))
        return None
    beside = [key for key in (WHEN, *KEYS) if not is_unknown(raw.get(key))]
    if not given and unknown:
        return None  # what is missing may stand under the wrong name, which is noted
    if not given or (raw[given[0]] is None and beside):
        complain("", no_value(beside or raw, names))
        return None
    return Stated(raw[given[0]], given[0], as_at, provenance, written)


def no_value(beside: Iterable[str], names: Iterable[str]) -> Unreadable:
    """What to say where it is told where a value comes from, and the value itself (called one of `names`) is not given."""
    message = f"写了「{'」「'.join(beside)}」,没有写{'或'.join(f'「{name}」' for name in names)}"
    return Unreadable("F136", message, hint=f"补上值;不知道的写「{UNKNOWN}」;没有的整项删去")


def _period(raw: Mapping[str, object], complain: Complain) -> tuple[str, tuple[Writing, ...]]:
    try:
        return ("", ()) if is_unknown(raw.get(WHEN)) else period_as_written(raw[WHEN])
    except Unreadable as bad:
        complain(WHEN, bad)
        return "", ()
