"""What the window keeps, as the driver takes it: the ledger in plain data, cases with their verdicts and decisions."""

from __future__ import annotations

from reasoner.office.keeping import table
from reasoner.office.models import LedgerItem

SECTIONS = ("指标", "认定")


def ledger() -> dict[str, object]:
    """The values of the ledger that count, in the form of a file."""
    lists: dict[str, list[object]] = {s: [] for s in SECTIONS}
    for section, data in LedgerItem.objects.filter(until="").order_by("id").values_list("section", "data"):
        lists[section].append(table(data))
    return {**lists}
