"""Two versions of some documents, each in the whole rule base: what `tiaoli compare --before … --after …` compares.

A part of the driver, with its conventions: it compiles, and raises Faults with every fault of both versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from policy_dsl.compiled import Document, Review, rules_digest
from policy_dsl.corpus_folders import parse_place
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.toml_text import BadToml, toml_tables
from policy_dsl.review.files import FILE, own_folder, read_own
from policy_dsl.review.records import read_reviews, with_reviews
from policy_dsl.source_files import read_sources
from policy_dsl.source_text import MASK
from policy_dsl.vocabulary import Vocabulary, VocabularyData
from reasoner.driver import current_rule_base
from reasoner.driver.own_corpus import own_corpus
from reasoner.driver.version_folders import FILES, NEEDED, RULES, Folder, Version, read_version
from reasoner.model.rule_base import RuleBase
from reasoner.model.vocabulary_match import completed, conflicts, with_figures_explained, words_of


def versions(before: Path, after: Path) -> tuple[RuleBase, RuleBase, tuple[str, ...]]:
    """The rule base before, the rule base after, and the ids of the documents that either directory holds.

    A directory is the folder of one document, a folder of such folders, or one with `corpus/` (and `ontology/`) in it.
    The documents of these ids are taken from the directories alone: what one of them lacks does not exist in that
    version. Every other document is that of the rule base in use. Raises Faults: U106, U140 and U145 to U149, and all
    that the compiler finds.
    """
    base, faults = current_rule_base.rule_base(), list[Diagnostic]()
    read = (read_version("前一版", "--before", before, faults), read_version("后一版", "--after", after, faults))
    ids = tuple(sorted({i for v in read for i in v.documents}))
    faults += [_no_rules(v.bare[i]) for v in read for i in sorted(v.bare.keys() & {*ids, *base.documents})]
    _stop(faults)
    work = _Work(base, ids)
    words = [work.vocabulary(v, faults) for v in read]
    _stop(faults)
    if words[0] == words[1]:
        words[0] = words[1]
    else:
        faults += work.incompatible(read, words)
    documents = [work.documents(v, w, faults) for v, w in zip(read, words, strict=True)]
    _stop(faults)
    faults += [*work.relations(read, documents), *work.claims(read, documents)]
    _stop(faults)
    if words[0] is not words[1]:
        words = [completed(words[0], words[1]), completed(words[1], words[0])]
    made = [work.base_of(d, w) for d, w in zip(documents, words, strict=True)]
    return made[0], made[1], ids


def amended(after: Path) -> tuple[RuleBase, tuple[str, ...]]:
    """The rule base in use with the documents of a directory, and their ids.

    Documents of these ids are taken from the directory alone; every other document stays, in all its versions. Raises
    Faults as `versions` does.
    """
    base, faults = current_rule_base.rule_base(), list[Diagnostic]()
    version = read_version("草案", "--after", after, faults)
    faults += [_no_rules(folder) for folder in version.bare.values()]
    _stop(faults)
    ids = tuple(sorted(version.documents))
    work = _Work(base, ids)
    words = work.vocabulary(version, faults)
    _stop(faults)
    if words is not base.compiled.vocabulary:
        faults += work.incompatible((version, version), (base.compiled.vocabulary, words))
    documents = work.documents(version, words, faults)
    _stop(faults)
    faults += [*work.relations((version,), (documents,)), *work.claims((version,), (documents,))]
    _stop(faults)
    if words is not base.compiled.vocabulary:
        return work.base_of(documents, words), ids
    # Beside those of today stand the versions by which earlier applications were judged.
    listed = (*(d for d in base.every if d.id not in ids), *(documents[name] for name in ids))
    listed = tuple(sorted(listed, key=lambda d: d.id))
    compiled = msgspec.structs.replace(base.compiled, rules_digest=rules_digest(listed), documents=listed)
    return RuleBase(compiled, base.vocabulary), ids


def _stop(faults: Iterable[Diagnostic]) -> None:
    """Raise the faults so far, each once; none: go on."""
    each = tuple(dict.fromkeys(faults))
    if each:
        raise Faults(each)


def _no_rules(folder: str) -> Diagnostic:
    hint = "补上规则;要表示这一版没有这份文件,移走整个目录"
    return Diagnostic("U148", folder, f"缺少 {RULES}", "、".join(NEEDED), hint)


# --- compiling ----------------------------------------------------------------------------------------------


class _Work:
    """Makes the rule bases of both versions; what is in use already, or the same in both, is not compiled again."""

    def __init__(self, base: RuleBase, ids: Sequence[str]) -> None:
        self.base = base
        self.ids = ids
        self.texts: dict[str, dict[str, str]] = {}
        self.ontology: dict[str, str] = {}
        for path, text in read_sources().items():
            folder, _, name = path.rpartition("/")
            place = parse_place(folder)
            if place is None:
                self.ontology[name] = text
            elif name in FILES:
                present = base.documents.get(place.document)
                if present is None or present.version == place.version:
                    self.texts.setdefault(place.document, {})[name] = text
        own = own_corpus()
        for own_place, texts in own.sources.documents.items() if own is not None else ():
            in_use = base.documents.get(own_place.document)
            if in_use is not None and in_use.version == own_place.version:
                self.texts[in_use.id] = {name: text for name, text in texts.items() if name in FILES}
        self._made: dict[tuple[int | str | None, ...], Document] = {}
        self._vocabularies: dict[int, Vocabulary] = {}

    def vocabulary(self, version: Version, faults: list[Diagnostic]) -> VocabularyData:
        """The vocabulary of a version: its own, or that in use."""
        current_rule_base = self.base.compiled.vocabulary
        if not version.ontology or sorted(version.ontology.values()) == sorted(self.ontology.values()):
            return current_rule_base
        from policy_dsl.terminology.compile import compile_vocabulary

        try:
            own = compile_vocabulary(version.ontology)
        except Faults as error:
            faults += error.diagnostics
            return current_rule_base
        return current_rule_base if own == current_rule_base else own

    def incompatible(self, read: Sequence[Version], words: Sequence[VocabularyData]) -> Iterator[Diagnostic]:
        """What the two vocabularies say differently of what any rule of either version uses."""
        own = [f.texts for v in read for f in v.documents.values()]
        texts = [*own, *(self.texts[i] for i in self.base.documents if i not in self.ids)]
        used = {word for t in texts for word in words_of(t[RULES])}
        regions = {_region(t["meta.toml"]) for t in texts}
        names = (read[0].words, read[1].words)
        return conflicts(self._terms(words[0]), self._terms(words[1]), used, regions, names)

    def documents(self, version: Version, words: VocabularyData, faults: list[Diagnostic]) -> dict[str, Document]:
        """Every document of a version, compiled where it must be; one with faults is left out."""
        documents: dict[str, Document] = {}
        folders = dict(version.documents)
        for name, document in self.base.documents.items():
            if words is self.base.compiled.vocabulary:
                if name not in self.ids or (name in folders and folders[name].texts == self.texts[name]):
                    documents[name] = document
            elif name not in self.ids:
                folders[name] = Folder(name, f"规则库 {document.folder}", self.texts[name])
        for name in sorted(folders.keys() - documents.keys()):
            made = self._compiled(folders[name], words, faults)
            if made is not None:
                documents[name] = made
        return dict(sorted(documents.items()))

    def _compiled(self, folder: Folder, words: VocabularyData, faults: list[Diagnostic]) -> Document | None:
        key = (id(words), folder.id, *(folder.texts.get(name) for name in FILES))
        if key not in self._made:
            from policy_dsl.compile import compile_document, finished_document

            draft = compile_document(folder.id, folder.texts, self._terms(words), folder.path)
            if draft.faults:
                faults += (with_figures_explained(f, self._terms(words).facts) for f in draft.faults)
                return None
            alone = msgspec.structs.replace(self.base.compiled, documents=(finished_document(draft),))
            (self._made[key],) = with_reviews(alone, self._reviews).documents
        return self._made[key]

    def _terms(self, words: VocabularyData) -> Vocabulary:
        if words is self.base.compiled.vocabulary:
            return self.base.vocabulary
        return self._vocabularies.setdefault(id(words), Vocabulary(words))

    @cached_property
    def _reviews(self) -> Mapping[str, Sequence[Review]]:
        """The bureau's own reviews, which those in use have already."""
        return read_own(own_folder(), FILE, read_reviews)[0]

    def relations(self, read: Sequence[Version], documents: Sequence[Mapping[str, Document]]) -> Iterator[Diagnostic]:
        """What is wrong between documents. One that the other version has may be named: it is not yet, or no more."""
        from policy_dsl.alignment.whole_document import check_relations

        for version, own, other in zip(read, documents, documents[::-1], strict=True):
            folders = {i: f.path for i, f in version.documents.items()}
            yield from check_relations(own.values(), {**self.base.documents, **other, **own}, folders)

    def claims(self, read: Sequence[Version], documents: Sequence[Mapping[str, Document]]) -> Iterator[Diagnostic]:
        """Texts that are said to be of one received file and differ where neither is masked (U149)."""
        for name in self.ids:
            known: list[tuple[str, Document, Mapping[str, str]]] = []
            if name in self.base.documents:
                known.append(("规则库", self.base.documents[name], self.texts[name]))
            for version, of_version in zip(read, documents, strict=True):
                document = of_version.get(name)
                if document is None or document.draft:
                    continue
                folder = version.documents[name]
                yield from _differing_claims(folder, document, known)
                known.append((folder.path, document, folder.texts))

    def base_of(self, documents: Mapping[str, Document], words: VocabularyData) -> RuleBase:
        """The rule base of these documents; that in use where nothing differs from it."""
        present = self.base.documents
        same = present.keys() == documents.keys() and all(documents[i] is d for i, d in present.items())
        if same and words is self.base.compiled.vocabulary:
            return self.base
        listed = tuple(documents.values())
        return RuleBase(
            msgspec.structs.replace(
                self.base.compiled, rules_digest=rules_digest(listed), vocabulary=words, documents=listed
            )
        )


def _region(meta: str) -> str:
    """The region of a document; empty where its meta.toml has a fault, which the compiler names."""
    try:
        region = toml_tables(meta).get("region", "")
    except BadToml:
        return ""
    return region if isinstance(region, str) else ""


def _differing_claims(
    folder: Folder, document: Document, known: Sequence[tuple[str, Document, Mapping[str, str]]]
) -> Iterator[Diagnostic]:
    """A fault where one of the other texts is said to be of the same received file and differs; the first of them."""
    text = folder.texts["text.txt"]
    for where, other, texts in known:
        at = _difference(text, texts["text.txt"])
        if other.received.sha256 == document.received.sha256 and at is not None:
            there = _around(texts["text.txt"], at)
            message = f"第{at + 1}字起是「{_around(text, at)}」,{where}是「{there}」,所称收到的文本却相同"
            hint = "有意修改的,在 meta.toml 开头写 draft = true,删去 received、masked、lines"
            yield Diagnostic("U149", f"{folder.path}/text.txt", message, "收到的文本的原文,或者草案", hint)
            return


def _difference(one: str, other: str) -> int | None:
    """Where two texts of one received file first differ, masked characters aside."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b and MASK not in (a, b)), None)


def _around(text: str, at: int) -> str:
    return " ".join(text[max(0, at - 4) : at + 8].split())
