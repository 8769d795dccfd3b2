"""A file that somebody dropped into the window, made into the files of a new document; and those files laid into the corpus.

Reading runs in a process of its own (`worker`, task `INGEST`), which can be killed and is bounded in time and memory:
`worker.Job(file=…, task=Task.INGEST, name=…, receiving=Receiving(…))` gives a `ReceivedFile` as JSON in `worker.RESULT`;
`file` keeps the suffix of the name, which is all that the name is used for besides being told.
Nothing is written before `lay_out` is called.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec

from policy_dsl.drafting.ingest_report import IngestReport
from reasoner.driver import ingesting


class Receiving(msgspec.Struct, frozen=True):
    """What a person says of a received file."""

    document: str = ""
    """The id that the document is to have; empty: one is proposed from region, year and number."""
    region: str = ""
    """Name or code of the area that it covers; empty: proposed from its words."""
    typed: str = ""
    """The text that was typed from a file without words; empty: the file has words."""
    by: str = ""
    """Who typed it."""
    proofread_by: str = ""
    """Who proofread it: somebody else."""
    masks: bool = True
    """Whether to propose what seems no part of the document for masking."""


class ReceivedFile(msgspec.Struct, frozen=True):
    """What came of reading it."""

    report: IngestReport
    """What is told of it: differences, placeholders, proposed fields, what is left to write."""
    files: dict[str, str]
    """The files of the document's folder by name: text.txt, meta.toml, rules.tiao, readings.toml, cases.yaml, 报告.txt, 报告.json."""


def receive(path: Path, receiving: Receiving) -> ReceivedFile:
    """Read a file. path: under the name that its sender knows. Raises Faults, and then nothing came of it."""
    with tempfile.TemporaryDirectory(prefix="tiaoli-") as folder:
        typed = Path(folder, "录入的文字.txt")
        if receiving.typed:
            typed.write_text(receiving.typed, encoding="utf-8")
        of = receiving
        request = ingesting.Request(
            path, path.parent, of.document, of.region, typed if of.typed else None, of.by, of.proofread_by, of.masks
        )
        if of.document:
            ingesting.document_id(request)
        files = ingesting.drafted(request, of.document)
    return ReceivedFile(files.report, {name: content.decode() for name, content in files.files.items()})


def lay_out(received: ReceivedFile, region: str, version: str) -> Path:
    """Write the files into the bureau's own corpus; the folder. version: first day of force, `undated-YEAR` or `draft`.

    Raises Faults: U193 no corpus is named, C118 no such version, F118 and F119 a region, U192 the folder is there already,
    R119 what the system refuses.
    """
    from policy_dsl.ingest import output_guard
    from reasoner.driver import bureau_corpus

    folder = bureau_corpus.new_folder(received.report.document, region, version)
    output_guard.write_folder(
        folder,
        {name: text.encode() for name, text in received.files.items()},
        output_guard.NEW_ONLY,
        ingesting.unwritten,
    )
    return folder
