"""Checks on how a document uses its readings: each is cited and needed, and rests on clauses that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, nearest
from policy_dsl.reading import DIRECT_EFFECT, GUIDANCE, Reading


def check_use(
    document: tuple[str, str],
    readings: Mapping[str, Reading],
    norms: Sequence[ir.Norm],
    cited: set[str],
    used: set[tuple[str, str]],
    clauses: set[str],
    name: str,
) -> Iterator[Diagnostic]:
    """Every fault in the use of a document's readings.

    document: its id and kind. cited: the readings that rules and statements cite. used: readings with the words that they
    stood in for. clauses: the addresses of its clauses. name: its file of readings, as messages name it.
    """
    id_, kind = document
    yield from check_readings(dict(readings), cited, used, name)
    yield from check_direct_effect(kind, norms, readings, name)
    yield from check_rests_on(readings.values(), id_, clauses, name)


def check_readings(
    readings: dict[str, Reading], cited: set[str], used: set[tuple[str, str]], name: str
) -> Iterator[Diagnostic]:
    """Every registered reading is cited, and every word it covers is needed by a norm."""
    for reading in readings.values():
        if reading.name not in cited and not reading.of_force:
            yield Diagnostic("L606", f"{name} [{reading.name}]", "没有规则引用这条解释", hint="删去,或在规则中 据 解释")
            continue
        for word in reading.covers:
            if (reading.name, word) not in used:
                message = f"covers 中的「{word}」没有规则需要它"
                hint = f"从这条解释的 covers 中删去「{word}」:规则里没有这个词,或者原文的写法已经认得它"
                yield Diagnostic("L607", f"{name} [{reading.name}]", message, hint=hint)


def check_direct_effect(
    kind: str, norms: Iterable[ir.Norm], readings: Mapping[str, Reading], name: str
) -> Iterator[Diagnostic]:
    """What decides by a document addressed to lower authorities rests on a registered reading of its direct effect."""
    if kind != GUIDANCE:
        return
    direct = {r.name for r in readings.values() if DIRECT_EFFECT in r.kinds}
    for norm in norms:
        if norm.alternative_of is None and not norm.pending and not direct.intersection(norm.readings):
            message = f"{GUIDANCE}的规则「{norm.name}」没有引用一条“{DIRECT_EFFECT}”的解释"
            hint = f'登记一条 kinds = ["{DIRECT_EFFECT}"] 的解释,并在规则中 据 解释 它'
            yield Diagnostic("L609", f"{name} [{norm.clause.partition('/')[2]}]", message, hint=hint)


def check_rests_on(readings: Iterable[Reading], document: str, clauses: set[str], name: str) -> Iterator[Diagnostic]:
    """The clauses of its own document whose words a reading relies on are there."""
    for reading in readings:
        for clause in reading.rests_on:
            if clause.startswith(f"{document}/") and clause not in clauses:
                yield _no_clause(clause, clauses, f"{name} [{reading.name}]")


def check_rests_on_others(documents: Iterable[Document], others: Mapping[str, Document]) -> Iterator[Diagnostic]:
    """The clauses of other documents whose words readings rely on are in the rule base (`others`, by id)."""
    for document in documents:
        for reading in document.readings:
            for clause in reading.rests_on:
                other = others.get(clause.partition("/")[0])
                if other is None or clause not in other.clauses:
                    where = f"{document.folder}/readings.toml [{reading.name}]"
                    yield _no_clause(clause, other.clauses if other is not None else others, where)


def _no_clause(clause: str, known: Iterable[str], where: str) -> Diagnostic:
    near = nearest(clause, known)
    hint = f"是否要写 {near[0]}?" if near else "写作 地址,或 文件标识/地址"
    return Diagnostic("L611", where, f"rests_on 中的「{clause}」不是收录的条款", hint=hint)
