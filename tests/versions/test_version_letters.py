"""A letter on an application that is judged by former rules says why, in the words of the transitional rule. Invented documents."""

from __future__ import annotations

import pytest
from invented import TRANSITION, application, base_of, version

from reasoner.interpreter.judge import judge
from reasoner.letters.embedded_verdict import Payload
from reasoner.letters.letter_desk import letter_on
from reasoner.letters.letter_types import REFUSAL
from reasoner.letters.settings import Settings

VERSIONS = (
    version(1, "70%", "2020-01-01"),
    version(2, "60%", "2022-01-01", replaces="2020-01-01", transition=TRANSITION),
)
PLAIN = (VERSIONS[0], version(2, "70%", "2022-01-01", replaces="2020-01-01"))


@pytest.mark.parametrize(("versions", "former"), [(VERSIONS, True), (PLAIN, False)])
def test_a_refusal_by_former_rules_says_so(versions: tuple[dict[str, str], ...], former: bool) -> None:
    base = base_of(*versions)
    verdict = judge(base, application(base, "65%", "2021-12-31"), "2022-06-01")
    letter = letter_on(Payload(REFUSAL, "", verdict), base, Settings())
    text = "\n".join(line.text for line in letter.opening)
    sentence = (
        "自2022年1月1日起施行的《虚拟的床位管理办法（第2稿，测试用）》规定“本办法施行前已受理的申请，按原规定办理”。"
    )
    assert (sentence in text) is former
    assert ("本次按原规定审查" in text) is former
    assert ("理由是：" in text) is not former
