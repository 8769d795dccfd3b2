"""Statements that touch a case without deciding it (DESIGN §5.5): a plan's own finding, total control, a yearly plan …

They are cited of every document of the place that is in force or may be, governing or not, favourable ones too.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from policy_dsl.compiled import Clause, Concern, Document
from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.document_force import Force, ForceStatus
from reasoner.model.application import Application
from reasoner.model.messages import TOUCHING
from reasoner.model.verdict import Touching


def touching_statements(
    documents: Sequence[Document],
    forces: Mapping[str, Force],
    application: Application,
    vocabulary: Vocabulary,
) -> list[Touching]:
    """The statements of the documents of a place that concern an application, first of those in force, then of those that
    may be, in document order. forces: by id of the documents that are looked at, whether they are in force.
    """
    certainly: list[Touching] = []
    perhaps: list[Touching] = []
    for document in documents:
        concerns, force = document.concerns(application.matter), forces.get(document.id)
        if not concerns or force is None:
            continue
        if force.status is ForceStatus.UNKNOWN:
            perhaps += statements_of(concerns, application, vocabulary)
        elif not force.out:
            certainly += statements_of(concerns, application, vocabulary)
    return certainly + perhaps


def statements_of(
    concerns: Iterable[tuple[Clause, Concern]], application: Application, vocabulary: Vocabulary
) -> list[Touching]:
    """Those of some statements that concern the place and kind of an applicant; what is unknown of it excludes none.

    What restricts stands first, then what is required, facts, and what favours; of each what is said of such a place or
    kind before what is said of all.
    """
    kind, region = kind_of(application), application.region
    spoken = [(clause, concern) for clause, concern in concerns if _speaks_of(concern, kind, region, vocabulary)]
    if len(spoken) > 1:
        spoken.sort(key=_rank)
    return [Touching(clause.clause, clause.quote, clause.place, concern.why) for clause, concern in spoken]


def speaks_of(concern: Concern, application: Application, vocabulary: Vocabulary) -> bool:
    """Whether a statement concerns the place and kind of an applicant; what is unknown of it excludes none."""
    return _speaks_of(concern, kind_of(application), application.region, vocabulary)


def _speaks_of(concern: Concern, kind: str | None, region: str | None, vocabulary: Vocabulary) -> bool:
    if concern.types and kind is not None and kind not in concern.types:
        return False
    return region is None or not (concern.places or concern.others) or _at(concern, region, vocabulary)


def most_restricting_first(
    touching: Iterable[Touching], documents: Iterable[Document], uncertain: Container[str]
) -> tuple[Touching, ...]:
    """What touches a case, of documents in force before those that may be (`uncertain`, ids), and of each by what it does:
    restrictions, requirements, facts, favours; else in the order that it had.

    documents: those that it is taken from.
    """
    by_id = {d.id: d for d in documents}

    def place(one: Touching) -> tuple[bool, int]:
        document = by_id[one.clause.partition("/")[0]]
        favours = one.why in _FAVOURS
        return document.id in uncertain, FAVOURS if favours else bearing(document.clauses[one.clause].natures)

    return tuple(sorted(touching, key=place))


RESTRICTS, REQUIRES, GUIDES, INFORMS, FAVOURS = range(5)
_FAVOURS: Final = (TOUCHING["prefer"], TOUCHING["exempt"])
"""How it is said of a preference or an exemption that it decides nothing here."""
_BEARINGS: Final = (
    (RESTRICTS, frozenset({"限制", "上限"})),
    (REQUIRES, frozenset({"要件", "义务", "标准", "程序"})),
    (GUIDES, frozenset({"原则", "愿景", "目标"})),
    (INFORMS, frozenset({"事实"})),
    (FAVOURS, frozenset({"鼓励", "优先", "豁免", "许可"})),
)


@cache
def bearing(natures: tuple[str, ...]) -> int:
    """How a clause of such natures bears on who applies; a principle or a goal guides those who decide."""
    return next((rank for rank, some in _BEARINGS if not some.isdisjoint(natures)), GUIDES)


def _rank(statement: tuple[Clause, Concern]) -> tuple[int, bool]:
    clause, concern = statement
    return bearing(clause.natures), not (concern.places or concern.others or concern.types)


def kind_of(application: Application) -> str | None:
    """The kind of the institution that was given last; None where none was."""
    observations = application.facts.get(("机构", "类型"), ())
    value = observations[-1].value if observations else None
    return value if isinstance(value, str) else None


def _at(concern: Concern, region: str, vocabulary: Vocabulary) -> bool:
    """Whether a statement speaks of a place: of it, of what lies around it, or of a part of it."""
    around = vocabulary.chain(region)
    if any(code in around for code in concern.others):
        return False
    return not concern.places or any(p in around or region in vocabulary.chain(p) for p in concern.places)
