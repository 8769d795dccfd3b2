"""Names of places, documents and towns in an input, and the subject key that each stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from policy_dsl.divisions import divisions_called, former_divisions
from policy_dsl.vocabulary import Region, Vocabulary
from reasoner.intake.addresses import Addresses, city_at, divisions_at
from reasoner.intake.characters import printable
from reasoner.intake.diagnostics_collector import Unreadable, joined
from reasoner.intake.text_values import read_text, refuse_misleading
from reasoner.intake.usual_names import half_width, is_slip
from reasoner.model.application import Writing
from reasoner.model.place_binding import bind_roles, divisions_among

_ALLOWED = "地名、已知的别名或六位区划代码"
_NO_PLACE = frozenset(
    (
        "全市",
        "全区",
        "全县",
        "全省",
        "全国",
        "本市",
        "本区",
        "本县",
        "我市",
        "我区",
        "我县",
        "市里",
        "区里",
        "本地",
        "当地",
        "市",
        "区",
        "县",
    )
)
"""Words for a place that name none."""
_BRACKETS = str.maketrans(
    dict.fromkeys("\uff08\u3014\uff3b\u3010\ufe5d[", "(")
    | dict.fromkeys("\uff09\u3015\uff3d\u3011\ufe5e]", ")")
    | dict.fromkeys("\u2014\u2013\u2015\uff0d\uff5e~", "-")
    | dict.fromkeys("《》「」")
)
_UNUSUAL_BRACKETS: Final = {0xFE5D: 0x3014, 0xFE5E: 0x3015}
_NUMBER: Final = re.compile(r"(.*?)\(?((?:19|20)[0-9]{2})(?:\)|年|-)?第?0*([1-9][0-9]*)号文?")
"""The number of a document (文号): the letters of its organ, the year, the number; people write each in its own way."""
_BEHIND: Final = re.compile(r"(.+?)\((.+)\)")
"""A title with a period or number behind it."""


class Places:
    """Regions of a vocabulary and documents of a rule base, by the names that people give them.

    shared: numbers (文号) that several documents share, each with the documents as messages name them.
    """

    def __init__(
        self, vocabulary: Vocabulary, documents: Mapping[str, str], shared: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self._vocabulary = vocabulary
        self._addresses = Addresses(vocabulary)
        self._shared = {_plain_name(number): documents_of for number, documents_of in (shared or {}).items()}
        self._documents = {_plain_name(name): id_ for name, id_ in documents.items()}
        titles: dict[str, set[str]] = {}
        for name, id_ in self._documents.items():
            if (behind := _BEHIND.fullmatch(name)) is not None and _NUMBER.fullmatch(name) is None:
                titles.setdefault(behind[1], set()).add(id_)
        self._without_period = {title: next(iter(ids)) for title, ids in titles.items() if len(ids) == 1}
        self._document_names = tuple(documents)
        self._roles: dict[str | None, Mapping[str, str | None]] = {}
        self._found: dict[str, str] = {}

    def region(self, raw: object) -> str:
        """The code of a region or management area (指标.地区); raises `Unreadable` (F118, F119)."""
        if type(raw) is str and raw in self._found:
            return self._found[raw]
        region = self._one(raw, self._named(raw))
        # Only names that exist are kept, so the memory stays bounded by the vocabulary.
        if type(raw) is str and raw == raw.strip():
            self._found[raw] = region.code
        return region.code

    def location(self, raw: object) -> str:
        """The code of the place where an institution lies (所在地): a county-level area or a prefecture.

        Raises `Unreadable`: F118 unknown, F119 shared name, F120 a province or a management area.
        """
        named = self._named(raw)
        region = self._one(raw, tuple(r for r in named if r.level in ("county", "prefecture")) or named)
        if region.level == "area":
            members = joined(self._vocabulary.regions[m].name for m in region.members)
            raise Unreadable(
                "F120", f"「{region.name}」是医保管理区域,不能作所在地", allowed=members, hint="写明所在的区县"
            )
        if region.level == "nation":
            raise Unreadable("F120", f"「{region.name}」不能作所在地", allowed="市或区县", hint="写明所在的市或区县")
        if region.level == "province":
            inside = joined(r.name for r in self._vocabulary.regions.values() if r.parent == region.code)
            raise Unreadable(
                "F120", f"「{region.name}」是省级地区,不能作所在地", allowed=inside, hint="写明所在的市或区县"
            )
        return region.code

    def writing(self, raw: object, of: str) -> tuple[Writing, ...]:
        """What was written for a region that was read, where that is no name of its own: an address, a former name."""
        if type(raw) is not str or self._vocabulary.find_regions(raw):
            return ()
        if self._addresses.regions(raw):
            return (Writing(of, " ".join(raw.split())),)
        name = " ".join(raw.split())
        elsewhere = self._elsewhere(half_width(name))
        return (Writing(of, name),) if elsewhere and name not in (elsewhere[0].code, elsewhere[0].name) else ()

    def _named(self, raw: object) -> tuple[Region, ...]:
        name = read_text(half_width(raw) if type(raw) is str and not raw.isascii() else raw)
        regions = self._vocabulary.find_regions(name) or self._addresses.regions(name) or self._elsewhere(name)
        if not regions:
            self._refuse(name)
        return regions

    def _elsewhere(self, name: str) -> tuple[Region, ...]:
        """The regions of a name of which nothing is held."""
        named = tuple(d for d in divisions_called(name) if name == d.code or name.endswith((d.name, d.name[:-1])))
        return tuple(self._vocabulary.regions[d.code] for d in named or divisions_at(name))

    def _refuse(self, name: str) -> None:
        """Say of a name that no region has where it lies, or which names differ in one character; a word for no place in
        particular (全市) is like none.
        """
        message = f"没有收录地区「{printable(name)}」"
        former = former_divisions(name)
        if former:
            now = joined(f"{d.full_name}({d.code})" for f in former[:1] for d in f.successors) or "不详"
            hint = f"{former[0].name}({former[0].code})已于{former[0].until}年停用,原区域现属{now}"
            raise Unreadable("F118", message, allowed=_ALLOWED, hint=hint)
        if meant := divisions_called(name):
            where = joined(f"{d.full_name}({d.code})" for d in meant)
            raise Unreadable("F118", message, allowed=_ALLOWED, hint=f"是指{where}的,写全名称")
        if city := city_at(name):
            raise Unreadable("F118", message, allowed=_ALLOWED, hint=f"写明是{city}的哪个区县")
        if name in _NO_PLACE:
            raise Unreadable("F118", message, allowed=_ALLOWED, hint=f"「{name}」没有写明是哪里,改写地区的名称")
        names = self._vocabulary.region_names()
        one_off = [n for n in names if is_slip(name, n, least=3)]
        behind = [n for n in names if name.endswith(n)]
        raise Unreadable("F118", message, allowed=_ALLOWED, spelling=name, known=one_off or behind)

    def _one(self, raw: object, named: tuple[Region, ...]) -> Region:
        divisions = divisions_among(named)
        if len(divisions) > 1:
            both = "、".join(f"{self.full_name(r.code)}({r.code})" for r in divisions)
            raise Unreadable("F119", f"「{printable(raw)}」可指 {both}", allowed=both, hint="改写六位区划代码")
        return divisions[0]

    def full_name(self, code: str) -> str:
        """The name with those above it: 山东省青岛市城阳区."""
        return self._vocabulary.full_name(code)

    def is_region(self, subject: str) -> bool:
        """Whether a subject key is that of a region or management area."""
        return subject in self._vocabulary.regions

    def called(self, subject: str) -> str:
        """A subject key as people call it."""
        region = self._vocabulary.regions.get(subject)
        return region.name if region is not None else subject

    def document(self, raw: object) -> str:
        """The id of a document by id, title or number, whatever brackets and digits it is written with; a title may lack the
        period behind it, or have the number there.

        Raises `Unreadable`: F153 where several documents share the number, F154 where no such document is held.
        """
        name = read_text(half_width(raw).translate(_UNUSUAL_BRACKETS) if type(raw) is str else raw)
        plain = _plain_name(name)
        named = self._documents.get(plain) or self._without_period.get(plain) or self._with_number(plain)
        if named is not None:
            return named
        sharing = self._shared.get(plain)
        if sharing:
            message = f"文号「{printable(name)}」由{len(sharing)}份文件共用,不知道认定的是哪一份"
            raise Unreadable(
                "F153", message, allowed="、".join(sharing), hint="改写文件的编号(括号内)或题名;几份都认定的,各写一项"
            )
        refuse_misleading(name)
        known = self._document_names
        message = f"没有收录文件「{printable(name)}」"
        hint = self._of_that_number(plain)
        raise Unreadable("F154", message, allowed=joined(known), hint=hint, spelling="" if hint else name, known=known)

    def _with_number(self, plain: str) -> str | None:
        """The document of a title that has its number behind it."""
        for bracket in re.finditer(r"\(", plain):
            title, number = plain[: bracket.start()], _plain_name(plain[bracket.end() :].removesuffix(")"))
            titled = self._documents.get(title) or self._without_period.get(title)
            of_number = self._documents.get(number), *(self._shared.get(number, ()))
            if titled is not None and any(d == titled or (d or "").endswith(f"({titled})") for d in of_number):
                return titled
        return None

    def _of_that_number(self, plain: str) -> str:
        """What to say of a number that does not name its organ, or names another: which documents held have that year and number."""
        number = _NUMBER.fullmatch(plain)
        if number is None:
            return ""
        numbers = (*(n for n in self._documents if _NUMBER.fullmatch(n)), *self._shared)
        alike = [
            n for n in numbers if (m := _NUMBER.fullmatch(n)) is not None and m.groups()[1:] == number.groups()[1:]
        ]
        written = "、".join(f"{m[1]}〔{m[2]}〕{m[3]}号" for n in alike if (m := _NUMBER.fullmatch(n)) is not None)
        return f"写全发文机关代字;收录的同年同号文件:{written}" if written else ""

    def roles(self, region: str | None) -> Mapping[str, str | None]:
        """What the words for places mean for an institution in `region`, 所在镇街 still None; one mapping for each region."""
        known = self._roles.get(region)
        if known is None:
            known = self._roles[region] = bind_roles(self._vocabulary, region)
        return known


def _plain_name(name: str) -> str:
    plain = "".join(half_width(name).split()).translate(_BRACKETS)
    number = _NUMBER.fullmatch(plain)
    return plain if number is None else f"{number[1]}({number[2]}){number[3]}号"
