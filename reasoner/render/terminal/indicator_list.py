"""Targets held against figures, and every figure, for a terminal and for spreadsheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from policy_dsl.compiled import Document
from policy_dsl.numerals import plain
from reasoner.render.csv_table import csv_text
from reasoner.render.terminal.layout import Style, Tint, joined, padded, shortened, table_row
from reasoner.survey.figure_words import period_words
from reasoner.survey.figures import FigureKind, IndicatorFigure, TargetInWords
from reasoner.survey.indicator_audit import Audit, AuditStatus, IndicatorSurvey
from reasoner.survey.indicator_claims import ClaimResult

KINDS: Final = {
    FigureKind.OBSERVATION: "数据",
    FigureKind.TARGET: "目标",
    FigureKind.STANDARD: "规划标准",
    FigureKind.LIMIT: "规则的上限",
    FigureKind.CONDITION: "规则的条件",
}
_TINTS: Final = {AuditStatus.MET: Tint.GREEN, AuditStatus.NOT_MET: Tint.YELLOW}
_SHORT: Final = {
    AuditStatus.MET: "已达到,",
    AuditStatus.NOT_MET: "未达到,",
    AuditStatus.APPROXIMATE: "约数,",
    AuditStatus.ABOVE: "超过目标,",
}
_CLAIMS: Final = {
    ClaimResult.AGREES: "一致",
    ClaimResult.DISAGREES: "不一致",
    ClaimResult.UNDETERMINED: "不能对照",
}

_HEADER: Final = (
    "种类", "文件", "条款", "位置", "指标", "名称", "写法", "数值", "限定", "单位", "分母", "人口", "地区", "时点或期限",
    "指标类别", "强度", "原文", "实际值", "实际值时点", "结果", "相差", "自述", "自述与数字", "说明", "不作比较", "条文理解",
)  # fmt: skip


def indicators_text(documents: Sequence[Document], survey: IndicatorSurvey, style: Style) -> str:
    """For each document its targets and limits against the figures, then all its figures."""
    blocks: list[list[str]] = []
    for document in documents:
        mine = [a for a in survey.audits if a.target.document == document.id]
        observed = [f for f in survey.figures if f.document == document.id and f.kind is FigureKind.OBSERVATION]
        in_words = [t for t in survey.in_words if t.document == document.id]
        number = f"({document.number})" if document.number else ""
        head = style.bold_lines(f"《{document.title}》{number} · {document.id}")
        if not mine and not observed and not in_words:
            blocks.append([*head, "  没有数字指标"])
            continue
        blocks.append([*head, *style.lines(_summary(mine, observed, in_words), 2)])
        blocks.append(list(_overview(mine, style)))
        blocks += [list(_audit(a, style)) for a in mine]
        blocks.append(list(_in_words(in_words, style)))
        blocks.append(list(_figures(observed, style)))
    return joined(blocks)


def _summary(audits: Sequence[Audit], observed: Sequence[IndicatorFigure], in_words: Sequence[TargetInWords]) -> str:
    targets = [a for a in audits if a.target.kind is FigureKind.TARGET]
    parts = [f"数据{len(observed)}项"]
    if targets or in_words:
        counts = Counter(a.label for a in targets)
        kinds = [f"{label}{n}项" for label, n in counts.items()]
        kinds += [f"没有数值、以文字表述{len(in_words)}项"] if in_words else []
        parts.append(f"目标{len(targets) + len(in_words)}项:" + "、".join(kinds))
        claims = [a.claim for a in targets if a.claim is not None]
        odd = sum(c.against_target is ClaimResult.DISAGREES for c in claims)
        parts += [f"文件自评与目标值不一致{odd}项"] if odd else []
        open_claims = sum(c.if_target is ClaimResult.DISAGREES for c in claims)
        parts += [f"文件自评与目标值对照不一致{open_claims}项(如“预期”即目标值)"] if open_claims else []
    if others := len(audits) - sum(a.target.kind is FigureKind.TARGET for a in audits):
        parts.append(f"规划标准和规则中的数字{others}项")
    return ";".join(parts) + "。"


def _in_words(targets: Sequence[TargetInWords], style: Style) -> Iterator[str]:
    if not targets:
        return
    yield style.bold("  没有数值的目标")
    for target in targets:
        more = "、".join(x for x in (period_words(target.as_at), target.target_kind, target.strength) if x)
        head = f"{target.indicator}:{target.aim}" + (f"({more})" if more else "")
        yield from style.lines(f"{head}({target.clause.partition('/')[2]})", 4, 6)
        yield from style.lines(f"原文:「{target.quote}」", 6, 12)


def _overview(audits: Sequence[Audit], style: Style) -> Iterator[str]:
    """Every target and limit in a line: indicator, target, actual value, result, and how the claim stands to it."""
    if not audits:
        return
    room = style.room(56, 20)
    widths = (room, 12, 8, 22, 8)
    head = ("指标", "目标", "实际", "结果", "文件自评")
    yield style.bold("  " + table_row(head, widths))
    for audit in audits:
        cells = (
            audit.target.indicator,
            audit.target.written,
            "—" if audit.actual is None else audit.actual.written,
            _SHORT.get(audit.status, "") + audit.by.partition("(")[0] if audit.by else audit.label,
            "" if audit.claim is None else _CLAIMS[audit.claim.against_target],
        )
        yield "  " + table_row([shortened(c, w) for c, w in zip(cells, widths, strict=True)], widths)


def _audit(audit: Audit, style: Style) -> Iterator[str]:
    target, actual = audit.target, audit.actual
    yield from style.bold_lines(f"{target.indicator}({_address(target)})", 2, 4)
    more = "、".join(x for x in (period_words(target.as_at), target.target_kind, target.strength) if x)
    kind = KINDS[target.kind]
    yield from style.lines(f"{kind}:{target.written}" + (f"({more})" if more else ""), 4, 10)
    if actual is not None:
        at = f"({period_words(actual.as_at)})" if actual.as_at else ""
        yield from style.lines(f"实际:{actual.written}{at}", 4, 10)
    result = audit.label + (f",{audit.by}" if audit.by else "")
    yield "    结果:" + style.tinted(result, _TINTS.get(audit.status, Tint.BLUE))
    if audit.claim is not None:
        yield from style.lines(f"文件自评:「{audit.claim.quote}」{audit.claim.words}", 4, 10)
        if audit.claim.against_target is not ClaimResult.AGREES and actual is not None:
            yield from style.lines(f"原文:「{actual.quote}」「{target.quote}」", 4, 10)
    for caveat in audit.caveats:
        yield from style.lines(f"说明:{caveat}", 4, 10)
    for refused in audit.not_compared:
        figure = refused.figure
        line = f"不与{figure.indicator}{figure.written}({_address(figure)})比较:{';'.join(refused.why)}"
        yield from style.lines(line, 4, 6)


def _figures(figures: Sequence[IndicatorFigure], style: Style) -> Iterator[str]:
    if not figures:
        return
    yield style.bold("  全部数据")
    for figure in figures:
        room = style.room(52, 24)
        value = padded(shortened(figure.written, 20), 20)
        at = padded(shortened(period_words(figure.as_at) or "时点未写明", 18), 18)
        yield f"  {value} {at} {shortened(figure.indicator, room)}({_address(figure)})"


def _address(figure: IndicatorFigure) -> str:
    return figure.clause.partition("/")[2]


def indicators_csv(survey: IndicatorSurvey) -> str:
    """One row for each figure, those compared with others with the result; then one for each target without a number."""
    audits = {a.target.id: a for a in survey.audits}
    rows = [_row(f, audits.get(f.id)) for f in survey.figures]
    return csv_text(_HEADER, [*rows, *map(_row_in_words, survey.in_words)])


def _row_in_words(target: TargetInWords) -> dict[str, str]:
    return {
        "种类": KINDS[FigureKind.TARGET],
        "文件": target.document,
        "条款": target.clause,
        "位置": target.place,
        "指标": target.indicator,
        "名称": target.name,
        "写法": target.aim,
        "地区": target.region,
        "时点或期限": target.as_at,
        "指标类别": target.target_kind,
        "强度": target.strength,
        "原文": target.quote,
        "结果": "没有数值,不作比较",
        "自述": target.claim,
        "条文理解": "、".join(target.readings),
    }


def _row(figure: IndicatorFigure, audit: Audit | None) -> dict[str, str]:
    row = {
        "种类": KINDS[figure.kind],
        "文件": figure.document,
        "条款": figure.clause,
        "位置": figure.place,
        "指标": figure.indicator,
        "名称": figure.name,
        "写法": figure.shown,
        "数值": figure.shown if figure.value is None else plain(figure.value),
        "限定": figure.qualifier,
        "单位": figure.unit,
        "分母": figure.denominator,
        "人口": figure.population,
        "地区": figure.region,
        "时点或期限": figure.as_at,
        "指标类别": figure.target_kind,
        "强度": figure.strength,
        "原文": figure.quote,
        "自述": figure.claim,
        "条文理解": "、".join(figure.readings),
    }
    if audit is None:
        return row
    row |= {"结果": audit.label, "相差": audit.by, "说明": ";".join(audit.caveats)}
    row["不作比较"] = ";".join(f"{r.figure.indicator}{r.figure.written}:{'、'.join(r.why)}" for r in audit.not_compared)
    if audit.actual is not None:
        row |= {"实际值": audit.actual.written, "实际值时点": audit.actual.as_at}
    if audit.claim is not None:
        row["自述与数字"] = audit.claim.words
    return row
