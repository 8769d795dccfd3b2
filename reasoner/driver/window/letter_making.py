"""The letters of one case: which there are, each as a file, and what is open before one may leave."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver.current_rule_base import rule_base
from reasoner.explain import facility_fact
from reasoner.letters.decision import Decision
from reasoner.letters.decision_file import decisions_from
from reasoner.letters.decision_objections import objections_to
from reasoner.letters.letter_desk import make_letters, uncertain_in
from reasoner.letters.letter_types import KINDS, default_kind, objections
from reasoner.letters.output_paths import safe
from reasoner.letters.settings import read_settings
from reasoner.letters.written_blanks import BLANKS, written_from
from reasoner.model.verdict import Verdict, in_its_versions
from reasoner.render.xlsx.cell_styles import HEADER, TEXT, TITLE
from reasoner.render.xlsx.sheet_model import Cell, Sheet, styled, worded
from reasoner.sheets.save import workbook_content

Plain = Mapping[str, object]
NOT_FINAL: Final = "T129"
"""The code of what is open while a letter is to be final."""
FORM: Final = "决定"
"""What messages call the form of a decision."""


class LetterSheet(NamedTuple):
    """A letter without the bytes of its file."""

    name: str
    """The name of the file."""
    kind: str
    """Which letter it is."""
    draft: str
    """What is to be done before it may leave; empty: nothing."""
    digest: str
    """SHA-256 of the bytes."""


class LetterFile(NamedTuple):
    """A letter as a file."""

    sheet: LetterSheet
    """What it is."""
    content: bytes
    """Its bytes."""


class LetterArchive(NamedTuple):
    """Letters in one zip archive."""

    sheets: tuple[LetterSheet, ...]
    """The letters, in the order of the verdicts."""
    content: bytes
    """The bytes of the archive."""


class LetterChoice(NamedTuple):
    """A kind of letter that a case can have."""

    kind: str
    """Its name."""
    default: bool
    """Whether it is what outcome and decision call for."""
    blanks: tuple[str, ...]
    """What a person may write into it."""


def decision_of(data: Plain, verdict: Verdict) -> Decision:
    """The decision that a form states on a verdict. Raises Faults with every fault of the form, else every contradiction."""
    (decision,) = decisions_from({"编号": verdict.application, **data}, FORM)
    faults = objections_to([decision], [verdict], rule_base().vocabulary, FORM)
    if faults:
        raise Faults(faults)
    return decision


def choices(verdict: Verdict, decision: Decision | None) -> list[LetterChoice]:
    """The letters that can be written on a verdict, what it calls for first."""
    uncertain = uncertain_in(in_its_versions(rule_base(), verdict))
    default = default_kind(verdict, uncertain, decision)
    kinds = [k for k in KINDS if not objections(k, verdict, uncertain, "", decision)]
    ordered = sorted(kinds, key=lambda k: k != default)
    return [LetterChoice(k, k == default, BLANKS.get(k, ())) for k in ordered]


def letter(
    verdict: Verdict,
    suffix: str,
    *,
    kind: str = "",
    decision: Decision | None = None,
    consideration: str = "",
    written: Mapping[str, str] | None = None,
    final: bool = False,
) -> LetterFile:
    """One letter on a verdict. Raises Faults: with all that is open where it is to be final, or why there is no such letter."""
    texts = written_from({"文书": {verdict.application: dict(written)}}, "文书") if written else {}
    made = make_letters(
        1, lambda _: verdict, rule_base(), f"{{编号}}-{{文书}}{suffix}", (), read_settings(), kind, consideration,
        [decision] if decision is not None else [], FORM, final, None, texts,
    )  # fmt: skip
    ((path, (short, content)),) = made.items()
    return LetterFile(LetterSheet(path.name, short.kind, short.draft, hashlib.sha256(content).hexdigest()), content)


INDEX: Final = "目录.xlsx"
"""The file of an archive that lists its letters."""
_INDEX_HEADS: Final = (
    "序号",
    "文件",
    "申请编号",
    "机构",
    "统一社会信用代码",
    "事项",
    "文书",
    "处理",
    "发出以前",
    "SHA-256",
)
_INDEX_WIDTHS: Final = (6, 44, 16, 30, 22, 24, 20, 14, 40, 68)


def archive(cases: Sequence[tuple[Verdict, Decision | None]], suffix: str, title: str = "文书") -> LetterArchive:
    """The letters that several verdicts call for, as a zip archive with an index. title: what the index is called.

    Raises Faults with every reason why one of them has none.
    """
    faults: list[Diagnostic] = []
    buffer = io.BytesIO()
    sheets: dict[str, LetterSheet] = {}
    listed: list[tuple[str, ...]] = []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for verdict, decision in cases:
            try:
                made = letter(verdict, suffix, decision=decision)
            except Faults as error:
                faults += error.diagnostics
                continue
            name, number = made.sheet.name, 2
            while name in sheets or name == INDEX:
                stem = Path(made.sheet.name)
                name, number = f"{stem.stem}-{number}{stem.suffix}", number + 1
            sheets[name] = made.sheet._replace(name=name)
            file.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), made.content)
            facility, code = (facility_fact(verdict, n) for n in ("名称", "统一社会信用代码"))
            handling = "没有决定" if decision is None else decision.handling.value
            sheet = made.sheet
            listed.append(
                (
                    name,
                    verdict.application,
                    facility,
                    code,
                    verdict.matter,
                    sheet.kind,
                    handling,
                    sheet.draft,
                    sheet.digest,
                )
            )
        if faults:
            raise Faults(faults)
        file.writestr(zipfile.ZipInfo(INDEX, (2020, 1, 1, 0, 0, 0)), _index(title, listed))
    return LetterArchive(tuple(sheets.values()), buffer.getvalue())


def _index(title: str, listed: Sequence[tuple[str, ...]]) -> bytes:
    """The index of an archive: each letter with the application that it is on."""
    rows: list[list[Cell]] = [[(f"{title}（{len(listed)}份）", TITLE)], styled(_INDEX_HEADS, HEADER)]
    rows += [worded([number, *line]) for number, line in enumerate(listed, 1)]
    widths = {place: float(width) for place, width in enumerate(_INDEX_WIDTHS)}
    return workbook_content(Path(INDEX), [Sheet("目录", rows, widths, frozen=2, style=TEXT)])


def file_name(text: str) -> str:
    """A text as part of a file name."""
    return safe(text)
