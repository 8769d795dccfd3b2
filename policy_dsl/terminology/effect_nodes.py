"""The consequences that rules may have, and the words in which rules state them.

A consequence is an individual of `tl:Consequence`: kind of rule, effect and strength. A word is one of `tl:EffectWord`; it
has one consequence, and the wordings of official texts that carry it. A word added later says on what its mapping rests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_dsl.ir import Effect, Strength
from policy_dsl.rdf_namespaces import RDFS, SKOS, TL
from policy_dsl.terminology.graph import Ontology
from policy_dsl.vocabulary import Consequence, EffectWord

if TYPE_CHECKING:
    from rdflib.term import Node


def consequences(ontology: Ontology) -> list[Consequence]:
    """Every consequence in the order of effects and strengths; faults are recorded in the ontology."""
    made: dict[tuple[str, str], Consequence] = {}
    for node in ontology.instances("Consequence"):
        effect, strength = (ontology.text(node, TL + name) for name in ("effect", "strength"))
        label, kind = ontology.label(node), ontology.text(node, TL + "ruleKind")
        if not label:
            ontology.fault("V101", node)
        if effect not in tuple(Effect) or strength not in tuple(Strength) or not kind or (effect, strength) in made:
            ontology.fault("V134", node, f"{kind} {effect} {strength}", "、".join((*Effect, *filter(None, Strength))))
            continue
        made[effect, strength] = Consequence(Effect(effect), Strength(strength), kind, label, str(node))
    return [made[e, s] for e in Effect for s in Strength if (e, s) in made]


def effect_words(ontology: Ontology) -> list[EffectWord]:
    """Every word that a rule may have behind 则, in its order; faults are recorded in the ontology."""
    nodes = sorted(ontology.instances("EffectWord"), key=ontology.rank)
    words = [word for node in nodes if (word := _word(ontology, node)) is not None]
    for index, word in enumerate(words):
        if word.label in (w.label for w in words[:index]):
            ontology.fault("V106", nodes[index], word.label)
    return words


def _word(ontology: Ontology, node: Node) -> EffectWord | None:
    """The word that an individual describes; None after a fault."""
    label, definition = ontology.text(node, RDFS + "label", "zh"), ontology.text(node, SKOS + "definition", "zh")
    forms = {" ".join(str(v).split()) for v in ontology.all(node, TL + "wording")}
    target = ontology.one(node, TL + "hasConsequence")
    if not label:
        ontology.fault("V101", node)
    if not definition:
        ontology.fault("V102", node)
    basis, other = ontology.text(node, TL + "basis"), ontology.text(node, TL + "otherMeaning", "zh")
    if target is None or target not in ontology.instances("Consequence") or not forms or bool(basis) != bool(other):
        ontology.fault("V135", node, label)
        return None
    effect, strength = (ontology.text(target, TL + name) for name in ("effect", "strength"))
    if effect not in tuple(Effect) or strength not in tuple(Strength):  # reported for the consequence
        return None
    return EffectWord(
        label=label,
        effect=Effect(effect),
        strength=Strength(strength),
        kind=ontology.text(target, TL + "ruleKind"),
        consequence=ontology.label(target),
        in_principle=ontology.text(node, TL + "behindInPrinciple") == "true",
        forms=tuple(sorted(forms, key=lambda w: (-len(w), w))),
        definition=definition,
        basis=basis,
        alternative=other,
        confirmed_by=ontology.text(node, TL + "confirmedBy"),
        iri=str(node),
    )
