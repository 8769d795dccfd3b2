"""What a form is for: all places and matters, or one place, one matter, with only the columns and names that these need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy_dsl.vocabulary import Region, Term
from reasoner.model.rule_base import CONTINUATION, DOCUMENT_FORCE, RuleBase
from reasoner.sheets.columns import APPLICATIONS, LEADING, POSITION, Names

APPLICANT: Final = "申请人"
SOURCE: Final = "来源"
_ALWAYS: Final = ("编号", "事项", "日期", "名称", "类型", "所在地")
_ADDRESSEE: Final = ("统一社会信用代码", "地址")
"""What letters need."""
_WALK: Final = "步行15分钟内同类型定点机构数"
_TOWN: Final = "镇街"
_BEDS: Final = "床位数"


class FormScope:
    """The columns of a form. region: a code; matter: a label; None: all of them."""

    def __init__(self, base: RuleBase, names: Names, region: str | None = None, matter: str | None = None) -> None:
        vocabulary = base.vocabulary
        self._base, self._names, self._region = base, names, region
        self.narrowed = region is not None or matter is not None
        self.documents = tuple(base.documents.values()) if region is None else base.held_for(region)
        regulated = {m for d in self.documents for m in d.regulates}
        self.matters = (matter,) if matter is not None else tuple(m for m in vocabulary.matters if m in regulated)
        self.matters = self.matters if self.narrowed and self.matters else tuple(vocabulary.matters)
        read = [f for d in self.documents for m in self.matters for n in d.norms(m) for f in n.reads]
        self._read = {f.term for f in read}
        self._towns = any(f.subject == "所在镇街" for f in read)

    @property
    def types(self) -> tuple[str, ...]:
        """The kinds of institution that may ask."""
        vocabulary = self._base.vocabulary
        if not self.narrowed:
            return tuple(vocabulary.types)
        may = {t for m in self.matters for t in vocabulary.matters[m].members}
        return tuple(t for t in vocabulary.types if t in may)

    def has(self, term: Term) -> bool:
        """Whether a fact is asked for."""
        if not self.narrowed or term.label in (CONTINUATION, DOCUMENT_FORCE):
            return True
        if term.subject in ("申请", "机构"):
            return term.label in (*self.of_applicant(), *self.of_bureau())
        return term.label in self._read

    def lies_here(self, region: Region, *, above: bool = False) -> bool:
        """Whether a place is one of those asked for. above: or holds it, as its city and its management area do."""
        chain = self._base.vocabulary.chain
        if self._region is None or self._region in chain(region.code):
            return True
        return above and (region.code in chain(self._region) or self._region in region.members)

    def columns(self, kind: str) -> tuple[str, ...]:
        """The columns of a sheet, in their order."""
        if kind != APPLICATIONS or not self.narrowed:
            return self._names.labels(kind)
        return (*self.of_applicant(), SOURCE, *self.of_bureau())

    def of_applicant(self) -> tuple[str, ...]:
        """The columns that are filled in from the papers of the applicant."""
        return tuple(label for label in self._asked() if self._provided(label))

    def of_bureau(self) -> tuple[str, ...]:
        """The columns that the bureau itself fills in, each with one for its source."""
        own = [label for label in self._asked() if not self._provided(label)]
        columns = [c for label in own for c in (label, f"{label}·{SOURCE}")]
        return (*columns, *(POSITION if _WALK in own else ()))

    def _asked(self) -> Iterator[str]:
        labels = self._names.labels(APPLICATIONS)
        for label in (*(n for n in LEADING if n in labels), *(n for n in labels if n not in LEADING)):
            beds = label == _BEDS and any("床位" in m for m in self.matters)
            town = label == _TOWN and self._towns
            if label in (*_ALWAYS, *_ADDRESSEE) or label in self._read or beds or town:
                yield label

    def _provided(self, label: str) -> bool:
        term = self._names.facts.get(label)
        return label in (*_ALWAYS, *_ADDRESSEE, _TOWN) or term is None or term.provider == APPLICANT
