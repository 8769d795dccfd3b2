"""Of which places, kinds of institution and matters a question asks; what of it cannot be asked is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.vocabulary import Vocabulary
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
    ADDING,
    askable,
    beds_meant,
    changes_asked,
    converted,
    decided,
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
    held_regions,
    like,
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
from reasoner.ask.unrecognised_words import parts_in_texts, unrecognised
from reasoner.model.place_binding import divisions_among
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


def scope_of(base: RuleBase, names: Names, question: Question) -> Scope:
    """What a question asks of. Raises Faults with every fault (U161 to U165)."""
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
    recognised = converted(base.vocabulary, recognise(names, base.vocabulary, words))
    if ours and recognised.regions:  # beside another place the unit's own is one of those asked about
        recognised = with_own_place(names, words_left, base.vocabulary, question.home) or recognised
    regions = _field(names, base.vocabulary, Kind.REGION, question.region, faults) or recognised.regions
    recognised, sponsor = with_in_house(with_meaning(recognised, base.vocabulary), base.vocabulary)
    to = "" if question.region else destination(recognised)
    moved = [destination_note(base.vocabulary, to, regions)] if to else []
    regions = (to,) if to else regions
    types = _field(names, base.vocabulary, Kind.TYPE, question.kind, faults) or recognised.types
    matters = _field(names, base.vocabulary, Kind.MATTER, question.matter, faults) or recognised.matters
    open_words = [a for a in recognised.ambiguous if not _settled(base, a, recognised)]
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
    faults += [f for a in open_words if a not in several for f in _open(base.vocabulary, a, types)]
    absent = absent_conditions(base, recognised, regions or near)
    settled = {m for a in recognised.ambiguous if a.kind is Kind.MATTER and a not in open_words for m in a.keys}
    if absent.words and not _of_meaning(base, recognised):
        recognised = recognised._replace(facts=tuple(f for f in recognised.facts if f not in absent.facts))
    faults += unheld(base, regions, recognised)
    texts = bool(documents.documents or documents.unheld or readings.names)
    if not faults and not (regions or types or matters or recognised.words or texts or ours):
        faults.append(Diagnostic("U165", "tiaoli ask", "没有写明要问什么", _FORMS, "tiaoli ask 城阳区 养老院 院护床位"))
    values, others = values_given(base.vocabulary, (v for v in recognised.values if v != sponsor))
    values |= {SPONSOR: sponsor} if sponsor else {}
    contracted = CONTRACTED in recognised.facts and bool(matters) and not recognised.enquiries
    if contracted:  # what is said of who asks, not what is asked
        values[CONTRACTED] = service or YES
        recognised = recognised._replace(facts=tuple(f for f in recognised.facts if f != CONTRACTED))
    changes = changes_asked(base.vocabulary, recognised)
    asked_matters = () if changes else with_beds(base, recognised, values, types, matters)
    asked_matters = asked_matters or (
        () if texts or changes else implied(base, recognised, types, values, regions or near)
    )
    if absent.words and not (asked_matters or texts or recognised.enquiries):
        asked_matters = of_kinds(base.vocabulary, types or recognised.classes, settled)
    beds, of_beds = beds_meant(base.vocabulary, recognised, types)
    if len(of_beds) > 1 and not changes:
        faults.append(_asked_back(base.vocabulary, Ambiguous(beds, Kind.MATTER, of_beds)))
    elif of_beds:
        asked_matters = of_beds
    else:
        faults += _cannot_ask(base.vocabulary, types, matters)
    recognised = facts_meant(base, recognised, asked_matters)
    if not types:
        faults += _none_can_ask(base.vocabulary, recognised.classes, matters)
    if faults:
        raise Faults(faults)
    own = [*documents.documents, *_with_readings(base, readings.names)]
    places, notes = (regions, ()) if regions else _places(base, question.home, own)
    unknown = (
        [] if _answered_besides(base, documents, readings.names, recognised) else unrecognised(base, names, recognised)
    )
    figures = [a for a in (amount, *percents_left(base, question.words, places)) if a and asked_matters]
    missing = [_NOT_COMPUTED.format(figures="、".join(figures))] if figures else []
    missing += [_together(base, a, regions or near) for a in either if a.keys == matters]
    missing += kinds_not_held(base, documents, places)
    missing += [f"没有收录文号为“{number}”的文件,以下没有据以回答。" for number in documents.unknown]
    missing += [f"没有收录“{number}”,它的内容和效力不能回答;以下是引用它的条款。" for number in documents.cited]
    if day and unread_day and not question.day.startswith(_as_named(day, documents.rest)):
        missing.append(f"适用日期为{question.day},没有按问题里写的日期回答;要按那一日回答的,用 --as-of 写明。")
    absence = [
        *missing_notes(base, question.words, regions or near),
        *absence_notes(base, absent, metres, regions or near),
    ]
    missing = [*absence, *elsewhere_notes(base, documents, near), *moved, *missing]
    if not recognised.usages:
        missing += [t.note for e in recognised.enquiries if (t := base.vocabulary.terms[e]).words and t.note]
    if changes and (types or recognised.classes):
        missing.append(_as_new_note(base.vocabulary, changes, types or recognised.classes))
    if len(places) > 1 and regions:
        listed = "、".join(base.vocabulary.regions[r].name for r in places)
        missing.append(f"问题写了几个地区,以下分别按各自的情况回答:{listed}。")
    if contracted:
        missing = [*contracted_notes(base.vocabulary, asked_matters, service), *missing]
    beside = other_beds(base.vocabulary, recognised, asked_matters)
    if beside:
        own_beds = "、".join(m for m in asked_matters if m.endswith("床位"))
        missing.append(f"以下只就{own_beds}回答;{'、'.join(beside)}是另外的事项,限制不同,请分别问。")
    if ours and not regions:
        missing += filter(None, (own_place_note(base.vocabulary, ours, question.home),))
    notes = (*missing, *unknown, *notes)
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
    )


def _answered_besides(
    base: RuleBase, documents: NamedDocuments, readings: Sequence[str], recognised: Recognised
) -> bool:
    """Whether a question is answered by what it names, or by duties that have its words."""
    who = asks_who(recognised, base.vocabulary)
    by_duties = who and bool(
        acts_asked(recognised, base.vocabulary) or duties_asked(tuple(base.documents.values()), recognised.rest, 1)
    )
    return bool(documents.documents or readings or by_duties)


def _as_new_note(vocabulary: Vocabulary, changes: Sequence[str], kinds: Sequence[str]) -> str:
    """That the rules on new institutions are not listed, and how to ask for them."""
    matters = of_kinds(vocabulary, kinds)
    listed = "、".join(matters)
    return (
        f"以下不列新增的条款:{'、'.join(changes)}是否按新增处理,已收录文件未作规定。"
        f"按新增处理的,另问{'、'.join(kinds)}新增的事项({listed})。"
    )


_NOT_COMPUTED: Final = "问题写的{figures}没有用来计算;要就具体申请判断的,填申请表,用 tiaoli check。"


def _together(base: RuleBase, word: Ambiguous, regions: Iterable[str]) -> str:
    """Why the matters are answered together that a word may mean."""
    why = "决定其中各项的只有同一条" if decided(base, word.keys, regions) else "没有决定其中任何一项的条款"
    return f"“{word.word}”可以指{'、'.join(word.keys)};所问的地区{why},以下一并回答。"


def _as_named(day: str, question: str) -> str:
    """The beginning of a day as far as the question has it: of 2026年 the year."""
    return day if re.search(r"20\d{2}(?:年\d|-\d)", question) else day[:4]


def _with_class(names: Names, question: Question) -> Question:
    """A question whose field for the kind holds a class (医院) or a word of several kinds (卫生院): as if it stood in words."""
    kinds = [m for m in names.meanings(question.kind) if m.kind in (Kind.TYPE, Kind.CLASS)]
    if (len(kinds) == 1 and kinds[0].kind is Kind.TYPE) or not kinds:
        return question
    return question._replace(kind="", words=f"{question.kind} {question.words}".rstrip())


def _with_readings(base: RuleBase, names: Sequence[str]) -> list[Document]:
    """The documents that register one of some readings."""
    return [d for d in base.documents.values() if not d.readings_by_name.keys().isdisjoint(names)]


def named(base: RuleBase, names: Names, region: str, matter: str) -> tuple[str, str]:
    """The code of a place and the label of a matter by what people call them; empty for what is not given.

    Raises Faults (U161, U163, U164).
    """
    faults: list[Diagnostic] = []
    places = _field(names, base.vocabulary, Kind.REGION, region, faults)
    matters = _field(names, base.vocabulary, Kind.MATTER, matter, faults)
    if faults:
        raise Faults(faults)
    return (places or ("",))[0], (matters or ("",))[0]


_FORMS: Final = "地区、机构类型、事项,或者一句话的问题"


# --- names in fields ------------------------------------------------------------------------------------------


def _field(names: Names, vocabulary: Vocabulary, kind: Kind, value: str, faults: list[Diagnostic]) -> tuple[str, ...]:
    """The one thing that a field names; faults for none and for several."""
    if not value:
        return ()
    keys = tuple(m.key for m in names.meanings(value) if m.kind is kind)
    if kind is Kind.REGION:
        keys = tuple(r.code for r in divisions_among([vocabulary.regions[k] for k in keys]))
    if len(keys) == 1:
        return keys
    if keys:
        faults.append(_asked_back(vocabulary, Ambiguous(value, kind, keys)))
    elif kind is Kind.REGION:
        faults.append(
            Diagnostic("U161", "--region", f"没有收录地区“{value}”", _REGIONS_ALLOWED, like(value, vocabulary))
        )
    else:
        allowed = tuple(vocabulary.types if kind is Kind.TYPE else vocabulary.matters)
        option = "--type" if kind is Kind.TYPE else "--matter"
        faults.append(
            Diagnostic("U164", option, f"没有这个{kind}:“{value}”", "、".join(allowed), _did_you_mean(value, allowed))
        )
    return ()


_REGIONS_ALLOWED: Final = "已收录文件的地区及其下的区县"


def _did_you_mean(value: str, allowed: Sequence[str]) -> str:
    near = nearest(value, allowed)
    return f"是否要写 {near[0]}?" if near else ""


# --- what stays open ------------------------------------------------------------------------------------------


def _settled(base: RuleBase, word: Ambiguous, recognised: Recognised) -> bool:
    """Whether a word of several meanings is of no weight: the question is about something else that it names."""
    if word.kind is Kind.MATTER:
        if asks_who(recognised, base.vocabulary):
            return True
        known = any(parts_in_texts(base, w) for w in recognised.rest if w not in ADDING)
        return bool(recognised.facts or recognised.unregulated or recognised.usages or known)
    return False


def _open(vocabulary: Vocabulary, word: Ambiguous, types: Sequence[str]) -> Iterator[Diagnostic]:
    """A word of several meanings; where it is a matter and the institution can ask for none of them, that is told instead."""
    if word.kind is Kind.MATTER and types and not any(set(askable(vocabulary, t)) & set(word.keys) for t in types):
        yield from _cannot_ask(vocabulary, types, word.keys)
    else:
        yield _asked_back(vocabulary, word)


def _asked_back(vocabulary: Vocabulary, word: Ambiguous) -> Diagnostic:
    meanings = [vocabulary.full_name(k) if word.kind is Kind.REGION else k for k in word.keys]
    message = f"“{word.word}”可以指{len(meanings)}个{word.kind}:{'、'.join(meanings)}"
    return Diagnostic("U163", f"“{word.word}”", message, "、".join(meanings), f"写明是哪一个,如 {meanings[0]}")


def _cannot_ask(vocabulary: Vocabulary, types: Iterable[str], matters: Sequence[str]) -> Iterator[Diagnostic]:
    """Kinds that can ask for none of the matters."""
    for kind in types:
        own = askable(vocabulary, kind)
        if matters and not set(own) & set(matters):
            named = "、".join(matters)
            yield Diagnostic(
                "U162", f"{kind}、{named}", f"{kind}不能申请{named}", f"{kind}可以申请:{'、'.join(own) or '没有'}",
                "".join(f"可以申请{m}的:{'、'.join(vocabulary.matters[m].members)}。" for m in matters),
            )  # fmt: skip


def _none_can_ask(vocabulary: Vocabulary, classes: Sequence[str], matters: Sequence[str]) -> Iterator[Diagnostic]:
    """Classes of institutions none of which can ask for one of the matters: 医院 for 纳入双通道管理."""
    asking = {t for m in matters for t in vocabulary.matters[m].members}
    if matters and classes and not any(asking & set(vocabulary.terms[c].members) for c in classes):
        named = "、".join(matters)
        own = [
            m
            for m, t in vocabulary.matters.items()
            if any(set(t.members) & set(vocabulary.terms[c].members) for c in classes)
        ]
        yield Diagnostic(
            "U162", f"{'、'.join(classes)}、{named}", f"{'、'.join(classes)}都不能申请{named}",
            f"{'、'.join(classes)}可以申请:{'、'.join(own) or '没有'}",
            "".join(f"可以申请{m}的:{'、'.join(vocabulary.matters[m].members)}。" for m in matters),
        )  # fmt: skip


# --- places, matters and facts --------------------------------------------------------------------------------


def _places(base: RuleBase, home: str, own: Sequence[Document]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where the question names no place: the regions of the documents that it names or whose readings it names, else the
    bureau's own region, else every region held; and what is told of it.
    """
    if own:
        regions = tuple(dict.fromkeys(d.region for d in own))
        at_home = [
            r for r in regions if any(r in base.vocabulary.chain(h.code) for h in base.vocabulary.find_regions(home))
        ]
        return tuple(at_home) or regions, ()
    if home:
        here = base.vocabulary.find_regions(home)
        if len(here) == 1:
            return (here[0].code,), (f"没有写明地区,按本单位所在的{here[0].name}回答。",)
    regions = held_regions(base)
    listed = "、".join(base.vocabulary.regions[r].name for r in regions)
    return regions, (f"没有写明地区,设置里也没有本单位所在的地区,按已收录文件的各地区分别回答:{listed}。",)


def _of_meaning(base: RuleBase, recognised: Recognised) -> bool:
    """Whether a question asks what something means."""
    return any(base.vocabulary.terms[e].iri.endswith("#askMeaning") for e in recognised.enquiries)
