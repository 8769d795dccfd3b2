"""What is saved from a page as a file."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from django.http import HttpResponse

WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook."""
MOST_LETTERS: Final = 200
"""Letters in one archive."""


def file_answer(name: str, content: bytes, kind: str) -> HttpResponse:
    """A file to be saved."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return HttpResponse(content, content_type=kind, headers=headers)
