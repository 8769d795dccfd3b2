"""The note on an application in a terminal: conclusion first, then its reasons, then what is left to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from policy_dsl.numerals import period_words
from policy_dsl.source_text import display_width
from reasoner.explain import Background, Explanation, Point, PointRole, explain, source_of
from reasoner.explain.background import background
from reasoner.explain.comparison_text import merged, turning
from reasoner.explain.missing_sentences import UNSETTLED
from reasoner.explain.outcome_text import label_on
from reasoner.explain.proof_text import UNPLACED
from reasoner.interpreter.other_exemptions import exemptions_elsewhere
from reasoner.model.kinds import AuthorityStatus, Outcome, Status
from reasoner.model.proof import Compare, During
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import ClauseCitation, Verdict
from reasoner.render.terminal.layout import Style, Tint, joined, padded

TINTS: Final = {
    Outcome.CONFLICT: Tint.RED,
    Outcome.BARRED: Tint.RED,
    Outcome.PRESUMPTIVELY_BARRED: Tint.RED,
    Outcome.UNDETERMINED: Tint.YELLOW,
    Outcome.NOT_ELIGIBLE: Tint.YELLOW,
    Outcome.STRICTLY_CONTROLLED: Tint.YELLOW,
    Outcome.OUT_OF_FORCE: Tint.YELLOW,
    Outcome.NOT_REGULATED: Tint.YELLOW,
    Outcome.EXEMPT: Tint.GREEN,
    Outcome.PRIORITY: Tint.GREEN,
    Outcome.MAY_PROCEED: Tint.GREEN,
}

_GROUNDS: Final = {
    PointRole.DECISIVE: "决定理由",
    PointRole.SUPPORTING: "同时适用的规定",
    PointRole.NOTE: "可供考虑的规定",
    PointRole.DEFEATED: "因豁免本次不适用的限制",
    PointRole.MET: "所列情形已经符合、效力尚待确认的规定",
    PointRole.OPEN: "尚不能判断的规定",
}


class Result(msgspec.Struct, frozen=True):
    """What became of an application, for the list behind several notes."""

    application: str
    """The application's number."""
    matter: str
    """What is asked for."""
    label: str
    """The label of the outcome."""
    outcome: Outcome
    """The outcome."""


def notes(
    verdicts: Iterable[Verdict], base: RuleBase, *, full: bool = False, width: int = 80, colour: bool = False
) -> Iterator[str]:
    """The notes one after the other; behind several a list of what became of each."""
    style = Style(width, colour)
    context = background(base)
    rule = f"\n{'─' * (min(style.width, 80) // 2)}\n\n"
    results: list[Result] = []
    for verdict in verdicts:
        text = note(verdict, context, style, exemptions_elsewhere(base, verdict), full=full)
        yield rule + text if results else text
        results.append(Result(verdict.application, verdict.matter, verdict.label, verdict.outcome))
    if len(results) > 1:
        yield rule + _overview(results, style)


def note(
    verdict: Verdict, context: Background, style: Style, elsewhere: Iterable[ClauseCitation] = (), *, full: bool = False
) -> str:
    """One note. `elsewhere`: exemptions of documents that do not govern."""
    context = context.of(verdict)
    explanation = explain(verdict, context, elsewhere)
    readings: list[str] = []
    proofs: list[list[str]] = []
    if full or verdict.readings or verdict.readings_not_run:  # many notes need neither, and need not load their words
        from reasoner.render.terminal.note_sections import full_sections, reading_section

        readings = reading_section(verdict, context, style, full=full)
        proofs = full_sections(verdict, context, style) if full else proofs
    sections = [
        title_lines(explanation, style),
        conclusion(explanation, verdict.outcome, style),
        *_points(explanation, verdict.outcome, style),
        _missing(explanation, verdict.outcome, style),
        style.section("已核对、不适用于本次申请的规定", _checked(explanation, full)),
        style.section("本次所作假定", other_assumptions(explanation)),
        style.section("例外考量", [explanation.consideration] if explanation.consideration else []),
        style.section("结论可能变化的情形", (*explanation.first_steps, *explanation.changes)),
        style.section("规划标准", explanation.standards),
        style.section("提示", explanation.warnings),
        style.section("相关规定,不决定本次申请", _touching(explanation, full)),
        style.section("未适用的文件", explanation.not_governing),
        readings,
        style.section(
            "条文理解",
            [*explanation.readings, *(explanation.open_readings if full else ()), *_review(explanation)],
        ),
        *proofs,
        style.lines(explanation.closing),
    ]
    return joined(sections)


_MOST_TOUCHING: Final = 5
"""So many statements stand in a short note: those of such a place or kind come first."""


def _touching(explanation: Explanation, full: bool) -> Iterator[str]:
    listed = explanation.touching
    yield from (s.whole for s in listed) if full else (s.short for s in listed[:_MOST_TOUCHING])
    if not full and len(listed) > _MOST_TOUCHING:
        yield f"另有{len(listed) - _MOST_TOUCHING}条,原文加 --full 列出。"


def title_lines(explanation: Explanation, style: Style) -> list[str]:
    """What the application is."""
    head = explanation.head
    kind = ",".join(x for x in (head.kind, head.city + head.place) if x)
    name = head.facility or "(名称未载明)"
    return [
        style.bold(f"编号 {head.application} · {head.matter}"),
        *style.lines(f"机构 {name}{f'({kind})' if kind else ''} · 适用日期 {period_words(head.day)}"),
    ]


def conclusion(explanation: Explanation, outcome: Outcome, style: Style) -> list[str]:
    """The outcome and what it means."""
    tint = Tint.YELLOW if explanation.against else TINTS[outcome]
    lines = [f"{style.bold('结论')}  {style.tinted(label_on(explanation.label, explanation.head.matter), tint)}"]
    for sentence in (*((explanation.against,) if explanation.against else ()), *explanation.meaning):
        lines += style.lines(sentence, 6)
    if explanation.possible:
        lines += style.lines(
            f"可能的结论:{';'.join(label_on(p, explanation.head.matter) for p in explanation.possible)}。", 6
        )
    return lines


def _points(explanation: Explanation, outcome: Outcome, style: Style) -> Iterator[list[str]]:
    """The clauses by what they do; a document is named in full where the one before was another."""
    last = ""
    quoted: set[str] = set()
    titles = _GROUNDS | ({PointRole.SUPPORTING: "所列情形已经符合的规定"} if outcome is Outcome.UNDETERMINED else {})
    groups = [(title, explanation.of(role)) for role, title in titles.items()]
    for title, points in [*groups, ("豁免规定", explanation.exceptions)]:
        lines = [style.heading(title)] if points else []
        for number, point in enumerate(points, 1):
            mark = f"{number}. " if len(points) > 1 else ""
            clause = point.citation.clause
            lines += point_lines(point, mark, style, same=point.citation.document == last, again=clause in quoted)
            last = point.citation.document
            quoted.add(clause)
        yield lines


def point_lines(point: Point, mark: str, style: Style, *, same: bool, again: bool) -> list[str]:
    """A clause with what was found of it. same: of the document named before. again: quoted before."""
    indent = 2 + len(mark)
    address = point.citation.clause.partition("/")[2]
    source = f"同一文件{point.citation.place}" if same else source_of(point.citation)
    lines = style.lines(f"{mark}{source}({address})规定{'(原文见前)。' if again else ':'}", 2, indent)
    if not again:
        lines += style.bold_lines(_quoted(point), indent + 2)
    for sentence in point.sentences:
        lines += style.lines(sentence, indent)
    return lines


def _quoted(point: Point) -> str:
    return f"「{''.join(point.citation.quote.splitlines())}」"


def _missing(explanation: Explanation, outcome: Outcome, style: Style) -> list[str]:
    """What is lacking. Of a plan that has ended nothing is aside: the outcome turns on whether it goes on."""
    if not explanation.missing:
        return []
    turns = bool(explanation.possible) or outcome is Outcome.OUT_OF_FORCE
    lines = [style.heading("尚缺的事实" if turns else "尚缺的事实(不影响本次结论)")]
    for group in explanation.missing:
        lines += style.lines(f"{group.title}:", 2)
        for item in group.items:
            lines += style.lines(f"- {item.sentence}", 4, 6)
            asked_by = f"所涉条款:{'、'.join(item.places)}。" if item.places else ""
            if asked_by or item.answers:
                lines += style.lines(f"{asked_by}{item.answers}", 6)
    return lines


def _checked(explanation: Explanation, full: bool) -> Iterator[str]:
    """Rules that reach the applicant but do not apply, one line each; the others are summed up.

    Each is named with its document where the verdict cites several.
    """
    several = len({p.citation.document for p in (*explanation.points, *explanation.exceptions)}) > 1
    last = ""

    def named(point: Point) -> str:
        nonlocal last
        document, last = (
            "同一文件" if point.citation.document == last else f"《{point.citation.document}》",
            point.citation.document,
        )
        return f"{document if several else ''}{point.citation.place}"

    for point in explanation.of(PointRole.CHECKED):
        for sentence in point.sentences:
            yield f"{named(point)}:{sentence}"
    for point in explanation.of(PointRole.UNVERIFIED):
        for sentence in point.sentences:
            yield f"{named(point)}(优先或倾斜):{unverified(sentence)}"
    for point in explanation.of(PointRole.UNCLAIMED):
        for sentence in point.sentences:
            yield f"{named(point)}(优先或倾斜):{sentence}{what_was_taken(point)}"
    unreached = explanation.of(PointRole.UNREACHED)
    if unreached and full:
        for point in unreached:
            yield f"{named(point)}:{''.join(point.sentences)}"
    elif unreached:
        places = "、".join(dict.fromkeys(map(named, unreached)))
        rules = sum(len(p.rules) for p in unreached)
        yield f"另有{rules}条规则不适用于本次申请({places})。"


def unverified(sentence: str) -> str:
    """What a claim that nobody has verified comes to."""
    return f"{sentence}申请人的主张尚未核实,本次暂不计入优先。"


def what_was_taken(point: Point) -> str:
    """What was made of the facts on which a preference turns: not given, or determined by an organ to be confirmed."""
    parts = [n for r in point.rules for n in (r.scope, r.condition) if n is not None and n.status is Status.UNKNOWN]
    reads = [n.read for part in parts for n in merged(turning(part)) if not isinstance(n, Compare | During)]
    attached = [r for r in reads if r.standing is AuthorityStatus.OTHER_ORGAN]
    if reads and all(r.of in UNPLACED for r in reads):
        return "本次按没有该情形处理。"
    attached_words = f"已附认定的,{UNSETTLED}。" if attached else ""
    return (
        attached_words
        if attached and len(attached) == len(reads)
        else f"{attached_words}未提供的,本次按没有该情形处理。"
    )


def other_assumptions(explanation: Explanation) -> Iterator[str]:
    """Assumptions that no exception above has told already."""
    exceptions = "".join(s for p in explanation.exceptions for s in p.sentences)
    for sentence in explanation.assumptions:
        if f"申请材料未载明{sentence.partition(':')[0]}" not in exceptions:
            yield sentence


def _review(explanation: Explanation) -> Iterator[str]:
    if explanation.unreviewed:
        yield f"所据规则{explanation.unreviewed}条未经法制复核,使用前请对照原文。"


def _overview(results: Sequence[Result], style: Style) -> str:
    lines = [style.bold(f"共{len(results)}份申请")]
    widest = max(display_width(r.application) for r in results)
    for result in results:
        label = style.tinted(result.label, TINTS[result.outcome])
        lines.append(f"  {padded(result.application, widest)}  {result.matter}  {label}")
    return "\n".join(lines) + "\n"
