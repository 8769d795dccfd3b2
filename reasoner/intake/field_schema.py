"""What the keys of an application mean in a vocabulary, worked out once for many inputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.intake.organ_names import Issuers
from reasoner.intake.places import Places
from reasoner.intake.sections import Sections
from reasoner.intake.text_values import is_unknown
from reasoner.intake.usual_names import UsualNames
from reasoner.intake.usual_writing import VALUE, read_value
from reasoner.intake.values import ReadValue, value_reader
from reasoner.model.application import FactKey, Value, Writing

ENVELOPE: Final = ("申请", "指标", "认定")
FRAME: Final = ("编号", "事项", "日期", "机构", "指标", "认定", "位置")
"""The keys of an application that are no facts of their own."""

LOCATION: Final = "所在地"
TYPE: Final[FactKey] = ("机构", "类型")
NAME: Final[FactKey] = ("机构", "名称")
TOWN: Final[FactKey] = ("机构", "镇街")
PLACE: Final[FactKey] = ("机构", LOCATION)


class FactReader(NamedTuple):
    """How a fact of an application or institution is read. boolean: it is yes or no."""

    key: FactKey
    read: ReadValue
    boolean: bool = False
    term: Term | None = None


class Tables:
    """The keys at each level with the reader of their values; `elsewhere` tells where a misplaced key belongs."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        documents: Mapping[str, str],
        shared: Mapping[str, tuple[str, ...]] | None = None,
        issuers: Issuers | None = None,
    ) -> None:
        terms = vocabulary.facts.values()
        self.vocabulary = vocabulary
        self.matters = vocabulary.matters
        self.terms = vocabulary.facts
        self.values = vocabulary.of_kind("value")
        category = vocabulary.facts.get("床位类别")
        self.beds = [self.values[v] for v in (category.values if category else ()) if v in self.values]
        self.places = Places(vocabulary, documents, shared)
        self.names = UsualNames(vocabulary)
        self.sections = Sections(vocabulary, self.places, self.names, issuers or {})
        self.own = _readers(t for t in terms if t.subject == "申请" and t.label not in FRAME)
        self.facility = {LOCATION: FactReader(PLACE, self._location)}
        self.facility |= _readers(_completed((t for t in terms if t.subject == "机构"), vocabulary))
        self.keys = (*FRAME, *self.own)
        self.facility_keys = tuple(self.facility)
        names = self.sections.indicator_names
        self.elsewhere = (
            dict.fromkeys(names, "地区的指标写入「指标」")
            | dict.fromkeys(self.facility_keys, "应写在「机构」之下")
            | {f"机构.{key}": f'写作 "机构": {{"{key}": …}}' for key in self.facility_keys}
        )
        self.elsewhere_in_facility = dict.fromkeys(names, "地区的指标写入「指标」") | dict.fromkeys(
            self.keys, "应写在申请一级,不在「机构」之下"
        )

    def read(self, reader: FactReader, raw: object) -> tuple[Value | None, tuple[Writing, ...]]:
        """A fact of an application or institution, and what stood there where it was written otherwise; raises `Unreadable`."""
        if reader.key == PLACE:
            return reader.read(raw), self.places.writing(raw, VALUE)
        return read_value(reader.read, raw, reader.term, self.names)

    def _location(self, raw: object) -> str | None:
        return None if is_unknown(raw) else self.places.location(raw)


def _readers(terms: Iterable[Term]) -> dict[str, FactReader]:
    return {
        t.label: FactReader((t.subject, t.label), value_reader(t), t.datatype == "boolean" or t.yes_no, t)
        for t in terms
    }


def _completed(terms: Iterable[Term], vocabulary: Vocabulary) -> Iterable[Term]:
    """The facts of an institution; its type may take the facility types, and name and town are always kept."""
    known = {t.label: t for t in terms if t.label != LOCATION}
    for label in ("名称", "镇街"):
        known.setdefault(label, Term(label, "", "fact", subject="机构", datatype="text"))
    kind = known.get("类型") or Term("类型", "", "fact", subject="机构")
    known["类型"] = replace(kind, datatype="category", values=kind.values or tuple(vocabulary.types))
    return known.values()
