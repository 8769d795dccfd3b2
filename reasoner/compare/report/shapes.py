"""The smallest parts of a view: a fact of an application, a document of a side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

REPORT: Final = "评估报告"
"""The kind of a document that only reports."""
_UNKNOWN: Final = "不明"


class Fact(NamedTuple):
    """A fact of an application. `of`: of which place, of a contract for which insurance; `usual`: its usual value, where that is another; `counted`: whether it
    is a number; `alone`: whether no other fact of the application has its name.
    """

    name: str
    of: str
    value: str
    unusual: bool = False
    usual: str = ""
    counted: bool = False
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """A document of a side, with what the rule base knows of it: kind, day of issue, on what its beginning and end rest."""

    title: str
    number: str
    matters: tuple[str, ...]
    starts: str
    ends: str
    in_force: bool
    draft: bool
    notes: tuple[str, ...]
    kind: str
    issued: str
    starts_basis: str
    ends_basis: str

    @property
    def report(self) -> bool:
        """Whether it only reports, and binds nobody."""
        return self.kind == REPORT

    @property
    def doubtful(self) -> bool:
        """Whether nobody knows until when it is in force."""
        return self.ends_basis == _UNKNOWN
