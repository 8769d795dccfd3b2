"""Explanations that people recorded for findings: policy_dsl/corpus/<id>/findings.toml.

One table each under the finding's hash:

    ["466d69a6ecbc"]
    finding = "院护机构 79家 与 93家"       # for whoever reads the file
    explanation = "…"
    reviewer = ""                            # who reviewed it; empty: not yet reviewed
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from policy_dsl.diagnostics import Diagnostic
from reasoner.proofread.finding import Finding

_KEYS: Final = ("finding", "explanation", "reviewer")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a finding is no fault, or what is known of it; `reviewer` is empty until a person has reviewed it."""

    document: str
    hash: str
    finding: str
    explanation: str
    reviewer: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A finding and what is recorded about it, if anything."""

    finding: Finding
    explanation: Explanation | None

    def to_data(self) -> dict[str, Any]:
        """Plain data."""
        said = self.explanation
        recorded = None if said is None else {"text": said.explanation, "reviewer": said.reviewer or None}
        return self.finding.to_data() | {"explanation": recorded}


def read_explanations(document: str, text: str) -> tuple[list[Explanation], list[Diagnostic]]:
    """The explanations of a document's findings.toml, and every fault of the file (U144)."""
    where = f"corpus/{document}/findings.toml"
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [], [Diagnostic("U144", where, f"TOML 无法读取:{error}")]
    found: list[Explanation] = []
    faults: list[Diagnostic] = []
    for key, table in tables.items():
        here = f"{where} [{key}]"
        if not isinstance(table, dict) or not all(isinstance(v, str) for v in table.values()):
            faults.append(Diagnostic("U144", here, "每条说明是一个表,各项都是文字", "、".join(_KEYS)))
            continue
        if unknown := [k for k in table if k not in _KEYS]:
            faults.append(Diagnostic("U144", here, f"不认识的字段:{'、'.join(unknown)}", "、".join(_KEYS)))
        if not table.get("explanation", "").strip():
            faults.append(Diagnostic("U144", here, "缺少 explanation", hint="没有说明的发现不登记"))
        rest = {k: table.get(k, "").strip() for k in _KEYS}
        found.append(Explanation(document, key, **rest))
    return found, faults


def explain(
    findings: Iterable[Finding], explanations: Sequence[Explanation]
) -> tuple[tuple[Explained, ...], tuple[Explanation, ...]]:
    """Each finding with its explanation, and the explanations that no finding asks for any more."""
    known: Mapping[tuple[str, str], Explanation] = {(e.document, e.hash): e for e in explanations}
    used: set[tuple[str, str]] = set()
    found: list[Explained] = []
    for finding in findings:
        keys = [(d, finding.hash) for d in finding.documents if (d, finding.hash) in known]
        used.update(keys)
        found.append(Explained(finding, known[keys[0]] if keys else None))
    return tuple(found), tuple(e for k, e in known.items() if k not in used)
