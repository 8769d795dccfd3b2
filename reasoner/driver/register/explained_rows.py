"""From a number to a reason: rows of a register judged by the interpreter as well, with the whole verdict; what the columns say of them
must be the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.backends.columnar.plan import MASK_BITS, Plan
from reasoner.driver.register.odd_rows import RowFault
from reasoner.driver.register.outputs import quoted, said_of
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import Verdict

if TYPE_CHECKING:
    from reasoner.driver.register.judge_register import RegisterRun

MOST: Final = 100
"""So many rows are explained at once: each is judged for itself."""
_LISTS: Final = ("possible", "decisive", "open", "missing")
_OUR_FAULT: Final = "这是程序的错误,请把输入交给维护者"


class ExplainedRows(NamedTuple):
    """What is to be said of the rows that were asked for."""

    verdicts: tuple[Verdict, ...] = ()
    """In the order of the register."""
    faults: tuple[RowFault, ...] = ()
    """Of those that were not judged what is wrong with them."""


def explained_rows(run: RegisterRun, numbers: Sequence[str], parts: Sequence[Path]) -> ExplainedRows:
    """The verdicts on applications by 编号. parts: what the columns say, as Parquet.

    Raises Faults: B128 a number that no row has, or too many; B124 the columns and the interpreter do not say the same.
    """
    chosen = tuple(dict.fromkeys(number.strip() for number in numbers))
    if len(chosen) > MOST:
        raise Faults([Diagnostic("B128", "--explain", f"一次要说明{len(chosen)}份", f"一次不超过{MOST}份")])
    if not chosen:
        return ExplainedRows()
    faults = tuple(f for f in run.faults if f.id in chosen)
    by_columns = _by_columns(run, chosen, parts)
    unknown = [n for n in chosen if n not in by_columns and all(f.id != n for f in faults)]
    if unknown:
        hint = "核对编号;编号要与名册里写的一样"
        raise Faults([Diagnostic("B128", "--explain", f"名册里没有编号「{n}」", hint=hint) for n in unknown])
    verdicts: list[Verdict] = []
    differing: list[Diagnostic] = []
    for application in run.applications(list(by_columns)):
        verdict = judge(run.base, application, run.request.as_of, run.only)
        own, row = _own(verdict, run.plan, masks=run.request.masks), by_columns[verdict.application]
        if own != row:
            message = f"按列研判是「{_words(row)}」,逐份研判是「{_words(own)}」"
            differing.append(Diagnostic("B124", verdict.application, message, hint=_OUR_FAULT))
        verdicts.append(verdict)
    if differing:
        raise Faults(differing)
    return ExplainedRows(tuple(verdicts), faults)


Answer = dict[str, str | tuple[str, ...]]
"""By column what a row comes to; clauses and facts sorted: their order is that of documents in one, and of rules in the other."""


def _by_columns(run: RegisterRun, numbers: Sequence[str], parts: Sequence[Path]) -> dict[str, Answer]:
    listed = ", ".join(f"'{quoted(p)}'" for p in parts)
    run.engine.table("explained", [("id", "varchar")], [(n,) for n in numbers])
    source = f"read_parquet([{listed}])"
    names = [str(r[0]) for r in run.engine.rows(f"describe select * exclude (编号) from {source}")]
    columns = ", ".join(f"cast({n} as varchar{'[]' if n in _LISTS else ''})" for n in names)
    rows = run.engine.rows(f"select 编号, {columns} from {source} where 编号 in (select id from explained)")
    return {str(id_): dict(zip(names, map(_plain, values), strict=True)) for id_, *values in rows}


def _plain(value: object) -> str | tuple[str, ...]:
    return tuple(sorted(map(str, value))) if isinstance(value, list) else str(value)


def _own(verdict: Verdict, plan: Plan, *, masks: bool) -> Answer:
    """What the interpreter says, by the same columns."""
    decision, missing = said_of(verdict, plan, asking=not masks)
    answer: Answer = {"outcome": str(decision.outcome), "label": decision.label}
    answer["possible"] = _plain(list(decision.possible))
    if not masks:
        lists = zip(_LISTS[1:], (decision.decisive, decision.open, missing), strict=True)
        return answer | {name: _plain(list(values)) for name, values in lists}
    columns = max(1, -(-(len(plan.bits) + len(plan.unknown_force)) // MASK_BITS))
    part = (1 << MASK_BITS) - 1
    for name, mask in (("true", decision.true), ("unknown", decision.unknown)):
        answer |= {f"{name}_{i}": str(mask >> (MASK_BITS * i) & part) for i in range(columns)}
    return answer


def _words(answer: Answer) -> str:
    return ";".join(f"{name} {'、'.join(v) if isinstance(v, tuple) else v}" for name, v in answer.items())
