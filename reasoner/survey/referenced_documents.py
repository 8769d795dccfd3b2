"""References between documents: every 《…》 and every document number in the texts is an edge from its clause.

An edge leads to a document of the knowledge base, or to one that is known by name or number only. Two names with
one number are one document; two names that are probably one plan are left apart, for `proofread` to report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

import msgspec
from msgspec.structs import replace

from policy_dsl.compiled import Clause, Document
from policy_dsl.source_text import fold, squeezed
from reasoner.model.rule_base import RuleBase


class Relation(StrEnum):
    """How a clause stands to a document that it mentions."""

    BASIS = "依据"
    ISSUES = "制发"
    REFERS_TO = "参照"
    CARRIES_OUT = "落实"
    FOLLOWS = "遵循"
    MENTIONS = "提及"


_NAME: Final = re.compile(r"《([^《》]+)》")
_NUMBER: Final = re.compile(r"[\u4e00-\u9fff]{2,12}〔\d{4}〕\d+号|(?<=[((])[\u4e00-\u9fff]{2,16}令第\d+号")
_AFTER: Final = re.compile(r"\s*[((]\s*([\u4e00-\u9fff]+(?:〔\d{4}〕|令第)\d+号)\s*[))]")
_RELATIONS: Final = (
    (Relation.BASIS, r"根据|按照|依据"),
    (Relation.ISSUES, r"印发|出台|编印|制定"),
    (Relation.REFERS_TO, r"参考|对标|参照"),
    (Relation.CARRIES_OUT, r"落实|实施|执行|贯彻"),
    (Relation.FOLLOWS, r"^以$|遵循|衔接"),
)
_LEADING: Final = ("按照", "根据", "依据", "依照", "以及", "和", "与", "及", "在", "按")
CERTIFICATES: Final = ("证", "凭证", "证明")
"""Endings of names in 《》 that are papers of a person, not documents."""


class Reference(msgspec.Struct, frozen=True):
    """One mention of a document."""

    clause: str
    """The address of the clause that mentions it."""
    place: str
    """The place of that clause in words."""
    start: int
    """Offset of the first character of the mention in the received file."""
    end: int
    """Offset behind its last character."""
    name: str | None
    """The name in 《》; None where only a number is written."""
    number: str | None
    """The number; None where only a name is written."""
    relation: Relation
    """How the clause stands to it."""
    target: str = ""
    """What it leads to: `ReferencedDocument.key`."""


class ReferencedDocument(msgspec.Struct, frozen=True):
    """What references lead to: a document of the rule base, or one known by its names and number only."""

    key: str
    """The id of a document of the rule base; else its number or its name without marks."""
    names: tuple[str, ...]
    """The names by which it is mentioned, in order."""
    number: str | None
    """Its number; None where no text gives it."""
    document: str | None = msgspec.field(name="held")
    """The id of the document in the rule base; None where it is not there."""
    kind: str
    """The kind of document (规划 …) where it is in the rule base; else 文件, or 证件 for a paper of a person."""
    references: tuple[Reference, ...]
    """The mentions, in document order."""


def references(base: RuleBase, documents: Iterable[Document]) -> tuple[ReferencedDocument, ...]:
    """All documents that the texts of some documents mention, in the order of their first mention there.

    What is one document is known from all the texts: a name without a number has the number that another text gives it.
    """
    chosen = {d.id for d in documents}
    every = [
        r
        for d in base.documents.values()
        for c in d.clauses.values()
        for r in mentions(c)
        if r.number != (d.number or "")
    ]
    numbers = {bare(r.name): r.number for r in every if r.name and r.number}
    ids = _ids_by_name(base)
    grouped: dict[str, list[Reference]] = {}
    for reference in every:
        if reference.clause.partition("/")[0] not in chosen:
            continue
        name = bare(reference.name or "")
        number = reference.number or numbers.get(name)
        key = ids.get(name) or number or name
        grouped.setdefault(key, []).append(replace(reference, target=key))
    return tuple(_referenced(base, key, numbers, mentioned) for key, mentioned in grouped.items())


def mentions(clause: Clause) -> Iterator[Reference]:
    """Every mention in a clause, in order; a number in brackets behind a name belongs to the name."""
    taken: list[tuple[int, int]] = []
    for match in _NAME.finditer(clause.quote):
        after = _AFTER.match(clause.quote, match.end())
        end = after.end() if after else match.end()
        taken.append((match.start(), end))
        yield _mention(clause, match.start(), end, squeezed(match[1]), after[1] if after else None)
    for match in _NUMBER.finditer(clause.quote):
        if any(a <= match.start() < b for a, b in taken):
            continue
        number = match[0][_authority(match[0]) :]
        if clause.nature != "number":
            yield _mention(clause, match.end() - len(number), match.end(), None, number)


def _authority(number: str) -> int:
    """Where the issuer's abbreviation begins in words that run into it: behind the last of these words (按照青政发)."""
    head = number.partition("〔")[0]
    return max((head.rfind(w) + len(w) for w in _LEADING if w in head), default=0)


def _mention(clause: Clause, at: int, end: int, name: str | None, number: str | None) -> Reference:
    """The reference at [at, end) of the clause's text."""
    quote = fold(clause.quote)
    before, after = re.split(r"[,。;:]", quote[:at])[-1], re.split(r"[。;:]", quote[end:])[0]
    near = [(m.start(), relation) for relation, pattern in _RELATIONS for m in re.finditer(pattern, before)]
    if not near:
        near = [(-m.start(), relation) for relation, pattern in _RELATIONS for m in re.finditer(pattern, after)]
    relation = max(near)[1] if near else Relation.MENTIONS
    if "依据" in clause.natures:
        relation = Relation.BASIS
    return Reference(clause.clause, clause.place, clause.start + at, clause.start + end, name, number, relation)


def bare(name: str) -> str:
    """A name without blanks, quotation marks and brackets' kind: what two spellings of one name share."""
    return re.sub(r"[\s“”‘’〈〉《》]", "", name).replace("\uff08", "(").replace("\uff09", ")")


def _ids_by_name(base: RuleBase) -> dict[str, str]:
    """The ids of the documents of the rule base by name; a period is written with or without its 年."""
    names: dict[str, str] = {}
    for document in base.documents.values():
        title = bare(document.title)
        names |= {title: document.id, title.replace("年)", ")"): document.id}
    return names


def _referenced(base: RuleBase, key: str, numbers: Mapping[str, str], mentioned: list[Reference]) -> ReferencedDocument:
    names = tuple(dict.fromkeys(r.name for r in mentioned if r.name))
    number = next((n for r in mentioned if (n := r.number or numbers.get(bare(r.name or "")))), None)
    if key in base.documents:
        document = base.documents[key]
        return ReferencedDocument(key, names, document.number or None, key, document.kind, tuple(mentioned))
    by_number = [d.id for d in base.documents.values() if number and d.number == number]
    kind = "证件" if names and all(n.endswith(CERTIFICATES) for n in names) else "文件"
    return ReferencedDocument(key, names, number, by_number[0] if len(by_number) == 1 else None, kind, tuple(mentioned))


def probably_one(a: str, b: str) -> bool:
    """Whether two names are probably of one document: one is the other with up to four characters left out."""
    short, long = sorted((bare(a), bare(b)), key=len)
    rest = iter(long)
    return short != long and len(short) >= 8 and len(long) - len(short) <= 4 and all(c in rest for c in short)
