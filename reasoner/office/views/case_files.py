"""案件: the list, 收件, one page a case with its whole course, its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Fault, Faults
from reasoner.casework.case_steps import OPENING, CaseState, CaseStep, annulled_by, is_redone, round_of
from reasoner.casework.flow import opinion_notes
from reasoner.casework.hand_over import EFFECT, REASON, TO
from reasoner.casework.quota import PlanState, Unpublished, plan_states, plans_for, unpublished
from reasoner.casework.roles import CASE_ROLES, Role
from reasoner.casework.step_check import open_steps, signers_of
from reasoner.driver.window import cases, casework
from reasoner.driver.window.casework import LawDay, MatterFacts
from reasoner.model.kinds import Outcome
from reasoner.office import (
    casework_handover,
    casework_receipt,
    casework_steps,
    casework_store,
    casework_urging,
    office_tables,
    refusals,
    store,
)
from reasoner.office.acting import Actor, actor, only
from reasoner.office.casework_models import Attachment, CaseFile, CaseMatter, StepRecord
from reasoner.office.casework_receipt import Receiving
from reasoner.office.casework_steps import Overtaken
from reasoner.office.casework_store import EarlierCase, OpenFile
from reasoner.office.day_tables import in_effect
from reasoner.office.keeping import form_key, once, table
from reasoner.office.models import Case
from reasoner.office.office_clock import today
from reasoner.office.pages.case_file_form import (
    DAY,
    ProposedMatter,
    attachment_fields,
    hand_over_fields,
    law_day_fields,
    proposal_names,
    proposals_of,
    receipt_fields,
    step_forms,
)
from reasoner.office.store import OpenCase
from reasoner.office.templating import page
from reasoner.office.views.redirect import see

_ROWS: Final = 100
_MOST_TEXT: Final = 200
_MOST_CASES: Final = 40
"""Applications that are received together."""
_FILTERS: Final = ("state", "waits", "district", "matter", "text", "handler", "year", "due", "since", "until", "mine")
ATTACHING: Final = "收存材料"
_CONTROLS: Final = frozenset({"step", "version", "key", DAY, "csrfmiddlewaretoken"})
"""What a form of a step carries besides what is filled in."""
LAW_DAY: Final = "适用日期"
"""Which form was sent, where it is that of no step."""


@only(*CASE_ROLES)
def files(request: HttpRequest) -> HttpResponse:
    """The cases, by what they wait for and what is due."""
    acting = actor(request)
    by = {k: request.GET.get(k, "").replace("\x00", "").strip()[:_MOST_TEXT] for k in _FILTERS}
    every = casework_store.visible(acting)
    rows = Paginator(casework_store.listed(acting, by), _ROWS).get_page(request.GET.get("page"))

    def distinct(name: str) -> list[str]:
        return sorted(v for v in every.order_by().values_list(name, flat=True).distinct() if v)

    counts = {due: casework_store.listed(acting, {"due": due}).count() for due in ("逾期", "催办", "未结")}
    matters = CaseMatter.objects.filter(file__in=every).order_by().values_list("matter", flat=True).distinct()
    values = {
        "section": "files", "rows": rows, "number": rows.paginator.count, "filters": by, "today": today(), "counts": counts,
        "query": urlencode({k: v for k, v in by.items() if v}), "acting": acting, "waiting": distinct("waits"),
        "selects": (
            ("state", "状态", [s.value for s in CaseState]), ("waits", "等谁", distinct("waits")), ("district", "所在地", distinct("district")),
            ("matter", "事项", sorted(matters)), ("handler", "经办", distinct("handler_name")),
            ("year", "收件年度", [str(y) for y in sorted({*every.order_by().values_list("year", flat=True).distinct()})]),
            ("due", "期限", ["逾期", "催办", "未结"]),
        ),
        "tables": [(k.value, in_effect(k, acting)) for k in office_tables.DATED],
    }  # fmt: skip
    return page(request, "case_files.html.jinja", values)


# --- 收件 -----------------------------------------------------------------------------------------------------


@only(*CASE_ROLES)
def receive(request: HttpRequest) -> HttpResponse:
    """收件: applications that were judged become one case."""
    acting = actor(request)
    sent = request.POST if request.method == "POST" else request.GET
    numbers = [int(n) for n in sent.getlist("case")[:_MOST_CASES] if n.isascii() and n.isdecimal() and len(n) < 18]
    chosen = list(store.with_files().filter(pk__in=numbers).order_by("id"))
    typed = typed_in(request)
    if request.method != "POST":
        return _receipt_form(request, chosen, {"收到日期": _received(chosen)}, ())
    earlier = typed.get("earlier", "")
    given = Receiving(
        typed.get("收到日期", ""), typed.get("递交人", ""), typed.get("收到的材料", ""),
        {c.pk: typed.get("评审批次", "") for c in chosen}, int(earlier[:18]) if earlier.isdecimal() else None, typed.get("再次收件的理由", ""),
    )  # fmt: skip
    try:
        return see(once(typed.get("key", ""), lambda: f"/file/{casework_receipt.receive(chosen, given, acting).pk}"))
    except Faults as error:
        return _receipt_form(request, chosen, typed, error.diagnostics)


def _received(chosen: Sequence[Case]) -> str:
    """The day that the applications name."""
    row = store.row(chosen[0].pk) if chosen else None
    return (
        today()
        if row is None or row.judgement is None
        else cases.unpacked(bytes(row.judgement.verdict)).received or today()
    )


def _receipt_form(
    request: HttpRequest, chosen: Sequence[Case], typed: dict[str, str], faults: Sequence[Fault]
) -> HttpResponse:
    refusals.note_forbidden(request, faults)
    codes = {code for c in chosen if (code := _credit_code(c))}
    same = [f for code in codes for f in casework_store.alike(code, [c.matter for c in chosen], actor(request))]
    names = {c.facility for c in chosen if c.facility}
    others = (
        Case.objects.filter(of_file=None, facility__in=names).exclude(outcome="").exclude(pk__in=[c.pk for c in chosen])
    )
    fields, rest = receipt_fields(typed, faults, bool(same))
    values = {
        "section": "files", "chosen": chosen, "others": list(others.order_by("-id")[:_MOST_CASES]), "fields": fields, "faults": rest, "any": bool(faults),
        "same": same, "earlier": typed.get("earlier", ""), "key": form_key(),
        "ready": list(Case.objects.filter(of_file=None).exclude(outcome="").order_by("-id")[:_MOST_CASES]) if not chosen else [],
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return page(request, "case_file_new.html.jinja", values, status=status)


def _credit_code(case: Case) -> str:
    row = store.row(case.pk)
    return (
        "" if row.judgement is None else casework.matter_facts(cases.unpacked(bytes(row.judgement.verdict))).credit_code
    )


# --- one case -------------------------------------------------------------------------------------------------


class MatterView(NamedTuple):
    """A matter as the page of its case shows it."""

    matter: CaseMatter
    opened: OpenCase
    facts: MatterFacts
    proposal: dict[str, object]
    agreement: str
    """How it stands to the verdict; empty: nothing is proposed."""
    stale: bool
    """Whether it was judged again since it was proposed."""
    earlier: list[EarlierCase]
    places: dict[str, str]
    """The clauses that decide, in words."""
    plans: tuple[PlanState, ...]
    unpublished: Unpublished


class Sent(NamedTuple):
    """A form that was sent and not carried out."""

    step: str = ""
    typed: Mapping[str, str] = MappingProxyType({})
    faults: tuple[Fault, ...] = ()
    before: tuple[StepRecord, ...] = ()
    """The steps that somebody else took meanwhile."""


@only(*CASE_ROLES)
def case_file(request: HttpRequest, number: int) -> HttpResponse:
    """A case with its whole course."""
    return file_page(request, number, Sent())


def file_page(request: HttpRequest, number: int, sent: Sent) -> HttpResponse:
    """The page of a case. sent: the form that was sent and not carried out."""
    acting = actor(request)
    refusals.note_forbidden(request, sent.faults)
    opened = casework_store.open_file(number, acting)
    views = [_matter_view(m, opened, acting) for m in opened.matters]
    rules = tuple(
        r
        for r in open_steps(opened.log, casework_store.taker_of(acting), opened.flow)
        if casework_steps.handles(opened.file, r.step, acting)
    )
    may = {r.step for r in rules}
    proposed = [proposed_matter(v.matter, v.opened) for v in views]
    forms = step_forms(rules, proposed, sent.step, sent.typed, sent.faults, today())
    facts = sorted({f for m in opened.matters for f in casework.stated_facts(table(m.case.data))})
    own = sent.step == ATTACHING
    attaching, attach_faults = attachment_fields(sent.typed if own else {}, facts, sent.faults if own else ())
    days = law_days(opened) if CaseStep.JUDGE in may and CaseStep.PROPOSE in may else ()
    chosen = sent.step == LAW_DAY
    choosing, law_faults = law_day_fields(
        [(f"{d.name}之日{d.day}", d.day) for d in days], sent.typed if chosen else {}, sent.faults if chosen else ()
    )
    signing = round_of(opened.log)
    going = sent.step == CaseStep.HAND_OVER.value
    offered = casework_handover.offered(opened, acting)
    handing, handing_faults = hand_over_fields(offered or (), sent.typed if going else {}, sent.faults if going else ())
    known = {
        ATTACHING,
        *((LAW_DAY,) if days else ()),
        *((CaseStep.HAND_OVER.value,) if offered is not None else ()),
        *(f.step for f in forms),
    }
    values = {
        "section": "files", "file": opened.file, "opened": opened, "steps": [(s, table(s.data)) for s in opened.steps], "views": views,
        "forms": forms, "sent": sent, "lost": sent.typed if sent.step and sent.step not in known else {}, "any": bool(sent.faults or sent.before),
        "version": opened.file.version, "key": form_key(), "today": today(), "acting": acting, "alone": acting.account is None,
        "attachments": Attachment.objects.filter(file=opened.file).defer("content"),
        "attaching": attaching if CaseStep.ATTACH in may else (), "attach_faults": attach_faults,
        "days": days, "differ": casework.days_differ(days), "choosing": choosing, "law_faults": law_faults,
        "law_reason": casework_steps.law_reason(opened.log),
        "handing": handing if offered is not None else (), "offered": offered, "handing_faults": handing_faults, "effect": EFFECT,
        "notices": casework_urging.notices_of(opened.file), "urged": any(d.urged for d in opened.due),
        "signing": signing, "notes": opinion_notes(opened.flow, signers_of(signing)) if acting.account is not None else (), "signer": opened.next_signer,
        "opening": [s.value for s in OPENING], "annulled": annulled_by(opened.log), "redone": is_redone(opened.log) and any(m.signed for m in opened.matters),
        "same": [f for f in casework_store.alike(opened.file.credit_code, [m.matter for m in opened.matters], acting) if f.pk != number],
        "later": CaseFile.objects.filter(earlier=opened.file), "signed": opened.state in (CaseState.SIGNED, CaseState.SERVED, CaseState.ARCHIVED),
    }  # fmt: skip
    status = HTTPStatus.CONFLICT if sent.before else HTTPStatus.UNPROCESSABLE_ENTITY if sent.faults else HTTPStatus.OK
    return page(request, "case_file.html.jinja", values, status=status)


def law_days(opened: OpenFile) -> tuple[LawDay, ...]:
    """What the first matter comes to by the law of the days that may be chosen."""
    return casework_steps.law_days_of(opened)


def _matter_view(matter: CaseMatter, opened: OpenFile, acting: Actor) -> MatterView:
    row = store.row(matter.case.pk)
    assert row.judgement is not None
    case = store.opened(row, row.judgement)
    facts = casework.matter_facts(case.verdict)
    proposal = table(matter.proposal)
    own, year = opened.file.number, opened.file.year
    near = casework_store.uses(acting, file__district=facts.district, matter=matter.matter, signed__gt=facts.figure_day)
    plans = plans_for(office_tables.plans_now(), year, facts.district, matter.matter, matter.batch)
    taken = casework_store.uses(acting, file__year=year) if plans else []
    return MatterView(
        matter, case, facts, proposal, casework.agreement_of(proposal, case.verdict) if proposal else "",
        bool(proposal) and casework_steps.differs(matter, case, facts=True),
        casework_store.earlier_cases(matter, facts.clauses, case.verdict.outcome.value, proposal, acting),
        casework.clause_places(case.verdict), plan_states(plans, [u for u in taken if u.number != own]),
        unpublished([u for u in near if u.number != own], facts.district, matter.matter, facts.figure_day, in_beds=facts.of_beds),
    )  # fmt: skip


def proposed_matter(matter: CaseMatter, case: OpenCase) -> ProposedMatter:
    """A matter as the form of 拟办 takes it."""
    in_principle = case.verdict.outcome is Outcome.PRESUMPTIVELY_BARRED
    of_beds = casework.matter_facts(case.verdict).of_beds
    return ProposedMatter(
        matter.pk, f"{matter.matter}（{case.case.number}）", of_beds, in_principle, table(matter.proposal)
    )


# --- steps ----------------------------------------------------------------------------------------------------


@only(*CASE_ROLES)
@require_POST
def step(request: HttpRequest, number: int) -> HttpResponse:
    """Take a step."""
    typed = typed_in(request)
    acting, name, version = actor(request), typed.get("step", ""), version_of(typed)
    opened = casework_store.open_file(number, acting)
    try:
        if name == LAW_DAY:
            day, reason = typed.get("适用日期", ""), typed.get("适用日期理由", "")
            made = once(
                typed.get("key", ""),
                lambda: _address(casework_steps.judge_by_day(number, version, day, reason, acting)),
            )
            return see(made)
        taken = next((s for s in CaseStep if s.value == name), None)
        if taken in (None, CaseStep.RECEIVE, CaseStep.JUDGE, CaseStep.ATTACH, CaseStep.HAND_OVER):
            return see(f"/file/{number}")
        matters = [proposed_matter(m, store.judged_case(m.case.pk)) for m in opened.matters]
        aside = _CONTROLS | (proposal_names(matters) if taken is CaseStep.PROPOSE else frozenset())
        filled = {k: v for k, v in typed.items() if k not in aside}
        proposals = proposals_of(typed, matters)

        def make() -> str:
            return _address(casework_steps.take(number, version, taken, typed.get(DAY, ""), filled, acting, proposals))

        return see(once(typed.get("key", ""), make))
    except Faults as error:
        return file_page(request, number, Sent(name, typed, error.diagnostics))
    except Overtaken as error:
        return file_page(request, number, Sent(name, typed, (error.fault,), error.steps))


@only(Role.HANDLER, Role.HEAD)
@require_POST
def hand_over(request: HttpRequest, number: int) -> HttpResponse:
    """Hand a case over to another handler."""
    typed, acting = typed_in(request), actor(request)
    to = typed.get(TO, "")
    casework_store.open_file(number, acting)

    def make() -> str:
        chosen = int(to) if to.isascii() and to.isdecimal() and len(to) < 18 else 0
        reason = typed.get(REASON, "")
        return _address(casework_handover.hand_over_file(number, version_of(typed), chosen, reason, acting))

    try:
        return see(once(typed.get("key", ""), make))
    except Faults as error:
        return file_page(request, number, Sent(CaseStep.HAND_OVER.value, typed, error.diagnostics))
    except Overtaken as error:
        return file_page(request, number, Sent(CaseStep.HAND_OVER.value, typed, (error.fault,), error.steps))


def typed_in(request: HttpRequest) -> dict[str, str]:
    """What a form states, by its fields; a character that no database keeps is left out."""
    return {k: request.POST.get(k, "").replace("\x00", "").strip() for k in request.POST}


def version_of(typed: dict[str, str]) -> int:
    """The last step that the page showed from which a form was sent."""
    text = typed.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _address(opened: OpenFile) -> str:
    return f"/file/{opened.file.pk}"
