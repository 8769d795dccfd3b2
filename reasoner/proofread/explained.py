"""Explanations that people recorded for findings: policy_dsl/corpus/<id>/findings.toml.

One table each under the finding's hash:

    ["466d69a6ecbc"]
    finding = "院护机构 79家 与 93家"       # for whoever reads the file
    explanation = "…"
    reviewer = ""                            # who reviewed it; empty: not yet reviewed
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.formats import ShortDigest
from policy_dsl.ingest.toml_text import BadToml, toml_tables
from reasoner.proofread.proofread_finding import Check, Finding, Quote, Severity

_KEYS: Final = ("finding", "explanation", "reviewer")


class Explanation(msgspec.Struct, frozen=True):
    """Why a finding is no fault, or what is known of it."""

    document: str
    """The document beside which it is recorded."""
    hash: ShortDigest
    """The hash of the finding."""
    finding: str
    """The finding in a few words, for whoever reads the file."""
    explanation: str
    """The explanation."""
    reviewer: str
    """Who reviewed it; empty: not yet reviewed."""


class ExplanationText(msgspec.Struct, frozen=True):
    """A recorded explanation as it stands beside its finding."""

    text: str
    """The explanation."""
    reviewer: str | None
    """Who reviewed it; None: nobody yet."""


class ExplainedFinding(msgspec.Struct, frozen=True):
    """A finding and what is recorded about it."""

    hash: ShortDigest
    """Twelve hexadecimal digits of code, documents and words."""
    code: str
    """The code of the check."""
    severity: Severity
    """How grave it is."""
    message: str
    """What is odd, in one sentence without its full stop."""
    documents: tuple[str, ...]
    """The documents quoted, each once."""
    quotes: tuple[Quote, ...]
    """The words in question."""
    notes: tuple[str, ...]
    """What those who transcribed the clause remarked."""
    readings: tuple[str, ...]
    """The registered readings that bear on it, by name."""
    explanation: ExplanationText | None
    """What is recorded about it; None: nothing."""


class StaleExplanation(msgspec.Struct, frozen=True):
    """A recorded explanation that no finding asks for any more."""

    document: str
    """The document beside which it is recorded."""
    hash: ShortDigest
    """The hash of the finding that it explained."""
    finding: str
    """That finding in a few words."""


class CheckTitle(msgspec.Struct, frozen=True):
    """What a check looks for."""

    code: str
    """Its code."""
    title: str
    """What it looks for, in a few words."""
    docs: str
    """What it looks for, in a sentence."""


class ProofreadReport(msgspec.Struct, frozen=True):
    """What an editor finds in some documents."""

    findings: tuple[ExplainedFinding, ...]
    """The findings, in the order of the texts."""
    stale: tuple[StaleExplanation, ...]
    """The explanations that no finding asks for any more."""
    checks: tuple[CheckTitle, ...]
    """The checks that were run."""

    @property
    def unexplained(self) -> bool:
        """Whether anything is left to explain, or to take away from the explanations."""
        return bool(self.stale) or any(f.explanation is None for f in self.findings)


def read_explanations(document: str, text: str, folder: str = "") -> tuple[list[Explanation], list[Diagnostic]]:
    """The explanations of a document's findings.toml, and every fault of the file (U144). folder: where it lies."""
    where = f"{folder or document}/findings.toml"
    try:
        tables = toml_tables(text)
    except BadToml as error:
        return [], [Diagnostic("U144", error.at(where), f"TOML 无法读取:{error}")]
    explanations: list[Explanation] = []
    faults: list[Diagnostic] = []
    for key, value in tables.items():
        here = f"{where} [{key}]"
        table = _texts(value)
        if table is None:
            faults.append(Diagnostic("U144", here, "每条说明是一个表,各项都是文字", "、".join(_KEYS)))
            continue
        if unknown := [k for k in table if k not in _KEYS]:
            faults.append(Diagnostic("U144", here, f"不认识的字段:{'、'.join(unknown)}", "、".join(_KEYS)))
        finding, explanation, reviewer = (table.get(k, "").strip() for k in _KEYS)
        if not explanation:
            faults.append(Diagnostic("U144", here, "缺少 explanation", hint="没有说明的发现不登记"))
        explanations.append(Explanation(document, key, finding, explanation, reviewer))
    return explanations, faults


def _texts(value: object) -> dict[str, str] | None:
    """A table of texts; None for anything else."""
    try:
        return msgspec.convert(value, dict[str, str])
    except msgspec.ValidationError:
        return None


def explain(
    findings: Iterable[Finding], explanations: Sequence[Explanation]
) -> tuple[tuple[ExplainedFinding, ...], tuple[StaleExplanation, ...]]:
    """Each finding with its explanation, and the explanations that no finding asks for any more."""
    recorded: Mapping[tuple[str, str], Explanation] = {(e.document, e.hash): e for e in explanations}
    used: set[tuple[str, str]] = set()
    explained: list[ExplainedFinding] = []
    for finding in findings:
        keys = [(d, finding.hash) for d in finding.documents if (d, finding.hash) in recorded]
        used.update(keys)
        explained.append(_explained(finding, recorded[keys[0]] if keys else None))
    stale = tuple(StaleExplanation(e.document, e.hash, e.finding) for k, e in recorded.items() if k not in used)
    return tuple(explained), stale


def _explained(finding: Finding, explanation: Explanation | None) -> ExplainedFinding:
    text = None if explanation is None else ExplanationText(explanation.explanation, explanation.reviewer or None)
    return ExplainedFinding(
        hash=finding.hash,
        code=finding.code,
        severity=finding.severity,
        message=finding.message,
        documents=finding.documents,
        quotes=finding.quotes,
        notes=finding.notes,
        readings=finding.readings,
        explanation=text,
    )


def check_title(check: Check) -> CheckTitle:
    """What a check looks for, as data."""
    return CheckTitle(check.code, check.title, check.docs)
