"""The decision beside a verdict: the fields of a file of decisions, as a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple
from urllib.parse import quote

from policy_dsl.diagnostics import Fault
from reasoner.model.kinds import Outcome
from reasoner.model.verdict import Verdict
from reasoner.office.pages.field import Field, FieldKind, Option, options, with_faults
from reasoner.office.pages.plain_paths import text_of

HANDLINGS: Final = (
    Option("不予", "不予"),
    Option("部分", "部分进入后续程序"),
    Option("进入后续程序", "进入后续程序（评估）"),
)
NAMES: Final = ("处理", "张数", "例外", "例外理由", "决定机关", "决定日期", "适用日期", "适用日期理由", "不一致理由")
_WHETHER: Final = ("例外",)


def decision_data(given: Mapping[str, str]) -> dict[str, object]:
    """What a form states, as a file of decisions has it."""
    return {name: text for name in NAMES if (text := given.get(name, "").strip())}


def decision_fields(
    verdict: Verdict, data: Mapping[str, object], faults: Iterable[Fault]
) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
    """The fields with what was written, and the faults that belong to none."""
    presumed = verdict.outcome is Outcome.PRESUMPTIVELY_BARRED

    def values(name: str) -> tuple[str, ...]:
        return (text_of(data[name]),) if name in data else ()

    fields = [
        Field("处理", "处理", FieldKind.RADIO, options=HANDLINGS, required=True, values=values("处理")),
        Field("张数", "准许的床位数", hint="只在部分进入后续程序时写", values=values("张数")),
        Field("例外", "有无应予例外的情形", FieldKind.RADIO, "结论为“原则上”的须写明" if presumed else "", options(("是", "否")), values=values("例外")),
        Field("例外理由", "例外考量的理由", FieldKind.AREA, values=values("例外理由")),
        Field("决定机关", "决定机关", hint="全称", values=values("决定机关")),
        Field("决定日期", "决定日期", hint="如 2024-05-20", values=values("决定日期")),
        Field("适用日期", "适用日期", hint="与研判所用的不同时写", values=values("适用日期")),
        Field("适用日期理由", "适用另一天规定的理由", FieldKind.AREA, values=values("适用日期理由")),
        Field("不一致理由", "决定与研判不一致的理由", FieldKind.AREA, values=values("不一致理由")),
    ]  # fmt: skip
    placed = list(faults)
    return with_faults(fields, [_by_name(f) for f in placed], {n: n for n in NAMES})


def _by_name(fault: Fault) -> Fault:
    from msgspec.structs import replace

    return replace(fault, where=fault.where.rpartition(" · ")[2])


_WAYS: Final = (
    ("法制复核", "/review", "去复核"),
    ("救济", "/settle/bureau", "去写明"),
    ("联系人", "/settle/bureau", "去写明"),
    ("印章", "/settle/bureau", "去写明"),
    ("落款", "/settle/bureau", "去写明"),
    ("条文理解", "/review/readings", "去确认"),
    ("由谁认定", "/review/readings", "去确认"),
    ("由哪一机关作出", "{case}/edit", "去补写"),
    ("适用日期", "{case}#decision", "去写明"),
    ("效力", "/settle", "去登记"),
    ("来源", "{case}/edit", "去补写"),
    ("信用代码", "{case}/edit", "去补写"),
    ("有无应予例外", "{case}#decision", "去决定"),
    ("例外考量", "{case}#decision", "去决定"),
    ("可以容纳的部分", "{case}#decision", "去决定"),
    ("决定", "{case}#decision", "去决定"),
)
"""Where what is open of a letter is settled, by words of what is open; the first that fits."""


class Way(NamedTuple):
    """Where something is settled."""

    address: str
    what: str
    """What is done there."""


class OpenPoint(NamedTuple):
    """Something that is open before a letter may leave."""

    text: str
    ways: tuple[Way, ...]
    """Where it is settled; none: in the letter itself."""


def open_points(faults: Iterable[Fault], case: str, verdict: Verdict | None = None) -> list[OpenPoint]:
    """What is open, with where it is settled. case: the address of the case. verdict: with it, each rule and reading on its own page."""
    return [OpenPoint(f.message, _ways(f.message, case, verdict)) for f in faults]


def _ways(message: str, case: str, verdict: Verdict | None) -> tuple[Way, ...]:
    general = next((Way(a.format(case=case), w) for words, a, w in _WAYS if words in message), None)
    if general is None:
        return ()
    own: tuple[Way, ...] = ()
    if verdict is not None and general.address == "/review":
        rules = dict.fromkeys(r.rule for r in verdict.reasons.rules if r.rule.partition("#")[2] in message)
        own = tuple(Way(f"/review/rule?id={quote(r)}", f"复核“{r.partition('#')[2]}”") for r in rules if "#" in r)
    elif verdict is not None and general.address == "/review/readings":
        read = {
            (r.document, r.reading): r.question for r in (*(verdict.readings or ()), *(verdict.readings_not_run or ()))
        }
        own = tuple(
            Way(f"/review/reading?document={quote(d)}&name={quote(n)}", f"确认“{n}”")
            for (d, n), question in read.items()
            if question in message or n in message.partition("：")[2]
        )
    return own or (general,)
