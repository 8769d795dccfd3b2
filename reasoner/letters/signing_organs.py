"""Whose a decision is, by place and matter, as far as a held text or the organs of the place say it.

青医保发〔2023〕18号, long-term-care plan, 4.1.p1.s2: 「市医保经办机构…负责市内三区新增定点遴选工作;区(市)医保经办机构…组织开展辖区内
新增定点遴选工作。」 Elsewhere: bodies of the place's own county, of its city.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from policy_dsl.vocabulary import Vocabulary
from reasoner.model.verdict import Verdict

CARE_PLAN: Final = "qingdao-2023-18-ltc"
CLAUSE: Final = "qingdao-2023-18-ltc/4.1.p1.s2"
CITY: Final = "370200"
INNER: Final = ("370202", "370203", "370213")
"""市内三区: 市南区, 市北区, 李沧区."""
AGENCY: Final = "医疗保障经办机构"
BUREAU: Final = "医疗保障行政部门"


class Competent(NamedTuple):
    """The organs that may decide."""

    kinds: tuple[str, ...]
    """Of which kinds, by label."""
    regions: tuple[str, ...]
    """Of which regions, by code."""
    why: str
    """On what that rests, for people."""
    full_names: tuple[str, ...]
    """Their full names by the pattern of names."""

    def names(self, vocabulary: Vocabulary) -> set[str]:
        """Every way to write them in full."""
        return set(self.full_names) | {
            vocabulary.organs.places_by_code[code] + ending
            for code in self.regions
            for kind in self.kinds
            for ending in (vocabulary.organs.kinds[kind].name, *vocabulary.organs.kinds[kind].names)
        }


def competent(verdict: Verdict, vocabulary: Vocabulary) -> Competent | None:
    """Who may decide on an application; None: its place is not known, so nobody can say."""
    region = verdict.region
    if region is None or region not in vocabulary.regions:
        return None
    chain = [c for c in vocabulary.chain(region) if vocabulary.regions[c].level in ("county", "prefecture")]
    kinds: tuple[str, ...] = (AGENCY, BUREAU)
    why = "决定机关应是机构所在地的区县或者所属市的医疗保障部门"
    if bound_by_the_plan(verdict):
        inner = region in INNER
        chain = [CITY] if inner else [c for c in chain if vocabulary.regions[c].level == "county"] or chain
        kinds = (AGENCY,)
        why = "市内三区由市医保经办机构遴选" if inner else "市内三区以外由区(市)医保经办机构遴选"
    organs = tuple(vocabulary.organs.of(kind, code).name for code in chain for kind in kinds)
    return Competent(kinds, tuple(chain), why, organs)


def bound_by_the_plan(verdict: Verdict) -> bool:
    """Whether a held text itself says whose the selection is, so that it binds who signs as well as who decides."""
    return any(c.clause.startswith(CARE_PLAN + "/") for c in verdict.citations)


def objection_to_signing(name: str, verdict: Verdict, vocabulary: Vocabulary) -> str:
    """Why an organ may not sign what is told the applicant; empty: neither a held text nor its name speaks against it.

    Where a text says whose the selection is, only that organ may. Elsewhere an organ may not whose name says that it is of
    another place, or of another kind than those that contract; a name that says neither is the office's own business.
    """
    organs = competent(verdict, vocabulary)
    if bound_by_the_plan(verdict):
        if organs is None:
            return "机构所在地不明,不知由哪一经办机构遴选"
        return "" if name in organs.names(vocabulary) else organs.why
    if organs is None or not name or name in organs.names(vocabulary):
        return ""
    organ = vocabulary.organs.get(name)
    if organ is not None and organ.kind not in organs.kinds:
        return f"{organ.kind}不是医疗保障部门或者经办机构"
    places = _places_of(name, vocabulary)
    return (
        "" if not places or places & set(organs.regions) else "落款的应是机构所在地的区县或者所属市的医疗保障经办机构"
    )


def _places_of(name: str, vocabulary: Vocabulary) -> set[str]:
    """The codes of the regions with whose name a name begins, the longest; none: it begins with none."""
    names = {vocabulary.organs.places_by_code.get(r.code, r.name): r.code for r in vocabulary.regions.values()}
    by_name: dict[str, set[str]] = {place: {code} for place, code in names.items()}
    for region in vocabulary.regions.values():
        if region.level != "area":
            by_name.setdefault(region.name, set()).add(region.code)
    longest = max((n for n in by_name if name.startswith(n)), key=len, default="")
    return by_name.get(longest, set())


_GOVERNMENT: Final = "([\u4e00-\u9fff]{2,24})人民政府"


def governments_elsewhere(text: str, verdict: Verdict, vocabulary: Vocabulary) -> list[str]:
    """The people's governments that a paragraph on remedies names and that are of another place than the applicant's county,
    city or province. 行政复议法第二十四条: the government of the level of the organ is turned to.
    """
    region = verdict.region
    if region is None or region not in vocabulary.regions:
        return []
    own = set(vocabulary.chain(region))
    elsewhere = []
    for match in re.finditer(_GOVERNMENT, text) if "人民政府" in text else ():
        names = (match[1][at:] for at in range(len(match[1])))
        place = next((n for n in names if _whole_places(n, vocabulary)), "")
        if place and not _whole_places(place, vocabulary) & own:
            elsewhere.append(f"{place}人民政府")
    return list(dict.fromkeys(elsewhere))


def _whole_places(name: str, vocabulary: Vocabulary) -> set[str]:
    """The codes of the regions that a name names, alone or after that of the city; none: it names none."""
    codes = {r.code for r in vocabulary.regions.values() if r.level != "area" and r.name == name}
    return codes or {c for c, full in vocabulary.organs.places_by_code.items() if full == name}
