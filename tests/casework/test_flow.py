"""Who signs in which order, and which signatures one person may not join (flows set per organ, four
different persons by default; at least 经办 and 签发 differ, shown on the opinion)."""

from __future__ import annotations

import pytest

from reasoner.casework.flow import (
    ALWAYS_APART,
    FOUR,
    Flow,
    Pair,
    Signer,
    every_pair,
    faults_of_signers,
    flow_faults,
    next_step,
    opinion_notes,
    usual_flow,
)
from reasoner.casework.roles import Role

H, V, L, D = FOUR
USUAL = usual_flow("示例区医疗保障局")
JOINED = Flow("示例区医疗保障局", FOUR, frozenset({ALWAYS_APART}))
SHORT = Flow("示例区医疗保障局", (H, D), frozenset({ALWAYS_APART}))


def signers(*accounts: int) -> tuple[Signer, ...]:
    """Persons by number who sign the steps of four in order."""
    return tuple(Signer(role, n, f"人员{n}") for role, n in zip(FOUR, accounts, strict=False))


def test_by_default_four_roles_sign_and_all_are_different_persons() -> None:
    assert USUAL.steps == (Role.HANDLER, Role.REVIEWER, Role.LEGAL, Role.HEAD)
    assert len(USUAL.apart) == 6
    assert flow_faults(USUAL) == ()
    assert faults_of_signers(USUAL, signers(1, 2, 3, 4)) == ()
    for accounts in ((1, 1), (1, 2, 1), (1, 2, 2), (1, 2, 3, 1), (1, 2, 3, 2), (1, 2, 3, 3)):
        (fault,) = faults_of_signers(USUAL, signers(*accounts))
        assert "必须由不同的人办理" in fault, accounts


def test_whatever_an_organ_sets_handler_and_head_are_two_persons() -> None:
    assert flow_faults(JOINED) == ()
    assert faults_of_signers(JOINED, signers(1, 1, 2, 2)) == ()
    assert faults_of_signers(JOINED, signers(1, 2, 2, 1))
    careless = Flow("示例区医疗保障局", FOUR, frozenset())
    assert flow_faults(careless) == ("“经办”和“负责人”必须由不同的人签署",)
    assert faults_of_signers(careless, signers(1, 2, 3, 1)), "also where a flow was kept that does not say so"


@pytest.mark.parametrize(
    ("steps", "apart", "words"),
    [
        ((), frozenset({ALWAYS_APART}), "第一步"),
        ((V, D), frozenset({ALWAYS_APART}), "第一步"),
        ((D, H), frozenset({ALWAYS_APART}), "最后一步"),
        ((H, V), frozenset({ALWAYS_APART}), "最后一步"),
        ((H, V, V, D), frozenset({ALWAYS_APART}), "重复"),
        ((H, Role.SYSTEM, D), frozenset({ALWAYS_APART}), "不在案件里签署"),
        ((H, D), frozenset({ALWAYS_APART, frozenset({H, V})}), "“复核”不在流程里"),
        ((H, D), frozenset({ALWAYS_APART, frozenset({H})}), "哪两个角色"),
    ],
)
def test_a_flow_that_cannot_be_is_refused_in_words(steps: tuple[Role, ...], apart: frozenset[Pair], words: str) -> None:
    assert any(words in fault for fault in flow_faults(Flow("示例区医疗保障局", steps, apart)))


def test_steps_are_signed_in_their_order_and_once() -> None:
    assert [next_step(USUAL, signers(*range(1, n + 1))) for n in range(5)] == [H, V, L, D, None]
    assert next_step(SHORT, signers(1)) is D
    early = (Signer(H, 1, "甲"), Signer(D, 4, "丁"))
    assert faults_of_signers(USUAL, early) == ("现在应当由“复核”签署,还没有轮到“负责人”",)
    assert faults_of_signers(SHORT, early) == ()
    twice = (Signer(H, 1, "甲"), Signer(H, 5, "戊"))
    assert faults_of_signers(USUAL, twice) == ("“经办”已经签署过",)
    beyond = (*signers(1, 2, 3, 4), Signer(D, 9, "壬"))
    assert faults_of_signers(USUAL, beyond) == ("“负责人”已经签署过",)
    assert faults_of_signers(SHORT, (Signer(H, 1, "甲"), Signer(V, 2, "乙"))) == ("流程里没有“复核”这一步",)


def test_a_deputy_never_makes_handler_and_head_one_person() -> None:
    handler = Signer(H, 1, "甲")
    by_deputy = Signer(D, 2, "乙", 4, "丁")
    assert faults_of_signers(SHORT, (handler, by_deputy)) == ()
    assert faults_of_signers(SHORT, (handler, Signer(D, 1, "甲", 4, "丁"))), "the handler as deputy of the head"
    assert faults_of_signers(SHORT, (handler, Signer(D, 2, "乙", 1, "甲"))), "a deputy of the handler as head"
    assert faults_of_signers(SHORT, (Signer(H, 2, "乙", 4, "丁"), Signer(D, 4, "丁"))), "the head, whose deputy handled"
    assert faults_of_signers(SHORT, (handler, Signer(D, 2, "乙", 2, "乙"))) == ("乙不能代理自己",)


def test_the_opinion_says_which_roles_one_person_joined_which_are_not_set_and_who_was_a_deputy() -> None:
    assert opinion_notes(USUAL, signers(1, 2, 3, 4)) == ()
    assert opinion_notes(JOINED, signers(1, 2, 2, 3)) == ("“复核”、“法制”由人员2一人签署。",)
    assert opinion_notes(JOINED, signers(1, 1, 1, 3)) == ("“经办”、“复核”、“法制”由人员1一人签署。",)
    assert opinion_notes(SHORT, (Signer(H, 1, "甲"), Signer(D, 2, "乙", 4, "丁"))) == (
        "本单位的流程不设“复核”、“法制”。",
        "“负责人”由乙代理丁签署。",
    )


def test_every_pair_of_roles() -> None:
    assert every_pair((H, V, D)) == {frozenset({H, V}), frozenset({H, D}), frozenset({V, D})}
    assert every_pair((H, H)) == frozenset()
