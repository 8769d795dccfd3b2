"""Which facts are asked for of a row: those below the unknown parts of rules that are open (`missing` of a verdict).

What a place leaves unknown is worked out with its words; of the row's own facts a bit each says whether they are unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from policy_dsl import ir
from reasoner.backends.columnar.compile_plan import OWN, linear
from reasoner.backends.columnar.kleene import FALSE, TRUE, UNKNOWN, Truth, negated
from reasoner.interpreter.fact_lookup import FactContext
from reasoner.interpreter.likeness import asked_figures

PLACED_BY: Final = {"本区县": "所在地", "所在医保管理区域": "所在地", "所在镇街": "镇街"}
"""By which fact of the institution a word for a place is bound: that is asked for where it is not."""
NUMBER: Final = ""
"""Stands for the number of the application among the facts of a comparison."""
SETTLED: Final = -1
"""Of a part: it is true or false, and which does not matter."""


class AskedLeaf(NamedTuple):
    """What a place on a day leaves of a condition: what it comes to, and the facts that are not known.

    truth: of a comparison with a number of the application what it comes to where that is not known.
    open: whether it is unknown whatever the number. facts: by label, in the order of the condition.
    """

    truth: Truth
    open: bool
    facts: tuple[str, ...]


Asked = Mapping[ir.Cond, AskedLeaf]


def asked_leaf(cond: ir.Cond, truth: Truth, open_: bool, context: FactContext) -> AskedLeaf:
    """What a place leaves of a condition."""
    return AskedLeaf(truth, open_, tuple(_unknown_of(cond, context)))


def _unknown_of(cond: ir.Cond, context: FactContext) -> Iterator[str]:
    if isinstance(cond, ir.Within):
        yield PLACED_BY.get(cond.subject, "所在地")
        return
    lacking: Mapping[ir.Fact, str] = {}
    if isinstance(cond, ir.Compare):
        lacking = asked_figures(cond.pairs, context.counting) if cond.pairs else {}
        facts = [fact for side in (cond.left, cond.right) for fact, _ in linear(side)[0]]
    else:
        facts = list(ir.facts_read(cond))
    for fact in facts:
        if fact.subject in OWN:
            yield NUMBER
        elif fact in lacking or context.look_up(fact) is None:
            unplaced = context.application.subject(fact.subject) is None
            yield PLACED_BY.get(fact.subject, fact.term) if unplaced else fact.term


class Row(NamedTuple):
    """What is known of a row beside its words."""

    leaves: Asked
    unknown: frozenset[str]
    """The facts of the application that nobody knows, by label."""
    of_class: Callable[[ir.Cond], Truth | None]
    """What a condition that asks of the class comes to; None: it asks of something else."""


def facts_asked(cond: ir.Cond, row: Row) -> tuple[str, ...]:
    """The unknown facts on which an unknown condition turns, in its order."""
    return _parts(cond, row)[1] if not isinstance(cond, ir.And | ir.Or) else _below(cond.parts, row)


def _below(parts: Iterable[ir.Cond], row: Row) -> tuple[str, ...]:
    facts_below: dict[str, None] = {}
    for part in parts:
        truth, facts = _parts(part, row)
        if truth == UNKNOWN:
            facts_below.update(dict.fromkeys(facts))
    return tuple(facts_below)


def _parts(cond: ir.Cond, row: Row) -> tuple[int, tuple[str, ...]]:
    """What a part comes to (SETTLED: true or false), and the unknown facts below it."""
    match cond:
        case ir.Not(part):
            truth, facts = _parts(part, row)
            return truth if truth == SETTLED else negated(truth), facts
        case ir.And(parts) | ir.Or(parts):
            settling = FALSE if isinstance(cond, ir.And) else TRUE
            truths = [_parts(p, row)[0] for p in parts]
            if settling in truths:
                return settling, ()
            return (UNKNOWN, _below(parts, row)) if UNKNOWN in truths else (SETTLED, ())
        case _:
            return _leaf(cond, row)


def _leaf(cond: ir.Cond, row: Row) -> tuple[int, tuple[str, ...]]:
    leaf = row.leaves.get(cond)
    read = list(ir.facts_read(cond))
    own = [fact.term for fact in read if fact.subject in OWN]
    if leaf is not None and not own:
        return leaf.truth, leaf.facts
    if isinstance(cond, ir.Compare):
        (label,) = own
        facts = leaf.facts if leaf is not None else (NUMBER,)
        unknown = label in row.unknown
        named = tuple(label if f == NUMBER else f for f in facts if f != NUMBER or unknown)
        if leaf is not None and leaf.open:
            return UNKNOWN, named
        return (SETTLED if not unknown else UNKNOWN if leaf is None else leaf.truth), named
    if own and own[0] in row.unknown:
        return UNKNOWN, (own[0],)
    truth = row.of_class(cond)
    return (SETTLED, ()) if truth is None else (truth, tuple(own) if truth == UNKNOWN else ())
