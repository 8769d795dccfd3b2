"""The settings of Django for one window: one SQLite file, no other host, nothing to configure."""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path
from typing import Final

DATABASE: Final = "tiaoli.sqlite3"
"""The name of the file in the data folder."""
MOST_UPLOAD: Final = 20 * 2**20
"""Bytes of a request with a file; a larger one is refused before anything of it is read."""
OPEN: Final = ("/healthz", "/static/")
"""What is answered to anybody who reaches the port: that the window works, and how pages look."""
MOST_FIELDS: Final = 2000
"""Fields of a form."""
_MOST_FORM: Final = 4 * 2**20
"""Bytes of a form without its files."""
_BUSY_SECONDS: Final = 20


def _silence() -> None:
    """What goes wrong is told on a page; the terminal has it where somebody looks for it (TIAOLI_DEBUG=1)."""
    if not os.environ.get("TIAOLI_DEBUG"):
        for name in ("django", "waitress"):
            logger = logging.getLogger(name)
            logger.addHandler(logging.NullHandler())
            logger.propagate = False


def configure(data: Path, hosts: tuple[str, ...], cookie: str) -> None:
    """Set Django up, once in a process. data: the data folder. hosts: names by which the window may be called."""
    import django
    from django.conf import settings

    if settings.configured:
        return
    settings.configure(
        ALLOWED_HOSTS=list(hosts),
        CSRF_COOKIE_HTTPONLY=True,
        CSRF_COOKIE_NAME=f"{cookie}_form",
        CSRF_COOKIE_SAMESITE="Strict",
        CSRF_FAILURE_VIEW="reasoner.office.views.faults.stale_form",
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": data / DATABASE,
                # Each of the few threads of the server keeps its connection: to open one is dearer than to answer from it.
                "CONN_MAX_AGE": None,
                # A writer takes its lock at once, so that no transaction fails half-way; what is answered is on the disk.
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": _BUSY_SECONDS,
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
                },
            }
        },
        DATA_UPLOAD_MAX_MEMORY_SIZE=_MOST_FORM,
        DATA_UPLOAD_MAX_NUMBER_FIELDS=MOST_FIELDS,
        DATA_UPLOAD_MAX_NUMBER_FILES=1,
        DEBUG=False,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        FILE_UPLOAD_TEMP_DIR=str(data),
        INSTALLED_APPS=["reasoner.office.apps.OfficeConfig"],
        LOGGING_CONFIG=None,
        MIDDLEWARE=[
            "reasoner.office.guard.answer_safely",
            "reasoner.office.guard.check_host",
            "reasoner.office.guard.check_entry",
            "reasoner.office.guard.check_size",
            "reasoner.office.rules_watch.watch_rules",
            "reasoner.office.guard.FormCheck",
        ],
        ROOT_URLCONF="reasoner.office.urls",
        SECRET_KEY=secrets.token_urlsafe(48),
        USE_I18N=False,
        USE_TZ=False,
    )
    _silence()
    django.setup()
