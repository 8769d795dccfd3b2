"""What of a decision contradicts the record: the verdict, the application, and whose the decision is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from policy_dsl.diagnostics import EXAMPLES, Diagnostic, nearest
from policy_dsl.vocabulary import Vocabulary
from reasoner.explain import facility_fact
from reasoner.explain.what_to_do import rooms
from reasoner.letters.decision import Decision, Handling
from reasoner.letters.letter_types import BARRING
from reasoner.letters.signing_organs import competent
from reasoner.model.kinds import Outcome, Role
from reasoner.model.verdict import Verdict

_BEDS: Final = "床位数"


def objections_to(
    decisions: Sequence[Decision], verdicts: Sequence[Verdict], vocabulary: Vocabulary, name: str
) -> list[Diagnostic]:
    """Every contradiction between decisions and verdicts (T121 to T128); empty: there is none."""
    by_number: dict[str, Verdict] = {}
    faults = []
    for verdict in verdicts:
        if verdict.application in by_number and any(verdict.application == d.application for d in decisions):
            message = "申请文件里有几份申请用这个编号,不知道决定的是哪一份"
            faults.append(Diagnostic("T121", f"{name} · {verdict.application}", message, hint="改正申请的编号"))
        by_number.setdefault(verdict.application, verdict)
    decided = {d.application: d for d in decisions}
    for decision in decisions:
        where = f"{name} · {decision.application}"
        verdict_of = by_number.get(decision.application)
        if verdict_of is None:
            faults.append(_absent(where, decision.application, by_number))
            continue
        faults += of_verdict(decision, verdict_of, vocabulary, where)
        faults += _joined(decision, verdict_of, by_number, decided, where)
    return faults


def of_verdict(decision: Decision, verdict: Verdict, vocabulary: Vocabulary, where: str) -> Iterator[Diagnostic]:
    """What contradicts the verdict on the same application."""
    yield from _handling(decision, verdict, where)
    yield from _exception(decision, verdict, where)
    yield from _beds(decision, verdict, where)
    yield from _days(decision, verdict, where)
    organs = competent(verdict, vocabulary)
    if decision.organ and organs is not None and decision.organ not in organs.names(vocabulary):
        message = f"「{decision.organ}」对{verdict.matter}没有决定权限:{organs.why}"
        yield Diagnostic(
            "T125",
            f"{where} · 决定机关",
            message,
            f"{EXAMPLES}{'、'.join(organs.full_names)}",
            "写作出决定的机关的全称",
        )


def _absent(where: str, application: str, known: Mapping[str, Verdict]) -> Diagnostic:
    near = nearest(application, known)
    hint = f"是否要写 {near[0]}?" if near else ""
    return Diagnostic("T121", where, "申请文件里没有这个编号", "、".join([*known][:10]), hint)


def _handling(decision: Decision, verdict: Verdict, where: str) -> Iterator[Diagnostic]:
    bars = verdict.outcome in BARRING
    if decision.handling is Handling.REFUSED and not bars and not decision.reason:
        message = f"决定不予,而研判结论为「{verdict.label}」,没有不予的依据,也没有写明不一致的理由"
        yield Diagnostic("T122", f"{where} · 处理", message, hint="改正处理,或者写 不一致理由")
    excepted = verdict.outcome is Outcome.PRESUMPTIVELY_BARRED and decision.exception is True
    if decision.handling is not Handling.REFUSED and verdict.outcome is not Outcome.PRESUMPTIVELY_BARRED:
        if bars and not decision.reason:
            message = f"决定{decision.handling},而研判结论为「{verdict.label}」,没有写明不一致的理由"
            yield Diagnostic("T122", f"{where} · 处理", message, hint="改正处理,或者写 不一致理由")
    elif decision.handling is Handling.PROCEEDS and not excepted:
        message = "所据规定为原则性规定,决定进入后续程序而没有写明个案例外"
        yield Diagnostic("T122", f"{where} · 处理", message, hint="作为例外处理的,写 例外:是 和 例外理由")


def _exception(decision: Decision, verdict: Verdict, where: str) -> Iterator[Diagnostic]:
    if decision.exception and not decision.exception_reason:
        yield Diagnostic("T123", f"{where} · 例外", "作为个案例外处理,没有写明理由", hint="写 例外理由")
    if decision.exception and verdict.outcome is not Outcome.PRESUMPTIVELY_BARRED:
        message = f"研判结论为「{verdict.label}」,所据规定没有写“原则上”,没有个案例外"
        yield Diagnostic("T123", f"{where} · 例外", message, hint="删去 例外;与研判不一致的,写 不一致理由")
    if decision.exception and decision.handling is Handling.REFUSED:
        yield Diagnostic("T123", f"{where} · 例外", "作为个案例外处理,又决定不予", hint="改正 例外 或者 处理")


def beds_asked(verdict: Verdict) -> int | None:
    """How many beds are applied for; None: not said, or it is no matter of beds."""
    values = [g.value for g in verdict.given if g.subject == "申请" and g.fact == _BEDS and g.value is not None]
    text = str(values[-1]) if values else ""
    return int(text) if text.isdecimal() else None


def _beds(decision: Decision, verdict: Verdict, where: str) -> Iterator[Diagnostic]:
    requested, at = beds_asked(verdict), f"{where} · 张数"
    if decision.handling is not Handling.PART:
        if decision.beds:
            yield Diagnostic("T124", at, f"决定{decision.handling},不能又写张数", hint="只同意一部分的,处理 写 部分")
    elif requested is None:
        yield Diagnostic("T124", at, "申请没有写明床位数,不能只处理其中一部分", hint="改正处理,或者补写申请的床位数")
    elif not 0 < decision.beds < requested:
        message = f"申请{requested}张,决定{decision.beds}张;一部分应多于零张、少于申请的张数"
        yield Diagnostic("T124", at, message, f"1 至 {requested - 1}")
    elif (free := _room_left(verdict)) is not None and decision.beds > free and not decision.exception:
        most = min(free, requested - 1)
        message = f"决定{decision.beds}张,按所据规定" + (f"只能容纳{free}张" if free > 0 else "已没有可以新增的床位")
        allowed = f"1 至 {most}" if most > 0 else "处理 写 不予"
        yield Diagnostic("T124", at, f"{message},没有写明个案例外", allowed, "作为例外处理的,写 例外:是 和 例外理由")


def _room_left(verdict: Verdict) -> int | None:
    """How many beds the strictest of the caps that keep the application out leaves; None: no cap does."""
    keeping_out = {c.rule for c in verdict.citations if c.role in (Role.DECISIVE, Role.SUPPORTING)}
    left = [free for rule in verdict.reasons.rules if rule.rule in keeping_out for _, free in rooms(rule)]
    return min(left, default=None)


def _days(decision: Decision, verdict: Verdict, where: str) -> Iterator[Diagnostic]:
    if decision.day and verdict.received and decision.day < verdict.received:
        message = f"决定日期{decision.day}早于收到申请之日{verdict.received}"
        yield Diagnostic("T126", f"{where} · 决定日期", message)
    if decision.law_day and decision.law_day != verdict.as_of:
        message = f"决定适用{decision.law_day}有效的规定,研判依据的是{verdict.as_of}有效的规定"
        yield Diagnostic("T127", f"{where} · 适用日期", message, hint=f"加 --as-of {decision.law_day} 重新研判")
    if verdict.received and verdict.as_of != verdict.received and not decision.law_day_reason:
        message = f"适用{verdict.as_of}有效的规定,不是收到申请之日({verdict.received}),没有写明理由"
        yield Diagnostic("T127", f"{where} · 适用日期理由", message, hint="写 适用日期理由")


def _joined(
    decision: Decision, verdict: Verdict, verdicts: Mapping[str, Verdict], decided: Mapping[str, Decision], where: str
) -> Iterator[Diagnostic]:
    at = f"{where} · 同件"
    for number in decision.joined:
        other = verdicts.get(number)
        if other is None:
            yield _absent(at, number, verdicts)
        elif number == decision.application:
            yield Diagnostic("T128", at, f"{number}就是这项决定本身的编号")
        elif number not in decided:
            yield Diagnostic("T128", at, f"{number}没有决定", hint="同一文书里的各项申请要各写一项决定")
        elif decided[number].joined:
            yield Diagnostic("T128", at, f"{number}自己又写了同件", hint="只在一项决定里列出其余编号")
        else:
            for what, one, two in (
                ("收到申请之日", verdict.received, other.received),
                ("机构名称", facility_fact(verdict, "名称"), facility_fact(other, "名称")),
                (
                    "统一社会信用代码",
                    facility_fact(verdict, "统一社会信用代码"),
                    facility_fact(other, "统一社会信用代码"),
                ),
                ("适用日期", verdict.as_of, other.as_of),
            ):
                if one != two:
                    message = (
                        f"{decision.application}和{number}的{what}不同({one or '未写'};{two or '未写'}),不是同一件"
                    )
                    yield Diagnostic("T128", at, message)
