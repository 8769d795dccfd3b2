"""Where keys stand in data, each with what its schema says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from written_json import schemas

Schema = Mapping[str, Any]


class Key(NamedTuple):
    """A key of an object in data."""

    of: str
    """The name of the schema of the object, with the file."""
    key: str
    required: bool
    nullable: bool
    holder: dict[str, Any]
    """The object itself, so that it can be changed."""
    free: bool = False
    """Whether the object takes any keys, of which none is required."""


def keys(name: str, data: Any) -> Iterator[Key]:
    """Every key in data of a kind of output; not those of what has a schema of its own (a verdict within a comparison)."""
    yield from _keys(name, schemas()[name], data, "")


def _keys(file: str, schema: Schema, data: Any, of: str) -> Iterator[Key]:
    found = resolved(file, schema, data, of)
    if found is None:
        return
    schema, of = found
    if isinstance(data, dict):
        properties, more = schema.get("properties", {}), schema.get("additionalProperties")
        for key in list(data):
            part = properties.get(key, more)
            yield Key(of, key, key in schema.get("required", ()), may_be_null(file, part), data, key not in properties)
            yield from _keys(file, part, data[key], f"{of}.{key}")
    elif isinstance(data, list):
        for number, item in enumerate(data):
            parts = schema.get("prefixItems")
            yield from _keys(file, parts[number] if parts else schema["items"], item, of)


def resolved(file: str, schema: Schema, data: Any, of: str) -> tuple[Schema, str] | None:
    """The schema that speaks of the data, and its name; None where it stands in another file."""
    while "$ref" in schema:
        target: str = schema["$ref"]
        if not target.startswith("#/$defs/"):
            return None
        of = f"{file}/{target.removeprefix('#/$defs/')}"
        schema = schemas()[file]["$defs"][of.partition("/")[2]]
    if "anyOf" in schema:
        fitting = (resolved(file, one, data, of) for one in schema["anyOf"])
        return next((f for f in fitting if f is not None and _speaks_of(f[0], data)), None)
    return schema, of


def _speaks_of(schema: Schema, data: Any) -> bool:
    if isinstance(data, dict):
        properties = schema.get("properties", {})
        constants = {k: p["const"] for k, p in properties.items() if "const" in p}
        tagged = all(data.get(k) == value for k, value in constants.items() if k in schema["required"])
        return data.keys() <= properties.keys() and tagged
    kind = {list: "array", str: "string", type(None): "null"}.get(type(data))
    return kind is not None and kind in str(schema.get("type"))


def may_be_null(file: str, schema: Schema) -> bool:
    """Whether a schema takes null."""
    while "$ref" in schema and schema["$ref"].startswith("#/$defs/"):
        schema = schemas()[file]["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if "anyOf" in schema:
        return any(may_be_null(file, one) for one in schema["anyOf"])
    return "null" in schema.get("type", ()) or (None in schema.get("enum", ()))
