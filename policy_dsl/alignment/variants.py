"""What each reading's alternative makes of a document's rules: which it leaves out, which it has instead or besides.

A norm of the alternative of R replaces the norm of its name in its clause, or is added where there is none; a rule that the
alternative does without (删去; `removes` of R) is left out; every other rule stays, also where it cites R. One reading is
turned at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.alignment.whole_document import RESTRICTING
from policy_dsl.backtranslate import Askers, Consequences, asked_for, sentence
from policy_dsl.reading import Reading
from policy_dsl.vocabulary import Vocabulary


class Variant(msgspec.Struct, frozen=True):
    """What the alternative of a reading makes of the rules of its document."""

    without: tuple[str, ...]
    """Ids of the rules that it does without."""
    instead: tuple[str, ...]
    """Ids of the rules that it has instead or besides."""


def in_use(norms: Iterable[ir.Norm]) -> tuple[ir.Norm, ...]:
    """The norms that decide: those that belong to no alternative."""
    return tuple(n for n in norms if n.alternative_of is None)


def variants(norms: Sequence[ir.Norm], readings: Mapping[str, Reading]) -> dict[str, Variant]:
    """For each reading that can be run, what its alternative changes."""
    changed: dict[str, Variant] = {}
    for name, reading in readings.items():
        instead = [n for n in norms if n.alternative_of == name]
        replaced = {(n.clause, n.name) for n in instead}
        without = [n.id for n in in_use(norms) if (n.clause, n.name) in replaced or _listed(n, reading)]
        if without or instead:
            changed[name] = Variant(tuple(without), tuple(n.id for n in instead))
    return changed


def registered(
    document: str, norms: Sequence[ir.Norm], readings: Mapping[str, Reading], vocabulary: Vocabulary
) -> tuple[Reading, ...]:
    """Each reading of a document (its id) with the rules that its alternative does `without`, those it has `instead`, and
    the facts that another organ `determines`; none: nothing says.
    """
    changed = variants(norms, readings)
    determined: dict[str, list[str]] = {}
    for term in vocabulary.facts.values():
        for authority in term.authorities:
            for name in authority.readings if authority.otherwise is not None else ():
                determined.setdefault(name, []).append(term.label)
    return tuple(
        replace(r, without=v.without, instead=v.instead, determines=tuple(determined.get(f"{document}/{name}", ())))
        for name, r in readings.items()
        for v in (changed.get(name, Variant((), ())),)
    )


def _listed(norm: ir.Norm, reading: Reading) -> bool:
    return norm.id.partition("/")[2] in reading.removes


def reach(
    norms: Sequence[ir.Norm], readings: Mapping[str, Reading], consequences: Consequences, askers: Askers
) -> tuple[ir.Norm, ...]:
    """Exemptions that name no matter reach every matter that their document restricts, also under each alternative; those
    from single clauses every matter that these restrict.

    Where an alternative restricts other matters, the exemption gets an alternative of its own.
    """
    complete: list[ir.Norm] = []
    for norm in norms:
        if norm.matters:
            complete.append(norm)
            continue
        if norm.alternative_of is not None:
            complete.append(_reaching(norm, _under(norm, norm.alternative_of, norms, readings), consequences, askers))
            continue
        base = _restricted(norm, in_use(norms))
        complete.append(_reaching(norm, base, consequences, askers))
        for name in readings:
            own = any((n.clause, n.name, n.alternative_of) == (norm.clause, norm.name, name) for n in norms)
            matters = _under(norm, name, norms, readings)
            if not own and not _listed(norm, readings[name]) and matters != base:
                other = replace(norm, id=f"{norm.id}@{name}", alternative_of=name)
                complete.append(_reaching(other, matters, consequences, askers))
    return tuple(complete)


def _under(norm: ir.Norm, name: str, norms: Sequence[ir.Norm], readings: Mapping[str, Reading]) -> tuple[str, ...]:
    """The matters of the restrictions that an exemption may lift under the alternative of a reading."""
    changed = variants(norms, {name: readings[name]} if name in readings else {}).get(name, Variant((), ()))
    return _restricted(
        norm,
        (n for n in norms if n.id in changed.instead or (not n.alternative_of and n.id not in changed.without)),
    )


def _restricted(norm: ir.Norm, norms: Iterable[ir.Norm]) -> tuple[str, ...]:
    """The matters of the restrictions among some norms that an exemption lifts: of the clauses that it names, else of all."""
    restrictions = [n for n in norms if n.effect in RESTRICTING and (not norm.named or set(norm.named) & set(n.named))]
    return tuple(sorted({m for n in restrictions for m in n.matters}))


def _reaching(norm: ir.Norm, matters: tuple[str, ...], consequences: Consequences, askers: Askers) -> ir.Norm:
    complete = replace(norm, matters=matters)
    return replace(complete, text=sentence(asked_for(complete, askers), consequences))
