"""A field of a form: what it is called, what stands in it, what may stand in it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from policy_dsl.diagnostics import Fault


class FieldKind(StrEnum):
    """How a field is filled."""

    TEXT = "text"
    AREA = "area"
    SELECT = "select"
    RADIO = "radio"
    CHECKS = "checks"


class Option(NamedTuple):
    """A value that may be chosen."""

    value: str
    label: str


class Field(NamedTuple):
    """A field of a form."""

    name: str
    """Its name in the form."""
    label: str
    """What it is called."""
    kind: FieldKind = FieldKind.TEXT
    hint: str = ""
    """What is to be known of it; empty: nothing."""
    options: tuple[Option, ...] = ()
    """What may be chosen."""
    choices: tuple[str, ...] = ()
    """Of a text: what is proposed."""
    required: bool = False
    values: tuple[str, ...] = ()
    """What stands in it."""
    faults: tuple[Fault, ...] = ()
    """What is wrong with it."""
    note: str = ""
    """What is doubtful of what stands in it, and is taken all the same; empty: nothing."""


def options(values: Iterable[str], empty: str | None = None) -> tuple[Option, ...]:
    """Values that are called by their own names, behind one for none of them."""
    return (*((Option("", empty),) if empty is not None else ()), *(Option(v, v) for v in values))


def with_faults(
    fields: Sequence[Field], faults: Iterable[Fault], names: Mapping[str, str]
) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
    """The fields, each with its faults, and the faults that belong to none. names: the field of a place in the data."""
    by_field: dict[str, list[Fault]] = {}
    others: list[Fault] = []
    known = {f.name for f in fields}
    for fault in faults:
        name = names.get(fault.where.rpartition(": ")[2], "")
        if name in known:
            by_field.setdefault(name, []).append(fault)
        else:
            others.append(fault)
    return tuple(f._replace(faults=tuple(by_field.get(f.name, ()))) for f in fields), tuple(others)
