"""催办 and 移交 of one case: the paper by which cases are urged and its entry; who may hand a case over, to whom, and what it changes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest

from reasoner.casework.roles import Role
from tests.office.case_files.course import REFUSED, application, day_tables, proposed, received, signed, words
from tests.office.client import Page
from tests.office.desks import ORGAN, Desk, four, office, set_day
from tests.office.noted import notes, size

OTHER = "另一市医疗保障事业中心"


@pytest.fixture(scope="module", autouse=True)
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An office with its tables of days; the four persons of the desks, another handler and one of another organ have accounts."""
    with office(tmp_path_factory.mktemp("office")):
        from reasoner.office.account_models import Account, RoleGrant

        people = (
            (1, "经办甲", ORGAN, Role.HANDLER), (2, "复核甲", ORGAN, Role.REVIEWER), (3, "法制甲", ORGAN, Role.LEGAL),
            (4, "负责人甲", ORGAN, Role.HEAD), (5, "经办乙", ORGAN, Role.HANDLER), (6, "经办丙", OTHER, Role.HANDLER),
        )  # fmt: skip
        for number, name, organ, role in people:
            kept = Account.objects.create(
                pk=number, login=f"desk{number}", name=name, organ=organ, password="", password_at="", created=""
            )
            RoleGrant.objects.create(account=kept, role=role.value, since="")
        RoleGrant.objects.create(account_id=2, role=Role.HANDLER.value, since="")
        day_tables()
        yield


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, "2024-06-28")


def case_received(**given: str) -> Page:
    return received(four()[0], application(**given))  # type: ignore[arg-type]


def number_of(page: Page) -> str:
    match = re.search(r"<h1>([^ <]+)", page.text)
    assert match is not None
    return match[1]


def cells(page: Page) -> list[list[str]]:
    """The rows of the first table."""
    body = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [re.sub(r"<[^>]+>", "", c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


# --- 催办 ------------------------------------------------------------------------------------------------------


def test_a_case_that_is_late_is_urged_with_number_step_holder_day_and_basis() -> None:
    page = case_received(place="崂山区")
    number, handler, before = number_of(page), four()[0], size()
    assert f"/files/urging?file={page.address.rpartition('/')[2]}" in page.text
    offered = handler.get(f"/files/urging?file={page.address.rpartition('/')[2]}")
    # 受理: 5 working days behind 6 May: 7, 8, 9, 10 and 11 May, which is worked (test_case_files.py); 28 June is 48 days later.
    expected = [
        number, "已收件", "经办（经办甲）", "2024年5月6日", "受理（5个工作日，自2024-05-06收件次日起）", "2024年5月11日", "已逾期48天", "测试用表",
    ]  # fmt: skip
    (row,) = cells(offered)
    assert [row[0], *row[2:]] == expected
    assert size() == before, "to look at it is not recorded"
    issued = handler.post("/files/urging", offered.form("/files/urging") | {})
    assert issued.status == 200
    assert "催办单（第" in issued.text
    assert cells(issued) == [row]
    (entry,) = notes(before)
    payload = entry.payload
    assert (entry.kind, entry.by) == ("催办", "经办甲")
    assert payload["范围"] == number
    (line,) = payload["催办"]
    assert (line["案件"], line["最后一日"], line["依据"]) == (number, "2024-05-11", "测试用表")
    again = handler.get(page.address)
    assert "催办单第" in words(again), "the case shows that it was urged"
    with zipfile.ZipFile(io.BytesIO(handler.get(f"{issued.address}/notice.docx").content)) as file:
        text = file.read("word/document.xml").decode()
    for part in (*expected, "出具人：经办甲", "本单只催办，不改变任何期限"):
        assert part in text


def test_cases_of_a_person_or_a_district_are_urged_together() -> None:
    handler = four()[0]
    here, there = number_of(case_received(place="平度市")), number_of(case_received(place="莱西市"))
    listed = {r[0] for r in cells(handler.get("/files/urging?district=平度市"))}
    assert here in listed
    assert there not in listed
    assert {here, there} <= {r[0] for r in cells(handler.get("/files/urging?person=经办甲"))}
    assert handler.get("/files/urging?person=经办乙").text.count("已收件") == 0
    form = handler.get("/files/urging?district=平度市").form("/files/urging")
    first, again = handler.post("/files/urging", form), handler.post("/files/urging", form)
    assert first.address == again.address, "a form that is sent twice makes one paper"
    assert "范围：平度市" in words(first)


def test_what_waits_for_a_signature_is_held_by_who_can_sign() -> None:
    """经办甲 proposed; of those who may review, 复核甲 holds it since the day of 拟办."""
    handler = four()[0]
    page = handler.step(case_received(place="胶州市"), "受理", 办理日期="2024-05-07")
    proposed(handler, page, REFUSED, 办理日期="2024-05-20")
    (row,) = list(cells(handler.get("/files/urging?district=胶州市")))
    # 办结: 20 working days behind 7 May: 8 to 11 (4), 13 to 17 (9), 20 to 24 (14), 27 to 31 (19), 3 June.
    assert row[2:8] == [
        "签署中", "复核（复核甲）", "2024年5月20日", "办结（20个工作日，自2024-05-07受理次日起）", "2024年6月3日", "已逾期25天",
    ]  # fmt: skip
    assert number_of(page) in {r[0] for r in cells(handler.get("/files/urging?person=复核甲"))}


def test_nothing_that_is_due_makes_no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, "2024-05-06")
    handler, before = four()[0], size()
    page = case_received(place="市北区")
    answer = handler.post("/files/urging", {"key": "k-nothing", "file": page.address.rpartition("/")[2]})
    assert answer.status == 422
    assert "没有出具" in answer.text
    assert "催办" not in [e.kind for e in notes(before)]


def test_a_paper_is_seen_by_its_own_organ_and_issued_for_none_of_another() -> None:
    handler = four()[0]
    page = case_received(place="李沧区")
    issued = handler.post("/files/urging", handler.get("/files/urging?district=李沧区").form("/files/urging"))
    stranger = Desk(6, "经办丙", Role.HANDLER, organ=OTHER)
    assert stranger.get(issued.address).status == 404
    assert stranger.get(f"{issued.address}/notice.docx").status == 404
    assert stranger.get(f"/files/urging?file={page.address.rpartition('/')[2]}").status == 404
    assert number_of(page) not in stranger.get("/files/urging").text
    assert Desk(9, "审计甲", Role.AUDITOR).get("/files/urging").status == 403


def test_a_table_without_a_basis_is_told_as_it_is() -> None:
    from reasoner.office.casework_models import OfficeTable
    from reasoner.office.day_tables import DayTables

    page = case_received(place="即墨区")
    kept = OfficeTable.objects.filter(kind="期限").order_by("-pk")[0]
    rows = kept.rows
    try:
        OfficeTable.objects.filter(pk=kept.pk).update(rows=rows.replace("测试用表", ""))
        assert DayTables().terms_for(four()[0].actor.organ, "2024-05-06")[0].basis == ""
        (row,) = [r for r in cells(four()[0].get("/files/urging?district=即墨区")) if r[0] == number_of(page)]
        assert row[8] == "期限表没有写依据"
    finally:
        OfficeTable.objects.filter(pk=kept.pk).update(rows=rows)


# --- 移交 ------------------------------------------------------------------------------------------------------


def handed(desk: Desk, page: Page, to: int, reason: str = "岗位调整") -> Page:
    """Send the form by which a case is handed over."""
    from reasoner.office.casework_models import CaseFile

    address = page.address.partition("#")[0]
    shown = desk.get(address)
    form = shown.form(f"{address}/hand-over") if f"{address}/hand-over" in shown.text else {"key": f"k{size()}"}
    version = CaseFile.objects.get(pk=int(address.rpartition("/")[2])).version
    return desk.post(f"{address}/hand-over", {**form, "version": str(version), "接手人": str(to), "移交理由": reason})


def test_a_handler_hands_a_case_over_with_a_reason_and_it_is_recorded() -> None:
    handler, other, before = four()[0], Desk(5, "经办乙", Role.HANDLER), size()
    page = case_received()
    assert "移交以后，案件列在接手人的“我经办的”里" in page.text
    number = number_of(page)
    assert number not in other.get("/files?mine=1").text
    after = handed(handler, page, 5)
    assert after.status == 200
    assert number in other.get("/files?mine=1").text
    assert number not in handler.get("/files?mine=1").text
    assert handler.get(page.address).status == 200, "who handed it over may still see it"
    assert "移交给另一位经办" not in handler.get(page.address).text, "and hands it over no more"
    assert "移交给另一位经办" in other.get(page.address).text
    (entry,) = [e for e in notes(before) if e.kind == "移交"]
    assert entry.by == "经办甲"
    assert entry.payload["内容"] == {"接手人": "经办乙", "原经办": "经办甲", "移交理由": "岗位调整"}
    late = [r for r in cells(handler.get("/files/urging?person=经办乙")) if r[0] == number]
    assert late[0][3:5] == ["经办（经办乙）", "2024年6月28日"], "who holds it, since it was handed over"


@pytest.mark.parametrize(
    ("by", "to", "reason", "told"),
    [
        (5, 5, "岗位调整", "案件由现在的经办人或者负责人移交"),
        (1, 6, "岗位调整", "没有选接手人"),
        (1, 3, "岗位调整", "没有选接手人"),
        (1, 1, "岗位调整", "现在就由经办甲经办"),
        (1, 5, "", "没有写移交理由"),
        (1, 999, "岗位调整", "没有选接手人"),
    ],
)
def test_who_may_not_and_to_whom_not(by: int, to: int, reason: str, told: str) -> None:
    page = case_received()
    answer = handed(Desk(by, f"经办{'甲' if by == 1 else '乙'}", Role.HANDLER), page, to, reason)
    assert answer.status == 422
    assert told in words(answer)
    from reasoner.office.casework_models import CaseFile

    assert CaseFile.objects.get(number=number_of(page)).handler == 1


def test_a_reviewer_hands_nothing_over_and_the_head_does() -> None:
    reviewer, head = four()[1], four()[3]
    page = case_received()
    assert "移交给另一位经办" not in reviewer.get(page.address).text
    assert reviewer.post(f"{page.address}/hand-over", {"接手人": "5"}).status == 403
    assert handed(head, page, 5).status == 200


def test_nobody_receives_a_case_who_acted_in_another_role_that_must_be_another_person() -> None:
    """复核甲 is a handler too; having reviewed a case, the same person does not become its handler."""
    handler, reviewer, legal, _ = four()
    page = handler.step(case_received(), "受理", 办理日期="2024-05-07")
    assert '<option value="2">复核甲' in handler.get(page.address).text
    proposed(handler, page, REFUSED)
    reviewer.step(reviewer.get(page.address), "复核", 意见="同意")
    legal.step(legal.get(page.address), "退回", 退回理由="核对床位使用率")
    assert '<option value="2">复核甲' not in handler.get(page.address).text
    answer = handed(handler, page, 2)
    assert answer.status == 422
    assert "复核甲已经以“复核”办过这件案件" in words(answer)
    assert handed(handler, page, 5).status == 200


def test_what_was_signed_stays_and_an_archived_case_goes_nowhere() -> None:
    handler = four()[0]
    page = signed(handler.step(case_received(), "受理", 办理日期="2024-05-07"))
    after = handed(handler, page, 5)
    assert after.status == 200
    assert re.search(r"<th scope=\"row\">拟办</th><td>经办甲", after.text), "the signature is still that of who gave it"
    other = Desk(5, "经办乙", Role.HANDLER)
    served = other.step(other.get(page.address), "送达", 送达方式="直接送达", 签收人="某人", 回证编号="回1")
    archived = other.step(served, "归档", 卷号="卷1", 保管期限="永久")
    assert "移交给另一位经办" not in archived.text
    answer = handed(other, archived, 1)
    assert answer.status == 422
    assert "案件已归档,现在不能办“移交”" in words(answer).replace("，", ",")


def test_of_two_people_the_second_is_told_and_nothing_is_handed_over() -> None:
    handler = four()[0]
    page = case_received()
    form = page.form(f"{page.address}/hand-over")
    handler.step(page, "受理", 办理日期="2024-05-07")
    answer = handler.post(f"{page.address}/hand-over", {**form, "接手人": "5", "移交理由": "岗位调整"})
    assert answer.status == 409
    assert "岗位调整" in answer.text, "what was typed stays"
