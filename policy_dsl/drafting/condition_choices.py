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
from policy_dsl.drafting.sentence_shapes import shapes
from policy_dsl.lowering.units import read_literal
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
    terms = tuple(facts)
    listed = dict.fromkeys((*_compared(clause, tuple(figures), tuple(comparisons)), *others, *_valued(clause, terms)))
    yield from listed
    yield from (f"非 {c}" for c in _negated(clause, terms))
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


def _negated(clause: ClauseWords, facts: Iterable[Term]) -> Iterator[str]:
    """What the words say of who applies only by denying it: 未资质合规."""
    for term in facts:
        if term.subject == "机构" and term.datatype == "boolean" and not clause.names(term, denied=False):
            yield f"机构 的 {term.label} 成立"


def fits(clause: ClauseWords, figure: str, comparison: str) -> bool:
    """Whether a number of the words can be that of a figure: its unit, and the people by whom it is divided."""
    number = comparison.rpartition(" ")[2]
    over, _, by = figure.partition(" 除以 ")
    term = clause.vocabulary.terms[over.rpartition(" ")[2]]
    if by:
        return number.endswith(by.rpartition(" ")[2])
    if number.endswith("%"):
        return term.datatype == "ratio"
    literal = read_literal(number, clause.vocabulary)
    unit = literal.unit_words[0].lstrip("百千万") if not isinstance(literal, str) and literal.unit_words else ""
    return term.datatype != "ratio" and "/" not in number and (not unit or term.unit.startswith(unit))


def _denying(because: tuple[Element, ...]) -> Element:
    return Element("非", FORMS["非"], _AT, word=True, because=because)


def _listing(condition: str) -> bool:
    return " 包含 " in condition or " 属于 " in condition or " 是 " in condition


def _compared(clause: ClauseWords, figures: tuple[str, ...], comparisons: tuple[str, ...]) -> Iterator[str]:
    """Figures beside the numbers of the clause that can be theirs, and beside the figures with which they may be compared."""
    for comparison in comparisons:
        yield from (f"{figure} {comparison}" for figure in figures if fits(clause, figure, comparison))
    operators = [op for op in _COMPARING if clause.carries(Element(op, FORMS[op], _AT, word=True))]
    terms = {f: f.rpartition(" ")[2] for f in figures if " 除以 " not in f}
    units = {label: clause.vocabulary.terms[label].unit for label in terms.values()}
    for left, a in terms.items():
        for right, b in terms.items():
            if left != right and clause.vocabulary.likeness(a, b) and units[a] == units[b]:
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


_APART: Final = re.compile(
    "除|以外|之外|其他|其它|但|例外|确需|特殊|视情|酌情|有条件的|试点|鼓励|支持|探索|引导|力争|争取|努力|左右"
)
"""Words that may make an exception, or that order nothing: neither a cap nor a requirement is read from such a clause."""
_OF_SOME: Final = re.compile(
    r"的(?:[^,;:。]{0,10}(?:区|县|市|域|镇|街道|机构|医院|药店|申请人|单位|情形)[^,;:。的]{0,6})?[,;:]|时,"
    r"|(?:^|[,;:。)、.])(?:其中,)?(?:在|对|对于|凡|经|因|如|若|除)"
)
"""How a text says that a cap is of some alone: 低于60%的, 资源充足的县(市、区), 在市南区; not 购买的住院床位,."""
_ASKED: Final = "床位数"
"""The beds that are applied for."""


def caps(
    clause: ClauseWords,
    figures: Iterable[str],
    matters: Collection[str],
    comparisons: tuple[Collection[str], Collection[str]],
) -> Iterator[str]:
    """The caps that the words carry, those with 原则上 first; none where they say of whom or where, or when, it is so.

    comparisons: as they may be chosen, and those of them that stand in words. A number of beds counts what is applied for.
    """
    offered, carried = comparisons
    bounds = [c for c in offered if c.startswith("不超过 ")]
    if _APART.search(clause.words.text) or _OF_SOME.search(clause.words.text) or not bounds:
        return
    if any(not c.startswith("不超过 ") for c in carried):
        return  # below or above something else: a condition of it, perhaps
    leads = ("原则上 ", "") if clause.carries(Element("原则上", FORMS["原则上"], _AT, word=True)) else ("",)
    listed = [f for f in figures if f != _ASKED]
    plain = [f for f in listed if " 除以 " not in f and f.endswith("数")]
    shares = [f"{over} 除以 {by}" for over in plain for by in plain if over != by and _counts(over, matters)]
    for figure in listed:
        fitting = [b for b in bounds if fits(clause, figure, b)]
        yield from (f"{lead}{_with_asked(figure, matters)} {bound}" for lead in leads for bound in fitting)
    for share in shares:
        fitting = [b for b in bounds if b.endswith("%")]
        yield from (f"{lead}{_with_asked(share, matters)} {bound}" for lead in leads for bound in fitting)


def _counts(figure: str, matters: Collection[str]) -> bool:
    """Whether a figure is a number of beds to which one of the matters adds."""
    label = figure.rpartition(" ")[2]
    beds = shapes().beds.get(label)
    return beds.matter in matters if beds is not None else label.endswith(_ASKED) and any("床位" in m for m in matters)


def _with_asked(figure: str, matters: Collection[str]) -> str:
    """A figure with what is applied for counted in, where that adds to it."""
    over, _, by = figure.partition(" 除以 ")
    if not _counts(over, matters):
        return figure
    return f"( {over} 加 {_ASKED} ) 除以 {by}" if by else f"{over} 加 {_ASKED}"


_REQUIRING: Final = re.compile("应当|必须|须|方可|应具备|应符合|应为|应达到")
_FORBIDDING: Final = re.compile("不得|禁止|严禁|暂不|不再|不予|优先|可以|可按")
_REQUIREMENT: Final = "要件"


def musts(clause: ClauseWords, facts: Iterable[Term], single: Iterable[str]) -> Iterator[str]:
    """What who applies must be so, where the words require something of it and forbid, permit and prefer nothing.

    A clause whose nature somebody has called a requirement requires, whatever its words for that are.
    """
    text = clause.words.text
    requiring = _REQUIRING.search(text) or any(n.text == _REQUIREMENT for n in clause.entry.natures)
    if not requiring or _FORBIDDING.search(text) or _APART.search(text):
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
