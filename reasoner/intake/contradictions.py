"""What in one application contradicts what it asks for or says (semantics §1): asked back before anything is judged.

Two questions are put to the ontology: which services a matter adds (`Term.adds`), and of which kinds of institution a
category of beds cannot be said by its definition (`Term.not_of`). An institution with residential care is itself one of its town (`reasoner.model.consistency`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reasoner.intake.diagnostics_collector import Unreadable, joined
from reasoner.intake.field_schema import TYPE, Tables
from reasoner.model.application import FactKey, Observation, Value, counting
from reasoner.model.consistency import IN_TOWN, asks_twice, omits_itself

HELD: Final[FactKey] = ("机构", "已定点")
BEDS: Final[FactKey] = ("申请", "床位类别")
TOWN_COUNT: Final[FactKey] = ("申请", IN_TOWN)


def contradictions(
    tables: Tables, matter: str, facts: Mapping[FactKey, tuple[Observation, ...]], day: str
) -> Iterator[tuple[str, Unreadable]]:
    """The key of each fact that on the day cannot stand beside the matter or another fact, with what to say of it
    (F160, F161, F162).
    """
    term = tables.matters[matter]
    services, beds, kind = (_value(facts, key, day) for key in (HELD, BEDS, TYPE))
    if asks_twice(term, services):
        yield "机构.已定点", _asked_twice(matter, term.adds)
    category = tables.values.get(str(beds))
    if category is not None and kind in category.not_of:
        yield "床位类别", _not_of(str(kind), category.label, tables)
    if omits_itself(term, _value(facts, HELD, day), _value(facts, TOWN_COUNT, day)):
        yield IN_TOWN, OMITS_ITSELF


OMITS_ITSELF: Final = Unreadable(
    "F162",
    "本机构已在院护定点,所在镇街的院护机构数却写为0",
    allowed="1以上(本机构计算在内)",
    hint="核对镇街院护机构数;本机构并未定点院护的,改正「机构.已定点」",
)


def _value(facts: Mapping[FactKey, tuple[Observation, ...]], key: FactKey, day: str) -> Value | None:
    counted = counting(facts.get(key, ()), day)
    return None if counted is None else counted.value


def _asked_twice(matter: str, services: tuple[str, ...]) -> Unreadable:
    names = joined(services)
    hint = "这一项是同一连锁或者同一单位的另一机构的,不写;确已定点的,不须再申请新增"
    return Unreadable("F160", f"已在「{names}」定点,又申请「{matter}」", allowed=f"「{names}」以外的服务", hint=hint)


def _not_of(kind: str, category: str, tables: Tables) -> Unreadable:
    fits = joined(v.label for v in tables.beds if kind not in v.not_of)
    definitions = ";".join(f"{v.label}:{v.definition}" for v in tables.beds if kind in v.definition)
    message = f"「{kind}」的住院床位不能是「{category}」"
    return Unreadable("F161", message, allowed=fits, hint=f"{definitions}机构类型有误的,改正类型")
