"""What of a question cannot be asked as it stands: names in fields, words that mean several things, who cannot ask for what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.ask.asked_matters import ADDING, askable
from reasoner.ask.places_asked import like
from reasoner.ask.question_words import Ambiguous, Kind, Names, Recognised, asks_who, enquiry_label
from reasoner.ask.unrecognised_words import parts_in_texts
from reasoner.model.place_binding import divisions_among
from reasoner.model.rule_base import RuleBase

_FORMS: Final = "地区、机构类型、事项,或者一句话的问题"


def nothing_asked() -> Diagnostic:
    """That a question has neither a field nor a word."""
    return Diagnostic("U165", "tiaoli ask", "没有写明要问什么", _FORMS, "tiaoli ask 城阳区 养老院 院护床位")


MOST_WORDS: Final = 1000
"""Characters of a question in words."""


def too_long(words: str) -> Diagnostic:
    """That a question has more words than any question has."""
    message = f"问题有{len(words)}个字,太长"
    return Diagnostic("U165", "tiaoli ask", message, f"不超过{MOST_WORDS}个字", "只写地区、机构类型、事项和要问的情形")


# --- names in fields ------------------------------------------------------------------------------------------


def named_in_field(
    names: Names, vocabulary: Vocabulary, kind: Kind, value: str, faults: list[Diagnostic]
) -> tuple[str, ...]:
    """The one thing that a field names; faults for none and for several."""
    if not value:
        return ()
    keys = tuple(m.key for m in names.meanings(value) if m.kind is kind)
    if kind is Kind.REGION:
        keys = tuple(r.code for r in divisions_among([vocabulary.regions[k] for k in keys]))
    if len(keys) == 1:
        return keys
    if keys:
        faults.append(asked_back(vocabulary, Ambiguous(value, kind, keys)))
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


def named(base: RuleBase, names: Names, region: str, matter: str) -> tuple[str, str]:
    """The code of a place and the label of a matter by what people call them; empty for what is not given.

    Raises Faults (U161, U163, U164).
    """
    faults: list[Diagnostic] = []
    places = named_in_field(names, base.vocabulary, Kind.REGION, region, faults)
    matters = named_in_field(names, base.vocabulary, Kind.MATTER, matter, faults)
    if faults:
        raise Faults(faults)
    return (places or ("",))[0], (matters or ("",))[0]


# --- what stays open ------------------------------------------------------------------------------------------


def of_no_weight(base: RuleBase, word: Ambiguous, recognised: Recognised) -> bool:
    """Whether a word of several meanings is of no weight: the question is about something else that it names."""
    if word.kind is Kind.MATTER:
        meaning = enquiry_label(base.vocabulary, "askMeaning") in recognised.enquiries
        if asks_who(recognised, base.vocabulary) or (meaning and (recognised.types or recognised.classes)):
            return True  # 定点医药机构的定义是什么: of the institutions, not of what they may ask for
        known = any(parts_in_texts(base, w) for w in recognised.rest if w not in ADDING)
        return bool(recognised.facts or recognised.unregulated or recognised.usages or known)
    return False


def beyond_all(vocabulary: Vocabulary, word: Ambiguous, types: Sequence[str]) -> bool:
    """Whether a word of several meanings is a matter, and the kinds that are named are among those of none of them."""
    return bool(
        word.kind is Kind.MATTER and types and not any(set(askable(vocabulary, t)) & set(word.keys) for t in types)
    )


def asked_back(vocabulary: Vocabulary, word: Ambiguous) -> Diagnostic:
    """That a word means several things, with each of them."""
    meanings = [vocabulary.full_name(k) if word.kind is Kind.REGION else k for k in word.keys]
    message = f"“{word.word}”可以指{len(meanings)}个{word.kind}:{'、'.join(meanings)}"
    return Diagnostic("U163", f"“{word.word}”", message, "、".join(meanings), f"写明是哪一个,如 {meanings[0]}")


class Beyond(NamedTuple):
    """Who is not among the kinds that the vocabulary has for some matters: of such no held text speaks."""

    who: tuple[str, ...]
    """Kinds, or classes of kinds, by label."""
    matters: tuple[str, ...]

    @property
    def subject(self) -> str:
        """Both, as what is asked."""
        return f"{'、'.join(self.who)}{'、'.join(self.matters)}"


def kinds_beyond(vocabulary: Vocabulary, types: Iterable[str], matters: Sequence[str]) -> Iterator[Beyond]:
    """Kinds that are among those of none of the matters."""
    for kind in types:
        if matters and not set(askable(vocabulary, kind)) & set(matters):
            yield Beyond((kind,), tuple(matters))


def classes_beyond(vocabulary: Vocabulary, classes: Sequence[str], matters: Sequence[str]) -> Iterator[Beyond]:
    """Classes of institutions none of which is among the kinds of one of the matters: 养老机构 for 纳入双通道管理."""
    kinds = {t for m in matters for t in vocabulary.matters[m].members}
    if matters and classes and not any(kinds & set(vocabulary.terms[c].members) for c in classes):
        yield Beyond(tuple(classes), tuple(matters))


def beyond_notes(base: RuleBase, beyond: Iterable[Beyond]) -> Iterator[str]:
    """That it is the vocabulary which knows a matter for some kinds only, and on which clause or measure that rests."""
    vocabulary = base.vocabulary
    for of in dict.fromkeys(beyond):
        for label in of.matters:
            matter = vocabulary.matters[label]
            yield (
                f"规则库里“{label}”这个事项只及于{len(matter.members)}类机构:{'、'.join(matter.members)}"
                f"(事项的依据:{_basis(base, matter)}),{'、'.join(of.who)}不在其内。"
            )
        members = {k for w in of.who for k in (vocabulary.terms[w].members or (w,))}
        own = [m for m, t in vocabulary.matters.items() if members & set(t.members)]
        yield (f"这是规则库的归类,不是文件的规定;规则库里及于{'、'.join(of.who)}的事项:{'、'.join(own) or '没有'}。")


def _basis(base: RuleBase, matter: Term) -> str:
    id_, _, _ = matter.source.partition("/")
    document = base.documents.get(id_)
    clause = document.clauses.get(matter.source) if document is not None else None
    placed = f"《{document.title}》{clause.place}({matter.source})" if document and clause else matter.source
    return "、".join(filter(None, (placed, matter.basis)))
