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

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import Final

from policy_dsl.addresses import Address, chain, parse_address
from policy_dsl.source_text import fold
from policy_dsl.texts.article_natures import article_natures, row_natures
from policy_dsl.texts.articles import Piece, in_articles, outline_articles
from policy_dsl.texts.classify import FRAME_NATURES, HEADING, natures
from policy_dsl.texts.document_parts import BODY, Role, roles
from policy_dsl.texts.headings import Heading, Paragraph, Path, outline
from policy_dsl.texts.line_breaks import Block, Line, blocks
from policy_dsl.texts.marks import PART, read_mark
from policy_dsl.texts.page_rows import row_note


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
    bodies = [[block for block, role in own if role.name == BODY] for own in texts]
    entries: list[Clause] = []
    for own, body, name in zip(texts, bodies, _names(folded, texts, bodies), strict=True):
        entries += _frame(folded, own, name)
        if in_articles(folded, body):
            articles = outline_articles(folded, body, name)
            entries += (_of_article(piece) for piece in articles.pieces)
            entries += _body(outline(folded, articles.others, preamble=True), name)
        else:
            entries += _body(outline(folded, body), name)
    entries.sort(key=lambda e: e.start)
    return _with_natures(folded, _break_off(folded, entries))


def _names(
    text: str, texts: Sequence[Sequence[tuple[Block, Role]]], bodies: Sequence[Sequence[Block]]
) -> Iterator[str]:
    """How addresses begin in each of the texts: the main one has no name, what issues it is n, what is annexed a1, a2.

    What issues another text (关于印发…的通知) comes first, and so does what has neither parts nor articles; what is annexed
    comes behind the text that has them.
    """
    issues = len(texts) > 1 and any(
        role.name == "title" and _ISSUING.search("".join(text[block.start : block.end].split()))
        for block, role in texts[0]
    )
    main, last = False, 0
    for of, (own, body) in enumerate(zip(texts, bodies, strict=True)):
        whole = of == len(texts) - 1 or (issues and of > 0) or _divided(text, body)
        if not main and whole and not (issues and of == 0):
            main = True
            yield ""
        elif of == 0:
            yield "n"
        else:
            printed = next((role.annex for _, role in own if role.annex), 0)
            last = printed if printed > last else max(last + 1, of)
            yield f"a{last}"


_ISSUING = re.compile("(?:印发|发布|公布|颁布|下发).*(?:通知|公告|令|决定)$")


def _divided(text: str, body: Sequence[Block]) -> bool:
    """Whether a body has parts or articles."""
    marks = (read_mark(text, line.start, line.end) for line in body if not line.row)
    return in_articles(text, body) or any(m is not None and m.level == PART for m in marks)


def _of_article(piece: Piece) -> Clause:
    level = piece.address.depth if piece.heading else 0
    return Clause(str(piece.address), (), *piece.at, "heading" if piece.heading else "sentence", level, piece.doubt)


def headings(address: str, entries: Sequence[Clause]) -> tuple[Clause, ...]:
    """The headings above an address, outermost first; a heading is not above itself."""
    before = takewhile(lambda e: e.address != address, entries)
    return chain([(e.address, e) for e in before if e.kind == "heading"], address)


def parent(address: str, entries: Sequence[Clause]) -> Clause | None:
    """The nearest heading above an address; None where it stands below none."""
    above = headings(address, entries)
    return above[-1] if above else None


def _frame(text: str, own: Sequence[tuple[Block, Role]], name: str) -> Iterator[Clause]:
    counts: Counter[str] = Counter()
    waiting: Clause | None = None
    last = ""
    for block, role in own:
        if waiting is not None and role.name == last and (role.name == "toc" or (last == "title" and block.adjacent)):
            waiting = replace(waiting, end=block.end)
            continue
        if waiting is not None:
            yield waiting
        waiting, last = None, role.name
        if role.name != BODY:
            counts[role.name] += 1
            address = Address(of=name, frame=role.name, again=counts[role.name])
            doubt = role.doubt or _row_doubt(text, block, role)
            waiting = Clause(str(address), (), block.start, block.end, "frame", 0, doubt)
    if waiting is not None:
        yield waiting


ROW_DOUBT: Final = "网页所印的元数据,请核对后写入 meta.toml:"
"""How the doubt about a row of a page begins."""


def _row_doubt(text: str, block: Block, role: Role) -> str:
    note = row_note(text[block.start : block.end]) if role.name in ("note", "number") else ""
    return ROW_DOUBT + note if note else ""


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
            if piece.table:
                yield Clause(str(replace(address, row=i)), (), *at, "sentence")
                continue
            spelt = str(replace(address, sentence=i) if numbered else address)
            yield Clause(spelt, (), *at, "sentence", 0, piece.doubt if i == 1 else "")


def _address(path: Path, name: str) -> Address:
    return Address(of=name, part=path.part, item=path.item, printed=tuple(n for _, n in path.printed))


def _break_off(text: str, entries: Sequence[Clause]) -> Iterator[Clause]:
    """Mark sentences that end without punctuation: a doubt, and at the very end of a text, missing text."""
    for i, entry in enumerate(entries):
        address = parse_address(entry.address)
        row = address is not None and address.row is not None
        if entry.kind != "sentence" or row or text[entry.end - 1] in "。;:!?”)":
            yield entry
        elif i == len(entries) - 1:
            yield replace(entry, natures=("缺文",), doubt=entry.doubt or "收到的文本至此中断")
        else:
            yield replace(entry, doubt=entry.doubt or "句末无标点,可能是小标题或落款")


def _with_natures(text: str, entries: Iterator[Clause]) -> tuple[Clause, ...]:
    titles: list[tuple[str, str]] = []
    leads: dict[str, tuple[str, ...]] = {}
    segments: list[Clause] = []
    for entry in entries:
        words = text[entry.start : entry.end]
        address = parse_address(entry.address)
        assert address is not None, entry.address
        proposed: tuple[str, ...] = entry.natures
        if address.frame:
            proposed = (FRAME_NATURES[address.frame],)
        elif entry.kind == "heading":
            titles.append((entry.address, words))
            proposed = (HEADING,)
        elif not proposed and address.row is not None:
            proposed = row_natures(words, segments[-1].natures if segments else ())
        elif not proposed and address.article is not None:
            above = chain(titles, entry.address)
            proposed = article_natures(words, above, leads.get(_lead(address), ()))
        elif not proposed:
            proposed = natures(words, chain(titles, entry.address), preamble=address.part == 0)
        if address.article is not None and entry.kind == "sentence":
            leads[str(replace(address, sentence=None))] = proposed
        segments.append(replace(entry, natures=proposed))
    return tuple(segments)


def _lead(address: Address) -> str:
    """The address of the words that lead to a provision or point: what stands in 第二款 leads to its 第(三)项."""
    if address.points:
        return str(replace(address, points=address.points[:-1], sentence=None))
    return str(replace(address, provision=None, sentence=None)) if address.provision is not None else ""
