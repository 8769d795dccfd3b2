"""Names to terms, and conditions to typed IR: every name is known, every comparison is of like with like.

Ratios are lowered here (a 除以 b 不超过 k becomes a > k·b, negated by the cap), so the IR needs no division.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Final

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.diagnostics import Diagnostic, nearest
from policy_dsl.lowering.units import PURE, Literal, Unit, fact_unit, fits, read_literal
from policy_dsl.numerals import canonical_period, percent, plain
from policy_dsl.source_text import Source, Span
from policy_dsl.syntax import ast
from policy_dsl.texts.numeral_words import numerals
from policy_dsl.texts.period_words import first_day, last_day
from policy_dsl.vocabulary import Term, Vocabulary

OPERATORS: Final[dict[str, ir.Operator]] = {
    "低于": "lt",
    "高于": "gt",
    "不超过": "le",
    "不低于": "ge",
    "达到": "ge",
}
_REGION_ROLES = ("全市", "本统筹区", "本区县", "所在医保管理区域")
_SUBJECT_OF_ROLE = {"机构": "机构", "申请": "申请", "所在镇街": "镇街"} | dict.fromkeys(_REGION_ROLES, "地区")


@dataclass
class Resolver:
    """Looks names up for one document and collects what it cannot resolve. `region` is the document's region code."""

    source: Source
    vocabulary: Vocabulary
    region: str
    defined: frozenset[str] = frozenset()
    """Names that the document itself defines."""
    faults: list[Diagnostic] = field(default_factory=list)

    def fault(self, code: str, span: Span, message: str, allowed: str = "", hint: str = "") -> None:
        """Record a fault under a caret."""
        where = self.source.where(span.start)
        self.faults.append(Diagnostic(code, where, message, allowed, hint, self.source.excerpt(span)))

    def unknown(self, name: ast.Name, what: str, known: Iterable[str]) -> None:
        """Record that a name is not known, with the nearest known one."""
        near = nearest(name.text, known)
        self.fault("L201", name.span, f"不认识的{what}「{name.text}」", hint=f"是否指「{near[0]}」?" if near else "")

    # --- facts ---

    def fact(self, ref: ast.Ref) -> tuple[ir.Fact, Term] | None:
        """The fact that a reference names, with its term; None after a fault."""
        *head, last = ref.path
        term = self.vocabulary.facts.get(last.text)
        if term is None:
            figure = next((n for n in numerals(last.text) if n.word == last.text and n.value is not None), None)
            if figure is not None and figure.value is not None:  # 百分之七十五: texts spell numbers out, rules do not
                number = str(figure.value) if isinstance(figure.value, Fraction) else plain(figure.value) + figure.unit
                if isinstance(figure.value, Decimal) and not figure.unit:
                    number = percent(figure.value)
                self.fault("L201", last.span, f"数不写作「{last.text}」", "阿拉伯数字", f"原文怎样写都写 {number}")
            else:
                self.unknown(last, "事实或指标", self.vocabulary.facts)
            return None
        if len(head) > 1:
            self.fault("L202", ref.span, "「的」至多一层", allowed="主体 的 事实,如 全市 的 常住人口")
            return None
        role = head[0].text if head else "申请"
        subject = _SUBJECT_OF_ROLE.get(role)
        if subject is None:
            self.unknown(head[0], "主体", _SUBJECT_OF_ROLE)
            return None
        if subject not in term.subject.split("、"):
            roles = [r for r, s in _SUBJECT_OF_ROLE.items() if s in term.subject.split("、")]
            self.fault(
                "L203", ref.span, f"「{term.label}」是{term.subject}的事实,不是{role}的",
                allowed="、".join(f"{r} 的 {term.label}" if r != "申请" else term.label for r in roles),
            )  # fmt: skip
            return None
        period = None if ref.period is None else self.period(ref.period)
        if term.forecast and ref.period is None:
            self.fault("L204", ref.span, f"「{term.label}」是预期数,须写明所指期间", hint=f"{term.label} 于 2025年")
        return ir.Fact(role, term.label, period), term

    def period(self, name: ast.Name) -> str | None:
        """The period as facts are dated: 2025, 2025-03, 2025-12-31; None after a fault."""
        canonical = canonical_period(name.text)
        if not canonical:
            wrong = f"没有「{name.text}」这一天(或年、月)" if canonical == "" else f"读不懂期间「{name.text}」"
            self.fault("L215", name.span, wrong, allowed="如 2025年、2025年3月、2025年末、2025-03-31")
        return canonical or None

    def own_period(self, period: ast.Period, document: str) -> ir.During | None:
        """A rule's own period; None after a fault."""
        read = [end is None or self.period(end) is not None for end in (period.begins, period.ends)]
        days = period_of(period)
        if not all(read) or days is None:
            return None
        if days[1] and days[0] > days[1]:
            what = f"期间的第一日({days[0]})在最后一日({days[1]})之后"
            self.fault("L219", period.span, what, hint="对照原文改正;只有一日的,自、至写同一日")
            return None
        return ir.During(document, *days)

    def number(self, ref: ast.Ref) -> tuple[ir.Fact, Unit] | None:
        """A fact that is a number, with its unit."""
        named_fact = self.fact(ref)
        if named_fact is None:
            return None
        fact, term = named_fact
        if term.datatype not in ("ratio", "count"):
            self.fault("L301", ref.span, f"「{term.label}」不是数,不能比较大小", hint="是否要写 成立 或 是?")
            return None
        return fact, fact_unit(term.unit)

    # --- expressions ---

    def expression(self, expr: ast.Expr) -> tuple[ir.Expr, Unit, ir.Fact | None] | None:
        """An expression, its unit, and the fact it is divided by (which the comparison moves to the other side)."""
        match expr:
            case ast.Ref():
                linear = self.number(expr)
                return None if linear is None else (*linear, None)
            case ast.Number(text, span):
                literal = read_literal(text, self.vocabulary)
                if isinstance(literal, str):
                    self.fault("L302", span, literal, allowed="如 75%、0.75、2/3、1.2万张、7.5张/千常住人口")
                    return None
                return ir.Const(Decimal(format(literal.value, "f")), text), literal.unit, None
            case ast.Total(terms):
                for _, term in terms:
                    if self.multiplier(term) != 1:
                        self.fault("L302", term.span, f"分数不能加减:{_text(term)}", hint=_ALONE)
                        return None
                parts = [(sign, self.expression(term), term) for sign, term in terms]
                if parts[0][1] is None or any(p is None for _, p, _ in parts):
                    return None
                unit = parts[0][1][1]
                for _, part, term in parts[1:]:
                    if part is not None and part[1] != unit:
                        message = f"单位不同,不能相加减:{unit} 与 {part[1]}"
                        self.fault("L303", term.span, message, hint="只有单位相同的数才能相加减")
                        return None
                return ir.Sum(tuple(_signed(s, p[0]) for s, p, _ in parts if p is not None)), unit, None
            case ast.Ratio(over, by):
                top, bottom = self.expression(over), self.number(by)
                if top is None or bottom is None:
                    return None
                return top[0], top[1].divided_by(bottom[1]), bottom[0]

    def compare(self, node: ast.Comparison, op: ir.Operator) -> ir.Cond | None:
        """A comparison of like with like, ratios multiplied out."""
        left, right = self.expression(node.left), self.expression(node.right)
        if left is None or right is None:
            return None
        literal, measured = (left[1], right[1]) if isinstance(left[0], ir.Const) else (right[1], left[1])
        if not fits(literal, measured):
            code = "L304" if literal.under != measured.under else "L303"
            what = "分母" if code == "L304" else "单位"
            self.fault(
                code,
                node.span,
                f"{what}不同,不能比较:{left[1]} 与 {right[1]}",
                hint="核对数值的单位和指标是否取对" if code == "L303" else "核对原文是每千常住人口还是每千参保人口",
            )
            return None
        factor = self.multiplier(node.left) * self.multiplier(node.right)
        if factor != 1:
            sides = (left[0], right[0])
            if any(isinstance(t, ir.Const) for side in sides if isinstance(side, ir.Sum) for t in side.terms):
                self.fault("L302", node.span, "分数不能与加减了一个数的式子比较", hint=_ALONE)
                return None
            left, right = (
                side if isinstance(side[0], ir.Const) else (multiplied(side[0], factor), *side[1:])
                for side in (left, right)
            )
        if right[2] is not None:
            self.fault("L305", node.right.span, "除以 只能写在比较的左边", hint="左右对调,并改用相反的比较词")
            return None
        if left[2] is None:
            return self.alike(node, ir.Compare(op, left[0], right[0]))
        if not isinstance(right[0], ir.Const):
            self.fault("L305", node.right.span, "比值只能与一个数比较", allowed="如 A 除以 B 不超过 7.5张/千常住人口")
            return None
        return self.alike(node, ir.Compare(op, left[0], ir.Scaled(right[0], left[2]), ratio=True))

    def multiplier(self, expr: ast.Expr) -> int:
        """What a comparison with an expression is multiplied by: the denominator of a fraction that no decimal holds."""
        literal = read_literal(expr.text, self.vocabulary) if isinstance(expr, ast.Number) else None
        return literal.times if isinstance(literal, Literal) else 1

    def alike(self, node: ast.Comparison, compared: ir.Compare) -> ir.Compare | None:
        """The comparison with what its figures must have in common; None where the ontology declares nothing of a pair."""
        figures = [f for f in dict.fromkeys(ir.facts_read(compared)) if self.vocabulary.facts[f.term].is_figure]
        pairs: list[ir.Pair] = []
        for a, b in combinations(figures, 2):
            likeness = self.vocabulary.likeness(a.term, b.term)
            if likeness is None:
                what = f"「{a.term}」之间" if a.term == b.term else f"「{a.term}」与「{b.term}」"
                self.fault(
                    "L307", node.span, f"没有声明{what}在什么期间可以比较", allowed="、".join(ir.Likeness), hint=_PAIR
                )
                return None
            if likeness is not ir.Likeness.NAMED and a.period is None and b.period is None:
                pairs.append(ir.Pair(likeness, a, b))
        return replace(compared, pairs=tuple(pairs))

    # --- conditions ---

    def condition(self, cond: ast.Cond) -> ir.Cond | None:
        """A condition as IR; None after a fault (which is recorded)."""
        match cond:
            case ast.And(parts) | ast.Or(parts):
                kind = ir.And if isinstance(cond, ast.And) else ir.Or
                done = [self.condition(p) for p in parts]
                return kind(tuple(d for d in done if d is not None)) if all(d is not None for d in done) else None
            case ast.Not(part):
                inner = self.condition(part)
                return None if inner is None else ir.Not(inner)
            case ast.Comparison(_, op, _):
                return self.compare(cond, OPERATORS[op.text])
            case ast.Member():
                return self.member(cond)
            case ast.Contains(ref, values):
                return self.contains(ref, values)
            case ast.Holds(ref):
                named_fact = self.fact(ref)
                if named_fact is not None and named_fact[1].datatype != "boolean":
                    self.fault("L306", ref.span, f"「{named_fact[1].label}」不是是非判断,不能写 成立", hint=_HOW)
                    return None
                return None if named_fact is None else ir.Holds(named_fact[0])
            case ast.Exists(op, ref):
                count = self.number(ref)
                if count is None:
                    return None
                return ir.Compare("gt" if op.text == "有" else "eq", count[0], ir.Const(Decimal(0), "0"))

    def contains(self, ref: ast.Ref, values: tuple[ast.Name, ...]) -> ir.Cond | None:
        """`A 包含 B 、 C`, for facts that may have several values: one of those named, or more, is among them."""
        named_fact = self.fact(ref)
        if named_fact is None:
            return None
        fact, term = named_fact
        if not term.multiple:
            self.fault("L306", ref.span, f"「{term.label}」只有一个值", hint=f"是否要写 是 {values[0].text}?")
            return None
        unknown = [value for value in values if value.text not in term.values]
        for value in unknown:
            self.unknown(value, f"「{term.label}」的值", term.values)
        parts = tuple(ir.Contains(fact, value.text) for value in values)
        return None if unknown else parts[0] if len(parts) == 1 else ir.Or(parts)

    def member(self, node: ast.Member) -> ir.Cond | None:
        """`A 是 B`, `机构 属于 类型`, `所在地 属于 地区`."""
        subject = node.ref.path[-1].text
        if subject == "所在地":
            return self.within(node.values)
        if [n.text for n in node.ref.path] == ["机构"]:
            return self.of_class(node.values)
        named_fact = self.fact(node.ref)
        if named_fact is None:
            return None
        fact, term = named_fact
        if term.datatype != "category":
            self.fault("L306", node.ref.span, f"「{term.label}」没有可选的值", hint=_HOW)
            return None
        for value in node.values:
            if value.text not in term.values:
                self.unknown(value, f"「{term.label}」的值", term.values)
        words = tuple(v.text for v in node.values)
        return ir.OneOf(fact, words, words)

    def within(self, names: tuple[ast.Name, ...]) -> ir.Cond | None:
        """The applicant's county lies in one of the regions; management areas stand for their counties."""
        codes: list[str] = []
        for name in names:
            regions = [
                r for r in self.vocabulary.find_regions(name.text) if self.region in self.vocabulary.around(r.code)
            ]
            if not regions and self.vocabulary.find_regions(name.text):
                where = self.vocabulary.regions[self.region].name
                self.fault("L205", name.span, f"「{name.text}」不在{where}之内", hint="规则只写本文件所及地区内的地方")
                return None
            if not regions:
                self.unknown(name, "地区", self.vocabulary.region_names())
                return None
            codes += [c for c in regions[0].members or (regions[0].code,) if c not in codes]
        return ir.Within("本区县", tuple(codes), tuple(n.text for n in names))

    def of_class(self, names: tuple[ast.Name, ...]) -> ir.Cond | None:
        """The applicant is of one of the types, or of a type in one of the classes."""
        types: list[str] = []
        for name in names:
            term = self.vocabulary.terms.get(name.text)
            if term is None or term.kind not in ("type", "class"):
                self.unknown(name, "机构类型", [*self.vocabulary.types, *self.vocabulary.of_kind("class")])
                return None
            types += [t for t in (term.members if term.kind == "class" else (term.label,)) if t not in types]
        return ir.OneOf(ir.Fact("机构", "类型"), tuple(types), tuple(n.text for n in names))


_PAIR = (
    "本单位能做的:改与一个数比较,或者在 terms.toml 登记一个算好的指标(如 比上年增长的比率),由经办人员填数;都不合原文的,写 待写 并写明事项。"
    "可比口径随软件声明(tl:FigurePair),要增加的,向软件的维护单位提出"
)
_HOW = "数用 低于、不超过 等比较,是非判断写 成立,取值写 是 或 包含"


_ALONE = "分数(2/3)单独写在比较词的一边"


def period_of(period: ast.Period) -> tuple[str, str] | None:
    """The first and the last day of a period as a rule writes it (ISO dates; empty: no such end); None where one cannot be read."""
    begins, ends = (None if end is None else canonical_period(end.text) for end in (period.begins, period.ends))
    if (period.begins and not begins) or (period.ends and not ends):
        return None
    return first_day(begins) if begins else "", last_day(ends) if ends else ""


def multiplied(expr: ir.Expr, factor: int) -> ir.Expr:
    """An expression times the denominator of a fraction on the other side; the factor has no words of its own."""
    match expr:
        case ir.Fact():
            return ir.Scaled(ir.Const(Decimal(factor), ir.MULTIPLIED_OUT), expr)
        case ir.Scaled(by, of):
            return ir.Scaled(ir.Const(by.value * factor, ir.MULTIPLIED_OUT), of)
        case ir.Sum(terms):
            return ir.Sum(tuple(multiplied(t, factor) for t in terms))
        case ir.Const():
            return expr


def _text(expr: ast.Expr) -> str:
    return expr.text if isinstance(expr, ast.Number) else ""


def _signed(sign: int, expr: ir.Expr) -> ir.Expr:
    if sign > 0:
        return expr
    if isinstance(expr, ir.Const):
        return ir.Const(expr.value.copy_negate(), f"-{expr.shown}")
    assert isinstance(expr, ir.Fact)  # operands are facts or numbers, by the grammar
    return ir.Scaled(ir.Const(Decimal(-1), "-1"), expr)


__all__ = ["OPERATORS", "PURE", "Resolver"]
