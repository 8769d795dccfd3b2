"""From files of applications to verdicts, and from verdicts to what is wrong with them.

Functions give plain data; those whose name ends in `_text` give what people read. All raise Faults with every fault.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults, during
from reasoner.driver.current_rule_base import as_day, looked_at, official_texts, reader, rule_base, terms
from reasoner.intake.checked_applications import AllApplications
from reasoner.intake.file_kind import FileKind, is_graph, is_letter, is_sheet
from reasoner.intake.file_loading import load_bytes, read_bytes
from reasoner.model.application import Application
from reasoner.model.verdict import Verdict

if TYPE_CHECKING:
    from reasoner.letters.letter_verification import LetterCheck

Recorded: TypeAlias = Callable[[Iterable[tuple[Application, Verdict]]], Iterator[Verdict]]
"""Gives each verdict on an application when it is in the record."""
Positions = Mapping[str, Mapping[str, object]]
"""位置 by 编号; a position is no fact."""

DEMO = Path(__file__).with_name("demo.json")
"""The application of `tiaoli demo`."""


class FileApplications(NamedTuple):
    """What a file of applications holds."""

    applications: Collection[Application]
    """The applications, read anew whenever somebody goes through them."""
    positions: Positions
    """位置 by 编号, which is no fact."""
    notes: tuple[str, ...] = ()
    """What of a graph was not read, a sentence each."""


class Checked(NamedTuple):
    """The verdicts on the applications of several files."""

    verdicts: Iterator[Verdict]
    """One by one."""
    several: bool
    """Whether there are several."""
    notes: tuple[str, ...]
    """What of the files was not read, a sentence each."""


def applications(path: Path, day: str | None = None) -> FileApplications:
    """The applications of a file in any form; raises Faults with every fault."""
    with during(str(path)):
        return _applications(path, day)


def _applications(path: Path, day: str | None) -> FileApplications:
    if is_graph(path):
        return _of_graph(path, day)
    if is_sheet(path):
        from reasoner.sheets.columns import Names
        from reasoner.sheets.table_reading import read_table

        table = read_table(path, Names(rule_base().vocabulary), day_given=day is not None)
        rows = table.applications(reader(), day)
        return FileApplications(rows, rows.positions)
    return applications_in(read_bytes(path, str(path)), path, day)


def applications_in(content: bytes, path: Path, day: str | None = None, *, json: bool = False) -> FileApplications:
    """The applications of a text in JSON or YAML. path: how messages call it. json: it is JSON. Raises Faults with every fault."""
    from reasoner.intake.loaded_data import is_json_ld

    loaded = load_bytes(content, str(path), json=json, items_of="申请")
    if is_json_ld(loaded.data):
        return _of_graph(path, day, content)
    del content
    checked = reader().applications(loaded, day)
    return FileApplications(checked, checked.positions)


def _of_graph(path: Path, day: str | None, json_ld: bytes | None = None) -> FileApplications:
    """The applications of a graph. json_ld: the content of a file whose name says only that it is JSON."""
    from reasoner.graphs.graph_reading import read_graph
    from reasoner.intake.application_parser import positions

    kind = None if json_ld is None else FileKind.JSON_LD
    graph = read_graph(path if json_ld is None else json_ld, terms(), str(path), kind)
    notes = tuple(f"{path.name}:{note}" for note in graph.notes)
    return FileApplications(graph.applications(reader(), day), positions(graph.loaded.data), notes)


def check(path: Path, as_of: str | None = None, only: frozenset[str] | None = None) -> tuple[list[Verdict], bool]:
    """The verdict on every application in a file, and whether the file holds several.

    as_of: the day whose law is asked for; None: the day each application was received.
    only: the ids of the documents looked at; None: all. Raises Faults with every fault of the file.
    """
    day = as_day(as_of)
    read = applications(path, day).applications
    several = len(read) != 1
    return [judged_one(a, day, only, not several) for a in read], several


def check_files(
    paths: Sequence[Path],
    as_of: str | None = None,
    documents: Sequence[str] = (),
    under: str | None = None,
    readings: bool = False,
    gather: Callable[[Sequence[Path], str | None], Collection[Application]] | None = None,
    recorded: Recorded | None = None,
) -> Checked:
    """The verdicts on the applications of several files.

    Nothing is judged before every file was read without fault; an application is forgotten when it was judged.
    documents: ids, titles or numbers of the documents looked at; none: all. under: a place, to judge each application as
    if it lay there. readings: each verdict also says which readings could change it; the verdict on a single application
    always does. gather: another way to read the files. recorded: gives each verdict when it is in the record.
    """
    day = as_day(as_of)
    only = looked_at(documents)
    there = reader().place(under) if under else None
    notes: list[str] = []
    read = gather(paths, day) if gather is not None else _read_all(paths, day, notes)
    several = len(read) != 1

    def judged() -> Iterator[tuple[Application, Verdict]]:
        for application in read:
            if there is not None:
                application = lying(application, there)
            yield application, judged_one(application, day, only, readings or not several)

    verdicts = (verdict for _, verdict in judged()) if recorded is None else recorded(judged())
    return Checked(verdicts, several, tuple(notes))


def lying(application: Application, there: tuple[str, Mapping[str, str | None]]) -> Application:
    """An application as if it lay in a place, which the reader of applications has read."""
    from reasoner.interpreter.relocation import rebound

    return rebound(application, *there)


def to_judge(
    paths: Sequence[Path],
    as_of: str | None,
    documents: Sequence[str],
    gather: Callable[[Sequence[Path], str | None], Collection[Application]],
) -> tuple[int, Callable[[int], Verdict]]:
    """How many applications some files hold, and the verdict on each by its place, with the readings that could change it.

    As `check_files`, but for several processes, each of which judges its own.
    """
    day = as_day(as_of)
    only = looked_at(documents)
    read = [*gather(paths, day)]
    return len(read), lambda place: judged_one(read[place], day, only, readings=True)


def _read_all(paths: Sequence[Path], day: str | None, notes: list[str]) -> Collection[Application]:
    """The applications of all files, and into `notes` what was not read; raises Faults with those of every file."""
    read = AllApplications()
    faults: list[Diagnostic] = []
    for path in paths:
        try:
            content = applications(path, day)
            read = read.and_then(content.applications)
            notes += content.notes
        except Faults as error:
            faults += error.diagnostics
    if faults:
        raise Faults(faults)
    return read


def judged_one(application: Application, day: str | None, only: frozenset[str] | None, readings: bool) -> Verdict:
    """The verdict on one application. only: the documents looked at; None: all. readings: whether those that could change it are tried."""
    from reasoner.interpreter.judge import judge  # whoever only verifies judges nothing

    with during(application.id):
        verdict = judge(rule_base(), application, day, only)
        if not readings:
            return verdict
        from reasoner.interpreter.alternatives import with_readings

        return with_readings(rule_base(), application, verdict, only)


def check_text(
    verdicts: Iterable[Verdict], *, full: bool = False, readings: bool = False, width: int = 80, colour: bool = False
) -> Iterator[str]:
    """What staff read: of one application what decides and what to do next, of several a line each.

    full: all of each. readings: of each its reasons, with the readings that were tried.
    """
    if full or readings:
        from reasoner.render.terminal.verdict_note import notes

        return notes(verdicts, rule_base(), full=full, width=width, colour=colour)
    from reasoner.explain.background import background
    from reasoner.render.terminal.layout import Style
    from reasoner.render.terminal.short_note import notes_or_table

    return notes_or_table(verdicts, rule_base(), background(rule_base()), Style(width, colour))


def demo_text(*, width: int = 80, colour: bool = False) -> str:
    """The main job on a built-in application: the note, and what to try next."""
    from reasoner.render.terminal.demonstration import demonstration

    verdicts, _ = check(DEMO)
    note = "".join(check_text(verdicts, width=width, colour=colour))
    return demonstration(DEMO.read_text(encoding="utf-8"), note, width=width, colour=colour)


class Verification(msgspec.Struct, frozen=True):
    """What became of one verdict, as `tiaoli verify --json` writes it."""

    file: str
    """The file in which it stands."""
    application: str
    """The number (编号) of its application."""
    holds: bool
    """Whether its proof holds."""
    faults: tuple[str, ...]
    """What is wrong with it, a sentence each."""
    added: tuple[str, ...] = ()
    """Of a letter, the office's own text (本单位所加文字), paragraph by paragraph."""
    filled: tuple[str, ...] = ()
    """Of a letter, what stands in its blanks."""
    settled: tuple[str, ...] = ()
    """Of a letter, what the decision, the settings and whoever wrote into its blanks say in it, and it carries."""
    removed: tuple[str, ...] = ()
    """Of a letter, what may be left out and does not stand in it any more, paragraph by paragraph."""


def verifications(files: Iterable[str], templates: str = "", font: str = "") -> Iterator[Verification]:
    """What became of each verdict of some files, one by one. Raises Faults as `verify_file` does."""
    for file in files:
        with during(file):
            for checked in verify_file(Path(file), templates, font):
                yield Verification(
                    file, checked.application, not checked.faults, checked.faults, checked.added, checked.filled,
                    checked.settled, checked.removed,
                )  # fmt: skip


def fault_lines(checked: Verification) -> str:
    """Whether a proof holds and what is wrong, a line each, with the marks that staff read."""
    from reasoner.render.typeset import typeset

    holds = "校验无误" if checked.holds else f"校验不符，有{len(checked.faults)}处"
    return "".join(f"{line}\n" for line in (holds, *(f"  {typeset(fault)}" for fault in checked.faults)))


def verify_file(path: Path, templates: str = "", font: str = "") -> Iterator[LetterCheck]:
    """For each verdict in a file its application and what is wrong; a letter is compared with the letter made anew.

    templates, font: of the office that wrote a letter, else from the settings. Raises Faults for what is no verdict.
    """
    from reasoner.letters.letter_verification import LetterCheck, verify_letter
    from reasoner.proof.verify import verify

    if is_letter(path):
        from reasoner.letters.settings import read_settings

        yield from verify_letter(path, rule_base(), official_texts(), read_settings(templates, font))
        return
    from reasoner.driver.verdict_files import items

    for checked in verify(items(path), rule_base().plain, official_texts()):
        yield LetterCheck(checked.application, checked.faults)


def own_text_note(checked: Verification) -> str:
    """What a letter says that no verdict says: the office's own text, what stands in its blanks, and what is gone. Empty: nothing."""
    parts = (
        (f"本单位所加文字{len(checked.added)}段,不是研判所出,与研判是否一致请自行核对:", checked.added),
        (f"空白处填写的文字{len(checked.filled)}处,未经核对:", checked.filled),
        (f"出具时有、现在没有的文字{len(checked.removed)}段,已删去或者改写:", checked.removed),
        (f"决定和设置的文字{len(checked.settled)}处,随文书附带:", checked.settled),
    )
    lines = [line for title, texts in parts if texts for line in (title, *(f"  {t}" for t in texts))]
    return "".join(f"  {line}\n" for line in lines)
