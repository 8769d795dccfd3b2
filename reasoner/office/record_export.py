"""The record handed out: its head, the whole of it as a folder, the package of a case. One at a time: each goes through all lines."""

from __future__ import annotations

import gzip
import threading
import zipfile
from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO, Final, NamedTuple, TypeVar

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.office import trail
from reasoner.office.record_models import RecordedLetter, RecordEntry, RecordHead, RecordKept
from reasoner.office.record_store import HEAD, unpacked_line
from reasoner.record.audit import audit
from reasoner.record.folder import LOG
from reasoner.record.head import head_content
from reasoner.record.log_entry import BadLine, Entry, read_line
from reasoner.record.package import applications_named, package
from reasoner.record.recording import LETTER
from reasoner.record.store import Kept

WHERE: Final = "本单位的记录"
"""What messages call the record."""
_ONE: Final = threading.Semaphore(1)
_WAIT: Final = 60.0
"""Seconds until somebody else's export is done."""
Result = TypeVar("Result")


class End(NamedTuple):
    """Where the record ends."""

    size: int
    digest: str
    record: str
    """What the record calls itself; empty: nothing was recorded yet."""
    at: str
    """When the last entry was recorded."""


def end() -> End:
    """Where the record ends now."""
    head = RecordHead.objects.get(pk=HEAD)
    first, last = entry(1), RecordEntry.objects.filter(pk=head.size).values_list("at", flat=True).first()
    return End(head.size, head.digest, "" if first is None else str(first.payload.get("record", "")), last or "")


def line(number: int) -> bytes | None:
    """The line of an entry; None: there is none."""
    content = RecordEntry.objects.filter(pk=number).values_list("line", flat=True).first()
    return None if content is None else unpacked_line(content)


def entry(number: int) -> Entry | None:
    """An entry; None: there is none. Raises BadLine where somebody has changed it."""
    text = line(number)
    return None if text is None else read_line(text)


def _alone(work: Callable[[], Result]) -> Result:
    """What a piece of work comes to that goes through the whole record. Raises Faults (U173) where others keep it waiting."""
    if not _ONE.acquire(timeout=_WAIT):
        raise Faults([Diagnostic("U173", WHERE, "正在导出另一份,还轮不到这一份", hint="过一会儿再试一次")])
    try:
        return work()
    finally:
        _ONE.release()


def head(by: str, *, as_text: bool) -> bytes:
    """The head of the record as it is now, checked first, and recorded behind it. Raises Faults (U208) where the record is false."""

    def made() -> bytes:
        report, _ = audit(trail.STORE, verdicts=False)
        if not report.integrity.holds or report.head is None:
            why = report.integrity.faults[0].message if report.integrity.faults else "还没有记录"
            hint = "用 tiaoli audit 核对数据目录,查明原因"
            raise Faults([Diagnostic("U208", WHERE, f"不能出存根:{why}", hint=hint)])
        content = head_content(report.head, as_text=as_text)
        trail.note("出存根", {"条数": report.head.size, "树根": report.head.root, "打印": as_text}, by)
        return content

    return _alone(made)


def folder_archive(by: str) -> IO[bytes]:
    """The whole record as a folder in a zip archive, which `tiaoli audit` reads once it is unpacked; a file that is gone when closed."""

    def made() -> IO[bytes]:
        trail.note("导出记录", {"条数": end().size}, by)
        # The lines first: what they rest on is there before them, and what is added meanwhile is in no line of the archive.
        file = TemporaryFile()  # noqa: SIM115  # whoever sends it closes it
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            with archive.open(f"记录/{LOG}", "w", force_zip64=True) as log:
                for text in trail.STORE.lines():
                    log.write(text + b"\n")
            for kind, digest in RecordKept.objects.order_by("kind", "digest").values_list("kind", "digest"):
                content = trail.STORE.kept(Kept(kind), digest)
                if content is not None:
                    archive.writestr(f"记录/{kind}/{digest}.json.gz", gzip.compress(content, 6, mtime=0))
        file.seek(0)
        return file

    return _alone(made)


def case_package(verdict: int | None) -> bytes:
    """The archive package of a case. verdict: the number of the entry of a verdict on it. Raises Faults (U207, U208)."""
    try:
        known = None if verdict is None else entry(verdict)
    except BadLine as why:
        hint = "用 tiaoli audit 核对数据目录,查明原因"
        raise Faults([Diagnostic("U208", WHERE, f"第{verdict}条{why}", hint=hint)]) from None
    if known is None:
        hint = "重新研判一次,就有记录了"
        raise Faults([Diagnostic("U207", WHERE, "这份申请研判时还没有记录", hint=hint)])
    (application, *_) = applications_named(known)
    numbers = RecordEntry.objects.filter(kind=LETTER, about=application[:200]).values_list("pk", flat=True)
    letters: dict[str, bytes] = {}
    for given in RecordedLetter.objects.filter(entry__in=list(numbers)).order_by("entry"):
        stem, dot, suffix = given.name.rpartition(".")
        name = given.name if given.name not in letters else f"{stem}-第{given.entry}条{dot}{suffix}"
        letters[name] = bytes(given.content)
    return _alone(lambda: package(trail.STORE, application, letters, WHERE))
