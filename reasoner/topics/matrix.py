"""The matrix of topics by regions as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any, Final

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.vocabulary import Region
from reasoner.model.rule_base import RuleBase
from reasoner.survey.references import bare, references
from reasoner.topics.cells import REPORT, cell
from reasoner.topics.differences import differences
from reasoner.topics.matching import topics

Data = dict[str, Any]

PLACES: Final = ("省", "市", "区", "县", "自治州", "自治旗")
"""How the names of places end; no matter and no kind of institution ends so."""
_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_LONG: Final = 5
"""Characters from which a name is long enough that one other character is a slip and not another place."""


def compare_topics(base: RuleBase, names: Sequence[str]) -> Data:
    """What the documents of each region say on each topic. Raises Faults (U134) for a name that is no single region."""
    regions = regions_named(base, names)
    held = {r.code: covering(base, r) for r in regions}
    askers = {m.label: m.members for m in base.vocabulary.matters.values()}
    rows = []
    for topic in topics(base.vocabulary):
        cells = [cell(r.name, topic, held[r.code], base.document_names, askers) for r in regions]
        rows.append(
            {"topic": topic.name, "definition": topic.definition, "cells": cells, "differences": differences(cells)}
        )
    return {"regions": [_region(base, r, held[r.code]) for r in regions], "topics": rows}


def covering(base: RuleBase, region: Region) -> list[Document]:
    """The documents whose territory is, or holds, the region."""
    chain = base.vocabulary.chain(region.code)
    return [d for d in base.documents.values() if d.region in chain]


def _region(base: RuleBase, region: Region, documents: Sequence[Document]) -> Data:
    keys = ("id", "title", "number", "kind", "issued", "year", "starts", "ends", "ends_basis")
    told = [
        {k: d.data[k] for k in keys} | {"missing": [m["what"] for m in d.missing], "assesses": list(_assessed(base, d))}
        for d in documents
    ]
    return {"code": region.code, "name": region.name, "documents": told}


def _assessed(base: RuleBase, document: Document) -> Iterator[Data]:
    """What a report is about: the texts that it names and that its own title names too, and whether they are held."""
    if not document.kind.endswith(REPORT):
        return
    title = bare(document.title)
    for target in references(base, [document]):
        if name := next((n for n in target.names if bare(n) in title), ""):
            yield {"name": name, "held": bool(target.held)}


def regions_named(base: RuleBase, names: Sequence[str]) -> list[Region]:
    """The regions of these names, each once. Raises Faults with every name that is unknown, ambiguous or without documents."""
    found: list[Region] = []
    faults: list[Diagnostic] = []
    covered = {d.region for d in base.documents.values()}
    allowed = "、".join(base.vocabulary.regions[code].name for code in sorted(covered))
    for name in names:
        known = base.vocabulary.find_regions(half_width(name))
        if len(known) == 1 and not covering(base, known[0]):
            faults.append(Diagnostic("U134", name, "没有收录这个地区的文件", allowed))
        elif len(known) == 1:
            found += [known[0]] if known[0] not in found else []
        elif known:
            above = [f"{_full(base, r)}({r.code})" for r in known]
            faults.append(Diagnostic("U134", name, f"名称「{name}」不止一处", "、".join(above), "改写六位区划代码"))
        else:
            near = _near(name.strip(), base.vocabulary.region_names())
            place = name.strip().endswith(PLACES) and not near
            what = "没有收录这个地区的文件" if place else f"不认识的地区「{name}」"
            faults.append(Diagnostic("U134", name or "(空)", what, allowed, f"是否指「{near}」?" if near else ""))
    if faults:
        raise Faults(faults)
    return found


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


def _full(base: RuleBase, region: Region) -> str:
    return "".join(base.vocabulary.regions[c].name for c in reversed(base.vocabulary.chain(region.code)))
