"""A bureau's own words of effect (结果用词): the words of its documents for a consequence that there is already.

No entry adds a consequence. A word means one of those of the ontology, for the reason that the entry gives, and a rule that
uses it rests on a reading that says so. A wording that means something else already is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, nearest
from policy_dsl.ir import RESTRICTING, Effect, Strength
from policy_dsl.own_corpus.name_entries import Entry
from policy_dsl.rdf_namespaces import OWN
from policy_dsl.texts.lexicon import means_otherwise
from policy_dsl.texts.restraint_words import Restraint, may_exempt, restraints
from policy_dsl.vocabulary import Consequence, EffectWord, Vocabulary, VocabularyData

_OF_NO_WORD: Final = (Effect.CAP, Effect.REQUIRE)
"""Effects that a rule has by its form (不超过, 须), without a word behind 则."""
_IN_PRINCIPLE: Final = "原则上"
_WORDING: Final = re.compile("[\u4e00-\u9fff]{2,}")
_DECIDING: Final = (*RESTRICTING, Effect.EXEMPT)


def consequences(words: VocabularyData) -> dict[str, Consequence]:
    """The consequences that a word may mean, as they are told."""
    return {c.label: c for c in words.consequences if c.effect not in _OF_NO_WORD}


def with_effect_word(
    words: VocabularyData, vocabulary: Vocabulary, entry: Entry
) -> tuple[VocabularyData, list[Diagnostic]]:
    """A word of effect. The vocabulary with it, or what is wrong with it."""
    label, known = entry.text("名称"), consequences(words)
    forms = tuple(dict.fromkeys("".join(form.split()) for form in entry.names("原文写作")))
    meant = known.get(entry.text("结果"))
    faults = [*_label_faults(vocabulary, entry, label)]
    if meant is None:
        near = nearest(entry.text("结果"), known)
        hint = f"是否要写 {near[0]}?" if near else "结果只有这几种,不能新添"
        faults.append(entry.fault("结果", f"没有「{entry.text('结果')}」这种结果", "、".join(known), hint))
    for form in forms:
        message = _wrong_wording(form, vocabulary) or ("" if meant is None else _otherwise(form, meant, vocabulary))
        if message:
            faults.append(entry.fault("原文写作", message, "原文中表示这种结果、没有别的意思的字样"))
    if faults or meant is None:
        return words, faults
    word = EffectWord(
        label=label, effect=meant.effect, strength=meant.strength, kind=meant.kind, consequence=meant.label,
        forms=tuple(sorted(forms, key=lambda w: (-len(w), w))), definition=entry.text("定义"),
        in_principle=meant.strength is Strength.IN_PRINCIPLE, basis=entry.text("依据"),
        alternative=entry.text("另一种理解"), confirmed_by=entry.text("确认人"), iri=OWN + quote(f"结果用词/{label}"),
    )  # fmt: skip
    return replace(words, effect_words=(*words.effect_words, word)), []


def _label_faults(vocabulary: Vocabulary, entry: Entry, label: str) -> Iterator[Diagnostic]:
    """What keeps a label from being a word behind 则."""
    from policy_dsl.syntax.parse import keywords, terminal

    free = "没有用过的词"
    if label in vocabulary.effect_words:
        yield entry.fault("名称", f"「{label}」已是结果用词,指{vocabulary.effect_words[label].consequence}", free)
    elif label in vocabulary.terms:
        yield entry.fault("名称", f"「{label}」已是{vocabulary.terms[label].definition[:30]}…", free)
    elif vocabulary.find_regions(label):
        yield entry.fault("名称", f"「{label}」已是地区的名称", free)
    elif label in keywords().values() or means_otherwise(label):
        yield entry.fault("名称", f"「{label}」是规则语言的词", free)
    elif re.fullmatch(terminal("WORD").pattern, label) is None:
        yield entry.fault("名称", f"「{label}」不能写在 则 之后", "不含空格和标点、不以数字开头的一个词")


def _wrong_wording(form: str, vocabulary: Vocabulary) -> str:
    """Why words can state no consequence at all; empty: they can."""
    if _WORDING.fullmatch(form) is None:
        return f"「{form}」不是两个字以上、不含数字和标点的词语"
    if _IN_PRINCIPLE in form:
        return f"「{form}」含有“原则上”:这三个字由规则另行写明,不写进字样"
    if means_otherwise(form):
        return f"「{form}」另有意思:是比较、强度、鼓励一类的词,不表示结果"
    named = next((t for t in vocabulary.terms.values() if form == t.label or form in t.words), None)
    if named is not None:
        return f"「{form}」已指{named.label}"
    return f"「{form}」已是地区的名称" if vocabulary.find_regions(form) else ""


def _otherwise(form: str, meant: Consequence, vocabulary: Vocabulary) -> str:
    """Why words do not mean a consequence: they, or words in them, mean another already; empty: they may mean it."""
    for other in vocabulary.effect_words.values():
        same = (other.effect, other.strength) == (meant.effect, meant.strength)
        if form in other.forms:
            return f"「{form}」已是「{other.label}」的字样,指{other.consequence}" + (",用不着再写" if same else "")
        inside = next((f for f in other.forms if form in f or (other.effect in _DECIDING and f in form)), "")
        if inside and not same:
            return f"「{form}」与「{inside}」相混,后者指{other.consequence}"
    kinds = restraints(form)
    if may_exempt(form):
        return "" if meant.effect is Effect.EXEMPT else f"「{form}」说的是不受限制,不能指{meant.label}"
    if kinds & {Restraint.BAR, Restraint.PRESUMPTION}:
        return "" if meant.effect is Effect.PROHIBIT else f"「{form}」说的是不予新增,不能指{meant.label}"
    if kinds:
        return "" if meant.effect in (Effect.CONTROL, Effect.EXEMPT) else f"「{form}」说的是控制,不能指{meant.label}"
    return ""
