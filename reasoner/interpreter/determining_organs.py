"""Whether a determination was made by the organ whose it is (semantics §3, DESIGN §5.3).

Where the text names the organ, another's does not count. Where the organ is inferred, one by another public organ of the
area leaves the fact open. Without an organ it counts as stated and is marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from policy_dsl.compiled import Document
from policy_dsl.organs import Authority, Organ
from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.model.application import Observation
from reasoner.model.kinds import AuthorityStatus, Origin
from reasoner.model.place_binding import city_of
from reasoner.model.proof import AuthorityBasis

JUDGED: Final = "有权机关认定"
"""The provider of what an organ determines."""
OF_THE_AGENCY: Final = (Origin.LEDGER, Origin.QUERY, Origin.ON_SITE)
"""Where a value comes from that the agency itself looked up or looked into. Of what it assesses, a bare 否 is else nobody's
finding: nobody declares its own bad repute."""
COUNTS: Final = (AuthorityStatus.COMPETENT, AuthorityStatus.UNSTATED)
"""What a determination must be to count."""


class Whereabouts(NamedTuple):
    """Where a fact belongs that somebody determined."""

    code: str
    """The code of the region that it is about, or in which its town, institution or application lies; empty: not known."""
    supposed: bool = False
    """The application is judged as if it lay there: its organs are those of another place, of the same kind and level."""


class Determined(NamedTuple):
    """The observations of a fact by whether they count; `open`: those that leave it open."""

    counting: tuple[Observation, ...]
    open: tuple[Observation, ...]
    excluded: tuple[Observation, ...]


def authority_over(term: Term, place: str, vocabulary: Vocabulary) -> Authority | None:
    """Who determines a fact of a place: what is said for its region, else what holds everywhere; None: nobody does."""
    above = vocabulary.chain(place)
    for a in term.authorities:
        if not a.region or a.region in above:
            return a
    return None


def sorted_by_authority(
    term: Term,
    observations: Sequence[Observation],
    place: Whereabouts,
    vocabulary: Vocabulary,
    document: Document | None = None,
) -> Determined:
    """The observations of a fact that an organ determines, by whether they count there."""
    parts: dict[bool | None, list[Observation]] = {True: [], None: [], False: []}
    for observation in observations:
        status = status_of(term, observation, place, vocabulary, document)
        counts = None if status is AuthorityStatus.OTHER_ORGAN else status in COUNTS or status is None
        parts[counts].append(observation)
    return Determined(*(tuple(parts[key]) for key in (True, None, False)))


def status_of(
    term: Term,
    observation: Observation,
    place: Whereabouts,
    vocabulary: Vocabulary,
    document: Document | None = None,
) -> AuthorityStatus | None:
    """What the organs of a determination are to the fact; None where nobody in particular determines it."""
    authority = authority_over(term, place.code, vocabulary)
    made_by = observation.provenance.determined_by
    if authority is None:
        return None
    if not made_by:
        bare = isinstance(observation.value, bool) and observation.provenance.origin not in OF_THE_AGENCY
        return AuthorityStatus.UNSTATED if bare or term.provider == JUDGED else None
    organs = [o for name in made_by if (o := vocabulary.organs.get(name)) is not None]
    if authority.level == "制定":
        competent = document is not None and not lacking(document, made_by, vocabulary)
    else:
        competent = any(_is_competent(o, authority, place, vocabulary) for o in organs)
    if competent:
        return AuthorityStatus.COMPETENT
    of_area = place.supposed or any(o.region in (*vocabulary.chain(place.code), "") for o in organs)
    of_issuers = document is not None and not {*document.issuers}.isdisjoint(made_by)
    if authority.named or not (of_area or of_issuers):
        return AuthorityStatus.EXCLUDED
    return AuthorityStatus.OTHER_ORGAN


def lacking(document: Document, made_by: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The issuers of a document that are not among organs; an office is stood for by the organ to which it belongs."""
    names = set(made_by)

    def stood_for(issuer: str) -> bool:
        organ = vocabulary.organs.get(issuer)
        return issuer in names or (organ is not None and organ.office_of in names)

    return tuple(issuer for issuer in document.issuers if not stood_for(issuer))


@lru_cache(maxsize=2048)
def basis_of(
    authority: Authority, place: Whereabouts, vocabulary: Vocabulary, document: Document | None = None
) -> AuthorityBasis:
    """Who determines a fact of a place or document, as a verdict says it.

    Whose the determinations of a document are each document answers by a reading of its own; where it has none, the note
    of the ontology says it.
    """
    readings = authority.readings
    if authority.level == "制定":
        registered = () if document is None else document.readings_by_name
        readings = tuple(f"{document.id}/{name}" for name in readings if document is not None and name in registered)
    return AuthorityBasis(
        agent=authority.agent,
        organs=competent_organs(authority, place, vocabulary, () if document is None else document.issuers),
        clause=authority.clause,
        quote=authority.quote,
        readings=readings,
        note="" if readings else authority.note,
    )


def competent_organs(
    authority: Authority, place: Whereabouts, vocabulary: Vocabulary, issuers: Iterable[str] = ()
) -> tuple[str, ...]:
    """The full names of the organs whose determination counts for a place, those of the widest region first."""
    if authority.level == "制定":
        return tuple(issuers)
    here = Whereabouts(place.code)
    regions = [code for code in vocabulary.chain(place.code) if vocabulary.regions[code].level != "area"]
    kinds = [kind for kind in authority.kinds if kind in vocabulary.organs.kinds]
    organs = [vocabulary.organs.of(kind, code) for code in reversed(regions) for kind in kinds]
    return tuple(dict.fromkeys([o.name for o in organs if _is_competent(o, authority, here, vocabulary)]))


def _is_competent(organ: Organ, authority: Authority, place: Whereabouts, vocabulary: Vocabulary) -> bool:
    """Whether an organ is of the kind and level, acting in its own name."""
    region = vocabulary.regions.get(organ.region)
    if organ.within or region is None or organ.kind not in authority.kinds:
        return False
    if not place.supposed and region.code not in vocabulary.chain(place.code):
        return False
    match authority.level:
        case "省":
            return region.level == "province"
        case "市":
            return region.code == city_of(vocabulary, region.code if place.supposed else place.code)
        case "县":
            return region.level == "county"
        case _:
            return region.level != "province"
