"""What the record keeps of the rows of a file: made where they are judged, taken into the record with them.

A worker writes it beside its rows, in canonical form; what the verdicts rest on stands once in a folder of its own. Whoever takes
the rows in chains the entries, which is quick, and need judge nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from reasoner.driver.recording import recorder_on
from reasoner.driver.window.files import EntryOf
from reasoner.model.application import Application
from reasoner.model.verdict import Verdict
from reasoner.record.folder import FolderStore
from reasoner.record.log_entry import Draft, canonical
from reasoner.record.personal_numbers import key_of_user, without_numbers
from reasoner.record.recording import VERDICT
from reasoner.record.store import Kept

FOLDER: Final = "kept"
"""In the folder of a worker, where that stands on which its verdicts rest."""
_QUICK: Final = 1


def entries_of(folder: Path) -> EntryOf:
    """What makes of each verdict what the record keeps of it; what it rests on is written below a folder."""
    recorder = recorder_on(FolderStore(folder / FOLDER), "")

    def entry_of(application: Application, verdict: Verdict) -> bytes:
        return zlib.compress(canonical(recorder.payload(application, verdict)), _QUICK)

    return entry_of


def rested_on(folder: Path) -> Iterator[tuple[Kept, bytes]]:
    """What the verdicts of a worker rest on."""
    store = FolderStore(folder / FOLDER)
    for kind in Kept:
        for path in sorted((folder / FOLDER / kind).glob("*.json.gz")):
            content = store.kept(kind, path.name.partition(".")[0])
            assert content is not None
            yield kind, content


def draft_of(entry: bytes, by: str) -> Draft:
    """What is to be recorded of a row, of which a worker made what is kept. by: who had the file judged."""
    written = zlib.decompress(entry)
    return Draft(VERDICT, without_numbers(by, key_of_user), msgspec.json.decode(written), written)
