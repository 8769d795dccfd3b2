"""Whose a decision is, by place and matter, as far as a held text or the organs of the place say it.

青医保发〔2023〕18号, long-term-care plan, 4.1.p1.s2: 「市医保经办机构…负责市内三区新增定点遴选工作;区(市)医保经办机构…组织开展辖区内
新增定点遴选工作。」 Elsewhere: bodies of the place's own county, of its city.
"""

from __future__ import annotations

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


def may_sign(name: str, verdict: Verdict, vocabulary: Vocabulary) -> bool:
    """Whether an organ may sign what is told the applicant, as far as a held text says whose it is; nobody where the place is unknown."""
    if not bound_by_the_plan(verdict):
        return True
    organs = competent(verdict, vocabulary)
    return organs is not None and name in organs.names(vocabulary)
