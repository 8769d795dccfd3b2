"""The bureau's own ledger of indicators and determinations: value, date, source, who confirmed it, until when.

Applications draw on it; the value that a verdict froze stands in its `given` like any other, and its source says that it
came from the ledger, who confirmed it and how long it holds. `warnings` and the proof checker both read it there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.intake.complaints import Complaints, Enough, Unreadable, joined, step
from reasoner.intake.dates import read_day
from reasoner.intake.forms import DETERMINATIONS, INDICATORS, FactKey
from reasoner.intake.read import Reader
from reasoner.intake.texts import is_unknown, read_text
from reasoner.model.application import Application, Observation, show
from reasoner.model.binding import DOCUMENT
from reasoner.model.binding import TOWN as TOWN_KEY
from reasoner.model.rule_base import RuleBase
from reasoner.origin import MARK, told_source

_KEYS: Final = ("确认人", "有效期至")
_FORMS: Final = (INDICATORS, DETERMINATIONS)


@dataclass(frozen=True, slots=True)
class Held:
    """One entry: the fact and its observation, whose source tells the rest; where it stands in the ledger."""

    key: FactKey
    observation: Observation
    source: str
    confirmed_by: str
    until: str
    where: str

    def state(self, day: str, limit: str) -> str:
        """Whether it is confirmed, past its time, or older than two years on a day."""
        found = [] if self.confirmed_by else ["未确认"]
        found += ["已过有效期"] if self.until and self.until < day else []
        found += (
            ["超过两年"]
            if self.observation.as_at and self.observation.as_at[:10] < limit[: len(self.observation.as_at)]
            else []
        )
        return "、".join(found) or "有效"


def entries(
    data: Any,
    name: str,
    faults: Sequence[Diagnostic],
    reader: Reader,
    applications: Sequence[Application],
    told: Callable[[Sequence[Diagnostic]], Iterable[Diagnostic]] = tuple,
) -> list[Held]:
    """The entries of a ledger; raises Faults with every fault. `told` names places as the form of the file does."""
    complaints = Complaints(name, faults)
    found: list[Held] = []
    with suppress(Enough):
        found = list(_entries(data, name, complaints, reader, applications))
    if complaints:
        raise Faults(told(complaints.listed()))
    return found


def _entries(
    data: Any, name: str, complaints: Complaints, reader: Reader, applications: Sequence[Application]
) -> Iterator[Held]:
    if isinstance(data, list):
        data = {"指标": data}
    if not isinstance(data, dict) or not (data.get("指标") or data.get("认定")):
        complaints.add(
            "", Unreadable("S130", "台账里没有指标,也没有认定", allowed='{"指标": […], "认定": […]},或同样表头的表格')
        )
        return
    towns = _towns(data, applications)
    seen: dict[tuple[FactKey, str], str] = {}
    for form, section in zip(_FORMS, ("指标", "认定"), strict=True):
        raw = data.get(section) or []
        items = [_plain(i) for i in raw] if isinstance(raw, list) else raw
        for entry in reader.entries(form, items, section, complaints, towns):
            index = entry.place[1]
            place = f"{section}[{index}]"
            by, until = _held(raw[index], place, complaints)
            source = entry.observation.source
            twice = seen.setdefault((entry.key, entry.observation.as_at), place)
            if twice != place:
                complaints.add(
                    place, Unreadable("F131", f"「{entry.key[1]}」同一时点在 {twice} 已有一项", hint="只留一个")
                )
            observation = replace(entry.observation, source=told_source(source, by, until))
            yield Held(entry.key, observation, source, by, until, f"{name}: {place}")


def _plain(item: Any) -> Any:
    return {k: v for k, v in item.items() if k not in _KEYS} if isinstance(item, dict) else item


def _held(item: Mapping[str, Any], place: str, complaints: Complaints) -> tuple[str, str]:
    by = until = ""
    try:
        if not is_unknown(item.get("确认人")):
            by = read_text(item["确认人"])
            if set(by) & set("(),（），"):
                raise Unreadable("S130", f"确认人「{by}」含有括号或逗号", hint="只写姓名")
    except Unreadable as bad:
        complaints.add(step(place, "确认人"), bad)
    try:
        if not is_unknown(item.get("有效期至")):
            until = read_day(item["有效期至"])
    except Unreadable as bad:
        complaints.add(step(place, "有效期至"), bad)
    return by, until


def _towns(data: Mapping[str, Any], applications: Iterable[Application]) -> dict[str, frozenset[str]]:
    """Where the towns lie: those of the applications, and every other name that the ledger determines something of."""
    found: dict[str, frozenset[str]] = {}
    for application in applications:
        town = application.roles.get("所在镇街")
        if town:
            name = town.removeprefix(TOWN_KEY)
            found[name] = found.get(name, frozenset()) | {application.region or ""}
    determined = data.get("认定")
    for item in determined if isinstance(determined, list) else ():
        if isinstance(item, dict) and isinstance(item.get("对象"), str):
            found.setdefault(" ".join(item["对象"].split()), frozenset(("",)))
    return found


def draw(applications: Sequence[Application], ledger: Sequence[Held], base: RuleBase) -> list[Application]:
    """The applications with what the ledger holds for their city; raises Faults (S131, S132) with every clash.

    The same value for the same 时点 is the ledger's; another value for it is a fault; other dates stand beside it.
    """
    by_city: dict[str | None, list[Held]] = {}
    faults: list[Diagnostic] = []
    found = []
    for application in applications:
        city = application.roles.get("全市")
        if city not in by_city:
            by_city[city] = [h for h in ledger if _concerns(h.key[0], city, base)]
        found.append(_drawn(application, by_city[city], base, faults))
    if faults:
        raise Faults(faults)
    return found


def _concerns(subject: str, city: str | None, base: RuleBase) -> bool:
    if subject.startswith((TOWN_KEY, DOCUMENT)):
        return True
    return city is not None and city in base.vocabulary.chain(subject)


def _drawn(application: Application, ledger: Sequence[Held], base: RuleBase, faults: list[Diagnostic]) -> Application:
    town = application.roles.get("所在镇街")
    facts = dict(application.facts)
    for observations in facts.values():
        for own in observations:
            if own.source.startswith(MARK):
                hint = "改写来源;台账的数据不必写进申请"
                faults.append(Diagnostic("S132", application.where, f"来源「{own.source}」以「{MARK}」开头", hint=hint))
    for held in ledger:
        subject = held.key[0]
        if subject.startswith(TOWN_KEY) and subject != town:
            continue
        kept = []
        for own in facts.get(held.key, ()):
            if own.as_at != held.observation.as_at:
                kept.append(own)
            elif own.value != held.observation.value:
                faults.append(_clash(application, held, own, base))
        facts[held.key] = tuple(sorted((*kept, held.observation), key=lambda o: o.as_at))
    return replace(application, facts=facts)


def _clash(application: Application, held: Held, own: Observation, base: RuleBase) -> Diagnostic:
    subject, label = held.key
    term = base.vocabulary.facts[label]
    region = base.vocabulary.regions.get(subject)
    about = joined(
        [region.name if region is not None else subject.partition(":")[2] or subject, own.as_at or "未写时点"]
    )
    message = f"「{label}」({about})申请中为 {show(own.value, term)},本局台账为 {show(held.observation.value, term)}({held.where})"
    return Diagnostic("S131", application.where or application.id, message, hint="查明哪一个对,改正另一个")
