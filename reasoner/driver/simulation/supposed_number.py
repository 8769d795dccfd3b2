"""A number of a clause supposed to be another: the rule base with it, as data. The official text stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple, NoReturn

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.backtranslate import asked_for, sentence
from policy_dsl.compiled import Document, raw, rules_digest
from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.lowering.units import read_literal
from policy_dsl.numerals import parse_quantity, percent, plain
from policy_dsl.vocabulary import Vocabulary
from reasoner.batch.simulation import SupposedRule
from reasoner.model.rule_base import RuleBase

MARK: Final = "〔假设〕"
"""What stands before the sentence of a rule that nobody issued."""
ALLOWED: Final = "文件/条款=新值;要分清的,写 文件/条款#规则=新值,或者 文件/条款#规则:原值=新值"
_GIVEN: Final = re.compile(
    r"(?P<document>[^/=#:]+)/(?P<clause>[^/=#:]+)(?:#(?P<rule>[^=:]+))?(?::(?P<old>[^=]+))?=(?P<new>.+)"
)
_PLAIN_MARKS: Final = str.maketrans({"＝": "=", "＃": "#", "：": ":", "／": "/", "％": "%"})


class _Number(NamedTuple):
    """A number of a rule: the comparison in which it stands, and the number."""

    norm: ir.Norm
    compared: ir.Compare
    value: Decimal
    words: str


def with_numbers(base: RuleBase, given: Sequence[str]) -> tuple[RuleBase, tuple[SupposedRule, ...]]:
    """The rule base with these numbers, and what is supposed of which rule. given: each `document/clause=number`; of a document of
    several versions the last is meant, where none is named (`document@version/clause=number`).

    Raises Faults: B121 it names no number, B122 it names several, B123 it cannot be this number.
    """
    supposed: list[SupposedRule] = []
    for one in given:
        base, rules = _with_number(base, one)
        supposed += rules
    return base, tuple(supposed)


def _with_number(base: RuleBase, given: str) -> tuple[RuleBase, list[SupposedRule]]:
    match = _GIVEN.fullmatch(given.strip().translate(_PLAIN_MARKS))
    if match is None:
        _refuse("B121", given, "没有写明是哪一条的数改成多少", ALLOWED, "如 qingdao-2023-18-medical/3.1.p2=70%")
    id_, _, version = match["document"].strip().partition("@")
    document = base.version(id_, version) if version else base.documents.get(id_)
    if document is None:
        names = [*base.documents, *(d.expression for each in base.several.values() for d in each)]
        close = nearest(match["document"], names, 3) or names
        _refuse("B121", given, f"没有「{match['document']}」这份文件", "、".join(close))
    address = f"{document.id}/{match['clause'].strip()}"
    numbers = _of_clause(document, address, given)
    number = _chosen(given, numbers, match["rule"], match["old"])
    new = _new_value(base.vocabulary, given, number, match["new"].strip())
    changed = _Change(number, new, base.vocabulary)
    norms = [changed.of(n) for n in document.all_norms]
    amended = _told_again(document.with_norms(norms))
    digest = ir.digest([document.content_digest, given])
    amended = amended.with_words(content_digest=digest)
    documents = tuple(amended if d is document else d for d in base.every)
    compiled = replace(base.compiled, documents=documents, rules_digest=rules_digest(documents))
    clause = document.clauses[address]
    rules = [
        SupposedRule(
            address,
            document.title,
            clause.place,
            clause.quote,
            n.id,
            number.words,
            new.shown,
            n.text,
            after.text,
            document.version if document.id in base.several else "",
        )
        for n, after in zip(document.all_norms, norms, strict=True)
        if after is not n and n.alternative_of is None
    ]
    return RuleBase(compiled, base.vocabulary), rules


def numbers_of(document: Document) -> Iterator[tuple[str, str, str, str]]:
    """The numbers of a document that can be supposed to be others: the address of the clause, `rule:75%`, 75%, the rule told back."""
    for norm in document.norms_in_use:
        for number in _numbers(norm):
            yield norm.clause, f"{_name(norm)}:{number.words}", number.words, norm.text


def _of_clause(document: Document, address: str, given: str) -> list[_Number]:
    """The numbers of the rules of a clause; raises Faults (B121) where it has none."""
    each = [n for norm in document.norms_in_use for n in _numbers(norm)]
    with_numbers = list(dict.fromkeys(n.norm.clause for n in each))
    if address not in document.clauses:
        close = nearest(address, with_numbers, 3) or with_numbers
        _refuse(
            "B121", given, f"《{document.title}》没有「{address.partition('/')[2]}」这一条", "、".join(close) or "没有"
        )
    numbers = [n for n in each if n.norm.clause == address]
    if not numbers:
        hint = "这份文件里有数可改的条款列在上面" if with_numbers else "这份文件的规则里没有数"
        _refuse("B121", given, "这一条的规则里没有与事实比较的数", "、".join(with_numbers) or "没有", hint)
    return numbers


def _chosen(given: str, numbers: Sequence[_Number], rule: str | None, old: str | None) -> _Number:
    """The one number that is meant; raises Faults."""
    left = list(numbers)
    if rule is not None:
        left = [n for n in numbers if _name(n.norm) == rule.strip()]
    if old is not None:
        quantity = parse_quantity(old.strip())
        left = [
            n for n in left if n.words == old.strip() or (quantity is not None and parse_quantity(n.words) == quantity)
        ]
    if not left:
        _refuse("B121", given, "这一条没有这样的规则或者原值", "、".join(_ways(numbers)))
    if len({(n.norm.id, n.value, n.words) for n in left}) > 1:
        _refuse("B122", given, f"这一条有{len(_ways(numbers))}个数,没有写明改哪一个", "、".join(_ways(numbers)))
    return left[0]


def _ways(numbers: Iterable[_Number]) -> list[str]:
    """How each of some numbers is named."""
    return list(dict.fromkeys(f"{n.norm.clause}#{_name(n.norm)}:{n.words}" for n in numbers))


def _name(norm: ir.Norm) -> str:
    return norm.id.partition("#")[2]


def _new_value(vocabulary: Vocabulary, given: str, number: _Number, text: str) -> ir.Const:
    """The number that is supposed; raises Faults (B123)."""
    allowed = f"与原文「{number.words}」同样的单位,大于零"
    quantity, old = parse_quantity(text), parse_quantity(number.words)
    if quantity is None or old is None:
        _refuse("B123", given, f"「{text}」不是可读的数", allowed, "如 70%、1.1万张、0.5张/千常住人口")
    if not quantity.unit and not quantity.percent and old.unit and text[-1:].isdigit() and _plain_unit(number.words):
        text += old.unit  # 6.8 for 7.5张/千常住人口; of 1.2万张 nobody knows whether 1.1 has 万
        quantity = parse_quantity(text) or quantity
    if quantity.percent != old.percent or quantity.unit not in (old.unit, *([""] if old.percent else [])):
        _refuse("B123", given, f"「{text}」的单位与原文不同", allowed)
    literal = read_literal(text if quantity.unit or not old.unit else text + old.unit, vocabulary)
    if isinstance(literal, str):
        _refuse("B123", given, f"「{text}」读不出来:{literal}", allowed)
    if literal.value <= 0:
        _refuse("B123", given, f"「{text}」不大于零", allowed)
    most = _most(number.compared, vocabulary)
    if most is not None and literal.value > most:
        _refuse(
            "B123", given, f"「{text}」超过所比较的事实的最大值{percent(most) if old.percent else plain(most)}", allowed
        )
    if literal.value == number.value:
        _refuse("B123", given, f"「{text}」就是原来的数", f"与「{number.words}」不同的数")
    return ir.Const(Decimal(plain(literal.value)), text)


def _plain_unit(words: str) -> bool:
    """Whether the number of a clause stands in its unit itself: in no per cent, and in no multiple of it."""
    return _BARE.match(words) is not None


_BARE: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?[^0-9.%％十百千万亿]")


def in_words(words: str) -> str:
    """A number as it is read: 20%张/X is 20% of X."""
    return _SHARE.sub(r"\2的\1", words)


def version_words(version: str) -> str:
    """Which version of a document is meant, in words; empty: it has but one."""
    return f"({version}版)" if version else ""


_SHARE: Final = re.compile(r"([0-9.]+%)[^/0-9]+/(.+)")


def _most(compared: ir.Compare, vocabulary: Vocabulary) -> Decimal | None:
    """The largest value of the one fact that is compared as it is; None where there is none."""
    sides = [s for s in (compared.left, compared.right) if isinstance(s, ir.Fact)]
    if len(sides) != 1:
        return None
    term = vocabulary.facts.get(sides[0].term)
    return Decimal(term.maximum) if term is not None and term.maximum else None


def _numbers(norm: ir.Norm) -> Iterator[_Number]:
    yield from _in_condition(norm, norm.condition)


def _in_condition(norm: ir.Norm, cond: ir.Cond) -> Iterator[_Number]:
    match cond:
        case ir.And(parts) | ir.Or(parts):
            for part in parts:
                yield from _in_condition(norm, part)
        case ir.Not(part):
            yield from _in_condition(norm, part)
        case ir.Compare(_, left, right):
            if ir.multiplier(cond) != 1:
                return
            for side in (left, right):
                for term in side.terms if isinstance(side, ir.Sum) else (side,):
                    constant = (
                        term if isinstance(term, ir.Const) else term.factor if isinstance(term, ir.Scaled) else None
                    )
                    if constant is not None and constant.value > 0 and parse_quantity(constant.shown) is not None:
                        yield _Number(norm, cond, constant.value, constant.shown)


class _Change:
    """Puts a number in the place of another, in one rule and in what it would be under alternatives of readings."""

    def __init__(self, number: _Number, new: ir.Const, vocabulary: Vocabulary) -> None:
        self._id, self._vocabulary = number.norm.id, vocabulary
        self._old = ir.Const(number.value, number.words)
        self._new = new

    def of(self, norm: ir.Norm) -> ir.Norm:
        """The norm with the number; the same object where it has nothing to do with it."""
        if norm.id != self._id and not norm.id.startswith(f"{self._id}@"):
            return norm
        condition = self._condition(norm.condition)
        if condition == norm.condition:
            return norm
        other = replace(norm, condition=condition)
        return replace(
            other, text=MARK + sentence(asked_for(other, self._vocabulary.askers), self._vocabulary.consequences)
        )

    def _condition(self, cond: ir.Cond) -> ir.Cond:
        match cond:
            case ir.And(parts):
                return ir.And(tuple(map(self._condition, parts)))
            case ir.Or(parts):
                return ir.Or(tuple(map(self._condition, parts)))
            case ir.Not(part):
                return ir.Not(self._condition(part))
            case ir.Compare():
                return replace(cond, left=self._side(cond.left), right=self._side(cond.right))
            case _:
                return cond

    def _side(self, expr: ir.Expr) -> ir.Expr:
        match expr:
            case ir.Const():
                return self._new if expr == self._old else expr
            case ir.Scaled(factor, of):
                return ir.Scaled(self._new, of) if factor == self._old else expr
            case ir.Sum(terms):
                return ir.Sum(tuple(map(self._side, terms)))
            case _:
                return expr


def _told_again(document: Document) -> Document:
    """The document whose clauses tell their rules as they are now; the words of clauses stay."""
    texts = {n.id: n.text for n in document.all_norms}
    clauses = tuple(
        replace(
            c,
            rules=tuple(replace(r, text=texts.get(r.id, r.text)) for r in c.rules),
            alternatives=tuple(replace(r, text=texts.get(r.id, r.text)) for r in c.alternatives),
        )
        for c in document.clauses.values()
    )
    return replace(document, clause_list=raw(clauses))


def _refuse(code: str, given: str, message: str, allowed: str = "", hint: str = "") -> NoReturn:
    raise Faults([Diagnostic(code, f"--set {given}", message, allowed, hint)])
