"""Whatever is typed into a case or asked for breaks no page and runs nowhere."""

from __future__ import annotations

import io
import zipfile

from tests.office.abuse.hostile import HOSTILE
from tests.office.case_files.course import application, received, state
from tests.office.desks import form_of, four


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
