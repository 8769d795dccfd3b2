"""「施行前已受理的申请,按原规定办理」 where the former rules are not held: an earlier application is judged by nobody's rules.

The first version that is held says so with `replaces = "未收录"`. What was received before its first day is not its business:
it does not govern, the reader is told that the former rules are not held, and nothing that others leave open is concluded.
All documents are invented (`invented.py`); in 城阳区 65 of 100 beds are in use: 「低于60%」 does not bar, 「低于70%」 does.
"""

from __future__ import annotations

import json
from types import ModuleType

import pytest
from invented import BEDS, TRANSITION, Sources, application, base_of, texts_of, version

from policy_dsl.reading import NOT_HELD
from reasoner.interpreter import applicability as interpreter_applicability
from reasoner.interpreter import document_force, document_questions, known_jurisdictions
from reasoner.interpreter import judge as judge_module
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Outcome
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict, encode
from reasoner.proof import applicability, known_and_open
from reasoner.proof import check_proof as check_proof_module
from reasoner.proof.check_proof import check_proof
from tests.agreement.seeded_fault import Exchange, SeededFault

FREE, BARRED, OUT = Outcome.MAY_PROCEED, Outcome.BARRED, Outcome.OUT_OF_FORCE
UNDETERMINED = Outcome.UNDETERMINED
FIRST, SECOND = "2022-01-01", "2024-01-01"
OTHER = "invented-other"

ALONE = (version(1, "70%", FIRST, replaces=NOT_HELD, transition=TRANSITION),)
LENIENT = (version(1, "60%", FIRST, replaces=NOT_HELD, transition=TRANSITION),)
TWO = (*ALONE, version(2, "60%", SECOND, replaces=FIRST, transition=TRANSITION))
BESIDE_FREE = (*ALONE, version(9, "60%", "2020-01-01", id_=OTHER))
BESIDE_BAR = (*LENIENT, version(9, "70%", "2020-01-01", id_=OTHER))

CASES = {
    # Received on its first day or later: the version itself.
    "its first day": (ALONE, FIRST, FIRST, BARRED, (BARRED,)),
    "later": (ALONE, "2022-05-01", "2022-06-01", BARRED, (BARRED,)),
    # Received before: by whichever day it is judged, the version has no say.
    "the day before, judged on its first day": (ALONE, "2021-12-31", FIRST, OUT, (OUT,)),
    "the day before, judged years later": (ALONE, "2021-12-31", "2023-06-01", OUT, (OUT,)),
    "the day before, judged that day": (ALONE, "2021-12-31", "2021-12-31", OUT, (OUT,)),
    "a lenient one permits nothing either": (LENIENT, "2021-12-31", "2023-06-01", OUT, (OUT,)),
    # The second version leaves it to the first, and the first to rules that nobody holds.
    "before the first of two, judged under the second": (TWO, "2021-12-31", "2024-06-01", OUT, (OUT,)),
    "between the two, judged under the second": (TWO, "2023-12-31", "2024-06-01", BARRED, (BARRED,)),
    "under the second": (TWO, SECOND, "2024-06-01", FREE, (FREE,)),
    # What another document leaves open is not concluded: the former rules might restrict. What it bars stays barred.
    "beside one that bars nothing": (BESIDE_FREE, "2021-12-31", "2023-06-01", UNDETERMINED, (FREE, OUT)),
    "beside one that bars": (BESIDE_BAR, "2021-12-31", "2023-06-01", BARRED, (BARRED,)),
    "beside one that bars nothing, before it began": (BESIDE_FREE, "2021-12-31", "2021-12-31", FREE, (FREE,)),
}


def judged(versions: tuple[Sources, ...], received: str, as_of: str) -> tuple[RuleBase, Verdict]:
    base = base_of(*versions)
    return base, judge(base, application(base, "65%", received), as_of)


@pytest.mark.parametrize("name", CASES)
def test_what_was_received_before_the_first_version_held_is_not_judged_by_it(name: str) -> None:
    versions, received, as_of, outcome, possible = CASES[name]
    base, verdict = judged(versions, received, as_of)
    assert (verdict.outcome, set(verdict.possible)) == (outcome, set(possible))
    assert check_proof(json.loads(encode(verdict)), base.plain, texts_of(*versions)) == []


@pytest.mark.parametrize("versions", [ALONE, TWO, BESIDE_FREE, BESIDE_BAR], ids=["alone", "two", "free", "bar"])
def test_the_reader_is_told_that_the_former_rules_are_not_held(versions: tuple[Sources, ...]) -> None:
    _, verdict = judged(versions, "2021-12-31", "2024-06-01" if versions is TWO else "2023-06-01")
    (told,) = (w for w in verdict.warnings if w.startswith("原规定未收录:"))
    assert TRANSITION.rstrip("。") in told
    assert "2021-12-31" in told
    assert "没有依它判断" in told
    (why,) = (n.why for n in verdict.not_governing if n.id == BEDS)
    assert why.endswith("原规定未收录")
    assert TRANSITION.rstrip("。") in why


def test_nobody_is_asked_whether_it_goes_on() -> None:
    """No determination of 规划延续执行 brings former rules that are not held."""
    for versions in (ALONE, BESIDE_FREE):
        _, verdict = judged(versions, "2021-12-31", "2023-06-01")
        assert [m.fact for m in verdict.missing if m.record] == []


@pytest.mark.parametrize("name", ["the day before, judged years later", "beside one that bars nothing"])
def test_the_checker_refuses_a_verdict_that_is_silent_about_it(name: str) -> None:
    versions, received, as_of, *_ = CASES[name]
    base, verdict = judged(versions, received, as_of)
    data = json.loads(encode(verdict))
    data["warnings"] = [w for w in data["warnings"] if not w.startswith("原规定未收录:")]
    assert check_proof(data, base.plain, texts_of(*versions))


def test_the_checker_refuses_a_verdict_by_the_version_all_the_same() -> None:
    """A verdict on an application of its first day, whose day of receipt is put back by one, does not stand."""
    base, verdict = judged(ALONE, FIRST, "2023-06-01")
    data = json.loads(encode(verdict))
    data["received"] = "2021-12-31"
    assert check_proof(data, base.plain, texts_of(*ALONE))


INTERPRETER = (
    ("rules that are not held are as good as held", document_force, "force_on", "document.replaces != NOT_HELD", "True"),
    ("what others leave open is concluded", document_force, "force_on",
     "Force(ForceStatus.NOT_YET, WHY_NOT['former_not_held'].format(**about), (unheld,), open_end=True)",
     "Force(ForceStatus.NOT_YET, WHY_NOT['former_not_held'].format(**about), (unheld,))"),
    ("it is asked whether it goes on", document_questions, "document_questions",
     "footing.force.status is ForceStatus.ENDED", "footing.force.open_end"),
)  # fmt: skip
CHECKER = (
    ("rules that are not held are as good as held", applicability, "Governance.force",
     "document.get('replaces') != NOT_HELD", "True"),
    ("it is asked whether it goes on", known_and_open, "questions",
     "left_to_the_former(footing.document, own.given['received'])", "False"),
)  # fmt: skip
MODULES = (
    document_force, document_questions, interpreter_applicability, judge_module, known_jurisdictions, applicability, check_proof_module,
    known_and_open,
)  # fmt: skip


def right(name: str) -> bool:
    """Whether both engines come to what was worked out, and nobody is asked about the document."""
    versions, received, as_of, outcome, possible = CASES[name]
    base, verdict = judged(versions, received, as_of)
    same = (verdict.outcome, set(verdict.possible)) == (outcome, set(possible))
    same = same and not [m for m in verdict.missing if m.record]
    return same and check_proof(json.loads(encode(verdict)), base.plain, texts_of(*versions)) == []


@pytest.mark.parametrize("fault", [*INTERPRETER, *CHECKER], ids=lambda f: f"{f[1].__name__}: {f[0]}")
def test_a_seeded_fault_is_noticed(fault: tuple[str, ModuleType, str, str, str]) -> None:
    what, module, where, old, new = fault
    with SeededFault(what, module, where, Exchange(old, new)).seeded(MODULES, {}):
        known_jurisdictions.forget()
        assert not all(right(name) for name in CASES)
    known_jurisdictions.forget()
