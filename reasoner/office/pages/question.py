"""A fact that a form asks for: where its answer stands in an application, how it is filled, and who has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Fault
from policy_dsl.vocabulary import Term
from reasoner.driver.window.wording import typed
from reasoner.model.verdict import MissingFact, Verdict
from reasoner.office.pages.field import Field, FieldKind, Option, options, with_faults
from reasoner.office.pages.plain_paths import fault_path, text_of

Plain = Mapping[str, object]
UNKNOWN: Final = "不详"
ORIGINS: Final = ("申请材料", "本局台账", "本局查询", "其他部门", "现场核查", "有权机关认定")
_USUAL_ORIGIN: Final = {
    "申请人": "申请材料", "本局": "本局查询", "其他部门": "其他部门", "现场核查": "现场核查", "有权机关认定": "有权机关认定",
}  # fmt: skip
PROVIDERS: Final = {
    "申请人": "申请人", "本局": "本单位", "其他部门": "其他部门", "现场核查": "现场核查", "有权机关认定": "有权机关",
}  # fmt: skip


class Place(StrEnum):
    """Where an answer stands in an application."""

    OWN = "申请"
    FACILITY = "机构"
    INDICATOR = "指标"
    DETERMINATION = "认定"


class Question(NamedTuple):
    """A fact that is asked for."""

    fact: str
    """The fact, by label."""
    of: str
    """Whose it is, as an application names it."""
    place: Place
    """Where its answer stands."""
    term: Term
    """What the vocabulary has of it."""
    period: str = ""
    """The period of which it is asked for; empty: any."""

    @property
    def name(self) -> str:
        """How an address names it."""
        return f"{self.fact}|{self.of}|{self.period}"


def question_of(fact: str, of: str, term: Term, *, determined: bool, period: str = "") -> Question:
    """The question for a fact of somebody."""
    if determined:
        place = Place.DETERMINATION
    elif term.subject == "申请":
        place = Place.OWN
    elif term.subject == "机构":
        place = Place.FACILITY
    else:
        place = Place.INDICATOR
    return Question(fact, of, place, term, period)


def questions_on(
    verdict: Verdict, terms: Mapping[str, Term], titles: Mapping[str, str]
) -> list[tuple[Question, MissingFact]]:
    """What is not known of a verdict, what decides most first. titles: of documents, by id."""
    by_title = {title: identifier for identifier, title in titles.items()}
    return [
        (question_of(m.fact, by_title.get(m.of, m.of), term, determined=_determined(m, term), period=m.period), m)
        for m in verdict.missing
        if (term := terms.get(m.fact)) is not None
    ]


def _determined(missing: MissingFact, term: Term) -> bool:
    return missing.provider == "有权机关认定" and (term.datatype == "boolean" or term.yes_no)


def claims_on(verdict: Verdict, terms: Mapping[str, Term]) -> Iterator[Question]:
    """What was taken as not claimed and may be stated all the same."""
    for assumption in verdict.assumptions:
        term = terms.get(assumption.fact)
        if term is not None and assumption.of not in ("所在镇街",):
            yield question_of(assumption.fact, assumption.of, term, determined=term.provider == "有权机关认定")


# --- answers --------------------------------------------------------------------------------------------------


def fields(
    question: Question, given: Mapping[str, Sequence[str]], faults: Iterable[Fault] = (), path: str = ""
) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
    """The fields of an answer with what was written, and the faults that belong to none. path: where the answer stands."""

    def written(name: str, usual: str = "") -> tuple[str, ...]:
        return tuple(given.get(name, (usual,) if usual else ()))

    made = [_answer_field(question, written("answer"))]
    if question.place is Place.DETERMINATION:
        made += [
            Field("organ", "作出认定的机关", values=written("organ"), hint="全称；没有写机关的，不能据以出具正式文书"),
            Field("as_at", "认定日期", values=written("as_at"), hint="如 2024-02-01"),
            Field("evidence", "认定文件", values=written("evidence"), hint="名称和文号"),
        ]
        if question.term.subject == "文件":
            made += [
                Field("starts", "自", values=written("starts"), hint="认定的期间，如 2023-01-01"),
                Field("ends", "至", values=written("ends"), hint="如 2027-12-31"),
            ]
    else:
        origin = _USUAL_ORIGIN.get(question.term.provider, "")
        when = Field("as_at", "时点", values=written("as_at", question.period), hint="如 2024-03-31、2024-03 或 2023")
        made += [
            *((when,) if question.place is Place.INDICATOR or question.term.datatype in ("count", "ratio") else ()),
            Field("origin", "来源类型", FieldKind.SELECT, options=origin_options(), values=written("origin", origin)),
            Field("source", "来源", values=written("source"), hint="如 住院结算数据、现场核查记录5号"),
            Field("evidence", "依据", values=written("evidence"), hint=typed(question.term.proof)),
        ]
    names = {f"{path}.{key}": name for key, name in _KEYS.items()} | {path: "answer"}
    placed, others = with_faults(made, [_at_path(f) for f in faults], names)
    return placed, others


def _at_path(fault: Fault) -> Fault:
    from msgspec.structs import replace

    return replace(fault, where=fault_path(fault.where))


_KEYS: Final = {
    "数值": "answer", "结论": "answer", "时点": "as_at", "日期": "as_at", "来源": "source", "来源类型": "origin", "依据": "evidence",
    "机关": "organ", "自": "starts", "至": "ends",
}  # fmt: skip


def origin_options() -> tuple[Option, ...]:
    """The kinds of sources, behind none of them."""
    return (Option("", "（不写）"), *(Option(o, o.replace("本局", "本单位")) for o in ORIGINS))


def _answer_field(question: Question, values: tuple[str, ...]) -> Field:
    term = question.term
    hint = typed(term.definition)
    if term.datatype == "boolean" or question.place is Place.DETERMINATION:
        return Field("answer", "答", FieldKind.RADIO, hint, options(("是", "否", UNKNOWN)), values=values)
    if term.multiple and term.values:
        return Field("answer", "答", FieldKind.CHECKS, hint, options((*term.values, "无", UNKNOWN)), values=values)
    if term.values and len(term.values) <= 12:
        return Field("answer", "答", FieldKind.RADIO, hint, options((*term.values, UNKNOWN)), values=values)
    unit = f"单位：{term.unit}。" if term.unit not in ("", "1") else "如 74%。" if term.datatype == "ratio" else ""
    return Field("answer", "答", hint=f"{unit}{hint}查不到的写“{UNKNOWN}”", values=values)


def answered(data: Plain, question: Question, given: Mapping[str, Sequence[str]]) -> tuple[dict[str, object], str]:
    """The application with an answer, and the path where it stands."""
    values = [v.strip() for v in given.get("answer", ()) if v.strip()]
    value: object = (
        (values if len(values) > 1 else values[0] if values else "") if question.term.multiple else "".join(values[:1])
    )

    def one(name: str) -> str:
        return "".join(given.get(name, ())[:1]).strip()

    made = {**data}
    if question.place in (Place.OWN, Place.FACILITY):
        beside = {
            k: one(n)
            for k, n in (("时点", "as_at"), ("来源", "source"), ("来源类型", "origin"), ("依据", "evidence"))
            if one(n)
        }
        stated: object = {"数值": value, **beside} if beside else value
        if question.place is Place.OWN:
            return made | {question.fact: stated}, question.fact
        facility = data.get("机构")
        made["机构"] = {**(facility if isinstance(facility, dict) else {}), question.fact: stated}
        return made, f"机构.{question.fact}"
    if question.place is Place.DETERMINATION:
        organs = [o for o in one("organ").split("、") if o]
        parts = {
            "事项": question.fact, "对象": question.of, "结论": value, "机关": organs if len(organs) > 1 else "".join(organs),
            "日期": one("as_at"), "依据": one("evidence"), "自": one("starts"), "至": one("ends"),
        }  # fmt: skip
        keys = ("事项", "对象")
    else:
        parts = {
            "名称": question.fact, "地区": question.of, "数值": value, "时点": one("as_at"), "来源": one("source"),
            "来源类型": one("origin"), "依据": one("evidence"),
        }  # fmt: skip
        keys = ("名称", "地区")
    item = {k: v for k, v in parts.items() if v or k in ("数值", "结论")}
    section = question.place.value
    before = data.get(section)
    listed = [*before] if isinstance(before, list) else []
    alike = [i for i, x in enumerate(listed) if isinstance(x, dict) and _same(x, item, keys)]
    if alike:
        listed[alike[0]] = item
    else:
        listed.append(item)
    made[section] = listed
    return made, f"{section}.{alike[0] if alike else len(listed) - 1}"


def _same(one: Mapping[str, object], other: Mapping[str, object], keys: Sequence[str]) -> bool:
    """Whether an item speaks of the same fact as another, of the same day or of none."""
    when = "时点" if "地区" in keys else "日期"
    unknown = UNKNOWN in (one.get("数值"), one.get("结论"))
    return all(one.get(k) == other.get(k) for k in keys) and (unknown or one.get(when) == other.get(when))


# --- what is entered ------------------------------------------------------------------------------------------


class Entered(NamedTuple):
    """A fact that is written."""

    path: str
    """Where it stands, so that it can be taken out."""
    name: str
    value: str
    beside: str
    """Its day and source."""


def entered(data: Plain) -> Iterator[Entered]:
    """What is written besides the frame: the facts of the application and its institution, figures and determinations."""
    for key, value in data.items():
        if key not in ("编号", "事项", "日期", "机构", "指标", "认定", "位置"):
            yield _entered(key, key, value)
    facility = data.get("机构")
    for key, value in facility.items() if isinstance(facility, dict) else ():
        if key not in ("名称", "类型", "所在地", "镇街", "统一社会信用代码"):
            yield _entered(f"机构.{key}", str(key), value)
    for section, name, of, value_key, when in (
        ("指标", "名称", "地区", "数值", "时点"),
        ("认定", "事项", "对象", "结论", "日期"),
    ):
        listed = data.get(section)
        for index, item in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(item, dict):
                whose = "" if item.get(of) in ("申请", "机构") else text_of(item.get(of))
                beside = [text_of(item.get(k)) for k in (when, "来源", "机关", "依据") if item.get(k)]
                words = "、".join(x if not x.startswith("[") else "" for x in beside)
                yield Entered(f"{section}.{index}", f"{whose}{item.get(name)}", text_of(item.get(value_key)), words)


def _entered(path: str, name: str, value: object) -> Entered:
    if isinstance(value, dict):
        shown_value = value.get("数值", value.get("结论"))
        beside = "、".join(
            text_of(value[k]) for k in ("时点", "来源", "依据") if value.get(k) and not isinstance(value[k], dict)
        )
        return Entered(path, name, _value(shown_value), beside)
    return Entered(path, name, _value(value), "")


def _value(value: object) -> str:
    return "、".join(map(text_of, value)) if isinstance(value, list) else text_of(value)


def without(data: Plain, path: str) -> dict[str, object]:
    """The application without what stands at a path."""
    head, _, rest = path.partition(".")
    inner = data.get(head)
    if rest and isinstance(inner, list) and rest.isdecimal():
        left = [x for i, x in enumerate(inner) if i != int(rest)]
        return {k: v for k, v in data.items() if k != head} | ({head: left} if left else {})
    if rest and isinstance(inner, dict):
        return {**data, head: {k: v for k, v in inner.items() if k != rest}}
    return {k: v for k, v in data.items() if k != path}


def unknown_stated(data: Plain) -> set[tuple[str, str]]:
    """The facts that were stated to be unknown, each with whose it is; they are not asked for again."""
    stated: set[tuple[str, str]] = set()
    for key, value in data.items():
        if _is_unknown(value):
            stated.add((key, "申请"))
    facility = data.get("机构")
    stated |= {(k, "机构") for k, v in facility.items() if _is_unknown(v)} if isinstance(facility, dict) else set()
    for section, name, of, key in (("指标", "名称", "地区", "数值"), ("认定", "事项", "对象", "结论")):
        listed = data.get(section)
        for item in listed if isinstance(listed, list) else ():
            if isinstance(item, dict) and item.get(key) == UNKNOWN:
                stated.add((text_of(item.get(name)), text_of(item.get(of))))
    return stated


def _is_unknown(value: object) -> bool:
    return value == UNKNOWN or (isinstance(value, dict) and value.get("数值") == UNKNOWN)
