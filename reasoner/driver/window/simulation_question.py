"""A simulation as the window asks for it, and what there is to suppose. Apart from `simulating`, which brings all of judging a register along."""

from __future__ import annotations

from typing import Literal

import msgspec

from reasoner.batch.simulation import NOT_ANSWERED, Simulation
from reasoner.driver.current_rule_base import rule_base

__all__ = [
    "NOT_ANSWERED", "NumberedClause", "Simulation", "SimulationFiles", "SimulationQuestion", "clauses_with_numbers",
]  # fmt: skip

Kind = Literal["number", "reading", "draft", "day"]


class SimulationQuestion(msgspec.Struct, frozen=True):
    """What is supposed, and of which register."""

    kind: Kind = "number"
    """What is supposed to be otherwise."""
    clause: str = ""
    """Of a number its clause, `document/3.1.p2`."""
    number: str = ""
    """Which number of the clause, `rule:75%`; empty: it has but one."""
    value: str = ""
    """The number that is supposed."""
    reading: str = ""
    """The reading taken the other way, `document/name`."""
    draft: str = ""
    """The document of which the draft is taken."""
    as_of: str = ""
    """The day whose law is asked for; empty: that of receipt."""
    register: str = ""
    """The name of the file of applications."""
    indicators: str = ""
    """The name of the file of figures; empty: those of the ledger."""
    determinations: str = ""
    """The name of the file of determinations; empty: those of the ledger."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """The number as the command line has it."""
        if self.kind != "number":
            return ()
        return (f"{self.clause}{f'#{self.number}' if self.number else ''}={self.value}",)


class SimulationFiles(msgspec.Struct, frozen=True):
    """The files of a simulation."""

    register: bytes
    indicators: bytes = b""
    determinations: bytes = b""
    ledger: dict[str, object] = {}
    """The bureau's ledger, as a file has it, as far as no file takes its place."""


class NumberedClause(msgspec.Struct, frozen=True):
    """A clause whose rules hold a number."""

    clause: str
    """Its address."""
    document: str
    """The title of its document."""
    place: str
    """Its place in words."""
    numbers: tuple[tuple[str, str, str], ...]
    """Each number as `rule:75%`, as it is read, and the rule told back."""

    @property
    def title(self) -> str:
        """The document and the place in words."""
        return f"《{self.document}》{self.place}"


def clauses_with_numbers() -> list[NumberedClause]:
    """The clauses of documents in use that hold a number which can be supposed to be another."""
    from reasoner.driver.simulation.supposed_number import in_words, numbers_of

    made = []
    for document in rule_base().documents.values():
        by_clause: dict[str, list[tuple[str, str, str]]] = {}
        for address, way, words, text in numbers_of(document):
            by_clause.setdefault(address, []).append((way, in_words(words), text))
        for address, numbers in by_clause.items():
            place = document.clauses[address].place
            made.append(NumberedClause(address, document.title, place, tuple(dict.fromkeys(numbers))))
    return made
