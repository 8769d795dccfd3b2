"""The forms of a case (案件): one for each step that is open, with what was typed and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.diagnostics import Fault
from reasoner.casework.case_steps import CaseStep, NeedKind, StepRule
from reasoner.casework.hand_over import REASON, TO, Receiver
from reasoner.office.pages.decision_form import HANDLINGS
from reasoner.office.pages.field import Field, FieldKind, Option, options, with_faults
from reasoner.office.pages.plain_paths import text_of

DAY: Final = "办理日期"
PROPOSED: Final = ("处理", "张数", "例外", "例外理由", "决定机关", "不一致理由")
"""What is proposed on one matter."""
ORIGINS: Final = ("申请材料", "本单位查询", "其他部门", "现场核查", "有权机关认定")
"""From whom a paper comes, as pages call the 来源类型 of CONTRACT §1."""
_OWN: Final = frozenset({CaseStep.JUDGE, CaseStep.ATTACH, CaseStep.HAND_OVER})
"""Steps with a form of their own, or none."""
_KINDS: Final = {NeedKind.AREA: FieldKind.AREA, NeedKind.CHOICE: FieldKind.SELECT}


class StepForm(NamedTuple):
    """The form of a step."""

    step: str
    fields: tuple[Field, ...]
    faults: tuple[Fault, ...]
    """What is wrong with it and belongs to no field."""
    open: bool
    """Whether it was sent and is to be mended."""


class ProposedMatter(NamedTuple):
    """A matter on which something is proposed."""

    number: int
    name: str
    """The matter and the number of its application."""
    of_beds: bool
    in_principle: bool
    """Whether a provision in principle (原则上) decides."""
    before: Mapping[str, object]
    """What was proposed before."""


def step_forms(
    rules: Iterable[StepRule],
    matters: Sequence[ProposedMatter],
    step: str,
    typed: Mapping[str, str],
    faults: Sequence[Fault],
    today: str,
) -> list[StepForm]:
    """The forms of the steps that are open. step: the one that was sent; typed: what stood in it; faults: of it."""
    forms = []
    for rule in rules:
        if rule.step in _OWN:
            continue
        own = typed if rule.step.value == step else {}
        fields = [Field(DAY, DAY, values=(own.get(DAY, today),), required=True, hint="如 2026-05-20")]
        if rule.step is CaseStep.PROPOSE:
            fields += [f for m in matters for f in proposal_fields(m, own)]
        fields += [
            Field(
                n.name, n.name, _KINDS.get(n.kind, FieldKind.TEXT), n.hint, options(n.choices, "（请选择）") if n.choices else (),
                required=n.required, values=(own[n.name],) if own.get(n.name) else (),
            )
            for n in rule.needs
        ]  # fmt: skip
        placed = [_named(f) for f in faults] if rule.step.value == step else []
        filled, others = with_faults(fields, placed, {f.name: f.name for f in fields})
        forms.append(StepForm(rule.step.value, filled, others, rule.step.value == step))
    return forms


def _named(fault: Fault) -> Fault:
    """A fault at the field of its step; of a matter, at that of the matter."""
    parts = fault.where.split(" · ")
    name = f"{parts[-2]}-{parts[-1]}" if len(parts) > 2 and parts[-2].isdecimal() else parts[-1]
    return replace(fault, where=name)


def proposal_fields(matter: ProposedMatter, typed: Mapping[str, str]) -> list[Field]:
    """The fields of what is proposed on a matter."""

    def field(name: str, label: str, kind: FieldKind = FieldKind.TEXT, hint: str = "") -> Field:
        key = f"{matter.number}-{name}"
        value = typed.get(key, text_of(matter.before.get(name, "")))
        choices = HANDLINGS if name == "处理" else options(("是", "否")) if name == "例外" else ()
        return Field(
            key,
            f"{matter.name}：{label}",
            kind,
            hint,
            choices,
            required=name == "处理",
            values=(value,) if value else (),
        )

    asked_for = "规定写“原则上”，有没有应予例外的情形都要写明" if matter.in_principle else "规定没有写“原则上”的，不写"
    fields = [field("处理", "拟怎样处理", FieldKind.RADIO)]
    if matter.of_beds:
        fields.append(field("张数", "准许的床位数", hint="只在部分进入后续程序时写"))
    if matter.in_principle:
        fields.append(field("例外", "有无应予例外的情形", FieldKind.RADIO, asked_for))
        fields.append(field("例外理由", "例外考量的理由", FieldKind.AREA))
    fields.append(field("不一致理由", "与研判不一致的理由", FieldKind.AREA, "一致的不写"))
    fields.append(field("决定机关", "决定机关", hint="全称"))
    return fields


def proposal_names(matters: Iterable[ProposedMatter]) -> frozenset[str]:
    """The fields in which matters are proposed."""
    return frozenset(f"{m.number}-{n}" for m in matters for n in PROPOSED)


def proposals_of(typed: Mapping[str, str], matters: Iterable[ProposedMatter]) -> dict[int, dict[str, str]]:
    """What a form proposes, by matter."""
    return {m.number: {n: text for n in PROPOSED if (text := typed.get(f"{m.number}-{n}", ""))} for m in matters}


def receipt_fields(
    typed: Mapping[str, str], faults: Sequence[Fault], again: bool
) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
    """The fields of 收件. again: whether there are cases of the same institution on the same matter."""

    def value(name: str) -> tuple[str, ...]:
        return (typed[name],) if typed.get(name) else ()

    fields = [
        Field(
            "收到日期", "收到日期", hint="如 2026-05-20；与申请写明的日期相同", required=True, values=value("收到日期")
        ),
        Field("递交人", "递交人", values=value("递交人"), hint="写姓名或者单位，不写电话和身份证号"),
        Field("收到的材料", "收到的材料", FieldKind.AREA, "每行一种，印在收件回执上", values=value("收到的材料")),
        Field("评审批次", "评审批次", hint="没有批次的不写", values=value("评审批次")),
    ]
    if again:
        why = "同一机构就同一事项已有案件，写明为什么再次收件"
        name = "再次收件的理由"
        fields.append(Field(name, name, FieldKind.AREA, why, required=True, values=value(name)))
    return with_faults(fields, [_named(f) for f in faults], {f.name: f.name for f in fields})


def attachment_fields(
    typed: Mapping[str, str], facts: Sequence[str], faults: Sequence[Fault]
) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
    """The fields of a photograph or a scan. facts: what it may show."""

    def value(name: str) -> tuple[str, ...]:
        return (typed[name],) if typed.get(name) else ()

    fields = [
        Field("题名", "题名", hint="如 现场照片（北门）", required=True, values=value("题名")),
        Field(
            "来源类型",
            "来源类型",
            FieldKind.SELECT,
            options=options(ORIGINS, "（请选择）"),
            required=True,
            values=value("来源类型"),
        ),
        Field("提供人", "提供人或者拍摄人", values=value("提供人")),
        Field(
            "证明",
            "证明的事实",
            hint="选申请写明的事实的，编号和页写进这一事实的依据",
            choices=tuple(facts),
            values=value("证明"),
        ),
        Field("页", "见第几页", hint="如 2", values=value("页")),
        Field("页数", "共几页", hint="没有数过的不写", values=value("页数")),
    ]
    return with_faults(fields, [_named(f) for f in faults], {f.name: f.name for f in fields})


def hand_over_fields(
    offered: Sequence[Receiver], typed: Mapping[str, str], faults: Sequence[Fault]
) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
    """The fields by which a case is handed over. offered: to whom it may go."""
    chosen, reason = typed.get(TO, ""), typed.get(REASON, "")
    people = (Option("", "（请选择）"), *(Option(str(r.account), r.name) for r in offered))
    fields = [
        Field(TO, TO, FieldKind.SELECT, options=people, required=True, values=(chosen,) if chosen else ()),
        Field(REASON, REASON, FieldKind.AREA, "如 岗位调整", required=True, values=(reason,) if reason else ()),
    ]
    return with_faults(fields, [_named(f) for f in faults], {f.name: f.name for f in fields})


def law_day_fields(
    days: Sequence[tuple[str, str]], typed: Mapping[str, str], faults: Sequence[Fault]
) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
    """The fields by which the day is chosen whose law applies. days: each with what it is called."""
    chosen = typed.get("适用日期", "")
    reason = typed.get("适用日期理由", "")
    fields = [
        Field(
            "适用日期",
            "适用哪一天的规定",
            FieldKind.RADIO,
            options=tuple(Option(d, n) for n, d in days),
            required=True,
            values=(chosen,) if chosen else (),
        ),
        Field("适用日期理由", "选择这一天的理由", FieldKind.AREA, required=True, values=(reason,) if reason else ()),
    ]
    return with_faults(fields, [_named(f) for f in faults], {f.name: f.name for f in fields})
