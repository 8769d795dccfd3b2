"""The backend: that of Django, with what SQLite gives of itself and PostgreSQL only where it is asked.

- The functions that keep something were written for a database with one writer: what a transaction reads is what it then writes
  on. PostgreSQL lets several in; so each transaction takes one lock of the database before it reads anything. To read alone,
  nobody waits.
- A text may hold the character NUL in SQLite. In PostgreSQL it cannot; there it is written as U+FFFD. Where it matters how
  something was written, it is kept as JSON, in which NUL is six other characters.
"""

from __future__ import annotations

from typing import Final

from django.db.backends.postgresql import base
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap
from psycopg.types.string import StrDumper

WRITER: Final = 0x7469616F6C69
"""The number of the lock of whoever writes."""
WINDOW: Final = WRITER + 1
"""The number of the lock of the window that serves the database."""
_NO_CHARACTER: Final = "\ufffd"


class TextDumper(StrDumper):
    """Texts, of which PostgreSQL keeps every character but NUL."""

    def dump(self, obj: str) -> Buffer | None:
        """The text as PostgreSQL gets it."""
        return super().dump(obj.replace("\x00", _NO_CHARACTER))


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection."""

    def get_connection_params(self) -> dict[str, object]:
        """What psycopg is given: Django's own, and how texts are written."""
        parameters: dict[str, object] = super().get_connection_params()
        adapters = AdaptersMap(parameters["context"].adapters)  # type: ignore[attr-defined]
        adapters.register_dumper(str, TextDumper)
        parameters["context"] = _Context(adapters)
        return parameters

    def set_autocommit(self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False) -> None:
        """Begin or end a transaction; one that begins waits until no other is open."""
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if not autocommit:
            with self.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITER])


class _Context:
    """Adapters without a connection, as psycopg takes them."""

    connection = None

    def __init__(self, adapters: AdaptersMap) -> None:
        self.adapters = adapters
