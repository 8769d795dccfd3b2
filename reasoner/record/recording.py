"""From verdicts, decisions and letters to entries: what of each is kept, before anybody is told of it.

A verdict is kept with its application, the digest of the rule base that it was made with, and the digest of the answer.
Where an application holds telephone or identity numbers, what is kept is the verdict on the same application with marks
in their places, which says the same of the case and can be derived again; the digest of the answer is then a keyed one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from policy_dsl.compiled import CompiledBase
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.formats import Sha256, Sha256OrEmpty
from policy_dsl.ir import JsonValue, to_data
from policy_dsl.set_aside import SetAside
from reasoner.model.application import Application, SharedFacts, layers
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict
from reasoner.record.kept_application import (
    KeptApplication,
    given_facts_of,
    judged_again,
    kept_application,
    rewritten,
    rewritten_facts,
    texts_of,
)
from reasoner.record.log_entry import Draft, Entry, Payload, canonical, sha256
from reasoner.record.personal_numbers import Keyed, key_of_user, keyed_digest, without_numbers
from reasoner.record.store import Clock, Kept, Store, append, now

VERDICT: Final = "verdict"
DECISION: Final = "decision"
LETTER: Final = "letter"
_TOGETHER: Final = 64
"""So many verdicts at most are brought to the disk together."""
_SECONDS: Final = 0.5
"""Seconds at most for which a verdict waits for others."""


class VerdictPayload(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is kept of a verdict."""

    application: KeptApplication
    """The application."""
    verdict: Verdict
    """The verdict."""
    rules: Sha256
    """The digest of the rule base that it was made with."""
    texts: Sha256
    """The digest of the official texts."""
    answer: Sha256OrEmpty = ""
    """Where telephone or identity numbers were left out: the keyed digest of the verdict as it was answered, in canonical JSON."""


class Reference(msgspec.Struct, frozen=True):
    """Another entry."""

    n: int
    """Its number."""
    digest: Sha256
    """Its digest."""


def draft_without_numbers(kind: str, by: str, payload: Payload, key: Keyed = key_of_user) -> Draft:
    """What is to be recorded, its texts without telephone and identity numbers. Raises Faults (U205) without a key."""
    digests = {k: v for k, v in payload.items() if k in ("sha256", "verdict") or (kind == LETTER and k == "decision")}
    others = {k: v for k, v in payload.items() if k not in digests}
    plain = texts_of(others, lambda text: without_numbers(text, key))
    assert isinstance(plain, dict)
    return Draft(kind, without_numbers(by, key), plain | digests)


def reference(entry: Entry) -> Reference:
    """How another entry names this one."""
    return Reference(entry.n, entry.digest)


class IssuedLetter(NamedTuple):
    """A letter that is about to be written."""

    application: str
    """The number of its application."""
    kind: str
    """Which letter it is."""
    name: str
    """The name of its file."""
    content: bytes
    """The file."""
    draft: str
    """What is still to be done before it may leave; empty: nothing."""
    joined: tuple[str, ...] = ()
    """The numbers of the other applications that it answers."""


def issued_letter(letter: IssuedLetter, verdict: Reference, decision: Reference | None) -> dict[str, JsonValue]:
    """What is kept of a letter. verdict, decision: what it tells."""
    payload: dict[str, JsonValue] = {
        "application": letter.application,
        "kind": letter.kind,
        "name": letter.name,
        "sha256": sha256(letter.content),
        "draft": letter.draft,
        "verdict": to_data(verdict),
    }
    if letter.joined:
        payload["joined"] = list(letter.joined)
    if decision is not None:
        payload["decision"] = to_data(decision)
    return payload


class Recorder:
    """Appends to one record what one rule base gives. Its functions raise Faults as the store does, and U205 without a key."""

    def __init__(
        self,
        store: Store,
        base: RuleBase,
        texts: Mapping[str, str],
        by: str,
        key: Keyed = key_of_user,
        clock: Clock = now,
    ) -> None:
        """by: who judges and decides."""
        self._store, self._base, self._key, self._clock = store, base, key, clock
        self._by = without_numbers(by, key)
        self._rules = store.keep(Kept.RULES, rules_content(base))
        self._texts = store.keep(Kept.TEXTS, canonical(dict(texts)))
        self._layers: dict[int, tuple[SharedFacts, SharedFacts, str]] = {}

    def by(self, name: str) -> Recorder:
        """The same for another person."""
        other = copy(self)
        other._by = without_numbers(name, self._key)
        other._layers = {}  # whoever records for many days does not keep what each day shared
        return other

    def note(self, kind: str, payload: Payload) -> Entry:
        """Record anything else that is done: a confirmation, an opinion, a sign-in. Its texts are kept without numbers."""
        (entry,) = self._append([self._draft(kind, payload)])
        return entry

    def verdicts(self, judged: Iterable[tuple[Application, Verdict]]) -> Iterator[Verdict]:
        """The verdicts, each of which is on the disk when it is given."""
        waiting: list[tuple[Application, Verdict]] = []
        begun = time.monotonic()
        for pair in judged:
            if not waiting:
                begun = time.monotonic()
            waiting.append(pair)
            if len(waiting) == _TOGETHER or time.monotonic() - begun > _SECONDS:
                self.record(waiting)
                yield from (verdict for _, verdict in waiting)
                waiting = []
        if waiting:
            self.record(waiting)
            yield from (verdict for _, verdict in waiting)

    def record(self, judged: Sequence[tuple[Application, Verdict]]) -> tuple[Entry, ...]:
        """Record verdicts on applications; the entries."""
        return self._append([Draft(VERDICT, self._by, self.payload(*pair)) for pair in judged])

    def decisions(
        self,
        decided: Sequence[tuple[object, Mapping[str, str]]],
        verdicts: Mapping[str, Entry],
    ) -> dict[str, Entry]:
        """Record decisions, each with what is written into the blanks of its letter; the entries by application.

        verdicts: the entries of the verdicts, by application, on one of which each decision is made.
        """
        drafts: list[Draft] = []
        names: list[str] = []
        for decision, written in decided:
            plain = to_data(decision)
            assert isinstance(plain, dict)
            name = str(plain["application"])
            names.append(name)
            payload: dict[str, JsonValue] = {
                "application": name,
                "decision": plain,
                "verdict": to_data(reference(verdicts[name])),
            }
            drafts.append(self._draft(DECISION, payload | ({"written": dict(written)} if written else {})))
        return dict(zip(names, self._append(drafts), strict=True))

    def letters(
        self, issued: Sequence[IssuedLetter], verdicts: Mapping[str, Entry], decisions: Mapping[str, Entry]
    ) -> tuple[Entry, ...]:
        """Record letters by their digests; the entries."""
        drafts: list[Draft] = []
        for letter in issued:
            decided = decisions.get(letter.application)
            rests = reference(verdicts[letter.application]), None if decided is None else reference(decided)
            drafts.append(self._draft(LETTER, issued_letter(letter, *rests)))
        return self._append(drafts)

    # --- what of each is kept -----------------------------------------------------------------------------------

    def _append(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        return append(self._store, drafts, lambda: os.urandom(16).hex(), self._clock) if drafts else ()

    def _draft(self, kind: str, payload: Payload) -> Draft:
        return draft_without_numbers(kind, self._by, payload, self._key)

    def _text(self, text: str) -> str:
        return without_numbers(text, self._key)

    def payload(self, application: Application, verdict: Verdict) -> Payload:
        """What is kept of a verdict; what it rests on is kept by the store when this returns."""
        layer, shared = self._layer(application)
        kept = rewritten(application, self._base.vocabulary, self._text, layer)
        marked = kept is not application
        payload = VerdictPayload(
            application=kept_application(kept, shared),
            verdict=judged_again(self._base, kept, verdict) if marked else verdict,
            rules=self._rules,
            texts=self._texts,
            answer=keyed_digest(canonical(to_data(verdict)), self._key) if marked else "",
        )
        plain = to_data(payload)
        assert isinstance(plain, dict)
        return plain

    def _layer(self, application: Application) -> tuple[SharedFacts | None, str]:
        """What an application shares with others, without numbers, and the digest by which it is kept; None: nothing."""
        _, shared = layers(application.facts)
        if not shared:
            return None, ""
        known = self._layers.get(id(shared))
        if known is None:
            changed = rewritten_facts(shared, self._base.vocabulary, self._text)
            layer = shared if changed is shared else SharedFacts(changed)
            digest = self._store.keep(Kept.FACTS, canonical(to_data(tuple(given_facts_of(layer)))))
            known = self._layers[id(shared)] = (shared, layer, digest)
        return known[1:]


def rules_content(base: RuleBase) -> bytes:
    """A rule base as it is kept: every version of every document. A path of this machine is no part of it."""
    compiled = replace(
        base.compiled, documents=base.every, unread=(), set_aside=tuple(map(_anywhere, base.compiled.set_aside))
    )
    return msgspec.json.encode(compiled)


def _anywhere(part: SetAside) -> SetAside:
    path = part.path.replace("\\", "/").rpartition("/")[2]
    return replace(part, path=path, faults=tuple(Diagnostic(f.code, "", "") for f in part.faults))


def read_rules(content: bytes) -> RuleBase:
    """The rule base that was kept. Raises ValueError where it is of another form."""
    from policy_dsl.compiled import FORMAT

    compiled = msgspec.json.decode(content, type=CompiledBase)
    if compiled.format != FORMAT:
        raise ValueError(f"a rule base of form {compiled.format}")
    return RuleBase(compiled)
