"""What the texts are silent on: kinds of institutions that no deciding rule reaches (K08), applications of which none comes
about (K09).
"""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl import ir
from reasoner.backends.smt.solver import Spent
from reasoner.lint.example import Expected, show
from reasoner.lint.finding_text import kinds
from reasoner.lint.lint_finding import Code, Finding, Level
from reasoner.lint.rule_cases import GOVERNED, SETTLED, SILENT
from reasoner.lint.satisfiability import CaseQuestions
from reasoner.lint.session import Look
from reasoner.model.kinds import Outcome
from reasoner.model.messages import UNREGULATED

_SILENCE = Expected(outcome=Outcome.MAY_PROCEED)
_NOTHING = (Outcome.NOT_REGULATED, Outcome.OUT_OF_FORCE)
"""What is said where nothing governs."""


def gaps(look: Look) -> Iterator[Finding]:
    """The silences on each matter on which a document of the day decides something."""
    for matter, cases in look.cases.items():
        norms = tuple(n for n in look.norms if matter in n.matters)
        if not (look.focused(*norms) and any(n.decides for n in norms)):
            continue
        code = Code.BEYOND
        try:
            unreached = [c for c in cases if not c.can(GOVERNED)]
            if unreached:
                yield _kinds(look, matter, norms, unreached)
            code = Code.UNRESTRAINED
            silent = [c for c in cases if c not in unreached and c.can(SILENT, SETTLED)]
            if silent:
                yield _situations(look, matter, norms, silent)
        except Spent as spent:
            look.spent(code, norms, (matter,), spent)


def _kinds(look: Look, matter: str, norms: tuple[ir.Norm, ...], cases: list[CaseQuestions]) -> Finding:
    types = tuple(k for c in cases for k in c.members)
    sentence = (
        f"{matter}:{_texts(look, norms)}中限制、要求或者许可的规则没有一条及于{kinds(types)},而申请事项表列明这些机构可以申请。"
        f"它们的申请只能得出「{UNREGULATED['no_reach']}」,没有规定不是许可。"
        "如属疏漏,应补充规定;如文件本不涉及它们,可以登记说明,或者核对申请事项表中可以申请这一事项的机构类型。"
    )
    example = next(filter(None, (show(cases[0], (o,), Expected(outcome=o)) for o in _NOTHING)), None)
    depends = (matter, *types)
    return Finding(Code.BEYOND, Level.HINT, sentence, norms, (), depends, (matter,), types, look.rules.day, example)


def _situations(look: Look, matter: str, norms: tuple[ir.Norm, ...], cases: list[CaseQuestions]) -> Finding:
    types = tuple(k for c in cases for k in c.members)
    sentence = (
        f"{matter}:{_texts(look, norms)}的{len(norms)}条规则不限制{kinds(types)}的所有申请,都不成立的,结论是「未见限制」。"
        "这只说明已收录的文件没有限制,文件以外的条件仍须审查。"
    )
    example = show(cases[0], (SILENT,), _SILENCE)
    on = (matter,)
    return Finding(Code.UNRESTRAINED, Level.NOTE, sentence, norms, (), on, on, types, look.rules.day, example)


def _texts(look: Look, norms: tuple[ir.Norm, ...]) -> str:
    return "、".join(look.words.title(d) for d in dict.fromkeys(n.document for n in norms))
