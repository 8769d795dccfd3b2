"""Rules that say the same (K10): they always come about together, with one effect. Laws do so on purpose; it is information,
but for one text that says it in two ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_dsl import ir
from policy_dsl.ir import Effect
from reasoner.backends.smt.solver import Spent
from reasoner.interpreter.outcome import outcome_of_effect
from reasoner.lint.example import Expected, show
from reasoner.lint.finding_text import label
from reasoner.lint.lint_finding import Code, Finding, Level
from reasoner.lint.satisfiability import CaseQuestions
from reasoner.lint.session import Look

Class = tuple[ir.Norm, ...]


class Explained:
    """What pairs of rules tell of a rule, as far as that was looked into: `classes` are by matter the sets of rules that
    say the same, `masked` by rule the matters in which another masks it.
    """

    def __init__(self) -> None:
        self.classes: dict[str, list[Class]] = {}
        self.masked: dict[str, set[str]] = {}

    def same(self, matter: str, a: ir.Norm, b: ir.Norm) -> bool:
        """Whether two rules say the same on a matter."""
        return any(a in same and b in same for same in self.classes.get(matter, ()))

    def repeated(self, matter: str, norm: ir.Norm) -> bool:
        """Whether another rule says the same on a matter."""
        return any(norm in same for same in self.classes.get(matter, ()))


def repeats(look: Look, explained: Explained) -> Iterator[Finding]:
    """Every set of rules that say the same, with the matters on which they do."""
    repeated: dict[Class, list[str]] = {}
    for matter in look.matters:
        norms = [n for n in look.norms if matter in n.matters]
        try:
            explained.classes[matter] = classes = _classes(look.cases[matter], norms)
        except Spent as spent:
            look.spent(Code.REPEATED, norms, (matter,), spent)
            continue
        for one in classes:
            repeated.setdefault(one, []).append(matter)
    for one, matters in repeated.items():
        if look.focused(*one):
            yield _repetition(look, one, matters)


def _classes(cases: Sequence[CaseQuestions], norms: Sequence[ir.Norm]) -> list[Class]:
    """Rules sorted by what they say; those that no other repeats, and those that never come about, are left out."""
    by_effect: dict[object, list[list[ir.Norm]]] = {}
    for norm in norms:
        if not any(c.can(f"true:{norm.id}") for c in cases):
            continue
        # An exemption lifts the restrictions of its own document only, or of the clauses that it names.
        effect = (outcome_of_effect(norm), norm.document if norm.effect is Effect.EXEMPT else "", norm.named)
        alike = by_effect.setdefault(effect, [])
        mine = next((one for one in alike if _twins(cases, one[0], norm)), None)
        if mine is None:
            alike.append([norm])
        else:
            mine.append(norm)
    return [tuple(one) for alike in by_effect.values() for one in alike if len(one) > 1]


def _twins(cases: Sequence[CaseQuestions], a: ir.Norm, b: ir.Norm) -> bool:
    """Whether of two rules neither ever comes about without the other, in any kind of institution."""
    apart = ((f"true:{x.id}", f"false:{y.id}") for x, y in ((a, b), (b, a)))
    return not any(c.can(*one) for one in apart for c in cases)


def _repetition(look: Look, norms: Class, matters: list[str]) -> Finding:
    first, *others = norms
    true = tuple(f"true:{n.id}" for n in norms)
    shared = [c for m in matters for c in look.cases[m] if c.can(true[0])]
    where = "" if set(matters) == {m for n in norms for m in n.matters} else f"就{'、'.join(matters)}而言,"
    labels = tuple(dict.fromkeys(label(n) for n in norms))
    one_text, one_label = len({n.document for n in norms}) == 1, len(labels) == 1
    effect = "后果相同" if one_label else f"后果相当而用词不同(“{'”、“'.join(labels)}”)"
    if not one_label:
        why = "划去其中一条,结论的用词随之改变;本意相同的,宜统一用词;本意不同的,应写明各自的情形"
    elif one_text:
        why = "划去其中一条,结论不变;如为强调,可以保留;如本意不同,应写明不同之处"
    else:
        why = "一份文件修改或者届满后,另一份仍照旧适用,豁免也只及于自己的文件;修改时应一并核对"
    sentence = f"{where}{look.words.rules((first,))}与{look.words.rules(others, first)}总是同时成立,{effect}。{why}。"
    try:
        example = show(shared[0], true, Expected(tuple(n.id for n in norms)))
    except Spent as spent:
        look.spent(Code.REPEATED, norms, matters, spent)
        example = None
    types = tuple(dict.fromkeys(k for c in shared for k in c.members))
    on = tuple(matters)
    level = Level.HINT if one_text and not one_label else Level.NOTE
    return Finding(Code.REPEATED, level, sentence, norms, (), on, on, types, look.rules.day, example)
