"""Back-translation (回译): one plain Chinese sentence per norm, made from the IR alone.

A lawyer reads it beside the quote. Nothing of the source text or the AST is used, so that a wrong rule reads wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.bounded_conditions import unbounded
from policy_dsl.numerals import period_words, plain

THRESHOLD_WORDS: Final[dict[ir.Operator, str]] = {
    "lt": "低于",
    "le": "不超过",
    "gt": "超过",
    "ge": "达到",
    "eq": "等于",
}
"""An operator before a threshold, where no sentence follows: in a table, or after 是否."""
OPERATOR_WORDS: Final = {"lt": "低于", "le": "不超过", "gt": "超过", "ge": "达到或者超过", "eq": "等于"}

Consequences = Mapping[tuple[ir.Effect, ir.Strength], str]
"""How what follows from a rule is told, by its effect and strength; `Vocabulary.consequences` has them."""


Askers = Mapping[str, Sequence[str]]
"""By matter the kinds of institutions that may ask for it; `Vocabulary.askers` has them."""

_OWN_WORD: Final = re.compile("“(.+)”的结果")
"""The reading that says what a bureau's own word of effect means (`lowering.norms`)."""


def sentence(norm: ir.Norm, consequences: Consequences) -> str:
    """The norm as a sentence: matter, whom it reaches, when, and what follows."""
    applying = f"申请{_listed(norm.matters, '或者')}"
    verb = "或者".join(dict.fromkeys(matter[:2] for matter in norm.matters))
    telling = consequences[norm.effect, norm.strength].replace("新增", verb)
    words = [m[1] for name in norm.readings if (m := _OWN_WORD.fullmatch(name)) is not None]
    if words:
        telling += f"(原文用词{_listed([f'“{word}”' for word in words], '、')})"
    if norm.exempts_singly:
        telling = f"不受{_listed([_place(clause) for clause in norm.named], '和')}限制(本文件的其他限制照旧)"
    if norm.pending:
        follows = "须具备条件" if norm.effect is ir.Effect.REQUIRE else telling
        return f"{applying}的,可能{follows}(本条待写,尚未写成规则)。"
    who, scope = _applicants(norm.scope)
    period, applies = unbounded(norm.condition)
    cases = [condition(c) for c in (scope, applies) if c != ir.ALWAYS]
    required = f"须{cases.pop()}," if norm.effect == "require" and applies != ir.ALWAYS else ""
    when = [] if period is None else [span_words(period)]
    text = f"{','.join([*when, who + applying, *cases])}的,{required}{telling}"
    if norm.supports is not None:
        text += f"(目标性规定,由{_place(norm.supports)}具体化,仅作印证)"
    if norm.alternative_of is not None:
        text += f"(按条文理解“{norm.alternative_of}”的另一种理解)"
    return text + "。"


def asked_for(norm: ir.Norm, askers: Askers) -> ir.Norm:
    """The norm as it is told: of its matters those that an institution within its scope may ask for.

    An exemption of 医疗机构 from a whole document names every matter of it; a pharmacy, which alone asks for
    新增定点零售药店, is none of them.
    """
    matters = reached(norm, askers)
    return norm if not matters or matters == norm.matters else replace(norm, matters=matters)


def reached(norm: ir.Norm, askers: Askers) -> tuple[str, ...]:
    """The matters of a norm that a kind of institution within its scope may ask for; those of which nobody knows who asks too."""
    return tuple(
        m for m in norm.matters if m not in askers or any(_may(norm.scope, m, kind, True) for kind in askers[m])
    )


_KIND: Final = ("机构", "类型")
_MATTER: Final = ("申请", "事项")


def _may(cond: ir.Cond, matter: str, kind: str, truth: bool) -> bool:
    """Whether a condition may have this truth value for a kind of institution that asks for a matter."""
    match cond:
        case ir.And(parts) | ir.Or(parts):
            every = all if isinstance(cond, ir.And) == truth else any
            return every(_may(p, matter, kind, truth) for p in parts)
        case ir.Not(part):
            return _may(part, matter, kind, not truth)
        case ir.OneOf(fact, values) if (fact.subject, fact.term) == _KIND:
            return (kind in values) == truth
        case ir.OneOf(fact, values) if (fact.subject, fact.term) == _MATTER:
            return (matter in values) == truth
        case _:
            return True


def span_words(period: ir.During) -> str:
    """From when until when, as people say it: 2024年3月1日至2024年12月31日期间, 自2025年1月1日起, 至2025年12月31日止."""
    begins, ends = (period_words(day) if day else "" for day in (period.begins, period.ends))
    return f"{begins}至{ends}期间" if begins and ends else f"自{begins}起" if begins else f"至{ends}止"


def _applicants(scope: ir.Cond) -> tuple[str, ir.Cond]:
    """The kinds of institutions that a scope names, in words (基层医药机构(共12类)), and the rest of the scope."""
    parts = scope.parts if isinstance(scope, ir.And) else (scope,)
    kinds = [p for p in parts if isinstance(p, ir.OneOf) and (p.fact.subject, p.fact.term) == _KIND]
    if len(kinds) != 1:
        return "", scope
    rest = tuple(p for p in parts if p is not kinds[0])
    return _one_of(kinds[0]), rest[0] if len(rest) == 1 else ir.And(rest) if rest else ir.ALWAYS


def _one_of(cond: ir.OneOf) -> str:
    """The values as the text calls them, and which these are, or how many."""
    few = f"(即{'、'.join(cond.values)})" if len(cond.values) <= 6 else f"(共{len(cond.values)}类)"
    return "、".join(cond.shown) + ("" if cond.shown == cond.values else few)


def condition(cond: ir.Cond) -> str:
    """A condition in words."""
    match cond:
        case ir.And(parts) if len(parts) > 1 and (none := _none_among(parts)) is not None:
            return none
        case ir.And(parts):
            return "并且".join(_grouped(p, ir.Or) for p in parts)
        case ir.Or(parts) if len(parts) > 1 and (several := _one_among(parts)) is not None:
            return several
        case ir.Not(ir.Or(parts)) if len(parts) > 1 and (several := _one_among(parts, "不包含")) is not None:
            return several
        case ir.Not(ir.Contains() as part) if part.fact.term in _SAYS:
            return _one_among((part,), "不包含") or ""
        case ir.Or(parts):
            return "或者".join(_grouped(p, ir.And) for p in parts)
        case ir.Not(ir.Within(_, _, words)):
            return f"机构不在{_listed(words, '和')}"
        case ir.Not(ir.Holds(fact)):
            return f"{_whose(fact)}并非{_FINDS.get(fact.term[-2:], '')}{fact.term}"
        case ir.Not(part):
            return f"并非({condition(part)})"
        case ir.OneOf(fact):
            what = "机构" if (fact.subject, fact.term) == ("机构", "类型") else fact_words(fact)
            return f"{what}为{_one_of(cond)}"
        case ir.Within(_, values, words):
            extra = f"(共{len(values)}个区县)" if len(values) != len(words) else ""
            return f"机构位于{_listed(words, '或者')}{extra}"
        case ir.Contains():
            return _one_among((cond,)) or ""
        case ir.Untranscribed(may):
            return f"本条(待写)规定{may}"
        case ir.During():
            return f"适用日期在{span_words(cond).removesuffix('期间')}的期间内"
        case ir.Holds(fact):
            return f"{_whose(fact)}{_FINDS.get(fact.term[-2:], '')}{fact.term}"
        case ir.Compare(op, left, right, ratio):
            if ratio and isinstance(right, ir.Scaled):
                return f"{expression(left)}{OPERATOR_WORDS[op]}{_rate(right)}"
            if right == ir.Const(Decimal(0), "0") and op in _ZERO:
                return f"{expression(left)}{_ZERO[op]}"
            return f"{expression(left)}{OPERATOR_WORDS[op]}{expression(right)}"


def _one_among(parts: Sequence[ir.Cond], word: str = "包含") -> str | None:
    """That one fact has one of several values (机构已定点包含住院、院护中的一项); None where the parts say something else."""
    contained = [p for p in parts if isinstance(p, ir.Contains)]
    if len(contained) < len(parts) or not contained or len({p.fact for p in contained}) > 1:
        return None
    ending = "" if len(contained) == 1 else "中的任何一项" if word != "包含" else "中的一项"
    fact = contained[0].fact
    yes, no, noun = _SAYS.get(fact.term, ("", "", ""))
    says = _whose(fact) + (yes if word == "包含" else no) if yes else fact_words(fact) + word
    if noun and word == "包含":
        return f"{says}{_listed([p.value for p in contained], '或者')}{noun}"
    return f"{says}{'、'.join(p.value for p in contained)}{noun}{ending}"


def _none_among(parts: Sequence[ir.Cond]) -> str | None:
    """That one fact has none of several values (机构未定点住院、院护中的任何一项); None where the parts say something else."""
    inner = [p.part for p in parts if isinstance(p, ir.Not)]
    return _one_among(inner, "不包含") if len(inner) == len(parts) else None


_SAYS: Final = {"已定点": ("已定点", "未定点", ""), "重点建设项目": ("列入", "未列入", "重点建设项目")}
"""How it is said that a fact has a value, and that it has not: 机构已定点院护, 机构未列入市级重点建设项目."""


_FINDS: Final = {"地区": "属于", "区域": "属于", "镇街": "属于", "城区": "属于", "名额": "有"}
"""The verb before a finding whose name is a noun, by its last two characters: 本区县属于照护资源不足地区."""


_PER_MANY: Final = re.compile("([^/]+)/([千万])(.+)")


def _rate(scaled: ir.Scaled) -> str:
    """A number of so many, as texts say it: 全市每千常住人口7.5张, 本区县的院护床位数的30%."""
    of, standard = scaled.of, scaled.factor.shown
    match = _PER_MANY.fullmatch(standard)
    if match is None:
        # A unit that says of whom, says it a second time.
        alike = standard.endswith(f"/{of.term}") and "%" in standard
        return f"{fact_words(of)}的{standard.partition('%')[0] + '%' if alike else number_with_unit(standard)}"
    whose = _whose(of) if match[3] == of.term else fact_words(of)
    return f"{whose}每{match[2]}{match[3]}{match[1]}"


_ZERO: Final = {"eq": "为零", "gt": "大于零"}


def _negative(expr: ir.Expr) -> bool:
    return (expr.value if isinstance(expr, ir.Const) else expr.factor.value if isinstance(expr, ir.Scaled) else 0) < 0


def _size(expr: ir.Expr) -> str:
    """A term without its sign."""
    if isinstance(expr, ir.Scaled) and (expr.factor.value == -1 or expr.factor.shown == ir.MULTIPLIED_OUT):
        return fact_words(expr.of)
    return expression(expr).removeprefix("-")


def _place(clause: str) -> str:
    """The place of a clause as people cite it; of one that has no address, what the rule wrote."""
    from policy_dsl.addresses import parse_address, place  # whoever only takes words from here need not know addresses

    address = clause.rpartition("/")[2]
    return place(address) if parse_address(address) else address


def _listed(words: Sequence[str], last: str) -> str:
    """市南区、市北区或者李沧区."""
    return last.join(["、".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def number_with_unit(text: str) -> str:
    """A per cent with a unit: 20%(张/预期享受长护险待遇人数); anything else as the rule writes it."""
    number, mark, unit = text.partition("%")
    return f"{number}%({unit})" if mark and unit else text


def _grouped(cond: ir.Cond, *kinds: type) -> str:
    text = condition(cond)
    return f"({text})" if isinstance(cond, kinds) and len(getattr(cond, "parts", ())) > 1 else text


def expression(expr: ir.Expr) -> str:
    """An expression in words."""
    match expr:
        case ir.Fact():
            return fact_words(expr)
        case ir.Const(value, text):
            return text or plain(value)
        case ir.Scaled(factor, of):
            return fact_words(of) if factor.shown == ir.MULTIPLIED_OUT else f"{factor.shown}×{fact_words(of)}"
        case ir.Sum(terms):
            if not any(map(_negative, terms)):
                return "加上".join(expression(t) for t in terms)
            return "".join(f"{'减' if _negative(t) else '加'}{_size(t)}" for t in terms)[1:] + "所得"


def fact_words(fact: ir.Fact) -> str:
    """A fact with its subject: 全市的常住人口, 申请的床位数, 2025年全市的预期享受长护险待遇人数.

    What lies around the applicant names its own place: 所在镇街院护机构数, 步行15分钟内同类型定点机构数.
    """
    if fact.subject == "申请" and fact.term.startswith(("所在", "步行")):
        return fact.term
    return f"{_whose(fact)}的{fact.term}"


def _whose(fact: ir.Fact) -> str:
    return period_words(fact.period) + fact.subject if fact.period else fact.subject
