"""What is said of the readings behind a verdict: those its rules rest on, those that would change it, those nobody can try."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from policy_dsl.reading import ConfirmationStatus, status_words
from reasoner.explain.explanation import Background
from reasoner.explain.outcome_text import open_label
from reasoner.model.kinds import Role
from reasoner.model.proof import RuleProof
from reasoner.model.verdict import ReadingEntry, ReadingOutcome, Verdict

Key = tuple[str, str]
"""A document's id and the name of one of its readings."""


def statuses(verdict: Verdict) -> Mapping[Key, ConfirmationStatus]:
    """What had been said of readings when the verdict was made."""
    return {(c.document, c.reading): c.status for c in verdict.confirmations}


def rested_on(rules: Iterable[RuleProof], verdict: Verdict, background: Background) -> Iterator[tuple[Key, str]]:
    """The registered readings on which rules rest: what is used and who confirmed it."""
    names = dict.fromkeys([(r.clause.partition("/")[0], name) for r in rules if r.readings for name in r.readings])
    last = statuses(verdict) if names else {}
    for key in names:
        reading = background.readings.get(key)
        if reading is not None:
            yield key, _used_words(key[1], last.get(key), reading.question, reading.used)


@lru_cache(maxsize=1024)
def _used_words(name: str, status: ConfirmationStatus | None, question: str, used: str) -> str:
    # What is used answers a question (不包括:…, 及于…) and is not understood without it.
    question = question_of(question)
    before = f"{question}采用:" if question else ""
    return f"{name}({status_words(status)}):{before}{_sentence(used)}"


def changing(verdict: Verdict, background: Background) -> tuple[str, ...]:
    """For each reading whose alternative changes the outcome, a paragraph."""
    return tuple(
        f"{named(entry, verdict, background)}:{question_of(entry.question)}采用:{_sentence(entry.used)}"
        f"另一种理解:{_sentence(entry.alternative)}采用的理由:{_sentence(entry.basis)}{becomes(entry, verdict)}"
        for entry in verdict.readings or ()
    )


def not_run(verdict: Verdict, background: Background) -> tuple[str, ...]:
    """For each reading whose alternative cannot be run, a paragraph."""
    return tuple(
        f"{named(entry, verdict, background)}:{question_of(entry.question)}采用:{_sentence(entry.used)}"
        f"另一种理解:{_sentence(entry.alternative)}"
        for entry in verdict.readings_not_run or ()
    )


def nothing_changes(verdict: Verdict) -> str:
    """That no alternative that can be tried changes the outcome, with how many cannot be, those of what decides first."""
    untried = verdict.readings_not_run or ()
    if not untried:
        return "逐条改按另一种理解试算(不作组合),结论都不改变。"
    certain = {c.rule for c in verdict.citations if c.role is Role.DECISIVE}
    rules = (r for r in verdict.reasons.rules if r.rule in certain)
    deciding = {(r.clause.partition("/")[0].partition("@")[0], name) for r in rules for name in r.readings}
    first = [f"「{e.reading}」" for e in untried if (e.document, e.reading) in deciding]
    named_first = f",其中决定结论的条款依靠的有{len(first)}条:{'、'.join(first)}" if first else ""
    return (
        f"能够试算的逐条改按另一种理解试算(不作组合),结论都不改变,另有{len(untried)}条不能试算、"
        f"结论是否改变须由人判断{named_first}。"
    )


def named(entry: ReadingEntry, verdict: Verdict, background: Background) -> str:
    """《题名》「解释」(尚未确认): which reading it is and how it stands."""
    title = background.titles.get(entry.document, entry.document)
    return f"《{title}》「{entry.reading}」({status_words(statuses(verdict).get((entry.document, entry.reading)))})"


def becomes(entry: ReadingOutcome, verdict: Verdict) -> str:
    """What the outcome would be under the alternative."""
    labels = ";".join(open_label(o, verdict) for o in entry.possible_if_alternative)
    possible = f"(可能的结论:{labels})" if len(entry.possible_if_alternative) > 1 else ""
    return f"如改采另一种理解,结论将由「{verdict.label}」变为「{entry.label_if_alternative}」{possible}。"


def question_of(question: str) -> str:
    """A question with its mark; empty where there is none."""
    text = question.strip().rstrip("?\uff1f。")
    return f"{text}?" if text else ""


def _sentence(text: str) -> str:
    return text.rstrip("。") + "。"
