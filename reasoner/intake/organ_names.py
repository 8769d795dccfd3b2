"""Names that people write for organs (机关), and the full name of the organ that each means.

医保局 stands for 医疗保障局, 崂山区 for 青岛市崂山区; 市医保局 and 市级医保行政部门 are those of the place determined of, 文件制定机关
are its issuers. What is no organ at all, and what might be several, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from policy_dsl.organs import INTERNAL, TOWNS, Organ
from policy_dsl.vocabulary import Region, Vocabulary
from reasoner.intake.characters import printable
from reasoner.intake.diagnostics_collector import Unreadable, joined
from reasoner.model.place_binding import city_of

_RELATIVE: Final = {
    "市": ("prefecture", "county"), "区": ("county",), "县": ("county",), "省": ("province",),
    "本市": ("prefecture", "county"), "我市": ("prefecture", "county"), "本区": ("county",), "本县": ("county",),
}  # fmt: skip
"""What stands for the place determined of, and the levels that it may mean."""
_NOT_ORGANS: Final = (
    "村民委员会", "村委会", "居民委员会", "居委会", "社区", "公司", "集团", "医院", "协会", "学会", "商会", "合作社", "事务所",
    "药店", "大药房", "药房", "学校", "大学", "学院", "医生", "先生", "女士",
)  # fmt: skip
"""How bodies and persons are called that are no organ; kinds of institutions stand in the vocabulary."""
_ALLOWED: Final = "机关的全称,如 青岛市医疗保障局、青岛市财政局、青岛市医保中心、青岛市崂山区医疗保障局"

_NO_DEPARTMENT: Final = re.compile("(?:本|我|我们)?(?:[省市区县]|单位)?(?:局|局里|单位|部门|主管部门)")
"""Words for an organ that do not say of which kind it is."""


Issuers = Mapping[str, tuple[tuple[str, ...], str]]
"""By id of a document the names of its issuers, and the code of its region."""


class OrganNames:
    """Reads the names of organs with a vocabulary.

    issuers: the issuers of documents are organs whatever they are called.
    """

    def __init__(self, vocabulary: Vocabulary, issuers: Issuers) -> None:
        self._vocabulary, self._issuers = vocabulary, issuers
        self._all_issuers = {name for names, _ in issuers.values() for name in names}
        self._read: dict[tuple[str, str, str], tuple[str, ...]] = {}

    def read(self, name: str, region: str = "", document: str = "") -> tuple[str, ...]:
        """The full names of the organs that a name means in a determination about a place or a document.

        Raises `Unreadable`: F155 for what is not known or may be several, F156 for what is no organ.
        """
        key = name, region, document
        known = self._read.get(key)
        if known is None:
            known = self._read[key] = self._organs(name, region, document)
        return known

    def _organs(self, name: str, region: str, document: str) -> tuple[str, ...]:
        plain = "".join(name.split())
        if document in self._issuers:
            region = region or self._issuers[document][1]
        agents = self._of_agent(plain, region, document)
        if agents:
            return agents
        if plain in self._all_issuers:
            return (plain,)
        meant = {organ.name: organ for organ in self._meant(plain, region)}
        if len(meant) > 1:
            near = {n: o for n, o in meant.items() if o.region in self._around(region)}
            meant = near if len(near) == 1 else meant
        if len(meant) == 1:
            return tuple(meant)
        if meant:
            raise Unreadable(
                "F155", f"机关「{printable(name)}」可指 {joined(meant)}", allowed=joined(meant), hint="写机关的全称"
            )
        self._refuse(name, plain)
        return ()

    def _refuse(self, name: str, plain: str) -> None:
        """Say of a name that means no organ we know whether it is one at all."""
        types = tuple(self._vocabulary.types)
        if plain.endswith((*_NOT_ORGANS, *types)):
            message = f"「{printable(name)}」不是机关,不能作出认定"
            hint = "由有权机关认定的,写该机关;没有机关认定的,删去这一项认定"
            raise Unreadable("F156", message, allowed=_ALLOWED, hint=hint)
        if _NO_DEPARTMENT.fullmatch(plain):
            hint = f"「{plain}」没有写明是哪一个部门,写机关的全称"
            raise Unreadable("F155", f"没有收录机关「{printable(name)}」", allowed=_ALLOWED, hint=hint)
        known = [*self._vocabulary.organs.individuals, *sorted(self._all_issuers)]
        hint = "写机关的全称;不知道由谁认定的,不写「机关」,研判时会标明"
        raise Unreadable(
            "F155", f"没有收录机关「{printable(name)}」", allowed=_ALLOWED, hint=hint, spelling=name, known=known
        )

    def _of_agent(self, plain: str, region: str, document: str) -> tuple[str, ...]:
        """The organs that a bearer named by the texts is for this place: 市级医保行政部门, 文件制定机关."""
        authorities = (a for t in self._vocabulary.facts.values() for a in t.authorities)
        authority = next((a for a in authorities if a.agent == plain), None)
        if authority is None:
            return ()
        if authority.level == "制定":
            return self._issuers[document][0] if document in self._issuers else ()
        place = {
            "市": city_of(self._vocabulary, region) if region else None,
            "县": region,
            "省": self._province(region),
        }
        where = place.get(authority.level)
        if not where or len(authority.kinds) != 1 or self._vocabulary.regions[where].level == "area":
            return ()
        return (self._vocabulary.organs.of(authority.kinds[0], where).name,)

    def _meant(self, plain: str, region: str) -> Iterator[Organ]:
        organs = self._vocabulary.organs
        organ = organs.get(plain)
        if organ is not None:
            yield organ
            return
        for individual in organs.individuals.values():
            if plain in (*individual.aliases, *individual.former):
                yield individual
        for kind in organs.kinds.values():
            for ending in filter(None, (kind.name, kind.provincial, *kind.names)):
                if plain.endswith(ending):
                    for place in self._places(plain.removesuffix(ending), region):
                        yield organs.of(kind.label, place.code)
        if plain.endswith(INTERNAL) and not plain.endswith(TOWNS):
            yield from self._departments(plain, region)

    def _departments(self, plain: str, region: str) -> Iterator[Organ]:
        """A department within an organ that is named otherwise than by its full name."""
        for length in range(len(plain) - 1, 3, -1):
            for whole in self._meant(plain[:length], region):
                if not whole.within:
                    yield Organ(whole.name + plain[length:], whole.kind, whole.region, within=whole.name)
                    return

    def _places(self, name: str, region: str) -> Iterator[Region]:
        """The regions that the part of a name before the kind of organ may mean."""
        regions = self._vocabulary.regions
        if name in _RELATIVE:
            yield from (regions[c] for c in self._around(region) if self._called(regions[c], name))
            return
        for known in self._vocabulary.find_regions(name):
            if known.level != "area" and known.code != name:
                yield known
        for ending in (name[start:] for start in range(1, len(name) - 1)):
            head = name[: -len(ending)]
            for known in self._vocabulary.find_regions(ending):
                if known.level != "area" and self._vocabulary.is_above(head, known):
                    yield known

    def _called(self, region: Region, word: str) -> bool:
        return region.level in _RELATIVE[word] and (region.level != "county" or region.name.endswith(word[-1]))

    def _around(self, region: str) -> Iterable[str]:
        """The place determined of and those above it; of a management area its city and those above."""
        chain = self._vocabulary.chain(region) if region else ()
        return [code for code in chain if self._vocabulary.regions[code].level != "area"]

    def _province(self, region: str) -> str:
        return self._vocabulary.chain(region)[-1] if region else ""
