"""The note on an application in a terminal: conclusion first, then its reasons, then what is left to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from policy_dsl.source import display_width
from reasoner.beyond import exemptions_elsewhere
from reasoner.explain import Background, Citation, Explanation, Point, explain, source_of
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict
from reasoner.report.layout import Style, joined, padded
from reasoner.report.readings import reading_section

_TINTS: Final = {
    "conflict": "red", "barred": "red", "presumptively_barred": "red",
    "undetermined": "yellow", "not_eligible": "yellow", "strictly_controlled": "yellow", "out_of_force": "yellow",
    "not_regulated": "yellow", "exempt": "green", "priority": "green", "may_proceed": "green",
}  # fmt: skip

_GROUNDS: Final = {
    "decisive": "决定理由",
    "supporting": "同时适用的规定",
    "note": "可供考虑的规定",
    "defeated": "因豁免本次不适用的限制",
    "open": "尚不能判断的规定",
}


class Result(NamedTuple):
    """What became of an application, for the list behind several notes."""

    application: str
    matter: str
    label: str
    outcome: str


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
        results.append(Result(verdict["application"], verdict["matter"], verdict["label"], verdict["outcome"]))
    if len(results) > 1:
        yield rule + _overview(results, style)


class _Authorities(Mapping[str, Sequence[str]]):
    """By clause, the bodies that its judgements name; a document is looked into only when one of its clauses is."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base

    def __getitem__(self, clause: str) -> list[str]:
        document = self._base.documents[clause.partition("/")[0]]
        return [a for j in document.clauses[clause]["judgements"] for a in j.get("authority", ())]

    def __iter__(self) -> Iterator[str]:
        return (clause for document in self._base.documents.values() for clause in document.clauses)

    def __len__(self) -> int:
        return sum(len(document.clauses) for document in self._base.documents.values())


def background(base: RuleBase) -> Background:
    """What explanations need of a rule base."""
    documents = base.documents.values()
    return Background(
        terms=base.vocabulary.facts,
        titles={d.id: d.title for d in documents},
        regions={code: region.name for code, region in base.vocabulary.regions.items()},
        readings={(d.id, r["name"]): r for d in documents for r in d.data["readings"]},
        authorities=_Authorities(base),
    )


def note(
    verdict: Verdict, context: Background, style: Style, elsewhere: Iterable[Citation] = (), *, full: bool = False
) -> str:
    """One note. `elsewhere`: exemptions of documents that do not govern."""
    said = explain(verdict, context, elsewhere)
    more: list[list[str]] = []
    if full:  # most notes need no proofs, and need not load their words
        from reasoner.report.full import full_sections

        more = full_sections(verdict, context, style)
    sections = [
        _title(said, style),
        _conclusion(said, verdict["outcome"], style),
        *_points(said, verdict["outcome"], style),
        _missing(said, style),
        _list("已核对、未触及的规定", _checked(said, full), style),
        _list("本次所作假定", _other_assumptions(said), style),
        _list("例外考量", [said.consideration] if said.consideration else [], style),
        _list("改变条件", said.changes, style),
        _list("规划标准", said.standards, style),
        _list("提示", said.warnings, style),
        _list("未适用的文件", said.not_governing, style),
        reading_section(verdict, context.titles, style),
        _list("所据解释", [*said.readings, *(said.open_readings if full else ()), *_review(said)], style),
        *more,
        style.lines(said.closing),
    ]
    return joined(sections)


def _title(said: Explanation, style: Style) -> list[str]:
    head = said.head
    kind = ",".join(x for x in (head["类型"], head["所在地"]) if x)
    name = head["机构"] or "(名称未载明)"
    return [
        style.bold(f"编号 {head['编号']} · {head['事项']}"),
        *style.lines(f"机构 {name}{f'({kind})' if kind else ''} · 基准日 {head['基准日']}"),
    ]


def _conclusion(said: Explanation, outcome: str, style: Style) -> list[str]:
    lines = [f"{style.bold('结论')}  {style.tinted(said.label, _TINTS[outcome])}"]
    for sentence in said.meaning:
        lines += style.lines(sentence, 6)
    if said.possible:
        lines += style.lines(f"可能的结论:{';'.join(said.possible)}。", 6)
    return lines


def _heading(title: str, style: Style) -> str:
    return style.bold(f"【{title}】")


def _points(said: Explanation, outcome: str, style: Style) -> Iterator[list[str]]:
    """The clauses by what they do; a document is named in full where the one before was another."""
    last = ""
    quoted: set[str] = set()
    titles = _GROUNDS | ({"supporting": "已经触及的规定"} if outcome == "undetermined" else {})
    groups = [(title, said.of(role)) for role, title in titles.items()]
    for title, points in [*groups, ("已考虑的例外", said.exceptions)]:
        lines = [_heading(title, style)] if points else []
        for number, point in enumerate(points, 1):
            mark = f"{number}. " if len(points) > 1 else ""
            clause = point.citation["clause"]
            lines += _point(point, mark, style, same=point.citation["document"] == last, again=clause in quoted)
            last = point.citation["document"]
            quoted.add(clause)
        yield lines


def _point(point: Point, mark: str, style: Style, *, same: bool, again: bool) -> list[str]:
    indent = 2 + len(mark)
    address = point.citation["clause"].partition("/")[2]
    source = f"同一文件{point.citation['place']}" if same else source_of(point.citation)
    lines = style.lines(f"{mark}{source}({address})规定{'(原文见前)。' if again else ':'}", 2, indent)
    if not again:
        lines += [style.bold(line) for line in style.lines(_quoted(point), indent + 2)]
    for sentence in point.sentences:
        lines += style.lines(sentence, indent)
    return lines


def _quoted(point: Point) -> str:
    return f"「{''.join(point.citation['quote'].splitlines())}」"


def _missing(said: Explanation, style: Style) -> list[str]:
    if not said.missing:
        return []
    lines = [_heading("尚缺的事实" if said.possible else "尚缺的事实(不影响本次结论)", style)]
    for group in said.missing:
        lines += style.lines(f"{group.title}:", 2)
        for item in group.items:
            lines += style.lines(f"- {item.sentence}", 4, 6)
            if item.places:
                lines += style.lines(f"问及此项的条款:{'、'.join(item.places)}。{item.answers}", 6)
    return lines


def _checked(said: Explanation, full: bool) -> Iterator[str]:
    """Rules that reach the applicant but do not apply, one line each; the others are summed up."""
    for point in said.of("checked"):
        for sentence in point.sentences:
            yield f"{point.citation['place']}:{sentence}"
    for point in said.of("unclaimed"):
        for sentence in point.sentences:
            yield f"{point.citation['place']}(优先或倾斜):{sentence}未提供的,本次按没有处理。"
    unreached = said.of("unreached")
    if unreached and full:
        for point in unreached:
            yield f"{point.citation['place']}:{''.join(point.sentences)}"
    elif unreached:
        places = "、".join(dict.fromkeys(p.citation["place"] for p in unreached))
        rules = sum(len(p.rules) for p in unreached)
        yield f"另有{rules}条规则的适用对象不含本次申请({places}),加 --full 可见其理由。"


def _other_assumptions(said: Explanation) -> Iterator[str]:
    """Assumptions that no exception above has told already."""
    told = "".join(s for p in said.exceptions for s in p.sentences)
    for sentence in said.assumptions:
        if f"申请人未主张{sentence.partition(':')[0]}" not in told:
            yield sentence


def _review(said: Explanation) -> Iterator[str]:
    if said.unreviewed:
        yield f"以上所依据的规则有{said.unreviewed}条未经复核,使用前请对照原文。"


def _list(title: str, items: Iterable[str], style: Style) -> list[str]:
    listed = list(items)
    if not listed:
        return []
    return [_heading(title, style), *(line for item in listed for line in style.lines(f"- {item}", 2, 4))]


def _overview(results: Sequence[Result], style: Style) -> str:
    lines = [style.bold(f"共 {len(results)} 份申请")]
    widest = max(display_width(r.application) for r in results)
    for result in results:
        label = style.tinted(result.label, _TINTS[result.outcome])
        lines.append(f"  {padded(result.application, widest)}  {result.matter}  {label}")
    return "\n".join(lines) + "\n"
