"""A clause not yet transcribed (待写, or a rule only proposed, 待核) as what it may turn out to be.

It becomes norms whose condition nobody can know: an unknown restriction, as strong as its words may be read. Every
engine that knows unknown conditions knows them, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.backtranslate import Consequences, sentence
from policy_dsl.ir import Effect, Strength
from policy_dsl.lowering.resolve import Resolver
from policy_dsl.syntax import ast
from policy_dsl.texts.restraint_words import (
    CANNOT_RESTRICT,
    DECIDES_NOTHING,
    Restraint,
    may_exempt,
    may_require,
    restraints,
)

_Consequence = tuple[Effect, Strength]

_BY_RESTRAINT: Final[dict[Restraint, _Consequence]] = {
    Restraint.BAR: (Effect.PROHIBIT, Strength.MUST_NOT),
    Restraint.PRESUMPTION: (Effect.PROHIBIT, Strength.IN_PRINCIPLE),
    Restraint.CONTROL: (Effect.CONTROL, Strength.STRICTLY),
}
_RESTRAINT_OF: Final = {Effect.PROHIBIT: Restraint.BAR, Effect.CONTROL: Restraint.CONTROL}
_EXEMPTS: Final[_Consequence] = (Effect.EXEMPT, Strength.NONE)
_REQUIRES: Final[_Consequence] = (Effect.REQUIRE, Strength.MUST)
_PERMITS: Final[_Consequence] = (Effect.PERMIT, Strength.MAY)
_ORDER: Final[tuple[_Consequence, ...]] = (*_BY_RESTRAINT.values(), _REQUIRES, _EXEMPTS, _PERMITS)
"""What a clause may turn out to be, in this order."""
_NAMES: Final = {_REQUIRES: "须具备条件", _EXEMPTS: "豁免", _PERMITS: "许可"}
"""What that is called, where it is not called by what follows."""


def pending_matters(item: ast.Pending, resolver: Resolver) -> tuple[str, ...] | None:
    """The matters that a clause may concern, in the order of the vocabulary; None after a fault. None named: all."""
    known = resolver.vocabulary.matters
    wrong = [name for name in item.matters if name.text not in known]
    for name in wrong:
        resolver.unknown(name, "事项", known)
    names = {n.text for n in item.matters}
    return None if wrong else tuple(m for m in known if not names or m in names)


def pending_norms(
    document: str,
    clause: str,
    natures: Sequence[str],
    words: str,
    matters: tuple[str, ...],
    span: tuple[int, int],
    written: Iterable[ir.Norm],
    proposed: Iterable[ir.Norm],
    consequences: Consequences,
    *,
    named: bool,
    stating: Mapping[str, Effect],
) -> Iterator[ir.Norm]:
    """What a clause may turn out to be, a norm for each consequence.

    words: those that no rule takes up. written, proposed: the rules of the clause that count, and those that do not yet.
    named: whether its transcriber names the matters that it may concern. stating: words of official texts that the lexicon does
    not have, each with the effect that it states.
    """
    silent = CANNOT_RESTRICT if named else CANNOT_RESTRICT | DECIDES_NOTHING
    for effect, strength in _consequences(natures, words, {n.effect for n in written}, proposed, silent, stating):
        unknown = ir.Untranscribed(_NAMES.get((effect, strength)) or consequences[effect, strength])
        name = f"待写·{unknown.may}"
        norm = ir.Norm(
            id=f"{clause}#{name}",
            document=document,
            clause=clause,
            name=name,
            effect=effect,
            strength=strength,
            matters=matters,
            scope=unknown,
            condition=unknown,
            spans=(span,),
            text="",
        )
        yield replace(norm, text=sentence(norm, consequences))


def _consequences(
    natures: Sequence[str],
    words: str,
    written: set[Effect],
    proposed: Iterable[ir.Norm],
    silent: frozenset[str],
    stating: Mapping[str, Effect],
) -> list[_Consequence]:
    """As strong as the restrictive words are; where none can be read, and the clause may restrict, each strength.

    silent: the natures of which no clause restricts unless its words do.
    """
    kinds = restraints(words, {w: _RESTRAINT_OF[e] for w, e in stating.items() if e in _RESTRAINT_OF})
    if not kinds and not silent.issuperset(natures):
        kinds = frozenset(Restraint)
    possible = {_BY_RESTRAINT[kind] for kind in kinds}
    if (
        may_exempt(words)
        or any(e is Effect.EXEMPT and w in words for w, e in stating.items())
        or ("豁免" in natures and Effect.EXEMPT not in written)
    ):
        possible.add(_EXEMPTS)
    if may_require(words) or ("要件" in natures and Effect.REQUIRE not in written):
        possible.add(_REQUIRES)
    if "许可" in natures and Effect.PERMIT not in written:
        possible.add(_PERMITS)
    possible |= {_as_strong(norm) for norm in proposed if norm.effect is not Effect.PREFER}
    return [consequence for consequence in _ORDER if consequence in possible]


def _as_strong(norm: ir.Norm) -> _Consequence:
    """What a proposed rule would come to, among what a clause may turn out to be."""
    match norm.effect:
        case Effect.PROHIBIT | Effect.CAP:
            strength = norm.strength if norm.strength is Strength.IN_PRINCIPLE else Strength.MUST_NOT
            return Effect.PROHIBIT, strength
        case Effect.CONTROL:
            return Effect.CONTROL, Strength.STRICTLY
        case Effect.EXEMPT:
            return _EXEMPTS
        case Effect.REQUIRE:
            return _REQUIRES
        case _:
            return _PERMITS
