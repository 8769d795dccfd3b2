"""A document of the rule base as an Akoma Ntoso document: every clause in its place, every word of the official text once.

Addresses are those of the clauses (`3.1.p2`, `a12.p2.i3`): `eId` is made of their steps. Akoma Ntoso (version 1.0 of the OASIS
standard, namespace akn/3.0) has no sentence: a sentence is a container of that name. White space is that of the quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree

from policy_dsl.compiled import Clause, Document
from policy_dsl.rdf_namespaces import TL
from policy_dsl.vocabulary import Vocabulary

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
ElementTree.register_namespace("tl", TL)
_ELEMENTS: Final = {"c": "chapter", "a": "article", "p": "paragraph", "i": "point", "n": "indent", "b": "book"}
"""The element of each kind of step; a bare number is a part, and a section below one."""
_FRONT: Final = ("title", "number", "to", "note", "n")
_BACK: Final = ("sig", "date")
_HEADING: Final = "标题"
_NUM: Final = re.compile(
    r"第[一二三四五六七八九十百千零〇0-9]+[编章节条]|[一二三四五六七八九十百]+、|[((][一二三四五六七八九十百0-9]+[))]|[0-9]+[..、]"
)
"""The number that stands before a heading or a clause."""
_SHORT: Final = {
    "part": "part", "section": "sec", "chapter": "chp", "article": "art", "paragraph": "para", "point": "point",
    "indent": "indent", "book": "book", "hcontainer": "sent",
}  # fmt: skip
"""The abbreviations of the naming convention; sentences have our own."""


@dataclass
class _Place:
    """A place of the text: an address, the clause that stands there, and the places inside it."""

    element: str
    number: str
    clause: Clause | None = None
    inner: dict[str, _Place] = field(default_factory=dict)


def akoma_ntoso(document: Document, vocabulary: Vocabulary) -> bytes:
    """The document as XML in UTF-8; the same document gives the same bytes."""
    front, body, back = _parted(document)
    root = ElementTree.Element("akomaNtoso", xmlns=NAMESPACE)
    act = ElementTree.SubElement(root, "act", name=document.id, contains="singleVersion")
    _meta(act, document, vocabulary)
    if front:
        _paragraphs(ElementTree.SubElement(act, "preface", eId="preface"), front, "preface")
    opening = body.inner.pop("0", None)
    if opening is not None:
        _paragraphs(ElementTree.SubElement(act, "preamble", eId="preamble"), _clauses(opening), "preamble")
    main = ElementTree.SubElement(act, "body", eId="body")
    for place in body.inner.values():
        _place(main, place, "")
    if back:
        _paragraphs(ElementTree.SubElement(act, "conclusions", eId="conclusions"), back, "conclusions")
    ElementTree.indent(root, " ")
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _parted(document: Document) -> tuple[list[Clause], _Place, list[Clause]]:
    """What stands before the text proper, its tree, and what stands below it. Articles lie in the chapter above them."""
    front: list[Clause] = []
    back: list[Clause] = []
    body = _Place("body", "")
    chapter = body
    for clause in document.clauses.values():
        steps = clause.clause.partition("/")[2].split(".")
        first = steps[0]
        if first in _BACK:
            back.append(clause)
        elif first in _FRONT:
            (back if body.inner else front).append(clause)
        elif re.fullmatch("[bc][0-9]+", first):
            chapter = _at(body, steps)
            chapter.clause = clause
        else:
            _at(chapter if first.startswith("a") else body, steps).clause = clause
    return front, body, back


def _at(place: _Place, steps: Sequence[str]) -> _Place:
    for depth, step in enumerate(steps):
        kind, number = (step[0], step[1:]) if step[0].isalpha() else ("", step)
        element = ("part" if depth == 0 else "section") if not kind else _ELEMENTS.get(kind, "hcontainer")
        place = place.inner.setdefault(step, _Place(element, number))
    return place


def _clauses(place: _Place) -> Iterator[Clause]:
    if place.clause is not None:
        yield place.clause
    for inner in place.inner.values():
        yield from _clauses(inner)


def _paragraphs(parent: ElementTree.Element, clauses: Iterator[Clause] | list[Clause], prefix: str) -> None:
    for number, clause in enumerate(clauses, start=1):
        ElementTree.SubElement(parent, "p", eId=f"{prefix}__p_{number}").text = clause.quote


def _place(parent: ElementTree.Element, place: _Place, above: str) -> None:
    """One place with what stands in it. A clause with places inside it is their heading, or their opening words."""
    identifier = f"{above}{'__' if above else ''}{_SHORT[place.element]}_{place.number or '1'}"
    attributes = {"eId": identifier}
    if place.element == "hcontainer":
        attributes["name"] = "sentence"
    element = ElementTree.SubElement(parent, place.element, attributes)
    clause = place.clause
    if clause is not None:
        num = _NUM.match(clause.quote)
        text = clause.quote[num.end() :].lstrip() if num else clause.quote
        if num:
            ElementTree.SubElement(element, "num").text = num[0]
        if _HEADING in clause.natures and (place.inner or text):
            ElementTree.SubElement(element, "heading").text = text
        elif place.inner:
            _paragraph(
                ElementTree.SubElement(element, "intro", eId=f"{identifier}__intro"), text, f"{identifier}__intro"
            )
        else:
            _paragraph(ElementTree.SubElement(element, "content", eId=f"{identifier}__content"), text, identifier)
    for inner in place.inner.values():
        _place(element, inner, identifier)
    if clause is None and not place.inner:
        raise AssertionError(f"{identifier}: a place of nothing")
    if clause is not None and _HEADING in clause.natures and not place.inner:
        _paragraph(ElementTree.SubElement(element, "content", eId=f"{identifier}__content"), "", identifier)


def _paragraph(parent: ElementTree.Element, text: str, identifier: str) -> None:
    ElementTree.SubElement(parent, "p", eId=f"{identifier}__p_1").text = text


# --- what is said of the document ------------------------------------------------------------------------


def _meta(act: ElementTree.Element, document: Document, vocabulary: Vocabulary) -> None:
    """Identification of work, expression and manifestation, force, and the organs. A day that no text gives is not made up:
    where there is none, the date is the first of the year of the number and says so in its name.
    """
    meta = ElementTree.SubElement(act, "meta")
    day, name = (document.issued, "成文") if len(document.issued) == 10 else (f"{document.year}-01-01", "仅知年份")
    place = "cn" if document.region == "100000" else f"cn-{document.region}"
    work = f"/akn/{place}/act/{day}/{document.id}"
    expression = f"{work}/zho@{document.starts}" if document.starts else f"{work}/zho"
    identification = ElementTree.SubElement(meta, "identification", source="#tiaoli")
    for part, uri in (("Work", work), ("Expression", expression), ("Manifestation", f"{expression}.xml")):
        group = ElementTree.SubElement(identification, f"FRBR{part}")
        ElementTree.SubElement(group, "FRBRthis", value=uri)
        ElementTree.SubElement(group, "FRBRuri", value=uri)
        if part == "Work":
            ElementTree.SubElement(group, "FRBRalias", value=document.title, name="title")
        ElementTree.SubElement(group, "FRBRdate", date=day, name=name)
        author = "#organ-1" if part != "Manifestation" else "#tiaoli"
        ElementTree.SubElement(group, "FRBRauthor", href=author)
        if part == "Work":
            ElementTree.SubElement(group, "FRBRcountry", value="cn")
            if document.number:
                ElementTree.SubElement(group, "FRBRnumber", value=document.number)
        if part == "Expression":
            ElementTree.SubElement(group, "FRBRlanguage", language="zho")
    _lifecycle(meta, document)
    references = ElementTree.SubElement(meta, "references", source="#tiaoli")
    for number, issuer in enumerate(document.issuers, start=1):
        ElementTree.SubElement(
            references, "TLCOrganization", eId=f"organ-{number}", href=f"/ontology/organization/{issuer}", showAs=issuer
        )
    region = vocabulary.regions[document.region]
    ElementTree.SubElement(
        references, "TLCLocation", eId="region", href=f"/ontology/location/{region.code}", showAs=region.name
    )
    ElementTree.SubElement(
        references, "TLCOrganization", eId="tiaoli", href="/ontology/organization/tiaoli", showAs="条理"
    )
    _force(meta, document)


def _lifecycle(meta: ElementTree.Element, document: Document) -> None:
    """When it came about and when somebody repealed it. That a plan's period ends is neither: it stands in `_force`."""
    kept = [(document.starts, "generation"), (document.repealed.on if document.repealed is not None else "", "repeal")]
    events = [(day, kind) for day, kind in kept if day]
    if not events:
        return
    lifecycle = ElementTree.SubElement(meta, "lifecycle", source="#tiaoli")
    for number, (day, kind) in enumerate(events, start=1):
        ElementTree.SubElement(lifecycle, "eventRef", date=day, type=kind, source="#tiaoli", eId=f"event_{number}")


def _force(meta: ElementTree.Element, document: Document) -> None:
    """The period of force with its basis, in words of our own namespace: the standard has none for a period that ends unrepealed."""
    proprietary = ElementTree.SubElement(meta, "proprietary", source="#tiaoli")
    force = ElementTree.SubElement(proprietary, f"{{{TL}}}force")
    for name, value in (
        ("from", document.starts),
        ("fromBasis", document.starts_basis),
        ("until", document.ends),
        ("untilBasis", document.ends_basis),
        ("digest", document.digest),
    ):
        if value:
            force.set(name, value)
