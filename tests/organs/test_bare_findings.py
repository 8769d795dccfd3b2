"""What the agency assesses and is written down as 是 or 否 by nobody is no finding (DESIGN §5.3).

「Without 机关, and as bare boolean, it counts as stated, is marked, and no final letter rests on it.」
"""

from __future__ import annotations

from typing import Any

import pytest

from policy_dsl.vocabulary import Vocabulary
from reasoner.driver.current_rule_base import rule_base
from reasoner.interpreter.determining_organs import Whereabouts, status_of
from reasoner.model.application import Observation, Provenance
from reasoner.model.kinds import Origin
from reasoner.proof.plain_vocabulary import Vocabulary as PlainVocabulary

WORDS: Vocabulary = rule_base().vocabulary
PLAIN = PlainVocabulary(rule_base().plain)
ASSESSED = ("管理规范", "信誉良好", "安全供应", "布局合理", "符合定点条件")
TABLE: tuple[tuple[bool, Origin | None, str, str | None], ...] = (
    (False, None, "", "unstated"),
    (False, Origin.APPLICATION, "", "unstated"),  # nobody declares its own bad repute
    (False, Origin.OTHER_OFFICE, "", "unstated"),
    (False, Origin.ON_SITE, "", None),  # the agency looked into it
    (False, Origin.QUERY, "", None),
    (False, Origin.LEDGER, "", None),
    (False, None, "青岛市医保中心", "competent"),
    (True, None, "", "unstated"),  # nobody certifies its own good repute either
    (True, Origin.APPLICATION, "", "unstated"),
    (True, Origin.ON_SITE, "", None),
    (True, None, "青岛市医保中心", "competent"),
)


@pytest.mark.parametrize("fact", ASSESSED)
@pytest.mark.parametrize(("value", "origin", "organ", "status"), TABLE)
def test_a_bare_yes_or_no_is_marked(
    fact: str, value: bool, origin: Origin | None, organ: str, status: str | None
) -> None:
    made_by = (organ,) if organ else ()
    observation = Observation(value, "2024-02-01", Provenance(origin=origin, determined_by=made_by))
    assert status_of(WORDS.facts[fact], observation, Whereabouts("370281"), WORDS) == status
    assert checked(fact, value, origin, organ) == status


def checked(fact: str, value: bool, origin: Origin | None, organ: str) -> str | None:
    """The answer of the proof checker."""
    from reasoner.proof.outcome import Derivation

    entry: dict[str, Any] = {"determined_by": [organ]} if organ else {}
    entry |= {"origin": origin.value if origin is not None else None}
    verdict = {
        "matter": "纳入双通道管理", "received": "2024-06-03", "as_of": "2024-06-03", "region": "370281", "given": [],
    }  # fmt: skip
    own = Derivation(verdict, rule_base().plain, (), PLAIN)  # type: ignore[arg-type]  # JSON
    return own.standing(("机构", fact), (value, "2024-02-01", entry))  # type: ignore[arg-type]  # as it keeps them
