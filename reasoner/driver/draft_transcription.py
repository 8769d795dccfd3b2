"""The clauses of a draft as its rules quote them: what a person changes of them, and what the rules then say.

All functions are pure: texts in, texts out. What a person wrote in the rules is carried over word by word; where the text is cut
into clauses anew, an entry stays with the clause that has its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from policy_dsl.addresses import parse_address, place
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.document_record import Mask, Received
from policy_dsl.source_text import MASK, Source, squeeze, squeezed
from policy_dsl.syntax import ast
from policy_dsl.syntax.parse import parse
from policy_dsl.texts.official_text import Document
from policy_dsl.texts.restraint_words import disguised
from policy_dsl.texts.scaffold import WAITING_NATURES, scaffold
from reasoner.driver.draft_record import Masked

_HEAD: Final = re.compile(r"(?m)^条[ \t]+(?P<address>\S+)[ \t]+性质[^\n]*$")
_DOUBT: Final = re.compile(r"^\s*注\s*「存疑:(?P<doubt>[^」]*)」")


class DraftClause(NamedTuple):
    """A clause of a draft."""

    address: str
    place: str
    """The address in words."""
    natures: tuple[str, ...]
    quote: str
    start: int
    """Its offset in the text; -1 where its words are not in the text."""
    end: int
    pending: bool
    """Whether it waits to be written (待写), or a rule of it to be confirmed (待核)."""
    written: bool
    """Whether a rule or statement stands below it."""
    doubt: str
    """What the segmenter could not know."""


def clauses(rules: str, text: str) -> tuple[DraftClause, ...]:
    """The clauses in the order of the rules; of rules that cannot be read as far as they can."""
    file, _ = parse(Source("rules.tiao", rules))
    if file is None:
        return ()
    plain, offsets = squeeze(text)
    made: list[DraftClause] = []
    at = 0
    for entry in file.entries:
        quote = "".join(q.text for q in entry.quotes)
        words = squeezed(quote)
        start = plain.find(words, at) if words else -1
        if start < 0 and words:
            start = plain.find(words)
        span = (-1, -1) if start < 0 else (offsets[start], offsets[start + len(words) - 1] + 1)
        at = max(at, start + len(words)) if start >= 0 else at
        made.append(_clause(entry, quote, *span, rules))
    return tuple(made)


def _clause(entry: ast.Entry, quote: str, start: int, end: int, rules: str) -> DraftClause:
    address = entry.address.text
    known = parse_address(address)
    body = rules[entry.span.start : entry.span.end].split("\n")
    doubt = next((m["doubt"] for line in body if (m := _DOUBT.match(line))), "")
    written = any(isinstance(i, ast.Rule | ast.Statement) for i in entry.items)
    words = address if known is None else place(known)
    return DraftClause(
        address, words, tuple(n.text for n in entry.natures), quote, start, end, entry.pending, written, doubt
    )


def with_natures(rules: str, natures: Mapping[str, Sequence[str]]) -> str:
    """The rules with other natures of some clauses, by address.

    One of which a rule is now needed waits for it (待写); one of which none is needed any more, and nothing is written, does not.

    Raises Faults where the rules cannot be read.
    """
    file, faults = parse(Source("rules.tiao", rules))
    if file is None:
        raise Faults(faults)
    for entry in reversed(file.entries):
        chosen = natures.get(entry.address.text)
        if chosen and entry.natures and tuple(chosen) != tuple(n.text for n in entry.natures):
            if not entry.items and WAITING_NATURES & set(chosen):
                after = entry.quotes[-1].span.end
                rules = f"{rules[:after]}\n  待写{rules[after:]}"
            bare = [i for i in entry.items if isinstance(i, ast.Pending)]
            quote = "".join(q.text for q in entry.quotes)
            if bare == [*entry.items] and not WAITING_NATURES & set(chosen) and not disguised(tuple(chosen), quote):
                first, last = bare[0].span.start, bare[-1].span.end
                if not rules[first:last].strip().removeprefix("待写"):
                    rules = rules[:first].rstrip() + rules[last:]
            start, end = entry.natures[0].span.start, entry.natures[-1].span.end
            rules = rules[:start] + " 、 ".join(chosen) + rules[end:]
    return rules


class Corrected(NamedTuple):
    """A draft after a change of its text."""

    text: str
    rules: str
    masked: tuple[Masked, ...]
    lost: tuple[str, ...]
    """Entries with rules whose clause is no more: they stand behind the others, for a person to move."""


def corrected(
    document: str, text: str, rules: str, masked: Sequence[Masked], start: int, end: int, words: str
) -> Corrected:
    """The draft with other words in text[start:end], cut into clauses anew. Raises Faults (U197) where that cannot be.

    Masked spans behind are moved; one that is touched cannot be changed.
    """
    if not 0 <= start <= end <= len(text):
        raise Faults([Diagnostic("U197", "正文", "正文里没有这一处", "正文中的一段")])
    if MASK in words or any(m.start < end and start < m.end for m in masked):
        raise Faults([Diagnostic("U197", "正文", "这里有遮盖的文字,不能改动", "没有遮盖的文字")])
    shift = len(words) - (end - start)
    moved = tuple(m if m.end <= start else Masked(m.start + shift, m.end + shift, m.reason, m.words) for m in masked)
    after = text[:start] + words + text[end:]
    return _cut(document, after, rules, moved, _Change(text[start:end], words, text, start))


def whole_text(document: str, text: str, after: str, rules: str, masked: Sequence[Masked]) -> Corrected:
    """The draft with a text that somebody changed in several places. Masked spans must stand as they are (U197)."""
    after = after.replace("\r\n", "\n").replace("\r", "\n")
    if text == after:
        return Corrected(text, rules, tuple(masked), ())
    head = next((i for i, (a, b) in enumerate(zip(text, after, strict=False)) if a != b), min(len(text), len(after)))
    most = min(len(text), len(after)) - head
    tail = next((i for i in range(most) if text[len(text) - 1 - i] != after[len(after) - 1 - i]), most)
    return corrected(document, text, rules, masked, head, len(text) - tail, after[head : len(after) - tail])


def with_masks(
    document: str, text: str, rules: str, masked: Sequence[Masked], start: int, end: int, reason: str
) -> Corrected:
    """The draft with text[start:end] hidden, because it is no part of the document. Raises Faults (U197)."""
    if not reason.strip() or not 0 <= start < end <= len(text) or any(m.start < end and start < m.end for m in masked):
        raise Faults([Diagnostic("U197", "遮盖", "没有写理由，或者这里已经遮盖", "不属于本文件的文字，写明是什么")])
    words = text[start:end]
    hidden = "".join(c if c.isspace() else MASK for c in words)
    spans = sorted((*masked, Masked(start, end, reason.strip(), " ".join(words.split()))), key=lambda m: m.start)
    after = text[:start] + hidden + text[end:]
    return _cut(document, after, rules, tuple(spans), _Change("", "", text, 0))


def without_mask(document: str, text: str, rules: str, masked: Sequence[Masked], number: int) -> Corrected:
    """The draft with the words of a masked span back in their place. Raises Faults (U197) where they are not known."""
    mask = masked[number] if 0 <= number < len(masked) else None
    hidden = "" if mask is None else text[mask.start : mask.end]
    words = "" if mask is None else "".join(mask.words.split())
    if mask is None or hidden.count(MASK) != len(words):
        raise Faults([Diagnostic("U197", "遮盖", "被遮盖的文字没有记下，不能恢复", hint="在整篇正文里补录")])
    letters = iter(words)
    plain = "".join(next(letters) if c == MASK else c for c in hidden)
    after = text[: mask.start] + plain + text[mask.end :]
    spans = tuple(m for i, m in enumerate(masked) if i != number)
    return _cut(document, after, rules, spans, _Change("", "", text, 0))


class _Change(NamedTuple):
    """What was changed: the words before and after, in a text, from an offset on."""

    before: str
    after: str
    text: str
    start: int


def _cut(document: str, text: str, rules: str, masked: tuple[Masked, ...], change: _Change) -> Corrected:
    fresh = fresh_rules(document, text, masked)
    old, new = list(_blocks(rules)), list(_blocks(fresh))
    head = rules[: _HEAD.search(rules).start()] if _HEAD.search(rules) else f"文件 {document}\n\n"  # type: ignore[union-attr]
    positions = _positions(rules, change.text)
    by_words: dict[str, list[tuple[str, str]]] = {}
    by_address: dict[str, tuple[str, str, str]] = {}
    for address, block in old:
        quote = quote_of(block)
        later = _changed(quote, positions.get(address, -1), change)
        by_words.setdefault(squeezed(later), []).append((address, block))
        by_address[address] = (quote, later, block)
    used: set[str] = set()
    made: list[str] = []
    for address, block in new:
        words = squeezed(quote_of(block))
        same = by_words.get(words, [])
        # Of clauses with the same words the one of the same address, else the first that is left.
        chosen = next((b for b in same if b[0] == address), None) or next((b for b in same if b[0] not in used), None)
        if chosen is None or chosen[0] in used:
            made.append(block)
            continue
        used.add(chosen[0])
        made.append(_carried(chosen[1], address, block))
    gone = (_without_proposals(b) for a, b in old if a not in used)
    lost = [b for b in gone if _by_hand(b)]
    kept = "\n\n".join(b.strip("\n") for b in (*made, *lost))
    return Corrected(text, f"{head}{kept}\n", masked, tuple(lost))


def fresh_rules(document: str, text: str, masked: Iterable[Masked]) -> str:
    """The rules to begin with: every clause quoted, with what the machine proposes."""
    masks = tuple(Mask(m.start, m.end, m.reason) for m in masked)
    bare = Document(
        id=document, title="", number=None, year=0, kind="", issuers=(), issuer_level="", region="", addressees=(), issued="",
        starts="", starts_basis="不明", ends="", ends_basis="不明", force=(), received=Received("", "", len(text)), masked=masks,
        missing=(), lines=(), text=text,
    )  # fmt: skip
    return scaffold(bare, pending=True)


def _blocks(rules: str) -> Iterator[tuple[str, str]]:
    """Each entry as it is written, with its address."""
    heads = list(_HEAD.finditer(rules))
    for number, match in enumerate(heads):
        end = heads[number + 1].start() if number + 1 < len(heads) else len(rules)
        yield match["address"], rules[match.start() : end].rstrip("\n")


_QUOTE: Final = re.compile("^「(?P<words>(?:[^「」]|「[^「」]*」)*)」", re.MULTILINE)


def quote_of(block: str) -> str:
    """The words that an entry quotes."""
    _, _, behind = block.partition("\n")
    pieces: list[str] = []
    for line in behind.split("\n"):
        match = _QUOTE.match(line)
        if match is None:
            break
        pieces.append(match["words"])
    return "".join(pieces)


def _positions(rules: str, text: str) -> dict[str, int]:
    return {c.address: c.start for c in clauses(rules, text)}


def _changed(quote: str, start: int, change: _Change) -> str:
    """A quotation after the change, where the change lies wholly in it."""
    if start < 0:
        return quote
    inside = change.start - start
    old = change.text[start : start + inside + len(change.before)]
    if inside < 0 or not squeezed(quote).startswith(squeezed(old)):
        return quote
    rest = squeezed(quote)[len(squeezed(old)) :]
    return squeezed(change.text[start : change.start]) + squeezed(change.after) + rest


def _carried(block: str, address: str, fresh: str) -> str:
    """An entry under the address and with the words that its clause has now. fresh: what the machine proposes for it.

    What was only proposed (待核) for other words goes: nobody has accepted it, and its clause waits to be written (待写).
    """
    quote = quote_of(fresh)
    if quote != quote_of(block):
        block = _without_proposals(block)
    head, _, behind = block.partition("\n")
    head = re.sub(r"^条([ \t]+)\S+", lambda m: f"条{m[1]}{address}", head)
    if quote != quote_of(block) and not _by_hand(block):
        return f"{head}\n{fresh.partition(chr(10))[2]}"
    lines = behind.split("\n")
    while lines and _QUOTE.match(lines[0]):
        lines.pop(0)
    return "\n".join([head, f"「{quote}」", *lines])


_PROPOSED: Final = re.compile(r"(?m)^([ \t]+)\S[^「\n]*[ \t]待核(?!\S)[^\n]*\n?(?:\1[ \t]+\S[^\n]*\n?)*")


def _without_proposals(block: str) -> str:
    """An entry without the rules that are only proposed; one that had some waits to be written."""
    left, number = _PROPOSED.subn("", block)
    waits = re.search(r"(?m)^[ \t]*待写(?!\S)", left) is not None
    return left if not number or waits else f"{left.rstrip()}\n  待写"


def _by_hand(block: str) -> bool:
    """Whether an entry has more than the machine proposes: a rule, a statement, a waiver."""
    lines = block.split("\n")[1:]
    return any(line.strip() and not re.match(r"\s*(?:「|待写\s*$|注\s*「(?:待写|存疑):)", line) for line in lines)


_READING: Final = re.compile(r'(?m)^\[(?:"(?P<quoted>[^"\n]+)"|(?P<plain>[^\]"\n]+))\][ \t]*$')
_DRAFTED: Final = re.compile(r'(?m)^basis[ \t]*=[ \t]*"拟稿')


def readings_in_use(readings: str, rules: str) -> str:
    """readings.toml without what was drafted together with proposed rules (拟稿) and no rule cites any more."""
    heads = list(_READING.finditer(readings))
    cited = " ".join(line for line in rules.split("\n") if "解释" in line.split())
    kept = [readings[: heads[0].start()] if heads else readings]
    for number, head in enumerate(heads):
        table = readings[head.start() : heads[number + 1].start() if number + 1 < len(heads) else len(readings)]
        name = head["quoted"] or head["plain"]
        if name in cited or not _DRAFTED.search(table):
            kept.append(table)
    return "".join(kept)
