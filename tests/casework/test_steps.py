"""The course of a case: which step follows which, who takes it, what it needs; what a signer may not do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from reasoner.casework.case_steps import (
    RULES,
    STEPS,
    CaseState,
    CaseStep,
    LoggedStep,
    open_remedies,
    pauses_of,
    round_of,
    state_of,
    waits_for,
)
from reasoner.casework.deadlines import Due, Term, Unit
from reasoner.casework.flow import ALWAYS_APART, Flow, usual_flow
from reasoner.casework.roles import ADMINISTRATORS, CASE_ROLES, Role
from reasoner.casework.step_check import Taker, due_signer, open_steps, step_faults

DAY = date(2026, 5, 11)
FLOW = usual_flow("某中心")
HANDLER = Taker(1, "经办甲", frozenset({Role.HANDLER}))
REVIEWER = Taker(2, "复核甲", frozenset({Role.REVIEWER}))
LEGAL = Taker(3, "法制甲", frozenset({Role.LEGAL}))
HEAD = Taker(4, "负责人甲", frozenset({Role.HEAD}))
ALL = Taker(1, "一人", CASE_ROLES)
ALONE = Taker(None, "", CASE_ROLES | {Role.AUDITOR})


def log(*steps: CaseStep, accounts: Mapping[CaseStep, int] | None = None) -> list[LoggedStep]:
    """A log whose signatures are those of different persons, unless it is said whose."""
    usual = {CaseStep.PROPOSE: 1, CaseStep.REVIEW: 2, CaseStep.LEGAL: 3, CaseStep.SIGN: 4}
    whose = {**usual, **(accounts or {})}
    return [
        LoggedStep(s, DAY, account=whose.get(s, 1), name=f"{whose.get(s, 1)}号") for s in (CaseStep.RECEIVE, *steps)
    ]


def needs(step: CaseStep) -> dict[str, str]:
    """What a step needs, filled in."""
    return {n.name: n.choices[0] if n.choices else "有" for n in RULES[step].needs if n.required}


def faults(step: CaseStep, entries: list[LoggedStep], taker: Taker, flow: Flow = FLOW, **data: str) -> list[str]:
    given = {**needs(step), **data}
    return [f.code for f in step_faults(step, entries, taker, flow, DAY, given, DAY)]


A, N, S, P, R, L, G = (
    CaseStep.ACCEPT, CaseStep.NOTIFY, CaseStep.SUPPLEMENTED, CaseStep.PROPOSE, CaseStep.REVIEW, CaseStep.LEGAL, CaseStep.SIGN,
)  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), CaseState.RECEIVED),
        ((A,), CaseState.ACCEPTED),
        ((N, S), CaseState.RECEIVED),
        ((A, N), CaseState.SUPPLEMENT),
        ((A, N, S), CaseState.ACCEPTED),
        ((A, CaseStep.INSPECT), CaseState.INSPECTION),
        ((A, CaseStep.INSPECT, CaseStep.INSPECTED, CaseStep.JUDGE), CaseState.ACCEPTED),
        ((A, P), CaseState.SIGNING),
        ((A, P, R, L), CaseState.SIGNING),
        ((A, P, R, CaseStep.RETURN), CaseState.ACCEPTED),
        ((A, P, R, L, G), CaseState.SIGNED),
        ((A, P, R, L, G, CaseStep.SERVE), CaseState.SERVED),
        ((A, P, R, L, G, CaseStep.SERVE, CaseStep.RECONSIDERATION), CaseState.SERVED),
        ((A, P, R, L, G, CaseStep.SERVE, CaseStep.CORRECT), CaseState.SIGNING),
        ((A, P, R, L, G, CaseStep.SERVE, CaseStep.CORRECT, CaseStep.RETURN), CaseState.SERVED),
        ((A, P, R, L, G, CaseStep.SERVE, CaseStep.CORRECT, R, L, G), CaseState.SIGNED),
        ((A, P, R, L, G, CaseStep.SERVE, CaseStep.ARCHIVE, CaseStep.REDO), CaseState.ACCEPTED),
        ((A, N, CaseStep.LAPSE), CaseState.LAPSED),
        ((A, P, CaseStep.WITHDRAW), CaseState.WITHDRAWN),
        ((A, P, CaseStep.WITHDRAW, CaseStep.ARCHIVE), CaseState.ARCHIVED),
    ],
)
def test_the_state_follows_from_the_log(steps: tuple[CaseStep, ...], state: CaseState) -> None:
    assert state_of(log(*steps)) is state


def test_no_step_but_those_that_are_open_can_be_taken() -> None:
    for rule in STEPS:
        for state, entries in (
            (CaseState.RECEIVED, log()), (CaseState.ACCEPTED, log(A)), (CaseState.SUPPLEMENT, log(A, N)),
            (CaseState.SIGNED, log(A, P, R, L, G)), (CaseState.WITHDRAWN, log(CaseStep.WITHDRAW)),
            (CaseState.ARCHIVED, log(CaseStep.WITHDRAW, CaseStep.ARCHIVE)),
        ):  # fmt: skip
            assert ("K111" in faults(rule.step, entries, ALONE)) is (state not in rule.before), (rule.step, state)


@pytest.mark.parametrize(
    "taker", [REVIEWER, LEGAL, HEAD, *(Taker(9, "管", frozenset({a})) for a in sorted(ADMINISTRATORS))]
)
def test_who_has_not_the_role_takes_no_step(taker: Taker) -> None:
    assert faults(A, log(), taker) == ["K112"]
    assert A not in {r.step for r in open_steps(log(), taker, FLOW)}


def test_the_signatures_come_in_the_order_of_the_flow() -> None:
    entries = log(A, P)
    assert due_signer(FLOW, entries) is Role.REVIEWER
    assert [r.step for r in open_steps(entries, LEGAL, FLOW)] == [CaseStep.ATTACH, CaseStep.HAND_OVER]
    assert faults(L, entries, LEGAL) == ["K115"]
    assert faults(R, entries, REVIEWER) == []
    assert faults(G, log(A, P, R), HEAD) == ["K115"], "法制 is before 负责人"
    assert faults(G, log(A, P, R, L), HEAD) == []


def test_a_flow_of_two_leaves_out_what_the_organ_has_not() -> None:
    two = Flow("某中心", (Role.HANDLER, Role.HEAD), frozenset({ALWAYS_APART}))
    assert faults(G, log(A, P), HEAD, two) == []
    assert faults(R, log(A, P), REVIEWER, two) == ["K115"]


def test_one_person_signs_no_two_steps_that_must_be_apart_and_never_proposes_and_decides() -> None:
    same = {R: 2, L: 2}
    assert faults(L, log(A, P, R, accounts=same), Taker(2, "复核甲", frozenset({Role.LEGAL}))) == ["K115"]
    loose = Flow("某中心", FLOW.steps, frozenset({ALWAYS_APART}))
    assert faults(L, log(A, P, R), Taker(2, "复核甲", frozenset({Role.LEGAL})), loose) == []
    assert faults(G, log(A, P, R, L), Taker(1, "经办甲", frozenset({Role.HEAD})), loose) == ["K115"]


def test_one_person_alone_goes_through_the_order_and_signs_for_nobody() -> None:
    entries = [LoggedStep(s, DAY) for s in (CaseStep.RECEIVE, A, P, R, L)]
    assert faults(G, entries, ALONE) == []
    assert faults(G, entries[:-1], ALONE) == ["K115"]


def test_return_belongs_to_whoever_is_next_and_needs_a_reason() -> None:
    assert faults(CaseStep.RETURN, log(A, P), REVIEWER) == []
    assert faults(CaseStep.RETURN, log(A, P), HEAD) == ["K115"]
    assert faults(CaseStep.RETURN, log(A, P), REVIEWER, 退回理由="") == ["K113"]
    assert round_of(log(A, P, R, CaseStep.RETURN)) == ()


def test_what_was_returned_is_signed_anew_by_everybody() -> None:
    entries = log(A, P, R, CaseStep.RETURN, P)
    assert due_signer(FLOW, entries) is Role.REVIEWER


@pytest.mark.parametrize("step", [r.step for r in STEPS if any(n.required for n in r.needs)])
def test_each_need_is_asked_for(step: CaseStep) -> None:
    rule = RULES[step]
    for need in (n for n in rule.needs if n.required):
        entries = {
            CaseState.RECEIVED: log(), CaseState.ACCEPTED: log(A), CaseState.SUPPLEMENT: log(A, N),
            CaseState.INSPECTION: log(A, CaseStep.INSPECT), CaseState.SIGNING: log(A, P), CaseState.SIGNED: log(A, P, R, L, G),
            CaseState.SERVED: log(A, P, R, L, G, CaseStep.SERVE), CaseState.WITHDRAWN: log(CaseStep.WITHDRAW),
        }  # fmt: skip
        state = next(s for s in entries if s in rule.before)
        assert "K113" in faults(step, entries[state], ALONE, FLOW, **{need.name: ""}), need.name


def test_days_do_not_run_back_or_ahead_and_a_clock_that_was_set_back_is_told() -> None:
    def said(day: date | None, today: date) -> list[str]:
        return [f.message for f in step_faults(A, log(), HANDLER, FLOW, day, {}, today)]

    assert said(DAY, DAY) == []
    assert "早于上一步" in said(date(2026, 5, 10), DAY)[0]
    assert "还没有到" in said(date(2026, 5, 12), DAY)[0]
    assert "不能识别" in said(None, DAY)[0]
    assert "本机日期是2026-05-01" in said(date(2026, 5, 1), date(2026, 5, 1))[0]


def test_a_paper_that_was_put_in_today_holds_back_no_earlier_day_of_a_later_step() -> None:
    """Received on 4 May, a photograph entered on the 11th: the acceptance of the 7th is entered after it."""
    entries = [
        LoggedStep(CaseStep.RECEIVE, date(2026, 5, 4)),
        LoggedStep(CaseStep.ATTACH, DAY),
        LoggedStep(CaseStep.HAND_OVER, DAY),
    ]
    assert step_faults(A, entries, HANDLER, FLOW, date(2026, 5, 7), {}, DAY) == ()
    early = step_faults(A, entries, HANDLER, FLOW, date(2026, 5, 3), {}, DAY)
    assert [f.code for f in early] == ["K114"], "not before the receipt"
    behind = [*entries, LoggedStep(A, date(2026, 5, 7))]
    faulty = step_faults(P, behind, HANDLER, FLOW, date(2026, 5, 6), {}, DAY)
    assert "早于上一步的日期2026-05-07" in faulty[0].message


def test_a_case_lapses_only_when_the_last_day_is_known_and_has_passed() -> None:
    def lapse(entries: list[LoggedStep], day: date, due: tuple[Due, ...] = ()) -> list[str]:
        return [f.message for f in step_faults(CaseStep.LAPSE, entries, HANDLER, FLOW, day, {"依据": "有"}, day, due)]

    assert "最后一日不明" in lapse(log(A, N), DAY)[0]
    named = [*log(A), LoggedStep(N, DAY, data={"补正期限日": "2026-05-18"})]
    assert "还没有过" in lapse(named, date(2026, 5, 18))[0]
    assert lapse(named, date(2026, 5, 19)) == []
    term = Term("补正", 5, Unit.WORKING_DAYS, N, S, False, None, 0, "")
    unknown = Due(term, DAY, None, "没有登记2026年的节假日表,按工作日计算的期限算不出来", False, None)
    assert "没有登记2026年的节假日表" in lapse(log(A, N), date(2026, 8, 1), (unknown,))[0]
    known = Due(term, DAY, date(2026, 5, 18), "", False, -1)
    assert lapse(log(A, N), date(2026, 5, 19), (known,)) == []


def test_a_case_with_a_pending_remedy_is_not_archived() -> None:
    served = log(A, P, R, L, G, CaseStep.SERVE)
    assert faults(CaseStep.ARCHIVE, served, HANDLER) == []
    pending = [*served, LoggedStep(CaseStep.LAWSUIT, DAY)]
    assert faults(CaseStep.ARCHIVE, pending, HANDLER) == ["K116"]
    assert faults(CaseStep.REMEDY_RESULT, pending, LEGAL, 程序="复议") == ["K116"]
    ended = [*pending, LoggedStep(CaseStep.REMEDY_RESULT, DAY, data={"程序": "诉讼"})]
    assert open_remedies(ended) == ()
    assert faults(CaseStep.ARCHIVE, ended, HANDLER) == []


def test_withdrawal_ends_before_the_signature() -> None:
    assert faults(CaseStep.WITHDRAW, log(A, P, R, L), HANDLER) == []
    assert faults(CaseStep.WITHDRAW, log(A, P, R, L, G), HANDLER) == ["K111"]


def test_whom_a_case_waits_for() -> None:
    inspection = [*log(A), LoggedStep(CaseStep.INSPECT, DAY, data={"核查人": "监管科"})]
    assert waits_for(CaseState.INSPECTION, inspection, None) == "监管科"
    assert waits_for(CaseState.SUPPLEMENT, log(A, N), None) == "申请人"
    assert waits_for(CaseState.SIGNING, log(A, P), Role.REVIEWER) == "复核"
    assert waits_for(CaseState.ARCHIVED, log(), None) == ""


def test_the_clock_stands_from_notice_to_receipt() -> None:
    entries = [*log(A), LoggedStep(N, DAY), LoggedStep(S, date(2026, 5, 20)), LoggedStep(N, date(2026, 5, 25))]
    assert pauses_of(entries) == ((DAY, date(2026, 5, 20)), (date(2026, 5, 25), None))
