"""References between documents: every 《…》 and every document number in the texts is an edge from its clause.

An edge leads to a document of the knowledge base, or to one that is known by name or number only. Two names with
one number are one document; two names that are probably one plan are left apart, for `proofread` to report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from policy_dsl.compiled import Document
from policy_dsl.source import squeeze
from reasoner.model.rule_base import RuleBase

_NAME: Final = re.compile(r"《([^《》]+)》")
_NUMBER: Final = re.compile(r"[\u4e00-\u9fff]{2,12}〔\d{4}〕\d+号|(?<=[((])[\u4e00-\u9fff]{2,16}令第\d+号")
_AFTER: Final = re.compile(r"\s*[((]\s*([\u4e00-\u9fff]+(?:〔\d{4}〕|令第)\d+号)\s*[))]")
_RELATIONS: Final = (
    ("依据", r"根据|按照|依据"), ("制发", r"印发|出台|编印|制定"), ("参照", r"参考|对标|参照"),
    ("落实", r"落实|实施|执行|贯彻"), ("遵循", r"^以$|遵循|衔接"),
)  # fmt: skip
_LEADING: Final = ("按照", "根据", "依据", "依照", "以及", "和", "与", "及", "在", "按")
CERTIFICATES: Final = ("证", "凭证", "证明")
"""Endings of names in 《》 that are papers of a person, not documents."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention: in which clause, at which offsets of the received file, by what words, in what relation.

    target: what it leads to, as `Target.key`.
    """

    clause: str
    place: str
    start: int
    end: int
    name: str
    number: str
    relation: str
    target: str = ""

    def to_data(self) -> dict[str, Any]:
        """Plain data; a name or number that is not written is null."""
        return {n: getattr(self, n) or None if n in ("name", "number") else getattr(self, n) for n in self.__slots__}


@dataclass(frozen=True, slots=True)
class Target:
    """What references lead to: a held document (its id), or one known by its names and number only."""

    key: str
    names: tuple[str, ...]
    number: str
    held: str
    kind: str
    references: tuple[Reference, ...]

    def to_data(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "key": self.key,
            "names": list(self.names),
            "number": self.number or None,
            "held": self.held or None,
            "kind": self.kind,
            "references": [r.to_data() for r in self.references],
        }


def references(base: RuleBase, documents: Iterable[Document]) -> tuple[Target, ...]:
    """All targets that the texts of some documents mention, in the order of their first mention there.

    What is one document is known from all the texts: a name without a number has the number that another text gives it.
    """
    wanted = {d.id for d in documents}
    found = [
        r for d in base.documents.values() for c in d.clauses.values() for r in mentions(c) if r.number != d.number
    ]
    numbers = {bare(r.name): r.number for r in found if r.name and r.number}
    known = _held(base)
    grouped: dict[str, list[Reference]] = {}
    for reference in found:
        if reference.clause.partition("/")[0] not in wanted:
            continue
        number = reference.number or numbers.get(bare(reference.name), "")
        key = known.get(bare(reference.name)) or (number if number else bare(reference.name))
        grouped.setdefault(key, []).append(replace(reference, target=key))
    return tuple(_target(base, key, numbers, mentioned) for key, mentioned in grouped.items())


def mentions(clause: Mapping[str, Any]) -> Iterator[Reference]:
    """Every mention in a clause, in order; a number in brackets behind a name belongs to the name."""
    quote, start = str(clause["quote"]), int(clause["start"])
    taken: list[tuple[int, int]] = []
    for match in _NAME.finditer(quote):
        after = _AFTER.match(quote, match.end())
        end = after.end() if after else match.end()
        taken.append((match.start(), end))
        yield _mention(clause, match.start(), end, squeeze(match[1])[0], after[1] if after else "", start)
    for match in _NUMBER.finditer(quote):
        if any(a <= match.start() < b for a, b in taken):
            continue
        number = match[0][_authority(match[0]) :]
        if clause["nature"] != "number":
            yield _mention(clause, match.end() - len(number), match.end(), "", number, start)


def _authority(number: str) -> int:
    """Where the issuer's abbreviation begins in words that run into it: behind the last of these words (按照青政发)."""
    head = number.partition("〔")[0]
    return max((head.rfind(w) + len(w) for w in _LEADING if w in head), default=0)


def _mention(clause: Mapping[str, Any], at: int, end: int, name: str, number: str, start: int) -> Reference:
    quote = str(clause["quote"])
    before, after = re.split(r"[,。;:]", quote[:at])[-1], re.split(r"[。;:]", quote[end:])[0]
    found = [(m.start(), relation) for relation, pattern in _RELATIONS for m in re.finditer(pattern, before)]
    if not found:
        found = [(-m.start(), relation) for relation, pattern in _RELATIONS for m in re.finditer(pattern, after)]
    relation = "依据" if "依据" in clause["natures"] else max(found)[1] if found else "提及"
    return Reference(clause["clause"], clause["place"], start + at, start + end, name, number, relation)


def bare(name: str) -> str:
    """A name without blanks, quotation marks and brackets' kind: what two spellings of one name share."""
    return re.sub(r"[\s“”‘’〈〉《》]", "", name).replace("(", "(").replace(")", ")")


def _held(base: RuleBase) -> dict[str, str]:
    """The held documents by name; a period is written with or without its 年."""
    names: dict[str, str] = {}
    for document in base.documents.values():
        title = bare(document.title)
        names |= {title: document.id, title.replace("年)", ")"): document.id}
    return names


def _target(base: RuleBase, key: str, numbers: Mapping[str, str], mentioned: list[Reference]) -> Target:
    names = tuple(dict.fromkeys(r.name for r in mentioned if r.name))
    number = next((n for r in mentioned if (n := r.number or numbers.get(bare(r.name), ""))), "")
    if key in base.documents:
        document = base.documents[key]
        return Target(key, names, document.number or "", key, document.kind, tuple(mentioned))
    by_number = [d.id for d in base.documents.values() if number and d.number == number]
    kind = "证件" if names and all(n.endswith(CERTIFICATES) for n in names) else "文件"
    return Target(key, names, number, by_number[0] if len(by_number) == 1 else "", kind, tuple(mentioned))


def probably_one(a: str, b: str) -> bool:
    """Whether two names are probably of one document: one is the other with up to four characters left out."""
    short, long = sorted((bare(a), bare(b)), key=len)
    rest = iter(long)
    return short != long and len(short) >= 8 and len(long) - len(short) <= 4 and all(c in rest for c in short)
