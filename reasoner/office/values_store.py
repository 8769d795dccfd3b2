"""The ledger and the list of institutions as they are kept: what counts, what waits, what was replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import transaction
from django.http import Http404

from policy_dsl.ir import JsonValue
from reasoner.driver.window import ledger_values, register
from reasoner.ledger.ledger_report import LedgerRow
from reasoner.office import trail
from reasoner.office.keeping import now, plain_json, table, to_text
from reasoner.office.models import PENDING, Case, Institution, LedgerImport, LedgerItem
from reasoner.office.office_clock import today
from reasoner.office.pages.plain_paths import flat
from reasoner.office.store import SECTIONS, ledger, with_files
from reasoner.record.log_entry import sha256

_MOST_CASES = 300
"""Undecided cases of which it is looked what new values change."""


def items() -> list[int]:
    """The numbers of the values that count, in the order of `store.ledger`."""
    listed = LedgerItem.objects.filter(until="").order_by("id").values_list("section", "pk")
    return [pk for section in SECTIONS for s, pk in listed if s == section]


def given(number: int) -> tuple[str, dict[str, str]]:
    """A value as a form has it: its section, and its texts by key. Raises Http404."""
    item = LedgerItem.objects.filter(pk=number).first()
    if item is None:
        raise Http404
    return item.section, dict(flat(table(item.data)))


def remove(number: int, by: str) -> None:
    """Let a value count no longer, and record it; it stays with the moment until which it counted. by: who takes it out."""
    with transaction.atomic():
        item = LedgerItem.objects.filter(pk=number, until="").first()
        if item is not None:
            LedgerItem.objects.filter(pk=number, until="").update(until=now())
            trail.note("取下台账数值", {"种类": item.section, "数值": plain_json(table(item.data))}, by)


def unread() -> list[tuple[int, str]]:
    """The values that count as they were written, for when they cannot be read any more."""
    listed = LedgerItem.objects.filter(until="").order_by("id").values_list("pk", "data")
    return [(pk, "、".join(text for _, text in flat(table(data)))) for pk, data in listed]


def import_of(number: int) -> LedgerImport:
    """Values that were sent together. Raises Http404."""
    kept = LedgerImport.objects.filter(pk=number).first()
    if kept is None:
        raise Http404
    return kept


def wait(name: str, data: ledger_values.LedgerData) -> LedgerImport:
    """Keep values that wait to be taken in."""
    kept = LedgerImport.objects.create(name=name, at=now(), notes=to_text(list(data.notes)))
    LedgerItem.objects.bulk_create(
        LedgerItem(section=s, fact=key, data=to_text(item), source=kept, until=PENDING)
        for (s, item), key in zip(data.items, data.keys, strict=True)
    )
    return kept


def ledger_with(kept: LedgerImport) -> dict[str, object]:
    """The ledger as it would be with values that wait."""
    waiting = LedgerItem.objects.filter(source=kept, until=PENDING)
    replaced = set(waiting.values_list("fact", flat=True))
    lists: dict[str, list[object]] = {s: [] for s in SECTIONS}
    counting = LedgerItem.objects.filter(until="").exclude(fact__in=replaced)
    for item in (*counting.order_by("id"), *waiting.order_by("id")):
        lists[item.section].append(table(item.data))
    return {**lists}


def preview_question(kept: LedgerImport) -> ledger_values.PreviewQuestion:
    """Values that wait, with the ledger and the applications that they may concern, as a worker takes them."""
    waiting = _waiting(kept)
    lists: dict[str, object] = {s: [table(i.data) for i in waiting if i.section == s] for s in SECTIONS}
    return ledger_values.PreviewQuestion(ledger(), ledger_with(kept), lists, today(), tuple(_open_files()))


def _waiting(kept: LedgerImport) -> list[LedgerItem]:
    """The values that wait, section by section."""
    waiting = list(LedgerItem.objects.filter(source=kept, until=PENDING).order_by("id"))
    return [i for s in SECTIONS for i in waiting if i.section == s]


class PreviewRow(NamedTuple):
    """A value that waits."""

    row: LedgerRow
    before: str
    """The value that it replaces; empty: none."""


def preview_rows(kept: LedgerImport, rows: Iterable[LedgerRow]) -> list[PreviewRow]:
    """The values that wait, each with the one that it replaces."""
    ordered = _waiting(kept)
    counting = {i.fact: i for i in LedgerItem.objects.filter(until="", fact__in=[i.fact for i in ordered])}
    return [PreviewRow(row, _value(counting.get(item.fact))) for item, row in zip(ordered, rows, strict=True)]


def _value(item: LedgerItem | None) -> str:
    if item is None:
        return ""
    data = table(item.data)
    return str(data.get("数值", data.get("结论", "")))


def take(kept: LedgerImport, by: str) -> None:
    """Take values in that wait, and record them. by: who takes them in."""
    moment = now()
    values: list[JsonValue] = []
    with transaction.atomic():
        for item in LedgerItem.objects.filter(source=kept, until=PENDING).order_by("pk"):
            LedgerItem.objects.filter(fact=item.fact, until="").update(until=moment)
            item.until = ""
            item.save(update_fields=["until"])
            values.append({"种类": item.section, "数值": plain_json(table(item.data))})
        LedgerImport.objects.filter(pk=kept.pk).update(taken=moment)
        if values:
            trail.note("采用台账数值", {"文件": kept.name, "数值": values}, by)


def leave(kept: LedgerImport) -> None:
    """Forget values that wait."""
    if not kept.taken:
        LedgerItem.objects.filter(source=kept, until=PENDING).delete()
        kept.delete()


def _open_files() -> Iterator[ledger_values.OpenFile]:
    """The applications on which nothing is decided yet, with what their files state alone."""
    by_file: dict[int | None, list[Case]] = {}
    for kept in with_files().filter(decisions__isnull=True).exclude(outcome="").order_by("-id")[:_MOST_CASES]:
        by_file.setdefault(None if kept.batch is None else kept.batch.pk, []).append(kept)
    for number, cases in by_file.items():
        # Those that were written on pages may have one number; those of a file have not.
        for together in [cases] if number is not None else [[c] for c in cases]:
            yield _open_file(together)


def _open_file(cases: list[Case]) -> ledger_values.OpenFile:
    file = cases[0].batch
    shared = None if file is None else table(file.outcome).get("shared")
    return ledger_values.OpenFile(
        tuple(c.pk for c in cases), tuple(table(c.data) for c in cases), shared if isinstance(shared, dict) else {},
        "" if file is None else file.as_of,
    )  # fmt: skip


# --- 名录 -----------------------------------------------------------------------------------------------------


def take_register(name: str, data: register.RegisterData, by: str) -> str:
    """Take a list of institutions in place of the one that counted, and record its digest; where it stands. by: who takes it in."""
    moment = now()
    kept = LedgerImport.objects.create(name=name, at=moment, taken=moment)
    Institution.objects.filter(until="").update(until=moment)
    Institution.objects.bulk_create(
        Institution(data=to_text(r.data), name=str(r.data.get("名称", "")), source=kept) for r in data.rows
    )
    rows = to_text([r.data for r in data.rows]).encode()
    trail.note("采用名录", {"文件": name, "家数": len(data.rows), "sha256": sha256(rows)}, by)
    return "/ledger/register"


def institutions(rows: Iterable[Institution]) -> list[dict[str, str]]:
    """Institutions by column."""
    return [dict(flat(table(r.data))) for r in rows]
