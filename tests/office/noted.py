"""What the record of the office of this process has, for tests that do something and look what was noted of it."""

from __future__ import annotations

from reasoner.record.log_entry import Entry, read_line


def size() -> int:
    """How many entries there are."""
    from reasoner.office.record_models import RecordHead

    return RecordHead.objects.get().size


def notes(since: int = 0) -> list[Entry]:
    """The entries behind a number of them, but for verdicts and the first entry of all."""
    from reasoner.office import trail

    entries = [read_line(line) for line in list(trail.STORE.lines())[since:]]
    return [e for e in entries if e.kind not in ("opened", "verdict")]
