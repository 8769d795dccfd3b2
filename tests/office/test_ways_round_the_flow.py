"""Nothing leaves the office that was not signed, and nobody takes a step that is another's: ways round the flow are refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office.case_files.course import (
    HOLIDAYS,
    REFUSED,
    TERMS,
    accepted,
    application,
    body,
    proposed,
    signed,
    words,
)
from tests.office.desks import four, office, set_day


@pytest.fixture(scope="module", autouse=True)
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with office(tmp_path_factory.mktemp("office")):
        for key, kind, text in (("t", "期限", TERMS), ("h", "节假日", HOLIDAYS)):
            assert four()[2].post("/files/tables/send", {"key": key, "kind": kind, "text": text}).status == 200
        yield


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, "2024-06-28")


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
