"""The settings of Django for one window: one database, no other host, nothing to configure."""

from __future__ import annotations

import logging
import os
import secrets
from pathlib import Path
from typing import Final

from reasoner.office.database import settings_of

MOST_UPLOAD: Final = 20 * 2**20
"""Bytes of a request with a file; a larger one is refused before anything of it is read."""
OPEN: Final = ("/healthz", "/static/")
"""What is answered to anybody who reaches the port: that the window works, and how pages look."""
PROGRAM: Final = "tiaoli.program"
"""Under which a request of another program says that a token let it in."""
MOST_FIELDS: Final = 2000
"""Fields of a form."""
_MOST_FORM: Final = 4 * 2**20
"""Bytes of a form without its files."""


def _silence() -> None:
    """What goes wrong is told on a page; the terminal has it where somebody looks for it (TIAOLI_DEBUG=1)."""
    if not os.environ.get("TIAOLI_DEBUG"):
        for name in ("django", "waitress"):
            logger = logging.getLogger(name)
            logger.addHandler(logging.NullHandler())
            logger.propagate = False


def configure(
    data: Path, hosts: tuple[str, ...], cookie: str, database: str = "", *, team: bool = False, tls: bool = False
) -> None:
    """Set Django up, once in a process. data: the data folder. hosts: names by which the window may be called.

    database: the address of PostgreSQL; empty: the file in the data folder. team: an office for many, who sign in. tls: browsers
    reach it by https alone, through a proxy. Raises Faults (U230).
    """
    import django
    from django.conf import settings

    if settings.configured:
        return
    settings.configure(
        ALLOWED_HOSTS=list(hosts),
        CSRF_COOKIE_HTTPONLY=True,
        CSRF_COOKIE_NAME=f"{cookie}_form",
        CSRF_COOKIE_SAMESITE="Strict",
        CSRF_COOKIE_SECURE=tls,
        CSRF_FAILURE_VIEW="reasoner.office.views.faults.stale_form",
        DATABASES={"default": settings_of(database, data)},
        DATA_UPLOAD_MAX_MEMORY_SIZE=_MOST_FORM,
        DATA_UPLOAD_MAX_NUMBER_FIELDS=MOST_FIELDS,
        DATA_UPLOAD_MAX_NUMBER_FILES=3,
        DEBUG=False,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        FILE_UPLOAD_TEMP_DIR=str(data),
        INSTALLED_APPS=["reasoner.office.apps.OfficeConfig"],
        LOGGING_CONFIG=None,
        MIDDLEWARE=[
            "reasoner.office.guard.answer_safely",
            "reasoner.office.guard.check_host",
            "reasoner.office.refusals.count_refused",
            "reasoner.office.programs_gate.let_programs_in",
            "reasoner.office.account_guard.check_account" if team else "reasoner.office.guard.check_entry",
            "reasoner.office.guard.check_size",
            "reasoner.office.rules_watch.watch_rules",
            "reasoner.office.guard.FormCheck",
            *(["reasoner.office.account_guard.sign_with_account"] if team else []),
        ],
        # Both are slow by design; Argon2 would need a further library.
        PASSWORD_HASHERS=[
            "django.contrib.auth.hashers.ScryptPasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        ROOT_URLCONF="reasoner.office.urls",
        SECRET_KEY=secrets.token_urlsafe(48),
        SESSION_COOKIE_NAME=f"{cookie}_account",
        TIAOLI_TEAM=team,
        TIAOLI_TLS=tls,
        USE_I18N=False,
        USE_TZ=False,
    )
    _silence()
    django.setup()
