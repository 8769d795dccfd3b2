"""The registers that the window judged: what was sent, and the tables of what they came to."""

from __future__ import annotations

from django.db import models

Text = models.TextField


class JudgedRegister(models.Model):
    """A register that is judged as a whole."""

    question: Text[str, str] = models.TextField()
    """The names of its files and the day, as JSON: `driver.window.register_tables.RegisterQuestion`."""
    name: Text[str, str] = models.TextField()
    """The name of the file of applications."""
    organ: Text[str, str] = models.TextField(blank=True)
    """The organ for which it was sent; empty in a window without accounts."""
    content: models.BinaryField[bytes, bytes] = models.BinaryField()
    """The files that were sent, as `RegisterFiles` without the ledger (MessagePack), compressed (zlib)."""
    state: models.CharField[str, str] = models.CharField(max_length=16)
    """One of `jobs.State`."""
    done: models.IntegerField[int, int] = models.IntegerField(default=0)
    """How much of it is done, in per cent."""
    total: models.IntegerField[int, int] = models.IntegerField(default=0)
    """100; 0: not begun."""
    outcome: Text[str, str] = models.TextField(default="{}")
    """What is wrong with it, as JSON."""
    basis: models.CharField[str, str] = models.CharField(max_length=32, blank=True, default="")
    """The digest of the ledger and the rules by which it was judged: `store.basis`."""
    ledger: models.BinaryField[bytes, bytes] = models.BinaryField(default=b"")
    """The ledger by which it was judged (MessagePack), compressed (zlib): by it a row is explained."""
    summary: Text[str, str] = models.TextField(default="{}")
    """What it came to in numbers, as JSON: `RegisterSummary`."""
    result: models.BinaryField[bytes, bytes] = models.BinaryField(default=b"")
    """The outcomes as `batch` writes them, Parquet; empty: nothing yet."""
    rows: models.BinaryField[bytes, bytes] = models.BinaryField(default=b"")
    """The rows with what they come to, Parquet."""
    faults: models.BinaryField[bytes, bytes] = models.BinaryField(default=b"")
    """The faults of the others, Parquet."""
    created: models.CharField[str, str] = models.CharField(max_length=32)
    """When it was sent."""
    finished: models.CharField[str, str] = models.CharField(max_length=32, blank=True)
    """When it was judged."""
