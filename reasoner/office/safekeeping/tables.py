"""The rows of a database as lines of an archive, and back. The models are those of the forms that the tables have, not of today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, Final

import msgspec
from django.apps.registry import Apps
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

from reasoner.office.safekeeping.archive import Table

_AT_ONCE: Final = 500
"""Rows that are read or written together."""
_FEW: Final = 8
"""The same of a table whose rows may hold files of 20 MB."""
_PLAIN: Final = (str, int, float, bool)

Forms = tuple[tuple[str, str], ...]


def applied() -> Forms:
    """The forms that the tables have had, in no certain order: application and name of each migration."""
    executor = MigrationExecutor(connection)
    known = executor.loader.applied_migrations
    return tuple(sorted(key for key in known if key in executor.loader.disk_migrations))


def unknown_applied() -> Forms:
    """The forms that the tables have had and that this version does not know: a later version has changed them."""
    loader = MigrationExecutor(connection).loader
    apps = loader.migrated_apps
    return tuple(sorted(k for k in loader.applied_migrations if k not in loader.disk_migrations and k[0] in apps))


def last_of(forms: Forms) -> list[tuple[str, str]]:
    """Those of forms on which no other of them rests. Raises KeyError where one is not known."""
    graph = MigrationExecutor(connection).loader.graph
    chosen_forms = set(forms)
    for key in chosen_forms:
        if key not in graph.nodes:
            raise KeyError(key)
    return sorted(k for k in chosen_forms if not any(c.key in chosen_forms for c in graph.node_map[k].children))


def models_of(forms: Forms) -> list[type[models.Model]]:
    """The models as they were with these forms, in the order of their names."""
    loader = MigrationExecutor(connection).loader
    state = loader.project_state(last_of(forms)) if forms else None
    apps: Apps | None = None if state is None else state.apps
    every = [] if apps is None else apps.get_models(include_auto_created=True)
    return sorted((m for m in every if m._meta.managed and not m._meta.proxy), key=lambda m: m._meta.label_lower)


def lines_of(model: type[models.Model]) -> Iterator[bytes]:
    """The rows of a table, one JSON list a line, in the order of their keys."""
    fields = model._meta.concrete_fields
    encoder = msgspec.json.Encoder()
    rows = model._default_manager.order_by("pk")
    most = _together(model)
    page = list(rows[:most])
    while page:
        for row in page:
            yield encoder.encode([_plain(f, row) for f in fields]) + b"\n"
        page = list(rows.filter(pk__gt=page[-1].pk)[:most])


def _together(model: type[models.Model]) -> int:
    return _FEW if any(isinstance(f, models.BinaryField) for f in model._meta.concrete_fields) else _AT_ONCE


def _plain(field: models.Field[object, object], row: models.Model) -> object:
    value = field.value_from_object(row)
    if isinstance(field, models.JSONField) and value is not None:
        return msgspec.json.encode(value).decode()
    return value if value is None or isinstance(value, _PLAIN) else field.value_to_string(row)


def take_lines(model: type[models.Model], table: Table, lines: IO[bytes]) -> int:
    """Write rows into a table; how many. Raises ValueError, or what the database raises, where they are none of it."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    if set(table.fields) != fields.keys():
        raise ValueError(table.model)
    decoder = msgspec.json.Decoder(list[object])
    chosen = [fields[name] for name in table.fields]
    number = 0
    for page in _pages(lines, _together(model)):
        rows = []
        for line in page:
            values = decoder.decode(line)
            read = {f.attname: _value(f, v) for f, v in zip(chosen, values, strict=True)}
            rows.append(model(**read))
        model._default_manager.bulk_create(rows)
        number += len(rows)
    return number


def _value(field: models.Field[object, object], value: object) -> object:
    """A value as the model has it; JSON fields were written as JSON within JSON."""
    if isinstance(field, models.JSONField) and isinstance(value, str):
        return msgspec.json.decode(value)
    return field.to_python(value)


def _pages(lines: IO[bytes], most: int) -> Iterator[list[bytes]]:
    page = []
    for line in lines:
        page.append(line)
        if len(page) == most:
            yield page
            page = []
    if page:
        yield page


def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """What stands in a row of a table, in this order."""
    return tuple(f.attname for f in model._meta.concrete_fields)


def last_number(model: type[models.Model]) -> int:
    """The last number that was given to a row, whether or not it is still there; 0: none, or rows are not numbered."""
    key = model._meta.pk
    if not isinstance(key, models.AutoField | models.BigAutoField):
        return 0
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            # The name comes from a model of ours.
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {_sequence(table, key.column)}")
        row = cursor.fetchone()
    return 0 if row is None else int(row[0])


def _sequence(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table), column])
        (name,) = cursor.fetchone()
    return str(name)


def set_last_numbers(tables: Iterable[tuple[type[models.Model], int]]) -> None:
    """Let the next rows be numbered after those that were."""
    with connection.cursor() as cursor:
        for model, last in tables:
            key, table = model._meta.pk, model._meta.db_table
            if last <= 0 or not isinstance(key, models.AutoField | models.BigAutoField):
                continue
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
            else:
                cursor.execute("SELECT setval(%s, %s)", [_sequence(table, key.column), last])
