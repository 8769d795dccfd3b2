"""What a correction of a published document changes, and which kept verdicts rested on what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from policy_dsl.compiled import Document
from policy_dsl.corpus_folders import Place
from policy_dsl.diagnostics import Faults
from reasoner.driver import draft_folders
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.draft_compilation import compiled
from reasoner.driver.draft_folders import Folder
from reasoner.driver.window import cases
from reasoner.survey.rule_changes import RuleChange, rule_changes


class ClauseChange(NamedTuple):
    """A clause that has other words than before."""

    clause: str
    """Its address with the document."""
    place: str
    before: str
    """Empty: there was none."""
    after: str
    """Empty: there is none any more."""


class Changed(NamedTuple):
    """What one correction changed."""

    earlier: str
    """The name of the folder of what it took the place of: its moment."""
    version: str
    """The version that this was."""
    clauses: tuple[ClauseChange, ...]
    rules: tuple[RuleChange, ...]


def corrections(document: str, version: str, corrected: Iterable[str] = ()) -> tuple[Changed, ...]:
    """What each correction of a version changed until now, the latest first; earlier texts that do not compile are left out.

    corrected: versions of other days that it took the place of.
    """
    present = rule_base().version(document, version)
    if present is None:
        return ()
    made = []
    for of in (version, *corrected):
        for path in draft_folders.earlier(document, of):
            before = _compiled(Place(document, of, path.parent.parent.parent.name), path)
            if before is not None:
                clauses, rules = tuple(_clauses(before, present)), tuple(rule_changes(before, present))
                made.append(Changed(path.name, of, clauses, rules))
    return tuple(sorted(made, key=lambda c: c.earlier, reverse=True))


def _compiled(place: Place, path: Path) -> Document | None:
    try:
        texts = draft_folders.content(Folder(place.region, place.document, place.version, path)).texts
    except Faults:
        return None
    return compiled(place, texts).document


def _clauses(before: Document, after: Document) -> Iterator[ClauseChange]:
    for name in dict.fromkeys((*before.clauses, *after.clauses)):
        one, other = before.clauses.get(name), after.clauses.get(name)
        first, second = "" if one is None else one.quote, "" if other is None else other.quote
        known = other or one
        if first != second and known is not None:
            yield ClauseChange(name, known.place, first, second)


class Present(NamedTuple):
    """What a correction changed, as it is now."""

    quotes: Mapping[str, str]
    """The words of each changed clause; empty: there is none any more."""
    texts: Mapping[str, str]
    """Each changed rule told back; empty: there is none any more."""
    gone: frozenset[str] = frozenset()
    """The versions of other days, which there are not any more."""


def present(changed: Iterable[Changed], version: str) -> Present:
    """What corrections changed, as it is now. version: that which is corrected."""
    each = tuple(changed)
    quotes = {c.clause: c.after for part in each for c in part.clauses}
    gone = frozenset(part.version for part in each) - {version}
    return Present(quotes, {r.norm: r.text_after for part in each for r in part.rules}, gone)


def rested(content: bytes, document: str, now: Present) -> tuple[str, ...]:
    """The clauses on which a kept verdict rests in other words, by another rule or from another day than they are now, by address.

    None where it rests on none of them, or was made after they were corrected.
    """
    if f'"{document}'.encode() not in cases.verdict_json(content):
        return ()
    verdict = cases.unpacked(content)
    of = [c for c in verdict.citations if c.clause.partition("/")[0] == document]
    used = {c.clause for c in of if now.quotes.get(c.clause, c.quote) != c.quote or c.version in now.gone}
    used |= {r.clause for r in verdict.reasons.rules if r.rule in now.texts and now.texts[r.rule] != r.text}
    return tuple(sorted(used))
