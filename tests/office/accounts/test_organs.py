"""What belongs to one organ: bulk 移交 within it, its flow, its own accounts alone."""

from __future__ import annotations

import pytest

from reasoner.casework.flow import ALWAYS_APART, FOUR, Flow
from reasoner.casework.roles import CASE_ROLES, Role
from tests.office.accounts.persons import D, H, V, changed, founded, opened, refused
from tests.office.team import ORGAN


def test_all_open_work_goes_to_another_of_the_same_organ(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.office import handover, rights_changes
    from reasoner.office.rights_proposals import Handover

    by = founded()
    person, colleague, abroad = opened("jingban", H), opened("jingbaner", H), opened("waidi", H, organ="另一单位")
    moved: list[tuple[int, int]] = []
    monkeypatch.setattr(handover, "_HOOKS", {})
    handover.register_handover("案件", lambda a, b: moved.append((a, b)) or 3)
    handover.register_handover("草稿", lambda a, b: 2)
    for to, words in ((person, "另一个人"), (abroad, "同一个单位"), (by[Role.AUDITOR], "同一个单位")):
        assert words in refused(Handover(to.pk), person, by[Role.SYSTEM])
    made = rights_changes.propose(Handover(colleague.pk), person, "调离", by[Role.SYSTEM])
    assert moved == []
    assert rights_changes.agree(made.pk, by[Role.SECURITY]).moved == 5
    assert moved == [(person.pk, colleague.pk)]


def test_a_handover_that_breaks_off_moves_nothing_and_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.office import handover, rights_changes
    from reasoner.office.account_models import Account
    from reasoner.office.rights_proposals import Handover

    by = founded()
    person, colleague = opened("jingban", H), opened("jingbaner", H)

    def renames(a: int, b: int) -> int:
        return Account.objects.filter(pk=a).update(name="移交过")

    def breaks(a: int, b: int) -> int:
        raise RuntimeError

    monkeypatch.setattr(handover, "_HOOKS", {"案件": renames, "草稿": breaks})
    made = rights_changes.propose(Handover(colleague.pk), person, "", by[Role.SYSTEM])
    with pytest.raises(RuntimeError):
        rights_changes.agree(made.pk, by[Role.SECURITY])
    person.refresh_from_db()
    made.refresh_from_db()
    assert (person.name, made.outcome) == ("人员jingban", "")


def test_an_organ_sets_its_flow_and_the_others_keep_four_persons() -> None:
    from reasoner.office import accounts
    from reasoner.office.rights_proposals import FlowChange

    by = founded()
    changed(FlowChange(ORGAN, (H, V, D), ((D, H), (H, V))), None, by)
    assert accounts.flow_of(ORGAN) == Flow(ORGAN, (H, V, D), frozenset({ALWAYS_APART, frozenset({H, V})}))
    assert accounts.flow_of("另一单位").steps == FOUR
    assert "必须由不同的人签署" in refused(FlowChange(ORGAN, (H, D), ()), None, by[Role.SYSTEM])
    assert "第一步" in refused(FlowChange(ORGAN, (V, D), ((H, D),)), None, by[Role.SYSTEM])


def test_what_belongs_to_another_organ_is_not_there() -> None:
    from django.http import Http404, HttpRequest

    from reasoner.office.acting import ACTOR, Actor, of_own_organ

    request = HttpRequest()
    of_own_organ(request, ORGAN)
    request.META[ACTOR] = Actor(1, "经办甲", ORGAN, CASE_ROLES)
    of_own_organ(request, ORGAN)
    with pytest.raises(Http404):
        of_own_organ(request, "另一单位")
