"""What somebody typed into a form that was not taken, to be shown again: the browser may not keep it."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

_MOST: Final = 2**20
"""Bytes of a form of which the fields are shown."""
_FORM: Final = "application/x-www-form-urlencoded"
_NOT_TYPED: Final = frozenset({"csrfmiddlewaretoken", "key", "digest", "next"})
_SECRET: Final = ("password", "again", "new")
"""How the names of fields end that hold a password."""


def typed_fields(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The fields of a form with what was written into them, without passwords; none for a file, or where it is very large."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method != "POST" or request.content_type != _FORM or not length.isdecimal() or int(length) > _MOST:
        return ()
    return tuple(
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and name not in _NOT_TYPED and not name.endswith(_SECRET)
    )
