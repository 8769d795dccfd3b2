"""What is established about one rule, in one sentence: 经查,…,属于该条规定的情形。 Of what was supposed: 按假设,…"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from policy_dsl.ir import Effect
from policy_dsl.vocabulary import TermTable
from reasoner.explain.comparison_text import Comparison, claim, leaf, merged, turning
from reasoner.explain.proof_text import Terms, stated
from reasoner.model import proof
from reasoner.model.kinds import AuthorityStatus, Origin, Status
from reasoner.model.messages import NOT_CLAIMED

ESTABLISHED: Final = "经查"
SUPPOSED: Final = "按假设"
"""How a sentence begins: of a real application, and of one that was made up to compare rules."""
UNDER_HEADING: Final = ""
"""The same under a heading which says that all of it is supposed and that a clause listed covers the case unless told otherwise."""

_SILENT: Final = "申请材料未载明"
"""How a phrase begins that says what an application does not state."""
_BY_NOBODY: Final = "所附材料写明"
"""How a phrase begins that says what an organ has to determine and was written down without one: no finding of anybody."""
_BY_THE_APPLICANT: Final = "申请材料载明"
"""How a phrase begins that says what stands in the application's papers: the agency has not looked into it."""

PENDING: Final = "该条尚未写成规则(待写),不能判断对本次申请有无规定,须先写成规则并复核。"
"""What is said of a clause that nobody has transcribed."""


def finding(rule: proof.RuleProof, terms: Terms, lead: str = ESTABLISHED) -> str:
    """The facts and comparisons on which the rule's status turns, and what follows from them."""
    if isinstance(terms, TermTable):
        return _known_finding(rule.scope, rule.condition, rule.effect, rule.status, terms, lead)
    return _finding(rule.scope, rule.condition, rule.effect, rule.status, terms, lead)


@lru_cache(maxsize=4096)
def _known_finding(
    scope: proof.Condition,
    condition: proof.Condition | None,
    effect: Effect,
    status: Status,
    terms: TermTable,
    lead: str,
) -> str:
    """The same, said once of rules that many applications of one place fare alike with."""
    return _finding(scope, condition, effect, status, terms, lead)


def _finding(
    scope: proof.Condition, condition: proof.Condition | None, effect: Effect, status: Status, terms: Terms, lead: str
) -> str:
    if condition is None:
        return f"该条不适用于本次申请:{_joined(phrases(scope, terms))}。"
    if isinstance(condition, proof.Untranscribed):
        return PENDING
    requires = effect is Effect.REQUIRE
    sentences = _phrases_of(scope, condition, status, terms)
    if status is Status.UNKNOWN:
        question = "是否满足该条所列条件" if requires else "是否属于该条规定的情形"
        # Of a preference the catchword is enough: it decides nothing.
        known = [] if effect is Effect.PREFER else list(_known_half(scope, condition, terms))
        return f"尚不能判断{question}:{_joined(sentences)}{f'。已知的有:{_joined(known)}' if known else ''}。"
    holds = status is Status.TRUE
    if requires:
        conclusion = "尚不满足该条所列条件" if holds else "已满足该条所列条件"
        # What nobody has looked into is not among what is not met: it is told behind, as what it is.
        open_ones = [leaf(n, terms) for n in _unknown_leaves(condition)] if holds else []
        conclusion += f"(另有:{_joined(open_ones)})" if open_ones else ""
    else:
        conclusion = "属于该条规定的情形" if holds else "不属于该条规定的情形"
    if not sentences:
        return f"{lead},本次申请事项{conclusion}。"
    if lead == UNDER_HEADING:
        return f"{_joined(sentences if holds and not requires else [*sentences, conclusion])}。"
    if lead != ESTABLISHED:
        return f"{lead},{_joined(sentences)},{conclusion}。"
    # What nobody stated was not established by the agency: 经查 stands before its own findings alone.
    silent = [s for s in sentences if s.startswith((_SILENT, _BY_NOBODY, _BY_THE_APPLICANT))]
    if not silent:
        return f"{lead},{_joined(sentences)},{conclusion}。"
    established = [s for s in sentences if s not in silent]
    parts = [f"{lead},{_joined(established)}"] if established else []
    return f"{_joined([*parts, *silent])},{conclusion}。"


def _phrases_of(scope: proof.Condition, condition: proof.Condition, status: Status, terms: Terms) -> list[str]:
    # Whom a rule reaches is worth saying where that makes it hold or leaves it open; a failing condition says enough.
    sentences = phrases(scope, terms) if status is Status.TRUE or scope.status is Status.UNKNOWN else []
    if status is not Status.UNKNOWN or condition.status is Status.UNKNOWN:
        sentences += phrases(condition, terms)
    return sentences


def _known_half(scope: proof.Condition, condition: proof.Condition, terms: Terms) -> Iterator[str]:
    """What is known of a rule that is open: the figures and determinations beside what it turns on, whichever way they go."""
    beside = [
        *_known_beside(scope),
        *(_known_beside(condition) if condition.status is Status.UNKNOWN else turning(condition)),
    ]
    for node in merged(beside):
        if isinstance(node, proof.Compare):
            yield leaf(node, terms)
        elif isinstance(node, proof.Holds) and node.read.value is not None and not node.read.assumed:
            yield _by_nobody(node, terms) or leaf(node, terms)


def _known_beside(node: proof.Condition) -> Iterator[proof.Leaf]:
    match node:
        case proof.And() | proof.Or():
            for part in node.parts:
                if part.status is Status.UNKNOWN:
                    yield from _known_beside(part)
                elif node.status is Status.UNKNOWN:
                    yield from turning(part)
        case proof.Not():
            yield from _known_beside(node.parts[0])
        case _:
            return


def _unknown_leaves(node: proof.Condition) -> Iterator[Comparison]:
    """The conditions of a requirement that nobody has looked into yet, beside those that fail."""
    match node:
        case proof.And() | proof.Or() | proof.Not():
            for part in node.parts:
                yield from _unknown_leaves(part)
        case proof.Untranscribed():
            return
        case _:
            if node.status is Status.UNKNOWN:
                yield from merged([node])


def phrases(node: proof.Condition, terms: Terms) -> list[str]:
    """The comparisons on which a condition turns, each once."""
    unclaimed: list[str] = []
    claimed: dict[str, None] = {}
    for n in merged(turning(node)):
        if type(n) is proof.During:
            claimed[leaf(n, terms)] = None
        elif type(n) is proof.Compare:
            claimed[_whence(n, terms) + leaf(n, terms)] = None
        elif n.read.assumed == NOT_CLAIMED:
            unclaimed.append(claim(n))
        elif n.read.assumed:  # what the application does not state, and what that was taken for
            claimed[f"{_SILENT}{n.read.fact},按{n.read.assumed}处理"] = None
        else:
            claimed[_by_nobody(n, terms) or _whence(n, terms) + leaf(n, terms)] = None
    if unclaimed:
        return [f"{_SILENT}{'、'.join(dict.fromkeys(unclaimed))},按没有该情形处理", *claimed]
    return [*claimed]


def _by_nobody(node: Comparison, terms: Terms) -> str:
    """Of a determination that names no organ: that it was written down, which establishes nothing."""
    read = node.read if type(node) is proof.Holds else None
    if read is None or read.value is None or read.standing is not AuthorityStatus.UNSTATED:
        return ""
    return f"{_BY_NOBODY}{stated(read, terms)},没有写明由哪一机关认定"


def _whence(node: Comparison, terms: Terms) -> str:
    """Of what is known from the applicant alone: that its papers say so, for nobody has looked into it."""
    if type(node) is proof.During:
        return ""
    reads = proof.facts_below(node) if type(node) is proof.Compare else [node.read]
    own = [_of_applicant(r, terms) and not r.determined_by and r.value is not None for r in reads]
    return _BY_THE_APPLICANT if own and all(own) else ""


def _of_applicant(read: proof.FactRead, terms: Terms) -> bool:
    """Whether a fact stands in the application's papers: it says so, or says nothing of a fact that is the applicant's."""
    term = terms.get(read.fact)
    return read.origin is Origin.APPLICATION or (read.origin is None and term is not None and term.provider == "申请人")


def _joined(sentences: Iterable[str]) -> str:
    return ";".join(sentences)
