"""The names that forms offer: matters, kinds of institutions, places, and what is to be known of a fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from policy_dsl.vocabulary import Term
from reasoner.driver.asking import own_region
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.rule_base import OF_DOCUMENTS

_PLACES: Final = ("county", "prefecture", "province")


def matters() -> tuple[str, ...]:
    """The matters that may be asked for."""
    return tuple(rule_base().vocabulary.matters)


def kinds(matter: str = "") -> tuple[str, ...]:
    """The kinds of institutions, of a matter those that may ask for it."""
    vocabulary = rule_base().vocabulary
    term = vocabulary.matters.get(matter)
    return term.members if term is not None and term.members else tuple(vocabulary.types)


def places() -> tuple[str, ...]:
    """The names of places, those of the bureau's own prefecture first."""
    vocabulary = rule_base().vocabulary
    home = {r.code for r in vocabulary.find_regions(own_region())} if own_region() else set()
    listed = [r for r in vocabulary.regions.values() if r.level in _PLACES]
    listed.sort(key=lambda r: (home.isdisjoint(vocabulary.chain(r.code)), r.code))
    return tuple(dict.fromkeys(r.name for r in listed))


def governed_regions() -> tuple[str, ...]:
    """The places for which documents are available, those with most first."""
    base = rule_base()
    names = [
        base.vocabulary.regions[d.region].name for d in base.documents.values() if d.region in base.vocabulary.regions
    ]
    return tuple(sorted(dict.fromkeys(names), key=lambda n: -names.count(n)))


def place_name(code: str | None) -> str:
    """The name of a place by its code; empty for none."""
    region = rule_base().vocabulary.regions.get(code or "")
    return "" if region is None else region.name


def term(label: str) -> Term | None:
    """A fact of the vocabulary."""
    return rule_base().vocabulary.facts.get(label)


def regional_terms() -> Mapping[str, Term]:
    """The facts that the ledger can have, by label."""
    return {k: t for k, t in rule_base().vocabulary.facts.items() if t.subject in ("地区", "镇街", "文件")}


def judged() -> frozenset[str]:
    """The facts that hold because an organ or the agency itself says so, by label."""
    return frozenset(k for k, t in rule_base().vocabulary.facts.items() if t.authorities)


def of_documents(label: str) -> bool:
    """Whether a fact speaks of a document: whether it is in force, whether a plan goes on."""
    return label in OF_DOCUMENTS


def documents_by_title() -> Mapping[str, str]:
    """The titles of documents by id."""
    return {d.id: d.title for d in rule_base().documents.values()}
