"""What types and their fields mean, in the words of the source: docstrings, and the strings that stand below fields."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, get_origin

import msgspec
from msgspec.inspect import (
    CollectionType,
    DictType,
    EnumType,
    Field,
    Metadata,
    StructType,
    TupleType,
    Type,
    UnionType,
)

_NONE: Final = re.compile(r"\bNone\b")
_DEFAULT: Final = re.compile(r"\b(?:null|empty)\b(?=[:; ]|$)")
"""How the words of a field call its default."""


def struct_of(info: StructType) -> type[msgspec.Struct]:
    """The class of a type, a generic one without its arguments."""
    cls: type[msgspec.Struct] = get_origin(info.cls) or info.cls
    return cls


def reached(info: Type) -> Iterator[StructType | EnumType]:
    """The named types in a type, each once, in the order in which they are met."""
    met: dict[object, StructType | EnumType] = {}
    _reach(info, met)
    yield from (one for one in met.values() if isinstance(one, EnumType) or struct_of(one) is one.cls)


def _reach(info: Type, met: dict[object, StructType | EnumType]) -> None:
    match info:
        case StructType(cls=cls, fields=fields):
            if cls not in met:
                met[cls] = info
                for field in fields:
                    _reach(field.type, met)
        case EnumType(cls=cls):
            met.setdefault(cls, info)
        case Metadata(type=inner, extra_json_schema=extra):
            if "$ref" not in (extra or {}):
                _reach(inner, met)
        case UnionType(types=types) | TupleType(item_types=types):
            for one in types:
                _reach(one, met)
        case CollectionType(item_type=item):
            _reach(item, met)
        case DictType(key_type=key, value_type=value):
            _reach(key, met)
            _reach(value, met)


def class_words(kind: type) -> str:
    """What a class is: the first paragraph of its docstring."""
    return _in_json((inspect.getdoc(kind) or "").partition("\n\n")[0])


@cache
def field_words(kind: type) -> dict[str, str]:
    """What each field or member of a class means, also of those that it has from the classes it extends."""
    words: dict[str, str] = {}
    for one in reversed(kind.__mro__):
        if one.__module__.startswith(("policy_dsl", "reasoner")):
            words |= _module_words(one.__module__).get(one.__qualname__, {})
    return words


def always_written(kind: type[msgspec.Struct], field: Field) -> bool:
    """Whether a field of a type stands in JSON whatever its value."""
    return field.required or not kind.__struct_config__.omit_defaults


def written_words(kind: type[msgspec.Struct], fields: Iterable[Field]) -> dict[str, str]:
    """What each field means in JSON, where one that has its default is absent."""
    words = field_words(kind)
    return {
        f.name: words[f.name] if always_written(kind, f) else _DEFAULT.sub("absent", words[f.name])
        for f in fields
        if f.name in words
    }


@cache
def _module_words(module: str) -> dict[str, dict[str, str]]:
    """By class and field: the strings of a module."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {
        node.name: {
            name: _in_json(below.value.value)
            for field, below in zip(node.body, node.body[1:], strict=False)
            if (name := _target(field)) is not None
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and isinstance(below.value.value, str)
        }
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


def _target(statement: ast.stmt) -> str | None:
    """The name that a statement of a class body binds: a field, or a member of an enumeration."""
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return None


def _in_json(text: str) -> str:
    """Words about Python data as words about JSON, in one line."""
    return _NONE.sub("null", " ".join(text.split()))
