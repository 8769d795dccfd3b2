"""The one module that knows every stage: from files to verdicts. Command line and web call it and nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from reasoner.intake.load import load_file
from reasoner.intake.read import Reader
from reasoner.judge import judge
from reasoner.rulebase import RuleBase
from reasoner.store import load
from reasoner.verdict import Verdict


def build() -> dict[str, Any]:
    """The rule base compiled from its sources; raises Faults with everything that is wrong in them."""
    # The compiler brings Lark and rdflib along; a check of compiled rules must not pay for them.
    from policy_dsl.compile import compile_base
    from policy_dsl.sources import read_sources

    return compile_base(read_sources())


@cache
def rule_base() -> RuleBase:
    """The rule base in use, loaded once."""
    return RuleBase(load(build))


@cache
def _reader() -> Reader:
    base = rule_base()
    return Reader(base.vocabulary, base.document_names)


def check(path: Path, as_of: str | None = None, only: frozenset[str] | None = None) -> tuple[list[Verdict], bool]:
    """The verdict on every application in a file, and whether the file holds several.

    as_of: the day whose law is asked for (ISO date); None: the day each application was received.
    Raises Faults with every fault of the file.
    """
    loaded = load_file(path)
    applications = _reader().read(loaded, as_of)
    verdicts = [judge(rule_base(), a, as_of, only) for a in applications]
    return verdicts, len(verdicts) != 1
