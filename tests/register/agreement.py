"""Interpreter and columns on random registers: `python -m tests.register.agreement [--rows N] [--seed S] [--as-of DAY]`.

Every row that intake takes is judged by both; outcome, label, possible outcomes, decisive and open clauses, facts asked for and
masks must be the same, and the rows that intake refuses those that `batch` leaves out. Rows are made in registers of CHUNK, each
with figures and determinations of its own. Printed is how often each rule is true, false and unknown, and how often what a
comparison compares is equal, up to one step below and up to one step above. Exit 1 where anything differs.

--aimed RULE… judges registers aimed at these rules instead, until each of their strata has LEAST rows that can have them
(`tests.register.strata.UNREACHABLE` says which cannot, and why). --write writes docs/register-agreement.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from reasoner.backends.columnar.duckdb_engine import Engine
from reasoner.backends.columnar.plan import Plan
from reasoner.backends.columnar.version_plans import read_together, version_plans
from reasoner.driver import current_rule_base
from reasoner.driver.register.judge_register import judge_register
from reasoner.driver.register.outputs import Request, said_of
from reasoner.intake.application_run import Run
from reasoner.intake.checked_applications import Items
from reasoner.intake.diagnostics_collector import Complaints
from reasoner.intake.field_schema import Tables
from reasoner.interpreter.judge import judge_unsealed
from reasoner.model.application import Application, LayeredFacts
from tests.register import generated
from tests.register.strata import LEAST, SELDOM, UNREACHABLE, comparisons_of, distances, short_of, table_of

Answer = tuple[object, ...]
"""编号 and what a row comes to, in the order of FIELDS."""
FIELDS = ("outcome", "label", "possible", "decisive", "open", "missing", "true_0", "unknown_0")
PAGE: Final = Path(__file__).parents[2] / "docs" / "register-agreement.md"
CHUNK: Final = 4_000
"""Rows of one register."""
AIMED: Final = 2_000
"""Rows of one register that is aimed at a rule."""
MOST_AIMED: Final = 40
"""So many of these are made at most."""


class Result(NamedTuple):
    """What came of a comparison."""

    rows: int
    refused: int
    differences: tuple[str, ...]
    statuses: Counter[tuple[str, str]]
    """By rule and status how many rows have it."""
    near: Counter[tuple[str, str]]
    """By comparison of a rule and where its two sides stand (NEAR) how many rows have it."""

    def and_of(self, other: Result) -> Result:
        """Both together."""
        return Result(
            self.rows + other.rows,
            self.refused + other.refused,
            self.differences + other.differences,
            self.statuses + other.statuses,
            self.near + other.near,
        )


def compared(
    rows: int, seed: int, folder: Path, documents: tuple[str, ...] = (), as_of: str | None = None, *,
    stratified: bool = False,
) -> Result:  # fmt: skip
    """A random register judged by both."""
    base = current_rule_base.rule_base()
    return compared_rows(generated.register(base, rows, seed, stratified=stratified), folder, documents, as_of)


def compared_rows(
    register: generated.Register, folder: Path, documents: tuple[str, ...] = (), as_of: str | None = None
) -> Result:  # fmt: skip
    """A register judged by both."""
    base, rows = current_rule_base.rule_base(), len(register.applications)
    files = [str(p) for p in register.write(folder)]
    only = frozenset(documents) or None
    plan = _plan(documents, as_of)
    columns = _by_columns(files, folder, documents, as_of)
    differences: list[str] = []
    statuses: Counter[tuple[str, str]] = Counter()
    near: Counter[tuple[str, str]] = Counter()
    comparisons = comparisons_of(plan)
    accepted = 0
    for application in applications(register, as_of):
        accepted += 1
        verdict = judge_unsealed(base, application, as_of, only, advise=False)
        for rule in verdict.reasons.rules:
            statuses[rule.rule, rule.status] += 1
        near.update(distances([r.rule for r in verdict.reasons.rules], comparisons, application, base, as_of))
        said = said_of(verdict, plan, asking=True)
        d = said.decision
        lists = [[str(o) for o in d.possible], list(d.decisive), list(d.open), list(said.missing)]
        wanted: Answer = (str(d.outcome), d.label, *lists, d.true, d.unknown)
        got = columns.pop(application.id, None)
        if got is None or _plain(got) != _plain(wanted):
            differences.append(
                f"{application.id} {application.matter} {application.region} {application.received}: {got} / {wanted}"
            )
    differences += [f"{id_}: judged by columns, and refused by intake" for id_ in columns]
    return Result(accepted, rows - accepted, tuple(differences), statuses, near)


def _plain(answer: Answer) -> Answer:
    """The order of clauses is that of documents here, and of rules there."""
    return tuple(sorted(v, key=str) if isinstance(v, list) and i in (3, 4) else v for i, v in enumerate(answer))


def _by_columns(files: list[str], folder: Path, documents: tuple[str, ...], as_of: str | None) -> dict[str, Answer]:
    for masks in (True, False):
        judge_register(Request(files[0], f"{folder}/{masks}.parquet", *files[1:], documents, masks, as_of, force=True))
    engine = Engine(folder)
    names = ", ".join(FIELDS).replace("outcome, label, possible", "m.outcome, m.label, m.possible")
    found = engine.rows(
        f"select m.编号, {names} from '{folder}/True.parquet' m join '{folder}/False.parquet' l on l.编号 = m.编号"
    )
    engine.close()
    return {str(id_): tuple(answer) for id_, *answer in found}


def applications(register: generated.Register, as_of: str | None = None) -> Iterator[Application]:
    """The applications of a register that intake takes."""
    base = current_rule_base.rule_base()
    tables = Tables(base.vocabulary, base.document_names, base.shared_numbers, base.issuers)
    complaints = Complaints("lists")
    towns = [{"机构": {"所在地": row["所在地"], "镇街": row["镇街"]}} for row in register.applications if "镇街" in row]
    lists = Run(tables, complaints, as_of, Items(towns))
    lists.share({"指标": register.indicators, "认定": [_organs(d) for d in register.determinations]})
    assert not complaints, complaints.listed()[:3]
    facility = {t.label for t in base.vocabulary.facts.values() if t.subject == "机构"}
    several = {t.label for t in base.vocabulary.facts.values() if t.multiple}
    for row in register.applications:
        item: dict[str, object] = {}
        institution: dict[str, object] = {}
        for label, text in row.items():
            parts: object = text.split("、") if label in several and "、" in text else text
            (institution if label in facility else item)[label] = parts
        own = Complaints("row")
        (application,) = Run(tables, own, as_of, Items()).read([("[0]", item | {"机构": institution})])
        if application is not None:
            facts = LayeredFacts(application.facts, lists.shared)
            yield _with(application, facts)


def _with(application: Application, facts: LayeredFacts) -> Application:
    from msgspec.structs import replace

    return replace(application, facts=facts)


def _organs(row: dict[str, str]) -> dict[str, object]:
    return dict(row)


def table(result: Result, documents: Sequence[str] = (), as_of: str | None = None) -> list[str]:
    """How often each rule had each status, and each comparison each distance."""
    return table_of(_plan(tuple(documents), as_of), result.statuses, result.near)


def _plan(documents: tuple[str, ...], as_of: str | None) -> Plan:
    return read_together(version_plans(current_rule_base.rule_base(), frozenset(documents) or None, as_of))


def rows_of(counts: Sequence[str], rules: tuple[str, ...]) -> list[str]:
    """The rows of a table about some rules and what they compare."""
    rows = [line.split(" · ") for line in counts if line.startswith(rules)]
    listed = [f"| `{name}` | {' | '.join(f'{int(n):,}' for n in numbers)} |" for name, *numbers in rows]
    return ["| rule or comparison | true, below | false, at | unknown, above |", "|---|---|---|---|", *listed]


def page_of(command: str, counts: Sequence[str], sums: str, more: Result) -> str:
    """The page that tells what a run came to. counts: as `table` has them. more: of registers aimed at what had too few rows."""
    rows = [line.split(" · ") for line in counts]
    begins = next(n for n, row in enumerate(rows) if row[0] == "comparison")
    lines = [
        "# Interpreter and columns on random registers", "", f"Written by `uv run --group dev {command}`.", "",
        "Every row of random registers was judged by the interpreter and by the columns of `tiaoli batch` (DuckDB): outcome, label, possible",
        "outcomes, decisive and open clauses, facts asked for and masks of all rules. Half of the rows are aimed at one rule after the other.",
        "", f"**{sums}.**", "",
    ]  # fmt: skip
    for part in (rows[:begins], rows[begins:]):
        lines += [f"| {' | '.join(part[0])} |", "|---|---|---|---|"]
        lines += [f"| `{name}` | {' | '.join(f'{int(n):,}' for n in numbers)} |" for name, *numbers in part[1:]]
        lines.append("")
    aimed_at = dict.fromkeys(rule for rule, _ in more.statuses if rule in SELDOM)
    lines += [
        f"What chance reaches less than {LEAST:,} times in a million was aimed at besides: {more.rows} rows, {len(more.differences)} differences.",
        "", *rows_of(table(more), tuple(aimed_at)), "", "What no application can have, and why:",
    ]  # fmt: skip
    lines += ["", *(f"- `{stratum}`: {why}." for stratum, why in UNREACHABLE.items()), ""]
    return "\n".join(lines)


def aimed(rules: Sequence[str], seed: int, total: Result) -> Result:
    """The same with registers aimed at each of some rules, of which each is made until its strata are there."""
    plan = _plan((), None)
    for rule in rules:
        own = Result(0, 0, (), Counter(), Counter())
        for number in range(MOST_AIMED):
            if not short_of(plan, own.statuses, own.near, rule):
                break
            with tempfile.TemporaryDirectory() as folder:
                register = generated.aimed(current_rule_base.rule_base(), rule, AIMED, seed * 1000 + number, sound=True)
                own = own.and_of(compared_rows(register, Path(folder)))
        print(f"aimed at {rule}: {own.rows} rows, {len(own.differences)} differences", flush=True)
        for stratum in short_of(plan, own.statuses, own.near, rule):
            print(f"too few: {stratum}", flush=True)
        for difference in own.differences[:20]:
            print(difference, flush=True)
        total = total.and_of(own)
    return total


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--as-of")
    parser.add_argument("--document", nargs="+", default=[])
    parser.add_argument("--seconds", type=float, help="begin no register after so many seconds of processor")
    parser.add_argument("--table", type=int, default=0, help="print the counts after every so many registers")
    parser.add_argument("--write", action="store_true", help="write docs/register-agreement.md")
    parser.add_argument("--aimed", nargs="+", default=[], metavar="RULE", help="registers aimed at these rules instead")
    given = parser.parse_args()
    total = Result(0, 0, (), Counter(), Counter())
    if given.aimed:
        total = aimed(given.aimed, given.seed, total)
    for number, first in enumerate(range(0, 0 if given.aimed else given.rows, CHUNK)):
        if given.seconds is not None and time.process_time() > given.seconds:
            print(f"{number} registers judged: the time is over", flush=True)
            break
        rows, seed = min(CHUNK, given.rows - first), given.seed * 1000 + number
        with tempfile.TemporaryDirectory() as folder:
            result = compared(rows, seed, Path(folder), tuple(given.document), given.as_of, stratified=True)
        for difference in result.differences[:20]:
            print(f"seed {seed}: {difference}", flush=True)
        total = total.and_of(result)
        print(
            f"seed {seed}: {result.rows} rows; together {total.rows}, {len(total.differences)} differences", flush=True
        )
        if given.table and number % given.table == 0:
            print(*table(total, tuple(given.document), given.as_of), sep="\n", flush=True)
    counts = table(total, tuple(given.document), given.as_of)
    print(*counts, sep="\n")
    sums = f"{total.rows} rows judged by both, {total.refused} refused, {len(total.differences)} differences"
    print(sums)
    if given.write:
        command = " ".join(["python -m tests.register.agreement", *sys.argv[1:]])
        more = aimed(SELDOM, given.seed, Result(0, 0, (), Counter(), Counter()))
        PAGE.write_text(page_of(command, counts, sums, more), encoding="utf-8")
        total = total.and_of(more)
    print(f"{time.process_time():.0f} s of processor")
    return 1 if total.differences else 0


if __name__ == "__main__":
    sys.exit(main())
