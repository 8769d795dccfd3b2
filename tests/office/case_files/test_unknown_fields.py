"""What no form asks for gets into no course: each step is sent with one field more than it has."""

from __future__ import annotations

import json

import pytest

from reasoner.casework.case_steps import STEPS, CaseStep
from tests.casework.test_proposals_and_plans import png
from tests.office.case_files.course import REFUSED, accepted, application, matter_of, proposed, received, signed, words
from tests.office.client import Page
from tests.office.desks import Desk, form_of, four

APART = (CaseStep.JUDGE, CaseStep.ATTACH, CaseStep.HAND_OVER)
"""Steps with forms of their own."""
FILLED = {
    CaseStep.NOTIFY: {"补正内容": "平面图"}, CaseStep.SUPPLEMENTED: {"收到的材料": "平面图"},
    CaseStep.INSPECT: {"核查事项": "床位", "核查人": "某科"}, CaseStep.INSPECTED: {"核查结果": "属实"}, CaseStep.RETURN: {"退回理由": "理由不足"},
    CaseStep.SERVE: {"送达方式": "直接送达", "签收人": "收发室", "回证编号": "回1"}, CaseStep.WITHDRAW: {"撤回申请": "撤回申请书"},
    CaseStep.LAPSE: {"依据": "某规定"}, CaseStep.CORRECT: {"更正内容": "甲改乙", "更正理由": "笔误"},
    CaseStep.REVOKE: {"撤销内容": "原告知", "撤销理由": "有误", "撤销后的处理": "由本单位重新作出处理"},
    CaseStep.REDO: {"重作理由": "有误", "依据": "自行纠正"},
    CaseStep.RECONSIDERATION: {"复议机关": "某市人民政府", "请求": "撤销"}, CaseStep.LAWSUIT: {"法院": "某区人民法院", "请求": "撤销"},
    CaseStep.REMEDY_RESULT: {"程序": "复议", "结果": "维持", "文号": "复决1号"}, CaseStep.ARCHIVE: {"卷号": "1", "保管期限": "长期"},
}  # fmt: skip


def before(step: CaseStep) -> tuple[Desk, Page]:
    """Whose the step is, and a case in which it can be taken."""
    handler, reviewer, legal, head = four()
    if step is CaseStep.ACCEPT:
        return handler, received(handler, application())
    page = accepted(application())
    if step in (CaseStep.NOTIFY, CaseStep.INSPECT, CaseStep.PROPOSE, CaseStep.WITHDRAW):
        return handler, page
    if step in (CaseStep.SUPPLEMENTED, CaseStep.LAPSE):
        more = {"再次补正的理由": "审查中才知道", "补正期限日": "2024-06-27"}
        return handler, handler.step(page, "通知补正", 补正内容="平面图", 办理日期="2024-06-20", **more)
    if step is CaseStep.INSPECTED:
        return handler, handler.step(page, "派出核查", 核查事项="床位", 核查人="某科")
    if step in (CaseStep.REVIEW, CaseStep.LEGAL, CaseStep.SIGN, CaseStep.RETURN):
        page = proposed(handler, page, REFUSED)
        for desk, own in ((reviewer, CaseStep.REVIEW), (legal, CaseStep.LEGAL), (head, CaseStep.SIGN)):
            if step in (own, CaseStep.RETURN):
                return desk, desk.get(page.address)
            page = desk.step(desk.get(page.address), own.value)
    page = signed(page)
    if step is CaseStep.SERVE:
        return handler, handler.get(page.address)
    page = handler.step(handler.get(page.address), "送达", **FILLED[CaseStep.SERVE])
    if step is CaseStep.REMEDY_RESULT:
        page = handler.step(page, "复议", **FILLED[CaseStep.RECONSIDERATION])
    return handler, page


def course(page: Page) -> list[dict[str, object]]:
    from reasoner.office.casework_models import StepRecord

    number = int(page.address.partition("#")[0].removesuffix("/step").rpartition("/")[2])
    return [json.loads(s.data) for s in StepRecord.objects.filter(file=number)]


@pytest.mark.parametrize("name", ["审批结论", "9-处理", "x-y"])
@pytest.mark.parametrize("step", [r.step for r in STEPS if r.step not in APART])
def test_a_field_that_a_step_does_not_have_is_refused_by_name(step: CaseStep, name: str) -> None:
    desk, page = before(step)
    filled = dict(FILLED.get(step, {}))
    if step is CaseStep.PROPOSE:
        filled = {f"{matter_of(page)}-{k}": v for k, v in REFUSED.items()}
    if "再次补正的理由" in page.text and step is CaseStep.NOTIFY:
        filled["再次补正的理由"] = "审查中才知道"
    taken = course(page)
    assert form_of(page, step.value)
    answer = desk.step(page, step.value, **filled, **{name: "准予"})
    assert answer.status == 422
    assert "K109" in answer.text
    assert f"没有“{name}”这一栏" in words(answer)
    assert course(page) == taken
    assert desk.step(desk.get(answer.address.removesuffix("/step")), step.value, **filled).status == 200, "without it"


def test_photographs_hand_overs_and_days_of_the_law_keep_only_their_own_fields() -> None:
    """Their forms are read field by field."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    handler = four()[0]
    page = accepted(application())
    hidden = {k: v for k, v in form_of(page, "拟办").items() if k == "version"}
    sent = {
        "题名": "照片",
        "来源类型": "现场核查",
        "key": "photo",
        "审批结论": "准予",
        "file": SimpleUploadedFile("a.png", png()),
    }
    assert handler.post(f"{page.address.removesuffix('/step')}/attach", hidden | sent).status == 200
    assert set(course(page)[-1]) == {"证据编号", "题名", "来源类型", "摘要"}
