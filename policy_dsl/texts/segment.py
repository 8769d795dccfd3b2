"""The clause tree of an official text: every character in one entry, every entry with an address, in document order.

The segmenter proposes; a person corrects the `.tiao` file that is scaffolded from it. It reads the layout of
official texts (GB/T 9704): 一、 parts, (一) items, 1. and 一是 printed items, headings alone on their line or followed
by text (「(一)指导思想。坚持…」), sentences that end at 。 but not inside “”, 《》 or brackets. Masked text is no text.

Addresses (see `addresses`):
- A paragraph below a heading has its number even when it is the only one (3.3.p1); a printed item's text on the line
  of its mark has none while it is the item's only paragraph (2.3.i1.s3; after an inline heading 2.2.i1.s1).
- Sentences are numbered where a paragraph has more than one, or stands behind an inline heading of that address.
- A printed item inside a running paragraph (…。一是…。二是…。) nests in what the line belongs to, until the line ends.
- A short heading that starts a paragraph without any mark, known from a recorded line (`layout`), has the
  paragraph's bare address (4.1.p1), its sentences 4.1.p1.s1 and on.
- The number of a mark is the printed one; where that does not count on, the next free one, with a doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from policy_dsl.addresses import Address, parse_address
from policy_dsl.source_text import fold
from policy_dsl.texts.classify import FRAME_NATURES, HEADING, natures
from policy_dsl.texts.document_parts import BODY, Role, roles
from policy_dsl.texts.headings import Heading, Paragraph, Path, outline
from policy_dsl.texts.line_breaks import Block, Line, blocks


@dataclass(frozen=True, slots=True)
class Clause:
    """An entry: text[start:end] of text.txt. kind: frame, heading or sentence (a whole paragraph, where it has one).

    level: of a heading, 1 for a part, 2 for an item, and so on; 0 for what is no heading.
    doubt: what the machine could not know and a person should look at; empty where nothing.
    """

    address: str
    natures: tuple[str, ...]
    start: int
    end: int
    kind: str
    level: int = 0
    doubt: str = ""


def segment(text: str, lines: Sequence[Line] = ()) -> tuple[Clause, ...]:
    """The proposed entries of a masked text in document order; `lines` are its recorded line breaks.

    Together they cover every character that is neither masked nor white space exactly once.
    """
    folded = fold(text)
    text_blocks = blocks(text, lines)
    texts = [
        list(group)
        for _, group in groupby(zip(text_blocks, roles(folded, text_blocks), strict=True), lambda pair: pair[1].of)
    ]
    entries: list[Clause] = []
    main = False
    for of, own in enumerate(texts):
        body = outline(folded, [block for block, role in own if role.name == BODY])
        parts = any(isinstance(piece, Heading) and piece.path.part for piece in body)
        # What issues comes first and has no parts; what is annexed comes after the text that has them.
        name = "" if not main and (parts or of == len(texts) - 1) else "n" if of == 0 else f"a{of}"
        main = main or not name
        entries += _frame(own, name)
        entries += _body(body, name)
    entries.sort(key=lambda e: e.start)
    return _with_natures(folded, _break_off(folded, entries))


def headings(address: str, entries: Sequence[Clause]) -> tuple[Clause, ...]:
    """The headings above an address, outermost first; a heading is not above itself."""
    above = set(_above(address))
    return tuple(e for e in entries if e.kind == "heading" and e.address in above)


def parent(address: str, entries: Sequence[Clause]) -> Clause | None:
    """The nearest heading above an address; None where it stands below none."""
    above = headings(address, entries)
    return above[-1] if above else None


def _above(address: str) -> Iterator[str]:
    steps = address.split(".")
    for count in range(1, len(steps)):
        above = ".".join(steps[:count])
        if parse_address(above) is not None:
            yield above


def _frame(own: Sequence[tuple[Block, Role]], name: str) -> Iterator[Clause]:
    counts: Counter[str] = Counter()
    waiting: Clause | None = None
    last = ""
    for block, role in own:
        if waiting is not None and role.name == last == "title" and block.adjacent:
            waiting = replace(waiting, end=block.end)
            continue
        if waiting is not None:
            yield waiting
        waiting, last = None, role.name
        if role.name != BODY:
            counts[role.name] += 1
            address = Address(of=name, frame=role.name, again=counts[role.name])
            waiting = Clause(str(address), (), block.start, block.end, "frame")
    if waiting is not None:
        yield waiting


def _body(pieces: Sequence[Heading | Paragraph], name: str) -> Iterator[Clause]:
    headed = {piece.path for piece in pieces if isinstance(piece, Heading)}
    paragraphs = Counter(piece.path for piece in pieces if isinstance(piece, Paragraph))
    for piece in pieces:
        base = _address(piece.path, name)
        if isinstance(piece, Heading):
            yield Clause(str(base), (), *piece.at, "heading", base.depth, piece.doubt)
            continue
        lone = piece.on_mark and paragraphs[piece.path] == 1 and bool(base.printed or piece.path not in headed)
        address = base if lone else replace(base, paragraph=piece.number)
        if piece.run_in:
            yield Clause(str(address), (), *piece.run_in, "heading", address.depth)
        numbered = len(piece.sentences) > 1 or bool(piece.run_in) or (lone and piece.after_heading)
        for i, at in enumerate(piece.sentences, 1):
            spelt = str(replace(address, sentence=i) if numbered else address)
            yield Clause(spelt, (), *at, "sentence", 0, piece.doubt if i == 1 else "")


def _address(path: Path, name: str) -> Address:
    return Address(of=name, part=path.part, item=path.item, printed=tuple(n for _, n in path.printed))


def _break_off(text: str, entries: Sequence[Clause]) -> Iterator[Clause]:
    """Mark sentences that end without punctuation: a doubt, and at the very end of a text, missing text."""
    for i, entry in enumerate(entries):
        if entry.kind != "sentence" or text[entry.end - 1] in "。;:!?”)":
            yield entry
        elif i == len(entries) - 1:
            yield replace(entry, natures=("缺文",), doubt="收到的文本至此中断")
        else:
            yield replace(entry, doubt=entry.doubt or "句末无标点,可能是小标题或落款")


def _with_natures(text: str, entries: Iterator[Clause]) -> tuple[Clause, ...]:
    titles: dict[str, str] = {}
    segments = []
    for entry in entries:
        words = text[entry.start : entry.end]
        address = parse_address(entry.address)
        assert address is not None, entry.address
        proposed: tuple[str, ...] = entry.natures
        if address.frame:
            proposed = (FRAME_NATURES[address.frame],)
        elif entry.kind == "heading":
            titles[entry.address] = words
            proposed = (HEADING,)
        elif not proposed:
            above = [titles[a] for a in _above(entry.address) if a in titles]
            proposed = natures(words, above, preamble=address.part == 0)
        segments.append(replace(entry, natures=proposed))
    return tuple(segments)
