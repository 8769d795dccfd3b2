"""A letter as it leaves: without notes, marks and places to fill; refused while anything is open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.letters.open_points import SIGNS, OpenPoint
from reasoner.letters.phrases import DRAFT, DRAFT_LEAD, REFUSAL, SHARED
from reasoner.render.letter_model import BLANK, HAND, PLAIN, REVIEW, Letter, Section
from reasoner.render.typeset import typeset

_TO_FILL: Final = re.compile("_{4,}")
_LONGEST: Final = 40
_WHERE: Final = "--final · 申请 {application}"


def final_letter(letter: Letter, points: Iterable[OpenPoint], application: str) -> Letter:
    """The letter without what is for staff alone; what is filled in by hand on the paper stays to be filled.

    Raises Faults (T129) with every open point and every blank.
    """
    where = _WHERE.format(application=application)
    points = tuple(points)
    faults = [not_final(words, application) for words in dict.fromkeys(p.words for p in points)]
    blanks = dict.fromkeys(_blanks(letter, [*_signs_of(points)]))
    faults += [Diagnostic("T129", where, f"尚有空白:「{text}」", hint=_FILL) for text in blanks]
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


def not_final(words: str, application: str) -> Diagnostic:
    """That something is open, so that a letter is not final."""
    return Diagnostic("T129", _WHERE.format(application=application), f"尚有未决事项:{words}")


def _plain(section: Section) -> Section:
    lines = tuple(msgspec.structs.replace(n, form=PLAIN) if n.form in (BLANK, REVIEW) else n for n in section.lines)
    return msgspec.structs.replace(section, lines=lines)


def _signs_of(points: Iterable[OpenPoint]) -> Iterator[str]:
    """The blanks that what is open names already: each thing is asked for once."""
    signs = {mark.removeprefix(DRAFT_LEAD): each for mark, each in SIGNS.items()}
    signs[DRAFT.removeprefix(DRAFT_LEAD)] = (REFUSAL["consider_blank"],)
    for point in points:
        yield from (typeset(sign) for sign in signs.get(point.mark, ()) if sign)


def _blanks(letter: Letter, named: Sequence[str]) -> Iterator[str]:
    """What stands around each blank. named: blanks that are told otherwise."""
    texts = [
        letter.title,
        letter.addressee,
        *(n.text for n in letter.lines() if n.form != HAND),
        letter.contact,
        letter.signed,
    ]
    texts += [c for s in letter.sections if s.table for row in s.table.rows for c in row]
    for text in texts:
        for blank in named:
            text = text.replace(blank, "")
        match = _TO_FILL.search(text)
        if match:
            start = max(0, match.start() - _LONGEST // 2)
            yield text[start : start + _LONGEST]


_FILL: Final = "补写申请、决定或者设置后重新出具;不用 --final 的,出草稿,在文书里填写"
