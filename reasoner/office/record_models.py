"""The record as tables: the entries, what they rest on, and the one row that says where the record ends.

Nobody changes or removes a row of the first two. The columns beside a line are there to search by; what counts is the line.
"""

from __future__ import annotations

from typing import Final

from django.db import models

Text = models.TextField
MOST_ABOUT: Final = 200
"""Characters of the number of an application that stand beside an entry."""


class RecordEntry(models.Model):
    """One entry of the record."""

    n: models.BigIntegerField[int, int] = models.BigIntegerField(primary_key=True)
    """Its number; the first is 1."""
    at: models.CharField[str, str] = models.CharField(max_length=40, db_index=True)
    """When it was recorded."""
    kind: models.CharField[str, str] = models.CharField(max_length=64, db_index=True)
    """What it is."""
    by: Text[str, str] = models.TextField(blank=True)
    """Who did it."""
    about: models.CharField[str, str] = models.CharField(max_length=MOST_ABOUT, blank=True, db_index=True)
    """The number of the application (编号) that it speaks of, or its beginning; empty: of none."""
    digest: models.CharField[str, str] = models.CharField(max_length=64)
    """Its digest."""
    line: models.BinaryField[bytes, bytes] = models.BinaryField()
    """The line itself, compressed (zlib)."""


class RecordKept(models.Model):
    """What entries rest on, kept once: rule bases, official texts, facts that applications share."""

    kind: models.CharField[str, str] = models.CharField(max_length=16)
    """One of `Kept`."""
    digest: models.CharField[str, str] = models.CharField(max_length=64)
    """The SHA-256 of the content unpacked."""
    content: models.BinaryField[bytes, bytes] = models.BinaryField()
    """The content, compressed (zlib)."""

    class Meta:
        """Each is there once."""

        constraints = (models.UniqueConstraint(fields=("kind", "digest"), name="kept_once"),)


class RecordHead(models.Model):
    """Where the record ends. There is one row, which every writer locks first."""

    size: models.BigIntegerField[int, int] = models.BigIntegerField(default=0)
    """How many entries there are."""
    digest: models.CharField[str, str] = models.CharField(max_length=64)
    """The digest of the last one; 64 zeros where there is none."""


class RecordedLetter(models.Model):
    """A letter that the record names by its digest, as it was given out."""

    entry: models.BigIntegerField[int, int] = models.BigIntegerField(unique=True)
    """The number of its entry."""
    about: models.CharField[str, str] = models.CharField(max_length=MOST_ABOUT, db_index=True)
    """The number of its application (编号), as the record has it, or its beginning."""
    name: Text[str, str] = models.TextField()
    """The name of the file."""
    content: models.BinaryField[bytes, bytes] = models.BinaryField()
    """The file."""
