"""Rules proposed for the sentences of a new document whose shape the corpus knows; they are 待核 and decide nothing.

A wrong proposal is worse than none: the whole part of the sentence must have the shape, nothing in the sentence may look like an
exception or a further condition, every word of the rule must stand in the text or be supplied by a proposed reading, and what
may mean two things is left to people.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from policy_dsl.drafting.proposal_candidates import About, Candidate, candidates_in
from policy_dsl.drafting.proposal_trial import Trial, tried
from policy_dsl.drafting.sentence_shapes import ReadingForm, shapes
from policy_dsl.source_text import squeezed
from policy_dsl.texts.segment import Clause
from policy_dsl.vocabulary import Vocabulary

GUIDANCE: Final = "指导意见"
DIRECT: Final = "直接适用于个案"
"""The reading on which every rule of a guidance rests."""


class Proposals(NamedTuple):
    """What is proposed for a document."""

    rules: Mapping[str, tuple[str, ...]]
    """By address the lines of each proposed rule, as they stand in rules.tiao."""
    whole: frozenset[str]
    """The addresses of clauses all of whose words the proposals take up."""
    readings: str
    """The tables of the readings on which they rest, for readings.toml."""


NONE: Final = Proposals({}, frozenset(), "")


class _Trials(NamedTuple):
    """A text on which rules are tried."""

    text: str
    clauses: Sequence[Clause]
    about: About
    vocabulary: Vocabulary

    def of(self, address: str, rules: Sequence[str], readings: Mapping[str, Iterable[str]]) -> Trial:
        """Rules of one clause as they would be once they were accepted, with the words that readings may supply."""
        accepted = [r.replace(" 待核", "", 1) for r in rules]
        about, tables = self.about, readings_text(readings)
        return tried(about.id, about.region, self.text, self.clauses, address, accepted, tables, self.vocabulary)


class _Kept(NamedTuple):
    """A candidate that stands in its words."""

    candidate: Candidate
    used: tuple[tuple[str, str], ...]
    """The readings that it cites, each with a word that it supplies, or none."""
    complete: bool
    """Whether it takes up every word of its clause."""

    @property
    def written(self) -> str:
        """The rule as it stands in rules.tiao."""
        return _written(self.candidate, tuple(dict.fromkeys(reading for reading, _ in self.used)))


def propose(text: str, clauses: Sequence[Clause], about: About, vocabulary: Vocabulary) -> Proposals:
    """What is proposed for a text, each proposal aligned word by word; what does not align is left out."""
    trials = _Trials(text, clauses, about, vocabulary)
    by_address: dict[str, list[_Kept]] = {}
    covers: dict[str, dict[str, None]] = {}
    for candidate in candidates_in(text, clauses, about, vocabulary):
        kept = _aligned(candidate, trials)
        if kept is None:
            continue
        for reading, word in kept.used:
            covers.setdefault(reading, {}).update({word: None} if word else {})
        by_address.setdefault(candidate.address, []).append(kept)
    rules = {address: tuple(k.written for k in kept) for address, kept in by_address.items()}
    whole = frozenset(
        address
        for address, kept in by_address.items()
        if (kept[0].complete if len(kept) == 1 else _complete(trials.of(address, rules[address], covers)))
    )
    return Proposals(rules, whole, readings_text(covers))


def _complete(trial: Trial) -> bool:
    return trial.sound and trial.complete


def _written(candidate: Candidate, readings: Sequence[str]) -> str:
    """A rule as it stands in rules.tiao."""
    head, *rest = candidate.lines
    anchors = [line for line in rest if line.startswith("据 ")]
    cited = [f"据 解释 {' 、 '.join(readings)}"] if readings else []
    others = [line for line in rest if line not in anchors]
    return "\n".join([f"  {head}", *(f"    {line}" for line in (*anchors, *cited, *others))])


def readings_text(covers: Mapping[str, Iterable[str]]) -> str:
    """The tables of these readings, with the words that each supplies."""
    table = shapes().readings
    return "\n".join(_reading_text(name, table[name], tuple(words)) for name, words in covers.items())


def _reading_text(name: str, form: ReadingForm, words: Sequence[str]) -> str:
    texts = {"question": form.question, "used": form.used, "alternative": form.alternative, "basis": form.basis}
    lists = {"covers": words, "kinds": form.kinds}
    lines = ["", f"[{_quoted(name)}]", *(f"{key} = {_quoted(value)}" for key, value in texts.items())]
    lines += [f"{key} = [{', '.join(map(_quoted, values))}]" for key, values in lists.items() if values]
    return "\n".join([*lines, 'confirmed_by = ""', ""])


def _quoted(words: str) -> str:
    """A text of TOML, which one of JSON is."""
    return json.dumps(words, ensure_ascii=False)


def _aligned(candidate: Candidate, trials: _Trials) -> _Kept | None:
    """A candidate with the readings that it needs; None: it does not stand in its words."""
    forms = shapes().readings
    anchored = candidate.lines[1].startswith("据 ")
    words = candidate.lines[1] if anchored else _words_of(candidate, trials)
    always = [r for r in candidate.shape.readings if forms[r].where and re.search(forms[r].where, words)]
    if trials.about.kind == GUIDANCE and candidate.shape.kind != "义务":
        always.append(DIRECT)
    cited = (*always, *(r for r in candidate.shape.readings if not forms[r].where))
    trial = trials.of(candidate.address, [_written(candidate, cited)], {r: forms[r].covers for r in cited})
    if not trial.sound:
        return None
    return _Kept(candidate, (*((r, "") for r in always), *sorted(trial.used)), trial.complete)


def _words_of(candidate: Candidate, trials: _Trials) -> str:
    clause = next(c for c in trials.clauses if c.address == candidate.address)
    return squeezed(trials.text[clause.start : clause.end])


def with_proposals(rules: str, proposals: Proposals) -> str:
    """The drafted rules with the proposals; where they take up every word of a clause, it is no longer 待写 besides."""
    if not proposals.rules:
        return rules
    blocks = []
    for block in rules.rstrip("\n").split("\n\n"):
        head = re.match(r"条 (\S+) ", block)
        address = head[1] if head else ""
        if address in proposals.rules:
            first, quote, *rest = block.split("\n")
            if address in proposals.whole:
                rest = [line for line in rest if line != "  待写"]
            block = "\n".join([first, quote, *proposals.rules[address], *rest])
        blocks.append(block)
    return "\n\n".join(blocks) + "\n"
