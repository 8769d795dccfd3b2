"""A draft compiled as it would be published: its faults, what is left, the rule base with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.compiled import Document
from policy_dsl.corpus_folders import Place
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.source_files import read_sources
from policy_dsl.vocabulary import Vocabulary
from reasoner.driver.current_rule_base import package_base, rule_base
from reasoner.driver.own_corpus import Compiler, OwnCorpus, own_corpus
from reasoner.intake.application_parser import Reader
from reasoner.model.rule_base import RuleBase

_REMEMBERED: Final = 32
_FEW: Final = 4
READ: Final = ("text.txt", "meta.toml", "rules.tiao", "readings.toml", "touching.toml")
"""The files that are compiled."""
LEFT_OVER: Final = "L505"
"""The fault of words of a clause that no rule takes up."""


class Left(NamedTuple):
    """What is left to do with a draft, in numbers."""

    pending: int = 0
    """Clauses that are not yet rules (待写)."""
    proposed: int = 0
    """Rules that are only proposed (待核)."""
    pending_words: int = 0
    """Words of clauses that wait (待写) which no rule takes up."""
    unaligned: int = 0
    """Faults of words that nothing takes up."""
    faults: int = 0
    """Faults in all."""


class Compiled(NamedTuple):
    """What came of a draft."""

    faults: tuple[Diagnostic, ...]
    left: Left
    document: Document | None
    """None: it has faults."""


def compiled(place: Place, texts: Mapping[str, str]) -> Compiled:
    """A draft compiled alone under the place of the version that it would be."""
    return _compiled(place, tuple(sorted((n, t) for n, t in texts.items() if n in READ)), rule_base())


@lru_cache(maxsize=_REMEMBERED)
def _compiled(place: Place, texts: tuple[tuple[str, str], ...], base: RuleBase) -> Compiled:
    from policy_dsl.compile import compile_document, finished_document
    from policy_dsl.own_corpus.names import with_places

    vocabulary = base.vocabulary
    if place.region not in vocabulary.regions.codes:
        vocabulary = Vocabulary(with_places(base.compiled.vocabulary, [place.region]))
    draft = compile_document(place.document, dict(texts), vocabulary, place.folder)
    entries = draft.file.entries if draft.file is not None else ()
    waits = sum(any(type(i).__name__ == "Pending" for i in e.items) for e in entries)
    proposed = sum(getattr(i, "proposed", False) is True for e in entries for i in e.items)
    words = sum(len(p.words) for p in draft.pending.values())
    unaligned = sum(f.code == LEFT_OVER for f in draft.faults)
    left = Left(waits, proposed, words, unaligned, len(draft.faults))
    return Compiled(draft.faults, left, None if draft.faults else finished_document(draft))


# --- with the other documents ---------------------------------------------------------------------------------


class Joined(NamedTuple):
    """The rule base with a draft in it, as a restart would find it once it is published."""

    base: RuleBase
    reader: Reader
    """What reads applications by it."""
    faults: tuple[Diagnostic, ...]
    """Why the draft would be set aside; none: it would not."""
    others: tuple[str, ...]
    """Documents that it would set aside, as messages call them."""


def joined(place: Place, texts: Mapping[str, str], instead: str = "") -> Joined:
    """The rule base with a draft. instead: the version of the document that it corrects. Raises Faults where the corpus cannot be read."""
    own = own_corpus()
    assert own is not None, "a draft lies in a corpus"
    sources = tuple(sorted((n, t) for n, t in texts.items() if n in READ))
    return _joined(place, sources, own.fingerprint, own, instead)


_LAST: dict[str, Joined] = {}
"""What was joined last, by what it was made from: pages of one draft follow each other."""


def _joined(place: Place, texts: tuple[tuple[str, str], ...], fingerprint: str, own: OwnCorpus, instead: str) -> Joined:
    key = hashlib.sha256(repr((place, texts, fingerprint, instead)).encode()).hexdigest()
    if key in _LAST:
        return _LAST[key]
    from policy_dsl.own_corpus.join import join

    compiler = Compiler()
    others = {p: t for p, t in own.sources.documents.items() if (p.document, p.version) != (place.document, instead)}
    with_it = own.sources._replace(documents={**others, place: dict(texts)})
    package = package_base()
    base = join(package, read_sources, with_it, compiler.folder)
    without = {(s.document, s.version) for s in rule_base().compiled.set_aside}
    faults = tuple(
        f for s in base.set_aside if (s.document, s.version) == (place.document, place.version) for f in s.faults
    )
    stopped = tuple(
        s.called
        for s in base.set_aside
        if s.document and s.document != place.document and (s.document, s.version) not in without
    )
    rules = RuleBase(replace(base, set_aside=()))
    reader = Reader(rules.vocabulary, rules.document_names, rules.shared_numbers, rules.issuers)
    made = Joined(rules, reader, faults, stopped)
    while len(_LAST) >= _FEW:
        _LAST.pop(next(iter(_LAST)), None)
    _LAST[key] = made
    return made
