"""Word alignment (对齐) from rule to text; left_over.py goes from text to rule. Both are the proof that they are the same.

Every operator, number, unit, place, class, matter, value and strength of a norm stands in the words it is anchored to, or
is covered by a reading it cites.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from policy_dsl.alignment.evidence import Element, Range, Words, names_of, own_names, spellings, spelt
from policy_dsl.alignment.named_clauses import check_named
from policy_dsl.alignment.rule_period import check_period, taken_up
from policy_dsl.alignment.whole_document import within
from policy_dsl.diagnostics import Diagnostic, nearest
from policy_dsl.lowering.units import read_literal
from policy_dsl.numerals import spelt_out
from policy_dsl.reading import Reading
from policy_dsl.source_text import Source, fold, squeezed
from policy_dsl.syntax import ast
from policy_dsl.texts.lexicon import (
    AFTER_NUMBER,
    BEFORE_NUMBER,
    DUTY_WORDS,
    FORBIDDING,
    FORMS,
    MUST_WORDS,
    TARGET_WORDS,
    occurrences,
)
from policy_dsl.vocabulary import Vocabulary

__all__ = ["Words", "align_item"]

Place = ast.Name | ast.Number | ast.Effect | ast.Ref | ast.Cond | ast.Quote


def align_item(
    item: ast.Rule | ast.Statement,
    words: Words,
    source: Source,
    vocabulary: Vocabulary,
    readings: dict[str, Reading],
    used: set[tuple[str, str]],
) -> tuple[list[Range], list[Diagnostic]]:
    """The ranges an item is anchored to, and what of it stands neither in its words nor in a reading.

    `used` collects (reading, covered word), so that a cover nobody needs can be reported.
    """
    faults: list[Diagnostic] = []

    def fault(code: str, at: object, message: str, hint: str = "") -> None:
        span = getattr(at, "span", item.span)
        faults.append(Diagnostic(code, source.where(span.start), message, hint=hint, excerpt=source.excerpt(span)))

    pieces, wrong = words.pieces(item.anchors.quotes)
    for quote, why in wrong:
        fault("L501", quote, f"「{item.name.text}」所据的文字{why}", "逐字引用本条中只出现一次的文字")
    if wrong:  # what it rests on is not known: the whole clause, so that no other word is reported for it
        pieces = [(0, len(words.text))]
    cited = []
    for name in item.anchors.readings:
        if name.text in readings:
            cited.append(readings[name.text])
        else:
            fault("L605", name, *_unregistered(name, readings, "在 readings.toml 登记用法、依据和另一种理解"))

    variant = item.variant if isinstance(item, ast.Rule) else None
    if variant is not None and variant.text not in readings:
        fault("L605", variant, *_unregistered(variant, readings, "异读 之后写 readings.toml 中登记的一条解释"))

    def supplied(literal: Element) -> bool:
        return any(literal.label in r.covers for r in cited) and not words.find(literal, pieces)

    # What only an alternative reading says accounts for nothing: the reading in use must account for every word.
    alternative = variant is not None
    taken: set[Range] = set()
    literals = rule_elements(item, vocabulary) if isinstance(item, ast.Rule) else statement_elements(item, vocabulary)
    for named in literals:
        literal = replace(named, forms=own_names(named.label, named.forms, words.region, vocabulary))
        occurrences = words.find(literal, pieces)
        if literal.word:  # one word of the text carries one element, until all are used
            occurrences = [hit for hit in occurrences if hit not in taken][:1] or occurrences[:1]
            taken.update(occurrences)
        if not alternative:
            words.consumed += words.without_deciding(occurrences) if isinstance(literal.at, ast.Quote) else occurrences
        if base := words.base_left_out(literal, occurrences):
            message = f"「{item.name.text}」中的「{literal.label}」在原文是「{base}」的数,所比的不是"
            fault("L502", literal.at, message, "左边除以人口,数后写 / 和人口;写不成的,写 待写")
        periods = {fold(word) for r in cited for word in r.accounts}
        if (
            literal.label in vocabulary.facts
            and (period := words.period_left_out(occurrences))
            and period not in periods
        ):
            message = f"「{item.name.text}」中的「{literal.label}」在原文是「{period}」的数,规则没有写明取哪一期"
            fault(
                "L502", literal.at, message, f"登记一条解释写明取哪一期,把「{period}」写入 accounts,在规则里 据 解释 它"
            )
        if occurrences or words.in_context(literal, pieces):
            continue
        covering = [r for r in cited if literal.label in r.covers]
        used.update((r.name, literal.label) for r in covering)
        if not covering and not wrong and not any(supplied(w) for w in literal.because):
            fault(
                "L502",
                literal.at,
                f"「{item.name.text}」中的「{literal.label}」在所据原文中找不到",
                hint="按原文改规则,改引 据,或登记一条解释并写入 covers",
            )
    names_words = isinstance(item, ast.Statement) and item.kind in ("裁量", "定义")  # their words are the term itself
    if not wrong and not names_words and (verb := words.governing_verb(pieces)):
        fault(
            "L508",
            item.anchors.quotes[0] if item.anchors.quotes else item.name,
            f"「{item.name.text}」所据的文字从「{verb}」之后起引,截去了支配它的动词",
            f"从「{verb}」起引,不把鼓励、探索写成规定",
        )
    if isinstance(item, ast.Rule) and not wrong:
        for missing in _left_out(item, words, pieces, vocabulary):
            fault(
                "L507",
                item.name,
                f"原文列出的「{missing}」没有写进「{item.name.text}」",
                "写进规则,或改引 据,使它不在所据的文字之内",
            )
    if isinstance(item, ast.Rule) and not wrong:
        words.consumed += check_named(item, words, pieces, cited, used, fault)
    if isinstance(item, ast.Rule) and not wrong:
        for end, missing, hint in check_period(item, words.text, words.context, pieces, cited, used):
            fault("L502", end, missing, hint)
        words.consumed += [] if alternative else taken_up(item, words.text, pieces)
    if isinstance(item, ast.Rule) and item.must is not None:  # 须 is what these words say
        words.consumed += words.standing(MUST_WORDS, pieces)
    for reading in cited:
        for word in reading.accounts:
            words.consumed += [
                (start + m.start(), start + m.end())
                for start, end in pieces
                for m in re.finditer(re.escape(fold(word)), words.text[start:end])
            ]
    return pieces, faults


def _unregistered(name: ast.Name, readings: Iterable[str], hint: str) -> tuple[str, str]:
    """What is wrong with a name that no reading has, and what to try: the nearest one first."""
    near = nearest(name.text, readings)
    return f"没有登记的解释「{name.text}」", (f"是否指「{near[0]}」?" if near else "") + hint


# --- the elements of a norm ---------------------------------------------------------------------------------


def rule_elements(rule: ast.Rule, vocabulary: Vocabulary) -> Iterator[Element]:
    """Everything in a rule that its words must show."""
    if rule.in_principle and rule.effect is None and rule.cap is not None:
        yield _word("原则上", rule.cap)
    if rule.effect is not None:
        if rule.in_principle:
            yield _word("原则上", rule.effect)
        known = vocabulary.effect_words.get(rule.effect.action)
        if known is not None:  # one that is not known is reported by the resolver
            yield Element(known.label, known.forms, rule.effect, word=True, denied=False)
    for scope in rule.scope:
        yield from _condition(scope, vocabulary)
    for cond in (rule.condition, rule.cap, rule.must):
        if cond is not None:
            yield from _condition(cond, vocabulary)


def _word(label: str, at: Place, denied: bool = True) -> Element:
    return Element(label, FORMS[label], at, word=True, denied=denied)


def _condition(cond: ast.Cond, vocabulary: Vocabulary, denied: bool = False) -> Iterator[Element]:
    match cond:
        case ast.And(parts) | ast.Or(parts):
            for part in parts:
                yield from _condition(part, vocabulary, denied)
        case ast.Not(part):
            inner = list(_condition(part, vocabulary, not denied))
            yield replace(_word("非", cond), because=tuple(w for w in inner if w.label in vocabulary.terms))
            yield from inner
        case ast.Comparison(left, op, right):
            figures = [f for e in (left, right) if isinstance(e, ast.Number) for f in spellings(e.text, vocabulary)]
            yield replace(_word(op.text, op, denied), figures=tuple(figures))
            yield from _expression(left, vocabulary)
            yield from _expression(right, vocabulary)
        case ast.Member(ref, _, values):
            subject = ref.path[-1].text
            if subject not in ("事项", "所在地", "机构"):
                yield from _reference(ref, vocabulary)
            for value in values:
                yield replace(_named(value.text, value, vocabulary), context=subject in ("事项", "机构"))
        case ast.Contains(ref, values):
            yield from _reference(ref, vocabulary)
            yield from (_named(value.text, value, vocabulary) for value in values)
        case ast.Holds(ref):
            for literal in _reference(ref, vocabulary):
                yield replace(literal, denied=denied)
        case ast.Exists(op, ref):
            yield _word(op.text, op, denied)
            yield from _reference(ref, vocabulary)


def _expression(expr: ast.Expr, vocabulary: Vocabulary) -> Iterator[Element]:
    match expr:
        case ast.Ref():
            yield from _reference(expr, vocabulary)
        case ast.Number():
            yield from _number(expr.text, expr, vocabulary)
        case ast.Total(terms):
            yield from _expression(terms[0][1], vocabulary)
            for sign, term in terms[1:]:
                joined = _word("加" if sign > 0 else "减", term)
                yield joined
                yield from (replace(literal, because=(joined,)) for literal in _expression(term, vocabulary))
        case ast.Ratio(over, by):
            yield from _expression(over, vocabulary)
            yield from _reference(by, vocabulary)


def _reference(ref: ast.Ref, vocabulary: Vocabulary) -> Iterator[Element]:
    *head, last = ref.path
    if head and head[0].text not in ("机构", "申请"):
        yield Element(head[0].text, names_of(head[0].text, vocabulary), head[0])
    yield _named(last.text, last, vocabulary)
    if ref.period is not None:
        yield Element(ref.period.text, (ref.period.text,), ref.period, context=True)


def _number(text: str, at: ast.Number | ast.Name, vocabulary: Vocabulary) -> Iterator[Element]:
    literal = read_literal(text, vocabulary)
    if isinstance(literal, str):  # reported by the resolver
        return
    top = literal.unit_words[0] if literal.unit_words else ""
    forms = [*((literal.number + top,) if top else ()), literal.number, *spelt(literal.number, top, vocabulary)]
    yield Element(text if not literal.unit_words else literal.number, tuple(forms), at, unit=top)
    for unit in literal.unit_words:
        base = unit.lstrip("百千万")
        yield Element(unit, (unit, *(unit.removesuffix(base) + word for word in names_of(base, vocabulary))), at)


def _left_out(rule: ast.Rule, words: Words, pieces: list[Range], vocabulary: Vocabulary) -> Iterator[str]:
    """Places that the words of a rule list beside its own, and that it lacks: 在市南区、市北区 is not 在市南区."""
    conditions = (c for top in (*rule.scope, rule.condition, rule.must) if top is not None for c in within(top))
    members = [c for c in conditions if isinstance(c, ast.Member) and c.ref.path[-1].text == "所在地"]
    listed = {v.text for c in members for v in c.values}
    for region in vocabulary.regions.values() if listed else ():
        names = {region.name, *region.aliases}
        if region.level in ("county", "area") and not names & listed:
            yield from (n for n in names if any(n in words.text[start:end] for start, end in pieces))


def _period(text: str) -> Iterator[tuple[str, ...]]:
    """The parts of a date or period that the text must show, each with the ways in which it may be written."""
    if "年" in text or any(o.figure for o in occurrences(text)):  # in the text's own words, and 30个工作日: as it is
        yield (text,)
        return
    for part in re.findall(r"\d{4}|[^\d\-月日末底]{2,}", text):
        yield (part,)
    if iso := re.fullmatch(r"\d{4}-(\d{2})(?:-(\d{2}))?", text):
        month, day = int(iso[1]), int(iso[2] or 0)
        ends = {(12, 31): ("年末", "年底"), (6, 30): ("上半年",), (12, 0): ("年末", "年底")}.get((month, day), ())
        yield (f"{month}月", *ends)
        if day and not ends:
            yield (f"{day}日", f"{month}月底", f"{month}月末")


def _named(label: str, at: Place, vocabulary: Vocabulary) -> Element:
    """A term by its name; a longer name of another term of its kind does not carry it."""
    forms = names_of(label, vocabulary)
    term = vocabulary.terms.get(label)
    if term is None:
        return Element(label, forms, at)
    return Element(label, forms, at, longer=vocabulary.longer_names(term))


def statement_elements(item: ast.Statement, vocabulary: Vocabulary) -> Iterator[Element]:
    """Everything in a statement that its words must show."""
    for key, value in item.fields:
        if isinstance(value, ast.Ref):
            yield from _reference(value, vocabulary)
        elif isinstance(value, ast.Name):
            yield from _field(item, key, value, vocabulary)
        else:
            for part in value:
                if isinstance(part, ast.Quote):
                    yield Element(squeezed(part.text), (squeezed(part.text),), part)
                elif key not in ("由",) and part.text != "未载明":
                    yield replace(_named(part.text, part, vocabulary), context=True)
    if item.kind in ("定义", "裁量"):
        yield Element(item.name.text, names_of(item.name.text, vocabulary), item.name)


def _field(item: ast.Statement, key: str, value: ast.Name, vocabulary: Vocabulary) -> Iterator[Element]:
    if key == "强度":
        if value.text != "陈述":
            forms = (value.text, *FORBIDDING.get(value.text, ()))
            yield Element(value.text, forms, value, word=value.text in (*DUTY_WORDS, *TARGET_WORDS), lead=True)
    elif key == "比较":
        figure = item.get("数值")
        assert isinstance(figure, ast.Name)  # the grammar gives an operator only before a value
        numbers = spellings(figure.text, vocabulary)
        numbers += [word for n in numbers[:1] for word in spelt_out(n)]
        close = [word + n for word in BEFORE_NUMBER.get(value.text, ()) for n in numbers]
        after = AFTER_NUMBER.get(value.text, ())
        close += [lead + n + word for word in after for n in numbers for lead in ("达到", "")]
        forms = (*close, *FORMS.get(value.text, ()))  # 达到95%以上 before 以上: the longest carries it
        yield Element(value.text, forms, value, word=True, figures=tuple(numbers), denied=False)
    elif key == "数值":
        if value.text[0].isdigit():
            yield from _number(value.text, value, vocabulary)
        else:
            yield Element(value.text, (value.text,), value)
    elif key in ("时点", "期限"):
        for forms in _period(squeezed(value.text)):
            yield Element(forms[0], forms, value, context=True)
    elif key == "类别":
        yield Element(value.text, (value.text,), value, context=True)
    else:  # an indicator in the clause's own words may be discontinuous: 『住院床位使用率……一级医院平均』
        for part in value.text.split("……"):
            yield replace(_named(part, value, vocabulary), context=True)
