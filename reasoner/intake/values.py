"""Values of facts, each as its term allows: numbers, judgements, categories and texts.

A reader is made once per term; it takes what the file holds and gives the value, or None for a stated unknown (不详).
Nothing is guessed: what has two readings is refused with both named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from policy_dsl.vocabulary import Term
from reasoner.intake.characters import printable
from reasoner.intake.dates import read_day
from reasoner.intake.diagnostics_collector import Unreadable, joined
from reasoner.intake.numbers import count_reader, ratio_reader
from reasoner.intake.text_values import NONE, OTHER_UNKNOWNS, UNKNOWN, UNPROVED, read_text, refuse_misleading
from reasoner.model.application import Value

ReadValue = Callable[[object], Value | None]

_YES_NO: Final[dict[str, bool]] = {
    "是": True,
    "否": False,
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def value_reader(term: Term) -> ReadValue:
    """The reader of a term's values; None for 不详 and null, and for 未核实 where the term is claimed (burden)."""
    claimed = term.burden or term.multiple
    read = _reader(term)

    def read_or_unknown(raw: object) -> Value | None:
        if raw is None or raw == UNKNOWN:
            return None
        if claimed and isinstance(raw, (list, tuple)) and len(raw) == 1 and (raw[0] is None or type(raw[0]) is str):
            return read_or_unknown(raw[0])
        if type(raw) is str and raw[-1:] not in "%0123456789" and raw.strip() in (UNKNOWN, UNPROVED):
            if claimed or raw.strip() == UNKNOWN:
                return None
            raise Unreadable("F117", f"「{term.label}」不能写「{UNPROVED}」", hint=f"不知道的写「{UNKNOWN}」")
        return read(raw)

    return read_or_unknown


def _reader(term: Term) -> Callable[[object], Value]:
    match term.datatype:
        case "ratio":
            return ratio_reader(term)
        case "count":
            return count_reader(term)
        case "boolean":
            return lambda raw: _yes_no(raw, term)
        case "date":
            return read_day
        case "category" if term.multiple and term.yes_no:
            return lambda raw: _several_or_bare(raw, term)
        case "category" if term.multiple:
            return lambda raw: _several(raw, term)
        case "category":
            values = frozenset(term.values)
            return lambda raw: raw if type(raw) is str and raw in values else _category(raw, term)
        case _:
            return read_text


def _yes_no(raw: object, term: Term) -> bool:
    if raw is True or raw is False:
        return raw
    if isinstance(raw, str):
        truth = _YES_NO.get(raw.strip())
        if truth is not None:
            return truth
        refuse_misleading(raw)
    allowed = f"是、否、true、false,或 {UNKNOWN}"
    raise Unreadable("F127", f"「{term.label}」应为是或否,现为「{printable(raw)}」", allowed=allowed)


def _category(raw: object, term: Term) -> str:
    if isinstance(raw, (list, tuple)):
        raise Unreadable("F130", f"「{term.label}」只能有一个值", allowed=allowed_names(term))
    text = read_text(raw, term.values)
    if text in term.values:
        return text
    none = f"没有的写「{NONE}」," if term.multiple else ""
    hint = f"{none}不知道的写「{UNKNOWN}」" if text in OTHER_UNKNOWNS else ""
    raise Unreadable(
        "F117",
        f"「{term.label}」没有「{printable(text)}」",
        allowed=allowed_names(term),
        spelling=text,
        known=term.values,
        hint=hint,
    )


def _several_or_bare(raw: object, term: Term) -> Value:
    """Several values, or 是 alone (which of them is for whoever knows the matter to say) and 否 alone: none of them."""
    truth = raw if isinstance(raw, bool) else _YES_NO.get(raw.strip()) if isinstance(raw, str) else None
    return _several(raw, term) if truth is None else () if not truth else True


def _several(raw: object, term: Term) -> tuple[str, ...]:
    if type(raw) is str and raw.strip() == NONE:
        return ()
    items = list(raw) if isinstance(raw, (list, tuple)) else [raw]
    if not items:
        raise Unreadable("F130", f"「{term.label}」是空的列表", hint=f"没有的写「{NONE}」,不知道的写「{UNKNOWN}」")
    alone = [x for x in items if x is None or x in (NONE, UNKNOWN, UNPROVED)]
    if alone and len(items) > 1:
        wrong = "".join(f";没有「{printable(x)}」" for x in items if x not in alone and x not in term.values)
        raise Unreadable("F130", f"「{printable(alone[0])}」不能与其他值并列{wrong}", allowed=allowed_names(term))
    values = [_category(x, term) for x in items if x is not None]
    if len(set(values)) < len(values):
        raise Unreadable("F130", f"「{term.label}」中有重复的值", allowed=allowed_names(term))
    return tuple(v for v in term.values if v in values)


def allowed_names(term: Term) -> str:
    """What a category may be, for messages."""
    bare = ("是", "否") if term.yes_no else ()
    return joined((*term.values, *bare, *((NONE, UNPROVED) if term.multiple else ()), UNKNOWN))
