"""Conditions of a proof in Chinese words: the comparisons on which they turn, each told by its status.

Pure: typed nodes of `reasoner.model.proof` in, sentences out. Every number, date and source of a node appears in its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, final

import msgspec
from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.backtranslate import THRESHOLD_WORDS, span_words
from policy_dsl.ir import MULTIPLIED_OUT, Operator
from policy_dsl.numerals import parse_fraction, period_words, plain
from reasoner.explain.proof_text import UNPLACED, Terms, amount, fact_name, listed, provenance, stated, unit_word
from reasoner.model import proof
from reasoner.model.kinds import Status
from reasoner.model.messages import NOT_CLAIMED

_COMPARED: Final[dict[tuple[Operator, Status], str]] = {
    ("lt", Status.TRUE): "低于", ("lt", Status.FALSE): "不低于",
    ("le", Status.TRUE): "不超过", ("le", Status.FALSE): "超过",
    ("gt", Status.TRUE): "高于", ("gt", Status.FALSE): "不高于",
    ("ge", Status.TRUE): "达到或超过", ("ge", Status.FALSE): "未达到",
    ("eq", Status.TRUE): "等于", ("eq", Status.FALSE): "不等于",
}  # fmt: skip
_ADDED_UP: Final = _COMPARED | {("gt", Status.TRUE): "超过", ("gt", Status.FALSE): "未超过"}
"""A total exceeds (超过) a limit; a rate is higher (高于) than another."""
_COUNTED: Final[dict[tuple[Operator, Status], str]] = {
    ("gt", Status.TRUE): "即已有这类机构", ("gt", Status.FALSE): "即没有这类机构",
    ("eq", Status.TRUE): "即没有这类机构", ("eq", Status.FALSE): "即已有这类机构",
}  # fmt: skip
"""有 and 尚无: a count compared with zero."""


@final
class ContainsAny(msgspec.Struct, frozen=True):
    """`Contains` nodes on one fact that have the same status, as one node."""

    status: Status
    """Their status."""
    read: proof.FactRead
    """The fact."""
    values: tuple[str, ...]
    """The values that they ask for, in the order of the nodes."""


Comparison = proof.Compare | proof.OneOf | proof.Within | proof.Holds | proof.During | ContainsAny
"""A comparison as sentences have it."""


def turning(node: proof.Condition) -> list[proof.Leaf]:
    """The comparisons on which a condition's status turns: all that make it true, or those that leave it open or fail.

    Each is told by its own status, so that a negation needs no words: 「不低于」 says what 非 低于 means.
    """
    # By exact type: this is asked of every node of every rule.
    if type(node) is proof.And or type(node) is proof.Or:
        status, every = node.status, Status.TRUE if type(node) is proof.And else Status.FALSE
        leaves: list[proof.Leaf] = []
        for part in node.parts:
            if status is every or part.status is status:
                leaves += turning(part)
        return leaves
    if type(node) is proof.Not:
        return turning(node.parts[0])
    if type(node) is proof.Untranscribed:
        return []  # nothing is compared
    return [node]


def merged(nodes: Iterable[proof.Leaf]) -> list[Comparison]:
    """Comparisons that ask the same of one fact as one: 包含 国家级, 包含 省级 of a project that nobody claimed."""
    comparisons: list[Comparison] = []
    places: dict[tuple[Status, str, str], int] = {}
    for node in nodes:
        if type(node) is not proof.Contains:
            comparisons.append(node)
            continue
        key = (node.status, node.read.fact, node.read.of)
        place = places.get(key)
        if place is None or node.status is Status.TRUE:
            places[key] = len(comparisons)
            comparisons.append(ContainsAny(node.status, node.read, node.values))
            continue
        before = comparisons[place]
        assert isinstance(before, ContainsAny)
        comparisons[place] = ContainsAny(node.status, before.read, (*before.values, *node.values))
    return comparisons


def leaf(node: Comparison, terms: Terms) -> str:
    """A comparison in words, told by its status."""
    if type(node) is proof.Compare:
        return _compare(node, terms)
    if type(node) is proof.Holds:
        return _holds(node, terms)
    if type(node) is proof.OneOf:
        return _one_of(node, terms)
    if type(node) is proof.Within:
        return _within(node)
    if type(node) is proof.During:
        return _during(node)
    return _contains(node, terms)


def _compare(node: proof.Compare, terms: Terms) -> str:
    left, right, op, status = node.left, node.right, node.op, node.status
    if type(left) is proof.Product and left.times[0].const == MULTIPLIED_OUT and type(right) is proof.Number:
        left = left.times[1]  # 低于2/3 is 3 times the fact against 2
    if status is not Status.UNKNOWN and type(left) is proof.FactRead and left.value is not None:
        if type(right) is proof.Number:
            if right.number == "0" and op in ("gt", "eq"):
                return f"{stated(left, terms)},{_COUNTED[op, status]}"
            return f"{stated(left, terms)},{_COMPARED[op, status]}{right.const}"
        if type(right) is proof.FactRead and right.value is not None:
            other = f"{fact_name(right, terms)}{amount(right, terms)}{provenance(right)}"
            return f"{stated(left, terms)},{_COMPARED[op, status]}{other}"
    facts = [*proof.facts_below(left), *proof.facts_below(right)]
    if [f for f in facts if f.apart]:
        return _not_alike(facts, terms)
    if status is Status.UNKNOWN:
        known = [stated(f, terms) for f in facts if f.value is not None]
        unknown = [f"{fact_name(f, terms)}不详" for f in facts if f.value is None]
        word = "高于" if op == "gt" and isinstance(left, proof.FactRead) else THRESHOLD_WORDS[op]
        if isinstance(right, proof.Number) and right.number == "0" and op in ("gt", "eq"):
            return f"{','.join([*known, *unknown])},不能判断有无"
        return f"{','.join([*known, *unknown])},不能判断是否{word}{_threshold(right, terms)}"
    if [f for f in facts if f.value is None]:
        return _at_least(node, facts, terms)
    unit = next((unit_word(terms.get(f.fact)) for f in proof.facts_below(left)), "")
    read = ",".join(stated(f, terms) for f in facts)
    return f"{read};{_worked_out(left, unit)},{_ADDED_UP[op, status]}{_worked_out(right, unit)}"


def _at_least(node: proof.Compare, facts: Sequence[proof.FactRead], terms: Terms) -> str:
    """A comparison that is settled however much is requested: what is known, and what the least would come to."""
    unit = next((unit_word(terms.get(f.fact)) for f in proof.facts_below(node.left)), "")
    known = ",".join(stated(f, terms) for f in facts if f.value is not None)
    open_ = [f for f in facts if f.value is None]
    names = "、".join(
        f"{fact_name(f, terms)}未写明,至少{_least(f, terms)}{unit_word(terms.get(f.fact))}" for f in open_
    )
    low = _worked_out(_supposed(node.left, terms), unit)
    return f"{known};{names}:{low},{_ADDED_UP[node.op, node.status]}{_worked_out(node.right, unit)}"


def _least(fact: proof.FactRead, terms: Terms) -> str:
    term = terms.get(fact.fact)
    return "0" if term is None else term.minimum or "0"


def _supposed(node: proof.Expression, terms: Terms) -> proof.Expression:
    """An expression with the least of each number that is not known."""
    match node:
        case proof.FactRead():
            return node if node.value is not None else replace(node, value=_least(node, terms))
        case proof.Total():
            parts = tuple(_supposed(part, terms) for part in node.sum)
            numbers = [Decimal(_number_of(part)) for part in parts]
            return proof.Total(parts, plain(sum(numbers, Decimal(0))))
        case proof.Product() if node.times[1].value is None:
            factor, fact = node.times
            least = _least(fact, terms)
            number = plain(Decimal(factor.number) * Decimal(least))
            return proof.Product((factor, replace(fact, value=least)), number)
        case _:
            return node


def _number_of(node: proof.Expression) -> str:
    return (node.value or "0") if isinstance(node, proof.FactRead) else node.number


def _not_alike(facts: Sequence[proof.FactRead], terms: Terms) -> str:
    """Figures of different periods, or one without its date: what was given of each, and what is to be supplied."""
    given, requests = [], []
    apart = "不能比较"
    for fact in facts:
        if not fact.apart:
            given.append(stated(fact, terms))
            continue
        own = replace(fact, value=fact.apart, period="", apart="")
        given.append(stated(own, terms) + ("" if fact.as_at else ",未注明时点"))
        if fact.as_at:
            term = terms.get(fact.fact)
            apart = f"不是同一{'期间' if term is None or term.datatype == 'ratio' else '时点'},不作比较"
        requests.append(f"请提供{fact_name(fact, terms)}" if fact.as_at else f"请补写{fact_name(own, terms)}的时点")
    return f"{','.join(given)},{apart};{','.join(requests)}"


def _threshold(node: proof.Expression, terms: Terms) -> str:
    match node:
        case proof.Number():
            return _const(node)
        case proof.FactRead():
            return fact_name(node, terms)
        case proof.Product():
            factor, fact = node.times
            # 7.5张/千常住人口 says of whom; a percentage does not.
            rate = "/" in factor.const and "%" not in factor.const and not _is_fraction(factor)
            return factor.const if rate else f"{fact_name(fact, terms)}的{_const(factor)}"
        case proof.Total():
            return "所定标准"


def _worked_out(node: proof.Expression, unit: str) -> str:
    """An expression as arithmetic with its result: 71293+100=71393张, 7.5张/千常住人口×10342.1千人=77565.75张."""
    match node:
        case proof.FactRead():
            return f"{node.value}{unit}"
        case proof.Number():
            return _const(node)
        case _:
            return f"{_terms_of(node)}={node.number}{unit}"


def _const(node: proof.Number) -> str:
    """A constant as the text writes it; a percentage needs no unit behind it (20% of so many people)."""
    percentage, sign, unit = node.const.partition("%")
    return percentage + sign if sign and unit else node.const


def _is_fraction(factor: proof.Number) -> bool:
    """Whether it is the upper number of a fraction, whose lower one multiplies the other side."""
    fraction = parse_fraction(factor.const)
    return fraction is not None and str(fraction.numerator) == factor.number


def _terms_of(node: proof.Expression) -> str:
    match node:
        case proof.FactRead():
            return str(node.value)
        case proof.Number():
            return _const(node)
        case proof.Product():
            factor, fact = node.times
            # A subtracted fact is a fact times -1.
            return (
                f"-{fact.value}"
                if factor.number == "-1"
                else f"{factor.number}×{fact.value}"
                if factor.const == MULTIPLIED_OUT or _is_fraction(factor)
                else f"{_const(factor)}×{_heads(factor.const, str(fact.value))}"
            )
        case proof.Total():
            return "+".join(_terms_of(t) for t in node.sum).replace("+-", "-")


_PER_MANY: Final = re.compile("/(千|万)")
_MANY: Final = {"千": 1000, "万": 10000}


def _heads(rate: str, number: str) -> str:
    """A number of people in the thousands or ten thousands of a rate, so that the product is true as printed: 10342.1千人."""
    match = _PER_MANY.search(rate)
    return f"{plain(Decimal(number) / _MANY[match[1]])}{match[1]}人" if match else number


def _one_of(node: proof.OneOf, terms: Terms) -> str:
    read = node.read
    if node.status is Status.UNKNOWN:
        return f"{fact_name(read, terms)}不详,不能判断是否为{listed(node.shown)}"
    if read.value is None:
        belong = "都属于" if node.status is Status.TRUE else "都不属于"
        return f"{fact_name(read, terms)}不详,但可以申请该事项的各类机构{belong}该条所称{listed(node.shown)}"
    itself = node.values == node.shown
    what = "床位" if read.fact == "床位类别" else ""
    if node.status is Status.TRUE:
        return stated(read, terms) + ("" if itself else f",属于该条所称{listed(node.shown)}")
    return f"{stated(read, terms)},{'不是' if itself else '不属于该条所称'}{listed(node.shown)}{what}"


def _within(node: proof.Within) -> str:
    if node.status is Status.UNKNOWN:
        return f"机构所在区县不详,不能判断是否属于{listed(node.shown)}"
    belongs = "属于" if node.status is Status.TRUE else "不属于"
    return f"机构所在地{node.read.value}{belongs}{listed(node.shown)}"


def _during(node: proof.During) -> str:
    words, day = span_words(ir.During("", node.begins, node.ends)), period_words(node.day)
    inside = "在期间以内" if node.status is Status.TRUE else "不在期间"
    return f"该条的期间是{words.removesuffix('期间')},适用规定之日{day}{inside}"


def _contains(node: ContainsAny, terms: Terms) -> str:
    read, values = node.read, "或".join(node.values)
    term = terms.get(read.fact)
    if read.assumed and read.assumed != NOT_CLAIMED:
        return stated(read, terms)
    if read.assumed:
        return f"申请材料未载明{claim(node)},按没有该情形处理"
    if node.status is Status.UNKNOWN and term is not None and term.yes_no:
        return f"{fact_name(read, terms)}哪几项服务尚未查明,不能判断是否有{values}"
    if node.status is Status.UNKNOWN:
        return f"{fact_name(read, terms)}未经核实,不能判断是否为{values}"
    sentence = stated(read, terms)
    return sentence if node.status is Status.TRUE or read.value == "无" else f"{sentence},不含{values}"


def _holds(node: proof.Holds, terms: Terms) -> str:
    read = node.read
    if read.assumed == NOT_CLAIMED:
        return f"申请材料未载明{claim(node)},按没有该情形处理"
    if node.status is Status.UNKNOWN:
        if read.of in UNPLACED:
            return f"机构所在的{UNPLACED[read.of]}未写明,不能判断当地是否属于「{read.fact}」的情形"
        term = terms.get(read.fact)
        if term is not None and term.provider == "有权机关认定":
            return f"{read.of}是否属于「{read.fact}」的情形,尚无认定"
        return f"{fact_name(read, terms)}尚未查明"
    return stated(read, terms)


def claim(node: proof.OneOf | proof.Within | proof.Holds | ContainsAny) -> str:
    """What an applicant claims (情形): 重点建设项目(市级), 按卫生规划设立."""
    fact = node.read.fact
    return fact if isinstance(node, proof.Holds) or not node.values else f"{fact}({listed(node.values)})"
