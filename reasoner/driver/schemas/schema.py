"""The JSON Schema of a kind of output, from its type: strict, with each key described.

A key that is always written is required. One that is left out where it has its default is optional, and the default is
then no value that it may have: what says nothing is not written. null stands only where the type says so.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from msgspec import inspect

from policy_dsl.ir import JsonValue
from reasoner.driver.schemas.outputs import FILES, Output
from reasoner.driver.schemas.words import always_written, class_words, struct_of, written_words

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
BASE: Final = "https://w3id.org/tiaoli/schema/"
_NUMBER: Final = r"^-?[0-9]+(?:\.[0-9]+)?$"

Schema = dict[str, JsonValue]


def head(name: str, what: str) -> Schema:
    """How a schema begins; other schemas refer to it as `name.json`."""
    return {"$schema": DIALECT, "$id": f"{BASE}{name}.json", "title": name, "description": what}


def output_schema(output: Output) -> Schema:
    """The schema of one kind of output."""
    definitions = Definitions(output.name)
    objects = [definitions.of(inspect.type_info(kind)) for kind in output.kinds]
    item: Schema = objects[0] if len(objects) == 1 else {"anyOf": [*objects]}
    root: Schema = {"type": "array", "items": item} if output.many else item
    defined: Schema = {"$defs": definitions.sorted} if definitions.sorted else {}
    return head(output.name, output.what) | root | defined


class Definitions:
    """The schemas of types, those with a name kept apart; of a type that has a file of its own only the file is named."""

    def __init__(self, name: str) -> None:
        self._file = name
        self._kinds: dict[str, type] = {}
        self._by_name: dict[str, Schema] = {}

    @property
    def sorted(self) -> Schema:
        """The schemas with a name, in its order."""
        return {name: self._by_name[name] for name in sorted(self._by_name)}

    def of(self, info: inspect.Type) -> Schema:
        """The schema of a type. Raises TypeError for one that nothing is written of."""
        match info:
            case inspect.Metadata(type=kind, extra_json_schema=extra):
                more: Schema = {**(extra or {})}
                return more if "$ref" in more else self.of(kind) | more
            case inspect.StructType():
                return self._struct(info)
            case inspect.EnumType(cls=cls):
                return self._defined(cls, {"description": class_words(cls), "enum": _values(cls)})
            case inspect.LiteralType(values=values):
                return {"const": values[0]} if len(values) == 1 else {"enum": list(values)}
            case inspect.UnionType(types=types):
                return _any([self.of(one) for one in types])
            case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
                return {"type": "array", "items": self.of(item)}
            case inspect.TupleType(item_types=items):
                parts: list[JsonValue] = [self.of(one) for one in items]
                return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
            case inspect.DictType(key_type=key, value_type=value):
                return {"type": "object", "propertyNames": self.of(key), "additionalProperties": self.of(value)}
        return _plain(info)

    def _struct(self, info: inspect.StructType) -> Schema:
        kind = struct_of(info)
        if kind in FILES and FILES[kind] != self._file:
            return {"$ref": f"{FILES[kind]}.json"}
        if kind is not info.cls:  # generic: what it holds differs from place to place
            return self._object(info)
        if self._kinds.get(kind.__name__) is not kind:
            self._defined(kind, {})  # its name is taken before its fields refer to it
            self._by_name[kind.__name__] = self._object(info)
        return {"$ref": f"#/$defs/{kind.__name__}"}

    def _defined(self, kind: type, schema: Schema) -> Schema:
        if self._kinds.setdefault(kind.__name__, kind) is not kind:
            raise TypeError(f"two types of {self._file} are called {kind.__name__}")
        self._by_name[kind.__name__] = schema
        return {"$ref": f"#/$defs/{kind.__name__}"}

    def _object(self, info: inspect.StructType) -> Schema:
        kind = struct_of(info)
        words = written_words(kind, info.fields)
        properties: Schema = {} if info.tag is None else {str(info.tag_field): {"const": info.tag}}
        required: list[JsonValue] = [*properties]
        for field in info.fields:
            if always_written(kind, field):
                required.append(field.encode_name)
                schema = self.of(field.type)
            else:
                schema = self._without(field)
            text = words.get(field.name, "")
            properties[field.encode_name] = schema | ({"description": text} if text else {})
        made: Schema = {"description": class_words(kind), "type": "object", "properties": properties}
        return made | {"required": required, "additionalProperties": False}

    def _without(self, field: inspect.Field) -> Schema:
        """The schema of a field that is left out where it has its default."""
        default: object = field.default
        kind = field.type
        match default:
            case None if isinstance(kind, inspect.UnionType):
                return _any([self.of(t) for t in kind.types if not isinstance(t, inspect.NoneType)])
            case bool():
                return {"const": not default}
            case Enum():
                return {"enum": [value for value in _values(type(default)) if value != default.value]}
            case "":
                return self.of(kind) | {"minLength": 1}
            case ():
                return self.of(kind) | {"minItems": 1}
        raise TypeError(f"{field.name}: nothing is known of what {default!r} leaves out")


def _values(kind: type[Enum]) -> list[JsonValue]:
    return [str(member.value) for member in kind]


def _plain(info: inspect.Type) -> Schema:
    match info:
        case inspect.StrType():
            return {"type": "string"}
        case inspect.BoolType():
            return {"type": "boolean"}
        case inspect.IntType():
            return {"type": "integer"}
        case inspect.NoneType():
            return {"type": "null"}
        case inspect.DecimalType():
            return {"type": "string", "pattern": _NUMBER}
    raise TypeError(f"nothing is written of type {info}")


def _any(schemas: list[Schema]) -> Schema:
    """What fits one of several; types without a name that differ are written as one."""
    types = [s.get("type") for s in schemas]
    if None in types or len({str(t) for t in types}) < len(types):
        return schemas[0] if len(schemas) == 1 else {"anyOf": [*schemas]}
    merged: Schema = {}
    for one in schemas:
        merged |= one
    return merged | {"type": types[0] if len(types) == 1 else [*types]}
