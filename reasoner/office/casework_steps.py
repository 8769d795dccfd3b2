"""What is done with cases: each step in one transaction with its note, and never over a step that its taker has not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import Max

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.casework.attachment_check import attachment_fault, content_of
from reasoner.casework.case_steps import OPENING, SIGNATURES, CaseState, CaseStep, LoggedStep, round_of
from reasoner.casework.receipt_number import receipt_number
from reasoner.casework.roles import Role
from reasoner.casework.step_check import step_faults
from reasoner.casework.working_days import day_in
from reasoner.driver.window import cases, casework
from reasoner.driver.window.casework import LawDay
from reasoner.office import accounts, casework_store, office_tables, store, trail
from reasoner.office.acting import Actor
from reasoner.office.casework_models import Attachment, CaseFile, CaseMatter, DecisiveClause, StepRecord
from reasoner.office.casework_store import OpenFile
from reasoner.office.handover import register_handover
from reasoner.office.keeping import now, plain_json, table, to_text
from reasoner.office.models import Case

Filled = Mapping[str, str]
_RECEIPT: Final = CaseStep.RECEIVE.value
_SIGNED: Final = frozenset({*SIGNATURES.values()} - {CaseStep.PROPOSE})


class Overtaken(Exception):
    """Somebody took a step meanwhile; what was to be done was not."""

    def __init__(self, steps: Sequence[StepRecord]) -> None:
        self.steps = tuple(steps)
        """The steps that the taker has not seen."""
        super().__init__(f"{len(self.steps)}")


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
            raise Faults([Diagnostic("K112", _RECEIPT, f"“{_RECEIPT}”由{Role.HANDLER}办理", Role.HANDLER.value)])
        faults, opened = _applications(kept)
        day = day_in(given.received)
        received = "" if day is None else day.isoformat()
        where = f"{_RECEIPT} · 收到日期"
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
                [Diagnostic("K131", f"{_RECEIPT} · 再次收件的理由", message, hint="重复的不再收件;再次申请的写明理由")]
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
        faults.append(Diagnostic("K132", _RECEIPT, "没有选申请", hint="至少选一份申请"))
    facts = [casework.matter_facts(o.verdict) for o in opened]
    for name, values in (
        ("统一社会信用代码", {f.credit_code for f in facts}), ("名称", {f.facility for f in facts}), ("所在地", {f.district for f in facts})
    ):  # fmt: skip
        if len(values) > 1:
            message = f"几份申请的{name}不同({'、'.join(v or '未写' for v in sorted(values))}),不是同一件"
            faults.append(Diagnostic("K132", _RECEIPT, message, hint="分别收件"))
    return faults, opened


def _received(
    opened: Sequence[store.OpenCase],
    facts: Sequence[casework.MatterFacts],
    day: date,
    given: Receiving,
    earlier: CaseFile | None,
    acting: Actor,
) -> CaseFile:
    place = (CaseFile.objects.filter(year=day.year).aggregate(last=Max("place"))["last"] or 0) + 1
    file = CaseFile.objects.create(
        number=receipt_number(office_tables.pattern_now(), day.year, place), year=day.year, place=place, organ=acting.organ,
        received=day.isoformat(), facility=facts[0].facility, credit_code=facts[0].credit_code, district=facts[0].district,
        state=CaseState.RECEIVED.value, handler=acting.account, handler_name=acting.name, earlier=earlier, version=0, changed=now(),
    )  # fmt: skip
    for other in opened:
        batch = given.batches.get(other.case.pk, "")
        CaseMatter.objects.create(file=file, case=other.case, matter=other.verdict.matter, batch=batch)
    data: dict[str, object] = {
        "递交人": given.giver, "收到的材料": given.papers, "再次收件的理由": given.again,
        "以前的案件": "" if earlier is None else earlier.number,
        "申请": "、".join(f"{o.verdict.matter}({o.case.number})" for o in opened),
    }  # fmt: skip
    _written(file, CaseStep.RECEIVE, day, {k: v for k, v in data.items() if v}, acting)
    return file


# --- steps ----------------------------------------------------------------------------------------------------


def take(
    number: int,
    version: int,
    step: CaseStep,
    day: str,
    filled: Filled,
    acting: Actor,
    proposals: Mapping[int, Filled] | None = None,
) -> OpenFile:
    """Take a step. version: the last step that the taker has seen. proposals: of 拟办, by the number of the matter.

    Raises Http404, Overtaken, Faults (K111 to K120, and what contradicts a verdict).
    """
    with transaction.atomic():
        opened = casework_store.open_file(number, acting)
        held_back = opened.steps[version:]
        if held_back or not CaseFile.objects.filter(pk=number, version=version).update(version=version):
            raise Overtaken(held_back)
        on = day_in(day)
        taker = casework_store.taker_of(acting)
        faults = [*step_faults(step, opened.log, taker, opened.flow, on, filled, casework_store.day_now(), opened.due)]
        if step is CaseStep.PROPOSE:
            faults += _proposal_faults(opened, proposals or {})
        elif step in _SIGNED and opened.state is CaseState.SIGNING:
            faults += _stale_faults(opened)
        if faults:
            raise Faults(faults)
        assert on is not None
        data: dict[str, object] = {k: v for k, v in filled.items() if v}
        if step is CaseStep.PROPOSE:
            data["拟办意见"] = _propose(opened, proposals or {})
        _written(opened.file, step, on, data, acting)
        after = casework_store.open_file(number, acting)
        if step is CaseStep.SIGN and after.state is CaseState.SIGNED:
            _decide(after, on, acting.name)
        elif step is CaseStep.REDO:
            CaseMatter.objects.filter(file=opened.file).update(signed="", handling="", exception=False, beds=None)
        return after


def _written(file: CaseFile, step: CaseStep, day: date, data: Mapping[str, object], acting: Actor) -> StepRecord:
    """Keep a step with its note, and what follows from it."""
    place = file.version + 1
    role = Role.HANDLER if step in OPENING else next((r for r, s in SIGNATURES.items() if s is step), None)
    principal = next((d for d in acting.deputed if d.role is role), None)
    record = StepRecord.objects.create(
        file=file, place=place, step=step.value, day=day.isoformat(), at=now(), account=acting.account, name=acting.name,
        deputed_by=None if principal is None else principal.principal,
        deputed_by_name="" if principal is None else principal.name, data=to_text(data),
    )  # fmt: skip
    file.version, file.changed = place, record.at
    file.save(update_fields=["version", "changed"])
    log = [casework_store.logged(r) for r in StepRecord.objects.filter(file=file)]
    flow = casework_store.flow_for(file, acting)
    casework_store.bring_up_to_date(file, log, flow, office_tables.terms_now(), office_tables.calendar_now())
    first, *others = CaseMatter.objects.filter(file=file).order_by("pk").values_list("case__number", flat=True)
    trail.note(
        step.value,
        {
            "application": first, "joined": list(others), "案件": file.number, "第几步": place, "日期": record.day,
            "状态": file.state, "内容": plain_json(data),
            "签署": "单机,不作为签署" if acting.account is None else acting.name,
        },
        acting.name,
    )  # fmt: skip
    return record


def _proposal_faults(opened: OpenFile, proposals: Mapping[int, Filled]) -> list[Diagnostic]:
    faults: list[Diagnostic] = []
    if not law_reason(opened.log) and casework.days_differ(law_days_of(opened)):
        message = "收件、受理、拟办之日有效的规定不同,没有写明适用哪一天的"
        faults.append(Diagnostic("K113", f"{CaseStep.PROPOSE} · 适用日期", message, hint="先选定适用日期并写明理由"))
    for matter in opened.matters:
        case = store.judged_case(matter.case.pk)
        where = f"{CaseStep.PROPOSE} · {matter.pk}"
        if case.verdict.received and case.verdict.as_of != case.verdict.received and not law_reason(opened.log):
            message = f"研判适用{case.verdict.as_of}的规定,不是收到之日,没有写明理由"
            faults.append(
                Diagnostic("K113", f"{where} · 适用日期理由", message, hint="在研判一步里选定适用日期并写明理由")
            )
        faults += casework.check_proposal(
            completed(proposals.get(matter.pk, {}), case.verdict.as_of, opened), case.verdict, where
        )
    return faults


def law_days_of(opened: OpenFile) -> tuple[LawDay, ...]:
    """What the matters come to by the law of the days of receipt, of acceptance and of today, matter by matter."""
    accepted = next((e.day.isoformat() for e in opened.log if e.step is CaseStep.ACCEPT), "")
    days = [("收件", opened.file.received), ("受理", accepted), ("拟办", casework_store.day_now().isoformat())]
    listed = [d for d in days if d[1]]
    by_matter = [casework.law_days(partial(casework_store.application_by, m.case), listed) for m in opened.matters]
    return tuple(
        LawDay(
            column[0].name, column[0].day, "、".join(d.label for d in column), tuple(t for d in column for t in d.documents)
        )
        for column in zip(*by_matter, strict=True)
    )  # fmt: skip


def law_reason(log: Sequence[LoggedStep]) -> str:
    """Why the law of the day was chosen that was chosen last; empty: nobody chose."""
    return next((e.data.get("适用日期理由", "") for e in reversed(log) if e.step is CaseStep.JUDGE), "")


def completed(proposal: Filled, as_of: str, opened: OpenFile) -> dict[str, object]:
    """A proposal with the day whose law was chosen."""
    chosen = law_reason(opened.log) if as_of != opened.file.received else ""
    return {**{k: v for k, v in proposal.items() if v}, **({"适用日期理由": chosen} if chosen else {})}


def _propose(opened: OpenFile, proposals: Mapping[int, Filled]) -> dict[str, object]:
    """Keep what is proposed beside the verdict of now; what the step says of it."""
    words: dict[str, object] = {}
    for matter in opened.matters:
        case = store.judged_case(matter.case.pk)
        proposal = completed(proposals.get(matter.pk, {}), case.verdict.as_of, opened)
        matter.proposal, matter.judgement = to_text(proposal), case.judgement
        matter.save(update_fields=["proposal", "judgement"])
        DecisiveClause.objects.filter(matter=matter).delete()
        clauses = casework.matter_facts(case.verdict).clauses
        DecisiveClause.objects.bulk_create(DecisiveClause(matter=matter, clause=c) for c in clauses)
        stands = casework.agreement_of(proposal, case.verdict)
        words[f"{matter.matter}({matter.case.number})"] = {"研判": case.verdict.label, **proposal, "与研判": stands}
    return words


def _stale_faults(opened: OpenFile) -> list[Diagnostic]:
    """Matters that were judged again since they were proposed."""
    if round_of(opened.log)[0].step is not CaseStep.PROPOSE:
        return []
    return [
        Diagnostic(
            "K120",
            f"{m.matter} · {m.case.number}",
            "拟办以后又重新研判过,签署的不是现在的研判",
            hint="退回经办,重新拟办",
        )
        for m in opened.matters
        if (last := store.row(m.case.pk).judgement) is None or m.judgement is None or last.pk != m.judgement.pk
    ]


def _decide(opened: OpenFile, day: date, by: str) -> None:
    """What the last signature brings about: of 拟办 the decisions, of 撤销 that they are none any more."""
    begun = round_of(opened.log)[0].step
    if begun is CaseStep.REVOKE:
        CaseMatter.objects.filter(file=opened.file).update(signed="", handling="", exception=False, beds=None)
    if begun is not CaseStep.PROPOSE:
        return
    for matter in opened.matters:
        case = store.judged_case(matter.case.pk)
        decision = {**table(matter.proposal), "决定日期": day.isoformat()}
        faults = casework.check_proposal(decision, case.verdict, f"{CaseStep.SIGN} · {matter.matter}")
        if faults:
            raise Faults(faults)
        store.decide(case, decision, by)
        asked_for = casework.matter_facts(case.verdict).beds
        matter.handling, matter.signed = str(decision.get("处理", "")), day.isoformat()
        matter.exception, matter.beds = decision.get("例外") == "是", casework.beds_granted(decision, asked_for)
        matter.save(update_fields=["handling", "signed", "exception", "beds"])


def check_final(member: CaseMatter, case: store.OpenCase) -> None:
    """Raises Faults where a letter on a matter may not be final yet: K133 nothing is signed, K120 it was judged otherwise since."""
    where = f"案件{member.file.number}"
    if not member.signed:
        raise Faults([Diagnostic("K133", where, "案件还没有签发,没有正式文书", hint="先在案件里签发;草稿随时可以出")])
    beside = None if member.judgement is None else cases.unpacked(bytes(member.judgement.verdict))
    if beside is not None and member.judgement is not None and member.judgement.pk != case.judgement.pk:
        before, after = (casework.matter_facts(v).clauses for v in (beside, case.verdict))
        if (beside.outcome, before) != (case.verdict.outcome, after):
            message = f"签发以后又重新研判,结论由“{beside.label}”变为“{case.verdict.label}”,或者所据条款不同"
            raise Faults([Diagnostic("K120", where, message, hint="需要重作的,在案件里办理重作")])


def judge_by_day(number: int, version: int, law_day: str, reason: str, acting: Actor) -> OpenFile:
    """Judge all matters of a case again, by the law of a day that is chosen with a reason. Raises as `take`."""
    with transaction.atomic():
        chosen = day_in(law_day)
        opened = casework_store.open_file(number, acting)
        faults = []
        if chosen is None:
            faults.append(Diagnostic("K113", f"{CaseStep.JUDGE} · 适用日期", "没有选适用日期", "收件、受理、拟办之日"))
        if not reason:
            faults.append(Diagnostic("K113", f"{CaseStep.JUDGE} · 适用日期理由", "没有写选择这一天的理由"))
        if faults:
            raise Faults(faults)
        assert chosen is not None
        filled = {"适用日期": chosen.isoformat(), "适用日期理由": reason}
        after = take(number, version, CaseStep.JUDGE, casework_store.day_now().isoformat(), filled, acting)
        for matter in opened.matters:
            data = table(matter.case.data)
            read = casework_store.application_by(matter.case, chosen.isoformat())
            judged = cases.Judged(read, cases.verdict_on(read, chosen.isoformat()))
            store.judge_again(matter.case, data, judged, acting.name)
        return after


# --- papers ---------------------------------------------------------------------------------------------------


def attach(number: int, version: int, content: bytes, name: str, filled: Filled, acting: Actor) -> Attachment:
    """Put a photograph or a scan into a case. Raises as `take`, and Faults K113, K121, K122."""
    fault = attachment_fault(content, name)
    pages = filled.get("页数", "")
    faults = [] if fault is None else [fault]
    if not filled.get("题名"):
        faults.append(Diagnostic("K113", f"{CaseStep.ATTACH} · 题名", "没有写题名", "如 现场照片(北门)"))
    if not filled.get("来源类型"):
        faults.append(Diagnostic("K113", f"{CaseStep.ATTACH} · 来源类型", "没有选来源类型"))
    if pages and not (pages.isascii() and pages.isdecimal() and 0 < int(pages[:6]) < 100_000):
        faults.append(Diagnostic("K113", f"{CaseStep.ATTACH} · 页数", f"页数“{pages[:10]}”不能识别", "如 3"))
    if faults:
        raise Faults(faults)
    with transaction.atomic():
        kind = content_of(content).kind
        assert kind is not None
        last = Attachment.objects.filter(file=number).aggregate(last=Max("number"))["last"] or 0
        digest = sha256(content).hexdigest()
        data = {
            "证据编号": f"证据{last + 1}", "题名": filled["题名"], "证明": filled.get("证明", ""), "来源类型": filled["来源类型"],
            "提供人": filled.get("提供人", ""), "摘要": digest,
        }  # fmt: skip
        opened = take(number, version, CaseStep.ATTACH, casework_store.day_now().isoformat(), data, acting)
        return Attachment.objects.create(
            file=opened.file, number=last + 1, title=filled["题名"], pages=int(pages) if pages else None,
            proves=filled.get("证明", ""), page_of=filled.get("页", ""), origin=filled["来源类型"], giver=filled.get("提供人", ""),
            kind=kind.value, content=content, size=len(content), digest=digest, at=now(), by=acting.name,
        )  # fmt: skip


def handed_over(from_account: int, to_account: int) -> int:
    """Move the open cases of one account to another; how many. Called inside a transaction."""
    whose, to = accounts.account(from_account), accounts.account(to_account)
    acting = accounts.acting_account(whose)
    moved = 0
    for file in CaseFile.objects.filter(handler=from_account).exclude(state=CaseState.ARCHIVED.value):
        file.handler, file.handler_name = to.pk, to.name
        file.save(update_fields=["handler", "handler_name"])
        _written(file, CaseStep.HAND_OVER, casework_store.day_now(), {"移交给": to.name}, acting)
        moved += 1
    return moved


register_handover("案件", handed_over)
