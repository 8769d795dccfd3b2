"""Which version of a document an application is judged by: the day before and the day after, each way versions can follow.

DESIGN §4: 「a document's versions are ELI expressions of one work, in force by date」; CONTRACT §6: 「An address without version
means the version in force on the day, else the latest that had begun, else the only one」; 「amendment, repeal,
succession, transitional rules (「施行前已受理的,按原规定办理」) as data」. All documents are invented (`invented.py`).
In 城阳区 65 of 100 beds are in use: 「低于50%」 and 「低于60%」 do not bar, 「低于70%」 does.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

import pytest
from invented import BEDS, TRANSITION, Sources, application, base_of, texts_of, version

from policy_dsl.document_versions import version_on
from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Outcome
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict, encode
from reasoner.proof.check_proof import check_proof

FREE, BARRED, OUT = Outcome.MAY_PROCEED, Outcome.BARRED, Outcome.OUT_OF_FORCE
OLD, NEW = "2020-01-01", "2022-01-01"
NEXT = "invented-beds-next"

REPLACED = (version(1, "60%", OLD), version(2, "70%", NEW, replaces=OLD))
KEPT = (version(1, "60%", OLD), version(2, "70%", NEW, replaces=OLD, transition=TRANSITION))
KEPT_OF_A_PLAN = (version(1, "60%", OLD, "2021-12-31"), KEPT[1])
PLANS = (version(1, "60%", OLD, "2021-12-31"), version(2, "70%", NEW))
GAP = (version(1, "60%", OLD, "2021-06-30"), version(2, "70%", NEW))
GAP_KEPT = (version(1, "60%", OLD, "2021-06-30"), KEPT[1])
REPEALED = (version(1, "60%", OLD, repealed="2021-07-01"),)
REPEALED_THEN_NEW = (*REPEALED, version(2, "70%", NEW))
REPEALED_KEPT = (*REPEALED, KEPT[1])
CUT_SHORT = (version(1, "60%", OLD, "2025-12-31"), version(2, "70%", NEW, replaces=OLD))
THREE = (
    version(1, "50%", OLD),
    version(2, "60%", "2021-01-01", replaces=OLD, transition=TRANSITION),
    version(3, "70%", NEW, replaces="2021-01-01", transition=TRANSITION),
)
THREE_LAST = (version(1, "70%", OLD), version(2, "60%", "2021-01-01", replaces=OLD), THREE[2])
SUCCEEDED = (version(1, "60%", OLD, "2021-12-31"), version(2, "70%", NEW, id_=NEXT, succeeds=BEDS))
SUCCEEDED_KEPT = (
    version(1, "60%", OLD, "2021-12-31"),
    version(2, "70%", NEW, id_=NEXT, succeeds=BEDS, transition=TRANSITION),
)


class Case(NamedTuple):
    """An application received on a day and judged on another, and what it comes to by which version."""

    versions: tuple[Sources, ...]
    received: str
    as_of: str
    outcome: Outcome
    version: str
    """The version that is cited; empty: none is."""


CASES = {
    # No transitional rule: the version of the day asked for.
    "replaced: the last day of the old": Case(REPLACED, "2021-12-31", "2021-12-31", FREE, OLD),
    "replaced: received before, the first day of the new": Case(REPLACED, "2021-12-31", NEW, BARRED, NEW),
    "replaced: received on the first day of the new": Case(REPLACED, NEW, NEW, BARRED, NEW),
    "replaced: received later, judged as before": Case(REPLACED, NEW, "2021-12-31", FREE, OLD),
    "replaced: before the first of all": Case(REPLACED, "2019-12-31", "2019-12-31", OUT, ""),
    "replaced: the first day of the first": Case(REPLACED, OLD, OLD, FREE, OLD),
    # 「施行前已受理的申请,按原规定办理」
    "kept: before the new began": Case(KEPT, "2021-12-31", "2021-12-31", FREE, OLD),
    "kept: received the day before, judged on its first day": Case(KEPT, "2021-12-31", NEW, FREE, OLD),
    "kept: received the day before, judged years later": Case(KEPT, "2021-12-31", "2030-01-01", FREE, OLD),
    "kept: received on its first day": Case(KEPT, NEW, NEW, BARRED, NEW),
    "kept: received before there was any": Case(KEPT, "2019-12-31", "2022-02-01", FREE, OLD),
    # A plan whose period is over on the day before: the transitional rule carries it on, a new plan alone does not.
    "plan kept: judged after its period": Case(KEPT_OF_A_PLAN, "2021-12-31", "2022-02-01", FREE, OLD),
    "plan kept: received after its period": Case(KEPT_OF_A_PLAN, NEW, "2022-02-01", BARRED, NEW),
    "plans: judged after its period": Case(PLANS, "2021-12-31", "2022-02-01", BARRED, NEW),
    "plans: its last day": Case(PLANS, "2021-12-31", "2021-12-31", FREE, OLD),
    # Between two plans nothing is in force: the latest that had begun is spoken of.
    "gap: the last day": Case(GAP, "2021-06-30", "2021-06-30", FREE, OLD),
    "gap: the day after": Case(GAP, "2021-06-30", "2021-07-01", OUT, ""),
    "gap: the day before the new": Case(GAP, "2021-06-30", "2021-12-31", OUT, ""),
    "gap: the new": Case(GAP, "2021-06-30", NEW, BARRED, NEW),
    "gap kept: received while it was in force": Case(GAP_KEPT, "2021-06-30", NEW, FREE, OLD),
    "gap kept: received in the gap": Case(GAP_KEPT, "2021-07-01", NEW, OUT, ""),
    "gap kept: judged in the gap": Case(GAP_KEPT, "2021-06-30", "2021-12-31", OUT, ""),
    # Repeal
    "repealed: the day before": Case(REPEALED, "2021-06-30", "2021-06-30", FREE, OLD),
    "repealed: the day": Case(REPEALED, "2021-06-30", "2021-07-01", OUT, ""),
    "repealed, then new: the day before": Case(REPEALED_THEN_NEW, "2021-06-30", "2021-12-31", OUT, ""),
    "repealed, then new": Case(REPEALED_THEN_NEW, "2021-06-30", NEW, BARRED, NEW),
    "repealed kept: received before the repeal": Case(REPEALED_KEPT, "2021-06-30", NEW, FREE, OLD),
    "repealed kept: received on the day of repeal": Case(REPEALED_KEPT, "2021-07-01", NEW, OUT, ""),
    # A version that says that it replaces one whose period is not over ends it.
    "cut short: the day before": Case(CUT_SHORT, "2021-12-31", "2021-12-31", FREE, OLD),
    "cut short: the day": Case(CUT_SHORT, "2021-12-31", NEW, BARRED, NEW),
    # Several amendments, each of which leaves what was received before to the former rules.
    "three: received under the first": Case(THREE, "2020-12-31", "2022-06-01", FREE, OLD),
    "three: received under the second": Case(THREE, "2021-01-01", "2022-06-01", FREE, "2021-01-01"),
    "three: received on the last day of the second": Case(THREE, "2021-12-31", "2022-06-01", FREE, "2021-01-01"),
    "three: received under the third": Case(THREE, NEW, "2022-06-01", BARRED, NEW),
    "three: received under the first, judged under the second": Case(THREE, "2020-12-31", "2021-06-01", FREE, OLD),
    "three, last kept: the second took over what the first had": Case(
        THREE_LAST, "2020-12-31", "2022-06-01", FREE, "2021-01-01"
    ),
    "three, last kept: judged under the first": Case(THREE_LAST, "2020-12-31", "2020-12-31", BARRED, OLD),
    # Another document that succeeds a plan
    "succeeded: received before": Case(SUCCEEDED, "2021-12-31", "2022-02-01", BARRED, NEW),
    "succeeded: the last day": Case(SUCCEEDED, "2021-12-31", "2021-12-31", FREE, OLD),
    "succeeded kept: received the day before": Case(SUCCEEDED_KEPT, "2021-12-31", "2022-02-01", FREE, OLD),
    "succeeded kept: received on its first day": Case(SUCCEEDED_KEPT, NEW, "2022-02-01", BARRED, NEW),
}


def judged(versions: tuple[Sources, ...], received: str, as_of: str, *only: str) -> tuple[RuleBase, Verdict]:
    base = base_of(*versions)
    read, names = application(base, "65%", received), frozenset(only) or None
    return base, with_readings(base, read, judge(base, read, as_of, names), names)


@pytest.mark.parametrize("name", CASES)
def test_an_application_is_judged_by_the_version_that_the_days_say(name: str) -> None:
    case = CASES[name]
    base, verdict = judged(case.versions, case.received, case.as_of)
    assert verdict.outcome is case.outcome
    assert verdict.possible == (case.outcome,) or (case.outcome is OUT and OUT in verdict.possible)
    assert {c.version for c in verdict.citations} == ({case.version} if case.version else set())
    assert check_proof(json.loads(encode(verdict)), base.plain, texts_of(*case.versions)) == []


@pytest.mark.parametrize(
    ("versions", "former"),
    [(KEPT, BEDS), (KEPT_OF_A_PLAN, BEDS), (SUCCEEDED_KEPT, BEDS)],
    ids=["kept", "plan", "succeeded"],
)
def test_a_verdict_by_former_rules_says_so_and_quotes_the_transitional_rule(
    versions: tuple[Sources, ...], former: str
) -> None:
    _, verdict = judged(versions, "2021-12-31", "2022-02-01")
    (told,) = [w for w in verdict.warnings if w.startswith("按原规定办理:")]
    assert f"「{TRANSITION}」" in told
    assert "本申请于2021-12-31受理" in told
    assert f"({OLD}版)" in told
    assert not any("效力不同" in w for w in verdict.warnings)
    assert verdict.citations[0].clause == f"{former}/p1"


def test_a_repealed_document_says_when_and_by_what_and_is_not_asked_about() -> None:
    _, verdict = judged(REPEALED, "2021-06-30", "2021-07-01")
    (document,) = verdict.not_governing
    assert document.why == "已自2021-07-01起依虚拟的废止决定废止(「予以废止」)"
    assert verdict.possible == (OUT,)
    assert verdict.missing == ()
    assert any("效力不同" in w for w in verdict.warnings)


def test_what_succeeds_says_why_it_does_not_govern_an_earlier_application() -> None:
    _, verdict = judged(SUCCEEDED_KEPT, "2021-12-31", "2022-02-01")
    (document,) = verdict.not_governing
    assert (document.id, document.why) == (
        NEXT,
        f"自2022-01-01起施行;依其过渡规定「{TRANSITION}」,施行前受理的申请按原规定办理,本申请于2021-12-31受理",
    )


@pytest.mark.parametrize(
    ("named", "as_of", "why"),
    [
        (
            OLD,
            "2022-01-01",
            f"已由自{NEW}起施行的《虚拟的床位管理办法(第2稿,测试用)》({NEW}版)代替,适用日期为2022-01-01",
        ),
        (NEW, "2021-12-31", "尚未施行:自2022-01-01起施行,适用日期为2021-12-31"),
    ],
)
def test_a_named_version_is_looked_at_but_not_held_in_force(named: str, as_of: str, why: str) -> None:
    base, verdict = judged(REPLACED, "2021-12-31", as_of, f"{BEDS}@{named}")
    assert verdict.outcome is OUT
    assert [d.why for d in verdict.not_governing] == [why]
    assert verdict.only == (f"{BEDS}@{named}",)
    assert check_proof(json.loads(encode(verdict)), base.plain, texts_of(*REPLACED)) == []


def test_a_named_version_of_the_day_is_the_version_without_a_name() -> None:
    _, named = judged(REPLACED, "2021-12-31", "2021-12-31", f"{BEDS}@{OLD}")
    _, plain = judged(REPLACED, "2021-12-31", "2021-12-31", BEDS)
    assert json.loads(encode(named)) | {"only": [BEDS]} == json.loads(encode(plain))


@pytest.mark.parametrize("named", [[f"{BEDS}@2023-01-01"], [BEDS, f"{BEDS}@{OLD}"], [f"{BEDS}@"], [f"@{OLD}"], [1]])
def test_a_verdict_that_names_a_version_that_is_not_held_is_refused(named: list[object]) -> None:
    base, verdict = judged(REPLACED, "2021-12-31", "2021-12-31", BEDS)
    forged = json.loads(encode(verdict)) | {"only": named}
    assert check_proof(forged, base.plain, texts_of(*REPLACED)) != []


@pytest.mark.parametrize("versions", [REPLACED, KEPT])
def test_a_verdict_that_cites_another_version_is_refused(versions: tuple[Sources, ...]) -> None:
    base, verdict = judged(versions, "2021-12-31", "2022-02-01")
    forged = json.loads(encode(verdict))
    other = {OLD: NEW, NEW: OLD}[forged["citations"][0]["version"]]
    for citation in forged["citations"]:
        citation["version"] = other
    assert check_proof(forged, base.plain, texts_of(*versions)) != []


def test_a_verdict_by_the_old_version_does_not_hold_for_a_later_application() -> None:
    base, verdict = judged(KEPT, "2021-12-31", "2022-02-01")
    forged = json.loads(encode(verdict)) | {"received": "2022-01-01"}
    assert check_proof(forged, base.plain, texts_of(*KEPT)) != []


def test_a_later_version_leaves_verdicts_on_earlier_days_as_they_were() -> None:
    before, verdict = judged(REPLACED[:1], "2021-06-01", "2021-06-01")
    after, again = judged(KEPT, "2021-06-01", "2021-06-01")
    assert encode(verdict) == encode(again)
    assert check_proof(json.loads(encode(verdict)), after.plain, texts_of(*KEPT)) == []
    assert before.digest != after.digest


FAULTS: dict[str, tuple[str, Callable[..., object], str]] = {
    "the last version whatever the day": (
        "reasoner.model.rule_base.version_on", lambda each, day, received="": each[-1], "replaced: the last day of the old"
    ),
    "no transitional rule": (
        "reasoner.model.rule_base.version_on",
        lambda each, day, received="": version_on(each, day),
        "kept: received the day before, judged on its first day",
    ),
    "former rules by the force of the later day": (
        "reasoner.interpreter.document_force.law_day", lambda document, day, *_: day, "plan kept: judged after its period"
    ),
    "former rules of nobody": (
        "reasoner.interpreter.document_force.judged_as_before", lambda *_: None, "succeeded kept: received the day before"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_wrong_version_is_noticed_by_the_proof_checker(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, wrong, case_name = FAULTS[name]
    case = CASES[case_name]
    monkeypatch.setattr(where, wrong)
    base, verdict = judged(case.versions, case.received, case.as_of)
    assert check_proof(json.loads(encode(verdict)), base.plain, texts_of(*case.versions)) != []
