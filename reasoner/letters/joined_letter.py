"""One letter on several matters of one receipt, each decided apart: the parts of each stand under its own heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policy_dsl.numerals import chinese
from reasoner.letters.letter_parts import filled, numbered
from reasoner.letters.phrases import DRAFT_LEAD, REFUSAL, SHARED
from reasoner.render.letter_model import NOTE, SOURCE, Letter, Line, Section

ONCE = ("救济",)
"""Parts that are the same for all."""
SHARED_ENDS = ("处理意见", "后续办理")
"""Parts whose ends, where they are the same for all, stand once behind all."""


def joined(letters: Sequence[Letter], words: Sequence[dict[str, str]]) -> Letter:
    """The letter on all; of what is the same for all, that of the first. words: what phrases are filled with, of each."""
    first = letters[0]
    common = words[0] | {
        "matters": "、".join(w["matter"] for w in words),
        "ids": "、".join(w["id"] for w in words),
        "titles": "、".join(n.title.removeprefix("关于").removesuffix("的告知书") for n in letters),
    }
    alike = all(n.kind == first.kind and n.title.startswith(("关于不予", "关于暂不")) for n in letters)
    title = REFUSAL["title_joined_refused" if alike else "title_joined"].format(**common).replace("等申请", "申请")
    marks = dict.fromkeys(m for n in letters for m in n.draft.removeprefix(DRAFT_LEAD).split("\uff1b") if m)
    return Letter(
        kind=first.kind,
        title=title,
        number=first.number,
        draft=DRAFT_LEAD + "\uff1b".join(marks) if marks else "",
        addressee=first.addressee,
        opening=(filled(REFUSAL["opening_joined"], common, what="编号和日期"), first.opening[-1]),
        sections=tuple(_section(number, letters, words) for number in range(len(first.sections))),
        notes=_notes(letters),
        contact=first.contact,
        signed=next((n.signed for n in letters if SHARED["blank_name"] in n.signed), first.signed),
        date=first.date,
        outward=first.outward,
        day=first.day,
        fields=first.fields,
        clauses=tuple(dict.fromkeys(c for n in letters for c in n.clauses)),
    )


def _notes(letters: Sequence[Letter]) -> tuple[Line, ...]:
    """What staff must know of any, each once, numbered through."""
    texts = dict.fromkeys(_NUMBER.sub("", note.text) for letter in letters for note in letter.notes)
    return tuple(Line(text, NOTE) for text in numbered(list(texts)))


_NUMBER: Final = re.compile(r"^\d+\.(?!\d)")


def _section(number: int, letters: Sequence[Letter], words: Sequence[dict[str, str]]) -> Section:
    first = letters[0].sections[number]
    if first.name in ONCE:
        return first
    parts = [letter.sections[number].lines for letter in letters]
    common: tuple[Line, ...] = ()
    while first.name in SHARED_ENDS and all(parts) and len({part[-1] for part in parts}) == 1:
        common = (parts[0][-1], *common)
        parts = [part[:-1] for part in parts]
    lines: list[Line] = []
    for place, (letter, own, part) in enumerate(zip(letters, words, parts, strict=True), 1):
        if not part:
            continue
        lines.append(filled(REFUSAL["part_of"], own | {"number": chinese(place)}, SOURCE, "事项"))
        if not number:
            lines += letter.opening[1:-1]  # what is asked for
        lines += part
    return Section(first.name, first.heading, (*lines, *common))
