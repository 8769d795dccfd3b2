"""What must be settled before letters go out: the bureau's own settings, force of documents, readings, figures, reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlencode

from policy_dsl.diagnostics import Faults
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.window.bureau_settings import settings_now
from reasoner.driver.window.cases import Plain
from reasoner.driver.window.ledger_values import standing
from reasoner.driver.window.rules_in_use import name_of, rules_in_use
from reasoner.driver.window.terms import term
from reasoner.model.rule_base import CONTINUATION, DOCUMENT_FORCE

_SOON: Final = 90
"""Days before something expires on which it is told."""


class Point(NamedTuple):
    """Something that must be settled."""

    text: str
    address: str
    """Where it is settled."""
    done: bool = False


class PointGroup(NamedTuple):
    """What must be settled of one kind."""

    title: str
    why: str
    points: tuple[Point, ...]

    @property
    def open(self) -> int:
        """How many are not settled."""
        return sum(not p.done for p in self.points)


def groups(ledger: Plain, day: str) -> list[PointGroup]:
    """Everything that must be settled, by kind."""
    return [
        PointGroup("本单位", "文书的落款、联系人和救济段落从这里来，从不推定。", tuple(_settings())),
        PointGroup(
            "各文件的效力",
            "效力不明或者规划期已届满的，没有有权机关的认定，不据以作出处理。",
            tuple(_force(ledger, day)),
        ),
        PointGroup(
            "由谁认定",
            "文件没有写明由哪一机关认定的，按所采的理解；换一个机关，认定就不能采用。",
            tuple(_organs()),
        ),
        PointGroup("条文理解", "换一种理解会改变结论的，没有确认以前不出具正式文书。", tuple(_readings())),
        PointGroup("规则的法制复核", "结论所据的规则没有复核的，不出具正式文书。", tuple(_reviews())),
        PointGroup(
            "台账的数值",
            "没有确认人、超过两年、已过有效期或者互相矛盾的数值，研判时逐份提示。",
            tuple(_figures(ledger, day)),
        ),
        PointGroup(
            "规则库",
            "有错误的文件不参加研判，其中可能另有规定；改正以前，所涉申请的正式文书不出具。",
            tuple(_rules()),
        ),
    ]


def points(ledger: Plain, day: str) -> list[tuple[str, int, int]]:
    """The same in numbers: title, how many are open, of how many."""
    return [(g.title, g.open, len(g.points)) for g in groups(ledger, day)]


def _settings() -> Iterator[Point]:
    settings = settings_now()
    for name, value in (
        ("经办机构", settings.office), ("地区", settings.region), ("联系人", settings.contact),
        ("联系电话", settings.telephone), ("救济段落（法制核定）", settings.remedies),
    ):  # fmt: skip
        yield Point(f"{name}：{value[:60] if value else '没有写明'}", "/settle/bureau", bool(value))
    if settings.fault:
        yield Point(f"设置文件有错误：{settings.fault}", "/settle/bureau")


def _force(ledger: Plain, day: str) -> Iterator[Point]:
    listed = ledger.get("认定")
    names = rule_base().document_names
    recorded = {
        (str(i.get("事项")), names.get(str(i.get("对象")), str(i.get("对象"))))
        for i in (listed if isinstance(listed, list) else [])
        if isinstance(i, dict)
    }
    for document in rule_base().documents.values():
        if not document.regulates:
            continue
        if document.doubtful:
            done = (DOCUMENT_FORCE, document.id) in recorded
            text = f"《{document.title}》：收到的文本未载明效力期限，须由制定机关确认{'（已登记认定）' if done else ''}"
            yield Point(text, f"/ledger/new?section=认定&name={DOCUMENT_FORCE}&about={document.id}", done)
        elif document.ends and document.ends < day:
            done = (CONTINUATION, document.id) in recorded
            text = f"《{document.title}》：规划期已于{document.ends}届满，是否延续执行须由有权机关认定{'（已登记认定）' if done else ''}"
            yield Point(text, f"/ledger/new?section=认定&name={CONTINUATION}&about={document.id}", done)


def _organs() -> Iterator[Point]:
    for document in rule_base().documents.values():
        for reading in document.readings:
            if reading.determines:
                text = f"《{document.title}》“{'”、“'.join(reading.determines)}”：{reading.used}"
                address = f"/review/reading?{urlencode({'document': document.id, 'name': reading.name})}"
                yield Point(text, address, bool(reading.confirmed_by))


def _readings() -> Iterator[Point]:
    for document in rule_base().documents.values():
        runnable = [r for r in document.readings if r.turns_rules]
        confirmed = sum(bool(r.confirmed_by) for r in runnable)
        if runnable:
            text = f"《{document.title}》：可以试算的{len(runnable)}条，已确认{confirmed}条"
            yield Point(text, f"/review/readings?document={document.id}", confirmed == len(runnable))


def _reviews() -> Iterator[Point]:
    for document in rule_base().documents.values():
        rules = document.norms_in_use
        reviewed = sum(n.reviewed for n in rules)
        if rules:
            text = f"《{document.title}》：规则{len(rules)}条，已复核{reviewed}条"
            yield Point(text, f"/review?document={document.id}", reviewed == len(rules))


def _figures(ledger: Plain, day: str) -> Iterator[Point]:
    try:
        states = Counter(r.state for r in standing(ledger, day).rows)
    except Faults as error:  # terms may have changed since a value was taken in
        yield from (Point(f"台账不能采用：{d.where}：{d.message}", "/ledger") for d in error.diagnostics[:5])
        return
    for state, number in states.most_common():
        if state != "有效":
            yield Point(f"{state}的{number}项", "/ledger")
    if states.get("有效"):
        yield Point(f"有效的{states['有效']}项", "/ledger", done=True)
    if not states:
        yield Point("台账里还没有数值；研判要查询的数值可以先登记，逐份自动采用", "/ledger")


def _rules() -> Iterator[Point]:
    rules = rules_in_use()
    for entry in rules.aside:
        why = f"有{len(entry.faults)}处错误，没有采用：{entry.faults[0].message}" if entry.faults else "没有采用"
        yield Point(f"{name_of(entry)}{why}", "/doc#aside")
    for fault in rules.unread:
        yield Point(f"复核、确认记录没有读出：{fault.message}", "/doc#aside")
    for entry in rules.own:
        if entry.pending_count:
            yield Point(f"{name_of(entry)}：有{entry.pending_count}条还没有写成规则", f"/doc/{entry.document}")
    if not rules.aside and not rules.unread:
        own = f"，本单位{len(rules.own)}份" if rules.folder else ""
        yield Point(f"软件自带的{rules.packaged}份文件{own}都已采用", "/doc#rules", done=True)


def expiring(ledger: Plain, day: str) -> list[str]:
    """What ends soon: periods of documents, values of the ledger."""
    until = (date.fromisoformat(day) + timedelta(days=_SOON)).isoformat()
    lines = [
        f"《{d.title}》规划期{d.ends}届满"
        for d in rule_base().documents.values()
        if d.regulates and d.ends and day <= d.ends <= until
    ]
    try:
        lines += [
            f"台账 {r.about}{r.label} {r.value}：有效期至{r.valid_until}"
            for r in standing(ledger, day).rows
            if r.valid_until and r.valid_until <= until
        ]
    except Faults as error:
        lines += [f"台账不能采用：{d.message}" for d in error.diagnostics[:3]]
    return lines


class WaitingFact(NamedTuple):
    """A fact for which cases wait."""

    provider: str
    """Whom it is asked of, as a heading."""
    name: str
    cases: int
    """How many wait for it."""
    address: str
    """Where it is entered in the ledger."""


def waiting_facts(waits: Iterable[tuple[Iterable[Sequence[str]], int]]) -> list[WaitingFact]:
    """The facts of places for which undecided cases wait, what most wait for first. waits: of cases, and of how many."""
    counted: Counter[tuple[str, ...]] = Counter()
    for entries, number in waits:
        for entry in entries:
            counted[tuple(entry)] += number
    return [WaitingFact(e[0], e[1], number, _entered_at(*e[2:])) for e, number in counted.most_common(20)]


def _entered_at(fact: str = "", about: str = "") -> str:
    """Where a fact is entered in the ledger: a form with its name and place filled in."""
    known = term(fact)
    if known is None:
        return "/ledger/new"
    section = "认定" if known.provider == "有权机关认定" else "指标"
    return f"/ledger/new?{urlencode({'section': section, 'name': fact, 'about': about})}"
