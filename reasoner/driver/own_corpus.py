"""The bureau's own corpus as it is now, joined to the rule base of the package; what was compiled before is not compiled again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

import msgspec

from policy_dsl.compiled import FORMAT, CompiledBase
from policy_dsl.ingest.own_corpus_folder import own_corpus_folder
from policy_dsl.own_corpus.corpus_files import OwnSources, fingerprint, read_files, sorted_sources
from reasoner.driver import rule_base_store

if TYPE_CHECKING:
    from policy_dsl.compile import CompiledFolder
    from policy_dsl.corpus_folders import Place
    from policy_dsl.diagnostics import Diagnostic
    from policy_dsl.vocabulary import Vocabulary, VocabularyData

FOLDERS: Final = "folder"
"""The kind of file in the cache that holds what came of one folder."""
WORDS: Final = "words"
"""That of a compiled ontology."""
MOST_FOLDERS: Final = 400


class OwnCorpus:
    """The files of a corpus, read once."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.files = read_files(root)
        self.compiled: list[str] = []
        """What had to be compiled when it was joined last, by folder."""

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over where it lies and its files."""
        return fingerprint(self.root, self.files)

    @cached_property
    def sources(self) -> OwnSources:
        """Its files by what they are."""
        return sorted_sources(self.root, self.files)

    @property
    def texts(self) -> dict[str, str]:
        """The official texts of its documents by `id@version`, set aside or not."""
        documents = self.sources.documents.items()
        return {f"{p.document}@{p.version}": t["text.txt"] for p, t in documents if "text.txt" in t}

    def faults_of(self, place: Place, vocabulary: Vocabulary) -> tuple[Diagnostic, ...]:
        """What is wrong with a draft."""
        from policy_dsl.own_corpus.join import draft_faults

        return draft_faults(self.sources, place, vocabulary, Compiler().folder)

    def joined(self, package: CompiledBase) -> CompiledBase:
        """The rule base of the package with it."""
        from policy_dsl.own_corpus.join import join
        from policy_dsl.source_files import read_sources

        compiler = Compiler()
        joined = join(package, read_sources, self.sources, compiler.folder)
        self.compiled = [p.folder.removeprefix("corpus/") for p in compiler.compiled]
        compiler.forget()
        return joined


def own_corpus() -> OwnCorpus | None:
    """The bureau's own corpus; None where none is named. Raises Faults (T112) where the settings cannot be read."""
    root = own_corpus_folder()
    return OwnCorpus(root) if root else None


class Compiler:
    """Compiles folders and ontologies, and keeps what comes of each by what it is made from."""

    def __init__(self) -> None:
        from policy_dsl.source_files import code_fingerprint

        self._code = f"{FORMAT} {code_fingerprint()}"
        self._words: dict[int, tuple[Vocabulary, str]] = {}
        self.compiled: list[Place] = []
        """What had to be compiled."""

    def folder(self, place: Place, texts: Mapping[str, str], vocabulary: Vocabulary) -> CompiledFolder:
        """One version of a document."""
        from policy_dsl.compile import CompiledFolder, compiled_folder

        _, words = self._words.setdefault(id(vocabulary), (vocabulary, _digest(vocabulary.data)))
        key = _digest((self._code, words, place, sorted(texts.items())))
        known = rule_base_store.cached(FOLDERS, key, CompiledFolder)
        if known is not None:
            return known
        made = compiled_folder(place, texts, vocabulary)
        self.compiled.append(place)
        rule_base_store.keep(FOLDERS, key, made)
        return made

    def words(self, texts: Mapping[str, str]) -> VocabularyData:
        """An ontology."""
        from policy_dsl.vocabulary import VocabularyData

        key = _digest((self._code, sorted(texts.items())))
        known = rule_base_store.cached(WORDS, key, VocabularyData)
        if known is not None:
            return known
        from policy_dsl.terminology.compile import compile_vocabulary

        made = compile_vocabulary(texts)
        rule_base_store.keep(WORDS, key, made)
        return made

    def forget(self) -> None:
        """Leave in the cache what was made last."""
        rule_base_store.forget(FOLDERS, MOST_FOLDERS)
        rule_base_store.forget(WORDS, rule_base_store.MOST_JOINED)


def _digest(data: object) -> str:
    return hashlib.sha256(msgspec.json.encode(data)).hexdigest()
