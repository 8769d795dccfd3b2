"""What one rule permits and another bars: in conflict (K06), or settled by a rank of their texts (K07)."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl import ir
from reasoner.backends.smt.side import Rule
from reasoner.backends.smt.solver import Spent
from reasoner.lint.asked import Asked
from reasoner.lint.cases import clash, rank
from reasoner.lint.finding import NOTE, PROBLEM, Finding
from reasoner.lint.look import Look
from reasoner.lint.said import kinds
from reasoner.lint.show import Expected, show

_Pair = tuple[ir.Norm, ir.Norm]


def clashes(look: Look) -> Iterator[Finding]:
    """Every pair of opposed rules that can come about together and is not ranked, and every one that is."""
    together: dict[_Pair, list[Asked]] = {}
    ranked: dict[tuple[ir.Norm, ir.Norm, str], list[Asked]] = {}
    for cases in look.cases.values():
        for asked in cases:
            for permission, bar in asked.case.opposed():
                if look.focused(permission.norm, bar.norm):
                    _sort(look, asked, (permission, bar), together, ranked)
    for (permits, bars), cases_of in together.items():
        yield from _told(look, "K06", (permits, bars), cases_of)
    for (wins, loses, principle), cases_of in ranked.items():
        yield from _told(look, "K07", (wins, loses), cases_of, principle)


def _sort(
    look: Look,
    asked: Asked,
    pair: tuple[Rule, Rule],
    together: dict[_Pair, list[Asked]],
    ranked: dict[tuple[ir.Norm, ir.Norm, str], list[Asked]],
) -> None:
    norms, code = (pair[0].norm, pair[1].norm), "K06"
    try:
        if asked.can(clash(*pair)):
            together.setdefault(norms, []).append(asked)
        code = "K07"
        for winner, loser in (pair, pair[::-1]):
            principle = asked.case.principle(winner, loser)
            if principle and asked.can(rank(winner, loser)):
                ranked.setdefault((winner.norm, loser.norm, principle), []).append(asked)
    except Spent as spent:
        look.spent(code, norms, (asked.matter.name,), spent)


def _told(look: Look, code: str, pair: _Pair, cases: list[Asked], principle: str = "") -> Iterator[Finding]:
    first, second = pair
    matters = tuple(dict.fromkeys(c.matter.name for c in cases))
    types = tuple(dict.fromkeys(k for c in cases for k in c.members))
    about = f"{'、'.join(matters)},{kinds(types)}"
    if code == "K06":
        literal = clash(*(cases[0].rules[n.id] for n in pair))
        expected = Expected((first.id, second.id), decides=(first.id, second.id), outcome="conflict")
        sentence = (
            f"对同一份申请({about}),{look.words.rules((first,))}许可,{look.words.rules((second,), first)}限制。{_unranked(look, pair)},"
            "届时结论是「规定不一致,待有权机关明确」。应由制定机关明确以哪一条为准;原文已分先后的,核对登记的发文机关、日期和特别规定。"
        )
        level, said = PROBLEM, ("permit", first.id)
    else:
        literal = rank(*(cases[0].rules[n.id] for n in pair))
        expected = Expected((first.id, second.id), prevails=(first.id, second.id))
        sentence = (
            f"对同一份申请({about}),{look.words.rules((first,))}与{look.words.rules((second,), first)}相反;"
            f"依“{principle}”,以前者为准。后者届时列为被排除的规定。"
        )
        level, said = NOTE, (principle, first.id)
    try:
        shown = show(cases[0], (literal,), expected)
    except Spent as spent:
        look.spent(code, pair, matters, spent)
        shown = None
    yield Finding(code, level, sentence, pair, (), said, matters, types, look.rules.day, shown)


def _unranked(look: Look, pair: _Pair) -> str:
    """Why nothing ranks two rules."""
    a, b = (look.rules.side.base.documents[n.document] for n in pair)
    if a is b:
        return "两条在同一份文件里"
    if a.issuer_level != b.issuer_level or tuple(a.issuers) != tuple(b.issuers):
        return "两份文件的发文机关级别相同而不是同一机关"
    if a.issued and b.issued and a.issued == b.issued:
        return "两份文件由同一机关同日印发"
    return "两份文件由同一机关印发,有的印发日期不明或者是特别规定,分不出新旧"
