"""收件: applications that were judged become one case, with a number and a receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Max

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.casework.case_steps import CaseState, CaseStep
from reasoner.casework.receipt_number import receipt_number
from reasoner.casework.roles import Role
from reasoner.casework.working_days import day_in
from reasoner.driver.window import casework
from reasoner.office import casework_store, office_tables, store
from reasoner.office.acting import Actor
from reasoner.office.casework_models import CaseFile, CaseMatter
from reasoner.office.casework_steps import write_step
from reasoner.office.keeping import now
from reasoner.office.models import Case

RECEIPT: Final = CaseStep.RECEIVE.value
_ATTEMPTS: Final = 20
"""Numbers that others may take at the same moment."""


class Receiving(NamedTuple):
    """What a person says when an application is received (收件)."""

    received: str
    """The day, as it was written."""
    giver: str
    """Who handed it in."""
    papers: str
    """The papers that came, one a line."""
    batches: Mapping[int, str]
    """The batch of assessment of each application, by its number in the database."""
    earlier: int | None
    """The case to which it is a further application; None: none."""
    again: str
    """Why it is received though there is a case on the same matter; empty: nothing is said."""


def receive(kept: Sequence[Case], given: Receiving, acting: Actor) -> CaseFile:
    """Make a case of applications that came together. Raises Faults (K113, K114, K131, K132)."""
    with transaction.atomic():
        if Role.HANDLER not in acting.roles:
            raise Faults([Diagnostic("K112", RECEIPT, f"“{RECEIPT}”由{Role.HANDLER}办理", Role.HANDLER.value)])
        faults, opened = _applications(kept)
        day = day_in(given.received)
        received = "" if day is None else day.isoformat()
        where = f"{RECEIPT} · 收到日期"
        if day is None:
            faults.append(Diagnostic("K114", where, "收到日期不能识别", "如 2026-05-20"))
        elif day > casework_store.day_now():
            faults.append(Diagnostic("K114", where, f"{received}还没有到", "不晚于今天"))
        for other in opened:
            if day is not None and other.verdict.received and other.verdict.received != received:
                message = f"申请{other.case.number}写明的日期是{other.verdict.received},与收到日期不同"
                faults.append(Diagnostic("K132", where, message, hint="写真正收到的那一天;申请写错的,先更正申请"))
        if faults:
            raise Faults(faults)
        assert day is not None
        facts = [casework.matter_facts(o.verdict) for o in opened]
        same = casework_store.alike(facts[0].credit_code, [o.verdict.matter for o in opened], acting)
        if same and not given.again:
            numbers = "、".join(f"{f.number}({f.state})" for f in same[:5])
            message = f"同一机构就同一事项已有案件:{numbers}"
            raise Faults(
                [Diagnostic("K131", f"{RECEIPT} · 再次收件的理由", message, hint="重复的不再收件;再次申请的写明理由")]
            )
        earlier = next((f for f in same if f.pk == given.earlier), None)
        return _received(opened, facts, day, given, earlier, acting)


def _applications(kept: Sequence[Case]) -> tuple[list[Diagnostic], list[store.OpenCase]]:
    """The applications with their verdicts, and why they cannot be received together."""
    faults: list[Diagnostic] = []
    opened: list[store.OpenCase] = []
    for case in kept:
        row = store.row(case.pk)
        member = casework_store.file_of_case(case.pk)
        if row.judgement is None or store.faults_of(row.case):
            faults.append(Diagnostic("K132", f"申请{case.number}", "申请还有错误,没有研判", hint="先更正申请"))
        elif member is not None:
            faults.append(Diagnostic("K132", f"申请{case.number}", f"已属于案件{member.file.number}"))
        else:
            opened.append(store.opened(row, row.judgement))
    if not kept:
        faults.append(Diagnostic("K132", RECEIPT, "没有选申请", hint="至少选一份申请"))
    facts = [casework.matter_facts(o.verdict) for o in opened]
    for name, values in (
        ("统一社会信用代码", {f.credit_code for f in facts}), ("名称", {f.facility for f in facts}), ("所在地", {f.district for f in facts})
    ):  # fmt: skip
        if len(values) > 1:
            message = f"几份申请的{name}不同({'、'.join(v or '未写' for v in sorted(values))}),不是同一件"
            faults.append(Diagnostic("K132", RECEIPT, message, hint="分别收件"))
    return faults, opened


def _received(
    opened: Sequence[store.OpenCase],
    facts: Sequence[casework.MatterFacts],
    day: date,
    given: Receiving,
    earlier: CaseFile | None,
    acting: Actor,
) -> CaseFile:
    file = _numbered(day, facts[0], earlier, acting)
    for other in opened:
        batch = given.batches.get(other.case.pk, "")
        CaseMatter.objects.create(file=file, case=other.case, matter=other.verdict.matter, batch=batch)
    data: dict[str, object] = {
        "递交人": given.giver, "收到的材料": given.papers, "再次收件的理由": given.again,
        "以前的案件": "" if earlier is None else earlier.number,
        "申请": "、".join(f"{o.verdict.matter}({o.case.number})" for o in opened),
    }  # fmt: skip
    write_step(file, CaseStep.RECEIVE, day, {k: v for k, v in data.items() if v}, acting)
    return file


def _numbered(day: date, facts: casework.MatterFacts, earlier: CaseFile | None, acting: Actor) -> CaseFile:
    """A case with the next number of its year; where somebody else has just taken that one, the next after it."""
    pattern = office_tables.pattern_now()
    for attempt in range(_ATTEMPTS):
        place = (CaseFile.objects.filter(year=day.year).aggregate(last=Max("place"))["last"] or 0) + 1
        while CaseFile.objects.filter(number=receipt_number(pattern, day.year, place)).exists():
            place += 1  # another pattern of the same year gave that number
        try:
            with transaction.atomic():
                return CaseFile.objects.create(
                    number=receipt_number(pattern, day.year, place), year=day.year, place=place,
                    organ=acting.organ, received=day.isoformat(), facility=facts.facility, credit_code=facts.credit_code[:200],
                    district=facts.district, state=CaseState.RECEIVED.value, handler=acting.account, handler_name=acting.name,
                    earlier=earlier, version=0, changed=now(),
                )  # fmt: skip
        except IntegrityError:
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError
