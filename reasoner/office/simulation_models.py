"""The simulations that the window keeps: what was asked for, of which register, and what it comes to."""

from __future__ import annotations

from django.db import models

Text = models.TextField


class SimulationRun(models.Model):
    """A simulation that was asked for."""

    question: Text[str, str] = models.TextField()
    """What is supposed, as JSON: `driver.window.simulation_question.SimulationQuestion`."""
    title: Text[str, str] = models.TextField()
    """The same in words."""
    organ: Text[str, str] = models.TextField(blank=True)
    """The organ for which it was asked; empty in a window without accounts."""
    content: models.BinaryField[bytes, bytes] = models.BinaryField()
    """The files that were sent, as `SimulationFiles` without the ledger (MessagePack), compressed (zlib)."""
    state: models.CharField[str, str] = models.CharField(max_length=16)
    """One of `jobs.State`."""
    done: models.IntegerField[int, int] = models.IntegerField(default=0)
    """How much of it is done, in per cent."""
    total: models.IntegerField[int, int] = models.IntegerField(default=0)
    """100; 0: not begun."""
    outcome: Text[str, str] = models.TextField(default="{}")
    """What is wrong with it, as JSON."""
    basis: models.CharField[str, str] = models.CharField(max_length=32, blank=True, default="")
    """The digest of the ledger and the rules by which it was made: `store.basis`."""
    result: models.BinaryField[bytes, bytes] = models.BinaryField(default=b"")
    """What it comes to, with names, as JSON, compressed (zlib); empty: nothing yet."""
    created: models.CharField[str, str] = models.CharField(max_length=32)
    """When it was asked for."""
    finished: models.CharField[str, str] = models.CharField(max_length=32, blank=True)
    """When it was done."""
