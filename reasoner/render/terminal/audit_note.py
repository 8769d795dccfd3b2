"""What an audit says, as staff read it: integrity, completeness and verdicts, each for itself."""

from __future__ import annotations

from collections.abc import Iterable

from reasoner.record.audit import AuditReport
from reasoner.record.chain_check import LineFault
from reasoner.record.package_check import PackageReport
from reasoner.render.terminal.layout import Style, Tint

_LISTED = 50
"""So many faults of a kind are listed on the screen; JSON has more."""


def _derived(report: PackageReport) -> str:
    """What is to be said of the verdicts of a package of which none is false."""
    if not report.verdicts:
        return "包里没有一次研判读得出来,一次也没有重新推导,不能判断"
    if not report.not_derived:
        return f"{report.verdicts}次都由包内的规则库重新推导,两遍的结果都与所记相同"
    if report.not_derived == report.verdicts:
        return f"{report.verdicts}次都由别的版本作出,一次也没有重新推导,不能判断"
    derived = report.verdicts - report.not_derived
    return f"{derived}次由包内的规则库重新推导,两遍的结果都与所记相同;另有{report.not_derived}次由别的版本作出,没有推导"


def _after(number: int) -> str:
    """What the heads at hand cannot say: whether what was recorded after the last of them is whole. number: how many entries."""
    since = f"以后另有{number}条" if number else "以后没有记录"
    return f"最后一份存根{since}:末尾有没有被截去、存根以后的有没有全部重写,要有更新的存根才能判断"


def audit_text(report: AuditReport, style: Style) -> str:
    """The audit of a record."""
    days = f",{report.first_at[:10]}至{report.last_at[:10]}" if report.first_at else ""
    lines = style.lines(f"记录 {report.record[:12] or '(没有编号)'} 共{report.entries}条{days}")
    whole = report.integrity
    good = "完好:每条的内容与校验码相符,前后相接,次序不乱"
    lines += _verdict(style, "完整性", whole.holds, good, f"有{whole.count}处不符", whole.faults, whole.count)
    complete = report.completeness
    if complete.holds is None:
        lines += style.lines(
            "齐全:没有存根,不能判断。记录自己证明不了末尾没有被截去,也证明不了没有从头重写;用 --head 指定以前导出的存根",
            0,
            2,
        )
    else:
        lines += [_mark(style, complete.holds, f"齐全:{'到存根为止与存根一致' if complete.holds else '与存根不符'}")]
        for head in complete.heads:
            text = f"{head.file}({head.day},{head.size}条):{head.message}"
            lines += style.lines(text, 2, 4)
        if complete.holds:
            lines += style.lines(_after(report.entries - max(head.size for head in complete.heads)), 2, 4)
    lines += _of_verdicts(report, style)
    if report.notes:
        lines += style.lines(f"需要知道的{len(report.notes)}处:")
        lines += _listed(style, report.notes, len(report.notes))
    if report.head is not None:
        lines += style.lines(f"现在的树根:{report.head.root}", 0, 2)
    return "\n".join(lines) + "\n"


def _of_verdicts(report: AuditReport, style: Style) -> list[str]:
    """What became of the verdicts; that nothing is false is said of those alone that were derived."""
    verdicts, unread = report.verdicts, report.integrity.unread
    derived = verdicts.verdicts - verdicts.not_derived
    lost = f"有{unread}行读不出来,其中有没有研判、研判对不对,都没有推导,不能判断"
    if not verdicts.count and not verdicts.verdicts:
        return style.lines(
            f"研判:一份也没有重新推导。{lost}" if unread else "研判:记录里没有研判,没有要重新推导的", 0, 2
        )
    if not verdicts.count and not derived:
        lines = style.lines(f"研判:{verdicts.verdicts}份都由别的版本作出,一份也没有重新推导,不能判断", 0, 2)
    elif verdicts.holds is None:
        lines = style.lines(f"研判:{verdicts.verdicts}份,这次没有重新推导")
    else:
        good = f"{derived}份都由当时的规则库重新推导,核对程序和再次研判的结果都与所记相同"
        bad = f"有{verdicts.count}条不符"
        lines = _verdict(style, "研判", verdicts.holds, good, bad, verdicts.faults, verdicts.count)
        if verdicts.not_derived:
            lines += style.lines(f"另有{verdicts.not_derived}份由别的版本作出,没有推导", 2, 4)
    return lines + (style.lines(lost, 2, 4) if unread else [])


def package_text(report: PackageReport, style: Style) -> str:
    """The check of an archive package."""
    lines = style.lines(
        f"档案包:申请 {report.application}。记录 {report.record[:12]} 共{report.size}条,本案{report.entries}条,研判{report.verdicts}次"
    )
    parts = (
        ("文件", report.files, "都与清单的校验码相符"),
        ("记录", report.lines, "各行与自己的校验码相符,都在存根所说的记录之中"),
        ("研判", report.derivations, _derived(report)),
        ("文书", report.letters, "都是记录在案的原件"),
    )
    for name, faults, good in parts:
        text = f"{name}:{good if not faults else f'有{len(faults)}处不符'}"
        unproved = name == "研判" and not faults and report.verdicts == report.not_derived
        lines.append(text if unproved else _mark(style, not faults, text))
        lines += style.each(faults[:_LISTED], 2, 4)
    for head in report.heads:
        text = f"存根 {head.file}({head.day},{head.size}条):{head.message}"
        lines += [_mark(style, head.holds, line) for line in style.lines(text, 0, 2)]
    if not report.heads:
        lines += style.lines("存根:没有指定留存的存根,不能判断记录后来是否重写;用 --head 指定", 0, 2)
    if report.notes:
        lines += [*style.lines("需要知道的:"), *style.each(report.notes[:_LISTED], 2, 4)]
    return "\n".join(lines) + "\n"


def _verdict(
    style: Style, name: str, holds: bool, good: str, bad: str, faults: Iterable[LineFault], count: int
) -> list[str]:
    return [_mark(style, holds, f"{name}:{good if holds else bad}"), *_listed(style, faults, count)]


def _mark(style: Style, holds: bool, text: str) -> str:
    return style.tinted(text, Tint.GREEN if holds else Tint.RED)


def _listed(style: Style, faults: Iterable[LineFault], count: int) -> list[str]:
    listed = [*faults][:_LISTED]
    lines = style.each(
        (f"第{f.line}行{f'(第{f.n}条)' if f.n not in (0, f.line) else ''}:{f.message}" for f in listed), 2, 4
    )
    return [*lines, *(style.lines(f"其余{count - len(listed)}处见 --json", 2) if count > len(listed) else [])]
