"""A bureau's own terms joined to the vocabulary: matters, kinds of institution, figures, further words for a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import quote

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, nearest
from policy_dsl.own_corpus.name_entries import Entry
from policy_dsl.rdf_namespaces import OWN
from policy_dsl.vocabulary import Term, Vocabulary, VocabularyData

_KINDS: Final = {"数量": "count", "比率": "ratio", "是否": "boolean"}
_SUBJECTS: Final = ("地区", "申请", "机构")
_LIKE_RATIO: Final = "1"
_MATTER, _HELD, _BEDS = "事项", "已定点", "床位类别"
"""Facts of an application whose values are terms."""


def _new_label(vocabulary: Vocabulary, entry: Entry) -> Iterator[Diagnostic]:
    label = entry.text("名称")
    if label in vocabulary.terms:
        yield entry.fault("名称", f"「{label}」已是{vocabulary.terms[label].definition[:30]}…", "没有用过的名称")


def _known(
    vocabulary: Vocabulary, entry: Entry, key: str, names: Iterable[str], kinds: tuple[str, ...]
) -> Iterator[Diagnostic]:
    """A fault for each name that is no term of these kinds."""
    allowed = [t.label for t in vocabulary.terms.values() if t.kind in kinds]
    for name in names:
        if name not in allowed:
            near = nearest(name, allowed)
            yield entry.fault(key, f"没有「{name}」", "、".join(allowed), f"是否要写 {near[0]}?" if near else "")


def _with_terms(words: VocabularyData, terms: Mapping[str, Term], new: Term | None = None) -> VocabularyData:
    """The vocabulary with other terms in the place of those of the same label, and a new one behind those of its kind."""
    listed = [terms.get(t.label, t) for t in words.terms]
    if new is not None:
        last = max(i for i, t in enumerate(listed) if t.kind == new.kind)
        listed.insert(last + 1, new)
    return replace(words, terms=tuple(listed))


def with_matter(
    words: VocabularyData, vocabulary: Vocabulary, entry: Entry, own_types: frozenset[str]
) -> tuple[VocabularyData, list[Diagnostic]]:
    """A matter, who may ask for it, the services that it adds, the bed categories for which it may be asked.

    own_types: kinds of institution that the bureau adds itself. The vocabulary with it, or what is wrong with it.
    """
    label, askers, adds_to = entry.text("名称"), entry.names("申请的机构"), entry.text("加于服务")
    adds, beds = entry.names("新增的服务"), entry.names("床位类别")
    designated, categories = vocabulary.facts[_HELD], vocabulary.facts[_BEDS]
    faults = [*_new_label(vocabulary, entry)]
    faults += _known(vocabulary, entry, "申请的机构", (a for a in askers if a not in own_types), ("type", "class"))
    if adds_to and adds_to not in designated.values:
        near = nearest(adds_to, designated.values)
        hint = f"是否要写 {near[0]}?" if near else ""
        faults.append(entry.fault("加于服务", f"没有「{adds_to}」", "、".join(designated.values), hint))
    for key, names, fact in (("新增的服务", adds, designated), ("床位类别", beds, categories)):
        for name in names:
            other = vocabulary.terms.get(name)
            if name not in fact.values and other is not None:
                faults.append(entry.fault(key, f"「{name}」已指{other.definition[:30]}…", "没有用过的名称,或者已有的"))
    if not adds and not adds_to:
        faults.append(entry.fault("新增的服务", "没有写它新增哪一项服务,或者加于哪一项服务", "两项至少写一项"))
    if faults:
        return words, faults
    types = dict.fromkeys(t for a in askers for t in _types_of(vocabulary, a))
    term = Term(
        label=label, iri=OWN + quote(label), kind="matter", definition=entry.text("定义"),
        words=longest_first((label, *entry.names("原文写作"))), spoken=longest_first(entry.names("提问时说")),
        written=tuple(sorted(set(entry.names("申请中写作")))), basis=entry.text("依据"), members=tuple(types),
        adds=tuple(dict.fromkeys(adds)), adds_to=adds_to,
    )  # fmt: skip
    matters = vocabulary.facts[_MATTER]
    changed = {
        _MATTER: replace(matters, values=(*matters.values, label)),
        _HELD: replace(designated, values=tuple(dict.fromkeys((*designated.values, *adds)))),
        _BEDS: replace(categories, values=tuple(dict.fromkeys((*categories.values, *beds)))),
    }
    new = [term]
    for name in dict.fromkeys((*adds, *beds)):
        if name not in vocabulary.terms:
            what = "服务" if name in adds else "床位类别"
            definition = f"{label}所{'新增的服务' if name in adds else '及的床位类别'}。"
            new.append(
                Term(label=name, iri=OWN + quote(f"{what}/{name}"), kind="value", definition=definition, words=(name,),
                     basis=entry.text("依据"))
            )  # fmt: skip
    for added in new:
        words = _with_terms(words, changed, added)
    return words, []


def _types_of(vocabulary: Vocabulary, name: str) -> tuple[str, ...]:
    """The kinds of institution that a name of a kind or class means; one of the bureau's own is read later."""
    term = vocabulary.terms.get(name)
    return term.members if term is not None and term.kind == "class" else (name,)


def without_empty_matters(words: VocabularyData, matters: Iterable[Entry]) -> tuple[VocabularyData, list[Diagnostic]]:
    """The vocabulary without kinds of institution that were not taken among those who may ask for a bureau's own matters.

    A matter for which nobody may ask is left out, and named.
    """
    faults: list[Diagnostic] = []
    for entry in matters:
        vocabulary = Vocabulary(words)
        term = vocabulary.matters.get(entry.text("名称"))
        if term is None:
            continue
        left = tuple(m for m in term.members if m in vocabulary.types)
        if left:
            words = replace(words, terms=tuple(replace(t, members=left) if t is term else t for t in words.terms))
            continue
        faults.append(entry.fault("申请的机构", "所写的机构类型都没有采用", "已有的机构类型,或者先改正 机构类型 一项"))
        fact = vocabulary.facts[_MATTER]
        kept = tuple(v for v in fact.values if v != term.label)
        words = _with_terms(words, {_MATTER: replace(fact, values=kept)})
        words = replace(words, terms=tuple(t for t in words.terms if t.label != term.label))
    return words, faults


def with_type(words: VocabularyData, vocabulary: Vocabulary, entry: Entry) -> tuple[VocabularyData, list[Diagnostic]]:
    """A kind of institution, its classes, and the matters that it may ask for. The vocabulary with it, or what is wrong with it."""
    label, classes, matters = entry.text("名称"), entry.names("归入"), entry.names("可申请")
    faults = [*_new_label(vocabulary, entry), *_known(vocabulary, entry, "归入", classes, ("class",))]
    faults += _known(vocabulary, entry, "可申请", matters, ("matter",))
    if faults:
        return words, faults
    term = Term(
        label=label, iri=OWN + quote(label), kind="type", definition=entry.text("定义"),
        words=longest_first((label, *entry.names("原文写作"))), spoken=longest_first(entry.names("提问时说")),
        written=tuple(sorted(set(entry.names("申请中写作")))), basis=entry.text("依据"),
    )  # fmt: skip
    # A class takes in every type of a class within it.
    inside = set(classes)
    for name in classes:
        own = set(vocabulary.terms[name].members)
        inside |= {t.label for t in vocabulary.terms.values() if t.kind == "class" and own <= set(t.members)}
    changed = {
        n: replace(vocabulary.terms[n], members=tuple(dict.fromkeys((*vocabulary.terms[n].members, label))))
        for n in (*inside, *matters)
    }
    listing = vocabulary.facts["类型"]
    changed["类型"] = replace(listing, values=(*listing.values, label))
    return _with_terms(words, changed, term), []


def with_figure(words: VocabularyData, vocabulary: Vocabulary, entry: Entry) -> tuple[VocabularyData, list[Diagnostic]]:
    """A figure of an area, of an application or of an institution. The vocabulary with it, or what is wrong with it."""
    label, kind, subject = entry.text("名称"), entry.text("种类"), entry.text("属于") or _SUBJECTS[0]
    faults = [*_new_label(vocabulary, entry)]
    if kind not in _KINDS:
        faults.append(entry.fault("种类", f"没有「{kind}」", "、".join(_KINDS)))
    if subject not in _SUBJECTS:
        faults.append(entry.fault("属于", f"没有「{subject}」", "、".join(_SUBJECTS)))
    providers = tuple(p for p in vocabulary.of_kind("provider") if p != "有权机关认定")
    if entry.text("提供方") not in providers:
        faults.append(entry.fault("提供方", f"没有「{entry.text('提供方')}」", "、".join(providers)))
    unit = vocabulary.unit_named(entry.text("单位"))
    if unit is None and kind != "是否":
        faults.append(entry.fault("单位", f"没有「{entry.text('单位')}」", "、".join(vocabulary.of_kind("unit"))))
    if faults:
        return words, faults
    datatype = _KINDS[kind]
    like = next((t for t in vocabulary.facts.values() if t.datatype == datatype), None)
    number = datatype != "boolean" and like is not None
    term = Term(
        label=label, iri=OWN + quote(label), kind="fact", definition=entry.text("定义"),
        words=longest_first((label, *entry.names("原文写作"))), subject=subject, datatype=datatype,
        unit="" if unit is None or datatype == "boolean" else _LIKE_RATIO if datatype == "ratio" else unit.label,
        provider=entry.text("提供方"), proof=entry.text("凭据"), basis=entry.text("依据"),
        minimum="0" if number else "", maximum="1" if datatype == "ratio" else "",
        digits=like.digits if number and like else 0, places=like.places if number and like else 0,
        changed_by="区域" if subject == "地区" else "不可改变",
    )  # fmt: skip
    return _with_terms(words, {}, term), []


def with_spellings(
    words: VocabularyData, vocabulary: Vocabulary, entry: Entry
) -> tuple[VocabularyData, list[Diagnostic]]:
    """Further words for a name: in applications, in questions. The vocabulary with it, or what is wrong with it."""
    label = entry.text("名称")
    faults = [*_known(vocabulary, entry, "名称", (label,), ("type", "class", "matter", "fact", "value"))]
    for key in ("申请中写作", "提问时说"):
        for name in entry.names(key):
            other = vocabulary.terms.get(name)
            written = [t.label for t in vocabulary.terms.values() if name in t.written and t.label != label]
            if (other is not None and other.label != label) or (key == "申请中写作" and written):
                meant = other.label if other is not None else written[0]
                faults.append(entry.fault(key, f"「{name}」已指{meant}", "只指这一项的写法"))
    if faults:
        return words, faults
    term = vocabulary.terms[label]
    written_, spoken = {*term.written, *entry.names("申请中写作")}, (*term.spoken, *entry.names("提问时说"))
    changed = replace(term, written=tuple(sorted(written_)), spoken=longest_first(spoken))
    return _with_terms(words, {label: changed}), []


def longest_first(names: Iterable[str]) -> tuple[str, ...]:
    """Names as vocabularies order them: the longest first, each once."""
    return tuple(sorted(set(names), key=lambda n: (-len(n), n)))
