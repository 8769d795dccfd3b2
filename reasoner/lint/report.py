"""What is found in the rules, for a terminal: the worst first, each with clauses, an example and its verdict; what every
set of rules has, in a line each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reasoner.analysis.application_form import FormValue, form_from_data
from reasoner.lint.lint_finding import Code, Level
from reasoner.lint.result import FindingReport, FindingWitness, LintResult, StaleRecord, StaleState
from reasoner.render.terminal.layout import Style, Tint, joined

_TINTS: Final = {Level.PROBLEM: Tint.RED, Level.HINT: Tint.YELLOW, Level.NOTE: Tint.BLUE}
_MEANT: Final = {
    Level.PROBLEM: "规则相互矛盾,或者写了而不起作用,须处理",
    Level.HINT: "请核对是疏漏还是有意为之",
    Level.NOTE: "供了解,不要求处理",
}
_BRIEF: Final = Code.UNRESTRAINED
"""What every set of rules has: told in a line for each matter."""

_WHOLE: Final = (Code.LAPSED,)
"""Told of a whole document: its clauses are not listed."""


def lint_report(result: LintResult, titles: Mapping[str, str], width: int = 80, colour: bool = False) -> str:
    """The whole report. titles: of documents by id."""
    style = Style(width, colour)
    return joined(_blocks(result, titles, style))


def _blocks(result: LintResult, titles: Mapping[str, str], style: Style) -> Iterator[list[str]]:
    yield [*_days(result, style)]
    for level, meant in _MEANT.items():
        mine = [f for f in result.findings if f.level is level]
        if mine:
            yield [style.tinted(f"【{level}】", _TINTS[level]) + f" {len(mine)}项:{meant}"]
            yield from (_finding(f, titles, style) for f in mine if f.code is not _BRIEF)
            yield from _brief([f for f in mine if f.code is _BRIEF], titles, style)
    for record in result.stale:
        yield style.lines(_stale(record), 0, 2)
    for one in result.checked.undecided:
        rules = one.rules if len(one.rules) <= 2 else (f"涉及{len(one.rules)}条规则",)
        yield style.lines(f"未定:{one.code} {one.title}({'、'.join((*one.matters, *rules))}),{one.why}。", 0, 2)
    yield [*_summary(result, style)]


def _days(result: LintResult, style: Style) -> Iterator[str]:
    looked_at = {d for s in result.checked.sets for d in s.looked_at}
    documents = result.limits.documents
    for day in result.days:
        if day.document in looked_at:
            yield from style.lines(f"按{day.day}有效的规定检查:《{day.title}》({day.basis})", 0, 2)
        elif day.day is None and (documents is None or day.document in documents):
            yield from style.lines(f"《{day.title}》未查:{day.basis}", 0, 2)


def _brief(mine: Sequence[FindingReport], titles: Mapping[str, str], style: Style) -> Iterator[list[str]]:
    if not mine:
        return
    head = f"{_BRIEF} {mine[0].title}"
    lines = [f"  {style.bold(head)}"]
    lines += style.lines(
        "下列事项,规则不限制所有申请:有的申请没有一条规则成立,结论是「未见限制」。这是常态;文件以外的条件仍须审查。"
        "例子见 --json。",
        4,
    )
    for finding in mine:
        texts = "".join(f"《{titles[d]}》" for d in finding.documents)
        kinds = f"{len(finding.types)}类机构" if len(finding.types) > 1 else finding.types[0]
        done = "(已登记)" if finding.acknowledged is not None else ""
        lines += style.lines(f"- {finding.matter}({kinds}):{texts} · {finding.hash}{done}", 4, 6)
    yield lines


def _finding(finding: FindingReport, titles: Mapping[str, str], style: Style) -> list[str]:
    head = f"{finding.code} {finding.title} · {finding.hash}"
    lines = [f"  {style.bold(head)}", *style.lines(finding.sentence, 4)]
    whole = finding.code in _WHOLE
    for quote in finding.quotes if not whole else ():
        document, _, address = quote.clause.partition("/")
        title = f"《{titles[document]}》" if len(finding.documents) > 1 else ""
        words = "……".join("".join(w.split()) for w in quote.words)
        lines += style.lines(f"- {title}{quote.place}({address}):「{words}」", 4, 6)
    if finding.witness is not None:
        lines += style.lines(f"例:{_example(finding.witness)}", 4, 6)
    if finding.readings and not whole:
        lines += style.lines(f"所据条文理解:{'、'.join(finding.readings)}", 4, 6)
    done = finding.acknowledged
    if done is not None:
        lines += style.lines(f"已登记:{done.reason.rstrip('。')}({done.by},{done.date})", 4, 6)
    return lines


def _example(witness: FindingWitness) -> str:
    """The application in a line, and what it comes to."""
    form = form_from_data(witness.application)
    facility = form.facility
    phrases = [f"{facility.place}一家{facility.kind},{form.received}申请{form.matter}"]
    phrases += [f"{k}为{_value(v)}" for k, v in form.facts.items()]
    phrases += [f"{k}为{_value(v)}" for k, v in facility.facts.items() if k != "镇街"]
    phrases += [f"{f.region}{f.fact}为{_value(f.value)}" for f in form.figures]
    phrases += [f"{d.of}{d.fact}经认定为{_value(d.value)}" for d in form.determinations]
    return f"{','.join(phrases)}。结论:{witness.verdict.label}。"


def _value(value: FormValue) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, tuple) else str(value)


def _stale(record: StaleRecord) -> str:
    sentence = f"登记已无对应的发现:[{record.hash}] {record.finding}({record.by},{record.date},{record.file})"
    if record.state is StaleState.CHANGED:
        return f"{sentence};规则已改动,现在的发现是 {'、'.join(record.now)},须重新看过。"
    return f"{sentence};可以从文件中删去。"


def _summary(result: LintResult, style: Style) -> Iterator[str]:
    checked, findings = result.checked, result.findings
    if not checked.rules:
        yield from style.lines("没有可查的规则:所选的文件没有规则,或者在所选的日期不施行。")
    else:
        open_ = f";其中{result.open}条有待认定的事项,认定为是、为否均已考虑" if result.open else ""
        cases = f"{checked.cases}种情形(事项和规则分得出的机构类别)"
        late = f"还有{result.timed_out}项没有得出结果,不能算检查完" if result.timed_out else "检查已全部完成"
        yield from style.lines(f"检查了{checked.rules}条规则、{cases}{open_}。{late}。")
    counts = Counter(f.level for f in findings)
    numbers = "、".join(f"{level}{counts[level]}项" for level in _MEANT if counts[level])
    left = sum(f.level is not Level.NOTE and f.acknowledged is None for f in findings)
    if not findings:
        timed_out = result.timed_out
        nothing = f"未查完:还有{timed_out}项没有得出结果;其余没有发现。" if timed_out else "没有发现。"
        yield from style.lines(nothing)
    else:
        done = "问题和提示都已登记" if counts.keys() - {Level.NOTE} else ""
        rest = f"尚有{left}项问题或者提示未登记处理意见" if left else done
        head = "未查完,已发现" if result.timed_out else "共"
        yield from style.lines(head + numbers + (f";{rest}。" if rest else "。"))
    if left:
        yield from style.lines("看过后不必处理的,用 tiaoli lint acknowledge 校验码 --by 姓名 --reason 理由 登记。")
