"""The rules of one document while they are being written: every fault with its place, every clause with what its rules say.

Nothing is kept, and no other document is compiled: the draft stands against the vocabulary alone. A registration (meta.toml) that
is not finished does not hide what is wrong with the rules.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from policy_dsl import ir
from policy_dsl.addresses import parse_address, place
from policy_dsl.alignment.draft import Draft, WordUse
from policy_dsl.backtranslate import asked_for, sentence
from policy_dsl.compile import PASSES, read_document
from policy_dsl.corpus_folders import Place
from policy_dsl.diagnostics import Diagnostic, Fault
from policy_dsl.document_record import Received
from policy_dsl.source_text import display_width
from policy_dsl.syntax import ast
from policy_dsl.texts.official_text import Document
from policy_dsl.vocabulary import Vocabulary

RULES: Final = "rules.tiao"
MOST_CHARACTERS: Final = 200_000
"""Of rules that are checked while somebody writes them: more than four times the longest plan with its rules."""
MOST_CLAUSES: Final = 2_000
"""Of such rules: five times as many as that plan has."""


class PlacedFault(NamedTuple):
    """A fault with the place where it stands."""

    fault: Fault
    file: str
    """The file of the document."""
    line: int
    """Counted from 1; 0: of the whole file."""
    column: int
    start: int
    """Offset in the rules; of another file, and of the whole file, 0."""
    end: int


class EditedRule(NamedTuple):
    """A rule or a statement of a clause."""

    id: str
    """Its name behind the address: address#name."""
    kind: str
    name: str
    text: str
    """What a rule says (规则大意); empty: it says nothing yet, or decides nothing."""
    line: int
    start: int
    """Offset in the rules."""
    end: int
    proposed: bool = False
    """Whether nobody has accepted it yet (待核)."""
    alternative_of: str = ""
    """The reading under whose alternative alone it stands; empty: it is in use."""
    bearers: tuple[str, ...] = ()
    """Of a duty or a proposal: who is to act."""


class EditedClause(NamedTuple):
    """A clause with its place in the official text and in the rules."""

    address: str
    place: str
    """Its address in words."""
    natures: tuple[str, ...]
    start: int
    """Offset in the official text."""
    end: int
    line: int
    """The line of the rules on which it begins, counted from 1."""
    start_of_entry: int
    """Offset in the rules."""
    end_of_entry: int
    taken: tuple[tuple[int, int], ...]
    """Ranges of the official text that a rule, a statement or a waiver takes up, in order and apart."""
    left: tuple[tuple[int, int], ...]
    """Normative words and figures that nothing takes up."""
    rules: tuple[EditedRule, ...]
    pending: bool
    """Whether it decides nothing yet as a whole (待写, 待核)."""
    to_write: bool
    """Whether something of it is still to be written (待写)."""
    same_as: str
    """The clause it repeats; empty: none."""


class EditedRules(NamedTuple):
    """The rules of a document as they are being written."""

    clauses: tuple[EditedClause, ...]
    faults: tuple[PlacedFault, ...]
    read: bool
    """Whether the rules could be read; else there are no clauses."""

    @property
    def pending(self) -> tuple[EditedClause, ...]:
        """The clauses of which something is still to be written."""
        return tuple(c for c in self.clauses if c.to_write)


def too_large(rules: str) -> str:
    """Why rules are not checked while somebody writes them; empty: they are."""
    if len(rules) > MOST_CHARACTERS:
        return f"规则有{len(rules)}字,超过{MOST_CHARACTERS}字"
    clauses = len(_HEADS.findall(rules))
    return f"规则有{clauses}条,超过{MOST_CLAUSES}条" if clauses > MOST_CLAUSES else ""


_HEADS: Final = re.compile(r"(?<!\S)条(?!\S)")


def check_rules(where: Place, texts: Mapping[str, str], vocabulary: Vocabulary) -> EditedRules:
    """The rules of the files of a document: text.txt, meta.toml, rules.tiao, readings.toml, touching.toml."""
    draft = compiled_draft(where, texts, vocabulary)
    source = draft.source
    starts = _line_starts(source.text)
    faults = tuple(sorted((_placed(f, draft, starts) for f in draft.faults), key=lambda f: (f.file != RULES, f.start)))
    if draft.file is None:
        return EditedRules((), faults, read=False)
    return EditedRules(tuple(_clauses(draft, starts)), faults, read=True)


def compiled_draft(where: Place, texts: Mapping[str, str], vocabulary: Vocabulary) -> Draft:
    """The document through all passes; where its registration has faults, with what of it is known."""
    begun = Draft(where.document, texts, vocabulary, folder=where.folder)
    draft = read_document(begun)
    if draft.document is None and "text.txt" in texts and where.region in vocabulary.regions.codes:
        draft = replace(draft, document=_unregistered(where, texts["text.txt"]))
    for step in PASSES[1:]:
        draft = step(draft)
    return draft


def _unregistered(where: Place, text: str) -> Document:
    """A document of which nothing is registered yet: enough to hold rules against its words."""
    return Document(
        id=where.document, title="", number=None, year=0, kind="", issuers=(), issuer_level="市", region=where.region, addressees=(),
        issued="", starts="", starts_basis="不明", ends="", ends_basis="不明", force=(),
        received=Received("", "", len(text)), masked=(), missing=(), lines=(), text=text, draft=True,
    )  # fmt: skip


_WHERE: Final = re.compile(r"(?P<file>[^:/]+)(?::(?P<line>[0-9]+):(?P<column>[0-9]+))?(?P<rest>.*)", re.DOTALL)


def _placed(diagnostic: Diagnostic, draft: Draft, starts: list[int]) -> PlacedFault:
    local = diagnostic.where.removeprefix(draft.path(""))
    match = _WHERE.fullmatch(local)
    file = match["file"] if match else local
    if file != RULES or match is None or match["line"] is None:
        return PlacedFault(_beside(diagnostic, local), file, int((match and match["line"]) or 0), 0, 0, 0)
    line, column = int(match["line"]), int(match["column"])
    start = min(starts[min(line, len(starts)) - 1] + column - 1, len(draft.source.text))
    end = _underlined(draft.source.text, start, diagnostic.excerpt)
    return PlacedFault(_beside(diagnostic, f"第{line}行"), file, line, column, min(start, end - 1), end)


def _underlined(text: str, start: int, excerpt: str) -> int:
    """Where the words end that carets stand under in the excerpt of a fault; they are as wide as the words."""
    wide, end = excerpt.rpartition("\n")[2].count("^"), start
    while end < len(text) and text[end] != "\n" and (end == start or display_width(text[start:end]) < wide):
        end += 1
    return max(1, end)


def _beside(diagnostic: Diagnostic, where: str) -> Fault:
    """The fault as people read it beside the text, with another name of its place."""
    return Fault(diagnostic.code, where, diagnostic.message, diagnostic.allowed, diagnostic.hint)


def _line_starts(text: str) -> list[int]:
    return [0, *(m.end() for m in re.finditer("\n", text))]


def _clauses(draft: Draft, starts: list[int]) -> Iterator[EditedClause]:
    assert draft.file is not None
    length = len(draft.source.text)
    uses = {id(u.placed.entry): u for u in draft.word_use}
    norms = {n.id: n for n in (*draft.norms, *draft.proposals)}
    entries = draft.file.entries
    for number, entry in enumerate(entries):
        use = uses.get(id(entry))
        end = entries[number + 1].span.start if number + 1 < len(entries) else length
        address = entry.address.text
        yield EditedClause(
            address=address,
            place=place(address) if parse_address(address) else address,
            natures=tuple(n.text for n in entry.natures),
            start=use.placed.start if use else -1,
            end=use.placed.end if use else -1,
            line=bisect_right(starts, entry.span.start),
            start_of_entry=entry.span.start,
            end_of_entry=end,
            taken=_apart(use) if use else (),
            left=use.left if use else (),
            rules=tuple(_rules(draft, entry, norms, starts)),
            pending=entry.pending,
            to_write=any(isinstance(i, ast.Pending) for i in entry.items),
            same_as=entry.same_as.text if entry.same_as else "",
        )


def _apart(use: WordUse) -> tuple[tuple[int, int], ...]:
    """The ranges that are taken up, joined where they touch."""
    joined: list[tuple[int, int]] = []
    for start, end in use.taken:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _rules(draft: Draft, entry: ast.Entry, norms: Mapping[str, ir.Norm], starts: list[int]) -> Iterator[EditedRule]:
    clause = f"{draft.id}/{entry.address.text}"
    for item in entry.items:
        if isinstance(item, ast.Statement):
            name, line = f"{entry.address.text}#{item.name.text}", bisect_right(starts, item.span.start)
            span = item.span
            who = tuple(b.text for b in _names_of(item.get("主体")))
            yield EditedRule(
                name, item.kind, item.name.text, "", line, span.start, span.end, item.proposed, bearers=who
            )
        if not isinstance(item, ast.Rule):
            continue
        own = f"{clause}#{item.name.text}"
        variants = [item.variant.text] if item.variant else ["", *(d.reading.text for d in item.differences)]
        for variant in variants:
            norm = norms.get(f"{own}@{variant}" if variant else own)
            if norm is None and variant and not item.variant:
                continue  # the alternative has no such rule
            meaning = (
                ""
                if norm is None
                else norm.text or sentence(asked_for(norm, draft.vocabulary.askers), draft.vocabulary.consequences)
            )
            line = bisect_right(starts, item.span.start)
            name, span = f"{entry.address.text}#{item.name.text}", item.span
            yield EditedRule(
                name, item.kind, item.name.text, meaning, line, span.start, span.end, item.proposed, variant
            )


def _names_of(field: ast.Field | None) -> Iterator[ast.Name]:
    for part in field if isinstance(field, tuple) else ():
        if isinstance(part, ast.Name):
            yield part


def without_rule(rules: str, clause: EditedClause, rule: EditedRule) -> str:
    """The rules without one that is only proposed; its clause stays one that is not wholly written."""
    others = any(r.proposed and r.id != rule.id for r in clause.rules)
    waits = _PENDING.search(rules, clause.start_of_entry, clause.end_of_entry) is not None
    start = rules.rfind("\n", 0, rule.start) + 1
    end = rules.find("\n", rule.end)
    before, behind = rules[start : rule.start].strip(), rules[rule.end : end if end >= 0 else len(rules)].strip()
    left = [f"  {words}" for words in (before, "" if others or waits else "待写", behind) if words]
    return rules[:start] + "".join(f"{line}\n" for line in left) + (rules[end + 1 :] if end >= 0 else "")


_PENDING: Final = re.compile(r"^[^\S\n]*待写(?!\S)", re.MULTILINE)
_NOTE: Final = re.compile(r"^[^\S\n]*注[^\S\n]*「待写:[^」\n]*」[^\S\n]*(?:\n|$)", re.MULTILINE)


def without_note(entry: str) -> str:
    """An entry without the note of the words that waited for their rule: it is wholly written."""
    return _NOTE.sub("", entry)


def waits(entry: str) -> bool:
    """Whether an entry as it is written waits to be written, or for a rule to be accepted."""
    return (
        _PENDING.search(entry) is not None or re.search(r"(?m)^[^\S\n]*\S[^「\n]*[^\S\n]待核(?!\S)", entry) is not None
    )
