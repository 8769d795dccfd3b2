"""案件 from 收件 to 归档: a whole course by four persons, and what each step sees and owes."""

from __future__ import annotations

import io
import json
import re
import zipfile

import docx
import pytest

from tests.office.case_files.course import (
    REFUSED,
    accepted,
    application,
    body,
    proposed,
    received,
    signed,
    state,
    words,
)
from tests.office.desks import form_of, four, set_day
from tests.office.noted import notes, size


def test_a_case_from_receipt_to_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    handler, reviewer, legal, head = four()
    number = application()
    page = received(handler, number, 评审批次="第一批")
    assert state(page) == "已收件"
    assert "收件2024-" in page.text
    due = words(page)
    # 5 working days behind 6 May: 7, 8, 9, 10, 11 (made up)
    assert "2024年5月11日" in due

    receipt = handler.get(f"{page.address}/receipt")
    text = zipfile.ZipFile(io.BytesIO(receipt.content)).read("word/document.xml").decode()
    for said in ("收件回执", "示例医院", "执业许可证", "不代表受理", "经办甲"):
        assert said in text
    assert "不代表受理" in handler.get(f"{page.address}/receipt?form=html").text

    assert reviewer.post(f"{page.address}/step", form_of(page, "受理")).status == 422, "a reviewer accepts nothing"
    page = handler.step(page, "受理", 办理日期="2024-05-07")
    assert state(page) == "已受理"
    page = handler.step(page, "通知补正", 办理日期="2024-05-08", 补正内容="床位数没有附证明")
    assert state(page) == "待补正"
    assert "补正期间停止计算" in words(page)
    page = handler.step(page, "收到补正", 办理日期="2024-05-15", 收到的材料="床位证明")
    assert state(page) == "已受理", "it goes on where it stood"
    page = handler.step(page, "派出核查", 办理日期="2024-05-16", 核查事项="现有床位", 核查人="监管科")
    assert "等监管科" in words(page)
    page = handler.step(page, "核查完成", 办理日期="2024-05-17", 核查结果="与申请一致", 核查记录编号="核1")
    # 20 working days behind 7 May, those of 9 to 15 May aside: 8 (1), 16, 17 (3), 20-24 (8), 27-31 (13), 3-7 June (18), 10, 11 (20)
    assert "2024年6月11日" in words(page)

    page = proposed(handler, page, REFUSED, 办理日期="2024-05-20")
    assert state(page) == "签署中"
    assert "与研判一致" in page.text
    assert "现在由复核办理" in words(page)
    assert (
        legal.post(f"{page.address}/step", form_of(reviewer.get(page.address), "复核") | {"step": "法制复核"}).status
        == 422
    )
    draft = handler.letter(f"/case/{number}/final?form=docx&kind=不予新增告知书")
    assert draft.status == 422
    assert "没有正式文书" in draft.text
    decide = handler.post(f"/case/{number}/decide", {"key": "x", "处理": "不予"})
    assert decide.status == 422
    assert "决定由拟办、签署、签发作出" in decide.text
    for desk, step, on in (
        (reviewer, "复核", "2024-05-21"),
        (legal, "法制复核", "2024-05-22"),
        (head, "签发", "2024-05-23"),
    ):
        page = desk.step(desk.get(page.address), step, 办理日期=on, 意见="同意")
    assert state(page) == "已签发"
    final = handler.letter(f"/case/{number}/final?form=docx&kind=不予新增告知书")
    assert "还没有签发" not in final.text, "what is open now is the letter's own"
    page = handler.step(
        handler.get(page.address),
        "送达",
        办理日期="2024-05-24",
        送达方式="直接送达",
        签收人="申请单位收发室",
        回证编号="回1",
    )
    assert state(page) == "已送达"
    assert "2024年7月23日" in words(page), "复议: sixty days behind 24 May"
    set_day(monkeypatch, "2024-08-01")
    assert "已届满" in handler.get(page.address).text
    listed = handler.get("/files?due=逾期").text
    assert f'href="{page.address}"' not in listed, "whose time for 复议 has passed is not overdue"
    page = handler.step(page, "归档", 办理日期="2024-06-03", 卷号="2024-1", 保管期限="长期")
    assert state(page) == "已归档"
    index = handler.get(f"{page.address}/index.docx")
    # The decision and the proof of its service first, then by the days; no letter was made final, so that none lies in the file.
    assert titles_in(index.content) == [
        "送达回证", "收件回执", "申请：新增购买住院床位", "申请材料：申请表", "申请材料：执业许可证", "补正材料：床位证明", "核查记录",
    ]  # fmt: skip
    assert words(page).count("同意") >= 3
    for name in ("经办甲", "复核甲", "法制甲", "负责人甲"):
        assert name in page.text


def test_the_decision_stands_beside_the_verdict_as_it_was_proposed() -> None:
    from reasoner.office.models import DecisionRecord

    number = application()
    page = accepted(number)
    assert not DecisionRecord.objects.filter(case=number).exists()
    signed(page)
    (record,) = DecisionRecord.objects.filter(case=number)
    assert json.loads(record.data) == {**REFUSED, "决定日期": "2024-06-28"}


def test_a_refusal_with_an_exception_and_what_a_deviation_owes() -> None:
    handler = four()[0]
    page = accepted(application())
    silent = proposed(handler, page, {"处理": "进入后续程序", "例外": "", "例外理由": ""})
    assert silent.status == 422
    assert "没有写明有无应予例外的情形" in words(silent)
    assert 'value="进入后续程序" checked' in silent.text, "what was chosen is kept"
    against = proposed(handler, silent, {"处理": "进入后续程序", "例外": "否", "例外理由": "考量过"})
    assert "两者不一致,没有写理由" in words(against).replace("，", ",")
    page = signed(
        page, values={"处理": "进入后续程序", "例外": "是", "例外理由": "急诊能力不足", "决定机关": "青岛市医疗保障局"}
    )
    assert "依例外处理" in page.text
    assert "（依例外）" in page.text


def test_earlier_cases_with_the_same_clause_and_another_outcome_are_shown_inside_and_in_no_letter() -> None:
    handler = four()[0]
    granted = accepted(application())
    granted = signed(
        granted,
        values={"处理": "进入后续程序", "例外": "是", "例外理由": "急诊能力不足", "决定机关": "青岛市医疗保障局"},
    )
    other = re.search(r"收件2024-\d+", granted.text)
    assert other is not None
    number = application()
    page = accepted(number)
    block = page.text.partition("同一条款决定、处理不同的案件")[2].partition("</details>")[0]
    assert f">{other[0]}</a>" in block
    refused = proposed(handler, page, REFUSED)
    draft = handler.letter(f"/case/{number}/letter?form=docx&kind=不予新增告知书")
    assert draft.status == 200
    text = zipfile.ZipFile(io.BytesIO(draft.content)).read("word/document.xml").decode()
    assert other[0] not in text
    assert "示例医院" in text
    assert refused.status == 200


def test_the_opinion_has_the_course_what_is_proposed_and_who_signed() -> None:
    """WORDING: 一、申请及程序 三、研判结论与拟办意见(一致与否,不一致的理由) 七、同类案件对照; 经办和签发由不同的人."""
    handler = four()[0]
    number = application(usage="90%")
    values = {"处理": "不予", "不一致理由": "床位总量另有规定", "决定机关": "青岛市医疗保障局"}
    page = signed(accepted(number), values=values)
    opinion = body(handler.letter(f"/case/{number}/letter?form=docx&kind=内部审核意见"))
    assert "2024年5月6日收件；2024年5月7日受理" in opinion
    assert "签发负责人甲（2024年6月28日）" in opinion
    assert "■不一致" in opinion
    assert "床位总量另有规定" in opinion
    page = handler.step(handler.get(page.address), "送达", 送达方式="直接送达", 签收人="收发室", 回证编号="回9")
    handler.step(page, "更正", 更正内容="“甲”更正为“乙”", 更正理由="笔误")
    assert "“甲”更正为“乙”" in body(handler.letter(f"/case/{number}/letter?form=docx&kind=更正(撤销)告知书"))


def test_a_case_is_returned_and_everybody_signs_anew() -> None:
    handler, reviewer, legal, _ = four()
    page = proposed(handler, accepted(application()), REFUSED)
    page = reviewer.step(reviewer.get(page.address), "复核", 意见="同意")
    silent = legal.step(legal.get(page.address), "退回")
    assert silent.errors == ["没有写退回理由"]
    page = legal.step(legal.get(page.address), "退回", 退回理由="例外考量写得不够")
    assert state(page) == "已受理"
    assert "例外考量写得不够" in page.text
    again = handler.get(page.address)
    assert "没有应予例外的情形" in again.text, "what was proposed stands in the form"
    page = proposed(handler, again, REFUSED)
    assert "现在由复核办理" in words(page)


def test_a_verdict_that_changed_since_it_was_proposed_is_not_signed() -> None:
    handler, reviewer, *_ = four()
    number = application()
    page = proposed(handler, accepted(number), REFUSED)
    handler.post(f"/case/{number}/again", {"key": "anew"})
    page = reviewer.get(page.address)
    assert "要退回重新拟办" not in page.text, "the same verdict again"
    handler.post(f"/case/{number}/edit", {"key": "edit", "p:指标.0.数值": "73%"})
    page = reviewer.get(page.address)
    assert "要退回重新拟办" in page.text
    refused = reviewer.step(page, "复核")
    assert refused.status == 422
    assert "又重新研判过" in words(refused)


def test_each_step_is_noted_in_its_transaction() -> None:
    handler, before = four()[0], size()
    page = received(handler, application())
    handler.step(page, "受理", 办理日期="2024-04-01")  # refused: before the receipt
    handler.step(page, "受理", 办理日期="2024-05-07")
    steps = [e for e in notes(before) if e.kind in ("收件", "受理")]
    assert [e.kind for e in steps] == ["收件", "受理"]
    assert steps[-1].payload["状态"] == "已受理"


def titles_in(content: bytes) -> list[str]:
    """The titles of an index, in their order."""
    (table,) = docx.Document(io.BytesIO(content)).tables
    return [row.cells[3].text for row in table.rows[1:]]


def test_the_index_of_a_file_has_the_final_letters_and_no_draft_first_the_decision() -> None:
    from reasoner.office.models import Judgement, LetterRecord

    handler = four()[0]
    number = application()
    page = handler.step(
        handler.get(signed(accepted(number)).address), "送达", 送达方式="直接送达", 签收人="收发室", 回证编号="回3"
    )
    judgement = Judgement.objects.filter(case=number).last()
    assert judgement is not None
    for kind, final in (("补正材料通知书", True), ("现场核查任务单", False), ("不予新增告知书", True)):
        LetterRecord.objects.create(
            case_id=number,
            judgement=judgement,
            kind=kind,
            name=f"{kind}.docx",
            digest=kind,
            final=final,
            at="2024-05-20T09:30:00",
        )
    titles = titles_in(handler.get(f"{page.address}/index.docx").content)
    assert titles[:2] == ["不予新增告知书", "送达回证"]
    assert "补正材料通知书" in titles
    assert "现场核查任务单" not in titles, "a draft lies in no file"
    assert "内部审核意见" not in titles
    shown = handler.get(f"/case/{number}").text
    assert "原告知书" not in shown, "nothing is corrected yet"
