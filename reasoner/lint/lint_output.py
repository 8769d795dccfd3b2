"""From what checks find to what `tiaoli lint --json` prints and the report lays out."""

from __future__ import annotations

from collections.abc import Mapping

from policy_dsl import ir
from reasoner.analysis.application_form import form_data
from reasoner.analysis.rule_set import RuleIds
from reasoner.lint.baseline import Record, Stale
from reasoner.lint.check_run import Linted, SetRun
from reasoner.lint.lint_finding import CHECKS, TITLES, Finding
from reasoner.lint.result import (
    CheckedSet,
    Coverage,
    DocumentDay,
    FindingReport,
    FindingWitness,
    Limits,
    LintResult,
    QuotedRule,
    StaleRecord,
)
from reasoner.model.rule_base import RuleBase


def lint_result(
    linted: Linted, base: RuleBase, today: str, records: Mapping[str, Record], stale: tuple[Stale, ...]
) -> LintResult:
    """Findings with what people decided about them, what was looked at and how far it went."""
    scope = linted.scope
    return LintResult(
        as_of=scope.as_of,
        today=today,
        limits=Limits(
            tuple(sorted(scope.documents)) if scope.documents is not None else None, scope.region, scope.matter
        ),
        days=tuple(DocumentDay(d.document.id, d.document.title, d.day or None, d.basis) for d in linted.days),
        findings=tuple(_finding(f, base, records.get(f.hash)) for f in linted.findings),
        stale=tuple(_stale(s) for s in stale),
        checked=Coverage(
            rules=len(linted.norms),
            cases=sum(s.cases for s in linted.sets),
            questions=linted.questions,
            sets=tuple(_set(s) for s in linted.sets),
            without_rules=tuple(d.id for d in base.documents.values() if not d.regulates),
            undecided=linted.undecided,
        ),
        analysed=len(linted.norms),
        open=len(linted.open),
        timed_out=len(linted.undecided),
        rules=RuleIds(tuple(n.id for n in linted.norms), linted.open),
        checks=CHECKS,
    )


def _finding(finding: Finding, base: RuleBase, record: Record | None) -> FindingReport:
    example = finding.example
    return FindingReport(
        code=finding.code,
        level=finding.level,
        title=TITLES[finding.code],
        sentence=finding.sentence,
        documents=finding.documents,
        clauses=finding.clauses,
        rules=tuple(n.id for n in finding.norms),
        matter=finding.matters[0] if len(finding.matters) == 1 else None,
        matters=finding.matters,
        types=finding.types,
        day=finding.day,
        hash=finding.hash,
        acknowledged=record.acknowledgement if record is not None else None,
        witness=FindingWitness(form_data(example.form), example.verdict) if example is not None else None,
        unusual=example.unusual if example is not None else (),
        quotes=tuple(_quote(n, base) for n in finding.norms),
        readings=tuple(dict.fromkeys(r for n in finding.norms for r in n.readings)),
    )


def _quote(norm: ir.Norm, base: RuleBase) -> QuotedRule:
    """The words of the clause that a rule rests on."""
    clause = base.documents[norm.document].clauses[norm.clause]
    words = tuple(clause.quote[a - clause.start : b - clause.start] for a, b in norm.spans)
    return QuotedRule(norm.id, norm.clause, clause.place, words)


def _set(run: SetRun) -> CheckedSet:
    rules = run.rules
    return CheckedSet(
        region=rules.side.region,
        name=rules.side.name,
        day=rules.day,
        documents=tuple(d.id for d in rules.documents),
        looked_at=tuple(sorted(run.documents)),
        matters=run.matters,
        rules=len(run.norms),
        cases=run.cases,
    )


def _stale(stale: Stale) -> StaleRecord:
    record = stale.record
    return StaleRecord(
        hash=record.hash,
        code=record.code,
        finding=record.finding,
        rules=record.rules,
        state=stale.state,
        now=stale.now,
        file=record.where,
        by=record.by,
        reason=record.reason,
        date=record.date,
    )
