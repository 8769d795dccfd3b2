"""What a terminal shows without `--full`: of one application what decides and what to do next; of many a line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from policy_dsl.numerals import period_words
from policy_dsl.source_text import display_width
from reasoner.explain import Background, Explanation, Point, PointRole, explain
from reasoner.explain.missing_sentences import APPLICANT, provider_of
from reasoner.explain.next_step import key_fact, named, next_steps, short_label
from reasoner.explain.outcome_text import one_outcome
from reasoner.explain.reading_sentences import becomes
from reasoner.explain.reading_sentences import named as reading_named
from reasoner.interpreter.other_exemptions import exemptions_elsewhere
from reasoner.model.kinds import Outcome, Power
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import ClauseCitation, MissingFact, Verdict
from reasoner.render.terminal.layout import Style, joined, padded, shortened
from reasoner.render.terminal.verdict_note import (
    TINTS,
    conclusion,
    other_assumptions,
    point_lines,
    title_lines,
    unverified,
    what_was_taken,
)
from reasoner.render.typeset import on_screen

_UNREGULATED: Final = (Outcome.OUT_OF_FORCE, Outcome.NOT_REGULATED)
_APPLICANT: Final = (Power.APPLICANT,)
_GAP: Final = 2
_WIDEST_NAME: Final = 20
_LEAST_FACT: Final = 12


def short_note(verdict: Verdict, context: Background, style: Style, elsewhere: Iterable[ClauseCitation] = ()) -> str:
    """The note on one application. `elsewhere`: exemptions of documents that do not govern."""
    explanation = explain(verdict, context, elsewhere)
    sections = [
        title_lines(explanation, style),
        conclusion(explanation, verdict.outcome, style),
        *_grounds(explanation, verdict.outcome, style),
        style.section("豁免和同时适用的规定", _beside(explanation, verdict.outcome)),
        style.section("待办", _to_do(verdict, explanation)),
        style.section("申请人可以做的", (*explanation.first_steps, *_own_changes(verdict, explanation))),
        style.section("本次所作假定", other_assumptions(explanation)),
        style.section("留意", (*_readings(verdict, explanation, context), *explanation.warnings)),
        style.section("未适用的文件", explanation.not_governing if _concerns_force(verdict) else ()),
        style.lines(f"{explanation.closing}{_rest(explanation, verdict)}查看全部理由:加 --full。"),
    ]
    return joined(sections)


def _concerns_force(verdict: Verdict) -> bool:
    return verdict.outcome in _UNREGULATED or Outcome.OUT_OF_FORCE in verdict.possible


def _grounds(explanation: Explanation, outcome: Outcome, style: Style) -> Iterator[list[str]]:
    """The clauses that decide; where nothing is decided, those that are met or cannot be judged yet."""
    roles = {PointRole.DECISIVE: "决定理由", PointRole.NOTE: "可供考虑的规定"}
    if outcome is Outcome.UNDETERMINED:
        roles |= {PointRole.MET: "所列情形已经符合、效力尚待确认的规定", PointRole.OPEN: "尚不能判断的规定"}
    last = ""
    for role, title in roles.items():
        points = explanation.of(role)
        lines = [style.heading(title)] if points else []
        for number, point in enumerate(points, 1):
            mark = f"{number}. " if len(points) > 1 else ""
            lines += point_lines(point, mark, style, same=point.citation.document == last, again=False)
            last = point.citation.document
        yield lines


def _beside(explanation: Explanation, outcome: Outcome) -> Iterator[str]:
    """Exemptions that were considered, restrictions that they overcome, and weaker rules that hold: a line each."""
    for point in (*explanation.exceptions, *explanation.of(PointRole.DEFEATED, PointRole.SUPPORTING)):
        yield f"{_where(point)}:{''.join(point.sentences)}"
    met = () if outcome is Outcome.UNDETERMINED else explanation.of(PointRole.MET)
    for point in met:
        yield f"{_where(point)}:{''.join(point.sentences)}"

    for point in explanation.of(PointRole.UNVERIFIED):
        yield f"{_where(point)}(优先或倾斜):{unverified(''.join(point.sentences))}"
    for point in explanation.of(PointRole.UNCLAIMED):
        if (taken := what_was_taken(point)).startswith("已附"):
            yield f"{_where(point)}(优先或倾斜):{''.join(point.sentences)}{taken}"


def _where(point: Point) -> str:
    return point.citation.place


def _to_do(verdict: Verdict, explanation: Explanation) -> Iterator[str]:
    """What is to be done, by whom."""
    if explanation.consideration:
        yield explanation.consideration
    by_sentence = [item.sentence for group in explanation.missing for item in group.items]
    settled = one_outcome(verdict)
    grouped = _by_provider(verdict)
    index = 0
    for group in explanation.missing:
        facts = grouped.get(group.provider, [])
        plain = [_with_proof(m) for m in facts if not (m.apart or m.record or m.authority)]
        by_themselves = [
            f"{s.rstrip('。')}{_ASIDE}。" if _changes_nothing(m, verdict) else s
            for m, s in zip(facts, by_sentence[index : index + len(facts)], strict=False)
            if m.apart or m.record or m.authority
        ]
        index += len(group.items)
        if plain:
            yield f"{group.title}{_ASIDE if settled else ''}:{'、'.join(plain)}。"
        yield from by_themselves
    if not explanation.consideration and not (verdict.outcome is Outcome.UNDETERMINED and verdict.missing):
        yield f"下一步:{'、'.join(next_steps(verdict))}。"


_ASIDE: Final = "(不影响本次结论)"
"""Behind what is lacking where every answer leaves the outcome as it is: no organ is to be troubled for it."""


def _changes_nothing(missing: MissingFact, verdict: Verdict) -> bool:
    """Whether the outcome stands whatever is found of it; never of whether a plan that has ended goes on."""
    if verdict.outcome in (Outcome.UNDETERMINED, Outcome.OUT_OF_FORCE) or missing.record:
        return False
    return one_outcome(verdict) or (
        bool(missing.answers) and all(answer.possible == (verdict.outcome,) for answer in missing.answers or ())
    )


def _with_proof(missing: MissingFact) -> str:
    """A missing fact; of an applicant's also what proves it, which it is asked for."""
    return named(missing) + (f"({missing.proof})" if missing.proof and provider_of(missing) == APPLICANT else "")


def _by_provider(verdict: Verdict) -> dict[str, list[MissingFact]]:
    grouped: dict[str, list[MissingFact]] = {}
    for missing in verdict.missing:
        grouped.setdefault(provider_of(missing), []).append(missing)
    return grouped


def _own_changes(verdict: Verdict, explanation: Explanation) -> Iterator[str]:
    """What would change the outcome, as far as the applicant can supply or renew it."""
    for change, sentence in zip(verdict.changes, explanation.changes, strict=True):
        if change.by in _APPLICANT:
            yield sentence


def _readings(verdict: Verdict, explanation: Explanation, context: Background) -> Iterator[str]:
    """That rules are not reviewed, which readings would change the outcome, and which others it rests on."""
    if explanation.unreviewed:
        yield f"所据规则{explanation.unreviewed}条未经法制复核,使用前请对照原文。"
    for entry in verdict.readings or ():
        yield f"{reading_named(entry, verdict, context)}:{becomes(entry, verdict)}"
    rests = [r.partition(":")[0] for r in explanation.readings]
    if rests:
        yield f"所据条文理解{len(rests)}处:{'、'.join(rests)}。"


def _rest(explanation: Explanation, verdict: Verdict) -> str:
    """What is not shown, counted."""
    checked = explanation.of(PointRole.CHECKED, PointRole.UNVERIFIED, PointRole.UNCLAIMED, PointRole.UNREACHED)
    still = () if verdict.outcome is Outcome.UNDETERMINED else explanation.of(PointRole.OPEN)
    aside = "不影响结论而" if one_outcome(verdict) else ""
    rules = sum(len(p.rules) for p in checked)
    unsure = sum(len(p.rules) for p in still)
    parts = [
        f"已核对而不适用的规则{rules}条" if rules else "",
        f"{aside}尚不能判断的规则{unsure}条" if unsure else "",
        f"涉及而不决定本次申请的规定{len(explanation.touching)}条" if explanation.touching else "",
    ]
    named_parts = "、".join(p for p in parts if p)
    return f"另有{named_parts}。" if named_parts else ""


# --- many ---------------------------------------------------------------------------------------------------------


class Line(NamedTuple):
    """An application in a list."""

    application: str
    facility: str
    label: str
    outcome: Outcome
    key: str
    steps: tuple[str, ...]
    day: str
    matter: str


def line_of(verdict: Verdict, context: Background) -> Line:
    """An application with its verdict in a line."""
    explanation = explain(verdict, context)
    return Line(
        verdict.application, explanation.head.facility, short_label(verdict), verdict.outcome,
        key_fact(verdict, explanation), next_steps(verdict), explanation.head.day, verdict.matter,
    )  # fmt: skip


def table(lines: Sequence[Line], style: Style) -> str:
    """The list: a line for each application, whose last column is what the desk does next."""
    days = sorted({line.day for line in lines})
    force = f"均按{period_words(days[0])}有效的规定研判" if len(days) == 1 else "各按收到申请之日有效的规定研判"
    heads = ("编号", "机构", "结论", "关键事实或者所缺", "下一步")
    steps = ["、".join(line.steps) for line in lines]

    def widest(texts: Iterable[str], head: str, most: int) -> int:
        return min(most, max(display_width(head), *map(display_width, texts)))

    number = widest((line.application for line in lines), heads[0], _WIDEST_NAME)
    facility = widest((line.facility for line in lines), heads[1], _WIDEST_NAME)
    label = widest((line.label for line in lines), heads[2], _WIDEST_NAME)
    step = widest(steps, heads[4], _WIDEST_NAME)
    room = style.room(number + facility + label + step + 4 * _GAP, _LEAST_FACT)
    fact = max(_LEAST_FACT, min(room, max(display_width(heads[3]), *(display_width(line.key) for line in lines))))
    widths = (number, facility, label, fact, step)

    def row(cells: Sequence[str]) -> Iterator[str]:
        for cell, width in zip(cells, widths, strict=True):
            yield padded(shortened(cell, width), width)

    gap = " " * _GAP
    rows = [style.bold(on_screen(f"共{len(lines)}份申请,{force}")), style.bold(gap.join(row(heads)).rstrip())]
    for line, then in zip(lines, steps, strict=True):
        cells = list(row((line.application, line.facility, line.label, line.key, then)))
        cells[2] = style.tinted(cells[2], TINTS[line.outcome])
        rows.append(gap.join(cells).rstrip())
    counted = Counter(step for line in lines for step in line.steps)
    total = "、".join(f"{step}{number}" for step, number in counted.most_common())
    both = sum(len(line.steps) > 1 for line in lines)
    rows += style.lines(f"合计 {total}{f'({both}份有几项,各计一次)' if both else ''}")
    rows += style.lines(_alike(lines)) if len({(n.application, n.matter) for n in lines}) < len(lines) else []
    rows += style.lines("写成工作簿:加 -o 结果.xlsx;逐份说明:加 --full")
    return "\n".join(rows) + "\n"


def _alike(lines: Sequence[Line]) -> str:
    """That several applications of a list have one number and one matter: of several files each may have its own."""
    counted = Counter((line.application, line.matter) for line in lines)
    twice = [f"{number}({matter},{n}份)" for (number, matter), n in counted.items() if n > 1]
    more = f"等{len(twice)}个" if len(twice) > _MOST_ALIKE else ""
    return f"编号和事项都相同的:{'、'.join(twice[:_MOST_ALIKE])}{more};是重复收件还是同一份再次研判,请核对"


_MOST_ALIKE: Final = 10


def notes_or_table(verdicts: Iterable[Verdict], base: RuleBase, context: Background, style: Style) -> Iterator[str]:
    """The note on one verdict, or the list of several; a verdict is forgotten when its line is made."""
    first: Verdict | None = None
    lines: list[Line] = []
    for verdict in verdicts:
        first = first or verdict
        lines.append(line_of(verdict, context))
    if first is not None and len(lines) == 1:
        yield short_note(first, context, style, exemptions_elsewhere(base, first))
    elif lines:
        yield table(lines, style)
