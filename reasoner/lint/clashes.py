"""What one rule permits and another bars: in conflict (K06), or settled by a rank of their texts (K07)."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl import ir
from reasoner.backends.smt.side import Rule
from reasoner.backends.smt.solver import Spent
from reasoner.lint.cases import clash, rank
from reasoner.lint.finding import Code, Finding, Level
from reasoner.lint.finding_text import kinds
from reasoner.lint.look import Look
from reasoner.lint.satisfiability import CaseQuestions
from reasoner.lint.show import Expected, show
from reasoner.model.kinds import Outcome

_Pair = tuple[ir.Norm, ir.Norm]


def clashes(look: Look) -> Iterator[Finding]:
    """Every pair of opposed rules that can come about together and is not ranked, and every one that is."""
    together: dict[_Pair, list[CaseQuestions]] = {}
    ranked: dict[tuple[ir.Norm, ir.Norm, str], list[CaseQuestions]] = {}
    for cases in look.cases.values():
        for case in cases:
            for permission, bar in case.case.opposed():
                if look.focused(permission.norm, bar.norm):
                    _sort(look, case, (permission, bar), together, ranked)
    for (permits, bars), cases_of in together.items():
        yield from _finding(look, (permits, bars), cases_of)
    for (wins, loses, principle), cases_of in ranked.items():
        yield from _finding(look, (wins, loses), cases_of, principle)


def _sort(
    look: Look,
    case: CaseQuestions,
    pair: tuple[Rule, Rule],
    together: dict[_Pair, list[CaseQuestions]],
    ranked: dict[tuple[ir.Norm, ir.Norm, str], list[CaseQuestions]],
) -> None:
    norms, code = (pair[0].norm, pair[1].norm), Code.CONFLICT
    try:
        if case.can(clash(*pair)):
            together.setdefault(norms, []).append(case)
        code = Code.RANKED
        for winner, loser in (pair, pair[::-1]):
            principle = case.case.principle(winner, loser)
            if principle and case.can(rank(winner, loser)):
                ranked.setdefault((winner.norm, loser.norm, principle), []).append(case)
    except Spent as spent:
        look.spent(code, norms, (case.matter.name,), spent)


def _finding(look: Look, pair: _Pair, cases: list[CaseQuestions], principle: str = "") -> Iterator[Finding]:
    """What is found of two rules; principle: that by which the first prevails, empty where none does."""
    code = Code.RANKED if principle else Code.CONFLICT
    first, second = pair
    matters = tuple(dict.fromkeys(c.matter.name for c in cases))
    types = tuple(dict.fromkeys(k for c in cases for k in c.members))
    about = f"{'、'.join(matters)},{kinds(types)}"
    if not principle:
        literal = clash(*(cases[0].rules[n.id] for n in pair))
        expected = Expected((first.id, second.id), decides=(first.id, second.id), outcome=Outcome.CONFLICT)
        sentence = (
            f"对同一份申请({about}),{look.words.rules((first,))}许可,{look.words.rules((second,), first)}限制。{_unranked(look, pair)},"
            "届时结论是「规定不一致,待有权机关明确」。应由制定机关明确以哪一条为准;原文已分先后的,核对登记的发文机关、日期和特别规定。"
        )
        level, depends = Level.PROBLEM, ("permit", first.id)
    else:
        literal = rank(*(cases[0].rules[n.id] for n in pair))
        expected = Expected((first.id, second.id), prevails=(first.id, second.id))
        sentence = (
            f"对同一份申请({about}),{look.words.rules((first,))}与{look.words.rules((second,), first)}相反;"
            f"依“{principle}”,以前者为准。后者届时列为被排除的规定。"
        )
        level, depends = Level.NOTE, (principle, first.id)
    try:
        example = show(cases[0], (literal,), expected)
    except Spent as spent:
        look.spent(code, pair, matters, spent)
        example = None
    yield Finding(code, level, sentence, pair, (), depends, matters, types, look.rules.day, example)


def _unranked(look: Look, pair: _Pair) -> str:
    """Why nothing ranks two rules."""
    a, b = (look.rules.side.base.documents[n.document] for n in pair)
    if a is b:
        return "两条在同一份文件里"
    if a.issuer_level is not b.issuer_level or a.issuers != b.issuers:
        return "两份文件的发文机关级别相同而不是同一机关"
    if a.issued and b.issued and a.issued == b.issued:
        return "两份文件由同一机关同日印发"
    return "两份文件由同一机关印发,有的印发日期不明或者是特别规定,分不出新旧"
