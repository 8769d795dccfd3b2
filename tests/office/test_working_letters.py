"""Letters before the decision are final by the step to which they belong, not by the signature of the decision."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.case_files.course import application, received, words
from tests.office.desks import four, office, set_day


@pytest.fixture(autouse=True)
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with office(tmp_path):
        set_day(monkeypatch, "2024-05-10")
        yield


def test_a_notice_of_supplements_is_final_by_its_step() -> None:
    handler = four()[0]
    number = application()
    page = received(handler, number)
    address = f"/case/{number}/final?form=docx&kind="
    early = handler.letter(f"{address}补正材料通知书")
    assert early.status == 422
    assert "还没有办“通知补正”，没有正式的补正材料通知书" in words(early)
    handler.step(page, "通知补正", 办理日期="2024-05-08", 补正内容="补交平面图")
    notice = handler.letter(f"{address}补正材料通知书")
    assert "没有正式的补正材料通知书" not in words(notice)
    assert "案件还没有签发" not in words(notice), "only what the letter itself leaves open holds it back"
    assert handler.letter(f"{address}内部查询单").status == 200
    refused = handler.letter(f"{address}不予新增告知书")
    assert "案件还没有签发" in words(refused)
