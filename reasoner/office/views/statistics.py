"""统计: the monthly table by district, as a page, a workbook and a document; and decisions whose grounds are in doubt now."""

from __future__ import annotations

from http import HTTPStatus
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from policy_dsl.diagnostics import Diagnostic, Fault
from reasoner.casework.monthly_statistics import MonthTable, cells, columns, definitions, monthly, outside_cells
from reasoner.casework.roles import CASE_ROLES
from reasoner.driver.window import monthly_report
from reasoner.driver.window.monthly_report import DoubtfulDecision
from reasoner.office import month_counts
from reasoner.office.acting import Actor, actor, only
from reasoner.office.casework_store import day_now
from reasoner.office.templating import page
from reasoner.office.views.downloads import WORKBOOK, file_answer

DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST_TEXT = 100
_UNREADABLE = Diagnostic("U102", "月份", "月份不能识别", "如 2026-11").fault


class _Asked(NamedTuple):
    month: str
    district: str
    table: MonthTable
    doubtful: list[DoubtfulDecision]
    faults: tuple[Fault, ...]


def _table(acting: Actor, month: str, district: str) -> MonthTable:
    outside = month_counts.decided_outside(acting, month, district)
    return monthly(month_counts.counted(acting, month, district), month, outside)


def _asked(request: HttpRequest) -> _Asked:
    """What a request asks for; a month that cannot be read gives the one of today, and says so."""
    acting, today = actor(request), day_now().isoformat()[:7]
    month, district = (request.GET.get(k, "").strip()[:_MOST_TEXT] for k in ("month", "district"))
    faults: tuple[Fault, ...] = ()
    try:
        table = _table(acting, month or today, district)
    except ValueError:
        faults, table = (_UNREADABLE,), _table(acting, today, district)
    return _Asked(month or today, district, table, month_counts.doubtful(acting, district), faults)


@only(*CASE_ROLES)
def statistics(request: HttpRequest) -> HttpResponse:
    """The table of a month."""
    answer = _asked(request)
    values = {
        "section": "statistics", "month": answer.month, "district": answer.district, "districts": month_counts.districts(actor(request)),
        "table": answer.table, "columns": columns(answer.table), "rows": [cells(r) for r in answer.table.rows],
        "outside": None if answer.table.outside is None else outside_cells(answer.table.outside), "faults": answer.faults,
        "doubtful": answer.doubtful, "note": monthly_report.NOTE, "definitions": definitions(answer.table), "most": month_counts.MOST_DOUBTFUL,
    }  # fmt: skip
    wrong = HTTPStatus.UNPROCESSABLE_ENTITY if answer.faults else HTTPStatus.OK
    return page(request, "statistics.html.jinja", values, status=wrong)


@only(*CASE_ROLES)
def workbook(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    answer = _asked(request)
    return file_answer(
        f"统计-{answer.table.month}.xlsx", monthly_report.workbook(answer.table, answer.doubtful), WORKBOOK
    )


@only(*CASE_ROLES)
def document(request: HttpRequest) -> HttpResponse:
    """The same as a document."""
    answer = _asked(request)
    return file_answer(
        f"统计-{answer.table.month}.docx", monthly_report.document(answer.table, answer.doubtful), DOCUMENT
    )
