"""待办: what waits, what expires, what must be settled before letters go out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse

from reasoner.casework.flow import FOUR
from reasoner.driver.window import entry, settling
from reasoner.office import casework_store, store
from reasoner.office.acting import Actor, actor
from reasoner.office.jobs import State
from reasoner.office.keeping import form_key, table
from reasoner.office.models import Batch, Case, Comparison, DecisionRecord, Draft, Judgement
from reasoner.office.office_clock import today
from reasoner.office.pages.plain_paths import flat
from reasoner.office.templating import page

_RECENT: Final = 8
"""Drafts and files of one kind that are named one by one."""
_ROWS: Final = 200
"""Cases on one page."""


def todo(request: HttpRequest) -> HttpResponse:
    """What waits, by what is to be done next."""
    cases = Case.objects.exclude(outcome="")
    undecided = cases.filter(decisions__isnull=True) if cases.exists() else cases
    drafts = Draft.objects.filter(case=None).order_by("-id")
    older = Batch.objects.exclude(finished="").exclude(basis=store.basis()).only("name").order_by("-id")
    waits = list(undecided.values_list("steps", "waits").annotate(number=Count("id")).order_by())
    steps = Counter[str]()
    for step, _, number in waits:
        steps[step] += number
    values = {
        "section": "todo",
        "steps": [(s, n) for s, n in sorted(steps.items(), key=lambda of: (-of[1], of[0])) if s],
        "bad": Case.objects.filter(outcome="").values_list("batch", "batch__name").annotate(number=Count("id")),
        "of_files": _of_files(actor(request)),
        "drafts": [(d, dict(flat(table(d.data)))) for d in drafts[:_RECENT]],
        "more_drafts": drafts.count() - _RECENT,
        "stopped": Batch.objects.filter(state__in=(State.STOPPED, State.FAILED)).only("name", "state"),
        "comparisons": Comparison.objects.filter(state__in=(State.WAITING, State.RUNNING, State.STOPPED)).defer("page"),
        "older": older[:_RECENT],
        "more_older": older.count() - _RECENT,
        "older_written": _older_written(undecided),
        "documents": entry.open_drafts(),
        "points": settling.points(store.ledger(), today()),
        "expiring": settling.expiring(store.ledger(), today()),
        "waiting": settling.waiting_facts(_waits(waits)),
        "empty": not Case.objects.exists(),
        "key": form_key(),
    }
    return page(request, "todo.html.jinja", values)


def _of_files(acting: Actor) -> list[tuple[str, str, int]]:
    """The cases that are overdue, that are urged, and that wait for one of the roles of who asks: what, where, how many."""
    listed = [("逾期", "/files?due=逾期", {"due": "逾期"}), ("要催办", "/files?due=催办", {"due": "催办"})]
    listed += [(f"等{r.value}", f"/files?waits={r.value}", {"waits": r.value}) for r in FOUR if r in acting.roles]
    counts = [(name, address, casework_store.listed(acting, by).count()) for name, address, by in listed]
    return [c for c in counts if c[2]]


def _older_written(undecided: QuerySet[Case, Case]) -> int:
    """How many applications that were written on pages were judged by earlier rules or values."""
    basis = store.basis()
    # Of an application that was written on a page nothing changes but by a further verdict or decision, and none of these is changed.
    name = str(connection.settings_dict["NAME"])
    state = (name, basis, *(m.objects.aggregate(last=Max("pk"))["last"] for m in (Judgement, DecisionRecord)))
    known = _LAST_OLDER.get(state)
    if known is None:
        last = Judgement.objects.filter(case=OuterRef("pk")).order_by("-id").values("basis")[:1]
        known = undecided.filter(batch=None).annotate(basis=Subquery(last)).exclude(basis=basis).count()
        _LAST_OLDER.clear()
        _LAST_OLDER[state] = known
    return known


_LAST_OLDER: Final[dict[tuple[str, str, int | None, int | None], int]] = {}
"""How many there were when it was asked last, by the database, the basis and the last verdict and decision."""


def _waits(counted: Iterable[tuple[str, str, int]]) -> Iterator[tuple[list[list[str]], int]]:
    """What cases wait for, and how many for just that: of a great many most wait for the same. counted: by step and what is waited for."""
    decoder = msgspec.json.Decoder(list[list[str]])
    for _, text, number in counted:
        if text != "[]":
            yield decoder.decode(text), number


def waiting(request: HttpRequest) -> HttpResponse:
    """The cases on which one thing is to be done next."""
    step = request.GET.get("step", "")
    listed = store.with_files().filter(steps=step, decisions__isnull=True).exclude(outcome="").order_by("-id")
    rows = Paginator(listed, _ROWS).get_page(request.GET.get("page"))
    return page(request, "step.html.jinja", {"section": "todo", "step": step, "rows": rows})


def settle(request: HttpRequest) -> HttpResponse:
    """需确认事项: what must be settled before letters go out."""
    values = {
        "section": "todo",
        "groups": settling.groups(store.ledger(), today()),
    }
    return page(request, "settle.html.jinja", values)
