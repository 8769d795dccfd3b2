"""Nothing leaves the office that was not signed, and nobody takes a step that is another's: ways round the flow are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from reasoner.casework.roles import Role
from tests.office.case_files.course import (
    REFUSED,
    accepted,
    application,
    body,
    day_tables,
    matter_of,
    proposed,
    received,
    signed,
    state,
    words,
)
from tests.office.client import Page
from tests.office.desks import Desk, four, office, set_day


@pytest.fixture(scope="module", autouse=True)
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with office(tmp_path_factory.mktemp("office")):
        day_tables()
        yield


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, "2024-06-28")


def sent(desk: Desk, page: Page, step: str, **filled: str) -> Page:
    """A step that is sent without its form, by whoever writes the fields himself."""
    from reasoner.office.casework_models import CaseFile

    address = page.address.partition("#")[0].removesuffix("/step")
    version = CaseFile.objects.get(pk=int(address.rpartition("/")[2])).version
    fields = {"step": step, "version": str(version), "key": "", "办理日期": "2024-06-28"}
    return desk.post(f"{address}/step", fields | filled)


# --- what was signed ------------------------------------------------------------------------------------------


def test_an_application_is_not_edited_once_its_case_is_signed() -> None:
    from reasoner.office.models import Judgement

    handler = four()[0]
    number = application()
    case = signed(accepted(number))
    verdicts = Judgement.objects.filter(case=number).count()
    answer = handler.post(f"/case/{number}/edit", {"key": "e1", "p:机构.名称": "另一医院", "p:床位数": "10"})
    assert answer.status == 422
    assert "K134" in answer.text
    assert "案件已经签发，申请不能再改" in words(answer)
    assert "重作" in words(answer), "it says what to do"
    assert Judgement.objects.filter(case=number).count() == verdicts
    assert "另一医院" not in body(handler.letter(f"/case/{number}/letter?form=docx&kind=不予新增告知书"))
    redone = handler.step(handler.get(case.address), "重作", 重作理由="名称有误", 依据="本单位自行纠正")
    assert redone.status == 200
    assert handler.post(f"/case/{number}/edit", {"key": "e2", "p:机构.名称": "另一医院"}).status == 200


def test_letters_of_a_signed_case_are_made_from_the_facts_that_were_signed() -> None:
    """An application that was changed behind the signature by an older version of the program."""
    from reasoner.driver.window import cases
    from reasoner.office import store
    from reasoner.office.keeping import table

    handler = four()[0]
    number = application()
    signed(accepted(number))
    kept = store.case(number)
    data = table(kept.data)
    assert isinstance(data["机构"], dict)
    name = data["机构"]["名称"]
    data["机构"]["名称"] = "另一医院"
    store.judge_again(kept, data, cases.judged_with(data, {}), "")
    for address in ("letter", "final"):
        answer = handler.letter(f"/case/{number}/{address}?form=docx&kind=不予新增告知书")
        if answer.status == 200:
            assert name in body(answer)
            assert "另一医院" not in body(answer)
    draft = handler.letter(f"/case/{number}/letter?form=docx&kind=不予新增告知书")
    assert draft.status == 200


def test_another_name_between_proposal_and_signature_is_not_signed() -> None:
    handler, reviewer = four()[:2]
    number = application()
    page = proposed(handler, accepted(number), REFUSED)
    assert handler.post(f"/case/{number}/edit", {"key": "e3", "p:机构.名称": "另一医院"}).status == 200
    answer = reviewer.step(reviewer.get(page.address), "复核", 意见="同意")
    assert answer.status == 422
    assert "K120" in answer.text


# --- 更正 -----------------------------------------------------------------------------------------------------

CORRECTED = {"更正内容": "“示例医院”误写为“示列医院”，更正为“示例医院”", "更正理由": "笔误"}


def letter_of_correction(number: int, address: str, **written: str) -> Page:
    fields = {"form": "docx", "kind": "更正(撤销)告知书", **{f"w-{k}": v for k, v in written.items()}}
    return four()[0].post(f"/case/{number}/{address}", fields)


def corrected(number: int, step: str, **filled: str) -> Page:
    """A case that is signed, served, and corrected or revoked with the signatures that this needs."""
    handler, reviewer, legal, head = four()
    page = signed(accepted(number))
    page = handler.step(handler.get(page.address), "送达", 送达方式="直接送达", 签收人="收发室", 回证编号="回7")
    page = handler.step(page, step, **filled)
    for desk, name in ((reviewer, "复核"), (legal, "法制复核"), (head, "签发")):
        page = desk.step(desk.get(page.address), name)
        assert page.status == 200, words(page)
    return page


@pytest.mark.parametrize("address", ["letter", "final"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("更正内容", "将“不予”更正为“准予全部进入后续程序”"),
        ("更正理由", "另有规定"),
        ("处理", "准予进入后续程序"),
    ],
)
def test_a_letter_of_correction_says_nothing_that_was_not_signed(address: str, name: str, text: str) -> None:
    number = application()
    corrected(number, "更正", **CORRECTED)
    answer = letter_of_correction(number, address, **{name: text})
    assert answer.status == 422
    assert "K135" in answer.text
    assert "不是案件里签署的" in words(answer)
    assert "重新办理更正" in words(answer)


def test_a_letter_of_correction_says_what_was_signed() -> None:
    number = application()
    corrected(number, "更正", **CORRECTED)
    for written in ({}, CORRECTED, {"处理": "不予"}):
        text = body(letter_of_correction(number, "letter", **written))
        assert CORRECTED["更正内容"] in text
        assert "处理为：不予" in text


def test_without_a_correction_that_is_signed_there_is_no_final_letter_of_it() -> None:
    handler = four()[0]
    number = application()
    page = signed(accepted(number))
    for answer in (letter_of_correction(number, "final"), letter_of_correction(number, "letter", 更正内容="准予")):
        assert answer.status == 422
        assert "案件里没有办理更正或者撤销" in words(answer)
    page = handler.step(handler.get(page.address), "更正", **CORRECTED)
    assert page.status == 200
    answer = letter_of_correction(number, "final")
    assert answer.status == 422
    assert "更正还没有签发" in words(answer)
    assert letter_of_correction(number, "letter").status == 200


def test_a_revocation_says_what_becomes_of_the_application_in_words_that_were_signed() -> None:
    number = application()
    corrected(
        number, "撤销", 撤销内容="撤销原告知书，重新作出处理", 撤销理由="复决1号", 撤销后的处理="由本单位重新作出处理"
    )
    answer = letter_of_correction(number, "letter", 处理="准予进入后续程序")
    assert answer.status == 422
    assert letter_of_correction(number, "letter", 处理="重新作出处理").status == 422, (
        "a part of what was signed is not what was signed"
    )
    for written in ({}, {"处理": "由本单位重新作出处理"}):
        assert "处理为：由本单位重新作出处理" in body(letter_of_correction(number, "letter", **written))


def made_final(number: int, at: str) -> None:
    """A final letter of an application, as the office keeps it."""
    from reasoner.office.models import Judgement, LetterRecord

    judgement = Judgement.objects.filter(case=number).last()
    assert judgement is not None
    name = f"{number}-不予新增告知书.docx"
    LetterRecord.objects.create(
        case_id=number, judgement=judgement, kind="不予新增告知书", name=name, digest=at, final=True, at=at
    )


def test_the_letter_that_is_corrected_is_chosen_of_those_of_the_case() -> None:
    number = application()
    corrected(number, "更正", **CORRECTED)
    made_final(number, "2024-05-06T09:30:00+08:00")
    made_final(number, "2030-05-06T09:30:00+08:00")
    page = four()[0].get(f"/case/{number}").text
    served = re.search(r"<option selected>(不予新增告知书（2024年5月6日作出，[0-9年月日]+送达）)</option>", page)
    assert served is not None, "the one that was served is chosen"
    assert "<option>不予新增告知书（2030年5月6日作出）</option>" in page
    answer = letter_of_correction(number, "letter", 原告知书="另一份告知书")
    assert answer.status == 422
    assert "不是案件里的文书" in words(answer)
    assert f"原告知书：{served[1]}" in body(letter_of_correction(number, "letter"))
    numbered = body(letter_of_correction(number, "letter", 原告知书=served[1], 原告知书文号="青医保函〔2024〕3号"))
    assert "不予新增告知书（青医保函〔2024〕3号，2024年5月6日作出" in numbered


def test_from_when_a_correction_counts_is_signed_and_no_day_before_the_decision() -> None:
    handler = four()[0]
    page = signed(accepted(application()))
    early = handler.step(
        handler.get(page.address), "更正", **CORRECTED, 生效日期="2024-01-01", 生效日期的理由="自始有误"
    )
    assert early.status == 422
    assert "早于原决定签发之日" in words(early)
    bare = handler.step(handler.get(page.address), "更正", **CORRECTED, 生效日期="2099-01-01")
    assert bare.status == 422
    assert "写了生效日期，没有写理由" in words(bare)
    number = application()
    corrected(number, "更正", **CORRECTED, 生效日期="2099-01-01", 生效日期的理由="自新的规划期起")
    assert "原告知书自2099年1月1日（自新的规划期起）起按上述内容更正" in body(letter_of_correction(number, "letter"))
    other = letter_of_correction(number, "letter", 生效日期="2024年1月1日")
    assert other.status == 422
    assert "不是案件里签署的" in words(other)


# --- 撤回 -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["更正", "撤销", "重作"])
def test_a_decision_is_not_undone_by_a_withdrawal(step: str) -> None:
    """撤回 is the applicant's, before 签发; behind it only the organ takes back what it decided, with its signatures."""
    handler = four()[0]
    page = signed(accepted(application()))
    filled = {
        "更正": CORRECTED,
        "撤销": {"撤销内容": "原告知", "撤销理由": "笔误", "撤销后的处理": "由本单位重新作出处理"},
        "重作": {"重作理由": "自行纠正", "依据": "本单位自行纠正"},
    }
    page = handler.step(handler.get(page.address), step, **filled[step])
    assert page.status == 200
    assert 'name="step" value="撤回"' not in page.text, "it is not offered"
    answer = sent(handler, page, "撤回", 撤回申请="撤回申请书")
    assert answer.status == 422
    assert "案件已经签发，申请人不能再撤回" in words(answer)
    assert "撤销或者重作" in words(answer)
    assert state(handler.get(page.address)) == ("已受理" if step == "重作" else "签署中")


def test_what_was_revoked_with_signatures_is_made_anew_or_withdrawn() -> None:
    handler = four()[0]
    page = corrected(application(), "撤销", 撤销内容="原告知", 撤销理由="复决1号", 撤销后的处理="由本单位重新作出处理")
    page = handler.step(handler.get(page.address), "重作", 重作理由="复决1号", 依据="复决1号")
    assert state(handler.step(page, "撤回", 撤回申请="撤回申请书")) == "已撤回"


# --- 不同的人 -------------------------------------------------------------------------------------------------


def deputy_of_head(account: int, name: str) -> Desk:
    from reasoner.office.acting import Actor, Deputation

    desk = Desk(account, name, Role.HANDLER)
    roles = frozenset({Role.HANDLER, Role.HEAD})
    desk.actor = Actor(account, name, desk.actor.organ, roles, (Deputation(Role.HEAD, 4, "负责人甲"),))
    return desk


def rule_of_two(answer: Page, name: str, step: str) -> None:
    assert answer.status == 422
    assert "K115" in answer.text
    assert f"{name}办过这件案件的“{step}”" in words(answer)


def test_a_deputy_signs_no_case_in_which_he_took_a_step_as_handler() -> None:
    """User guide: 代理人、被代理人经办过的案件,代理人不能签发. He accepted it; another proposed."""
    handler, reviewer, legal, _ = four()
    deputy = deputy_of_head(6, "经办乙")
    page = received(deputy, application())
    page = deputy.step(page, "受理", 办理日期="2024-05-07")
    page = handed_to(page, handler)
    page = proposed(handler, handler.get(page.address), REFUSED)
    for desk, step in ((reviewer, "复核"), (legal, "法制复核")):
        page = desk.step(desk.get(page.address), step)
    rule_of_two(deputy.step(deputy.get(page.address), "签发"), "经办乙", "收件")


@pytest.mark.parametrize("step", ["复核", "法制复核"])
def test_whoever_received_a_case_does_not_review_it(step: str) -> None:
    handler, reviewer = four()[:2]
    role = Role.REVIEWER if step == "复核" else Role.LEGAL
    both = Desk(7, "经办丙", Role.HANDLER, role)
    page = both.step(received(both, application()), "受理", 办理日期="2024-05-07")
    page = handed_to(page, handler)
    page = proposed(handler, handler.get(page.address), REFUSED)
    if step == "法制复核":
        page = reviewer.step(reviewer.get(page.address), "复核")
    rule_of_two(both.step(both.get(page.address), step), "经办丙", "收件")


def handed_to(page: Page, desk: Desk) -> Page:
    """The case belongs to another handler now."""
    from reasoner.office.casework_models import CaseFile

    number = int(page.address.removesuffix("/step").rpartition("/")[2])
    CaseFile.objects.filter(pk=number).update(handler=desk.actor.account, handler_name=desk.actor.name)
    return desk.get(f"/file/{number}")


# --- 谁经办 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["受理", "通知补正", "撤回"])
def test_behind_a_handover_the_old_handler_takes_no_step(step: str) -> None:
    handler, other = four()[0], Desk(5, "经办乙", Role.HANDLER)
    page = handed_to(received(handler, application()), other)
    assert f'name="step" value="{step}"' not in handler.get(page.address).text, "it is not offered"
    filled = {"补正内容": "缺证明", "撤回申请": "撤回申请书"}
    answer = sent(handler, page, step, **filled)
    assert answer.status == 422
    assert "K136" in answer.text
    assert f"案件现在由经办乙经办，“{step}”由经办乙或者其代理人办理" in words(answer)
    assert "由经办乙或者负责人在案件里移交" in words(answer)
    assert other.step(other.get(page.address), "受理").status == 200


def test_the_handler_of_another_case_proposes_and_chooses_the_law_of_no_day() -> None:
    handler, other = four()[0], Desk(5, "经办乙", Role.HANDLER)
    page = accepted(application())
    assert "K136" in proposed_by(other, handler.get(page.address)).text
    fields = {"适用日期": "2024-05-06", "适用日期理由": "收到之日"}
    assert "K136" in sent(other, page, "适用日期", **fields).text


def proposed_by(desk: Desk, page: Page) -> Page:
    return sent(desk, page, "拟办", **{f"{matter_of(page)}-{k}": v for k, v in REFUSED.items()})


def test_the_deputy_of_the_handler_takes_the_steps_and_the_course_says_in_whose_place() -> None:
    from reasoner.office.acting import Actor, Deputation

    handler, deputy = four()[0], Desk(12, "代办甲", Role.HANDLER)
    deputation = (Deputation(Role.HANDLER, 1, "经办甲"),)
    deputy.actor = Actor(12, "代办甲", deputy.actor.organ, frozenset({Role.HANDLER}), deputation)
    page = received(handler, application())
    page = deputy.step(deputy.get(page.address), "受理", 办理日期="2024-05-07")
    assert page.status == 200
    assert "代经办甲" in page.text
