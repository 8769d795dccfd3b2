"""Answers for a whole class of institutions (医疗机构): the kinds that fare alike told once, of the others what differs, and
where the whole stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from policy_dsl.ir import Effect
from policy_dsl.vocabulary import Vocabulary
from reasoner.ask.answer import Answer, ApplyingRule
from reasoner.ask.text_answer import ReadingInUse
from reasoner.model.kinds import Status
from reasoner.render.terminal.answer_texts import lines_of, quoted, typed
from reasoner.render.terminal.layout import Style
from reasoner.render.terminal.short_answer import EFFECTS, reliance, short_answer

ELSEWHERE: Final = "见条款全文"
"""Where clauses stand that are only counted."""
_UNSURE: Final = "是否及于这些机构,看尚未写明的事实"


def of_class(answer: Answer, vocabulary: Vocabulary) -> bool:
    """Whether an answer is for a class of institutions or a word of several kinds, not for one kind."""
    return answer.type is not None and answer.type not in vocabulary.types


def class_answers(
    cases: Sequence[Answer], heads: Sequence[str], style: Style, *, caps_first: bool, preferring: bool
) -> Iterator[list[str]]:
    """The short answers, of one place and matter the first in full. heads: those of the answers."""
    for _, run in groupby(zip(heads, cases, strict=True), key=lambda c: (c[1].region, c[1].matter)):
        (head, first), *others = run
        lines = short_answer(first, style, caps_first=caps_first, preferring=preferring, whole=ELSEWHERE)
        exempt = {r.clause: r for r in _live(first) if r.effect is Effect.EXEMPT}
        for rule in exempt.values():
            lines += lines_of(
                style, f"- {reliance(rule, first)}豁免(有此情形的):{quoted(rule.quote)}({rule.clause})", 0, 2
            )
        yield [style.heading(head), *lines]
        for head_of_other, other in others:
            differing = list(_differences(first, other, style))
            whole = short_answer(other, style, caps_first=caps_first, preferring=preferring, whole=ELSEWHERE)
            yield [style.heading(head_of_other), *(differing or whole)]


def _live(answer: Answer) -> list[ApplyingRule]:
    return [r for r in (*answer.rules, *answer.ended) if r.applies is not Status.FALSE]


def _differences(first: Answer, other: Answer, style: Style) -> Iterator[str]:
    """By which rules the answer differs from the first; nothing where they have no rule in common."""
    there, here = ({r.rule: r for r in _live(a)} for a in (first, other))
    common = there.keys() & here.keys()
    if not common:
        return
    added = [r for r in here.values() if r.rule not in there]
    gone = [r for r in there.values() if r.rule not in here]
    surer = [here[k] for k in here if k in common and here[k].reaches is not there[k].reaches]
    yield from style.bold_lines(typed("简要回答:与前一组机构相同,只有下列不同。"))
    for rule in added:
        yield from _line(style, "另有", rule)
    for rule in gone:
        yield from _line(style, "不及于这些机构的", rule)
    for rule in surer:
        unsure = rule.reaches is Status.UNKNOWN
        yield from _line(style, _UNSURE if unsure else "确定及于这些机构", rule, unsure=False)


def _line(style: Style, lead: str, rule: ApplyingRule, *, unsure: bool = True) -> list[str]:
    more = f";{_UNSURE}" if unsure and rule.reaches is Status.UNKNOWN else ""
    return lines_of(style, f"- {lead}:{EFFECTS[rule.effect]},{rule.text.rstrip('。')}({rule.clause}{more})", 0, 2)


def where_the_whole_stands(cases: Sequence[Answer], vocabulary: Vocabulary, style: Style) -> list[str]:
    """How the clauses are to be had in full: by asking for one kind."""
    readings = {(r.reading, r.question): r for a in cases for r in _readings(a)}
    open_ones = sum(not r.confirmed_by for r in readings.values())
    unconfirmed = "均尚未确认" if open_ones == len(readings) else f"其中{open_ones}项尚未确认"
    rests = f"(上列条款所据{len(readings)}项,{unconfirmed})" if readings else ""
    first = cases[0]
    kind = next(iter(_kinds(first, vocabulary)), "")
    place = vocabulary.regions[first.region].name if first.region else ""
    example = f",如 {' '.join(w for w in ('tiaoli ask', place, kind, first.matter) if w)}" if kind else ""
    return lines_of(
        style,
        f"以上就一类机构一并回答。条款全文和规则大意、条文理解{rests}、涉及而不决定的原文、须证明的事项,写明是哪一种机构再问{example};"
        "或者用 --json 输出。",
    )


def _readings(answer: Answer) -> Iterator[ReadingInUse]:
    yield from (r for rule in _live(answer) for r in rule.readings)


def _kinds(answer: Answer, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The kinds of institution of an answer."""
    label = answer.type or ""
    if label in vocabulary.terms:
        own = vocabulary.terms[label].members
        asking = vocabulary.matters[answer.matter].members if answer.matter else own
        return tuple(k for k in own if k in asking)
    return tuple(k for k in label.partition("(")[2].rstrip(")").split("、") if k in vocabulary.types)
