"""Back-translation (回译): one plain Chinese sentence per norm, made from the IR alone.

A lawyer reads it beside the quote. Nothing of the source text or the AST is used, so that a wrong rule reads wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from policy_dsl import ir
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


def sentence(norm: ir.Norm, consequences: Consequences) -> str:
    """The norm as a sentence: matter, whom it reaches, when, and what follows."""
    follows = consequences[norm.effect, norm.strength]
    parts = [_lead(norm.matters)]
    if norm.scope != ir.ALWAYS and not norm.pending:
        parts.append(condition(norm.scope))
    if norm.pending:
        possible = "须具备条件" if norm.effect is ir.Effect.REQUIRE else follows
        return ",".join([*parts, f"可能{possible}(本条待写,尚未写成规则)。"])
    if norm.condition != ir.ALWAYS:
        lead = "须" if norm.effect == "require" else "如"
        parts.append(lead + condition(norm.condition))
    text = ",".join([*parts, follows])
    if norm.supports is not None:
        text += f"(目标性规定,由{_place(norm.supports)}具体化,仅作印证)"
    if norm.alternative_of is not None:
        text += f"(解释“{norm.alternative_of}”的另一种理解)"
    return text + "。"


def _lead(matters: Sequence[str]) -> str:
    return "申请" + "或者".join(matters) + "的"


def of_matters(norm: ir.Norm, matters: Sequence[str]) -> str:
    """The sentence of a norm, told of some of its matters only."""
    return _lead(matters) + norm.text.removeprefix(_lead(norm.matters))


def condition(cond: ir.Cond) -> str:
    """A condition in words."""
    match cond:
        case ir.And(parts):
            return "并且".join(_grouped(p, ir.Or) for p in parts)
        case ir.Or(parts) if len(parts) > 1 and (several := _one_among(parts)) is not None:
            return several
        case ir.Not(ir.Or(parts)) if len(parts) > 1 and (several := _one_among(parts, "不包含")) is not None:
            return several
        case ir.Not(ir.Contains() as part) if part.fact.term == _SERVICES:
            return _one_among((part,), "不包含") or ""
        case ir.Or(parts):
            return "或者".join(_grouped(p, ir.And) for p in parts)
        case ir.Not(ir.Within(_, _, words)):
            return f"机构不在{_listed(words, '和')}"
        case ir.Not(ir.Holds(fact)):
            return f"{_whose(fact)}并非{_FINDS.get(fact.term[-2:], '')}{fact.term}"
        case ir.Not(part):
            return f"并非({condition(part)})"
        case ir.OneOf(fact, values, words):
            listed = (
                "" if words == values else f"(即{'、'.join(values)})" if len(values) <= 6 else f"(共 {len(values)} 类)"
            )
            what = "机构" if (fact.subject, fact.term) == ("机构", "类型") else fact_words(fact)
            return f"{what}为{'、'.join(words)}{listed}"
        case ir.Within(_, values, words):
            extra = f"(共 {len(values)} 个区县)" if len(values) != len(words) else ""
            return f"机构位于{_listed(words, '或者')}{extra}"
        case ir.Contains():
            return _one_among((cond,)) or ""
        case ir.Untranscribed(may):
            return f"本条(待写)规定{may}"
        case ir.Holds(fact):
            return f"{_whose(fact)}{_FINDS.get(fact.term[-2:], '')}{fact.term}"
        case ir.Compare(op, left, right, ratio):
            if ratio and isinstance(right, ir.Scaled):
                return f"{expression(left)}除以{expression(right.of)}{OPERATOR_WORDS[op]}{number_with_unit(right.factor.shown)}"
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
    says = _whose(fact) + _SERVES[word] if fact.term == _SERVICES else fact_words(fact) + word
    return f"{says}{'、'.join(p.value for p in contained)}{ending}"


_SERVICES: Final = "已定点"
_SERVES: Final = {"包含": "已定点", "不包含": "未定点"}
"""How services held are said: 机构已定点院护."""


_FINDS: Final = {"地区": "属于", "区域": "属于", "镇街": "属于", "名额": "有"}
"""The verb before a finding whose name is a noun, by its last two characters: 本区县属于照护资源不足地区."""


_ZERO: Final = {"eq": "为零", "gt": "大于零"}


def _negative(expr: ir.Expr) -> bool:
    return (expr.value if isinstance(expr, ir.Const) else expr.factor.value if isinstance(expr, ir.Scaled) else 0) < 0


def _size(expr: ir.Expr) -> str:
    """A term without its sign."""
    if isinstance(expr, ir.Scaled) and expr.factor.value == -1:
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
            return f"{factor.shown}×{fact_words(of)}"
        case ir.Sum(terms):
            if not any(map(_negative, terms)):
                return _listed([expression(t) for t in terms], "与") + "之和"
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
