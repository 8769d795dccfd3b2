"""Whether a letter still says what its verdict says, and what else it says.

The letter is made anew from the verdict that the file carries, and compared as a whole with what a reader sees: every
line that must stand has to stand, in its order and as a paragraph of its own; whatever else the letter says is listed
as the office's own text. Such text is no fault unless it holds a word of decision, the label of an outcome or one of
our headings. That a letter does not contradict itself is not claimed: no meaning is compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final

import msgspec

from reasoner.letters.decision_words import deciding_words, letters_of
from reasoner.letters.expected_lines import Capture, ExpectedLine, aligned, expected_lines, lines_of_template
from reasoner.letters.open_points import HARD, MARKS, SIGNS
from reasoner.letters.phrases import DRAFT, DRAFT_LEAD, FORBIDDEN, NOTES_HEADING, REFUSAL
from reasoner.letters.visible_text import VisibleText
from reasoner.render.letter_model import QUOTE, Letter
from reasoner.render.typeset import bare, typeset

_AROUND: Final = 12
_DRAFTS: Final = MARKS
_SAME: Final = "\u00ad\u200b\ufeff\n\t\r"
_ORGAN: Final = re.compile("([^,;:。、]{2,40}(?:中心|局|机构|委员会|政府|办公室|医保办))(?:[(]印章[)])?")
"""A line that is the name of an organ, bare."""
_RUN: Final = 2
"""Paragraphs of so few characters in a row are read together."""


class LetterComparison(msgspec.Struct, frozen=True):
    """A letter beside the one made anew."""

    faults: tuple[str, ...]
    """What is wrong with it, a sentence each."""
    added: tuple[str, ...] = ()
    """What it says besides, paragraph by paragraph."""
    filled: tuple[str, ...] = ()
    """What stands in its blanks."""
    settled: tuple[str, ...] = ()
    """What the decision and the settings say in it."""
    removed: tuple[str, ...] = ()
    """What may be left out and does not stand in it any more, paragraph by paragraph; its pages for staff are none of it."""
    signed: tuple[str, ...] = ()
    """The organs that stand in its blank of who signs."""


def compare_letter(
    letter: Letter, visible: VisibleText, label: str, consideration: str = "", model: VisibleText | None = None
) -> LetterComparison:
    """Compare what a reader sees with the letter made anew.

    label: that of the verdict's outcome. model: the letter made anew from a template of the office's own; None: the
    layout is ours.
    """
    drafts = tuple(bare(typeset(part)) for part in _DRAFTS)
    marked, paragraphs, cells = _without_marks(visible, drafts, own_layout=model is not None)
    lines = [bare(p) for p in paragraphs]
    expected = list(expected_lines(letter) if model is None else lines_of_template(letter, model))
    pairs = aligned(expected, lines)
    missing = [e for i, e in enumerate(expected) if e.what and i not in set(pairs.values())]
    others = [i for i in range(len(lines)) if i not in pairs]
    text = "".join(lines)
    faults = [_missing(e, [lines[i] for i in others], text) for e in missing]
    edited = {i for i in others if any(_like(e.text, lines[i]) for e in missing)}
    faults += _draft(bare(letter.draft), text, marked)
    captured = [c for v, e in sorted(pairs.items()) for c in expected[e].captures(lines[v]) or ()]
    captured += [Capture(bare(consideration), True)] if consideration.strip() else []
    added = [i for i in others if i not in edited]
    empty = sum(not cell.strip() for s in letter.sections if s.table for row in s.table.rows for cell in row)
    in_cells = [i for i in added if i in cells]
    if len(in_cells) <= empty:
        captured += [Capture(lines[i], True) for i in in_cells]
        added = [i for i in added if i not in cells]
    own = [paragraphs[i].strip() for i in added] + _around(visible, drafts, model)
    own += [f"(网页标题)\u3000{visible.title}"] if visible.title and bare(visible.title) != bare(letter.title) else []
    quoted = [line.text for line in letter.lines() if line.form == QUOTE]
    faults += _own_words(own, captured, label, quoted)
    faults += _forbidden([*own, *(c.text for c in captured), *(paragraphs[i] for i in edited)])
    faults += _invisible(paragraphs, "".join(e.text for e in expected))
    ticked = [lines[v] for v, e in pairs.items() if _ticks(bare(expected[e].text)) != _ticks(lines[v])]
    filled = [c.text for c in captured] + [t for t in ticked if t]
    signed = tuple(_signing(expected, lines, pairs))
    removed = tuple(_removed(letter, [e for i, e in enumerate(expected) if i not in set(pairs.values())], drafts))
    return LetterComparison(tuple(faults), tuple(own), tuple(dict.fromkeys(filled)), removed=removed, signed=signed)


def _ticks(text: str) -> set[str]:
    """The boxes that are ticked in a text."""
    return set(re.findall("[\u2611\u2612\u25a0\u2713\u2714\u221a][^\u25a1、。]*", text))


def _removed(letter: Letter, absent: Iterable[ExpectedLine], drafts: tuple[str, ...]) -> Iterator[str]:
    """What of the lines that may be left out was; not what is to be deleted before a letter leaves."""
    for_staff = {bare(n.text) for n in letter.notes}
    for_staff |= {bare(typeset(t)) for t in (NOTES_HEADING, REFUSAL["remedies_review"])}
    for each in absent:
        words = bare(each.text)
        if not each.what and words and words not in for_staff and not _is_mark(words, drafts):
            yield each.text.strip()


def _signing(expected: Sequence[ExpectedLine], lines: Sequence[str], pairs: Mapping[int, int]) -> Iterator[str]:
    """The organs that stand where the letter is signed: in its blank, or below its last part in a line of their own."""
    for visible, index in pairs.items():
        if expected[index].signature:
            yield from (c.text for c in expected[index].captures(lines[visible]) or ())
    end = max((v for v, e in pairs.items() if expected[e].what), default=len(lines))
    for at in range(end + 1, len(lines)):
        if at not in pairs and (match := _ORGAN.fullmatch(lines[at])):
            yield match[1]


def _without_marks(
    visible: VisibleText, drafts: tuple[str, ...], *, own_layout: bool
) -> tuple[frozenset[str], list[str], frozenset[int]]:
    """Which marks of a draft stand on every page, and the paragraphs without those that are nothing but such a mark."""
    kept = [i for i, p in enumerate(visible.paragraphs) if not _is_mark(bare(p), drafts)]
    body = "".join(bare(p) for p in visible.paragraphs if _is_mark(bare(p), drafts))
    heads = ["".join(bare(p) for p in header if _is_mark(bare(p), drafts)) for header in visible.headers]
    texts = [body] if own_layout or not heads else heads
    if own_layout and heads:
        texts = ["".join([body, *heads])]
    marked = frozenset(d for d in drafts if texts and all(d in t for t in texts))
    cells = frozenset(new for new, old in enumerate(kept) if old in visible.cells)
    return marked, [visible.paragraphs[i] for i in kept], cells


def _is_mark(line: str, drafts: Iterable[str]) -> bool:
    line = line.removeprefix(DRAFT_LEAD)
    for draft in drafts:
        line = line.replace(draft, "")
    return not line.strip(";")


def _around(visible: VisibleText, drafts: tuple[str, ...], model: VisibleText | None) -> list[str]:
    """What stands at the head of pages besides marks of a draft and what the template has there."""
    usual = set() if model is None else {bare(p) for header in model.headers for p in header}
    texts = [p for header in visible.headers for p in header]
    return [p.strip() for p in dict.fromkeys(texts) if not _is_mark(bare(p), drafts) and bare(p) not in usual]


def _missing(expected: ExpectedLine, others: Sequence[str], text: str) -> str:
    """That a line does not stand, and what stands there instead."""
    absent = [part for part in expected.parts if part and part not in text]
    if absent:
        return f"{expected.what}与研判不符:{_difference(absent[0], others, ''.join(others))}"
    words = _cut(bare(expected.text))
    if any(all(part in line for part in expected.parts) for line in others):
        return f"{expected.what}与研判不符:「{words}」应单独成段、写在原处,文中改了位置,或者同一段里另有文字"
    return f"{expected.what}与研判不符:「{words}」文中没有,或者次数不足、分成了几段"


def _like(expected: str, line: str) -> bool:
    """Whether a line is an expected one that was edited: then the fault tells it."""
    words = bare(expected)
    if not words or not line or len(line) > 2 * len(words) + 20:
        return False
    matcher = SequenceMatcher(None, words, line, autojunk=False)
    return matcher.quick_ratio() > 0.8 and matcher.ratio() > 0.8


def _own_words(own: Sequence[str], captured: Iterable[Capture], label: str, quoted: Sequence[str]) -> Iterator[str]:
    """What the office's own text decides."""
    for text in (*own, *_short_runs(own)):
        for what in deciding_words(text, label, quoted):
            yield f"本单位所加文字写有{what}:「{_cut(text)}」"
    for capture in captured:
        for what in deciding_words(capture.text, label, quoted, filled=capture.finding):
            yield f"填写的文字写有{what}:「{_cut(capture.text)}」"


def _short_runs(own: Sequence[str]) -> Iterator[str]:
    """Words that are set one or two characters a paragraph."""
    run = ""
    for text in (*own, ""):
        letters = letters_of(text)
        if letters and len(letters) <= _RUN:
            run += letters
        elif run:
            yield run
            run = ""


def _forbidden(texts: Iterable[str]) -> list[str]:
    """Words that no letter may use, outside of our lines."""
    joined = "\n".join(letters_of(t) for t in texts)
    return [f"文中另有不得使用的措辞「{word}」" for word in FORBIDDEN if word in joined]


def _invisible(paragraphs: Iterable[str], expected: str) -> list[str]:
    """Characters that nobody sees, or that turn the direction of text, and that the letter made anew has not."""
    marks = {c for p in paragraphs for c in p if c not in _SAME and unicodedata.category(c) in ("Cf", "Cc", "Co", "Cn")}
    return [f"含有看不见的或者改变文字方向的字符(U+{ord(c):04X})" for c in sorted(marks) if c not in expected]


def unsaid(letter: Letter, paragraphs: Sequence[str]) -> list[str]:
    """What the letter must say and a text does not, wherever it stands, one sentence each, with what stands there instead."""
    flat = [bare(p) for p in paragraphs]
    text = "".join(flat)
    for mark in (bare(letter.draft), *(bare(typeset(part)) for part in _DRAFTS)) if letter.draft else ():
        # It stands on every page, in the middle of sentences that run over; the first part goes when it is filled in.
        text, flat = text.replace(mark, ""), [p.replace(mark, "") for p in flat]
    needed = Counter((what, bare(words)) for what, words in letter.must_say() if bare(words))
    return [
        f"{what}与研判不符:{_difference(words, flat, text)}"
        for (what, words), times in needed.items()
        if text.count(words) < times
    ]


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


def _reason(mark: str) -> str:
    """Why a letter is a draft, without what is to be done about it."""
    return re.sub(",[^,]*不得发出$", "", mark)


def _draft(draft: str, text: str, marked: frozenset[str]) -> list[str]:
    """A letter that rests on a presumption leaves only when the exception was weighed, and says so; one that rests on
    guidance alone, when it is made anew after its direct effect was confirmed.
    """
    weighing = bare(typeset(DRAFT.removeprefix(DRAFT_LEAD)))
    signs = {mark.removeprefix(DRAFT_LEAD): [bare(typeset(sign)) for sign in each] for mark, each in SIGNS.items()}
    faults = []
    for mark in (*HARD, *signs):
        words = bare(typeset(mark))
        if words in draft and words not in marked and any(sign in text for sign in signs.get(mark, [""])):
            faults.append(f"{_reason(mark)},但「草稿」字样已被删去")
    if weighing not in draft:
        return faults
    begun = bare(typeset(REFUSAL["consider"].format(filled="")))
    blank = bare(typeset(REFUSAL["consider_blank"]))
    if begun not in text:
        return [*faults, "例外考量一段被删去:原则性限制的文书必须写明例外考量"]
    after = text.partition(begun)[2]
    if weighing not in marked and (after.startswith("_") or blank in text):
        return [*faults, "例外考量没有填写,但「草稿」字样已被删去"]
    return faults
