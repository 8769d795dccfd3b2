"""Every version of every document that is held, drafts and what is set aside among them, with what is left to do."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Fault
from policy_dsl.reading import ConfirmationState
from policy_dsl.set_aside import SetAside
from reasoner.model.rule_base import RuleBase


class EntryState(StrEnum):
    """Whether applications are judged by it."""

    HELD = "held"
    """It is part of the rule base; whether it is in force depends on the day."""
    DRAFT = "draft"
    """Nobody has issued it: it is only compared with."""
    SET_ASIDE = "set_aside"
    """It has faults, and takes no part."""


class CorpusEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A version of a document, or a file that belongs to none."""

    document: str
    """The id; empty: a file that belongs to no document."""
    version: str
    """Its first day of force, `undated-YEAR` or `draft`; empty where it is no document."""
    title: str
    """Its title; empty: not known."""
    region: str
    """The code of its region; empty: not known."""
    region_name: str
    """The name of the region, as far as it is known."""
    state: EntryState
    """Whether applications are judged by it."""
    own: bool
    """Whether it stands in the bureau's own corpus; else it came with the program."""
    path: str = ""
    """Where it lies, in the bureau's own corpus."""
    pending_count: int
    """How many of its clauses are not, or not wholly, written as rules (待写)."""
    proposed_count: int
    """How many rules of it are only proposed (待核)."""
    proposed_duty_count: int
    """How many duties, and proposals of a report, are only proposed."""
    unreviewed_count: int
    """How many of its rules nobody has reviewed as they are."""
    unconfirmed_count: int
    """How many of its readings nobody has confirmed."""
    faults: tuple[Fault, ...] = ()
    """What is wrong with it."""


class Draft(msgspec.Struct, frozen=True):
    """A version that nobody has issued, as far as its meta.toml says what it is."""

    document: str
    """The id."""
    region: str
    """The code of its region."""
    title: str
    """Its title; empty: not known."""
    path: str
    """Where it lies; empty: in the package."""


class PendingPlace(msgspec.Struct, frozen=True, omit_defaults=True):
    """A clause that is not yet written as rules."""

    clause: str
    """Its address."""
    place: str
    """Its place in words."""
    words: tuple[str, ...]
    """Its normative words and figures that no rule takes up."""
    restricts_nobody: tuple[str, ...] = ()
    """Its natures, where it counts as restricting nobody: none of them decides on an application, and no word restricts."""


class CheckedDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document of the bureau's own, checked."""

    entry: CorpusEntry
    """What it is, its faults and what is left, in numbers."""
    case_count: int
    """How many cases stand beside it."""
    case_faults: tuple[Fault, ...] = ()
    """The cases that come out otherwise than they say."""
    pending: tuple[PendingPlace, ...] = ()
    """The clauses that are not yet rules."""
    unreviewed: tuple[str, ...] = ()
    """The rules that nobody has reviewed as they are, by id."""
    unconfirmed: tuple[str, ...] = ()
    """The readings that nobody has confirmed, by name."""
    hints: tuple[Fault, ...] = ()
    """What is to be mended in it, and keeps it from nothing."""
    unknown_issuers: tuple[str, ...] = ()
    """Its issuers that are no known organ: a determination by one of them is not recognised as theirs. Of another name of an
    organ that is known its full name stands behind.
    """


class CorpusCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with the bureau's own corpus, and what is left."""

    folder: str
    """Where it lies."""
    documents: tuple[CheckedDocument, ...]
    """Its documents, drafts among them, and what belongs to none."""
    compiled: tuple[str, ...]
    """What was compiled anew, by folder; the rest had not changed."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong; what is left to do is no fault."""
        return not any(d.entry.faults or d.case_faults for d in self.documents)


def corpus_entries(base: RuleBase, own: dict[tuple[str, str], str], drafts: tuple[Draft, ...]) -> list[CorpusEntry]:
    """Every entry: what is held, then drafts, then what is set aside.

    own: by id and version of what the bureau's own corpus holds, where it lies.
    """
    listed = [held_entry(base, d, own.get((d.id, d.version))) for d in base.every]
    listed += [_draft(base, d) for d in drafts]
    return listed + [_set_aside(base, part) for part in base.compiled.set_aside]


def held_entry(base: RuleBase, document: Document, path: str | None) -> CorpusEntry:
    """A document of the rule base. path: where it lies in the bureau's own corpus; None: it came with the program."""
    pending = [c.pending for c in document.pending_clauses if c.pending is not None]
    confirmed = [r for r in document.readings if r.status is not None and r.status.state is ConfirmationState.CONFIRMED]
    return CorpusEntry(
        document=document.id,
        version=document.version,
        title=document.title,
        region=document.region,
        region_name=_name(base, document.region),
        state=EntryState.HELD,
        own=path is not None,
        path=path or "",
        pending_count=len(pending),
        proposed_count=sum(len(p.proposed) for p in pending),
        proposed_duty_count=sum(len(p.proposed_duties) for p in pending),
        unreviewed_count=sum(not n.reviewed for n in document.norms_in_use),
        unconfirmed_count=len(document.readings) - len(confirmed),
    )


def _draft(base: RuleBase, draft: Draft) -> CorpusEntry:
    return CorpusEntry(
        document=draft.document,
        version="draft",
        title=draft.title,
        region=draft.region,
        region_name=_name(base, draft.region),
        state=EntryState.DRAFT,
        own=bool(draft.path),
        path=draft.path,
        pending_count=0,
        proposed_count=0,
        proposed_duty_count=0,
        unreviewed_count=0,
        unconfirmed_count=0,
    )


def _set_aside(base: RuleBase, part: SetAside) -> CorpusEntry:
    region = part.regions[0] if part.regions else ""
    return CorpusEntry(
        document=part.document,
        version=part.version,
        title=part.title,
        region=region,
        region_name=_name(base, region),
        state=EntryState.SET_ASIDE,
        own=True,
        path=part.path,
        faults=tuple(f.fault for f in part.faults),
        pending_count=0,
        proposed_count=0,
        proposed_duty_count=0,
        unreviewed_count=0,
        unconfirmed_count=0,
    )


def _name(base: RuleBase, code: str) -> str:
    region = base.vocabulary.regions.get(code)
    return region.name if region is not None else ""
