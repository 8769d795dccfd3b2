"""The single conditions that a clause lets be chosen in a form, as the language writes them, and what it frees from.

A condition is offered where its figure, its value and its comparison stand in the clause, or a registered reading gives them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from policy_dsl.addresses import parse_address, place
from policy_dsl.alignment.evidence import Element
from policy_dsl.alignment.named_clauses import clause_forms, freeing_words
from policy_dsl.source_text import fold
from policy_dsl.syntax import ast
from policy_dsl.texts.lexicon import FORMS
from policy_dsl.vocabulary import Term

if TYPE_CHECKING:
    from policy_dsl.drafting.clause_choices import ClauseWords

_AT: Final = ast.Name("")
_COMPARING: Final = ("低于", "高于", "不超过", "不低于", "达到")
_OF_REACH: Final = ("已定点", "床位类别", "举办主体", "等级")


def conditions(
    clause: ClauseWords,
    facts: Iterable[Term],
    figures: Iterable[str],
    comparisons: Iterable[str],
    others: Iterable[str],
) -> Iterator[str]:
    """Every condition that the words carry, each also denied where they deny something.

    figures, comparisons: as rules write them, the words' numbers among them. others: conditions without a number.
    """
    listed = dict.fromkeys((*_compared(clause, tuple(figures), tuple(comparisons)), *others, *_valued(clause, facts)))
    yield from listed
    if clause.carries(_denying(())):
        yield from (
            f"非 {condition}" for condition in listed if condition.split(" ")[-1] == "成立" or _listing(condition)
        )
        return
    supplied = [condition for condition in listed if _listing(condition) and "已定点" in condition]
    yield from (f"非 {condition}" for condition in supplied if clause.supplied & {"非", "已定点"})


def scopes(conditions: Iterable[str]) -> tuple[str, ...]:
    """The conditions that say whom a rule reaches, whatever the figures are."""
    return tuple(c for c in conditions if any(f"{term} " in c for term in _OF_REACH))


def freed(clause: ClauseWords, addresses: Collection[str]) -> tuple[str, ...]:
    """The clauses of its document from which its words free, by address; none: they free from all of it, or from nothing."""
    own = clause.entry.address.text
    named = {
        fold(part).replace("(", "").replace(")", "")
        for _, parts in freeing_words(clause.words.text, clause.whole)
        for part in parts
    }
    by_reading = (a for a in addresses if parse_address(a) is not None and place(a) in clause.supplied)
    return tuple(dict.fromkeys((*(a for a in addresses if clause_forms(a, own) & named), *by_reading)))


def _denying(because: tuple[Element, ...]) -> Element:
    return Element("非", FORMS["非"], _AT, word=True, because=because)


def _listing(condition: str) -> bool:
    return " 包含 " in condition or " 属于 " in condition or " 是 " in condition


def _compared(clause: ClauseWords, figures: tuple[str, ...], comparisons: tuple[str, ...]) -> Iterator[str]:
    """Figures beside the numbers of the clause that can be theirs, and beside the figures with which they may be compared."""
    for comparison in comparisons:
        shared = "/" in comparison
        yield from (f"{figure} {comparison}" for figure in figures if (" 除以 " in figure) == shared)
    operators = [op for op in _COMPARING if clause.carries(Element(op, FORMS[op], _AT, word=True))]
    terms = {f: f.rpartition(" ")[2] for f in figures if " 除以 " not in f}
    for left, a in terms.items():
        for right, b in terms.items():
            if left != right and clause.vocabulary.likeness(a, b):
                yield from (f"{left} {op} {right}" for op in operators)


def _valued(clause: ClauseWords, facts: Iterable[Term]) -> Iterator[str]:
    """Facts with the values that the clause names: 机构 的 重点建设项目 包含 省级, 床位类别 是 康复."""
    for fact in facts:
        if fact.datatype != "category" or fact.label in ("类型", "事项"):
            continue
        subject = f"机构 的 {fact.label}" if fact.subject == "机构" else fact.label
        word = "包含" if fact.multiple else "是"
        values = [value for value in fact.values if clause.names(clause.vocabulary.terms.get(value, value))]
        yield from (f"{subject} {word} {value}" for value in values)
        if len(values) > 1:
            yield f"{subject} {word} {' 、 '.join(values)}"


_REQUIRING: Final = re.compile("应当|必须|须|方可|应具备|应符合|应为|应达到")
_FORBIDDING: Final = re.compile("不得|禁止|严禁|暂不|不再|不予|优先|可以|可按")
_REQUIREMENT: Final = "要件"


def musts(clause: ClauseWords, facts: Iterable[Term], single: Iterable[str]) -> Iterator[str]:
    """What who applies must be so, where the words require something of it and forbid, permit and prefer nothing.

    A clause whose nature somebody has called a requirement requires, whatever its words for that are.
    """
    text = clause.words.text
    requiring = _REQUIRING.search(text) or any(n.text == _REQUIREMENT for n in clause.entry.natures)
    if not requiring or _FORBIDDING.search(text):
        return
    agents = clause.vocabulary.of_kind("agent").values()
    if any(clause.names(a) for a in agents if not a.label.startswith("定点")):
        return  # what an organ has to see to is its duty
    own = [
        f"机构 的 {t.label} 成立"
        for t in facts
        if t.subject == "机构" and t.datatype == "boolean" and clause.names(t, denied=False)
    ]
    yield from own
    for condition in single:
        subject, _, rest = condition.partition(" 的 ")
        if condition not in own and subject == "机构" and not rest.endswith(" 成立"):
            yield condition
