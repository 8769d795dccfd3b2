"""The matrix of topics by regions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Final

import msgspec

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.formats import DayOrEmpty, RegionCode
from policy_dsl.vocabulary import NATION, Region
from reasoner.model.rule_base import RuleBase
from reasoner.survey.referenced_documents import bare, references
from reasoner.topics.entries import Cell
from reasoner.topics.matching import topics
from reasoner.topics.matrix_cell import REPORT, Context, cell
from reasoner.topics.region_differences import Difference, differences

PLACES: Final = ("省", "市", "区", "县", "自治州", "自治旗")
"""How the names of places end; no matter and no kind of institution ends so."""
_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_LONG: Final = 5
"""Characters from which a name is long enough that one other character is a slip and not another place."""


class AssessedText(msgspec.Struct, frozen=True):
    """A text that a report assesses."""

    name: str
    """Its name."""
    available: bool = msgspec.field(name="held")
    """Whether the rule base has it."""


class RegionDocument(msgspec.Struct, frozen=True):
    """A document that covers a region. Dates are ISO dates, empty where not known or not stated."""

    id: str
    """Its id."""
    title: str
    """Its title."""
    number: str | None
    """Its number; None where the received text has none."""
    kind: str
    """What kind of text it is."""
    issued: DayOrEmpty
    """The day of issue."""
    year: int
    """The year of its number or of issue."""
    starts: DayOrEmpty
    """The first day of force."""
    ends: DayOrEmpty
    """The last day of force."""
    ends_basis: str
    """Why it ends then."""
    missing: tuple[str, ...]
    """What the received text lacks."""
    assesses: tuple[AssessedText, ...]
    """Of a report: what it is about."""


class RegionDocuments(msgspec.Struct, frozen=True):
    """A column of the matrix."""

    code: RegionCode
    """The code of the region."""
    name: str
    """Its name."""
    documents: tuple[RegionDocument, ...]
    """The documents that cover it."""


class TopicRow(msgspec.Struct, frozen=True):
    """A row of the matrix."""

    topic: str
    """The name of the topic."""
    definition: str
    """What it is about."""
    cells: tuple[Cell, ...]
    """What the documents of each region say on it, in the order of the regions."""
    differences: tuple[Difference, ...]
    """What a reader must not overlook in the row."""


class TopicMatrix(msgspec.Struct, frozen=True):
    """Topics by regions."""

    regions: tuple[RegionDocuments, ...]
    """The columns."""
    topics: tuple[TopicRow, ...]
    """The rows."""


def compare_topics(base: RuleBase, names: Sequence[str]) -> TopicMatrix:
    """What the documents of each region say on each topic. Raises Faults (U134) for a name that is no single region."""
    regions = regions_named(base, names)
    documents = {r.code: covering(base, r) for r in regions}
    vocabulary = base.vocabulary
    context = Context(base.document_names, vocabulary.askers, vocabulary.consequences)
    rows = []
    for topic in topics(base.vocabulary):
        cells = tuple(cell(r.name, topic, documents[r.code], context) for r in regions)
        rows.append(TopicRow(topic.name, topic.definition, cells, differences(cells)))
    return TopicMatrix(tuple(_region(base, r, documents[r.code]) for r in regions), tuple(rows))


def covering(base: RuleBase, region: Region) -> list[Document]:
    """The documents whose territory is, or holds, the region; of the nation those with rules, as the others say one thing of
    every region and tell none from another.
    """
    chain = base.vocabulary.around(region.code)
    return [d for d in base.documents.values() if d.region in chain and (d.region != NATION or d.regulates)]


def _region(base: RuleBase, region: Region, documents: Sequence[Document]) -> RegionDocuments:
    return RegionDocuments(region.code, region.name, tuple(_document(base, d) for d in documents))


def _document(base: RuleBase, document: Document) -> RegionDocument:
    return RegionDocument(
        id=document.id,
        title=document.title,
        number=document.number,
        kind=document.kind,
        issued=document.issued,
        year=document.year,
        starts=document.starts,
        ends=document.ends,
        ends_basis=document.ends_basis,
        missing=tuple(m.what for m in document.missing),
        assesses=tuple(_assessed(base, document)),
    )


def _assessed(base: RuleBase, document: Document) -> Iterator[AssessedText]:
    """What a report is about: the texts that it names and that its own title names too."""
    if not document.kind.endswith(REPORT):
        return
    title = bare(document.title)
    for target in references(base, [document]):
        if name := next((n for n in target.names if bare(n) in title), ""):
            yield AssessedText(name, target.document is not None)


def regions_named(base: RuleBase, names: Sequence[str]) -> list[Region]:
    """The regions of these names, each once. Raises Faults with every name that is unknown, ambiguous or without documents."""
    regions: list[Region] = []
    faults: list[Diagnostic] = []
    covered = {d.region for d in base.documents.values()} - {NATION}
    allowed = "、".join(base.vocabulary.regions[code].name for code in sorted(covered))
    for name in names:
        known = base.vocabulary.find_regions(half_width(name))
        if len(known) == 1 and covered.isdisjoint(base.vocabulary.chain(known[0].code)):
            faults.append(Diagnostic("U134", name, "没有收录这个地区的文件", allowed))
        elif len(known) == 1:
            regions += [known[0]] if known[0] not in regions else []
        elif known:
            above = [f"{base.vocabulary.full_name(r.code)}({r.code})" for r in known]
            faults.append(Diagnostic("U134", name, f"名称「{name}」不止一处", "、".join(above), "改写六位区划代码"))
        else:
            near = _near(name.strip(), base.vocabulary.region_names())
            place = name.strip().endswith(PLACES) and not near
            what = "没有收录这个地区的文件" if place else f"不认识的地区「{name}」"
            faults.append(Diagnostic("U134", name or "(空)", what, allowed, f"是否指「{near}」?" if near else ""))
    if faults:
        raise Faults(faults)
    return regions


def half_width(name: str) -> str:
    """A name with plain digits: a code may be typed with full-width ones."""
    return name.translate(_DIGITS)


def _near(name: str, known: Iterable[str]) -> str:
    """The place that was probably meant: one of which the name is a part, or which is a part of the name.

    Short names of two places differ by one character (济南市, 济源市), so that likeness alone says nothing.
    """
    names = list(known)
    parts = [n for n in names if len(name) > 1 and len(n) > 1 and (n in name or name in n)]
    if parts:
        # Of 青岛市城阳区 the last and longest part is meant.
        return max(parts, key=lambda n: (name.endswith(n), n.startswith(name), min(len(n), len(name)), -len(n)))
    close = get_close_matches(name, names, n=1, cutoff=0.75) if len(name) >= _LONG else []
    return close[0] if close else ""
