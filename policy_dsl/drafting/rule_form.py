"""A form for clauses of a known shape: what was chosen is written as a rule below its clause.

What is written is held against the words of the clause once more, as anything else is, and refused where it does not stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from policy_dsl.alignment.draft import Draft
from policy_dsl.alignment.rule_period import line
from policy_dsl.corpus_folders import Place
from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from policy_dsl.drafting.clause_choices import DECIDING, WITH_EFFECT, Choices, Shape, choices, clause_of, places_in
from policy_dsl.drafting.edited_rules import RULES, check_rules, compiled_draft, without_note
from policy_dsl.source_text import fold, squeezed
from policy_dsl.syntax import ast
from policy_dsl.syntax.parse import keywords, terminal
from policy_dsl.texts.period_words import BoundWords, period_words
from policy_dsl.vocabulary import Vocabulary

JOINS: Final = ("且", "或")
"""How several conditions are joined: all of them, one of them."""


class Chosen(NamedTuple):
    """What somebody chose and wrote in the form."""

    shape: str
    name: str = ""
    figure: str = ""
    comparison: str = ""
    existence: str = ""
    situation: str = ""
    matters: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    effect: str = ""
    cap: str = ""
    musts: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    """The registered readings on which it rests, besides those that say what a word of the clause means."""
    conditions: tuple[str, ...] = ()
    """What must be so, each a condition of the language."""
    join: str = "且"
    """Whether all of them must be so (且) or one of them (或)."""
    scopes: tuple[str, ...] = ()
    """Whom else it reaches, each a condition of the language; all of them must be so."""
    clauses: tuple[str, ...] = ()
    """Of an exemption the clauses from which it frees, by address; none: the whole document."""
    words: str = ""
    """The words of the clause on which it rests, each piece on a line; empty: all of it."""
    bearer: str = ""
    force: str = ""
    reason: str = ""
    whole: bool = False
    """Whether the clause is wholly written now, so that its 待写 goes."""


def written(where: Place, texts: Mapping[str, str], vocabulary: Vocabulary, address: str, chosen: Chosen) -> str:
    """The rules with what was chosen below its clause.

    Raises Faults: F114 what is lacking, L502 what the words do not carry, and whatever is wrong with the rules only now.
    """
    offered = choices(where, texts, vocabulary, address)
    if offered is None:
        raise Faults(
            [Diagnostic("L402", address, f"没有条 {address},或者它的引文与原文不同", hint="先改正这一条的引文")]
        )
    faults = [*_lacking(offered, chosen)]
    if faults:
        raise Faults(faults)
    rules = texts.get(RULES, "")
    before = check_rules(where, texts, vocabulary)
    clause = next(c for c in before.clauses if c.address == address)
    draft, words = compiled_draft(where, texts, vocabulary), chosen.words or offered.words
    lines = [*_lines(offered, chosen, vocabulary, tuple(_accounting(draft, words)), tuple(_periods(draft, words)))]
    entry = rules[clause.start_of_entry : clause.end_of_entry]
    whole = chosen.whole or chosen.shape == Shape.WHOLE
    if whole or chosen.shape == Shape.PENDING:  # a clause has one 待写: this one stands for the former
        entry = _without_pending(where, texts, vocabulary, address, entry)
    if whole:
        entry = without_note(entry)
    behind = "\n\n" if rules[clause.end_of_entry :].strip() else "\n"
    new = rules[: clause.start_of_entry] + "\n".join([entry.rstrip(), *lines]) + behind + rules[clause.end_of_entry :]
    after = check_rules(where, {**texts, RULES: new}, vocabulary)
    # A reading that gives more than is needed (L607) is shown beside the rules; what is written stands all the same.
    more = Counter((f.fault.code, f.fault.message) for f in after.faults if f.fault.code != "L607")
    more -= Counter((f.fault.code, f.fault.message) for f in before.faults)
    if more:
        wrong = {(f.fault.code, f.fault.message): f.fault for f in after.faults}
        raise Faults([_diagnostic(wrong[key], address) for key in more])
    return new


def _diagnostic(fault: Fault, address: str) -> Diagnostic:
    return Diagnostic(fault.code, address, fault.message, fault.allowed, fault.hint)


def _lacking(offered: Choices, chosen: Chosen) -> Iterator[Diagnostic]:
    """What has to be chosen and is not, or is none of what the words carry."""
    if chosen.shape not in offered.shapes:
        yield Diagnostic("F114", "shape", "没有选句式", "、".join(offered.shapes))
        return
    if chosen.shape == Shape.WHOLE:
        return
    deciding, with_effect = chosen.shape in DECIDING, chosen.shape in WITH_EFFECT
    one: dict[str, tuple[str, tuple[str, ...], bool]] = {
        "figure": (chosen.figure, offered.figures, chosen.shape == Shape.FIGURE),
        "comparison": (chosen.comparison, offered.comparisons, chosen.shape == Shape.FIGURE),
        "existence": (chosen.existence, offered.existences, chosen.shape == Shape.EXISTENCE),
        "situation": (chosen.situation, offered.situations, chosen.shape == Shape.SITUATION),
        "effect": (chosen.effect, offered.effects, with_effect),
        "cap": (chosen.cap, offered.caps, chosen.shape == Shape.CAP),
        "words": (chosen.words, offered.waivable, chosen.shape == Shape.WAIVER),
    }
    for field, (value, allowed, needed) in one.items():
        if needed and not value:
            yield Diagnostic("F114", field, "没有选", "、".join(allowed))
        elif needed and value not in allowed:
            yield Diagnostic("L502", field, f"「{value}」在所据原文中找不到", "、".join(allowed))
    if deciding and chosen.shape != Shape.EXEMPTION and not chosen.matters:
        yield Diagnostic("F114", "matters", "没有选事项", "、".join(offered.matters))
    apart = any(c.startswith("非 所在地 ") for c in chosen.conditions)
    if chosen.shape == Shape.SEVERAL and offered.excepting and not apart:
        yield Diagnostic(
            "F114", "conditions", "没有选哪些地区除外", "、".join(offered.conditions), "“除……外”的地区都要选"
        )
    elif chosen.shape == Shape.SEVERAL and not chosen.conditions:
        yield Diagnostic("F114", "conditions", "没有选情形", "、".join(offered.conditions))
    if chosen.shape == Shape.EXEMPTION and not (chosen.conditions or chosen.kinds or chosen.matters):
        yield Diagnostic("F114", "conditions", "没有选哪些机构、情形、事项不受限制", "、".join(offered.conditions))
    if chosen.shape == Shape.EXEMPTION and not chosen.clauses and not offered.exempting:
        yield Diagnostic("F114", "clauses", "没有选不受哪几条限制", "、".join(offered.freed))
    if chosen.join not in JOINS:
        yield Diagnostic("F114", "join", "没有选几项怎样合起来", "、".join(JOINS))
    if chosen.shape == Shape.REQUIREMENT and not chosen.musts:
        yield Diagnostic("F114", "musts", "没有选条件", "、".join(offered.musts))
    for reading in chosen.readings:
        if reading not in offered.readings:
            known = "、".join(offered.readings)
            yield Diagnostic("L605", "readings", f"没有登记的解释「{reading}」", known, "先在条文理解中登记")
    for field, values, allowed in (
        ("musts", chosen.musts, offered.musts),
        ("conditions", chosen.conditions, offered.conditions),
        ("scopes", chosen.scopes, offered.scopes),
        ("clauses", chosen.clauses, offered.freed),
        ("matters", chosen.matters, offered.unwritten_matters if chosen.shape == Shape.PENDING else offered.matters),
        ("kinds", chosen.kinds, offered.kinds),
    ):
        for value in values:
            if value not in allowed:
                yield Diagnostic("L502", field, f"「{value}」在所据原文中找不到", "、".join(allowed))
    if (deciding or chosen.shape == Shape.DUTY) and not chosen.name.strip():
        yield Diagnostic("F114", "name", "没有写名称", "几个字的名称,如 低使用率区域不新增床位")
    if any(c in chosen.name + chosen.reason + "".join(_pieces(chosen)) for c in "「」『』\r\n"):
        yield Diagnostic("F129", "name", "名称、理由、所据的文字里不能有「」『』和换行")
    if chosen.shape in (Shape.WAIVER, Shape.PENDING) and not chosen.reason.strip():
        yield Diagnostic("F114", "reason", "没有写理由", "为什么不写成规则")
    quoting = bool(chosen.words) and chosen.shape not in (Shape.WAIVER, Shape.PENDING)
    whole = fold(squeezed(offered.words))
    if quoting and any(whole.count(fold(squeezed(piece))) != 1 for piece in _pieces(chosen)):
        yield Diagnostic("L501", "words", "所据的文字不在本条原文中,或者不止一处", "逐字引用本条中只出现一次的文字")
    if chosen.shape == Shape.DUTY:
        for field, value, allowed in (
            ("bearer", chosen.bearer, offered.bearers),
            ("force", chosen.force, offered.forces),
        ):
            if value and value not in allowed:
                yield Diagnostic("L502", field, f"「{value}」在所据原文中找不到", "、".join(allowed))


def _pieces(chosen: Chosen) -> tuple[str, ...]:
    """The pieces of the clause on which it rests, one on a line."""
    if chosen.shape in (Shape.WAIVER, Shape.PENDING):
        return (chosen.words,)
    return tuple(piece for line in chosen.words.replace("\r\n", "\n").split("\n") if (piece := line.strip()))


def _quoted(chosen: Chosen) -> str:
    return " ".join(f"「{squeezed(piece)}」" for piece in _pieces(chosen))


def _accounting(draft: Draft, words: str) -> Iterator[str]:
    """The registered readings that say what a word of the clause means (上年度): a rule of it rests on them."""
    plain = fold(squeezed(words))
    for reading in (draft.readings or {}).values():
        if any(fold(squeezed(word)) in plain for word in reading.accounts):
            yield reading.name


def _periods(draft: Draft, words: str) -> Iterator[BoundWords]:
    """The words that bound a clause in time and say when, but for those of which a registered reading says what they mean."""
    accounted = {fold(word) for reading in (draft.readings or {}).values() for word in reading.accounts}
    for bound in period_words(fold(squeezed(words))):
        if (bound.begins or bound.ends) and bound.word not in accounted:
            yield bound


def _lines(
    offered: Choices,
    chosen: Chosen,
    vocabulary: Vocabulary,
    accounting: tuple[str, ...],
    periods: tuple[BoundWords, ...],
) -> Iterator[str]:
    if chosen.shape == Shape.PENDING:
        matters = f" 事项 {' 、 '.join(chosen.matters)}" if chosen.matters else ""
        yield f"  待写{matters} 因 「{chosen.reason.strip()}」"
    elif chosen.shape == Shape.WAIVER:
        yield f"  不计 「{chosen.words}」 因 「{chosen.reason.strip()}」"
    elif chosen.shape == Shape.WHOLE:
        return
    elif chosen.shape == Shape.DUTY:
        yield f"  义务 {_name(chosen.name)}" + (f" {_quoted(chosen)}" if chosen.words else "")
        if chosen.bearer:
            yield f"    主体 {_name(chosen.bearer)}"
        if chosen.force:
            yield f"    强度 {chosen.force}"
    else:
        kind = chosen.shape
        if chosen.shape in WITH_EFFECT:
            kind = vocabulary.effect_words[chosen.effect.rpartition(" ")[2]].kind
        yield f"  {kind} {_name(chosen.name)}"
        if chosen.words:
            yield f"    据 {_quoted(chosen)}"
        if readings := tuple(dict.fromkeys((*accounting, *chosen.readings))):
            yield f"    据 解释 {' 、 '.join(map(_name, readings))}"
        if chosen.matters:
            yield f"    凡 事项 是 {' 、 '.join(chosen.matters)}"
        if chosen.kinds:
            yield f"    凡 机构 属于 {' 、 '.join(map(_name, chosen.kinds))}"
        yield from (f"    凡 {scope}" for scope in _grouped(chosen.scopes))
        if len(periods) == 1:  # of several somebody has to say which is the rule's
            yield f"    {line(periods[0])}"
        conditions = {
            Shape.FIGURE: f"{chosen.figure} {chosen.comparison}", Shape.EXISTENCE: chosen.existence, Shape.SITUATION: chosen.situation,
        }  # fmt: skip
        condition = conditions.get(Shape(chosen.shape), f" {chosen.join} ".join(_grouped(chosen.conditions)))
        places = places_in(fold(squeezed(chosen.words or offered.words)), vocabulary)
        # What the words say of certain places holds there alone.
        if places and condition and not offered.excepting and "所在地 属于" not in condition:
            several = chosen.join == "或" and len(_grouped(chosen.conditions)) > 1
            condition = f"所在地 属于 {' 、 '.join(places)} 且 {f'( {condition} )' if several else condition}"
        if condition:
            yield f"    若 {condition}"
        if chosen.shape == Shape.REQUIREMENT:
            yield from (f"    须 {must}" for must in chosen.musts)
        elif chosen.shape == Shape.EXEMPTION:
            freed = " 、 ".join(chosen.clauses)
            yield f"    则 不受限于 {freed}" if freed else "    则 不受本文件限制"
        else:
            yield f"    则 {chosen.cap if chosen.shape == Shape.CAP else chosen.effect}"


def _grouped(conditions: tuple[str, ...]) -> tuple[str, ...]:
    """Conditions, the values of one thing together: one of them is meant, and of denied ones none."""
    listed: dict[tuple[str, str], list[str]] = {}
    for condition in conditions:
        words = condition.split(" ")
        listing = len(words) > 1 and words[-2] in _LISTING
        listed.setdefault((condition[: -len(words[-1])], "") if listing else (condition, "alone"), []).append(words[-1])
    return tuple(head if alone else head + " 、 ".join(values) for (head, alone), values in listed.items())


_LISTING: Final = ("是", "属于", "包含")


def _name(name: str) -> str:
    """A name as rules write it: in brackets where it is no word by itself."""
    name = " ".join(name.split())
    return name if terminal("WORD").fullmatch(name) and name not in keywords().values() else f"『{name}』"


def _without_pending(where: Place, texts: Mapping[str, str], vocabulary: Vocabulary, address: str, entry: str) -> str:
    """The text of an entry without its 待写."""
    clause = clause_of(compiled_draft(where, texts, vocabulary), address)
    assert clause is not None
    start = clause.entry.span.start
    for item in reversed(clause.entry.items):
        if isinstance(item, ast.Pending):
            at, end = item.span.start - start, item.span.end - start
            line = entry.rfind("\n", 0, at) + 1
            if not entry[line:at].strip():
                at = line
            entry = entry[:at].rstrip(" ") + entry[end:].lstrip(" ").removeprefix("\n")
    return entry
