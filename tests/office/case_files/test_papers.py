"""The papers of a case: kept as they are, what rests on them, and all of them in one package."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest

from reasoner.casework.roles import Role
from tests.casework.test_proposals_and_plans import PDF, jpeg, png
from tests.office.case_files.course import application, received, words
from tests.office.desks import Desk, form_of, four
from tests.office.noted import notes, size


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
