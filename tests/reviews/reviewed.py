"""How the tests of the two legal readings judge, explain and write: the rules in use, both engines, all that is said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
import pytest

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver.current_rule_base import official_texts, reader, rule_base
from reasoner.explain import Explanation, explain
from reasoner.explain.background import background
from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.judge import judge
from reasoner.interpreter.other_exemptions import exemptions_elsewhere
from reasoner.letters.embedded_verdict import Payload
from reasoner.letters.letter_desk import letter_on, uncertain_in
from reasoner.letters.letter_types import default_kind
from reasoner.letters.settings import Settings
from reasoner.model.kinds import Role
from reasoner.model.verdict import Verdict, encode
from reasoner.proof.check_proof import check_proof
from reasoner.render.letter_model import Letter

CITY: Final = "青岛市医疗保障局"
TREASURY: Final = "青岛市财政局"
MEDICAL: Final = "qingdao-2023-18-medical"
LTC: Final = "qingdao-2023-18-ltc"
OPINION_1: Final = "qingdao-2023-1"
HENAN: Final = "henan-2025"

Data = dict[str, Any]


def judged(application: Data, day: str | None = None) -> Verdict:
    """The verdict of the rules in use, which the proof checker derives again."""
    base = rule_base()
    (typed,) = reader().read(json.loads(json.dumps(application)), day)
    verdict = with_readings(base, typed, judge(base, typed, day))
    assert check_proof(msgspec.json.decode(encode(verdict)), base.plain, official_texts()) == []
    return verdict


def refused(application: Data) -> list[Diagnostic]:
    """The faults of an input that is asked back."""
    with pytest.raises(Faults) as raised:
        reader().read(json.loads(json.dumps(application)), None)
    return list(raised.value.diagnostics)


def explained(verdict: Verdict) -> Explanation:
    """What is said of a verdict."""
    base = rule_base()
    return explain(verdict, background(base), exemptions_elsewhere(base, verdict))


def sentences(verdict: Verdict) -> str:
    """Every sentence that any reader of a verdict can see, one after another."""
    return "\n".join(_texts(msgspec.to_builtins(explained(verdict))))


def readings(verdict: Verdict) -> set[str]:
    """The readings that a verdict names: those that would change it, and those that cannot be run."""
    return {r.reading for r in (*(verdict.readings or ()), *(verdict.readings_not_run or ()))}


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, Iterable):
        for value in data:
            yield from _texts(value)


def letter(verdict: Verdict, consideration: str = "", kind: str = "") -> Letter:
    """The letter that the outcome calls for, or one of another kind."""
    base = rule_base()
    kind = kind or default_kind(verdict, uncertain_in(base))
    return letter_on(Payload(kind, consideration, verdict), base, Settings())


def lines(whole: Letter, section: str = "") -> list[str]:
    """What stands in a letter, or in one part of it; notes for staff left out."""
    if not section:
        return [n.text for n in whole.lines()]
    return [n.text for s in whole.sections if s.name == section for n in s.lines]


def possible(verdict: Verdict) -> set[str]:
    """The outcomes that are still open."""
    return {str(o) for o in verdict.possible}


def deciding(verdict: Verdict) -> set[str]:
    """The clauses that decide."""
    return {c.clause for c in verdict.citations if c.role is Role.DECISIVE}


def touched(verdict: Verdict) -> set[str]:
    """The clauses that touch the case without deciding it."""
    return {t.clause for t in verdict.touching}


def asked(verdict: Verdict) -> set[tuple[str, str]]:
    """What is missing: fact, and of whom."""
    return {(m.fact, m.of) for m in verdict.missing}


def offered(verdict: Verdict) -> set[str]:
    """The facts that advice would change."""
    return {f.fact for c in verdict.changes for f in c.facts}


def determined(matter: str, about: str, answer: bool, organ: Any = CITY, day: str = "2023-08-01", **more: Any) -> Data:
    """A determination (认定)."""
    stated = {"事项": matter, "对象": about, "结论": answer, "日期": day, **more}
    return stated if organ is None else stated | {"机关": organ}


def figure(place: str, name: str, value: Any, day: str = "") -> Data:
    """A figure (指标)."""
    return {"地区": place, "名称": name, "数值": value} | ({"时点": day} if day else {})
