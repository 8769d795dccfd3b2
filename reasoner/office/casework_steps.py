"""What is done with cases: each step in one transaction with its note, and never over a step that its taker has not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.db.models import Max

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.casework.attachment_check import attachment_fault, content_of
from reasoner.casework.case_steps import (
    RULES,
    SIGNATURES,
    CaseState,
    CaseStep,
    LoggedStep,
    annulled_by,
    is_redone,
    round_of,
)
from reasoner.casework.roles import Role
from reasoner.casework.step_check import step_faults
from reasoner.casework.working_days import day_in
from reasoner.driver.window import cases, casework
from reasoner.driver.window.casework import LawDay
from reasoner.office import accounts, casework_store, store, trail
from reasoner.office.acting import Actor, Deputation
from reasoner.office.casework_models import Attachment, CaseFile, CaseMatter, DecisiveClause, StepRecord
from reasoner.office.casework_store import OpenFile
from reasoner.office.day_tables import DayTables
from reasoner.office.handover import register_handover
from reasoner.office.keeping import now, plain_json, table, to_text

Filled = Mapping[str, str]
_SIGNED: Final = frozenset({*SIGNATURES.values()} - {CaseStep.PROPOSE})


class Overtaken(Exception):
    """Somebody took a step meanwhile; what was to be done was not."""

    def __init__(self, steps: Sequence[StepRecord]) -> None:
        self.steps = tuple(steps)
        """The steps that the taker has not seen."""
        names = "、".join(f"“{s.step}”" for s in steps)
        message = f"打开这一页以后,别人先办了{names},这一步没有提交"
        self.fault = Diagnostic("K119", "案件", message, hint="看清以后要提交的,再提交一次")
        super().__init__(f"{len(self.steps)}")


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
        # Whoever comes second waits here, and then reads what the first did.
        CaseFile.objects.select_for_update().filter(pk=number).first()
        opened = casework_store.open_file(number, acting)
        if opened.file.version != version:
            raise Overtaken(opened.steps[version:] or opened.steps[-1:])
        acting = in_place_of_handler(opened.file, acting)
        on = day_in(day)
        taker = casework_store.taker_of(acting)
        faults = _holder_faults(opened.file, step, acting)
        faults += [*step_faults(step, opened.log, taker, opened.flow, on, filled, casework_store.day_now(), opened.due)]
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
        write_step(opened.file, step, on, data, acting)
        after = casework_store.open_file(number, acting)
        if step is CaseStep.SIGN and after.state is CaseState.SIGNED:
            _decide(after, on, acting.name)
        elif step is CaseStep.REMEDY_RESULT and annulled_by(after.log) is not None:
            CaseMatter.objects.filter(file=opened.file).update(signed="", handling="", exception=False, beds=None)
        return after


def in_place_of_handler(file: CaseFile, acting: Actor) -> Actor:
    """Who acts, with the deputation for the handler of a case; handlers who represent one another have the role themselves."""
    if acting.account is None or file.handler is None or acting.account == file.handler:
        return acting
    if Role.HANDLER not in acting.roles or any(d.role is Role.HANDLER for d in acting.deputed):
        return acting
    rows = accounts.deputies_of_day(casework_store.day_now())
    if not rows.filter(deputy=acting.account, principal=file.handler, role=Role.HANDLER.value).exists():
        return acting
    return acting._replace(deputed=(*acting.deputed, Deputation(Role.HANDLER, file.handler, file.handler_name)))


def handles(file: CaseFile, step: CaseStep, acting: Actor) -> bool:
    """Whether a step is open to somebody as far as it is the handler's: who holds the case, or the deputy of that one."""
    others = RULES[step].roles & acting.roles - {Role.HANDLER}
    if acting.account is None or file.handler is None or others or Role.HANDLER not in RULES[step].roles:
        return True
    acting = in_place_of_handler(file, acting)
    in_place = any(d.role is Role.HANDLER and d.principal == file.handler for d in acting.deputed)
    return acting.account == file.handler or in_place


def _holder_faults(file: CaseFile, step: CaseStep, acting: Actor) -> list[Diagnostic]:
    if Role.HANDLER not in acting.roles or handles(file, step, acting):
        return []
    message = f"案件现在由{file.handler_name}经办,“{step}”由{file.handler_name}或者其代理人办理"
    hint = f"请{file.handler_name}办理;要换人的,由{file.handler_name}或者负责人在案件里移交"
    return [Diagnostic("K136", step.value, message, f"{file.handler_name}及其代理人", hint)]


def write_step(file: CaseFile, step: CaseStep, day: date, data: Mapping[str, object], acting: Actor) -> StepRecord:
    """Keep a step with its note, and what follows from it."""
    place = file.version + 1
    roles = RULES[step].roles if step in RULES else frozenset({Role.HANDLER})
    principal = next((d for d in acting.deputed if roles == {d.role}), None)
    record = StepRecord.objects.create(
        file=file, place=place, step=step.value, day=day.isoformat(), at=now(), account=acting.account, name=acting.name,
        deputed_by=None if principal is None else principal.principal,
        deputed_by_name="" if principal is None else principal.name, data=to_text(data),
    )  # fmt: skip
    file.version, file.changed = place, record.at
    file.save(update_fields=["version", "changed"])
    log = [casework_store.logged(r) for r in StepRecord.objects.filter(file=file)]
    flow = casework_store.flow_for(file, acting)
    casework_store.bring_up_to_date(file, log, flow, DayTables())
    first, *others = CaseMatter.objects.filter(file=file).order_by("pk").values_list("case__number", flat=True)
    trail.note(
        step.value,
        {
            "application": first, "joined": list(others), "案件": file.number, "第几步": place, "日期": record.day,
            "状态": file.state, "内容": plain_json(data),
            "签署": "单机,不作为签署" if acting.account is None else acting.name, "案卷": plain_json(_of_file(file, record)),
        },
        acting.name,
    )  # fmt: skip
    return record


def _of_file(file: CaseFile, record: StepRecord) -> dict[str, object]:
    """What stands beside a case and its step, so that an audit finds it changed: with 收件 whose the case is."""
    own = {"代": record.deputed_by_name}
    if record.step != CaseStep.RECEIVE.value:
        return {**own}
    return {
        **own, "单位": file.organ, "机构": file.facility, "统一社会信用代码": file.credit_code, "所在地": file.district,
    }  # fmt: skip


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
        faults += casework.check_proposal(completed(proposals.get(matter.pk, {}), opened), case.verdict, where)
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


def completed(proposal: Filled, opened: OpenFile) -> dict[str, object]:
    """A proposal with the day whose law was chosen."""
    chosen = law_reason(opened.log)
    return {**{k: v for k, v in proposal.items() if v}, **({"适用日期理由": chosen} if chosen else {})}


def _propose(opened: OpenFile, proposals: Mapping[int, Filled]) -> dict[str, object]:
    """Keep what is proposed beside the verdict of now; what the step says of it."""
    words: dict[str, object] = {}
    for matter in opened.matters:
        case = store.judged_case(matter.case.pk)
        proposal = completed(proposals.get(matter.pk, {}), opened)
        matter.proposal, matter.judgement = to_text(proposal), case.judgement
        matter.save(update_fields=["proposal", "judgement"])
        DecisiveClause.objects.filter(matter=matter).delete()
        clauses = casework.matter_facts(case.verdict).clauses
        DecisiveClause.objects.bulk_create(DecisiveClause(matter=matter, clause=c) for c in clauses)
        stands = casework.agreement_of(proposal, case.verdict)
        words[f"{matter.matter}({matter.case.number})"] = {"研判": case.verdict.label, **proposal, "与研判": stands}
    return words


def _stale_faults(opened: OpenFile) -> list[Diagnostic]:
    """Matters that were judged again since they were proposed, with another outcome, other clauses or other facts."""
    if round_of(opened.log)[0].step is not CaseStep.PROPOSE:
        return []
    message = "拟办以后又重新研判过,结论、所据条款或者事实不同,签署的不是现在的研判"
    return [
        Diagnostic("K120", f"{m.matter} · {m.case.number}", message, hint="退回经办,重新拟办")
        for m in opened.matters
        if differs(m, store.judged_case(m.case.pk), facts=True)
    ]


def differs(matter: CaseMatter, case: store.OpenCase, *, facts: bool = False) -> bool:
    """Whether a matter is judged otherwise than when it was proposed. facts: or on other facts."""
    if matter.judgement is None or matter.judgement.pk == case.judgement.pk:
        return matter.judgement is None
    before, after = cases.unpacked(bytes(matter.judgement.verdict)), case.verdict
    clauses = [casework.matter_facts(v).clauses for v in (before, after)]
    same = before.outcome is after.outcome and clauses[0] == clauses[1]
    stated = table(matter.judgement.data) == table(case.judgement.data)  # the name too, which no rule looks at
    return not same or (facts and not (stated and before.receipt.facts == after.receipt.facts))


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
    if differs(member, case):
        message = "签发以后又重新研判,结论或者所据条款与签发时不同"
        raise Faults([Diagnostic("K120", where, message, hint="需要重作的,在案件里办理重作")])


def as_signed(member: CaseMatter | None, case: store.OpenCase) -> store.OpenCase:
    """What letters of a matter are made from: where it is signed, the facts and the verdict beside which it was signed."""
    if member is None or not member.signed or case.record is None or case.record.judgement.pk == case.judgement.pk:
        return case
    signed = case.record.judgement
    return case._replace(judgement=signed, verdict=cases.completed(bytes(signed.verdict)), decided_before=False)


def is_being_redone(member: CaseMatter) -> bool:
    """Whether the decision on a matter is being made anew (重作); the old one stands until the new one is signed."""
    return is_redone([casework_store.logged(r) for r in StepRecord.objects.filter(file=member.file)])


def proposed_anew(member: CaseMatter) -> bool:
    """Whether a new decision is proposed in the place of one that stands until it is signed."""
    log = [casework_store.logged(r) for r in StepRecord.objects.filter(file=member.file)]
    signing = round_of(log)
    return is_redone(log) and bool(signing) and signing[0].step is CaseStep.PROPOSE


def check_editable(member: CaseMatter | None) -> None:
    """Raises Faults (K134) where an application belongs to a case that is signed: what was signed stands as it was."""
    if member is None:
        return
    state = CaseState(member.file.state)
    open_still = state not in (CaseState.SIGNED, CaseState.SERVED, CaseState.ARCHIVED)
    if open_still and (not member.signed or is_being_redone(member)):
        return
    message = f"这份申请属于案件{member.file.number},案件已经签发,申请不能再改"
    hint = "文字有误的,在案件里办理更正;事实有误的,在案件里办理重作,重作以后再改申请"
    raise Faults([Diagnostic("K134", f"申请 · 案件{member.file.number}", message, hint=hint)])


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
        if opened.state in RULES[CaseStep.JUDGE].before:
            _rest_on_evidence(opened, data, filled.get("页", ""), acting.name)
        return Attachment.objects.create(
            file=opened.file, number=last + 1, title=filled["题名"], pages=int(pages) if pages else None,
            proves=filled.get("证明", ""), page_of=filled.get("页", ""), origin=filled["来源类型"], giver=filled.get("提供人", ""),
            kind=kind.value, content=content, size=len(content), digest=digest, at=now(), by=acting.name,
        )  # fmt: skip


def _rest_on_evidence(opened: OpenFile, data: Filled, page: str, by: str) -> None:
    """Write into the applications that state a fact on which paper it rests, and judge them again: provenance, no other value."""
    evidence = {k: v for k, v in (("名称", data["题名"]), ("编号", data["证据编号"]), ("页", page)) if v}
    for matter in opened.matters:
        changed = casework.with_evidence(table(matter.case.data), data["证明"], evidence) if data["证明"] else None
        if changed is not None:
            day = store.judged_case(matter.case.pk).verdict.as_of
            read = casework_store.read_by(matter.case, changed, day)
            store.judge_again(matter.case, changed, cases.Judged(read, cases.verdict_on(read, day)), by)


def handed_over(from_account: int, to_account: int) -> int:
    """Move the open cases of one account to another; how many. Called inside a transaction."""
    whose, to = accounts.account(from_account), accounts.account(to_account)
    acting = accounts.acting_account(whose)
    moved = 0
    for file in (
        CaseFile.objects.select_for_update().filter(handler=from_account).exclude(state=CaseState.ARCHIVED.value)
    ):
        file.handler, file.handler_name = to.pk, to.name
        file.save(update_fields=["handler", "handler_name"])
        write_step(file, CaseStep.HAND_OVER, casework_store.day_now(), {"移交给": to.name}, acting)
        moved += 1
    return moved


register_handover("案件", handed_over)
