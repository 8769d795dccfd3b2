"""移交 of one case, as it is kept: to whom it may go, and the step with its note by which it goes."""

from __future__ import annotations

from django.db import transaction

from policy_dsl.diagnostics import Faults
from reasoner.casework.case_steps import RULES, CaseStep
from reasoner.casework.hand_over import REASON, TO, Receiver, hand_over_faults, may_hand_over, receivers
from reasoner.casework.roles import Role
from reasoner.casework.step_check import step_faults
from reasoner.office import accounts, casework_store
from reasoner.office.acting import Actor
from reasoner.office.casework_models import CaseFile
from reasoner.office.casework_steps import Overtaken, write_step
from reasoner.office.casework_store import OpenFile


def colleagues(organ: str) -> list[Receiver]:
    """The open accounts of an organ that handle cases."""
    return [Receiver(a.pk, a.name, accounts.roles_of(a)) for a in accounts.with_role(Role.HANDLER, organ)]


def offered(opened: OpenFile, acting: Actor) -> list[Receiver] | None:
    """To whom a person may hand a case over; None: the person may not, or nobody may any more."""
    if opened.state not in RULES[CaseStep.HAND_OVER].before:
        return None
    if not may_hand_over(casework_store.taker_of(acting), opened.file.handler):
        return None
    known = colleagues(opened.file.organ or acting.organ)
    return receivers(opened.log, opened.flow, opened.file.handler, known)


def hand_over_file(number: int, version: int, to: int, reason: str, acting: Actor) -> OpenFile:
    """Hand a case over to another handler of its organ. version: the last step that the person has seen.

    Raises Http404, Overtaken, Faults (K111 to K115).
    """
    with transaction.atomic():
        CaseFile.objects.select_for_update().filter(pk=number).first()
        opened = casework_store.open_file(number, acting)
        if opened.file.version != version:
            raise Overtaken(opened.steps[version:] or opened.steps[-1:])
        taker, today = casework_store.taker_of(acting), casework_store.day_now()
        receiver = next((c for c in colleagues(opened.file.organ or acting.organ) if c.account == to), None)
        faults = [*step_faults(CaseStep.HAND_OVER, opened.log, taker, opened.flow, today, {}, today)]
        faults += hand_over_faults(opened.log, opened.flow, taker, opened.file.handler, receiver, reason)
        if faults:
            raise Faults(faults)
        assert receiver is not None
        before = opened.file.handler_name
        opened.file.handler, opened.file.handler_name = receiver.account, receiver.name
        opened.file.save(update_fields=["handler", "handler_name"])
        data = {TO: receiver.name, "原经办": before, REASON: reason}
        write_step(opened.file, CaseStep.HAND_OVER, today, {k: v for k, v in data.items() if v}, acting)
        return casework_store.open_file(number, acting)
