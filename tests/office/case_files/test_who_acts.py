"""Who sees, signs and takes over a case: the own organ, four persons, a deputy, nobody alone, nobody twice."""

from __future__ import annotations

import re

from reasoner.casework.roles import ADMINISTRATORS, Role
from tests.office.case_files.course import REFUSED, accepted, application, proposed, received, state, words
from tests.office.desks import Desk, alone, form_of, four


def test_nobody_signs_two_steps_and_whoever_proposes_does_not_decide() -> None:
    handler, reviewer, legal, head = four()
    page = proposed(handler, accepted(application()), REFUSED)
    page = reviewer.step(reviewer.get(page.address), "复核")
    page = legal.step(legal.get(page.address), "法制复核")
    both = Desk(1, "经办甲", Role.HANDLER, Role.HEAD)
    refused = both.step(both.get(page.address), "签发")
    assert refused.status == 422
    assert "经办甲已经以“经办”签署" in words(refused)
    assert state(head.get(page.address)) == "签署中"


def test_two_people_on_one_case_never_write_over_each_other() -> None:
    handler, second = four()[0], Desk(1, "经办甲", Role.HANDLER)
    page = received(handler, application())
    before = second.get(page.address)
    handler.step(page, "受理", 办理日期="2024-05-07", 说明="材料齐全")
    late = second.step(before, "通知补正", 办理日期="2024-05-08", 补正内容="缺床位证明")
    assert late.status == 409
    assert "经办甲办了“受理”" in words(late)
    assert "K119" in late.text
    assert "缺床位证明" in late.text, "what was typed is kept"
    page = second.step(late, "通知补正", 办理日期="2024-05-08", 补正内容="缺床位证明")
    assert state(page) == "待补正", "and can be sent on purpose"


def test_a_form_that_is_sent_twice_takes_one_step() -> None:
    handler = four()[0]
    page = received(handler, application())
    form = form_of(page, "受理") | {"办理日期": "2024-05-07"}
    once, twice = (handler.post(f"{page.address}/step", form) for _ in range(2))
    assert once.status == twice.status == 200
    assert twice.text.count('<th scope="row">受理</th><td class="nowrap">') == 1


def test_a_case_is_seen_by_its_own_organ_and_by_no_administrator() -> None:
    handler = four()[0]
    page = received(handler, application())
    addresses = [page.address, f"{page.address}/receipt", f"{page.address}/index.docx"]
    stranger = Desk(9, "外人", Role.HANDLER, organ="另一中心")
    assert [stranger.get(a).status for a in addresses] == [404] * 3
    assert stranger.post(f"{page.address}/step", {}).status == 404
    assert stranger.post(f"{page.address}/attach", {}).status == 404
    for role in ADMINISTRATORS:
        desk = Desk(8, "管理员", role)
        assert [desk.get(a).status for a in (*addresses, "/files", "/files/new", "/files/plans", "/files/tables")] == [
            403
        ] * 7
        assert desk.post(f"{page.address}/step", form_of(page, "受理")).status == 403
    number = re.search(r"收件2024-\d+", page.text)
    assert number is not None
    assert f">{number[0]}</a>" not in stranger.get("/files").text


def test_a_deputy_signs_in_the_place_of_another_and_the_opinion_says_so() -> None:
    from reasoner.office.acting import Actor, Deputation

    handler, reviewer, legal, _ = four()
    number = application()
    page = proposed(handler, accepted(number), REFUSED)
    for desk, step in ((reviewer, "复核"), (legal, "法制复核")):
        page = desk.step(desk.get(page.address), step)
    deputy = Desk(6, "经办乙", Role.HANDLER)
    deputy.actor = Actor(
        6, "经办乙", deputy.actor.organ, frozenset({Role.HANDLER, Role.HEAD}), (Deputation(Role.HEAD, 4, "负责人甲"),)
    )
    page = deputy.step(deputy.get(page.address), "签发")
    assert state(page) == "已签发"
    assert "代负责人甲" in page.text
    assert "“负责人”由经办乙代理负责人甲签署。" in words(page)


def test_one_person_alone_signs_for_nobody() -> None:
    desk = alone()
    page = received(desk, application())
    assert "不作为任何人的签署" in page.text
    page = desk.step(page, "受理", 办理日期="2024-05-07")
    page = proposed(desk, page, REFUSED)
    page = desk.step(page, "签发", 意见="同意")
    assert state(page) == "已签发"
    assert "（单机，不作为签署）" in page.text
    assert "不作为签署" in page.text


def test_open_cases_go_over_to_another_account() -> None:
    from django.db import transaction

    from reasoner.office.account_models import Account
    from reasoner.office.handover import hand_over

    first, second = (
        Account.objects.create(
            pk=100 + ord(n),
            login=f"handler{n}",
            name=f"经办{n}",
            organ="某市医疗保障事业中心",
            password="-",
            created="2024-05-01T00:00:00",
        )
        for n in "丙丁"
    )
    desk = Desk(first.pk, "经办丙", Role.HANDLER)
    page = received(desk, application())
    with transaction.atomic():
        assert hand_over(first.pk, second.pk)["案件"] == 1
    assert "移交给：经办丁" in words(desk.get(page.address))
    assert "经办丁" in desk.get("/files").text
