"""Acceptances (采用) of proposed rules: who took the word 待核 from a rule or a duty, on what day, bound to a digest of it as written.

They stand in `acceptances.toml` in the bureau's own folder of records, under the document's id, and are only ever added:

    [[acceptance]]
    rule = "1.1.p1#床位使用率低于60%的区域不再新增"
    action = "accept"
    digest = "…"               # of the clause's words and the rule as written, 待核 apart
    by = "法制复核人"
    date = "2026-03-01"
    remark = ""

From then on the rule decides, as one that a person wrote; a review (复核) is another act, of another person.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ir import digest
from policy_dsl.review.files import extend, read_own, sound
from policy_dsl.review.record_tables import Form, read_records, write_records
from policy_dsl.source_text import squeezed

FILE: Final = "acceptances.toml"


class AcceptanceAction(StrEnum):
    """What somebody did with a proposal."""

    ACCEPT = "accept"
    """The rule says what its clause says: it is one from now on."""


class Acceptance(msgspec.Struct, frozen=True):
    """One acceptance."""

    rule: str
    """The rule, without its document: 1.1.p1#床位使用率低于60%的区域不再新增."""
    action: AcceptanceAction
    """What was done."""
    digest: str
    """SHA-256 of the clause's words and the rule as written."""
    by: str
    """Who accepted it."""
    date: str
    """ISO date."""
    remark: str = ""
    """In their words."""


_FORM: Final = Form(
    Acceptance, "acceptance", "采用拟写规则的记录,由 tiaoli corpus accept 写入;只增不改。", "采用记录", "采用", "rule", "by",
    tuple(AcceptanceAction), always_signed=True, commands="tiaoli corpus accept",
)  # fmt: skip


def rule_digest(clause: str, rule: str) -> str:
    """SHA-256 of what somebody who accepts a rule has seen: the words of its clause, and the rule without 待核. Layout is no part."""
    return digest({"clause": squeezed(clause), "rule": squeezed(rule.replace(" 待核", "", 1))})


def own_acceptances(folder: Path | None) -> dict[str, tuple[Acceptance, ...]]:
    """The acceptances in a bureau's folder by document id; none where it does not exist. Raises Faults (U106, U131)."""
    return sound(read_own(folder, FILE, read_acceptances))


def acceptances_file(document: str, folder: Path) -> Path:
    """The file in a bureau's folder that takes the acceptances of a document."""
    return folder / document / FILE


def append(path: Path, acceptance: Acceptance) -> None:
    """Add an acceptance behind those of the file. Raises Faults: U106, U107, or U131 where it holds anything else."""

    def more(text: str) -> str:
        before, wrong = read_acceptances(str(path), text)
        if wrong:
            raise Faults(wrong)
        return write_records([*before, acceptance], _FORM)

    extend(path, more)


def read_acceptances(name: str, text: str) -> tuple[tuple[Acceptance, ...], list[Diagnostic]]:
    """The acceptances of a file in their order, and every fault in it (U131)."""
    return read_records(name, text, _FORM)
