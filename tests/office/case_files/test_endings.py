"""How a case ends otherwise: corrected, revoked, withdrawn, lapsed by the tables of days."""

from __future__ import annotations

import pytest

from tests.office.case_files.course import TERMS, accepted, application, day_tables, received, signed, state, words
from tests.office.desks import four, set_day


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
    day_tables()
    assert "没有登记" not in words(handler.get("/files")).partition("收件编号")[0]


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
    page = handler.step(
        handler.get(page.address), "撤销", 撤销内容="原告知", 撤销理由="复决1号", 撤销后的处理="由本单位重新作出处理"
    )
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
