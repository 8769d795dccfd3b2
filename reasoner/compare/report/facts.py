"""The application of an example as facts in words, those that are not as usual told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from policy_dsl.vocabulary import Vocabulary
from reasoner.compare.ordinary import ordinary
from reasoner.compare.report import words
from reasoner.compare.report.shapes import Fact
from reasoner.compare.witness import TOWN
from reasoner.explain.words import unit_word
from reasoner.model.application import Value, show

Data = Mapping[str, Any]

_FRAME: Final = ("编号", "事项", "日期", "机构", "指标", "认定")
_NAMED: Final = ("名称", "类型", "所在地")
_OWN: Final = ("机构", "申请")
PLACE: Final = "所在地"
_MOST: Final = "多数区县"
"""Where examples lie that do not turn on the place, if none is there to name it."""


def facts_of(
    application: Data, unusual: Sequence[Data], vocabulary: Vocabulary, lying: Mapping[str, str]
) -> tuple[Fact, ...]:
    """The facts in the order in which people tell them; unusual ones that the application leaves out come last.

    lying: where the institution usually lies (机构), and where the second side usually looks (its name).
    """
    told = list(_facts(application, vocabulary))
    matter = application["事项"]
    several = {name for name, n in Counter(t.fact.name for t in told).items() if n > 1}
    wanted = {(u["fact"], u["of"]): u["value"] for u in unusual}
    found = []
    for fact, of, roles in told:
        meant = wanted.pop((fact.name, of), None) is not None
        usual = _usual(fact.name, roles, application, vocabulary) if meant else ""
        usual = usual if usual != fact.value else ""
        found.append(fact._replace(unusual=meant, usual=usual, alone=fact.name not in several))
    places = [
        Fact(PLACE, "" if of == "机构" else of, value, unusual=True, usual=lying.get(of, _MOST), alone=of == "机构")
        for (name, of), value in wanted.items()
        if name == PLACE
    ]
    lacking = [
        Fact(
            name, _owner(name, matter) if of in _OWN else of, value, unusual=True,
            usual=_usual(name, (of,), application, vocabulary),
        )
        for (name, of), value in wanted.items()
        if name != PLACE
    ]  # fmt: skip
    return (*places, *found, *lacking)


class _Told(NamedTuple):
    """A fact, whose it is as the application says, and the roles under which its usual value may stand."""

    fact: Fact
    of: str
    roles: tuple[str, ...]


def _facts(application: Data, vocabulary: Vocabulary) -> Iterator[_Told]:
    facility = application["机构"]
    for name, value in facility.items():
        if name not in _NAMED:
            of = _owner(name, application["事项"])
            yield _Told(_fact(name, of, value, vocabulary), "机构", ("机构",))
    for name, value in application.items():
        if name not in _FRAME:
            yield _Told(_fact(name, "", value, vocabulary), "申请", ("申请",))
    for entry in application.get("指标", ()):
        of, period = entry["地区"], words.year(entry["时点"])
        yield _Told(_fact(entry["名称"], of + period, entry["数值"], vocabulary), of, _roles(of, facility, vocabulary))
    for entry in application.get("认定", ()):
        of = entry["对象"]
        yield _Told(_fact(entry["事项"], of, entry["结论"], vocabulary), of, _roles(of, facility, vocabulary))


def _owner(name: str, matter: str) -> str:
    """What is told before a fact of the institution itself: of a contract for which insurance it is."""
    return words.insurance(matter) if name == words.CONTRACT else ""


def _fact(name: str, of: str, value: object, vocabulary: Vocabulary) -> Fact:
    term = vocabulary.facts.get(name)
    listed = value if isinstance(value, list | tuple) else [show(value, term) if isinstance(value, bool) else value]
    shown = "、".join(map(str, listed))
    counted = term is not None and term.datatype in ("ratio", "count")
    return Fact(name, of, shown + (unit_word(term) if shown[-1:].isdigit() else ""), counted=counted)


def _roles(subject: str, facility: Data, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What a place may be to the institution."""
    if subject == facility[PLACE]:
        return ("本区县", "所在医保管理区域")
    if subject in (TOWN, facility.get("镇街")):
        return ("所在镇街",)
    levels = {r.level for r in vocabulary.find_regions(subject)}
    return ("所在医保管理区域",) if levels == {"area"} else ("全市", "所在医保管理区域", "本统筹区")


def _usual(name: str, roles: Sequence[str], application: Data, vocabulary: Vocabulary) -> str:
    if name not in vocabulary.facts:
        return ""
    term = vocabulary.facts[name]
    for role in roles:
        value: Value | None = ordinary((role, name, None), application["事项"], application["机构"]["类型"], vocabulary)
        if value is not None:
            shown = show(value, term) if value not in ((), "") else words.NOT_CLAIMED
            return shown + (unit_word(term) if isinstance(value, Decimal) and shown[-1:].isdigit() else "")
    return ""
