"""Interpreter and columns on random registers: `python -m tests.register.agreement [--rows N] [--seed S] [--as-of DAY]`.

Every row that intake takes is judged by both; outcome, label, possible outcomes, decisive and open clauses, facts asked for and
masks must be the same, and the rows that intake refuses those that `batch` leaves out. Exit 1 where anything differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

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

Answer = tuple[object, ...]
"""编号 and what a row comes to, in the order of FIELDS."""
FIELDS = ("outcome", "label", "possible", "decisive", "open", "missing", "true_0", "unknown_0")


class Result(NamedTuple):
    """What came of a comparison."""

    rows: int
    refused: int
    differences: tuple[str, ...]
    statuses: Counter[tuple[str, str]]
    """By rule and status how many rows have it."""


def compared(rows: int, seed: int, folder: Path, documents: tuple[str, ...] = (), as_of: str | None = None) -> Result:
    """A random register judged by both."""
    base = current_rule_base.rule_base()
    register = generated.register(base, rows, seed)
    files = [str(p) for p in register.write(folder)]
    only = frozenset(documents) or None
    plan = read_together(version_plans(base, only, as_of))
    columns = _by_columns(files, folder, documents, as_of)
    differences: list[str] = []
    statuses: Counter[tuple[str, str]] = Counter()
    accepted = 0
    for application in applications(register, as_of):
        accepted += 1
        verdict = judge_unsealed(base, application, as_of, only, advise=False)
        for rule in verdict.reasons.rules:
            statuses[rule.rule, rule.status] += 1
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
    return Result(accepted, rows - accepted, tuple(differences), statuses)


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


def rarest(statuses: Counter[tuple[str, str]], plan: Plan) -> list[tuple[int, str, str]]:
    """Of each rule and status how often it came up, the rarest first."""
    return sorted((statuses[id_, status], id_, status) for id_ in plan.bits for status in ("true", "false", "unknown"))


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--as-of")
    parser.add_argument("--document", nargs="+", default=[])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = compared(given.rows, given.seed, Path(folder), tuple(given.document), given.as_of)
    base = current_rule_base.rule_base()
    plan = read_together(version_plans(base, frozenset(given.document) or None, given.as_of))
    for difference in result.differences[:20]:
        print(difference)
    print(f"{result.rows} rows judged by both, {result.refused} refused, {len(result.differences)} differences")
    for count, rule, status in rarest(result.statuses, plan)[:6]:
        print(f"rarest: {rule} {status} {count}")
    return 1 if result.differences else 0


if __name__ == "__main__":
    sys.exit(main())
