"""What is noted of accounts: sign-ins and changes of rights, in the transaction of the change itself. Pages that are read are not."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from policy_dsl.ir import JsonValue
from reasoner.office.account_models import Note
from reasoner.office.keeping import now, to_text


def note(kind: str, payload: Mapping[str, JsonValue], by: str) -> None:
    """Note that something was done. kind: what, in Chinese. by: the name of who did it; empty: nobody who is known.

    Called inside the transaction of what is noted, so that both stand or neither does.
    """
    with transaction.atomic():
        Note.objects.create(kind=kind, payload=to_text(payload), by=by, at=now())
