"""案件 from 收件 to 归档: a whole course by four persons, and each way in which one goes otherwise."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape

import pytest

from reasoner.casework.roles import ADMINISTRATORS, Role
from tests.casework.test_proposals_and_plans import PDF, jpeg, png
from tests.office.client import Page
from tests.office.desks import Desk, alone, form_of, four, office, set_day
from tests.office.noted import notes, size
from tests.office.test_abuse import HOSTILE

CODE = "91370200MA3C0000XX"
TERMS = (
    "期限,数量,单位,起算,止于,补正期间,末日遇休息日,提前提醒,依据\n"
    "受理,5,工作日,收件,受理,停止计算,顺延,1,测试用表\n"
    "补正,10,工作日,通知补正,收到补正,照常计算,顺延,2,测试用表\n"
    "办结,20,工作日,受理,签发,停止计算,顺延,3,测试用表\n"
    "复议,60,日,送达,复议,照常计算,顺延,10,测试用表\n"
)
HOLIDAYS = (
    "年度,日期,至,性质,名称,依据\n2024,2024-05-01,2024-05-05,休息,劳动节,测试用表\n2024,2024-05-11,,上班,,测试用表\n"
)
REFUSED = {"处理": "不予", "例外": "否", "例外理由": "没有应予例外的情形", "决定机关": "青岛市医疗保障局"}


@pytest.fixture(scope="module", autouse=True)
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with office(tmp_path_factory.mktemp("office")):
        for key, kind, text in (("t", "期限", TERMS), ("h", "节假日", HOLIDAYS)):
            assert four()[2].post("/files/tables/send", {"key": key, "kind": kind, "text": text}).status == 200
        yield


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, "2024-06-28")


_COUNT = [0]


def application(
    usage: str = "74%", place: str = "城阳区", beds: int = 100, code: str | None = None, day: str = "2024-05-06"
) -> int:
    """An application that was judged; the number of its case. 74%: 原则上不予新增 (3.1.p2 of the medical plan)."""
    from reasoner.driver.window import cases
    from reasoner.office import store

    _COUNT[0] += 1
    data = {
        "编号": f"案-{_COUNT[0]}", "事项": "新增购买住院床位", "日期": day, "床位类别": "综合", "床位数": beds,
        "机构": {
            "名称": f"示例医院{_COUNT[0] if code is None else code[-2:]}", "类型": "综合医院", "所在地": place, "统一社会信用代码": code or f"{CODE[:-2]}{_COUNT[0]:02d}",
        },
        "指标": [{"地区": place, "名称": "床位使用率", "数值": usage, "时点": "2024-03-31", "来源": "住院结算数据", "来源类型": "本局查询"}],
    }  # fmt: skip
    return store.new_case(data, cases.judged_with(data, {}), "").pk


def received(desk: Desk, *numbers: int, **fields: str) -> Page:
    """收件."""
    form = desk.get("/files/new?" + "&".join(f"case={n}" for n in numbers)).form("/files/new")
    given = {"收到日期": "2024-05-06", "递交人": "申请单位", "收到的材料": "申请表\n执业许可证", **fields}
    return desk.post("/files/new", form | given | {"case": [str(n) for n in numbers]})


def matter_of(page: Page) -> str:
    """The number of the first matter on the page of a case, by the fields of 拟办."""
    match = re.search(r'name="(\d+)-处理"', page.text)
    assert match is not None, page.text[-2000:]
    return match[1]


def proposed(desk: Desk, page: Page, values: Mapping[str, str], **more: str) -> Page:
    number = matter_of(page)
    return desk.step(page, "拟办", **{f"{number}-{k}": v for k, v in values.items()}, **more)


def signed(page: Page, *, values: Mapping[str, str] = REFUSED) -> Page:
    """From an accepted case to 签发 by four persons."""
    handler, reviewer, legal, head = four()
    page = proposed(handler, handler.get(page.address), values)
    assert page.status == 200, page.errors
    for desk, step in ((reviewer, "复核"), (legal, "法制复核"), (head, "签发")):
        page = desk.step(desk.get(page.address), step, 意见="同意")
        assert page.status == 200, page.text[-2000:]
    return page


def accepted(number: int) -> Page:
    handler = four()[0]
    return handler.step(received(handler, number), "受理", 办理日期="2024-05-07")


def state(page: Page) -> str:
    match = re.search(r'aria-label="状态"><p><span class="tag[^"]*">([^<]+)', page.text)
    assert match is not None, page.text
    return match[1]


def words(page: Page) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.text))


def test_the_tables_of_days_are_taken_in_and_a_wrong_one_is_not() -> None:
    from reasoner.office.casework_models import OfficeTable

    handler = four()[0]
    OfficeTable.objects.all().delete()
    assert "没有登记节假日表" in words(handler.get("/files"))
    form = {"key": "a", "kind": "期限", "text": TERMS.replace("工作日", "个工作天")}
    wrong = handler.post("/files/tables/send", form)
    assert wrong.status == 422
    assert "单位“个工作天”不能识别" in words(wrong)
    assert "测试用表" in wrong.text, "what was typed is kept"
    assert handler.post("/files/tables/send", {"key": "b", "kind": "期限", "text": TERMS}).status == 200
    assert handler.post("/files/tables/send", {"key": "c", "kind": "节假日", "text": HOLIDAYS}).status == 200
    assert "没有登记" not in words(handler.get("/files")).partition("收件编号")[0]


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
    draft = handler.get(f"/case/{number}/final?form=docx&kind=不予新增告知书")
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
    final = handler.get(f"/case/{number}/final?form=docx&kind=不予新增告知书")
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
    text = zipfile.ZipFile(io.BytesIO(index.content)).read("word/document.xml").decode()
    for said in ("卷内目录", "收件回执", "补正材料通知书", "核查记录", "送达回证", "回1"):
        assert said in text
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
    draft = handler.get(f"/case/{number}/letter?form=docx&kind=不予新增告知书")
    assert draft.status == 200
    text = zipfile.ZipFile(io.BytesIO(draft.content)).read("word/document.xml").decode()
    assert other[0] not in text
    assert "示例医院" in text
    assert refused.status == 200


def body(letter: Page) -> str:
    assert letter.status == 200, words(letter)
    xml = zipfile.ZipFile(io.BytesIO(letter.content)).read("word/document.xml").decode()
    return unescape(re.sub(r"<[^>]+>", "", xml))


def test_the_opinion_has_the_course_what_is_proposed_and_who_signed() -> None:
    """WORDING: 一、申请及程序 三、研判结论与拟办意见(一致与否,不一致的理由) 七、同类案件对照; 经办和签发由不同的人."""
    handler = four()[0]
    number = application(usage="90%")
    values = {"处理": "不予", "不一致理由": "床位总量另有规定", "决定机关": "青岛市医疗保障局"}
    page = signed(accepted(number), values=values)
    opinion = body(handler.get(f"/case/{number}/letter?form=docx&kind=内部审核意见"))
    assert "2024年5月6日收件；2024年5月7日受理" in opinion
    assert "签发负责人甲（2024年6月28日）" in opinion
    assert "■不一致" in opinion
    assert "床位总量另有规定" in opinion
    page = handler.step(handler.get(page.address), "送达", 送达方式="直接送达", 签收人="收发室", 回证编号="回9")
    handler.step(page, "更正", 更正内容="“甲”更正为“乙”", 更正理由="笔误")
    assert "“甲”更正为“乙”" in body(handler.get(f"/case/{number}/letter?form=docx&kind=更正(撤销)告知书"))


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


def test_a_correction_is_signed_like_a_decision() -> None:
    handler, reviewer, legal, head = four()
    page = signed(accepted(application()))
    page = handler.step(handler.get(page.address), "送达", 送达方式="邮寄送达", 签收人="收发室", 回证编号="邮1")
    page = handler.step(page, "更正", 更正内容="“74%”误写为“47%”，更正为“74%”", 更正理由="笔误")
    assert state(page) == "签署中"
    for desk, step in ((reviewer, "复核"), (legal, "法制复核"), (head, "签发")):
        page = desk.step(desk.get(page.address), step)
    assert state(page) == "已签发"
    assert "签发：<b>不予</b>" in page.text, "the decision stands"


def test_a_decision_is_revoked_and_made_anew_after_reconsideration() -> None:
    handler, reviewer, legal, head = four()
    page = signed(accepted(application()))
    page = handler.step(handler.get(page.address), "送达", 送达方式="直接送达", 签收人="收发室", 回证编号="回2")
    page = legal.step(legal.get(page.address), "复议", 复议机关="某市人民政府", 案号="复1", 请求="撤销告知")
    refused = handler.step(handler.get(page.address), "归档", 卷号="1", 保管期限="长期")
    assert "复议还没有结果" in words(refused)
    page = legal.step(legal.get(page.address), "救济结果", 程序="复议", 结果="责令重作", 文号="复决1号")
    page = handler.step(handler.get(page.address), "撤销", 撤销内容="原告知", 撤销理由="复决1号")
    for desk, step in ((reviewer, "复核"), (legal, "法制复核"), (head, "签发")):
        page = desk.step(desk.get(page.address), step)
    assert '<p class="note good">' not in page.text, "nothing is in effect"
    page = handler.step(handler.get(page.address), "重作", 重作理由="复议决定责令重作", 依据="复决1号")
    assert state(page) == "已受理"
    assert state(signed(page)) == "已签发"


def test_withdrawal_ends_a_case() -> None:
    handler = four()[0]
    page = handler.step(accepted(application()), "撤回", 撤回申请="撤回申请书")
    assert state(page) == "已撤回"
    assert state(handler.step(page, "归档", 卷号="2", 保管期限="短期")) == "已归档"


def test_a_case_lapses_when_the_day_has_passed_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    handler = four()[0]
    page = handler.step(accepted(application()), "通知补正", 办理日期="2024-05-20", 补正内容="缺证明")
    # ten working days behind 20 May: 21-24 (4), 27-31 (9), 3 June
    early = handler.step(page, "逾期终止", 办理日期="2024-06-03", 依据="办事指南")
    assert early.status == 422
    assert "补正的最后一日是2024年6月3日，还没有过" in words(early)
    assert state(handler.step(early, "逾期终止", 办理日期="2024-06-04", 依据="办事指南")) == "逾期终止"


def test_without_a_table_of_the_year_a_case_does_not_lapse(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, "2025-03-31")
    handler = four()[0]
    page = received(handler, application(day="2025-01-06"), 收到日期="2025-01-06")
    assert "没有登记2025年的节假日表" in words(page)
    page = handler.step(page, "通知补正", 办理日期="2025-01-07", 补正内容="缺证明")
    refused = handler.step(page, "逾期终止", 依据="办事指南")
    assert "最后一日不明" in words(refused)


def test_two_people_on_one_case_never_write_over_each_other() -> None:
    handler, second = four()[0], Desk(5, "经办乙", Role.HANDLER)
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


def test_double_receipts_are_told_and_a_further_application_is_linked() -> None:
    handler = four()[0]
    code = "91370200MA3C0009D1"
    first = signed(accepted(application(code=code)))
    number = application(code=code)
    double = received(handler, number)
    assert double.status == 422
    assert "同一机构就同一事项已有案件" in words(double)
    assert "：不予" in double.text, "with what was decided"
    earlier = first.address.rpartition("/")[2]
    page = received(handler, number, 再次收件的理由="另选地址后再次申请", earlier=earlier)
    assert state(page) == "已收件"
    assert f'以前的案件</dt><dd><a href="/file/{earlier}">' in page.text
    assert f'后来的申请</dt><dd><a href="{page.address}">' in handler.get(first.address).text


def test_numbers_run_through_the_year_whatever_their_pattern() -> None:
    handler = four()[0]

    def number() -> str:
        match = re.search(r"<title>(\S+) · 条理", received(handler, application()).text)
        assert match is not None
        return match[1]

    first = int(number().removeprefix("收件2024-"))
    for key, pattern in (("p1", "2024{序:3}/{年}"), ("p2", "收件{年}-{序}")):
        assert handler.post("/files/tables/send", {"key": key, "kind": "收件编号", "text": pattern}).status == 200
        if key == "p1":
            assert number() == f"2024{first + 1:03}/2024"
    assert number() == f"收件2024-{first + 2}"


def test_several_matters_of_one_institution_are_one_case_and_those_of_two_are_not() -> None:
    handler = four()[0]
    code = "91370200MA3C0009D2"
    page = received(handler, application(code=code), application(code=code, beds=50))
    assert state(page) == "已收件"
    assert page.text.count("新增购买住院床位（<a") == 2
    apart = received(handler, application(), application())
    assert apart.status == 422
    assert "不是同一件" in words(apart)
    again = received(handler, int(re.findall(r'href="/case/(\d+)"', page.text)[0]), 再次收件的理由="有")
    assert "已属于案件" in words(again)


def test_the_day_of_receipt_is_that_of_the_application() -> None:
    wrong = received(four()[0], application(), 收到日期="2024-05-07")
    assert wrong.status == 422
    assert "与收到日期不同" in words(wrong)


def test_where_the_days_differ_the_law_is_chosen_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """The medical plan is one of 2023-2025: on a day of 2026 another law holds than on that of receipt."""
    handler = four()[0]
    page = accepted(application())
    assert "各日的结论和依据相同" in page.text
    set_day(monkeypatch, "2026-01-12")
    page = handler.get(page.address)
    assert "各日的规定不同" in page.text
    silent = proposed(handler, page, REFUSED)
    assert silent.status == 422
    assert "没有写明适用哪一天的" in words(silent)
    empty = handler.step(silent, "适用日期", 适用日期="2024-05-06", 适用日期理由="")
    assert empty.errors == ["没有写选择这一天的理由"]
    page = handler.step(empty, "适用日期", 适用日期="2024-05-06", 适用日期理由="申请在规划期内收到")
    assert page.status == 200
    assert "申请在规划期内收到" in page.text
    assert state(proposed(handler, page, REFUSED)) == "签署中"


@pytest.mark.parametrize(
    ("content", "suffix", "kind"),
    [(png(), "png", "image/png"), (jpeg(), "jpg", "image/jpeg"), (PDF, "pdf", "application/pdf")],
)
def test_a_photograph_or_scan_is_kept_and_only_saved_never_shown(content: bytes, suffix: str, kind: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    handler = four()[0]
    page = received(handler, application())
    form = {k: v for k, v in form_of(page, "受理").items() if k == "version"} | {
        "key": f"{page.address}{suffix}",
        "题名": "现场照片/北门",
        "来源类型": "现场核查",
    }
    page = handler.post(f"{page.address}/attach", form | {"file": SimpleUploadedFile("x.exe", content)})
    assert "证据1" in page.text
    saved = handler.get(f"{page.address}/paper/1")
    assert saved.content == content
    assert saved.headers["Content-Disposition"].startswith("attachment;")
    assert saved.headers["Content-Type"] == kind
    assert suffix in saved.headers["Content-Disposition"]
    assert Desk(9, "外人", Role.HANDLER, organ="另一中心").get(f"{page.address}/paper/1").status == 404


def test_a_fact_rests_on_the_paper_that_shows_it() -> None:
    """CONTRACT §1: 依据 is text or {名称, 编号, 页}; every other value of the application stays."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from reasoner.office.models import Case

    handler = four()[0]
    number = application()
    page = received(handler, number)
    before = json.loads(Case.objects.get(pk=number).data)
    assert '<option value="城阳区床位使用率">' in page.text
    form = {
        "version": form_of(page, "受理")["version"],
        "key": "evidence",
        "题名": "住院结算数据",
        "来源类型": "本单位查询",
        "证明": "城阳区床位使用率",
        "页": "2",
    }
    page = handler.post(f"{page.address}/attach", form | {"file": SimpleUploadedFile("a.png", png())})
    after = json.loads(Case.objects.get(pk=number).data)
    assert after["指标"][0].pop("依据") == {"名称": "住院结算数据", "编号": "证据1", "页": "2"}
    assert after == before
    assert "原则上不予新增" in page.text
    beds = {
        "version": form_of(page, "受理")["version"],
        "key": "evidence2",
        "题名": "申请表",
        "来源类型": "申请材料",
        "证明": "床位数",
    }
    handler.post(f"{page.address}/attach", beds | {"file": SimpleUploadedFile("b.png", png())})
    assert json.loads(Case.objects.get(pk=number).data)["床位数"] == {
        "数值": 100,
        "依据": {"名称": "申请表", "编号": "证据2"},
    }


def test_what_is_no_picture_is_refused_with_the_reason_and_what_was_typed_stays() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    handler = four()[0]
    page = received(handler, application())
    form = {
        "version": form_of(page, "受理")["version"],
        "key": "no-picture",
        "题名": "现场照片",
        "来源类型": "现场核查",
    }
    refused = handler.post(
        f"{page.address}/attach", form | {"file": SimpleUploadedFile("照片.jpg", b"<html>" + b"x" * 200)}
    )
    assert refused.status == 422
    assert "内容不是照片" in words(refused)
    assert 'value="现场照片"' in refused.text
    assert handler.get(f"{page.address}/paper/1").status == 404


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


def test_each_step_is_noted_in_its_transaction() -> None:
    handler, before = four()[0], size()
    page = received(handler, application())
    handler.step(page, "受理", 办理日期="2024-04-01")  # refused: before the receipt
    handler.step(page, "受理", 办理日期="2024-05-07")
    steps = [e for e in notes(before) if e.kind in ("收件", "受理")]
    assert [e.kind for e in steps] == ["收件", "受理"]
    assert steps[-1].payload["状态"] == "已受理"


def test_the_list_shows_whom_cases_wait_for_and_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    handler = four()[0]
    page = received(handler, application())
    number = re.search(r"收件2024-\d+", page.text)
    assert number is not None
    set_day(monkeypatch, "2024-05-10")
    assert f">{number[0]}</a>" in handler.get("/files?due=催办").text, "one day before 11 May"
    assert f">{number[0]}</a>" not in handler.get("/files?due=逾期").text
    set_day(monkeypatch, "2024-05-12")
    assert f">{number[0]}</a>" in handler.get("/files?due=逾期").text
    assert f">{number[0]}</a>" in handler.get("/files?waits=经办&state=已收件&mine=1").text
    assert f">{number[0]}</a>" not in handler.get("/files?waits=复核").text


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


PLANS = "年度,地区,事项,批次,数量,单位,依据\n2024,城阳区,新增购买住院床位,,250,张,测试用表\n2024,,新增购买住院床位,,3,家,测试用表\n"


def test_a_plan_stands_beside_the_verdict_and_not_in_it() -> None:
    handler = four()[0]
    granted = {"处理": "进入后续程序", "例外": "是", "例外理由": "急诊能力不足", "决定机关": "青岛市医疗保障局"}
    assert (
        handler.post(
            "/files/tables/send", {"key": "plans", "kind": "受理计划", "text": PLANS.replace("城阳区", "乌有区")}
        ).status
        == 422
    )
    page = handler.post("/files/tables/send", {"key": "plans2", "kind": "受理计划", "text": PLANS})
    assert "250张" in page.text
    used = int(re.search(r'250张</td><td class="figure">(\d+)', page.text)[1])  # type: ignore[index]
    number = application(beds=60)
    label = handler.get(f"/case/{number}").text.partition('class="label">')[2].partition("<")[0]
    first = signed(accepted(number), values=granted)
    after = int(re.search(r'250张</td><td class="figure">(\d+)', handler.get("/files/plans").text)[1])  # type: ignore[index]
    assert after == used + 60
    name = re.search(r"收件2024-\d+", first.text)
    assert name is not None
    other = accepted(application())
    assert f"计划250张，已用{after}张" in other.text
    assert "公布的数据里可能还没有" in other.text
    assert name[0] in other.text.partition("公布的数据里可能还没有")[0].rpartition("已就同一事项签发")[2]
    assert label in other.text, "the same label: the plan decides nothing"


def test_a_batch_of_assessment_ranks_nothing() -> None:
    handler = four()[0]
    numbers = [application(usage="90%", beds=b) for b in (80, 40)]
    pages = [received(handler, n, 评审批次="秋季批") for n in numbers]
    page = handler.get("/files/batch?name=秋季批")
    assert page.status == 200
    names = [re.search(r"收件2024-\d+", p.text)[0] for p in pages]  # type: ignore[index]
    assert page.text.index(names[0]) < page.text.index(names[1]), "in the order of receipt"
    assert "不作排序" in page.text
    assert handler.get("/files/batch?name=没有这一批").status == 404


def test_nothing_that_is_typed_or_asked_for_breaks_a_page() -> None:
    from urllib.parse import quote

    handler = four()[0]
    number = application()
    page = received(handler, number)
    handler.post("/files/tables/send", {"key": "n", "kind": "收件编号", "text": "收件{年}-{序}"})
    for hostile in HOSTILE:
        asked_for = quote(hostile[:2000])
        for address in (
            "/files?text=@",
            "/files?state=@&due=@",
            "/files?page=@",
            "/files/batch?name=@",
            "/files/plans?year=@",
            "/files/new?case=@",
        ):
            answer = handler.get(address.replace("@", asked_for))
            assert answer.status < 500, (address, hostile[:20])
            assert "<script>alert" not in answer.text
        for step in ("受理", "通知补正", "撤回"):
            rule = form_of(handler.get(page.address), step)
            answer = handler.post(
                f"{page.address}/step", rule | {"key": "", "办理日期": hostile, "version": hostile, "补正内容": hostile}
            )
            assert answer.status in (409, 422), (step, hostile[:20])
            answer = handler.post(
                f"{page.address}/step",
                rule | {"key": "", "办理日期": hostile, "补正内容": hostile, "撤回申请": hostile},
            )
            assert answer.status == 422, (step, hostile[:20])
            assert "<script>alert" not in answer.text
        form = handler.get(f"/files/new?case={number}").form("/files/new")
        sent = form | {
            "case": [str(number), hostile],
            "收到日期": "2024-05-06",
            "递交人": hostile,
            "earlier": hostile,
            "key": "",
        }
        assert handler.post("/files/new", sent).status == 422, "it belongs to a case"
        if len(hostile) < 400:
            assert handler.post("/files/tables/send", {"key": "", "kind": "收件编号", "text": hostile}).status == 422
        assert handler.post("/files/tables/send", {"key": "", "kind": hostile, "text": "x"}).status == 404
    assert state(handler.get(page.address)) == "已收件"


def test_what_is_typed_is_kept_as_it_was_and_printed_without_running() -> None:
    handler = four()[0]
    hostile = "<script>alert(1)</script>{{7*7}}\x0b=cmd|' /C calc'!A0"
    page = received(handler, application(), 收到的材料=hostile, 递交人=hostile)
    assert "<script>alert" not in page.text
    assert "{{7*7}}" in page.text
    text = (
        zipfile.ZipFile(io.BytesIO(handler.get(f"{page.address}/receipt").content)).read("word/document.xml").decode()
    )
    assert "{{7*7}}" in text
    assert "<script>" not in text


def test_the_package_of_a_case_has_its_steps_and_the_record_shows_them_to_the_own_organ_alone() -> None:
    """Object-level rights: what belongs to one organ answers 404 for others; an auditor reads the whole record."""
    from reasoner.office import trail
    from reasoner.record.audit import audit
    from reasoner.record.package_check import check_package

    handler, before = four()[0], size()
    page = received(handler, application())
    handler.step(page, "受理", 办理日期="2024-05-07")
    number = int(re.findall(r'href="/case/([0-9]+)"', page.text)[0])
    content = handler.get(f"/case/{number}/package.zip").content
    checked = check_package(content, "x")
    assert checked.holds, checked
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        steps = json.loads(archive.read("决定和意见.json"))
    assert [s["种类"] for s in steps] == ["收件", "受理"]
    assert steps[0]["内容"]["案件"]
    assert audit(trail.STORE)[0].holds
    step = next(e.n for e in notes(before) if e.kind == "受理")
    other = Desk(77, "别处经办", Role.HANDLER, organ="另一机构")
    auditor = Desk(78, "审计甲", Role.AUDITOR)
    assert (handler.get(f"/record/{step}").status, auditor.get(f"/record/{step}").status) == (200, 200)
    assert other.get(f"/record/{step}").status == other.get(f"/record/{step}/line.json").status == 404
    assert f'href="/record/{step}"' in handler.get("/record").text
    assert f'href="/record/{step}"' not in other.get("/record").text
    assert other.get(f"/case/{number}/package.zip").status == 404
