"""A proposed rule held against its words as the compiler will hold it: parsed, its names resolved, every word aligned.

Only what gives the clause its context stands beside it: titles, addressees, its headings, the sentences before it in its paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from policy_dsl.addresses import heads
from policy_dsl.alignment.align import align_item
from policy_dsl.alignment.evidence import Words
from policy_dsl.alignment.left_over import unaccounted
from policy_dsl.alignment.quote_matching import contexts, leads, place_entries
from policy_dsl.alignment.reach_lines import check_reach_lines
from policy_dsl.alignment.reading_file import read_readings
from policy_dsl.alignment.whole_document import check_entries
from policy_dsl.lowering.norms import build_norm
from policy_dsl.lowering.resolve import Resolver
from policy_dsl.lowering.statement_forms import build_statement
from policy_dsl.source_text import Source, squeezed
from policy_dsl.syntax import ast
from policy_dsl.syntax.parse import parse
from policy_dsl.texts.segment import Clause
from policy_dsl.vocabulary import Vocabulary


class Trial(NamedTuple):
    """What came of it."""

    sound: bool
    """Whether it can be written, and stands in its words."""
    complete: bool = False
    """Whether nothing of the clause is left to write."""
    used: frozenset[tuple[str, str]] = frozenset()
    """The readings that were needed, each with a word that it supplied."""


def tried(
    document: str, region: str, text: str, clauses: Sequence[Clause], address: str, rules: Sequence[str], readings: str,
    vocabulary: Vocabulary,
) -> Trial:  # fmt: skip
    """Rules of one clause on trial. rules: as they stand in rules.tiao; readings: the tables that they may cite."""
    around = [*_around(clauses, address)]
    pieces = [squeezed(text[c.start : c.end]) for c in around]
    written = "\n\n".join(
        [
            f"文件 {document}",
            *(_entry(c, piece, rules if c.address == address else ()) for c, piece in zip(around, pieces, strict=True)),
        ]
    )
    source = Source("rules.tiao", written)
    file, faults = parse(source)
    registered, wrong = read_readings("readings.toml", readings)
    if file is None or faults or wrong:
        return Trial(False)
    whole = "\n".join(pieces)
    placed, astray = place_entries(file, source, whole)
    above = dict(zip(map(id, placed), contexts(whole, placed), strict=True))
    led = leads(whole, placed)
    mine = next((p for p in placed if p.entry.address.text == address), None)
    if mine is None or astray or any(check_reach_lines(file, source, vocabulary.facts)):
        return Trial(False)
    words = Words(
        pieces[-1], above[id(mine)], deciding=vocabulary.deciding, lead=led[address], region=region, address=address
    )
    resolver = Resolver(source, vocabulary, region)
    used: set[tuple[str, str]] = set()
    for item in mine.entry.items:
        if isinstance(item, ast.Rule):
            build_norm(item, document, address, (), resolver)
        elif isinstance(item, ast.Statement):
            build_statement(item, address, (), resolver)
        else:
            continue
        _, unaligned = align_item(item, words, source, vocabulary, registered, used)
        if unaligned or resolver.faults:
            return Trial(False)
    missing = check_entries(ast.File(file.document, (mine.entry,)), source, vocabulary.of_kind("nature"))
    return Trial(True, not any(unaccounted(mine.entry, words)) and not any(missing), frozenset(used))


def _around(clauses: Sequence[Clause], address: str) -> Iterable[Clause]:
    """A clause behind what gives it its context."""
    paragraph = address.rpartition(".s")[0]
    for clause in clauses:
        frame = clause.address.endswith("title") or "主送" in clause.natures
        if clause.address == address:
            yield clause
            return
        if (
            frame
            or (clause.kind == "heading" and heads(clause.address, address))
            or (paragraph and clause.address.rpartition(".s")[0] == paragraph)
        ):
            yield clause


def _entry(clause: Clause, words: str, rules: Sequence[str]) -> str:
    return "\n".join([f"条 {clause.address} 性质 {' 、 '.join(clause.natures)}", f"「{words}」", *rules])
