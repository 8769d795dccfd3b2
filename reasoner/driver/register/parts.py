"""What is done of a long run, kept beside its output until it is whole: an interrupted run goes on where it stopped."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from reasoner.driver.register.odd_rows import RowFault

_DONE: Final = "done.json"


class _Part(msgspec.Struct, frozen=True):
    """A part that is done."""

    of: str
    """The fingerprint of the run."""
    rows: int
    faults: list[RowFault]


class Parts:
    """The parts of one run. folder: where they are kept, made when the first is done. of: what the run is, so that nothing of another
    is taken for its own.
    """

    def __init__(self, folder: Path, of: str) -> None:
        self._folder, self._of = folder, of

    def known(self, start: int) -> tuple[Path, int, list[RowFault]] | None:
        """A part that is done: its file, how many rows were judged, and the faults of the others; None where it is not."""
        file, note = self._names(start)
        try:
            part = msgspec.json.decode(note.read_bytes(), type=_Part)
        except (OSError, msgspec.MsgspecError):
            return None
        return (file, part.rows, part.faults) if part.of == self._of and file.is_file() else None

    def keep(self, start: int, made: Path, rows: int, faults: Sequence[RowFault]) -> Path:
        """Keep a part; its file. What says that it is done is written last."""
        self._folder.mkdir(exist_ok=True)
        file, note = self._names(start)
        os.replace(made, file)
        fresh = note.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(_Part(self._of, rows, list(faults))))
        os.replace(fresh, note)
        return file

    def forget(self) -> None:
        """Take all away: the output is whole."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _names(self, start: int) -> tuple[Path, Path]:
        return self._folder / f"{start}.parquet", self._folder / f"{start}-{_DONE}"


def fingerprint(files: Sequence[Path], *more: object) -> str:
    """What a run is: its files as they are now, and whatever else it turns on."""
    states = [(os.fspath(f), f.stat().st_size, f.stat().st_mtime_ns) for f in files]
    return hashlib.sha256(repr((states, more)).encode()).hexdigest()
