"""The tokens by which other programs ask the office: each of one person, with that person's rights; kept as digests."""

from __future__ import annotations

from django.db import models


class ApiToken(models.Model):
    """A token. It is told once, when it is made, and stands here as its digest."""

    digest: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    """Its SHA-256."""
    account: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True, db_index=True)
    """The number of the account that made it, whose rights it has; none: the window has no accounts."""
    name: models.CharField[str, str] = models.CharField(max_length=100)
    """What it is for, in the words of whoever made it."""
    made: models.CharField[str, str] = models.CharField(max_length=32)
    """When it was made."""
    expires: models.CharField[str, str] = models.CharField(max_length=10)
    """The last day on which it is good."""
    ended: models.CharField[str, str] = models.CharField(max_length=32, blank=True, default="")
    """When it was taken back; empty: it was not."""
