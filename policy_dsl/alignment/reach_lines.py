"""凡 says whom a rule reaches, 若 when it applies: each stands where a reader looks for it.

Reach turns on the terms that the ontology marks (matter, kind of institution, kind of beds, sponsor, services held). A part
that reads nothing else is reach; every other part is a condition, one that mixes both too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policy_dsl.alignment.whole_document import fault
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.source_text import Source
from policy_dsl.syntax import ast
from policy_dsl.syntax.alternatives import is_matter, spread
from policy_dsl.syntax.format import condition
from policy_dsl.vocabulary import Term


def check_reach_lines(file: ast.File, source: Source, facts: Mapping[str, Term]) -> Iterator[Diagnostic]:
    """L217 a condition behind 凡, L218 what is reach behind 若. What a requirement asks (须) and a cap compares is neither."""
    for entry in file.entries:
        for rule in spread(entry).items:
            if isinstance(rule, ast.Rule):
                yield from _check(rule, source, facts)


def _check(rule: ast.Rule, source: Source, facts: Mapping[str, Term]) -> Iterator[Diagnostic]:
    for scope in rule.scope:
        for part in () if is_matter(scope) else conjuncts(scope):
            if _known(part, facts) and not _is_reach(part, facts):
                message = f"「{condition(part)}」不是及于谁,是何时适用"
                yield fault("L217", source, scope.span, message, f"写作 若 {condition(part)};{_WHAT}")
    for part in () if rule.condition is None else conjuncts(rule.condition):
        if _known(part, facts) and _is_reach(part, facts):
            message = f"「{condition(part)}」不是何时适用,是及于谁"
            yield fault("L218", source, part.span or rule.name.span, message, f"写作 凡 {condition(part)};{_WHAT}")


_WHAT = "凡 只写事项、机构类型、床位类别、举办主体和已定点的服务,其余写在 若 里"


def conjuncts(cond: ast.Cond) -> Iterator[ast.Cond]:
    """The parts that must all hold: those of 且 one by one, and of what 非 makes a 且."""
    match cond:
        case ast.And(parts):
            for part in parts:
                yield from conjuncts(part)
        case ast.Not(ast.Or(parts)):
            for part in parts:
                yield from conjuncts(ast.Not(part, span=cond.span))
        case ast.Not(ast.Not(part)):
            yield from conjuncts(part)
        case _:
            yield cond


def _is_reach(cond: ast.Cond, facts: Mapping[str, Term]) -> bool:
    return all(name in facts and facts[name].reach for name in terms_read(cond))


def _known(cond: ast.Cond, facts: Mapping[str, Term]) -> bool:
    """Whether every fact that it reads is known; one that is not is reported for itself. A place is no fact of this table."""
    return all(name in facts or name == "所在地" for name in terms_read(cond))


def terms_read(node: ast.Cond | ast.Expr) -> Iterator[str]:
    """The facts that a condition or expression reads, by label; `机构 属于 …` reads the kind of institution."""
    match node:
        case ast.And(parts) | ast.Or(parts):
            for part in parts:
                yield from terms_read(part)
        case ast.Not(part):
            yield from terms_read(part)
        case ast.Comparison(left, _, right):
            yield from terms_read(left)
            yield from terms_read(right)
        case ast.Member(ref, _, _) if [n.text for n in ref.path] == ["机构"]:
            yield "类型"
        case ast.Member(ref, _, _) | ast.Contains(ref, _) | ast.Holds(ref) | ast.Exists(_, ref):
            yield ref.path[-1].text
        case ast.Ref(path):
            yield path[-1].text
        case ast.Total(terms):
            for _, term in terms:
                yield from terms_read(term)
        case ast.Ratio(over, by):
            yield from terms_read(over)
            yield from terms_read(by)
