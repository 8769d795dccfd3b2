"""A verdict's page is to the byte what it is where nothing is spared: each row read by its model, each alternative reading judged whole.

The page is made in a few statements that are written out, and of an alternative the outcome is looked into first (a page may take at
most 15 × the interpreter's time). What is spared changes no page, of any matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from reasoner.casework.roles import Role
from tests.office.case_files.course import received
from tests.office.client import Page
from tests.office.desks import Desk, four, office, set_day

MATTERS = (
    ("新增购买住院床位", "综合医院", {"床位数": 80, "床位类别": "综合"}), ("新增定点零售药店", "零售药店", {"步行15分钟内同类型定点机构数": 1}),
    ("新增居家照护定点", "护理站", {}), ("新增购买院护床位", "养老机构", {"床位数": 40}), ("新增定点零售药店", "零售药店", {}),
)  # fmt: skip
PLACES = ("城阳区", "胶州市")
STATEMENTS = 6
"""The case of the office, the row with its verdict, what counts of the ledger, the history, the letters."""


@pytest.fixture(scope="module", autouse=True)
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with office(tmp_path_factory.mktemp("office")):
        yield


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, "2024-06-28")


def kept(index: int, place: str) -> int:
    """A row of a file as it is kept: without the readings that could change its verdict, which its page adds."""
    from reasoner.driver.window import cases
    from reasoner.office import store

    matter, kind, facts = MATTERS[index]
    facility = {"名称": f"机构{index}", "类型": kind, "所在地": place}
    figure = {"地区": place, "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31", "来源": "住院结算数据"}
    data = {
        "编号": f"{index}-{place}",
        "事项": matter,
        "日期": "2024-05-06",
        "机构": facility,
        "指标": [figure],
        **facts,
    }
    judged = cases.judged_with(data, {})
    bare = cases.verdict_on(judged.application, None, readings=False)
    return store.new_case(data, cases.Judged(judged.application, bare), "").pk


def forgotten() -> None:
    """Nothing is remembered of verdicts."""
    from reasoner.driver.window import cases
    from reasoner.interpreter import known_jurisdictions

    cases._completed.cache_clear()
    known_jurisdictions.forget()


def masked(page: Page) -> str:
    assert page.status == 200
    return re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]*"', "", page.text)


def spared_nothing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have every alternative judged whole, and every row read by its model; what was asked for."""
    from reasoner.interpreter import alternatives
    from reasoner.interpreter.judge import judge_unsealed
    from reasoner.office import case_rows
    from reasoner.office.casework_models import CaseMatter
    from reasoner.office.models import LetterRecord
    from reasoner.office.views import cases

    asked_for: list[str] = []

    def other(turned: object, application: object, day: object, only: object, shared: object) -> object:
        asked_for.append("alternative")
        return judge_unsealed(turned, application, day, only, advise=False)  # type: ignore[arg-type]

    def matter_of_case(case: int) -> CaseMatter | None:
        asked_for.append("matter")
        return CaseMatter.objects.select_related("file").filter(case=case).first()

    def letters(case: int) -> list[LetterRecord]:
        asked_for.append("letters")
        return list(LetterRecord.objects.filter(case=case).defer("content").order_by("-id"))

    monkeypatch.setattr(alternatives, "_other", other)
    monkeypatch.setattr(case_rows, "matter_of_case", matter_of_case)
    monkeypatch.setattr(cases, "letters", letters)
    return asked_for


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("index", range(len(MATTERS)))
def test_what_is_spared_changes_no_page(monkeypatch: pytest.MonkeyPatch, index: int, place: str) -> None:
    handler, number = four()[0], kept(index, place)
    forgotten()
    first = masked(handler.get(f"/case/{number}"))
    assert "换一种理解" in first
    assert masked(handler.get(f"/case/{number}")) == first, "opened again"
    asked_for = spared_nothing(monkeypatch)
    forgotten()
    assert masked(handler.get(f"/case/{number}")) == first
    assert {"matter", "letters"} <= set(asked_for)


def test_nor_where_a_case_has_a_file_and_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    handler, number = four()[0], kept(0, "城阳区")
    page = received(handler, number)
    assert page.status == 200, page.errors
    assert handler.letter(f"/case/{number}/letter?form=docx&kind=内部审核意见").content[:2] == b"PK"
    forgotten()
    first = masked(handler.get(f"/case/{number}"))
    assert "作过的文书（1）" in first
    assert "这份申请属于案件" in first
    spared_nothing(monkeypatch)
    forgotten()
    assert masked(handler.get(f"/case/{number}")) == first


def test_what_a_written_statement_reads_is_what_its_model_reads() -> None:
    from reasoner.office import case_rows
    from reasoner.office.casework_models import CaseMatter
    from reasoner.office.models import LetterRecord

    handler, number = four()[0], kept(0, "胶州市")
    assert case_rows.matter_of_case(number) is None
    assert case_rows.matter_of_case(2**70) is None
    assert case_rows.letters(number) == []
    received(handler, number)
    for form in ("docx", "pdf"):
        handler.letter(f"/case/{number}/letter?form={form}&kind=内部审核意见")
    matter, same = case_rows.matter_of_case(number), CaseMatter.objects.select_related("file").get(case=number)
    assert matter is not None
    for of, model in ((matter, same), (matter.file, same.file)):
        for field in model._meta.concrete_fields:
            value = getattr(of, field.attname)
            assert (value, type(value)) == (getattr(model, field.attname), type(getattr(model, field.attname)))
    listed = list(LetterRecord.objects.filter(case=number).order_by("-id"))
    assert [tuple(m) for m in case_rows.letters(number)] == [
        tuple(getattr(of, name) for name in case_rows.MadeLetter._fields) for of in listed
    ]
    assert len(listed) == 2


def test_a_page_takes_few_statements() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    desk, number = Desk(1, "经办甲", Role.HANDLER), kept(2, "城阳区")
    forgotten()
    for _ in range(2):
        with CaptureQueriesContext(connection) as listed:
            desk.get(f"/case/{number}")
        assert len(listed.captured_queries) == STATEMENTS, [q["sql"][:80] for q in listed.captured_queries]
