"""The application of an example as facts in words, those that are not as usual told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.vocabulary import Vocabulary
from reasoner.analysis.application_form import ApplicationForm, Facility, FormValue, UnusualFact
from reasoner.analysis.typical_facts import ordinary
from reasoner.analysis.witness import TOWN
from reasoner.compare.report import wordings
from reasoner.compare.report.view_facts import Fact
from reasoner.explain.proof_text import unit_word
from reasoner.model.application import show

_OWN: Final = ("机构", "申请")
PLACE: Final = "所在地"
_MOST: Final = "多数区县"
"""Where examples lie that do not turn on the place, if none is there to name it."""


def facts_of(
    application: ApplicationForm, unusual: Sequence[UnusualFact], vocabulary: Vocabulary, lying: Mapping[str, str]
) -> tuple[Fact, ...]:
    """The facts in the order in which people tell them; unusual ones that the application leaves out come last.

    lying: where the institution usually lies (机构), and where the second side usually looks (its name).
    """
    stated = list(_facts(application, vocabulary))
    several = {name for name, n in Counter(s.fact.name for s in stated).items() if n > 1}
    left = {(u.fact, u.of): u.value for u in unusual}
    listed = []
    for fact, of, roles in stated:
        meant = left.pop((fact.name, of), None) is not None
        usual = _usual(fact.name, roles, application, vocabulary) if meant else ""
        usual = usual if usual != fact.value else ""
        listed.append(replace(fact, unusual=meant, usual=usual, alone=fact.name not in several))
    places = [
        Fact(PLACE, "" if of == "机构" else of, value, unusual=True, usual=lying.get(of, _MOST), alone=of == "机构")
        for (name, of), value in left.items()
        if name == PLACE
    ]
    lacking = [
        Fact(
            name,
            "" if of in _OWN else of,
            value,
            unusual=True,
            usual=_usual(name, (of,), application, vocabulary),
        )
        for (name, of), value in left.items()
        if name != PLACE
    ]
    return (*places, *listed, *lacking)


class _Stated(NamedTuple):
    """A fact, whose it is as the application says, and the roles under which its usual value may stand."""

    fact: Fact
    of: str
    roles: tuple[str, ...]


def _facts(application: ApplicationForm, vocabulary: Vocabulary) -> Iterator[_Stated]:
    facility = application.facility
    for name, value in facility.facts.items():
        yield _Stated(_fact(name, "", value, vocabulary), "机构", ("机构",))
    for name, value in application.facts.items():
        yield _Stated(_fact(name, "", value, vocabulary), "申请", ("申请",))
    for figure in application.figures:
        of, period = figure.region, wordings.year(figure.as_at)
        fact = _fact(figure.fact, of + period, figure.value, vocabulary)
        yield _Stated(fact, of, _roles(of, facility, vocabulary))
    for determination in application.determinations:
        of = determination.of
        fact = _fact(determination.fact, of, determination.value, vocabulary)
        yield _Stated(fact, of, _roles(of, facility, vocabulary))


def _fact(name: str, of: str, value: FormValue, vocabulary: Vocabulary) -> Fact:
    term = vocabulary.facts.get(name)
    listed = value if isinstance(value, tuple) else (show(value, term) if isinstance(value, bool) else value,)
    written = "、".join(map(str, listed))
    counted = term is not None and term.datatype in ("ratio", "count")
    return Fact(name, of, written + (unit_word(term) if written[-1:].isdigit() else ""), counted=counted)


def _roles(subject: str, facility: Facility, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What a place may be to the institution."""
    if subject == facility.place:
        return ("本区县", "所在医保管理区域")
    if subject in (TOWN, facility.facts.get("镇街")):
        return ("所在镇街",)
    levels = {r.level for r in vocabulary.find_regions(subject)}
    return ("所在医保管理区域",) if levels == {"area"} else ("全市", "所在医保管理区域", "本统筹区")


def _usual(name: str, roles: Sequence[str], application: ApplicationForm, vocabulary: Vocabulary) -> str:
    if name not in vocabulary.facts:
        return ""
    term = vocabulary.facts[name]
    for role in roles:
        value = ordinary((role, name, None), application.matter, application.facility.kind, vocabulary)
        if value is not None:
            words_of = wordings.NOT_CLAIMED if value in ((), "") and term.burden else show(value, term)
            return words_of + (unit_word(term) if isinstance(value, Decimal) and words_of[-1:].isdigit() else "")
    return ""
