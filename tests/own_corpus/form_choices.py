"""Invented clauses, what the form offers for them, and what it writes."""

from __future__ import annotations

from policy_dsl.corpus_folders import Place
from policy_dsl.drafting.clause_choices import Choices, Shape, choices
from policy_dsl.drafting.rule_form import Chosen, written
from reasoner.driver.current_rule_base import rule_base

PLACE = Place("invented-form", "draft", "370200")


def texts(*clauses: tuple[str, str, str]) -> dict[str, str]:
    """An invented document of clauses: nature, words, what stands below them."""
    entries = [f"条 p{n} 性质 {nature}\n「{words}」\n{below}" for n, (nature, words, below) in enumerate(clauses, 1)]
    return {
        "text.txt": "".join(f"{words}\n" for _, words, _ in clauses),
        "rules.tiao": "\n".join(["文件 invented-form\n", *entries]),
    }


def offered(words: str, nature: str = "限制", below: str = "") -> Choices:
    found = choices(PLACE, texts((nature, words, below)), rule_base().vocabulary, "p1")
    assert found is not None
    return found


def put(chosen: Chosen, words: str, nature: str = "限制", below: str = "") -> str:
    return written(PLACE, texts((nature, words, below)), rule_base().vocabulary, "p1", chosen)


LOW = "本区县床位使用率低于百分之六十的,原则上不再新增购买住院床位。"
FIGURE = Chosen(
    Shape.FIGURE, name="低使用率不再新增", figure="本区县 的 床位使用率", comparison="低于 60%", matters=("新增购买住院床位",),
    effect="原则上 不予新增",
)  # fmt: skip
