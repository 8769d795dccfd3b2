"""The page on which rules are written, as data: the official text in pieces, what each clause's rules say, what is left to do."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Fault
from reasoner.driver.window.entry_rules import (
    DECIDING,
    WITH_EFFECT,
    Choices,
    Chosen,
    EditedClause,
    EditedRule,
    EditedRules,
    PlacedFault,
    Shape,
)
from reasoner.driver.window.wording import fault_words
from reasoner.office.pages.field import Field, FieldKind, Option, options, with_faults

MASK: Final = "\u2592"
"""Stands in an official text for a character that is no part of the document."""
_BEYOND: Final = "\uffff"


class Piece(NamedTuple):
    """Some words of the official text."""

    words: str
    state: str
    """taken: a rule or statement takes them up; left: normative words that nothing takes up; empty: neither."""


class TextPart(NamedTuple):
    """A clause of the official text, or what stands between clauses."""

    pieces: tuple[Piece, ...]
    clause: EditedClause | None
    """None: words that no entry of the rules quotes, or white space."""

    @property
    def stray(self) -> bool:
        """Whether these are words of the document that no entry quotes."""
        return self.clause is None and any(p.words.strip().strip(MASK).strip() for p in self.pieces)


def text_parts(text: str, rules: EditedRules) -> tuple[TextPart, ...]:
    """The official text in the order in which it stands."""
    return tuple(_parts(text, rules.clauses)) if rules.read else ()


def _parts(text: str, clauses: Iterable[EditedClause]) -> Iterator[TextPart]:
    at = 0
    for clause in sorted((c for c in clauses if c.start >= 0), key=lambda c: (c.start, c.end)):
        if at < clause.start:
            yield TextPart((Piece(text[at : clause.start], ""),), None)
        if clause.start >= at:
            yield TextPart(tuple(_pieces(text, clause)), clause)
            at = clause.end
    if at < len(text):
        yield TextPart((Piece(text[at:], ""),), None)


def _pieces(text: str, clause: EditedClause) -> Iterator[Piece]:
    edges = sorted({clause.start, clause.end, *(e for r in (*clause.taken, *clause.left) for e in r)})
    for start, end in pairwise(edges):
        # What is left wins: a word that is half in a quotation is not taken up.
        left = any(a <= start and end <= b for a, b in clause.left)
        taken = any(a <= start and end <= b for a, b in clause.taken)
        yield Piece(text[start:end], "left" if left else "taken" if taken else "")


class Meaning(NamedTuple):
    """What the rules of a clause say, and what is left to write."""

    clause: EditedClause
    left: tuple[str, ...]
    """Its normative words and figures that nothing takes up."""
    faults: int
    """How many faults stand in its entry."""

    @property
    def rules(self) -> tuple[EditedRule, ...]:
        """Its rules and statements."""
        return self.clause.rules


def meanings(text: str, rules: EditedRules) -> tuple[Meaning, ...]:
    """The clauses that have rules or statements, that wait for them, or in which something is wrong."""
    faults = sorted(f.start for f in rules.faults if f.line)
    listed: list[Meaning] = []
    for clause in rules.clauses:
        count = bisect_left(faults, clause.end_of_entry) - bisect_left(faults, clause.start_of_entry)
        words = tuple(dict.fromkeys(text[a:b] for a, b in clause.left))
        if clause.rules or clause.pending or words or count:
            listed.append(Meaning(clause, words, count))
    return tuple(listed)


class Counts(NamedTuple):
    """How far the rules are."""

    faults: int
    pending: int
    """Clauses of which something is still to be written."""
    proposed: int
    """Rules that nobody has accepted yet."""
    words: int
    """Normative words and figures that nothing takes up."""
    rules: int
    clauses: int


def counts(rules: EditedRules) -> Counts:
    """How far the rules are, in numbers."""
    items = [r for c in rules.clauses for r in c.rules if not r.alternative_of]
    return Counts(
        faults=len(rules.faults),
        pending=len(rules.pending),
        proposed=sum(r.proposed for r in items),
        words=sum(len(c.left) for c in rules.clauses),
        rules=sum(bool(r.text) for r in items),
        clauses=len(rules.clauses),
    )


MOST_LISTED: Final = 200
"""Faults that a page lists; who has more mends these first."""


class Mark(NamedTuple):
    """A fault as the editor marks it: a range of the text in the units in which scripts count."""

    start: int
    end: int
    title: str
    more: tuple[str, ...]
    """What is allowed, and what to try."""
    code: str


def marks(text: str, faults: Iterable[PlacedFault]) -> tuple[Mark, ...]:
    """The faults that stand in the rules. Scripts count a character beyond the first plane twice."""
    beyond = any(c > _BEYOND for c in text)

    def offset(at: int) -> int:
        return at + sum(c > _BEYOND for c in text[:at]) if beyond else at

    listed = []
    for placed in islice((f for f in faults if f.line), MOST_LISTED):
        fault = placed.fault
        more = [fault_words(t) for t in (fault.allowed_words(), fault.hint and f"建议:{fault.hint}") if t]
        listed.append(
            Mark(offset(placed.start), offset(placed.end), fault_words(fault.message), tuple(more), fault.code)
        )
    return tuple(listed)


# --- a rule by a form -------------------------------------------------------------------------------------------

_SHAPES: Final = {
    Shape.FIGURE: "指标低于、高于某数的，……", Shape.EXISTENCE: "有、尚无某项的，……", Shape.SITUATION: "符合某项情形、认定的，……",
    Shape.SEVERAL: "几项情形都有、有其一的，……", Shape.EXEMPTION: "不受本文件、某几条限制（豁免）",
    Shape.CAP: "数量不超过某数（上限）", Shape.REQUIREMENT: "申请的机构须具备条件（要件）", Shape.PLAIN: "不附条件的规定", Shape.DUTY: "义务（不决定申请）",
    Shape.PENDING: "还写不出来：待写", Shape.WAIVER: "这个词没有规范意义：不计", Shape.WHOLE: "本条写全了：删去“待写”",
}  # fmt: skip
_PREFIX: Final = "f_"


class RuleForm(NamedTuple):
    """The form for a clause."""

    choices: Choices
    shape: str
    """The shape that is chosen; empty: its words fit none."""
    shapes: tuple[Option, ...]
    fields: tuple[Field, ...]
    faults: tuple[Fault, ...]
    """What is wrong and belongs to no field."""


def rule_form(
    offered: Choices, shape: str, given: Callable[[str], list[str]], faults: Iterable[Fault] = ()
) -> RuleForm:
    """The form for what the words of a clause let be chosen. given: what was written under a field name."""
    shapes = tuple(Option(s.value, _SHAPES[s]) for s in offered.shapes)
    known = shape if shape in offered.shapes else offered.shapes[0].value
    fields = [f._replace(values=tuple(given(f.name)) or f.values) for f in _fields(offered, Shape(known))]
    names = {f.name.removeprefix(_PREFIX): f.name for f in fields}
    placed, others = with_faults(fields, faults, names)
    return RuleForm(offered, known, shapes, placed, others)


def _fields(offered: Choices, shape: Shape) -> Iterator[Field]:
    deciding = shape in DECIDING
    if deciding or shape is Shape.DUTY:
        yield Field(_PREFIX + "name", "规则的名称", hint="几个字，如 低使用率区域不新增床位", required=True)
    if deciding or shape is Shape.PENDING:
        all_of = "" if deciding else "不选的，可能及于全部事项"
        matters = offered.matters if deciding else offered.unwritten_matters
        yield _checks("matters", "事项", matters, hint=all_of, required=deciding)
    if deciding and offered.kinds:
        yield _checks("kinds", "只及于这几类机构", offered.kinds, hint="原文不限机构的，不选")
    if shape is Shape.FIGURE:
        yield _select("figure", "指标", offered.figures)
        yield _select("comparison", "比较和数", offered.comparisons, hint="取自原文")
    if shape in (Shape.SEVERAL, Shape.EXEMPTION) and (offered.conditions or shape is Shape.SEVERAL):
        yield _checks(
            "conditions",
            "情形",
            offered.conditions,
            hint="“非”是不这样的；同一事物的几个取值（几个地区、几级项目）是其中之一；原文只说一项的，选一项",
        )
        yield _choice("join", "几项怎样合起来", (("且", "都有"), ("或", "有其中一项")))
    if shape is Shape.EXEMPTION and offered.freed:
        not_single = "；不受整份文件限制的，不选" if offered.exempting else ""
        yield _checks("clauses", "不受哪几条限制", offered.freed, hint=f"取自原文所指的条{not_single}")
    if shape is Shape.EXISTENCE:
        yield _select("existence", "有无", offered.existences)
    if shape is Shape.SITUATION:
        yield _select("situation", "情形", offered.situations, hint="由谁认定、谁提供，研判时问")
    if shape is Shape.CAP:
        hint = "现有的和本次申请的都算在内；“加”出自解释的，在下面选那一条解释"
        yield _select("cap", "上限", offered.caps, hint=hint)
    if shape is Shape.REQUIREMENT:
        yield _checks("musts", "须具备", offered.musts, hint="都要具备的，都选", required=True)
    if deciding and shape is not Shape.EXEMPTION and offered.scopes:
        yield _checks("scopes", "还只及于这样的", offered.scopes, hint="如床位类别、已定点的服务；原文不限的，不选")
    if shape in WITH_EFFECT:
        yield _select("effect", "结果", offered.effects, hint="原文的用词所表示的结果")
    if deciding or shape is Shape.DUTY:
        hint = "只出自本条一部分文字的，逐字引出那一部分，不相连的各写一行；出自整条的，不填"
        yield Field(_PREFIX + "words", "所据的文字", FieldKind.AREA, hint=hint)
    if deciding and offered.readings:
        yield _checks("readings", "依靠的解释", offered.readings, hint="已登记的条文理解；不依靠的，不选")
    if shape is Shape.DUTY:
        yield _select("bearer", "由谁做", offered.bearers, empty="原文没有写明，或者没有收录")
        yield _select("force", "强度", offered.forces, empty="没有应、要、可这样的词")
    if shape is Shape.WAIVER:
        yield _select("words", "哪个词", offered.waivable)
    if shape in (Shape.PENDING, Shape.WAIVER):
        yield Field(_PREFIX + "reason", "理由", required=True)
    if offered.pending and shape not in (Shape.PENDING, Shape.WAIVER, Shape.WHOLE):
        whole = (Option("yes", "写完这一条，本条就写全了，删去“待写”"),)
        yield Field(_PREFIX + "whole", "写全了没有", FieldKind.CHECKS, options=whole)


def _checks(name: str, label: str, values: tuple[str, ...], *, hint: str = "", required: bool = False) -> Field:
    chosen = values if len(values) == 1 and required else ()
    return Field(_PREFIX + name, label, FieldKind.CHECKS, hint, options(values), required=required, values=chosen)


def _select(name: str, label: str, values: tuple[str, ...], *, hint: str = "", empty: str | None = None) -> Field:
    return Field(_PREFIX + name, label, FieldKind.SELECT, hint, options(values, empty), required=empty is None)


def _choice(name: str, label: str, named: Iterable[tuple[str, str]]) -> Field:
    listed = tuple(Option(value, words) for value, words in named)
    return Field(_PREFIX + name, label, FieldKind.SELECT, options=listed, values=(listed[0].value,))


def chosen_in(shape: str, given: Callable[[str], list[str]]) -> Chosen:
    """What was chosen and written in the form."""

    def one(name: str) -> str:
        return next(iter(given(_PREFIX + name)), "").strip()

    return Chosen(
        shape=shape, name=one("name"), figure=one("figure"), comparison=one("comparison"), existence=one("existence"), situation=one("situation"),
        matters=tuple(given(_PREFIX + "matters")), kinds=tuple(given(_PREFIX + "kinds")), effect=one("effect"), words=one("words"),
        cap=one("cap"), musts=tuple(given(_PREFIX + "musts")), conditions=tuple(given(_PREFIX + "conditions")), join=one("join") or "且",
        scopes=tuple(given(_PREFIX + "scopes")), clauses=tuple(given(_PREFIX + "clauses")), readings=tuple(given(_PREFIX + "readings")),
        bearer=one("bearer"), force=one("force"), reason=one("reason"), whole=one("whole") == "yes",
    )  # fmt: skip
