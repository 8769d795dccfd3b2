"""What an applicant can do about a clause that keeps it out: what comes first, and how much of what is asked for fits.

Taken from the rule's own condition and from its figures; the clause says whether a part may be granted, or does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_FLOOR, Decimal

from policy_dsl.ir import Effect
from reasoner.explain.comparison_text import turning
from reasoner.model import proof
from reasoner.model.kinds import Status
from reasoner.model.verdict import ClauseCitation

REQUESTED = "床位数"
"""The fact of an application that says how many beds are asked for."""
SERVICES = "已定点"
_FIXES = "核定"
"""The word of a clause by which the agency fixes a number, and does not only grant or refuse what is asked for."""


def first_steps(rule: proof.RuleProof, matter: str, adding: Mapping[str, str]) -> Iterator[str]:
    """Of a requirement that fails because a contract is lacking: that this is to be applied for first.

    adding: by service the matter by which it is applied for.
    """
    if rule.effect is not Effect.REQUIRE or rule.status is not Status.TRUE or rule.condition is None:
        return
    for leaf in turning(rule.condition):
        if isinstance(leaf, proof.Contains) and leaf.read.fact == SERVICES and leaf.status is Status.FALSE:
            for service in leaf.values:
                by = adding.get(service, "")
                if by and by != matter:
                    yield f"{matter}以已经定点{service}为条件:可先申请「{by}」,取得定点后再申请「{matter}」。"


def what_fits(rule: proof.RuleProof, citation: ClauseCitation) -> Iterator[str]:
    """Of a cap that the number asked for would exceed: how many would not, and what the clause says of granting a part."""
    for requested, free in rooms(rule):
        if free <= 0:
            yield "按该条已没有可以新增的床位。"
        elif free < requested:
            yield f"本次申请{requested}张,按该条可以容纳{free}张。{_of_a_part(citation, free)}"


def rooms(rule: proof.RuleProof) -> Iterator[tuple[int, int]]:
    """Of a cap that the number asked for would exceed: how many are asked for, and how many would fit."""
    if rule.effect is not Effect.CAP or rule.status is not Status.TRUE or rule.condition is None:
        return
    yield from (room for leaf in turning(rule.condition) if (room := _room(leaf)) is not None)


def _of_a_part(citation: ClauseCitation, free: int) -> str:
    decides = "由受理申请的医保经办机构决定;申请人也可以改按可以容纳的床位数申请"
    if _FIXES in citation.quote:
        return f"该条写的是“{_FIXES}”,没有写明申请超出的怎样处理:是否按{free}张{_FIXES},文件没有写明由谁决定,推定{decides}。"
    return f"该条没有写明可否只就{free}张办理,也没有写明由谁决定,推定{decides}。"


def _room(leaf: proof.Leaf) -> tuple[int, int] | None:
    """How many beds are asked for and how many fit; None where a comparison is not of what is asked for with a limit."""
    if not isinstance(leaf, proof.Compare) or not isinstance(leaf.left, proof.Total):
        return None
    requested, others = Decimal(0), Decimal(0)
    for term in leaf.left.sum:
        number = _number(term)
        if number is None:
            return None
        if isinstance(term, proof.FactRead) and (term.fact, term.of) == (REQUESTED, "申请"):
            requested += number
        else:
            others += number
    limit = _number(leaf.right)
    if limit is None or requested <= 0:
        return None
    return int(requested), int((limit - others).to_integral_value(ROUND_FLOOR))


def _number(term: proof.Expression) -> Decimal | None:
    match term:
        case proof.FactRead():
            text = term.value or ""
            return Decimal(text) if text.replace(".", "", 1).isdigit() else None
        case _:
            return Decimal(term.number) if term.number else None
