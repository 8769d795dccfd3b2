"""Quotations against the official text, character by character.

The entries of a file, in order, must give every character of the document once: white space aside, nothing is
left out, repeated, changed or out of place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from policy_dsl.addresses import chain, parse_address, place
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.source_text import MASK, Source, Span, fold, squeeze, squeezed
from policy_dsl.syntax import ast
from policy_dsl.texts.line_breaks import Line
from policy_dsl.texts.segment import segment


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with the range of the official text that it quotes."""

    entry: ast.Entry
    start: int
    end: int


def misnumbered(placed: Sequence[Placed], text: str, lines: Sequence[Line], source: Source) -> Iterator[Diagnostic]:
    """Addresses of another place than where their words stand: conclusions and letters would cite it.

    What counts are the numbers printed in the text and its paragraphs and sentences; where the numbers themselves are
    doubtful, or the text prints none, the writer decides. A paragraph may be cut into its sentences, or left whole.
    """
    read = {clause.start: clause for clause in segment(text, lines) if not clause.doubt}
    for each in placed:
        address, clause = parse_address(each.entry.address.text), read.get(each.start)
        if address is None or clause is None:
            continue
        there = parse_address(clause.address)
        numbered = there is not None and (there.part or there.article is not None or there.rank is not None)
        written = f"{address}."
        if numbered and not (written.startswith(f"{there}.") or f"{there}.".startswith(written)):
            message = f"条 {address} 的地址是{place(address)},它的文字在{place(clause.address)}"
            hint = f"改成 {clause.address};收到的文本丢失了换行的,在 meta.toml 的 lines 补记"
            yield Diagnostic(
                "L419", source.where(each.entry.address.span.start), message,
                f"{clause.address}:编号照原文,段和句依次数", hint, source.excerpt(each.entry.address.span),
            )  # fmt: skip


def official(text: str) -> tuple[str, list[int]]:
    """The characters that must be accounted for, with their offsets: neither white space nor masked."""
    squeezed, offsets = squeeze(text)
    kept = [(c, i) for c, i in zip(squeezed, offsets, strict=True) if c != MASK]
    return "".join(c for c, _ in kept), [i for _, i in kept]


def place_entries(file: ast.File, source: Source, text: str) -> tuple[tuple[Placed, ...], list[Diagnostic]]:
    """Where each entry stands in the text; faults name wrong, skipped, repeated and misplaced words."""
    characters, offsets = official(text)
    placed: list[Placed] = []
    faults: list[Diagnostic] = []
    skips: dict[tuple[int, int], Diagnostic] = {}
    cursor = 0
    for entry in file.entries:
        quote = squeezed("".join(q.text for q in entry.quotes))
        if not quote and _marks_missing(entry):
            at = offsets[cursor] if cursor < len(offsets) else len(text)
            placed.append(Placed(entry, at, at))
            continue
        if not quote:
            faults.append(_fault("L401", source, entry, "引文是空的", "逐字抄录该条原文;缺文的条目只能写注"))
            continue
        start = cursor if characters.startswith(quote, cursor) else characters.find(quote, cursor)
        if start < 0:
            earlier = characters.find(quote)
            if earlier >= 0:
                faults.append(_misplaced(source, entry, earlier, len(quote), cursor))
                # The words that seemed skipped stand here, in the wrong place: one fault, not two.
                faults = [f for f in faults if f is not skips.get((earlier, earlier + len(quote)))]
                cursor = max(cursor, earlier + len(quote))
            else:
                faults.append(_differing(source, entry, quote, characters, cursor))
                # Go on behind the longest common beginning, so that one wrong word is one fault.
                cursor += _resume(quote, characters, cursor)
            continue
        if start > cursor:
            skips[cursor, start] = _skipped(source, entry, characters[cursor:start], offsets[cursor])
            faults.append(skips[cursor, start])
        cursor = start + len(quote)
        placed.append(Placed(entry, offsets[start], offsets[cursor - 1] + 1))
    if cursor < len(characters) and not any(f.code in ("L402", "L403") for f in faults):
        rest = characters[cursor:]
        faults.append(
            Diagnostic(
                "L405",
                source.name,
                f"原文还有{len(rest)}个字没有条目,从第{offsets[cursor] + 1}字起:「{_clip(rest)}」",
                hint="为余下的每一条写一个条目;网站自带的文字应在 meta.toml 的 masked 中说明理由",
            )
        )
    return tuple(placed), faults


def _marks_missing(entry: ast.Entry) -> bool:
    """An entry for text that the received document lacks: it quotes nothing, and nothing but remarks stand in it."""
    return any(n.text == "缺文" for n in entry.natures) and all(isinstance(i, ast.Note) for i in entry.items)


def _common(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _resume(quote: str, characters: str, cursor: int) -> int:
    """How far to go on after a quote that differs: to where its ending occurs again, else its length."""
    tail = quote[-12:]
    start = characters.find(tail, cursor, cursor + 2 * len(quote) + 40)
    return start - cursor + len(tail) if start >= 0 else len(quote)


def _differing(source: Source, entry: ast.Entry, quote: str, characters: str, cursor: int) -> Diagnostic:
    same = _common(quote, characters[cursor:])
    official_next = characters[cursor + same : cursor + same + 12]
    message = f"条 {entry.address.text} 的引文从第{same + 1}字起与原文不同:引文「{_clip(quote[same:], 12)}」,原文「{official_next}」"
    return _fault("L402", source, entry, message, "逐字照抄原文,包括原文的错字和标点", _offset_in_quote(entry, same))


def _misplaced(source: Source, entry: ast.Entry, start: int, length: int, cursor: int) -> Diagnostic:
    if start + length > cursor:
        return _fault("L404", source, entry, f"条 {entry.address.text} 的引文与上一条的引文重叠", "每个字只属于一条")
    return _fault(
        "L403", source, entry, f"条 {entry.address.text} 次序不对:它的原文在前面已经过去", "条目按原文次序排列"
    )


def _skipped(source: Source, entry: ast.Entry, skipped: str, offset: int) -> Diagnostic:
    return _fault(
        "L405",
        source,
        entry,
        f"条 {entry.address.text} 之前有{len(skipped)}个字没有条目(原文第{offset + 1}字起):「{_clip(skipped)}」",
        "为跳过的文字补一个条目",
    )


def in_quote(entry: ast.Entry, start: int, end: int) -> Span:
    """The place in the rules of characters [start, end) of an entry's words, white space not counted."""
    return Span(_offset_in_quote(entry, start).start, _offset_in_quote(entry, end - 1).end)


def _offset_in_quote(entry: ast.Entry, squeezed_index: int) -> Span:
    for quote in entry.quotes:
        _, offsets = squeeze(quote.text)
        if squeezed_index < len(offsets):
            start = quote.span.start + 1 + offsets[squeezed_index]
            return Span(start, start + 1)
        squeezed_index -= len(offsets)
    end = entry.quotes[-1].span.end
    return Span(end - 1, end)


def _fault(code: str, source: Source, entry: ast.Entry, message: str, hint: str, at: Span | None = None) -> Diagnostic:
    span = at or entry.quotes[0].span
    return Diagnostic(code, source.where(span.start), message, hint=hint, excerpt=source.excerpt(span))


def _clip(text: str, length: int = 24) -> str:
    return text if len(text) <= length else text[:length] + "…"


def contexts(text: str, entries: Sequence[Placed]) -> Iterator[str]:
    """For each entry what stands above it and gives its matter, bearer and date: headings, the addressees, the sentences
    before it in its paragraph, and in an article the words that lead to its 项 and 目.
    """
    everywhere: list[Placed] = []
    headings: list[tuple[str, Placed]] = []
    paragraphs: dict[str, list[Placed]] = {}
    for placed in entries:
        address = placed.entry.address.text
        above = {id(p): p for p in (*everywhere, *chain(headings, address))}
        above |= {
            id(p): p for own in (_paragraph(address), *_lead_ins(address)) for p in paragraphs.get(own, ()) if own
        }
        yield "\n".join(squeezed(text[p.start : p.end]) for p in sorted(above.values(), key=lambda p: p.start))
        natures = [n.text for n in placed.entry.natures]
        heading = "标题" in natures or "题名" in natures
        if "主送" in natures or (heading and address.endswith("title")):
            everywhere.append(placed)
        if heading:
            headings.append((address, placed))
        paragraphs.setdefault(_SENTENCE.sub("", address), []).append(placed)


def leads(text: str, entries: Sequence[Placed]) -> dict[str, str]:
    """By address the words that lead to an item of an article and end in a colon (可以采取下列措施:); empty: none do."""
    words: dict[str, str] = {}
    for placed in entries:
        words.setdefault(_SENTENCE.sub("", placed.entry.address.text), squeezed(text[placed.start : placed.end]))
    presented = {a: w for a, w in words.items() if fold(w).endswith(":")}
    return {
        a: next((presented[own] for own in reversed([*_lead_ins(a)]) if own in presented), "")
        for a in (p.entry.address.text for p in entries)
    }


_SENTENCE: Final = re.compile(r"\.s[0-9]+$")


def _paragraph(address: str) -> str:
    """The paragraph of a sentence; empty where an address names none."""
    return address.rpartition(".s")[0]


def _lead_ins(address: str) -> Iterator[str]:
    """The addresses of the words that lead to what stands in an article: a12.p2 and a12.p2.i3 to a12.p2.i3.n1."""
    known = parse_address(address)
    if known is not None and known.article is not None:
        steps = re.sub(r"\.[sr][0-9]+$", "", address).split(".")
        yield from (".".join(steps[:count]) for count in range(1, len(steps)))
