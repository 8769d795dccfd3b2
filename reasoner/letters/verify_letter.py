"""Whether a letter's visible text still says what its verdict says.

The argument is built anew from the verdict that the file carries; each thing that a letter must say (title, facts,
clauses, quotations, reasons, outcome, changes) has to stand in what a reader sees. White space and the width of
marks do not count, and what the office adds of its own is left alone, except for words that no letter may use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

from reasoner.letters.phrases import DRAFT, DRAFT_GUIDANCE, DRAFT_ORGAN, FORBIDDEN, REFUSAL
from reasoner.render.letter_model import Letter
from reasoner.render.typeset import bare, typeset

_AROUND: Final = 12


def unsaid(letter: Letter, paragraphs: Sequence[str]) -> list[str]:
    """What the letter must say and its text does not, one sentence each, with what stands there instead."""
    flat = [bare(p) for p in paragraphs]
    text = "".join(flat)
    draft = bare(letter.draft)
    parts = tuple(bare(typeset(part)) for part in (DRAFT, DRAFT_GUIDANCE, DRAFT_ORGAN))
    marked = frozenset(part for part in parts if part in draft and part in text)
    for mark in (draft, *parts) if draft else ():
        # It stands on every page, in the middle of sentences that run over; the first part goes when it is filled in.
        text, flat = text.replace(mark, ""), [p.replace(mark, "") for p in flat]
    faults = []
    needed = Counter((what, bare(words)) for what, words in letter.must_say() if bare(words))
    for (what, words), times in needed.items():
        if text.count(words) < times:
            faults.append(f"{what}与研判不符:{_difference(words, flat, text)}")
    return [*faults, *_draft(draft, text, marked), *_forbidden(letter, text)]


def _difference(words: str, paragraphs: Iterable[str], text: str) -> str:
    """The first place where the nearest paragraph differs from what should stand there."""
    near = _nearest(words, paragraphs, text)
    if not near:
        return f"应有「{_cut(words)}」,文中没有"
    blocks = SequenceMatcher(None, words, near, autojunk=False)
    for kind, a, b, c, d in blocks.get_opcodes():
        if kind != "equal" and not (a == b == 0 or a == b == len(words)):
            should = words[max(0, a - _AROUND) : b + _AROUND]
            stands = near[max(0, c - _AROUND) : d + _AROUND]
            return f"应为「{_cut(should)}」,文中是「{_cut(stands)}」"
    return f"应有「{_cut(words)}」,文中没有或者次数不足"


def _nearest(words: str, paragraphs: Iterable[str], text: str) -> str:
    best, score = "", 0.5
    for paragraph in paragraphs:
        window = paragraph if len(paragraph) < 4 * len(words) + 40 else _window(words, paragraph)
        matcher = SequenceMatcher(None, words, window[:3000], autojunk=False)
        if window and matcher.real_quick_ratio() > score / 2:
            shared = sum(m.size for m in matcher.get_matching_blocks()) / len(words)
            if shared > score:
                best, score = window, shared
    return best or _window(words, text)


def _window(words: str, text: str) -> str:
    """Where a long text holds the beginning or the end of the words."""
    for size in (16, 10, 6):
        at = text.find(words[:size])
        if at >= 0:
            return text[at : at + len(words) + _AROUND]
        at = text.find(words[-size:])
        if at >= 0:
            return text[max(0, at + size - len(words) - _AROUND) : at + size]
    return ""


def _cut(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:44]}…{words[-12:]}"


def _draft(draft: str, text: str, marked: frozenset[str]) -> list[str]:
    """A letter that rests on a presumption leaves only when the exception was weighed, and says so; one that rests on
    guidance alone, when it is made anew after its direct effect was confirmed.
    """
    weighing, guidance = bare(typeset(DRAFT)), bare(typeset(DRAFT_GUIDANCE))
    if guidance in draft and guidance not in marked:
        return ["依据只有指导意见,其据以判断个案的解释尚未确认,但「草稿」字样已被删去"]
    organ = bare(typeset(DRAFT_ORGAN))
    if organ in draft and organ not in marked:
        return ["所据认定没有写明由哪一机关作出,但「草稿」字样已被删去"]
    if weighing not in draft:
        return []
    begun = bare(typeset(REFUSAL["consider"].format(filled="")))
    blank = bare(typeset(REFUSAL["consider_blank"]))
    if begun not in text:
        return ["例外考量一段被删去:原则性限制的文书必须写明例外考量"]
    after = text.partition(begun)[2]
    if weighing not in marked and (after.startswith("_") or blank in text):
        return ["例外考量没有填写,但「草稿」字样已被删去"]
    return []


def _forbidden(letter: Letter, text: str) -> list[str]:
    """Words that no letter may use, outside of quotations and names."""
    own = text
    for _, words in letter.must_say():
        own = own.replace(bare(words), "")
    return [f"文中另有不得使用的措辞「{word}」" for word in FORBIDDEN if word in own]
