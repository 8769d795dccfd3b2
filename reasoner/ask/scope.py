"""Of which places, kinds of institution and matters a question asks; what of it cannot be asked is a fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.ask.absent_conditions import (
    absence_notes,
    absent_conditions,
    elsewhere_notes,
    kinds_not_held,
    missing_notes,
    without_metres,
)
from reasoner.ask.applying_rules import YES
from reasoner.ask.asked_matters import (
    beds_meant,
    changes_asked,
    converted,
    facts_meant,
    implied,
    of_kinds,
    other_beds,
    percents_left,
    undivided,
    values_given,
    with_beds,
    without_amount,
)
from reasoner.ask.asked_readings import named_readings, without_explaining
from reasoner.ask.deciders import duties_asked
from reasoner.ask.in_house import CONTRACTED, SPONSOR, contracted_notes, under_contract, with_in_house
from reasoner.ask.named_documents import OF_FORCE, NamedDocuments, day_named, named_documents
from reasoner.ask.places_asked import (
    destination,
    destination_note,
    own_place_note,
    unheld,
    with_own_place,
    without_ours,
)
from reasoner.ask.question_words import (
    Ambiguous,
    Kind,
    Names,
    Recognised,
    acts_asked,
    asks_who,
    recognise,
    with_meaning,
)
from reasoner.ask.scope_notes import (
    as_new_note,
    beds_note,
    day_note,
    document_notes,
    figures_note,
    left_out_note,
    places_by_default,
    set_aside_notes,
    several_places_note,
    together_note,
)
from reasoner.ask.unaskable import (
    MOST_WORDS,
    Beyond,
    asked_back,
    beyond_all,
    beyond_notes,
    classes_beyond,
    kinds_beyond,
    named_in_field,
    nothing_asked,
    of_no_weight,
    too_long,
)
from reasoner.ask.unrecognised_words import unrecognised, with_longer_words
from reasoner.model.rule_base import RuleBase


class Question(NamedTuple):
    """What is asked, by fields, in words, or both."""

    day: str
    """The day whose law is asked for."""
    region: str = ""
    """A place, as it was written."""
    kind: str = ""
    """A kind of institution, as it was written."""
    matter: str = ""
    """A matter, as it was written."""
    words: str = ""
    """The rest, in words."""
    home: str = ""
    """The bureau's own region, as its settings have it; empty: not set."""


class Scope(NamedTuple):
    """What a question asks of."""

    recognised: Recognised
    regions: tuple[str, ...]
    """The codes of the places."""
    types: tuple[str, ...]
    matters: tuple[str, ...]
    """The matters of which rules are asked; none: only of the texts."""
    values: Mapping[str, str]
    """Facts that the question gives besides, by label."""
    other_values: tuple[Mapping[str, str], ...]
    """The same with each further value of one of them."""
    named: NamedDocuments
    """The documents that it names."""
    readings: tuple[str, ...]
    """The readings that it names."""
    day: str
    """A day that it names; empty: none."""
    notes: tuple[str, ...]
    """What was taken for granted."""
    beside: tuple[str, ...] = ()
    """Other matters that its words may mean as well (床)."""
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What is named without saying which of several kinds it is (医院, 卫生院), each with these: answered for all, alike ones as one."""
    beyond: tuple[Beyond, ...] = ()
    """Who is named and is not among the kinds of a matter that is named."""


def scope_of(base: RuleBase, names: Names, question: Question) -> Scope:
    """What a question asks of. Raises Faults with every fault (U161 to U165)."""
    if len(question.words) > MOST_WORDS:
        raise Faults([too_long(question.words)])
    faults: list[Diagnostic] = []
    question = _with_class(names, question)
    readings = named_readings(base, names, question.words)
    near = [r.code for r in base.vocabulary.find_regions(question.region or question.home)]
    near = list(recognise(names, base.vocabulary, readings.rest).regions if not question.region else ()) or near
    documents = named_documents(base, readings.rest, near)
    day, words = day_named(documents.rest)
    if not (documents.documents or OF_FORCE.search(words)):
        words = documents.rest  # of the law of another day the rules are asked by --as-of
    unread_day = words == documents.rest
    words_left = words
    words, metres = without_metres(words)
    words, amount = without_amount(words)
    words_left = words if metres or amount else words_left
    words, service = under_contract(without_explaining(words), base.vocabulary)
    words, ours = without_ours(words)
    read = with_longer_words(base, recognise(names, base.vocabulary, words))
    recognised = converted(base.vocabulary, read)
    if ours and recognised.regions:  # beside another place the unit's own is one of those asked about
        recognised = with_own_place(names, words_left, base.vocabulary, question.home) or recognised
    regions = named_in_field(names, base.vocabulary, Kind.REGION, question.region, faults) or recognised.regions
    recognised, sponsor = with_in_house(with_meaning(recognised, base.vocabulary), base.vocabulary)
    to = "" if question.region else destination(recognised)
    moved = [destination_note(base.vocabulary, to, regions)] if to else []
    regions = (to,) if to else regions
    types = named_in_field(names, base.vocabulary, Kind.TYPE, question.kind, faults) or recognised.types
    matters = named_in_field(names, base.vocabulary, Kind.MATTER, question.matter, faults) or recognised.matters
    open_words = [a for a in recognised.ambiguous if not of_no_weight(base, a, recognised)]
    either = [
        a
        for a in open_words
        if a.kind is Kind.MATTER and (regions or near) and undivided(base, a.keys, regions or near)
    ]
    if either and not matters:
        matters, open_words = either[0].keys, [a for a in open_words if a not in either]
    groups = () if types else tuple((c, base.vocabulary.terms[c].members) for c in recognised.classes)
    several = [a for a in open_words if a.kind is Kind.TYPE and matters and not (types or groups)]
    groups = groups or tuple((a.word, a.keys) for a in several)
    outside = [a for a in open_words if beyond_all(base.vocabulary, a, types)]
    beyond = [b for a in outside for b in kinds_beyond(base.vocabulary, types, a.keys)]
    faults += [asked_back(base.vocabulary, a) for a in open_words if a not in several and a not in outside]
    absent = absent_conditions(base, recognised, regions or near)
    settled = {m for a in recognised.ambiguous if a.kind is Kind.MATTER and a not in open_words for m in a.keys}
    if absent.words and not _of_meaning(base, recognised):
        recognised = recognised._replace(facts=tuple(f for f in recognised.facts if f not in absent.facts))
    faults += unheld(base, regions, recognised)
    texts = bool(documents.documents or documents.unheld or readings.names)
    if not faults and not (regions or types or matters or recognised.words or texts or ours):
        faults.append(nothing_asked())
    values, others = values_given(base.vocabulary, (v for v in recognised.values if v != sponsor))
    values |= {SPONSOR: sponsor} if sponsor else {}
    contracted = CONTRACTED in recognised.facts and bool(matters) and not recognised.enquiries
    if contracted:  # what is said of who asks, not what is asked
        values[CONTRACTED] = service or YES
        recognised = recognised._replace(facts=tuple(f for f in recognised.facts if f != CONTRACTED))
    changes = changes_asked(base.vocabulary, recognised)
    asked_matters = () if changes else with_beds(base, recognised, values, matters)
    asked_matters = asked_matters or (
        () if texts or changes else implied(base, recognised, types, values, regions or near)
    )
    if absent.words and not (asked_matters or texts or recognised.enquiries):
        asked_matters = of_kinds(base.vocabulary, types or recognised.classes, settled)
    beds, of_beds = beds_meant(base.vocabulary, recognised, types)
    if len(of_beds) > 1 and not changes:
        faults.append(asked_back(base.vocabulary, Ambiguous(beds, Kind.MATTER, of_beds)))
    elif of_beds:
        asked_matters = of_beds
    else:
        beyond += kinds_beyond(base.vocabulary, types, matters or asked_matters)
    recognised = facts_meant(base, recognised, asked_matters)
    if not types:
        beyond += classes_beyond(base.vocabulary, recognised.classes, matters or asked_matters)
    if beyond and {w for b in beyond for w in b.who} >= set(types or recognised.classes):
        asked_matters = ()
    if faults:
        raise Faults(faults)
    own = [*documents.documents, *_with_readings(base, readings.names)]
    places, notes = (regions, ()) if regions else places_by_default(base, question.home, own)
    unknown = (
        [] if _answered_besides(base, documents, readings.names, recognised) else unrecognised(base, names, recognised)
    )
    figures = [a for a in (amount, *percents_left(base, question.words, places)) if a and asked_matters]
    missing = [*left_out_note(base.vocabulary, types, asked_matters), *figures_note(figures)]
    missing += [together_note(base, a, regions or near) for a in either if a.keys == matters]
    missing += kinds_not_held(base, documents, places)
    missing += document_notes(documents)
    missing += day_note(day if unread_day else "", documents.rest, question.day)
    absence = [
        *missing_notes(base, question.words, regions or near),
        *absence_notes(base, absent, metres, regions or near),
    ]
    missing = [*absence, *elsewhere_notes(base, documents, near), *moved, *missing]
    if not recognised.usages:
        missing += [t.note for e in recognised.enquiries if (t := base.vocabulary.terms[e]).words and t.note]
    if changes and (types or recognised.classes):
        missing.append(as_new_note(base.vocabulary, changes, types or recognised.classes))
    missing += several_places_note(base.vocabulary, regions)
    if contracted:
        missing = [*contracted_notes(base.vocabulary, asked_matters, service), *missing]
    beside = other_beds(base.vocabulary, recognised, asked_matters)
    missing += beds_note(asked_matters, beside)
    if ours and not regions:
        missing += filter(None, (own_place_note(base.vocabulary, ours, question.home),))
    missing = [*beyond_notes(base, beyond), *missing]
    notes = (*set_aside_notes(base, places, asked_matters), *missing, *unknown, *notes)
    return Scope(
        recognised,
        places,
        types,
        asked_matters,
        values,
        tuple(values | o for o in others),
        documents,
        readings.names,
        day,
        notes,
        beside,
        groups,
        tuple(dict.fromkeys(beyond)),
    )


def _with_class(names: Names, question: Question) -> Question:
    """A question whose field for the kind holds a class (医院) or a word of several kinds (卫生院): as if it stood in words."""
    kinds = [m for m in names.meanings(question.kind) if m.kind in (Kind.TYPE, Kind.CLASS)]
    if (len(kinds) == 1 and kinds[0].kind is Kind.TYPE) or not kinds:
        return question
    return question._replace(kind="", words=f"{question.kind} {question.words}".rstrip())


def _of_meaning(base: RuleBase, recognised: Recognised) -> bool:
    """Whether a question asks what something means."""
    return any(base.vocabulary.terms[e].iri.endswith("#askMeaning") for e in recognised.enquiries)


def _with_readings(base: RuleBase, names: Sequence[str]) -> list[Document]:
    """The documents that register one of some readings."""
    return [d for d in base.documents.values() if not d.readings_by_name.keys().isdisjoint(names)]


def _answered_besides(
    base: RuleBase, documents: NamedDocuments, readings: Sequence[str], recognised: Recognised
) -> bool:
    """Whether a question is answered by what it names, or by duties that have its words."""
    who = asks_who(recognised, base.vocabulary)
    by_duties = who and bool(
        acts_asked(recognised, base.vocabulary) or duties_asked(tuple(base.documents.values()), recognised.rest, 1)
    )
    return bool(documents.documents or readings or by_duties)
