"""卷内目录: what lies in the file of a case, in order, with number, title, day and pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic
from reasoner.casework.case_steps import CaseStep, LoggedStep

WORKING: Final[Mapping[str, CaseStep | None]] = {
    "补正材料通知书": CaseStep.NOTIFY, "内部查询单": None, "现场核查任务单": CaseStep.INSPECT,
}  # fmt: skip
"""Letters before the decision, each with the step that makes it final; None: from the receipt on."""


def working_faults(kind: str, log: Sequence[LoggedStep], number: str) -> tuple[Diagnostic, ...]:
    """Why a letter before the decision cannot be final yet (K133); empty: it can."""
    step = WORKING[kind]
    if step is None or any(e.step is step for e in log):
        return ()
    return (Diagnostic("K133", f"案件{number}", f"还没有办“{step}”,没有正式的{kind}", hint=f"先在案件里办{step}"),)


class Paper(NamedTuple):
    """Something that lies in the file."""

    title: str
    number: str
    """Its number (文号, 证据编号); empty: it has none."""
    day: str
    """Its day, ISO; empty: none."""
    pages: int | None
    """How many pages it has; None: not counted, they are filled in by hand."""
    by: str = ""
    """Who made it or handed it in; empty: not said."""


class IndexRow(NamedTuple):
    """A row of the index."""

    place: int
    paper: Paper
    pages: str
    """The pages of the file, as 3-5; a blank (empty) from the first paper on of which the pages are not counted."""


def index_of(papers: Iterable[Paper]) -> tuple[IndexRow, ...]:
    """The index of papers in their order; pages are numbered through while they are counted."""
    rows = []
    page: int | None = 1
    for place, paper in enumerate(papers, 1):
        pages = ""
        if page is not None and paper.pages:
            last = page + paper.pages - 1
            pages = str(page) if last == page else f"{page}-{last}"
            page = last + 1
        else:
            page = None
        rows.append(IndexRow(place, paper, pages))
    return tuple(rows)
