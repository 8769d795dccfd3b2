"""A letter as it leaves: without notes, marks and places to fill; refused while anything is open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.letters.open_points import OpenPoint
from reasoner.letters.phrases import SHARED
from reasoner.render.letter_model import BLANK, HAND, PLAIN, REVIEW, Letter, Section
from reasoner.render.typeset import typeset

_TO_FILL: Final = re.compile("_{4,}")
_LONGEST: Final = 40


def final_letter(letter: Letter, points: Iterable[OpenPoint], application: str) -> Letter:
    """The letter without what is for staff alone; what is filled in by hand on the paper stays to be filled.

    Raises Faults (T129) with every open point and every blank.
    """
    where = f"--final · 申请 {application}"
    marks = dict.fromkeys(p.words for p in points)
    faults = [Diagnostic("T129", where, f"尚有未决事项:{words}") for words in marks]
    faults += [Diagnostic("T129", where, f"尚有空白:「{text}」", hint=_FILL) for text in dict.fromkeys(_blanks(letter))]
    if faults:
        raise Faults(faults)
    return msgspec.structs.replace(
        letter,
        draft="",
        notes=(),
        opening=tuple(msgspec.structs.replace(n, form=PLAIN) for n in letter.opening),
        sections=tuple(_plain(s) for s in letter.sections),
        signed=letter.signed.removesuffix(typeset(SHARED["seal"])),
    )


def _plain(section: Section) -> Section:
    lines = tuple(msgspec.structs.replace(n, form=PLAIN) if n.form in (BLANK, REVIEW) else n for n in section.lines)
    return msgspec.structs.replace(section, lines=lines)


def _blanks(letter: Letter) -> Iterator[str]:
    texts = [
        letter.title,
        letter.addressee,
        *(n.text for n in letter.lines() if n.form != HAND),
        letter.contact,
        letter.signed,
    ]
    texts += [c for s in letter.sections if s.table for row in s.table.rows for c in row]
    for text in texts:
        match = _TO_FILL.search(text)
        if match:
            start = max(0, match.start() - _LONGEST // 2)
            yield text[start : start + _LONGEST]


_FILL: Final = "补写申请、决定或者设置后重新出具;不用 --final 的,出草稿,在文书里填写"
