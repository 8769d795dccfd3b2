"""What explanations need of a rule base beside the verdict: titles, terms, regions, readings, who decides a judgement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from policy_dsl.vocabulary import Vocabulary
from reasoner.explain.explanation import Background
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import in_its_versions


class _Authorities(Mapping[str, Sequence[str]]):
    """By clause, the bodies that its judgements name; a document is looked into only when one of its clauses is."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base

    def __getitem__(self, clause: str) -> list[str]:
        document = self._base.documents[clause.partition("/")[0]]
        return [a for j in document.clauses[clause].judgements for a in j.authority]

    def __iter__(self) -> Iterator[str]:
        return (clause for document in self._base.documents.values() for clause in document.clauses)

    def __len__(self) -> int:
        return sum(len(document.clauses) for document in self._base.documents.values())


def _cities(vocabulary: Vocabulary) -> Mapping[str, str]:
    """Of each county the name of the city above it: many counties of the country share their names."""
    regions = vocabulary.regions
    return {
        r.code: city.name
        for r in regions.values()
        if r.level == "county"
        for city in (regions[c] for c in vocabulary.chain(r.code) if c in regions)
        if city.level == "prefecture"
    }


def background(base: RuleBase) -> Background:
    """What explanations need of a rule base."""
    documents, regions = base.documents.values(), base.vocabulary.regions.values()
    return Background(
        terms=base.vocabulary.facts,
        adding={m.adds[0]: m.label for m in base.vocabulary.matters.values() if len(m.adds) == 1},
        titles={d.id: d.title for d in documents},
        period_ends={d.title: d.ends for d in documents},
        regions={r.code: f"{r.text_name}({r.name})" if r.text_name else r.name for r in regions},
        cities=_cities(base.vocabulary),
        called={r.code: (r.text_name, f"{r.text_name}即{r.name}:{r.note}") for r in regions if r.text_name},
        readings={(d.id, r.name): r for d in documents for r in d.readings},
        authorities=_Authorities(base),
        by_versions=(lambda verdict: _of_one_version(in_its_versions(base, verdict))) if base.several else None,
    )


@lru_cache(maxsize=64)
def _of_one_version(base: RuleBase) -> Background:
    return background(base)._replace(by_versions=None)
